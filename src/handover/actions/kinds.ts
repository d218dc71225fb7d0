/** How the rows of each file become records: one entry per file, all of the same shape. */
import { recordEvents, staffOf, upsertStaff } from '../../access/actions.ts';
import type { ImportCase, ImportContext } from '../../access/rules/import.ts';
import { assessmentVersions, correctImportedAssessments, importAssessments } from '../../assessment/actions/import.ts';
import {
  attachmentVersions,
  casesByReference,
  caseVersions,
  correctImportedAttachments,
  correctImportedReferrals,
  type ImportedReferral,
  importAreaChanges,
  importAttachments,
  importReferrals,
} from '../../cases/actions/import.ts';
import { importClaims } from '../../claims/actions/import.ts';
import type { Sql } from '../../kit/db.ts';
import {
  correctImportedDuplicates,
  correctImportedPeople,
  type ImportedPerson,
  importDuplicates,
  importPeople,
  openDuplicates,
  personVersions,
} from '../../people/actions/import.ts';
import { ensureProviders } from '../../programmes/actions/import.ts';
import { providersOf } from '../../programmes/actions.ts';
import { correctImportedJobs, importActivities, importJobs, jobVersions } from '../../work/actions/import.ts';
import type { FileName } from '../rules/files.ts';
import type * as rows from '../rules/rows.ts';

/** What rows become records with. `staff` and `providers` (by name in lower case) grow as the import goes on. */
export type Base = rows.Setup & {
  instrumentVersionId: string;
  staff: Map<string, rows.Named>;
  providers: Map<string, string>;
};

/** A row with the record it becomes: `id` and, when it stands already, the `version` it must still have. */
export type Placed<F> = {
  line: number;
  key: string;
  facts: F;
  original: Record<string, string>;
  digest: Buffer;
  owner: ImportCase;
  id: string;
  version: number;
};

/** A record that stands: its version, null when it was changed here in a way that versions do not tell. */
export type Standing = { version: number | null; caseId: string | null };

export type Kind<F> = {
  file: FileName;
  read(values: Readonly<Record<string, string>>, setup: rows.Setup): rows.Read<F>;
  /** The column with the row's own key; null where the file has none. */
  keyColumn: string | null;
  /** The column that names the person's referral; null where the row depends on none. */
  ownerColumn: string | null;
  /** Records without a version of their own keep the number that the import noted. */
  versioned: boolean;
  /** The record that is noted for the row is the case itself. */
  isCase?: boolean;
  /** Of records that an earlier import made. Ids that are not there have none. */
  standing(sql: Sql, ids: string[]): Promise<Map<string, Standing>>;
  /** Keys for which Newel holds a record that no import made, with what to say. */
  taken?(sql: Sql, programmeId: string, rows: readonly Placed<F>[]): Promise<Map<string, string>>;
  insert(context: ImportContext, base: Base, rows: readonly Placed<F>[]): Promise<void>;
  /** Corrects records that still have the version given; resolves to their ids. */
  correct(context: ImportContext, base: Base, rows: readonly Placed<F>[]): Promise<Set<string>>;
};

const places = (base: Base) => [...base.areas.values()];
const place = (base: Base, name: string): rows.AreaPlace => {
  const found = base.areas.get(name.toLowerCase());
  if (found === undefined) throw new Error('NEWEL_IMPORT: an area that was read is not there');
  return found;
};
const versionsById = (found: readonly { id: string; version: number; case_id?: string }[]) =>
  new Map(found.map((row) => [row.id, { version: row.version, caseId: row.case_id ?? null }]));
// A row without a key of its own is another row when it says something else, so there is nothing to correct.
const never = { standing: async () => new Map<string, Standing>(), correct: async () => new Set<string>() };

async function placeProviders(context: ImportContext, base: Base, names: readonly (string | null)[]): Promise<void> {
  const missing = [...new Set(names.filter((name) => name !== null && !base.providers.has(name.toLowerCase())))];
  if (missing.length === 0) return;
  await ensureProviders(context.tx, context.programmeId, missing as string[]);
  for (const one of await providersOf(context.tx, { programmeId: context.programmeId }))
    base.providers.set(one.name.toLowerCase(), one.id);
}
const providerId = (base: Base, name: string | null) =>
  name === null ? null : (base.providers.get(name.toLowerCase()) ?? null);

