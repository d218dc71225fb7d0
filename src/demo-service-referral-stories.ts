/** Stories of referrals of the demonstration, in days before its day. Every name is made up. */
import type { MoveGiven } from './referrals/actions/move.ts';
import type { Small, Telling } from './referrals/actions/send.ts';
import type { signpostAnswers } from './referrals/actions/signposts.ts';
import type { NewRating } from './referrals/actions/views.ts';
import type { MoveName } from './referrals/rules/states.ts';

type Told = Pick<Telling, 'mode' | 'channel' | 'words' | 'leads'> & { inDays?: number };
/** A step: how many days ago, what, and with what. */
export type DemoStep =
  | [number, 'consent', string[]]
  | [number, 'tell', Told]
  | [number, 'hold', string]
  | [number, 'ask']
  | [number, 'decide', string | null]
  | [number, 'form', Small]
  | [number, 'signpost', keyof typeof signpostAnswers]
  | [number, 'answer', string]
  | [number, 'withdraw consent', string]
  | [number, 'worker' | 'service', MoveName, (Partial<MoveGiven> & { inDays?: number })?];

/** One story. `of` says whose, by number; without it one person after the other. */
export type DemoReferral = {
  organisation: string;
  service: string;
  ago: number;
  kind?: 'signpost' | 'enquiry';
  decision?: 'later' | 'meet';
  words?: string;
  exception?: string;
  place?: string;
  person?: string;
  of?: number;
  steps?: readonly DemoStep[];
  /** What the person says of the service, so many days ago. */
  rating?: Omit<NewRating, 'day'> & { ago: number };
};

const told = { name: 'As on the card', contact: 'By text, after three', need: 'Sorting out letters and bills' };
const phone = (leads: Telling['leads'], inDays?: number): Told => ({
  ...{ mode: 'phone', channel: 'phone', words: told, leads },
  ...(inDays === undefined ? {} : { inDays }),
});
const usual = ['name', 'contact', 'need'];

/** The stories. */
export const demoReferrals: readonly DemoReferral[] = [
  {
    ...{
      organisation: 'Bolton Debt Advice',
      service: 'Debt advice',
      ago: 40,
      place: '12 Fold Street',
      person: 'Moira Kay',
    },
    words: 'Letters from four lenders that nobody dared to open.',
    steps: [
      [40, 'consent', usual],
      [40, 'tell', phone('book', 7)],
      [33, 'service', 'attend'],
      [33, 'service', 'accept'],
      [30, 'service', 'start', { serviceWorker: 'Moira Kay' }],
    ],
  },
  {
    ...{ organisation: 'Riverside Health', service: 'Condition management', ago: 20, person: 'Hannah Poole' },
    steps: [
      [20, 'consent', ['name', 'contact', 'health']],
      [
        20,
        'tell',
        { mode: 'form', channel: 'post', words: { ...told, health: 'Back pain, and panic on buses' }, leads: 'send' },
      ],
      [15, 'form', 'form received'],
      [14, 'service', 'wait', { inDays: 35 }],
    ],
  },
  {
    ...{ organisation: 'StepUp Brokers', service: 'Work skills', ago: 12, person: 'Jay Lomax' },
    steps: [
      [12, 'consent', usual],
      [12, 'tell', phone('they will call')],
    ],
  },
  {
    ...{ organisation: 'Good Company', service: 'Bereavement group', ago: 9, kind: 'signpost' },
    words: 'Would rather ring by herself.',
  },
  {
    ...{ organisation: 'Clearwater', service: 'Mental-health employment support', ago: 30, person: 'Tess Orme' },
    exception: 'Clearwater agreed on the phone to see him',
    steps: [
      [30, 'consent', usual],
      [28, 'hold', 'From the practice, in the file'],
      [28, 'ask'],
      [27, 'decide', null],
      [26, 'tell', { mode: 'own form', channel: 'post', words: told, leads: 'send' }],
      [21, 'form', 'form received'],
      [
        7,
        'service',
        'reject',
        { reason: 'not well enough', words: 'We would be glad to hear from you again in summer' },
      ],
    ],
  },
  {
    ...{ organisation: 'Oakfield College', service: 'Residential training', ago: 6 },
    steps: [
      [6, 'consent', ['name', 'contact', 'need']],
      [5, 'hold', 'In the file, read together'],
      [5, 'ask'],
    ],
  },
  {
    organisation: 'Harbour Volunteers',
    service: 'Volunteering',
    ago: 3,
    decision: 'meet',
    words: 'Wants to see the café first.',
  },
  { organisation: 'Fresh Page', service: 'Work after a conviction', ago: 2, words: 'To be asked what may be told.' },
  {
    ...{ organisation: 'Beacon Support', service: 'All-round support', ago: 70, person: 'Dana Frost', of: 2 },
    steps: [
      [70, 'consent', usual],
      [70, 'tell', phone('book', 4)],
      [66, 'service', 'attend'],
      [66, 'service', 'start', { serviceWorker: 'Dana Frost' }],
      [10, 'service', 'end', { endKind: 'completed', outcome: 'Goes out by herself again', holder: 'Her key worker' }],
      [
        4,
        'service',
        'hand back',
        { report: 'Eight of nine sessions', talk: 'On the phone with her', nextStep: 'Volunteering' },
      ],
    ],
  },
  {
    ...{ organisation: 'Carers’ Circle', service: 'Time for carers', ago: 15, of: 0, place: 'St Mark’s hall' },
    steps: [
      [15, 'consent', usual],
      [15, 'tell', phone('book', 6)],
      [9, 'worker', 'miss', { words: 'Her mother was ill', action: 'reason' }],
    ],
  },
  {
    ...{ organisation: 'Town Law Centre', service: 'Rights and appeals', ago: 5, kind: 'enquiry', of: 1 },
    words: 'Would you take an appeal that is two weeks late?',
    steps: [[3, 'answer', 'Yes, if there was a good reason. Send the letter along']],
  },
  {
    ...{ organisation: 'Little Acorns', service: 'Childcare finder', ago: 25, kind: 'signpost', of: 3 },
    steps: [[18, 'signpost', 'contacted']],
  },
  {
    ...{ organisation: 'Bolton Debt Advice', service: 'Debt advice', ago: 11, of: 4 },
    steps: [
      [11, 'consent', usual],
      [11, 'tell', phone('they will call')],
      [4, 'withdraw consent', 'My brother works there'],
    ],
  },
];

