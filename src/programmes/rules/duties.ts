import { type Static, Type } from 'typebox';
import { type DataField, fieldNames } from './data-fields.ts';
import { closed, code } from './leaves.ts';

/**
 * Reporting duties: what a programme owes to whom, why it is asked, and when it is due. A duty that ended keeps its place with
 * the reason, so that nobody catches up on what is no longer asked. Pure; days are 'YYYY-MM-DD'.
 */

const text = (most: number) => Type.String({ pattern: '\\S', maxLength: most, description: 'a text' });
const date = () => Type.String({ format: 'date', description: 'a date that exists, as YYYY-MM-DD' });
const days = () => Type.Integer({ minimum: 1, maximum: 3650, description: 'a number of days, 1 or more' });

/** One duty. `due` says either days of the calendar (first, everyMonths) or moments in each person's part (at, everyDays). */
export const DutySchema = closed({
  code: code(),
  what: text(200),
  toWhom: text(200),
  why: text(500),
  from: date(),
  /** The last day on which it is owed, and why it ended. */
  until: Type.Optional(date()),
  ended: Type.Optional(text(500)),
  due: closed({
    first: Type.Optional(date()),
    everyMonths: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 60, description: 'a number of months from 1 to 60' }),
    ),
    at: Type.Optional(
      Type.Array(Type.Enum(['entry', 'exit'], { description: "'entry' or 'exit'" }), { minItems: 1, maxItems: 2 }),
    ),
    everyDays: Type.Optional(days()),
  }),
  /** What must be on file of each person for it: Today asks for what is missing. */
  data: Type.Optional(Type.Array(Type.Enum([...fieldNames], { description: `one of ${fieldNames.join(', ')}` }))),
});
export type Duty = Static<typeof DutySchema>;

/** Whether a duty is owed on a day. */
export const isOwed = (duty: Duty, day: string): boolean =>
  duty.from <= day && (duty.until === undefined || day <= duty.until);

/**
 * The next day from `day` on which a duty of the calendar is due: `first`, then every so many months after it, not after the
 * last day on which it is owed. Null when none is left, and for what is owed at moments in each person's part.
 */
export function nextDue(duty: Duty, day: string): string | null {
  const { first, everyMonths } = duty.due;
  if (first === undefined) return null;
  let due = first;
  // Counted from the first each time: adding month to month would drift from the 31st.
  for (let n = 1; due < day; n += 1) {
    if (everyMonths === undefined) return null;
    due = Temporal.PlainDate.from(first)
      .add({ months: n * everyMonths })
      .toString();
  }
  return duty.until !== undefined && due > duty.until ? null : due;
}

/** What a duty that is owed on the day asks of each person's record: the field, and what needs it. */
export function dataOwed(duties: readonly Duty[] | undefined, day: string): { field: DataField; report: string }[] {
  return (duties ?? [])
    .filter((duty) => isOwed(duty, day))
    .flatMap((duty) => (duty.data ?? []).map((field) => ({ field, report: duty.what })));
}

/** What is wrong with duties besides each value by itself: path and message. */
export function dutyProblems(duties: readonly Duty[] | undefined): { path: string; message: string }[] {
  const problems: { path: string; message: string }[] = [];
  const codes = (duties ?? []).map((duty) => duty.code);
  for (const [index, duty] of (duties ?? []).entries()) {
    const say = (path: string, message: string) => problems.push({ path: `duties[${index}]${path}`, message });
    const { first, everyMonths, at, everyDays } = duty.due;
    if (codes.indexOf(duty.code) < index) say('.code', `"${duty.code}" is already used; give each duty its own`);
    if ((first === undefined) === (at === undefined && everyDays === undefined))
      say('.due', 'must say either a first day, or moments in each person’s part (at, everyDays)');
    if (everyMonths !== undefined && first === undefined) say('.due.everyMonths', 'needs a first day');
    if (first !== undefined && first < duty.from) say('.due.first', `must not be before from (${duty.from})`);
    if (duty.until !== undefined && duty.until < duty.from) say('.until', `must not be before from (${duty.from})`);
    if ((duty.until === undefined) !== (duty.ended === undefined))
      say('', 'must have both until and ended (why it ended), or neither');
  }
  return problems;
}
