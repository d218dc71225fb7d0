/** What managers ask for in choosing services: scoped, dated, shown beside what is found, and never part of its order. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { directiveSays, type Says } from '../rules/directives.ts';
import * as store from '../store/access.ts';

export type { DirectiveRow } from '../store/access.ts';

/** Directives that hold in an area of programmes on a day ('YYYY-MM-DD'), the earliest first. */
export function directivesFor(
  sql: Sql,
  given: { programmeIds: readonly string[]; areaId: string | null; day: string },
): Promise<store.DirectiveRow[]> {
  return store.directivesOn(sql, given);
}

/** Of directives that hold: those that say something of a service, and what. */
export function directivesAbout(
  all: readonly store.DirectiveRow[],
  service: { serviceId: string; contract: string | null },
): { directive: store.DirectiveRow; says: Says }[] {
  return all.flatMap((directive) => {
    const says = directiveSays(directive, service);
    return says === null ? [] : [{ directive, says }];
  });
}

/** Every directive of programmes, the latest first, a page of them. */
export function directivesOf(
  sql: Sql,
  programmeIds: readonly string[],
  given: { limit: number; offset: number },
): Promise<store.DirectiveRow[]> {
  return store.directivesOf(sql, { programmeIds, ...given });
}

/** A directive to set: about services with a contract, or about one service. */
export type DirectiveGiven = {
  programmeId: string;
  areaId: string | null;
  kind: 'prefer' | 'avoid';
  contract: string | null;
  serviceId: string | null;
  words: string;
  from: string;
  to: string | null;
};

/** Sets a directive, with the event 'directory.directive_set'. Resolves to its id. */
export function setDirective(db: Database, actor: Actor, given: DirectiveGiven, today: string): Promise<string> {
  return transaction(db, async (tx) => {
    const id = newId();
    await store.insertDirective(tx, { id, ...given, by: actor.userId });
    const { programmeId, ...payload } = given;
    await recordEvent(tx, actor, {
      kind: 'directory.directive_set',
      programmeId,
      happenedOn: today,
      payload: { recordId: id, ...payload },
    });
    return id;
  });
}

/** Ends a directive of one of the programmes now, with the event 'directory.directive_ended'. False when it has ended already. */
export function endDirective(
  db: Database,
  actor: Actor,
  given: { id: string; programmeIds: readonly string[]; now: Temporal.Instant; today: string },
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const { id, programmeIds, now, today } = given;
    const [ended] = await store.endDirective(tx, { id, programmeIds, at: now.toString() });
    if (ended === undefined) return false;
    await recordEvent(tx, actor, {
      kind: 'directory.directive_ended',
      programmeId: ended.programme_id,
      happenedOn: today,
      payload: { recordId: id },
    });
    return true;
  });
}
