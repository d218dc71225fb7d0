import { staffOf } from '../../access/actions.ts';
import { type Actor, scopeOf } from '../../access/rules/policy.ts';
import type { Sql } from '../../kit/db.ts';
import { shownName } from '../../kit/shown-name.ts';
import { programmeOn } from '../../programmes/actions.ts';
import type { CaseloadGuide } from '../rules/caseload.ts';
import * as store from '../store/team.ts';
import type { CaseLine } from './chosen.ts';
import { loadsOf } from './reassign.ts';
import type { CaseHead } from './record.ts';

export type { RequestCursor, TeamRow } from '../store/team.ts';

// A team is some dozens; a whole programme's staff still fits on a page.
const mostStaff = 500;
/** Requests that stand on one page. */
const requestsOnPage = 50;

/** The key workers whom the actor manages, with their caseloads and cover today. One statement. */
export function teamToday(sql: Sql, actor: Actor, programmeId: string, today: string): Promise<store.TeamRow[]> {
  const scope = scopeOf(actor, 'cover.manage', programmeId);
  return store.teamRows(sql, { programmeId, scope, today }, mostStaff);
}

/** Somebody who waits for another key worker. */
export type RequestLine = CaseLine & { parked: boolean; askedOn: string; reviewOn: string | null };

/** A page of the requests for another key worker that wait for the actor, the undecided first, and where the next page begins. */
export async function waitingRequests(
  sql: Sql,
  actor: Actor,
  programmeId: string,
  after: store.RequestCursor | null,
): Promise<{ requests: RequestLine[]; next: store.RequestCursor | null }> {
  const scope = scopeOf(actor, 'case.reassign', programmeId);
  const rows = await store.openRequests(sql, { programmeId, scope, after }, requestsOnPage + 1);
  const shown = rows.slice(0, requestsOnPage);
  const last = shown.at(-1);
  const more = rows.length > requestsOnPage && last !== undefined;
  const next = more ? { state: last.state, day: last.review_on ?? last.asked_on, id: last.id } : null;
  const requests = shown.map((row) => ({
    caseId: row.case_id,
    name: shownName(row),
    reference: row.reference,
    parked: row.state === 'parked',
    askedOn: row.asked_on,
    reviewOn: row.review_on,
  }));
  return { requests, next };
}

/** The caseload guide of a programme on a day, in its words; null for a programme without a document. */
export async function guideOf(sql: Sql, programmeId: string, day: string): Promise<CaseloadGuide | null> {
  const document = (await programmeOn(sql, programmeId, day))?.document;
  if (document === undefined) return null;
  const { caseload, words } = document;
  return { ...caseload, clients: words.client.plural, keyWorker: words.keyWorker.singular };
}

/** The others who work where the key worker of a case works: the same area and provider. */
export async function teamOf(
  sql: Sql,
  actor: Actor,
  head: CaseHead,
): Promise<{ id: string; name: string; attached: number }[]> {
  const staff = await staffOf(sql, { programmeId: head.programmeId });
  const own = staff.find((one) => one.id === head.case.keyWorkerId);
  if (own === undefined) return [];
  const others = staff.filter(
    (one) => one.id !== own.id && one.area_id === own.area_id && one.provider_id === own.provider_id,
  );
  const loads = await loadsOf(
    sql,
    actor,
    head.programmeId,
    others.map(({ id }) => id),
  );
  return others.map((one) => ({
    id: one.id,
    name: `${one.given_name} ${one.family_name} (${one.code})`,
    attached: loads.get(one.id)?.attached ?? 0,
  }));
}
