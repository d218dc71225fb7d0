import { Type } from 'typebox';
import { type Actor, type CaseFacts, can } from '../../access/rules/policy.ts';
import type { RecordLoader } from '../../access/rules/route.ts';
import { type DayNumber, parseDay } from '../../kit/days.ts';
import type { Sql } from '../../kit/db.ts';
import { gather } from '../../kit/gather.ts';
import { shownName } from '../../kit/shown-name.ts';
import { type ContactRules, contactRulesFrom } from '../../people/rules/contact.ts';
import { type ProgrammeVersion, versionsOf } from '../../programmes/actions.ts';
import { type ProgrammeDocument, type Support, supportOn, versionOn } from '../../programmes/rules.ts';
import { type Pause, pausesFrom, stopsOf } from '../rules/taking-part.ts';
import type { Status } from '../rules.ts';
import { findHead, findPlace, findPlaces, type PlaceRow } from '../store/head.ts';
import type { Selection } from './selection.ts';

/** The head of a case: what every page about it shows, and what the policy asks. Days are 'YYYY-MM-DD'. */
export type CaseHead = {
  caseId: string;
  personId: string;
  programmeId: string;
  case: CaseFacts;
  programme: { key: string; name: string; versions: readonly ProgrammeVersion[] };
  reference: string;
  /** The reference in the hand-over files, when the case came with one. */
  sourceRef: string | null;
  status: Status;
  /** Given and family name; 'Name not known' without either. */
  name: string;
  dateOfBirth: string | null;
  phone: string | null;
  /** A code of the programme document's list. */
  preferredContact: string | null;
  /** Which ways of contact are safe. */
  contactRules: ContactRules;
  areaName: string | null;
  keyWorkerName: string | null;
  keyWorkerCode: string | null;
  referredOn: string | null;
  /** First meeting of the person and the key worker. */
  firstMetOn: string | null;
  closedOn: string | null;
  exitReason: string | null;
  /** Null without an attachment; `on` is null when a hand-over file gave no day. */
  attachment: { on: string | null; evidenced: boolean; firstJobOn: string | null } | null;
  /** What was known at referral. Codes of the programme document's lists, or the file's own text where the list has none. */
  referral: {
    areaId: string | null;
    areaName: string | null;
    source: string | null;
    benefit: string | null;
    lastWorked: string | null;
    housingTenure: string | null;
    maritalStatus: string | null;
    dependants: number | null;
  };
  /** The cohort at selection; null is not known, or a programme without cohorts. */
  selection: Omit<Selection, 'label'> | null;
  /** Whether the person must take part; null is not known. */
  obligation: 'mandatory' | 'voluntary' | null;
  /** The pause of now, or null. */
  paused: { on: string; reason: string; reviewOn: string } | null;
  /** Every pause, the earliest first. */
  pauses: readonly Pause[];
  version: number;
  /** Key workers of before, each with their last day. */
  workersBefore: readonly (readonly [string, string])[];
  /** The last day on which the reader, who gave the case away, may read it; left out for everybody else. */
  readUntil?: string;
};

/** The params of every route below `/cases/:caseId`. */
export const caseParams = Type.Object({ caseId: Type.String({ format: 'uuid' }) });

/** The record of every route below `/cases/:caseId`: one statement, with the programme's documents from memory. */
export const caseRecord: RecordLoader<CaseHead> = {
  param: 'caseId',
  async load(sql, id, actor, today) {
    const head = await findCase(sql, id);
    return head === null || actor === undefined || today === undefined ? head : asReadBy(head, actor, today);
  },
};

/**
 * The case with who gave it away so lately that they may still read it, and until when whoever reads it now may. Days are
 * 'YYYY-MM-DD'.
 */
export function asReadBy(head: CaseHead, actor: Actor, today: string): CaseHead {
  const readDays = documentOf(head, today)?.caseGivenAway?.readDays ?? 0;
  if (readDays === 0 || head.workersBefore.length === 0) return head;
  const until = ([, lastDay]: readonly [string, string]) =>
    Temporal.PlainDate.from(lastDay).add({ days: readDays }).toString();
  const lately = head.workersBefore.filter((one) => today <= until(one));
  const record = { ...head, case: { ...head.case, lately: lately.map(([staffId]) => staffId) } };
  const own = lately.filter(([staffId]) => actor.memberships.some((member) => member.staffId === staffId));
  const last = own.map(until).sort().at(-1);
  return last === undefined || can(actor, 'case.record', record) ? record : { ...record, readUntil: last };
}

