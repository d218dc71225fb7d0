/** What a person says of a service and what is done with it, and concerns until they are closed. Never told to a service with a name. */
import { tell } from '../../access/actions/notices.ts';
import { usersNear } from '../../access/actions/restricted.ts';
import { recordEvent } from '../../access/actions.ts';
import { type Actor, scopeOf } from '../../access/rules/policy.ts';
import type { RecordLoader } from '../../access/rules/route.ts';
import { factsOfCase } from '../../cases/actions/record.ts';
import { countForService } from '../../directory/actions/figures.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { Disposition } from '../rules/liaison.ts';
import type { SoftOutcomes } from '../rules/soft-outcomes.ts';
import type { ReferralRow } from '../store/referrals.ts';
import * as store from '../store/views.ts';

export type { ConcernRow } from '../store/views.ts';

/** A rating by the person: 1 (not at all good) to 5, and what became better for them. `day` is 'YYYY-MM-DD'. */
export type NewRating = Partial<SoftOutcomes> & {
  day: string;
  score: number;
  words: string | null;
  disposition: Disposition;
};

const event = (row: Pick<ReferralRow, 'programme_id' | 'person_id' | 'case_id'>, day: string) => ({
  programmeId: row.programme_id,
  personId: row.person_id,
  caseId: row.case_id,
  happenedOn: day,
});

/** Managers of the case are told that there is something to read. */
async function tellManagers(tx: Tx, row: ReferralRow, about: string): Promise<void> {
  const place = { programmeId: row.programme_id, areaId: row.case_area_id, providerId: row.provider_id };
  const managers = await usersNear(tx, place, ['team_manager', 'local_lead']);
  // Of a restricted record nobody is told who may not open it; the list shows it to those who may.
  const told = row.restricted ? [] : managers.map(({ user_id }) => user_id);
  await tell(tx, told, { kind: 'service concern', href: `/services/concerns/${about}`, about });
}

async function raise(
  tx: Tx,
  actor: Actor,
  row: ReferralRow,
  given: { stage: 'concern' | 'complaint'; words: string; day: string },
): Promise<string> {
  const id = newId();
  const serviceId = row.actual_service_id ?? row.service_id;
  await store.insertConcern(tx, { id, serviceId, referralId: row.id, by: actor.userId, ...given });
  await recordEvent(tx, actor, {
    ...event(row, given.day),
    kind: 'liaison.concern raised',
    payload: { recordId: row.id, concernId: id, service: row.service_name, stage: given.stage, words: given.words },
  });
  await tellManagers(tx, row, id);
  return id;
}

/**
 * Writes down what the person says of a service, with the event 'liaison.rated', and counts it for the service. What is a matter
 * for a manager, and a complaint, becomes a concern that is answered and closed.
 */
export function rate(db: Database, actor: Actor, row: ReferralRow, given: NewRating): Promise<void> {
  return transaction(db, async (tx) => {
    const { day, score, words, disposition, confidence = null, wellbeing = null } = given;
    const serviceId = row.actual_service_id ?? row.service_id;
    const rating = { id: newId(), referralId: row.id, serviceId, day, score, words, disposition };
    await store.insertRating(tx, { ...rating, confidence, wellbeing, by: actor.userId });
    await countForService(tx, serviceId, day, 'rated', 1);
    await countForService(tx, serviceId, day, `rated:${score}`, 1);
    await recordEvent(tx, actor, {
      ...event(row, day),
      kind: 'liaison.rated',
      payload: { recordId: row.id, service: row.service_name, score, words, disposition, confidence, wellbeing },
    });
    const stage = disposition === 'complaint' ? 'complaint' : disposition === 'told manager' ? 'concern' : null;
    if (stage !== null) await raise(tx, actor, row, { stage, words: words ?? `Rated ${score} of 5`, day });
  });
}

/** Raises a concern about a service, with the event 'liaison.concern raised'. Resolves to its id. */
export const raiseConcern = (
  db: Database,
  actor: Actor,
  row: ReferralRow,
  given: { words: string; day: string },
): Promise<string> => transaction(db, (tx) => raise(tx, actor, row, { stage: 'concern', ...given }));

/** What becomes of a concern: the service's answer, a complaint when that settles nothing, an end with its outcome. */
export type Handled =
  | { what: 'answer'; words: string }
  | { what: 'complaint'; words: string }
  | { what: 'close'; words: string };

/** Handles an open concern, with an event 'liaison.concern …'. 'stale' when it was closed meanwhile: nothing is written then. */
export function handleConcern(
  db: Database,
  actor: Actor,
  row: store.ConcernRow,
  given: Handled,
  today: string,
): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    const { what, words } = given;
    const [changed] = await store.changeConcern(tx, {
      id: row.id,
      answer: what === 'answer' ? words : null,
      answeredOn: what === 'answer' ? today : null,
      complaint: what === 'complaint',
      outcome: what === 'close' ? words : null,
      closedOn: what === 'close' ? today : null,
    });
    if (changed === undefined) return 'stale';
    await recordEvent(tx, actor, {
      ...event(row, today),
      kind:
        what === 'answer'
          ? 'liaison.concern answered'
          : what === 'close'
            ? 'liaison.concern closed'
            : 'liaison.complaint made',
      payload: { recordId: row.referral_id, concernId: row.id, service: row.service_name, words },
    });
    return 'saved';
  });
}

/** Concerns that the actor oversees. */
export const concernsFor = (sql: Sql, actor: Actor) => store.concernsIn(sql, scopeOf(actor, 'service.oversee'));

/** The record of a route about one concern: reading it is a reading of the case that it comes from. */
export const concernRecord: RecordLoader<{ concern: store.ConcernRow; caseId: string; personId: string }> = {
  param: 'concernId',
  async load(sql, id) {
    const [concern] = await store.findConcern(sql, { id });
    return concern === undefined
      ? null
      : { ...factsOfCase(concern), concern, caseId: concern.case_id, personId: concern.person_id };
  },
};

/** What people said of a service that colleagues may read: by month, and nobody's. */
export const sharedRatings = (sql: Sql, serviceId: string) => store.sharedRatings(sql, { serviceId });
