/** A caseload: what a row says and how rows are ordered. Pure. */
import type { Status } from './status.ts';

/**
 * Events that mean that worker and person were in touch: a note, a meeting, an appointment or an interview that was held, an
 * assessment, the meeting of attachment, a call while they are in work. Claims, corrections and jobs heard of later do not break a silence.
 */
export const contactKinds: readonly string[] = [
  'note.added',
  'meeting.held',
  'appointment.attended',
  'interview.held',
  'assessment.made',
  'case.attached',
  'in work.spoke with person',
];

/** Cases on one page of a caseload. */
export const caseloadPage = 60;

/** A case of a caseload, ready to be shown. */
export type CaseloadEntry = {
  caseId: string;
  name: string;
  reference: string;
  areaName: string | null;
  status: Status;
  /** 'Month 5 of 24'; null before attachment. */
  support: string | null;
  /** Months of support that are over, for sorting; -1 before attachment. */
  month: number;
  /** Days since the last contact; null when there was none. */
  silence: number | null;
  /** Somebody asks for another key worker: undecided, parked, or parked and due to be looked at again. */
  asks?: 'open' | 'parked' | 'due' | null;
};

/** How many clients a key worker should have, in the words of the programme. */
export type CaseloadGuide = { from: number; to: number; clients: string; keyWorker: string };

/** Says so when more people are attached than the programme's guide has for one key worker; undefined within the guide. */
export function aboveGuide(
  entries: readonly Pick<CaseloadEntry, 'status'>[],
  guide: CaseloadGuide,
): string | undefined {
  const attached = entries.filter(({ status }) => status === 'attached').length;
  if (attached <= guide.to) return undefined;
  return `${attached} attached ${guide.clients}: more than the guide of ${guide.from} to ${guide.to} for each ${guide.keyWorker}`;
}

export const caseloadSorts = ['name', 'area', 'status', 'month', 'contact'] as const;
/** A column that a caseload can be sorted by. */
export type CaseloadSort = (typeof caseloadSorts)[number];
export type Direction = 'ascending' | 'descending';

const collator = new Intl.Collator('en-GB', { sensitivity: 'base', numeric: true });

// Nobody heard of is the longest silence.
const silenceOf = (entry: CaseloadEntry): number => entry.silence ?? Number.MAX_SAFE_INTEGER;

const orders: Record<CaseloadSort, (a: CaseloadEntry, b: CaseloadEntry) => number> = {
  name: (a, b) => collator.compare(a.name, b.name),
  area: (a, b) => collator.compare(a.areaName ?? '', b.areaName ?? ''),
  status: (a, b) => collator.compare(a.status, b.status),
  month: (a, b) => a.month - b.month,
  contact: (a, b) => silenceOf(a) - silenceOf(b),
};

/** Entries in order; equal ones by name, then by id, so that a page never changes by itself. */
export function sortCaseload(
  entries: readonly CaseloadEntry[],
  sort: CaseloadSort,
  direction: Direction,
): CaseloadEntry[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return [...entries].sort(
    (a, b) =>
      sign * orders[sort](a, b) || orders.name(a, b) || (a.caseId < b.caseId ? -1 : a.caseId > b.caseId ? 1 : 0),
  );
}
