/** What Today and the load of a key worker know of an open case. Days are 'YYYY-MM-DD'; null is not known, or has not happened. */
import type { DayNumber } from '../../kit/days.ts';
import type { DataField, Support } from '../../programmes/rules.ts';
import type { Status } from './status.ts';

/** An open case of a caseload with the facts that its rules read. */
export type CaseDay = {
  caseId: string;
  personId: string;
  programmeId: string;
  name: string;
  reference: string;
  status: Status;
  referredOn: string | null;
  firstMetOn: string | null;
  attachedOn: string | null;
  firstJobOn: string | null;
  /** Last contact up to today. */
  lastContactOn: string | null;
  support: Support<DayNumber> | null;
  paused: { on: string; reviewOn: string | null } | null;
  /** When somebody who asked for another key worker and was parked is looked at again. */
  parkedReviewOn: string | null;
  exitPlanOn: string | null;
  /** What a report may need and is not on file. */
  missing: readonly DataField[];
};
