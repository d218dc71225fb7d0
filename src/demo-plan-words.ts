/**
 * Plans of the demonstration's people, all made up. Times are parts of the way from attachment to today: 0.5 is half-way. So
 * each fits people who have been there for a few months or for nearly two years.
 */
import type { CrisisKind } from './plan/rules/holds.ts';
import type { Group, Owner, Size } from './plan/rules/steps.ts';

/** Group, size, words, and when it was tried with what came of it: '+' done, '~' tried, '-' not yet. */
type Past = readonly [Group, Size, string, ...(readonly [number, '+' | '~' | '-'])[]];
/** Group, size, words, days from today by which it is meant to be done (null: no day), and whose it is. */
type Next = readonly [Group, Size, string, number | null, Owner?, string?];

export type PlanStory = {
  goal: string;
  area: string;
  soon: string;
  past: readonly Past[];
  next: readonly Next[];
  /** When, what, how far, and the place of the step that it undid among the past ones. */
  slip?: readonly [number, string, Size, number?];
  /** From when to when (null: still), what kind, and what the staircase calls it. */
  hold?: readonly [number, number | null, CrisisKind, string | null];
  promise?: readonly [Owner, string, number, 'kept' | 'broken' | 'open', string?];
};

export const planStories: readonly PlanStory[] = [
  {
    goal: 'I want to be the one who opens the garden centre on a Saturday.',
    area: 'Work',
    soon: 'Ride the 86 on my own',
    past: [
      ['survival', 1, 'Get up by nine three days a week', [0.04, '-'], [0.08, '+']],
      ['survival', 1, 'See the GP about sleep', [0.12, '~'], [0.16, '+']],
      ['wellbeing', 1, 'Walk to the bus stop together', [0.2, '+']],
      ['wellbeing', 2, 'Two stops on the 86 with my sister', [0.28, '~'], [0.36, '+']],
      ['wellbeing', 2, 'Coping strategies workshop', [0.44, '+']],
      ['employment', 1, 'CV: first page', [0.55, '+']],
      ['wellbeing', 3, 'The 86 all the way, alone', [0.62, '-'], [0.7, '~'], [0.78, '+']],
      ['employment', 2, 'Two Saturdays helping at the allotment shop', [0.9, '+']],
    ],
    next: [
      ['employment', 1, 'Ask at the garden centre about Saturdays', 5],
      ['employment', 2, 'Practise the questions they will ask', 12],
      ['wellbeing', 1, 'Ring the bus company about a pass', null, 'worker'],
    ],
    promise: ['worker', 'Come along to the garden centre', 5, 'open'],
  },
  {
    goal: 'No more brown envelopes. Then driving again.',
    area: 'Less debt',
    soon: 'Know what I owe, to the penny',
    past: [
      ['survival', 1, 'Open the letters together, with tea', [0.05, '+']],
      ['wellbeing', 2, 'First meeting with the debt adviser', [0.12, '-'], [0.18, '+']],
      ['wellbeing', 2, 'Agree what to pay each month', [0.26, '+']],
      ['employment', 1, 'Find the fork-lift papers', [0.34, '+']],
      ['wellbeing', 1, 'Set up the payment for rent', [0.4, '+']],
      ['employment', 2, 'Renew the fork-lift ticket', [0.58, '~'], [0.72, '+']],
      ['employment', 1, 'Join the candidate pool', [0.8, '+']],
      ['employment', 1, 'Two applications a week', [0.88, '+']],
    ],
    slip: [0.48, 'A new loan to pay the old one', 2, 2],
    next: [
      ['wellbeing', 2, 'Agree what to pay each month', 9],
      ['employment', 2, 'Interview at the warehouse', 14],
      ['wellbeing', 1, 'Freeze the old account', 3, 'service', 'Manchester debt advice'],
    ],
    promise: ['worker', 'Come along to the debt adviser', -6, 'kept'],
  },
  {
    goal: 'A flat with my own front door, and my daughter at weekends.',
    area: 'A secure home',
    soon: 'Sleep in the same place all month',
    past: [
      ['survival', 1, 'Put my name down with housing', [0.06, '-'], [0.1, '~'], [0.14, '+']],
      ['survival', 2, 'Get a birth certificate', [0.24, '+']],
      ['survival', 3, 'Move in with Terry for three months', [0.32, '+']],
      ['wellbeing', 1, 'Ring my daughter on Sundays', [0.4, '+']],
      ['wellbeing', 2, 'Parenting course, first half', [0.52, '+']],
      ['survival', 2, 'Bid for two flats', [0.78, '+']],
    ],
    slip: [0.6, 'Terry’s place fell through', 3],
    hold: [0.61, 0.76, 'housing', 'Housing first'],
    next: [
      ['survival', 3, 'A place for three months', 21],
      ['survival', 1, 'Read the tenancy together', 8],
      ['wellbeing', 2, 'Parenting course, second half', 30],
      ['survival', 1, 'Letter to the housing office', -2, 'worker'],
    ],
    promise: ['service', 'Answer about the two bids', -4, 'open', 'Housing office'],
  },
  {
    goal: 'A job where nobody shouts.',
    area: 'Work',
    soon: 'A page about me that I like',
    past: [
      ['wellbeing', 1, 'Recognising your strengths workshop', [0.08, '+']],
      ['employment', 1, 'Say what I do not want any more', [0.14, '+']],
      ['employment', 2, 'Look at three jobs and talk about them', [0.24, '+']],
      ['employment', 1, 'CV: first page', [0.32, '+']],
      ['employment', 2, 'CV: finished', [0.42, '+']],
      ['employment', 2, 'Mock interview', [0.52, '~'], [0.6, '+']],
      ['employment', 3, 'Interview at the library', [0.72, '~']],
      ['employment', 2, 'Ask them how it went', [0.78, '+']],
    ],
    next: [
      ['employment', 3, 'Interview at the school kitchen', 6],
      ['employment', 1, 'Iron the blue shirt', 5],
    ],
  },
  {
    goal: 'To be well enough to work mornings.',
    area: 'Better health and wellbeing',
    soon: 'Walk round the park',
    past: [
      ['survival', 1, 'Tablets every day for a week', [0.06, '~'], [0.1, '+']],
      ['survival', 1, 'Walk to the corner shop', [0.18, '+']],
      ['survival', 2, 'Coping with pain workshop', [0.3, '+']],
      ['survival', 2, 'Walk half-way round the park', [0.45, '-'], [0.5, '-'], [0.56, '+']],
      ['wellbeing', 1, 'Coffee morning', [0.66, '+']],
      ['survival', 1, 'Weigh in with the nurse', [0.8, '-'], [0.9, '-']],
    ],
    hold: [0.36, 0.43, 'health', null],
    next: [
      ['survival', 2, 'Walk all the way round the park', 10],
      ['wellbeing', 1, 'Bring a friend to the coffee morning', 16],
      ['survival', 1, 'Ask about a lighter stick', null, 'service', 'GP surgery'],
    ],
  },
  {
    goal: 'Do my own books and take photographs for money.',
    area: 'A small business of your own',
    soon: 'Three people who pay me',
    past: [
      ['wellbeing', 1, 'Ask the GP to speed up the talking therapy', [0.08, '+']],
      ['wellbeing', 3, 'Talking therapy, six times', [0.34, '+']],
      ['employment', 1, 'Ring the business adviser', [0.4, '+']],
      ['employment', 2, 'A plan on two pages', [0.52, '+']],
      ['employment', 1, 'Work out if I would be better off', [0.58, '+']],
      ['employment', 2, 'First wedding, as second camera', [0.7, '+']],
      ['employment', 3, 'Trading, registered', [0.86, '+']],
    ],
    next: [
      ['employment', 2, 'Send three bills and get them paid', 20],
      ['employment', 1, 'Read the tax letter together', 4, 'worker'],
    ],
    promise: ['worker', 'Bring the form for the allowance', -12, 'kept'],
  },
  {
    goal: 'Stay off the drink till Christmas, then see.',
    area: 'Better health and wellbeing',
    soon: 'A week, then another',
    past: [
      ['survival', 1, 'Talk to the nurse', [0.05, '+']],
      ['survival', 2, 'First week dry', [0.12, '~'], [0.18, '+']],
      ['survival', 1, 'Ring Dave instead', [0.24, '+']],
      ['survival', 3, 'A month dry', [0.4, '+']],
      ['wellbeing', 2, 'Five-a-side on Thursdays', [0.62, '+']],
      ['survival', 2, 'Two weeks dry again', [0.72, '+']],
      ['wellbeing', 1, 'Tell my brother', [0.84, '+']],
    ],
    slip: [0.52, 'A bad week after the funeral', 2, 3],
    next: [
      ['survival', 3, 'A month dry', 18],
      ['employment', 1, 'Half an hour about what work would be like', 11],
    ],
  },
];
