/** A day of birth in what somebody typed to find a person. Pure. */

// biome-ignore format: a list
const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];

const day = (year: number, month: number, date: number): string | null => {
  if (year < 1900 || year > 2099) return null;
  try {
    return Temporal.PlainDate.from({ year, month, day: date }, { overflow: 'reject' }).toString();
  } catch {
    return null;
  }
};

/** The year that two figures mean: nobody younger than fourteen is looked for. */
const fullYear = (typed: string, thisYear: number): number => {
  if (typed.length === 4) return Number(typed);
  const year = Math.floor(thisYear / 100) * 100 + Number(typed);
  return year > thisYear - 14 ? year - 100 : year;
};

/** Each way in which a day is written: the expression, and how its groups are read. */
const ways: readonly [RegExp, (groups: string[], thisYear: number) => string | null][] = [
  [/\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b/, ([y, m, d]) => day(Number(y), Number(m), Number(d))],
  [
    /\b(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})\b/,
    ([d, m, y = ''], now) => day(fullYear(y, now), Number(m), Number(d)),
  ],
  [/\b(\d{1,2}) (\d{1,2}) (\d{4})\b/, ([d, m, y]) => day(Number(y), Number(m), Number(d))],
  [
    /\b(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})\b/i,
    ([d, name = '', y = ''], now) => day(fullYear(y, now), monthOf(name), Number(d)),
  ],
  [
    /\b([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b/i,
    ([name = '', d, y]) => day(Number(y), monthOf(name), Number(d)),
  ],
  [/\b(\d{2})(\d{2})((?:19|20)\d{2})\b/, ([d, m, y]) => day(Number(y), Number(m), Number(d))],
  [/\b((?:19|20)\d{2})(\d{2})(\d{2})\b/, ([y, m, d]) => day(Number(y), Number(m), Number(d))],
];

/** The number of a month by its name or its first three or four letters; 0 when it is none. */
function monthOf(name: string): number {
  const typed = name.toLowerCase();
  return months.findIndex((month) => month === typed || (typed.length <= 4 && month.startsWith(typed))) + 1;
}

/** The first day that stands in a text ('YYYY-MM-DD'), and the text without it; null when there is none. */
export function dayIn(text: string, thisYear: number): { day: string; rest: string } | null {
  for (const [expression, read] of ways) {
    const found = expression.exec(text);
    if (found === null) continue;
    const day = read(found.slice(1), thisYear);
    if (day === null) continue;
    const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`;
    return { day, rest: rest.replace(/\s+/g, ' ').trim() };
  }
  return null;
}

/** Days that are easily written for this one: day and month changed round, or one of the three parts off by a little. */
export function daysNear(iso: string): string[] {
  const one = Temporal.PlainDate.from(iso);
  const near = [
    one,
    ...[1, -1, 10, -10].map((days) => one.add({ days })),
    ...[1, -1].map((months) => one.add({ months })),
    ...[1, -1, 10, -10].map((years) => one.add({ years })),
  ].map(String);
  const turned = day(one.year, one.day, one.month);
  return [...new Set(turned === null ? near : [...near, turned])];
}

/** How near a day of birth is to the one asked for: 0 the same, 1 easily written for it, 2 not known, 3 another. */
export function nearness(asked: string, born: string | null): 0 | 1 | 2 | 3 {
  if (born === null) return 2;
  if (born === asked) return 0;
  return daysNear(asked).includes(born) ? 1 : 3;
}
