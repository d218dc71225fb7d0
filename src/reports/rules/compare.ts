/** Starters and non-starters of the settled cohort: what tells them apart. */
import { type Fraction, meanOf, medianOf, minus } from '../../kit/exact.ts';
import { characteristics } from './derive.ts';
import { add, addKey, cellWriter, names, type Plan, type TableText } from './plan.ts';
import type { Section } from './section.ts';

const cohortText =
  'The settled cohort is the clients attached on or before the day that the programme gives for it, or on or before the as-of date if that is earlier. A starter has started a job by the as-of date.';
const assessed = 'Clients of the settled cohort with an initial assessment.';

export const compareTables: TableText[] = [
  {
    name: 'starter profile',
    question: 'Who is more likely to start work?',
    sentence: 'Characteristics of starters and of non-starters of the settled cohort.',
    definition: `${cohortText} The difference is starters less non-starters, in points, before rounding.`,
    base: 'The settled cohort. Each line has as its base the clients for whom the field is known.',
    chart: { kind: 'bars', columns: ['Non-starters', 'Starters'] },
  },
  {
    name: '3-3',
    question: 'Which issues hold back a job start?',
    sentence: 'Share of starters and of non-starters for whom each issue was severe at the initial assessment.',
    definition: `${cohortText} The difference is non-starters less starters, in points, before rounding.`,
    base: assessed,
    chart: { kind: 'bars', columns: ['Non-starters', 'Starters'] },
  },
  {
    name: '3-9',
    question: 'Do starters have fewer severe issues?',
    sentence: 'Starters and non-starters by the number of issues that were severe at the initial assessment.',
    definition: cohortText,
    base: assessed,
    chart: { kind: 'columns', columns: ['Non-starters', 'Starters'] },
  },
  {
    name: '3-4',
    question: 'How does the number of severe issues change the chance of a job?',
    sentence: 'Share of clients who started a job, by the number of severe issues at the initial assessment.',
    definition: cohortText,
    base: assessed,
    chart: { kind: 'columns', columns: ['Percent'] },
  },
  {
    name: '3-5',
    question: 'How long does it take to start work?',
    sentence: 'Days from attachment to the first job, by the number of severe issues at the initial assessment.',
    definition: `${cohortText} Days to the job are the first day of the first job less the day of attachment; 0 on the same day. The median of an even number of clients is the mean of the two middle ones.`,
    base: 'Starters of the settled cohort with an initial assessment, whose first job has a start date.',
    chart: { kind: 'columns', columns: ['Median days'] },
  },
  {
    name: '3-10',
    question: 'Does confidence grow?',
    sentence: 'Confidence in success at work at attachment and at the latest reassessment.',
    definition: `${cohortText} Confidence is rated 0 to 6; higher is better. Low is 0, 1 or 2. The later rating is that of the latest reassessment in which it was given.`,
    base: 'Clients of the settled cohort with a rating both at the initial assessment and at a reassessment.',
    chart: null,
  },
];

const groups = ['Non-starters', 'Starters'] as const;
const lines = [0, 1, 2, 3, 4, 5, 8, 9, 10, 11];
const bands = ['Under 2', '2 or 3', '4 or 5', '6 or 7', '8 or more'];
/** Counters of Table 3-10: base, none before, none after, low before, low after, higher, lower. */
const confidenceWidth = 7;

