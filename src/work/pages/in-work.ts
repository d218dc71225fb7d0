import { showDay, showNearDay } from '../../kit/clock.ts';
import { counted, poundsText } from '../../kit/counted.ts';
import { formatDay } from '../../kit/days.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, summaryList, table, tag } from '../../kit/ui/index.ts';
import { type InWorkRules, labelOf } from '../../programmes/rules.ts';
import type { EndingRow } from '../actions/endings.ts';
import type { ContactRow, ProblemRow } from '../actions/in-work.ts';
import { type Due, outcomes, ways } from '../rules/in-work.ts';
import type { EndingState, InWork } from '../rules/in-work-standing.ts';

/** Contacts and problems that one page shows. */
export const shownContacts = 20;

/** What the page of support in work shows. Days are 'YYYY-MM-DD'. */
export type InWorkView = {
  caseId: string;
  today: string;
  rules: InWorkRules;
  standing: InWork;
  /** The last day of support, null before attachment; `phase` as the programme counts it. */
  until: string | null;
  contacts: readonly ContactRow[];
  problems: readonly ProblemRow[];
  endings: readonly EndingRow[];
  symbol: '£' | '$';
  mayRecord: boolean;
};

const linkTo = (href: string, text: string, about?: string): Html =>
  html`<a class="govuk-link" href="${href}">${text}${about === undefined ? noHtml : html`<span class="govuk-visually-hidden"> ${about}</span>`}</a>`;

/** A contact that is due, in words. */
export function dueText(due: Due | null, today: string): string {
  if (due === null) return 'Nothing more is due';
  const on = showNearDay(formatDay(due.on), today);
  if (formatDay(due.on) > today) return `Next on ${on}`;
  if (due.late === 0) return 'Due today';
  return `${due.missed ? 'Missed' : 'Due'}: it was due on ${on}, ${counted(due.late, 'day')} ago`;
}

/** Days left of something, in words. */
export const leftText = (left: number): string =>
  left < 0 ? `ended ${counted(-left, 'day')} ago` : left === 0 ? 'ends today' : `${counted(left, 'day')} left`;

/** Support in work: what is due, what to look out for, what ends, and what was said. */
export function inWorkHtml(view: InWorkView): Html {
  const { caseId, standing, mayRecord, until } = view;
  const base = `/cases/${caseId}/in-work`;
  return html`<h1 class="govuk-heading-l">Support in work</h1>
${
  standing.since === null
    ? html`<p class="govuk-body">No job with a first day is held today. ${linkTo(`/cases/${caseId}/jobs`, 'Jobs')}</p>`
    : html`<p class="govuk-body">In work since ${showDay(formatDay(standing.since))}. ${until === null ? 'Support counts from attachment on, and there is no such day yet.' : `Support ${until < view.today ? 'ended on' : 'lasts until'} ${showDay(until)}.`} ${linkTo(`/cases/${caseId}/jobs`, 'Jobs')}</p>`
}
${mayRecord ? html`<div class="govuk-button-group newel-no-print">${button({ text: 'Record a call', href: `${base}/contact` })}<a class="govuk-link" href="${base}/payments/new">Add a payment that ends</a></div>` : noHtml}
${dueHtml(view, base)}
${endingsHtml(view, base)}
${problemsHtml(view, base)}
${contactsHtml(view)}`;
}

