import { createHash } from 'node:crypto';
import { actorOf } from '../../access/actions/actor.ts';
import { tell } from '../../access/actions/notices.ts';
import { recordEvent } from '../../access/actions.ts';
import { type Actor, scopeOf } from '../../access/rules/policy.ts';
import type { Clock } from '../../kit/clock.ts';
import { csvText } from '../../kit/csv.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { addJob } from '../../kit/jobs.ts';
import type { Cursor } from '../rules/list.ts';
import * as store from '../store/exports.ts';
import { type ListedCase, type ListOrder, programmeCases } from './lists.ts';

/** The job that writes a list to a file. */
export const exportJob = 'cases.export';

/** Which list: what the file holds is what the list would show, page after page. */
export type ExportQuery = ListOrder;
/** A file that somebody asked for. `done` counts rows. */
export type ExportFile = { id: string; state: store.ExportRow['state']; done: number; name: string; askedAt: string };

// Rows that are read and written together: what one piece takes in memory does not grow with the list.
const perPiece = 1000;
/** Files that one user may have under way at once. */
const mostUnderWay = 3;

const columns = [
  'reference',
  'handover_reference',
  'name',
  'area',
  'key_worker',
  'status',
  'referred_on',
  'attached_on',
  'closed_on',
];
const cells = (one: ListedCase) => [
  one.reference,
  one.sourceRef,
  one.name,
  one.areaName,
  one.keyWorkerName,
  one.status,
  one.referredOn,
  one.attachedOn,
  one.closedOn,
];

const toFile = (row: store.ExportRow): ExportFile => ({
  id: row.id,
  state: row.state,
  done: Number(row.done),
  name: row.name,
  askedAt: row.created_at,
});

/** Asks for a list as a file: the job runs once this is committed. 'busy' when the user waits for too many already. */
export async function askForExport(
  db: Database,
  actor: Actor,
  input: { query: ExportQuery; name: string; today: string },
): Promise<{ id: string } | 'busy'> {
  const userId = actor.userId ?? '';
  const { query, name, today } = input;
  return transaction(db, async (tx) => {
    const underWay = (await store.exportsOf(tx, { userId })).filter((one) => ['queued', 'working'].includes(one.state));
    if (underWay.length >= mostUnderWay) return 'busy';
    const id = newId();
    await store.insertExport(tx, { id, userId, query: JSON.stringify(query), name });
    await recordEvent(tx, actor, {
      kind: 'list.exported',
      programmeId: query.programmeId,
      happenedOn: today,
      payload: { list: 'cases', filter: query.filter },
    });
    await addJob(tx, exportJob, { exportId: id });
    return { id };
  });
}

/** A file of one's own, or null: not there, another user's, or older than a day. */
export async function exportOf(sql: Sql, actor: Actor, id: string): Promise<ExportFile | null> {
  const [row] = await store.findExport(sql, { id, userId: actor.userId ?? '' });
  return row === undefined ? null : toFile(row);
}

/** The files that somebody asked for since yesterday, the newest first. */
export async function exportsOf(sql: Sql, actor: Actor): Promise<ExportFile[]> {
  return (await store.exportsOf(sql, { userId: actor.userId ?? '' })).map(toFile);
}

/**
 * What the actor may see of a programme, as a digest: the scope of their list, and the restricted records that are closed to
 * them. While it is the same, a file that was made for them holds nothing that their list would not.
 */
async function sightOf(sql: Sql, actor: Actor, programmeId: string): Promise<string> {
  const { opened, ...scope } = scopeOf(actor, 'case.list', programmeId);
  const closed = (await store.restrictedIn(sql, { programmeId })).filter((row) => !opened.includes(row.person_id));
  const parts = Object.entries(scope).map(([name, ids]) => [name, ids.map((id) => JSON.stringify(id)).sort()]);
  return createHash('sha256')
    .update(JSON.stringify([parts, closed]))
    .digest('hex');
}

/** Writes the file: as its asker may see the list now, in pieces. It may run again after a failure, and then begins anew. */
export async function runExportJob(
  payload: Record<string, unknown>,
  { db, clock }: { db: Database; clock: Clock },
): Promise<void> {
  const id = String(payload.exportId);
  const [started] = await store.startExport(db, { id });
  if (started === undefined) return;
  try {
    const actor = await actorOf(db, started.user_id, clock.today().toString());
    if (actor === null) throw new Error('the user may no longer sign in');
    const query = started.query as ExportQuery;
    // Before the rows are read: what changes meanwhile makes the file one that is not given out.
    const sight = await sightOf(db, actor, query.programmeId);
    await store.addPart(db, { id, n: 0, content: Buffer.from(csvText([columns])), done: 0 });
    let [after, done]: [Cursor | null, number] = [null, 0];
    for (let n = 1; n === 1 || after !== null; n++) {
      const found: Awaited<ReturnType<typeof programmeCases>> = await programmeCases(db, actor, {
        ...query,
        after,
        limit: perPiece,
      });
      done += found.cases.length;
      await store.addPart(db, { id, n, content: Buffer.from(csvText(found.cases.map(cells))), done });
      after = found.next;
    }
    await transaction(db, async (tx) => {
      await store.endExport(tx, { id, state: 'made', more: JSON.stringify({ sight }) });
      await tell(tx, [started.user_id], { kind: 'file made', href: `/exports/${id}`, about: id });
    });
  } catch (error) {
    await store.endExport(db, { id, state: 'failed', more: '{}' });
    throw error;
  }
}

/**
 * The content of a file that is made, piece by piece; 'changed' when its asker may see something else today than when it was
 * made, so that it may hold what is closed to them now. Null when it is not there.
 */
export async function readExport(
  db: Database,
  actor: Actor,
  id: string,
): Promise<{ name: string; content: AsyncGenerator<Buffer> } | 'changed' | null> {
  const [row] = await store.findExport(db, { id, userId: actor.userId ?? '' });
  if (row === undefined || row.state !== 'made') return null;
  const { programmeId, sight } = row.query as ExportQuery & { sight?: string };
  if (sight !== (await sightOf(db, actor, programmeId))) return 'changed';
  async function* content() {
    for (let n = 0; ; n++) {
      const [part] = await store.findPart(db, { id, n });
      if (part === undefined) return;
      yield part.content;
    }
  }
  return { name: row.name, content: content() };
}

/** Deletes the files that are older than a day. */
export async function deleteOldExports(sql: Sql): Promise<void> {
  await store.deleteOldExports(sql, {});
}
