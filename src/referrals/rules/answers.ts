/**
 * What a service is asked about a referral, one question at a time: from where the referral stands follows the question and the
 * answers that can be given (domain notes 3.4). A link and an account ask the same. Pure.
 */
import { choicesOf } from '../../directory/rules/codes.ts';
import type { Question } from '../../kit/form.ts';
import { readTime } from '../../meeting/rules.ts';
import { softQuestions } from './soft-outcomes.ts';
import { type State, serviceReasons } from './states.ts';

/** What the questions speak of. */
export type AskFacts = {
  state: string;
  /** 'Maria', where the name was shared, else 'this person'. */
  who: string;
  /** Whom the service talks to about them. */
  worker: string;
  /** The appointment that is booked: in words, and whether its day has come. */
  appointment: { text: string; come: boolean } | null;
  /** Services of the organisation, that somebody may be placed in another of them. */
  services: readonly { id: string; name: string }[];
  /** A form was sent and has not come. */
  formAwaited: boolean;
  /** A place was offered and has not been answered. */
  placeOffered: boolean;
};

/** One answer, with what else it asks. The name of a field begins with the key of its answer. */
export type Answer = { key: AnswerKey; text: string; questions: readonly Question[] };
/** What is asked now. */
export type Ask = { question: string; answers: readonly Answer[] };

const longest = 20_000;
const words = (key: string, label: string, required?: string): Question => ({
  ...{ kind: 'long text', name: `${key}_words`, label, most: longest, rows: 4 },
  ...(required === undefined ? {} : { required }),
});
const day = (key: string, label: string, required?: string, hint?: string): Question => ({
  ...{ kind: 'day', name: `${key}_day`, label },
  ...(required === undefined ? {} : { required }),
  ...(hint === undefined ? {} : { hint }),
});
const text = (name: string, label: string, more: { required?: string; hint?: string } = {}): Question => ({
  ...{ kind: 'text', name, label, most: 500, autocomplete: 'off', ...more },
});
const appointment = (key: string): Question[] => [
  day(key, 'Day', 'Enter the day of the appointment'),
  {
    ...{ kind: 'text', name: `${key}_at`, label: 'Time', hint: 'For example 9:30', width: 5, autocomplete: 'off' },
    ...{ required: 'Enter the time of the appointment', check: readTime },
  },
  text(`${key}_place`, 'Where'),
  {
    ...{ kind: 'choice', name: `${key}_told`, label: 'Do they know of it?', as: 'radios in a row' },
    choices: [
      { value: 'yes', text: 'Yes' },
      { value: 'no', text: 'Not yet' },
    ],
    required: 'Say whether they know of the appointment',
  },
];
const placed = (key: string, { services }: AskFacts): Question[] =>
  services.length < 2
    ? []
    : [
        {
          ...{ kind: 'choice', name: `${key}_placed`, label: 'On which of your services?', as: 'select' },
          choices: services.map(({ id, name }) => ({ value: id, text: name })),
          none: 'The one that was meant',
        },
      ];
const count = (name: string, label: string): Question => ({ kind: 'number', name, label, most: 1000 });
const long = (name: string, label: string): Question => ({ kind: 'long text', name, label, most: longest, rows: 3 });
const report = (key: string): Question[] => [
  count(`${key}_attended`, 'Sessions they came to'),
  count(`${key}_planned`, 'Sessions that were planned'),
];

/** Every answer by its key: its words, and what else it asks. */
const answers = {
  see: () => ({ text: 'Yes, and this is the first appointment', questions: appointment('see') }),
  call: (f: AskFacts) => ({
    text: `Yes, we will call ${f.who}`,
    questions: [day('call', 'By when?', 'Enter the day by which you will call')],
  }),
  wait: (f: AskFacts) => ({
    text: `Yes, but ${f.who} must wait`,
    questions: [day('wait', 'Until when, as far as you can say?', 'Enter the day on which you expect a place')],
  }),
  decline: (f: AskFacts) => ({
    text: f.state === 'started' ? 'We cannot go on with them' : 'No',
    questions: [
      {
        ...{ kind: 'choice' as const, name: 'decline_reason', label: 'Why?', as: 'select' as const },
        ...{ choices: choicesOf(serviceReasons), required: 'Choose why' },
      },
      words('decline', `What should ${f.worker} know?`),
    ],
  }),
  ask: (f: AskFacts) => ({
    text: `Ask ${f.worker} something`,
    questions: [words('ask', 'Your question, or what was missing in what you got', 'Enter your question')],
  }),
  receive: () => ({ text: 'We have it, and answer later', questions: [] }),
  form: () => ({ text: 'Your form has come', questions: [day('form', 'When?', 'Enter the day on which it came')] }),
  came: () => ({ text: 'Yes, and we are looking whether it fits', questions: [] }),
  begun: (f: AskFacts) => ({ text: 'Yes, and they have started', questions: placed('begun', f) }),
  missed: (f: AskFacts) => ({ text: 'No', questions: [words('missed', `What does ${f.worker} need to know?`)] }),
  rebook: () => ({ text: 'It is at another time', questions: appointment('rebook') }),
  start: (f: AskFacts) => ({
    text: 'They have started',
    questions: [
      day('start', 'On which day?', 'Enter the day on which they started'),
      day('start_end', 'Until about when?', undefined, 'Leave it empty if you do not know'),
      ...placed('start', f),
    ],
  }),
  accept: (f: AskFacts) => ({
    text: 'Yes, they can start',
    questions: [
      day('accept', 'From when?', undefined, 'Leave it empty if you do not know yet'),
      text('accept_worker', 'Who will work with them?'),
      ...placed('accept', f),
    ],
  }),
  place: () => ({
    text: 'There is a place now',
    questions: [day('place', 'From which day?', 'Enter the day from which there is a place')],
  }),
  expect: () => ({
    text: 'Not yet',
    questions: [day('expect', 'When do you expect one?', 'Enter the day on which you expect a place')],
  }),
  progress: () => ({
    text: 'This is how it is going',
    questions: [
      words('progress', 'In a few words', 'Say in a few words how it is going'),
      ...report('progress'),
      long('progress_done', 'What have they done?'),
      long('progress_hopes', 'What do they still hope to do?'),
      long('progress_readiness', 'How ready are they to move on?'),
      long('progress_barriers', 'What stands in the way?'),
      text('progress_milestone', 'A milestone they reached'),
      day('progress', 'When was that?'),
      text('progress_next', 'What would you do next?'),
    ],
  }),
  pause: () => ({ text: 'It is interrupted', questions: [words('pause', 'Why?', 'Say why it is interrupted')] }),
  resume: () => ({ text: 'It goes on', questions: [] }),
  finish: (f: AskFacts) => ({ text: 'It has ended', questions: [...ending('finish'), ...handBack('finish', f)] }),
  report: (f: AskFacts) => ({
    text: 'This is the final report',
    questions: [...report('report'), ...handBack('report', f)],
  }),
} as const;
/** The key of an answer. */
export type AnswerKey = keyof typeof answers;

