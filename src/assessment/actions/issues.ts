/**
 * What other rooms ask of assessments: the issues that somebody named, and rating a few of them again in a meeting. The
 * meeting's page shows `issuesFor`; what was tapped goes to `changeIssues` inside the meeting's own transaction.
 */
import type { Actor } from '../../access/rules/policy.ts';
import { showDay } from '../../kit/clock.ts';
import type { Sql, Tx } from '../../kit/db.ts';
import type { Errors } from '../../kit/form.ts';
import { aboutFrom } from '../rules/about.ts';
import type { Answer } from '../rules/answers.ts';
import type { Direction, Source } from '../rules/document.ts';
import { isIssue, isSevere } from '../rules/severity.ts';
import { type Past, type Standing, standingOf } from '../rules/standing.ts';
import { fromStored } from '../rules.ts';
import * as store from '../store/case.ts';
import { type CaseRef, makeAssessment } from './assessments.ts';
import { instrumentById } from './instruments.ts';

/**
 * A scale that was rated at least once, with its latest rating. 'issue' can be severe and lower is better; 'measure' is any other
 * scale (confidence, wellbeing). Days are 'YYYY-MM-DD'; null is not known.
 */
export type Issue = {
  key: string;
  kind: 'issue' | 'measure';
  label: string;
  /** The words that were asked last. */
  words: string;
  min: number;
  max: number;
  anchors: readonly { value: number; label: string }[];
  direction: Direction;
  severeFrom: number | null;
  rating: number;
  ratedOn: string | null;
  severe: boolean;
  /** The rating before the latest, or null when it was rated once. */
  before: { rating: number; ratedOn: string | null } | null;
  by: Source | null;
  note: string | null;
  /** The day on which it was first told of; null for a measure and for what was never rated above the least. */
  disclosedOn: string | null;
  assessmentId: string;
  instrument: { id: string; key: string; version: number };
};

/** An assessment of a case, looked back on. `authorId` is null for an import. */
export type PastOfCase = Past & { stage: string; partial: boolean; authorId: string | null };

/** Every assessment of a case that stands, the earliest first. One statement, and the instruments from memory. */
export async function pastOf(sql: Sql, caseId: string): Promise<PastOfCase[]> {
  const past: PastOfCase[] = [];
  for (const row of await store.pastOfCase(sql, { caseId })) {
    const loaded = await instrumentById(sql, row.instrument_version_id);
    if (loaded === null) throw new Error('NEWEL_INSTRUMENT: an assessment names an instrument that is not there');
    past.push({
      id: row.id,
      assessedOn: row.assessed_on,
      stage: row.stage,
      partial: row.partial,
      authorId: row.author_id,
      instrumentVersionId: row.instrument_version_id,
      instrument: loaded.document,
      answers: fromStored(row.answers),
      about: aboutFrom(row.about),
    });
  }
  return past;
}

/**
 * The presenting issues that somebody named (rated above the least at any time) and the other scales that they rated, each
 * with its latest rating: issues first, the worst first; what is no issue any more stands after those that are. Empty without
 * any assessment. Scales of an instrument that a second worker rates are left out, so that nobody's rating is seen before
 * they have given their own.
 */
export async function issuesFor(sql: Sql, caseId: string): Promise<Issue[]> {
  const past = (await pastOf(sql, caseId)).filter(({ instrument }) => instrument.secondRater !== true);
  return standingOf(past)
    .filter(({ now, disclosedOn }) => !isIssue(now.asked) || disclosedOn !== null || now.rating > now.asked.min)
    .map(toIssue)
    .sort((a, b) => rank(a) - rank(b) || (a.kind === 'issue' ? b.rating - a.rating : 0));
}

const rank = ({ kind }: Issue): number => (kind === 'issue' ? 0 : 1);

