import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { scrollRegion, table } from '../../kit/ui/index.ts';
import type { Interviews } from '../../programmes/rules.ts';
import type { Figures } from '../actions/figures.ts';
import type { AttendanceRow } from '../rules/figures.ts';
import { fewest, type Share, share } from '../rules/variation.ts';

type View = Figures & { name: string; section: Interviews };

const shareText = (one: Share): string =>
  one === 'too few' ? `fewer than ${fewest}` : `${one.percent} (${one.count} of ${one.of})`;
const numeric = (count: number) => ({ text: String(count), format: 'numeric' as const });
const numberText = (number: number | null): string => (number === null ? 'Voluntary' : String(number));

function figure(title: string, what: string, body: Html): Html {
  return html`<h3 class="govuk-heading-s">${title}</h3><p class="govuk-body">${what}</p>${body}`;
}

const none = html`<p class="govuk-body">There was none.</p>`;

function attendanceHtml({ attendance }: View): Html {
  const row = (one: AttendanceRow, name: string) => [
    { text: name },
    ...[one.attended, one.late, one.missed, one.byThem, one.byUs].map(numeric),
    { text: shareText(one.failure) },
  ];
  if (attendance.rows.length === 0) return none;
  return scrollRegion({
    label: 'Attendance by the number of the interview',
    html: table({
      stack: true,
      firstCellIsHeader: true,
      caption: 'Attendance by the number of the interview',
      captionClasses: 'govuk-visually-hidden',
      head: [
        { text: 'Interview' },
        ...['Came', 'Came late', 'Did not come', 'They cancelled', 'We cancelled'].map((text) => ({
          text,
          format: 'numeric' as const,
        })),
        { text: 'Did not come, of those who were awaited' },
      ],
      rows: [...attendance.rows.map((one) => row(one, numberText(one.number))), row(attendance.total, 'All')],
    }),
  });
}

function intervalsHtml({ intervals, reasons, section }: View): Html {
  if (intervals.length === 0) return none;
  const label = (code: string | null) =>
    code === null ? 'Nobody said why' : (section.intervalReasons.find((one) => one.code === code)?.label ?? code);
  return html`${scrollRegion({
    label: 'Days between interviews',
    html: table({
      stack: true,
      firstCellIsHeader: true,
      caption: 'Days between interviews',
      captionClasses: 'govuk-visually-hidden',
      head: [
        { text: 'To interview' },
        ...['Held', 'Days, the middle one', 'Planned', 'Later than planned', 'Sooner'].map((text) => ({
          text,
          format: 'numeric' as const,
        })),
      ],
      rows: intervals.map((one) => [
        { text: String(one.number) },
        ...[one.count, one.days, one.planned, one.later, one.sooner].map(numeric),
      ]),
    }),
  })}
${reasons.length === 0 ? noHtml : html`<p class="govuk-body">Why they were other than planned:</p><ul class="govuk-list govuk-list--bullet">${reasons.map((one) => html`<li>${label(one.reason)}: ${one.count}</li>`)}</ul>`}`;
}

/** The figures of a programme's interviews, each with what it counts. */
export function figuresHtml(view: View): Html {
  const { name, from, to, continuity, reminders } = view;
  const each = continuity.people === 0 ? null : (continuity.workers / continuity.people).toFixed(1);
  return html`<h2 class="govuk-heading-m">${name}, ${showDay(from)} to ${showDay(to)}</h2>
${figure('Who came', 'Appointments for interviews by what became of them. What anybody cancelled is no failure to come and not under the line.', attendanceHtml(view))}
${figure('How far apart', 'Days from one interview that was held to the next of its series, the later one in this period, beside the days that were planned.', intervalsHtml(view))}
${figure(
  'With the same worker',
  'Interviews that were held with the person’s key worker of that day.',
  html`<p class="govuk-body"><strong>${shareText(share(continuity.named, continuity.held))}</strong>${each === null ? noHtml : html`; ${counted(continuity.people, 'person', 'people')} saw ${each} workers each`}.</p>`,
)}
${figure(
  'Reminders',
  'Who did not come, by whether a reminder was taken for delivery. Who is reminded is not left to chance, so the difference is not what reminders do.',
  reminders.length === 0
    ? none
    : html`<ul class="govuk-list govuk-list--bullet">${reminders.map((one) => html`<li>${one.reminded ? 'Reminded' : 'Not reminded'}: ${shareText(share(one.missed, one.came + one.missed))} did not come</li>`)}</ul>`,
)}`;
}

/** The same as rows of a file: what, which, figure. */
export function figuresRows(view: View): (string | number)[][] {
  const { name, from, to, attendance, intervals, reasons, continuity, reminders } = view;
  const row = (what: string, which: string, figure: string, count: number) => [
    name,
    from,
    to,
    what,
    which,
    figure,
    count,
  ];
  return [
    ...attendance.rows.flatMap((one) =>
      (['attended', 'late', 'missed', 'byThem', 'byUs'] as const).map((key) =>
        row('attendance', numberText(one.number), key, one[key]),
      ),
    ),
    ...intervals.flatMap((one) =>
      (['count', 'days', 'planned', 'later', 'sooner'] as const).map((key) =>
        row('interval', String(one.number), key, one[key]),
      ),
    ),
    ...reasons.map((one) => row('interval reason', one.reason ?? 'not said', 'count', one.count)),
    ...(['held', 'named', 'people', 'workers'] as const).map((key) => row('continuity', '', key, continuity[key])),
    ...reminders.flatMap((one) =>
      (['came', 'missed'] as const).map((key) =>
        row('reminders', one.reminded ? 'reminded' : 'not reminded', key, one[key]),
      ),
    ),
  ];
}