function dueHtml({ standing, today, mayRecord }: InWorkView, base: string): Html {
  const { person, since, employers, unasked, falls } = standing;
  if (since === null) return noHtml;
  const rows = [
    { key: { text: 'Call to the person' }, value: { text: dueText(person, today) } },
    ...employers.map(({ job, due }) => ({
      key: { text: `Call to ${job.employer ?? 'the employer'}` },
      value: {
        html: html`${dueText(due, today)}${mayRecord ? html`<br>${joinHtml([linkTo(`${base}/employer/${job.jobId}`, 'Record a call', `to ${job.employer ?? 'the employer'}`), linkTo(`${base}/employer/${job.jobId}/consent`, 'Ask the person again', `about ${job.employer ?? 'the employer'}`)], ' · ')}` : noHtml}`,
      },
    })),
    ...unasked.map((job) => ({
      key: { text: job.employer ?? 'Employer not known' },
      value: {
        html: html`Nobody has asked whether we may talk to them.${mayRecord ? html` ${linkTo(`${base}/employer/${job.jobId}/consent`, 'Ask the person', `about ${job.employer ?? 'the employer'}`)}` : noHtml}`,
      },
    })),
    ...falls.map(({ job, fall }) => ({
      key: { text: 'Hours fell' },
      value: {
        text: `${counted(fall.hundredths / 100, 'hour')} in the week of ${showNearDay(formatDay(fall.from), today)}${job.employer === null ? '' : ` at ${job.employer}`}; ${counted(fall.against / 100, 'hour')} ${fall.by === 'agreed' ? 'were agreed' : 'in the weeks before'}`,
      },
    })),
  ];
  return html`<h2 class="govuk-heading-m">What is due</h2>${summaryList({ rows })}`;
}

const stateWords = (state: EndingState, today: string): string => {
  const { asked, next, ending } = state;
  if (asked?.what === 'over') return 'Say what became of it';
  if (asked?.what === 'check') return 'Ask whether the person is still in work';
  if (asked?.what === 'talk') return 'Talk about its end now';
  // Without a plan the tag says it already.
  if (asked?.what === 'ends') return ending.plan === null ? '' : 'Look at the plan again now';
  return next === null ? '' : `Looked at again on ${showNearDay(formatDay(next.on), today)}`;
};

function endingsHtml({ standing, endings, today, symbol, mayRecord }: InWorkView, base: string): Html {
  const rows = standing.endings.map((state) => {
    const { ending, left } = state;
    const row = endings.find(({ id }) => id === ending.id);
    const pay = row?.weekly_pence == null ? '' : `, ${poundsText(row.weekly_pence, symbol)} a week`;
    const links =
      ending.outcome === null
        ? [
            linkTo(
              `${base}/endings/${ending.id}`,
              ending.plan === null ? 'Plan for its end' : 'Change the plan',
              `of ${ending.name}`,
            ),
            linkTo(`${base}/endings/${ending.id}/outcome`, 'Say what became of it', `(${ending.name})`),
          ]
        : [];
    if (ending.outcome !== null || state.asked?.what === 'check')
      links.push(linkTo(`${base}/endings/${ending.id}/check`, 'Ask afterwards', `about ${ending.name}`));
    return {
      key: { text: ending.name },
      value: {
        html: joinHtml(
          [
            `Until ${showDay(formatDay(ending.endsOn))}${ending.outcome === null ? `, ${leftText(left)}` : ''}${pay}`,
            ending.plan === null
              ? ending.outcome === null && tag({ text: 'No plan yet', classes: 'govuk-tag--yellow' })
              : html`Plan: <span class="newel-written">${ending.plan}</span>`,
            stateWords(state, today),
            mayRecord && joinHtml(links, ' · '),
          ].filter((part) => part !== false && part !== ''),
          html`<br>`,
        ),
      },
    };
  });
  const over = endings.filter(({ outcome }) => outcome !== null);
  return html`<h2 class="govuk-heading-m">What ends</h2>
${rows.length === 0 ? html`<p class="govuk-body">No payment and no permitted work is counted down.</p>` : summaryList({ rows })}
${
  over.length === 0
    ? noHtml
    : html`<ul class="govuk-list">${over.map(
        ({ id, name, outcome, outcome_on, outcome_words }) =>
          html`<li>${name}: ${outcome === null ? '' : outcomes[outcome].text.toLowerCase()}, ${showDay(outcome_on)}${outcome_words === null ? noHtml : html`. <span class="newel-written">${outcome_words}</span>`}${mayRecord ? html` ${linkTo(`${base}/endings/${id}/outcome`, 'Correct', `what became of ${name}`)}` : noHtml}</li>`,
      )}</ul>`
}`;
}

