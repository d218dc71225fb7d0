/** The ledger of somebody who works for themselves: what came in and went out, month by month, and months of which nothing is known. Pure. */
import { showDay } from '../../kit/clock.ts';

/** An entry of the ledger. Days are 'YYYY-MM-DD', money whole pence. One that was struck out counts for nothing and stays. */
export type TradingEntry = {
  id: string;
  on: string;
  direction: 'received' | 'spent';
  pence: number;
  words: string | null;
  recordedBy: string | null;
  struck: { on: string; reason: string } | null;
};

/** A month of trading, 'YYYY-MM'. Without entries it is a gap: not known, which is not nothing. */
export type TradingMonth = { month: string; received: number; spent: number; entries: number };

/** Why a day is none of a job in which somebody works for themselves, as it is on a day; null where it is one. */
export function outsideJob(
  day: string,
  job: { startedOn: string | null; endedOn: string | null },
  today: string,
): string | null {
  const last = job.endedOn !== null && job.endedOn < today ? job.endedOn : today;
  if (job.startedOn !== null && day < job.startedOn)
    return `The day must be one in the job: from ${showDay(job.startedOn)} on`;
  return day <= last
    ? null
    : last === today
      ? 'The day must be today or in the past'
      : `The day must be one in the job: by ${showDay(last)}`;
}

/** The months from one day to another, both included, 'YYYY-MM'. */
function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  const last = Temporal.PlainYearMonth.from(to.slice(0, 7));
  for (
    let month = Temporal.PlainYearMonth.from(from.slice(0, 7));
    Temporal.PlainYearMonth.compare(month, last) <= 0;
    month = month.add({ months: 1 })
  )
    months.push(month.toString());
  return months;
}

/**
 * Every month of the ledger, the earliest first: from the first day of the work (or of the first entry, where that is earlier or the
 * only one known) to its last day or today. What was struck out is left out.
 */
export function tradingMonths(
  entries: readonly TradingEntry[],
  job: { startedOn: string | null; endedOn: string | null },
  today: string,
): TradingMonth[] {
  const standing = entries.filter(({ struck }) => struck === null);
  const days = standing.map(({ on }) => on);
  const first = [...days, ...(job.startedOn === null ? [] : [job.startedOn])].sort()[0];
  if (first === undefined) return [];
  const end = job.endedOn !== null && job.endedOn < today ? job.endedOn : today;
  const last = [...days, end].sort().at(-1) as string;
  const byMonth = Map.groupBy(standing, ({ on }) => on.slice(0, 7));
  const sum = (of: readonly TradingEntry[], direction: TradingEntry['direction']) =>
    of.reduce((total, entry) => total + (entry.direction === direction ? entry.pence : 0), 0);
  return monthsBetween(first, last).map((month) => {
    const own = byMonth.get(month) ?? [];
    return { month, received: sum(own, 'received'), spent: sum(own, 'spent'), entries: own.length };
  });
}

/** Of months of a ledger those that are known whole, where its entries were read from a day on; null: all of them were read. */
export const wholeMonths = (months: readonly TradingMonth[], from: string | null): readonly TradingMonth[] =>
  from === null ? months : months.filter(({ month }) => month > from.slice(0, 7));

/** The ledger as rows of a file: day, direction, amount in pounds and words, the earliest first. What was struck out is left out. */
export const tradingRows = (entries: readonly TradingEntry[]): string[][] => [
  ['day', 'direction', 'amount', 'words'],
  ...entries
    .filter(({ struck }) => struck === null)
    .toSorted((a, b) => (a.on === b.on ? (a.id < b.id ? -1 : 1) : a.on < b.on ? -1 : 1))
    .map(({ on, direction, pence, words }) => [
      on,
      direction,
      `${Math.floor(pence / 100)}.${String(pence % 100).padStart(2, '0')}`,
      words ?? '',
    ]),
];
