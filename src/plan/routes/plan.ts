import { can } from '../../access/rules/policy.ts';
import { type Context, notFound, type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage, casePath } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord, documentOf } from '../../cases/actions/record.ts';
import { showDay } from '../../kit/clock.ts';
import type { Outcome } from '../actions/outcome.ts';
import { type Plan, planOf } from '../actions/plan.ts';
import { settlePromise } from '../actions/promises.ts';
import { holdStep, placeStep, recordStep, resumeStep, takeUpStep, undoStep } from '../actions/step-changes.ts';
import { refuseSuggestion } from '../actions/suggestions.ts';
import { namesOf } from '../pages/names.ts';
import { planHtml } from '../pages/plan.ts';
import { smallDrawing } from '../pages/staircase.ts';
import { type Click, readClick } from '../rules/click.ts';
import { type PlanRules, planRulesOf } from '../rules/settings.ts';
import { resultText, states } from '../rules/steps.ts';
import { type Suggestion, suggestionFor } from '../rules/suggest.ts';

type Of = Context<{ caseId: string }, unknown, CaseHead>;

/** What the plan suggests now, from the attempts at the person's own steps. */
export function suggestionOf(plan: Plan, rules: PlanRules): Suggestion | null {
  const own = new Map(plan.steps.filter(({ owner }) => owner === 'person').map((step) => [step.id, step]));
  const tried = plan.attempts.flatMap((one) => {
    const step = own.get(one.stepId);
    return step === undefined ? [] : [{ ...one, size: step.size }];
  });
  return suggestionFor(tried, plan.answers, rules);
}

/** The page of the plan; with `moved` (409) or `wrong` (422) it says what was not saved. */
export async function planPage(context: Of, refusal?: { status: 409 | 422; text: string }): Promise<Page> {
  const { db, clock, actor, record: head, csrf } = context;
  const date = clock.today();
  const today = date.toString();
  const rules = planRulesOf(documentOf(head, today));
  const plan = await planOf(db, head.caseId);
  return casePage({
    head,
    today: date,
    current: 'plan',
    title: 'Plan',
    modules: ['plan.js'],
    ...(refusal === undefined ? {} : { status: refusal.status, error: true }),
    main: planHtml({
      caseId: head.caseId,
      today,
      plan,
      rules,
      names: namesOf(head),
      suggestion: suggestionOf(plan, rules),
      live: head.closedOn === null,
      mayWrite: can(actor, 'plan.write', head),
      mayApprove: can(actor, 'plan.approve', head),
      userId: actor.userId,
      csrf,
      drawing: smallDrawing(plan, head, today),
      ...(refusal === undefined ? {} : { moved: refusal.text }),
    }),
  });
}

const said: Partial<Record<Click['verb'], string>> = {
  undo: 'Taken back. The step is open again',
  hold: 'Step put on hold. It cannot be late now',
  resume: 'The step goes on. Its day moved by the days it waited',
  takeUp: 'Step taken up again',
  keep: 'Promise kept',
  break: 'Promise recorded as broken',
  reopen: 'Promise open again',
};
const promiseState = { keep: 'kept', break: 'broken', reopen: 'open' } as const;

/** Does what one button says. Resolves to the notice, or to why it was not saved. */
async function clicked(context: Of, click: Click): Promise<Outcome | { notice: string }> {
  const { db, actor, record: head, clock } = context;
  const today = clock.today().toString();
  const { id } = click;
  switch (click.verb) {
    case 'place':
      return placeStep(db, actor, head, id, click.place, today);
    case 'result': {
      const given = { stepId: id, version: click.version, result: click.result, on: today, note: null };
      const done = await recordStep(db, actor, head, given, today);
      if (done.outcome === 'refused') return { outcome: 'refused', errors: { step: done.error } };
      if (done.outcome !== 'saved') return { outcome: done.outcome };
      const undo = click.result === 'done' ? '. You can take it back for 10 minutes, under Done' : '';
      return { notice: `${resultText[click.result]}: saved${undo}` };
    }
    case 'undo':
      return undoStep(db, actor, head, click, today);
    case 'hold':
      return holdStep(db, actor, head, click, today);
    case 'resume':
      return resumeStep(db, actor, head, click, today);
    case 'takeUp':
      return takeUpStep(db, actor, head, click, today);
    default:
      return settlePromise(db, actor, head, { ...click, state: promiseState[click.verb], on: today, note: null });
  }
}

export const planRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/plan',
    can: 'plan.read',
    audit: { read: 'plan' },
    params: caseParams,
    record: caseRecord,
    handle: (context) => planPage(context),
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/plan/steps',
    can: 'plan.write',
    audit: { event: 'step.done' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const click = readClick(context.body.do);
      if (click === null)
        return planPage(context, { status: 422, text: 'Nothing was saved. Use one of the buttons beside a step.' });
      const result = await clicked(context, click);
      const path = casePath(context.record.caseId, 'plan');
      if ('notice' in result) return redirect(path, result.notice);
      if (result.outcome === 'gone') return notFound();
      if (result.outcome === 'refused')
        return planPage(context, { status: 422, text: `Nothing was saved. ${Object.values(result.errors)[0]}.` });
      if (result.outcome === 'stale') return planPage(context, { status: 409, text: await staleText(context, click) });
      // A new place is seen, and a notice would take the focus from the button.
      if (click.verb === 'place')
        return redirect(`${path}#${typeof click.place === 'string' ? click.place : 's'}-${click.id}`);
      return redirect(path, said[click.verb]);
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/plan/suggestion',
    can: 'plan.write',
    audit: { event: 'suggestion.refused' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record: head, body, clock } = context;
      const today = clock.today().toString();
      const plan = await planOf(db, head.caseId);
      const suggestion = suggestionOf(plan, planRulesOf(documentOf(head, today)));
      const path = casePath(head.caseId, 'plan');
      if (suggestion === null || body.suggestion !== `${suggestion.rule}.${suggestion.after}`)
        return planPage(context, { status: 409, text: 'The plan has changed since, and no longer suggests this.' });
      const reason = String(body.reason ?? '').trim();
      if (reason === '' || reason.length > 300)
        return planPage(context, {
          status: 422,
          text: reason === '' ? 'Enter why not now, in a few words.' : 'Why not now: use 300 characters or fewer.',
        });
      const result = await refuseSuggestion(db, actor, head, suggestion, reason, today);
      return result.outcome === 'saved'
        ? redirect(path, 'Left as it is. It is suggested again only when something new has happened')
        : planPage(context, { status: 409, text: 'Somebody else answered this first.' });
    },
  }),
];

/** What became of the record that a click was about: the click is not saved, and the page below shows how it stands. */
async function staleText({ db, record }: Of, click: Click): Promise<string> {
  const plan = await planOf(db, record.caseId);
  const step = plan.steps.find(({ id }) => id === click.id);
  const last = plan.attempts.findLast(({ stepId }) => stepId === click.id);
  const stands =
    step === undefined
      ? ''
      : ` “${step.words}” is now: ${states[step.state].text.toLowerCase()}${last === undefined ? '' : ` (${resultText[last.result].toLowerCase()} on ${showDay(last.on)})`}.`;
  return `Somebody else changed this after you opened the page, and your click was not saved.${stands} Look at it below and click again if it is still right.`;
}
