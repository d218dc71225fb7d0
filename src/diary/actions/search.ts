/** What is looked for on the booking page, from an address or a form. Pure. */

import { parseDay } from '../../kit/days.ts';
import { type Typed, typedText } from '../../kit/form.ts';
import { isUuid } from '../../kit/uuid.ts';
import { type Kind, kinds, type Mode, type Need, needs, waysToBook } from '../rules/words.ts';
import type { Search } from './slots.ts';

const listed = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];

/** What is looked for, from an address or a form; anything else is passed over. */
export function searchFrom(given: Typed, standing: Search, today: string): Search {
  const text = (name: string) => typedText(given, name);
  const kind = text('kind') as Kind;
  const mode = text('mode') as Mode;
  const from = text('from');
  const asked = listed(given.needs).filter((need): need is Need => needs.includes(need as Need));
  const language = text('language');
  return {
    siteId: isUuid(text('site')) ? text('site') : standing.siteId,
    staffId: given.worker === undefined ? standing.staffId : isUuid(text('worker')) ? text('worker') : null,
    kind: kinds.includes(kind) && kind !== 'group' ? kind : standing.kind,
    // A visit is moved here to another way; to another time it is moved where it is planned.
    mode: waysToBook.includes(mode) ? mode : waysToBook.includes(standing.mode) ? standing.mode : 'in_person',
    // A page that was searched says what is needed; the first time what stands is taken.
    needs: given.site === undefined ? standing.needs : asked,
    language: given.language === undefined ? standing.language : language.slice(0, 60) || null,
    from: parseDay(from) !== null && from >= today ? from : standing.from,
    minutes: standing.minutes,
    ignore: standing.ignore ?? [],
  };
}
