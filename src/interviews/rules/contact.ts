/** Whether somebody gets in touch more and more after their series: a reason to speak of an ending, and never to refuse. Pure. */
import { parseDay } from '../../kit/days.ts';

/** Days of a period: four weeks. */
export const contactDays = 28;
// Fewer are what a friendly word now and then comes to. A figure of this house; the sources give none.
const fewest = 8;

/** Contacts in the last four weeks and in the four before, and whether they rise. `days` are those of each contact, 'YYYY-MM-DD'. */
export function contactTrend(days: readonly string[], today: string): { now: number; before: number; rising: boolean } {
  const end = parseDay(today) ?? 0;
  const ago = days.map((day) => end - (parseDay(day) ?? 0));
  const now = ago.filter((since) => since >= 0 && since < contactDays).length;
  const before = ago.filter((since) => since >= contactDays && since < 2 * contactDays).length;
  return { now, before, rising: now >= fewest && now >= 2 * before };
}
