import { sql } from 'kysely';
import { queryBuilder, statement } from '../../kit/db.ts';
import type { Tables } from '../tables.ts';

const q = queryBuilder<Tables>();

export type AttemptRow = {
  id: string;
  tried_on: string;
  way: string;
  result: string;
  note: string | null;
  tried_by: string | null;
  version: number;
};

/** The attempts to reach a person, the newest first. */
export const attemptsOf = statement(
  'cases.attemptsOf',
  (p: { caseId: string; limit: number }) => sql<AttemptRow>`
    select id, tried_on, way, result, note, tried_by, version from contact_attempt
    where case_id = ${p.caseId} order by tried_on desc, id desc limit ${p.limit}::int`,
);

export const findAttempt = statement(
  'cases.findAttempt',
  (p: { caseId: string; id: string }) => sql<AttemptRow>`
    select id, tried_on, way, result, note, tried_by, version from contact_attempt where case_id = ${p.caseId} and id = ${p.id}`,
);

export type AttemptFields = { triedOn: string; way: string; result: string; note: string | null };

export const insertAttempt = statement(
  'cases.insertAttempt',
  (p: { id: string; caseId: string; personId: string; triedBy: string | null } & AttemptFields) =>
    q.insertInto('contact_attempt').values({
      id: p.id,
      case_id: p.caseId,
      person_id: p.personId,
      tried_on: p.triedOn,
      way: p.way,
      result: p.result,
      note: p.note,
      tried_by: p.triedBy,
    }),
);

export const updateAttempt = statement(
  'cases.updateAttempt',
  (p: { id: string; version: number } & AttemptFields) => sql<{ id: string }>`
    update contact_attempt set tried_on = ${p.triedOn}, way = ${p.way}, result = ${p.result}, note = ${p.note}, version = version + 1
    where id = ${p.id} and version = ${p.version} returning id`,
);

export type HandoverRow = {
  id: string;
  meets_on: string;
  meets_at: string | null;
  place: string | null;
  with_whom: string;
  state: string;
  passed_on: string | null;
  version: number;
};

const handover = sql`id, meets_on, meets_at, place, with_whom, state, passed_on, version`;

/** The warm handovers of a case, the newest first. */
export const handoversOf = statement(
  'cases.handoversOf',
  (p: { caseId: string; limit: number }) => sql<HandoverRow>`
    select ${handover} from warm_handover where case_id = ${p.caseId} order by meets_on desc, id desc limit ${p.limit}::int`,
);

export const findHandover = statement(
  'cases.findHandover',
  (p: { caseId: string; id: string }) => sql<HandoverRow>`
    select ${handover} from warm_handover where case_id = ${p.caseId} and id = ${p.id}`,
);

export type HandoverFields = {
  meetsOn: string;
  meetsAt: string | null;
  place: string | null;
  withWhom: string;
  state: string;
  passedOn: string | null;
};

export const insertHandover = statement(
  'cases.insertHandover',
  (p: { id: string; caseId: string; personId: string } & HandoverFields) =>
    q.insertInto('warm_handover').values({
      id: p.id,
      case_id: p.caseId,
      person_id: p.personId,
      meets_on: p.meetsOn,
      meets_at: p.meetsAt,
      place: p.place,
      with_whom: p.withWhom,
      state: p.state,
      passed_on: p.passedOn,
    }),
);

export const updateHandover = statement(
  'cases.updateHandover',
  (p: { id: string; version: number } & HandoverFields) => sql<{ id: string }>`
    update warm_handover set meets_on = ${p.meetsOn}, meets_at = ${p.meetsAt}, place = ${p.place}, with_whom = ${p.withWhom},
      state = ${p.state}, passed_on = ${p.passedOn}, version = version + 1
    where id = ${p.id} and version = ${p.version} returning id`,
);

/** Sets the day of the first meeting. */
export const setFirstMet = statement(
  'cases.setFirstMet',
  (p: { caseId: string; firstMetOn: string }) => sql`
    update case_record set first_met_on = ${p.firstMetOn} where id = ${p.caseId}`,
);

/** Sets it where none is known yet, and raises the version so that whoever has the case open is told. */
export const addFirstMet = statement(
  'cases.addFirstMet',
  (p: { caseId: string; firstMetOn: string }) => sql<{ id: string }>`
    update case_record set first_met_on = ${p.firstMetOn}, version = version + 1, updated_at = now()
    where id = ${p.caseId} and first_met_on is null returning id`,
);
