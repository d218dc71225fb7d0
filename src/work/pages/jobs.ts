import { showDay } from '../../kit/clock.ts';
import { counted, poundsText } from '../../kit/counted.ts';
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, insetText, type SummaryListRow, summaryList } from '../../kit/ui/index.ts';
import type { WorkWords } from '../../programmes/rules/work.ts';
import type { Job } from '../actions/jobs.ts';
import type { BenefitChange, Offer } from '../actions/offers.ts';
import { type JobClock, jobClock, sustainedClock } from '../rules/clock.ts';
import { isJob, occupationText, weeklyPayPence } from '../rules/jobs.ts';
import { countDays, daysInWork, type JobDates, programmeJobs, sustainedFromWeeks } from '../rules.ts';
import { benefitsHtml, offersHtml } from './beside-jobs.ts';
import { historyRows, kindText, leftRows, toldByWeek } from './job-rows.ts';

/** What the page of jobs shows. Days are 'YYYY-MM-DD'; `rule` is the programme's, in weeks. */
export type JobsView = {
  caseId: string;
  today: string;
  attachedOn: string | null;
  rule: { weeks: number; window: number } | null;
  jobs: readonly Job[];
  offers: readonly Offer[];
  benefits: readonly BenefitChange[];
  words: WorkWords;
  csrf: Html;
  /** Before an amount of money. */
  symbol: '£' | '$';
  mayRecord: boolean;
};

const day = (text: string | null): DayNumber | null => (text === null ? null : parseDay(text));
const shown = (number: DayNumber): string => showDay(formatDay(number));

/** A job's days as the rules read them. */
export const datesOf = (job: Job): JobDates => ({
  key: job.key,
  startedOn: day(job.startedOn),
  endedOn: day(job.endedOn),
});

/** The jobs of a case with their clocks, and the way to sustained work. */
export function jobsHtml(view: JobsView): Html {
  const { caseId, jobs, mayRecord } = view;
  const newestFirst = [...jobs].sort((a, b) => ((a.startedOn ?? '') < (b.startedOn ?? '') ? 1 : -1));
  return html`<h1 class="govuk-heading-l">Jobs</h1>
${
  mayRecord
    ? html`<div class="govuk-button-group newel-no-print">${button({ text: 'Add a job', href: `/cases/${caseId}/jobs/new` })}<a class="govuk-link" href="/cases/${caseId}/jobs/offers/new">Add an offer</a><a class="govuk-link" href="/cases/${caseId}/jobs/benefit/off">Off benefit</a><a class="govuk-link" href="/cases/${caseId}/jobs/benefit/back">Back on benefit</a></div>`
    : noHtml
}
${jobs.length === 0 ? html`<p class="govuk-body">No job is recorded.</p>` : html`${sustainedHtml(view)}${joinHtml(newestFirst.map((job) => jobCard(job, view)))}`}
${offersHtml(view)}${benefitsHtml(view)}`;
}

/** What the clock of sustained work goes by. */
type ClockView = Pick<JobsView, 'jobs' | 'attachedOn' | 'today'> & { rule: NonNullable<JobsView['rule']> };

const ruleText = (rule: ClockView['rule']): string =>
  `${counted(rule.weeks, 'week')} in work within ${counted(rule.window, 'week')}`;

/** The clock of the jobs that count since `attached`. */
function clockOf({ jobs, rule }: ClockView, attached: DayNumber, asOf: DayNumber) {
  const sustained = sustainedFromWeeks(rule.weeks, rule.window);
  const counting = programmeJobs(jobs.filter(isJob).map(datesOf), attached, asOf);
  return { sustained, counting, clock: sustainedClock(counting, sustained, asOf) };
}

function sustainedHtml({ rule, ...view }: JobsView): Html {
  const asOf = parseDay(view.today);
  const attached = day(view.attachedOn);
  if (rule === null || asOf === null) return noHtml;
  const words = ruleText(rule);
  if (attached === null)
    return insetText({ text: `Jobs count towards ${words} from the day of attachment on. There is no such day yet.` });
  const { sustained, counting, clock } = clockOf({ ...view, rule }, attached, asOf);
  const inAll = countDays(daysInWork(counting, asOf));
  const state =
    clock.on !== null
      ? `Reached on ${shown(clock.on)}`
      : `Not reached. Most so far: ${clock.best} of ${sustained.need} days in work`;
  return summaryList({
    card: { title: { text: `Sustained work: ${words}`, headingLevel: 2 } },
    rows: [
      { key: { text: 'State' }, value: { text: state } },
      clock.earliest !== null && {
        key: { text: 'Earliest possible date' },
        value: { text: `${shown(clock.earliest)}, ${ifText(clock.inWork)}` },
      },
      clock.on === null && {
        key: { text: 'Days in work now' },
        value: { text: `${clock.now} in the ${sustained.within} days to today` },
      },
      { key: { text: 'Days in work in all' }, value: { text: counted(inAll, 'day') } },
    ],
  });
}

const ifText = (inWork: boolean): string =>
  inWork ? 'if the person stays in work without a day between' : 'if a job starts tomorrow and goes on';

