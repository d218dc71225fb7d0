/** What plans bring to Today: steps whose day has come, and promises that were not kept. */
import { showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import type { Contributor } from '../../today/actions/register.ts';
import { type Act, daysFrom, type Level, later, type Matter } from '../../today/rules.ts';
import { type PromiseBroken, promisesBroken, type StepDue, stepsDue } from './facts.ts';

// How far ahead a step is told as what comes next, and after how many days a reason is more urgent.
const ahead = 28;
const urgent = 7;

const meetingAct = (caseId: string): Act => ({ text: 'Call and record', href: `/cases/${caseId}/meeting?mode=phone` });
const planAct = (caseId: string): Act => ({ text: 'Plan', href: `/cases/${caseId}/plan` });

function stepMatter(step: StepDue, daysBefore: number, today: string): Matter {
  const late = daysFrom(step.dueOn, today);
  const whose =
    step.owner === 'service' ? ` (${step.ownerName ?? 'a service'})` : step.owner === 'worker' ? ' (yours)' : '';
  const when =
    late > 0
      ? `was due ${counted(late, 'day')} ago`
      : late === 0
        ? 'due today'
        : `due ${showNearDay(step.dueOn, today)}`;
  return {
    caseId: step.caseId,
    reason: 'step_due',
    level: late >= urgent ? 2 : 1,
    on: later(step.dueOn, -daysBefore),
    words: `Step ${when}: ${step.words}${whose}`,
    acts: [meetingAct(step.caseId), { text: 'Step', href: `/cases/${step.caseId}/plan/steps/${step.stepId}` }],
  };
}

/** Steps that are due, and those of the weeks to come. */
export const stepReasons: Contributor = {
  words: ({ stepDaysBefore }) => ({
    step_due: `A step of the plan: ${stepDaysBefore === 0 ? 'on its day' : `from ${counted(stepDaysBefore, 'day')} before its day`}, more urgent after ${urgent} days`,
  }),
  async matters(sql, { caseIds, rules, today }) {
    const due = await stepsDue(sql, caseIds, later(today, ahead));
    return due.map((step) => stepMatter(step, rules.stepDaysBefore, today));
  },
};

/**
 * A promise of the worker is put right at once; what a service has not done is waited for and asked after within a week; what
 * the person meant to do is talked about the next time.
 */
function promiseMatter(promise: PromiseBroken, today: string): Matter {
  const days = daysFrom(promise.brokenOn, today);
  const level: Level = promise.by === 'worker' ? (days >= urgent ? 3 : 2) : 1;
  const words =
    promise.by === 'worker'
      ? `You promised and it has not happened: ${promise.words}`
      : promise.by === 'service'
        ? `${promise.byName ?? 'A service'} has not done: ${promise.words}`
        : `Agreed and not done yet: ${promise.words}`;
  return {
    caseId: promise.caseId,
    reason: 'promise_broken',
    level,
    on: promise.by === 'service' ? later(promise.brokenOn, urgent) : promise.brokenOn,
    words,
    acts: [planAct(promise.caseId), meetingAct(promise.caseId)],
    ...(promise.by === 'service' && { waitsSince: promise.brokenOn }),
  };
}

/** Promises that were broken and nobody has talked about since. */
export const promiseReasons: Contributor = {
  words: () => ({
    promise_broken: `A promise that was not kept: yours at once and more urgent after ${urgent} days, a service’s after ${urgent} days. Being in touch after it clears it`,
  }),
  async matters(sql, { cases, caseIds, today }) {
    const heard = new Map(cases.map(({ caseId, lastContactOn }) => [caseId, lastContactOn]));
    return (await promisesBroken(sql, caseIds, today))
      .filter(({ caseId, brokenOn, by }) => by === 'service' || (heard.get(caseId) ?? '') <= brokenOn)
      .map((promise) => promiseMatter(promise, today));
  },
};
