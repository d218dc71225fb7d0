/**
 * The commissioner's file: kept as it came, sorted into three piles against what stands here, and applied where it matches. Nothing
 * of it or of a claim is overwritten: what was decided is a move like any other.
 */
import { createHash } from 'node:crypto';
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { CsvFileError, type CsvItem, readCsv } from '../../kit/csv.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { ClaimMove } from '../rules/claim-states.ts';
import { type FileRow, fileColumns, type Judged, judgeRow, readAttempt } from '../rules/commissioner-file.ts';
import type { Contract } from '../rules/contract.ts';
import { dayOf } from '../rules/milestones.ts';
import * as store from '../store/files.ts';
import { contractsInUse, versionOn } from './contracts.ts';
import { type At, contractsByKey, moveClaims } from './life.ts';

export type { ClaimFileRow, PileRow } from '../store/files.ts';
export { filesOf, findFile, pilesOf, rowsOf } from '../store/files.ts';

/** The most rows of one file. */
export const mostRows = 5000;
const batch = 500;

/** What came of taking a file in. Refused, nothing was kept. `known` is a file whose very bytes came before. */
export type Taken = { outcome: 'taken' | 'known'; id: string } | { outcome: 'refused'; problem: string };
type Given = { name: string; data: Buffer; contract: Contract; programmeId: string };

async function read(data: Buffer, name: string): Promise<FileRow[] | string> {
  const items: CsvItem[] = [];
  try {
    for await (const some of readCsv(once(data), name, fileColumns)) {
      items.push(...some);
      if (items.length > mostRows) return `The file has more than ${mostRows.toLocaleString('en-GB')} rows. Divide it`;
    }
  } catch (error) {
    if (error instanceof CsvFileError) return error.message;
    throw error;
  }
  const lines = data.toString().split('\n');
  const rows = items.map((item, n): FileRow => {
    const { line } = item;
    const cell = (column: string) => ('values' in item ? (item.values[column] ?? '') : '');
    return {
      ...{ line, reference: cell('reference'), milestone: cell('milestone') },
      ...{ decision: cell('decision'), amount: cell('pence'), reason: cell('reason') },
      // A record may go over several lines; the database takes no NUL.
      ...('problem' in item && {
        unread: {
          raw: lines
            .slice(line - 1, (items[n + 1]?.line ?? lines.length + 1) - 1)
            .join('\n')
            .trimEnd()
            .replaceAll('\0', '\ufffd'),
          why: item.problem.reason,
        },
      }),
    };
  });
  return rows.length === 0 ? 'The file has no rows' : rows;
}
async function* once(data: Buffer): AsyncGenerator<Uint8Array> {
  yield data;
}

/** Judges rows against the claims as they stand. */
async function judge(sql: Sql, rows: readonly FileRow[], of: { contract: Contract; programmeId: string }) {
  const references = rows.flatMap((row) => readAttempt(row.reference)?.reference ?? []);
  const found = await store.claimsByReference(sql, {
    contract: of.contract.key,
    programmeId: of.programmeId,
    references,
  });
  const claims = new Map(found.map((claim) => [claim.reference, claim]));
  const inUse = (await contractsInUse(sql)).find(({ key }) => key === of.contract.key);
  const first = new Map<string, number>();
  return rows.map((row): { row: FileRow; claim: store.ReferencedClaim | null; judged: Judged } => {
    const claim = claims.get(readAttempt(row.reference)?.reference ?? '') ?? null;
    const before = claim === null ? null : (first.get(claim.id) ?? null);
    if (claim !== null && before === null) first.set(claim.id, row.line);
    const version = inUse === undefined || claim === null ? of.contract : versionOn(inUse, dayOf(claim.attached_on));
    const milestone = version.milestones.find(({ key }) => key === claim?.milestone);
    return { row, claim, judged: judgeRow(row, claim, milestone?.tolerance?.pence ?? 0, before) };
  });
}

