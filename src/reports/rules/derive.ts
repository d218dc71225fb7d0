/**
 * What follows from the facts of a case as of a day, worked out once and used by every table.
 */
import { completedYears, type DayNumber } from '../../kit/days.ts';
import {
  daysInWork,
  programmeJobs,
  reachedInOneJob,
  type Spell,
  type SustainedState,
  sustainedState,
} from '../../work/rules.ts';
import type { AssessmentFacts, CaseFacts, JobFacts } from './facts.ts';
import type { Plan } from './plan.ts';

/** A rating of 4, 5 or 6 is severe. */
export const severeFrom = 4;

/** Why a row is left out, or counts in part. The first two are always shown, the others when there are any. */
export const reasons = [
  'Attached clients without an initial assessment',
  'Jobs without a start date (length unknown)',
  'Jobs that ended before they started (length unknown)',
  'Referrals without a date (counted as referred)',
  'Attachments without a date',
  'Assessments without a date',
  'Claims without a date',
  'Area changes without a date',
  'Rows dated after the as-of date',
  'Rows of people who are not attached',
  'Jobs begun before attachment',
  'Jobs without a start date that ended before attachment',
  'Activities before attachment',
  'Second or later initial assessments',
  'Assessments of another stage',
  'Second or later claims for the same milestone',
  'Areas that are not of the programme',
] as const;
export const reason = {
  noInitial: 0,
  noStart: 1,
  endBeforeStart: 2,
  undatedReferral: 3,
  undatedAttachment: 4,
  undatedAssessment: 5,
  undatedClaim: 6,
  undatedAreaChange: 7,
  afterAsOf: 8,
  notAttached: 9,
  jobBeforeAttachment: 10,
  endedBeforeAttachment: 11,
  activityBeforeAttachment: 12,
  laterInitial: 13,
  otherStage: 14,
  laterClaim: 15,
  unknownArea: 16,
} as const;

/** Characteristics of a client that tables give the share of. */
export const characteristics = [
  'Male',
  'Female',
  'Aged 45 and over',
  'White British',
  'Not worked for 3 years or more, or never',
  'Not worked for 11 years or more, or never',
  'Does not believe could find and obtain work',
  'Low confidence in being successful in work',
  'Social rented from the council',
  'Married',
  'Single',
  'Has dependants',
] as const;

/** Kinds of activity, in the order of Table 3-1. */
export const activityKinds = ['job_interview', 'voluntary_work', 'work_trial', 'work_placement'] as const;

/** Milestones that are claimed. */
export const milestones = ['attachment', 'job_start', 'sustained_job'] as const;

const longOut = new Set(['3-5 years', '6-10 years', '11+ years', 'never worked']);
const longestOut = new Set(['11+ years', 'never worked']);

/**
 * A case as of a day. When `attached` is false only `referred`, `areaAtReferral` and `leftOut` mean anything.
 * Areas, providers, issues are indexes of the plan, -1 is none. The object is used again for the next case.
 */
export type Derived = {
  caseId: string;
  referred: boolean;
  attached: boolean;
  attachedOn: DayNumber;
  areaAtReferral: number;
  area: number;
  provider: number;
  keyWorker: string | null;
  /** 0 under 6 months to 3 for 18 months and more. */
  band: number;
  settled: boolean;
  /** By characteristic: 1 yes, 0 no, -1 not known. */
  marks: Int8Array;
  /** 0 under 25, 1 to 34, 2 to 44, 3 to 54, 4 for 55 and over; -1 not known. */
  ageBand: number;
  assessed: boolean;
  /** By issue at the initial assessment: 1 severe. */
  severe: Uint8Array;
  severeCount: number;
  /** 0 physical only, 1 mental only, 2 both, 3 neither. */
  healthCohort: number;
  /** By issue: the rating at the initial assessment and the later one, -1 not asked. */
  firstRatings: Int8Array;
  laterRatings: Int8Array;
  firstConfidence: number;
  laterConfidence: number;
  /** By kind: 1 when there is one. */
  activities: Uint8Array;
  /** Programme jobs in their order. */
  jobs: readonly JobFacts[];
  first: JobFacts | null;
  /** Area and provider on the day of the first job, or of attachment when that day is not known. */
  startArea: number;
  startProvider: number;
  spells: readonly Spell[];
  sustained: SustainedState;
  inOneJob: boolean;
  /** By milestone: 1 when claimed. */
  claimed: Uint8Array;
  /** By reason: rows left out. */
  leftOut: Uint16Array;
};

const none: readonly JobFacts[] = [];
const noSpells: readonly Spell[] = [];

