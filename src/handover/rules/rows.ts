/**
 * What each file's row says once it is cleaned. A cleaned row holds plain facts in a fixed order, so that its digest
 * tells whether a row has changed; blemishes that cleaning takes away are no change.
 */
import { createHash } from 'node:crypto';
import { type InstrumentDocument, parseAnswer, questionsOf, type Value } from '../../assessment/rules.ts';
import { cleanName, cleanNiNumber, cleanPhone, cleanPostcode } from '../../people/rules.ts';
import { type CodeLabel, findChoice, type ProgrammeDocument } from '../../programmes/rules.ts';
import type { FileName } from './files.ts';
import { type Fault, rowReader } from './read.ts';

export type AreaPlace = { id: string; name: string; providerId: string | null };
export type Named = { id: string; name: string };

/** What rows are read against. Keys of the maps are in lower case. */
export type Setup = {
  document: ProgrammeDocument;
  instrument: InstrumentDocument;
  areas: ReadonlyMap<string, AreaPlace>;
  staff: ReadonlyMap<string, Named>;
};

export type StaffFacts = {
  code: string;
  givenName: string;
  familyName: string;
  area: string | null;
  provider: string | null;
};
export type PersonFacts = {
  givenName: string | null;
  familyName: string | null;
  dateOfBirth: string | null;
  sex: string | null;
  ethnicity: string | null;
  niNumber: string | null;
  phone: string | null;
  postcode: string | null;
  preferredContact: string | null;
};
export type ReferralFacts = PersonFacts & {
  area: string;
  provider: string | null;
  referredOn: string | null;
  source: string | null;
  benefit: string | null;
  lastWorked: string | null;
  housingTenure: string | null;
  maritalStatus: string | null;
  dependants: number | null;
};
export type AttachmentFacts = { attachedOn: string | null; keyWorker: string | null };
export type AreaChangeFacts = { changedOn: string | null; from: string | null; to: string };
export type AssessmentFacts = {
  stage: string;
  assessedOn: string | null;
  answers: Record<string, Value>;
};
export type ActivityFacts = { kind: string; startedOn: string | null };
export type JobFacts = {
  employer: string | null;
  occupationGroup: string | null;
  workArea: string | null;
  startedOn: string | null;
  endedOn: string | null;
  hoursPerWeek: string | null;
  hourlyWagePence: number | null;
  selfEmployed: boolean | null;
};
export type ClaimFacts = { milestone: string; claimedOn: string | null };
export type DuplicateFacts = ReferralFacts;

/** A row that can go in. `key` is empty where the file has no key of its own; `referral` is the person's row it belongs to. */
export type Clean<F> = { key: string; referral: string; facts: F };
export type Read<F> = { ok: true; row: Clean<F> } | { ok: false; faults: Fault[] };
type Values = Readonly<Record<string, string>>;
type Reader = ReturnType<typeof rowReader>;

const lower = (text: string) => text.normalize('NFC').toLowerCase();

function done<F>(reader: Reader, key: string, referral: string, facts: F): Read<F> {
  return reader.faults.length > 0 ? { ok: false, faults: reader.faults } : { ok: true, row: { key, referral, facts } };
}

/** The list's own spelling of a text that it knows, else the text as it came: never a guess. */
function choice(reader: Reader, column: string, list: readonly CodeLabel[]): string | null {
  return reader.text(column, (given) => findChoice(list, given)?.label ?? given.normalize('NFC'));
}

function areaNamed(reader: Reader, column: string, setup: Setup): string | null {
  return reader.named(column, setup.areas, 'area')?.name ?? null;
}

function referral(reader: Reader, setup: Setup): ReferralFacts {
  const { document } = setup;
  const area = areaNamed(reader, 'area', setup);
  if (area === null && reader.text('area') === null) reader.fault('area', 'is empty; a referral has a home area');
  return {
    area: area ?? '',
    provider: reader.text('provider'),
    referredOn: reader.day('referred_on'),
    source: choice(reader, 'source', document.referralSources),
    givenName: reader.text('given_name', cleanName),
    familyName: reader.text('family_name', cleanName),
    dateOfBirth: reader.day('date_of_birth'),
    sex: choice(reader, 'sex', document.sexes),
    ethnicity: choice(reader, 'ethnicity', document.ethnicities),
    benefit: choice(reader, 'benefit', document.benefits),
    lastWorked: choice(reader, 'last_worked', document.lastWorkedBands),
    housingTenure: choice(reader, 'housing_tenure', document.housingTenures),
    maritalStatus: choice(reader, 'marital_status', document.maritalStatuses),
    dependants: reader.count('dependants', 100),
    niNumber: reader.text('national_insurance_number', cleanNiNumber),
    phone: reader.text('phone', cleanPhone),
    postcode: reader.text('postcode', cleanPostcode),
    preferredContact: choice(reader, 'preferred_contact', document.preferredContacts),
  };
}

