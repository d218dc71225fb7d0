/** Evidence for the demonstration: payslips, a contract that was seen and given back, and a ledger of somebody who works for themselves. */

import { programmeCases } from './cases/actions/lists.ts';
import { findCase } from './cases/actions/record.ts';
import { evidenceOf } from './claims/actions/evidence.ts';
import { checkFiles, recordEvidence } from './claims/actions/record-evidence.ts';
import { fileLedger, recordTrade } from './claims/actions/trading.ts';
import type { Need } from './claims/rules/evidence.ts';
import { demonstrator } from './demo-actor.ts';
import { poundsText } from './kit/counted.ts';
import type { Database } from './kit/db.ts';
import { type Job, jobsOf } from './work/actions/jobs.ts';
import { weeklyPayPence } from './work/rules/jobs.ts';

const CONTRACT = 'working-well-pilot';
const proves = (...needs: readonly (readonly [string, string])[]): Need[] =>
  needs.map(([milestone, key]) => [CONTRACT, milestone, key]);

/** As many people in work as are worth looking at. */
const most = 8;

/** What somebody was paid and spent, days before today. */
const trades: readonly (readonly [ago: number, direction: 'received' | 'spent', pence: number, words: string])[] = [
  [86, 'spent', 4_250, 'Cards and a stamp'],
  [80, 'received', 12_000, 'Two gardens, front and back'],
  [58, 'received', 18_500, 'Hedges, the whole street'],
  [51, 'spent', 2_999, 'Blade and oil'],
  [24, 'received', 21_000, 'Four gardens'],
  [10, 'received', 9_500, 'A lawn, weekly from now on'],
];

/** Gives people in work of the demonstration's key worker some of the evidence that is asked for; a second start changes nothing. */
export async function demoEvidence(db: Database, programmeId: string, today: Temporal.PlainDate): Promise<void> {
  const worker = await demonstrator(db, 'key_worker');
  const staffId = worker.memberships.find((one) => one.staffId !== null)?.staffId ?? null;
  if (staffId === null) return;
  const before = (days: number) => today.subtract({ days }).toString();
  const filter = { keyWorkerId: staffId, status: 'attached' } as const;
  const list = { programmeId, filter, sort: 'referred', direction: 'ascending', after: null, limit: 120 } as const;
  const { cases } = await programmeCases(db, worker, list);
  let seen = 0;
  for (const { caseId } of cases) {
    if (seen >= most) return;
    if ((await evidenceOf(db, caseId)).length > 0) return;
    const job = (await jobsOf(db, caseId)).findLast(
      ({ startedOn, endedOn }) => startedOn !== null && startedOn < before(40) && endedOn === null,
    );
    const head = job === undefined ? null : await findCase(db, caseId);
    if (job === undefined || head === null || head.case.restricted !== null) continue;
    const of = { caseId, personId: head.personId, programmeId };
    seen += 1;
    if (job.selfEmployed === true) {
      const from = [before(90), job.startedOn ?? ''].sort().at(-1) as string;
      for (const [ago, direction, pence, words] of trades)
        if (before(ago) >= from)
          await recordTrade(db, worker, of, { jobId: job.id, on: before(ago), direction, pence, words });
      const needs = proves(['job_start', 'job_start']);
      await fileLedger(db, worker, of, { jobId: job.id, from, to: before(1), needs }, today.toString());
      continue;
    }
    const found = { source: 'person', jobId: job.id } as const;
    if (seen % 3 === 0) {
      const contract = { kind: 'contract', datedOn: job.startedOn, coversFrom: null, coversTo: null } as const;
      const words = 'Seen at the office and given back';
      const needs = proves(['job_start', 'job_start']);
      await recordEvidence(db, worker, of, { ...found, ...contract, words, needs }, [], today.toString());
      continue;
    }
    const [from, to] = [before(35), before(7)];
    const slip = { kind: 'payslip', datedOn: to, coversFrom: from, coversTo: to, words: null } as const;
    const files = await checkFiles([{ name: `payslip ${to}.txt`, data: payslip(job, from, to) }], async () => 'clean');
    const needs = proves(
      ['job_start', 'job_start'],
      ...(seen % 2 === 0 ? [['sustained_job', 'days_in_work'] as const] : []),
    );
    if (files.ok) await recordEvidence(db, worker, of, { ...found, ...slip, needs }, files.files, today.toString());
  }
}

function payslip(job: Job, from: string, to: string): Buffer {
  const weekly = weeklyPayPence(job);
  const paid = weekly === null ? 'as agreed' : poundsText(weekly * 4);
  return Buffer.from(`Payslip (invented)\n${job.employer ?? 'Employer'}\n${from} to ${to}\nPaid before tax: ${paid}\n`);
}
