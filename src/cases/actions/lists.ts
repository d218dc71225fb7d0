import { staffOf } from '../../access/actions.ts';
import { type Actor, can, type Permission, scopeOf } from '../../access/rules/policy.ts';
import { type DayNumber, parseDay } from '../../kit/days.ts';
import type { Sql } from '../../kit/db.ts';
import { shownName } from '../../kit/shown-name.ts';
import { likelyPeople } from '../../people/actions/likely.ts';
import type { Score } from '../../people/rules/linkage.ts';
import type { Personal } from '../../people/rules/personal.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { type ProgrammeDocument, supportOn } from '../../programmes/rules.ts';
import { type CaseloadEntry, type CaseloadGuide, contactKinds, type Direction } from '../rules/caseload.ts';
import type { Cursor, ListSort } from '../rules/list.ts';
import { pausesFrom, stopsOf } from '../rules/taking-part.ts';
import type { Status } from '../rules.ts';
import { caseloadOf } from '../store/caseload.ts';
import { casesOfPeople, type ListFilter, type ListRow } from '../store/list.ts';
import { type ListAsk, listCases, placeOf, type SortedRow } from '../store/list-pages.ts';
import { supportWords } from './frame.ts';
import { factsOfCase } from './record.ts';

// More than ten times a large caseload.
const mostOpen = 1000;

export type { ListFilter } from '../store/list.ts';

/** A key worker whose caseload somebody may look at. */
export type Worker = { id: string; name: string; code: string; programmeId: string };

/** The key workers of the teams, areas and programmes that somebody answers for; a key worker sees their own caseload alone. */
export async function workersFor(sql: Sql, actor: Actor, permission: Permission = 'case.list'): Promise<Worker[]> {
  const found = new Map<string, Worker>();
  for (const programmeId of new Set(actor.memberships.flatMap((member) => member.programmeId ?? []))) {
    const scope = scopeOf(actor, permission, programmeId);
    const { programmeIds, areaIds, providerIds, teams } = scope;
    if (programmeIds.length + areaIds.length + providerIds.length + teams.length === 0) continue;
    for (const staff of await staffOf(sql, { programmeId })) {
      const theirs =
        programmeIds.length > 0 ||
        (staff.area_id !== null && areaIds.includes(staff.area_id)) ||
        (staff.provider_id !== null && providerIds.includes(staff.provider_id)) ||
        teams.some((team) => team.areaId === staff.area_id && team.providerId === staff.provider_id);
      if (!theirs) continue;
      found.set(staff.id, {
        id: staff.id,
        name: `${staff.given_name} ${staff.family_name}`,
        code: staff.code,
        programmeId,
      });
    }
  }
  return [...found.values()];
}

/** The open cases of a key worker that the actor may see, in no order, and the guide of their programme. One statement. */
export async function caseload(
  sql: Sql,
  actor: Actor,
  staffId: string,
  today: Temporal.PlainDate,
): Promise<{ entries: CaseloadEntry[]; guide: CaseloadGuide | null }> {
  const day = today.toString();
  const now = parseDay(day) as DayNumber;
  const rows = await caseloadOf(sql, { staffId, contacts: contactKinds, today: day, limit: mostOpen });
  const documents = new Map<string, ProgrammeDocument | undefined>();
  for (const programmeId of new Set(rows.map((row) => row.programme_id)))
    documents.set(programmeId, (await programmeOn(sql, programmeId, day))?.document);
  const entries: CaseloadEntry[] = [];
  for (const row of rows) {
    if (!can(actor, 'case.list', factsOfCase(row))) continue;
    const document = documents.get(row.programme_id);
    const support = document?.support;
    const stops = document === undefined ? [] : stopsOf(document, pausesFrom(row.pauses));
    const attached = row.attached_on === null ? null : parseDay(row.attached_on);
    const firstJob = row.first_job_on === null ? null : parseDay(row.first_job_on);
    entries.push({
      caseId: row.case_id,
      name: shownName(row),
      reference: row.reference,
      areaName: row.area_name,
      status: row.status,
      support: support && attached !== null ? supportWords(supportOn(support, attached, firstJob, now, stops)) : null,
      month: attached === null ? -1 : now - attached,
      silence: row.last_contact_on === null ? null : now - (parseDay(row.last_contact_on) as DayNumber),
      asks: row.asks === 'parked' && row.asks_review_on !== null && row.asks_review_on <= day ? 'due' : row.asks,
    });
  }
  // Staff belong to one programme, and so do their cases.
  const [document] = documents.values();
  const { words, caseload: range } = document ?? {};
  const guide = words && range && { ...range, clients: words.client.plural, keyWorker: words.keyWorker.singular };
  return { entries, guide: guide ?? null };
}

