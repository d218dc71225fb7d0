/** What this room does when cases go to other key workers: appointments to come go with them where that is possible. */
import { recordEvents } from '../../access/actions.ts';
import type { PassOn } from '../../cases/actions/assign.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { diaryRulesOf } from '../../programmes/rules.ts';
import { localOf } from '../rules/time.ts';
import { problemsOf } from '../rules/wish.ts';
import * as store from '../store/appointments.ts';
import { bookedWith, passOn } from '../store/booked.ts';
import { factsOf } from './book.ts';
import { lockDiaries, worldOf } from './world.ts';

/**
 * Booked appointments of the key worker before, from the day on and not before this moment, become those of the one who takes
 * over: the same time, place and way, with the event 'appointment.passed_on' each. One that could not be booked with them as it
 * is (another appointment, leave, no hours there, a limit of the day, or a visit, which belongs to whoever planned it) stays with
 * the worker before and stands on Today. Nobody is sent a message: when and where they meet has not changed. Seven statements
 * at most, however many cases.
 */
export const passOnAppointments: PassOn = async (tx, actor, { programmeId, startsOn, cases, now }) => {
  const takes = new Map(cases.flatMap(({ caseId, from, to }) => (from === null ? [] : [[`${caseId} ${from}`, to]])));
  const asked = cases.map(({ caseId, from }) => ({ case_id: caseId, staff_id: from }));
  const found = await bookedWith(tx, { rows: JSON.stringify(asked), after: now.toString(), fromOn: startsOn });
  if (found.length === 0) return;
  const siteIds = [...new Set(found.map(({ site_id }) => site_id))];
  const staffIds = [...new Set(cases.map(({ to }) => to))];
  await lockDiaries(tx, [...siteIds, ...staffIds, ...cases.map(({ from }) => from)]);
  const rows = (await store.lockAppointments(tx, { ids: found.map(({ id }) => id) }))
    .filter((row) => row.state === 'booked' && takes.has(`${row.case_id} ${row.staff_id}`))
    .sort((a, b) => a.from_ms - b.from_ms);
  if (rows.length === 0) return;
  const [from, to] = [Math.min(...rows.map((row) => row.from_ms)), Math.max(...rows.map((row) => row.to_ms))];
  const world = await worldOf(tx, { siteIds, staffIds, from, to });
  const document = (await programmeOn(tx, programmeId, startsOn))?.document ?? {};
  // What goes to somebody is taken for the next.
  let busy = world.busy;
  const given: { row: store.AppointmentRow; to: string }[] = [];
  for (const row of rows) {
    const staffId = takes.get(`${row.case_id} ${row.staff_id}`) as string;
    const wish = {
      ...{ staffId, personId: row.person_id, siteId: row.site_id, roomId: row.room_id, kind: row.kind, mode: row.mode },
      ...{ interpreterId: row.interpreter_id, needs: row.needs, from: row.from_ms, to: row.to_ms },
      travel: row.travel_minutes,
    };
    const rules = diaryRulesOf(document, localOf(row.from_ms, row.time_zone).day);
    if (problemsOf(wish, { ...world, busy }, rules, now.epochMilliseconds, [row.id]).length > 0) continue;
    given.push({ row, to: staffId });
    const { buffer_minutes: buffer, id } = row;
    busy = [...busy.filter((one) => one.id !== id), { ...wish, id, buffer }];
  }
  if (given.length === 0) return;
  const moves = given.map(({ row, to: staff }) => ({ id: row.id, from_staff: row.staff_id, to_staff: staff }));
  await passOn(tx, { rows: JSON.stringify(moves) });
  const ids = moves.map(({ id }) => id);
  const before = new Map(rows.map((row) => [row.id, row.staff_name]));
  await recordEvents(
    tx,
    actor,
    (await store.lockAppointments(tx, { ids })).map((row) => ({
      kind: 'appointment.passed_on',
      programmeId,
      personId: row.person_id,
      caseId: row.case_id,
      happenedOn: startsOn,
      payload: { ...factsOf(row), from: before.get(row.id) },
    })),
  );
};
