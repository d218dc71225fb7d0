/** Evidence: what it is, where it came from, what it proves, and what a case still lacks. Pure. Days are 'YYYY-MM-DD'. */
import { showDay } from '../../kit/clock.ts';

/** What a piece of evidence is. */
export const evidenceKinds = {
  payslip: 'Payslip',
  contract: 'Contract of employment',
  employer: 'The employer’s confirmation',
  ledger: 'Ledger of trading',
  invoice: 'Invoice or receipt',
  registration: 'Registration as self-employed',
  'tax record': 'Record of the tax authority',
  'bank statement': 'Bank statement',
  agreement: 'Agreement to take part',
  meeting: 'Record of a meeting',
  plan: 'Action plan',
  other: 'Something else',
} as const;
/** One of them. */
export type EvidenceKind = keyof typeof evidenceKinds;

/** Who it came from. */
export const evidenceSources = {
  person: 'The person',
  employer: 'The employer',
  'public body': 'A public body',
  programme: 'The programme itself',
  other: 'Somebody else',
} as const;
/** One of them. */
export type EvidenceSource = keyof typeof evidenceSources;

/** A piece of evidence that a contract asks for: contract, milestone and its key there. */
export type Need = readonly [contract: string, milestone: string, key: string];

/** A need as the value of a field. No key holds '|'. */
export const needText = (need: Need): string => need.join('|');

/** A need from the value of a field; null where it has no such form. */
export function needFrom(text: string): Need | null {
  const [contract = '', milestone = '', key = '', ...more] = text.split('|');
  const fits = [contract, milestone, key].every((part) => /^[a-z][a-z0-9_-]{0,59}$/.test(part));
  return fits && more.length === 0 ? [contract, milestone, key] : null;
}

/** A file of evidence without its content. `sha256` is hexadecimal. */
export type EvidenceFile = { id: string; name: string; type: string; size: number; sha256: string };

/** A piece of evidence. Without files it was seen and given back. */
export type Evidence = {
  id: string;
  kind: EvidenceKind;
  source: EvidenceSource;
  jobId: string | null;
  datedOn: string | null;
  coversFrom: string | null;
  coversTo: string | null;
  words: string | null;
  recordedBy: string | null;
  recordedOn: string;
  withdrawn: { on: string; reason: string } | null;
  /** The job that it is about was withdrawn: it proves nothing. */
  jobWithdrawn?: boolean;
  /** What an employer was asked, where it is their answer. */
  asked?: readonly Need[];
  version: number;
  needs: readonly Need[];
  files: readonly EvidenceFile[];
};

/** Whether it counts: neither it nor the job that it is about was withdrawn. */
export const counts = ({ withdrawn, jobWithdrawn }: Pick<Evidence, 'withdrawn' | 'jobWithdrawn'>): boolean =>
  withdrawn === null && jobWithdrawn !== true;

type Looked = Pick<Evidence, 'withdrawn' | 'jobWithdrawn' | 'needs' | 'coversFrom' | 'asked'>;

/** Whether an employer confirmed something, and nobody has said yet that it proves all that they were asked. Without days they confirmed nothing. */
export function isToLookAt(one: Looked): boolean {
  const { needs, coversFrom, asked } = one;
  const held = new Set(needs.map(needText));
  const isOpen = asked === undefined ? needs.length === 0 : asked.some((need) => !held.has(needText(need)));
  return counts(one) && coversFrom !== null && isOpen;
}

/** Whether somebody may say that it proves more. */
export const mayProveMore = (one: Looked): boolean => counts(one) && (one.needs.length > 0 || isToLookAt(one));

/** What it is and of which day: 'Payslip, 31 Mar 2016'. */
export const evidenceTitle = ({ kind, datedOn }: Pick<Evidence, 'kind' | 'datedOn'>): string =>
  datedOn === null ? evidenceKinds[kind] : `${evidenceKinds[kind]}, ${showDay(datedOn)}`;

/** The days it says something of, in words; null where it says none. */
export function coversText({ coversFrom, coversTo }: Pick<Evidence, 'coversFrom' | 'coversTo'>): string | null {
  if (coversFrom === null) return coversTo === null ? null : `until ${showDay(coversTo)}`;
  return coversTo === null ? `from ${showDay(coversFrom)}` : `${showDay(coversFrom)} to ${showDay(coversTo)}`;
}

/** Bytes as people say them: '312 KB', '4.2 MB'. */
export const sizeText = (bytes: number): string =>
  bytes < 1000
    ? `${bytes} bytes`
    : bytes < 1_000_000
      ? `${Math.round(bytes / 1000)} KB`
      : `${(bytes / 1_000_000).toFixed(1)} MB`;
