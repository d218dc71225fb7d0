/** Key workers, referrals and second referrals: rows that name somebody. */
import { recordEvents, staffOf, upsertStaff } from '../../access/actions.ts';
import type { ImportContext } from '../../access/rules/import.ts';
import {
  casesByReference,
  caseVersions,
  correctImportedReferrals,
  type ImportedReferral,
  importReferrals,
} from '../../cases/actions/import.ts';
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
import type * as rows from '../rules/rows.ts';
import { readers } from '../rules/rows.ts';
import { type Base, type Kind, namesById, type Placed, place, places } from './kind.ts';

async function placeProviders(context: ImportContext, base: Base, names: readonly (string | null)[]): Promise<void> {
  const missing = [...new Set(names.filter((name) => name !== null && !base.providers.has(name.toLowerCase())))];
  if (missing.length === 0) return;
  await ensureProviders(context.tx, context.programmeId, missing as string[]);
  for (const one of await providersOf(context.tx, { programmeId: context.programmeId }))
    base.providers.set(one.name.toLowerCase(), one);
}
const providerId = (base: Base, name: string | null) =>
  name === null ? null : (base.providers.get(name.toLowerCase())?.id ?? null);

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

export const keyWorkers: Kind<rows.StaffFacts> = {
  file: 'key_workers.csv',
  read: readers['key_workers.csv'],
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
};

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

export const referrals: Kind<rows.ReferralFacts> = {
  file: 'referrals.csv',
  read: readers['referrals.csv'],
  keyColumn: 'referral_id',
  ownerColumn: null,
  versioned: true,
  isCase: true,
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
      namesById(base),
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
};

// ── second referrals ─────────────────────────────────────────────────────────────────────────────────────────────

const toDuplicate = ({ id, key, owner, facts, original }: Placed<rows.DuplicateFacts>) => ({
  id,
  sourceRef: key,
  personId: owner.personId,
  caseId: owner.caseId,
  referredOn: facts.referredOn,
  original,
});

export const duplicates: Kind<rows.DuplicateFacts> = {
  file: 'duplicates.csv',
  read: readers['duplicates.csv'],
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
