/** Recording and withdrawing evidence. */
import { createHash } from 'node:crypto';
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { counted } from '../../kit/counted.ts';
import { type Database, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import {
  type EvidenceKind,
  type EvidenceSource,
  evidenceKinds,
  evidenceSources,
  type Need,
} from '../rules/evidence.ts';
import { endingOf, fileLimits, safeName, takenText, typeOf } from '../rules/evidence-file.ts';
import * as store from '../store/evidence.ts';
import { findEvidence } from './evidence.ts';
import type { Scan } from './scan.ts';

/** The case that evidence is of. Whether the actor may is asked where the request comes in. */
export type CaseRef = { caseId: string; personId: string; programmeId: string };

/** What is recorded of a piece of evidence. Days are 'YYYY-MM-DD'. */
export type NewEvidence = {
  kind: EvidenceKind;
  source: EvidenceSource;
  jobId: string | null;
  datedOn: string | null;
  coversFrom: string | null;
  coversTo: string | null;
  words: string | null;
  needs: readonly Need[];
};

/** A file that was checked: its safe name, its type by content, its digest. */
export type CheckedFile = { name: string; type: string; sha256: Buffer; content: Buffer };

/** What came of looking at files: the files, or why one is not taken. */
export type Checked = { ok: true; files: CheckedFile[] } | { ok: false; problem: string };

/** Looks at files before anything is written: how many and how large, what they are, and what the scanner says of each. */
export async function checkFiles(uploads: readonly { name: string; data: Buffer }[], scan: Scan): Promise<Checked> {
  const no = (problem: string): Checked => ({ ok: false, problem });
  if (uploads.length > fileLimits.files) return no(`Choose ${fileLimits.files} files or fewer at a time`);
  const files: CheckedFile[] = [];
  for (const { name, data } of uploads) {
    if (data.length === 0) return no(`${safeName(name, 'x').slice(0, -2)} is empty. Choose another file`);
    const ending = await endingOf(data);
    const called = safeName(name, ending ?? 'file');
    if (data.length > fileLimits.file)
      return no(`${called} is larger than 10 MB. Make it smaller, or scan it with less detail`);
    if (ending === null) return no(`${called} is none of the types that are taken: ${takenText}`);
    const said = await scan(data);
    if (said === 'refused')
      return no(`${called} was refused by the virus scanner. Ask for another copy, and tell your IT support`);
    if (said === 'unavailable')
      return no(`${called} could not be scanned for viruses. Nothing was saved: try again later`);
    files.push({
      name: called,
      type: typeOf(ending, data),
      sha256: createHash('sha256').update(data).digest(),
      content: data,
    });
  }
  return { ok: true, files };
}

/** Writes evidence with its files and what it proves, in a transaction of its caller's. Resolves to its id; there is no event yet. */
export async function writeEvidence(
  tx: Tx,
  by: string | null,
  of: CaseRef,
  evidence: NewEvidence,
  files: readonly CheckedFile[],
  today: string,
): Promise<string> {
  const id = newId();
  const { caseId, personId } = of;
  const { needs, ...fields } = evidence;
  await store.insertEvidence(tx, { id, caseId, personId, ...fields, recordedBy: by, recordedOn: today });
  await store.insertNeeds(tx, { evidenceId: id, caseId, personId, needs: JSON.stringify(needs) });
  for (const file of files)
    await store.insertFile(tx, { id: newId(), evidenceId: id, caseId, personId, ...file, size: file.content.length });
  return id;
}

/** What an event keeps of evidence: what it is, and the digests of its files. */
export const evidencePayload = (id: string, evidence: NewEvidence, files: readonly CheckedFile[]) => ({
  recordId: id,
  kind: evidenceKinds[evidence.kind],
  source: evidenceSources[evidence.source],
  datedOn: evidence.datedOn,
  files: files.length,
  sha256: files.map(({ sha256 }) => sha256.toString('hex')),
  proves: evidence.needs,
});

/** What came of recording. Unless it is 'saved', nothing was written and there is no event. */
export type Recorded = { outcome: 'saved'; id: string } | { outcome: 'refused'; problem: string };

/** Records evidence with files that were checked, and appends 'claim.evidence recorded' on the day that stands on it. */
export function recordEvidence(
  db: Database,
  actor: Actor,
  of: CaseRef,
  evidence: NewEvidence,
  files: readonly CheckedFile[],
  today: string,
): Promise<Recorded> {
  return transaction(db, async (tx) => {
    await store.lockFiles(tx, { caseId: of.caseId });
    const [held] = await store.filesOfCase(tx, { caseId: of.caseId });
    const bytes = files.reduce((sum, { content }) => sum + content.length, held?.bytes ?? 0);
    if (bytes > fileLimits.case)
      return {
        outcome: 'refused',
        problem: `The files of one case may have 100 MB together, and these would go beyond it. Make ${files.length === 1 ? 'the file' : `the ${counted(files.length, 'file')}`} smaller`,
      };
    const id = await writeEvidence(tx, actor.userId, of, evidence, files, today);
    await recordEvent(tx, actor, {
      ...of,
      kind: 'claim.evidence recorded',
      happenedOn: evidence.datedOn ?? today,
      payload: evidencePayload(id, evidence, files),
    });
    return { outcome: 'saved', id };
  });
}

/**
 * Withdraws evidence that has this version and appends 'claim.evidence withdrawn'; it counts for nothing any more and stays on
 * file. False, with nothing written, when somebody withdrew it in the meantime.
 */
export function withdrawEvidence(
  db: Database,
  actor: Actor,
  of: CaseRef,
  change: { id: string; version: number; reason: string },
  today: string,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const { id, version, reason } = change;
    const [done] = await store.withdrawEvidence(tx, {
      id,
      caseId: of.caseId,
      version,
      on: today,
      by: actor.userId,
      reason,
    });
    if (done === undefined) return false;
    const stood = await findEvidence(tx, of.caseId, id);
    await recordEvent(tx, actor, {
      ...of,
      kind: 'claim.evidence withdrawn',
      happenedOn: today,
      payload: {
        recordId: id,
        kind: stood === null ? '' : evidenceKinds[stood.kind],
        datedOn: stood?.datedOn ?? null,
        reason,
      },
    });
    return true;
  });
}

/**
 * Says that evidence that has this version proves more, and appends 'claim.evidence ticked'. False, with nothing written, when
 * somebody changed or withdrew it in the meantime.
 */
export function proveMore(
  db: Database,
  actor: Actor,
  of: CaseRef,
  change: { id: string; version: number; needs: readonly Need[] },
  today: string,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const { id, version, needs } = change;
    const { caseId, personId } = of;
    if ((await store.touchEvidence(tx, { id, caseId, version }))[0] === undefined) return false;
    await store.insertNeeds(tx, { evidenceId: id, caseId, personId, needs: JSON.stringify(needs) });
    const stood = await findEvidence(tx, caseId, id);
    await recordEvent(tx, actor, {
      ...of,
      kind: 'claim.evidence ticked',
      happenedOn: today,
      payload: {
        ...{ recordId: id, kind: stood === null ? '' : evidenceKinds[stood.kind], datedOn: stood?.datedOn ?? null },
        proves: needs,
      },
    });
    return true;
  });
}
