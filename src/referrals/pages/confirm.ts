/** Sending the person a confirmation: what is asked first, and then exactly what they will read. */
import { type Errors, errorsAbove, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, insetText, summaryList, warningText } from '../../kit/ui/index.ts';
import type { Composed } from '../../messages/actions/queue.ts';
import { channelText, rightToLeft } from '../../messages/rules/channel.ts';
import type { ReferralRow } from '../actions/move.ts';

/** The questions. The paper is there for whom nothing is safe to send. */
export function confirmHtml(view: {
  row: ReferralRow;
  questions: readonly Question[];
  typed: Typed;
  errors: Errors;
  problems: Html;
  csrf: Html;
}): Html {
  const { row, questions, typed, errors, problems, csrf } = view;
  const href = `/cases/${row.case_id}/referrals/${row.id}`;
  return html`${problems}${errorsAbove(questions, errors)}<h1 class="govuk-heading-l">Send them a confirmation</h1>
<p class="govuk-body">You see it before it goes. Nothing about health, money or what was agreed to share is in it. <a class="govuk-link" href="${href}/confirmation">Print the paper instead</a></p>
<form method="post" action="${href}/confirmation/send" novalidate>${csrf}
${fields(questions, typed, errors)}
<div class="govuk-button-group">${button({ text: 'Show me first', preventDoubleClick: true })}<a class="govuk-link" href="${href}">Cancel</a></div></form>`;
}

/** The way and why, and the words as they will be read. */
export function checkConfirmHtml(view: {
  row: ReferralRow;
  made: Composed;
  kept: Readonly<Record<string, string>>;
  csrf: Html;
}): Html {
  const { row, made, kept, csrf } = view;
  const href = `/cases/${row.case_id}/referrals/${row.id}`;
  const hidden = Object.entries(kept).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<h1 class="govuk-heading-l">Check the confirmation</h1>
${made.interpreter ? warningText({ iconFallbackText: 'Warning', text: 'There are no words in their language yet. It goes in English: telephone them with an interpreter as well.' }) : noHtml}
${summaryList({
  rows: [
    { key: { text: 'How' }, value: { text: `${channelText[made.channel]}. ${made.why}` } },
    ...(made.subject === null ? [] : [{ key: { text: 'Subject' }, value: { text: made.subject } }]),
  ],
})}
<h2 class="govuk-heading-m">What they will read</h2>
${insetText({
  html: html`<p class="govuk-body newel-written" lang="${made.language}" dir="${rightToLeft.has(made.language) ? 'rtl' : 'ltr'}">${made.body}</p>`,
})}
<form method="post" action="${href}/confirmation/send">${csrf}${versionField(row.version)}${hidden}<div class="govuk-button-group"><button class="govuk-button" type="submit" name="do" value="send" data-module="govuk-button" data-prevent-double-click="true">${made.channel === 'letter' ? 'Put it with the letters' : 'Send it'}</button>
<button class="govuk-button govuk-button--secondary" type="submit" name="do" value="change">Change it</button>
<a class="govuk-link" href="${href}">Cancel</a></div></form>`;
}
