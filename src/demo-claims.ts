import { actorOf } from './access/actions/actor.ts';
import { userByEmail } from './access/actions.ts';
import { type Actor, scopeOf } from './access/rules/policy.ts';
import { caseRecord } from './cases/actions/record.ts';
import { auditWithItems, drawAudit, findAudit, writeFinding } from './claims/actions/audits.ts';
import { filesOf, takeFile } from './claims/actions/commissioner-files.ts';
import { type At, contractsByKey, moveClaims, prepareClaim } from './claims/actions/life.ts';
import { type ClaimableRow, claimableOf, workOutDue } from './claims/actions/milestones.ts';
import { listWaiting } from './claims/actions/waiting.ts';
import type { ClaimMove } from './claims/rules/claim-states.ts';
import { attemptReference } from './claims/rules/commissioner-file.ts';
import { csvText } from './kit/csv.ts';
import { type Database, transaction } from './kit/db.ts';
import { newReference } from './kit/ids.ts';

const CONTRACT = 'working-well-pilot';
/** Days after a claim was prepared on which each thing is done. */
const paidInTheEnd = [
  ['check', 3],
  ['submit', 5],
  ['accept', 18],
  ['pay', 30],
] as const;
type Step = readonly [ClaimMove, number];
const fates: readonly (readonly Step[])[] = [
  paidInTheEnd,
  paidInTheEnd,
  paidInTheEnd,
  paidInTheEnd,
  [...paidInTheEnd, ['claw back', 45]],
  paidInTheEnd.slice(0, 3),
  paidInTheEnd.slice(0, 3),
  [...paidInTheEnd.slice(0, 2), ['reject', 16]],
  [...paidInTheEnd.slice(0, 2), ['reject', 16], ['claim again', 20]],
  paidInTheEnd.slice(0, 2),
  paidInTheEnd.slice(0, 2),
  paidInTheEnd.slice(0, 2),
  paidInTheEnd.slice(0, 2),
  paidInTheEnd.slice(0, 1),
  paidInTheEnd.slice(0, 1),
  paidInTheEnd.slice(0, 1),
  [['withdraw', 2]],
  [],
  [],
];
const reasons: Partial<Record<ClaimMove, string>> = {
  check: 'Payslips and the agreement were seen at the office',
  reject: 'The payslips end three weeks before the day that is claimed',
  'claw back': 'The employer says that the hours were another person’s',
  withdraw: 'Prepared for the wrong milestone',
};

type People = { worker: Actor; manager: Actor; office: Actor };

/**
 * Claims in every state, a file of the commissioner and an audit, through the same actions as the pages; once they are there nothing
 * is added. They are for milestones that nobody had claimed: the reports of the pilot then count them as claimed.
 */
export async function demoClaims(db: Database, programmeId: string, today: Temporal.PlainDate): Promise<void> {
  const contract = (await contractsByKey(db)).get(CONTRACT);
  const people = await peopleOf(db, today.toString());
  if (contract === undefined || people === null) return;
  if ((await filesOf(db, { contract: CONTRACT, programmeId, limit: 1 })).length > 0) return;
  await workOutDue(db, today.toString());
  const asked = { programmeId, contract: CONTRACT, status: 'claimable', milestone: null, after: null, limit: 100 };
  const rowsOf = async (actor: Actor) =>
    (await claimableOf(db, { ...asked, scope: scopeOf(actor, 'claim.record', programmeId) })).rows;
  // The manager's own first, then whoever there is.
  const rows = [...(await rowsOf(people.manager)), ...(await rowsOf(people.office))];
  const known = [
    ...new Map(rows.filter((row) => row.reached_on !== null).map((row) => [row.case_id + row.milestone, row])).values(),
  ];
  for (const [n, steps] of fates.entries()) {
    const row = known[n];
    if (row !== undefined) await oneClaim(db, people, { programmeId, row, steps, n, today });
  }
  await commissionersFile(db, people.office, programmeId, today);
  await anAudit(db, people.office, programmeId, today);
}

async function peopleOf(db: Database, today: string): Promise<People | null> {
  const one = async (email: string): Promise<Actor | null> => {
    const user = await userByEmail(db, email);
    return user === null ? null : actorOf(db, user.id, today);
  };
  const [worker, manager, office] = [
    await one('key.worker@example.org'),
    await one('team.manager@example.org'),
    await one('programme.office@example.org'),
  ];
  return worker === null || manager === null || office === null ? null : { worker, manager, office };
}

