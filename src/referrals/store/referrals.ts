/** Referrals as every action of this room reads them, and how they are written. */
import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import { casePlacesPart } from '../../cases/actions/parts.ts';
import { type ServicePart, servicesPart, termNames } from '../../directory/actions/parts.ts';
import { queryBuilder, run, type Sql, statement } from '../../kit/db.ts';
import { areaNames } from '../../programmes/actions/parts.ts';
import type { ChangeSince } from '../rules/soft-outcomes.ts';
import type { Tables } from '../tables.ts';

/**
 * A referral: the columns of its table, what its service (that was meant, as it stands now) asks of whoever refers, and what the
 * policy asks of its case. Days are
 * 'YYYY-MM-DD', moments as PostgreSQL writes them.
 */
export type ReferralRow = Omit<ServicePart, 'service_id' | 'organisation_id'> & {
  id: string;
  reference: string;
  kind: 'enquiry' | 'signpost' | 'referral';
  case_id: string;
  person_id: string;
  programme_id: string;
  area_id: string | null;
  area_name: string | null;
  service_id: string;
  organisation_id: string | null;
  actual_service_id: string | null;
  actual_service_name: string | null;
  parent_id: string | null;
  made_by_side: 'worker' | 'service';
  need: string | null;
  need_name: string | null;
  mode: string | null;
  why: string[];
  why_words: string | null;
  directive_id: string | null;
  override_reason: string | null;
  exception_reason: string | null;
  undisclosed: boolean;
  made_by: string | null;
  made_by_name: string | null;
  made_as: string | null;
  made_on: string;
  /** A state of rules/states.ts, of its kind. */
  state: string;
  reason: string | null;
  reason_words: string | null;
  paperwork: 'none' | 'sent' | 'received' | 'lost' | 'complete';
  paperwork_on: string | null;
  payment: 'not applicable' | 'waiting' | 'triggered' | 'late';
  who_contacts: string | null;
  contact_by: string | null;
  contacted_on: string | null;
  sent_on: string | null;
  received_on: string | null;
  decided_on: string | null;
  expected_start: string | null;
  queue_at: string | null;
  place_offered_on: string | null;
  started_on: string | null;
  expected_end: string | null;
  ended_on: string | null;
  end_kind: string | null;
  end_confidence: ChangeSince | null;
  end_wellbeing: ChangeSince | null;
  outcome: string | null;
  next_step: string | null;
  service_worker: string | null;
  last_contact_on: string | null;
  owner_side: 'worker' | 'service' | 'person' | 'manager';
  owner_id: string | null;
  owner_name: string | null;
  due_what: string | null;
  due_on: string | null;
  limit_on: string | null;
  limit_reason: string | null;
  code: string | null;
  asked_again_on: string | null;
  open: boolean;
  version: number;
  created_at: string;
  // Of the case, for the policy (`factsOfCase`) and for the way to it.
  case_area_id: string | null;
  provider_id: string | null;
  key_worker_id: string | null;
  restricted: boolean;
  case_reference: string;
  case_status: string;
};

const rows = sql`select r.id, r.reference, r.kind, r.case_id, r.person_id, r.programme_id, r.area_id, n.area_name, r.service_id,
    r.organisation_id, r.actual_service_id, x.service_name as actual_service_name, r.parent_id, r.made_by_side, r.need,
    t.term_name as need_name, r.mode, r.why, r.why_words, r.directive_id, r.override_reason, r.exception_reason, r.undisclosed,
    r.made_by, m.user_name as made_by_name, r.made_as, r.made_on, r.state, r.reason, r.reason_words, r.paperwork, r.paperwork_on,
    r.payment, r.who_contacts, r.contact_by, r.contacted_on, r.sent_on, r.received_on, r.decided_on, r.expected_start, r.queue_at,
    r.place_offered_on, r.started_on, r.expected_end, r.ended_on, r.end_kind, r.end_confidence, r.end_wellbeing, r.outcome, r.next_step, r.service_worker,
    r.last_contact_on, r.owner_side, r.owner_id, w.user_name as owner_name, r.due_what, r.due_on, r.limit_on, r.limit_reason, r.code,
    r.asked_again_on, r.open, r.version, r.created_at,
    s.service_name, s.organisation_name, s.service_status, s.verified, s.referable, s.modes, s.refused_channels, s.booked_by,
    s.form_name, s.asks, s.approvals, s.call_first, s.contact_email, s.contact_phone, s.refer_note, s.payment_form, s.payment_role,
    s.feedback_weeks, s.feedback_at_end, s.typical_weeks, s.closed_from, s.closed_to, s.last_referral_on, s.funded_until, s.contract, s.contract_from,
    c.area_id as case_area_id, c.provider_id, c.key_worker_id, c.restricted, c.case_reference, c.case_status
  from referral r
  join ${servicesPart} s on s.service_id = r.service_id
  join ${casePlacesPart} c on c.case_id = r.case_id
  left join ${servicesPart} x on x.service_id = r.actual_service_id
  left join ${areaNames} n on n.area_id = r.area_id
  left join ${termNames} t on t.term_id = r.need
  left join ${userNamesPart} m on m.user_id = r.made_by
  left join ${userNamesPart} w on w.user_id = r.owner_id`;