// ── key workers ──────────────────────────────────────────────────────────────────────────────────────────────────

async function putStaff(context: ImportContext, base: Base, given: readonly Placed<rows.StaffFacts>[]): Promise<void> {
  await placeProviders(
    context,
    base,
    given.map((row) => row.facts.provider),
  );
  for (const { facts, id } of given) {
    const [put] = await upsertStaff(context.tx, {
      id,
      programmeId: context.programmeId,
      code: facts.code,
      givenName: facts.givenName,
      familyName: facts.familyName,
      areaId: facts.area === null ? null : place(base, facts.area).id,
      providerId: providerId(base, facts.provider),
    });
    base.staff.set(facts.code.toLowerCase(), { id: put?.id ?? id, name: facts.code });
  }
}

const staffEvents = (context: ImportContext, kind: string, given: readonly Placed<rows.StaffFacts>[]) =>
  recordEvents(
    context.tx,
    context.actor,
    given.map(({ facts, id }) => ({
      kind,
      programmeId: context.programmeId,
      happenedOn: context.today,
      payload: { staffId: id, code: facts.code, area: facts.area, provider: facts.provider, imported: true },
    })),
  );

const keyWorkers = (read: Kind<rows.StaffFacts>['read']): Kind<rows.StaffFacts> => ({
  file: 'key_workers.csv',
  read,
  keyColumn: 'key_worker',
  ownerColumn: null,
  versioned: false,
  standing: async (_, ids) => new Map(ids.map((id) => [id, { version: 1, caseId: null }])),
  async taken(sql, programmeId, given) {
    const known = new Set((await staffOf(sql, { programmeId })).map((one) => one.code));
    const clash = given.filter((row) => known.has(row.facts.code));
    return new Map(clash.map((row) => [row.key, 'is the code of a member of staff who was added in Newel']));
  },
  async insert(context, base, given) {
    await putStaff(context, base, given);
    await staffEvents(context, 'staff.added', given);
  },
  async correct(context, base, given) {
    await putStaff(context, base, given);
    await staffEvents(context, 'staff.corrected', given);
    return new Set(given.map((row) => row.id));
  },
});

// ── referrals ────────────────────────────────────────────────────────────────────────────────────────────────────

function personOf(row: Placed<rows.ReferralFacts>): ImportedPerson {
  const { givenName, familyName, dateOfBirth, sex, ethnicity, niNumber, phone, postcode, preferredContact } = row.facts;
  return {
    id: row.owner.personId,
    givenName,
    familyName,
    dateOfBirth,
    sex,
    ethnicity,
    niNumber,
    phone,
    postcode,
    preferredContact,
  };
}

function referralOf(base: Base, row: Placed<rows.ReferralFacts>): ImportedReferral {
  const { facts } = row;
  return {
    id: row.id,
    personId: row.owner.personId,
    sourceRef: row.key,
    area: place(base, facts.area),
    providerId: providerId(base, facts.provider),
    provider: facts.provider,
    referredOn: facts.referredOn,
    source: facts.source,
    benefit: facts.benefit,
    lastWorked: facts.lastWorked,
    housingTenure: facts.housingTenure,
    maritalStatus: facts.maritalStatus,
    dependants: facts.dependants,
  };
}

