/** People, staff and moves of claims in a world of their own, for tests of what becomes of claims. */
import assert from 'node:assert/strict';
import { type Actor, type Role, systemActor } from '../../src/access/rules/policy.ts';
import { mergePeople } from '../../src/cases/actions/merge.ts';
import { contractsInUse, latestOf, loadContract } from '../../src/claims/actions/contracts.ts';
import { type At, moveClaims, prepareClaim } from '../../src/claims/actions/life.ts';
import type { ClaimMove, ClaimState, MoveGiven } from '../../src/claims/rules/claim-states.ts';
import type { Contract } from '../../src/claims/rules/contract.ts';
import { balanceOf } from '../../src/claims/rules/ledger.ts';
import { type Database, transaction } from '../../src/kit/db.ts';
import { newId } from '../../src/kit/ids.ts';
import { today, world } from './world.ts';

/** The moment at which everything is done where a test says nothing else. */
export const at: At = { now: Temporal.Instant.from(`${today}T10:00:00Z`), today };
/** The same on another day. */
export const onDay = (day: string): At => ({ now: Temporal.Instant.from(`${day}T10:00:00Z`), today: day });

/** A case and its person. */
export type Of = { caseId: string; personId: string };
/** What `lifeOfClaims` made. */
export type Life = Awaited<ReturnType<typeof lifeOfClaims>>;

/** The milestone of the attachment in a contract, to be changed. */
export function attachmentOf(document: Contract) {
  const found = document.milestones.find(({ key }) => key === 'attachment');
  if (found === undefined) throw new Error('no attachment');
  return found;
}

/** A database on which something happens once, before a statement of this name is sent. */
export function hooked(db: Database, name: string, hook: () => Promise<void>): Database {
  let done = false;
  const wrap = (target: object): never =>
    new Proxy(target, {
      get(from, key) {
        const value = Reflect.get(from, key);
        if (typeof value !== 'function') return value;
        if (key === 'connect') return async () => wrap(await (value as () => Promise<object>).call(from));
        if (key !== 'query') return value.bind(from);
        return async (query: { name?: string }, ...more: unknown[]) => {
          if (query?.name === name && !done) {
            done = true;
            await hook();
          }
          return (value as (...given: unknown[]) => unknown).call(from, query, ...more);
        };
      },
    }) as never;
  return wrap(db);
}

/** Makes the world with somebody who prepares claims, a manager who checks them and an office that settles them. End it with `w.end`. */
export async function lifeOfClaims() {
  const w = await world();
  async function somebody(role: Role, staffId: string | null = null): Promise<Actor> {
    const userId = newId();
    await w.db.query('insert into app_user (id, email, name, password_hash) values ($1, $2, $3, $4)', [
      ...[userId, `${userId}@example.org`, `The ${role}`, 'none'],
    ]);
    const { id: areaId, provider_id: providerId } = w.area('Bolton');
    return {
      ...{ userId, name: `The ${role}` },
      memberships: [{ role, programmeId: w.programmeId, areaId, providerId: providerId ?? null, staffId }],
    };
  }
  const preparer = await somebody('programme_office');
  const manager = await somebody('team_manager');
  const office = await somebody('programme_office');
  const prepare = (of: Of, by = preparer, milestone = 'attachment', when = at) =>
    transaction(w.db, (tx) =>
      prepareClaim(tx, by, { ...of, programmeId: w.programmeId }, { contract: 'working-well-pilot', milestone }, when),
    );
  const move = async (
    id: string,
    name: ClaimMove,
    by = office,
    given: MoveGiven = { reason: 'Seen' },
    version?: number,
    when = at,
  ) =>
    (
      await transaction(w.db, (tx) =>
        moveClaims(tx, by, [{ id, move: name, given, ...(version && { version }) }], when),
      )
    ).get(id);
  /** The same by the office on another day. */
  const moveOn = (day: string, id: string, name: ClaimMove, given: MoveGiven = { reason: 'Seen' }) =>
    move(id, name, office, given, undefined, onDay(day));
  const prepared = async (of?: Of) => {
    const made = await prepare(of ?? (await w.addCase()));
    if (made.outcome !== 'prepared') throw new Error(made.problem);
    return made.id;
  };
  const moveAll = async (id: string, names: readonly ClaimMove[]) => {
    for (const name of names) assert.equal((await move(id, name))?.outcome, 'moved', name);
  };
  const toSubmitted = async (of?: Of) => {
    const id = await prepared(of);
    await moveAll(id, ['check', 'submit']);
    return id;
  };
  const toPaid = async (of?: Of) => {
    const id = await toSubmitted(of);
    await moveAll(id, ['accept', 'pay']);
    return id;
  };
  const claimOf = async (id: string) => (await w.db.query('select * from claim where id = $1', [id])).rows[0];
  /** Rows that tell of claims, so that a refusal shows that it wrote nothing. */
  const written = async () =>
    (
      await w.db.query(
        `select (select count(*) from claim_move) as moves, (select count(*) from claim_posting) as postings,
        (select count(*) from ledger_line) as lines, (select count(*) from event where kind like 'claim.%') as events,
        (select count(*) from claim_bundle) as bundles`,
      )
    ).rows[0];
  const linesOf = async (id: string) =>
    (
      await w.db.query(
        `select account, sum(pence) as pence from claim_posting p join ledger_line l on l.posting_id = p.id
       where p.claim_id = $1 group by account having sum(pence) <> 0`,
        [id],
      )
    ).rows;
  async function checkLedger() {
    const { rows: wrong } = await w.db.query(
      'select posting_id from ledger_line group by posting_id having sum(pence) <> 0',
    );
    assert.deepEqual(wrong, [], 'every entry adds up to nothing');
    const { rows: claims } = await w.db.query("select id, state, pence from claim where state <> 'on file'");
    for (const { id, state, pence } of claims) {
      const net = Object.fromEntries((await linesOf(id)).map((line) => [line.account, Number(line.pence)]));
      assert.deepEqual(net, balanceOf(state as ClaimState, pence), `a claim that is ${state}`);
    }
    const { rows: twice } = await w.db.query(
      `select person_id from claim where state = 'paid' group by person_id, contract, milestone having count(*) > 1`,
    );
    assert.deepEqual(twice, [], 'each milestone is paid once');
  }
  /** A contract's next version, which holds for whoever is attached from its first day on. */
  async function loadNext(change: (document: Contract) => void): Promise<void> {
    const [latest] = (await contractsInUse(w.db)).filter(({ key }) => key === 'working-well-pilot').map(latestOf);
    const document = structuredClone(latest) as Contract;
    document.validFrom = '2016-03-01';
    change(document);
    assert.equal((await transaction(w.db, (tx) => loadContract(tx, office, document, today))).outcome, 'loaded');
  }
  const sideOf = async (id: string) => ({
    id,
    version: (await w.db.query('select version from person where id = $1', [id])).rows[0].version as number,
  });
  /** Merges two records as whoever reviews them does. */
  const merge = async (kept: Of, merged: Of, db: Database = w.db) =>
    mergePeople(db, systemActor, {
      ...{ kept: await sideOf(kept.personId), merged: await sideOf(merged.personId) },
      ...{ taken: [], today },
    });
  return {
    ...{ w, preparer, manager, office, somebody, prepare, move, moveOn, moveAll, prepared, toSubmitted, toPaid },
    ...{ claimOf, written, linesOf, checkLedger, loadNext, merge },
  };
}
