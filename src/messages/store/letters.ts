import { sql } from 'kysely';
import { casePlaces } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { peopleReach, type ReachPart } from '../../people/actions/parts.ts';

export type BatchRow = {
  id: string;
  programme_id: string;
  letters: number;
  made_at: string;
  posted_on: string | null;
};
const columns = sql.raw('id, programme_id, letters, made_at, posted_on');

/** A letter that waits, with how the person is reached now. */
export type WaitingLetter = Omit<ReachPart, 'person_id'> & {
  id: string;
  reminder: boolean;
  status: string;
};

/** Letters of a programme that wait, the oldest first; they are locked until the batch is made. */
export const waitingLetters = statement(
  'messages.waitingLetters',
  (p: { programmeId: string; limit: number }) => sql<WaitingLetter>`
    select m.id, m.reminder, c.status, w.given_name, w.family_name, w.phone, w.email, w.address, w.locality, w.postcode,
      w.preferred_contact, w.contact_rules, w.first_language, w.interpreter
    from message m join ${casePlaces} c on c.case_id = m.case_id join ${peopleReach} w on w.person_id = m.person_id
    where m.programme_id = ${p.programmeId} and m.state = 'queued' and m.channel = 'letter'
    order by m.id limit ${p.limit}::int for update of m skip locked`,
);

/** How many letters wait, by programme. */
export const lettersWaiting = statement(
  'messages.lettersWaiting',
  (p: { programmeIds: readonly string[] }) => sql<{ programme_id: string; count: number }>`
    select programme_id, count(*)::int as count from message
    where programme_id = any(${p.programmeIds}::uuid[]) and state = 'queued' and channel = 'letter' group by programme_id`,
);

export const insertBatch = statement(
  'messages.insertBatch',
  (p: { id: string; programmeId: string; letters: number; madeBy: string | null; now: string }) => sql`
    insert into letter_batch (id, programme_id, letters, made_by, made_at)
    values (${p.id}, ${p.programmeId}, ${p.letters}, ${p.madeBy}, ${p.now}::timestamptz)`,
);

/** Puts letters into a batch with the addresses that they go to. */
export const printLetters = statement(
  'messages.printLetters',
  (p: { batchId: string; ids: readonly string[]; addresses: readonly string[]; now: string }) => sql`
    update message m set state = 'printed', batch_id = ${p.batchId}, sent_to = g.address, state_at = ${p.now}::timestamptz, reason = null
    from unnest(${p.ids}::uuid[], ${p.addresses}::text[]) as g(id, address) where m.id = g.id`,
);

/** Letters that may not go any more. */
export const stopLetters = statement(
  'messages.stopLetters',
  (p: { ids: readonly string[]; reason: string; now: string }) => sql`
    update message set state = 'stopped', reason = ${p.reason}, state_at = ${p.now}::timestamptz where id = any(${p.ids}::uuid[])`,
);

export const findBatch = statement(
  'messages.findBatch',
  (p: { id: string }) => sql<BatchRow>`select ${columns} from letter_batch where id = ${p.id}`,
);

/** The newest batches of programmes. */
export const batchesOf = statement(
  'messages.batchesOf',
  (p: { programmeIds: readonly string[]; limit: number }) => sql<BatchRow>`
    select ${columns} from letter_batch where programme_id = any(${p.programmeIds}::uuid[]) order by id desc limit ${p.limit}::int`,
);

/** A letter as it is printed. */
export type LetterRow = {
  id: string;
  case_id: string;
  reference: string;
  kind: string;
  language: string;
  sent_to: string;
  subject: string | null;
  body: string;
  queued_at: string;
};

export const lettersOf = statement(
  'messages.lettersOf',
  (p: { batchId: string }) => sql<LetterRow>`
    select m.id, m.case_id, c.reference, m.kind, m.language, m.sent_to, m.subject, m.body, m.queued_at
    from message m join ${casePlaces} c on c.case_id = m.case_id where m.batch_id = ${p.batchId} order by m.id`,
);

/** Marks a batch as posted; no row when it was before. */
export const postBatch = statement(
  'messages.postBatch',
  (p: { id: string; on: string; by: string | null }) => sql<{ id: string }>`
    update letter_batch set posted_on = ${p.on}, posted_by = ${p.by} where id = ${p.id} and posted_on is null returning id`,
);

export const postLetters = statement(
  'messages.postLetters',
  (p: { batchId: string; now: string }) => sql<{
    id: string;
    programme_id: string;
    case_id: string;
    person_id: string;
    kind: string;
    subject: string | null;
    body: string;
  }>`
    update message set state = 'posted', state_at = ${p.now}::timestamptz where batch_id = ${p.batchId} and state = 'printed'
    returning id, programme_id, case_id, person_id, kind, subject, body`,
);
