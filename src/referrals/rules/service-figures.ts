/**
 * Figures about referrals to services: each measure with its definition, the parts that its count falls into, and what is missing
 * (domain notes on DWP Research Report 555, 6.3). Nobody is ranked: groups stand by name. Pure.
 */
import { type Shown, suppressedTogether } from './suppress.ts';

/** One part of a count. `missing` says that nothing is known of these yet. */
type Part = { key: string; text: string; missing?: true };
/** A measure: parts that add up to the total, which is the denominator. `mean` names a sum of days over its first part. */
export type Measure = {
  key: string;
  title: string;
  definition: string;
  parts: readonly Part[];
  total: { key: string; text: string };
  mean?: { days: string; of: string; text: string };
};

const sent = { key: 'sent', text: 'Sent' };
const started = { key: 'started', text: 'Started' };

/** Every measure, in the order of the page. */
export const measures: readonly Measure[] = [
  {
    ...{ key: 'decided', title: 'Were they the right referrals?', total: sent },
    definition:
      'Of referrals that were sent: how many the service accepted, and how many it declined. Who started was accepted. Without a decision yet is missing.',
    parts: [
      { key: 'accepted', text: 'Accepted' },
      { key: 'declined', text: 'Declined' },
      { key: 'undecided', text: 'No decision yet', missing: true },
    ],
  },
  {
    ...{ key: 'received', title: 'How long are they on the way?', total: sent },
    definition:
      'Of referrals that were sent: those that the service said had arrived, with the mean of days from sent to received.',
    parts: [
      { key: 'arrived', text: 'Arrived' },
      { key: 'not_arrived', text: 'Not said', missing: true },
    ],
    mean: { days: 'arrived_days', of: 'arrived', text: 'Mean days' },
  },
  {
    ...{ key: 'contact', title: 'When does the service first speak with the person?', total: sent },
    definition:
      'Of referrals that were sent: those where somebody of the service spoke with the person, with the mean of days from the referral.',
    parts: [
      { key: 'contacted', text: 'Spoke' },
      { key: 'not_contacted', text: 'Not known', missing: true },
    ],
    mean: { days: 'contacted_days', of: 'contacted', text: 'Mean days' },
  },
  {
    ...{ key: 'attended', title: 'Do people come to the first appointment?', total: { key: 'booked', text: 'Booked' } },
    definition:
      'Of first appointments that were booked and of which the person had been told: came, did not come, cancelled. Without an outcome is missing.',
    parts: [
      { key: 'came', text: 'Came' },
      { key: 'missed', text: 'Did not come' },
      { key: 'cancelled', text: 'Cancelled' },
      { key: 'no_outcome', text: 'Not known', missing: true },
    ],
  },
  {
    ...{ key: 'wait', title: 'How long do people wait?', total: started },
    definition:
      'Of those who started: days from the referral to the start, up to six weeks and over (six weeks: DWP Research Report 555).',
    parts: [
      { key: 'within', text: 'Up to six weeks' },
      { key: 'over', text: 'Over six weeks' },
    ],
    mean: { days: 'wait_days', of: 'started', text: 'Mean days' },
  },
  {
    ...{ key: 'ends', title: 'How does it end?', total: { key: 'ended', text: 'Ended' } },
    definition: 'Of those who started and have ended.',
    parts: [
      { key: 'completed', text: 'Finished' },
      { key: 'job', text: 'For a job' },
      { key: 'transferred', text: 'Passed on' },
      { key: 'early', text: 'Early' },
      { key: 'end_unknown', text: 'Not known', missing: true },
    ],
  },
  {
    ...{ key: 'feedback', title: 'Does the service say how it is going?', total: { key: 'due', text: 'Due' } },
    definition: 'Of feedback that was agreed and due by now: received by its day, later, or not at all.',
    parts: [
      { key: 'in_time', text: 'In time' },
      { key: 'late', text: 'Late' },
      { key: 'not_come', text: 'Not come', missing: true },
    ],
  },
  {
    ...{ key: 'talk', title: 'Who calls whom?', total: { key: 'contacts', text: 'Contacts' } },
    definition: 'Contacts between workers and the service that were written down, by who began them.',
    parts: [
      { key: 'by_us', text: 'Begun by us' },
      { key: 'by_them', text: 'Begun by the service' },
    ],
  },
  {
    ...{
      key: 'handover',
      title: 'Are people handed back properly?',
      total: { key: 'handed_back', text: 'Handed back' },
    },
    definition:
      'Of those handed back: with a final report and a talk about it (a meeting of three or a hand-over), or without one of the two.',
    parts: [
      { key: 'proper', text: 'Report and talk' },
      { key: 'not_proper', text: 'Without one of them' },
    ],
  },
  {
    ...{ key: 'overlap', title: 'Do services overlap?', total: started },
    definition: 'Of those who started: with another service for the same need at the same time.',
    parts: [
      { key: 'overlapping', text: 'Overlap' },
      { key: 'alone', text: 'No overlap' },
    ],
  },
  {
    ...{
      key: 'gaps',
      title: 'Is there a gap from one service to the next?',
      total: { key: 'next', text: 'Went on to it' },
    },
    definition: 'Of those who started after another service of theirs had ended: days between, with their mean.',
    parts: [
      { key: 'no_gap', text: 'None' },
      { key: 'gap_weeks', text: '1 to 42 days' },
      { key: 'gap_long', text: 'Over 42 days' },
    ],
    mean: { days: 'gap_days', of: 'next', text: 'Mean days' },
  },
  {
    ...{ key: 'signposts', title: 'Do people get in touch themselves?', total: { key: 'given', text: 'Given' } },
    definition: 'Signposts that were given. They count towards no target. What nobody knows stands by itself.',
    parts: [
      { key: 'touched', text: 'Got in touch' },
      { key: 'not_touched', text: 'Did not' },
      { key: 'touch_unknown', text: 'Not known', missing: true },
    ],
  },
  {
    ...{ key: 'rated', title: 'What do people say?', total: { key: 'ratings', text: 'Asked' } },
    definition: 'Ratings by the people themselves, from 1 to 5. Counts alone, and nobody’s name.',
    parts: [
      { key: 'good', text: 'Good (4, 5)' },
      { key: 'middle', text: 'Neither (3)' },
      { key: 'bad', text: 'Bad (1, 2)' },
    ],
  },
  {
    ...{
      key: 'directives',
      title: 'Are directives passed over?',
      total: { key: 'directed', text: 'With a directive' },
    },
    definition: 'Of referrals for which a directive was shown: passed over with a reason, or not.',
    parts: [
      { key: 'passed_over', text: 'Passed over' },
      { key: 'followed', text: 'Not passed over' },
    ],
  },
];

