/** In which order a search shows whom it found, and why each was found. Pure. */
import type { Asked } from './find.ts';
import { nearness } from './typed-day.ts';

/** A name as it is searched: folded, see `fold`. */
export type FoldedName = { given: string; family: string };

/** Somebody whom a search may mean, with one of their cases. `other` is a further name that they were found under. */
export type Candidate = {
  caseId: string;
  references: readonly (string | null | undefined)[];
  name: FoldedName;
  born: string | null;
  niNumber: string | null;
  phone: string | null;
  other: { use: string; shown: string; name: FoldedName } | null;
};

/** How closely what was typed fits, the closest first. */
const fits = ['number', 'end of number', 'whole name', 'words', 'beginnings', 'fragments', 'sounds', 'birth'] as const;
type Fit = (typeof fits)[number];

const fitWords: Record<Fit, string> = {
  number: 'Same number',
  'end of number': 'End of the number',
  'whole name': 'Same name',
  words: 'Same name',
  beginnings: 'Name begins like this',
  fragments: 'Part of the name',
  sounds: 'Name sounds alike',
  birth: '',
};

/** How the words fit a name: as the whole of it, as words, beginnings, fragments, or else only by sound. */
export function nameFit(words: readonly string[], { given, family }: FoldedName): Fit {
  const typed = words.join('');
  const whole = (first: string, last: string) => typed === (first + last).replaceAll(' ', '');
  if (whole(given, family) || whole(family, given)) return 'whole name';
  const text = ` ${given} ${family} `;
  if (words.every((word) => text.includes(` ${word} `))) return 'words';
  if (words.every((word) => text.includes(` ${word}`))) return 'beginnings';
  if (words.every((word) => text.includes(word))) return 'fragments';
  return 'sounds';
}

/** Which number fits, in the words that the row shows. */
function numberFit(asked: Asked, one: Candidate): { fit: Fit; why: string } | null {
  if (asked.niNumber !== null && one.niNumber?.startsWith(asked.niNumber))
    return { fit: 'number', why: 'Same National Insurance number' };
  if (asked.phone !== null && one.phone === asked.phone) return { fit: 'number', why: 'Same phone number' };
  if (one.references.some((reference) => reference != null && asked.references.includes(reference)))
    return { fit: 'number', why: 'Same reference' };
  if (asked.niEnd !== null && one.niNumber?.endsWith(asked.niEnd))
    return { fit: 'end of number', why: 'End of the National Insurance number' };
  if (asked.phoneEnd !== null && one.phone?.endsWith(asked.phoneEnd))
    return { fit: 'end of number', why: 'End of the phone number' };
  return null;
}

/** A case that was found: which, how near, and why in words. */
export type Ranked = { caseId: string; fit: Fit; near: number; why: string[] };
type Sortable = Ranked & { other: boolean; name: string };

function rankOne(asked: Asked, one: Candidate): Sortable {
  const why: string[] = [];
  const number = numberFit(asked, one);
  let fit: Fit = number?.fit ?? 'birth';
  let other = false;
  if (number !== null) why.push(number.why);
  else if (asked.words.length > 0) {
    const usual = nameFit(asked.words, one.name);
    const under = one.other === null ? null : nameFit(asked.words, one.other.name);
    // The usual name says why when it fits as well.
    other = under !== null && fits.indexOf(under) < fits.indexOf(usual);
    fit = other && under !== null ? under : usual;
    why.push(other ? `${fitWords[fit]}: ${one.other?.use}, ${one.other?.shown}` : fitWords[fit]);
  }
  const near = asked.born === null ? 0 : nearness(asked.born, one.born);
  if (asked.born !== null) {
    if (near === 0) why.push('Same date of birth');
    else if (near === 1) why.push('Date of birth is close');
  }
  if (asked.bornIn !== null && one.born?.startsWith(String(asked.bornIn))) why.push('Same year of birth');
  return {
    caseId: one.caseId,

    fit,
    near,
    other,
    why,
    name: `${one.name.family} ${one.name.given}`,
  };
}

/**
 * Candidates in order, each case once and by its best reason: a number that fits, then the nearer day of birth where one was
 * asked for, then the closer name and the usual one before a further one; what is equal by name.
 */
export function rank(asked: Asked, candidates: readonly Candidate[]): Ranked[] {
  const place = (one: Sortable) => [
    one.fit === 'number' ? 0 : one.fit === 'end of number' ? 1 : 2,
    one.near,
    fits.indexOf(one.fit),
    one.other ? 1 : 0,
  ];
  const compare = (a: Sortable, b: Sortable) => {
    const [x, y] = [place(a), place(b)];
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return (x[i] as number) - (y[i] as number);
    return a.name < b.name ? -1 : a.name > b.name ? 1 : a.caseId < b.caseId ? -1 : a.caseId > b.caseId ? 1 : 0;
  };
  const seen = new Set<string>();
  return candidates
    .map((one) => rankOne(asked, one))
    .sort(compare)
    .filter((one) => !seen.has(one.caseId) && seen.add(one.caseId))
    .map(({ name: _, other: __, ...one }) => one);
}
