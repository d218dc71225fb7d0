/** Paper: what the person keeps, in large plain words; and a form as it was sent. Nothing else of the record goes with it. */
import { addressLines, mapAddress, type Place, postcodeText, timesOf } from '../../directory/rules/place-words.ts';
import { showDay, showMoment } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { summaryList } from '../../kit/ui/index.ts';
import type { ConsentRow } from '../actions/consent.ts';
import type { AppointmentRow } from '../actions/history.ts';
import type { ReferralRow } from '../actions/move.ts';
import type { SentRow } from '../actions/send.ts';
import { canConfirm } from '../rules/confirmation.ts';
import { itemsFrom, sharedText } from '../rules/payload.ts';

type Worker = { name: string | null; phone: string | null };

const ring = ({ name, phone }: Worker): Html =>
  html`<p class="newel-paper__ring">Something is not clear, or you change your mind? Ring ${name ?? 'your worker'}: ${phone === null ? html`<span class="newel-paper__blank"><span class="govuk-visually-hidden">number to be written in</span></span>` : html`<strong>${phone}</strong>`}</p>`;

const wayHtml = (place: Place): Html => {
  const lines = [place.location_name, ...addressLines(place)].filter((line) => (line ?? '') !== '');
  const times = timesOf(place);
  return html`<li>${lines.join(', ')}${place.postcode === null ? noHtml : html`, <strong>${postcodeText(place.postcode)}</strong><br><span class="newel-paper__small">Map: ${mapAddress(place.postcode)}</span>`}${times.length === 0 ? noHtml : html`<br>Open: ${times.join('; ')}`}${place.step_free === true ? html`<br>No steps to get in` : noHtml}</li>`;
};

/** Who, where, when, how to get there, and who is told what. */
export function paperHtml(view: {
  row: ReferralRow;
  consent: ConsentRow | undefined;
  appointment: AppointmentRow | undefined;
  places: readonly Place[];
  worker: Worker;
  timeZone: string;
}): Html {
  const { row, consent, appointment, places, worker, timeZone } = view;
  const name = row.actual_service_name ?? row.service_name;
  const told = consent === undefined || consent.withdrawn_on !== null ? [] : itemsFrom(consent.items);
  const when =
    appointment !== undefined
      ? html`<h3>When</h3><p><strong>${showMoment(appointment.starts_at, timeZone)}</strong>${appointment.place === null ? noHtml : html`<br>${appointment.place}`}</p>`
      : row.who_contacts === 'service' && row.contact_by !== null && row.contacted_on === null
        ? html`<h3>When</h3><p>They call you by <strong>${showDay(row.contact_by)}</strong>. If they do not, ring your worker.</p>`
        : row.kind === 'signpost'
          ? html`<h3>What to do</h3><p>Get in touch with them yourself, when it suits you.${row.code === null ? '' : ` You can show them this number, if you like: `}${row.code === null ? noHtml : html`<strong>${row.code}</strong>. It says nothing about you.`}</p>`
          : html`<h3>When</h3><p>They get in touch, or your worker tells you.</p>`;
  return html`<div class="newel-no-print"><h1 class="govuk-heading-l">Paper to keep</h1>
<p class="govuk-body">Read it together. It holds the name of the service: ask if it is safe to take home.</p>
<p class="govuk-body" data-newel-print>Print it with your browser’s menu.</p>${canConfirm(row) ? html`<p class="govuk-body"><a class="govuk-link" href="/cases/${row.case_id}/referrals/${row.id}/confirmation/send">Send them a confirmation by text, email or letter</a></p>` : noHtml}</div>
<article class="newel-paper">
<h2 class="newel-paper__title">${name}</h2>
<p>${row.organisation_name ?? ''}${row.contact_phone === null ? noHtml : html`<br>Phone: <strong>${row.contact_phone}</strong>`}</p>
${when}
${places.length === 0 ? noHtml : html`<h3>Where, and how to get there</h3><ul>${places.map(wayHtml)}</ul>`}
<h3>Who is told what</h3>
${
  row.kind === 'signpost'
    ? html`<p>Nobody told them anything about you.</p>`
    : told.length === 0
      ? html`<p>They are told nothing about you.</p>`
      : html`<p>You agreed on ${showDay(consent?.given_on ?? null)} that they may know: ${told.map((item) => sharedText(item).toLowerCase()).join('; ')}. Nothing else is told. This ends on ${showDay(consent?.ends_on ?? null)}, and at once if you say so.</p>`
}
${ring(worker)}
<p class="newel-paper__small">Number of this paper: ${row.reference}</p>
</article>`;
}

/** A form as it was sent. */
export function formHtml(view: { row: ReferralRow; sent: SentRow; programme: string; worker: Worker }): Html {
  const { row, sent, programme, worker } = view;
  return html`<div class="newel-no-print"><h1 class="govuk-heading-l">Form</h1>
<p class="govuk-body" data-newel-print>Print it with your browser’s menu, and send it by hand or by post.</p></div>
<article class="newel-paper">
<h2 class="newel-paper__title">${row.form_name ?? 'Referral'}: ${row.service_name}</h2>
<p>To ${row.organisation_name ?? row.service_name}. From ${programme}, ${worker.name ?? 'the programme'}${worker.phone === null ? '' : `, ${worker.phone}`}. Number ${row.reference}, ${showDay(sent.sent_on)}.</p>
${summaryList({
  rows: itemsFrom(Object.keys(sent.payload)).map((item) => ({
    key: { text: sharedText(item) },
    value: { html: html`<span class="newel-written">${sent.payload[item] ?? ''}</span>` },
  })),
})}
<p class="newel-paper__small">The person agreed that you may know this, and nobody else. Tell us when it has arrived: ${worker.phone ?? 'by phone'}.</p>
</article>`;
}
