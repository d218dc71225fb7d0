import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { summaryList } from '../../kit/ui/index.ts';
import { diaryRulesOf } from '../rules/diary.ts';
import type { ProgrammeDocument } from '../rules/document.ts';

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
