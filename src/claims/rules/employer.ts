/** Asking an employer to confirm a job: the email that brings the link, what is asked, and how the answer reads as evidence. Pure. */
import { showDay } from '../../kit/clock.ts';
import type { Answer, Question } from '../../kit/form.ts';
import { coversText, type Need } from './evidence.ts';

/** Days for which a link works. */
export const linkDays = 28;

/** The email with a link. No name, no job, nothing of the person: whoever reads it sees that there is something to answer. */
export function employerMail(of: {
  reference: string;
  programme: string;
  whom: { name: string; phone: string | null };
  url: string;
  lastDay: string;
}): { subject: string; body: string } {
  const { reference, programme, whom, url, lastDay } = of;
  const call = whom.phone === null ? whom.name : `${whom.name}, ${whom.phone}`;
  return {
    subject: `Confirmation ${reference}: please answer`,
    body: `${programme} asks you to confirm something: reference ${reference}.

Open this link. It takes about two minutes, and you need no account:
${url}

Whoever has the link can answer, so do not pass it on outside your organisation. It works until ${lastDay}.

Questions, or the link does not work: call ${call}.
`,
  };
}

/** What an employer is asked. They are not shown what Newel knows, so that their answer stands by itself. */
export const confirmQuestions = (today: string): Question[] => [
  {
    ...{
      kind: 'choice',
      name: 'works',
      label: 'Do they work for you, or did they?',
      required: 'Say whether they work or worked for you',
    },
    choices: [
      { value: 'yes', text: 'Yes' },
      { value: 'no', text: 'No' },
    ],
  },
  {
    ...{
      kind: 'day',
      name: 'from',
      label: 'Their first day at work',
      hint: 'For example, 27 3 2016',
      earliest: '1950-01-01',
    },
    latest: { day: today, message: 'Their first day must be today or in the past' },
  },
  {
    ...{
      kind: 'day',
      name: 'to',
      label: 'Their last day at work',
      hint: 'Leave it empty if they still work for you',
      earliest: '1950-01-01',
    },
    latest: {
      day: today,
      message: 'Their last day must be today or in the past. Leave it empty if they still work for you',
    },
  },
  { kind: 'number', name: 'hours', label: 'Hours in a usual week', decimals: 2, most: 168, suffix: 'hours' },
  {
    kind: 'long text',
    name: 'words',
    label: 'Anything else that we should know',
    hint: 'For example, breaks of more than a week. Leave out health and other private matters',
    most: 500,
    rows: 3,
  },
  { kind: 'text', name: 'name', label: 'Your name', most: 100, autocomplete: 'name', required: 'Enter your name' },
  {
    kind: 'text',
    name: 'title',
    label: 'What you do there',
    hint: 'For example, payroll or manager',
    most: 100,
    required: 'Enter what you do there',
  },
];

/** An employer's answer. Days are 'YYYY-MM-DD'; `to` is null while they work there. */
export type Confirmation = {
  works: boolean;
  from: string | null;
  to: string | null;
  hours: number | null;
  words: string | null;
  name: string;
  title: string;
};

/** An answer from what `readForm` accepted, or what is wrong with it. */
export function confirmationFrom(
  values: Readonly<Record<string, Answer>>,
): { ok: true; answer: Confirmation } | { ok: false; errors: Record<string, string> } {
  const text = (name: string) => (values[name] as string | null | undefined) ?? null;
  const [works, from, to] = [values.works === 'yes', text('from'), text('to')];
  if (works && from === null) return { ok: false, errors: { from: 'Enter their first day at work' } };
  if (from !== null && to !== null && to < from)
    return { ok: false, errors: { to: 'Their last day must be their first day or later' } };
  const hours = typeof values.hours === 'number' ? values.hours : null;
  const rest = { words: text('words'), name: text('name') ?? '', title: text('title') ?? '' };
  return {
    ok: true,
    answer: works ? { works, from, to, hours, ...rest } : { works, from: null, to: null, hours: null, ...rest },
  };
}

/** A milestone that an employer was asked about, as it is on the day of the answer. Days are 'YYYY-MM-DD'. */
export type AskedMilestone = {
  label: string;
  /** The first day that counts for it. */
  from: string | null;
  reachedOn: string | null;
  /** Whether the job that they were asked about is one that it counts: permitted work and jobs from before the attachment are not. */
  counts: boolean;
  /** Whether days in a job are all that it asks: an employer is not asked for hours of weeks nor for pay. */
  byDaysAlone: boolean;
};

/**
 * What of the asked a yes proves by itself: what its days cover, where they are the days on file and nothing more was said. Of the
 * rest, why somebody has to look at it.
 */
export function provenBy(
  answer: Pick<Confirmation, 'from' | 'to' | 'words'>,
  ours: { from: string | null; to: string | null },
  asked: { on: string; needs: readonly Need[]; of: (need: Need) => AskedMilestone | null },
  today: string,
): { proves: Need[]; why: string[] } {
  const days = (of: { from: string | null; to: string | null }) =>
    coversText({ coversFrom: of.from, coversTo: of.to }) ?? 'not known';
  // A last day to come is none yet.
  const standing = { from: ours.from, to: ours.to !== null && ours.to < today ? ours.to : null };
  const said = { from: answer.from, to: answer.to !== null && answer.to < today ? answer.to : null };
  const whole: string[] = [];
  if (said.from !== standing.from || said.to !== standing.to)
    whole.push(`their days (${days(said)}) and ours (${days(standing)}) differ`);
  if (answer.words !== null) whole.push('they wrote something besides');
  if (whole.length > 0) return { proves: [], why: whole };
  const [first, last] = [answer.from ?? today, answer.to ?? today];
  const left = new Set<string>();
  const proves = asked.needs.filter((need) => {
    const one = asked.of(need);
    const why =
      one === null || !one.byDaysAlone
        ? 'days in a job alone do not prove it'
        : !one.counts
          ? 'the job that they speak of does not count for it'
          : one.reachedOn === null || one.reachedOn > asked.on
            ? 'it was not reached when they were asked'
            : one.from === null || one.from < first || one.reachedOn > last
              ? 'they do not speak for all of its days'
              : null;
    if (why !== null) left.add(`${one?.label ?? need[1]}: ${why}`);
    return why === null;
  });
  return { proves, why: [...left] };
}

/** The answer as text, which is kept as a file of evidence. `day` is the day of the answer. */
export function confirmationText(
  of: { reference: string; programme: string; person: string; caseReference: string },
  answer: Confirmation,
  day: string,
): string {
  const lines: [string, string][] = [
    ['Reference', of.reference],
    ['Asked by', of.programme],
    ['About', `${of.person}, ${of.caseReference}`],
    ['Works or worked for us', answer.works ? 'Yes' : 'No'],
    ...(answer.works
      ? ([
          ['First day at work', showDay(answer.from)],
          ['Last day at work', answer.to === null ? 'Still works for us' : showDay(answer.to)],
          ['Hours in a usual week', answer.hours === null ? 'Not told' : String(answer.hours)],
        ] as [string, string][])
      : []),
    ...(answer.words === null ? [] : ([['More', answer.words]] as [string, string][])),
    ['Answered by', `${answer.name}, ${answer.title}`],
    ['Answered on', `${showDay(day)} (${day}), by the link that was sent to the employer`],
  ];
  return `${lines.map(([asked, said]) => `${asked}: ${said}`).join('\n')}\n`;
}
