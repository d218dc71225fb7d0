import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { type Errors, type Answer as FormAnswer, answerText as formText, type Question } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { type AboutAnswers, aboutFrom, aboutToStore } from '../rules/about.ts';
import { aboutProblems, answerChanges } from '../rules/entry.ts';
import { type Answers, fromStored, type InstrumentDocument, issuesOf, severeCount, toStored } from '../rules.ts';
import * as store from '../store/assessments.ts';
import { findWithdrawn, withdraw } from '../store/case.ts';
import { instrumentById } from './instruments.ts';

/** The case that an assessment belongs to. Whether the actor may is asked where the request comes in. */
export type CaseRef = { caseId: string; personId: string; programmeId: string };
/** An assessment as it is kept. `assessedOn` is 'YYYY-MM-DD'; null came with an import. */
export type Assessment = {
  id: string;
  stage: string;
  assessedOn: string | null;
  answers: Answers;
  about: AboutAnswers;
  instrument: InstrumentDocument;
  /** Some issues rated again in a meeting, and nothing more. */
  partial: boolean;
  /** The user who made it; null for an import. */
  authorId: string | null;
  version: number;
};
/** What came of a change. Unless it is 'saved', nothing was written and there is no event. */
export type Saved =
  | { outcome: 'saved'; id: string }
  | { outcome: 'unchanged'; id: string }
  | { outcome: 'refused'; errors: Errors }
  | { outcome: 'stale'; saved: Assessment }
  | { outcome: 'gone' };

/** How many assessments a page of the list holds. */
export const ASSESSMENTS_A_PAGE = 20;

/** A page (from 1) of a case's assessments, newest first, and how many there are in all. */
export async function assessmentsOf(
  sql: Sql,
  caseId: string,
  page: number,
): Promise<{ assessments: Assessment[]; total: number }> {
  const limit = ASSESSMENTS_A_PAGE;
  const rows = await store.assessmentsOfCase(sql, { caseId, limit, offset: (page - 1) * limit });
  const assessments: Assessment[] = [];
  for (const row of rows) assessments.push(await toAssessment(sql, row));
  return { assessments, total: rows[0]?.total ?? 0 };
}

/** An assessment of this case, or null. */
export async function findAssessment(sql: Sql, caseId: string, id: string): Promise<Assessment | null> {
  const [row] = await store.findAssessment(sql, { caseId, id });
  return row === undefined ? null : toAssessment(sql, row);
}

/** The day of the dated initial assessment with an instrument that counts, leaving out the one given; null without one. */
export async function initialOn(
  sql: Sql,
  caseId: string,
  key: string,
  except: string | null = null,
): Promise<string | null> {
  return (await store.findInitial(sql, { caseId, key, except }))[0]?.assessed_on ?? null;
}

/**
 * Keeps an assessment and appends 'assessment.made' on its day, inside the caller's transaction. Resolves to its id.
 * `partial` is given when only a few issues were rated again: each with the rating before and after, for the timeline.
 */
export async function makeAssessment(
  tx: Tx,
  actor: Actor,
  of: CaseRef,
  made: {
    instrumentVersionId: string;
    instrument: InstrumentDocument;
    stage: string;
    stageWords: string;
    assessedOn: string;
    answers: Answers;
    about?: AboutAnswers;
    partial?: readonly { asked: string; before: number; after: number }[];
  },
): Promise<string> {
  const id = newId();
  const { instrumentVersionId, instrument, stage, stageWords, assessedOn, answers, partial } = made;
  const about = aboutToStore(made.about ?? {});
  const stored = toStored(answers);
  await store.insertAssessment(tx, {
    id,
    caseId: of.caseId,
    personId: of.personId,
    instrumentVersionId,
    stage,
    assessedOn,
    answers: JSON.stringify(stored),
    about: JSON.stringify(about),
    partial: partial !== undefined,
    authorId: actor.userId,
  });
  await recordEvent(tx, actor, {
    ...of,
    kind: 'assessment.made',
    happenedOn: assessedOn,
    payload: {
      recordId: id,
      stage,
      stageWords,
      assessedOn,
      instrument: { key: instrument.key, version: instrument.version },
      answers: stored,
      about,
      ...(partial === undefined ? summaryOf(instrument, answers) : { rated: partial }),
    },
  });
  return id;
}

/**
 * Takes an assessment back, inside the caller's transaction: it is kept, and is in no list, comparison or report any more.
 * Appends 'assessment.withdrawn' with the reason. False when it is not there, was taken back before, or has no longer the version
 * that is given; then nothing was written.
 */
