/**
 * A whole Newel for journeys in the programmes of New Zealand: a database with what ships, two ICSMs in Rotorua and users of every
 * role in the ICS trial, and somebody who works in ICS-X alone. Its calendar stands where `standOn` puts it.
 */
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { addUser, openSession, upsertStaff } from '../../src/access/actions.ts';
import { type Membership, systemActor } from '../../src/access/rules/policy.ts';
import { createApp } from '../../src/app.ts';
import * as instruments from '../../src/assessment/actions/instruments.ts';
import { attach } from '../../src/cases/actions/attach.ts';
import { placesOf, referPerson } from '../../src/cases/actions/changes.ts';
import { findCase } from '../../src/cases/actions/record.ts';
import { selectionOn } from '../../src/cases/actions/selection.ts';
import { buildAssets } from '../../src/kit/assets.ts';
import { type Clock, fixedClock } from '../../src/kit/clock.ts';
import { openDatabase } from '../../src/kit/db.ts';
import { newId } from '../../src/kit/ids.ts';
import { loadShippedProgrammes } from '../../src/programmes/actions/shipped.ts';
import { programmeByKey } from '../../src/programmes/actions.ts';
import type { Visited, Visitor } from './browser.ts';
import { freshDatabase } from './database.ts';
import { addService } from './services.ts';
import { PASSWORD, type SiteUser, type UserName } from './site.ts';

/** Somebody of a story. Their cohort follows from the two ages on the day on which they are selected. */
export type Client = { given: string; family: string; age: number; ageAtFirstBenefit: number; on: string };
export type IcsSite = Awaited<ReturnType<typeof startIcs>>;

