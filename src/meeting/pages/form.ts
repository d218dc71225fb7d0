import { type Errors, errorsAbove, fields, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, details, insetText } from '../../kit/ui/index.ts';
import type { OtherText } from '../rules/draft.ts';
import { allQuestions, meetingQuestions } from '../rules/meeting.ts';
import type { OpenPart } from '../rules/part.ts';

/** What the screen of a meeting shows. Moments are ready to read. */
export type MeetingForm = {
  name: string;
  path: string;
  today: string;
  csrf: Html;
  draftId: string;
  rev: number;
  /** When the draft was last saved; null when there is none yet. */
  savedAt: string | null;
  /** Others who write about the same person now. */
  others: readonly { authorId: string; name: string; at: string }[];
  /** Versions of another tab or device that nobody has put in or left out yet. */
  versions: readonly OtherText[];
  typed: Typed;
  errors: Errors;
  parts: readonly OpenPart[];
};

/** A text that stands beside what was typed, with its two buttons. */
function version({ name, value, rev }: OtherText, label: string): Html {
  return html`<div class="newel-other"><p class="govuk-body"><strong>${label}: another version</strong>, written in another tab or on another device</p>
<blockquote class="govuk-body">${value}</blockquote>
<div class="govuk-button-group">${button({ text: 'Put it in', name: '_do', value: `put ${name} ${rev}`, classes: 'govuk-button--secondary' })}${button(
    { text: 'Leave it out', name: '_do', value: `leave ${name} ${rev}`, classes: 'govuk-button--secondary' },
  )}</div></div>`;
}

/** The screen of a meeting: left what was said, right what was agreed; on a phone one under the other. */
export function meetingFormHtml(view: MeetingForm): Html {
  const { path, today, typed, errors, parts } = view;
  const { about, said, hidden, next } = meetingQuestions(today);
  const questions = allQuestions(today);
  const of = (names: readonly string[]) =>
    fields(
      about.filter(({ name }) => names.includes(name)),
      typed,
      errors,
    );
  const labels = new Map(questions.map(({ name, label }) => [name, label]));
  const part = (place: OpenPart['place']) =>
    parts.filter((one) => one.place === place).map((one) => one.html(typed, errors));
  return html`${errorsAbove(questions, errors)}
<h1 class="govuk-heading-l">Meeting with ${view.name}</h1>
<p class="govuk-body newel-saved"><span data-autosave-status>${
    view.savedAt === null ? 'It saves itself while you write' : `Saved ${view.savedAt}`
  }</span>${view.others.length === 0 ? ' · nobody else is writing' : noHtml}</p>
<p class="govuk-error-message" role="alert" data-autosave-trouble></p>
${view.others.map((other) =>
  insetText({
    html: html`${other.name} is writing about a meeting with ${view.name} too, last saved ${other.at}. <a class="govuk-link" href="${path}/others?author=${other.authorId}">Read it</a>`,
  }),
)}
<form method="post" action="${path}" novalidate autocomplete="off" class="newel-meeting" data-autosave="${path}/save">
${view.csrf}<input type="hidden" name="_draft" value="${view.draftId}"><input type="hidden" name="_rev" value="${view.rev}">
${view.versions.map((one) => version(one, labels.get(one.name) ?? 'One of the answers'))}
${of(['mode'])}
<div class="newel-meeting__when">${of(['held_on', 'starts_at', 'minutes'])}</div>
${of(['attendance'])}
<div class="newel-meeting__reason">${of(['reason'])}</div>
<div class="newel-meeting__columns"><div>
${fields(said, typed, errors)}
${details({
  summaryText: 'Add a part only you and your manager can read',
  html: fields(hidden, typed, errors),
  open: (typed.private ?? '') !== '',
})}
${part('changes')}
</div><div>
${part('steps')}
<h2 class="govuk-heading-m">Next time</h2>
<div class="newel-meeting__next">${fields(
    next
      .map((question) => (question.name === 'next' ? { ...question, label: 'When' } : question))
      .filter(({ name }) => name !== 'next_on'),
    typed,
    errors,
  )}</div>
<div class="newel-meeting__other-day">${fields(
    next.filter(({ name }) => name === 'next_on'),
    typed,
    errors,
  )}</div>
</div></div>
<div class="govuk-button-group">${button({ text: 'Finish', name: '_do', value: 'finish' })}${button({
    text: 'Save and go on',
    name: '_do',
    value: 'keep',
    classes: 'govuk-button--secondary',
  })}<a class="govuk-link" href="${path.replace(/\/meeting$/, '')}">Leave it for now</a></div>
</form>
${
  view.savedAt === null
    ? noHtml
    : details({
        summaryText: 'Throw this draft away',
        html: html`<p class="govuk-body">Everything that is written here is gone then, and cannot be brought back.</p>
<form method="post" action="${path}/drop">${view.csrf}${button({ text: 'Throw it away', classes: 'govuk-button--warning' })}</form>`,
      })
}`;
}
