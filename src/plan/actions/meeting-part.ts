/** What the plan brings to the screen of a meeting: what became of the next steps, and the small step agreed today. */

import { showNearDay } from '../../kit/clock.ts';
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import { type Errors, type Typed, typedText } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { input, radios, select } from '../../kit/ui/index.ts';
import { type MadeThing, type MeetingPart, MeetingStale, type OpenPart } from '../../meeting/rules.ts';
import { type Group, groups, groupText, type Owner, type Result, results, resultText } from '../rules/steps.ts';
import { dropAdded, takeBackAttempt } from './step-changes.ts';
import { addStep, mostWords, type OpenStep, openSteps, recordSteps } from './steps.ts';

// Steps that a meeting goes through; a plan with more open ones has its own page.
const shown = 8;
const dueIn: readonly number[] = [7, 14, 28];

const resultName = (step: OpenStep): string => `plan-s-${step.id}`;

/** The groups by the one that is worked at now: that of the first open step. */
const usualGroup = (steps: readonly OpenStep[]): Group => steps[0]?.group ?? 'survival';

function stepHtml(step: OpenStep, typed: Typed, error: string | undefined, today: string): Html {
  const due =
    step.dueOn === null ? '' : ` (${step.dueOn < today ? 'was due' : 'due'} ${showNearDay(step.dueOn, today)})`;
  const whose = step.owner === 'worker' ? ', yours' : step.owner === 'service' ? `, ${step.ownerName}` : '';
  return html`${radios({
    name: resultName(step),
    idPrefix: resultName(step),
    classes: 'govuk-radios--inline govuk-radios--small',
    value: typedText(typed, resultName(step)),
    fieldset: { legend: { text: `${step.words}${whose}${due}` } },
    ...(error === undefined ? {} : { errorMessage: { text: error } }),
    items: results.map((result) => ({ value: result, text: resultText[result] })),
  })}<input type="hidden" name="plan-v-${step.id}" value="${step.version}">`;
}

function newStepHtml(steps: readonly OpenStep[], typed: Typed, errors: Errors, today: string): Html {
  const inDays = (days: number) => showNearDay(formatDay((parseDay(today) as DayNumber) + days), today);
  return html`${input({
    id: 'plan-new',
    name: 'plan-new',
    label: { text: 'Next small step', classes: 'govuk-label--s' },
    value: typedText(typed, 'plan-new'),
    ...(errors['plan-new'] === undefined ? {} : { errorMessage: { text: errors['plan-new'] } }),
  })}
<div class="newel-meeting__next">${select({
    id: 'plan-new_by',
    name: 'plan-new_by',
    label: { text: 'By' },
    value: typedText(typed, 'plan-new_by'),
    items: [{ value: '', text: 'No day' }, ...dueIn.map((days) => ({ value: String(days), text: inDays(days) }))],
  })}${select({
    id: 'plan-new_who',
    name: 'plan-new_who',
    label: { text: 'Who' },
    value: typedText(typed, 'plan-new_who') || 'person',
    items: [
      { value: 'person', text: 'They' },
      { value: 'worker', text: 'I' },
    ],
  })}${select({
    id: 'plan-new_group',
    name: 'plan-new_group',
    label: { text: 'Group' },
    value: typedText(typed, 'plan-new_group') || usualGroup(steps),
    items: groups.map((group) => ({ value: group, text: groupText[group].text })),
  })}</div>`;
}

function newStepFrom(steps: readonly OpenStep[], typed: Typed, heldOn: string) {
  const words = typedText(typed, 'plan-new');
  if (words === '') return null;
  const days = dueIn.find((count) => String(count) === typedText(typed, 'plan-new_by'));
  const group = groups.find((known) => known === typedText(typed, 'plan-new_group')) ?? usualGroup(steps);
  const owner: Owner = typedText(typed, 'plan-new_who') === 'worker' ? 'worker' : 'person';
  const dueOn = days === undefined ? null : formatDay((parseDay(heldOn) as DayNumber) + days);
  return { words, group, owner, dueOn, size: 1 as const };
}

