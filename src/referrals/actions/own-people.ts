/** What a service does for the people whom it sees: when a worker is away, when somebody arrives, when they would go on elsewhere. */
import type { Actor } from '../../access/rules/policy.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import type { Database, Sql } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { At } from '../rules/mover.ts';
import * as store from '../store/own-people.ts';
import { lockReferral, updateReferral } from '../store/referrals.ts';
import { begin } from './make.ts';
import { moveReferral, noteReferral } from './move.ts';
import { type Done, orTakeBack, refuse, together } from './together.ts';

export type { OwnPerson } from '../store/own-people.ts';

/** The services of an organisation that go on. */
export const ownServices = (sql: Sql, organisationId: string) => store.ownServices(sql, { organisationId });
/** The people whom a worker of an organisation sees, by the name that was written down. At most 200. */
export const peopleOfWorker = (sql: Sql, organisationId: string, worker: string, today: string) =>
  store.peopleOfWorker(sql, { organisationId, worker: worker.trim(), today });
/** Services with some words in their name, to which somebody can be referred. */
export const servicesNamed = async (sql: Sql, words: string) =>
  words.trim() === '' ? [] : store.servicesNamed(sql, { words: words.trim() });

/** Who is away, and what becomes of each person: somebody who covers, or back to the programme. */
export type Absence = {
  organisationId: string;
  worker: string;
  from: string;
  to: string | null;
  people: readonly { id: string; cover: string | null }[];
};

const withThem = ['started', 'suspended', 'ended'];

/**
 * Writes down that a worker is away, and what becomes of everybody whom they see: with 'service referral.covered' for each who is
 * covered; who is not goes back at once, so that somebody of the programme owns what comes next. Refused, with nothing written,
 * when somebody is left out.
 */
export function noteAbsence(db: Database, actor: Actor, given: Absence, at: At): Promise<Done> {
  return together(db, async (tx) => {
    const { organisationId, worker, from, to, people } = given;
    if (to !== null && to < from) refuse('Enter a last day that is on or after the first');
    const seen = await store.peopleOfWorker(tx, { organisationId, worker, today: at.today });
    const chosen = new Map(people.map((one) => [one.id, one]));
    const left = seen.filter(({ id }) => !chosen.has(id));
    if (left.length > 0)
      refuse(`Say what becomes of ${left.map(({ name, reference }) => name ?? reference).join(', ')}`);
    const covers = [...new Set(people.map(({ cover }) => cover).filter((one) => one !== null))].join(', ');
    await store.insertAbsence(tx, {
      ...{ id: newId(), organisationId, worker, from, to, cover: covers === '' ? null : covers },
      ...{ today: at.today, by: actor.userId },
    });
    const by = { side: 'service', actor } as const;
    for (const { id } of seen) {
      const row = await lockReferral(tx, id);
      const cover = chosen.get(id)?.cover ?? null;
      if (row === null) continue;
      if (cover !== null) {
        const data = { from, to, before: row.service_worker, cover };
        const happened = { kind: 'covered', event: 'service referral.covered', day: at.today, data };
        orTakeBack(await noteReferral(tx, by, row, { service_worker: cover }, happened, at));
        continue;
      }
      const why = 'Their worker is away, and nobody covers';
      const back = { endKind: 'early', outcome: why, holder: 'worker', noReport: why, noTalk: why } as const;
      orTakeBack(
        withThem.includes(row.state)
          ? await moveReferral(tx, by, row, 'hand back', { day: at.today, ...back }, at)
          : await moveReferral(tx, by, row, 'reject', { day: at.today, reason: 'no capacity', words: why }, at),
      );
    }
    return {};
  });
}

/** Somebody who came. `code` is that of a signpost that they showed; `agreed` that the programme may be told it was them. */
export type Arrival = {
  organisationId: string;
  serviceId: string;
  code: string | null;
  agreed: boolean;
  self: boolean;
  day: string;
};

/**
 * Counts somebody who came. With a code and their agreement the signpost is answered (event 'signpost.answered'); without
 * agreement it is a count that names no signpost; without a code nobody knows how they came, unless they say by themselves.
 */
export function noteArrival(db: Database, actor: Actor, given: Arrival, at: At): Promise<Done> {
  return together(db, async (tx) => {
    const { organisationId, serviceId, agreed, day } = given;
    const code = given.code?.toUpperCase() ?? null;
    if (day > at.today) refuse('Enter a day that is today or in the past');
    if (!(await store.ownServices(tx, { organisationId })).some(({ id }) => id === serviceId))
      refuse('Choose one of your services');
    const [found] = code === null ? [] : await store.signpostOf(tx, { code, serviceId, organisationId });
    if (code !== null && found === undefined) refuse('Check the code: there is none like it for this service');
    const named = found !== undefined && agreed;
    if (named) {
      const row = await lockReferral(tx, found.id);
      if (row?.open === true) {
        const happened = { kind: 'arrived', event: 'signpost.answered', day, to: 'contacted' };
        const change = { state: 'contacted', contacted_on: day };
        orTakeBack(await noteReferral(tx, { side: 'service', actor }, row, change, happened, at));
      }
    }
    await store.insertArrival(tx, {
      ...{ id: newId(), serviceId, code: named ? code : null, referralId: named ? found.id : null, agreed: named, day },
      ...{ route: code !== null ? 'signpost' : given.self ? 'self' : 'not known', by: actor.userId },
    });
    return {};
  });
}

/**
 * What a service would have somebody do next, at another service. A service that takes people only through an adviser, and
 * whatever the person has not agreed to yet, is for their worker: theirs is a referral that waits for the person's word, linked to
 * the one that led to it; and the worker is told at once.
 */
export function referOn(
  db: Database,
  actor: Actor,
  parent: { id: string; version: number },
  given: { serviceId: string; modes: readonly string[]; name: string; words: string },
  at: At,
): Promise<Done<{ recommended: boolean }>> {
  return together(db, async (tx) => {
    const row = await lockReferral(tx, parent.id);
    if (row === null || row.version !== parent.version) return orTakeBack({ outcome: 'stale' }) as never;
    const recommended = given.modes.includes('by adviser only');
    if (given.serviceId === row.service_id) refuse('Choose a service other than this one');
    const data = { next: given.name, serviceId: given.serviceId, recommended };
    const happened = { kind: 'onward', event: 'service referral.onward', day: at.today, words: given.words, data };
    orTakeBack(await noteReferral(tx, { side: 'service', actor }, row, {}, happened, at));
    if (recommended) return { recommended };
    const head = {
      ...{ caseId: row.case_id, personId: row.person_id, programmeId: row.programme_id, areaName: row.area_name },
      case: { areaId: row.area_id, providerId: row.provider_id, keyWorkerId: row.key_worker_id, restricted: null },
    } satisfies Pick<CaseHead, 'caseId' | 'personId' | 'programmeId' | 'areaName' | 'case'>;
    const child = await begin(
      tx,
      actor,
      head,
      {
        ...{ kind: 'referral', serviceId: given.serviceId, parentId: row.id, need: null, why: ['sequence'] },
        ...{
          whyWords: given.words,
          directiveId: null,
          overrideReason: null,
          exceptionReason: null,
          undisclosed: false,
        },
        ...{ madeAs: null, madeOn: at.today, side: 'service', ownerId: row.owner_id, byName: actor.name },
      },
      at,
    );
    // Whether it may be made is asked of the worker who owns it; `made_by_side` says where it came from.
    await updateReferral(tx, child.id, { made_by: row.owner_id });
    return { recommended };
  });
}
