/** Small hand-over folders for tests. Everybody in them is made up. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import instrument from '../../programmes/instruments/working-well-assessment.json' with { type: 'json' };

const questions = instrument.sections.flatMap((section) => section.questions.map((question) => question.key));
const assessmentHeader = `assessment_id,referral_id,assessed_on,stage,${questions.join(',')}`;

/** A row of assessments.csv: what is given by question, the rest blank (not asked). */
export function assessmentRow(
  id: string,
  referral: string,
  day: string,
  stage: string,
  answers: Readonly<Record<string, string>> = {},
): string {
  return [id, referral, day, stage, ...questions.map((question) => answers[question] ?? '')].join(',');
}

export const headers = {
  'programme.csv': 'setting,value',
  'areas.csv': 'position,area,provider,job_start_share_contracted',
  'key_workers.csv': 'key_worker,given_name,family_name,area,provider',
  'referrals.csv':
    'referral_id,area,provider,referred_on,source,given_name,family_name,date_of_birth,sex,ethnicity,benefit,last_worked,housing_tenure,marital_status,dependants,national_insurance_number,phone,postcode,preferred_contact',
  'attachments.csv': 'referral_id,attached_on,key_worker',
  'area_changes.csv': 'referral_id,changed_on,from_area,to_area',
  'assessments.csv': assessmentHeader,
  'activities.csv': 'referral_id,kind,started_on',
  'jobs.csv':
    'job_id,referral_id,employer,occupation_group,work_area,started_on,ended_on,hours_per_week,hourly_wage,self_employed',
  'claims.csv': 'referral_id,milestone,claimed_on',
  'duplicates.csv':
    'referral_id,area,provider,referred_on,source,given_name,family_name,date_of_birth,sex,ethnicity,benefit,last_worked,housing_tenure,marital_status,dependants,national_insurance_number,phone,postcode,preferred_contact,matches_referral_id',
} as const;

export type HandoverFile = keyof typeof headers;
export type Handover = Partial<Record<HandoverFile, readonly string[]>>;

/** Two areas, two workers, three people; one of them attached with a history. Each test changes what it is about. */
export const smallHandover = {
  'programme.csv': [
    'programme,Small Steps',
    'first_day,2020-01-06',
    'as_of,2021-03-31',
    'sustained_weeks,50',
    'sustained_window,58',
    'pipeline_weeks,40',
    'pipeline_window,48',
  ],
  'areas.csv': ['1,Eastwick,Oak,60', '2,Northmoor,Ash,40'],
  'key_workers.csv': ['E-1,Ines,Byrne,Eastwick,Oak', 'N-1,Omar,Field,Northmoor,Ash'],
  'referrals.csv': [
    'S1,Eastwick,Oak,2020-02-03,Jobcentre Plus,RUBINA,Rahman,1980-05-12,female,White British  ,ESA (Support Group),3-5 years,Private rented,Single,2,qq 12 34 56 a,+44 7700 900001,zz11aa,Phone ',
    "S2, eastwick ,Oak,2020-02-10,Jobcentre Plus,Mārama,o'reilly,1975-01-31,Female,,,,,,,,07700 900002,,",
    'S3,NORTHMOOR,Ash,,Jobcentre Plus,Ștefan,"Wiśniewski, jun.",,,,,,,,,,,,',
  ],
  'attachments.csv': ['S1,2020-02-17,E-1', 's2 ,2020-03-02, n-1', 'S3,,'],
  'area_changes.csv': ['S1,2020-06-01,Eastwick,Northmoor', 'S1,,Eastwick,Eastwick'],
  'assessments.csv': [
    assessmentRow('A1', 'S1', '2020-02-17', 'initial', {
      issue_housing: '6',
      issue_debt_finances: '0',
      believes_can_find_work: 'No',
      expects_work_within: "don't know",
    }),
    assessmentRow('A2', 'S1', '2020-08-17', 'reassessment', { issue_housing: ' 3 ' }),
    assessmentRow('A3', 'S1', '2020-09-17', 'initial'),
  ],
  'activities.csv': ['S1,job_interview,2020-04-01', 'S1,job_interview,2020-04-01', 'S1,Voluntary_Work,'],
  'jobs.csv': [
    'J1,S1,"Field, Byrne and Co",Sales,Northmoor,2020-05-04,2020-05-01,16.50,£8.72,no',
    'J2,S1,,,Elsewhere,,,,,',
    'J3,S2,Mill,Care,,2019-01-01,,37.5,9,YES',
  ],
  'claims.csv': ['S1,attachment,2020-03-01', 'S1,attachment,2020-03-01', 'S2,job_start,'],
  'duplicates.csv': ['D1,Eastwick,Oak,2020-09-01,Jobcentre Plus,Rubina,Rahman,1980-05-12,,,,,,,,QQ123456A,,,,S1'],
} as const satisfies Record<HandoverFile, readonly string[]>;

/** Writes a folder. A file left undefined is not there; `raw` replaces whole files, header and all. */
export async function handoverFolder(
  files: Handover,
  raw: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'handover-'));
  for (const [name, rows] of Object.entries(files) as [HandoverFile, readonly string[] | undefined][]) {
    if (rows !== undefined) await writeFile(join(folder, name), `${[headers[name], ...rows].join('\n')}\n`);
  }
  for (const [name, content] of Object.entries(raw)) await writeFile(join(folder, name), content);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
