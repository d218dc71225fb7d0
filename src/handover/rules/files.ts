/** The files of a hand-over folder and their columns. */
import type { CsvColumns } from '../../kit/csv.ts';

const personColumns = [
  'area',
  'provider',
  'referred_on',
  'source',
  'given_name',
  'family_name',
  'date_of_birth',
  'sex',
  'ethnicity',
  'benefit',
  'last_worked',
  'housing_tenure',
  'marital_status',
  'dependants',
  'national_insurance_number',
  'phone',
  'postcode',
  'preferred_contact',
];

/** Columns by file; those of assessments.csv also hold one for every question of the programme's instrument. */
const columns = {
  'programme.csv': ['setting', 'value'],
  'areas.csv': ['position', 'area', 'provider', 'job_start_share_contracted'],
  'key_workers.csv': ['key_worker', 'given_name', 'family_name', 'area', 'provider'],
  'referrals.csv': ['referral_id', ...personColumns],
  'attachments.csv': ['referral_id', 'attached_on', 'key_worker'],
  'area_changes.csv': ['referral_id', 'changed_on', 'from_area', 'to_area'],
  'assessments.csv': ['assessment_id', 'referral_id', 'assessed_on', 'stage'],
  'activities.csv': ['referral_id', 'kind', 'started_on'],
  'jobs.csv': [
    'job_id',
    'referral_id',
    'employer',
    'occupation_group',
    'work_area',
    'started_on',
    'ended_on',
    'hours_per_week',
    'hourly_wage',
    'self_employed',
  ],
  'claims.csv': ['referral_id', 'milestone', 'claimed_on'],
  'duplicates.csv': ['referral_id', ...personColumns, 'matches_referral_id'],
} as const satisfies Record<string, readonly string[]>;

export type FileName = keyof typeof columns;

/** Every file, each after those it depends on. */
export const fileNames = Object.keys(columns) as FileName[];

/** Without these there is nothing to import into: settings always, areas while the programme is not loaded. */
export const settingsFile = 'programme.csv' satisfies FileName;

/** The columns of a file; `questions` are the keys of the instrument's questions. */
export function columnsOf(file: FileName, questions: readonly string[]): CsvColumns {
  return { required: file === 'assessments.csv' ? [...columns[file], ...questions] : columns[file] };
}

/** What one file came to. `rows` = fresh + changed + unchanged + rejected. */
export type FileCounts = { rows: number; fresh: number; changed: number; unchanged: number; rejected: number };

/** A bad value, or a row that did not go in: where it stands in the file (the header is row 1) and why. */
export type Reject = { file: string; row: number; column: string; value: string; reason: string };
