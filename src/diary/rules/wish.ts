/** Whether an appointment that somebody wishes for can be, and if not, why. Pure; moments are milliseconds since 1970. */
import type { DiaryRules } from '../../programmes/rules.ts';
import { localOf, overlap, type Span, spanOf, timeOf } from './time.ts';
import { isAway, type Kind, type Mode, type Need } from './words.ts';
import {
  type Block,
  type Busy,
  blockSpans,
  isHoliday,
  isOpen,
  keptBy,
  type Leave,
  leaveSpans,
  type Pattern,
  type Room,
  recommendedOn,
  type Site,
  workingSpans,
} from './work.ts';

/** Everything that is known of some sites and workers through some days. */
export type DiaryWorld = {
  sites: readonly Site[];
  rooms: readonly Room[];
  patterns: readonly Pattern[];
  leaves: readonly Leave[];
  blocks: readonly Block[];
  busy: readonly Busy[];
};

/** An appointment that somebody wishes for. `roomId` null is no room: an open desk, the telephone, at home. */
export type Wish = {
  staffId: string;
  personId: string | null;
  siteId: string;
  roomId: string | null;
  interpreterId: string | null;
  kind: Kind;
  mode: Mode;
  needs: readonly Need[];
  from: number;
  to: number;
  travel: number;
  /** A safety plan is made with it: without one nobody is met away from the office. */
  planned?: boolean;
};

/** What stands against a wish. A manager may pass the limits that are `passable`, with a reason; the others nobody. */
export type Problem = { code: ProblemCode; text: string; passable: boolean };
export type ProblemCode =
  | 'past'
  | 'venue'
  | 'safety plan'
  | 'holiday'
  | 'closed'
  | 'leave'
  | 'not working'
  | 'protected'
  | 'kept free'
  | 'above recommended'
  | 'full'
  | 'worker busy'
  | 'person busy'
  | 'room busy'
  | 'room'
  | 'step free'
  | 'interpreter';

/** Patterns of a member of staff as they hold at a site: at an accepted venue elsewhere those of any site. */
export const patternsAt = (world: Pick<DiaryWorld, 'patterns'>, staffId: string, site: Site): Pattern[] =>
  world.patterns
    .filter((one) => one.staffId === staffId && (site.outreach || one.siteId === site.id))
    .map((one) => (site.outreach ? { ...one, siteId: site.id } : one));

const ofStaff = <T extends { staffId: string }>(list: readonly T[], staffId: string): T[] =>
  list.filter((one) => one.staffId === staffId);

/** When a member of staff can be booked at a site on a day. */
export const workingAt = (world: DiaryWorld, site: Site, staffId: string, day: string): Span[] =>
  workingSpans(site, day, patternsAt(world, staffId, site), ofStaff(world.leaves, staffId));

/** How many appointments of a day count for the limit of a worker. */
export const countOn = (
  busy: readonly Busy[],
  staffId: string,
  day: string,
  timeZone: string,
  rules: Pick<DiaryRules, 'counted'>,
): number => {
  const { from, to } = spanOf(day, 0, 1440, timeZone);
  return busy.filter(
    (one) => one.staffId === staffId && one.from >= from && one.from < to && rules.counted.includes(one.kind),
  ).length;
};

/** Whether a room has what is needed. A site with stairs has no room without them. */
export const roomFits = (room: Room, site: Site, needed: readonly Need[]): boolean =>
  (!needed.includes('private') || room.private) &&
  (!needed.includes('quiet') || room.quiet) &&
  (!needed.includes('step_free') || (room.stepFree && site.stepFree));

/** A room of the site that is free and has what is needed: the plainest, so that the others stay free; null when there is none. */
export function roomFor(world: DiaryWorld, wish: Pick<Wish, 'siteId' | 'needs' | 'from' | 'to'>): Room | null {
  const site = world.sites.find(({ id }) => id === wish.siteId);
  if (site === undefined) return null;
  const extras = (room: Room): number => Number(room.private) + Number(room.quiet) + Number(room.stepFree);
  const taken = new Set(world.busy.flatMap((one) => (one.roomId !== null && overlap(one, wish) ? one.roomId : [])));
  return (
    world.rooms
      .filter((room) => room.siteId === site.id && roomFits(room, site, wish.needs) && !taken.has(room.id))
      .sort((a, b) => extras(a) - extras(b) || a.name.localeCompare(b.name))[0] ?? null
  );
}

const clock = (span: Span, site: Site): string =>
  `${timeOf(localOf(span.from, site.timeZone).minutes)} to ${timeOf(localOf(span.to, site.timeZone).minutes)}`;

const hard = (code: ProblemCode, text: string): Problem => ({ code, text, passable: false });
const soft = (code: ProblemCode, text: string): Problem => ({ code, text, passable: true });

/** What stands against the day and the hour: opening, leave, hours of work, protected time. */
function hoursAgainst(wish: Wish, world: DiaryWorld, site: Site, day: string): Problem[] {
  if (isHoliday(site, day)) return [hard('holiday', `This day is a bank holiday at ${site.name}`)];
  if (!isOpen(site, day)) return [hard('closed', `${site.name} is closed on this day of the week`)];
  const leaves = ofStaff(world.leaves, wish.staffId);
  if (leaveSpans(site, day, leaves).some((span) => overlap(span, wish)))
    return [hard('leave', 'The worker is away then')];
  const within = workingAt(world, site, wish.staffId, day).some(({ from, to }) => from <= wish.from && wish.to <= to);
  if (!within) return [hard('not working', `The worker does not work at ${site.name} then`)];
  return blockSpans(site, day, ofStaff(world.blocks, wish.staffId))
    .filter((block) => overlap(block, wish))
    .map((block) => soft('protected', `Protected time of the worker: ${block.label}, ${clock(block, site)}`));
}

