/** From referral to first meeting: contact attempts and the warm handover, as they are asked. Pure. */
import type { Choice, Question } from '../../kit/form.ts';
import { type ProgrammeDocument, settingOn } from '../../programmes/rules.ts';

const same = (texts: readonly string[]): Choice[] => texts.map((text) => ({ value: text, text }));

export const contactWays = [
  'Phone',
  'Text message',
  'E-mail',
  'Letter',
  'Visit',
  'Through the referrer',
  'In person',
] as const;

/** What an attempt came to. `reached` says whether the person was spoken to. */
export const contactResults = {
  reached: { text: 'Reached them', reached: true },
  'no answer': { text: 'No answer', reached: false },
  'left a message': { text: 'Left a message', reached: false },
  'call back': { text: 'They asked to be contacted another time', reached: true },
  'wrong details': { text: 'Wrong number or address', reached: false },
  'does not want': { text: 'They do not want to take part', reached: true },
} as const;
export const resultText = (code: string): string =>
  Object.hasOwn(contactResults, code) ? contactResults[code as keyof typeof contactResults].text : code;

/** The questions of a contact attempt. */
export function attemptQuestions(today: string): Question[] {
  return [
    {
      kind: 'day',
      name: 'tried_on',
      label: 'When did you try?',
      required: 'Enter the day',
      earliest: '2000-01-01',
      latest: { day: today, message: 'The day must be today or in the past' },
    },
    { kind: 'choice', name: 'way', label: 'How?', choices: same(contactWays), as: 'select', required: 'Choose how' },
    {
      kind: 'choice',
      name: 'result',
      label: 'What came of it?',
      choices: Object.entries(contactResults).map(([value, { text }]) => ({ value, text })),
      required: 'Choose what came of it',
    },
    { kind: 'long text', name: 'note', label: 'Note', hint: 'You can leave this empty', most: 1000, rows: 3 },
  ];
}

export const handoverStates = {
  booked: { text: 'Booked', colour: 'govuk-tag--blue' },
  held: { text: 'Held', colour: 'govuk-tag--green' },
  'did not attend': { text: 'Did not attend', colour: 'govuk-tag--orange' },
  cancelled: { text: 'Cancelled', colour: 'govuk-tag--grey' },
} as const;
export type HandoverState = keyof typeof handoverStates;

const time = (text: string) =>
  /^([01]?\d|2[0-3])[:.]?([0-5]\d)$/.test(text)
    ? {
        value: text.replace(
          /^(\d{1,2})[:.]?(\d\d)$/,
          (_, hour, minute) => `${String(hour).padStart(2, '0')}:${minute}`,
        ),
      }
    : 'Enter a time like 14:30';

/** The questions of a warm handover: when, where and with whom. */
export function handoverQuestions(): Question[] {
  return [
    {
      kind: 'day',
      name: 'meets_on',
      label: 'When do you meet?',
      required: 'Enter the day of the meeting',
      earliest: '2000-01-01',
    },
    {
      kind: 'text',
      name: 'meets_at',
      label: 'At what time?',
      hint: 'Like 14:30. You can leave this empty',
      width: 5,
      check: time,
    },
    { kind: 'text', name: 'place', label: 'Where?', hint: 'You can leave this empty', most: 200 },
    {
      kind: 'text',
      name: 'with_whom',
      label: 'Who hands over?',
      hint: 'The person who referred them, or somebody in their place',
      required: 'Enter who hands over',
      most: 200,
    },
  ];
}

/** What became of it. A handover that was held may be the first meeting as well, and is then recorded once. */
export function handoverOutcome(canBeFirstMeeting: boolean): Question[] {
  return [
    {
      kind: 'choice',
      name: 'state',
      label: 'How does it stand?',
      choices: Object.entries(handoverStates).map(([value, { text }]) => ({ value, text })),
      required: 'Choose how it stands',
    },
    {
      kind: 'long text',
      name: 'passed_on',
      label: 'What was passed on?',
      hint: 'What the person agreed to, and what must not be asked again. You can leave this empty',
      most: 2000,
      rows: 4,
    },
    ...(canBeFirstMeeting
      ? [
          {
            kind: 'choice',
            name: 'first_meeting',
            label: 'Was it their first meeting with the key worker?',
            choices: [
              { value: 'yes', text: 'Yes' },
              { value: 'no', text: 'No' },
            ],
            as: 'radios in a row',
          } satisfies Question,
        ]
      : []),
  ];
}

/** The day of the first meeting. */
export function firstMeetingQuestions(today: string): Question[] {
  return [
    {
      kind: 'day',
      name: 'first_met_on',
      label: 'When did the person and their key worker first meet?',
      required: 'Enter the day of the first meeting',
      earliest: '2000-01-01',
      latest: { day: today, message: 'The first meeting must be today or in the past' },
    },
  ];
}

/** The key of the condition of attachment that is the first meeting: both days are one. */
export const firstMeetingKey = 'first_meeting';

/**
 * Calls before the first interview where a district limits them (row R30 of the domain notes: one area made one attempt only). Null where
 * nothing limits them. What was tried is always written down; `reached` says to write instead.
 */
export function callLimit(
  document: Pick<ProgrammeDocument, 'interviews'>,
  district: string | null,
  attempts: readonly { way: string }[],
  day: string,
): { most: number; made: number; reached: boolean } | null {
  const most = document.interviews && settingOn(document.interviews, district, 'attempts_before_first', day);
  if (typeof most !== 'number') return null;
  const made = attempts.filter(({ way }) => way === 'Phone').length;
  return { most, made, reached: made >= most };
}
