/** R23: what was claimed and paid, by month, provider and milestone, and what is reached and not claimed. Pure; money is whole pence. */
import { type Figure, made, type OutturnTable, type Reader } from './figures.ts';

/** What the ledger did in a month for a milestone of a provider. Money in whole pence. */
export type Payment = {
  provider: string;
  milestone: string;
  month: string;
  claims: number;
  claimed: bigint;
  accepted: bigint;
  paid: bigint;
  takenBack: bigint;
  waiting: bigint;
  owed: bigint;
};
/** A milestone as it stands now: to be claimed, with all evidence, worth, past the deadline. */
export type Unclaimed = { milestone: string; claimable: number; evidenced: number; worth: bigint; missed: number };

/** Whole pence as pounds: '£4,759.04', '-£2.00'. */
export function pounds(pence: bigint): string {
  const size = pence < 0n ? -pence : pence;
  const whole = (size / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${pence < 0n ? '-' : ''}£${whole}.${(size % 100n).toString().padStart(2, '0')}`;
}
const money = (pence: bigint): Figure => ({ value: String(pence), printed: pounds(pence), source: null, cell: null });

const sums = (rows: readonly Payment[]): Figure[] => {
  const sum = (key: 'claimed' | 'accepted' | 'paid' | 'takenBack' | 'waiting' | 'owed') =>
    money(rows.reduce((all, row) => all + row[key], 0n));
  const claims = made.count(rows.reduce((all, row) => all + row.claims, 0));
  return [claims, sum('claimed'), sum('accepted'), sum('paid'), sum('takenBack'), sum('waiting'), sum('owed')];
};
const columns = [
  'Claims',
  'Claimed',
  'Accepted',
  'Paid',
  'Taken back',
  'Change in claimed, not answered',
  'Change in accepted, not paid',
];
const definition =
  'From the ledger: a claim that is made again is counted again in its month. Claimed, not answered and accepted, not paid are what each month added to them or took away; their sum over all months is what stands open. The provider is that of the area at referral.';

/** The tables of payments. `read` is of everybody; `labels` name the milestones of the contract in their order. */
export function payments(
  ledger: readonly Payment[],
  unclaimed: readonly Unclaimed[],
  labels: readonly { key: string; label: string }[],
  read: Reader,
): OutturnTable[] {
  const months = Map.groupBy(
    ledger.toSorted((a, b) => (a.month + a.provider < b.month + b.provider ? -1 : 1)),
    ({ month, provider }) => `${month} ${provider}`.trim(),
  );
  const byMonth: OutturnTable = {
    ...{ name: 'R23', question: 'What was claimed and paid?', columns, counts: ['Claims'], definition },
    sentence: 'Claims by month and provider, in claims and money.',
    base: 'Claims that were made here. Claims on file from before have no money.',
    rows: [
      ...[...months].map(([label, rows]) => ({ label, figures: sums(rows) })),
      ...labels.map(({ key, label }) => ({
        label,
        figures: sums(ledger.filter(({ milestone }) => milestone === key)),
      })),
      { label: 'Everybody', figures: sums(ledger) },
    ],
  };
  const open: OutturnTable = {
    ...{
      name: 'R23 unclaimed',
      question: 'What is reached and not claimed?',
      counts: ['Claims that stand', 'Can be claimed', 'With all evidence', 'Past the deadline'],
    },
    sentence: 'Milestones of the contract, as they stand today.',
    definition:
      'Claims that stand are those of the table claims, as of the day of the report. The other columns are of today: reached and not claimed, of them with all the evidence that the contract asks for, what they are worth, and reached but past the deadline.',
    base: 'All clients.',
    columns: ['Claims that stand', 'Can be claimed', 'With all evidence', 'Worth', 'Past the deadline'],
    rows: labels.map(({ key, label }) => {
      const now = unclaimed.find(({ milestone }) => milestone === key);
      const counts = [
        made.count(now?.claimable ?? 0),
        made.count(now?.evidenced ?? 0),
        money(now?.worth ?? 0n),
        made.count(now?.missed ?? 0),
      ];
      return { label, figures: [read.figure('claims', key, 'Clients'), ...counts] };
    }),
  };
  return [byMonth, open];
}
