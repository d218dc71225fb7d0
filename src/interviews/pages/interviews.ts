import type { EventRow } from '../../access/actions.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import { showDay, showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, insetText, scrollRegion, summaryList, table, tag, warningText } from '../../kit/ui/index.ts';
import { capital, type Interviews } from '../../programmes/rules.ts';
import type { ChangeRow } from '../actions/changes.ts';
import type { FailureRow } from '../actions/failures.ts';
import type { ScreeningRow } from '../actions/screening.ts';
import type { Standing } from '../actions/series.ts';
import type { contactTrend } from '../rules/contact.ts';
import { failureStates } from '../rules/failure.ts';
import { changeStates } from '../rules/requirement.ts';
import {
  gapOf,
  heldDay,
  type InterviewState,
  type InterviewView,
  isComplete,
  openInterviews,
  seriesState,
  stateOf,
} from '../rules/series.ts';

export type InterviewsView = {
  head: CaseHead;
  section: Interviews;
  district: string | null;
  standing: Standing | null;
  screenings: readonly ScreeningRow[];
  failures: readonly FailureRow[];
  changes: readonly ChangeRow[];
  /** The leaflet as it was given last; null when nobody said that it was. */
  information: EventRow | null;
  contact: ReturnType<typeof contactTrend>;
  today: string;
  mayRecord: boolean;
  csrf: Html;
};

const stateWords: Readonly<Record<InterviewState, { text: string; colour: string }>> = {
  held: { text: 'Held', colour: 'govuk-tag--green' },
  booked: { text: 'Booked', colour: 'govuk-tag--blue' },
  missed: { text: 'Did not come', colour: 'govuk-tag--orange' },
  lifted: { text: 'Need not be held', colour: 'govuk-tag--grey' },
  'to book': { text: 'To be booked', colour: 'govuk-tag--yellow' },
};
const movedWords: Readonly<Record<string, string>> = {
  holiday: 'moved: holiday',
  weekend: 'moved: weekend',
  put_off: 'put off',
};
const pathOf = ({ head }: Pick<InterviewsView, 'head'>, below: string): string =>
  `/cases/${head.caseId}/interviews/${below}`;
const link = (view: InterviewsView, below: string, text: string, more = ''): Html =>
  html`<a class="govuk-link" href="${pathOf(view, below)}">${text}${more === '' ? noHtml : html`<span class="govuk-visually-hidden"> ${more}</span>`}</a>`;

/** The interviews of a case: whether the person has to come, each interview, and what was asked, missed, waived and agreed. */
export function interviewsHtml(view: InterviewsView): Html {
  const { standing, section, mayRecord } = view;
  const title = html`<h1 class="govuk-heading-l"><span class="govuk-caption-l">${capital(section.words.interview.plural)}${view.district === null ? '' : `, ${view.district}`}</span>Interviews</h1>`;
  if (standing === null)
    return html`${title}<p class="govuk-body">No series of interviews was started for this case. It needs the day on which the claim began.</p>
${mayRecord ? button({ text: 'Start the interviews', href: pathOf(view, 'start') }) : noHtml}`;
  const { series, interviews } = standing;
  const open = openInterviews(interviews);
  const complete = series.state === 'running' && isComplete(interviews);
  const next = open[0];
  return html`${title}
${statusHtml(view, standing, complete)}
${
  complete && series.afterwards === null
    ? html`${warningText({ iconFallbackText: 'To do', text: 'All interviews were held. Choose what was agreed for the time after them.' })}${mayRecord ? button({ text: 'Choose what follows', href: pathOf(view, 'afterwards') }) : noHtml}`
    : noHtml
}
${contactHtml(view, complete || series.state !== 'running')}
${mayRecord && next !== undefined && series.state === 'running' && stateOf(next) !== 'booked' ? button({ text: `Book interview ${next.number ?? ''}`, href: pathOf(view, 'book') }) : noHtml}
${listHtml(view, interviews)}
${mayRecord ? actionsHtml(view, standing) : noHtml}
${series.screening || view.screenings.length > 0 ? screeningsHtml(view, standing) : noHtml}
${failuresHtml(view)}
${changesHtml(view)}
`;
}

/** Somebody who gets in touch more and more after the end: a word to the worker, and no more. */
function contactHtml({ contact }: InterviewsView, over: boolean): Html {
  if (!over || !contact.rising) return noHtml;
  return insetText({
    text: `Contact is rising: ${counted(contact.now, 'contact')} in the last 4 weeks, ${contact.before} in the 4 before. Think together about an ending, or about who else can help. Nothing is refused to them.`,
  });
}

