/** Support in work for the demonstration: calls, an employer who may be talked to, hours that fell, payments and permitted work that end. */
import { programmeCases } from './cases/actions/lists.ts';
import { type CaseHead, findCase } from './cases/actions/record.ts';
import { type Demonstrator, demonstrator } from './demo-actor.ts';
import { formatDay, parseDay } from './kit/days.ts';
import type { Database } from './kit/db.ts';
import { inWorkRulesOf, labelOf } from './programmes/rules.ts';
import { recordPayment } from './work/actions/endings.ts';
import { type CameUp, type Contact, contactsOf, recordContact } from './work/actions/in-work.ts';
import { type CaseRef, type Job, jobsOf, recordJob } from './work/actions/jobs.ts';
import { recordWeek } from './work/actions/terms.ts';
import { blankJob } from './work/rules/jobs.ts';

/** Days since the permitted work began. */
const trial = 331;

/** As many people in work as are worth looking at. */
const most = 14;

/** A call: days before today, what was said, what came up and what helped. */
type Call = readonly [ago: number, words: string, cameUp?: string, help?: string];
const calls: readonly (readonly Call[])[] = [
  [
    [58, 'Settling in. Likes the early shift, knows two of the team by name.'],
    [30, 'The bus is late most mornings and the supervisor has noticed.', 'travel', 'spoke_with_employer'],
    [3, 'Starts a quarter of an hour later now. Sleeping better.'],
  ],
  [[33, 'All well. Asked about more hours from April.']],
  [
    [40, 'First payslip was short by a day. Rang payroll together.', 'pay', 'spoke_with_employer'],
    [12, 'Pay is right now. Back pain in the afternoons.', 'health', 'adjustment'],
  ],
  [[9, 'Fewer shifts than agreed for two weeks. Worried about the rent.', 'hours_or_shifts', 'better_off']],
  [[46, 'Going well, was given keys.']],
  [[21, 'A row with a colleague, wanted to leave. We agreed to wait until Monday.', 'people_at_work', 'mediation']],
];

/** Gives people in work of the demonstration's key worker their calls; a second start changes nothing. */
export async function demoInWork(db: Database, programmeId: string, today: string): Promise<void> {
  const worker = await demonstrator(db, 'key_worker');
  const staffId = worker.memberships.find((one) => one.staffId !== null)?.staffId ?? null;
  if (staffId === null) return;
  const filter = { keyWorkerId: staffId, status: 'attached' } as const;
  const list = { programmeId, filter, sort: 'referred', direction: 'ascending', after: null, limit: 120 } as const;
  const { cases } = await programmeCases(db, worker, list);
  const inWork: { head: CaseHead; job: Job }[] = [];
  let without: CaseHead | null = null;
  for (const { caseId } of cases) {
    if (inWork.length >= most) break;
    if ((await contactsOf(db, caseId, 1)).length > 0) return;
    const jobs = await jobsOf(db, caseId);
    const job = jobs.findLast(({ startedOn, endedOn }) => startedOn !== null && startedOn < today && endedOn === null);
    if (job === undefined && (jobs.length > 0 || without !== null)) continue;
    const head = await findCase(db, caseId);
    if (head === null || head.case.restricted !== null) continue;
    const attached = head.attachment?.on ?? null;
    if (job !== undefined) inWork.push({ head, job });
    // Support that goes on, and began before the permitted work.
    else if (attached !== null && attached > before(today, 600) && attached <= before(today, trial)) without = head;
  }
  for (const [at, { head, job }] of inWork.entries()) await personInWork(db, worker, head, job, { at, today });
  if (without !== null) await permittedWork(db, worker, without, today);
}

const before = (today: string, days: number): string => formatDay((parseDay(today) as number) - days);

async function personInWork(
  db: Database,
  worker: Demonstrator,
  head: CaseHead,
  job: Job,
  { at, today }: { at: number; today: string },
): Promise<void> {
  const of: CaseRef = { caseId: head.caseId, personId: head.personId, programmeId: head.programmeId };
  const rules = inWorkRulesOf(head.programme.versions.at(-1)?.document ?? {});
  const started = String(job.startedOn);
  const { employer } = job;
  for (const [index, [ago, words, code, help]] of (calls[at % calls.length] ?? []).entries()) {
    const on = before(today, ago);
    if (on < started) continue;
    const cameUp: CameUp | null =
      code === undefined
        ? null
        : {
            code,
            asked: labelOf(rules.problems, code),
            words: null,
            help: help === undefined ? null : { code: help, label: labelOf(rules.help, help) },
          };
    const about = { withWhom: 'person', jobId: null, employer: null } as const;
    const call: Contact = { ...about, on, way: index % 2 === 0 ? 'phone' : 'text', reached: true, words, cameUp };
    const asks = index === 0 && at % 3 !== 2 && job.selfEmployed !== true;
    const consent = asks
      ? {
          jobId: job.id,
          employer,
          given: at % 4 !== 1,
          words: at % 4 === 0 ? 'About hours and travel, not about health' : null,
        }
      : null;
    await recordContact(db, worker, of, call, { consent, today });
    if (consent?.given === true && at % 4 === 0)
      await recordContact(
        db,
        worker,
        of,
        {
          ...call,
          withWhom: 'employer',
          jobId: job.id,
          employer,
          cameUp: null,
          words: 'Pleased with the first weeks.',
        },
        { today },
      );
  }
  // Fewer hours than before, week by week: the last whole weeks before today.
  if (at % 6 === 3 && job.hoursPerWeek !== null)
    for (const [back, part] of [
      [3, 1],
      [2, 1],
      [1, 0.5],
    ] as const)
      await weekOf(db, worker, of, job, { back, hours: Math.round(job.hoursPerWeek * part), today });
  if (at % 6 === 1)
    await recordPayment(
      db,
      worker,
      of,
      {
        ...{ code: null, name: 'Travel pass for the first months', weeklyPence: 1850, plan: null },
        ...{ startsOn: started, endsOn: before(today, -19) },
      },
      today,
    );
}

async function weekOf(
  db: Database,
  worker: Demonstrator,
  of: CaseRef,
  job: Job,
  { back, hours, today }: { back: number; hours: number; today: string },
): Promise<void> {
  const now = parseDay(today) as number;
  // Day 0 was a Thursday.
  const from = formatDay(now - ((now + 3) % 7) - back * 7);
  await recordWeek(db, worker, of, { id: job.id, week: { from, hours, payPence: null } }, today);
}

/** Somebody who tries a few hours while the benefit allows it; the year is over soon. */
async function permittedWork(db: Database, worker: Demonstrator, head: CaseHead, today: string): Promise<void> {
  const startedOn = before(today, trial);
  const of: CaseRef = { caseId: head.caseId, personId: head.personId, programmeId: head.programmeId };
  const job = {
    ...blankJob,
    kind: 'permitted',
    selfEmployed: false,
    employer: 'Ardwick Community Kitchen',
    startedOn,
    hoursPerWeek: 12,
  } as const;
  await recordJob(db, worker, of, job, [], today);
}
