/** How events of referrals to services read on the timeline of a case. Sensitive reasons stay on the page of the referral. */
import type { Entry, Renderer, Renderers } from '../cases/rules.ts';
import { approvals } from '../directory/rules/codes.ts';
import { showDay } from '../kit/clock.ts';
import { html } from '../kit/html.ts';
import { isItem, sharedText } from './rules/payload.ts';
import { reasonText } from './rules/reason-text.ts';

type Payload = Readonly<Record<string, unknown>>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const itemsText = (items: unknown): string =>
  Array.isArray(items)
    ? items
        .filter((item) => typeof item === 'string' && isItem(item))
        .map(sharedText)
        .join(', ')
    : '';

function entry(title: string, payload: Payload, caseId: string, more: readonly string[] = []): Entry {
  const lines = [
    ...more,
    payload.sensitive === true ? 'Its reason is on the page of the referral' : reasonText(text(payload.reason)),
    payload.sensitive === true ? '' : text(payload.words),
  ].filter((line) => line !== '');
  return {
    title,
    ...(lines.length === 0
      ? {}
      : { detail: html`${lines.map((line) => html`<p class="govuk-body newel-written">${line}</p>`)}` }),
    ...(text(payload.recordId) === '' ? {} : { href: `/cases/${caseId}/referrals/${text(payload.recordId)}` }),
  };
}

/** 'Condition management of Riverside CMP'. */
const service = (payload: Payload): string =>
  text(payload.organisation) === ''
    ? text(payload.service)
    : `${text(payload.service)} (${text(payload.organisation)})`;

const titled =
  (title: (name: string) => string, more: (payload: Payload) => string[] = () => []): Renderer =>
  (payload, caseId) =>
    entry(title(service(payload)), payload, caseId, more(payload));
const by =
  (words: string): ((name: string) => string) =>
  (name) =>
    `${words}: ${name}`;
const until = (label: string, name: string) => (payload: Payload) =>
  text(payload[name]) === '' ? [] : [`${label} ${showDay(text(payload[name]).slice(0, 10))}`];
const told = (payload: Payload): string[] =>
  itemsText(payload.items) === '' ? [] : [`Told: ${itemsText(payload.items)}`];

/** Renderers of this room's events. */
export const timeline: Renderers = {
  'service referral.made': titled(by('Offered')),
  'service referral.introduced': titled(by('Introduced, before anything is decided')),
  'service referral.wanted': titled(by('The person wants to go')),
  'service referral.not wanted': titled(by('The person said no')),
  'service referral.consent given': titled(by('Agreed what may be told'), (payload) => [itemsText(payload.items)]),
  'service referral.consent refused': titled(by('Nothing may be told, so nothing was sent')),
  'service referral.consent withdrawn': titled(by('Consent was withdrawn')),
  'service referral.sharing stopped': titled(by('Nothing more is shown to the service')),
  'service referral.agreed': titled(by('Agreed, to be sent')),
  'service referral.approval held': titled(by('Held for approval'), (payload) => {
    const artefact = text(payload.artefact);
    return Object.hasOwn(approvals, artefact) ? [approvals[artefact as keyof typeof approvals]] : [];
  }),
  'service referral.approval asked': titled(by('Approval asked')),
  'service referral.approved': titled(by('Approved')),
  'service referral.not approved': titled(by('Not approved')),
  'service referral.sent': titled(by('Sent'), told),
  'service referral.form sent': titled(by('Form sent'), told),
  'service referral.received': titled(by('It arrived')),
  'service referral.form received': titled(by('The form arrived')),
  'service referral.form lost': titled(by('The form was lost')),
  'service referral.form complete': titled(by('The form is complete')),
  'service referral.they will call': titled(by('They will call the person'), (payload) => [
    ...told(payload),
    ...until('By', 'contactBy')(payload),
  ]),
  'service referral.called': titled(by('They called the person')),
  'service referral.nobody called': titled(by('Nobody called the person')),
  'service referral.booked': titled(by('First appointment booked'), (payload) => [
    ...told(payload),
    ...until('On', 'startsAt')(payload),
  ]),
  'service referral.told': titled(by('The person was told of the appointment')),
  'service referral.attended': titled(by('The person came')),
  'service referral.missed': titled(by('The person did not come')),
  'service referral.accepted': titled(by('Accepted')),
  'service referral.declined': titled(by('Declined by the service')),
  'service referral.waiting': titled(by('Waiting for a place'), until('Expected', 'expectedStart')),
  'service referral.started': titled(by('Started')),
  'service referral.interrupted': titled(by('Interrupted')),
  'service referral.resumed': titled(by('Goes on')),
  'service referral.ended': titled(by('Ended')),
  'service referral.handed back': titled(by('Handed back'), (payload) =>
    text(payload.nextStep) === '' ? [] : [`Next: ${text(payload.nextStep)}`],
  ),
  'service referral.closed': titled(by('Closed')),
  'service referral.withdrawn': titled(by('Withdrawn')),
  'service referral.links ended': titled(by('Links to answer by were ended')),
  'service referral.settled': titled(by('Nothing more is to be done')),
  'signpost.given': titled(by('Signposted, nothing was sent')),
  'signpost.answered': titled(by('Asked whether they got in touch'), (payload) =>
    text(payload.to) === ''
      ? []
      : [{ contacted: 'They did', 'not followed up': 'They did not' }[text(payload.to)] ?? 'Not known'],
  ),
  'service enquiry.asked': titled(by('Asked a service, without a name')),
  'service enquiry.answered': titled(by('The service answered')),
  'service enquiry.closed': titled(by('Enquiry closed')),
};
