/** Reads the sample hand-over files into facts, for tests. Not the import: it cleans only what reports look at. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { parseDay } from '../../kit/days.ts';
import { parseDecimal, toFixedText } from '../../kit/exact.ts';
import type { CaseFacts, ReportSettings } from './facts.ts';

type Row = Record<string, string>;
type Facts = { -readonly [K in keyof CaseFacts]: CaseFacts[K] extends readonly (infer T)[] ? T[] : CaseFacts[K] };

const samples = new URL('../../../samples/working-well-pilot/', import.meta.url);

function rows(name: string): Row[] {
  return parse(readFileSync(new URL(`${name}.csv`, samples)), { bom: true, columns: true, trim: true });
}

const text = (row: Row, column: string): string | null => row[column]?.trim() || null;
const day = (row: Row, column: string) => parseDay(row[column] ?? '');
const number = (row: Row, column: string) => (row[column] ? Number(row[column]) : null);

const issueLabels = [
  ['care_children', 'Care responsibilities for children'],
  ['care_others', 'Care responsibilities for other family members or non-family individuals'],
  ['family_support', 'Family support'],
  ['chaotic_lifestyle', 'Chaotic family lifestyle'],
  ['bereavement', 'Bereavement'],
  ['relationship_breakup', 'Divorce/relationship break-up'],
  ['debt_finances', 'Debt/finances'],
  ['substance_misuse', 'Substance misuse'],
  ['convictions', 'Convictions'],
  ['work_experience', 'Lack of work experience'],
  ['age', 'Age'],
  ['private_transport', 'Access to private transport to travel to work'],
  ['public_transport', 'Access to public transport to travel to work'],
  ['qualifications_skills', 'Lack of qualifications/skills'],
  ['labour_market', 'Local labour market'],
  ['housing', 'Housing issues'],
  ['physical_health', 'Physical health'],
  ['mental_health', 'Mental health'],
  ['other', 'Other'],
] as const;
export const issues = issueLabels.map(([key, label]) => ({ key: `issue_${key}`, label }));

/** The settings in programme.csv and areas.csv. */
export function pilotSettings(): ReportSettings {
  const setting = new Map(rows('programme').map((row) => [row.setting, row.value ?? '']));
  const whole = (key: string) => Number(setting.get(key));
  return {
    programmeName: setting.get('programme') ?? '',
    areas: rows('areas').map((row) => ({
      name: row.area ?? '',
      provider: row.provider ?? '',
      position: Number(row.position),
      shareContracted: text(row, 'job_start_share_contracted'),
    })),
    asOf: parseDay(setting.get('as_of') ?? '') ?? 0,
    cohortAttachedTo: parseDay(setting.get('cohort_attached_to') ?? ''),
    referralTarget: whole('referral_target'),
    sustainedWeeks: whole('sustained_weeks'),
    sustainedWindow: whole('sustained_window'),
    pipelineWeeks: whole('pipeline_weeks'),
    pipelineWindow: whole('pipeline_window'),
    sustainedBaseAttachedTo: parseDay(setting.get('sustained_base_attached_to') ?? ''),
    issues,
    caseloadGuide: { low: 40, high: 50 },
  };
}

/** The people in referrals.csv with everything in the other files. */
export function pilotCases(): CaseFacts[] {
  const cases = new Map<string, Facts>();
  for (const row of rows('referrals')) {
    cases.set(row.referral_id ?? '', {
      caseId: row.referral_id ?? '',
      reference: row.referral_id ?? '',
      referredOn: day(row, 'referred_on'),
      areaAtReferral: row.area ?? '',
      sex: text(row, 'sex'),
      ethnicity: text(row, 'ethnicity'),
      lastWorked: text(row, 'last_worked'),
      housingTenure: text(row, 'housing_tenure'),
      maritalStatus: text(row, 'marital_status'),
      dependants: number(row, 'dependants'),
      dateOfBirth: day(row, 'date_of_birth'),
      hasAttachmentRow: false,
      attachedOn: null,
      keyWorker: null,
      areaChanges: [],
      assessments: [],
      activities: [],
      jobs: [],
      claims: [],
    });
  }
  const each = (name: string, use: (facts: Facts, row: Row) => void) => {
    for (const row of rows(name)) {
      const facts = cases.get(row.referral_id ?? '');
      if (facts) use(facts, row);
    }
  };
  each('attachments', (facts, row) => {
    facts.hasAttachmentRow = true;
    facts.attachedOn = day(row, 'attached_on');
    facts.keyWorker = text(row, 'key_worker');
  });
  each('area_changes', (facts, row) => facts.areaChanges.push({ on: day(row, 'changed_on'), to: row.to_area ?? '' }));
  each('assessments', (facts, row) =>
    facts.assessments.push({
      key: row.assessment_id ?? '',
      stage: row.stage ?? '',
      on: day(row, 'assessed_on'),
      ratings: issues.map(({ key }) => number(row, key)),
      confidence: number(row, 'confidence_in_work_success'),
      belief: text(row, 'believes_can_find_work'),
    }),
  );
  each('activities', (facts, row) => facts.activities.push({ kind: row.kind ?? '', on: day(row, 'started_on') }));
  each('jobs', (facts, row) => {
    const wage = parseDecimal(row.hourly_wage ?? '');
    const selfEmployed = text(row, 'self_employed')?.toLowerCase();
    facts.jobs.push({
      key: row.job_id ?? '',
      startedOn: day(row, 'started_on'),
      endedOn: day(row, 'ended_on'),
      occupation: text(row, 'occupation_group'),
      workArea: text(row, 'work_area'),
      hours: number(row, 'hours_per_week'),
      wagePence: wage && Number(toFixedText({ num: wage.num * 100n, den: wage.den }, 0)),
      selfEmployed: selfEmployed ? selfEmployed === 'yes' : null,
    });
  });
  each('claims', (facts, row) => facts.claims.push({ milestone: row.milestone ?? '', on: day(row, 'claimed_on') }));
  return [...cases.values()];
}