/** The tables `starter profile`, `3-3`, `3-9`, `3-4`, `3-5` and `3-10`. */
export function compare(plan: Plan): Section {
  const width = plan.issues.length;
  const allStarters = plan.block(1);
  const cohort = plan.block(1);
  const started = plan.block(1);
  const known = plan.block(2 * characteristics.length);
  const yes = plan.block(2 * characteristics.length);
  const n = plan.block(2);
  const severe = plan.block(2 * width);
  const number = plan.block(2 * (width + 1));
  const three = plan.block(2);
  const seven = plan.block(2);
  const clients = plan.block(bands.length + 1);
  const starters = plan.block(bands.length + 1);
  const timed = plan.block(bands.length + 1);
  const days = [...bands, 'Total'].map(() => plan.slot());
  const confidence = plan.block(2 * confidenceWidth);
  return {
    tally(client, to) {
      if (!client.attached) return;
      const group = client.first === null ? 0 : 1;
      if (group === 1) add(to, allStarters);
      if (!client.settled) return;
      add(to, cohort);
      if (group === 1) add(to, started);
      for (const line of lines) {
        const value = client.marks[line] ?? -1;
        if (value < 0) continue;
        add(to, known + group * characteristics.length + line);
        if (value > 0) add(to, yes + group * characteristics.length + line);
      }
      if (!client.assessed) return;
      add(to, n + group);
      for (let issue = 0; issue < width; issue += 1) {
        if (client.severe[issue] === 1) add(to, severe + group * width + issue);
      }
      const count = client.severeCount;
      add(to, number + group * (width + 1) + count);
      if (count >= 3) add(to, three + group);
      if (count >= 7) add(to, seven + group);
      const band = Math.min(Math.floor(count / 2), bands.length - 1);
      add(to, clients + band);
      add(to, clients + bands.length);
      if (client.first !== null) {
        add(to, starters + band);
        add(to, starters + bands.length);
        if (client.first.startedOn !== null) {
          const waited = client.first.startedOn - client.attachedOn;
          add(to, timed + band);
          add(to, timed + bands.length);
          addKey(to, days[band] ?? -1, waited);
          addKey(to, days[bands.length] ?? -1, waited);
        }
      }
      const { firstConfidence: before, laterConfidence: after } = client;
      if (before < 0 || after < 0) return;
      const at = confidence + group * confidenceWidth;
      add(to, at);
      if (before === 0) add(to, at + 1);
      if (after === 0) add(to, at + 2);
      if (before <= 2) add(to, at + 3);
      if (after <= 2) add(to, at + 4);
      if (after > before) add(to, at + 5);
      if (after < before) add(to, at + 6);
    },
    cells(from) {
      const write = cellWriter(from);
      const profile = 'starter profile';
      write.count(profile, 'Cohort', 'Clients', cohort);
      write.count(profile, 'Cohort', 'Starters', started);
      write.percent(profile, 'Cohort', 'Percent of all job starts', started, allStarters);
      const shares: (Fraction | null)[][] = groups.map((group, index) =>
        lines.map((line) => {
          const row = characteristics[line] ?? '';
          const at = index * characteristics.length + line;
          write.count(profile, row, `${group} base`, known + at);
          return write.percent(profile, row, group, yes + at, known + at);
        }),
      );
      lines.forEach((line, at) => {
        const difference = minus(shares[1]?.[at] ?? null, shares[0]?.[at] ?? null);
        write.figure(profile, characteristics[line] ?? '', 'Difference', difference, 1);
      });
      groups.forEach((group, index) => {
        write.count('3-3', 'N', group, n + index);
      });
      plan.issues.forEach((issue, at) => {
        const [without, withJob] = groups.map((group, index) =>
          write.percent('3-3', issue, group, severe + index * width + at, n + index),
        );
        write.figure('3-3', issue, 'Difference', minus(without ?? null, withJob ?? null), 1);
      });
      groups.forEach((group, index) => {
        for (let count = 0; count <= width; count += 1) {
          write.count('3-9', String(count), group, number + index * (width + 1) + count);
        }
        write.count('3-9', '3 or more', group, three + index);
        write.percent('3-9', '3 or more', `${group} percent`, three + index, n + index);
        write.count('3-9', '7 or more', group, seven + index);
        write.percent('3-9', '7 or more', `${group} percent`, seven + index, n + index);
      });
      [...bands, 'Total'].forEach((band, index) => {
        write.count('3-4', band, 'Clients', clients + index);
        write.count('3-4', band, 'Started a job', starters + index);
        write.percent('3-4', band, 'Percent', starters + index, clients + index, 1);
        const waited = new Map([...names(from, days[index] ?? -1)].map(([key, times]) => [Number(key), times]));
        let sum = 0;
        for (const [length, times] of waited) sum += length * times;
        write.count('3-5', band, 'Started a job', timed + index);
        write.figure('3-5', band, 'Median days', medianOf(waited), 0, timed + index);
        write.figure('3-5', band, 'Mean days', meanOf(sum, write.at(timed + index)), 0, timed + index);
      });
      groups.forEach((group, index) => {
        const base = confidence + index * confidenceWidth;
        write.count('3-10', 'Base', group, base);
        ['No confidence (0)', 'Low confidence (0-2)'].forEach((row, low) => {
          const before = write.percent('3-10', row, `${group} at attachment`, base + 1 + low * 2, base);
          const after = write.percent('3-10', row, `${group} at latest reassessment`, base + 2 + low * 2, base);
          write.figure('3-10', row, `${group} change`, minus(after, before), 0);
        });
        write.percent('3-10', 'Rating higher', group, base + 5, base);
        write.percent('3-10', 'Rating lower', group, base + 6, base);
      });
      return write.cells;
    },
  };
}
