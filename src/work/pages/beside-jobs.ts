/** What stands beside the jobs of a case: offers and what was said to them, and going off a benefit and coming back. */
import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { table, tag } from '../../kit/ui/index.ts';
import type { WorkWords } from '../../programmes/rules/work.ts';
import { labelOf } from '../../programmes/rules.ts';
import type { BenefitChange, Offer } from '../actions/offers.ts';
import { benefitDirections, monthsOffBenefit, offBenefitSince, offerAnswers } from '../rules/offers.ts';

type View = { caseId: string; words: WorkWords; mayRecord: boolean };

const change = (href: string, what: string): Html =>
  html`<a class="govuk-link" href="${href}">Correct<span class="govuk-visually-hidden"> ${what}</span></a><br><a class="govuk-link" href="${href}/withdraw">Withdraw<span class="govuk-visually-hidden"> ${what}</span></a>`;
const why = (label: string | null, words: string | null): Html =>
  html`${label}${label !== null && words !== null ? html`<br>` : noHtml}${words === null ? noHtml : html`<span class="newel-written">${words}</span>`}`;

/** Offers, the latest first; nothing where there was none. */
export function offersHtml({ offers, caseId, words, mayRecord }: View & { offers: readonly Offer[] }): Html {
  if (offers.length === 0) return noHtml;
  return table({
    caption: 'Offers',
    captionClasses: 'govuk-table__caption--m',
    stack: true,
    head: [
      { text: 'Offered' },
      { text: 'What' },
      { text: 'Answer' },
      { text: 'Why' },
      ...(mayRecord ? [{ text: 'Action' }] : []),
    ],
    rows: offers.map((offer) => [
      { text: showDay(offer.offeredOn) },
      { text: [offer.work, offer.employer].filter((part) => part !== null).join(', ') },
      {
        html:
          offer.answer === null
            ? tag({ text: 'Open', classes: 'govuk-tag--yellow' })
            : tag({ text: offerAnswers[offer.answer], classes: 'govuk-tag--grey' }),
      },
      { html: why(offer.reason === null ? null : labelOf(words.declineReasons, offer.reason), offer.words) },
      ...(mayRecord
        ? [{ html: change(`/cases/${caseId}/jobs/offers/${offer.id}`, `the offer of ${showDay(offer.offeredOn)}`) }]
        : []),
    ]),
  });
}

const offFor = (since: string, today: string): string => {
  const months = monthsOffBenefit(since, today);
  return months === 0 ? 'less than a month' : counted(months, 'month');
};

/** Days off benefit and back on it, the latest first; nothing where none is known. */
export function benefitsHtml({
  benefits,
  caseId,
  words,
  mayRecord,
  today,
}: View & { benefits: readonly BenefitChange[]; today: string }): Html {
  if (benefits.length === 0) return noHtml;
  const since = offBenefitSince(benefits);
  return html`<h2 class="govuk-heading-m">Benefit</h2>
<p class="govuk-body">${since === null ? 'On benefit, as far as is known.' : `Off benefit since ${showDay(since)}, for ${offFor(since, today)}.`}</p>
${table({
  caption: 'Off benefit and back',
  captionClasses: 'govuk-visually-hidden',
  stack: true,
  head: [{ text: 'From' }, { text: 'What' }, { text: 'Why' }, ...(mayRecord ? [{ text: 'Action' }] : [])],
  rows: benefits.map((one) => [
    { text: showDay(one.changedOn) },
    { text: [benefitDirections[one.direction], one.benefit].filter((part) => part !== null).join(': ') },
    {
      html: why(
        one.reason === null
          ? null
          : labelOf(one.direction === 'off benefit' ? words.offBenefitReasons : words.returnReasons, one.reason),
        one.words,
      ),
    },
    ...(mayRecord
      ? [{ html: change(`/cases/${caseId}/jobs/benefits/${one.id}`, `what changed on ${showDay(one.changedOn)}`) }]
      : []),
  ]),
})}`;
}