/** How a row of each file is read. */
export const readers = {
  'key_workers.csv': (values: Values, setup: Setup): Read<StaffFacts> => {
    const reader = rowReader(values);
    const code = reader.key('key_worker');
    return done(reader, code, '', {
      code,
      givenName: reader.text('given_name', cleanName) ?? '',
      familyName: reader.text('family_name', cleanName) ?? '',
      area: areaNamed(reader, 'area', setup),
      provider: reader.text('provider'),
    });
  },
  'referrals.csv': (values: Values, setup: Setup): Read<ReferralFacts> => {
    const reader = rowReader(values);
    const key = reader.key('referral_id');
    return done(reader, key, key, referral(reader, setup));
  },
  'attachments.csv': (values: Values, setup: Setup): Read<AttachmentFacts> => {
    const reader = rowReader(values);
    const key = reader.key('referral_id');
    return done(reader, key, key, {
      attachedOn: reader.day('attached_on'),
      keyWorker: reader.named('key_worker', setup.staff, 'key worker')?.name ?? null,
    });
  },
  'area_changes.csv': (values: Values, setup: Setup): Read<AreaChangeFacts> => {
    const reader = rowReader(values);
    const to = areaNamed(reader, 'to_area', setup);
    if (to === null && reader.text('to_area') === null) reader.fault('to_area', 'is empty; a move leads to an area');
    return done(reader, '', reader.key('referral_id'), {
      changedOn: reader.day('changed_on'),
      from: areaNamed(reader, 'from_area', setup),
      to: to ?? '',
    });
  },
  'assessments.csv': (values: Values, setup: Setup): Read<AssessmentFacts> => {
    const reader = rowReader(values);
    const key = reader.key('assessment_id');
    const person = reader.key('referral_id');
    const stages = setup.document.instruments.find((one) => one.key === setup.instrument.key)?.stages ?? [];
    const stage = reader.code(
      'stage',
      stages.map((one) => one.code),
    );
    const assessedOn = reader.day('assessed_on');
    const answers: AssessmentFacts['answers'] = {};
    for (const question of questionsOf(setup.instrument)) {
      const parsed = parseAnswer(question, values[question.key]);
      if (!parsed.ok) reader.fault(question.key, parsed.message.replace(/; got .*$/s, ''));
      // Blank is 'not asked': the key stays away, and nobody can take it for a zero.
      else if (parsed.answer.state === 'answered') answers[question.key] = parsed.answer.value;
    }
    return done(reader, key, person, { stage, assessedOn, answers });
  },
  'activities.csv': (values: Values): Read<ActivityFacts> => {
    const reader = rowReader(values);
    const kind = reader.text('kind', lower);
    if (kind === null) reader.fault('kind', 'is empty');
    return done(reader, '', reader.key('referral_id'), { kind: kind ?? '', startedOn: reader.day('started_on') });
  },
  'jobs.csv': (values: Values): Read<JobFacts> => {
    const reader = rowReader(values);
    return done(reader, reader.key('job_id'), reader.key('referral_id'), {
      employer: reader.text('employer'),
      occupationGroup: reader.text('occupation_group'),
      workArea: reader.text('work_area'),
      startedOn: reader.day('started_on'),
      endedOn: reader.day('ended_on'),
      hoursPerWeek: reader.hours('hours_per_week'),
      hourlyWagePence: reader.pence('hourly_wage'),
      selfEmployed: reader.yesNo('self_employed'),
    });
  },
  'claims.csv': (values: Values, setup: Setup): Read<ClaimFacts> => {
    const reader = rowReader(values);
    const milestone = reader.code(
      'milestone',
      setup.document.milestones.map((one) => one.code),
    );
    return done(reader, '', reader.key('referral_id'), { milestone, claimedOn: reader.day('claimed_on') });
  },
  'duplicates.csv': (values: Values, setup: Setup): Read<DuplicateFacts> => {
    const reader = rowReader(values);
    const key = reader.key('referral_id');
    return done(reader, key, reader.key('matches_referral_id'), referral(reader, setup));
  },
} satisfies Partial<Record<FileName, (values: Values, setup: Setup) => Read<unknown>>>;

/** SHA-256 of what a cleaned row says. */
export function factsDigest(row: Clean<unknown>): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([row.referral, row.facts]))
    .digest();
}
