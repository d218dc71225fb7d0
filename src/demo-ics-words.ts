/** Words of the demonstration's people in New Zealand, all made up. Times in plans are parts of the way from joining to today. */
import type { DemoAnswers } from './demo-assessments.ts';
import type { PlanStory } from './demo-plan-words.ts';

/** Given name, sex. */
export const given = [
  ['Aroha', 'Female'],
  ['Wiremu', 'Male'],
  ['Mere', 'Female'],
  ['Hēmi', 'Male'],
  ['Tāne', 'Male'],
  ['Kiri', 'Female'],
  ['Rāwiri', 'Male'],
  ['Sina', 'Female'],
  ['Jordan', 'Another gender'],
  ['Hine', 'Female'],
  ['Tama', 'Male'],
  ['Caitlin', 'Female'],
  ['Mikaere', 'Male'],
  ['Sefina', 'Female'],
  ['Dylan', 'Male'],
  ['Ngaio', 'Female'],
  ['Matiu', 'Male'],
] as const;
export const family = [
  'Tāmaki',
  'Ngata',
  'Pōtae',
  'Rāpana',
  'Walker',
  'Te Rangi',
  'Fa’asalele',
  'Parāone',
  'Whaanga',
  'Hōhepa',
  'Moana',
  'Campbell',
  'Tūhoe-Reid',
] as const;
export const ethnicities = [
  'Māori',
  'New Zealand European',
  'Māori',
  'Pacific',
  'Māori and New Zealand European',
  'Māori',
  'New Zealand European',
  'Māori and Pacific',
] as const;
export const housing = [
  'Housing New Zealand',
  'With family or friends',
  'Private rented',
  'On a couch, in a garage or a sleep-out',
  'Boarding',
  'Emergency or temporary housing',
  'In a car or sleeping rough',
] as const;

/** Notes of the last weeks. */
export const notes = [
  'Texted back within the hour. Bus money is short; we talk on the phone next time.',
  'Came in early and brought the form. Laughed about the photo.',
  'Rang. Slept at his aunty’s again; the landlord answers on Friday.',
  'Met in the quiet room. Talked about the course, not about work. That was enough for one day.',
  'Text: cannot come, the little one is sick. Told us before, which is new.',
] as const;

