/** Jobs: what they are, what became of them, and how long they last. */
import { compareFractions, type Fraction } from '../../kit/exact.ts';
import { hasLeft, lengthInDays, remained } from '../../work/rules.ts';
import { add, addKey, cellWriter, names, type Plan, type TableText } from './plan.ts';
import type { Section } from './section.ts';

const lengthText =
  'A job is left if it ended on or before the as-of date. Its length is its last day less its first day plus one, up to the as-of date while it is held; a week is 7 days. The length is not known without a first day, or with an end before it; such a job counts under any length of time only.';

export const jobTables: TableText[] = [
  {
    name: 'nature of first jobs',
    question: 'What kind of work do clients find?',
    sentence: 'Occupation, self-employment, wage and hours of first jobs.',
    definition:
      'Bands include their lower bound: £7.00 an hour is in £7 to under £10, 24 hours a week in 24 to under 40.',
    base: 'All starters; for the wage bands, starters whose wage is known.',
    chart: { kind: 'bars', columns: ['Percent'] },
  },
  {
    name: 'journeys',
    question: 'What becomes of the first job?',
    sentence: 'Starters by whether they are still in the first job, left it, and had another.',
    definition:
      'Still in first job; left it and has no other job; left it and had another job, begun before or after the first one ended. These three add up to all starters. In work: still in any job.',
    base: 'All starters.',
    chart: { kind: 'bars', columns: ['Percent'] },
  },
  {
    name: '3-6',
    question: 'How long do jobs last?',
    sentence: 'Jobs that reached each length, by whether they were left or are still held.',
    definition: `${lengthText} Jobs are counted, not clients; each row is part of the row above it.`,
    base: 'All jobs of clients that began on or after attachment.',
    chart: { kind: 'stacked', columns: ['Left job', 'Still in job'] },
  },
  {
    name: '3-6 by provider',
    question: 'Whose jobs last?',
    sentence: 'Jobs that reached each length, by the provider of the area on the day the first job started.',
    definition: `${lengthText} The greatest share is told by the shares before rounding; providers that tie are all named.`,
    base: 'All jobs of clients that began on or after attachment.',
    chart: null,
  },
  {
    name: '3-16',
    question: 'Who did not remain in work?',
    sentence: 'Starters with fewer than 13 or 26 weeks of days in work, over all their jobs.',
    definition:
      'A day in work is a date on which at least one job of known length runs; a date counts once. 13 weeks are 91 days, 26 weeks 182.',
    base: 'Starters whose first job started at least 91 (182) days before the end of the as-of date, counting both days.',
    chart: { kind: 'columns', columns: ['Percent did not remain'] },
  },
];

const wages = ['Under £7', '£7 to under £10', '£10 or more'];
const hours = ['Under 16', '16 to under 24', '24 to under 40', '40 or more', 'not known'];
const lengths = ['Any length of time', '13+ weeks', '26+ weeks', '39+ weeks', '50+ weeks'];
const lengthDays = [0, 91, 182, 273, 350];
const remaining = [13, 26];
/** Counters of one length of job: left, still in, both. */
const states = 3;