/** A case in a list. Days are 'YYYY-MM-DD'. */
export type ListedCase = {
  caseId: string;
  name: string;
  reference: string;
  sourceRef: string | null;
  status: Status;
  areaName: string | null;
  keyWorkerName: string | null;
  referredOn: string | null;
  attachedOn: string | null;
  hasAttachment: boolean;
  closedOn: string | null;
};

/** A row of a list, as pages know it. */
export const toListed = (row: ListRow): ListedCase => ({
  caseId: row.case_id,
  name: shownName(row),
  reference: row.reference,
  sourceRef: row.source_ref,
  status: row.status,
  areaName: row.area_name,
  keyWorkerName: row.key_worker_name,
  referredOn: row.referred_on,
  attachedOn: row.attached_on,
  hasAttachment: row.has_attachment,
  closedOn: row.closed_on,
});

/** Which list of a programme's cases: what it is narrowed to, and its order. */
export type ListOrder = { programmeId: string; filter: ListFilter; sort: ListSort; direction: Direction };

const cursorOf = (row: SortedRow, sort: ListSort): Cursor => {
  const values: Record<ListSort, string | null> = {
    name: row.search_family,
    reference: row.reference,
    referred: row.referred_on,
    area: row.area_id,
    worker: row.key_worker_id,
    status: row.status,
    attached: row.attached_on,
  };
  return {
    id: row.case_id,
    referredOn: row.referred_on,
    value: values[sort],
    ...(sort === 'name' ? { person: { id: row.person_id, given: row.search_given } } : {}),
  };
};

/** A page of the cases of a programme that the actor may see, and the cursor of the next one; null on the last page. */
export async function programmeCases(
  sql: Sql,
  actor: Actor,
  ask: ListOrder & { after: Cursor | null; limit: number },
): Promise<{ cases: ListedCase[]; next: Cursor | null }> {
  const scope = scopeOf(actor, 'case.list', ask.programmeId);
  const wanted: ListAsk = { ...ask, scope, limit: ask.limit + 1 };
  const rows = await listCases(sql, wanted);
  const shown = rows.slice(0, ask.limit);
  const last = shown.at(-1);
  const next = rows.length > ask.limit && last !== undefined ? cursorOf(last, ask.sort) : null;
  return { cases: shown.map(toListed), next };
}

/**
 * The cursor of a case in an order that addresses say nothing about: by name or reference. Null when the actor may not see the
 * case (any more), so that an address cannot be used to learn where a hidden name stands.
 */
export async function cursorAt(
  sql: Sql,
  actor: Actor,
  ask: { programmeId: string; sort: ListSort; caseId: string },
): Promise<Cursor | null> {
  const scope = scopeOf(actor, 'case.list', ask.programmeId);
  const [row] = await placeOf(sql, { ...ask, scope });
  if (row === undefined) return null;
  const person = { id: row.person_id, given: row.search_given };
  return ask.sort === 'name'
    ? { id: row.case_id, referredOn: null, value: row.search_family, person }
    : { id: row.case_id, referredOn: null, value: row.reference };
}

/** Somebody who is likely to be known already: a case that the actor may open, or only that there is one. */
export type KnownAlready =
  | { caseId: string; personId: string; name: string; reference: string; score: Score }
  | 'hidden';

/** Cases of people who are likely to be this one. Of a case that the actor may not read nothing shows but that it exists. */
export async function knownAlready(sql: Sql, actor: Actor, personal: Personal): Promise<KnownAlready[]> {
  const likely = await likelyPeople(sql, { ...personal, identifier: personal.niNumber });
  // Asked also when nobody is found, so that the answer takes as long.
  const rows = await casesOfPeople(sql, { personIds: likely.map(({ personId }) => personId) });
  const scores = new Map(likely.map(({ personId, score }) => [personId, score]));
  const seen = rows.flatMap((row) => {
    const score = scores.get(row.person_id);
    if (score === undefined || !can(actor, 'case.read', factsOfCase(row))) return [];
    return [{ caseId: row.case_id, personId: row.person_id, name: shownName(row), reference: row.reference, score }];
  });
  seen.sort((a, b) => b.score.weight - a.score.weight);
  return rows.length > seen.length ? [...seen, 'hidden'] : seen;
}
