/** Looking for services: what fits somebody, why, and what stands in the way. The order is that of `rules/match.ts`. */
import type { Database, Sql } from '../../kit/db.ts';
import { together as readTogether } from '../../kit/together.ts';
import { directiveDates, directiveText } from '../rules/directives.ts';
import { neverUsed, type Shown, shownFigures } from '../rules/figures.ts';
import { type Hit as AnyHit, allWaitLong, type Candidate, type Known, ranked } from '../rules/match.ts';
import type { Point } from '../rules/place.ts';
import {
  areasNear,
  candidateLimit,
  type Need,
  needsNamed,
  pageSize,
  postcodesIn,
  type Search,
  wordsOf,
} from '../rules/search.ts';
import { searchWords } from '../rules/words.ts';
import * as store from '../store/search.ts';
import { mayReferTo, type Wish } from './access-rules.ts';
import { directivesAbout, directivesFor } from './directives.ts';
import { NEEDS } from './entries.ts';
import { figuresOf } from './figures.ts';

/** What is known of somebody, apart from what is asked for; null is not known. `away`: they want one elsewhere than at home. */
export type Person = Pick<Known, 'postcode' | 'age' | 'benefit' | 'jobReady' | 'away'>;
/** Nobody in particular. */
export const nobody: Person = { postcode: null, age: null, benefit: null, jobReady: null, away: false };

/** A service with how it fits somebody. */
export type Hit = AnyHit<Candidate>;

/** What managers ask for, of one service: shown beside it, and no part of its place in the list. */
export type Badge = { says: 'with' | 'against'; words: string; dates: string };
/** A hit with what is known besides. `used` is whether the reader's office has referred there; null where that is not asked. */
export type ShownHit = AnyHit<Candidate & { row: store.DetailRow }> & {
  figures: readonly Shown[];
  never: boolean;
  used: boolean | null;
  badges: readonly Badge[];
};

/** Which of some services somebody was referred to in an area of a programme: the room of referrals says so. */
export type UsedIn = (
  sql: Sql,
  ask: { serviceIds: readonly string[]; programmeId: string; areaId: string | null },
) => Promise<ReadonlySet<string>>;

/** Who looks, where and when. Without a programme no rule of access and no directive is looked at. */
export type Searcher = {
  today: Temporal.PlainDate;
  longWait: number;
  least: number;
  benefitNames: Readonly<Record<string, string>>;
  wish: Omit<Wish, 'day'> | null;
  /** Programmes whose directives are shown. */
  programmeIds: readonly string[];
};

/** What a search found: a page of what suits, and all in whose way something stands. `tooMany`: not all that fit were compared. */
export type Found = {
  suitable: readonly ShownHit[];
  blocked: readonly ShownHit[];
  /** How many suit, whatever the page. */
  suits: number;
  /** How many something stands in the way of. */
  inTheWay: number;
  tooMany: boolean;
  allWaitLong: boolean;
};

// They change when somebody imports others, which is seldom; a search is made all day.
const needsKept = new WeakMap<object, { needs: Promise<Need[]>; until: number }>();

/** The needs that services are looked for by, as they were within the last minute. */
export function needsKnown(db: Sql): Promise<Need[]> {
  const [kept, now] = [needsKept.get(db), performance.now()];
  if (kept !== undefined && now < kept.until) return kept.needs;
  const needs = store.needs(db, { taxonomyId: NEEDS });
  needsKept.set(db, { needs, until: now + 60_000 });
  // What failed is not kept.
  needs.catch(() => needsKept.delete(db));
  return needs;
}

const months = (today: Temporal.PlainDate): string[] =>
  Array.from({ length: 12 }, (_, back) => today.with({ day: 1 }).subtract({ months: back }).toString());

type About = {
  needs: ReadonlyMap<string, string>;
  words: readonly string[];
  access: ReadonlyMap<string, Candidate['access']>;
};

function wordsStand(name: string, words: readonly string[]): 'name' | 'text' {
  const text = searchWords([name]);
  return words.every((word) => text.includes(word)) ? 'name' : 'text';
}

function candidateOf(row: store.FoundRow, { needs, words, access }: About): Candidate {
  const facts = JSON.parse(row.match_facts) as store.MatchFacts;
  const { sites } = facts;
  const { contract, contract_from } = row;
  const point = (latitude: number | null, longitude: number | null): Point | null =>
    latitude === null || longitude === null ? null : { latitude, longitude };
  return {
    ...{ id: row.id, name: facts.name, exclusions: facts.exclusions },
    taking: {
      ...{ verified: facts.verified, referable: facts.referable, status: facts.status, contract, contract_from },
      ...{ closed_from: facts.closed_from ?? null, closed_to: facts.closed_to ?? null },
      ...{ last_referral_on: facts.last_referral_on ?? null, funded_until: facts.funded_until ?? null },
    },
    helpsWith: (row.terms ?? []).flatMap((id) => needs.get(id) ?? []).sort(),
    wordsIn: words.length === 0 ? null : wordsStand(facts.name, words),
    ...{ minimumAge: facts.minimum_age ?? null, maximumAge: facts.maximum_age ?? null },
    ...{ postcodes: facts.postcodes, benefits: facts.benefits },
    sites: sites
      .filter(([kind]) => kind === 'physical')
      .map(([, postcode, latitude, longitude]) => ({ postcode, point: point(latitude, longitude) })),
    remote: sites.some(([kind]) => kind === 'virtual'),
    access: access.get(row.id) ?? { allowed: true, why: null },
    ...{ places: facts.places ?? null, placesTaken: facts.places_taken ?? null },
    ...{ nextStart: facts.next_start ?? null, capacityOn: facts.capacity_on ?? null },
    started: { n: row.started_n, days: row.started_days },
  };
}

