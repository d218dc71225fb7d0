import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { Deciding, ScreeningMode, ScreeningResult } from '../rules/screening.ts';

/** A screening. Moments are as PostgreSQL writes them. */
export type ScreeningRow = {
  id: string;
  series_id: string;
  version: number;
  mode: ScreeningMode;
  asked_at: string;
  entered_at: string | null;
  answers: Record<string, string>;
  conditions: string[];
  other_conditions: string[];
  result: ScreeningResult | null;
  deciding: Deciding[] | null;
  judgement: ScreeningResult | null;
  judgement_words: string | null;
  final: ScreeningResult | null;
  override_words: string | null;
  override_by: string | null;
  seconded_by: string | null;
  seconded_at: string | null;
  state: 'draft' | 'done' | 'override_asked';
  row_version: number;
  created_by: string | null;
};

const columns = sql.raw(
  `id, series_id, version, mode, asked_at, entered_at, answers, conditions, other_conditions, result, deciding, judgement, judgement_words,
  final, override_words, override_by, seconded_by, seconded_at, state, row_version, created_by`,
);

/** The screenings of a case: drafts first, then what was finished. */
export const screeningsOfCase = statement(
  'interviews.screeningsOfCase',
  (p: { caseId: string }) => sql<ScreeningRow>`
    select ${columns} from screening where case_id = ${p.caseId} order by state = 'draft' desc, id desc limit 20`,
);

export const findScreening = statement(
  'interviews.findScreening',
  (p: { caseId: string; id: string }) => sql<ScreeningRow>`
    select ${columns} from screening where id = ${p.id} and case_id = ${p.caseId}`,
);

export const insertScreening = statement(
  'interviews.insertScreening',
  (p: {
    id: string;
    seriesId: string;
    caseId: string;
    personId: string;
    version: number;
    mode: string;
    askedAt: string;
    by: string | null;
  }) => sql`
    insert into screening (id, series_id, case_id, person_id, version, mode, asked_at, created_by)
    values (${p.id}, ${p.seriesId}, ${p.caseId}, ${p.personId}, ${p.version}, ${p.mode}, ${p.askedAt}::timestamptz, ${p.by})`,
);

/** Saves a draft half-way. No row when another tab saved since, or it is finished. */
export const saveScreening = statement(
  'interviews.saveScreening',
  (p: {
    id: string;
    rowVersion: number;
    mode: string;
    askedAt: string;
    answers: string;
    conditions: readonly string[];
    others: readonly string[];
    judgement: string | null;
    judgementWords: string | null;
  }) => sql<{ row_version: number }>`
    update screening set mode = ${p.mode}, asked_at = ${p.askedAt}::timestamptz, answers = ${p.answers}::jsonb,
      conditions = ${p.conditions}::text[], other_conditions = ${p.others}::text[], judgement = ${p.judgement},
      judgement_words = ${p.judgementWords}, row_version = row_version + 1
    where id = ${p.id} and row_version = ${p.rowVersion} and state = 'draft' returning row_version`,
);

/** Finishes a draft with its result. */
export const finishScreening = statement(
  'interviews.finishScreening',
  (p: { id: string; result: string; deciding: string; enteredAt: string }) => sql<{ id: string }>`
    update screening set state = 'done', result = ${p.result}, final = ${p.result}, deciding = ${p.deciding}::jsonb,
      entered_at = ${p.enteredAt}::timestamptz, row_version = row_version + 1
    where id = ${p.id} and state = 'draft' returning id`,
);

/** Asks for the opposite of the result, with the reason. */
export const askOverride = statement(
  'interviews.askOverride',
  (p: { id: string; rowVersion: number; words: string; by: string | null }) => sql<{ id: string }>`
    update screening set state = 'override_asked', override_words = ${p.words}, override_by = ${p.by}, row_version = row_version + 1
    where id = ${p.id} and row_version = ${p.rowVersion} and state = 'done' and override_words is null returning id`,
);

/** A second person agrees (`final` is the opposite of the result) or does not (it is the result). */
export const secondOverride = statement(
  'interviews.secondOverride',
  (p: { id: string; rowVersion: number; final: string; by: string | null; at: string }) => sql<{ id: string }>`
    update screening set state = 'done', final = ${p.final}, seconded_by = ${p.by}, seconded_at = ${p.at}::timestamptz,
      row_version = row_version + 1
    where id = ${p.id} and row_version = ${p.rowVersion} and state = 'override_asked' returning id`,
);
