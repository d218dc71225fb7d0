/**
 * A second, independent rating by another worker. Until it is given, the first is shown to nobody but whoever gave it, or to
 * somebody who chooses to look and so can no longer be the second rater.
 */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { type AboutAnswers, aboutFrom, aboutToStore } from '../rules/about.ts';
import type { InstrumentDocument } from '../rules/document.ts';
import { type Answers, fromStored, toStored } from '../rules.ts';
import { lockAssessment } from '../store/assessments.ts';
import * as store from '../store/second.ts';
import type { CaseRef } from './assessments.ts';

/** A second rating. `ratedOn` is 'YYYY-MM-DD'. */
export type SecondRating = { authorId: string; ratedOn: string; answers: Answers; about: AboutAnswers };
/** A first rating, as far as showing it is concerned. */
export type FirstRating = { id: string; instrument: Pick<InstrumentDocument, 'secondRater'>; authorId: string | null };

/** The second rating of an assessment, or null. */
export async function secondOf(sql: Sql, caseId: string, assessmentId: string): Promise<SecondRating | null> {
  const [row] = await store.findSecond(sql, { assessmentId, caseId });
  if (row === undefined) return null;
  const { author_id: authorId, rated_on: ratedOn, answers, about } = row;
  return { authorId, ratedOn, answers: fromStored(answers), about: aboutFrom(about) };
}

/**
 * Which of a case's assessments are hidden from the actor: those of an instrument with a second rater, given by somebody else, as
 * long as the second rating is missing and the actor has not looked. One statement, and none where no such instrument is.
 */
export async function hiddenFrom(
  sql: Sql,
  actor: Actor,
  caseId: string,
  assessments: readonly FirstRating[],
): Promise<Set<string>> {
  // What came with an import has no author in Newel and was never a secret.
  const asked = assessments.filter(
    ({ instrument, authorId }) => instrument.secondRater === true && authorId !== null && authorId !== actor.userId,
  );
  if (asked.length === 0) return new Set();
  const open = new Set(
    (await store.openRatings(sql, { caseId, userId: actor.userId })).map((row) => row.assessment_id),
  );
  return new Set(asked.flatMap(({ id }) => (open.has(id) ? [] : [id])));
}

/** Shows a hidden rating to the actor from now on; they can then not be its second rater. */
export async function lookAt(db: Database, actor: Actor, assessmentId: string): Promise<void> {
  await store.insertLook(db, { assessmentId, userId: actor.userId });
}

/**
 * Keeps a second rating and appends 'assessment.rated_again'. 'not theirs' for whoever gave the first or has looked at it;
 * 'there' when somebody was quicker; 'gone' when the assessment is. Unless it is 'saved', nothing is written.
 */
export function rateSecond(
  db: Database,
  actor: Actor,
  of: CaseRef,
  given: { assessmentId: string; ratedOn: string; answers: Answers; about: AboutAnswers },
): Promise<'saved' | 'not theirs' | 'there' | 'gone'> {
  const { caseId, personId, programmeId } = of;
  const { assessmentId, ratedOn } = given;
  return transaction(db, async (tx) => {
    const [first] = await lockAssessment(tx, { id: assessmentId, caseId });
    if (first === undefined) return 'gone';
    const open = await store.openRatings(tx, { caseId, userId: actor.userId });
    const looked = open.some((row) => row.assessment_id === assessmentId && row.looked);
    if (looked || first.author_id === null || first.author_id === actor.userId) return 'not theirs';
    const answers = toStored(given.answers);
    const about = aboutToStore(given.about);
    const [saved] = await store.insertSecond(tx, {
      id: newId(),
      assessmentId,
      caseId,
      personId,
      authorId: actor.userId,
      ratedOn,
      answers: JSON.stringify(answers),
      about: JSON.stringify(about),
    });
    if (saved === undefined) return 'there';
    await recordEvent(tx, actor, {
      caseId,
      personId,
      programmeId,
      kind: 'assessment.rated_again',
      happenedOn: ratedOn,
      payload: { recordId: assessmentId, stage: first.stage, answers, about },
    });
    return 'saved';
  });
}

/** How far two workers agree on a question in a programme: pairs that both answered, and those that they answered alike. */
export type Agreement = { programmeId: string; key: string; pairs: number; same: number };

/** The agreement of second ratings with a version of an instrument, in these programmes (null for all). One statement. */
export async function agreementOf(
  sql: Sql,
  instrumentVersionId: string,
  programmeIds: string[] | null,
): Promise<Agreement[]> {
  const rows = await store.agreement(sql, { instrumentVersionId, programmeIds });
  return rows.map(({ programme_id: programmeId, key, pairs, same }) => ({ programmeId, key, pairs, same }));
}
