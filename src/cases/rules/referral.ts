import type { Answer, Choice, Question } from '../../kit/form.ts';
import type { ProgrammeDocument } from '../../programmes/rules.ts';
import { choicesOf } from './changes.ts';

/** What was known at referral, as a form's answers. */
export type ReferralOnFile = {
  source: string | null;
  benefit: string | null;
  lastWorked: string | null;
  housingTenure: string | null;
  maritalStatus: string | null;
};

/** The questions of a referral, in the programme's words. `areas` holds ids and names. */
export function referralQuestions(
  document: ProgrammeDocument,
  areas: readonly Choice[],
  today: string,
  onFile?: ReferralOnFile,
): Question[] {
  return [
    {
      kind: 'day',
      name: 'referred_on',
      label: 'Day of the referral',
      required: 'Enter the day of the referral',
      earliest: '2000-01-01',
      latest: { day: today, message: 'The day of the referral must be today or in the past' },
    },
    {
      kind: 'choice',
      name: 'source',
      label: 'Who referred them',
      choices: choicesOf(document.referralSources, onFile?.source),
      as: 'select',
    },
    {
      kind: 'choice',
      name: 'area',
      label: 'Area at referral',
      choices: areas,
      as: 'select',
      required: 'Choose the area where they lived at referral',
    },
    {
      kind: 'choice',
      name: 'benefit',
      label: 'Benefit',
      choices: choicesOf(document.benefits, onFile?.benefit),
      as: 'select',
    },
    {
      kind: 'choice',
      name: 'last_worked',
      label: 'When did they last work?',
      choices: choicesOf(document.lastWorkedBands, onFile?.lastWorked),
      as: 'select',
    },
    {
      kind: 'choice',
      name: 'housing_tenure',
      label: 'Housing',
      choices: choicesOf(document.housingTenures, onFile?.housingTenure),
      as: 'select',
    },
    {
      kind: 'choice',
      name: 'marital_status',
      label: 'Marital status',
      choices: choicesOf(document.maritalStatuses, onFile?.maritalStatus),
      as: 'select',
    },
    {
      kind: 'number',
      name: 'dependants',
      label: 'Dependent children',
      hint: 'A number, 0 for none',
      least: 0,
      most: 20,
    },
  ];
}

/** The answers of `referralQuestions`, with the provider of the area. */
export function referralFrom(values: Readonly<Record<string, Answer | undefined>>, providerId: string | null) {
  const text = (name: string) => (values[name] ?? null) as string | null;
  return {
    referredOn: text('referred_on'),
    areaId: text('area'),
    providerId,
    source: text('source'),
    benefit: text('benefit'),
    lastWorked: text('last_worked'),
    housingTenure: text('housing_tenure'),
    maritalStatus: text('marital_status'),
    dependants: (values.dependants ?? null) as number | null,
  };
}
