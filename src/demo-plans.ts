/** Plans for the demonstration: everybody attached in the team of its key worker gets one, in a few statements. */
import { staffOf } from './access/actions.ts';
import { type Actor, systemActor } from './access/rules/policy.ts';
import { programmeCases } from './cases/actions/lists.ts';
import { type CaseHead, findCase } from './cases/actions/record.ts';
import { type PlanStory, planStories } from './demo-plan-words.ts';
import { type DayNumber, formatDay, parseDay } from './kit/days.ts';
import { type Database, transaction } from './kit/db.ts';
import { importPlans, type PlanGiven, type StepGiven } from './plan/actions/import.ts';
import { planOf } from './plan/actions/plan.ts';
import type { Result } from './plan/rules/steps.ts';

/** As many as are worth looking at. */
const most = 120;
const resultOf: Record<'+' | '~' | '-', Result> = { '+': 'done', '~': 'tried', '-': 'missed' };

/** Gives the people of the key worker and of those beside them their plans; a second start changes nothing. */
export async function demoPlans(
  db: Database,
  programmeId: string,
  who: { code: string },
  today: Temporal.PlainDate,
): Promise<void> {
  const worker = (await staffOf(db, { programmeId })).find(({ code }) => code === who.code);
  if (worker === undefined) return;
  const place = { programmeId, areaId: null, providerId: null, staffId: null };
  const office: Actor = { ...systemActor, memberships: [{ role: 'programme_office', ...place }] };
  const heads: CaseHead[] = [];
  for (const filter of [{ keyWorkerId: worker.id, status: 'attached' as const }, { status: 'attached' as const }]) {
    const { cases } = await programmeCases(db, office, {
      programmeId,
      filter,
      sort: 'referred',
      direction: 'ascending',
      after: null,
      limit: most,
    });
    for (const { caseId } of cases) {
      if (heads.length >= most || heads.some((head) => head.caseId === caseId)) continue;
      const head = await findCase(db, caseId);
      if (head?.attachment?.on != null && head.sourceRef !== null) heads.push(head);
    }
  }
  heads.sort((a, b) => (String(a.sourceRef) < String(b.sourceRef) ? -1 : 1));
  const [first] = heads;
  if (first === undefined) return;
  const begun = await planOf(db, first.caseId);
  if (begun.goals.length > 0) return;
  const plans = heads.map((of, index) => ({
    of,
    plan: planFor(planStories[index % planStories.length] as PlanStory, String(of.attachment?.on), today.toString()),
  }));
  await transaction(db, (tx) => importPlans(tx, systemActor, plans));
}

/** A story told between the day of attachment and today. */
export function planFor(story: PlanStory, from: string, today: string): PlanGiven {
  const [start, now] = [parseDay(from) as DayNumber, parseDay(today) as DayNumber];
  const at = (part: number) => formatDay(start + Math.floor(Math.max(0, now - start) * part));
  const later = (days: number) => formatDay(now + days);
  const { hold, slip, promise } = story;
  const past = story.past.map(([group, size, words, ...tries], index): StepGiven => {
    const first = tries[0]?.[0] ?? 0;
    return {
      words,
      group,
      size,
      goal: index % 3 === 0 ? 1 : 0,
      agreedOn: at(Math.max(0, first - 0.04)),
      attempts: tries.map(([part, result]) => ({ on: at(part), result: resultOf[result] })),
    };
  });
  const next = story.next.map(
    ([group, size, words, days, owner = 'person', ownerName]): StepGiven => ({
      words,
      group,
      size,
      goal: 0,
      owner,
      ...(ownerName !== undefined && { ownerName }),
      agreedOn: at(0.94),
      ...(days !== null && { dueOn: later(days) }),
    }),
  );
  // A step that a set-back undid stands once: what is told as next is that step, open again.
  const undone = slip?.[3] === undefined ? undefined : past[slip[3]];
  const again = next.filter(({ words }) => words === undone?.words);
  if (undone !== undefined && again[0]?.dueOn !== undefined) undone.dueOn = again[0].dueOn;
  return {
    goals: [
      { words: story.goal, area: story.area, term: 'long', setOn: from },
      { words: story.soon, area: null, term: 'short', setOn: from },
    ],
    steps: [...past, ...next.filter((step) => !again.includes(step))],
    holds:
      hold === undefined
        ? []
        : [
            {
              kind: hold[2],
              words: hold[3],
              scope: 'everything else',
              startsOn: at(hold[0]),
              endsOn: hold[1] === null ? null : at(hold[1]),
            },
          ],
    setbacks:
      slip === undefined
        ? []
        : [{ words: slip[1], on: at(slip[0]), size: slip[2], ...(slip[3] !== undefined && { step: slip[3] }) }],
    promises:
      promise === undefined
        ? []
        : [
            {
              by: promise[0],
              words: promise[1],
              toWhom: 'the person',
              madeOn: at(0.9),
              dueOn: [later(promise[2]), at(0.9)].sort()[1] as string,
              state: promise[3],
              ...(promise[4] !== undefined && { byName: promise[4] }),
              ...(promise[3] === 'kept' && { stateOn: at(0.97) }),
            },
          ],
  };
}
