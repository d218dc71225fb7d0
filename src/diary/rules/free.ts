/** Free times: of workers at a site through some days, and instead of a time that cannot be. Pure. */
import type { DiaryRules } from '../../programmes/rules.ts';
import { localOf, momentOf, ms, nextDay, type Span, spanOf, without } from './time.ts';
import { countOn, type DiaryWorld, problemsOf, roomFor, type Wish, workingAt } from './wish.ts';
import { isAway, type Mode } from './words.ts';
import { blockSpans, keptBy, recommendedOn, type Site } from './work.ts';

/** A time that can be booked. Moments in milliseconds. */
export type Slot = { staffId: string; siteId: string; roomId: string | null; mode: Mode; from: number; to: number };

/** Times begin on this grid of minutes. */
const grid = 15;

/** What is asked: free times of these workers at a site, from a day on. */
export type FreeAsk = Pick<Wish, 'personId' | 'kind' | 'mode' | 'needs' | 'interpreterId' | 'travel'> & {
  site: Site;
  staffIds: readonly string[];
  from: string;
  to: string;
  minutes: number;
  /** Not before this moment. */
  now: number;
  most: number;
  /** Appointments that make way. */
  ignore?: readonly string[];
};

/** The stretches of a day in which a worker has nothing. */
function gapsOf(ask: FreeAsk, world: DiaryWorld, staffId: string, day: string): Span[] {
  const { site, travel } = ask;
  const blocks = blockSpans(
    site,
    day,
    world.blocks.filter((one) => one.staffId === staffId),
  );
  const taken = world.busy
    .filter((one) => one.staffId === staffId && !(ask.ignore ?? []).includes(one.id))
    // What is to be booked needs its own way there and back.
    .map((one) => ({ ...keptBy(one), travel }))
    .map(({ from, to }) => ({ from: from - ms(travel), to: to + ms(travel) }));
  return without(workingAt(world, site, staffId, day), [...blocks, ...taken]);
}

/** The free times of one worker on one day, none overlapping another, with a room where one is needed or free. */
function slotsOn(ask: FreeAsk, world: DiaryWorld, rules: DiaryRules, staffId: string, day: string): Slot[] {
  const { site, kind, minutes, ignore = [] } = ask;
  const busy = world.busy.filter(({ id }) => !ignore.includes(id));
  const own = world.patterns.filter((one) => one.staffId === staffId);
  const recommended = recommendedOn(rules.recommended, own, day);
  let room = recommended - countOn(busy, staffId, day, site.timeZone, rules);
  if (!rules.counted.includes(kind)) room = Number.POSITIVE_INFINITY;
  // A full day has no gaps to look for.
  const gaps = room <= 0 ? [] : gapsOf(ask, world, staffId, day);
  const slots: Slot[] = [];
  for (const gap of gaps) {
    let at = localOf(gap.from, site.timeZone).minutes;
    at = Math.ceil(at / grid) * grid;
    for (;;) {
      if (room <= 0) return slots;
      const from = momentOf(day, at, site.timeZone);
      // A time that the clocks leap over or show twice is offered to nobody.
      if (typeof from === 'string') {
        at += grid;
        if (at >= 1440) break;
        continue;
      }
      const to = from + ms(minutes);
      if (to > gap.to) break;
      const free = from >= ask.now ? placed({ ...ask, staffId, siteId: site.id, from, to }, { ...world, busy }) : null;
      if (free === null) at += grid;
      else {
        slots.push(free);
        room -= 1;
        at += Math.ceil(minutes / grid) * grid;
      }
    }
  }
  return slots;
}

/** The time with a room, or null when person, interpreter or the room that is needed is not free. */
function placed(wish: Omit<Wish, 'roomId'>, world: DiaryWorld): Slot | null {
  const { staffId, siteId, mode, from, to } = wish;
  const clash = world.busy.some(
    (one) =>
      one.from < to &&
      from < one.to &&
      ((one.personId !== null && one.personId === wish.personId) ||
        (one.interpreterId !== null && one.interpreterId === wish.interpreterId)),
  );
  if (clash) return null;
  if (mode !== 'in_person') return { staffId, siteId, roomId: null, mode, from, to };
  const room = roomFor(world, wish);
  const site = world.sites.find(({ id }) => id === siteId);
  const needsRoom =
    wish.needs.includes('private') ||
    wish.needs.includes('quiet') ||
    (wish.needs.includes('step_free') && !site?.stepFree);
  return room === null && needsRoom ? null : { staffId, siteId, roomId: room?.id ?? null, mode, from, to };
}

