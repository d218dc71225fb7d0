import type { Actor } from './access/rules/policy.ts';
import { endCase, handBack, handBacksOf, receive, saveExitPlan } from './cases/actions/endings.ts';
import { programmeCases } from './cases/actions/lists.ts';
import { type CaseHead, documentOf, findCase } from './cases/actions/record.ts';
import { breakGlass, restrict } from './cases/actions/restricted.ts';
import { askToReturn } from './cases/actions/returns.ts';
import { pause, resume } from './cases/actions/taking-part.ts';
import { exitPlanQuestions } from './cases/rules/taking-part.ts';
import { demonstrator } from './demo-actor.ts';
import type { Database } from './kit/db.ts';
import { answersAsAsked } from './kit/form.ts';

const pauses = [
  { from: '2016-02-15', review: '2016-04-15', reason: 'Waits for a knee operation' },
  { from: '2016-03-07', review: '2016-03-28', reason: 'Cares for his mother after a fall' },
  { from: '2016-03-21', review: '2016-06-01', reason: 'On a residential course' },
] as const;

/**
 * A few people of the demonstration who are paused, handed back, waiting to return, and one restricted record that the key
 * worker opened with a reason. Through the actions alone; a second start changes nothing.
 */
export async function demoTakingPart(db: Database, programmeId: string, today: string): Promise<void> {
  const worker = await demonstrator(db, 'key_worker');
  const office = await demonstrator(db, 'programme_office');
  const staffId = worker.memberships[0]?.staffId;
  if (staffId == null) return;
  const list = async (filter: Parameters<typeof programmeCases>[2]['filter'], actor: Actor = worker) =>
    (
      await programmeCases(db, actor, {
        programmeId,
        filter,
        sort: 'referred',
        direction: 'descending',
        after: null,
        limit: 40,
      })
    ).cases;
  if ((await list({ status: 'paused' })).length > 0) return;
  const headOf = async (caseId: string): Promise<CaseHead> => {
    const head = await findCase(db, caseId);
    if (head === null) throw new Error('A case of the demonstration is gone.');
    return head;
  };
  const attached = (await list({ keyWorkerId: staffId, status: 'attached' })).map(({ caseId }) => caseId);

  for (const [index, one] of pauses.entries()) {
    const head = await headOf(attached[index * 3] ?? '');
    const input = { version: head.version, pausedOn: one.from, reason: one.reason, reviewOn: one.review, today };
    await pause(db, worker, head, input);
  }
  const back = attached[1];
  if (back !== undefined) {
    const head = await headOf(back);
    const paused = { pausedOn: '2016-01-11', reason: 'Bereavement', reviewOn: today, today };
    await pause(db, worker, head, { version: head.version, ...paused });
    const now = await headOf(back);
    await resume(db, worker, now, { version: now.version, resumedOn: '2016-02-01', note: 'Asked to go on' });
  }
  for (const [index, caseId] of [attached[4], attached[5]].entries())
    if (caseId !== undefined) await leave(db, worker, headOf, caseId, index === 0, today);

  // Nobody's clients yet: they wait for a key worker.
  for (const { caseId } of (await list({ status: 'referred' }, office)).slice(0, 3)) {
    let head = await headOf(caseId);
    const end = { move: 'not attach', closedOn: '2016-03-14', reason: 'Could not contact' } as const;
    await endCase(db, office, head, { version: head.version, ...end });
    head = await headOf(caseId);
    const document = documentOf(head, today);
    if (document === null) continue;
    const asked = { askedOn: '2016-03-24', reason: 'Has a telephone again and wants to start' };
    await askToReturn(db, office, head, document, { version: head.version, ...asked });
  }

  const hidden = attached[7];
  if (hidden === undefined) return;
  const head = await headOf(hidden);
  await restrict(db, office, head, {
    version: 0,
    kind: 'family of staff',
    reason: 'Her sister works in the next team',
    ownerId: office.userId,
    reviewOn: '2016-09-30',
    keepWorkers: false,
    today,
  });
  await breakGlass(db, worker, { number: head.reference, reason: 'She is at the desk for her meeting', today });
}

/** Somebody leaves with an exit plan and is handed back; `received` says whether the receipt has come. */
async function leave(
  db: Database,
  worker: Actor,
  headOf: (caseId: string) => Promise<CaseHead>,
  caseId: string,
  received: boolean,
  today: string,
): Promise<void> {
  const answers = {
    destination: 'Voluntary work',
    goes_on: 'The walking group on Thursdays; the debt adviser until June',
    if: 'Ring the adviser first, and not leave letters unopened',
    told: 'The work coach and the GP',
  };
  const asked = answersAsAsked(exitPlanQuestions(today), { made_on: '2016-03-11', ...answers });
  let head = await headOf(caseId);
  await saveExitPlan(db, worker, head, { version: head.version, madeOn: '2016-03-11', answers, asked });
  head = await headOf(caseId);
  const end = { move: 'close', closedOn: '2016-03-14', reason: 'Withdrew' } as const;
  await endCase(db, worker, head, { version: head.version, ...end });
  head = await headOf(caseId);
  await handBack(db, worker, head, {
    version: head.version,
    toWhom: 'Jobcentre Plus, Rusholme',
    sentOn: '2016-03-14',
    summary: 'Has a volunteer place and wants to keep it. Mornings are hard.',
  });
  const [sent] = await handBacksOf(db, caseId);
  if (!received || sent === undefined) return;
  head = await headOf(caseId);
  await receive(db, worker, head, { version: head.version, sent, receivedOn: '2016-03-17', receivedBy: 'Pat Lowe' });
}