/** Takes a file in: keeps its rows as they were written, each in its pile. No claim is touched. */
export async function takeFile(db: Database, actor: Actor, given: Given, at: At): Promise<Taken> {
  const { name, data, contract, programmeId } = given;
  const rows = await read(data, name);
  if (typeof rows === 'string') return { outcome: 'refused', problem: rows };
  const sha256 = createHash('sha256').update(data).digest('hex');
  return transaction(db, async (tx) => {
    const id = newId();
    const file = { id, programmeId, contract: contract.key, name: name.slice(0, 200), sha256, rows: rows.length };
    const told = { day: at.today, at: at.now.toString(), by: actor.userId, byName: actor.name };
    const [kept] = await store.insertFile(tx, { ...file, ...told });
    if (kept === undefined) {
      const [known] = await store.fileByDigest(tx, { contract: contract.key, sha256 });
      return { outcome: 'known', id: known?.id ?? id };
    }
    const judged = await judge(tx, rows, { contract, programmeId });
    await store.insertFileRows(tx, {
      rows: JSON.stringify(
        judged.map(({ row, claim, judged: { pile, why, pence } }) => ({
          ...{ file_id: id, ...row, pile, why, claim_id: claim?.id ?? null, attempt: claim?.attempt ?? null },
          raw: row.unread?.raw ?? null,
          pence: pence ?? (pile === 'matched' ? (claim?.pence ?? null) : null),
        })),
      ),
    });
    await recordEvent(tx, actor, {
      ...{ kind: 'claim file.taken', programmeId, happenedOn: at.today },
      payload: { recordId: id, contract: contract.key, rows: rows.length, sha256 },
    });
    return { outcome: 'taken', id };
  });
}

/** What applying came to, row by row. */
export type Applied = { moved: number; stood: number; left: number };

/**
 * Applies what matches, in parts of which each holds together: a row whose claim has changed since is left, with why. Applying twice
 * does nothing more, and what was broken off goes on where it stopped.
 */
export async function applyFile(db: Database, actor: Actor, fileId: string, at: At): Promise<Applied> {
  const sums: Applied = { moved: 0, stood: 0, left: 0 };
  for (;;) {
    const more = await transaction(db, (tx) => applySome(tx, actor, fileId, at, sums));
    if (!more) return sums;
  }
}

async function applySome(tx: Tx, actor: Actor, fileId: string, at: At, sums: Applied): Promise<boolean> {
  const [file] = await store.lockFile(tx, { id: fileId });
  const contract = file === undefined ? undefined : (await contractsByKey(tx)).get(file.contract);
  if (file === undefined || contract === undefined || file.applied_at !== null) return false;
  const rows = await store.openRows(tx, { fileId, limit: batch });
  const judged = await judge(tx, rows, { contract, programmeId: file.programme_id });
  const problems = new Map<number, string>();
  // A claim that is paid straight away is accepted first: two rounds.
  for (const round of [0, 1]) {
    const asked = judged.flatMap(({ row, claim, judged: { pile, moves, pence } }) => {
      const move: ClaimMove | undefined = moves[round];
      if (claim === null || pile !== 'matched' || move === undefined || problems.has(row.line)) return [];
      const reason = row.reason.trim() || 'By the commissioner’s file';
      const given = { reason, pence: move === 'accept' ? pence : null };
      // As it was judged: what somebody else moved in between is left.
      return [{ id: claim.id, line: row.line, move, given, version: claim.version + round, byFile: true as const }];
    });
    if (asked.length === 0) continue;
    const results = await moveClaims(tx, actor, asked, at);
    for (const { id, line } of asked) {
      const result = results.get(id);
      if (result?.outcome !== 'moved')
        problems.set(line, result?.outcome === 'refused' ? result.problems.join('. ') : 'The claim changed');
    }
  }
  const outcomes = judged.map(({ row, judged: { pile, why, moves } }) => {
    const problem = problems.get(row.line) ?? (pile === 'matched' ? undefined : why);
    if (problem !== undefined) sums.left += 1;
    else if (moves.length === 0) sums.stood += 1;
    else sums.moved += 1;
    return { line: row.line, outcome: problem ?? (moves.length === 0 ? 'Stood so already' : 'Applied') };
  });
  if (outcomes.length > 0) await store.writeOutcomes(tx, { fileId, rows: JSON.stringify(outcomes) });
  if (rows.length === batch) return true;
  await store.markApplied(tx, { id: fileId, at: at.now.toString(), byName: actor.name });
  await recordEvent(tx, actor, {
    ...{ kind: 'claim file.applied', programmeId: file.programme_id, happenedOn: at.today },
    payload: { recordId: fileId, contract: file.contract, ...sums },
  });
  return false;
}
