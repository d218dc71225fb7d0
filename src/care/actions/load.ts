/** The loads of key workers: of a team, of one worker case by case, and month by month. */
import { type Actor, scopeOf } from '../../access/rules/policy.ts';
import { casesOfWorkers, casesOnDay, type NamedLoadCase } from '../../cases/actions/loads.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { listProgrammes, programmeOn } from '../../programmes/actions.ts';
import {
  limitOn,
  loadRulesOf,
  type ProgrammeDocument,
  supervisionRulesOf,
  timeRulesOf,
} from '../../programmes/rules.ts';
import { type Load, loadOf, monthEndsBefore, monthOf, type Weight, weightOf } from '../rules/load.ts';
import { type Standing, supervisionStanding } from '../rules/supervision.ts';
import { isAlert, type Minutes, shareOf, weekLater, weekOf } from '../rules/time.ts';
import * as store from '../store/load.ts';
import { findStaff, type StaffRow, staffOfTeam } from '../store/staff.ts';

export type { StaffRow } from '../store/staff.ts';

/**
 * How many issues of each case are severe up to a day; a case without a rating is missing. The room of assessments, which
 * depends on this one by way of Today, is handed in where the application is put together.
 */
export type SevereCounts = (sql: Sql, caseIds: readonly string[], day: string) => Promise<Map<string, number>>;

/** What other rooms bring to loads: `plansAsked` are plans that wait for a manager's approval. Each is one statement. */
export type LoadParts = {
  severeCounts: SevereCounts;
  plansAsked(sql: Sql, caseIds: readonly string[]): Promise<{ caseId: string; askedOn: string }[]>;
};

/** A plan that waits for approval. */
export type AskedPlan = { one: NamedLoadCase; askedOn: string };

/** Plans of these cases that wait; nothing is asked where the programme has no approval. */
async function plansOf(
  sql: Sql,
  { plansAsked }: LoadParts,
  cases: readonly NamedLoadCase[],
  document: ProgrammeDocument,
): Promise<AskedPlan[]> {
  if (document.plan?.approval !== 'manager') return [];
  const byId = new Map(cases.map((one) => [one.caseId, one]));
  const asked = await plansAsked(sql, [...byId.keys()]);
  return asked.flatMap(({ caseId, askedOn }) => {
    const one = byId.get(caseId);
    return one === undefined ? [] : [{ one, askedOn }];
  });
}

/** Key workers on one page, and the weeks whose time is summed. */
const perPage = 25;
export const timeWeeks = 4;
/** Months that the drift looks back. */
const months = 12;

/** A key worker with their load. Nothing here compares one with another. */
export type WorkerLoad = {
  staffId: string;
  name: string;
  code: string;
  load: Load;
  parkedDue: number;
  covered: { by: string; until: string | null } | null;
  time: { minutes: Minutes; share: number | null; alert: boolean };
  supervision: readonly Standing[];
};
export type MonthLoad = store.MonthRow;

/** The Monday from which time is summed: this week and the three before. */
export const timeFrom = (today: string): string => weekLater(weekOf(today), 1 - timeWeeks);

function workerLoad(
  row: StaffRow,
  cases: readonly NamedLoadCase[],
  severe: ReadonlyMap<string, number>,
  document: ProgrammeDocument,
  today: string,
): WorkerLoad {
  const own = cases.filter(({ staffId }) => staffId === row.staff_id);
  const minutes = { on: row.minutes_on, off: row.minutes_off };
  return {
    staffId: row.staff_id,
    name: row.staff_name,
    code: row.staff_code,
    load: loadOf(own, severe, loadRulesOf(document), today),
    parkedDue: own.filter(({ parkedReviewOn }) => parkedReviewOn !== null && parkedReviewOn <= today).length,
    covered: row.covered_by === null ? null : { by: row.covered_by, until: row.covered_until },
    time: { minutes, share: shareOf(minutes), alert: isAlert(minutes, timeRulesOf(document)) },
    supervision: supervisionStanding(supervisionRulesOf(document), row.supervision, today),
  };
}

/** What the page of a team's loads shows. `next` is the code after which the next page begins. */
export type TeamLoads = {
  document: ProgrammeDocument;
  limit: number | null;
  workers: readonly WorkerLoad[];
  /** Loads of these workers by month, the earliest first. */
  months: readonly MonthLoad[];
  /** Plans that wait for approval, where the programme asks for it. */
  plans: readonly AskedPlan[];
  next: string | null;
};

