import { showDay, showMoment } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { shownName } from '../../kit/shown-name.ts';
import { button, insetText, scrollRegion, summaryList, table, tag, warningText } from '../../kit/ui/index.ts';
import { forbiddenText } from '../../people/rules/contact.ts';
import { rulesFromWords } from '../../people/rules/safe-words.ts';
import type { ReferralIn } from '../actions/referral-in.ts';
import { clockColours, clockText, type ReferralClock } from '../rules/referral-clock.ts';
import { mayMove, referralTransitions, senderText } from '../rules/referral-in.ts';
import { qualityHtml } from './referring.ts';
import { suitabilityHtml } from './suitability.ts';

/** A referral with its two clocks: to the first answer, and to the first meeting. */
export type Clocked = { referral: ReferralIn; sentOn: string; answer: ReferralClock; meeting: ReferralClock };

/** A clock's words as a tag. The words say it all; the colour says it again. */
export const clockTag = (clock: ReferralClock): Html =>
  tag({ text: clockText(clock), classes: `newel-clock ${clockColours[clock.state]}` });

const nameOf = ({ answers }: ReferralIn): string => shownName(answers);
/** Whom a referral is about: 'Niamh Brennan, born 9 Jul 1983'. */
export const aboutWhom = (referral: ReferralIn): string =>
  [
    nameOf(referral),
    typeof referral.answers.date_of_birth === 'string' && `born ${showDay(referral.answers.date_of_birth)}`,
  ]
    .filter(Boolean)
    .join(', ');
const senderOf = ({ route, sender }: ReferralIn): string =>
  [sender.name, sender.organisation].filter(Boolean).join(', ') || senderText(route);
const stateTag = ({ state }: ReferralIn): Html =>
  tag({ text: referralTransitions[state].text, classes: referralTransitions[state].colour });

/** The queue: what waits for a decision, the oldest first; or what was decided, the newest first. */
export function queueHtml(view: { open: boolean; rows: readonly Clocked[]; next: string | null }): Html {
  const { open, rows, next } = view;
  const head = open
    ? ['Person', 'From', 'Area', 'Sent', 'Answer', 'First meeting']
    : ['Person', 'From', 'Area', 'Sent', 'Status'];
  return html`<h1 class="govuk-heading-l">${open ? 'Referrals to decide' : 'Referrals that were decided'}</h1>
<ul class="govuk-list newel-actions">
<li>${open ? html`<a class="govuk-link" href="/referrals?show=decided">Show decided ones</a>` : html`<a class="govuk-link" href="/referrals">Show those to decide</a>`}</li>
<li><a class="govuk-link" href="/first-meetings">Who waits for a first meeting</a></li>
<li><a class="govuk-link" href="/referrals/start-rate">How many start, by who referred them</a></li>
</ul>
${
  rows.length === 0
    ? html`<p class="govuk-body">${open ? 'No referral waits for you.' : 'Nothing was decided yet.'}</p>`
    : scrollRegion({
        label: 'Referrals',
        html: table({
          caption: open ? 'The oldest first' : 'The newest first',
          captionClasses: 'govuk-table__caption--m',
          stack: true,
          head: head.map((text) => ({ text })),
          rows: rows.map(({ referral, sentOn, answer, meeting }) => [
            {
              html: html`<a class="govuk-link" href="/referrals/${referral.id}">${nameOf(referral)}</a> <span class="newel-reference">${referral.reference}</span>`,
            },
            { text: senderOf(referral) },
            { text: referral.area_name ?? 'Not known' },
            { text: showDay(sentOn) },
            ...(open
              ? [
                  { html: referral.state === 'sent' ? clockTag(answer) : stateTag(referral) },
                  { html: clockTag(meeting) },
                ]
              : [{ html: stateTag(referral) }]),
          ]),
        }),
      })
}
${next === null ? noHtml : html`<nav aria-label="More referrals" class="newel-pages"><a class="govuk-link" href="/referrals?${open ? '' : 'show=decided&amp;'}from=${next}" rel="next">More</a></nav>`}`;
}

