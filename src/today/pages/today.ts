import { supervisionText } from '../../care/actions/show.ts';
import { statusTag, supportWords } from '../../cases/actions/frame.ts';
import type { CaseDay } from '../../cases/rules/case-day.ts';
import { showNearDay } from '../../kit/clock.ts';
import { counted, whole } from '../../kit/counted.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, details, insetText } from '../../kit/ui/index.ts';
import type { NextMeeting, Reason, WorkersToday } from '../actions/today.ts';
import { later } from '../rules/case-matters.ts';
import { type Act, type Level, levelText, type Matter, type Off, type Row } from '../rules/matters.ts';

/** What the page shows. `greeting` is 'Good morning, Rashida', null on the Today of somebody else. */
export type TodayView = WorkersToday & {
  greeting: string | null;
  today: string;
  /** Every row, and not only the first ones. */
  all: boolean;
  /** May put off, and so is the worker or covers for them. */
  mayPutOff: boolean;
  csrf: Html;
};

/** Rows on the page: as many as anybody sees to in a day. The others come up as these are done. */
export const mostRows = 15;
/** Days ahead that a row tells what comes after it. */
const ahead = 92;

/** Today: who needs the key worker, why, and one thing to do about each. */
export function todayHtml(view: TodayView): Html {
  const { list, people, worker } = view;
  const shown = view.all ? list.rows : list.rows.slice(0, mostRows);
  const heading = view.greeting ?? `Today of ${worker.name}`;
  return html`<h1 class="govuk-heading-l govuk-!-margin-bottom-2">${heading}</h1>
<p class="govuk-body-l" id="count">${countText(list.rows.length, people.length)}</p>
${coverHtml(view)}${nextHtml(view)}${ownHtml(view)}
<h2 class="govuk-heading-m" id="needs">Needs ${view.greeting === null ? 'their key worker' : 'you'}</h2>
${
  shown.length === 0
    ? noHtml
    : html`<ol class="newel-today" aria-labelledby="needs">${shown.map((row) => rowHtml(row, view))}</ol>
${list.rows.length > shown.length ? html`<p class="govuk-body">${list.rows.length - shown.length} more come up as these are done. <a class="govuk-link newel-no-print" href="/today?${view.greeting === null ? html`worker=${worker.staffId}&` : noHtml}all=1">Show all ${list.rows.length}</a></p>` : noHtml}
${view.mayPutOff ? html`<form method="post" id="${putOffForm}">${view.csrf}</form>` : noHtml}`
}
${details({
  summaryText: 'Show why these come first',
  html: html`<p class="govuk-body">The most urgent reason of each person stands in the row; the others unfold. Rows are in this order:</p>
<ol class="govuk-list govuk-list--number"><li>what is marked ‘${levelText[3]}’, then ‘${levelText[2]}’, then ‘${levelText[1]}’</li><li>within each, by the kind of reason, in the order below</li><li>within a kind, what has been due longest</li></ol>
<ol class="govuk-list govuk-list--bullet">${view.why.map((line) => html`<li>${line}</li>`)}</ol>
<p class="govuk-body">The days and the order are those of the programme. What you put off comes back by itself, and sooner when it becomes more urgent.</p>`,
})}
${endHtml(view)}${waitingHtml(view)}${seenHtml(view)}${offHtml(view)}`;
}

/** '14 people of 52 need you'. */
export function countText(needing: number, all: number): string {
  if (all === 0) return 'Nobody is on this caseload yet';
  if (needing === 0) return `Nobody of ${counted(all, 'person', 'people')} needs anything today`;
  return `${counted(needing, 'person', 'people')} of ${whole(all)} ${needing === 1 ? 'needs' : 'need'} you`;
}

const link = (act: Act): Html => html`<a class="govuk-link" href="${act.href}">${act.text}</a>`;
const personLink = (person: CaseDay): Html =>
  html`<a class="govuk-link" href="/cases/${person.caseId}">${person.name}</a>`;

/** Three dots say how urgent a reason is; the word stands beside them. */
const levelHtml = (level: Level): Html =>
  html`<span class="newel-level newel-level--${level}"><span aria-hidden="true">${'●'.repeat(level)}${'○'.repeat(3 - level)}</span> ${levelText[level]}</span>`;

const standing = ({ status, support, paused }: CaseDay): Html | string =>
  paused === null && support !== null && status === 'attached' ? supportWords(support) : statusTag(status);