export const stories: readonly PlanStory[] = [
  {
    goal: 'Look after older people, and be the one they ask for.',
    area: 'Work',
    soon: 'A CV that is all mine',
    past: [
      ['survival', 1, 'Food for the week, and the phone topped up', [0.03, '+']],
      ['survival', 2, 'Stay in one place for three months', [0.1, '~'], [0.24, '+']],
      ['wellbeing', 1, 'Verified identity for going online', [0.3, '+']],
      ['wellbeing', 2, 'Learner licence', [0.36, '-'], [0.4, '+']],
      ['employment', 2, 'First aid certificate', [0.52, '+']],
      ['employment', 1, 'CV, together', [0.58, '+']],
      ['employment', 2, 'Caregiving course', [0.74, '+']],
      ['employment', 1, 'Five applications', [0.82, '+']],
    ],
    next: [
      ['employment', 2, 'Interview at the rest home', 6],
      ['employment', 1, 'Ring the rest home about the hours', 2, 'worker'],
      ['wellbeing', 2, 'Restricted licence', 28],
    ],
    promise: ['worker', 'Bus fare for the interview', 5, 'open'],
  },
  {
    goal: 'A different trade, where my temper does not cost me the job.',
    area: 'Work',
    soon: 'Get through a week without walking out',
    past: [
      ['survival', 1, 'First talk with the counsellor', [0.06, '-'], [0.1, '+']],
      ['survival', 2, 'Counselling, six times', [0.36, '+']],
      ['wellbeing', 1, 'Say what I would never do again', [0.42, '+']],
      ['employment', 2, 'Plan B: wheels, tracks and rollers', [0.6, '+']],
      ['employment', 2, 'Traffic control ticket', [0.76, '~'], [0.84, '+']],
    ],
    slip: [0.68, 'Lost the trial shift after an argument', 1],
    next: [
      ['employment', 2, 'Two days with the road crew', 9],
      ['survival', 1, 'See the counsellor once a month', 16],
    ],
  },
  {
    goal: 'My own garden-maintenance round.',
    area: 'Starting a small business',
    soon: 'See the psychologist, or ring on the day and move it',
    past: [
      ['survival', 1, 'A phone call every second week', [0.05, '+']],
      ['survival', 2, 'Psychologist, first time', [0.16, '-'], [0.2, '~'], [0.26, '+']],
      ['survival', 2, 'Psychologist, every fortnight', [0.44, '+']],
      ['wellbeing', 2, 'Reading and numbers at home', [0.6, '+']],
      ['wellbeing', 1, 'The children for one night', [0.7, '+']],
    ],
    next: [
      ['survival', 1, 'Psychologist on Tuesday', 5],
      ['employment', 1, 'Look at what a round costs', 20],
    ],
    hold: [0.3, 0.38, 'health', null],
  },
  {
    goal: 'A house, and my kids home.',
    area: 'Having children back in their care',
    soon: 'See a doctor about the sugar',
    past: [
      ['survival', 1, 'Register with a GP', [0.08, '-'], [0.14, '-'], [0.22, '+']],
      ['survival', 2, 'Debt papers, done together', [0.34, '~'], [0.42, '+']],
      ['survival', 2, 'On the waiting list for a house', [0.56, '+']],
      ['wellbeing', 1, 'Visit with the kids, every second Sunday', [0.66, '+']],
    ],
    slip: [0.8, 'Notice to leave the boarding house', 3, 2],
    hold: [0.82, null, 'housing', 'Housing first'],
    next: [
      ['survival', 3, 'A room for the next months', 4],
      ['survival', 1, 'Letter to the housing office', -2, 'worker'],
      ['employment', 1, 'Think about part-time work', 40],
    ],
  },
  {
    goal: 'Stay out of jail and get my own ID.',
    area: 'Staying out of the criminal justice system',
    soon: 'Text if I cannot come',
    past: [
      ['survival', 1, 'Birth certificate', [0.2, '-'], [0.34, '+']],
      ['survival', 1, 'Photo ID', [0.5, '~'], [0.58, '+']],
      ['survival', 2, 'Talk to the drug and alcohol service', [0.7, '-'], [0.8, '-']],
    ],
    next: [
      ['survival', 1, 'One coffee with the drug and alcohol worker', 7],
      ['wellbeing', 1, 'Bank account', 14],
    ],
  },
  {
    goal: 'Work that fits with school hours.',
    area: 'Employment',
    soon: 'Know what help there is after school',
    past: [
      ['wellbeing', 1, 'Budget adviser', [0.1, '+']],
      ['employment', 1, 'Ask about after-school care and what it costs', [0.2, '+']],
      ['employment', 1, 'General CV', [0.34, '+']],
      ['employment', 2, 'Work broker', [0.46, '-'], [0.6, '~'], [0.72, '+']],
    ],
    next: [
      ['employment', 1, 'A CV for the garden shop', 3],
      ['employment', 2, 'Talk to the garden shop about Saturdays', 11],
    ],
  },
];

/** What was told in initial client assessments. Some would rather not say. */
export const assessments: readonly DemoAnswers[] = [
  {
    goal_own_words: 'Be a caregiver. Keep the house.',
    life_now: 'Two kids at home, one with her nan.',
    going_well: 'Up early, every day since February.',
    meeting_way: 'office',
    issue_housing: 2,
    issue_debt_finances: 3,
    issue_confidence: 4,
    issue_convictions: { state: 'not asked' },
    licence: 'learner',
    has_referee: false,
  },
  {
    goal_own_words: 'Something with machines.',
    issue_mental_health: 4,
    issue_motivation: 1,
    issue_family_conflict: 3,
    issue_convictions: 2,
    licence: 'full',
    ever_worked: true,
    years_worked: 6,
  },
  {
    goal_own_words: 'Mow lawns for people, on my own.',
    meeting_way: 'phone',
    issue_trauma: 6,
    issue_mental_health: 5,
    issue_confidence: 5,
    issue_literacy: 3,
    issue_substance_misuse: { state: 'declined' },
  },
  {
    goal_own_words: 'A house first. Then we talk.',
    issue_housing: 6,
    issue_physical_health: 5,
    issue_debt_finances: 5,
    issue_convictions: 4,
    issue_family_conflict: 4,
    licence: 'disqualified',
    has_gp: false,
  },
];
/** Abilities and needs at entry, and how far both moved later. */
export const measures: readonly DemoAnswers[] = [
  {
    ability_confidence: 2,
    ability_circumstances: 1,
    ability_searching: 1,
    need_housing: 'partly',
    need_money: 'unmet',
  },
  {
    ability_confidence: 1,
    ability_goals: 2,
    need_mental_health: 'unmet',
    need_housing: 'met',
    need_learning: 'partly',
  },
  {
    ability_confidence: 0,
    ability_circumstances: 1,
    need_housing: 'unmet',
    need_documents: 'unmet',
    need_legal: 'unmet',
  },
];
