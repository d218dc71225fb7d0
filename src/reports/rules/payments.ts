/** R23: what was claimed and paid, by month, provider and milestone, and what is reached and not claimed. Pure; money is whole pence. */
import { showDay } from '../../kit/clock.ts';
import { type Figure, made, type OutturnTable, type Reader } from './figures.ts';

/** What the ledger did in a month for a milestone of a contract and a provider. Money in whole pence; how many claims were behind it. */
export type Payment = {
  provider: string;
  contract: string;
  milestone: string;
  month: string;
  claims: number;
  accepts: number;
  pays: number;
  claimed: bigint;
  accepted: bigint;
  paid: bigint;
  takenBack: bigint;
  waiting: bigint;
  owed: bigint;
};
/** A milestone as it stands now: to be claimed, with all evidence, worth, past the deadline. */
export type Unclaimed = {
  contract: string;
  milestone: string;
  claimable: number;
  evidenced: number;
  worth: bigint;
  missed: number;
};

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
  const number = (key: 'claims' | 'accepts' | 'pays') => made.count(rows.reduce((all, row) => all + row[key], 0));
  return [
    ...[number('claims'), sum('claimed'), number('accepts'), sum('accepted'), number('pays'), sum('paid')],
    ...[sum('takenBack'), sum('waiting'), sum('owed')],
  ];
};
const columns = [
  'Claims',
  'Claimed',
  'Claims accepted',
  'Accepted',
  'Claims paid',
  'Paid',
  'Taken back',
  'Change in claimed, not answered',
  'Change in accepted, not paid',
];
const definition =
  'From the ledger: a claim that is made again is counted again in its month. Claimed, not answered and accepted, not paid are what each month added to them or took away; their sum over all months is what stands open. The provider is that of the area at referral.';

type OfContract = { key: string; name: string; milestones: readonly { key: string; label: string }[] };

/** Whose claims the money is: everybody's, or those of one reader's providers alone, which are never called everybody's. */
export type MoneyOf = 'everybody' | 'own';
const whose = {
  everybody: {
    line: 'Everybody',
    sentence: 'Claims by month and provider, by milestone, and of everybody, in claims and money.',
  },
  own: {
    line: 'Own claims',
    sentence: 'Own claims by month and provider, by milestone, and all of them, in claims and money.',
  },
} as const;

/** A month as it is read: 'Mar 2016'. */
const monthText = (month: string): string => showDay(`${month}-01`).replace(/^1 /, '');

/** The tables of payments. `read` is of everybody; the first contract is the one that the targets stand in. */
export function payments(
  ledger: readonly Payment[],
  unclaimed: readonly Unclaimed[],
  contracts: readonly OfContract[],
  read: Reader,
  of: MoneyOf = 'everybody',
): OutturnTable[] {
  const ordered = ledger.toSorted((a, b) => (a.month + a.provider < b.month + b.provider ? -1 : 1));
  const months = Map.groupBy(ordered, ({ month, provider }) =>
    [monthText(month), provider].filter((text) => text !== '').join(', '),
  );
  // A contract of which nothing is on file is named only where it is the programme’s own.
  const isUsed = (key: string) => [...ledger, ...unclaimed].some((one) => one.contract === key);
  const used = contracts.filter(({ key }, n) => n === 0 || isUsed(key));
  const labels = used.flatMap((contract) =>
    contract.milestones.map(({ key, label }) => ({
      ...{ contract: contract.key, key, label: used.length === 1 ? label : `${contract.name}, ${label}` },
    })),
  );
  const lines = [...months].flatMap(([, rows]) =>
    labels.flatMap(({ contract, key, label }) => {
      const own = rows.filter((row) => row.contract === contract && row.milestone === key);
      const [one] = own;
      if (one === undefined) return [];
      return [
        {
          label: `${monthText(one.month)}, ${label}${one.provider === '' ? '' : `: ${one.provider}`}`,
          figures: sums(own),
        },
      ];
    }),
  );
  const byMonth: OutturnTable = {
    ...{
      name: 'R23',
      question: 'What was claimed and paid?',
      columns,
      counts: ['Claims', 'Claims accepted', 'Claims paid'],
      definition,
    },
    sentence: whose[of].sentence,
    base: 'Claims that were made here. Claims on file from before have no money.',
    rows: [
      ...[...months].map(([label, rows]) => ({ label, figures: sums(rows) })),
      ...labels.map(({ contract, key, label }) => ({
        label,
        figures: sums(ledger.filter((row) => row.contract === contract && row.milestone === key)),
      })),
      { label: whose[of].line, figures: sums(ledger) },
    ],
  };
  const byMilestone: OutturnTable = {
    ...byMonth,
    name: 'R23 milestones',
    question: 'What was claimed and paid for each milestone?',
    sentence: 'The same by month, milestone and provider.',
    rows: lines,
  };
  const open: OutturnTable = {
    ...{
      name: 'R23 unclaimed',
      question: 'What is reached and not claimed?',
      counts: ['Claims that stand', 'Can be claimed today', 'With all evidence today', 'Past the deadline today'],
    },
    sentence: 'Milestones of the contracts, as they stand today.',
    definition:
      'Claims that stand are those of the table claims, under any contract, as of the day of the report. The other columns are of today, whatever that day: reached and not claimed, of them with all the evidence that the contract asks for, what they are worth, and reached but past the deadline.',
    base: 'All clients.',
    columns: [
      ...['Claims that stand', 'Can be claimed today', 'With all evidence today', 'Worth today'],
      'Past the deadline today',
    ],
    rows: labels.map(({ contract, key, label }) => {
      const now = unclaimed.find((one) => one.contract === contract && one.milestone === key);
      const counts = [
        made.count(now?.claimable ?? 0),
        made.count(now?.evidenced ?? 0),
        money(now?.worth ?? 0n),
        made.count(now?.missed ?? 0),
      ];
      const claims = contract === used[0]?.key ? read.figure('claims', key, 'Clients') : null;
      return { label, figures: [claims, ...counts] };
    }),
  };
  return [byMonth, byMilestone, open];
}
