/** The door of the room: what a programme document is, and what follows from one. Pure. */
export { type Change, changesBetween } from './rules/changes.ts';
export { type Checked, checkProgramme } from './rules/checks.ts';
export {
  type DataField,
  dataFields,
  type LoadRules,
  limitOn,
  loadRulesOf,
  type SupervisionKind,
  supervisionRulesOf,
  type TimeRules,
  type TodayRules,
  timeRulesOf,
  todayRulesOf,
} from './rules/day-to-day.ts';
export { type DiaryRules, diaryRulesOf } from './rules/diary.ts';
export {
  type CodeLabel,
  type Condition,
  type EligibilityRule,
  FACTS,
  type FactName,
  findChoice,
  labelOf,
  type ProgrammeDocument,
  ProgrammeSchema,
  programmeKey,
} from './rules/document.ts';
export { type Duty, isOwed, nextDue } from './rules/duties.ts';
export {
  checkEligibility,
  type EligibilityOutcome,
  type EligibilityResult,
  type EntryCohortResult,
  entryCohortOf,
  type ReferralFacts,
  type RuleOutcome,
} from './rules/eligibility.ts';
export { type ContactSchedule, type InWorkPayment, type InWorkRules, inWorkRulesOf } from './rules/in-work.ts';
export {
  districtStart,
  guidanceOn,
  type InterviewSeries,
  type Interviews,
  type ScreeningVersion,
  type SettingKey,
  screeningOn,
  settingKinds,
  settingOn,
  settingText,
} from './rules/interviews.ts';
export { type MessageRules, messageRulesOf } from './rules/messages.ts';
export { declineReasonsOf, holidayList, holidaysOf, referralClockOf, takesSelfReferrals } from './rules/referrals.ts';
export { type ServiceRules, serviceRulesOf } from './rules/services.ts';
export {
  type AreaRow,
  applySettings,
  type ProgrammeSettings,
  SETTINGS,
  unknownSettings,
  workingWellTemplate,
} from './rules/template.ts';
export { type Cohort, cohortOf, type Stop, type Support, supportMonths, supportOn, versionOn } from './rules/timing.ts';
export { capital, conditionText, factsAsked } from './rules/words.ts';
