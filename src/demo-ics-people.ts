/** The people of the demonstration in New Zealand: how they joined, what was recorded of them, who left and who waits. */
import { type Actor, systemActor } from './access/rules/policy.ts';
import { findStaffMember } from './care/actions/staff.ts';
import { book, findSupervision, settle } from './care/actions/supervision.ts';
import { logTime } from './care/actions/time.ts';
import { attach } from './cases/actions/attach.ts';
import { referPerson } from './cases/actions/changes.ts';
import { endCase } from './cases/actions/endings.ts';
import { addNote } from './cases/actions/notes.ts';
import { type CaseHead, documentOf, findCase } from './cases/actions/record.ts';
import { askToReturn } from './cases/actions/returns.ts';
import { selectionOn } from './cases/actions/selection.ts';
import { pause } from './cases/actions/taking-part.ts';
import { demoAssessment } from './demo-assessments.ts';
import * as words from './demo-ics-words.ts';
import { planFor } from './demo-plans.ts';
import { type Database, transaction } from './kit/db.ts';
import { newId } from './kit/ids.ts';
import { finishMeeting } from './meeting/actions/meetings.ts';
import { importPlans } from './plan/actions/import.ts';
import { later } from './today/rules.ts';
import { recordJob } from './work/actions/jobs.ts';
import { blankJob } from './work/rules/jobs.ts';

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

/** An ICSM of the demonstration, and where their people come from. */
export type Team = {
  db: Database;
  programmeId: string;
  site: { id: string; name: string; providerId: string | null };
  worker: { id: string; name: string };
  actor: Actor;
  today: string;
  seed: number;
};

/** The people of one ICSM: somebody who left for work, somebody who waits to come back, two who pause, then all the others. */
export async function caseloadOf(team: Team, attached: number, varied: boolean): Promise<void> {
  const { db, actor, today } = team;
  const left = varied ? 2 : 0;
  const paused = varied ? 2 : 0;
  const heads: CaseHead[] = [];
  for (let n = 0; n < left + paused + attached; n += 1) {
    const head = await join(team, n);
    heads.push(head);
    if (n < left) await leave(team, head, n === 0);
    else if (n < left + paused)
      await pause(db, actor, head, {
        version: head.version,
        pausedOn: later(today, -20 - n),
        reason: n === left ? 'Living with whānau up north until the baby comes' : 'Six weeks on a residential course',
        reviewOn: later(today, n === left ? -2 : 25),
        // Entered on its day: the review of one of them has come since.
        today: later(today, -20 - n),
      });
  }
  const plans = heads.flatMap((of, n) =>
    n % 6 === 5 || of.attachment?.on == null
      ? []
      : [{ of, plan: planFor(pick(words.stories, n), of.attachment.on, today) }],
  );
  await transaction(db, (tx) => importPlans(tx, systemActor, plans));
  for (const [n, head] of heads.entries()) await record(team, head, n);
  // Nobody is attached yet of those who came last.
  if (!varied) for (const n of [90, 91]) await refer(team, n, later(today, n === 90 ? -25 : -4));
  const back = varied ? heads[1] : undefined;
  const head = back === undefined ? null : await findCase(db, back.caseId);
  const document = head === null ? null : documentOf(head, today);
  if (head === null || document === null) return;
  const asked = { askedOn: later(today, -9), reason: 'Out again, and wants to go on where it stopped' };
  await askToReturn(db, actor, head, document, { version: head.version, ...asked });
}

async function refer(team: Team, n: number, referredOn: string): Promise<CaseHead> {
  const { db, programmeId, site, actor, today, seed } = team;
  const [givenName, sex] = pick(words.given, n + seed);
  const at = n + seed;
  const entrenched = at % 3 !== 0;
  const age = entrenched ? 30 + (at % 9) : 25 + (at % 4);
  const facts = { age, ageAtFirstBenefit: entrenched ? 17 + (at % 3) : 16 + (at % 2) };
  const phone = `07700900${String(600 + (at % 300)).padStart(3, '0')}`;
  const { caseId } = await referPerson(db, actor, {
    programmeId,
    person: {
      givenName,
      familyName: pick(words.family, Math.floor(at / words.given.length) * 5 + at),
      dateOfBirth: Temporal.PlainDate.from(referredOn)
        .subtract({ years: age, days: 20 + at })
        .toString(),
      sex,
      // Somebody was not asked: a report needs it, and Today says so.
      ethnicity: n % 13 === 7 ? null : pick(words.ethnicities, at),
      niNumber: null,
      phone,
      postcode: null,
      preferredContact: n % 4 === 0 ? 'Phone' : 'Text message',
    },
    referral: {
      referredOn,
      areaId: site.id,
      providerId: site.providerId,
      source: 'Selected from the Ministry’s data',
      benefit: 'Jobseeker Support, work ready',
      lastWorked: pick(['under 1 year', '1-2 years', '3-5 years', '11+ years', 'never worked'], at),
      housingTenure: pick(words.housing, at),
      maritalStatus: pick(['Single', 'De facto relationship', 'Separated or divorced'], at),
      dependants: at % 4,
    },
    area: site,
    provider: 'Work and Income',
    selection: await selectionOn(db, programmeId, facts, referredOn),
    asked: [],
    today,
  });
  return again(db, caseId);
}

async function again(db: Database, caseId: string): Promise<CaseHead> {
  const head = await findCase(db, caseId);
  if (head === null) throw new Error('A case of the demonstration is gone.');
  return head;
}

