/** What is kept of an employer and of the people to talk to there. */
import { type Answer, answerText, type Question } from '../../kit/form.ts';
import { emailQuestion } from '../../people/rules/personal.ts';

/** An employer's facts; null is not known. */
export type EmployerFields = {
  name: string;
  area: string | null;
  sector: string | null;
  phone: string | null;
  email: string | null;
  website: string | null;
  recruits: string | null;
  adjustments: string | null;
  notes: string | null;
};

/** Somebody to talk to at an employer; `endedOn` is since when they are not the one any more, 'YYYY-MM-DD'. */
export type ContactFields = {
  name: string;
  jobTitle: string | null;
  phone: string | null;
  email: string | null;
  endedOn: string | null;
};

/** Sectors to choose from while typing: sections of the UK Standard Industrial Classification 2007, in plain words. */
export const SECTORS = [
  'Farming, forestry and fishing',
  'Manufacturing',
  'Energy, water and waste',
  'Construction',
  'Shops and repair',
  'Transport and storage',
  'Hotels and catering',
  'Information and communication',
  'Finance and insurance',
  'Property',
  'Professional and technical services',
  'Administrative and support services',
  'Public administration',
  'Education',
  'Health and social work',
  'Arts, entertainment and leisure',
  'Other services',
] as const;

const phone: Question = { kind: 'text', name: 'phone', label: 'Phone', width: 20, inputMode: 'tel', most: 40 };

/** The questions of an employer. `areas` are suggestions. */
export function employerQuestions(areas: readonly string[]): Question[] {
  return [
    {
      kind: 'text',
      name: 'name',
      label: 'Name',
      hint: 'Of several places of one employer, each with its place: Northway Bakery, Bury',
      required: 'Enter the name of the employer',
      most: 200,
    },
    { kind: 'text', name: 'area', label: 'Where it is', most: 200, suggestions: areas },
    { kind: 'text', name: 'sector', label: 'Sector', most: 100, suggestions: SECTORS },
    phone,
    emailQuestion,
    {
      kind: 'text',
      name: 'website',
      label: 'Website',
      most: 300,
      check: (text) =>
        /^https?:\/\/[^\s<>"]+\.[^\s<>"]+$/.test(text)
          ? { value: text }
          : 'Website: enter an address that begins with https://',
    },
    {
      kind: 'long text',
      name: 'recruits',
      label: 'How they recruit',
      hint: 'Where they advertise, how long it takes, whether there is a trial or a check',
      most: 2000,
      rows: 3,
    },
    {
      kind: 'long text',
      name: 'adjustments',
      label: 'Adjustments they make',
      hint: 'Hours, equipment, a quiet place, somebody who comes along',
      most: 2000,
      rows: 3,
    },
    {
      kind: 'long text',
      name: 'notes',
      label: 'Anything else worth knowing',
      hint: 'Everybody who works for the programme can read this. Write nothing about a person',
      most: 2000,
      rows: 3,
    },
  ];
}

/** The questions of somebody to talk to; whether they left is asked of one who is there. */
export function contactQuestions(today: string, standing: boolean): Question[] {
  return [
    { kind: 'text', name: 'name', label: 'Name', required: 'Enter their name', most: 120 },
    { kind: 'text', name: 'jobTitle', label: 'Job title', most: 120 },
    phone,
    emailQuestion,
    ...(standing
      ? [
          {
            kind: 'day',
            name: 'endedOn',
            label: 'No longer the one to talk to since',
            hint: 'Leave it empty while they are',
            earliest: '1990-01-01',
            latest: { day: today, message: 'The day must be today or in the past' },
          } as const,
        ]
      : []),
  ];
}

const text = (values: Readonly<Record<string, Answer>>, name: string) =>
  (values[name] as string | null | undefined) ?? null;

/** An employer from answers that `readForm` has accepted. */
export const employerFrom = (values: Readonly<Record<string, Answer>>): EmployerFields => ({
  name: String(values.name),
  area: text(values, 'area'),
  sector: text(values, 'sector'),
  phone: text(values, 'phone'),
  email: text(values, 'email'),
  website: text(values, 'website'),
  recruits: text(values, 'recruits'),
  adjustments: text(values, 'adjustments'),
  notes: text(values, 'notes'),
});

/** Somebody to talk to from answers that `readForm` has accepted. */
export const contactFrom = (values: Readonly<Record<string, Answer>>): ContactFields => ({
  name: String(values.name),
  jobTitle: text(values, 'jobTitle'),
  phone: text(values, 'phone'),
  email: text(values, 'email'),
  endedOn: text(values, 'endedOn'),
});

/** What a change changed, in words; empty when nothing did. */
export function changesOf<T extends Record<string, Answer>>(
  questions: readonly Question[],
  before: T,
  after: T,
): { field: string; asked: string; before: string; after: string }[] {
  return questions
    .filter(({ name }) => (before[name] ?? null) !== (after[name] ?? null))
    .map((question) => ({
      field: question.name,
      asked: question.label,
      before: answerText(question, before[question.name]),
      after: answerText(question, after[question.name]),
    }));
}