function toIssue({ key, now, before, disclosedOn }: Standing): Issue {
  const { asked, rating, on, about } = now;
  const { id, instrument, instrumentVersionId } = now.in;
  return {
    key,
    kind: isIssue(asked) ? 'issue' : 'measure',
    label: asked.label,
    words: asked.words,
    min: asked.min,
    max: asked.max,
    anchors: asked.anchors,
    direction: asked.direction,
    severeFrom: asked.severeFrom ?? null,
    rating,
    ratedOn: on,
    severe: isIssue(asked) && isSevere(rating, asked.severeFrom),
    before: before && { rating: before.rating, ratedOn: before.on },
    by: about.by ?? null,
    note: about.note ?? null,
    disclosedOn,
    assessmentId: id,
    instrument: { id: instrumentVersionId, key: instrument.key, version: instrument.version },
  };
}

/** A new rating of an issue of `issuesFor`, as somebody gave it today. `by` is left out when nobody said whose view it is. */
export type IssueChange = { key: string; rating: number; by?: Source; note?: string };

/**
 * Keeps new ratings of a few issues, inside the caller's transaction, as a reassessment that holds these answers alone (marked
 * partial, so that it states nothing of what was not asked and is no reassessment that was due). The words are those asked
 * last, which the meeting showed. Appends 'assessment.made' for each instrument that the issues come from, mostly one.
 * Resolves to the ids, or to what is wrong by issue key ('changes' for an issue that was never rated, 'on' for
 * the day); then nothing was written. `on` is the day of the meeting.
 */
export async function changeIssues(
  tx: Tx,
  actor: Actor,
  of: CaseRef & { referredOn: string | null },
  given: { on: string; changes: readonly IssueChange[] },
): Promise<{ assessmentIds: string[] } | { errors: Errors }> {
  const issues = new Map((await issuesFor(tx, of.caseId)).map((issue) => [issue.key, issue]));
  const errors: Errors = {};
  const groups = new Map<string, { issue: Issue; change: IssueChange }[]>();
  for (const change of given.changes) {
    const issue = issues.get(change.key);
    const wrong = issue && problemOf(issue, change);
    // Not by its key: a form may send anything for one.
    if (issue === undefined) errors.changes = 'One of these was not rated before. Rate it in an assessment first';
    else if (wrong) errors[change.key] = wrong;
    else groups.set(issue.instrument.id, [...(groups.get(issue.instrument.id) ?? []), { issue, change }]);
  }
  if (of.referredOn !== null && given.on < of.referredOn)
    errors.on = `The day must be on or after the day of referral, ${showDay(of.referredOn)}`;
  if (Object.keys(errors).length > 0) return { errors };
  const { caseId, personId, programmeId } = of;
  const assessmentIds: string[] = [];
  for (const [instrumentVersionId, group] of groups) {
    const loaded = await instrumentById(tx, instrumentVersionId);
    if (loaded === null) throw new Error('NEWEL_INSTRUMENT: an issue names an instrument that is not there');
    const answers: Record<string, Answer> = {};
    const about: Record<string, { by?: Source; note?: string }> = {};
    for (const { change } of group) {
      answers[change.key] = { state: 'answered', value: change.rating };
      about[change.key] = { ...(change.by && { by: change.by }), ...(change.note && { note: change.note }) };
    }
    const id = await makeAssessment(
      tx,
      actor,
      { caseId, personId, programmeId },
      {
        instrumentVersionId,
        instrument: loaded.document,
        stage: 'reassessment',
        stageWords: 'Issues rated again',
        assessedOn: given.on,
        answers,
        about,
        partial: group.map(({ issue, change }) => ({ asked: issue.label, before: issue.rating, after: change.rating })),
      },
    );
    assessmentIds.push(id);
  }
  return { assessmentIds };
}

function problemOf(issue: Issue, { rating, note }: IssueChange): string | null {
  if (!Number.isInteger(rating) || rating < issue.min || rating > issue.max)
    return `${issue.label}: choose a rating from ${issue.min} to ${issue.max}`;
  return (note?.length ?? 0) > 1000 ? `${issue.label}: use 1,000 characters or fewer in the note` : null;
}