const referrals = (read: Kind<rows.ReferralFacts>['read']): Kind<rows.ReferralFacts> => ({
  file: 'referrals.csv',
  read,
  keyColumn: 'referral_id',
  ownerColumn: null,
  versioned: true,
  async standing(sql, ids) {
    const cases = await caseVersions(sql, ids);
    const people = new Map(
      (
        await personVersions(
          sql,
          cases.map((row) => row.person_id),
        )
      ).map((row) => [row.id, row.version]),
    );
    // The row made a person and a case, and a correction raises both. When they differ, one was changed here.
    return new Map(
      cases.map((row) => [
        row.id,
        { version: people.get(row.person_id) === row.version ? row.version : null, caseId: row.id },
      ]),
    );
  },
  async taken(sql, programmeId, given) {
    const cases = await casesByReference(
      sql,
      programmeId,
      given.map((row) => row.key),
    );
    return new Map([...cases.keys()].map((key) => [key, 'is the reference of a case that was opened in Newel']));
  },
  async insert(context, base, given) {
    await placeProviders(
      context,
      base,
      given.map((row) => row.facts.provider),
    );
    await importPeople(context, given.map(personOf));
    await importReferrals(
      context,
      given.map((row) => referralOf(base, row)),
    );
  },
  async correct(context, base, given) {
    await placeProviders(
      context,
      base,
      given.map((row) => row.facts.provider),
    );
    const people = new Map(
      (
        await caseVersions(
          context.tx,
          given.map((row) => row.id),
        )
      ).map((row) => [row.id, row.person_id]),
    );
    const owned = given.map((row) => ({
      ...row,
      owner: { ...row.owner, caseId: row.id, personId: people.get(row.id) ?? row.owner.personId },
    }));
    const cases = await correctImportedReferrals(
      context,
      owned.map((row) => ({ ...referralOf(base, row), version: row.version })),
      places(base),
    );
    const happenedOn = (row: Placed<rows.ReferralFacts>) => row.facts.referredOn ?? context.today;
    await correctImportedPeople(
      context,
      owned
        .filter((row) => cases.has(row.id))
        .map((row) => ({ ...personOf(row), version: row.version, caseId: row.id, happenedOn: happenedOn(row) })),
    );
    return cases;
  },
});

// ── what belongs to a case ───────────────────────────────────────────────────────────────────────────────────────

const attachments = (read: Kind<rows.AttachmentFacts>['read']): Kind<rows.AttachmentFacts> => {
  const toAttachment = (base: Base, row: Placed<rows.AttachmentFacts>) => ({
    ...row.owner,
    attachedOn: row.facts.attachedOn,
    keyWorker: row.facts.keyWorker,
    keyWorkerId: row.facts.keyWorker === null ? null : (base.staff.get(row.facts.keyWorker.toLowerCase())?.id ?? null),
  });
  return {
    file: 'attachments.csv',
    read,
    keyColumn: 'referral_id',
    ownerColumn: 'referral_id',
    versioned: true,
    isCase: true,
    async standing(sql, ids) {
      const found = await attachmentVersions(sql, ids);
      return new Map(found.map((row) => [row.id, { version: row.reassigned ? null : row.version, caseId: row.id }]));
    },
    async taken(sql, _, given) {
      const there = await attachmentVersions(
        sql,
        given.map((row) => row.owner.caseId),
      );
      const ids = new Set(there.map((row) => row.id));
      const clash = given.filter((row) => ids.has(row.owner.caseId));
      return new Map(clash.map((row) => [row.key, 'is attached in Newel already']));
    },
    insert: (context, base, given) =>
      importAttachments(
        context,
        given.map((row) => toAttachment(base, row)),
      ),
    correct: (context, base, given) =>
      correctImportedAttachments(
        context,
        given.map((row) => ({ ...toAttachment(base, row), version: row.version })),
      ),
  };
};

const areaChanges = (read: Kind<rows.AreaChangeFacts>['read']): Kind<rows.AreaChangeFacts> => ({
  file: 'area_changes.csv',
  read,
  keyColumn: null,
  ownerColumn: 'referral_id',
  versioned: true,
  ...never,
  insert: (context, base, given) =>
    importAreaChanges(
      context,
      given.map(({ id, owner, facts }) => ({
        ...owner,
        id,
        changedOn: facts.changedOn,
        from: facts.from === null ? null : place(base, facts.from),
        to: place(base, facts.to),
      })),
      places(base),
    ),
});

