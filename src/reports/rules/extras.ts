/**
 * Figures that the outturn needs and no published table prints. They are counted in the fold of the tables, with the same rules, and
 * stand beside its cells: the tables stay what the definitions name.
 */

import { addMonths } from '../../kit/days.ts';
import { meanOf, medianOf } from '../../kit/exact.ts';
import { hasLeft, remained } from '../../work/rules.ts';
import { add, addKey, cellWriter, names, type Plan, type TableText } from './plan.ts';
import type { Section } from './section.ts';

const providerText =
  'The provider is that of the area on the day the first job started, or on the day of attachment where that day is not known or there is no job.';
/** What a list of people behind such a figure says of it. */
export const extraTexts: readonly TableText[] = [
  [
    'journeys by provider',
    'What becomes of the first job?',
    `As in the table journeys. ${providerText}`,
    'All starters.',
  ],
  [
    '3-16 by provider',
    'Who did not remain in work?',
    `As in the table 3-16. ${providerText}`,
    'Starters whose first job started at least 91 (182) days before the end of the as-of date, counting both days.',
  ],
  [
    'attached by provider',
    'Who joins with which provider?',
    'The provider is that of the area on the day of attachment.',
    'All clients.',
  ],
  [
    'sustained evidence',
    'Whose sustained job can be proved, and is paid?',
    `Evidenced: reached, with all the evidence that the contract asks for. Paid: a claim for it is paid by the as-of date. ${providerText}`,
    'All clients.',
  ],
  [
    'sustained, self-employed',
    'Do the self-employed stay in work?',
    'As in the table sustained, for those whose first job is self-employment.',
    'Clients whose first job is self-employment.',
  ],
  [
    'days to the job by provider',
    'How long does it take to start work?',
    `Days from attachment to the first day of the first job. ${providerText}`,
    'Starters whose first job has a start date.',
  ],
].map(([name, question, definition, base]) => ({
  ...{ name: name as string, question: question as string, sentence: '', definition: definition as string },
  ...{ base: base as string, chart: null },
}));

/** States of a sustained job, in the order of the table. */
const states = ['reached and claimed', 'reached', 'claimed', 'pipeline'] as const;
const stateRows = ['Reached and claimed', 'Reached, not claimed', 'Claimed, not reached by the dates held', 'Pipeline'];
const journeyRows = [
  ...['Starters', 'Still in first job', 'Left first job, no other job', 'Left first job, had another job'],
  ...['In work', 'Jobs'],
];
const weeks = [13, 26];
/** Days to the first job: from, and what it is called. */
export const waits = [
  [0, 'Under 91 days'],
  [91, '91 to 182'],
  [183, '183 to 273'],
  [274, '274 to 364'],
  [365, '365 or more'],
] as const;

/** Counters of everybody come after those of the providers. */
export function extras(plan: Plan): Section {
  const of = plan.providers.length;
  const groups = of + 1;
  const attached = plan.block(of);
  const journeys = plan.block(of * journeyRows.length);
  const base = plan.block(of * weeks.length);
  const gone = plan.block(of * weeks.length);
  const evidenced = plan.block(groups + 1);
  const paid = plan.block(groups + 1);
  const selfEmployed = plan.block(states.length);
  const waited = plan.block(groups * waits.length);
  const dated = plan.block(groups);
  const soon = plan.block(groups);
  const days = Array.from({ length: groups }, () => plan.slot());
  return {
    tally(client, to) {
      if (!client.attached) return;
      if (client.provider >= 0) add(to, attached + client.provider);
      const { first, sustained } = client;
      const provider = first === null ? client.provider : client.startProvider;
      const own = first?.selfEmployed === true;
      const each = (counter: number) => {
        add(to, counter + of);
        if (provider >= 0) add(to, counter + provider);
        if (own) add(to, counter + groups);
      };
      const reached = sustained === 'reached' || sustained === 'reached and claimed';
      if (reached && plan.onFile.evidenced.has(client.caseId)) each(evidenced);
      if (plan.onFile.paid.has(client.caseId)) each(paid);
      if (own && sustained !== 'none') add(to, selfEmployed + states.indexOf(sustained));
      if (first === null) return;
      if (first.startedOn !== null) {
        const wait = first.startedOn - client.attachedOn;
        const band = waits.findLastIndex(([from]) => wait >= from);
        for (const group of provider < 0 ? [of] : [provider, of]) {
          add(to, dated + group);
          add(to, waited + group * waits.length + band);
          if (first.startedOn <= addMonths(client.attachedOn, 13)) add(to, soon + group);
          addKey(to, days[group] ?? -1, wait);
        }
      }
      if (provider < 0) return;
      const at = journeys + provider * journeyRows.length;
      add(to, at);
      add(to, at + (hasLeft(first, plan.asOf) ? (client.jobs.length === 1 ? 2 : 3) : 1));
      if (client.jobs.some((job) => !hasLeft(job, plan.asOf))) add(to, at + 4);
      add(to, at + 5, client.jobs.length);
      weeks.forEach((length, n) => {
        const stayed = remained(first.startedOn, client.spells, length * 7, plan.asOf);
        if (stayed === null) return;
        add(to, base + n * of + provider);
        if (!stayed) add(to, gone + n * of + provider);
      });
    },
    cells(from) {
      const write = cellWriter(from);
      plan.providers.forEach((provider, index) => {
        write.count('attached by provider', 'Attached', provider, attached + index);
        journeyRows.forEach((row, at) => {
          write.count('journeys by provider', row, provider, journeys + index * journeyRows.length + at);
        });
        weeks.forEach((length, n) => {
          const at = n * of + index;
          write.count('3-16 by provider', `${length} weeks`, `Base: ${provider}`, base + at);
          write.count('3-16 by provider', `${length} weeks`, `Did not remain: ${provider}`, gone + at);
          write.percent(
            '3-16 by provider',
            `${length} weeks`,
            `Percent did not remain: ${provider}`,
            gone + at,
            base + at,
          );
        });
      });
      [...plan.providers, 'Clients', 'Self-employed'].forEach((column, index) => {
        write.count('sustained evidence', 'Evidenced', column, evidenced + index);
        write.count('sustained evidence', 'Paid', column, paid + index);
      });
      stateRows.forEach((row, at) => {
        write.count('sustained, self-employed', row, 'Clients', selfEmployed + at);
      });
      [...plan.providers, 'Total'].forEach((row, index) => {
        const table = 'days to the job by provider';
        write.count(table, row, 'Starters', dated + index);
        waits.forEach(([, label], band) => {
          write.count(table, row, label, waited + index * waits.length + band);
        });
        const found = new Map([...names(from, days[index] ?? -1)].map(([key, times]) => [Number(key), times]));
        let sum = 0;
        for (const [length, times] of found) sum += length * times;
        write.figure(table, row, 'Median days', medianOf(found), 0, dated + index);
        write.figure(table, row, 'Mean days', meanOf(sum, write.at(dated + index)), 0, dated + index);
        write.percent(table, row, 'Percent within 13 months', soon + index, dated + index);
      });
      return write.cells;
    },
  };
}
