/** What a search of the directory found: each service with why it fits, what has to be asked, and what is in the way. */
import { showDay, showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { insetText, tag } from '../../kit/ui/index.ts';
import type { Found, ShownHit } from '../actions/search.ts';
import { channels, modes } from '../rules/codes.ts';
import { longWaitWords, orderWords } from '../rules/match.ts';
import { checkedOn, checkedText } from '../rules/open.ts';
import type { Need } from '../rules/search.ts';

const list = (title: string, lines: readonly (string | Html)[]): Html =>
  lines.length === 0
    ? noHtml
    : html`<p class="govuk-body govuk-!-margin-bottom-1"><strong>${title}</strong></p>
<ul class="govuk-list govuk-list--bullet">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;

/** How somebody gets there, in words: modes, their own form, what may not be sent how. */
export function waysIn({ row }: ShownHit['service']): string {
  const ways = row.modes.map((mode) => (modes as Readonly<Record<string, string>>)[mode] ?? mode);
  const refused = row.refused_channels.map((one) => (channels as Readonly<Record<string, string>>)[one] ?? one);
  return [
    ways.join(', '),
    row.form_name !== null && `their form: ${row.form_name}`,
    refused.length > 0 && `not by ${refused.join(', ').toLowerCase()}`,
  ]
    .filter(Boolean)
    .join('; ');
}

/** A figure with what stands behind it: '12 of 14', '31 days (9 people)'. */
export const figureText = ({ value, base, unit }: ShownHit['figures'][number]): string =>
  unit === 'of'
    ? `${value} of ${base}`
    : `${value}${unit === 'days' ? ' days' : ' of 5'} (${counted(base, 'person', 'people')})`;

/** Marks beneath a name, each with its words: not checked lately, new, what managers ask for. */
export function marksOf(hit: ShownHit, today: string): Html {
  const checked = checkedOn(hit.service.row, today);
  const marks: Html[] = [];
  if (checked !== 'checked' && checked !== 'never')
    marks.push(tag({ text: checkedText[checked].text, classes: checkedText[checked].colour }));
  const fresh = hit.never ? 'nobody was referred there yet' : hit.used === false ? 'not yet used by your office' : null;
  if (fresh !== null) marks.push(html`${tag({ text: 'New', classes: 'govuk-tag--blue' })} ${fresh}`);
  for (const { says, words, dates } of hit.badges)
    marks.push(
      html`${tag({ text: 'Directive', classes: 'govuk-tag--grey' })} ${words.charAt(0).toLowerCase()}${words.slice(1)}, ${dates}${says === 'against' ? ' (speaks for another)' : ''}`,
    );
  return marks.length === 0
    ? noHtml
    : html`<p class="govuk-body govuk-!-margin-bottom-1">${joinHtml(marks, html`<br>`)}</p>`;
}

function contactHtml({ row }: ShownHit['service']): Html {
  const ways = [
    row.contact_phone !== null &&
      html`<a class="govuk-link" href="tel:${row.contact_phone.replace(/[^\d+]/g, '')}">Call ${row.organisation_name ?? row.name}, ${row.contact_phone}</a>`,
    row.contact_email !== null &&
      html`<a class="govuk-link" href="mailto:${row.contact_email}">Write to ${row.organisation_name ?? row.name}</a>`,
  ].filter((one) => one !== false);
  return ways.length === 0 ? noHtml : html`<p class="govuk-body newel-no-print">${joinHtml(ways, ' · ')}</p>`;
}

/** What a page does with its hits: where a referral begins, and whether they can be chosen to be compared. */
export type HitLinks = {
  today: string;
  longWait: number;
  /** The address where a referral to a service begins, when there is somebody to refer. */
  refer: ((serviceId: string) => string) | null;
  /** The address where a manager makes an exception for the person, for whom may not refer there; null for anybody else. */
  except: ((serviceId: string) => string) | null;
  /** Whether each has a box by which it is chosen. */
  choose: boolean;
};

function hitHtml(hit: ShownHit, links: HitLinks): Html {
  const { service, match, figures } = hit;
  const { row, id } = service;
  const long = longWaitWords(match, links.longWait);
  const stale = checkedOn(row, links.today) === 'stale';
  return html`<li id="service-${id}">
<h3 class="govuk-heading-s govuk-!-margin-bottom-1"><a class="govuk-link" href="/directory/services/${id}">${service.name}</a></h3>
<p class="govuk-body govuk-!-margin-bottom-1">${row.organisation_name ?? 'Organisation not known'}</p>${marksOf(hit, links.today)}
${row.description === '' ? noHtml : html`<p class="govuk-body">${row.description}</p>`}
${list('Why it fits', [...match.fits, ...(long === null ? [match.wait.words] : [])])}
${long === null ? noHtml : html`<p class="govuk-body"><strong>${match.wait.words}.</strong> ${long}.</p>`}
${list('To ask', match.asks)}
${row.benefit_effect === null ? noHtml : html`<p class="govuk-body">Benefits: ${row.benefit_effect} Check, it is not certain.</p>`}
<p class="govuk-body govuk-!-margin-bottom-1">How: ${waysIn(service)}.${stale && row.verified_on !== null ? ` Last checked ${showDay(row.verified_on)}.` : ''}</p>
${figures.length === 0 ? noHtml : html`<p class="govuk-hint">${figures.map((one) => `${one.label}: ${figureText(one)}`).join(' · ')}</p>`}
${contactHtml(service)}
<div class="newel-actions newel-no-print">
${
  links.choose
    ? html`<div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes"><div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" id="choose-${id}" name="service" type="checkbox" value="${id}"><label class="govuk-label govuk-checkboxes__label" for="choose-${id}">Choose<span class="govuk-visually-hidden"> ${service.name}</span></label></div></div>`
    : noHtml
}${
  links.refer === null
    ? noHtml
    : html`<a class="govuk-link" href="${links.refer(id)}">Refer or signpost<span class="govuk-visually-hidden"> to ${service.name}</span></a>`
}</div><hr class="govuk-section-break govuk-section-break--m govuk-section-break--visible"></li>`;
}

/** What something is in the way of, in short: why, and what would lift it. */
function blockedHtml(hit: ShownHit, links: HitLinks): Html {
  const { id, row, name, access } = hit.service;
  const ways = [
    links.refer !== null &&
      html`<a class="govuk-link" href="${links.refer(id)}">Refer or signpost all the same<span class="govuk-visually-hidden"> to ${name}</span></a>`,
    links.except !== null &&
      !access.allowed &&
      html`<a class="govuk-link" href="${links.except(id)}">Make an exception<span class="govuk-visually-hidden"> for ${name}</span></a>`,
  ].filter((one) => one !== false);
  return html`<li id="service-${id}"><h3 class="govuk-heading-s govuk-!-margin-bottom-1"><a class="govuk-link" href="/directory/services/${id}">${name}</a></h3>
<p class="govuk-body govuk-!-margin-bottom-1">${row.organisation_name ?? 'Organisation not known'}</p>${marksOf(hit, links.today)}
<ul class="govuk-list govuk-list--bullet">${hit.match.blocks.map(({ why, lift }) => html`<li>${why}. ${lift}.</li>`)}</ul>
${ways.length === 0 ? noHtml : html`<p class="govuk-body newel-no-print">${joinHtml(ways, ' · ')}</p>`}</li>`;
}

/** The hits of a search: what suits, then what something stands in the way of, each with its reason. */
export function foundHtml(found: Found, links: HitLinks & { asked: readonly Need[]; next: Html; page: number }): Html {
  const { suitable, blocked, suits } = found;
  const title = suits === 0 ? 'Nothing suits' : counted(suits, 'service suits', 'services suit');
  return html`<h2 class="govuk-heading-m" id="found">${title}</h2>
${suits === 0 ? html`<p class="govuk-body">${found.inTheWay === 0 ? 'No service was found. Try another need, fewer words or a wider place.' : 'What was found has something in the way: see below what would lift it.'}</p>` : html`<p class="govuk-hint">${orderWords}</p>`}
${found.tooMany ? html`<p class="govuk-body">More fit than were compared, and those near were looked at first. Add a need, words or a place to see fewer.</p>` : noHtml}
${found.allWaitLong ? insetText({ text: `All that suit have a wait of more than ${links.longWait} days, or no day for a place. Look at alternatives together, or agree to wait.` }) : noHtml}
${suitable.length === 0 ? noHtml : html`<ol class="govuk-list">${suitable.map((hit) => hitHtml(hit, links))}</ol>`}
${links.next}
${
  blocked.length === 0
    ? noHtml
    : html`<h2 class="govuk-heading-m" id="in-the-way">Something is in the way of ${counted(found.inTheWay, 'service')}</h2>
${found.inTheWay > blocked.length ? html`<p class="govuk-body">These are the first ${blocked.length}.</p>` : noHtml}
<ul class="govuk-list">${blocked.map((hit) => blockedHtml(hit, links))}</ul>`
}`;
}

/** Until when it was said, in words for a person: 'Next start Mon 12 May'. */
export const startWords = ({ row }: ShownHit['service'], today: string): string | null =>
  row.next_start === null || row.next_start < today ? null : `Next start: ${showNearDay(row.next_start, today)}`;
