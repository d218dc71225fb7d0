/** Who holds the whole of a case: now, what stands open, the history, and the way to change it. */
import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, checkboxes, summaryList, table, tag, warningText } from '../../kit/ui/index.ts';
import { type AlarmRow, alarmText } from '../actions/alarms.ts';
import type { Holder, ManagerRow, Story } from '../actions/case-manager.ts';
import { bases, endings, holders, toResume } from '../rules/case-manager.ts';

type View = {
  caseId: string;
  holder: Holder;
  story: Story;
  alarms: readonly AlarmRow[];
  today: string;
  csrf: Html;
  mayChange: boolean;
};

const path = (caseId: string): string => `/cases/${caseId}/case-manager`;
const post = (view: Pick<View, 'caseId' | 'csrf'>, what: string, id: string | null, inner: Html): Html =>
  html`<form method="post" action="${path(view.caseId)}" class="newel-no-print">${view.csrf}<input type="hidden" name="_do" value="${what}">${id === null ? noHtml : html`<input type="hidden" name="id" value="${id}">`}${inner}</form>`;

/** 'Dana Frost, Beacon, until 8 Sep 2008'. */
export const holderText = (holder: Holder): string =>
  holder.by === 'nobody'
    ? holder.since === null
      ? 'Nobody: the case has no key worker'
      : `Nobody since ${showDay(holder.since)}`
    : `${holder.name}${holder.by === 'key worker' ? ', the key worker' : ''}${holder.until === null ? '' : `, until ${showDay(holder.until)}`}`;

const endingText = (row: ManagerRow): string =>
  row.ended_why === null ? '' : (endings[row.ended_why as keyof typeof endings] ?? row.ended_why);
const basisText = (row: ManagerRow): string =>
  row.basis.map((code) => bases[code as keyof typeof bases] ?? code).join('; ');

function factsOf(row: ManagerRow): Html {
  const lines: [string, string | null][] = [
    ['Why', basisText(row)],
    ['Tells you how things are going', row.feedback_every],
    ['About what', row.feedback_what],
    ['You go on when', row.resume_when],
    ['Both see the notes', row.notes_access ? 'Yes' : 'No'],
    ['Who else knows', row.informed],
    ['Looked at again on', row.review_on === null ? null : showDay(row.review_on)],
  ];
  return summaryList({
    rows: lines.flatMap(([key, value]) =>
      value === null || value === '' ? [] : [{ key: { text: key }, value: { text: value } }],
    ),
  });
}

/** An alarm that is open: what is the matter, whose it is and by when, and how it is settled. */
function alarmHtml(view: View, row: AlarmRow): Html {
  const id = `why-${row.id}`;
  return html`<div class="newel-alarm"><p class="govuk-body">${tag({ text: alarmText[row.kind], classes: 'govuk-tag--red' })} since ${showDay(row.since)}. ${row.owner_name === null ? 'Nobody' : row.owner_name} acts${row.due_on === null ? '' : ` by ${showDay(row.due_on)}`}.</p>
${row.words === null ? noHtml : html`<p class="govuk-body newel-written">${row.words}</p>`}
${
  !view.mayChange
    ? noHtml
    : post(
        view,
        'settle',
        row.id,
        html`<div class="govuk-form-group"><label class="govuk-label" for="${id}">${row.kind === 'no case manager' ? 'You hold this person again: what was said?' : 'What was agreed, or done?'}</label><input class="govuk-input" id="${id}" name="why" maxlength="300"></div>${button({ text: 'Settle it', classes: 'govuk-button--secondary' })}`,
      )
}</div>`;
}

/** The page. */
export function caseManagerHtml(view: View): Html {
  const { caseId, holder, story, alarms, today, mayChange } = view;
  const open = alarms.filter(({ closed_on }) => closed_on === null);
  const over = toResume(story.rows, today);
  const now =
    holder.by === 'allocation'
      ? story.rows.findLast((row) => row.from <= today && (row.to === null || today < row.to))
      : undefined;
  return html`<h1 class="govuk-heading-l">Who holds this case</h1>
${holder.by === 'nobody' ? warningText({ iconFallbackText: 'Warning', text: `${holderText(holder)}. Give the case to somebody, or take it up yourself.` }) : html`<p class="govuk-body-l">${holderText(holder)}</p>`}
<p class="govuk-body">One person or service holds the whole of a case: sees that support comes in time, hears how it is going, and knows what comes next. Without another agreement it is the key worker.</p>
${over.map((row) => html`<div class="newel-alarm"><p class="govuk-body">${tag({ text: 'Take up again', classes: 'govuk-tag--yellow' })} ${row.name} held this case until ${showDay(row.to as string)}. You hold it again${row.resume_when === null ? '' : html`: <span class="newel-written">${row.resume_when}</span>`}.</p>${mayChange ? post(view, 'resumed', row.id, button({ text: 'I have taken it up' })) : noHtml}</div>`)}
${open.length === 0 ? noHtml : html`<h2 class="govuk-heading-m">To be settled</h2>${open.map((row) => alarmHtml(view, row))}`}
${now === undefined ? noHtml : factsOf(now)}
${
  mayChange
    ? html`<div class="govuk-button-group newel-no-print">${button({ text: 'Give the case to somebody', href: `${path(caseId)}/new` })}<a class="govuk-link" href="${path(caseId)}/claim">Somebody else says that they hold it</a></div>
${now === undefined ? noHtml : post(view, 'taken back', now.id, button({ text: 'I hold it again from today', classes: 'govuk-button--secondary' }))}`
    : noHtml
}
${historyHtml(story, alarms)}`;
}

function historyHtml(story: Story, alarms: readonly AlarmRow[]): Html {
  const gaps = alarms.filter((row) => row.kind === 'no case manager');
  const lines = [
    ...story.rows.map((row) => ({
      from: row.from,
      to: row.to,
      who: `${row.name} (${holders[row.holder].toLowerCase()})`,
      how: [basisText(row), endingText(row)].filter(Boolean).join('. '),
    })),
    ...gaps.map((row) => ({ from: row.since, to: row.closed_on, who: 'Nobody', how: row.closed_why ?? 'Open' })),
    ...story.workers.map((row) => ({ from: row.from, to: row.to, who: `${row.name} (key worker)`, how: '' })),
  ].sort((one, other) => (one.from < other.from ? 1 : -1));
  return html`<h2 class="govuk-heading-m">History</h2>
${table({
  stack: true,
  caption: 'Who held this case',
  captionClasses: 'govuk-visually-hidden',
  head: [{ text: 'From' }, { text: 'Until' }, { text: 'Who' }, { text: 'Why, and how it ended' }],
  rows: lines.map((line) => [
    { text: showDay(line.from) },
    { text: line.to === null ? 'Now' : showDay(line.to) },
    { text: line.who },
    { text: line.how },
  ]),
})}`;
}

/** The reasons as boxes to tick: none is ticked beforehand. */
export const basisBoxes = (ticked: readonly string[], problem: string | undefined): Html =>
  checkboxes({
    name: 'basis',
    idPrefix: 'basis',
    fieldset: { legend: { text: 'Why do they hold it?', classes: 'govuk-fieldset__legend--s' } },
    values: ticked,
    items: Object.entries(bases).map(([value, text]) => ({ value, text })),
    ...(problem === undefined ? {} : { errorMessage: { text: problem } }),
  });