/** Every count that a group has, by key. */
export type Counts = Readonly<Record<string, number>>;
/** A group with its counts. Groups come in the order of their names. */
export type Group = { key: string; label: string; counts: Counts };
/** A measure as it is shown: a line for each group and one for all; null is left out. */
export type ShownMeasure = {
  measure: Measure;
  lines: { label: string; cells: (number | null)[]; mean: number | null }[];
};

/** What the measures show of some groups: small numbers, and what they could be worked out from, are left out. */
export function shownMeasures(groups: readonly Group[], least: number): ShownMeasure[] {
  const count = (group: Group, key: string) => group.counts[key] ?? 0;
  const used = measures.filter((measure) => groups.some((group) => count(group, measure.total.key) > 0));
  const tables = used.map(({ parts, total }) => ({
    grid: groups.map((group) => parts.map(({ key }) => count(group, key))),
    name: (row: number, column: number) => `${row} ${parts[column]?.key ?? total.key}`,
  }));
  const shown: Shown[] = groups.length === 0 ? [] : suppressedTogether(tables, least);
  return used.map((measure, at) => {
    const { mean, parts, total } = measure;
    const column =
      mean === undefined ? -1 : mean.of === total.key ? parts.length : parts.findIndex(({ key }) => key === mean.of);
    const meanOf = (days: number, cell: number | null | undefined) =>
      cell === null || cell === undefined || cell < least ? null : Math.round((days / cell) * 10) / 10;
    const rows = (shown[at] as Shown).map((cells, row) => ({ cells, group: groups[row] ?? null }));
    const lines = rows.map(({ cells, group }) => {
      const days =
        mean === undefined
          ? 0
          : group === null
            ? groups.reduce((sum, one) => sum + count(one, mean.days), 0)
            : count(group, mean.days);
      return { label: group?.label ?? 'All', cells, mean: mean === undefined ? null : meanOf(days, cells[column]) };
    });
    // The mean of all would tell the days of the one group whose own is left out.
    const last = lines.at(-1);
    const untold = rows.some(
      ({ group }, row) => group !== null && count(group, mean?.of ?? '') > 0 && lines[row]?.mean === null,
    );
    if (last !== undefined && untold) last.mean = null;
    return { measure, lines };
  });
}
