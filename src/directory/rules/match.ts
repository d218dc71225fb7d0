/**
 * Whom a service fits: reasons for it, what stands in the way and what would lift that, and what has to be asked; and the
 * order in which services are shown. Pure. Needs of DWP Research Report 555: eligibility by postcode, benefit and exclusions
 * (R13 to R15), capacity and waiting ('up to six weeks'), places near or deliberately not near.
 */
import { counted } from '../../kit/counted.ts';
import { notTaking, type Taking } from './open.ts';
import { covers, lettersOf, milesBetween, outwardOf, type Point } from './place.ts';
import { type Capacity, type Wait, waitOf } from './wait.ts';

/** What is known of the person and what is asked for. Null is not known, and never refuses anybody. */
export type Known = {
  postcode: string | null;
  /** Where the postcode is, when that is known. */
  at: Point | null;
  age: number | null;
  /** A code of the programme; 'none' for somebody who has none. */
  benefit: string | null;
  jobReady: boolean | null;
  /** They want one away from their own neighbourhood. */
  away: boolean;
  /** 'YYYY-MM-DD'. */
  day: string;
  /** Days after which a wait is long. */
  longWait: number;
  /** How many must have started before their mean wait is told. */
  least: number;
  /** Benefits by code, as they are called. */
  benefitNames: Readonly<Record<string, string>>;
};

/** Somebody whom a service cannot help. One with the key `jobReadyKey` is for people who are ready for work. */
export type Exclusion = { key: string; words: string; sensitive: boolean };
/** The key of the exclusion that says that a service is for people who are ready for work. */
export const jobReadyKey = 'not_job_ready';

/** A service as it is matched. Contract, directives and how often it was used are no part of it. */
export type Candidate = Capacity & {
  id: string;
  name: string;
  /** Names of the needs asked for that it serves. */
  helpsWith: readonly string[];
  /** Where the words that were typed stand. */
  wordsIn: 'name' | 'text' | null;
  /** Whether it takes anybody at all. */
  taking: Taking;
  minimumAge: number | null;
  maximumAge: number | null;
  postcodes: readonly string[];
  benefits: readonly string[];
  exclusions: readonly Exclusion[];
  /** Its places, each as far as it is known. */
  sites: readonly { postcode: string | null; point: Point | null }[];
  /** By phone or online: it comes to wherever somebody is. */
  remote: boolean;
  /** Whether the reader's working role may refer there. */
  access: { allowed: boolean; why: string | null };
};

/** Something that stands in the way, and what would lift it. */
export type Block = { why: string; lift: string };
/** How a service fits somebody. Everything in words. */
export type Match = { fits: string[]; blocks: Block[]; asks: string[]; wait: Wait; near: Near };
/** Where it is, seen from the person: `key` is smaller for what is better. */
export type Near = { key: number; words: string | null };

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

// Keys of nearness in miles, where there are no miles: the same first letters are a town or a county; nothing known of the
// place stands after whatever is known to be in reach, before what is known to be in another region.
const [sameLetters, notKnown, otherLetters, unwanted] = [15, 30, 60, 100_000];

function nearOf(known: Known, candidate: Candidate): Near {
  if (known.postcode === null) return { key: 0, words: null };
  const own = outwardOf(known.postcode);
  if (candidate.remote) return { key: 0, words: 'By phone or online' };
  const places = candidate.sites.map(({ postcode, point }): Near => {
    const outward = postcode === null ? null : outwardOf(postcode);
    if (outward === own)
      return known.away
        ? { key: unwanted, words: `In ${own}, where they live: they want one elsewhere` }
        : { key: 0, words: `In ${own}, where they live` };
    const elsewhere = known.away ? ', away from where they live' : '';
    if (known.at !== null && point !== null) {
      const miles = milesBetween(known.at, point);
      return { key: miles, words: `${miles.toFixed(1)} miles away as the crow flies${elsewhere}` };
    }
    if (outward === null) return { key: notKnown, words: null };
    const letters = lettersOf(outward);
    const same = letters !== '' && letters === lettersOf(own);
    return { key: same ? sameLetters : otherLetters, words: `In ${outward}${elsewhere}` };
  });
  return places.reduce((best, one) => (one.key < best.key ? one : best), places[0] ?? { key: notKnown, words: null });
}

const ages = (least: number | null, most: number | null): string =>
  least === null ? `up to ${most}` : most === null ? `of ${least} and over` : `from ${least} to ${most}`;

/** What a rule of eligibility says: it holds, it stands in the way, or it has to be asked. */
type Told = { fits?: string; block?: Block; ask?: string };

function whereTheyLive(known: Known, { postcodes }: Candidate): Told {
  if (postcodes.length === 0) return {};
  const only = `Only for people who live in ${listed(postcodes)}`;
  if (known.postcode === null) return { ask: `${only}: their postcode is not known` };
  const own = outwardOf(known.postcode);
  return covers(postcodes, own)
    ? { fits: `Takes people from ${own}` }
    : { block: { why: `${only}: they live in ${own}`, lift: `Look for one that takes people from ${own}` } };
}

