/**
 * What a worker can do with a referral from its page, each with its short form. The names stand in addresses; the moves behind
 * them are those of states.ts. Pure.
 */

import { choicesOf } from '../../directory/rules/codes.ts';
import type { Question } from '../../kit/form.ts';
import {
  choice,
  day,
  ending,
  missedActions,
  optional,
  type Placing,
  placed,
  reasons,
  words,
} from './doing-questions.ts';
import { type MoveName, mayMove, personReasons, type State } from './states.ts';

export { missedActions, type Placing } from './doing-questions.ts';

/** A part of a referral that says what can be done. */
export type Standing = {
  kind: string;
  state: string;
  open: boolean;
  paperwork: string;
  due_what: string | null;
  who_contacts: string | null;
  contacted_on: string | null;
  sent_on: string | null;
  organisation_name: string | null;
};

/** One thing that can be done. `move` is the move behind it. */
export type Doing = {
  title: string;
  move?: MoveName;
  can(row: Standing): boolean;
  questions(more: { services: Placing; today: string }): readonly Question[];
  /** Stands as a button; else as a link behind the others. */
  first?: boolean;
};

const referral = (row: Standing, move: MoveName): boolean =>
  row.kind === 'referral' && mayMove(move, row.state as State, 'worker');
const moving = (
  title: string,
  move: MoveName,
  questions: Doing['questions'],
  more: { first?: boolean; also?: (row: Standing) => boolean } = {},
): Doing => ({
  ...{ title, move, questions, first: more.first ?? false },
  can: (row) => referral(row, move) && (more.also?.(row) ?? true),
});

