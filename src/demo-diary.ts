/** The demonstration's diary: an office with rooms, a venue of others, who works when, and some weeks of appointments. */
import { staffOf } from './access/actions.ts';
import { systemActor } from './access/rules/policy.ts';
import { programmeCases } from './cases/actions/lists.ts';
import { findCase } from './cases/actions/record.ts';
import { demonstrator } from './demo-actor.ts';
import { bringIn, type Kept } from './diary/actions/bring-in.ts';
import { addBlock, addPattern, addRoom, addSite, findSite, roomsOf, sitesOf } from './diary/actions/places.ts';
import { waitForSlot } from './diary/actions/waiting.ts';
import type { Clock } from './kit/clock.ts';
import type { Database } from './kit/db.ts';
import { holidaysOf } from './kit/holidays.ts';
import { areasOf } from './programmes/actions.ts';
import { later } from './today/rules.ts';

const timeZone = 'Europe/London';
const place = { phone: '0161 496 0000', timeZone, holidays: 'england-and-wales', weekdays: [1, 2, 3, 4, 5] };
const office = {
  ...place,
  name: 'Ardwick office',
  address: '1 Example Street, Manchester',
  opens: '09:00',
  closes: '17:30',
  stepFree: true,
  outreach: false,
};
const library = {
  ...place,
  name: 'Longsight library',
  address: '2 Example Road, Manchester',
  opens: '10:00',
  closes: '16:00',
  stepFree: true,
  outreach: true,
};
const rooms = [
  { name: 'Room 1', places: 3, private: true, stepFree: true, quiet: true },
  { name: 'Room 2', places: 4, private: true, stepFree: true, quiet: false },
  { name: 'Room 3, upstairs', places: 2, private: true, stepFree: false, quiet: true },
  { name: 'Group room', places: 12, private: false, stepFree: true, quiet: false },
];

/** When the day's appointments begin, and how each is. */
const day = [
  { at: '10:00', mode: 'in_person', minutes: 60 },
  { at: '11:30', mode: 'phone', minutes: 30 },
  { at: '13:30', mode: 'in_person', minutes: 60 },
  { at: '15:30', mode: 'video', minutes: 45 },
] as const;
/** What became of past ones, in turn: most people came. */
const past: readonly Pick<Kept, 'state' | 'lateMinutes' | 'reason'>[] = [
  { state: 'attended', lateMinutes: null, reason: null },
  { state: 'attended', lateMinutes: null, reason: null },
  { state: 'late', lateMinutes: 15, reason: 'The bus did not come' },
  { state: 'attended', lateMinutes: null, reason: null },
  { state: 'did_not_attend', lateMinutes: null, reason: 'Not known' },
  { state: 'attended', lateMinutes: null, reason: null },
  { state: 'cancelled_by_them', lateMinutes: null, reason: 'Ill, and rang' },
  { state: 'attended', lateMinutes: null, reason: null },
  { state: 'cancelled_by_us', lateMinutes: null, reason: 'Training of the team' },
];

