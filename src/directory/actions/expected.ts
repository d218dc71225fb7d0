/** How many referrals a programme is expected to send to a service, and how fresh the directory is. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { type Basis, type Expectation, expectedIn } from '../rules/expected.ts';
import * as store from '../store/expected.ts';

export type { ExpectationRow } from '../store/expected.ts';

/** An expectation to set, from a day ('YYYY-MM-DD') on. `aYear` null ends what was expected. */
export type ExpectationGiven = {
  serviceId: string;
  programmeId: string;
  from: string;
  aYear: number | null;
  basis: Basis;
};

/** Sets what is expected, with the event 'directory.expected_set'. What was expected before stands in the list. */
export function setExpectation(db: Database, actor: Actor, given: ExpectationGiven, today: string): Promise<string> {
  return transaction(db, async (tx) => {
    const id = newId();
    await store.insertExpectation(tx, { id, ...given, by: actor.userId });
    const { programmeId, ...payload } = given;
    await recordEvent(tx, actor, {
      ...{ kind: 'directory.expected_set', programmeId, happenedOn: today },
      payload: { recordId: id, ...payload },
    });
    return id;
  });
}

/** What programmes expect of a service, the latest first. */
export const expectationsOf = (sql: Sql, serviceId: string, programmeIds: readonly string[]) =>
  store.expectationsOf(sql, { serviceId, programmeIds });

/** What a programme expected of each service in a period (days 'YYYY-MM-DD', both included), by the service's id. */
export async function expectedOf(
  sql: Sql,
  ask: { programmeId: string; from: string; to: string },
): Promise<Map<string, { label: string; expected: number }>> {
  const of = new Map<string, { label: string; all: Expectation[] }>();
  for (const { service_id, service_name, organisation_name, from_day, a_year } of await store.expectationsIn(
    sql,
    ask,
  )) {
    const label = organisation_name === null ? service_name : `${service_name}, ${organisation_name}`;
    const one = of.get(service_id) ?? { label, all: [] };
    one.all.push({ from_day, a_year });
    of.set(service_id, one);
  }
  return new Map(
    [...of].flatMap(([id, { label, all }]) => {
      const expected = expectedIn(all, ask.from, ask.to);
      return expected === null ? [] : [[id, { label, expected }] as const];
    }),
  );
}

/** Entries that run: checked and not yet due again, due by now ('YYYY-MM-DD'), and never given a day. Counts of services. */
export async function freshnessOn(sql: Sql, day: string): Promise<{ checked: number; late: number; never: number }> {
  return (await store.freshness(sql, { day }))[0] ?? { checked: 0, late: 0, never: 0 };
}
