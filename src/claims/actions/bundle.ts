/** The bundle that is frozen when a claim is submitted: what was asked, what was held, and the files, as PDF and as zip. */
import { createHash } from 'node:crypto';
import { csvText } from '../../kit/csv.ts';
import { type DayNumber, formatDay } from '../../kit/days.ts';
import type { Sql, Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { type ZipEntry, zipOf } from '../../kit/zip.ts';
import type { Contract } from '../rules/contract.ts';
import { type Evidence, evidenceKinds, evidenceSources } from '../rules/evidence.ts';
import type { Clause } from '../rules/explain.ts';
import * as store from '../store/bundles.ts';
import { bundlePdf } from './bundle-pdf.ts';
import { evidenceForMilestone } from './evidence.ts';

export type { BundleRow } from '../store/bundles.ts';

/** The claim that is frozen. `state` and `clauses` are those of the milestone on that day (`milestoneStates`, `clausesOf`). */
export type BundleOf = {
  claimId: string;
  attempt: number;
  /** The claim's reference, as people say it. */
  reference: string;
  caseId: string;
  contract: Pick<Contract, 'key' | 'name' | 'milestones'>;
  /** The milestone's key. */
  milestone: string;
  state: { reachedOn: DayNumber | null; pence: number | null };
  clauses: readonly Clause[];
  /** The day of the submission, 'YYYY-MM-DD'. */
  frozenOn: string;
};

/** A bundle that was kept. Digests are SHA-256 in hexadecimal. */
export type Frozen = { id: string; pdfSha256: string; zipSha256: string; files: number };

const digestOf = (data: Buffer): Buffer => createHash('sha256').update(data).digest();
const toFrozen = (row: store.BundleRow): Frozen => ({
  id: row.id,
  pdfSha256: row.pdf_sha256,
  zipSha256: row.zip_sha256,
  files: row.files,
});

/** Paths in the zip by the id of each file: numbered in the order of the evidence, so that no two are alike. */
function pathsOf(evidence: readonly Evidence[]): Record<string, string> {
  const files = evidence.flatMap((one) => one.files);
  const width = Math.max(2, String(files.length).length);
  return Object.fromEntries(
    files.map(({ id, name }, at) => [id, `evidence/${String(at + 1).padStart(width, '0')} ${name}`]),
  );
}

function manifestOf(evidence: readonly Evidence[], paths: Readonly<Record<string, string>>): string {
  const head = ['file', 'type', 'bytes', 'sha256', 'evidence', 'source', 'dated_on', 'covers_from', 'covers_to'];
  const rows = evidence.flatMap((one) => {
    const about = [evidenceKinds[one.kind], evidenceSources[one.source]];
    const days = [one.datedOn ?? '', one.coversFrom ?? '', one.coversTo ?? ''];
    const proves = one.needs.map(([, , key]) => key).join(';');
    const end = [...about, ...days, one.recordedOn, one.recordedBy ?? '', proves, one.words ?? ''];
    return one.files.length === 0
      ? [['', '', '', '', ...end]]
      : one.files.map((file) => [paths[file.id] ?? '', file.type, String(file.size), file.sha256, ...end]);
  });
  return csvText([[...head, 'recorded_on', 'recorded_by', 'proves', 'words'], ...rows]);
}

/**
 * Freezes what proves a claim, in the transaction that submits it: evidence of the milestone that was not withdrawn, as it is now.
 * The same claim and evidence give the same bytes. A second call for the same attempt changes nothing and resolves to what is kept.
 * Throws when the case is not there.
 */
export async function freezeBundle(tx: Tx, of: BundleOf): Promise<Frozen> {
  const { claimId, attempt, caseId, contract, state, frozenOn } = of;
  const [kept] = await store.findBundle(tx, { claimId, attempt });
  if (kept !== undefined) return toFrozen(kept);
  const [subject] = await store.subjectOf(tx, { caseId });
  if (subject === undefined) throw new Error('no such case');
  const milestone = contract.milestones.find(({ key }) => key === of.milestone);
  const evidence = await evidenceForMilestone(tx, { caseId, contract: contract.key, milestone: of.milestone });
  const paths = pathsOf(evidence);
  const pdf = await bundlePdf({
    reference: of.reference,
    attempt,
    contract: contract.name,
    milestone: milestone?.label ?? of.milestone,
    person: {
      name: [subject.given_name, subject.family_name].filter(Boolean).join(' ') || 'name not known',
      reference:
        subject.reference === subject.outside_reference
          ? subject.reference
          : `${subject.reference} (${subject.outside_reference})`,
    },
    reachedOn: state.reachedOn === null ? null : formatDay(state.reachedOn),
    pence: state.pence,
    frozenOn,
    clauses: of.clauses,
    evidence,
    labels: Object.fromEntries((milestone?.evidence ?? []).map(({ key, label }) => [key, label])),
    paths,
  });
  const contents = new Map(
    (await store.contentsOf(tx, { caseId, evidenceIds: evidence.map(({ id }) => id) })).map((one) => [one.id, one]),
  );
  const files: ZipEntry[] = evidence.flatMap((one) =>
    one.files.map(({ id }) => ({ path: paths[id] as string, data: contents.get(id)?.content ?? Buffer.alloc(0) })),
  );
  const listed: ZipEntry[] = [
    { path: 'claim.pdf', data: pdf },
    { path: 'manifest.csv', data: Buffer.from(manifestOf(evidence, paths)) },
    ...files,
  ];
  const sums = listed.map(({ path, data }) => `${digestOf(data).toString('hex')}  ${path}\n`).join('');
  const zip = await zipOf([...listed, { path: 'SHA256SUMS.txt', data: Buffer.from(sums) }], frozenOn);
  const [id, pdfSha256, zipSha256] = [newId(), digestOf(pdf), digestOf(zip)];
  await store.insertBundle(tx, {
    ...{ id, claimId, attempt, caseId, personId: subject.person_id, contract: contract.key, milestone: of.milestone },
    ...{ frozenOn, pdf, pdfSha256, zip, zipSha256, files: files.length },
  });
  return { id, pdfSha256: pdfSha256.toString('hex'), zipSha256: zipSha256.toString('hex'), files: files.length };
}

/** The bundles of a case, the newest first, without their content. */
export const bundlesOf = (sql: Sql, caseId: string): Promise<store.BundleRow[]> => store.bundlesOfCase(sql, { caseId });

/** The PDF or the zip of a bundle of this case; null where there is none. */
export async function bundleContent(
  sql: Sql,
  of: { caseId: string; id: string; as: 'pdf' | 'zip' },
): Promise<Buffer | null> {
  const [row] = await (of.as === 'pdf' ? store.bundlePdf : store.bundleZip)(sql, of);
  return row?.content ?? null;
}
