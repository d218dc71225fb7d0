/** What a programme document says of messages to people. Every part may be left out; what then holds is said here. Pure. */
import { type Static, Type } from 'typebox';
import type { Country } from '../../kit/country.ts';
import { closed } from './leaves.ts';

const words = (most: number) => Type.String({ pattern: '\\S', maxLength: most, description: 'a text' });
const quietHours = () => Type.Optional(closed({ from: time(), to: time() }));
const cap = () => Type.Optional(Type.Integer({ minimum: 0, maximum: 50, description: 'a whole number from 0 to 50' }));
const time = () => Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'a time of day, as HH:MM' });

/** Messages: when they may go, how many reminders a week, and words that they may not hold. */
export const MessagesSchema = closed({
  /** Nothing is sent from `from` in the evening to `to` in the morning, by the clocks of the programme's place. */
  quiet: quietHours(),
  /** The time zone of the programme's place. */
  timeZone: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z]+/[A-Za-z_/]+$',
      maxLength: 60,
      description: 'a time zone, such as Europe/London',
    }),
  ),
  /** Reminders that one person gets in seven days. */
  remindersAWeek: cap(),
  /** What a district has otherwise, from a day on; the latest that has begun holds, and what it leaves out is the programme's. */
  districts: Type.Optional(
    Type.Array(
      closed({
        area: words(200),
        from: Type.String({ format: 'date', description: 'a date that exists, as YYYY-MM-DD' }),
        quiet: quietHours(),
        remindersAWeek: cap(),
      }),
    ),
  ),
  /** Words that a message may not hold, and why. */
  forbidden: Type.Optional(Type.Array(closed({ word: words(60), why: words(300) }))),
  /** Paragraphs about work or benefit that were approved as they stand. Nothing else may read as a threat. */
  approved: Type.Optional(Type.Array(words(2000))),
});

/** What messages go by. Times are 'HH:MM'. */
export type MessageRules = {
  timeZone: string;
  quietFrom: string;
  quietTo: string;
  weekCap: number;
  forbidden: readonly { word: string; why: string }[];
  approved: readonly string[];
};

const zones: Readonly<Record<Country, string>> = { GB: 'Europe/London', NZ: 'Pacific/Auckland' };

/**
 * What messages go by; with `of`, in a district on a day ('YYYY-MM-DD'). Where the document says nothing: not from 20:00 to 08:00 of
 * the country's clocks, 3 reminders a week.
 */
export function messageRulesOf(
  document: { country?: Country; messages?: Static<typeof MessagesSchema> },
  of: { district: string | null; day: string } | null = null,
): MessageRules {
  const { timeZone, forbidden, approved, districts = [], ...all } = document.messages ?? {};
  const own = districts
    .filter(({ area, from }) => area.toLowerCase() === of?.district?.toLowerCase() && from <= (of?.day ?? ''))
    .reduce<(typeof districts)[number] | undefined>(
      (best, one) => (best === undefined || one.from >= best.from ? one : best),
      undefined,
    );
  const { quiet, remindersAWeek } = { ...all, ...own };
  return {
    timeZone: timeZone ?? zones[document.country ?? 'GB'],
    quietFrom: quiet?.from ?? '20:00',
    quietTo: quiet?.to ?? '08:00',
    weekCap: remindersAWeek ?? 3,
    forbidden: forbidden ?? [],
    approved: approved ?? [],
  };
}
