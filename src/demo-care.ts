/** The demonstration's everyday: contacts of the last weeks, time, supervision, and what was put off. */
import { staffOf } from './access/actions.ts';
import { systemActor } from './access/rules/policy.ts';
import { findStaffMember } from './care/actions/staff.ts';
import { book, findSupervision, settle, supervisionsOf } from './care/actions/supervision.ts';
import { logTime } from './care/actions/time.ts';
import { programmeCases } from './cases/actions/lists.ts';
import { addNote } from './cases/actions/notes.ts';
import { findCase } from './cases/actions/record.ts';
import { type Demonstrator, demonstrator } from './demo-actor.ts';
import type { Database } from './kit/db.ts';
import { putOff } from './today/actions/today.ts';
import { later } from './today/rules.ts';

/** Days since the last contact, person by person: most are on course, some are not. */
const silences = [3, 6, 9, 1, 12, 4, 17, 8, 2, 29, 11, 5, 7, 13, 10, 1, 21, 3, 6, 66, 9, 2, 12, 4];
const notes = [
  'Rang. Slept better this week, and has been out twice.',
  'Met at the library. Looked at two vacancies together; the mornings worry him less than they did.',
  'Text: the letter has come. Will bring it on Thursday.',
  'Rang after the appointment. It went all right; the next one is in three weeks.',
  'Met at the office. Tired, and glad to have come. We kept it short.',
];

/** Hours of one week: with people, records, and for the office. */
const weeks = [
  [24, 6, 6],
  [22, 7, 8],
  [25, 5, 5],
  [20, 6, 10],
] as const;

/** Fills it in once; a second start changes nothing. */
export async function demoCare(db: Database, programmeId: string, code: string, today: string): Promise<void> {
  const worker = await demonstrator(db, 'key_worker');
  const staff = await staffOf(db, { programmeId });
  const own = staff.find((one) => one.code === code);
  if (own === undefined || (await supervisionsOf(db, own.id)).length > 0) return;
  await contacts(db, worker, programmeId, own.id, today);
  const team = staff.filter((one) => one.area_id === own.area_id && one.provider_id === own.provider_id);
  const others = team.filter(({ id }) => id !== own.id);
  for (const [index, one] of [own, ...others].entries()) {
    const member = await findStaffMember(db, one.id);
    if (member === null) continue;
    const actor = one.id === own.id ? worker : systemActor;
    for (const [back, hours] of weeks.entries()) {
      const on = later(today, -7 * back);
      const kinds = ['people', 'records', 'office'] as const;
      for (const [at, kind] of kinds.entries()) {
        // One of the team is asked for the front desk more than is good.
        const more = kind === 'office' && index === 2 ? 6 : 0;
        const minutes = ((hours[at] ?? 0) + more) * 60;
        const words = kind === 'office' && index === 2 ? 'Front desk while a colleague is away' : null;
        await logTime(db, actor, member, { on, span: 'week', minutes, kind, onProgramme: kind !== 'office', words });
      }
    }
    // The last one was held some weeks ago; for one of them it is overdue, for another the next is booked.
    const booking = { kind: 'line', supervisor: 'Farida Holt', organisation: null, interest: 'none' } as const;
    const heldOn = later(today, index % 4 === 1 ? -45 : -16);
    const id = await book(db, systemActor, member, { ...booking, plannedOn: heldOn });
    const row = await findSupervision(db, id);
    if (row !== null) await settle(db, actor, row, { version: row.version, state: 'held', heldOn });
    // The worker's own was yesterday, and waits to be confirmed.
    if (index % 4 === 0) await book(db, actor, member, { ...booking, plannedOn: later(today, index === 0 ? -1 : 12) });
  }
}

async function contacts(db: Database, worker: Demonstrator, programmeId: string, staffId: string, today: string) {
  const { cases } = await programmeCases(db, worker, {
    programmeId,
    filter: { keyWorkerId: staffId, status: 'attached' },
    sort: 'referred',
    direction: 'descending',
    after: null,
    limit: 100,
  });
  for (const [index, { caseId }] of cases.entries()) {
    const head = await findCase(db, caseId);
    if (head === null) continue;
    const writtenOn = later(today, -(silences[index % silences.length] ?? 7));
    if (head.attachment?.on != null && writtenOn < head.attachment.on) continue;
    await addNote(db, worker, head, { writtenOn, body: notes[index % notes.length] ?? '' });
    // Somebody who is away until next week, say.
    if (index % silences.length === 6)
      await putOff(db, worker, head, {
        reasons: [{ reason: 'no_contact', level: 1 }],
        until: later(today, 6),
        today,
      });
  }
}
