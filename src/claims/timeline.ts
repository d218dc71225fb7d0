/** How events of claims on file read on the timeline of a case. */
import { changesHtml } from '../cases/rules/entries.ts';
import type { Renderers } from '../cases/rules.ts';
import { changesFrom, plainWords, wordsOfCode } from '../kit/changes.ts';
import { showDay } from '../kit/clock.ts';
import { html } from '../kit/html.ts';

type Payload = Readonly<Record<string, unknown>>;

const milestoneOf = (payload: Payload): string => {
  const words = typeof payload.words === 'string' ? payload.words : wordsOfCode(String(payload.milestone ?? ''));
  return words === '' ? '' : `: ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
};

/** Renderers of this room's events. */
export const timeline: Renderers = {
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
};