/** The fields of steps in which something was clicked. */
const clicked = (typed: Typed): string[] =>
  Object.keys(typed).filter((name) => name.startsWith('plan-s-') && typedText(typed, name) !== '');

const resultsFrom = (steps: readonly OpenStep[], typed: Typed) =>
  steps.flatMap((step) => {
    const result = results.find((known) => known === typedText(typed, resultName(step)));
    return result === undefined ? [] : [{ step, result }];
  });

const madeWords: Record<Result, string> = {
  done: 'Step done',
  tried: 'Step tried, it goes on',
  missed: 'Step not yet taken',
};
const stepHref = (caseId: string, stepId: string): string => `/cases/${caseId}/plan/steps/${stepId}`;

/** Steps in the meeting: done, tried or not yet, and the next one. */
export const planInMeeting: MeetingPart = {
  key: 'plan',
  said: (typed) => typedText(typed, 'plan-new') !== '' || clicked(typed).length > 0,
  async open(sql, head, today): Promise<OpenPart> {
    const steps = await openSteps(sql, head.caseId, shown);
    return {
      place: 'steps',
      html: (typed, errors) => html`<h2 class="govuk-heading-m">Steps</h2>
${steps.length === 0 ? html`<p class="govuk-body">No step is open.</p>` : noHtml}
${steps.map((step) => stepHtml(step, typed, errors[resultName(step)], today))}
${newStepHtml(steps, typed, errors, today)}`,
      check(typed): Errors {
        if (typedText(typed, 'plan-new').length > mostWords)
          return { 'plan-new': `Next small step: use ${mostWords} characters or fewer` };
        // What was clicked of a step that somebody has closed since would be lost without a word.
        if (clicked(typed).some((name) => !steps.some((step) => resultName(step) === name)))
          return {
            'plan-new': 'Somebody has changed a step that you clicked: it is not open any more. Look at the plan',
          };
        return {};
      },
      async save(tx, actor, typed, { heldOn }) {
        const given = resultsFrom(steps, typed).map(({ step, result }) => ({
          stepId: step.id,
          // What the page showed, so that a step that somebody changed since is asked again.
          version: Number(typedText(typed, `plan-v-${step.id}`)) || step.version,
          result,
          on: heldOn,
          note: null,
        }));
        const errors: Errors = {};
        const made: MadeThing[] = [];
        for (const outcome of await recordSteps(tx, actor, head, given, today)) {
          const step = steps.find(({ id }) => id === outcome.stepId) as OpenStep;
          if (outcome.outcome !== 'saved') {
            errors[resultName(step)] =
              outcome.outcome === 'refused' ? outcome.error : `“${step.words}” was changed since. Look at it again`;
            continue;
          }
          const result = given.find(({ stepId }) => stepId === step.id)?.result as Result;
          made.push({
            ref: `result ${step.id} ${outcome.version}`,
            words: `${madeWords[result]}: ${step.words}`,
            href: stepHref(head.caseId, step.id),
          });
        }
        const next = newStepFrom(steps, typed, heldOn);
        const added = next === null ? null : await addStep(tx, actor, head, next, heldOn);
        if (added !== null && 'refused' in added) errors['plan-new'] = Object.values(added.refused)[0] ?? '';
        if (Object.keys(errors).length > 0) throw new MeetingStale(errors);
        if (next !== null && added !== null && 'id' in added)
          made.push({
            ref: `added ${added.id}`,
            words: `Step added: ${next.words}`,
            href: stepHref(head.caseId, added.id),
          });
        return made;
      },
    };
  },
  async undo(tx, actor, head, ref, today) {
    const [what, id = '', version] = ref.split(' ');
    const undone =
      what === 'added'
        ? await dropAdded(tx, actor, head, id, today)
        : await takeBackAttempt(tx, actor, head, { id, version: Number(version) }, today);
    return undone.outcome === 'saved' ? 'undone' : 'changed';
  },
};
