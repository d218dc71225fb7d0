import { type CountryRules, countries } from '../../kit/country.ts';
import { type Answer, answerText, type Question } from '../../kit/form.ts';

/** What is kept of a job. Days are 'YYYY-MM-DD', the wage is pence an hour, null is 'not known'. */
export type JobFields = {
  employer: string | null;
  occupationGroup: string | null;
  workArea: string | null;
  startedOn: string | null;
  endedOn: string | null;
  hoursPerWeek: number | null;
  hourlyWagePence: number | null;
  selfEmployed: boolean | null;
};

/**
 * What a job pays in a week before tax, in pence: hours times wage, a half penny up. Null while hours or wage are not known,
 * and for somebody self-employed, whose hours are not what they are paid for.
 */
export function weeklyPayPence(
  job: Pick<JobFields, 'hoursPerWeek' | 'hourlyWagePence' | 'selfEmployed'>,
): number | null {
  const { hoursPerWeek, hourlyWagePence, selfEmployed } = job;
  if (hoursPerWeek === null || hourlyWagePence === null || selfEmployed === true) return null;
  // Hours have two decimals: in hundredths the product is whole.
  return Math.floor((Math.round(hoursPerWeek * 100) * hourlyWagePence + 50) / 100);
}

/** Groups of occupations to choose from while typing: the major groups of the United Kingdom's classification, as the programme's files name them. */
export const OCCUPATION_GROUPS = [
  'Administrative and secretarial',
  'Associate professional and technical',
  'Care and personal services',
  'Customer service',
  'Elementary administrative, service and sales',
  'Elementary trades',
  'Leisure, culture and sport',
  'Process, plant and machine operatives',
  'Skilled trades',
  'Transport and mobile machine drivers and operatives',
] as const;

const later = (a: string, b: string | null): string => (b !== null && b > a ? b : a);

/**
 * The questions of a job. A day after `today` is refused, unless it is what is there already (an import may have brought
 * it, and a correction of something else must not be held up by it). `areas` are suggestions for the place of work.
 */
export function jobQuestions(view: {
  today: string;
  areas: readonly string[];
  standing?: JobFields;
  country?: CountryRules;
}): Question[] {
  const { country = countries.GB } = view;
  const { today, areas, standing } = view;
  return [
    { kind: 'text', name: 'employer', label: 'Employer', most: 200 },
    {
      kind: 'text',
      name: 'occupationGroup',
      label: 'Occupation group',
      hint: 'What kind of work it is, for example Skilled trades',
      most: 200,
      suggestions: OCCUPATION_GROUPS,
    },
    {
      kind: 'text',
      name: 'workArea',
      label: 'Place of work',
      hint: 'The district that the job is in. It can be outside the programme’s areas',
      most: 200,
      suggestions: areas,
    },
    {
      kind: 'day',
      name: 'startedOn',
      label: 'First day in the job',
      hint: 'For example, 27 3 2016. Leave it empty if it is not known',
      earliest: '1950-01-01',
      latest: {
        day: later(today, standing?.startedOn ?? null),
        message: 'The first day in the job must be today or in the past',
      },
    },
    {
      kind: 'day',
      name: 'endedOn',
      label: 'Last day in the job',
      hint: 'Leave it empty while the job is held',
      earliest: '1950-01-01',
      latest: {
        day: later(today, standing?.endedOn ?? null),
        message: 'The last day in the job must be today or in the past',
      },
    },
    { kind: 'number', name: 'hoursPerWeek', label: 'Hours a week', most: 168, decimals: 2, suffix: 'hours' },
    {
      kind: 'money',
      name: 'hourlyWagePence',
      label: 'Wage an hour',
      hint: `In ${country.money}, before tax`,
      country,
      most: 99_999,
      suffix: 'an hour',
    },
    {
      kind: 'choice',
      name: 'selfEmployed',
      label: 'Self-employed?',
      as: 'radios in a row',
      choices: [
        { value: 'yes', text: 'Yes' },
        { value: 'no', text: 'No' },
      ],
    },
  ];
}

/** A job's answers as the form holds them. */
export function jobAnswers(job: JobFields): Record<string, Answer> {
  return { ...job, selfEmployed: job.selfEmployed === null ? null : job.selfEmployed ? 'yes' : 'no' };
}

/** A job from the answers of its form. Pass answers that `readForm` has accepted. */
export function jobFrom(values: Readonly<Record<string, Answer>>): JobFields {
  const words = (name: string) => (values[name] as string | null | undefined) ?? null;
  const figure = (name: string) => (values[name] as number | null | undefined) ?? null;
  return {
    employer: words('employer'),
    occupationGroup: words('occupationGroup'),
    workArea: words('workArea'),
    startedOn: words('startedOn'),
    endedOn: words('endedOn'),
    hoursPerWeek: figure('hoursPerWeek'),
    hourlyWagePence: figure('hourlyWagePence'),
    selfEmployed: values.selfEmployed === 'yes' ? true : values.selfEmployed === 'no' ? false : null,
  };
}

/**
 * What is wrong with a job as a whole, by question; nothing when it is right. An end before the start is refused, unless
 * both days are what is there already: such a job came with an import, counts as of unknown length, and may be corrected
 * in other things without guessing at its days. Nobody has a job without knowing a single thing of it.
 */
export function jobProblems(job: JobFields, standing?: JobFields): Record<string, string> {
  if (standing && job.startedOn === standing.startedOn && job.endedOn === standing.endedOn) return {};
  if (job.startedOn !== null && job.endedOn !== null && job.endedOn < job.startedOn)
    return { endedOn: 'The last day in the job must be the first day or after it' };
  if (job.employer === null && job.occupationGroup === null && job.startedOn === null)
    return { employer: 'Enter the employer, the occupation group or the first day in the job' };
  return {};
}

/** What a correction changed, in words. Empty when nothing did. */
export function jobChanges(
  before: JobFields,
  after: JobFields,
): { field: string; asked: string; before: string; after: string }[] {
  const questions = jobQuestions({ today: '9999-12-31', areas: [] });
  const [from, to] = [jobAnswers(before), jobAnswers(after)];
  return questions
    .filter((question) => from[question.name] !== to[question.name])
    .map((question) => ({
      field: question.name,
      asked: question.label.replace(/\?$/, ''),
      before: answerText(question, from[question.name]),
      after: answerText(question, to[question.name]),
    }));
}
