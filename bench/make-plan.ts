/** The plans and meetings of the scratch database. All of the same shape, on days counted back from today. */
import { type DayNumber, formatDay } from '../src/kit/days.ts';
import { newId } from '../src/kit/ids.ts';

/** Columns of the tables that a plan fills, as COPY takes them. */
export const planColumns = {
  goal: 'id, case_id, person_id, words, area, term, state, state_on, set_on, position',
  step: 'id, case_id, person_id, goal_id, step_group, words, owner, staff_id, size, due_on, position, state, state_on, agreed_on',
  step_attempt: 'id, step_id, case_id, person_id, tried_on, result, easy, recorded_by, recorded_at',
  promise: 'id, case_id, person_id, promised_by, staff_id, words, to_whom, made_on, due_on, state, state_on',
  meeting:
    'id, case_id, person_id, draft_id, held_on, starts_at, minutes, mode, attendance, note, next_on, next_at, next_mode, author_id',
} as const;

type Value = string | number | boolean | null;
type Planned = { caseId: string; personId: string; staffId: string; userId: string; steps: number; today: DayNumber };

/** Steps of a long plan: the one whose page is measured. */
export const longPlan = 40;
const shortPlan = 6;

/**
 * What the case of a number is measured by. Of the open cases, which are every tenth, one in four has a long plan; of the
 * others, half are written to by the autosave and half by meetings.
 */
export function planFor(number: number): { steps: number; writes: 'draft' | 'meeting' | null } {
  if (number % 40 === 0) return { steps: longPlan, writes: null };
  return { steps: shortPlan, writes: number % 40 === 10 ? 'draft' : number % 40 === 30 ? 'meeting' : null };
}

const goals = ['A flat of my own', 'Look after the children without help', 'A job outdoors, with people'];
const groups = ['survival', 'wellbeing', 'employment'] as const;
const doing = ['Ring', 'Visit', 'Write to', 'Fill in the form of', 'Ask for a date from'];
const whom = [
  'the housing office',
  'the doctor',
  'the college',
  'the bank',
  'the club',
  'the driving school',
  'the nursery',
  'the old employer',
];

/** The words of a step: no other step of the plan has the same. */
export const stepWords = (at: number): string => `${doing[at % doing.length]} ${whom[Math.floor(at / doing.length)]}`;

/** The rows of one plan: three goals, steps of which four in five are done, their attempts, two promises, one meeting. */
export function planOf(planned: Planned): { [table in keyof typeof planColumns]: Value[][] } {
  const { caseId, personId, staffId, userId, steps, today } = planned;
  const day = (before: number) => formatDay((today - before) as DayNumber);
  // Ids in order: what is of the same day stands in the order of its ids, and every plan has the same shape.
  const ids = Array.from({ length: 2 * steps + 10 }, newId).sort();
  const nextId = () => ids.pop() as string;
  const goalIds = goals.map(nextId);
  const step: Value[][] = [];
  const attempts: Value[][] = [];
  for (let at = 0; at < steps; at++) {
    const id = nextId();
    const done = at < steps * 0.8;
    const on = day(38 - Math.floor((37 * at) / steps));
    // The last steps have their days before, on and after today.
    const due = day(Math.round(steps * 0.9) - at);
    const owner = at % 10 === 9 ? 'worker' : 'person';
    // biome-ignore format: one line for each row
    step.push([id, caseId, personId, goalIds[at % goals.length] as string, groups[at % 3] as string, stepWords(at), owner, owner === 'worker' ? staffId : null, 1 + (at % 3), due, at, done ? 'done' : 'open', done ? on : day(39), day(39)]);
    if (done) attempts.push([nextId(), id, caseId, personId, on, 'done', at % 2 === 0, userId, `${on} 14:05:00+00`]);
  }
  return {
    goal: goals.map((words, at) => [
      goalIds[at] as string,
      caseId,
      personId,
      words,
      null,
      at === 2 ? 'long' : 'short',
      'open',
      day(39),
      day(39),
      at,
    ]),
    step,
    step_attempt: attempts,
    // biome-ignore format: one line for each row
    promise: [
      [nextId(), caseId, personId, 'worker', staffId, 'Send the letter about the fare', 'them', day(20), day(10), 'kept', day(11)],
      [nextId(), caseId, personId, 'person', null, 'Bring the rent book', 'the key worker', day(6), day(-8), 'open', day(6)],
    ],
    // biome-ignore format: one line for each row
    meeting: [[nextId(), caseId, personId, nextId(), day(14), '10:00', 40, 'in_person', 'attended', 'Went through the post together.', day(-3), '10:30', 'phone', userId]],
  };
}
