import { membershipsOf, userByEmail } from './access/actions.ts';
import type { Actor, Role } from './access/rules/policy.ts';
import { assessmentsOf, makeAssessment } from './assessment/actions/assessments.ts';
import { beginDraft, draftsOf, findDraft, saveSection } from './assessment/actions/drafts.ts';
import { instrument } from './assessment/actions/instruments.ts';
import { rateSecond } from './assessment/actions/second.ts';
import type { Answer } from './assessment/rules.ts';
import { programmeCases } from './cases/actions/lists.ts';
import { type CaseHead, documentOf, findCase } from './cases/actions/record.ts';
import { type Database, transaction } from './kit/db.ts';

/** Answers of the demonstration, by question key: a rating, a code, words, yes or no, or 'declined'. */
export type DemoAnswers = Readonly<Record<string, number | string | boolean | { state: 'declined' | 'not asked' }>>;

const toAnswers = (given: DemoAnswers): Record<string, Answer> =>
  Object.fromEntries(
    Object.entries(given).map(([key, value]) => [
      key,
      typeof value === 'object' ? value : ({ state: 'answered', value } as const),
    ]),
  );

/** The instrument that a programme uses under a key on a day, or null when it does not. */
function usedIn(head: CaseHead, key: string, on: string) {
  return documentOf(head, on)?.instruments.find((one) => one.key === key) ?? null;
}

/**
 * Makes an assessment of somebody in the demonstration with one of their programme's instruments. Does nothing when the programme
 * does not use the instrument at that stage.
 */
export async function demoAssessment(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { key: string; stage: string; on: string; answers: DemoAnswers },
): Promise<void> {
  const used = usedIn(head, given.key, given.on);
  const stage = used?.stages.find(({ code }) => code === given.stage);
  const loaded = used === null ? null : await instrument(db, used.key, used.version);
  if (stage === undefined || loaded === null) return;
  await transaction(db, (tx) =>
    makeAssessment(
      tx,
      actor,
      { caseId: head.caseId, personId: head.personId, programmeId: head.programmeId },
      {
        instrumentVersionId: loaded.id,
        instrument: loaded.document,
        stage: stage.code,
        stageWords: stage.label,
        assessedOn: given.on,
        answers: toAnswers(given.answers),
      },
    ),
  );
}

/** Begins an assessment of somebody in the demonstration and saves the parts that are given, by section key. */
export async function demoOpenAssessment(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: { key: string; stage: string; on: string; parts: Readonly<Record<string, DemoAnswers>> },
): Promise<void> {
  const used = usedIn(head, given.key, given.on);
  if (used === null) return;
  const about = { key: used.key, version: used.version, stage: given.stage, assessedOn: given.on };
  const begun = await beginDraft(db, actor, head, about);
  const draft = 'id' in begun ? await findDraft(db, actor, head.caseId, begun.id) : null;
  for (const section of draft?.instrument.sections ?? []) {
    const answers = given.parts[section.key];
    if (draft === null || answers === undefined) continue;
    await saveSection(db, actor, head.caseId, {
      id: draft.id,
      section,
      times: 0,
      answers: toAnswers(answers),
      about: {},
    });
  }
}

/** What was asked so far in the demonstration's open assessments: some parts, some questions, somebody who would rather not say. */
const begun: readonly Readonly<Record<string, DemoAnswers>>[] = [
  {
    presenting_issues: {
      issue_debt_finances: 3,
      issue_housing: 2,
      issue_mental_health: 4,
      issue_convictions: { state: 'declined' },
      issue_bereavement: { state: 'not asked' },
    },
  },
  { work: { confidence_in_work_success: 4, believes_can_find_work: true } },
];

/** A user of the demonstration as they would sign in, and the member of staff that they are in a programme; null when not there. */
async function userOf(
  db: Database,
  programmeId: string,
  email: string,
): Promise<{ actor: Actor; staffId: string | null } | null> {
  const user = await userByEmail(db, email);
  if (user === null) return null;
  const roles = await membershipsOf(db, { userId: user.id });
  const memberships = roles.map((row) => ({
    role: row.role as Role,
    programmeId: row.programme_id,
    areaId: row.area_id,
    providerId: row.provider_id,
    staffId: row.staff_id,
  }));
  const staffId = memberships.find((member) => member.programmeId === programmeId)?.staffId ?? null;
  return { actor: { userId: user.id, name: user.name, memberships, opened: [] }, staffId };
}

/** The key worker with their attached people, the newest referral first, as many as asked for. */
async function caseloadOf(db: Database, given: { programmeId: string; email: string }, limit: number) {
  const { programmeId, email } = given;
  const user = await userOf(db, programmeId, email);
  if (user === null || user.staffId === null) return null;
  const { actor, staffId } = user;
  const { cases } = await programmeCases(db, actor, {
    programmeId,
    filter: { keyWorkerId: staffId, status: 'attached' },
    sort: 'referred',
    direction: 'descending',
    after: null,
    limit,
  });
  return { actor, cases };
}

/**
 * Assessments of a key worker's people in the demonstration that were begun and not finished: they count in no figure, so that the
 * pilot's stay as they are published. A second start changes nothing.
 */