function problemsHtml({ problems, rules, mayRecord }: InWorkView, base: string): Html {
  if (problems.length === 0) return noHtml;
  return html`<h2 class="govuk-heading-m">What came up</h2>
${table({
  stack: true,
  caption: 'What came up in work',
  captionClasses: 'govuk-visually-hidden',
  head: [{ text: 'What' }, { text: 'Since' }, { text: 'What helped' }, { text: 'State' }],
  rows: problems.map((one) => {
    const label = labelOf(rules.problems, one.code);
    return [
      {
        html: html`${label}${one.words === null ? noHtml : html`<br><span class="newel-written">${one.words}</span>`}`,
      },
      { text: showDay(one.opened_on) },
      {
        text:
          [one.help === null ? null : labelOf(rules.help, one.help), one.closed_words].filter(Boolean).join('. ') ||
          'Nothing yet',
      },
      {
        html:
          one.closed_on === null
            ? html`Open${mayRecord ? html`<br>${linkTo(`${base}/problems/${one.id}`, 'It is over', `(${label})`)}` : noHtml}`
            : html`Over since ${showDay(one.closed_on)}`,
      },
    ];
  }),
})}`;
}

function contactsHtml({ contacts, caseId, today }: InWorkView): Html {
  if (contacts.length === 0)
    return html`<h2 class="govuk-heading-m">Calls</h2><p class="govuk-body">No call in work is recorded. Meetings stand in the ${linkTo(`/cases/${caseId}/timeline`, 'timeline')}.</p>`;
  return html`<h2 class="govuk-heading-m">Calls</h2>
<ul class="govuk-list govuk-list--spaced">${contacts
    .slice(0, shownContacts)
    .map(
      (one) =>
        html`<li><strong>${showNearDay(one.contact_on, today)}</strong>, ${one.with_whom === 'person' ? 'the person' : (one.employer ?? 'the employer')}, ${ways[one.way].toLowerCase()}${one.reached ? noHtml : html` ${tag({ text: 'Nobody answered', classes: 'govuk-tag--grey' })}`}${one.words === null ? noHtml : html`<br><span class="newel-written">${one.words}</span>`}${one.recorded_by_name === null ? noHtml : html`<br><span class="newel-muted">${one.recorded_by_name}</span>`}</li>`,
    )}</ul>${contacts.length > shownContacts ? html`<p class="govuk-body">Earlier calls stand in the ${linkTo(`/cases/${caseId}/timeline?show=job`, 'timeline')}.</p>` : noHtml}`;
}

/** On the overview of a case: what support in work asks for; nothing for somebody who is not in work. */
export function inWorkPart(caseId: string, standing: InWork, today: string): Html {
  const { person, since, endings, falls } = standing;
  if (since === null && endings.length === 0) return noHtml;
  const lines = [
    since !== null && `Call to the person: ${dueText(person, today).toLowerCase()}`,
    ...falls.map(
      ({ fall }) => `Hours fell to ${fall.hundredths / 100} in the week of ${showNearDay(formatDay(fall.from), today)}`,
    ),
    ...endings
      .filter(({ ending }) => ending.outcome === null)
      .map(({ ending, left }) => `${ending.name}: ${leftText(left)}${ending.plan === null ? ', no plan yet' : ''}`),
  ].filter((line) => line !== false);
  return html`<h2 class="govuk-heading-m">In work</h2>
<ul class="govuk-list">${lines.map((line) => html`<li>${line}</li>`)}</ul>
<p class="govuk-body newel-no-print">${linkTo(`/cases/${caseId}/in-work`, 'Support in work')}</p>`;
}
