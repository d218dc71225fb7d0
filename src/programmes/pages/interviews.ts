import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { scrollRegion, summaryList, table } from '../../kit/ui/index.ts';
import type { ProgrammeDocument } from '../rules/document.ts';
import {
  type InterviewSeries,
  type Interviews,
  type ScreeningVersion,
  settingKinds,
  settingText,
} from '../rules/interviews.ts';

const rows = (list: readonly (readonly [string, string])[]): Html =>
  summaryList({ rows: list.map(([key, value]) => ({ key: { text: key }, value: { text: value } })) });
const bullets = (list: readonly (Html | string)[]): Html =>
  html`<ul class="govuk-list govuk-list--bullet">${list.map((one) => html`<li>${one}</li>`)}</ul>`;
const small = (title: string): Html => html`<h3 class="govuk-heading-s">${title}</h3>`;

/** Which claims belong to a series, in words. */
function claimText({ yearsBeforeStart, beforeStart }: InterviewSeries['claim']): string {
  if (!beforeStart) return 'The claim began on the first day of the district or after it';
  return `The claim began up to ${counted(yearsBeforeStart, 'year')} before the first day of the district`;
}

/** The series of interviews of a programme, with everything that is asked, waited for and chosen in it. */
export function interviewsHtml({ interviews }: ProgrammeDocument): Html {
  if (interviews === undefined) return html`<p class="govuk-body">The programme has no series of interviews.</p>`;
  const { failure, waiver, deferral, words } = interviews;
  return html`${interviews.series.map((series) => seriesHtml(series, interviews))}
${(interviews.elsewhere ?? []).map(({ claim, text }) => html`<p class="govuk-body">${claimText(claim)}: ${text}</p>`)}
${small('Who need not come')}${bullets(interviews.exemptions.map(({ label, text }) => `${label}. ${text}`))}
${small('First days')}${rows(interviews.districts.map(({ area, startsOn }) => [area, showDay(startsOn)]))}
${small('When somebody does not come')}${rows([
  ['An answer on the last day', failure.lastDayCounts ? 'Counts' : 'Does not count'],
  [
    'A good cause',
    failure.causes
      .filter(({ good }) => good)
      .map(({ label }) => label)
      .join('; '),
  ],
  [
    'No good cause by itself',
    failure.causes
      .filter(({ good }) => !good)
      .map(({ label }) => label)
      .join('; '),
  ],
  ['Ways to reach somebody', failure.channels.map(({ label }) => label).join('; ')],
  ['What may come of a visit', failure.visitOutcomes.map(({ label }) => label).join('; ')],
  ['What may be proposed', failure.proposals.map(({ label }) => label).join('; ')],
])}
${bullets(failure.protectedPeople.map(({ label, first }) => `${label}: ${first}`))}
${small('Waiving an interview')}${bullets(waiver.reasons.map(({ label, hint }) => (hint === undefined ? label : `${label} (${hint})`)))}
${small('Putting an interview off')}${bullets(deferral.reasons.map(({ label, hint }) => (hint === undefined ? label : `${label} (${hint})`)))}
${rows([
  [
    'A second opinion',
    `${waiver.secondOpinion ? 'Asked for' : 'Not asked for'} before a waiver; ${deferral.secondOpinion ? 'asked for' : 'not asked for'} before a deferral`,
  ],
  [
    'Looked at again',
    `Within ${counted(interviews.reviewWithinMonths, 'month')}; of a deferral the adviser is told ${counted(deferral.taskDaysBefore, 'day')} before`,
  ],
])}
${small('Guidance')}${bullets(interviews.guidance.map(({ about, version, from, text }) => html`${about === 'waiver' ? 'Waivers' : 'Deferrals'}, version ${version} from ${showDay(from)}: ${text}`))}
${(interviews.screening ?? []).map(screeningHtml)}
${small('After the last interview')}${bullets(
  interviews.afterLast.map(
    ({ label, hint, takesPlace, callAfterDays }) =>
      `${label}${hint === undefined ? '' : ` (${hint})`}${takesPlace ? ', in a voluntary place' : ''}${callAfterDays === undefined ? '' : `, with a call after ${counted(callAfterDays, 'day')}`}`,
  ),
)}
${rows([
  ['Voluntary places', counted(interviews.voluntaryPlaces, 'place')],
  ['A call to whoever waits for one', `After ${counted(interviews.waitingCallDays, 'day')}`],
  ['Why an interview is not on its day', interviews.intervalReasons.map(({ label }) => label).join('; ')],
  ['What an interview is called', `${words.interview.singular}, ${words.interview.plural}`],
  ['How long it is', counted(interviews.minutes, 'minute')],
])}
${settingsHtml(interviews)}`;
}

function seriesHtml(series: InterviewSeries, { words }: Interviews): Html {
  return html`${small(series.label)}<p class="govuk-body">${series.about}.</p>${rows([
    ['Who', claimText(series.claim)],
    ['How many', counted(series.interviews, words.interview.singular, words.interview.plural)],
    [
      'First',
      `${counted(series.first.days, 'day')} after ${series.first.after === 'claim' ? 'the claim' : 'the series is started'}`,
    ],
    ['Then', `Every ${counted(series.everyDays, 'day')}`],
    ['People must come', series.mandatory ? 'Yes' : 'No'],
    ['Screening', series.screening ? 'Yes' : 'No'],
  ])}`;
}

function screeningHtml(one: ScreeningVersion): Html {
  return html`${small(`Screening, version ${one.version} from ${showDay(one.from)}`)}<p class="govuk-body">${one.about}</p>
${bullets(one.questions.map((question) => html`${question.text}${question.hint === undefined ? noHtml : html` (${question.hint})`} ${question.choices.map(({ label }) => label).join(' / ')}`))}
<p class="govuk-body">Conditions to choose from: ${one.conditions.map(({ label }) => label).join('; ')}; and others in words.</p>
<p class="govuk-body">OUT when each of these holds, else IN: ${one.out.map(({ met }) => `the person ${met}`).join('; ')}. Otherwise: ${one.out.map(({ notMet }) => notMet).join('; ')}.</p>`;
}

function settingsHtml({ settings }: Interviews): Html {
  return scrollRegion({
    label: 'Settings of districts',
    html: table({
      stack: true,
      caption: 'Settings of districts',
      captionClasses: 'govuk-table__caption--s',
      head: [{ text: 'Setting' }, { text: 'Where' }, { text: 'From' }, { text: 'Value' }],
      rows: settings.map(({ key, district, from, value }) => [
        { text: settingKinds[key].label },
        { text: district ?? 'Every district without its own' },
        { text: showDay(from) },
        { text: settingText(key, value) },
      ]),
    }),
  });
}