/** A function that works out a case. What it returns is overwritten by the next call. */
export function makeDeriver(plan: Plan): (facts: CaseFacts) => Derived {
  const issues = plan.issues.length;
  const d: Derived = {
    caseId: '',
    referred: false,
    attached: false,
    attachedOn: 0,
    areaAtReferral: -1,
    area: -1,
    provider: -1,
    keyWorker: null,
    band: 0,
    settled: false,
    marks: new Int8Array(characteristics.length),
    ageBand: -1,
    assessed: false,
    severe: new Uint8Array(issues),
    severeCount: 0,
    healthCohort: 3,
    firstRatings: new Int8Array(issues),
    laterRatings: new Int8Array(issues),
    firstConfidence: -1,
    laterConfidence: -1,
    activities: new Uint8Array(activityKinds.length),
    jobs: none,
    first: null,
    startArea: -1,
    startProvider: -1,
    spells: noSpells,
    sustained: 'none',
    inOneJob: false,
    claimed: new Uint8Array(milestones.length),
    leftOut: new Uint16Array(reasons.length),
  };
  return (facts) => {
    d.caseId = facts.caseId;
    d.leftOut.fill(0);
    d.areaAtReferral = plan.areaIndex(facts.areaAtReferral);
    d.referred = facts.referredOn === null || facts.referredOn <= plan.asOf;
    d.attached = d.referred && facts.attachedOn !== null && facts.attachedOn <= plan.asOf;
    countLeftOut(d, facts, plan);
    d.jobs = none;
    d.first = null;
    if (!d.attached || facts.attachedOn === null) return d;
    deriveJoining(d, facts, facts.attachedOn, plan);
    deriveAssessments(d, facts, plan);
    deriveActivities(d, facts, plan);
    deriveWork(d, facts, plan);
    deriveMarks(d, facts);
    if (!d.assessed) note(d, reason.noInitial);
    return d;
  };
}

function note(d: Derived, which: number): void {
  d.leftOut[which] = (d.leftOut[which] ?? 0) + 1;
}

/** The area on a day: that of the referral, replaced by the latest change on or before the day. */
export function areaOn(facts: CaseFacts, day: DayNumber, plan: Plan): number {
  let latest = Number.NEGATIVE_INFINITY;
  let area = facts.areaAtReferral;
  for (const change of facts.areaChanges) {
    if (change.on !== null && change.on <= day && change.on >= latest) {
      latest = change.on;
      area = change.to;
    }
  }
  return plan.areaIndex(area);
}

function deriveJoining(d: Derived, facts: CaseFacts, attachedOn: DayNumber, plan: Plan): void {
  const [six, twelve, eighteen] = plan.monthsAgo;
  d.attachedOn = attachedOn;
  d.area = areaOn(facts, attachedOn, plan);
  d.provider = plan.providerOf(d.area);
  d.keyWorker = facts.keyWorker;
  d.band = attachedOn <= eighteen ? 3 : attachedOn <= twelve ? 2 : attachedOn <= six ? 1 : 0;
  d.settled = attachedOn <= plan.settledTo;
}

function isStage(stage: string, name: string): boolean {
  return stage === name || stage.toLowerCase() === name;
}

