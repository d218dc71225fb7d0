/**
 * An assessment in the making. Each section is saved by itself, so that a meeting of an hour loses nothing; it becomes an
 * assessment when its author finishes it. A draft is its author's alone.
 */
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import type { Errors } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { aboutProblems, fromDraft, toDraft } from '../rules/entry.ts';
import type { Answer, Answers, InstrumentDocument } from '../rules.ts';
import * as store from '../store/drafts.ts';
import { type CaseRef, initialOn, makeAssessment } from './assessments.ts';
import { instrument, instrumentById } from './instruments.ts';

/** A draft. `answers` has no key for a question that was not reached; `saved` says how often each section was saved. */
export type Draft = {
  id: string;
  stage: string;
  assessedOn: string;
  answers: Answers;
  saved: Readonly<Record<string, number>>;
  version: number;
  instrumentVersionId: string;
  instrument: InstrumentDocument;
};

type CaseOfDraft = CaseRef & { referredOn: string | null };
type About = { stage: string; assessedOn: string };

/** The drafts that the actor has begun in a case, oldest first. */
export async function draftsOf(sql: Sql, actor: Actor, caseId: string): Promise<Draft[]> {
  const drafts: Draft[] = [];
  for (const row of await store.draftsOf(sql, { caseId, authorId: actor.userId }))
    drafts.push(await toDraftOf(sql, row));
  return drafts;
}

/** A draft of the actor in this case, or null. */
export async function findDraft(sql: Sql, actor: Actor, caseId: string, id: string): Promise<Draft | null> {
  const [row] = await store.findDraft(sql, { caseId, id, authorId: actor.userId });
  return row === undefined ? null : toDraftOf(sql, row);
}

/** Begins a draft. Refused for a date before the referral, a second initial assessment, or an instrument that is not loaded. */
export async function beginDraft(
  db: Database,
  actor: Actor,
  of: CaseOfDraft,
  about: About & { key: string; version: number },
): Promise<{ id: string } | { errors: Errors }> {
  const errors = await problemsOf(db, of, about);
  if (Object.keys(errors).length > 0) return { errors };
  const loaded = await instrument(db, about.key, about.version);
  if (loaded === null)
    return { errors: { stage: 'The questions of this assessment are not loaded. Tell your administrator' } };
  const id = newId();
  const { stage, assessedOn } = about;
  const { caseId, personId } = of;
  const draft = { id, caseId, personId, authorId: actor.userId, instrumentVersionId: loaded.id, stage, assessedOn };
  await store.insertDraft(db, draft);
  return { id };
}

const problemsOf = async (sql: Sql, { caseId, referredOn }: CaseOfDraft, about: About): Promise<Errors> =>
  aboutProblems(about, { referredOn, initialOn: await initialOn(sql, caseId) });

/** Changes the stage and the date of a draft that still has the version given. */
export async function changeAbout(
  db: Database,
  actor: Actor,
  of: CaseOfDraft,
  change: About & { id: string; version: number },
): Promise<'saved' | 'stale' | { errors: Errors }> {
  const errors = await problemsOf(db, of, change);
  if (Object.keys(errors).length > 0) return { errors };
  const { id, version, stage, assessedOn } = change;
  const where = { id, caseId: of.caseId, authorId: actor.userId };
  const [saved] = await store.saveAbout(db, { ...where, version, stage, assessedOn });
  return saved === undefined ? 'stale' : 'saved';
}

/** Saves a section of a draft that was saved `times` times before; 'stale' when another tab saved it since. */
export async function saveSection(
  db: Database,
  actor: Actor,
  caseId: string,
  given: {
    id: string;
    section: InstrumentDocument['sections'][number];
    times: number;
    answers: Record<string, Answer>;
  },
): Promise<'saved' | 'stale'> {
  const [saved] = await store.saveSection(db, {
    id: given.id,
    caseId,
    authorId: actor.userId,
    section: given.section.key,
    times: given.times,
    keys: given.section.questions.map((question) => question.key),
    answers: JSON.stringify(toDraft(given.answers)),
  });
  return saved === undefined ? 'stale' : 'saved';
}

/** Throws a draft away. */
export async function dropDraft(db: Database, actor: Actor, caseId: string, id: string): Promise<void> {
  await store.takeDraft(db, { id, caseId, authorId: actor.userId });
}

/**
 * Makes the draft an assessment, with its event, and removes the draft: all or nothing. Sent twice, it is finished once
 * ('gone'). Refused when the stage or the date came to be wrong since it was begun.
 */
export async function finishDraft(
  db: Database,
  actor: Actor,
  of: CaseOfDraft,
  id: string,
  stageWords: (stage: string) => string,
): Promise<{ id: string } | { errors: Errors } | 'gone'> {
  const { caseId, personId, programmeId } = of;
  const draft = await findDraft(db, actor, caseId, id);
  if (draft === null) return 'gone';
  const errors = await problemsOf(db, of, draft);
  if (!Object.values(draft.answers).some((answer) => answer.state !== 'not asked'))
    errors.answers = 'Answer at least one question before you finish';
  if (Object.keys(errors).length > 0) return { errors };
  return transaction(db, async (tx) => {
    const [row] = await store.takeDraft(tx, { id, caseId, authorId: actor.userId });
    if (row === undefined) return 'gone';
    const { instrumentVersionId, instrument: document, stage, assessedOn, answers } = await toDraftOf(tx, row);
    const made = {
      instrumentVersionId,
      instrument: document,
      stage,
      stageWords: stageWords(stage),
      assessedOn,
      answers,
    };
    return { id: await makeAssessment(tx, actor, { caseId, personId, programmeId }, made) };
  });
}

async function toDraftOf(sql: Sql, row: store.DraftRow): Promise<Draft> {
  const loaded = await instrumentById(sql, row.instrument_version_id);
  if (loaded === null) throw new Error('NEWEL_INSTRUMENT: a draft names an instrument that is not there');
  return {
    id: row.id,
    stage: row.stage,
    assessedOn: row.assessed_on,
    answers: fromDraft(row.answers),
    saved: row.saved,
    version: row.version,
    instrumentVersionId: row.instrument_version_id,
    instrument: loaded.document,
  };
}
