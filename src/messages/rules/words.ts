/** What may stand in a message, and how hard it is to read. Pure. */

/** A word that a programme does not want in its messages, and why. */
export type Forbidden = { word: string; why: string };
/** What a programme says of words: its own forbidden ones, and paragraphs that its lawyers approved as they stand. */
export type WordRules = { forbidden: readonly Forbidden[]; approved: readonly string[] };

const fund = 'It is the name of a fund inside the office. Say what the money is for';
const always: readonly Forbidden[] = [
  { word: 'ADF', why: fund },
  { word: 'Adviser Discretion Fund', why: fund },
  { word: 'staff only', why: 'It is a note for staff' },
  { word: 'internal use', why: 'It is a note for staff' },
  { word: 'not for client', why: 'It is a note for staff' },
  { word: 'not for customer', why: 'It is a note for staff' },
  { word: 'sanction', why: 'It reads as a threat' },
  { word: 'sanctions', why: 'It reads as a threat' },
  { word: 'sanctioned', why: 'It reads as a threat' },
];

const threat =
  'It reads as a threat about work or benefit. Only a paragraph that was approved as it stands may say this';
const income = '(?:benefits?|payments?|money|allowance|credit)';
const loss = '(?:stop|stops|stopped|reduced?|cut|lose|lost|losing|suspended|withdrawn|affected|taken away)';
/** Sentences that frightened people: about being made to work, and about losing income. */
const threats: readonly RegExp[] = [
  new RegExp(`\\b${income}\\b[^.!?]{0,60}\\b${loss}\\b`, 'i'),
  new RegExp(`\\b${loss}\\b[^.!?]{0,40}\\b${income}\\b`, 'i'),
  /\b(?:must|have to|forced? to|made to|required to|expected to|need to|obliged to)\b[^.!?]{0,20}\b(?:take|find|look for|get|accept|seek|apply for)\b[^.!?]{0,20}\b(?:work|jobs?|employment)\b/i,
  /\b(?:forced?|made|required|obliged|must|have) (?:you )?(?:to )?work\b/i,
  /\b(?:return|returning|go|going|get|getting) (?:back )?(?:to|into) work\b/i,
];
/** Marks that staff put into drafts. */
const marks = /\[[^\]]*\]|#{2,}|\bTODO\b|\bXXX\b|<<|>>/;

const literal = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A text without the paragraphs that were approved as they stand. */
function withoutApproved(text: string, approved: readonly string[]): string {
  let left = plain(text);
  for (const paragraph of approved.map(plain)) if (paragraph !== '') left = left.split(paragraph).join(' ');
  return left;
}

type Pattern = Forbidden & { pattern: RegExp };
const patternsOf = (words: readonly Forbidden[]): Pattern[] =>
  words.map((one) => ({
    ...one,
    pattern: new RegExp(`(?<![\\p{L}\\p{N}])${literal(one.word)}(?![\\p{L}\\p{N}])`, 'iu'),
  }));
// A hundred thousand reminders ask for the same words.
const compiled = new WeakMap<readonly Forbidden[], Pattern[]>();
function forbiddenIn(words: readonly Forbidden[]): Pattern[] {
  const known = compiled.get(words) ?? patternsOf(words);
  compiled.set(words, known);
  return known;
}

/** What may not be sent as it stands, in words; empty when nothing is wrong. */
export function wordProblems(text: string, rules: WordRules): string[] {
  const left = withoutApproved(text, rules.approved);
  const problems = [...forbiddenIn(always), ...forbiddenIn(rules.forbidden)]
    .filter(({ pattern }) => pattern.test(left))
    .map(({ word, why }) => `Leave out ‘${word}’. ${why}`);
  for (const pattern of threats) {
    const found = pattern.exec(left)?.[0];
    if (found !== undefined) problems.push(`Leave out ‘${found}’. ${threat}`);
  }
  const mark = marks.exec(left)?.[0];
  if (mark !== undefined) problems.push(`Leave out ‘${mark}’. It looks like a note for staff`);
  return problems;
}

/**
 * How hard a text is to read: the Automated Readability Index (Senter and Smith 1967), 4.71 letters a word + 0.5 words a
 * sentence − 21.43, is a school year of the United States, and five more is an age. Null for fewer than ten words.
 */
export function readingAge(text: string): number | null {
  const words = text.match(/[\p{L}\p{N}’'-]+/gu) ?? [];
  if (words.length < 10) return null;
  const letters = words.reduce((sum, word) => sum + (word.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0);
  const sentences = Math.max(1, (text.match(/[.!?](?=\s|$)|\n\s*\n/g) ?? []).length);
  return Math.max(5, Math.ceil((4.71 * letters) / words.length + (0.5 * words.length) / sentences - 21.43) + 5);
}

/** The age that GOV.UK writes for is 9; above this it is said. */
const oldest = 11;

/** Hints for whoever writes: they never keep a message from being sent. */
export function hints(text: string): string[] {
  const found: string[] = [];
  const age = readingAge(text);
  if (age !== null && age > oldest)
    found.push(`Reads like a text for people of ${age}. Shorter words and sentences help everybody`);
  const longest = text
    .split(/[.!?]\s|\n+/)
    .map((sentence) => sentence.match(/[\p{L}\p{N}’'-]+/gu)?.length ?? 0)
    .reduce((most, words) => Math.max(most, words), 0);
  if (longest > 25) found.push(`One sentence has ${longest} words. Up to 25 can be taken in at once`);
  if (/\b[A-Z]{3,} [A-Z]{3,}\b/.test(text)) found.push('Words in capitals look like shouting');
  return found;
}
