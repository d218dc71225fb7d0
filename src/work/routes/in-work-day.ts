/** What the pages of support in work share: the rules of the day, and the case for an action. */
import { type CaseHead, documentOf, supportOf } from '../../cases/actions/record.ts';
import { countryOf } from '../../kit/country.ts';
import { parseDay } from '../../kit/days.ts';
import { inWorkRulesOf } from '../../programmes/rules.ts';
import type { InWorkDay } from '../actions/in-work.ts';

/** The rules, the country, attachment and the last day of support of a case on the day of the clock. */
export function onDay(head: CaseHead, today: Temporal.PlainDate): InWorkDay & { symbol: '£' | '$' } {
  const document = documentOf(head, today.toString());
  const attached = head.attachment?.on ?? null;
  return {
    rules: inWorkRulesOf(document ?? {}),
    attachedOn: attached === null ? null : parseDay(attached),
    until: supportOf(head, today)?.endsOn ?? null,
    today: today.toString(),
    symbol: countryOf(document).symbol,
  };
}
