/** How events of a plan read on the timeline of a case. */
import { changesHtml } from '../cases/rules/entries.ts';
import type { Entry, Renderer, Renderers } from '../cases/rules.ts';
import { changesFrom, plainWords, wordsOfCode } from '../kit/changes.ts';
import { showDay } from '../kit/clock.ts';
import { type Html, html, joinHtml } from '../kit/html.ts';
import { crisisKinds } from './rules/holds.ts';
import { groupText, sizeOf, sizeText } from './rules/steps.ts';

type Payload = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const count = (value: unknown, one: string): string | null =>
  typeof value === 'number' && value > 0 ? `${value} ${one}${value === 1 ? '' : 's'}` : null;
const day = (value: unknown): string | null => (text(value) === null ? null : showDay(text(value)));
const lookUp = (table: object, key: unknown): { text?: string } | undefined =>
  typeof key === 'string' && Object.hasOwn(table, key) ? (table as Record<string, { text: string }>)[key] : undefined;

function withDetail(title: string, lines: readonly (string | null | false)[]): Entry {
  const known = lines.filter((line) => line !== null && line !== false && line !== '');
  return known.length === 0
    ? { title }
    : { title, detail: html`<p class="govuk-body newel-written">${joinHtml(known, html`<br>`)}</p>` };
}

const titled = (title: string, payload: Payload): string => {
  const words = text(payload.words);
  return words === null ? title : `${title}: ${words}`;
};
const stepLink = (payload: Payload, caseId: string): { href: string } | Record<never, never> =>
  text(payload.recordId) === null ? {} : { href: `/cases/${caseId}/plan/steps/${payload.recordId}` };

function changes(payload: Payload): { detail: Html } | Record<never, never> {
  const detail = changesHtml(changesFrom(payload, wordsOfCode, (_field, value) => plainWords(value, showDay)));
  return detail === undefined ? {} : { detail };
}

const ofStep =
  (title: (payload: Payload) => string): Renderer =>
  (payload, caseId) => ({
    ...withDetail(titled(title(payload), payload), [text(payload.note), text(payload.reason)]),
    ...stepLink(payload, caseId),
  });

const attempt = (word: string): Renderer =>
  ofStep(({ attempt: number }) => (typeof number === 'number' && number > 1 ? `${word} (attempt ${number})` : word));

const goalEnd =
  (title: string): Renderer =>
  (payload) =>
    withDetail(titled(title, payload), [text(payload.reason)]);
const promiseEnd =
  (title: string): Renderer =>
  (payload) =>
    withDetail(titled(title, payload), [text(payload.note)]);

/** Renderers of this room's events. */
export const timeline: Renderers = {
  'goal.set': (payload) => withDetail(titled('Goal', payload), [text(payload.area)]),
  'goal.changed': (payload) => ({ title: 'Goal put in other words', ...changes(payload) }),
  'goal.reached': goalEnd('Goal reached'),
  'goal.set aside': goalEnd('Goal set aside'),
  'goal.given up': goalEnd('Goal given up'),
  'goal.open': goalEnd('Goal taken up again'),
  'step.added': (payload, caseId) => ({
    ...withDetail(titled(text(payload.insteadOf) === null ? 'Step agreed' : 'Plan B', payload), [
      [lookUp(groupText, payload.group)?.text, `${sizeText[sizeOf(payload.size)].toLowerCase()} step`]
        .filter(Boolean)
        .join(', '),
      day(payload.dueOn) === null ? null : `By ${day(payload.dueOn)}`,
    ]),
    ...stepLink(payload, caseId),
  }),
  'step.changed': (payload, caseId) => ({
    title: titled('Step changed', payload),
    ...changes(payload),
    ...stepLink(payload, caseId),
  }),
  'step.done': attempt('Step done'),
  'step.tried': attempt('Step tried'),
  'step.missed': ofStep(() => 'Step not yet done'),
  'step.undone': ofStep(() => 'Taken back, recorded by mistake'),
  'step.dropped': ofStep(() => 'Step dropped'),
  'step.taken up': ofStep(() => 'Step taken up again'),
  'step.held': ofStep(() => 'Step on hold'),
  'step.resumed': ofStep(() => 'Step goes on'),
  'plan.reordered': () => ({ title: 'Steps put in another order' }),
  'plan.passed on': ({ steps, promises }) =>
    withDetail('Open steps of the key worker passed on', [
      [count(steps, 'step'), count(promises, 'promise')].filter(Boolean).join(', '),
    ]),
  'plan.held': (payload) =>
    withDetail(`Crisis: ${lookUp(crisisKinds, payload.kind)?.text ?? 'the rest of the plan waits'}`, [
      text(payload.words),
      text(payload.need) === null ? null : `First of all: ${text(payload.need)}`,
      count(payload.held, 'step') === null ? null : `${count(payload.held, 'step')} on hold`,
    ]),
  'plan.resumed': (payload) =>
    withDetail('The plan goes on', [
      count(payload.days, 'day') === null
        ? null
        : `After ${count(payload.days, 'day')}; the days of its steps moved as much`,
      text(payload.note),
    ]),
  'plan.asked': (payload) => withDetail('Approval of the plan asked for', [text(payload.note)]),
  'plan.approved': (payload) => withDetail('Plan approved', [text(payload.reason)]),
  'plan.returned': (payload) => withDetail('Plan returned', [text(payload.reason)]),
  'setback.recorded': (payload) => withDetail(titled('Set-back', payload), []),
  'setback.corrected': (payload) => ({ title: titled('Set-back corrected', payload), ...changes(payload) }),
  'promise.made': (payload) =>
    withDetail(titled('Promise', payload), [
      text(payload.toWhom) === null ? null : `To ${text(payload.toWhom)}`,
      day(payload.dueOn) === null ? null : `By ${day(payload.dueOn)}`,
    ]),
  'promise.changed': (payload) => ({ title: titled('Promise changed', payload), ...changes(payload) }),
  'promise.kept': promiseEnd('Promise kept'),
  'promise.broken': promiseEnd('Promise broken'),
  'promise.withdrawn': promiseEnd('Promise withdrawn'),
  'promise.open': promiseEnd('Promise open again'),
  'suggestion.accepted': (payload) =>
    withDetail(payload.rule === 'smaller' ? 'A smaller step was agreed' : 'A bigger step was agreed', [
      text(payload.words),
    ]),
  'suggestion.refused': (payload) =>
    withDetail(payload.rule === 'smaller' ? 'A smaller step was not wanted' : 'A bigger step was not wanted', [
      text(payload.reason),
    ]),
};