/** Starts the site on a day, 'YYYY-MM-DD'. End it with `stop`. */
export async function startIcs(day: string) {
  const fresh = await freshDatabase();
  const db = openDatabase(fresh.url);
  await loadShippedProgrammes(db, instruments, day);
  const trial = (await programmeByKey(db, 'ics-trial'))?.id ?? '';
  const extension = (await programmeByKey(db, 'ics-x'))?.id ?? '';
  const rotorua = (await placesOf(db, trial)).find(({ name }) => name === 'Rotorua');
  if (rotorua === undefined) throw new Error('There is no Rotorua.');
  const worker = async (programmeId: string, code: string, givenName: string, familyName: string) => {
    const id = newId();
    const place = programmeId === trial ? rotorua : { id: null, providerId: null };
    const [made] = await upsertStaff(db, {
      id,
      programmeId,
      code,
      givenName,
      familyName,
      areaId: place.id,
      providerId: place.providerId,
    });
    return made?.id ?? id;
  };
  const first = await worker(trial, 'ROT-IC01', 'Hana', 'Tāwhai');
  const second = await worker(trial, 'ROT-IC02', 'Hōne', 'Pārata');
  const other = await worker(extension, 'NAE-IC01', 'Ruth', 'Ōmara');
  const nowhere = { programmeId: trial, areaId: null, providerId: null, staffId: null };
  const { organisationId } = await addService(db, { organisation: 'Rotorua Budget Advice' });
  const team = { ...nowhere, areaId: rotorua.id, providerId: rotorua.providerId };
  const people: Record<UserName, [string, Membership]> = {
    key_worker: ['Hana Tāwhai', { role: 'key_worker', ...nowhere, staffId: first }],
    other_worker: ['Ruth Ōmara', { role: 'key_worker', ...nowhere, programmeId: extension, staffId: other }],
    team_manager: ['Moana Te Kanawa', { role: 'team_manager', ...team }],
    other_manager: ['Sione Latu', { role: 'programme_office', ...nowhere, programmeId: extension }],
    local_lead: ['Ana Walker', { role: 'local_lead', ...nowhere, areaId: rotorua.id }],
    programme_office: ['Tui Campbell', { role: 'programme_office', ...nowhere }],
    evaluator: ['Piri Hōhepa', { role: 'evaluator', ...nowhere }],
    administrator: ['Bridget Ainsworth', { role: 'administrator', ...nowhere, programmeId: null }],
    referrer: ['Kahu Reid', { role: 'referrer', ...nowhere }],
    service_worker: ['Aroha Pene', { role: 'service_worker', ...nowhere, programmeId: null, organisationId }],
  };
  const users = {} as Record<UserName, SiteUser>;
  for (const [user, [name, membership]] of Object.entries(people) as [UserName, [string, Membership]][]) {
    const email = `${user.replace('_', '.')}@example.org`;
    const added = await addUser(db, systemActor, { email, name, password: PASSWORD, memberships: [membership] }, day);
    if ('refused' in added) throw new Error(added.refused);
    users[user] = { id: added.id, email, name };
  }
  let standing = fixedClock(`${day}T10:00:00Z`);
  const clock: Clock = { now: () => standing.now(), today: () => standing.today() };
  const app = await createApp({
    db,
    clock,
    timeZone: 'Pacific/Auckland',
    assets: await buildAssets(path.join(import.meta.dirname, '../../.newel/assets')),
    secureCookies: false,
    testIdentifiers: true,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const site: Visited = {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    users,
    session: async (user) => (await openSession(db, users[user].id)).token,
  };
  return {
    ...site,
    db,
    trial,
    workers: { first, second },
    /** Moves the calendar to a day. */
    standOn(to: string): void {
      standing = fixedClock(`${to}T10:00:00Z`);
    },
    /** Somebody who was selected on a day and has met their ICSM on it. Resolves to the case. */
    async join(client: Client, staff: string = first): Promise<string> {
      const { given: givenName, family: familyName, age, ageAtFirstBenefit, on } = client;
      const dateOfBirth = Temporal.PlainDate.from(on).subtract({ years: age, days: 40 }).toString();
      const person = { givenName, familyName, dateOfBirth, phone: null, niNumber: null, postcode: null };
      const referral = { referredOn: on, areaId: rotorua.id, providerId: rotorua.providerId };
      const { caseId } = await referPerson(db, systemActor, {
        programmeId: trial,
        person: { ...person, preferredContact: null, sex: null, ethnicity: null },
        referral: {
          ...referral,
          source: 'Selected from the Ministry’s data',
          benefit: 'Jobseeker Support, work ready',
          lastWorked: null,
          housingTenure: null,
          maritalStatus: null,
          dependants: null,
        },
        area: rotorua,
        provider: 'Work and Income',
        selection: await selectionOn(db, trial, { age, ageAtFirstBenefit }, on),
        asked: [],
        today: on,
      });
      const head = await findCase(db, caseId);
      if (head === null) throw new Error('The case is gone.');
      const evidence = { on, evidence: 'Told and met on the same day' };
      const done = await attach(db, systemActor, head, {
        version: head.version,
        conditions: { told: evidence, first_meeting: evidence },
        keyWorker: { id: staff, name: 'An ICSM' },
        changes: [],
        before: null,
        today: on,
      });
      if (done.outcome !== 'saved') throw new Error(JSON.stringify(done));
      return caseId;
    },
    /** So many more attached people for an ICSM, written straight into the tables. */
    async fill(staff: string, count: number): Promise<void> {
      await db.query(
        `with one as (
           insert into person (id, reference) select gen_random_uuid(), 'P-' || gen_random_uuid() from generate_series(1, $2) returning id)
         insert into case_record (id, person_id, programme_id, reference, status, key_worker_id, area_id, provider_id)
         select gen_random_uuid(), one.id, $3, 'C-' || one.id, 'attached', $1, $4, $5 from one`,
        [staff, count, trial, rotorua.id, rotorua.providerId],
      );
    },
    async stop() {
      await app.close();
      await db.end();
      await fresh.drop();
    },
  };
}

/** Adds a step to the plan that is open. */
export async function addStep(visitor: Visitor, group: string, words: string): Promise<void> {
  await visitor.follow(new RegExp(`^Add a step\\s+for ${group}`));
  await visitor.page.getByLabel('What is the step?').fill(words);
  await visitor.page.getByLabel('Small', { exact: true }).check();
  await visitor.press('Save');
}

/** Presses a button beside a step of the plan that is open. */
export const stepButton = (visitor: Visitor, words: string, name: string): Promise<number> =>
  visitor.arrive(() =>
    visitor.page.getByRole('group', { name: words, exact: true }).getByRole('button', { name, exact: true }).click(),
  );

/** A meeting that is recorded on its screen: how, whether it happened, and what was said. */
export async function meet(
  visitor: Visitor,
  caseId: string,
  given: { mode: string; note: string; attendance?: string; reason?: string; hidden?: string },
): Promise<void> {
  const { page } = visitor;
  await visitor.go(`/cases/${caseId}/meeting`);
  await page.getByRole('radio', { name: given.mode, exact: true }).check();
  if (given.attendance !== undefined) await page.getByRole('radio', { name: given.attendance, exact: true }).check();
  if (given.reason !== undefined) await page.getByLabel('Why, if it was late or did not happen').fill(given.reason);
  await page.getByLabel('What did you talk about?').fill(given.note);
  if (given.hidden !== undefined) {
    const box = page.getByLabel('A part only you and your manager can read');
    if (!(await box.isVisible())) await page.getByText('Add a part only you and your manager can read').click();
    await box.fill(given.hidden);
  }
  await visitor.press('Finish');
}