const worldOfStaff = (world: DiaryWorld, staffId: string) => {
  const theirs = <T extends { staffId: string }>(list: readonly T[]): T[] =>
    list.filter((one) => one.staffId === staffId);
  return { patterns: theirs(world.patterns), leaves: theirs(world.leaves), blocks: theirs(world.blocks) };
};

/**
 * Free times, the earliest first; at the same moment in the order of the workers. Days on which a worker has as many as are
 * recommended are left out. No two of the same worker overlap, so that each can be booked after the others.
 */
export function freeSlots(ask: FreeAsk, world: DiaryWorld, rules: DiaryRules): Slot[] {
  const found: Slot[] = [];
  // A page looks at weeks of many workers: each is asked with what is theirs, and a day with what is of that day.
  const own = new Map(ask.staffIds.map((staffId) => [staffId, worldOfStaff(world, staffId)]));
  for (let day = ask.from; day <= ask.to && found.length < ask.most; day = nextDay(day)) {
    const { from, to } = spanOf(day, 0, 1440, ask.site.timeZone);
    const near = (one: { from: number; to: number }) => one.from < to + ms(1440) && one.to > from - ms(1440);
    const busy = world.busy.filter(near);
    const today = ask.staffIds.flatMap((staffId) =>
      slotsOn(ask, { ...world, ...own.get(staffId), busy }, rules, staffId, day),
    );
    found.push(...today.sort((a, b) => a.from - b.from));
  }
  return found.slice(0, ask.most);
}

/** Another time, place or way that can be booked, and how it differs from the wish. */
export type Alternative = Slot & { how: 'later' | 'other place' | 'phone' | 'colleague' };

/**
 * What can be done instead of a wish that cannot be: the next time of the same worker in the same place, the same time at
 * another site or accepted venue, the same time by phone, the same time with a colleague of the site. Each can be booked.
 */
export function alternativesTo(
  wish: Wish,
  world: DiaryWorld,
  rules: DiaryRules,
  now: number,
  ignore: readonly string[] = [],
): Alternative[] {
  const site = world.sites.find(({ id }) => id === wish.siteId);
  if (site === undefined) return [];
  const possible = (one: Wish): boolean => problemsOf(one, world, rules, now, ignore).length === 0;
  const asSlot = ({ staffId, siteId, roomId, mode, from, to }: Wish): Slot => ({
    staffId,
    siteId,
    roomId,
    mode,
    from,
    to,
  });
  const { day } = localOf(wish.from, site.timeZone);
  const minutes = (wish.to - wish.from) / ms(1);
  const ask = {
    ...wish,
    site,
    minutes,
    ignore,
    from: day,
    to: nextDay(day, 14),
    now: Math.max(now, wish.from + 1),
    most: 2,
  };
  // A visit is planned by whoever goes: without a plan no other time of it can be booked, and no colleague takes it.
  const away = isAway(wish.mode, site);
  const later = away && wish.planned !== true ? [] : freeSlots({ ...ask, staffIds: [wish.staffId] }, world, rules);
  const elsewhere = world.sites
    .filter(({ id }) => id !== site.id && wish.mode === 'in_person')
    .map(
      (other): Wish => ({
        ...wish,
        siteId: other.id,
        roomId: roomFor(world, { ...wish, siteId: other.id })?.id ?? null,
      }),
    )
    .filter(possible);
  const phone: Wish[] = wish.mode === 'phone' ? [] : [{ ...wish, mode: 'phone', roomId: null, travel: 0 }];
  const colleagues = [
    ...new Set(world.patterns.filter(({ siteId }) => siteId === site.id).map(({ staffId }) => staffId)),
  ]
    .filter((staffId) => staffId !== wish.staffId && !away)
    .map(
      (staffId): Wish => ({
        ...wish,
        staffId,
        roomId: wish.mode === 'in_person' ? (roomFor(world, wish)?.id ?? null) : null,
      }),
    )
    .filter(possible);
  return [
    ...later.map((slot) => ({ ...slot, how: 'later' as const })),
    ...elsewhere.slice(0, 3).map((one) => ({ ...asSlot(one), how: 'other place' as const })),
    ...phone.filter(possible).map((one) => ({ ...asSlot(one), how: 'phone' as const })),
    ...colleagues.slice(0, 3).map((one) => ({ ...asSlot(one), how: 'colleague' as const })),
  ];
}
