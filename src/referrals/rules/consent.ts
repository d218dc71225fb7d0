/** The words with which consent is asked, and how long it holds. Pure; days are 'YYYY-MM-DD'. */
import type { SharedItem } from '../../directory/rules/codes.ts';
import { showDay } from '../../kit/clock.ts';
import type { ServiceRules } from '../../programmes/rules/services.ts';
import { sharedText } from './payload.ts';

/** How consent was given. */
export const consentWays = {
  spoken: 'They said so, here',
  phone: 'They said so on the phone',
  signed: 'They signed these words',
} as const;

/** Months that a service without a usual length is taken to last, so that consent has an end. */
const monthsUnknown = 12;

/** The day on which consent ends: some months after the expected end. It moves when the end is known. */
export function consentEnds(
  givenOn: string,
  of: { expectedEnd: string | null; typicalWeeks: number | null },
  rules: Pick<ServiceRules, 'consentMonths'>,
): string {
  const end =
    of.expectedEnd ??
    Temporal.PlainDate.from(givenOn)
      .add(of.typicalWeeks === null ? { months: monthsUnknown } : { weeks: of.typicalWeeks })
      .toString();
  return Temporal.PlainDate.from(end).add({ months: rules.consentMonths }).toString();
}

/** The words that the person agrees to. They are kept with the consent as they were said. */
export function consentWording(
  of: { organisation: string | null; service: string },
  items: readonly SharedItem[],
  until: { endsOn: string; months: number },
): string {
  const to = of.organisation === null ? of.service : `${of.organisation}, for ${of.service}`;
  const what = items.map((item) => sharedText(item).toLowerCase()).join('; ');
  return `I agree that these things about me may be told to ${to}, and to nobody else: ${what}. I can change my mind at any time by telling my worker. This ends ${until.months} months after I finish there, and not later than ${showDay(until.endsOn)} unless I finish later.`;
}