/** A page of the loads of a team on a day, by the workers' codes. Four statements; null for a programme without a document. */
export async function teamLoads(
  sql: Sql,
  actor: Actor,
  parts: LoadParts,
  ask: { programmeId: string; today: string; after: string },
): Promise<TeamLoads | null> {
  const { programmeId, today, after } = ask;
  const document = (await programmeOn(sql, programmeId, today))?.document;
  if (document === undefined) return null;
  const scope = scopeOf(actor, 'load.read', programmeId);
  const rows = await staffOfTeam(sql, { programmeId, scope, from: timeFrom(today), today, after, limit: perPage + 1 });
  const shown = rows.slice(0, perPage);
  const staffIds = shown.map((row) => row.staff_id);
  const cases = await casesOfWorkers(sql, actor, { permission: 'load.read', programmeId, staffIds, document, today });
  const severe = await parts.severeCounts(
    sql,
    cases.map(({ caseId }) => caseId),
    today,
  );
  const from = monthOf(monthEndsBefore(today, months)[0] ?? today);
  return {
    document,
    limit: limitOn(document, today),
    workers: shown.map((row) => workerLoad(row, cases, severe, document, today)),
    months: await store.monthsOf(sql, { staffIds, from }),
    plans: await plansOf(sql, parts, cases, document),
    next: rows.length > perPage ? (shown.at(-1)?.staff_code ?? null) : null,
  };
}

/** A worker's load with what every case adds to it. */
export type LoadInFull = {
  row: StaffRow;
  document: ProgrammeDocument;
  limit: number | null;
  worker: WorkerLoad;
  cases: readonly { one: NamedLoadCase; severe: number | null; weight: Weight }[];
  months: readonly MonthLoad[];
  /** Plans that wait for approval, where the programme asks for it. */
  plans: readonly AskedPlan[];
};

/** A member of staff with their time and supervision, or null. */
export async function staffMember(sql: Sql, staffId: string, today: string): Promise<StaffRow | null> {
  return (await findStaff(sql, { staffId, from: timeFrom(today), today }))[0] ?? null;
}

/** A worker's load case by case, the heaviest first. */
export async function loadInFull(
  sql: Sql,
  actor: Actor,
  parts: LoadParts,
  row: StaffRow,
  today: string,
): Promise<LoadInFull | null> {
  const programmeId = row.programme_id;
  const document = (await programmeOn(sql, programmeId, today))?.document;
  if (document === undefined) return null;
  const staffIds = [row.staff_id];
  const cases = await casesOfWorkers(sql, actor, { permission: 'load.read', programmeId, staffIds, document, today });
  const severe = await parts.severeCounts(
    sql,
    cases.map(({ caseId }) => caseId),
    today,
  );
  const from = monthOf(monthEndsBefore(today, months)[0] ?? today);
  const rules = loadRulesOf(document);
  return {
    row,
    document,
    limit: limitOn(document, today),
    worker: workerLoad(row, cases, severe, document, today),
    cases: cases
      .map((one) => {
        const count = severe.get(one.caseId) ?? null;
        return { one, severe: count, weight: weightOf(one, count, rules, today) };
      })
      .sort((a, b) => b.weight.hundredths - a.weight.hundredths),
    months: await store.monthsOf(sql, { staffIds, from }),
    plans: await plansOf(sql, parts, cases, document),
  };
}

/**
 * Takes the loads of every programme for the month of a day, and for the months before that are not on file yet (a year
 * back). Done every day, so that the last day of a month is what stays of it; done again it changes nothing.
 */
export async function takeLoads(db: Database, severeCounts: SevereCounts, today: string): Promise<void> {
  for (const { id: programmeId } of await listProgrammes(db, { day: today, ids: null })) {
    const ends = monthEndsBefore(today, months);
    const from = monthOf(ends[0] ?? today);
    const taken = new Map((await store.monthsTaken(db, { programmeId, from })).map((row) => [row.month, row.taken_on]));
    for (const day of [...ends, today])
      if ((taken.get(monthOf(day)) ?? '') < day) await takeMonth(db, severeCounts, programmeId, day);
  }
}

async function takeMonth(db: Database, severeCounts: SevereCounts, programmeId: string, day: string): Promise<void> {
  const document = (await programmeOn(db, programmeId, day))?.document;
  if (document === undefined) return;
  const cases = await casesOnDay(db, { programmeId, document, day });
  const byStaff = new Map<string, typeof cases>();
  for (const one of cases) byStaff.set(one.staffId, [...(byStaff.get(one.staffId) ?? []), one]);
  // Some workers at a time: the ratings of a whole programme would not fit in memory.
  const staff = [...byStaff.keys()].sort();
  for (let at = 0; at < staff.length; at += 50) {
    const some = staff.slice(at, at + 50);
    const ids = some.flatMap((staffId) => (byStaff.get(staffId) ?? []).map(({ caseId }) => caseId));
    const severe = await severeCounts(db, ids, day);
    const rows = some.map((staffId) => {
      const load = loadOf(byStaff.get(staffId) ?? [], severe, loadRulesOf(document), day);
      return {
        staff_id: staffId,
        month: monthOf(day),
        programme_id: programmeId,
        people: load.people,
        hundredths: load.hundredths,
        severe: load.severe,
        rated: load.rated,
        taken_on: day,
      };
    });
    await transaction(db, (tx) => store.keepMonths(tx, { rows: JSON.stringify(rows) }));
  }
}
