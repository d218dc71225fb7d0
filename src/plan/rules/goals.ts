/** Goals: their states and what leads from one to another. Pure. */

export const goalStates = ['open', 'reached', 'given up', 'set aside'] as const;
export type GoalState = (typeof goalStates)[number];

/** The one table of states of a goal: where one can go from each, and whether a reason is needed to come into it. */
export const goalTable: Record<
  GoalState,
  { text: string; colour: string; to: readonly GoalState[]; reason: 'needed' | 'welcome' | 'none' }
> = {
  open: { text: 'On the way', colour: 'govuk-tag--blue', to: ['reached', 'set aside', 'given up'], reason: 'none' },
  reached: { text: 'Reached', colour: 'govuk-tag--green', to: ['open'], reason: 'welcome' },
  'set aside': { text: 'Set aside', colour: 'govuk-tag--purple', to: ['open', 'given up'], reason: 'welcome' },
  'given up': { text: 'Given up', colour: 'govuk-tag--grey', to: ['open'], reason: 'needed' },
};

export const terms = ['long', 'short'] as const;
export type Term = (typeof terms)[number];
export const termText: Record<Term, string> = { long: 'Long-term', short: 'Short-term' };