/** Fills it in once; a second start changes nothing. */
export async function demoDiary(db: Database, programmeId: string, code: string, clock: Clock): Promise<void> {
  if ((await sitesOf(db, [programmeId])).length > 0) return;
  const staff = await staffOf(db, { programmeId });
  const own = staff.find((one) => one.code === code);
  if (own === undefined) return;
  const team = staff.filter((one) => one.area_id === own.area_id && one.provider_id === own.provider_id);
  const area = (await areasOf(db, { programmeId })).find(({ id }) => id === own.area_id);
  const areaId = area?.id ?? null;
  const added = await addSite(db, systemActor, programmeId, { ...office, areaId }, clock);
  await addSite(db, systemActor, programmeId, { ...library, areaId }, clock);
  const site = added === 'twice' ? null : await findSite(db, added.id);
  if (site === null) return;
  for (const room of rooms) await addRoom(db, systemActor, site, room, clock);
  const roomIds = (await roomsOf(db, site.id)).map(({ id }) => id);
  const today = clock.today().toString();
  const always = { fromOn: '2014-01-01', toOn: null };
  for (const [index, { id: staffId }] of team.entries()) {
    // One of them works half days.
    const ends = index === 2 ? '13:00' : '17:00';
    const worker = { staffId, programmeId };
    await addPattern(db, systemActor, worker, { siteId: site.id, weekday: 0, starts: '09:00', ends, ...always }, clock);
    const block = { label: 'Providers and other services', weekday: 4, starts: '09:00', ends: '10:00', ...always };
    await addBlock(db, systemActor, worker, block, clock);
  }
  const worker = await demonstrator(db, 'key_worker');
  const manager = await demonstrator(db, 'team_manager');
  const kept: Kept[] = [];
  for (const [index, { id: staffId }] of team.entries()) {
    const { cases } = await programmeCases(db, staffId === own.id ? worker : manager, {
      programmeId,
      filter: { keyWorkerId: staffId, status: 'attached' },
      sort: 'referred',
      direction: 'descending',
      after: null,
      limit: 40,
    });
    const heads = (await Promise.all(cases.slice(0, 30).map(({ caseId }) => findCase(db, caseId)))).filter(
      (head) => head !== null,
    );
    if (heads.length > 0) kept.push(...weeksOf({ staffId, index, heads, siteId: site.id, roomIds, today }));
  }
  await bringIn(db, systemActor, { programmeId, timeZone, clock }, kept);
  const [first] = kept.filter((one) => one.staffId === own.id && one.state === 'booked' && one.day > later(today, 14));
  const waits = first === undefined ? null : await findCase(db, first.caseId);
  if (waits !== null)
    await waitForSlot(
      db,
      worker,
      waits,
      {
        ...{
          siteId: site.id,
          staffId: own.id,
          kind: 'meeting',
          minutes: 60,
          earliest: today,
          latest: later(today, 28),
        },
        ...{ modes: ['in_person', 'phone'], needs: [], noticeHours: 24 },
      },
      clock,
    );
}

type Team = {
  staffId: string;
  index: number;
  heads: readonly { caseId: string; personId: string }[];
  siteId: string;
  roomIds: readonly string[];
  today: string;
};

/** Three weeks that were and four that come: fewer the further away, and none twice. */
function weeksOf({ staffId, index, heads, siteId, roomIds, today }: Team): Kept[] {
  const kept: Kept[] = [];
  let turn = index;
  for (let away = -21; away <= 28; away += 1) {
    const on = later(today, away);
    const weekday = Temporal.PlainDate.from(on).dayOfWeek;
    if (weekday > 5 || holidaysOf('england-and-wales', Number(on.slice(0, 4))).includes(on)) continue;
    for (const [slot, { at, mode, minutes }] of day.entries()) {
      // Half days end at one, and weeks that are far away are not full yet.
      if ((index === 2 && slot > 1) || (away > 7 && (slot + weekday) % 2 === 1) || (away > 14 && slot > 1)) continue;
      turn += 1;
      const head = heads[turn % heads.length];
      if (head === undefined) continue;
      const over = away < 0 && !(away === -1 && slot === 3);
      const what = past[turn % past.length];
      kept.push({
        ...{
          caseId: head.caseId,
          personId: head.personId,
          staffId,
          siteId,
          kind: 'meeting',
          mode,
          day: on,
          at,
          minutes,
        },
        roomId: mode === 'in_person' ? (roomIds[(index + 1) % 4] ?? null) : null,
        ...(over && what !== undefined ? what : { state: 'booked', lateMinutes: null, reason: null }),
      });
    }
  }
  // A room has one at a time: of five or more workers the further ones see people at their desks.
  return index < 4 ? kept : kept.map((one) => ({ ...one, roomId: null }));
}