function statusHtml(view: InterviewsView, { series, interviews }: Standing, complete: boolean): Html {
  const { section, today } = view;
  const state = complete ? seriesState.complete : seriesState[series.state];
  const label = section.series.find(({ code }) => code === series.code)?.label;
  const held = interviews.filter((one) => one.number !== null && stateOf(one) === 'held').length;
  const after = section.afterLast.find(({ code }) => code === series.afterwards);
  const exemption = section.exemptions.find(({ code }) => code === series.exemption);
  const shielded = section.failure.protectedPeople.filter(({ code }) => series.protected.includes(code));
  const rows: [string, Html | string][] = [
    [
      'Where it stands',
      html`${tag({ text: state.text, classes: state.colour })}${series.voluntaryOn === null ? noHtml : html` ${tag({ text: 'Of their own accord', classes: 'govuk-tag--turquoise' })} since ${showNearDay(series.voluntaryOn, today)}`}`,
    ],
    [
      'Series',
      label === undefined ? 'The claim has none' : `${label}: ${held} of ${counted(series.total, 'interview')} held`,
    ],
    ['Claim began', showDay(series.claimOn)],
    [
      'Leaflet',
      view.information === null
        ? 'Nobody said that it was given'
        : `Given on ${showDay(view.information.happened_on)}: ${String(view.information.payload?.label ?? 'not known how').toLowerCase()}`,
    ],
    ...(seenBy(interviews) === null ? [] : [['Held with', seenBy(interviews) ?? ''] as [string, string]]),
    ...(exemption === undefined ? [] : [['Exempt', exemption.text] as [string, string]]),
    ...(shielded.length === 0
      ? []
      : [
          [
            'If they do not come',
            joinHtml(
              shielded.map(({ first }) => first),
              ' ',
            ),
          ] as [string, Html],
        ]),
    ...(after === undefined
      ? []
      : [
          [
            'Afterwards',
            `${after.label}${series.place === 'waiting' ? '. They wait for a voluntary place' : series.place === 'held' ? '. They have a voluntary place' : ''}`,
          ] as [string, string],
        ]),
    ...(series.nextCallOn === null ? [] : [['Next call', showNearDay(series.nextCallOn, today)] as [string, string]]),
  ];
  return summaryList({
    rows: rows.map(([key, value]) => ({
      key: { text: key },
      value: typeof value === 'string' ? { text: value } : { html: value },
    })),
  });
}

/** With whom interviews were held: how many with each, in the order in which they came. Null before the first. */
function seenBy(interviews: readonly InterviewView[]): string | null {
  const counts = new Map<string, number>();
  for (const one of interviews)
    if (heldDay(one) !== null) counts.set(one.heldBy ?? 'somebody', (counts.get(one.heldBy ?? 'somebody') ?? 0) + 1);
  return counts.size === 0 ? null : [...counts].map(([name, count]) => `${name} (${count})`).join(', ');
}

function listHtml(view: InterviewsView, interviews: readonly InterviewView[]): Html {
  if (interviews.length === 0) return html`<p class="govuk-body">There is no interview yet.</p>`;
  const { today } = view;
  return scrollRegion({
    label: 'Interviews',
    html: table({
      stack: true,
      caption: 'Interviews',
      captionClasses: 'govuk-table__caption--m',
      head: [
        { text: 'Number' },
        { text: 'Due' },
        { text: 'Where it stands' },
        { text: 'Days since the last' },
        { text: 'What can be done' },
      ],
      rows: interviews.map((one) => [
        { text: one.number === null ? 'Voluntary' : String(one.number) },
        {
          html: html`${showNearDay(one.plannedOn, today)}${one.plannedOn === one.dueOn ? noHtml : html` <span class="newel-muted">(${movedWords[one.movedBecause ?? ''] ?? 'moved'}, in the series ${showNearDay(one.dueOn, today)})</span>`}`,
        },
        { html: standsHtml(one, today) },
        { html: gapHtml(view, one, interviews) },
        { html: doHtml(view, one) },
      ]),
    }),
  });
}

function standsHtml(one: InterviewView, today: string): Html {
  const state = stateOf(one);
  const { text, colour } = stateWords[state];
  const held = heldDay(one);
  const when =
    held !== null
      ? `${showNearDay(held, today)}${one.heldBy === null ? '' : ` with ${one.heldBy}`}`
      : one.appointment !== null && (state === 'booked' || state === 'missed')
        ? `${showNearDay(one.appointment.on, today)} at ${one.appointment.at}`
        : '';
  return html`${tag({ text, classes: colour })}${when === '' ? noHtml : html` ${when}`}`;
}

function gapHtml(view: InterviewsView, one: InterviewView, all: readonly InterviewView[]): Html {
  const gap = one.number === null ? null : gapOf(all, one.number);
  if (gap === null) return noHtml;
  const reason = view.section.intervalReasons.find(({ code }) => code === one.gapReason)?.label;
  return html`${gap.actual} <span class="newel-muted">(${gap.planned} planned)</span>${reason === undefined ? noHtml : html`<br>${reason}`}`;
}

