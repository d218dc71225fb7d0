/** What is asked in a referral to the programme, and the person as the answers tell of them. Pure. Days are 'YYYY-MM-DD'. */
import type { Answer, Question } from '../../kit/form.ts';
import type { Personal } from '../../people/rules/personal.ts';
import { type FactName, factsAsked, type ProgrammeDocument } from '../../programmes/rules.ts';
import { sendersOf } from './referral-in.ts';

/** Lives in none of the programme's areas: an answer, which is not the same as not known. */
export const elsewhere = 'elsewhere';

/** Who fills in the form: somebody about another person, or the person about themself. */
export type Voice = 'them' | 'you';

const yesNo = [
  { value: 'yes', text: 'Yes' },
  { value: 'no', text: 'No' },
];

/**
 * The questions about the person: who they are, what the programme's rules need, how to reach them, and their own yes. Twelve at
 * the most, so that it takes less than five minutes. `base` are the questions of a person's record, which clean what is typed.
 */
export function referralInQuestions(
  document: ProgrammeDocument,
  areas: readonly { id: string; name: string }[],
  base: readonly Question[],
  voice: Voice,
): Question[] {
  const you = voice === 'you';
  const facts = factsAsked(document);
  const asks = (name: string, label: string, more: Partial<Question> = {}): Question[] => {
    const question = base.find((one) => one.name === name);
    return question === undefined ? [] : [{ ...question, label, ...more } as Question];
  };
  return [
    ...asks('given_name', you ? 'What is your first name?' : 'Given name', {
      required: you ? 'Enter your first name' : 'Enter the given name',
    }),
    ...asks('family_name', you ? 'What is your last name?' : 'Family name', {
      required: you ? 'Enter your last name' : 'Enter the family name',
    }),
    ...asks('date_of_birth', you ? 'When were you born?' : 'Date of birth'),
    ...asks('ni_number', you ? 'What is your National Insurance number?' : 'National Insurance number', {
      hint: you
        ? 'It is on your benefit letter or payslip. You can leave this empty'
        : 'You can leave this empty. With it we know sooner whether the person is known already',
    }),
    ...asks('phone', you ? 'On which number can we ring you?' : 'Phone'),
    {
      kind: 'long text',
      name: 'safe_contact',
      label: you ? 'Is there a way we must not contact you?' : 'Is there a way we must not contact them?',
      hint: 'For example: no voicemail, no letters, only in the morning. You can leave this empty',
      most: 500,
      rows: 2,
    },
    {
      kind: 'choice',
      name: 'area',
      label: you ? 'Where do you live?' : 'Where do they live?',
      choices: [
        ...areas.map(({ id, name }) => ({ value: id, text: name })),
        { value: elsewhere, text: 'Somewhere else' },
      ],
      as: 'select',
    },
    {
      kind: 'choice',
      name: 'benefit',
      label: you ? 'Which benefit do you get?' : 'Which benefit do they get?',
      choices: [
        ...document.benefits.map(({ code, label }) => ({ value: code, text: label })),
        { value: 'none', text: 'None of these' },
      ],
      as: 'select',
    },
    ...selectionQuestions(document, voice),
    ...(facts.includes('inWork')
      ? [
          {
            kind: 'choice',
            name: 'in_work',
            label: you ? 'Are you in work now?' : 'Are they in work now?',
            choices: yesNo,
            as: 'radios in a row',
          } satisfies Question,
        ]
      : []),
    ...(facts.includes('workProgrammeCompleted')
      ? [
          {
            kind: 'choice',
            name: 'work_programme',
            label: you ? 'Have you completed the Work Programme?' : 'Have they completed the Work Programme?',
            choices: yesNo,
            as: 'radios in a row',
          } satisfies Question,
        ]
      : []),
    ...(facts.includes('monthsOutOfWork')
      ? [
          {
            kind: 'number',
            name: 'months_out_of_work',
            label: you
              ? 'For how many months have you been out of work?'
              : 'For how many months have they been out of work?',
            most: 900,
          } satisfies Question,
        ]
      : []),
    {
      kind: 'long text',
      name: 'about',
      label: you ? 'What would you like help with?' : 'What do they want, and what should we know?',
      hint: you
        ? 'In your own words. You can leave this empty'
        : 'In their own words where you can. What would help them come to a first meeting?',
      most: 2000,
      rows: 4,
    },
    ...(you
      ? []
      : [
          {
            kind: 'choice',
            name: 'agrees',
            label: 'Do they know about this referral and agree to it?',
            choices: [
              { value: 'yes', text: 'Yes, they agree' },
              { value: 'told', text: 'They know, and have not decided' },
              { value: 'no', text: 'No, not yet' },
            ],
            required: 'Choose whether they agree to this referral',
          } satisfies Question,
        ]),
  ];
}

/** What selection asks besides the benefit and the day of birth, where the programme's rules need it. */
export function selectionQuestions(document: ProgrammeDocument, voice: Voice): Question[] {
  const facts = factsAsked(document);
  const you = voice === 'you';
  const asked: (Question & { fact: FactName })[] = [
    {
      fact: 'ageAtFirstBenefit',
      kind: 'number',
      name: 'age_at_first_benefit',
      label: you
        ? 'How old were you when you first got a benefit?'
        : 'How old were they when they first got a benefit?',
      hint: 'Leave this empty if it is not known. It is not guessed from anything else',
      most: 99,
      suffix: 'years',
    },
    {
      fact: 'yearsOnBenefit',
      kind: 'number',
      name: 'years_on_benefit',
      label: you ? 'For how many years have you got a benefit?' : 'For how many years have they got a benefit?',
      most: 80,
      suffix: 'years',
    },
    {
      fact: 'registeredElsewhere',
      kind: 'choice',
      name: 'registered_elsewhere',
      label: you
        ? 'Do you take part in another programme or trial?'
        : 'Do they take part in another programme or trial?',
      choices: yesNo,
      as: 'radios in a row',
    },
  ];
  return asked.flatMap(({ fact, ...question }) => (facts.includes(fact) ? [question] : []));
}

/** Who sends it. Asked once; the next form is filled with the last one's answers. */
export function senderQuestions(document: ProgrammeDocument): Question[] {
  return [
    {
      kind: 'choice',
      name: 'route',
      label: 'Who are you?',
      choices: sendersOf(document).map(({ value, text }) => ({ value, text })),
      required: 'Choose who you are',
    },
    {
      kind: 'text',
      name: 'organisation',
      label: 'Where do you work?',
      hint: 'For example the office or the practice',
      required: 'Enter where you work',
      most: 120,
      autocomplete: 'organization',
    },
    {
      kind: 'text',
      name: 'sender_contact',
      label: 'How do we reach you?',
      hint: 'A telephone number or e-mail address at work',
      required: 'Enter how we can reach you',
      most: 120,
    },
  ];
}

/** The person as the answers tell of them. */
export function personFrom(values: Readonly<Record<string, Answer | undefined>>): Personal {
  const text = (name: string) => (values[name] ?? null) as string | null;
  return {
    givenName: text('given_name'),
    familyName: text('family_name'),
    dateOfBirth: text('date_of_birth'),
    phone: text('phone'),
    niNumber: text('ni_number'),
    postcode: null,
    preferredContact: null,
    sex: null,
    ethnicity: null,
  };
}