/** The clock of sustained work on the overview of a case: reached on, or so many more days by when. Nothing where no job counts. */
export function sustainedPart(caseId: string, view: ClockView): Html {
  const asOf = parseDay(view.today);
  const attached = day(view.attachedOn);
  if (asOf === null || attached === null) return noHtml;
  const { sustained, counting, clock } = clockOf(view, attached, asOf);
  if (counting.length === 0) return noHtml;
  const { on, earliest } = clock;
  const text =
    on !== null
      ? `Reached on ${shown(on)}: ${ruleText(view.rule)}.`
      : `${clock.now} of ${sustained.need} days in work. ${earliest === null ? '' : `${counted(earliest - asOf, 'more day')}: ${shown(earliest)}, ${ifText(clock.inWork)}.`}`;
  return html`<h2 class="govuk-heading-m">Sustained work</h2>
<p class="govuk-body">${text}</p>
<p class="govuk-body newel-no-print"><a class="govuk-link" href="/cases/${caseId}/jobs">Jobs and their clocks</a></p>`;
}

/** What must be known to read a job rightly; empty for a plain one. */
export function jobNotes(job: Job, attachedOn: string | null, today: string): string[] {
  const { startedOn, endedOn } = job;
  const notes: string[] = [];
  if (startedOn !== null && endedOn !== null && endedOn < startedOn)
    notes.push('The last day is before the first day. Its length is not known until one of them is corrected.');
  if (startedOn === null) notes.push('The first day is not known, so neither is its length.');
  if (startedOn !== null && startedOn > today) notes.push('The first day has not come yet. It counts from then on.');
  const before =
    attachedOn !== null && (startedOn === null ? endedOn !== null && endedOn < attachedOn : startedOn < attachedOn);
  if (!isJob(job))
    notes.push('Permitted work. It does not count as the start of a job, and not towards sustained work.');
  else if (before)
    notes.push(`It does not count towards the programme: it began before attachment on ${showDay(attachedOn)}.`);
  return notes;
}

function jobCard(job: Job, view: JobsView): Html {
  const { caseId, today, attachedOn, mayRecord } = view;
  const asOf = parseDay(today) as DayNumber;
  const clock = jobClock(datesOf(job), asOf);
  const about = job.employer ?? 'Employer not known';
  const notes = jobNotes(job, attachedOn, today);
  const path = `/cases/${caseId}/jobs/${job.id}`;
  const rows: SummaryListRow[] = [
    ...(notes.length > 0 ? [{ key: { text: 'Note' }, value: { html: joinHtml(notes, html`<br>`) } }] : []),
    { key: { text: 'First day' }, value: { text: sentence(showDay(job.startedOn)) } },
    { key: { text: 'Last day' }, value: { text: job.endedOn === null ? 'Still in the job' : showDay(job.endedOn) } },
    { key: { text: 'Time in this job' }, value: { html: lengthHtml(clock) } },
    ...leftRows(job, view),
    ...(job.employerId === null
      ? []
      : [
          {
            key: { text: 'Employer' },
            value: { html: html`<a class="govuk-link" href="/employers/${job.employerId}">${about}</a>` },
          },
        ]),
    ...knownRows(job, view),
    ...historyRows(job, view),
    ...(job.weeks.length === 0
      ? []
      : [
          {
            key: { text: 'All weeks' },
            value: {
              html: html`<a class="govuk-link" href="${path}/weeks/all">Every week on file, and removing one</a>`,
            },
          },
        ]),
  ];
  const actions = [
    { href: `${path}/correct`, text: 'Correct' },
    { href: `${path}/terms`, text: 'Change hours or wage' },
    ...(toldByWeek(job) ? [{ href: `${path}/weeks`, text: 'Add a week' }] : []),
    ...(job.endedOn === null ? [{ href: `${path}/end`, text: 'End this job' }] : []),
    { href: `${path}/withdraw`, text: 'Withdraw' },
  ];
  return summaryList({
    card: { title: { text: about, headingLevel: 2 }, ...(mayRecord ? { actions: { items: actions } } : {}) },
    rows,
  });
}

/** What is known of a job beside its days, then one row that names what is not. */
function knownRows(job: Job, { symbol, words }: JobsView): SummaryListRow[] {
  const { occupationGroup, workArea, hoursPerWeek, hourlyWagePence, selfEmployed, kind, occupationCode } = job;
  const facts: readonly (readonly [string, string | number | null])[] = [
    ['Kind of work', kindText(kind, selfEmployed, words)],
    ['Occupation group', occupationGroup],
    ...(occupationCode === null
      ? []
      : [['Occupation code', occupationText(occupationCode, job.occupationLabel)] as const]),
    ['Place of work', workArea],
    [job.termsFrom === null ? 'Hours a week' : `Hours a week since ${showDay(job.termsFrom)}`, hoursPerWeek],
    ['Wage an hour', hourlyWagePence === null ? null : poundsText(hourlyWagePence, symbol)],
  ];
  const rows = facts.flatMap(([key, value]) =>
    value === null ? [] : [{ key: { text: key }, value: { text: value } }],
  );
  const weekly = weeklyPayPence(job);
  if (weekly !== null)
    rows.push({ key: { text: 'Pay a week' }, value: { text: `${poundsText(weekly, symbol)}, before tax` } });
  const unknown = facts.filter(([, value]) => value === null).map(([key]) => key);
  return unknown.length === 0 ? rows : [...rows, { key: { text: 'Not known' }, value: { text: unknown.join(', ') } }];
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function lengthHtml({ days, left, lengths }: JobClock): Html {
  if (days === null) return html`Not known`;
  const done = lengths
    .filter((length) => length.reached)
    .map(({ weeks, on }) => `${counted(weeks, 'week')} on ${shown(on)}`);
  const next = lengths.find((length) => !length.reached);
  return html`${left ? 'Was in this job' : 'In this job'} ${counted(days, 'day')}${
    done.length > 0 ? html`<br>Reached ${done.join(', ')}` : noHtml
  }${next === undefined ? noHtml : html`<br>${counted(next.weeks, 'week')} on ${shown(next.on)} if it goes on`}`;
}