function doHtml(view: InterviewsView, one: InterviewView): Html {
  if (!view.mayRecord) return noHtml;
  const name = one.number === null ? '(voluntary)' : `(interview ${one.number})`;
  const state = stateOf(one);
  const gap = one.number === null ? null : gapOf(view.standing?.interviews ?? [], one.number);
  const failure = view.failures.find((row) => row.interview_id === one.id && ['open', 'proposed'].includes(row.state));
  return joinHtml(
    [
      one.appointment !== null &&
        (state === 'booked' || state === 'missed') &&
        html`<a class="govuk-link" href="/cases/${view.head.caseId}/appointments/${one.appointment.id}">Appointment<span class="govuk-visually-hidden"> ${name}</span></a>`,
      (state === 'to book' || state === 'missed') &&
        (one.number === null || one.id === openInterviews(view.standing?.interviews ?? [])[0]?.id) &&
        link(view, `${one.id}/held`, 'It was held', name),
      state === 'missed' &&
        one.mandatory &&
        (failure === undefined
          ? link(view, `${one.id}/failure`, 'Follow it up', name)
          : link(view, `failures/${failure.id}`, 'Go on following it up', name)),
      gap !== null && gap.actual !== gap.planned && link(view, `${one.id}/interval`, 'Why then', name),
    ],
    ' · ',
  );
}

function actionsHtml(view: InterviewsView, { series, interviews }: Standing): Html {
  const running = series.state === 'running' && !isComplete(interviews);
  const links = joinHtml(
    [
      running && link(view, 'defer', 'Put off'),
      running && link(view, 'waive', 'Waive'),
      running && link(view, 'exempt', 'The person is exempt'),
      !running && series.voluntaryOn === null && link(view, 'volunteer', 'Continue as a volunteer'),
      link(view, 'book-voluntary', 'Book a voluntary interview'),
      !running && link(view, 'afterwards', series.afterwards === null ? 'Choose what follows' : 'Change what follows'),
      series.afterwards !== null && link(view, 'call', 'Record a call'),
      link(view, 'information', 'The leaflet was given'),
      link(view, 'protection', 'What comes first if they do not come'),
    ],
    ' · ',
  );
  return html`<p class="govuk-body newel-no-print">${links}</p>`;
}

function screeningsHtml(view: InterviewsView, { series }: Standing): Html {
  const { screenings, mayRecord, today } = view;
  const done = screenings.find(({ state }) => state !== 'draft');
  const draft = screenings.find(({ state }) => state === 'draft');
  const body =
    done !== undefined
      ? html`<p class="govuk-body">${tag({ text: String(done.final ?? done.result), classes: done.final === 'OUT' ? 'govuk-tag--grey' : 'govuk-tag--blue' })} asked on ${showNearDay(done.asked_at.slice(0, 10), today)}${done.state === 'override_asked' ? '; a second person is asked to look at it' : ''}. ${link(view, `screening/${done.id}`, 'See why')}</p>`
      : draft !== undefined
        ? html`<p class="govuk-body">Begun and not finished. ${link(view, `screening/${draft.id}`, 'Go on')}</p>`
        : series.state === 'running' && mayRecord
          ? html`<p class="govuk-body">${link(view, 'screening', 'Begin the screening')}</p>`
          : html`<p class="govuk-body">None was done.</p>`;
  return html`<h2 class="govuk-heading-m">Screening</h2>${body}`;
}

function failuresHtml(view: InterviewsView): Html {
  const { failures, today } = view;
  if (failures.length === 0) return noHtml;
  return html`<h2 class="govuk-heading-m">Interviews that were missed</h2><ul class="govuk-list govuk-list--bullet">${failures.map(
    (one) =>
      html`<li>Interview ${one.number ?? ''} on ${showNearDay(one.failed_on, today)} ${tag({ text: failureStates[one.state].text, classes: failureStates[one.state].colour })} ${link(view, `failures/${one.id}`, 'What was done', `(${showNearDay(one.failed_on, today)})`)}</li>`,
  )}</ul>`;
}

function changesHtml(view: InterviewsView): Html {
  const { changes, section, today } = view;
  if (changes.length === 0) return noHtml;
  const waiting = changes.some(({ state }) => state === 'asked');
  return html`<h2 class="govuk-heading-m">Waived and put off</h2>
${waiting ? insetText({ text: 'A waiver waits for somebody else to decide.' }) : noHtml}
<ul class="govuk-list govuk-list--bullet">${changes.map((one) => {
    const list = one.kind === 'waiver' ? section.waiver.reasons : section.deferral.reasons;
    const reason = list.find(({ code }) => code === one.reason)?.label ?? one.reason;
    const { text, colour } = changeStates[one.state];
    return html`<li>${one.kind === 'waiver' ? 'Waiver' : 'Put off'}: ${reason} ${tag({ text, classes: colour })}${one.returns_on === null ? noHtml : html` until ${showNearDay(one.returns_on, today)}`}${one.state === 'in_force' ? html`, looked at again on ${showNearDay(one.review_on, today)}` : noHtml} ${link(view, `changes/${one.id}`, 'More', `(${reason})`)}</li>`;
  })}</ul>`;
}
