import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { summaryList } from '../../kit/ui/index.ts';
import { diaryRulesOf } from '../rules/diary.ts';
import type { ProgrammeDocument } from '../rules/document.ts';
import { serviceRulesOf } from '../rules/services.ts';

const row = (key: string, value: string) => ({ key: { text: key }, value: { text: value } });
const usual = (said: unknown): Html =>
  said === undefined
    ? html`<p class="govuk-body">The document says nothing here, so this is what is usual.</p>`
    : noHtml;
const kinds: Readonly<Record<string, string>> = {
  meeting: 'meetings',
  interview: 'interviews',
  call: 'calls',
  group: 'group sessions',
};
const minutes = (count: number): string => counted(count, 'minute');

/** How many appointments a day, how long, and what is kept free, in words. */
export function diaryHtml(document: ProgrammeDocument): Html {
  const { diary } = document;
  const rules = diaryRulesOf(document, document.validFrom);
  const perDay = diary?.perDay ?? [{ from: null, recommended: rules.recommended, most: rules.most }];
  const since = (from: string | null): string => (from === null ? '' : `, from ${showDay(from)}`);
  const lengths =
    diary?.lengths?.map((one) =>
      row(
        `${one.kind}${one.number === undefined ? '' : ` ${one.number}`}${since(one.from)}`.replace(/^./, (first) =>
          first.toUpperCase(),
        ),
        minutes(one.minutes),
      ),
    ) ??
    Object.keys(kinds).map((kind) =>
      row(
        kind.replace(/^./, (first) => first.toUpperCase()),
        minutes(rules.lengthOf(kind)),
      ),
    );
  return html`${usual(diary)}${summaryList({
    rows: [
      ...perDay.map(({ from, recommended, most }) =>
        row(
          `Of a worker a day${since(from)}`,
          `${recommended} recommended on a full day of work, fewer on a part of one; above that a manager agrees with a reason. ${most} at most`,
        ),
      ),
      row('What counts for it', rules.counted.map((kind) => kinds[kind] ?? kind).join(', ')),
      ...lengths,
      ...(diary?.buffers ?? [{ from: null, minutes: rules.bufferMinutes }]).map((one) =>
        row(`Kept free after a heavy one${since(one.from)}`, minutes(one.minutes)),
      ),
      row('Travel before and after a visit', minutes(rules.travelMinutes)),
    ],
  })}`;
}

const approvals = {
  flagged: 'A manager approves the plan where a risk is known',
  always: 'A manager approves every plan',
  never: 'No plan waits for approval',
} as const;

/** What visits away from the office go by, in words. The usual values are those of `visitRulesOf` of the visits. */
export function visitsHtml({ visits }: ProgrammeDocument): Html {
  return html`${usual(visits)}${summaryList({
    rows: [
      row(
        'Somebody is told',
        `${minutes(visits?.graceMinutes ?? 15)} after the end, if the worker has not said that it ended`,
      ),
      row('And again', `Every ${minutes(visits?.againMinutes ?? 10)}, until somebody answers`),
      row('The longest visit', minutes(visits?.longestMinutes ?? 240)),
      row('Approval', approvals[visits?.approval ?? 'flagged']),
    ],
  })}`;
}

const workingDays = (count: number): string => counted(count, 'working day');
const contactText = {
  wait: 'The worker waits until the service has ended',
  maintain: 'The worker keeps in touch while the service works with somebody',
} as const;

/** What referring to services goes by, in words. The usual values are those of `serviceRulesOf`. */
export function servicesHtml(document: ProgrammeDocument): Html {
  const { services } = document;
  const rules = serviceRulesOf(document, { area: null, on: document.validFrom });
  return html`${usual(services)}${summaryList({
    rows: [
      ...(rules.workingRoles.length === 0
        ? []
        : [row('Working roles', rules.workingRoles.map(({ label }) => label).join(', '))]),
      row('The service says that it arrived within', workingDays(rules.acknowledgeWithin)),
      row('It calls the person within', workingDays(rules.firstContactWithin)),
      row('It decides within', workingDays(rules.decideWithin)),
      row('Whoever owes the next step does it within', workingDays(rules.ownerActsWithin)),
      row('Asked of a signpost after', workingDays(rules.signpostAskedAfter)),
      row('A place that is offered is kept for', workingDays(rules.placeAnsweredWithin)),
      row('Silence is an alarm after', workingDays(rules.silenceAfter)),
      row('A long wait is more than', counted(rules.longWait, 'day')),
      row('A link works for', counted(rules.linkDays, 'day')),
      row('Consent holds after the end for', counted(rules.consentMonths, 'month')),
      row('Small numbers that are left out are below', String(rules.smallNumber)),
      row('While a service works with somebody', contactText[rules.contact]),
      ...(services?.districts ?? []).map((one) =>
        row(
          `${one.area ?? 'Everywhere'}, from ${showDay(one.from)}`,
          one.contact === undefined ? 'As elsewhere' : contactText[one.contact],
        ),
      ),
    ],
  })}`;
}
