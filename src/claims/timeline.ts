/** How events of claims on file read on the timeline of a case. */

import { changesHtml } from '../cases/rules/entries.ts';
import type { Renderers } from '../cases/rules.ts';
import { changesFrom, plainWords, wordsOfCode } from '../kit/changes.ts';
import { showDay } from '../kit/clock.ts';
import { poundsText } from '../kit/counted.ts';
import { html } from '../kit/html.ts';
import { evidenceTimeline } from './evidence-timeline.ts';
import { claimMoveNames, moveOf } from './rules/claim-states.ts';

type Payload = Readonly<Record<string, unknown>>;

const milestoneOf = (payload: Payload): string => {
  const words = typeof payload.words === 'string' ? payload.words : wordsOfCode(String(payload.milestone ?? ''));
  return words === '' ? '' : `: ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
};

const moneyOf = (payload: Payload): string =>
  typeof payload.pence === 'number' ? poundsText(payload.pence) : 'an amount that is not known';

/** Renderers of this room's events. */
export const timeline: Renderers = {
  ...evidenceTimeline,
  'claim.filed': (payload, caseId) => ({
    title: `Claim on file${milestoneOf(payload)}`,
    ...(payload.claimedOn === null ? { detail: html`<p class="govuk-body">Date of the claim not known</p>` } : {}),
    href: `/cases/${caseId}/claims`,
  }),
  'claim.corrected': (payload, caseId) => {
    const detail = changesHtml(changesFrom(payload, wordsOfCode, (_, value) => plainWords(value, showDay)));
    return {
      title: `Claim corrected${milestoneOf(payload)}`,
      ...(detail === undefined ? {} : { detail }),
      href: `/cases/${caseId}/claims`,
    };
  },
  'claim.prepared': (payload, caseId) => ({
    title: `Claim prepared${milestoneOf(payload)}`,
    detail: html`<p class="govuk-body">${String(payload.reference ?? '')}, ${moneyOf(payload)}</p>`,
    href: `/cases/${caseId}/claims/${String(payload.recordId)}`,
  }),
  'claim.moved': (payload, caseId) => {
    const move = claimMoveNames.find((name) => name === payload.move);
    const reason = typeof payload.reason === 'string' && payload.reason !== '' ? `: ${payload.reason}` : '';
    return {
      title: `${move === undefined ? 'Claim moved' : moveOf(move).done}${milestoneOf(payload)}`,
      detail: html`<p class="govuk-body">${String(payload.reference ?? '')}, ${moneyOf(payload)}${reason}</p>`,
      href: `/cases/${caseId}/claims/${String(payload.recordId)}`,
    };
  },
};
