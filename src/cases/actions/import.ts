import { type NewEvent, recordEvents } from '../../access/actions.ts';
import type { Correction, ImportCase, ImportContext } from '../../access/rules/import.ts';
import { type Change, changesBetween } from '../../kit/bulk.ts';
import type { Sql } from '../../kit/db.ts';
import { newId, newReference } from '../../kit/ids.ts';
import * as store from '../store/import.ts';

export type Place = { id: string; name: string; providerId: string | null };

/** A referral to the programme as a hand-over tells it. `area` and `providerId` are those at referral. */
export type ImportedReferral = {
  id: string;
  personId: string;
  sourceRef: string;
  area: Place;
  providerId: string | null;
  provider: string | null;
  referredOn: string | null;
  source: string | null;
  benefit: string | null;
  lastWorked: string | null;
  housingTenure: string | null;
  maritalStatus: string | null;
  dependants: number | null;
};

const caseRow = (one: ImportedReferral) => ({
  id: one.id,
  person_id: one.personId,
  area_id: one.area.id,
  provider_id: one.area.providerId,
  referral_area_id: one.area.id,
  referral_provider_id: one.providerId,
  referred_on: one.referredOn,
  referral_source: one.source,
  benefit: one.benefit,
  last_worked: one.lastWorked,
  housing_tenure: one.housingTenure,
  marital_status: one.maritalStatus,
  dependants: one.dependants,
});

// Ids say nothing to a reader of the timeline.
const fieldNames: Readonly<Record<string, string>> = {
  referral_area_id: 'area_at_referral',
  referral_provider_id: 'provider_at_referral',
  key_worker_id: 'key_worker',
};
function named(changes: readonly Change[], names: ReadonlyMap<string, string>): Change[] {
  const name = (id: unknown) => (typeof id === 'string' ? (names.get(id) ?? id) : id);
  return changes.map(({ field, before, after }) => {
    const words = fieldNames[field];
    return words === undefined ? { field, before, after } : { field: words, before: name(before), after: name(after) };
  });
}

/** Cases of a programme by their reference in the hand-over files. */
export async function casesByReference(
  sql: Sql,
  programmeId: string,
  references: string[],
): Promise<Map<string, ImportCase>> {
  const rows = await store.casesByReference(sql, { programmeId, references });
  return new Map(
    rows.map((row) => [row.source_ref, { caseId: row.id, personId: row.person_id, referredOn: row.referred_on }]),
  );
}

/** Opens cases for people who are there already, each with the event 'case.referred'. */
export async function importReferrals(context: ImportContext, given: readonly ImportedReferral[]): Promise<void> {
  if (given.length === 0) return;
  const { programmeId } = context;
  const rows = given.map((one) => ({
    ...caseRow(one),
    programme_id: programmeId,
    reference: newReference('C'),
    source_ref: one.sourceRef,
    status: 'referred',
  }));
  await store.insertCases(context.tx, { rows: JSON.stringify(rows) });
  await recordEvents(
    context.tx,
    context.actor,
    given.map((one) => ({
      kind: 'case.referred',
      programmeId,
      personId: one.personId,
      caseId: one.id,
      happenedOn: one.referredOn ?? context.today,
      payload: {
        sourceRef: one.sourceRef,
        referredOn: one.referredOn,
        area: one.area.name,
        provider: one.provider,
        source: one.source,
        imported: true,
      },
    })),
  );
}

/** Corrects referrals whose case still has the version given, with the event 'case.corrected'. Resolves to the ids corrected. */
export async function correctImportedReferrals(
  context: ImportContext,
  given: readonly Correction<ImportedReferral>[],
  places: readonly Place[],
  names: ReadonlyMap<string, string>,
): Promise<Set<string>> {
  if (given.length === 0) return new Set();
  const rows = given.map((one) => ({ ...caseRow(one), version: one.version }));
  const done = await store.correctCases(context.tx, { rows: JSON.stringify(rows) });
  const corrected = new Map(done.map((row) => [row.id, named(changesBetween(row.before, row.after), names)]));
  const events = given.flatMap((one): NewEvent[] => {
    const changes = corrected.get(one.id) ?? [];
    if (changes.length === 0) return [];
    return [
      {
        kind: 'case.corrected',
        programmeId: context.programmeId,
        personId: one.personId,
        caseId: one.id,
        happenedOn: one.referredOn ?? context.today,
        payload: { changes, area: one.area.name, provider: one.provider, imported: true },
      },
    ];
  });
  await recordEvents(context.tx, context.actor, events);
  await placeToday(context, [...corrected.keys()], places);
  return new Set(corrected.keys());
}

/** The version and person of each of these cases. */
export function caseVersions(sql: Sql, ids: string[]) {
  return store.caseVersions(sql, { ids });
}

/** An attachment as a hand-over tells it. `keyWorker` is the staff code, for the timeline. */
export type ImportedAttachment = ImportCase & {
  attachedOn: string | null;
  keyWorkerId: string | null;
  keyWorker: string | null;
};

