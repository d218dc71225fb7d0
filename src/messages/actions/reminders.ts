/** Reminders: what other rooms register comes due by the clock, and is queued once. */
import { systemActor } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { type Asked, compose, type NotComposed, type Template } from '../rules/compose.ts';
import type { Values } from '../rules/template.ts';
import { insertMessages, queuedOnce } from '../store/outbox.ts';
import { templatesInUse } from '../store/templates.ts';
import { loadFacts, type Now, rowOf, rulesOf } from './queue.ts';

/** A reminder that is due. `once` names it for good; `notBefore` and `notAfter` are moments (ISO 8601). */
export type Due = {
  caseId: string;
  about: string;
  once: string;
  values: Values;
  /** As in `Asked`. */
  ifPhone?: Values;
  notBefore?: string;
  notAfter?: string;
};

/**
 * A kind of reminder, registered in `src/rooms.ts`. `due` gives with one statement those whose time to be sent lies between two
 * moments; it may give the same again.
 */
export type ReminderKind = { kind: string; due(sql: Sql, ask: { from: string; to: string }): Promise<Due[]> };

/** How many were queued, and how many were not and why. */
export type Reminded = { queued: number; left: Partial<Record<NotComposed['code'], number>> };

// Statements with this many rows stay quick, and so does going back after one that fails.
const atOnce = 5000;

/** Queues every reminder that comes due within the next hours, in the order in which it does, a few statements for thousands. */
export async function queueReminders(
  db: Database,
  kinds: readonly ReminderKind[],
  at: Now,
  hoursAhead = 2,
): Promise<Reminded> {
  const done: Reminded = { queued: 0, left: {} };
  // What came due while nothing ran is caught up with for two days.
  const ask = { from: at.now.subtract({ hours: 48 }).toString(), to: at.now.add({ hours: hoursAhead }).toString() };
  for (const { kind, due } of kinds) {
    const rows = await due(db, ask);
    for (let from = 0; from < rows.length; from += atOnce) {
      await queueSome(db, kind, rows.slice(from, from + atOnce), at, done);
    }
  }
  return done;
}

const districtOf = ({ programme_id, area_name }: { programme_id: string; area_name: string | null }): string =>
  `${programme_id} ${area_name ?? ''}`;

async function queueSome(db: Database, kind: string, due: readonly Due[], at: Now, done: Reminded): Promise<void> {
  const before = new Set((await queuedOnce(db, { onces: due.map(({ once }) => once) })).map(({ once }) => once));
  const fresh = due.filter(({ once }) => !before.has(once));
  if (fresh.length === 0) return;
  const facts = await loadFacts(db, [...new Set(fresh.map(({ caseId }) => caseId))], at);
  const programmeIds = [...new Set([...facts.values()].map(({ programme_id }) => programme_id))];
  const templates: Template[] = (await templatesInUse(db, { programmeIds })).filter((one) => one.kind === kind);
  // The rules of a district are read once for all of its people.
  const districts = new Map([...facts.values()].map((one) => [districtOf(one), one]));
  const rules = new Map(
    await Promise.all([...districts].map(async ([name, one]) => [name, await rulesOf(db, one, at.today)] as const)),
  );
  const rows: ReturnType<typeof rowOf>[] = [];
  for (const one of fresh) {
    const of = facts.get(one.caseId);
    const rule = of === undefined ? undefined : rules.get(districtOf(of));
    if (of === undefined || rule === undefined) continue;
    const asked: Asked = { ...one, kind, reminder: true };
    const made = compose(of, templates, rule, asked, at.now);
    if (!made.ok) {
      done.left[made.code] = (done.left[made.code] ?? 0) + 1;
      continue;
    }
    // The cap counts those of this round too.
    of.reminders += 1;
    rows.push(rowOf(of, asked, made, systemActor, at));
  }
  if (rows.length === 0) return;
  const queued = await transaction(db, (tx) => insertMessages(tx, { rows: JSON.stringify(rows) }));
  done.queued += queued.length;
}