/** One referral for those who decide: what was sent, the check, the clock, and what can be done now. */
export function referralHtml(view: {
  clocked: Clocked;
  known: Html;
  timeZone: string;
  reason: string | null;
  decidedBy: string | null;
}): Html {
  const { referral, sentOn, answer, meeting } = view.clocked;
  const path = `/referrals/${referral.id}`;
  const row = (key: string, value: string | Html) => ({
    key: { text: key },
    value: typeof value === 'string' ? { text: value } : { html: value },
  });
  const open = mayMove(referral.state, 'accept');
  return html`<span class="govuk-caption-l">${referral.programme_name}, referral ${referral.reference}</span>
<h1 class="govuk-heading-l">${nameOf(referral)}</h1>
${summaryList({
  rows: [
    row('Status', stateTag(referral)),
    ...(view.reason === null ? [] : [row('Reason', view.reason)]),
    ...(open && referral.state === 'sent' ? [row('First answer', clockTag(answer))] : []),
    ...(open ? [row('First meeting', clockTag(meeting))] : []),
    row('Sent', `${showDay(sentOn)} by ${senderOf(referral)}`),
    row('Who sends', senderText(referral.route)),
    ...(referral.sender.contact == null ? [] : [row('Reach them', referral.sender.contact)]),
    ...(referral.decided_at === null || view.decidedBy === null
      ? []
      : [row(open ? 'Asked' : 'Decided', `${showMoment(referral.decided_at, view.timeZone)} by ${view.decidedBy}`)]),
    ...(referral.question === null
      ? []
      : [row('We asked', html`<span class="newel-written">${referral.question}</span>`)]),
    ...(referral.reply === null
      ? []
      : [row('They answered', html`<span class="newel-written">${referral.reply}</span>`)]),
  ],
})}
${referral.answers.safe_contact ? warningText({ iconFallbackText: 'Warning', text: `Before you contact them: ${referral.answers.safe_contact}` }) : noHtml}
${view.known}
${
  open
    ? html`<div class="govuk-button-group">${button({ text: 'Accept', href: `${path}/accept` })}${mayMove(referral.state, 'ask') ? button({ text: 'Ask for more', href: `${path}/ask`, classes: 'govuk-button--secondary' }) : noHtml}${button({ text: 'Decline', href: `${path}/decline`, classes: 'govuk-button--secondary' })}</div>`
    : referral.case_id === null
      ? noHtml
      : html`<p class="govuk-body"><a class="govuk-link" href="/cases/${referral.case_id}/start">Open the case</a></p>`
}
<h2 class="govuk-heading-m">What the programme’s rules say</h2>
${suitabilityHtml(referral.suitability, false)}
<h2 class="govuk-heading-m">What was sent</h2>
${answersHtml(referral)}
<h2 class="govuk-heading-m">Note to the sender</h2>
${referral.quality === null ? html`<p class="govuk-body">No note yet.</p>` : insetText({ html: qualityHtml(referral.quality) })}
<p class="govuk-body"><a class="govuk-link" href="${path}/note">${referral.quality === null ? 'Say what was missing, and what helped' : 'Change the note'}</a></p>`;
}

/** What the sender wrote of safe contact, and what it becomes when the referral is accepted. Nothing without any. */
export function safeContactHtml({ answers }: ReferralIn): Html {
  const words = answers.safe_contact;
  if (typeof words !== 'string' || words === '') return noHtml;
  const forbidden = forbiddenText(rulesFromWords(words));
  return insetText({
    html: html`<p>The sender wrote about safe contact: ‘<span class="newel-written">${words}</span>’</p>
<p>When you accept, these words stand in the person’s rules of safe contact${forbidden === null ? '' : html`, with <strong>${forbidden.toLowerCase()}</strong>`}. Whoever works with them can change the rules.</p>`,
  });
}

/** The answers in the words that were asked. */
export function answersHtml({ asked }: ReferralIn): Html {
  return summaryList({
    rows: asked.map((one) => ({
      key: { text: one.asked },
      value: { html: html`<span class="newel-written">${one.answer}</span>` },
    })),
  });
}
