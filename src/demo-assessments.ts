import { membershipsOf, userByEmail } from './access/actions.ts';
import type { Actor, Role } from './access/rules/policy.ts';
import { makeAssessment } from './assessment/actions/assessments.ts';
import { beginDraft, draftsOf, findDraft, saveSection } from './assessment/actions/drafts.ts';
import { instrument } from './assessment/actions/instruments.ts';
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

/**
 * Assessments of a key worker's people in the demonstration that were begun and not finished: they count in no figure, so that the
 * pilot's stay as they are published. A second start changes nothing.
 */
export async function demoOpenAssessments(
  db: Database,
  given: { programmeId: string; email: string; key: string },
): Promise<void> {
  const { programmeId, email, key } = given;
  const user = await userByEmail(db, email);
  if (user === null) return;
  const roles = await membershipsOf(db, { userId: user.id });
  const memberships = roles.map((row) => ({
    role: row.role as Role,
    programmeId: row.programme_id,
    areaId: row.area_id,
    providerId: row.provider_id,
    staffId: row.staff_id,
  }));
  const staffId = memberships.find((member) => member.programmeId === programmeId)?.staffId;
  if (staffId == null) return;
  const actor: Actor = { userId: user.id, name: user.name, memberships, opened: [] };
  const { cases } = await programmeCases(db, actor, {
    programmeId,
    filter: { keyWorkerId: staffId, status: 'attached' },
    sort: 'referred',
    direction: 'descending',
    after: null,
    limit: 12,
  });
  const days = ['2016-03-10', '2016-03-22'] as const;
  for (const [index, parts] of begun.entries()) {
    const caseId = cases[9 + index]?.caseId;
    const head = caseId === undefined ? null : await findCase(db, caseId);
    if (head === null || (await draftsOf(db, head.caseId)).length > 0) continue;
    await demoOpenAssessment(db, actor, head, { key, stage: 'reassessment', on: days[index] ?? days[0], parts });
  }
}
