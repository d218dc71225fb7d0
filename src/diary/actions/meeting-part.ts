/** What the diary brings to the screen of a meeting: the appointment that it was, which has its outcome with it. */
import { recordEvent } from '../../access/actions.ts';
import { showNearDay } from '../../kit/clock.ts';
import type { Sql } from '../../kit/db.ts';
import { type Errors, type Typed, typedText } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { input, radios } from '../../kit/ui/index.ts';
import { type MeetingPart, MeetingStale, type OpenPart } from '../../meeting/rules.ts';
import { localOf, ms, timeOf } from '../rules/time.ts';
import { kindWords, modeWords } from '../rules/words.ts';
import { lockAppointments } from '../store/appointments.ts';
import { openOfCase, reopen } from '../store/booked.ts';
import { factsOf } from './book.ts';
import { settleIn } from './settle.ts';

const which = 'appointment-which';
const late = 'appointment-late';
// Somebody may come early.
const early = ms(60);

type Open = Awaited<ReturnType<typeof openOfCase>>[number];
const wordsOf = (row: Open, today: string): string => {
  const { day, minutes } = localOf(row.from_ms, row.time_zone);
  return `${kindWords[row.kind]}, ${showNearDay(day, today)} at ${timeOf(minutes)}, ${modeWords[row.mode].toLowerCase()}`;
};
const lateOf = (typed: Typed): number | null =>
  /^[1-9]\d{0,2}$/.test(typedText(typed, late).trim()) ? Number(typedText(typed, late)) : null;
/** What the meeting says of attendance; what was cancelled is cancelled where the appointment stands. */
const stateOf = (typed: Typed): 'attended' | 'late' | 'did_not_attend' | null => {
  const said = typedText(typed, 'attendance');
  return said === 'attended' || said === 'late' || said === 'did_not_attend' ? said : null;
};

/**
 * Which appointment a meeting was. The one of today is chosen; it is given the attendance of the meeting in the transaction of the
 * meeting, once, and undone with it. A meeting that was cancelled settles nothing: whoever is to be told of that is told where
 * the appointment is cancelled.
 */
export const appointmentInMeeting: MeetingPart = {
  key: 'appointment',
  said: (typed) => !['', 'none'].includes(typedText(typed, which)),
  async open(sql: Sql, head, today): Promise<OpenPart | null> {
    const rows = await openOfCase(sql, { caseId: head.caseId, day: today });
    if (rows.length === 0) return null;
    const isToday = (row: Open) => localOf(row.from_ms, row.time_zone).day === today;
    const chosen = rows.filter(isToday);
    return {
      place: 'steps',
      html: (typed: Typed, errors: Errors) =>
        html`${radios({
          name: which,
          idPrefix: which,
          classes: 'govuk-radios--small',
          fieldset: { legend: { text: 'Which appointment was this?', classes: 'govuk-fieldset__legend--m' } },
          hint: { text: 'It is given the same outcome. One that was cancelled is cancelled on its own page' },
          ...(errors[which] === undefined ? {} : { errorMessage: { text: errors[which] } }),
          value: typedText(typed, which) || (chosen.length === 1 ? (chosen[0]?.id ?? '') : ''),
          items: [
            ...rows.map((row) => ({ value: row.id, text: wordsOf(row, today) })),
            { value: 'none', text: 'None of them' },
          ],
        })}${input({
          id: late,
          name: late,
          label: { text: 'If it was late, how many minutes?' },
          classes: 'govuk-input--width-3',
          inputmode: 'numeric',
          value: typedText(typed, late),
          ...(errors[late] === undefined ? {} : { errorMessage: { text: errors[late] } }),
        })}`,
      check(typed) {
        if (stateOf(typed) === 'late' && lateOf(typed) === null)
          return { [late]: 'Enter how many minutes late it was' };
        return {};
      },
      async save(tx, actor, typed, { heldOn, now }) {
        const state = stateOf(typed);
        const id = typedText(typed, which);
        if (state === null) return [];
        const shown = rows.filter((one) => one.id === id).map((one) => one.id);
        const [row] = await lockAppointments(tx, { ids: shown });
        if (row === undefined || row.state !== 'booked')
          throw new MeetingStale({ [which]: 'This appointment has its outcome already. Choose ‘None of them’' });
        if (localOf(row.from_ms, row.time_zone).day !== heldOn)
          throw new MeetingStale({
            [which]: 'This appointment was on another day. Choose another one, or correct the day',
          });
        if (row.from_ms > now.epochMilliseconds + early)
          throw new MeetingStale({ [which]: 'This appointment has not begun yet. Choose ‘None of them’' });
        const lateMinutes = state === 'late' ? lateOf(typed) : null;
        const reason = state === 'attended' ? null : typedText(typed, 'reason').trim().slice(0, 300) || 'Not known';
        const happened = { state, lateMinutes, reason };
        const clock = { now: () => now, today: () => Temporal.PlainDate.from(today) };
        if ((await settleIn(tx, actor, row, row.version, happened, clock)) === 'stale')
          throw new MeetingStale({ [which]: 'This appointment was changed meanwhile. Look again' });
        const href = `/cases/${head.caseId}/appointments/${row.id}`;
        return [
          { ref: `${row.id} ${row.version + 1}`, words: `Outcome of the appointment: ${wordsOf(row, today)}`, href },
        ];
      },
    };
  },
  async undo(tx, actor, _head, ref, today) {
    const [id = '', version = ''] = ref.split(' ');
    const [row] = await lockAppointments(tx, { ids: [id] });
    if (row === undefined) return 'changed';
    const [open] = await reopen(tx, { id, version: Number(version) });
    if (open === undefined) return 'changed';
    await recordEvent(tx, actor, {
      kind: 'appointment.reopened',
      programmeId: row.programme_id,
      personId: row.person_id,
      caseId: row.case_id,
      happenedOn: today,
      payload: {
        ...factsOf(row),
        before: { state: row.state, lateMinutes: row.late_minutes, reason: row.state_reason },
      },
    });
    return 'undone';
  },
};
