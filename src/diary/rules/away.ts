/** What becomes of the appointments of a worker who is away: each has one new state, and none is the person's failure. Pure. */

import { holidaysBetween } from '../../kit/holidays.ts';
import { addWorkingDays } from '../../kit/working-days.ts';
import type { DiaryRules } from '../../programmes/rules.ts';
import { freeSlots } from './free.ts';
import { localOf, ms, nextDay } from './time.ts';
import { countOn, type DiaryWorld, problemsOf, roomFor, type Wish } from './wish.ts';
import { isAway, type Kind, type Mode } from './words.ts';
import type { Busy, Site } from './work.ts';

export const ways = ['cover', 'phone', 'later', 'cancel'] as const;
/** A colleague of the same site at the same time, a colleague by phone on the same day, another time within ten working days, or cancelled by us. */
export type Way = (typeof ways)[number];
export const wayWords: Readonly<Record<Way, string>> = {
  cover: 'A colleague, at the same time',
  phone: 'A colleague rings, the same day',
  later: 'Moved to another time',
  cancel: 'Cancelled by us',
};

/** What is to become of one appointment. Without a time only when it is cancelled. */
export type Fate = {
  id: string;
  way: Way;
  to: { staffId: string; kind: Kind; mode: Mode; from: number; to: number } | null;
};

/** Within how many working days a moved one is to be. */
const within = 10;

type Given = {
  site: Site;
  world: DiaryWorld;
  rules: DiaryRules;
  now: number;
  /** The first day on which the worker is back. */
  backOn: string;
};

/** A colleague of the site for a wish: who has fewest that day, so that one does not carry them all. */
function colleagueFor(wish: Wish, { world, rules, site, now }: Given): Wish | null {
  const { day } = localOf(wish.from, site.timeZone);
  const staff = [...new Set(world.patterns.filter((one) => one.siteId === site.id).map(({ staffId }) => staffId))];
  const load = (staffId: string) => countOn(world.busy, staffId, day, site.timeZone, rules);
  return (
    staff
      .filter((staffId) => staffId !== wish.staffId)
      .sort((a, b) => load(a) - load(b) || (a < b ? -1 : 1))
      .map(
        (staffId): Wish => ({
          ...wish,
          staffId,
          roomId: wish.mode === 'in_person' ? (roomFor(world, wish)?.id ?? null) : null,
        }),
      )
      .find((one) => problemsOf(one, world, rules, now).length === 0) ?? null
  );
}

/** One appointment in one way, or null where that cannot be. */
function fateOf(one: Busy & { needs: Wish['needs'] }, way: Way, given: Given): Fate | null {
  const { site, world, rules, now, backOn } = given;
  if (way === 'cancel') return { id: one.id, way, to: null };
  // A visit is planned by whoever goes, for its time: nobody takes it over, and another time needs another plan.
  if (way !== 'phone' && isAway(one.mode, site)) return null;
  const wish: Wish = { ...one, needs: one.needs, roomId: null };
  const fate = ({ staffId, kind, mode, from, to }: Pick<Wish, 'staffId' | 'kind' | 'mode' | 'from' | 'to'>): Fate => ({
    ...{ id: one.id, way, to: { staffId, kind, mode, from, to } },
  });
  if (way === 'cover') {
    const found = colleagueFor(wish, given);
    return found === null ? null : fate(found);
  }
  const { day } = localOf(one.from, site.timeZone);
  const staff = [...new Set(world.patterns.map(({ staffId }) => staffId))].filter((staffId) => staffId !== one.staffId);
  const common = { site, personId: one.personId, interpreterId: one.interpreterId, needs: one.needs, now, most: 1 };
  if (way === 'phone') {
    const minutes = rules.lengthOf('call');
    const [slot] = freeSlots(
      { ...common, kind: 'call', mode: 'phone', staffIds: staff, from: day, to: day, minutes, travel: 0 },
      world,
      rules,
    );
    return slot === undefined ? null : fate({ ...slot, kind: 'call' });
  }
  const last = addWorkingDays(day, within, holidaysBetween(site.holidays, day, nextDay(day, 40)));
  const minutes = (one.to - one.from) / ms(1);
  const ask = { ...common, kind: one.kind, mode: one.mode, minutes, travel: one.travel, to: last };
  // Their own worker first; a colleague only where that would be too late.
  const [own] = freeSlots({ ...ask, staffIds: [one.staffId], from: backOn }, world, rules);
  const [other] = own === undefined ? freeSlots({ ...ask, staffIds: staff, from: day }, world, rules) : [];
  const slot = own ?? other;
  return slot === undefined ? null : fate({ ...slot, kind: one.kind });
}

/**
 * What is to become of each appointment, in the order of their times; `wanted` says which way was chosen, else the first that
 * can be of cover, phone and later, and at last cancelled by us. `unable` are those whose chosen way cannot be. What is given
 * to one is taken for the next.
 */
export function fatesOf(
  appointments: readonly (Busy & { needs: Wish['needs'] })[],
  wanted: ReadonlyMap<string, Way>,
  given: Given,
): { fates: Fate[]; unable: string[] } {
  const ids = new Set(appointments.map(({ id }) => id));
  const busy = given.world.busy.filter(({ id }) => !ids.has(id));
  const fates: Fate[] = [];
  const unable: string[] = [];
  for (const one of [...appointments].sort((a, b) => a.from - b.from)) {
    const in_ = { ...given, world: { ...given.world, busy } };
    const way = wanted.get(one.id);
    const chosen = way === undefined ? null : fateOf(one, way, in_);
    if (way !== undefined && chosen === null) unable.push(one.id);
    const fate = chosen ?? ways.map((each) => fateOf(one, each, in_)).find((each) => each !== null);
    if (fate == null) continue;
    fates.push(fate);
    if (fate.to !== null) {
      const wish = { ...one, ...fate.to, needs: one.needs };
      const roomId = wish.mode === 'in_person' ? (roomFor({ ...given.world, busy }, wish)?.id ?? null) : null;
      busy.push({ ...one, ...fate.to, roomId, buffer: 0, id: `${one.id} moved` });
    }
  }
  return { fates, unable };
}
