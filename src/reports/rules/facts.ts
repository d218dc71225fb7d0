/**
 * What reports know of a case, and of the programme. There is no name, no contact and no identifier of a person in it.
 */
import type { DayNumber } from '../../kit/days.ts';

/** An assessment. `ratings` are in the order of the programme's issues; null is 'not asked'. */
export type AssessmentFacts = {
  key: string;
  stage: string;
  on: DayNumber | null;
  ratings: readonly (number | null)[];
  confidence: number | null;
  belief: string | null;
};

/** A job. `wagePence` is per hour, `hours` a week. */
export type JobFacts = {
  key: string;
  startedOn: DayNumber | null;
  endedOn: DayNumber | null;
  occupation: string | null;
  workArea: string | null;
  hours: number | null;
  wagePence: number | null;
  selfEmployed: boolean | null;
};

/** Everything about one case that any table uses. Null is 'not known'. */
export type CaseFacts = {
  caseId: string;
  reference: string;
  referredOn: DayNumber | null;
  areaAtReferral: string;
  sex: string | null;
  ethnicity: string | null;
  lastWorked: string | null;
  housingTenure: string | null;
  maritalStatus: string | null;
  dependants: number | null;
  dateOfBirth: DayNumber | null;
  hasAttachmentRow: boolean;
  attachedOn: DayNumber | null;
  keyWorker: string | null;
  /** In the order in which they were recorded: of two on one day the later one holds. */
  areaChanges: readonly { on: DayNumber | null; to: string }[];
  assessments: readonly AssessmentFacts[];
  activities: readonly { kind: string; on: DayNumber | null }[];
  jobs: readonly JobFacts[];
  claims: readonly { milestone: string; on: DayNumber | null }[];
};

/** An area of the programme; `shareContracted` is its share of job starts in percent, as decimal text. */
export type ReportArea = { name: string; provider: string; position: number; shareContracted: string | null };

/** What the programme's document says that tables need. Null is 'the programme has none'. */
export type ReportSettings = {
  programmeName: string;
  areas: readonly ReportArea[];
  asOf: DayNumber;
  cohortAttachedTo: DayNumber | null;
  referralTarget: number | null;
  sustainedWeeks: number | null;
  sustainedWindow: number | null;
  pipelineWeeks: number | null;
  pipelineWindow: number | null;
  sustainedBaseAttachedTo: DayNumber | null;
  /** The presenting issues in table order. */
  issues: readonly { key: string; label: string }[];
  caseloadGuide: { low: number; high: number } | null;
};
