/**
 * An assessment that is open: it takes weeks, and each section is saved by itself. It belongs to the case, so that whoever
 * covers or takes over goes on with it and nobody is asked twice; every section says who saved it last. Only where a second
 * worker rates independently is it its author's alone.
 */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import type { Errors } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { type AboutAnswers, aboutFrom, aboutToStore } from '../rules/about.ts';
import type { Section } from '../rules/document.ts';
import { aboutProblems, fromDraft, toDraft } from '../rules/entry.ts';
import type { Answer, Answers, InstrumentDocument } from '../rules.ts';
import * as store from '../store/drafts.ts';
import { type CaseRef, initialOn, makeAssessment } from './assessments.ts';
import { instrument, instrumentById } from './instruments.ts';

/**
 * An open assessment. `answers` has no key for a question that was not reached; `saved` says how often each section was saved,
 * `savedBy` by which user last and when.
 */
export type Draft = {
  id: string;
  authorId: string;
  stage: string;
  assessedOn: string;
  answers: Answers;
  about: AboutAnswers;
  saved: Readonly<Record<string, number>>;
  savedBy: Readonly<Record<string, { by: string; at: string }>>;
  version: number;
  touchedAt: string;
  instrumentVersionId: string;
  instrument: InstrumentDocument;
};

type CaseOfDraft = CaseRef & { referredOn: string | null };
type About = { stage: string; assessedOn: string };

/** The open assessments of a case, oldest first. */
export async function draftsOf(sql: Sql, caseId: string): Promise<Draft[]> {
  const drafts: Draft[] = [];
  for (const row of await store.draftsOfCase(sql, { caseId })) drafts.push(await toDraftOf(sql, row));
  return drafts;
}

/** Whether the actor may go on with an open assessment of a case in which they may record. */
export const isOpenTo = (actor: Actor, { instrument: { secondRater }, authorId }: Draft): boolean =>
  secondRater !== true || authorId === actor.userId;

/** An open assessment of this case, or null: not there, or another rater's. */
export async function findDraft(sql: Sql, actor: Actor, caseId: string, id: string): Promise<Draft | null> {
  const [row] = await store.findDraft(sql, { caseId, id });
  const draft = row === undefined ? null : await toDraftOf(sql, row);
  return draft !== null && isOpenTo(actor, draft) ? draft : null;
}

/** Begins an assessment. Refused for a date before the referral, a second initial one, or an instrument that is not loaded. */
export async function beginDraft(
  db: Database,
  actor: Actor,
  of: CaseOfDraft,
  about: About & { key: string; version: number },
): Promise<{ id: string } | { errors: Errors }> {
  const errors = await problemsOf(db, of, about, about.key);
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

const problemsOf = async (sql: Sql, { caseId, referredOn }: CaseOfDraft, about: About, key: string): Promise<Errors> =>
  aboutProblems(about, { referredOn, initialOn: await initialOn(sql, caseId, key) });

/** Changes the stage and the date of an open assessment that still has the version given. */
export async function changeAbout(
  db: Database,
  of: CaseOfDraft,
  draft: Draft,
  change: About & { version: number },
): Promise<'saved' | 'stale' | { errors: Errors }> {
  const errors = await problemsOf(db, of, change, draft.instrument.key);
  if (Object.keys(errors).length > 0) return { errors };
  const { version, stage, assessedOn } = change;
  const [saved] = await store.saveAbout(db, { id: draft.id, caseId: of.caseId, version, stage, assessedOn });
  return saved === undefined ? 'stale' : 'saved';
}

/** Saves a section that was saved `times` times before; 'stale' when another tab or worker saved it since. */
export async function saveSection(
  db: Database,
  actor: Actor,
  caseId: string,
  given: { id: string; section: Section; times: number; answers: Record<string, Answer>; about: AboutAnswers },
): Promise<'saved' | 'stale'> {
  const [saved] = await store.saveSection(db, {
    id: given.id,
    caseId,
    by: actor.userId,
    section: given.section.key,
    times: given.times,
    keys: given.section.questions.map((question) => question.key),
    answers: JSON.stringify(toDraft(given.answers)),
    about: JSON.stringify(aboutToStore(given.about)),
  });
  return saved === undefined ? 'stale' : 'saved';
}

/** Throws an open assessment away and appends 'assessment.dropped', which keeps what it held. False when it is gone already. */
export function dropDraft(db: Database, actor: Actor, of: CaseRef, id: string, today: string): Promise<boolean> {
  const { caseId, personId, programmeId } = of;
  return transaction(db, async (tx) => {
    const [row] = await store.takeDraft(tx, { id, caseId });
    if (row === undefined) return false;
    await recordEvent(tx, actor, {
      caseId,
      personId,
      programmeId,
      kind: 'assessment.dropped',
      happenedOn: today,
      payload: {
        recordId: id,
        stage: row.stage,
        assessedOn: row.assessed_on,
        answers: row.answers,
        about: row.about,
        answered: Object.values(fromDraft(row.answers)).filter(({ state }) => state === 'answered').length,
      },
    });
    return true;
  });
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
  stageWords: (draft: { stage: string; instrument: InstrumentDocument }) => string,
): Promise<{ id: string } | { errors: Errors } | 'gone'> {
  const { caseId, personId, programmeId } = of;
  const draft = await findDraft(db, actor, caseId, id);
  if (draft === null) return 'gone';
  const errors = await problemsOf(db, of, draft, draft.instrument.key);
  if (!Object.values(draft.answers).some((answer) => answer.state !== 'not asked'))
    errors.answers = 'Answer at least one question before you finish';
  if (Object.keys(errors).length > 0) return { errors };
  return transaction(db, async (tx) => {
    const [row] = await store.takeDraft(tx, { id, caseId });
    if (row === undefined) return 'gone';
    const { instrumentVersionId, instrument: document, stage, assessedOn, answers, about } = await toDraftOf(tx, row);
    const made = {
      instrumentVersionId,
      instrument: document,
      stage,
      stageWords: stageWords({ stage, instrument: document }),
      assessedOn,
      answers,
      about,
    };
    return { id: await makeAssessment(tx, actor, { caseId, personId, programmeId }, made) };
  });
}

async function toDraftOf(sql: Sql, row: store.DraftRow): Promise<Draft> {
  const loaded = await instrumentById(sql, row.instrument_version_id);
  if (loaded === null) throw new Error('NEWEL_INSTRUMENT: a draft names an instrument that is not there');
  return {
    id: row.id,
    authorId: row.author_id,
    stage: row.stage,
    assessedOn: row.assessed_on,
    answers: fromDraft(row.answers),
    about: aboutFrom(row.about),
    saved: row.saved,
    savedBy: row.saved_by,
    version: row.version,
    touchedAt: row.updated_at,
    instrumentVersionId: row.instrument_version_id,
    instrument: loaded.document,
  };
}