function inOrder(a: AssessmentFacts, b: AssessmentFacts): number {
  const days = (a.on ?? 0) - (b.on ?? 0);
  return days !== 0 ? days : a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

function deriveAssessments(d: Derived, facts: CaseFacts, plan: Plan): void {
  let initial: AssessmentFacts | null = null;
  const later: AssessmentFacts[] = [];
  for (const assessment of facts.assessments) {
    if (assessment.on === null || assessment.on > plan.asOf) continue;
    if (isStage(assessment.stage, 'initial')) {
      if (initial !== null) note(d, reason.laterInitial);
      if (initial === null || inOrder(assessment, initial) < 0) initial = assessment;
    } else if (isStage(assessment.stage, 'reassessment')) later.push(assessment);
    else note(d, reason.otherStage);
  }
  if (later.length > 1) later.sort(inOrder);
  d.assessed = initial !== null;
  d.severeCount = 0;
  for (let issue = 0; issue < d.severe.length; issue += 1) {
    const rating = initial?.ratings[issue] ?? -1;
    d.firstRatings[issue] = rating;
    d.laterRatings[issue] = -1;
    const severe = rating >= severeFrom ? 1 : 0;
    d.severe[issue] = severe;
    d.severeCount += severe;
  }
  d.firstConfidence = initial?.confidence ?? -1;
  d.laterConfidence = -1;
  // Going forward in time, a rating replaces the one before it and a blank leaves it.
  for (const assessment of later) {
    for (let issue = 0; issue < d.severe.length; issue += 1) {
      const rating = assessment.ratings[issue];
      if (rating !== null && rating !== undefined) d.laterRatings[issue] = rating;
    }
    if (assessment.confidence !== null) d.laterConfidence = assessment.confidence;
  }
  const physical = d.severe[plan.physical] === 1;
  const mental = d.severe[plan.mental] === 1;
  d.healthCohort = physical ? (mental ? 2 : 0) : mental ? 1 : 3;
  const belief = initial?.belief?.trim().toLowerCase();
  d.marks[6] = belief ? (belief === 'no' ? 1 : 0) : -1;
  d.marks[7] = d.firstConfidence < 0 ? -1 : d.firstConfidence <= 2 ? 1 : 0;
}

function deriveActivities(d: Derived, facts: CaseFacts, plan: Plan): void {
  d.activities.fill(0);
  for (const { kind, on } of facts.activities) {
    if (on !== null && on > plan.asOf) continue;
    if (on !== null && on < d.attachedOn) {
      note(d, reason.activityBeforeAttachment);
      continue;
    }
    const known = activityKinds.indexOf(kind.toLowerCase() as (typeof activityKinds)[number]);
    if (known >= 0) d.activities[known] = 1;
  }
}

function deriveWork(d: Derived, facts: CaseFacts, plan: Plan): void {
  d.claimed.fill(0);
  for (const { milestone, on } of facts.claims) {
    if (on === null || on > plan.asOf) continue;
    const known = milestones.indexOf(milestone.toLowerCase() as (typeof milestones)[number]);
    if (known < 0) continue;
    if (d.claimed[known] === 1) note(d, reason.laterClaim);
    d.claimed[known] = 1;
  }
  d.jobs = facts.jobs.length === 0 ? none : programmeJobs(facts.jobs, d.attachedOn, plan.asOf);
  d.first = d.jobs[0] ?? null;
  d.spells = d.first === null ? noSpells : daysInWork(d.jobs, plan.asOf);
  d.sustained = sustainedState(d.jobs, d.spells, plan, d.claimed[2] === 1, plan.asOf);
  d.inOneJob = plan.sustained !== null && reachedInOneJob(d.jobs, plan.sustained, plan.asOf);
  d.startArea = d.first === null ? -1 : areaOn(facts, d.first.startedOn ?? d.attachedOn, plan);
  d.startProvider = plan.providerOf(d.startArea);
  for (const job of facts.jobs) {
    if (job.startedOn === null) {
      const ended = job.endedOn !== null && job.endedOn < d.attachedOn;
      note(d, ended ? reason.endedBeforeAttachment : reason.noStart);
    } else if (job.startedOn < d.attachedOn) note(d, reason.jobBeforeAttachment);
    else if (job.startedOn <= plan.asOf && job.endedOn !== null && job.endedOn < job.startedOn)
      note(d, reason.endBeforeStart);
  }
}

/** 1 when the field is the value, 0 when it is another, -1 when it is not known. */
function mark(field: string | null, value: string): number {
  const text = field?.trim().toLowerCase();
  return text ? (text === value ? 1 : 0) : -1;
}

function deriveMarks(d: Derived, facts: CaseFacts): void {
  const { marks } = d;
  const age = facts.dateOfBirth === null ? null : completedYears(facts.dateOfBirth, d.attachedOn);
  const lastWorked = facts.lastWorked?.trim().toLowerCase();
  marks[0] = mark(facts.sex, 'male');
  marks[1] = mark(facts.sex, 'female');
  marks[2] = age === null ? -1 : age >= 45 ? 1 : 0;
  marks[3] = mark(facts.ethnicity, 'white british');
  marks[4] = lastWorked ? (longOut.has(lastWorked) ? 1 : 0) : -1;
  marks[5] = lastWorked ? (longestOut.has(lastWorked) ? 1 : 0) : -1;
  marks[8] = mark(facts.housingTenure, 'social rented - council');
  marks[9] = mark(facts.maritalStatus, 'married');
  marks[10] = mark(facts.maritalStatus, 'single');
  marks[11] = facts.dependants === null ? -1 : facts.dependants > 0 ? 1 : 0;
  d.ageBand = age === null ? -1 : age < 25 ? 0 : age < 35 ? 1 : age < 45 ? 2 : age < 55 ? 3 : 4;
}

/** Counts rows without a date, rows after the as-of date, and rows of people who are not attached: each row once. */
function countLeftOut(d: Derived, facts: CaseFacts, plan: Plan): void {
  const look = (on: DayNumber | null, undated: number | null) => {
    if (on === null && undated !== null) note(d, undated);
    else if (on !== null && on > plan.asOf) note(d, reason.afterAsOf);
    else if (!d.attached) note(d, reason.notAttached);
  };
  if (facts.referredOn === null) note(d, reason.undatedReferral);
  else if (!d.referred) note(d, reason.afterAsOf);
  if (facts.hasAttachmentRow && facts.attachedOn === null) note(d, reason.undatedAttachment);
  else if (facts.attachedOn !== null && facts.attachedOn > plan.asOf) note(d, reason.afterAsOf);
  if (d.areaAtReferral < 0) note(d, reason.unknownArea);
  for (const change of facts.areaChanges) {
    if (change.on === null) note(d, reason.undatedAreaChange);
    else if (change.on > plan.asOf) note(d, reason.afterAsOf);
    if (plan.areaIndex(change.to) < 0) note(d, reason.unknownArea);
  }
  for (const { on } of facts.assessments) look(on, reason.undatedAssessment);
  for (const { on } of facts.claims) look(on, reason.undatedClaim);
  for (const { on } of facts.activities) look(on, null);
  for (const { startedOn } of facts.jobs) look(startedOn, null);
}