export async function demoOpenAssessments(
  db: Database,
  given: { programmeId: string; email: string; key: string },
): Promise<void> {
  const { key } = given;
  const load = await caseloadOf(db, given, 12);
  if (load === null) return;
  const { actor, cases } = load;
  const days = ['2016-03-10', '2016-03-22'] as const;
  for (const [index, parts] of begun.entries()) {
    const caseId = cases[9 + index]?.caseId;
    const head = caseId === undefined ? null : await findCase(db, caseId);
    if (head === null || (await draftsOf(db, head.caseId)).length > 0) continue;
    await demoOpenAssessment(db, actor, head, { key, stage: 'reassessment', on: days[index] ?? days[0], parts });
  }
}

/** What was measured in the demonstration beside the assessment: who (by place in the caseload), when, with which answers. */
const measured: readonly { at: number; key: string; stage: string; on: string; answers: DemoAnswers }[] = [
  {
    ...{ at: 12, key: 'progress-measure', stage: 'initial', on: '2015-09-08' },
    answers: {
      ability_confidence: 1,
      ability_circumstances: 2,
      ability_goals: 1,
      ability_searching: 2,
      need_housing: 'unmet',
    },
  },
  {
    ...{ at: 12, key: 'progress-measure', stage: 'reassessment', on: '2015-12-15' },
    answers: {
      ability_confidence: 3,
      ability_circumstances: 1,
      ability_goals: 2,
      ability_searching: 3,
      need_housing: 'partly',
    },
  },
  {
    ...{ at: 12, key: 'progress-measure', stage: 'reassessment', on: '2016-03-08' },
    answers: {
      ability_confidence: 4,
      ability_circumstances: 3,
      ability_goals: 3,
      ability_presenting: 2,
      need_housing: 'met',
    },
  },
  {
    ...{ at: 13, key: 'ons4', stage: 'wellbeing', on: '2015-10-06' },
    answers: {
      wellbeing_life_satisfaction: 3,
      wellbeing_worthwhile: 4,
      wellbeing_happiness: 2,
      wellbeing_anxiety: 8,
    },
  },
  {
    ...{ at: 13, key: 'ons4', stage: 'wellbeing', on: '2016-02-23' },
    answers: {
      wellbeing_life_satisfaction: 5,
      wellbeing_worthwhile: 6,
      wellbeing_happiness: 5,
      wellbeing_anxiety: { state: 'declined' },
    },
  },
  {
    ...{ at: 14, key: 'distance-a-d', stage: 'distance', on: '2016-03-01' },
    answers: {
      distance_point: 'b',
      distance_help: 'yes',
      distance_ready: 'not_ready',
      distance_evidence: 'Came to both appointments in February and took the number of the advice service.',
      distance_own_view: 'b',
    },
  },
  {
    ...{ at: 15, key: 'distance-a-d', stage: 'distance', on: '2016-03-15' },
    answers: {
      distance_point: 'c',
      distance_help: 'yes',
      distance_ready: 'considering',
      distance_evidence: 'Asked what a CV looks like today.',
      distance_own_view: 'd',
    },
  },
];

/** What the manager found of the first distance, a week later and without knowing the key worker's. */
const second: DemoAnswers = {
  distance_point: 'c',
  distance_help: 'yes',
  distance_ready: 'not_ready',
  distance_evidence: 'Talked about a friend’s job in a warehouse, and asked how to apply.',
};

/**
 * Measures beside the assessment in the demonstration: progress and wellbeing more than once, a progress measure that is half done,
 * a distance from work that a second worker rated too, and one that waits for that. None of them has presenting issues, so no figure
 * of a report changes. A second start changes nothing.
 */
export async function demoMeasures(
  db: Database,
  given: { programmeId: string; email: string; manager: string },
): Promise<void> {
  const load = await caseloadOf(db, given, 17);
  const rater = await userOf(db, given.programmeId, given.manager);
  if (load === null || rater === null) return;
  const { actor, cases } = load;
  const headAt = async (at: number) => {
    const caseId = cases[at]?.caseId;
    return caseId === undefined ? null : findCase(db, caseId);
  };
  for (const { at, key, stage, on, answers } of measured) {
    const head = await headAt(at);
    if (head === null || head.referredOn === null || head.referredOn > on) continue;
    const there = (await assessmentsOf(db, head.caseId, 1)).assessments;
    if (there.some(({ instrument: of, assessedOn }) => of.key === key && assessedOn === on)) continue;
    await demoAssessment(db, actor, head, { key, stage, on, answers });
    if (at !== 14) continue;
    const first = (await assessmentsOf(db, head.caseId, 1)).assessments.find(({ instrument: of }) => of.key === key);
    if (first === undefined) continue;
    const rated = { assessmentId: first.id, ratedOn: '2016-03-08', answers: toAnswers(second), about: {} };
    await rateSecond(db, rater.actor, head, rated);
  }
  const head = await headAt(16);
  if (head === null || (await draftsOf(db, head.caseId)).length > 0) return;
  await demoOpenAssessment(db, actor, head, {
    ...{ key: 'progress-measure', stage: 'initial', on: '2016-03-24' },
    parts: { job_seeking: { ability_confidence: 2, ability_goals: 3, ability_staying: { state: 'not asked' } } },
  });
}
