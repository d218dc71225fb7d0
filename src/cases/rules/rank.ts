/** In which order a search shows whom it found, and why each was found. Pure. */
import { fold } from '../../people/rules.ts';
import type { Asked } from './find.ts';
import { nearness } from './typed-day.ts';

/** Somebody whom a search may mean, with one of their cases. Names of the other kind are those they were found under. */
export type Candidate = {
  caseId: string;
  personId: string;
  references: readonly (string | null)[];
  given: string | null;
  family: string | null;
  born: string | null;
  niNumber: string | null;
  phone: string | null;
  other: { use: string; given: string | null; family: string | null } | null;
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

const joined = (...parts: (string | null)[]) => fold(parts.filter(Boolean).join('')).replaceAll(' ', '');

/** How the words fit a name: as the whole of it, as words, beginnings, fragments, or else only by sound. */
export function nameFit(words: readonly string[], name: { given: string | null; family: string | null }): Fit {
  const typed = words.join('');
  if (typed === joined(name.given, name.family) || typed === joined(name.family, name.given)) return 'whole name';
  const text = ` ${fold(name.given ?? '')} ${fold(name.family ?? '')} `;
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
  if (one.references.some((reference) => reference !== null && asked.references.includes(reference)))
    return { fit: 'number', why: 'Same reference' };
  if (asked.niEnd !== null && one.niNumber?.endsWith(asked.niEnd))
    return { fit: 'end of number', why: 'End of the National Insurance number' };
  if (asked.phoneEnd !== null && one.phone?.endsWith(asked.phoneEnd))
    return { fit: 'end of number', why: 'End of the phone number' };
  return null;
}

/** A case that was found: which, how near, and why in words. */
export type Ranked = { caseId: string; personId: string; fit: Fit; near: number; why: string[] };

function rankOne(asked: Asked, one: Candidate): Ranked & { name: string } {
  const why: string[] = [];
  const number = numberFit(asked, one);
  let fit: Fit = number?.fit ?? 'birth';
  if (number !== null) why.push(number.why);
  else if (asked.words.length > 0) {
    const usual = nameFit(asked.words, { given: one.given, family: one.family });
    const under = one.other === null ? null : nameFit(asked.words, one.other);
    // The usual name says why when it fits as well.
    const byOther = under !== null && fits.indexOf(under) < fits.indexOf(usual);
    fit = byOther ? under : usual;
    const name = byOther && one.other !== null ? [one.other.given, one.other.family].filter(Boolean).join(' ') : '';
    why.push(byOther ? `${fitWords[fit]}: ${one.other?.use}, ${name}` : fitWords[fit]);
  }
  const near = asked.born === null ? 0 : nearness(asked.born, one.born);
  if (asked.born !== null) {
    if (near === 0) why.push('Same date of birth');
    else if (near === 1) why.push('Date of birth is close');
  }
  if (asked.bornIn !== null && one.born?.startsWith(String(asked.bornIn))) why.push('Same year of birth');
  return { caseId: one.caseId, personId: one.personId, fit, near, why, name: joined(one.family, one.given) };
}

/**
 * Candidates in order, each case once and by its best reason: a number that fits, then the nearer day of birth where one was
 * asked for, then the closer name; what is equal by name.
 */
export function rank(asked: Asked, candidates: readonly Candidate[]): Ranked[] {
  const place = (one: Ranked) => [
    one.fit === 'number' ? 0 : one.fit === 'end of number' ? 1 : 2,
    one.near,
    fits.indexOf(one.fit),
  ];
  const compare = (a: Ranked & { name: string }, b: Ranked & { name: string }) => {
    const [x, y] = [place(a), place(b)];
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return (x[i] as number) - (y[i] as number);
    return a.name < b.name ? -1 : a.name > b.name ? 1 : a.caseId < b.caseId ? -1 : a.caseId > b.caseId ? 1 : 0;
  };
  const seen = new Set<string>();
  return candidates
    .map((one) => rankOne(asked, one))
    .sort(compare)
    .filter((one) => !seen.has(one.caseId) && seen.add(one.caseId))
    .map(({ name: _, ...one }) => one);
}