/** What stands against it in the worker's own day: other appointments, time kept free, too many. */
function dayAgainst(
  wish: Wish,
  world: Pick<DiaryWorld, 'patterns'>,
  busy: readonly Busy[],
  site: Site,
  day: string,
  rules: DiaryRules,
): Problem[] {
  const own = ofStaff(busy, wish.staffId);
  if (own.some((one) => overlap(one, wish))) return [hard('worker busy', 'The worker has another appointment then')];
  const problems: Problem[] = [];
  const span = keptBy({ ...wish, buffer: 0 });
  if (own.some((one) => overlap(keptBy(one), wish) || overlap(span, one)))
    problems.push(
      soft('kept free', 'Time beside another appointment is kept free then: after a heavy one, or for travel'),
    );
  if (!rules.counted.includes(wish.kind)) return problems;
  const count = countOn(own, wish.staffId, day, site.timeZone, rules);
  if (count >= rules.most)
    return [hard('full', `The worker has ${count} appointments on this day, and ${rules.most} are the most`)];
  const recommended = recommendedOn(rules.recommended, ofStaff(world.patterns, wish.staffId), day);
  if (count >= recommended)
    problems.push(
      soft(
        'above recommended',
        `The worker has ${count} appointments on this day: above the recommended ${recommended}`,
      ),
    );
  return problems;
}

/** What stands against the place: the room, what is needed, the interpreter. */
function placeAgainst(wish: Wish, world: DiaryWorld, busy: readonly Busy[], site: Site): Problem[] {
  const problems: Problem[] = [];
  if (wish.planned !== true && wish.mode === 'elsewhere' && !site.outreach)
    problems.push(
      hard('venue', 'This is not an accepted venue. Choose a site, the telephone or video, or plan a visit'),
    );
  else if (wish.planned !== true && isAway(wish.mode, site))
    problems.push(
      hard(
        'safety plan',
        'There is no visit without a safety plan. Choose ‘Plan a visit’: the plan books the time as well',
      ),
    );
  if (wish.needs.includes('interpreter') && wish.interpreterId === null)
    problems.push(hard('interpreter', 'No interpreter of the language is free then'));
  else if (
    wish.interpreterId !== null &&
    busy.some((one) => one.interpreterId === wish.interpreterId && overlap(one, wish))
  )
    problems.push(hard('interpreter', 'The interpreter has another appointment then'));
  if (wish.mode !== 'in_person') return problems;
  const room = world.rooms.find(({ id }) => id === wish.roomId);
  if (wish.roomId !== null && (room === undefined || room.siteId !== site.id))
    return [...problems, hard('venue', `This is not a room of ${site.name}`)];
  if (room === undefined) {
    if (wish.needs.includes('private') || wish.needs.includes('quiet'))
      problems.push(
        hard(
          'room',
          `No room of ${site.name} that fits is free then: ${wish.needs.includes('private') ? 'private' : 'quiet'}`,
        ),
      );
    else if (wish.needs.includes('step_free') && !site.stepFree)
      problems.push(hard('step free', `${site.name} has stairs`));
    return problems;
  }
  if (wish.needs.includes('step_free') && !(room.stepFree && site.stepFree))
    problems.push(hard('step free', `${room.name} at ${site.name} cannot be reached without stairs`));
  if (
    !roomFits(
      room,
      site,
      wish.needs.filter((need) => need !== 'step_free'),
    )
  )
    problems.push(
      hard('room', `${room.name} is not ${wish.needs.includes('private') && !room.private ? 'private' : 'quiet'}`),
    );
  if (busy.some((one) => one.roomId === room.id && overlap(one, wish)))
    problems.push(hard('room busy', `${room.name} is taken then`));
  return problems;
}

/**
 * What stands against a wish, the gravest first; nothing means that it can be booked. `ignore` are appointments that make way
 * for it (it is moved from there); `now` is the moment of asking.
 */
export function problemsOf(
  wish: Wish,
  world: DiaryWorld,
  rules: DiaryRules,
  now: number,
  ignore: readonly string[] = [],
): Problem[] {
  const site = world.sites.find(({ id }) => id === wish.siteId);
  if (site === undefined) return [hard('venue', 'There is no such site')];
  if (wish.from < now) return [hard('past', 'This time has passed')];
  const { day } = localOf(wish.from, site.timeZone);
  const busy = world.busy.filter(({ id }) => !ignore.includes(id));
  const person = busy.some((one) => one.personId !== null && one.personId === wish.personId && overlap(one, wish))
    ? [hard('person busy', 'The person has another appointment then')]
    : [];
  return [
    ...hoursAgainst(wish, world, site, day),
    ...dayAgainst(wish, world, busy, site, day, rules),
    ...person,
    ...placeAgainst(wish, world, busy, site),
  ].sort((a, b) => Number(a.passable) - Number(b.passable));
}
