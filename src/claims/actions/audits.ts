/** Samples of paid claims: drawn with a seed that is kept, checked one by one. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { type AuditResult, auditResult } from '../rules/audit.ts';
import * as store from '../store/audits.ts';
import type { At } from './life.ts';

export type { AuditRow, ItemRow } from '../store/audits.ts';
export { auditsOf, findAudit } from '../store/audits.ts';

/** The most claims of one sample: all of them stand on one page. */
export const mostSampled = 500;

/** What a sample is drawn from. Days are 'YYYY-MM-DD', both included. */
export type Draw = { contract: string; programmeId: string; from: string; to: string; seed: string; size: number };

/** Draws a sample and appends 'claim audit.drawn'; null when no claim was paid in the time. */
export function drawAudit(db: Database, actor: Actor, draw: Draw, at: At): Promise<string | null> {
  const work = async (tx: Tx) => {
    const id = newId();
    const [population] = await store.populationOf(tx, draw);
    if (population === undefined || population.claims === 0) return null;
    const told = { day: at.today, at: at.now.toString(), by: actor.userId, byName: actor.name };
    await store.insertAudit(tx, { id, ...draw, ...population, ...told });
    await store.drawItems(tx, { ...draw, auditId: id });
    await recordEvent(tx, actor, {
      ...{ kind: 'claim audit.drawn', programmeId: draw.programmeId, happenedOn: at.today },
      payload: { recordId: id, contract: draw.contract, from: draw.from, to: draw.to, seed: draw.seed, ...population },
    });
    return id;
  };
  // What is counted is what is drawn from, also while claims are paid.
  return transaction(db, work, 'isolation level repeatable read');
}

/** The items of a sample and what they say so far. */
export async function auditWithItems(sql: Sql, audit: store.AuditRow) {
  const items = await store.itemsOf(sql, { auditId: audit.id });
  const known = items.map(({ pence, finding, wrong_pence }) => ({
    pence,
    wrongPence: finding === null ? null : (wrong_pence ?? 0),
  }));
  const result: AuditResult = auditResult(known, audit.pence);
  return { items, result };
}

/** What was found of an item. `wrongPence` is what should not have been paid; null where it is right. */
export type Finding = { number: number; version: number; wrongPence: number | null; words: string | null };

/** Keeps a finding and appends 'claim audit.found'; false when somebody else wrote one since it was read. */
export function writeFinding(
  db: Database,
  actor: Actor,
  audit: store.AuditRow,
  found: Finding,
  at: At,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const finding = found.wrongPence === null ? 'right' : 'wrong';
    const told = { by: actor.userId, byName: actor.name, day: at.today };
    const [row] = await store.writeFinding(tx, { auditId: audit.id, ...found, finding, ...told });
    if (row === undefined) return false;
    await recordEvent(tx, actor, {
      ...{ kind: 'claim audit.found', programmeId: audit.programme_id, happenedOn: at.today },
      payload: { recordId: audit.id, claimId: row.claim_id, finding, wrongPence: found.wrongPence, words: found.words },
    });
    return true;
  });
}