/** By name, in the order in which they stand on the page. */
const list = {
  introduce: moving('They meet before anything is decided', 'introduce', ({ today }) => [day('When?', today)]),
  'say-yes': moving(
    'The person says yes',
    'say yes',
    ({ today }) => [
      choice(
        'decision',
        'Did the person themself say yes?',
        choicesOf({ yes: 'Yes' }),
        'Ask the person, and say what they decided',
      ),
      day('When did they say so?', today),
    ],
    { first: true },
  ),
  'refuse-consent': moving('They agree to nothing being shared', 'refuse consent', ({ today }) => [
    day('When did they say so?', today),
  ]),
  receive: moving('It arrived', 'receive', ({ today }) => [day('When did it arrive?', today)], { first: true }),
  'they-called': {
    title: 'They called the person',
    first: true,
    can: (row) => row.kind === 'referral' && row.state === 'service to contact' && row.contacted_on === null,
    questions: ({ today }) => [day('When did they call?', today)],
  },
  'nobody-called': moving('Nobody called', 'nobody called', () => [], { first: true }),
  'they-will-call': moving(
    'They will call the person',
    'they will call',
    () => [{ kind: 'day', name: 'by', label: 'By which day?', required: 'Enter the day by which they call' }],
    { also: (row) => row.sent_on !== null },
  ),
  book: moving(
    'Book the first appointment',
    'book',
    () => [
      { kind: 'day', name: 'on', label: 'Which day?', required: 'Enter the day of the appointment' },
      {
        kind: 'text',
        name: 'at',
        label: 'At what time?',
        hint: 'For example 14:30',
        required: 'Enter the time',
        width: 5,
        most: 5,
      },
      { kind: 'text', name: 'place', label: 'Where?', most: 300 },
      choice(
        'told',
        'Does the person know?',
        choicesOf({ yes: 'Yes, they were told', no: 'Not yet' }),
        'Say if the person knows',
      ),
    ],
    { first: true, also: (row) => row.sent_on !== null },
  ),
  told: {
    title: 'The person knows of the appointment',
    can: (row) => row.kind === 'referral' && row.state === 'appointment booked',
    questions: ({ today }) => [day('When were they told?', today)],
  },
  attend: moving('They came', 'attend', ({ today }) => [day('When?', today)], { first: true }),
  miss: moving(
    'They did not come',
    'miss',
    ({ today }) => [
      day('When?', today),
      words('words', 'Why, as far as is known?'),
      choice('action', 'What is done about it?', choicesOf(missedActions), 'Say what is done about it'),
    ],
    { first: true },
  ),
  accept: moving('The service accepted them', 'accept', ({ services, today }) => [
    day('When did it say so?', today),
    ...placed(services),
    { kind: 'day', name: 'expected', label: 'When is it expected to start?' },
  ]),
  wait: moving('They must wait', 'wait', ({ today }) => [
    day('When did the service say so?', today),
    {
      kind: 'day',
      name: 'expected',
      label: 'When is a place expected?',
      required: 'Enter the day on which a place is expected',
    },
  ]),
  start: moving('They started', 'start', ({ services, today }) => [
    day('When?', today),
    ...placed(services),
    { kind: 'day', name: 'until', label: 'When is it expected to end?' },
    { kind: 'text', name: 'service_worker', label: 'Who works with them there?', most: 200 },
  ]),
  reject: moving('The service declined', 'reject', ({ today }) => [
    day('When did it say so?', today),
    reasons('reject', 'Why?'),
    words(
      'words',
      'What did it say?',
      undefined,
      'What is about health, drugs or alcohol is read by you, the case manager and the service alone',
    ),
  ]),
  suspend: moving('It is interrupted', 'suspend', ({ today }) => [
    day('Since when?', today),
    words('words', 'Why?', 'Say why it is interrupted'),
  ]),
  resume: moving('It goes on', 'resume', ({ today }) => [day('Since when?', today)], { first: true }),
  end: moving('It ended', 'end', ({ today }) => [day('When did it end?', today), ...ending]),
  'hand-back': moving('Hand back', 'hand back', ({ today }) => [
    day('When?', today),
    ...ending
      .map((question) => ({ ...question, hint: 'Leave it out if the end is on file already' }) as Question)
      .map(optional),
    words('report', 'The final report'),
    { kind: 'text', name: 'no_report', label: 'If there is none, why?', most: 300 },
    words('talk', 'What was said when they handed back?', undefined, 'With the person there where that is possible'),
    { kind: 'text', name: 'no_talk', label: 'If nobody talked, why?', most: 300 },
    { kind: 'text', name: 'next', label: 'What comes next?', most: 500 },
  ]),
  close: moving(
    'Close it',
    'close',
    () => [
      {
        ...{ kind: 'text', name: 'next', label: 'What comes next?', most: 500 },
        hint: 'What was agreed with the person, or that they want nothing more',
      },
    ],
    { first: true },
  ),
  'form-received': {
    title: 'The form arrived',
    first: true,
    can: (row) =>
      row.kind === 'referral' && row.open && ['sent', 'lost'].includes(row.paperwork) && row.state !== 'sent',
    questions: ({ today }) => [day('When did it arrive?', today)],
  },
  'form-lost': {
    title: 'The form was lost',
    can: (row) => row.kind === 'referral' && row.open && row.paperwork === 'sent',
    questions: ({ today }) => [day('When was that found out?', today)],
  },
  'form-complete': {
    title: 'The form is complete',
    can: (row) => row.kind === 'referral' && row.open && row.paperwork === 'received',
    questions: ({ today }) => [day('When?', today)],
  },
  'say-no': moving('The person says no', 'say no', ({ today }) => [
    day('When did they say so?', today),
    reasons('say no', 'Why?'),
    words('words', 'In their words'),
  ]),
  withdraw: moving('Withdraw it', 'withdraw', ({ today }) => [
    day('When?', today),
    words('words', 'Why?', 'Say why it is withdrawn'),
  ]),
  signpost: {
    title: 'Say whether they got in touch',
    first: true,
    can: (row) => row.kind === 'signpost' && row.open,
    questions: ({ today }) => [
      choice(
        'state',
        'Did they get in touch?',
        choicesOf({ contacted: 'Yes', 'not followed up': 'No', unknown: 'It will not be known' }),
        'Say whether they got in touch',
      ),
      choice('reason', 'If not, why?', choicesOf(personReasons)),
      day('When did you ask?', today),
    ],
  },
  answered: {
    title: 'They answered',
    first: true,
    can: (row) => row.kind === 'enquiry' && row.state === 'asked',
    questions: ({ today }) => [
      words('words', 'What did they say?', 'Write what they answered', 'Nothing by which the person could be known'),
      day('When?', today),
    ],
  },
  'close-enquiry': {
    title: 'Close the enquiry',
    can: (row) => row.kind === 'enquiry' && row.open,
    questions: ({ today }) => [words('words', 'Why?', 'Say why it is closed'), day('When?', today)],
  },
  settle: {
    title: 'Nothing more is to be done',
    can: (row) => !row.open && row.due_what !== null,
    questions: () => [words('words', 'What was agreed with the person?', 'Say what was agreed with the person')],
  },
} as const satisfies Record<string, Doing>;
/** One of them by its name. */
export type DoingName = keyof typeof list;
export const doings: Readonly<Record<DoingName, Doing>> = list;

/** What can be done with a referral now, in order. */
export const doingsFor = (row: Standing): DoingName[] =>
  (Object.keys(doings) as DoingName[]).filter((name) => doings[name].can(row));