/** The tables `nature of first jobs`, `journeys`, `3-6`, `3-6 by provider` and `3-16`. */
export function jobs(plan: Plan): Section {
  const providers = plan.providers.length;
  const starters = plan.block(1);
  const selfEmployed = plan.block(1);
  const wageUnknown = plan.block(1);
  const wageKnown = plan.block(1);
  const wage = plan.block(wages.length);
  const hour = plan.block(hours.length);
  const occupations = plan.slot();
  const still = plan.block(1);
  const leftNoOther = plan.block(1);
  const leftOther = plan.block(1);
  const inWork = plan.block(1);
  const otherInWork = plan.block(1);
  const otherNotInWork = plan.block(1);
  const jobNumber = plan.block(1);
  const perClient = plan.slot();
  const reachedLength = plan.block((providers + 1) * lengths.length * states);
  const unknownLength = plan.block(providers + 1);
  const remainBase = plan.block(remaining.length);
  const didNotRemain = plan.block(remaining.length);
  const lengthAt = (group: number, length: number) => reachedLength + (group * lengths.length + length) * states;
  return {
    tally(client, to) {
      const { first } = client;
      if (!client.attached || first === null) return;
      add(to, starters);
      addKey(to, occupations, first.occupation ?? '');
      if (first.selfEmployed === true) add(to, selfEmployed);
      if (first.wagePence === null) add(to, wageUnknown);
      else {
        add(to, wageKnown);
        add(to, wage + (first.wagePence < 700 ? 0 : first.wagePence < 1000 ? 1 : 2));
      }
      const a = first.hours;
      add(to, hour + (a === null ? 4 : a < 16 ? 0 : a < 24 ? 1 : a < 40 ? 2 : 3));
      let working = false;
      for (const job of client.jobs) {
        const left = hasLeft(job, plan.asOf);
        if (!left) working = true;
        const length = lengthInDays(job, plan.asOf);
        const state = left ? 0 : 1;
        for (let at = 0; at < lengths.length; at += 1) {
          if (at > 0 && (length === null || length < (lengthDays[at] ?? 0))) break;
          add(to, lengthAt(providers, at) + state);
          add(to, lengthAt(providers, at) + 2);
          if (client.startProvider < 0) continue;
          add(to, lengthAt(client.startProvider, at) + state);
          add(to, lengthAt(client.startProvider, at) + 2);
        }
        if (length !== null) continue;
        add(to, unknownLength + providers);
        if (client.startProvider >= 0) add(to, unknownLength + client.startProvider);
      }
      add(to, jobNumber, client.jobs.length);
      addKey(to, perClient, client.jobs.length);
      if (working) add(to, inWork);
      if (!hasLeft(first, plan.asOf)) add(to, still);
      else if (client.jobs.length === 1) add(to, leftNoOther);
      else {
        add(to, leftOther);
        add(to, working ? otherInWork : otherNotInWork);
      }
      remaining.forEach((weeks, at) => {
        const stayed = remained(first.startedOn, client.spells, weeks * 7, plan.asOf);
        if (stayed === null) return;
        add(to, remainBase + at);
        if (!stayed) add(to, didNotRemain + at);
      });
    },
    cells(from) {
      const write = cellWriter(from);
      const nature = 'nature of first jobs';
      for (const [label, keys] of spelled(names(from, occupations))) {
        const who = { slot: occupations, keys };
        write.count(nature, `Occupation: ${label}`, 'Clients', who);
        write.percent(nature, `Occupation: ${label}`, 'Percent', who, starters);
      }
      write.count(nature, 'Self-employed', 'Clients', selfEmployed);
      write.percent(nature, 'Self-employed', 'Percent', selfEmployed, starters);
      write.count(nature, 'Wage not known', 'Clients', wageUnknown);
      write.percent(nature, 'Wage not known', 'Percent', wageUnknown, starters);
      wages.forEach((label, at) => {
        write.count(nature, `Wage: ${label}`, 'Clients', wage + at);
        write.percent(nature, `Wage: ${label}`, 'Percent of known', wage + at, wageKnown);
      });
      hours.forEach((label, at) => {
        write.count(nature, `Hours: ${label}`, 'Clients', hour + at);
        write.percent(nature, `Hours: ${label}`, 'Percent', hour + at, starters);
      });
      const journey = (row: string, place: number, share = true) => {
        write.count('journeys', row, 'Clients', place);
        if (share) write.percent('journeys', row, 'Percent', place, starters);
      };
      journey('Still in first job', still);
      journey('Left first job, no other job', leftNoOther);
      journey('Left first job, had another job', leftOther);
      journey('In work', inWork);
      journey('Left first job, had another job, in work', otherInWork, false);
      journey('Left first job, had another job, not in work', otherNotInWork, false);
      const most = Math.max(0, ...[...names(from, perClient).keys()].map(Number));
      for (let number = 1; number <= most; number += 1) {
        const row = `Clients with ${number} job${number === 1 ? '' : 's'}`;
        write.count('journeys', row, 'Clients', { slot: perClient, keys: [number] });
      }
      write.count('journeys', 'Jobs', 'Jobs', jobNumber);
      const lasting = (table: string, group: number, suffix: string) => {
        lengths.forEach((row, at) => {
          const place = lengthAt(group, at);
          write.count(table, row, `Left job${suffix}`, place);
          write.count(table, row, `Still in job${suffix}`, place + 1);
          write.count(table, row, `Total${suffix}`, place + 2);
          write.percent(table, row, `Percent left${suffix}`, place, place + 2, 1);
          write.percent(table, row, `Percent still in${suffix}`, place + 1, place + 2, 1);
        });
        write.count(table, 'Length unknown', `Total${suffix}`, unknownLength + group);
      };
      lasting('3-6', providers, '');
      const shares: (Fraction | null)[][] = plan.providers.map((provider, index) => {
        lasting('3-6 by provider', index, `: ${provider}`);
        return lengths.slice(1).map((row, at) => {
          const column = `Percent of jobs reaching: ${provider}`;
          return write.percent('3-6 by provider', row, column, lengthAt(index, at + 1) + 2, lengthAt(index, 0) + 2, 1);
        });
      });
      lengths.slice(1).forEach((row, at) => {
        const greatest = greatestShare(shares.map((own) => own[at] ?? null));
        const named = greatest.map((index) => plan.providers[index] ?? '').sort();
        write.list('3-6 by provider', row, 'Greatest share of jobs reaching', named);
      });
      remaining.forEach((weeks, at) => {
        write.count('3-16', `${weeks} weeks`, 'Base', remainBase + at);
        write.count('3-16', `${weeks} weeks`, 'Did not remain', didNotRemain + at);
        write.percent('3-16', `${weeks} weeks`, 'Percent did not remain', didNotRemain + at, remainBase + at);
      });
      return write.cells;
    },
  };
}

/** The places of the greatest share above zero; none when there is none. */
function greatestShare(shares: readonly (Fraction | null)[]): number[] {
  let best: Fraction | null = null;
  let places: number[] = [];
  shares.forEach((share, index) => {
    if (share === null || share.num === 0n) return;
    const order = best === null ? 1 : compareFractions(share, best);
    if (order > 0) {
      best = share;
      places = [];
    }
    if (order >= 0) places.push(index);
  });
  return places;
}

/**
 * Occupations in alphabetical order, spellings that differ only in case and in spaces around them together. The label is
 * the spelling that most use. An empty one is not known and comes last.
 */
function spelled(counts: ReadonlyMap<string | number, number>): [string, string[]][] {
  const groups = new Map<string, [string, number][]>();
  for (const [key, times] of counts) {
    const text = String(key);
    const same = text.trim().toLowerCase();
    groups.set(same, [...(groups.get(same) ?? []), [text, times]]);
  }
  return [...groups]
    .map(([same, variants]): [string, string[]] => {
      variants.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
      return [same === '' ? '' : (variants[0]?.[0].trim() ?? ''), variants.map(([text]) => text)];
    })
    .sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : a > b ? 1 : 0))
    .map(([label, keys]) => [label || 'not known', keys]);
}
