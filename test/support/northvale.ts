/** Northvale, of the scenarios of referring in DWP Research Report 555: made-up people and services, and the bank holidays of 2008. */
import assert from 'node:assert/strict';
import { systemActor } from '../../src/access/rules/policy.ts';
import { transaction } from '../../src/kit/db.ts';
import { newId } from '../../src/kit/ids.ts';
import { giveConsent } from '../../src/referrals/actions/consent.ts';
import { findReferral, type MoveGiven, moveReferral, type ReferralRow } from '../../src/referrals/actions/move.ts';
import type { MoveName, Side } from '../../src/referrals/rules/states.ts';
import { dayFields, pathways } from './pathways.ts';

/** Makes it, on a day ('YYYY-MM-DD'). End it with `w.end()`. */
export async function northvale(startsOn: string) {
  const w = await pathways(startsOn);
  const staffId = await w.staff('OKORO');
  const okoro = await w.worker(staffId);
  const rees = await w.manager();
  const services: Record<string, string> = {};
  const organisations: Record<string, string> = {};
  async function service(
    key: string,
    organisation: string,
    name: string,
    more: Record<string, unknown> = {},
  ): Promise<void> {
    organisations[organisation] ??= await (async () => {
      const id = newId();
      await w.db.query(
        `insert into organisation (id, name, description, contract, doc) values ($1, $2, '', $3, '{}')`,
        [id, organisation, more.contract ?? 'none'],
      );
      return id;
    })();
    const { contract: _, ...columns } = more;
    const values: Record<string, unknown> = {
      ...{
        id: newId(),
        organisation_id: organisations[organisation],
        name,
        description: name,
        status: 'active',
        doc: '{}',
      },
      ...{ contact_email: 'referrals@example.org', contact_phone: '07700 900333', search_words: name.toLowerCase() },
      ...columns,
    };
    const names = Object.keys(values);
    await w.db.query(
      `insert into service (${names.join(', ')}) values (${names.map((_name, n) => `$${n + 1}`).join(', ')})`,
      Object.values(values),
    );
    services[key] = String(values.id);
  }

  await service('S1', 'Riverside CMP', 'Condition management', {
    ...{
      contract: 'contracted',
      modes: ['phone', 'form'],
      refused_channels: ['email'],
      form_name: 'SL2',
      typical_weeks: 6,
    },
    ...{ asks: ['name', 'contact', 'ni_number', 'health', 'action_plan'], feedback_weeks: [3], booked_by: 'worker' },
    ...{ payment_form: true, payment_role: 'iba' },
  });
  await service('S2', 'StepUp Brokers', 'Job broking', {
    asks: ['name'],
    last_referral_on: '2008-06-02',
    funded_until: '2008-06-30',
  });
  await service('S3', 'StepUp Brokers', 'Work skills', { asks: ['name'] });
  await service('S4', 'Harbour Volunteers', 'Volunteering', {
    modes: ['phone', 'in person', 'signpost'],
    asks: ['name', 'contact'],
  });
  await service('S5', 'Clearwater', 'Mental health employment support', {
    ...{ modes: ['own form', 'phone'], postcodes: ['ZX1', 'ZX2', 'ZX3'], asks: ['name', 'health'] },
    exclusions: JSON.stringify([{ key: 'substances', words: 'No current drug or alcohol use', sensitive: true }]),
  });
  await service('P5', 'Oakfield College', 'Residential training', {
    ...{ asks: ['name', 'goals'], modes: ['form'] },
    approvals: ['alternatives', 'medical report', 'business case', 'commitment', 'third party', 'benefit notice'],
  });
  await service('hard', 'Paper Only', 'By paper', {
    ...{ asks: ['name'], modes: ['form'], refused_channels: ['email', 'portal', 'link', 'phone'] },
  });
  const role = `insert into working_role (id, user_id, programme_id, role, from_day) values (gen_random_uuid(), $1, $2, $3, '2008-01-01')`;
  await w.db.query(role, [okoro.userId, w.news, 'iba']);
  const person = async (familyName: string, postcode = 'ZX2 4AA', ni = 'QQ111111A') => {
    const made = await w.addCase({ keyWorkerId: staffId, givenName: 'Jo', familyName, niNumber: ni });
    await w.db.query('update person set postcode = $2, own_words = $3 where id = $1', [
      ...[made.personId, postcode, 'Two brothers and a dog'],
    ]);
    return made.caseId;
  };
  const rowsOf = (caseId: string) => w.rows('select * from referral where case_id = $1 order by id', caseId);
  const count = async (table: string, caseId: string): Promise<number> =>
    (await w.rows(`select count(*)::int as n from ${table} where case_id = $1`, caseId))[0]?.n;
  const kinds = async (caseId: string) => (await w.events(caseId)).map(({ kind }) => kind);
  const make = (caseId: string, of: string, more: Record<string, string> = {}, by = okoro) =>
    by.post(`/cases/${caseId}/referrals/new`, {
      ...{ service: services[of] ?? '', kind: 'referral', why: 'need', decision: 'yes' },
      ...dayFields('made', w.clock.today().toString()),
      ...more,
    });
  const made = async (caseId: string, of: string, more: Record<string, string> = {}): Promise<string> => {
    const reply = await make(caseId, of, more);
    assert.equal(reply.status, 303, reply.body.slice(0, 6000));
    return /referrals\/([0-9a-f-]{36})/.exec(reply.location ?? '')?.[1] ?? '';
  };
  const read = async (id: string): Promise<ReferralRow> => (await findReferral(w.db, id)) as ReferralRow;
  const post = async (id: string, path: string, fields: Record<string, string | readonly string[]>, by = okoro) => {
    const row = await read(id);
    return by.post(`/cases/${row.case_id}/referrals/${id}/${path}`, { version: String(row.version), ...fields });
  };
  const does = async (id: string, name: string, fields: Record<string, string> = {}) => {
    const reply = await post(id, `do/${name}`, { ...dayFields('day', w.clock.today().toString()), ...fields });
    assert.equal(reply.status, 303, reply.body.slice(0, 6000));
  };
  const at = () => ({ now: w.clock.now(), today: w.clock.today().toString() });
  const actor = () => ({ ...systemActor, userId: okoro.userId, name: 'A. Okoro' });
  const agree = async (id: string, items: string[]) =>
    giveConsent(w.db, actor(), await read(id), { items, how: 'spoken', givenOn: at().today }, at());
  const moves = async (id: string, side: Side, name: MoveName, given: Partial<MoveGiven> = {}) => {
    const row = await read(id);
    const by = { side, actor: side === 'worker' ? actor() : systemActor, name: 'Riverside' };
    return transaction(w.db, (tx) => moveReferral(tx, by, row, name, { day: at().today, ...given }, at()));
  };
  const state = async (id: string) => (await read(id)).state;

  return {
    w,
    okoro,
    rees,
    staffId,
    services,
    organisations,
    service,
    person,
    rowsOf,
    count,
    kinds,
    make,
    made,
    read,
    post,
    does,
    at,
    actor,
    agree,
    moves,
    state,
  };
}