const assessments = (read: Kind<rows.AssessmentFacts>['read']): Kind<rows.AssessmentFacts> => {
  const toAssessment = (base: Base, row: Placed<rows.AssessmentFacts>) => ({
    ...row.owner,
    ...row.facts,
    id: row.id,
    sourceRef: row.key,
    instrumentVersionId: base.instrumentVersionId,
  });
  return {
    file: 'assessments.csv',
    read,
    keyColumn: 'assessment_id',
    ownerColumn: 'referral_id',
    versioned: true,
    standing: async (sql, ids) => versionsById(await assessmentVersions(sql, ids)),
    insert: (context, base, given) =>
      importAssessments(
        context,
        given.map((row) => toAssessment(base, row)),
      ),
    correct: (context, base, given) =>
      correctImportedAssessments(
        context,
        given.map((row) => ({ ...toAssessment(base, row), version: row.version })),
      ),
  };
};

const activities = (read: Kind<rows.ActivityFacts>['read']): Kind<rows.ActivityFacts> => ({
  file: 'activities.csv',
  read,
  keyColumn: null,
  ownerColumn: 'referral_id',
  versioned: true,
  ...never,
  insert: (context, _, given) =>
    importActivities(
      context,
      given.map(({ id, owner, facts }) => ({ ...owner, ...facts, id })),
    ),
});

const jobs = (read: Kind<rows.JobFacts>['read']): Kind<rows.JobFacts> => ({
  file: 'jobs.csv',
  read,
  keyColumn: 'job_id',
  ownerColumn: 'referral_id',
  versioned: true,
  standing: async (sql, ids) => versionsById(await jobVersions(sql, ids)),
  insert: (context, _, given) =>
    importJobs(
      context,
      given.map(({ id, key, owner, facts }) => ({ ...owner, ...facts, id, sourceRef: key })),
    ),
  correct: (context, _, given) =>
    correctImportedJobs(
      context,
      given.map(({ id, key, owner, facts, version }) => ({ ...owner, ...facts, id, sourceRef: key, version })),
    ),
});

const claims = (read: Kind<rows.ClaimFacts>['read']): Kind<rows.ClaimFacts> => ({
  file: 'claims.csv',
  read,
  keyColumn: null,
  ownerColumn: 'referral_id',
  versioned: true,
  ...never,
  insert: (context, _, given) =>
    importClaims(
      context,
      given.map(({ id, owner, facts }) => ({ ...owner, ...facts, id })),
    ),
});

const duplicates = (read: Kind<rows.DuplicateFacts>['read']): Kind<rows.DuplicateFacts> => {
  const toDuplicate = ({ id, key, owner, facts, original }: Placed<rows.DuplicateFacts>) => ({
    id,
    sourceRef: key,
    personId: owner.personId,
    caseId: owner.caseId,
    referredOn: facts.referredOn,
    original,
  });
  return {
    file: 'duplicates.csv',
    read,
    keyColumn: 'referral_id',
    ownerColumn: 'matches_referral_id',
    versioned: false,
    async standing(sql, ids) {
      const found = await openDuplicates(sql, ids);
      return new Map(found.map((row) => [row.id, { version: row.open ? 1 : null, caseId: null }]));
    },
    insert: (context, _, given) => importDuplicates(context, given.map(toDuplicate)),
    correct: (context, _, given) => correctImportedDuplicates(context, given.map(toDuplicate)),
  };
};

/** Runs `use` with each kind in the order of dependence. The callback keeps every kind's own type of row. */
export async function eachKind(readers: typeof rows.readers, use: <F>(kind: Kind<F>) => Promise<void>): Promise<void> {
  await use(keyWorkers(readers['key_workers.csv']));
  await use(referrals(readers['referrals.csv']));
  await use(attachments(readers['attachments.csv']));
  await use(areaChanges(readers['area_changes.csv']));
  await use(assessments(readers['assessments.csv']));
  await use(activities(readers['activities.csv']));
  await use(jobs(readers['jobs.csv']));
  await use(claims(readers['claims.csv']));
  await use(duplicates(readers['duplicates.csv']));
}