const atOn = (day: Temporal.PlainDate): At => ({
  now: Temporal.Instant.from(`${day}T10:00:00Z`),
  today: day.toString(),
});
const earlier = (one: Temporal.PlainDate, other: Temporal.PlainDate) =>
  Temporal.PlainDate.compare(one, other) < 0 ? one : other;

async function oneClaim(
  db: Database,
  { worker, manager, office }: People,
  of: { programmeId: string; row: ClaimableRow; steps: readonly Step[]; n: number; today: Temporal.PlainDate },
): Promise<void> {
  const { programmeId, row, steps, n, today } = of;
  const last = steps.at(-1)?.[1] ?? 0;
  // The later its story ends, the earlier it begins, so that everything lies between the milestone and today.
  const began = today.subtract({ days: last + 1 + (n % 5) * 3 });
  const reached = Temporal.PlainDate.from(row.reached_on ?? today);
  const first = Temporal.PlainDate.compare(reached, began) > 0 ? reached : began;
  const on = (days: number) => atOn(earlier(first.add({ days }), today));
  const head = await caseRecord.load(db, row.case_id);
  if (head === null) return;
  const made = await transaction(db, (tx) =>
    prepareClaim(
      tx,
      worker,
      { caseId: row.case_id, personId: head.personId, programmeId },
      { contract: CONTRACT, milestone: row.milestone },
      on(0),
    ),
  );
  if (made.outcome !== 'prepared') return;
  for (const [move, days] of steps) {
    const by = move === 'check' || move === 'withdraw' ? manager : move === 'claim again' ? worker : office;
    const given = { reason: reasons[move] ?? null };
    await transaction(db, (tx) => moveClaims(tx, by, [{ id: made.id, move, given }], on(days)));
  }
}

/** A file that says of some claims what is known here, of one something else, and of one that nobody made. It waits to be applied. */
async function commissionersFile(db: Database, office: Actor, programmeId: string, today: Temporal.PlainDate) {
  const contract = (await contractsByKey(db)).get(CONTRACT);
  if (contract === undefined) return;
  const scope = scopeOf(office, 'claim.settle', programmeId);
  const asked = { programmeId, contract: CONTRACT, scope, after: null, ids: null, limit: 10 };
  const submitted = await listWaiting(db, { ...asked, state: 'submitted' });
  const accepted = await listWaiting(db, { ...asked, state: 'accepted' });
  const said = ['accepted', 'rejected', 'accepted'];
  const lines = [
    ...submitted.slice(0, 3).map(({ reference, attempt, milestone, pence }, n) => {
      const reason = said[n] === 'rejected' ? 'No payslip for March' : '';
      // The commissioner takes off a tenth of the third.
      const amount = n === 2 ? pence - Math.round(pence / 10) : pence;
      return [attemptReference(reference, attempt), milestone, said[n] ?? 'accepted', String(amount), reason];
    }),
    ...accepted
      .slice(0, 1)
      .map(({ reference, attempt, milestone, pence }) => [
        ...[attemptReference(reference, attempt), milestone, 'paid', String(pence), ''],
      ]),
    [newReference('K'), 'sustained_job', 'paid', '250000', ''],
  ];
  const data = Buffer.from(csvText([['reference', 'milestone', 'decision', 'pence', 'reason'], ...lines]));
  await takeFile(db, office, { name: 'decisions-march.csv', data, contract, programmeId }, atOn(today));
}

/** A sample of which the first was looked at and is right, and the second in part wrong. */
async function anAudit(db: Database, office: Actor, programmeId: string, today: Temporal.PlainDate) {
  const draw = {
    contract: CONTRACT,
    programmeId,
    from: '2015-04-01',
    to: today.toString(),
    seed: 'first draw',
    size: 3,
  };
  const id = await drawAudit(db, office, draw, atOn(today));
  const [audit] = id === null ? [] : await findAudit(db, { id });
  if (audit === undefined) return;
  for (const { number, pence, version } of (await auditWithItems(db, audit)).items.slice(0, 2)) {
    const wrong = { wrongPence: Math.round(pence / 4), words: 'A quarter of the time is not proved' };
    const finding = { number, version, ...(number === 1 ? { wrongPence: null, words: null } : wrong) };
    await writeFinding(db, office, audit, finding, atOn(today));
  }
}
