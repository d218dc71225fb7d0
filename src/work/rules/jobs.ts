import { type CountryRules, countries } from '../../kit/country.ts';
import { type Answer, answerText, type Question } from '../../kit/form.ts';
import { type JobKind, type WorkWords, workWordsOf } from '../../programmes/rules/work.ts';

/**
 * What is kept of a job. Days are 'YYYY-MM-DD', the wage is pence an hour, null is 'not known'. Hours and wage are those of
 * the latest terms. `selfEmployed` is true exactly when the kind is, where the kind is known.
 */
export type JobFields = {
  kind: JobKind | null;
  employer: string | null;
  occupationGroup: string | null;
  workArea: string | null;
  startedOn: string | null;
  endedOn: string | null;
  hoursPerWeek: number | null;
  hourlyWagePence: number | null;
  selfEmployed: boolean | null;
  occupationScheme: string | null;
  occupationCode: string | null;
  /** A code of the programme's words. */
  leftReason: string | null;
  leftWords: string | null;
};

/** A job of which nothing is known yet. */
export const blankJob: JobFields = {
  kind: null,
  employer: null,
  occupationGroup: null,
  workArea: null,
  startedOn: null,
  endedOn: null,
  hoursPerWeek: null,
  hourlyWagePence: null,
  selfEmployed: null,
  occupationScheme: null,
  occupationCode: null,
  leftReason: null,
  leftWords: null,
};

/** A code of a classification of occupations. */
export type Occupation = { code: string; label: string };

/** Whether a job is one by the programme: permitted work is work that a benefit allows, and no start of a job. */
export const isJob = ({ kind }: Pick<JobFields, 'kind'>): boolean => kind !== 'permitted';

/** An occupation as it is typed and shown: '92 Elementary administration and service occupations'. */
export const occupationText = (code: string, label: string | null | undefined): string =>
  label == null ? code : `${code} ${label}`;

/** Reads an occupation by its code, its name, or both. The message says what to do. */
function readOccupation(given: string, known: readonly Occupation[], standing: string | null) {
  const typed = given.toLowerCase();
  if (standing !== null && standing.toLowerCase() === typed) return { value: standing };
  const found =
    known.find(({ code }) => code.toLowerCase() === typed.split(/\s/)[0]) ??
    known.find(({ label }) => label.toLowerCase() === typed);
  return found === undefined
    ? 'Occupation code: choose one from the list, or leave it empty'
    : { value: occupationText(found.code, found.label) };
}

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

/** What the form of a job is made of. `areas`, `employers` and `occupations` are there to choose from while typing. */
export type JobForm = {
  today: string;
  areas: readonly string[];
  employers?: readonly string[];
  occupations?: readonly Occupation[];
  words?: WorkWords;
  standing?: JobFields & { occupationLabel?: string | null };
  country?: CountryRules;
};

/**
 * The questions of a job. A day after `today` is refused, unless it is what is there already (an import may have brought
 * it, and a correction of something else must not be held up by it). Why a job was left is asked where one is ended or corrected.
 */
export function jobQuestions(view: JobForm): Question[] {
  const { country = countries.GB, today, areas, employers = [], occupations = [], standing } = view;
  const words = view.words ?? workWordsOf(null);
  const standingOccupation = standing === undefined ? null : (jobAnswers(standing).occupation as string | null);
  return [
    {
      kind: 'choice',
      name: 'kind',
      label: 'What kind of work is it?',
      as: 'radios',
      choices: words.kinds.map(({ code, label }) => ({
        value: code,
        text: label,
        ...(code === 'permitted'
          ? { hint: 'Work that a benefit allows. It does not count as the start of a job' }
          : {}),
      })),
    },
    { kind: 'text', name: 'employer', label: 'Employer', most: 200, suggestions: employers },
    {
      kind: 'text',
      name: 'occupationGroup',
      label: 'Occupation group',
      hint: 'What kind of work it is, for example Skilled trades',
      most: 200,
      suggestions: OCCUPATION_GROUPS,
    },
    ...(occupations.length > 0 || standingOccupation !== null
      ? [
          {
            kind: 'text',
            name: 'occupation',
            label: 'Occupation code',
            hint: 'Type a part of its name and choose, or leave it empty',
            most: 300,
            suggestions: occupations.map(({ code, label }) => occupationText(code, label)),
            check: (given: string) => readOccupation(given, occupations, standingOccupation),
          } as const,
        ]
      : []),
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
    ...(standing === undefined ? [] : leavingQuestions(words)),
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
  ];
}

