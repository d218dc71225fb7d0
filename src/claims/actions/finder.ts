/** The finder of unclaimed outcomes: found every night, decided by people. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor, Scope } from '../../access/rules/policy.ts';
import { formatDay, parseDay } from '../../kit/days.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { programmeByKey, programmeOn } from '../../programmes/actions.ts';
import { type Sustained, sustainedFromWeeks } from '../../work/rules.ts';
import {
  aheadOf,
  type Decision,
  finderRules,
  isPressed,
  milestoneOfWork,
  notWork,
  type Signal,
  signalNames,
  type Tally,
  worthOn,
  wrongReasons,
} from '../rules/finder.ts';
import { dayOf } from '../rules/milestones.ts';
import { countedFor } from '../rules/reaching.ts';
import * as store from '../store/finder.ts';
import { runningAfter } from '../store/progress.ts';
import { type ContractInUse, contractsInUse, versionOn } from './contracts.ts';
import { readerOf } from './progress.ts';

export type { AfterFound, FoundRow } from '../store/finder.ts';

const FIRST = '00000000-0000-0000-0000-000000000000';

/** Finds again under every contract whose programme is loaded, as of a day ('YYYY-MM-DD'). Twice on one day changes nothing. */
export async function findOutcomes(db: Database, today: string): Promise<void> {
  for (const contract of await contractsInUse(db)) {
    const programme = await programmeByKey(db, contract.programme);
    if (programme === null) continue;
    const pipeline = (await programmeOn(db, programme.id, today))?.document.pipeline ?? null;
    await findUnder(db, {
      ...{ contract, programmeId: programme.id, today },
      pipeline: pipeline === null ? null : sustainedFromWeeks(pipeline.weeks, pipeline.window),
    });
  }
}

type Asking = { contract: ContractInUse; programmeId: string; today: string; pipeline: Sustained | null };

async function findUnder(db: Database, asking: Asking): Promise<void> {
  const { contract, programmeId, today } = asking;
  const { offerDays, leastKept, quietDays } = finderRules;
  await transaction(db, async (tx) => {
    await store.confirmByRecord(tx, { programmeId, contract: contract.key, today });
    await store.refresh(tx, {
      ...{ programmeId, contract: contract.key, today, notWork },
      work: JSON.stringify(workBySpan(contract, today)),
      ...{ offerDays, leastKept, quietDays },
      ahead: JSON.stringify(await aheadUnder(tx, asking)),
    });
  });
}

/** The milestone that a job would reach, for people attached from a day on to before another, by the version that is theirs. */
function workBySpan(contract: ContractInUse, today: string) {
  const days = [...new Set(contract.versions.map(({ validFrom }) => validFrom))].sort();
  // Whoever came before the first version is judged by it.
  const starts = [null, ...days.slice(1)];
  return starts.flatMap((from, n) => {
    const work = milestoneOfWork(versionOn(contract, dayOf(from ?? days[0] ?? null)));
    if (work === undefined) return [];
    return [{ from_on: from, before: starts[n + 1] ?? null, milestone: work.key, pence: worthOn(work, today) }];
  });
}

/** Everybody in work who is nearly there with a milestone of days in work, a page of cases at a time. */
async function aheadUnder(sql: Sql, { contract, programmeId, today, pipeline }: Asking, limit = 2000) {
  const asOf = parseDay(today) as number;
  const found = [];
  for (let after = FIRST; ; ) {
    const rows = await runningAfter(sql, { programmeId, today, after, limit });
    for (const row of rows) {
      const facts = readerOf(row)(contract.key);
      const { milestones, jobs } = versionOn(contract, facts.attachedOn);
      for (const milestone of milestones) {
        const { key, reached: rule } = milestone;
        if (rule.kind !== 'days in work') continue;
        if (row.kept?.some(([of, one]) => of === contract.key && one === key)) continue;
        const ahead = aheadOf(countedFor(milestone, jobs, facts, asOf), rule, pipeline, asOf);
        if (ahead === null) continue;
        const { signal, daysLeft: days_left, reachOn } = ahead;
        const pence = worthOn(milestone, today);
        found.push({ case_id: row.case_id, milestone: key, signal, pence, days_left, reach_on: formatDay(reachOn) });
      }
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit) return found;
    after = last.case_id;
  }
}

const none: Tally = { open: 0, confirmed: 0, wrong: 0, other: 0 };
/** A signal with what came of it so far, and whether it is pressed on people. */
export type SignalTally = { signal: Signal; tally: Tally; pressed: boolean };

/** What came of every signal under a contract, over all of its cases. */
export async function signalTallies(sql: Sql, programmeId: string, contract: string): Promise<SignalTally[]> {
  const rows = await store.tallies(sql, { programmeId, contract, wrong: wrongReasons });
  return signalNames.map((signal) => {
    const { open, confirmed, wrong, other } = rows.find((row) => row.signal === signal) ?? none;
    const tally = { open, confirmed, wrong, other };
    return { signal, tally, pressed: isPressed(tally) };
  });
}

/** A page of what stands open, and whether there is more. */
export async function foundOf(
  sql: Sql,
  asked: {
    programmeId: string;
    contract: string;
    signals: readonly Signal[];
    scope: Scope;
    after: store.AfterFound | null;
    limit: number;
  },
): Promise<{ rows: store.FoundRow[]; more: boolean }> {
  const rows = await store.listFound(sql, { ...asked, limit: asked.limit + 1 });
  return { rows: rows.slice(0, asked.limit), more: rows.length > asked.limit };
}

/** A finding of this case, or null. */
export async function findFound(sql: Sql, caseId: string, id: string): Promise<store.FoundRow | null> {
  return (await store.findFound(sql, { caseId, id }))[0] ?? null;
}

/**
 * Decides a finding and appends 'outcome.confirmed' or 'outcome.put_aside'. Resolves to 'stale', with nothing written, when it was
 * decided or found anew meanwhile.
 */
export function decide(
  db: Database,
  actor: Actor,
  of: { caseId: string; personId: string; programmeId: string },
  row: Pick<store.FoundRow, 'id' | 'signal' | 'milestone' | 'contract'>,
  given: { version: number; decision: Decision; today: string },
): Promise<'saved' | 'stale'> {
  const { version, decision, today } = given;
  const { reason, words } = decision.answer === 'put aside' ? decision : { reason: null, words: null };
  return transaction(db, async (tx) => {
    const [done] = await store.decideFound(tx, {
      ...{ id: row.id, version, state: decision.answer, today, by: actor.userId },
      ...{ reason, words },
    });
    if (done === undefined) return 'stale';
    await recordEvent(tx, actor, {
      ...of,
      kind: decision.answer === 'confirmed' ? 'outcome.confirmed' : 'outcome.put_aside',
      happenedOn: today,
      payload: {
        recordId: row.id,
        signal: row.signal,
        milestone: row.milestone,
        contract: row.contract,
        reason,
        words,
      },
    });
    return 'saved';
  });
}