/** How candidates fit somebody, in order, with what the reader's working role may do. */
async function rankedFor(
  db: Database,
  rows: readonly store.FoundRow[],
  asked: readonly Need[],
  words: readonly string[],
  person: Person,
  by: Searcher,
) {
  const day = by.today.toString();
  const ids = rows.map(({ id }) => id);
  const access = by.wish === null ? new Map() : await mayReferTo(db, ids, { ...by.wish, day });
  const { latitude = null, longitude = null } = rows[0] ?? {};
  const known: Known = {
    ...person,
    ...{ day, longWait: by.longWait, least: by.least, benefitNames: by.benefitNames },
    at: latitude === null || longitude === null ? null : { latitude, longitude },
  };
  const needs = new Map(asked.map(({ id, name }) => [id, name]));
  return ranked(
    known,
    rows.map((row) => candidateOf(row, { needs, words, access })),
  );
}

const nearTo = (postcode: string | null) => (postcode === null ? [] : areasNear(postcode).map(postcodesIn));

/**
 * Looks for services. Reads a bounded number of candidates, wherever they are, those near the person besides; puts them in
 * order; and reads of a page of them what is known besides. `page` counts from 1.
 */
export async function searchServices(
  db: Database,
  search: Search,
  needs: readonly Need[],
  person: Person,
  by: Searcher,
  page: number,
  usedIn: UsedIn | null = null,
): Promise<Found> {
  const words = wordsOf(search.words);
  const chosen = needs.filter(({ code }) => search.needs.includes(code));
  // 'Anxiety' finds what helps with mental health: the need is described so.
  const named = chosen.length === 0 ? needsNamed(needs, words) : [];
  const asked = [...chosen, ...named];
  const terms = asked.map(({ id }) => id);
  const near = nearTo(person.postcode);
  const limit = near.length === 0 ? candidateLimit.anywhere : candidateLimit.besidesNear;
  const wanted = {
    ...{ only: null, terms, words: named.length > 0 ? [] : words, near, told: terms, months: months(by.today) },
    within: search.area === null ? null : postcodesIn(search.area),
    point: near[0] ?? null,
    limit,
  };
  // Words that speak of a need also find what has them in its own name or description.
  const [byTerms, byWords] = await Promise.all([
    store.servicesFound(db.searching, wanted),
    named.length === 0 ? [] : store.servicesFound(db.searching, { ...wanted, terms: [], words }),
  ]);
  const rows = [...new Map([...byTerms, ...byWords].map((row) => [row.id, row])).values()];
  const { suitable, blocked } = await rankedFor(db, rows, asked, words, person, by);
  const shown = suitable.slice((page - 1) * pageSize, page * pageSize);
  const apart = page === 1 ? blocked.slice(0, pageSize) : [];
  const all = await withMore(db, [...shown, ...apart], by, usedIn);
  return {
    suitable: all.slice(0, shown.length),
    blocked: all.slice(shown.length),
    suits: suitable.length,
    inTheWay: blocked.length,
    tooMany: byTerms.length >= limit || byWords.length >= limit,
    allWaitLong: allWaitLong(suitable),
  };
}

/** Some services side by side, in the order of a search: how each fits somebody. */
export async function compareServices(
  db: Database,
  ids: readonly string[],
  asked: readonly Need[],
  person: Person,
  by: Searcher,
): Promise<ShownHit[]> {
  const [near, told] = [nearTo(person.postcode), asked.map(({ id }) => id)];
  const rows = await store.servicesFound(db.searching, {
    ...{ only: ids, terms: [], words: [], within: null, near: [], told, months: months(by.today) },
    ...{ point: near[0] ?? null, limit: ids.length },
  });
  const { suitable, blocked } = await rankedFor(db, rows, asked, [], person, by);
  return withMore(db, [...suitable, ...blocked], by, null);
}

/** What is known of hits besides how they fit: figures, whether the office used them, what managers ask for. */
async function withMore(db: Database, hits: readonly Hit[], by: Searcher, usedIn: UsedIn | null): Promise<ShownHit[]> {
  if (hits.length === 0) return [];
  const ids = hits.map(({ service }) => service.id);
  const { wish, programmeIds, today } = by;
  const [details, figures, directives, used] = await readTogether(db, [
    (sql) => store.detailsOf(sql, { serviceIds: ids }),
    (sql) => figuresOf(sql, ids, today),
    (sql) => directivesFor(sql, { programmeIds, areaId: wish?.areaId ?? null, day: today.toString() }),
    async (sql) =>
      usedIn === null || wish === null
        ? null
        : usedIn(sql, { serviceIds: ids, programmeId: wish.programmeId, areaId: wish.areaId }),
  ]);
  const rows = new Map(details.map((row) => [row.id, row]));
  return hits.flatMap((hit) => {
    const { id, taking } = hit.service;
    const row = rows.get(id);
    // Deleted since it was found: there is nothing to show.
    if (row === undefined) return [];
    const totals = figures.get(id) ?? {};
    return {
      ...{ match: hit.match, service: { ...hit.service, row } },
      figures: shownFigures(totals, by.least).filter(({ value }) => value !== null),
      never: neverUsed(totals),
      used: used === null ? null : used.has(id),
      badges: directivesAbout(directives, { serviceId: id, contract: taking.contract }).map(({ directive, says }) => ({
        says,
        words: directiveText(directive),
        dates: directiveDates(directive),
      })),
    };
  });
}