function ending(key: string): Question[] {
  return [
    day(key, 'On which day?', 'Enter the day on which it ended'),
    {
      ...{ kind: 'choice', name: `${key}_kind`, label: 'How?', as: 'select', required: 'Choose how it ended' },
      choices: [
        { value: 'completed', text: 'They completed it' },
        { value: 'early', text: 'Early' },
        { value: 'job', text: 'They have a job' },
        { value: 'transferred', text: 'They went on to somebody else' },
      ],
    },
    { ...long(`${key}_outcome`, 'What came of it?'), required: 'Say what came of it' },
    ...softQuestions(`${key}_`),
    ...report(key),
  ];
}

function handBack(key: string, { worker }: AskFacts): Question[] {
  return [
    long(`${key}_report`, 'Final report'),
    text(`${key}_no_report`, 'If there is no report, why not?'),
    {
      ...{ kind: 'choice', name: `${key}_holder`, label: 'Who holds this person now?', as: 'select' },
      choices: [
        { value: 'worker', text: worker },
        { value: 'service', text: 'We do, for now' },
        { value: 'other', text: 'Somebody else, as the report says' },
      ],
      required: 'Choose who holds this person now',
    },
    text(`${key}_talk`, `When did you talk with ${worker} about handing back?`),
    text(`${key}_no_talk`, 'If you did not talk, why not?'),
    text(`${key}_next`, 'What would you do next?'),
  ];
}

/** The keys that can be answered with, where a referral stands. */
function keysOf(f: AskFacts): AnswerKey[] {
  switch (f.state as State) {
    case 'sent':
      return ['see', 'call', 'wait', 'decline', 'ask', 'start', 'receive'];
    case 'received':
    case 'not contacted':
      return ['see', 'call', 'wait', 'decline', 'ask', 'start'];
    case 'service to contact':
    case 'did not attend':
      return ['see', 'wait', 'decline', 'ask', 'start'];
    case 'appointment booked':
      return f.appointment?.come === true
        ? ['came', 'begun', 'missed', 'rebook', 'decline', 'ask']
        : ['rebook', 'wait', 'decline', 'ask'];
    case 'under assessment':
      return ['accept', 'start', 'wait', 'decline', 'ask'];
    case 'accepted':
      return ['start', 'wait', 'decline', 'ask'];
    case 'waiting':
      return f.placeOffered ? ['start', 'expect', 'decline', 'ask'] : ['place', 'start', 'expect', 'decline', 'ask'];
    case 'started':
      return ['progress', 'finish', 'pause', 'decline', 'ask'];
    case 'suspended':
      return ['resume', 'finish', 'progress', 'ask'];
    case 'ended':
      return ['report', 'ask'];
    case 'handed back':
    case 'closed':
      return ['progress'];
    default:
      return [];
  }
}

function questionOf(f: AskFacts): string {
  const { who, appointment: booked } = f;
  switch (f.state as State) {
    case 'appointment booked':
      if (booked === null) return `Did ${who} come?`;
      return booked.come
        ? `Did ${who} come on ${booked.text}?`
        : `${who} comes on ${booked.text}. Has anything changed?`;
    case 'under assessment':
      return `Is it right for ${who}?`;
    case 'accepted':
      return `Has ${who} started?`;
    case 'waiting':
      return f.placeOffered ? `Does ${who} take the place?` : `Is there a place for ${who}?`;
    case 'started':
      return `How is ${who} getting on?`;
    case 'suspended':
      return `Does it go on for ${who}?`;
    case 'ended':
      return `What should ${f.worker} know about ${who}?`;
    case 'handed back':
    case 'closed':
      return `Is there something to add about ${who}?`;
    case 'did not attend':
      return `Can you see ${who} another time?`;
    default:
      return `Can you see ${who}?`;
  }
}

/** What a service is asked now; null where nothing is. */
export function askOf(f: AskFacts): Ask | null {
  const keys = keysOf(f);
  if (keys.length === 0) return null;
  const all: AnswerKey[] = f.formAwaited ? [...keys, 'form'] : keys;
  const question = questionOf(f);
  return {
    question: question.charAt(0).toUpperCase() + question.slice(1),
    answers: all.map((key) => ({ key, ...(answers[key](f) as Omit<Answer, 'key'>) })),
  };
}