/** What the policy asks of a case. Saves that come at the same time share a statement. */
const placeRowOf = gather<string, PlaceRow | null>(50, async (sql, caseIds) => {
  const [caseId = ''] = caseIds;
  const rows = await (caseIds.length === 1 ? findPlace(sql, { caseId }) : findPlaces(sql, { caseIds }));
  return caseIds.map((id) => rows.find((row) => row.case_id === id.toLowerCase()) ?? null);
});

/** A case as the policy asks of it, and nothing that is shown. */
export type CasePlace = Pick<CaseHead, 'caseId' | 'personId' | 'programmeId' | 'case'>;

/** The record of a route below `/cases/:caseId` that shows nothing of it: for what is written every few seconds. */
export const casePlace: RecordLoader<CasePlace> = {
  param: 'caseId',
  async load(sql, caseId) {
    const row = await placeRowOf(sql, caseId);
    return row === null ? null : placeOf(row);
  },
};

/** What the policy asks of a case, from any row that holds it. */
export const factsOfCase = (row: Omit<PlaceRow, 'case_id'>): Pick<CaseHead, 'programmeId' | 'case'> => ({
  programmeId: row.programme_id,
  case: {
    areaId: row.area_id,
    providerId: row.provider_id,
    keyWorkerId: row.key_worker_id,
    restricted: row.restricted ? row.person_id : null,
  },
});

const placeOf = (row: PlaceRow): CasePlace => ({
  caseId: row.case_id,
  personId: row.person_id,
  ...factsOfCase(row),
});

/** The head of a case by id, or null. */
export async function findCase(sql: Sql, caseId: string): Promise<CaseHead | null> {
  const [row] = await findHead(sql, { caseId });
  if (row === undefined) return null;
  const versions = await versionsOf(sql, row.programme_id);
  return {
    ...placeOf(row),
    programme: { key: row.programme_key, name: row.programme_name, versions },
    reference: row.reference,
    sourceRef: row.source_ref,
    status: row.status,
    name: shownName(row),
    dateOfBirth: row.date_of_birth,
    phone: row.phone,
    preferredContact: row.preferred_contact,
    contactRules: contactRulesFrom(row.contact_rules),
    areaName: row.area_name,
    keyWorkerName: row.key_worker_name,
    keyWorkerCode: row.key_worker_code,
    referredOn: row.referred_on,
    firstMetOn: row.first_met_on,
    closedOn: row.closed_on,
    exitReason: row.exit_reason,
    attachment: row.has_attachment
      ? { on: row.attached_on, evidenced: row.evidenced === true, firstJobOn: row.first_job_on }
      : null,
    referral: {
      areaId: row.referral_area_id,
      areaName: row.referral_area_name,
      source: row.referral_source,
      benefit: row.benefit,
      lastWorked: row.last_worked,
      housingTenure: row.housing_tenure,
      maritalStatus: row.marital_status,
      dependants: row.dependants,
    },
    selection:
      row.cohort === null || row.cohort_on === null || row.cohort_version === null
        ? null
        : { cohort: row.cohort, on: row.cohort_on, version: row.cohort_version },
    obligation: row.obligation as CaseHead['obligation'],
    paused:
      row.paused_on === null
        ? null
        : { on: row.paused_on, reason: row.pause_reason ?? '', reviewOn: row.review_on ?? row.paused_on },
    pauses: pausesFrom(row.pauses),
    version: row.version,
    workersBefore: row.workers_before,
  };
}

/** The programme document in force on a day ('YYYY-MM-DD'), the first one before that; null for a programme without any. */
export function documentOf(head: Pick<CaseHead, 'programme'>, day: string): ProgrammeDocument | null {
  const { versions } = head.programme;
  return (versionOn(versions, day) ?? versions[0])?.document ?? null;
}

/** Month n of m of support, or null when the person is not attached or the day is not known. */
export function supportOf(
  head: Pick<CaseHead, 'attachment' | 'programme' | 'pauses'>,
  today: Temporal.PlainDate,
): Support<DayNumber> | null {
  const day = today.toString();
  const document = documentOf(head, day);
  if (document === null || head.attachment === null || head.attachment.on === null) return null;
  const { on, firstJobOn } = head.attachment;
  const firstJob = firstJobOn === null ? null : parseDay(firstJobOn);
  return supportOn(
    document.support,
    parseDay(on) as DayNumber,
    firstJob,
    parseDay(day) as DayNumber,
    stopsOf(document, head.pauses),
  );
}