function howOld(known: Known, { minimumAge: least, maximumAge: most }: Candidate): Told {
  if (least === null && most === null) return {};
  const only = `Only for people ${ages(least, most)}`;
  if (known.age === null) return { ask: `${only}: their age is not known` };
  if (least !== null && known.age < least)
    return { block: { why: `${only}: they are ${known.age}`, lift: `When they are ${least}` } };
  // Somebody is 24 until the day before they are 25.
  if (most !== null && known.age >= most + 1)
    return { block: { why: `${only}: they are ${known.age}`, lift: 'Look for one for their age' } };
  return { fits: `Takes people ${ages(least, most)}` };
}

function whichBenefit(known: Known, { benefits }: Candidate): Told {
  if (benefits.length === 0) return {};
  const name = (code: string) => known.benefitNames[code] ?? code;
  const only = `Only for people with ${listed(benefits.map(name))}`;
  if (known.benefit === null) return { ask: `${only}: their benefit is not known` };
  if (benefits.includes(known.benefit)) return { fits: `Takes people with ${name(known.benefit)}` };
  const has = known.benefit === 'none' ? 'they have no benefit' : `they have ${name(known.benefit)}`;
  return { block: { why: `${only}: ${has}`, lift: 'When they have one of these benefits' } };
}

function whomItCannotHelp(known: Known, { exclusions }: Candidate): Told[] {
  return exclusions.map(({ key, words, sensitive }) => {
    if (key === jobReadyKey) {
      if (known.jobReady === true) return { fits: 'They are ready for work' };
      if (known.jobReady === false)
        return { block: { why: `${words}: not yet job ready`, lift: 'When they are ready to start work' } };
      return { ask: words };
    }
    return { ask: sensitive ? `${words}. Ask only if they agree to be asked` : words };
  });
}

function whetherItTakesAnybody(known: Known, { taking, access }: Candidate): Told[] {
  const blocks = notTaking(taking, known.day).map((why) => ({ why, lift: 'Choose another, or ask its steward' }));
  const role = {
    why: access.why ?? 'Your working role may not refer there',
    lift: 'Ask a manager for an exception, or somebody with that role',
  };
  return [...blocks, ...(access.allowed ? [] : [role])].map((block) => ({ block }));
}

/** How a service fits: reasons, what is in the way with what would lift it, and what is to be asked. */
export function matchOf(known: Known, candidate: Candidate): Match {
  const { helpsWith, wordsIn } = candidate;
  const near = nearOf(known, candidate);
  const wait = waitOf(candidate, known);
  const told = [
    whereTheyLive(known, candidate),
    howOld(known, candidate),
    whichBenefit(known, candidate),
    ...whomItCannotHelp(known, candidate),
    ...whetherItTakesAnybody(known, candidate),
  ];
  const first = [
    helpsWith.length > 0 && `Helps with ${helpsWith.join(', ')}`,
    helpsWith.length === 0 && wordsIn !== null && `Has the words in its ${wordsIn === 'name' ? 'name' : 'description'}`,
    near.words,
  ];
  return {
    fits: [...first.filter((words) => typeof words === 'string'), ...told.flatMap(({ fits }) => fits ?? [])],
    blocks: told.flatMap(({ block }) => block ?? []),
    asks: told.flatMap(({ ask }) => ask ?? []),
    wait,
    near,
  };
}

/** A service with how it fits. */
export type Hit<C extends Candidate = Candidate> = { service: C; match: Match };

const wordRank = { name: 0, text: 1 } as const;
const rankOf = (words: Candidate['wordsIn']): number => (words === null ? 2 : wordRank[words]);
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What comes first: the order of a search. Total, for ids differ. */
export function compareHits(a: Hit, b: Hit): number {
  return (
    b.service.helpsWith.length - a.service.helpsWith.length ||
    rankOf(a.service.wordsIn) - rankOf(b.service.wordsIn) ||
    Number(a.match.blocks.length > 0) - Number(b.match.blocks.length > 0) ||
    a.match.near.key - b.match.near.key ||
    a.match.wait.band - b.match.wait.band ||
    compareText(a.service.name.toLowerCase(), b.service.name.toLowerCase()) ||
    compareText(a.service.id, b.service.id)
  );
}

/** The order in words, as it stands on the page. */
export const orderWords =
  'First come those that help with most of what was asked, then the nearest, then those with the shortest wait, then by name. Contracts, what managers ask for and how often a service was used play no part.';

/** Services in order; those that something stands in the way of apart, each with its reason. None is left out. */
export function ranked<C extends Candidate>(
  known: Known,
  candidates: readonly C[],
): { suitable: Hit<C>[]; blocked: Hit<C>[] } {
  const hits = candidates.map((service) => ({ service, match: matchOf(known, service) })).sort(compareHits);
  return {
    suitable: hits.filter(({ match }) => match.blocks.length === 0),
    blocked: hits.filter(({ match }) => match.blocks.length > 0),
  };
}

/** Whether every suitable one has a long wait, so that alternatives should be looked at with the person. */
export const allWaitLong = (suitable: readonly Hit[]): boolean =>
  suitable.length > 0 && suitable.every(({ match }) => match.wait.band === 2);

/** 'More than 42 days' as the reader is told of a long wait, or null. */
export const longWaitWords = ({ wait }: Match, longWait: number): string | null =>
  wait.band === 2
    ? `${wait.days === null ? 'No day for a place' : `Over ${counted(Math.floor(longWait / 7), 'week')}`}: look at alternatives with them`
    : null;
