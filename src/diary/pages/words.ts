/** How an appointment reads, wherever it is shown. */
import { showNearDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { shownName } from '../../kit/shown-name.ts';
import { tag } from '../../kit/ui/index.ts';
import type { AppointmentRow } from '../actions/change.ts';
import { localOf, timeOf } from '../rules/time.ts';
import { kindWords, modeWords, type State, stateWords } from '../rules/words.ts';

type When = Pick<AppointmentRow, 'from_ms' | 'to_ms' | 'time_zone'>;

/** '10:00 to 11:00'. */
export const hoursText = ({ from_ms, to_ms, time_zone }: When): string =>
  `${timeOf(localOf(from_ms, time_zone).minutes)} to ${timeOf(localOf(to_ms, time_zone).minutes)}`;
/** The day of the site's clock. */
export const dayText = ({ from_ms, time_zone }: Pick<When, 'from_ms' | 'time_zone'>, today: string): string =>
  showNearDay(localOf(from_ms, time_zone).day, today);
/** 'Tue 8 Mar, 10:00 to 11:00'. */
export const whenText = (row: When, today: string): string => `${dayText(row, today)}, ${hoursText(row)}`;

/** 'In person at Gateshead, Room 1', 'Phone'. */
export const whereText = (row: Pick<AppointmentRow, 'mode' | 'site_name' | 'room_name'>): string =>
  row.mode === 'in_person'
    ? `In person at ${row.site_name}${row.room_name === null ? '' : `, ${row.room_name}`}`
    : modeWords[row.mode];

/** 'Interview', with what must be said of it. */
export const kindText = ({ kind, mandatory }: Pick<AppointmentRow, 'kind' | 'mandatory'>): string =>
  mandatory ? `${kindWords[kind]} (must come)` : kindWords[kind];

const colours: Readonly<Record<State, string>> = {
  booked: 'govuk-tag--blue',
  attended: 'govuk-tag--green',
  late: 'govuk-tag--green',
  did_not_attend: 'govuk-tag--orange',
  cancelled_by_us: 'govuk-tag--grey',
  cancelled_by_them: 'govuk-tag--grey',
  moved: 'govuk-tag--grey',
};
/** What became of it, as a tag; how late, where it was. */
export const stateTag = (row: Pick<AppointmentRow, 'state' | 'late_minutes'>): Html =>
  tag({
    text: row.late_minutes === null ? stateWords[row.state] : `${stateWords[row.state]}: ${row.late_minutes} minutes`,
    classes: colours[row.state],
  });

/** Whoever it is with, or null for a group. */
export const nameOf = (row: {
  given_name: string | null;
  family_name: string | null;
  case_id?: string | null;
}): string => (row.case_id === null ? 'Group session' : shownName(row));

/** The path of an appointment's page. */
export const pathOf = (row: Pick<AppointmentRow, 'case_id' | 'id'>): string =>
  `/cases/${row.case_id}/appointments/${row.id}`;

/** Where a visit away from the office is planned; with an appointment that one becomes the visit. */
export const visitPath = (caseId: string, appointmentId?: string): string =>
  `/cases/${caseId}/visits/new${appointmentId === undefined ? '' : `?appointment=${appointmentId}`}`;

/** Marks beside it that the eye must not miss. */
export const marks = (row: Pick<AppointmentRow, 'buffer_minutes' | 'interpreter_name' | 'handover'>): Html =>
  html`${row.buffer_minutes > 0 ? html` <span class="newel-muted">${row.buffer_minutes} minutes kept free after it</span>` : noHtml}${
    row.interpreter_name === null
      ? noHtml
      : html` <span class="newel-muted">with interpreter ${row.interpreter_name}</span>`
  }${row.handover === null ? noHtml : html` <span class="newel-muted">with a hand-over note</span>`}`;