const form: Told = {
  ...{ mode: 'form', channel: 'post', leads: 'send' },
  words: { ...told, health: 'Pain in the back, and nights without sleep' },
};

/** Stories of Pathways to Work, in Gateshead. */
export const pathwaysReferrals: readonly DemoReferral[] = [
  {
    ...{ organisation: 'Tyne Condition Management', service: 'Managing a condition', ago: 60, person: 'Jean Hope' },
    steps: [
      [60, 'consent', ['name', 'contact', 'health']],
      [60, 'tell', form],
      [56, 'form', 'form received'],
      [54, 'service', 'accept'],
      [50, 'service', 'start', { serviceWorker: 'Jean Hope' }],
      [
        8,
        'service',
        'end',
        {
          ...{ endKind: 'completed', outcome: 'Walks to the shops and back; sleeps five hours', holder: 'worker' },
          soft: { confidence: 'better', wellbeing: 'better' },
        },
      ],
    ],
    rating: {
      ...{ ago: 6, score: 4, disposition: 'shared with advisers', confidence: 'better', wellbeing: 'same' },
      words: 'Nobody hurried me. The chairs are hard.',
    },
  },
  {
    ...{ organisation: 'Quayside Money Help', service: 'Money and letters', ago: 10, place: '3 Bottle Bank' },
    words: 'Three letters that look like court.',
    steps: [
      [10, 'consent', usual],
      [10, 'tell', phone('book', 14)],
    ],
  },
  {
    ...{ organisation: 'Felling Garden Project', service: 'Garden mornings', ago: 9, kind: 'signpost' },
    words: 'Used to have an allotment.',
  },
  {
    ...{ organisation: 'Tyne Condition Management', service: 'Managing a condition', ago: 25, person: 'Jean Hope' },
    steps: [
      [25, 'consent', ['name', 'contact', 'health']],
      [25, 'tell', form],
      [21, 'form', 'form received'],
      [14, 'service', 'reject', { reason: 'no capacity', words: 'Full until June. Ask us again then.' }],
    ],
  },
];
