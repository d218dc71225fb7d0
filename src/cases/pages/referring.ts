import { showDay } from '../../kit/clock.ts';
import { type Errors, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, details, insetText, summaryList, table, tag, warningText } from '../../kit/ui/index.ts';
import type { SentReferral } from '../actions/referral-in.ts';
import { type Quality, qualityTicks, referralTransitions } from '../rules/referral-in.ts';

const words: Record<SentReferral['state'], string> = {
  sent: 'Sent',
  'more asked': 'We asked you a question',
  answered: 'You answered our question',
  accepted: 'Accepted',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
};
const stateTag = (state: SentReferral['state']): Html =>
  tag({ text: words[state], classes: referralTransitions[state].colour });

/** What somebody sent, the newest first. */
export function sentListHtml(
  sent: readonly SentReferral[],
  next: string | null,
  dayOf: (moment: string) => string,
): Html {
  return html`<h1 class="govuk-heading-l">Your referrals</h1>
${button({ text: 'Refer a person', href: '/referring/new' })}
${
  sent.length === 0
    ? html`<p class="govuk-body">You have sent no referral yet. What you send stands here, with what became of it.</p>`
    : table({
        caption: 'What you sent, the newest first',
        captionClasses: 'govuk-table__caption--m',
        stack: true,
        head: [{ text: 'Referral' }, { text: 'Sent' }, { text: 'Status' }, { text: 'Next' }],
        rows: sent.map((one) => [
          { html: html`<a class="govuk-link" href="/referring/${one.id}">${one.reference}</a>, ${one.initials}` },
          { text: showDay(dayOf(one.sentAt)) },
          { html: stateTag(one.state) },
          { text: referralTransitions[one.state].next },
        ]),
      })
}
${next === null ? noHtml : html`<nav aria-label="More referrals" class="newel-pages"><a class="govuk-link" href="/referring?before=${next}" rel="next">Older</a></nav>`}`;
}

/** The note back in words; nothing when it says nothing. */
export function qualityHtml(quality: Quality): Html {
  const list = (title: string, codes: readonly string[], known: Record<string, string>) =>
    codes.length === 0
      ? noHtml
      : html`<p class="govuk-body govuk-!-margin-bottom-1">${title}</p><ul class="govuk-list govuk-list--bullet">${codes.map((code) => html`<li>${known[code] ?? code}</li>`)}</ul>`;
  return html`${list('What was missing', quality.missing, qualityTicks.missing)}${list('What helped', quality.helped, qualityTicks.helped)}${
    quality.text === null ? noHtml : html`<p class="govuk-body newel-written">${quality.text}</p>`
  }`;
}

/** One referral as its sender sees it: the status, the question that was asked, the note back, and what they can do. */
export function sentHtml(view: {
  sent: SentReferral;
  questions: { reply: readonly Question[]; withdraw: readonly Question[] };
  sentOn: string;
  answerBy: string | null;
  csrf: Html;
  typed: Typed;
  errors: Errors;
  stale: boolean;
  mayReply: boolean;
  mayWithdraw: boolean;
}): Html {
  const { sent, csrf, typed, errors, questions } = view;
  const path = `/referring/${sent.id}`;
  const row = (key: string, value: string | Html) => ({
    key: { text: key },
    value: typeof value === 'string' ? { text: value } : { html: value },
  });
  return html`${view.stale ? warningText({ iconFallbackText: 'Warning', text: 'Nothing was saved: this referral changed while you had it open. This is how it stands now.' }) : noHtml}
<span class="govuk-caption-l">${sent.programmeName}</span>
<h1 class="govuk-heading-l">Referral ${sent.reference}</h1>
${summaryList({
  rows: [
    row('Person', sent.initials),
    row('Sent', showDay(view.sentOn)),
    row('Status', stateTag(sent.state)),
    ...(sent.reason === null ? [] : [row('Reason', sent.reason)]),
    row(
      'Next',
      `${referralTransitions[sent.state].next}${view.answerBy === null ? '' : `, by ${showDay(view.answerBy)}`}`,
    ),
    ...(sent.question === null ? [] : [row('We asked', html`<span class="newel-written">${sent.question}</span>`)]),
    ...(sent.reply === null ? [] : [row('You answered', html`<span class="newel-written">${sent.reply}</span>`)]),
  ],
})}
${
  sent.quality === null
    ? noHtml
    : html`<h2 class="govuk-heading-m">A note on this referral</h2>${insetText({ html: qualityHtml(sent.quality) })}`
}
${
  view.mayReply
    ? html`<h2 class="govuk-heading-m">Answer our question</h2>
<form method="post" action="${path}/reply" novalidate>${csrf}${versionField(sent.version)}
${fields(questions.reply, typed, errors)}
${button({ text: 'Send your answer', preventDoubleClick: true })}</form>`
    : noHtml
}
${
  view.mayWithdraw
    ? details({
        summaryText: 'Withdraw this referral',
        html: html`<form method="post" action="${path}/withdraw" novalidate>${csrf}${versionField(sent.version)}
${fields(questions.withdraw, typed, errors)}
${button({ text: 'Withdraw the referral', classes: 'govuk-button--warning', preventDoubleClick: true })}</form>`,
      })
    : noHtml
}`;
}
