/** How events of assessments read on the timeline of a case. */

import { changesHtml } from '../cases/rules/entries.ts';
import type { Renderers } from '../cases/rules.ts';
import { changesFrom, plainWords, wordsOfCode } from '../kit/changes.ts';
import { showDay } from '../kit/clock.ts';
import { counted } from '../kit/counted.ts';
import { type Html, html } from '../kit/html.ts';
import { ANSWER_STATES, type AnswerState } from './rules.ts';

type Payload = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

// An import keeps the stage's code; those of the programmes that ship read as 'Initial assessment' and 'Reassessment'.
function stageOf(payload: Payload): string {
  const words = text(payload.stageWords);
  if (words !== null) return words;
  const stage = text(payload.stage);
  if (stage === null) return 'Assessment';
  return stage.endsWith('assessment') ? wordsOfCode(stage) : `${wordsOfCode(stage)} assessment`;
}

const link = (payload: Payload, caseId: string): { href: string } | Record<never, never> => {
  const id = text(payload.recordId) ?? text(payload.assessmentId);
  return id === null ? {} : { href: `/cases/${caseId}/assessments/${id}` };
};

/** 'Debt/finances 5 to 3', for issues that were rated again in a meeting. */
function ratedAgain(rated: readonly unknown[]): { detail: Html } {
  const lines = rated.flatMap((one) => {
    const { asked: name, before, after } = (one ?? {}) as Record<string, unknown>;
    return typeof name === 'string'
      ? [`${name}: ${before === after ? `${after} still` : `${before} to ${after}`}`]
      : [];
  });
  return { detail: html`<ul class="govuk-list">${lines.map((line) => html`<li>${line}</li>`)}</ul>` };
}

function summary({ severe, issues, answered, rated }: Payload): { detail: Html } | Record<never, never> {
  if (Array.isArray(rated)) return ratedAgain(rated);
  if (typeof severe === 'number' && typeof issues === 'number' && issues > 0)
    return { detail: html`<p class="govuk-body">${severe} of ${issues} issues severe</p>` };
  if (typeof answered === 'number')
    return { detail: html`<p class="govuk-body">${counted(answered, 'question')} answered</p>` };
  return {};
}

function show(field: string, value: unknown): string {
  if (!field.startsWith('answers.')) return plainWords(value, showDay);
  if (value === null || value === undefined) return ANSWER_STATES['not asked'];
  const state = typeof value === 'object' ? (value as { state?: unknown }).state : undefined;
  if (typeof state === 'string' && state in ANSWER_STATES) return ANSWER_STATES[state as AnswerState];
  return typeof value === 'string' ? wordsOfCode(value) : plainWords(value, showDay);
}

const FIELDS: Readonly<Record<string, string>> = { stage: 'Assessment', assessed_on: 'Date' };
const asked = (field: string): string =>
  FIELDS[field] ??
  wordsOfCode(
    field
      .replace(/^answers\./, '')
      .replace(/\.state$/, '')
      .replace(/^issue_/, ''),
  );

/** Renderers of this room's events. */
export const timeline: Renderers = {
  'assessment.made': (payload, caseId) => ({ title: stageOf(payload), ...summary(payload), ...link(payload, caseId) }),
  'assessment.corrected': (payload, caseId) => {
    const detail = changesHtml(changesFrom(payload, asked, show));
    return {
      title: `${stageOf(payload)}, corrected`,
      ...(detail === undefined ? {} : { detail }),
      ...link(payload, caseId),
    };
  },
  'assessment.rated_again': (payload, caseId) => ({
    title: `${stageOf(payload)}, rated by a second worker`,
    ...link(payload, caseId),
  }),
  'assessment.dropped': (payload) => ({
    title: `${stageOf(payload)}, thrown away before it was finished`,
    ...summary(payload),
  }),
  'assessment.withdrawn': (payload) => {
    const why = text(payload.why);
    return {
      title: `${payload.partial === true ? 'Issues rated again' : stageOf(payload)}, taken back`,
      ...(why === null ? {} : { detail: html`<p class="govuk-body">${why}</p>` }),
    };
  },
};