function rowHtml({ person, first, further }: Row<CaseDay>, view: TodayView): Html {
  const [main, ...others] = first.acts;
  const next = view.list.next.get(person.caseId);
  // Every link and button of a row says whose it is to somebody who hears them one by one.
  const of = html`<span class="govuk-visually-hidden"> (${person.name})</span>`;
  return html`<li class="newel-today__row">
<div class="newel-today__who"><h3 class="govuk-heading-s govuk-!-margin-bottom-0">${personLink(person)}</h3><span class="newel-muted">${standing(person)}</span></div>
<div class="newel-today__why">${levelHtml(first.level)} <span>${first.words}</span></div>
<div class="newel-today__act newel-no-print">${button({ href: main.href, html: html`${main.text}${of}`, classes: 'govuk-button--secondary' })}${others.map((act) => html`<a class="govuk-link" href="${act.href}">${act.text}${of}</a>`)}</div>
<div class="newel-today__more">${
    further.length === 0
      ? noHtml
      : details({
          summaryHtml: html`${counted(further.length, 'further reason')}${of}`,
          html: html`<ul class="govuk-list">${further.map((matter) => furtherHtml(matter))}</ul>`,
        })
  }${
    view.mayPutOff
      ? details({
          summaryHtml: html`Not today${of}`,
          html: putOffHtml(person, [first, ...further]),
          classes: 'newel-no-print',
        })
      : noHtml
  }${next === undefined || next.on > later(view.today, ahead) ? noHtml : html`<p class="newel-muted newel-today__next">After that: ${nextText(next, view.today)}</p>`}</div>
</li>`;
}

const furtherHtml = (matter: Matter): Html =>
  html`<li>${levelHtml(matter.level)} ${matter.words}. <span class="newel-no-print">${joinHtml(matter.acts.map(link), ' · ')}</span></li>`;

/** What comes next for somebody: 'be in touch by Thu 14 Apr'. */
export const nextText = (next: Matter, today: string): string =>
  `${next.words.charAt(0).toLowerCase()}${next.words.slice(1)}${next.words.includes(showNearDay(next.on, today)) ? '' : `, by ${showNearDay(next.on, today)}`}`;

/** The form of all buttons that put a row off; which row stands with the button. */
const putOffForm = 'put-off';

/** Where reasons of a case are put off. */
export const putOffAddress = (caseId: string, reasons: readonly Reason[]): string =>
  `/cases/${caseId}/put-off?${reasons.map(({ reason, level }) => `reason=${encodeURIComponent(`${reason}:${level}`)}`).join('&')}`;

/** The buttons that put a row off. All its reasons go with it. */
function putOffHtml(person: CaseDay, matters: readonly Matter[]): Html {
  const address = putOffAddress(person.caseId, matters);
  const put = (days: number, text: string) =>
    html`<button class="govuk-button govuk-button--secondary" data-module="govuk-button" data-prevent-double-click="true" form="${putOffForm}" formaction="${address}" name="until" value="${days}">${text}</button>`;
  return html`<div class="newel-bar">${put(1, 'Until tomorrow')}${put(7, 'For 7 days')}<a class="govuk-link" href="${address}">Until another day</a></div>`;
}

function coverHtml({ worker, covering, greeting, today }: TodayView): Html {
  const until = (one: { covered: { until: string | null } | null }) =>
    one.covered?.until == null ? '' : ` until ${showNearDay(one.covered.until, today)}`;
  return html`${
    worker.covered === null
      ? noHtml
      : insetText({
          text:
            greeting === null
              ? `${worker.name} is away${until(worker)}. ${worker.covered.by} covers`
              : `${worker.covered.by} covers for you${until(worker)}`,
        })
  }${covering.map(
    (one) =>
      html`<p class="govuk-body">You cover for ${one.name}${until(one)}: <a class="govuk-link" href="/today?worker=${one.staffId}">Today of ${one.name}</a></p>`,
  )}${greeting === null ? html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="/caseload?worker=${worker.staffId}">Caseload of ${worker.name}</a></p>` : noHtml}`;
}

const modes: Readonly<Record<string, string>> = {
  in_person: 'in person',
  phone: 'phone',
  text: 'text',
  home: 'at home',
  elsewhere: 'elsewhere',
};

function nextHtml({ meetings, today }: TodayView): Html {
  const shown = meetings.filter(({ meeting }, at) => at === 0 || meeting.next_on === today).slice(0, 8);
  if (shown.length === 0) return noHtml;
  const when = ({ next_on, next_at }: NextMeeting) =>
    `${next_on === today ? 'today' : showNearDay(next_on, today)}${next_at === null ? '' : ` ${next_at}`}`;
  return html`<h2 class="govuk-heading-s govuk-!-margin-bottom-1" id="next">Next</h2>
