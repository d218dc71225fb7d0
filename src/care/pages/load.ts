import { showDay, showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { details, insetText, scrollRegion, table, tag } from '../../kit/ui/index.ts';
import { loadRulesOf, type ProgrammeDocument, timeRulesOf } from '../../programmes/rules.ts';
import type { AskedPlan, LoadInFull, MonthLoad, TeamLoads, WorkerLoad } from '../actions/load.ts';
import { supervisionText } from '../actions/show.ts';
import { loadWords, mean, showPoints, standingTo } from '../rules/load.ts';
import { showMinutes } from '../rules/time.ts';

const guideWords = (document: ProgrammeDocument, limit: number | null): string => {
  const { caseload, words } = document;
  return `The guide is ${caseload.from} to ${caseload.to} attached ${words.client.plural} for each ${words.keyWorker.singular}${limit === null ? '' : `; the limit is ${limit}`}.`;
};

/** The rule of the load, in words. */
const ruleHtml = (document: ProgrammeDocument): Html =>
  details({
    summaryText: 'How a load is counted',
    html: html`<p class="govuk-body">A load says how much a caseload asks of its worker. It is no measure of how well anybody works.</p>
<ul class="govuk-list govuk-list--bullet">${loadWords(loadRulesOf(document)).map((line) => html`<li>${line}</li>`)}</ul>
<p class="govuk-body">Severe issues are counted by their latest rating; what was never rated adds nothing.</p>`,
  });

function standingHtml(worker: WorkerLoad, document: ProgrammeDocument, limit: number | null): Html {
  const { text, over } = standingTo(worker.load, document.caseload, limit);
  // The guide is a guide: only the limit is marked.
  return over === 'limit' ? tag({ text, classes: 'govuk-tag--red' }) : html`${text}`;
}

function timeHtml({ time }: WorkerLoad): Html {
  if (time.share === null) return html`<span class="newel-muted">None logged</span>`;
  return html`${time.share}%${time.alert ? html` ${tag({ text: 'Low', classes: 'govuk-tag--orange' })}` : noHtml}`;
}

const dueSupervision = ({ supervision }: WorkerLoad) =>
  supervision.filter(({ state }) => state === 'overdue' || state === 'to book' || state === 'to confirm');

function supervisionHtml(worker: WorkerLoad, today: string): Html {
  const due = dueSupervision(worker);
  return due.length === 0
    ? html`Up to date`
    : joinHtml(
        due.map((one) => supervisionText(one, today)),
        html`<br>`,
      );
}

/** The loads of a team, by the workers' codes. Nobody is ranked: there is no order by load. */
export function teamLoadsHtml(
  view: TeamLoads & {
    today: string;
    programmeName: string;
    programmes: readonly { key: string; name: string; href: string; current: boolean }[];
    nextHref: string | null;
    csvHref: string;
  },
): Html {
  const { workers, document, limit, today } = view;
  const { words } = document;
  return html`<span class="govuk-caption-l">${view.programmeName}</span>
<h1 class="govuk-heading-l">Loads</h1>
${
  view.programmes.length > 1
    ? html`<ul class="govuk-list newel-actions">${view.programmes.map(({ name, href, current }) => html`<li>${current ? html`<strong>${name}</strong>` : html`<a class="govuk-link" href="${href}">${name}</a>`}</li>`)}</ul>`
    : noHtml
}
<p class="govuk-body">${guideWords(document, limit)}</p>
${ruleHtml(document)}
${
  workers.length === 0
    ? html`<p class="govuk-body">There are no ${words.keyWorker.plural} here.</p>`
    : scrollRegion({
        label: 'Loads',
        html: table({
          stack: true,
          firstCellIsHeader: true,
          caption: `Each ${words.keyWorker.singular}, by code`,
          captionClasses: 'govuk-visually-hidden',
          head: [
            { text: words.keyWorker.singular },
            { text: 'Attached', format: 'numeric' },
            { text: 'Of them in work', format: 'numeric' },
            { text: 'Paused', format: 'numeric' },
            { text: 'Load', format: 'numeric' },
            { text: 'Severe issues, mean', format: 'numeric' },
            { text: 'To the guide' },
            { text: 'Parked, overdue', format: 'numeric' },
            { text: 'On the programme, 4 weeks' },
            { text: 'Supervision' },
          ],
          rows: workers.map((worker) => [
            {
              html: html`<a class="govuk-link" href="/load/${worker.staffId}">${worker.name}</a> <span class="newel-reference">${worker.code}</span>${worker.covered === null ? noHtml : html`<br><span class="newel-muted">Away: ${worker.covered.by}${worker.covered.until === null ? '' : ` until ${showNearDay(worker.covered.until, today)}`}</span>`}`,
            },
            { text: String(worker.load.attached), format: 'numeric' },
            { text: String(worker.load.inWork), format: 'numeric' },
            { text: String(worker.load.paused), format: 'numeric' },
            { text: showPoints(worker.load.hundredths), format: 'numeric' },
            { text: mean(worker.load.severe, worker.load.rated) ?? 'Not known', format: 'numeric' },
            { html: standingHtml(worker, document, limit) },
            { text: String(worker.parkedDue), format: 'numeric' },
            { html: timeHtml(worker) },
            { html: supervisionHtml(worker, today) },
          ]),
        }),
      })
}
<p class="govuk-body newel-no-print"><a class="govuk-link" href="/team">Team and cover</a> · <a class="govuk-link" href="${view.csvHref}">Download as CSV</a>${view.nextHref === null ? noHtml : html` · <a class="govuk-link" rel="next" href="${view.nextHref}">Next key workers</a>`}</p>
${alertsHtml(view)}
${plansHtml(view)}
${driftHtml(view.months, workers.length === 1 ? `The ${words.keyWorker.singular} above` : `These ${workers.length} ${words.keyWorker.plural} together`)}`;
}

/** Plans that wait for approval; they are read and decided on their own page. */
function plansHtml({ plans, today }: { plans: readonly AskedPlan[]; today: string }): Html {
  if (plans.length === 0) return noHtml;
  return html`<h2 class="govuk-heading-m" id="plans">Plans that wait for approval</h2>
<ul class="govuk-list" aria-labelledby="plans">${plans.map(
    ({ one, askedOn }) =>
      html`<li><a class="govuk-link" href="/cases/${one.caseId}/plan">Plan of ${one.name}</a>, asked ${showNearDay(askedOn, today)}</li>`,
  )}</ul>`;
}

/** What a manager is told: low time on the programme, more people than allowed. Words about the work, not about the worker. */
function alertsHtml({ workers, document, limit }: TeamLoads): Html {
  const { alertAtPercent } = timeRulesOf(document);
  const low = workers.filter(({ time }) => time.alert);
  const over = workers.filter(({ load }) => standingTo(load, document.caseload, limit).over === 'limit');
  const lines = [
    ...low.map(
      ({ name, time }) =>
        `${name}: ${time.share}% of the time logged in four weeks was on the programme (${showMinutes(time.minutes.off)} elsewhere). The programme asks for more than ${alertAtPercent}%`,
    ),
    ...over.map(
      ({ name, load }) => `${name}: ${standingTo(load, document.caseload, limit).text} (${load.attached} attached)`,
    ),
  ];
  if (lines.length === 0) return noHtml;
  return html`<h2 class="govuk-heading-m" id="told">To look at together</h2>
<ul class="govuk-list govuk-list--bullet" aria-labelledby="told">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

const monthName = (month: string): string => showDay(month).split(' ').slice(1).join(' ');

/** Load and severity by month: what drifts, drifts slowly. */
function driftHtml(rows: readonly MonthLoad[], whose: string): Html {
  const byMonth = new Map<string, MonthLoad[]>();
  for (const row of rows) byMonth.set(row.month, [...(byMonth.get(row.month) ?? []), row]);
  if (byMonth.size === 0) return noHtml;
  const sum = (list: readonly MonthLoad[], of: (row: MonthLoad) => number) =>
    list.reduce((total, row) => total + of(row), 0);
  return html`<h2 class="govuk-heading-m">Month by month</h2>
${scrollRegion({
  label: 'Month by month',
  html: table({
    stack: true,
    firstCellIsHeader: true,
    caption: `${whose}, at the end of each month`,
    captionClasses: 'govuk-table__caption--s',
    head: [
      { text: 'Month' },
      { text: 'People, mean', format: 'numeric' },
      { text: 'Load, mean', format: 'numeric' },
      { text: 'Severe issues, mean', format: 'numeric' },
    ],
    rows: [...byMonth].map(([month, list]) => [
      { text: monthName(month) },
      {
        text:
          mean(
            sum(list, (row) => row.people),
            list.length,
          ) ?? '',
        format: 'numeric',
      },
      { text: mean(sum(list, (row) => row.hundredths) / 100, list.length) ?? '', format: 'numeric' },
      {
        text:
          mean(
            sum(list, (row) => row.severe),
            sum(list, (row) => row.rated),
          ) ?? 'Not known',
        format: 'numeric',
      },
    ]),
  }),
})}`;
}

/** One worker's load: what every case adds, time, supervision, and where to balance it. */
export function loadHtml(view: LoadInFull & { today: string; mayReassign: boolean; mayRead: boolean }): Html {
  const { worker, document, limit, cases, row, today } = view;
  return html`<span class="govuk-caption-l">${worker.code}</span>
<h1 class="govuk-heading-l">Load of ${worker.name}</h1>
${worker.covered === null ? noHtml : insetText({ text: `Away. ${worker.covered.by} covers${worker.covered.until === null ? '' : ` until ${showNearDay(worker.covered.until, today)}`}` })}
<p class="govuk-body-l">${showPoints(worker.load.hundredths)} from ${counted(worker.load.people, 'person', 'people')} · ${standingHtml(worker, document, limit)}</p>
<p class="govuk-body">${guideWords(document, limit)}</p>
${ruleHtml(document)}
<ul class="govuk-list newel-actions newel-no-print">${view.mayRead ? html`<li><a class="govuk-link" href="/today?worker=${row.staff_id}">Today of ${worker.name}</a></li>` : noHtml}
<li><a class="govuk-link" href="/caseload?worker=${row.staff_id}">Review the caseload</a></li>
${view.mayReassign && cases.length > 0 ? html`<li><a class="govuk-link" href="/reassign?worker=${row.staff_id}">Balance: give cases to others</a></li>` : noHtml}
<li><a class="govuk-link" href="/time?worker=${row.staff_id}">Time</a></li>
<li><a class="govuk-link" href="/supervision?worker=${row.staff_id}">Supervision</a></li></ul>
<h2 class="govuk-heading-m">What each case adds</h2>
${
  cases.length === 0
    ? html`<p class="govuk-body">No open cases.</p>`
    : scrollRegion({
        label: 'What each case adds',
        html: table({
          stack: true,
          firstCellIsHeader: true,
          caption: 'What each case adds, the most first',
          captionClasses: 'govuk-visually-hidden',
          head: [{ text: 'Name' }, { text: 'Load', format: 'numeric' }, { text: 'Made up of' }, { text: 'Parked' }],
          rows: cases.map(({ one, weight }) => [
            {
              html: html`<a class="govuk-link" href="/cases/${one.caseId}">${one.name}</a> <span class="newel-reference">${one.reference}</span>`,
            },
            { text: showPoints(weight.hundredths), format: 'numeric' },
            { text: weight.parts.map((part) => `${showPoints(part.hundredths)} ${part.words}`).join(' + ') },
            {
              html:
                one.parkedReviewOn === null
                  ? noHtml
                  : html`<a class="govuk-link" href="/cases/${one.caseId}/key-worker">${one.parkedReviewOn <= today ? 'Look at it again' : `Until ${showNearDay(one.parkedReviewOn, today)}`}<span class="govuk-visually-hidden"> (${one.name})</span></a>`,
            },
          ]),
        }),
      })
}
${plansHtml(view)}
${driftHtml(view.months, worker.name)}`;
}