const attachmentRow = (one: ImportedAttachment) => ({
  case_id: one.caseId,
  person_id: one.personId,
  attached_on: one.attachedOn,
  key_worker_id: one.keyWorkerId,
});

const assignmentRow = (one: ImportedAttachment) => ({
  id: newId(),
  case_id: one.caseId,
  person_id: one.personId,
  staff_id: one.keyWorkerId,
  starts_on: one.attachedOn,
});

/** Attaches people whose conditions are not evidenced, with their key worker from that day, and the event 'case.attached'. */
export async function importAttachments(context: ImportContext, given: readonly ImportedAttachment[]): Promise<void> {
  if (given.length === 0) return;
  const rows = given.map((one) => ({ ...attachmentRow(one), evidenced: false, conditions: {} }));
  await store.insertAttachments(context.tx, { rows: JSON.stringify(rows) });
  // Without a day nobody can say from when the key worker was responsible; the case still names them.
  const known = given.filter((one) => one.keyWorkerId !== null && one.attachedOn !== null);
  await store.insertAssignments(context.tx, { rows: JSON.stringify(known.map(assignmentRow)) });
  await store.setAttached(context.tx, { rows: JSON.stringify(given.map(attachmentRow)) });
  await recordEvents(
    context.tx,
    context.actor,
    given.map((one) => ({
      kind: 'case.attached',
      programmeId: context.programmeId,
      personId: one.personId,
      caseId: one.caseId,
      happenedOn: one.attachedOn ?? one.referredOn ?? context.today,
      payload: { attachedOn: one.attachedOn, keyWorker: one.keyWorker, evidenced: false, imported: true },
    })),
  );
}

/**
 * Corrects attachments that still have the version given, and the key worker's assignment that came with them, with the
 * event 'attachment.corrected'. Resolves to the case ids corrected.
 */
export async function correctImportedAttachments(
  context: ImportContext,
  given: readonly Correction<ImportedAttachment>[],
  names: ReadonlyMap<string, string>,
): Promise<Set<string>> {
  if (given.length === 0) return new Set();
  const rows = given.map((one) => ({ ...attachmentRow(one), version: one.version }));
  const done = await store.correctAttachments(context.tx, { rows: JSON.stringify(rows) });
  const corrected = new Map(done.map((row) => [row.id, named(changesBetween(row.before, row.after), names)]));
  const these = given.filter((one) => corrected.has(one.caseId));
  await store.reviseAssignments(context.tx, { rows: JSON.stringify(these.map(assignmentRow)) });
  await store.setAttached(context.tx, { rows: JSON.stringify(these.map(attachmentRow)) });
  await recordEvents(
    context.tx,
    context.actor,
    these.map((one) => ({
      kind: 'attachment.corrected',
      programmeId: context.programmeId,
      personId: one.personId,
      caseId: one.caseId,
      happenedOn: one.attachedOn ?? one.referredOn ?? context.today,
      payload: { changes: corrected.get(one.caseId) ?? [], keyWorker: one.keyWorker, imported: true },
    })),
  );
  return new Set(corrected.keys());
}

/** The version of the attachment of each of these cases, and whether its key worker was changed here since. */
export function attachmentVersions(sql: Sql, caseIds: string[]) {
  return store.attachmentVersions(sql, { caseIds });
}

/** A move between areas as a hand-over tells it. */
export type ImportedAreaChange = ImportCase & { id: string; changedOn: string | null; from: Place | null; to: Place };

/**
 * Adds moves, each with the event 'case.moved', and brings the cases' area today up to date. Those still to come are followed
 * on their day, by `followMoves`.
 */
export async function importAreaChanges(
  context: ImportContext,
  given: readonly ImportedAreaChange[],
  places: readonly Place[],
): Promise<void> {
  if (given.length === 0) return;
  const rows = given.map((one) => ({
    id: one.id,
    case_id: one.caseId,
    person_id: one.personId,
    changed_on: one.changedOn,
    from_area_id: one.from?.id ?? null,
    to_area_id: one.to.id,
    ahead: one.changedOn !== null && one.changedOn > context.today,
  }));
  await store.insertAreaChanges(context.tx, { rows: JSON.stringify(rows) });
  await placeToday(context, [...new Set(given.map((one) => one.caseId))], places);
  await recordEvents(
    context.tx,
    context.actor,
    given.map((one) => ({
      kind: 'case.moved',
      programmeId: context.programmeId,
      personId: one.personId,
      caseId: one.caseId,
      happenedOn: one.changedOn ?? one.referredOn ?? context.today,
      payload: { changedOn: one.changedOn, from: one.from?.name ?? null, to: one.to.name, imported: true },
    })),
  );
}

async function placeToday(context: ImportContext, caseIds: string[], places: readonly Place[]): Promise<void> {
  if (caseIds.length === 0) return;
  const areas = JSON.stringify(places.map((place) => ({ id: place.id, provider_id: place.providerId })));
  await store.setAreaToday(context.tx, { caseIds, today: context.today, areas });
}