export async function withdrawAssessment(
  tx: Tx,
  actor: Actor,
  of: CaseRef,
  given: { id: string; why: string; today: string; version?: number },
): Promise<boolean> {
  const { caseId, personId, programmeId } = of;
  const [row] = await withdraw(tx, { id: given.id, caseId, why: given.why, version: given.version ?? null });
  if (row === undefined) return false;
  await recordEvent(tx, actor, {
    caseId,
    personId,
    programmeId,
    kind: 'assessment.withdrawn',
    happenedOn: row.assessed_on ?? given.today,
    payload: { recordId: row.id, stage: row.stage, partial: row.partial, why: given.why, answers: row.answers },
  });
  return true;
}

/** When (a moment) and why an assessment of this case was taken back, or null when it was not. */
export async function withdrawnOf(sql: Sql, caseId: string, id: string): Promise<{ at: string; why: string } | null> {
  const [row] = await findWithdrawn(sql, { caseId, id });
  return row === undefined ? null : { at: row.withdrawn_at, why: row.withdrawn_why };
}

/** What the timeline says of an assessment: questions answered, issues that are severe, and how many issues there are. */
function summaryOf(instrument: InstrumentDocument, answers: Answers) {
  return {
    answered: Object.values(answers).filter((answer) => answer.state === 'answered').length,
    severe: severeCount(instrument, answers),
    issues: issuesOf(instrument).length,
  };
}

/** Corrects an assessment that still has the version given and appends 'assessment.corrected', which keeps it as it was. */
export function correctAssessment(
  db: Database,
  actor: Actor,
  of: CaseRef & { referredOn: string | null },
  change: {
    id: string;
    version: number;
    stage: string;
    assessedOn: string | null;
    answers: Answers;
    about: AboutAnswers;
  },
  words: { about: readonly Question[]; stage: string },
  today: string,
): Promise<Saved> {
  const { id, version, stage, assessedOn, answers } = change;
  const about = aboutToStore(change.about);
  const { caseId, personId, programmeId, referredOn } = of;
  return transaction(db, async (tx) => {
    const [row] = await store.lockAssessment(tx, { id, caseId });
    if (row === undefined) return { outcome: 'gone' };
    const stood = await toAssessment(tx, row);
    if (stood.version !== version) return { outcome: 'stale', saved: stood };
    const known = { referredOn, initialOn: await initialOn(tx, caseId, stood.instrument.key, id) };
    const errors = aboutProblems({ stage, assessedOn }, known, stood);
    if (Object.keys(errors).length > 0) return { outcome: 'refused', errors };
    const before = { stage: stood.stage, assessedOn: stood.assessedOn };
    const changes = [
      ...aboutChanges(words.about, before, { stage, assessedOn }),
      ...answerChanges(stood.instrument, stood, { answers, about }),
    ];
    if (changes.length === 0) return { outcome: 'unchanged', id };
    const stored = toStored(answers);
    await store.updateAssessment(tx, {
      id,
      caseId,
      version,
      stage,
      assessedOn,
      answers: JSON.stringify(stored),
      about: JSON.stringify(about),
    });
    await recordEvent(tx, actor, {
      caseId,
      personId,
      programmeId,
      kind: 'assessment.corrected',
      happenedOn: assessedOn ?? stood.assessedOn ?? today,
      payload: {
        recordId: id,
        stageWords: words.stage,
        changes,
        before: { ...before, answers: toStored(stood.answers), about: stood.about },
        after: { stage, assessedOn, answers: stored, about },
        ...summaryOf(stood.instrument, answers),
      },
    });
    return { outcome: 'saved', id };
  });
}

const ASKED: Readonly<Record<string, string>> = { stage: 'Assessment', assessedOn: 'Date' };

function aboutChanges(
  questions: readonly Question[],
  before: Record<string, FormAnswer>,
  after: Record<string, FormAnswer>,
) {
  return questions
    .filter(({ name }) => before[name] !== after[name])
    .map((question) => ({
      field: question.name,
      asked: ASKED[question.name] ?? question.label,
      before: formText(question, before[question.name]),
      after: formText(question, after[question.name]),
    }));
}

async function toAssessment(sql: Sql, row: store.AssessmentRow): Promise<Assessment> {
  const instrument = await instrumentById(sql, row.instrument_version_id);
  if (instrument === null) throw new Error('NEWEL_INSTRUMENT: an assessment names an instrument that is not there');
  return {
    id: row.id,
    stage: row.stage,
    assessedOn: row.assessed_on,
    answers: fromStored(row.answers),
    about: aboutFrom(row.about),
    instrument: instrument.document,
    partial: row.partial,
    authorId: row.author_id,
    version: row.version,
  };
}
