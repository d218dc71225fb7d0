/** An organisation with a service to which somebody can be referred. Made up. */
import type { Database } from '../../src/kit/db.ts';
import { newId, newReference } from '../../src/kit/ids.ts';
import { makeLink } from '../../src/referrals/actions/links.ts';

/** Adds an organisation with one service; `service` names further columns of it. Resolves to both ids. */
export async function addService(
  db: Database,
  given: { organisation?: string; name?: string; service?: Readonly<Record<string, unknown>> } = {},
): Promise<{ organisationId: string; serviceId: string }> {
  const { organisation = 'Salford Money Help', name = 'Debt advice', service = {} } = given;
  const [organisationId, serviceId] = [newId(), newId()];
  await db.query(`insert into organisation (id, name, description, doc) values ($1, $2, 'Made up', '{}')`, [
    organisationId,
    organisation,
  ]);
  const row = {
    ...{ id: serviceId, organisation_id: organisationId, name, description: 'Made up', status: 'active', doc: '{}' },
    ...service,
  };
  const columns = Object.keys(row);
  await db.query(
    `insert into service (${columns.join(', ')}) values (${columns.map((_, at) => `$${at + 1}`).join(', ')})`,
    Object.values(row),
  );
  return { organisationId, serviceId };
}

/** A case to be referred. */
export type Referred = { caseId: string; personId: string; programmeId: string };

/**
 * A referral that was sent with consent until the end of 2016, straight into the tables: `payload` is what was told. Further
 * columns of the referral by their names. Resolves to its id.
 */
export async function sentReferral(
  db: Database,
  of: Referred & { organisationId: string; serviceId: string },
  given: {
    payload?: Readonly<Record<string, string>>;
    /** What consent covers; the payload's items unless given. */
    items?: readonly string[];
    consent?: Readonly<Record<string, unknown>>;
    referral?: Readonly<Record<string, unknown>>;
  } = {},
): Promise<string> {
  const { caseId, personId, programmeId, organisationId, serviceId } = of;
  const { payload = { name: 'Maria Haworth', need: 'Debts' }, items = Object.keys(payload) } = given;
  const insert = async (table: string, row: Readonly<Record<string, unknown>>): Promise<void> => {
    const columns = Object.keys(row);
    await db.query(
      `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, at) => `$${at + 1}`).join(', ')})`,
      Object.values(row),
    );
  };
  const [id, consentId] = [newId(), newId()];
  const owner = { case_id: caseId, person_id: personId, programme_id: programmeId };
  const to = { organisation_id: organisationId, service_id: serviceId };
  await insert('sharing_consent', {
    ...{ id: consentId, ...owner, ...to, items, asked_items: items, how: 'in person', wording: 'Agreed' },
    ...{ given_on: '2016-03-01', ends_on: '2016-12-31' },
    ...given.consent,
  });
  await insert('referral', {
    ...{ id, reference: newReference('R'), kind: 'referral', ...owner, ...to, made_on: '2016-03-01', state: 'sent' },
    ...{ sent_on: '2016-03-30', owner_side: 'service', due_what: 'Say that it arrived', due_on: '2016-04-01' },
    ...given.referral,
  });
  await insert('referral_sent', {
    ...{ id: newId(), referral_id: id, consent_id: consentId, channel: 'link', items: Object.keys(payload) },
    ...{ payload: JSON.stringify(payload), digest: Buffer.alloc(32), sent_on: '2016-03-30' },
  });
  return id;
}

/**
 * A referral that was sent to the organisation of a service worker, of some attached case. Resolves to the address of a link to it,
 * for whoever has no account.
 */
export async function leaveServiceTraces(db: Database, now: Temporal.Instant): Promise<string> {
  const { rows } = await db.query(
    `select c.id as "caseId", c.person_id as "personId", c.programme_id as "programmeId", s.organisation_id as "organisationId",
       s.id as "serviceId"
     from membership m join service s on s.organisation_id = m.organisation_id, case_record c
     where m.role = 'service_worker' and c.status = 'attached' order by c.id limit 1`,
  );
  const referralId = await sentReferral(db, rows[0]);
  return `/answer/${await makeLink(db, { referralId, days: 28, now })}`;
}