<ul class="govuk-list" aria-labelledby="next">${shown.map(({ person, meeting }) => {
    const mode = meeting.next_mode === null ? undefined : modes[meeting.next_mode];
    const href = `/cases/${person.caseId}/meeting${meeting.next_mode === null ? '' : `?mode=${meeting.next_mode}`}`;
    return html`<li><strong>${when(meeting)}</strong> ${personLink(person)}${mode === undefined ? noHtml : html` · ${mode}`} · <a class="govuk-link" href="${href}">Prepare<span class="govuk-visually-hidden"> the meeting with ${person.name}</span></a></li>`;
  })}</ul>`;
}

/** What the worker needs themself. */
function ownHtml({ supervision, greeting, today }: TodayView): Html {
  const open = supervision.filter(({ state }) => state === 'to book' || state === 'to confirm' || state === 'overdue');
  if (open.length === 0 || greeting === null) return noHtml;
  return html`<h2 class="govuk-heading-s govuk-!-margin-bottom-1" id="own">For you</h2>
<ul class="govuk-list" aria-labelledby="own">${open.map(
    (one) =>
      html`<li>${supervisionText(one, today)} · <a class="govuk-link" href="/supervision">${one.state === 'to confirm' ? 'Confirm' : 'Book'}</a></li>`,
  )}</ul>`;
}

function endHtml({ list, paused, people, greeting, worker }: TodayView): Html {
  if (people.length === 0) return noHtml;
  const course = list.onCourse - paused;
  const href = greeting === null ? `/caseload?worker=${worker.staffId}` : '/caseload';
  return html`<div class="newel-today__end"><p class="govuk-body"><strong>${list.rows.length === 0 ? 'Everybody is seen to.' : 'That is everything for today.'}</strong> ${counted(Math.max(0, course), 'person is', 'people are')} on course${paused > 0 ? `, ${counted(paused, 'person is', 'people are')} paused` : ''}.</p>
<p class="govuk-body newel-no-print"><a class="govuk-link" href="${href}">Whole caseload</a></p></div>`;
}

function waitingHtml({ list, today }: TodayView): Html {
  const { waiting } = list;
  if (waiting.length === 0) return noHtml;
  return html`<h2 class="govuk-heading-m" id="others">Waiting on others</h2>
<ul class="govuk-list" aria-labelledby="others">${waiting
    .slice(0, 10)
    .map(
      ({ person, matter }) =>
        html`<li>${personLink(person)}: ${matter.words}, since ${showNearDay(matter.waitsSince ?? today, today)}</li>`,
    )}</ul>
${waiting.length > 10 ? html`<p class="govuk-body">and ${waiting.length - 10} more</p>` : noHtml}`;
}

/** Who was seen to today, and what comes next for each. */
function seenHtml({ people, list, today }: TodayView): Html {
  const seen = people.filter(({ lastContactOn }) => lastContactOn === today);
  if (seen.length === 0) return noHtml;
  return html`<h2 class="govuk-heading-m" id="seen">Seen to today</h2>
<ul class="govuk-list" aria-labelledby="seen">${seen.map((person) => {
    const next = list.next.get(person.caseId);
    return html`<li>${personLink(person)}${next === undefined ? noHtml : html`. Next: ${nextText(next, today)}`}</li>`;
  })}</ul>`;
}

function offHtml({ list, today, mayPutOff, csrf }: TodayView): Html {
  if (list.off.length === 0) return noHtml;
  const back = ({ person }: Off<CaseDay>) =>
    html` <form method="post" action="/cases/${person.caseId}/put-off/back" class="newel-inline newel-no-print">${csrf}<button class="newel-link-button" type="submit">Call back<span class="govuk-visually-hidden"> ${person.name}</span></button></form>`;
  return details({
    summaryText: `Not today: ${counted(list.off.length, 'person', 'people')}`,
    html: html`<ul class="govuk-list">${list.off.map(
      (off) =>
        html`<li>${personLink(off.person)}: ${off.first.words}. Comes back ${showNearDay(off.until, today)}${mayPutOff ? back(off) : noHtml}</li>`,
    )}</ul>`,
  });
}