/** Why a job was left, in a code and in words. */
export const leavingQuestions = (words: WorkWords): Question[] => [
  {
    kind: 'choice',
    name: 'leftReason',
    label: 'Why was the job left?',
    as: 'select',
    choices: words.leftReasons.map(({ code, label }) => ({ value: code, text: label })),
  },
  {
    kind: 'long text',
    name: 'leftWords',
    label: 'What happened, in their words',
    hint: 'Leave it empty if there is nothing to add',
    most: 2000,
    rows: 3,
  },
];

/** A job's answers as the form holds them. Of an imported job whose kind is not known, that it is self-employed is. */
export function jobAnswers(job: JobFields & { occupationLabel?: string | null }): Record<string, Answer> {
  const { kind, selfEmployed, occupationScheme: _, occupationCode, occupationLabel, ...rest } = job;
  return {
    ...rest,
    kind: kind ?? (selfEmployed === true ? 'self_employed' : null),
    occupation: occupationCode === null ? null : occupationText(occupationCode, occupationLabel),
  };
}

/**
 * A job from the answers of its form. Pass answers that `readForm` has accepted. What the form did not ask stays as it stands;
 * `scheme` is the classification of the occupations that were asked.
 */
export function jobFrom(
  values: Readonly<Record<string, Answer>>,
  { standing, scheme }: { standing: (JobFields & { occupationLabel?: string | null }) | null; scheme: string },
): JobFields {
  const words = (name: string) => (values[name] as string | null | undefined) ?? null;
  const figure = (name: string) => (values[name] as number | null | undefined) ?? null;
  const stays = (name: 'leftReason' | 'leftWords') => (name in values ? words(name) : (standing?.[name] ?? null));
  const kind = words('kind') as JobKind | null;
  const stood = standing === null ? null : (jobAnswers(standing).occupation as string | null);
  const occupation = 'occupation' in values ? words('occupation') : stood;
  const code = occupation?.split(' ')[0] ?? null;
  return {
    kind,
    employer: words('employer'),
    occupationGroup: words('occupationGroup'),
    workArea: words('workArea'),
    startedOn: words('startedOn'),
    endedOn: words('endedOn'),
    hoursPerWeek: figure('hoursPerWeek'),
    hourlyWagePence: figure('hourlyWagePence'),
    // A file may say that somebody is not self-employed without saying what else they are.
    selfEmployed: kind !== null ? kind === 'self_employed' : standing?.selfEmployed === false ? false : null,
    // Two classifications may have the same code: the words tell which of them was meant.
    occupationScheme:
      code === null ? null : standing !== null && occupation === stood ? standing.occupationScheme : scheme,
    occupationCode: code,
    leftReason: stays('leftReason'),
    leftWords: stays('leftWords'),
  };
}

/**
 * What is wrong with a job as a whole, by question; nothing when it is right. An end before the start is refused, unless
 * both days are what is there already: such a job came with an import, counts as of unknown length, and may be corrected
 * in other things without guessing at its days. Nobody has a job without knowing a single thing of it.
 */
export function jobProblems(job: JobFields, standing?: JobFields): Record<string, string> {
  if (job.endedOn === null && job.leftReason !== null)
    return { endedOn: 'Enter the last day in the job, or leave out why it was left' };
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
  words?: WorkWords,
): { field: string; asked: string; before: string; after: string }[] {
  const standing = before.occupationCode === null ? after : before;
  const questions = jobQuestions({ today: '9999-12-31', areas: [], standing, ...(words && { words }) });
  const told = (job: JobFields): Record<string, Answer> => ({
    ...jobAnswers(job),
    ...(job.occupationCode !== null && { occupation: `${job.occupationCode} (${job.occupationScheme})` }),
  });
  const [from, to] =
    before.occupationScheme === after.occupationScheme
      ? [jobAnswers(before), jobAnswers(after)]
      : [told(before), told(after)];
  return questions
    .filter((question) => from[question.name] !== to[question.name])
    .map((question) => ({
      field: question.name,
      asked: question.label.replace(/\?$/, ''),
      before: answerText(question, from[question.name]),
      after: answerText(question, to[question.name]),
    }));
}