const find = statement('referrals.find', (p: { id: string }) => sql<ReferralRow>`${rows} where r.id = ${p.id}`);
const lock = statement(
  'referrals.lock',
  (p: { id: string }) => sql<ReferralRow>`${rows} where r.id = ${p.id} for update of r`,
);

/** A referral, an enquiry or a signpost by id, or null. */
export async function findReferral(sql: Sql, id: string): Promise<ReferralRow | null> {
  return (await find(sql, { id }))[0] ?? null;
}

/** The same, held until the transaction ends: nobody else moves it meanwhile. */
export async function lockReferral(tx: Sql, id: string): Promise<ReferralRow | null> {
  return (await lock(tx, { id }))[0] ?? null;
}

/** All of a case, the latest first; with enquiries and signposts. */
export const referralsOfCase = statement(
  'referrals.ofCase',
  (p: { caseId: string }) => sql<ReferralRow>`
    ${rows} where r.case_id = ${p.caseId} order by r.open desc, r.made_on desc, r.id desc limit 200`,
);

const q = queryBuilder<Tables>();
type Columns = Omit<
  {
    [K in keyof Tables['referral']]: K extends keyof ReferralRow ? ReferralRow[K] : never;
  },
  'version' | 'created_at' | 'open'
> & { open: boolean };

/** The columns that a referral begins with; those left out are empty. */
export type NewReferral = Partial<Columns> &
  Pick<
    Columns,
    | 'id'
    | 'reference'
    | 'kind'
    | 'case_id'
    | 'person_id'
    | 'programme_id'
    | 'service_id'
    | 'made_on'
    | 'state'
    | 'owner_side'
  >;

/** Writes a new referral. */
export async function insertReferral(tx: Sql, values: NewReferral): Promise<void> {
  await run(tx, q.insertInto('referral').values(values));
}

/** The columns of a referral that a move may change. */
export type ReferralChange = Partial<
  Omit<Columns, 'id' | 'reference' | 'kind' | 'case_id' | 'person_id' | 'programme_id' | 'made_on' | 'code'>
>;

/** Changes a referral that is held (`lockReferral`), and counts its version up. */
export async function updateReferral(tx: Sql, id: string, change: ReferralChange): Promise<void> {
  await run(
    tx,
    q
      .updateTable('referral')
      .set({ ...change, version: sql`version + 1` } as never)
      .where('id', '=', id),
  );
}

/** Holds the numbering of a programme's signposts until the transaction ends. */
export const lockCodes = statement(
  'referrals.lockCodes',
  (p: { programmeId: string }) =>
    sql`select pg_advisory_xact_lock(hashtextextended('signpost ' || ${p.programmeId}, 0))`,
);

/** The highest number of a signpost of a programme. Longer ones are higher. */
export const lastCode = statement(
  'referrals.lastCode',
  (p: { programmeId: string }) => sql<{ code: string }>`
    select code from referral where programme_id = ${p.programmeId} and code is not null
    order by substring(code from '[0-9]+$')::bigint desc limit 1`,
);

/** Referrals that are open, or left something to do, become those of the user who takes over the case. */
export const passOn = statement(
  'referrals.passOn',
  (p: { rows: string }) => sql<{ id: string }>`
    update referral r set owner_id = t.to_user
    from jsonb_to_recordset(${p.rows}::jsonb) as t(case_id uuid, to_user uuid)
    where r.case_id = t.case_id and (r.open or r.due_on is not null) and r.owner_id is distinct from t.to_user returning r.id`,
);
