/** Next free times for a case: what the booking page shows first. */
import type { CaseHead } from '../../cases/actions/record.ts';
import type { Clock } from '../../kit/clock.ts';
import type { Sql } from '../../kit/db.ts';
import { together } from '../../kit/together.ts';
import { alternativesTo, freeSlots, type Slot } from '../rules/free.ts';
import { interpreterFor } from '../rules/interpreter.ts';
import type { SlotChoice } from '../rules/slot-text.ts';
import { localOf, nextDay, timeOf } from '../rules/time.ts';
import type { Kind, Mode, Need } from '../rules/words.ts';
import type { Site } from '../rules/work.ts';
import type { AppointmentRow } from '../store/appointments.ts';
import * as store from '../store/places.ts';
import { rulesOf } from './book.ts';
import { worldOf } from './world.ts';

/** What is looked for. `staffId` null is anybody of the site. Day 'YYYY-MM-DD'. */
export type Search = {
  siteId: string;
  staffId: string | null;
  kind: Kind;
  mode: Mode;
  needs: readonly Need[];
  language: string | null;
  from: string;
  minutes: number | null;
  /** Appointments that make way: the one that is moved. */
  ignore?: readonly string[];
};
/** A free time as it is shown: with the local day and time. */
export type FreeTime = SlotChoice & { from: number; to: number };

/** Two weeks are looked through from the day on, and so many times are shown. */
const days = 14;
const shown = 12;
// Most searches end in the first days: only those are read, and the others when times are still missing.
const [soonOfTeam, soonOfOne] = [1, 6];

const asChoice = (slot: Slot, site: Site): FreeTime => {
  const { day, minutes } = localOf(slot.from, site.timeZone);
  return { ...slot, day, at: timeOf(minutes) };
};

/** The next free times at a site, those of the person's own worker first at the same moment. One statement, or two. */
export async function nextFree(
  sql: Sql,
  head: Pick<CaseHead, 'programmeId' | 'personId'> & { case: { keyWorkerId: string | null } },
  search: Search,
  clock: Clock,
): Promise<{ site: Site | null; minutes: number; slots: FreeTime[] }> {
  const rules = await rulesOf(sql, head.programmeId, search.from);
  const minutes = search.minutes ?? rules.lengthOf(search.kind);
  const slots: Slot[] = [];
  let site: Site | null = null;
  let [begin, first] = [0, search.staffId === null ? soonOfTeam : soonOfOne];
  while (begin <= days && slots.length < shown) {
    const [from, to] = [nextDay(search.from, begin), nextDay(search.from, Math.min(first, days))];
    const world = await worldOf(sql, {
      siteIds: [search.siteId],
      staffIds: search.staffId === null ? [] : [search.staffId],
      team: search.staffId === null,
      personId: head.personId,
      language: search.language,
      from: Date.parse(`${from}T00:00Z`),
      to: Date.parse(`${to}T24:00Z`),
    });
    const found = world.sites.find(({ id }) => id === search.siteId);
    if (found === undefined) break;
    site = found;
    const staff = [...new Set(world.patterns.map(({ staffId }) => staffId))];
    const own = head.case.keyWorkerId;
    const staffIds =
      search.staffId === null ? staff.sort((a, b) => Number(b === own) - Number(a === own)) : [search.staffId];
    const interpreter = search.needs.includes('interpreter') ? world.interpreters : [null];
    for (const one of interpreter)
      slots.push(
        ...freeSlots(
          {
            ...{ site, staffIds, minutes, now: clock.now().epochMilliseconds, most: shown },
            ...{ kind: search.kind, mode: search.mode, needs: search.needs, personId: head.personId },
            ...{ from, to, interpreterId: one?.id ?? null },
            travel: search.mode === 'home' ? rules.travelMinutes : 0,
            ignore: search.ignore ?? [],
          },
          world,
          rules,
        ),
      );
    [begin, first] = [first + 1, days];
  }
  // Two interpreters may be free at the same time: it is one time all the same.
  const seen = new Set<string>();
  const once = slots
    .sort((a, b) => a.from - b.from)
    .filter(({ staffId, from: at }) => !seen.has(`${staffId} ${at}`) && seen.add(`${staffId} ${at}`));
  return { site, minutes, slots: site === null ? [] : once.slice(0, shown).map((slot) => asChoice(slot, site)) };
}

/**
 * What the booking page has to choose from: open sites, languages of interpreters, where a worker works, and the interpreter
 * whom the person needs. One statement.
 */
export async function bookingChoices(
  sql: Sql,
  { programmeId, personId }: Pick<CaseHead, 'programmeId' | 'personId'>,
  staffId: string | null,
  today: string,
) {
  const [sites, spoken, homes, [about]] = await together(sql, [
    (tied) => store.openSites(tied, { programmeId, limit: 500 }),
    (tied) => store.languagesOf(tied, { programmeId }),
    (tied) => store.sitesOfStaff(tied, { staffId, today }),
    (tied) => store.spokenBy(tied, { personId }),
  ]);
  const languages = spoken.map(({ language }) => language);
  return {
    sites,
    languages,
    homeId: homes[0]?.site_id ?? null,
    interpreter: interpreterFor(about, languages),
  };
}

/** Who can be chosen for a search: those who work at its site, and these others. One statement. */
export const workersFor = (
  sql: Sql,
  search: Pick<Search, 'siteId' | 'staffId'>,
  also: string | null,
  today: string,
): Promise<{ id: string; name: string }[]> =>
  store.workersAt(sql, {
    siteId: search.siteId,
    staffIds: [search.staffId, also].filter((id) => id !== null),
    today,
  });

/** A colleague of the same site who is free through an appointment, or null. */
export async function colleagueFor(sql: Sql, row: AppointmentRow, clock: Clock): Promise<string | null> {
  const { day } = localOf(row.from_ms, row.time_zone);
  const world = await worldOf(sql, {
    siteIds: [row.site_id],
    staffIds: [row.staff_id],
    team: true,
    personId: row.person_id,
    from: row.from_ms,
    to: row.to_ms,
  });
  const wish = {
    ...{ staffId: row.staff_id, personId: row.person_id, siteId: row.site_id, roomId: row.room_id, kind: row.kind },
    ...{ interpreterId: row.interpreter_id, mode: row.mode, needs: row.needs, from: row.from_ms, to: row.to_ms },
    travel: row.travel_minutes,
  };
  const rules = await rulesOf(sql, row.programme_id, day);
  const found = alternativesTo(wish, world, rules, clock.now().epochMilliseconds, [row.id]);
  return found.find(({ how }) => how === 'colleague')?.staffId ?? null;
}