async function join(team: Team, n: number): Promise<CaseHead> {
  const { db, actor, worker, today } = team;
  const referredOn = later('2015-03-09', (n * 8) % 345);
  const head = await refer(team, n, referredOn);
  const conditions = {
    told: {
      on: later(referredOn, 3),
      evidence: 'Told by telephone what it is, and that it is no punishment. Wants to try it.',
    },
    first_meeting: { on: later(referredOn, 6 + (n % 9)), evidence: 'Met at the office, in the quiet room.' },
  };
  const done = await attach(db, actor, head, {
    version: head.version,
    conditions,
    keyWorker: worker,
    changes: [],
    before: null,
    today,
  });
  if (done.outcome !== 'saved') throw new Error(`Nobody could join: ${JSON.stringify(done)}`);
  return again(db, head.caseId);
}

/** One leaves for work that lasts; the other goes to prison in the middle of their plan. */
async function leave({ db, actor, today }: Team, joined: CaseHead, works: boolean): Promise<void> {
  if (works) {
    const job = {
      ...blankJob,
      kind: 'employed' as const,
      employer: 'Harbour View Rest Home',
      occupationGroup: 'Care and personal services',
      workArea: 'Kāpiti',
      startedOn: '2015-09-14',
      endedOn: null,
      hoursPerWeek: 30,
      hourlyWagePence: 1625,
      selfEmployed: false,
    };
    const { caseId, personId, programmeId } = joined;
    await recordJob(db, actor, { caseId, personId, programmeId, symbol: '$' }, job, [], today);
  }
  const head = await again(db, joined.caseId);
  const end = works
    ? { closedOn: '2016-03-14', reason: 'Moved into work' }
    : { closedOn: '2015-10-19', reason: 'Went to prison' };
  await endCase(db, actor, head, { version: head.version, move: 'close', ...end });
}

/** Assessments, and how they were in touch of late. */
async function record(team: Team, head: CaseHead, n: number): Promise<void> {
  const { db, actor, today } = team;
  const from = head.attachment?.on ?? today;
  const entry = pick(words.measures, n);
  const assess = (key: string, stage: string, on: string, answers: typeof entry) =>
    on > today ? Promise.resolve() : demoAssessment(db, actor, head, { key, stage, on, answers });
  if (n % 3 !== 2)
    await assess('initial-client-assessment', 'initial', later(from, 14 + (n % 40)), pick(words.assessments, n));
  await assess('progress-measure', 'initial', later(from, 7), entry);
  const open = (await again(db, head.caseId)).status === 'attached';
  const moved = Object.fromEntries(
    Object.entries(entry).map(([key, value]) => [
      key,
      typeof value === 'number' ? value + 2 : value === 'unmet' ? 'partly' : 'met',
    ]),
  );
  if (n % 2 === 0) await assess('progress-measure', 'reassessment', later(from, 98), moved);
  // Most were measured in the last quarter; some are due again.
  if (open && n % 5 !== 1 && later(from, 190) < today)
    await assess('progress-measure', 'reassessment', later(today, -(n % 80)), n % 4 === 3 ? entry : moved);
  const heldOn = later(today, -pick([3, 9, 1, 16, 5, 24, 2, 11, 47, 7, 13, 60], n));
  if (!open || heldOn < from) return;
  const missed = n % 9 === 4;
  if (actor.userId === null || missed)
    await addNote(db, actor, head, { writtenOn: later(heldOn, missed ? -3 : 0), body: pick(words.notes, n) });
  if (actor.userId === null) return;
  const now = Temporal.Instant.from(`${heldOn}T00:30:00Z`);
  const seen = { draftId: newId(), base: 0, now };
  const meeting = {
    heldOn,
    startsAt: '11:00',
    minutes: missed ? null : 20 + 5 * (n % 6),
    mode: pick(['in_person', 'phone', 'text', 'in_person', 'elsewhere'] as const, n),
    attendance: missed ? ('cancelled_by_them' as const) : ('attended' as const),
    reason: missed ? 'Texted in the morning' : null,
    note: pick(words.notes, n),
    nextOn: n % 5 === 0 ? later(today, 2 + (n % 10)) : null,
    nextAt: n % 5 === 0 ? '10:00' : null,
    nextMode: n % 5 === 0 ? ('in_person' as const) : null,
  };
  await finishMeeting(db, actor, head, { seen, typed: {}, meeting, hidden: null, parts: [] });
}

/** Four weeks of time, a quarter of it for the office, and supervision that is late. */
export async function everyday({ db, actor, worker, today }: Team): Promise<void> {
  const member = await findStaffMember(db, worker.id);
  if (member === null) return;
  for (let back = 0; back < 4; back += 1) {
    const on = later(today, -7 * back);
    const entry = { on, span: 'week' as const, words: null };
    await logTime(db, actor, member, { ...entry, minutes: 30 * 60, kind: 'people', onProgramme: true });
    const office = back % 2 === 0 ? 10 : 8;
    await logTime(db, actor, member, { ...entry, minutes: office * 60, kind: 'office', onProgramme: false });
  }
  const heldOn = later(today, -49);
  const booking = { kind: 'professional' as const, supervisor: 'Ana Fifita', organisation: 'Kōwhai Supervision' };
  const id = await book(db, systemActor, member, { ...booking, interest: 'none', plannedOn: heldOn });
  const row = await findSupervision(db, id);
  if (row !== null) await settle(db, actor, row, { version: row.version, state: 'held', heldOn });
}
