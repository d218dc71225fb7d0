/** What a step is: its groups, owners and sizes, its states and what leads from one to another. Pure. Days are 'YYYY-MM-DD'. */

export const groups = ['survival', 'wellbeing', 'employment'] as const;
/** Survival comes before wellbeing, wellbeing before employment, though no order is imposed. */
export type Group = (typeof groups)[number];
export const groupText: Record<Group, { text: string; hint: string }> = {
  survival: { text: 'Survival', hint: 'A safe home, food, health, staying off drink or drugs' },
  wellbeing: { text: 'Wellbeing', hint: 'Confidence, papers, money, people, skills for life' },
  employment: { text: 'Employment', hint: 'Training, looking for work, starting and staying' },
};

export const owners = ['person', 'worker', 'service'] as const;
/** Who takes a step. What a worker or a service takes on is their promise. */
export type Owner = (typeof owners)[number];

export const sizes = [1, 2, 3] as const;
/** How big a step is for this person, as agreed with them. */
export type Size = (typeof sizes)[number];
export const sizeText: Record<Size, string> = { 1: 'Small', 2: 'Medium', 3: 'Big' };
/** A stored or typed size; small where it is none. */
export const sizeOf = (value: unknown): Size => sizes.find((size) => size === Number(value)) ?? 1;

export const stepStates = ['open', 'tried', 'done', 'dropped', 'held'] as const;
export type StepState = (typeof stepStates)[number];
export const moves = ['do', 'try', 'miss', 'drop', 'hold', 'resume', 'take up', 'slip'] as const;
/** What can happen to a step. 'slip' is a set-back that undid it; 'take up' goes on with one that was dropped. */
export type StepMove = (typeof moves)[number];

type State = { text: string; colour: string; on: Partial<Record<StepMove, StepState>> };

/** The one table of states: a new state does not compile until it has its words and where every move leads from it. */
export const states: Record<StepState, State> = {
  open: {
    text: 'To do',
    colour: 'govuk-tag--blue',
    on: { do: 'done', try: 'tried', miss: 'open', drop: 'dropped', hold: 'held' },
  },
  tried: {
    text: 'Tried, still open',
    colour: 'govuk-tag--yellow',
    on: { do: 'done', try: 'tried', miss: 'tried', drop: 'dropped', hold: 'held' },
  },
  done: { text: 'Done', colour: 'govuk-tag--green', on: { slip: 'open' } },
  dropped: { text: 'Dropped', colour: 'govuk-tag--grey', on: { 'take up': 'open' } },
  // It returns to what it was before the hold.
  held: { text: 'On hold', colour: 'govuk-tag--purple', on: { resume: 'open', drop: 'dropped' } },
};

/** The state that a move leads to, or null where it cannot be made. `before` is what a held step was before. */
export function afterMove(state: StepState, move: StepMove, before: 'open' | 'tried' | null = null): StepState | null {
  const to = states[state].on[move] ?? null;
  return state === 'held' && move === 'resume' ? (before ?? to) : to;
}

export const results = ['done', 'tried', 'missed'] as const;
/** What came of an attempt: it worked, it was tried and did not work out, or it has not happened yet. */
export type Result = (typeof results)[number];
export const resultText: Record<Result, string> = { done: 'Done', tried: 'Tried', missed: 'Not yet' };
export const moveOf: Record<Result, StepMove> = { done: 'do', tried: 'try', missed: 'miss' };

/** An attempt that was not taken back. */
export type Attempt = { id: string; on: string; result: Result; easy: boolean };

/** How often a step was tried: 'not yet' is no try. */
export const triesOf = (attempts: readonly Pick<Attempt, 'result'>[]): number =>
  attempts.filter(({ result }) => result !== 'missed').length;

/** Done at the first go, with nothing missed before, and by its day (a step without a day cannot be late). */
export function isEasy(earlier: readonly unknown[], result: Result, on: string, dueOn: string | null): boolean {
  return result === 'done' && earlier.length === 0 && (dueOn === null || on <= dueOn);
}

/** Whether a step's day has passed. What is held, done or dropped is never overdue. */
export function isOverdue(step: { state: StepState; dueOn: string | null }, today: string): boolean {
  return (step.state === 'open' || step.state === 'tried') && step.dueOn !== null && step.dueOn < today;
}

/** Whether a step waits to be taken. */
export const isOpen = ({ state }: { state: StepState }): boolean => state === 'open' || state === 'tried';

/** The order of next steps: the earliest day first, those without a day after, then as the plan is ordered. */
export function nextOrder(
  a: { dueOn: string | null; position: number },
  b: { dueOn: string | null; position: number },
): number {
  if (a.dueOn !== b.dueOn) {
    if (a.dueOn === null) return 1;
    if (b.dueOn === null) return -1;
    return a.dueOn < b.dueOn ? -1 : 1;
  }
  return a.position - b.position;
}

/** The order of the plan. */
export const planOrder = (a: { position: number; id: string }, b: { position: number; id: string }): number =>
  a.position - b.position || (a.id < b.id ? -1 : 1);

/** Minutes within which 'done' can be taken back as a mistake. */
export const undoMinutes = 10;
