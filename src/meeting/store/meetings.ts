import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import type { Meeting } from '../rules/meeting.ts';

/** A thing that a meeting made, as it is kept. */
export type MadeRow = { part: string; ref: string; words: string; href?: string; undone?: string };

/** A meeting as it stands in the table. Times are 'HH:MM'. */
export type MeetingRow = {
  id: string;
  held_on: string;
  starts_at: string | null;
  minutes: number | null;
  mode: Meeting['mode'];
  attendance: Meeting['attendance'];
  reason: string | null;
  note: string | null;
  next_on: string | null;
  next_at: string | null;
  next_mode: Meeting['nextMode'];
  author_id: string | null;
  author_name: string | null;
  made: MadeRow[];
  undone_at: string | null;
  version: number;
  created_at: string;
  has_private: boolean;
};

const columns = sql`m.id, m.held_on, to_char(m.starts_at, 'HH24:MI') as starts_at, m.minutes, m.mode, m.attendance, m.reason, m.note,
  m.next_on, to_char(m.next_at, 'HH24:MI') as next_at, m.next_mode, m.author_id, u.user_name as author_name, m.made, m.undone_at, m.version, m.created_at,
  exists (select from meeting_private h where h.meeting_id = m.id) as has_private`;

export const insertMeeting = statement(
  'meeting.insertMeeting',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    draftId: string;
    heldOn: string;
    startsAt: string | null;
    minutes: number | null;
    mode: string;
    attendance: string;
    reason: string | null;
    note: string | null;
    nextOn: string | null;
    nextAt: string | null;
    nextMode: string | null;
    authorId: string | null;
    at: string;
  }) => sql<{ id: string }>`
    insert into meeting (id, case_id, person_id, draft_id, held_on, starts_at, minutes, mode, attendance, reason, note, next_on, next_at, next_mode, author_id, created_at)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.draftId}, ${p.heldOn}, ${p.startsAt}, ${p.minutes}, ${p.mode}, ${p.attendance},
      ${p.reason}, ${p.note}, ${p.nextOn}, ${p.nextAt}, ${p.nextMode}, ${p.authorId}, ${p.at})
    on conflict (draft_id) do nothing returning id`,
);

/** The meeting that a draft became, if it did. */
export const meetingOfDraft = statement(
  'meeting.meetingOfDraft',
  (p: { caseId: string; draftId: string }) => sql<{ id: string }>`
    select id from meeting where draft_id = ${p.draftId} and case_id = ${p.caseId}`,
);

export const insertPrivate = statement(
  'meeting.insertPrivate',
  (p: { meetingId: string; caseId: string; personId: string; authorId: string | null; body: string }) => sql`
    insert into meeting_private (meeting_id, case_id, person_id, author_id, body)
    values (${p.meetingId}, ${p.caseId}, ${p.personId}, ${p.authorId}, ${p.body})`,
);

export const findPrivate = statement(
  'meeting.findPrivate',
  (p: { caseId: string; meetingId: string }) => sql<{ body: string; author_id: string | null }>`
    select body, author_id from meeting_private where meeting_id = ${p.meetingId} and case_id = ${p.caseId}`,
);

export const removePrivate = statement(
  'meeting.removePrivate',
  (p: { meetingId: string }) => sql`delete from meeting_private where meeting_id = ${p.meetingId}`,
);

export const setMade = statement(
  'meeting.setMade',
  (p: { id: string; made: string }) => sql`update meeting set made = ${p.made} where id = ${p.id}`,
);

export const findMeeting = statement(
  'meeting.findMeeting',
  (p: { caseId: string; id: string }) => sql<MeetingRow>`
    select ${columns} from meeting m left join ${userNamesPart} u on u.user_id = m.author_id where m.id = ${p.id} and m.case_id = ${p.caseId}`,
);

export const lockMeeting = statement(
  'meeting.lockMeeting',
  (p: { caseId: string; id: string }) => sql<MeetingRow>`
    select ${columns} from meeting m left join ${userNamesPart} u on u.user_id = m.author_id
    where m.id = ${p.id} and m.case_id = ${p.caseId} for update of m`,
);

/** Meetings of a case, the latest first; one more than fits says whether there are older ones. */
export const meetingsOfCase = statement(
  'meeting.meetingsOfCase',
  (p: { caseId: string; beforeDay: string; beforeId: string; limit: number }) => sql<MeetingRow>`
    select ${columns} from meeting m left join ${userNamesPart} u on u.user_id = m.author_id
    where m.case_id = ${p.caseId} and m.undone_at is null and (m.held_on, m.id) < (${p.beforeDay}::date, ${p.beforeId}::uuid)
    order by m.held_on desc, m.id desc limit ${p.limit}::int`,
);

export const updateMeeting = statement(
  'meeting.updateMeeting',
  (p: {
    id: string;
    version: number;
    heldOn: string;
    startsAt: string | null;
    minutes: number | null;
    mode: string;
    attendance: string;
    reason: string | null;
    note: string | null;
  }) => sql<{ version: number }>`
    update meeting set held_on = ${p.heldOn}, starts_at = ${p.startsAt}, minutes = ${p.minutes}, mode = ${p.mode}, attendance = ${p.attendance},
      reason = ${p.reason}, note = ${p.note}, version = version + 1
    where id = ${p.id} and version = ${p.version} and undone_at is null returning version`,
);

export const undoMeeting = statement(
  'meeting.undoMeeting',
  (p: { id: string; at: string }) =>
    sql`update meeting set undone_at = ${p.at}, version = version + 1 where id = ${p.id}`,
);

/** The next meeting of each of these cases that lies on a day or after it, the earliest one. */
export const nextMeetings = statement(
  'meeting.nextMeetings',
  (p: { caseIds: readonly string[]; today: string }) => sql<{
    case_id: string;
    next_on: string;
    next_at: string | null;
    next_mode: Meeting['nextMode'];
  }>`
    select n.case_id, n.next_on, to_char(n.next_at, 'HH24:MI') as next_at, n.next_mode
    from unnest(${p.caseIds}::uuid[]) as c(id) cross join lateral (
      select m.case_id, m.next_on, m.next_at, m.next_mode from meeting m
      where m.case_id = c.id and m.undone_at is null order by m.held_on desc, m.id desc limit 1) n
    where n.next_on >= ${p.today}::date`,
);
