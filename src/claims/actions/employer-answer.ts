/** What becomes of an employer's answer. */
import { createHash } from 'node:crypto';
import { recordEvent } from '../../access/actions.ts';
import { systemActor } from '../../access/rules/policy.ts';
import { formatDay } from '../../kit/days.ts';
import { type Database, type Tx, transaction } from '../../kit/db.ts';
import { findJob } from '../../work/actions/jobs.ts';
import { type AskedMilestone, type Confirmation, confirmationText, provenBy } from '../rules/employer.ts';
import { type Need, needText } from '../rules/evidence.ts';
import { typeOf } from '../rules/evidence-file.ts';
import { countedFor } from '../rules/reaching.ts';
import * as store from '../store/employer.ts';
import { progressOfCase } from './progress.ts';
import { evidencePayload, type NewEvidence, writeEvidence } from './record-evidence.ts';

/** What the person is called on the page of the link. */
export const askedName = ({ given_name, family_name }: store.AskedRow): string =>
  [given_name, family_name].filter(Boolean).join(' ') || 'this person';

/** The milestones of what an employer was asked about a job, by the text of the need. */
async function milestonesAsked(
  tx: Tx,
  row: store.AskedRow,
  jobKey: string | undefined,
  today: string,
): Promise<Map<string, AskedMilestone>> {
  const progress = await progressOfCase(tx, { caseId: row.case_id, programme: { key: row.programme_key } }, today);
  const found = new Map<string, AskedMilestone>();
  for (const need of row.asked_for) {
    const one = progress.find(({ contract }) => contract.key === need[0]);
    const milestone = one?.contract.milestones.find(({ key }) => key === need[1]);
    if (one === undefined || milestone === undefined) continue;
    const { reached } = milestone;
    const on = one.states.find((state) => state.milestone === need[1])?.reachedOn ?? null;
    const counted = countedFor(milestone, one.contract.jobs, one.facts, one.asOf);
    const first = reached.kind === 'job start' ? on : (counted.jobs[0]?.startedOn ?? null);
    const byDays = ['job start', 'days in work', 'weeks in work'].includes(reached.kind);
    found.set(needText(need), {
      label: milestone.label,
      from: first === null ? null : formatDay(first),
      reachedOn: on === null ? null : formatDay(on),
      counts: counted.jobs.some(({ key }) => key === jobKey),
      byDaysAlone:
        byDays && counted.leastHours === undefined && !('leastHours' in reached) && !('leastPence' in reached),
    });
  }
  return found;
}

/** What of the asked an answer proves, and why not the rest. */
async function provenOf(tx: Tx, row: store.AskedRow, answer: Confirmation, today: string) {
  if (!answer.works) return { proves: [] as Need[], why: [] as string[] };
  const job = await findJob(tx, row.case_id, row.job_id);
  const milestones = await milestonesAsked(tx, row, job?.key, today);
  const asked = { on: row.asked_on, needs: row.asked_for, of: (need: Need) => milestones.get(needText(need)) ?? null };
  return provenBy(answer, { from: job?.startedOn ?? null, to: job?.endedOn ?? null }, asked, today);
}

/**
 * Keeps an employer's answer as evidence, with its words as a file, and appends 'claim.employer answered'. It proves what its days
 * cover; the rest is left for somebody to look at, and an answer that says no proves nothing. False, with nothing written, where the
 * question was answered, taken back or refused by the person meanwhile.
 */
export function answerQuestion(
  db: Database,
  row: store.AskedRow,
  version: number,
  answer: Confirmation,
  { now, today }: { now: Temporal.Instant; today: string },
): Promise<boolean> {
  const of = { caseId: row.case_id, personId: row.person_id, programmeId: row.programme_id };
  return transaction(db, async (tx) => {
    const [taken] = await store.takeAnswer(tx, { id: row.id, version, now: now.toString() });
    if (taken === undefined) return false;
    const about = { reference: row.reference, programme: row.programme_name };
    const person = { person: askedName(row), caseReference: row.case_reference };
    const content = Buffer.from(confirmationText({ ...about, ...person }, answer, today));
    const { proves, why } = await provenOf(tx, row, answer, today);
    const said = `${answer.works ? 'Confirms the job' : 'Does not confirm the job'}: ${answer.name}, ${answer.title}`;
    const evidence: NewEvidence = {
      ...{ kind: 'employer', source: 'employer', jobId: row.job_id, datedOn: today },
      ...{ coversFrom: answer.from, coversTo: answer.works ? (answer.to ?? today) : null },
      words: why.length === 0 ? said : `${said}. Somebody has to look: ${why.join('; ')}`,
      needs: proves,
    };
    const file = {
      ...{ name: `confirmation ${row.reference}.txt`, type: typeOf('txt', content), content },
      sha256: createHash('sha256').update(content).digest(),
    };
    const id = await writeEvidence(tx, null, of, evidence, [file], today);
    await store.tieAnswer(tx, { id: row.id, evidenceId: id });
    const payload = {
      ...{ ...evidencePayload(id, evidence, [file]), reference: row.reference },
      ...{ confirms: answer.works, look: why.length > 0 },
    };
    await recordEvent(tx, systemActor, { ...of, kind: 'claim.employer answered', happenedOn: today, payload });
    return true;
  });
}
