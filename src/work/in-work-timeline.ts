/** How events of support in work read on the timeline of a case. */

import type { Entry, Renderers } from '../cases/rules.ts';
import { showDay } from '../kit/clock.ts';
import { poundsText } from '../kit/counted.ts';
import { type Html, html, joinHtml } from '../kit/html.ts';
import { outcomes, ways } from './rules/in-work.ts';

type Payload = Readonly<Record<string, unknown>>;
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const titled = (title: string, about: string | null): string => (about === null ? title : `${title}: ${about}`);
const lookUp = (table: Readonly<Record<string, unknown>>, key: unknown): unknown =>
  typeof key === 'string' && Object.hasOwn(table, key) ? table[key] : null;

function entry(title: string, caseId: string, lines: readonly (string | null | undefined)[]): Entry {
  const said = lines.filter((line): line is string => line !== null && line !== undefined && line !== '');
  const detail: Html = html`<p class="govuk-body newel-written">${joinHtml(said, html`<br>`)}</p>`;
  return { title, href: `/cases/${caseId}/in-work`, ...(said.length > 0 && { detail }) };
}

const spoke =
  (title: string) =>
  (payload: Payload, caseId: string): Entry => {
    const way = lookUp(ways, payload.way);
    const cameUp = text(payload.cameUp);
    const help = text(payload.help);
    return entry(titled(title, text(payload.employer)), caseId, [
      typeof way === 'string' ? way : null,
      text(payload.words),
      cameUp === null ? null : `What came up: ${cameUp}`,
      help === null ? null : `Help at once: ${help}`,
    ]);
  };

const day = (value: unknown): string => showDay(text(value));

/** Renderers of support in work. */
export const inWorkTimeline: Renderers = {
  'in work.spoke with person': spoke('Call in work'),
  'in work.spoke with employer': spoke('Call to the employer'),
  'in work.attempted': spoke('Call in work, nobody answered'),
  'in work.employer agreed': (payload, caseId) =>
    entry(titled('Agreed that we talk to the employer', text(payload.employer)), caseId, [text(payload.words)]),
  'in work.employer refused': (payload, caseId) =>
    entry(titled('Does not want us to talk to the employer', text(payload.employer)), caseId, [text(payload.words)]),
  'in work.problem closed': (payload, caseId) =>
    entry(titled('Over in work', text(payload.cameUp)), caseId, [text(payload.words)]),
  'in work.payment recorded': (payload, caseId) =>
    entry(titled('Payment that ends', text(payload.name)), caseId, [
      `From ${day(payload.startsOn)} until ${day(payload.endsOn)}`,
      typeof payload.weeklyPence === 'number'
        ? `${poundsText(payload.weeklyPence, text(payload.symbol) ?? undefined)} a week`
        : null,
      text(payload.plan),
    ]),
  'in work.end planned': (payload, caseId) =>
    entry(titled('Planned for the end', text(payload.name)), caseId, [
      `Until ${day(payload.endsOn)}`,
      text(payload.plan),
    ]),
  'in work.ended': (payload, caseId) => {
    const outcome = lookUp(outcomes, payload.outcome) as { text: string } | null;
    const corrected = typeof payload.before === 'object' && payload.before !== null ? ' (corrected)' : '';
    return entry(`${titled('Ended', text(payload.name))}${corrected}`, caseId, [outcome?.text, text(payload.words)]);
  },
  'in work.goes on': (payload, caseId) => {
    const before = (typeof payload.before === 'object' ? payload.before : null) as Payload | null;
    const outcome = lookUp(outcomes, before?.outcome) as { text: string } | null;
    return entry(titled('Goes on', text(payload.name)), caseId, [
      outcome === null ? null : `Said by mistake: ${outcome.text}, ${day(before?.on)}`,
      text(before?.words),
      text(payload.words),
    ]);
  },
  'in work.asked after': (payload, caseId) =>
    entry(titled('Asked afterwards', text(payload.name)), caseId, [
      payload.stillInWork === true ? 'Still in work' : payload.stillInWork === false ? 'Not in work' : null,
    ]),
};
