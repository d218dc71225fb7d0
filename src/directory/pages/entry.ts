/** One service: the facts of its entry, and apart from them what is known of it. */
import { showDay, showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, insetText, summaryList, tag, warningText } from '../../kit/ui/index.ts';
import type { RuleRow } from '../actions/access-rules.ts';
import type { DirectiveRow } from '../actions/directives.ts';
import type { ServiceRow } from '../actions/entries.ts';
import type { PlaceRow } from '../actions/places.ts';
import type { StewardRow } from '../actions/stewards.ts';
import { directiveDates, directiveText, type Says } from '../rules/directives.ts';
import { type EntryPart, entryParts } from '../rules/entry-questions.ts';
import { fieldText, serviceFields } from '../rules/fields.ts';
import { neverUsed, shownFigures, shownReasons, type Totals } from '../rules/figures.ts';
import { checkedOn, checkedText, notTaking } from '../rules/open.ts';
import { addressLines, listOf, mapAddress, postcodeText, textOf, timesOf } from '../rules/place-words.ts';

/** What the page of a service shows. */
export type EntryView = {
  service: ServiceRow;
  terms: readonly { name: string }[];
  places: readonly PlaceRow[];
  stewards: readonly StewardRow[];
  totals: Totals;
  /** Counts below this are not shown. */
  least: number;
  rules: readonly RuleRow[];
  roleLabel(code: string): string;
  directives: readonly { directive: DirectiveRow; says: Says }[];
  /** What a benefit is called. */
  benefitLabel(code: string): string;
  reasonText(code: string): string;
  /** What people said of it that colleagues may read. */
  said: Html;
  known: Html;
  mayWrite: boolean;
  mayManage: boolean;
  mayVerify: boolean;
  today: string;
  csrf: Html;
};

type Row = { key: { text: string }; value: { text: string } | { html: Html } };
const row = (name: string, value: unknown): Row[] => {
  const none = value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  return none ? [] : [{ key: { text: serviceFields[name] ?? name }, value: { text: fieldText(name, value) } }];
};
const written = (label: string, text: string | null): Row[] =>
  text === null || text === ''
    ? []
    : [{ key: { text: label }, value: { html: html`<span class="newel-written">${text}</span>` } }];

const change = (view: EntryView, part: EntryPart): Html =>
  view.mayWrite
    ? html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="/directory/services/${view.service.id}/edit/${part}">Change<span class="govuk-visually-hidden">: ${entryParts[part].toLowerCase()}</span></a></p>`
    : noHtml;

const list = (rows: readonly Row[]): Html =>
  rows.length === 0 ? html`<p class="govuk-body">Not known yet.</p>` : summaryList({ rows });

/** What is said of an entry beside its name: whether it is checked, whether it is new to the office, directives. */
export function tagsHtml(service: ServiceRow, totals: Totals, today: string): Html {
  const checked = checkedText[checkedOn(service, today)];
  return html`${tag({ text: checked.text, classes: checked.colour })}${service.status === 'active' ? noHtml : html` ${tag({ text: fieldText('status', service.status), classes: 'govuk-tag--grey' })}`}${neverUsed(totals) ? html` ${tag({ text: 'New: not yet used by your office', classes: 'govuk-tag--blue' })}` : noHtml}`;
}

function aboutRows({ service, terms }: EntryView): Row[] {
  const [phone] = listOf<{ number?: string }>(service.doc, 'phones');
  return [
    ...written('What it is', service.description),
    ...(terms.length === 0
      ? []
      : [{ key: { text: 'What it helps with' }, value: { text: terms.map(({ name }) => name).join(', ') } }]),
    ...row('setting', service.setting),
    ...written('Phone for the public', phone?.number ?? null),
    ...written('Website', textOf(service.doc, 'url')),
    ...written('What it costs the person', textOf(service.doc, 'fees_description')),
    ...written(
      'Languages besides English',
      listOf<{ name?: string }>(service.doc, 'languages')
        .map(({ name }) => name)
        .filter(Boolean)
        .join(', '),
    ),
    ...row('closed_from', service.closed_from),
    ...row('closed_to', service.closed_to),
  ];
}

function referRows({ service, roleLabel }: EntryView): Row[] {
  return [
    ...row('modes', service.modes),
    ...row('booked_by', service.booked_by),
    ...(service.call_first ? written('First', 'Call before you refer') : []),
    ...row('contact_phone', service.contact_phone),
    ...row('contact_email', service.contact_email),
    ...row('form_name', service.form_name),
    ...row('asks', service.asks),
    ...row('refused_channels', service.refused_channels),
    ...row('approvals', service.approvals),
    ...written('How to refer, in words', service.refer_note),
    ...written(
      'Feedback',
      [
        ...(service.feedback_weeks.length === 0
          ? []
          : [`after ${service.feedback_weeks.map((week) => counted(week, 'week')).join(', ')}`]),
        ...(service.feedback_at_end ? ['at the end'] : []),
      ].join(' and '),
    ),
    ...(service.payment_form ? written('Payment', 'It is paid once it has our form') : []),
    ...(service.payment_role === null ? [] : written('Paid only for referrals by', roleLabel(service.payment_role))),
  ];
}

function whoRows({ service, benefitLabel }: EntryView): Row[] {
  const ages =
    service.minimum_age === null && service.maximum_age === null
      ? null
      : `${service.minimum_age ?? 'any'} to ${service.maximum_age ?? 'any'}`;
  const plain = service.exclusions.filter((one) => !one.sensitive);
  const sensitive = service.exclusions.filter((one) => one.sensitive);
  return [
    ...written('Ages', ages),
    ...row('postcodes', service.postcodes),
    ...(service.benefits.length === 0
      ? []
      : written('Only people with one of these benefits', service.benefits.map(benefitLabel).join(', '))),
    ...written('Who it is for, in words', textOf(service.doc, 'eligibility_description')),
    ...written('Whom it cannot help', plain.map((one) => one.words).join('\n')),
    ...written('Whom it cannot help: ask only with consent', sensitive.map((one) => one.words).join('\n')),
    ...written('What it may do to benefits: check, it is not certain', service.benefit_effect),
  ];
}

function capacityRows({ service, today }: EntryView): Row[] {
  const free =
    service.places === null || service.places_taken === null
      ? null
      : `${Math.max(0, service.places - service.places_taken)} free of ${service.places}`;
  return [
    ...written(
      'Places',
      free === null
        ? null
        : `${free}${service.capacity_on === null ? '' : `, as known on ${showNearDay(service.capacity_on, today)}`}`,
    ),
    ...(free === null ? row('places', service.places) : []),
    ...row('next_start', service.next_start),
    ...row('typical_weeks', service.typical_weeks),
    ...row('funded_until', service.funded_until),
    ...row('last_referral_on', service.last_referral_on),
  ];
}

const stepText = (free: boolean | null): string =>
  free === null ? 'It is not known whether there are steps' : free ? 'Without a step' : 'There are steps';

function placesHtml(view: EntryView): Html {
  const { service, places } = view;
  const base = `/directory/services/${service.id}/places`;
  return html`<h2 class="govuk-heading-m">Places and times</h2>
${
  places.length === 0
    ? html`<p class="govuk-body">No place is known yet.</p>`
    : html`<ul class="govuk-list">${places.map(
        (place) =>
          html`<li><strong>${place.location_name ?? (place.location_type === 'virtual' ? 'Online or by phone' : 'Place')}</strong><br>${joinHtml(
            [
              ...addressLines(place).map((line) => html`${line}<br>`),
              place.postcode === null
                ? noHtml
                : html`${postcodeText(place.postcode)} <a class="govuk-link newel-no-print" href="${mapAddress(place.postcode)}" rel="noreferrer noopener">Map<span class="govuk-visually-hidden"> of ${postcodeText(place.postcode)} on openstreetmap.org</span></a><br>`,
              ...timesOf(place).map((times) => html`${times}<br>`),
              place.location_type === 'physical'
                ? html`<span class="newel-muted">${stepText(place.step_free)}</span>`
                : noHtml,
            ],
            html``,
          )}${view.mayWrite ? html` <a class="govuk-link newel-no-print" href="${base}/${place.id}">Change<span class="govuk-visually-hidden"> this place</span></a>` : noHtml}</li>`,
      )}</ul>`
}
${view.mayWrite ? html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="${base}/new">Add a place</a></p>` : noHtml}`;
}

function accessHtml({ rules, roleLabel, mayManage, service }: EntryView): Html {
  return html`<h2 class="govuk-heading-m">Who may refer</h2>
${
  rules.length === 0
    ? html`<p class="govuk-body">Anybody who works in the programme.</p>`
    : html`<ul class="govuk-list govuk-list--bullet">${rules.map(
        (one) =>
          html`<li>${one.role === 'any' ? 'Anybody' : roleLabel(one.role)}: ${one.allowed ? 'yes' : 'no'}, ${one.area_name ?? 'everywhere'}, ${one.to_day === null ? `from ${showDay(one.from_day)}` : `${showDay(one.from_day)} to ${showDay(one.to_day)}`}${one.reason === null ? noHtml : html`. ${one.reason}`}</li>`,
      )}</ul>`
}
${mayManage ? html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="/directory/access/new?service=${service.id}">Say who may refer</a></p>` : noHtml}`;
}

/** Figures of the last twelve months, each with its base; too few are not shown. */
export function figuresHtml(totals: Totals, least: number, reasonText: (code: string) => string): Html {
  if (neverUsed(totals))
    return html`<p class="govuk-body">Nobody was referred here in the last twelve months. That says nothing against it: talk with them first.</p>`;
  const shown = shownFigures(totals, least).filter(({ base }) => base > 0);
  const reasons = shownReasons(totals, least);
  return html`${
    shown.length === 0
      ? html`<p class="govuk-body">People were referred here, and nothing has come back yet.</p>`
      : summaryList({
          rows: shown.map(({ label, value, base, unit }) => ({
            key: { text: label },
            value: {
              text:
                value === null
                  ? `Fewer than ${least}: not shown`
                  : unit === 'of'
                    ? `${value} of ${base}`
                    : `${value} on average (${base})`,
            },
          })),
        })
  }${reasons.length === 0 ? noHtml : html`<p class="govuk-body">Refused because: ${reasons.map(({ reason, n }) => `${reasonText(reason)} (${n})`).join(', ')}.</p>`}`;
}

function stewardHtml({ service, stewards, mayManage, today }: EntryView): Html {
  const now = stewards.find((one) => one.to_day === null);
  const checked = checkedOn(service, today);
  const when =
    service.verified_on === null
      ? 'Nobody has checked this entry yet.'
      : `Last checked on ${showDay(service.verified_on)}${service.verify_by === null ? '' : checked === 'stale' ? `, was to be looked at by ${showDay(service.verify_by)}` : `, to be looked at again by ${showDay(service.verify_by)}`}.`;
  return html`<p class="govuk-body">${now === undefined ? html`<strong>Nobody keeps this entry.</strong>` : html`${now.user_name} keeps this entry.`} ${when} ${mayManage ? html`<a class="govuk-link newel-no-print" href="/directory/services/${service.id}/steward">${now === undefined ? 'Give it a steward' : 'Give it to another'}</a>` : noHtml}</p>`;
}

/** The one button of a steward: everything is true. */
function verifyHtml({ service, mayVerify, csrf }: EntryView): Html {
  if (!mayVerify) return noHtml;
  return html`<form method="post" action="/directory/services/${service.id}/verify" class="newel-no-print">${csrf}${versionField(service.version)}${button({ text: 'I have checked it: everything is true', classes: 'govuk-button--secondary', preventDoubleClick: true })}</form>`;
}

function linkWorkerText(service: ServiceRow, today: string): Html {
  if (service.link_worker === null) return noHtml;
  const gone = service.link_worker_to !== null && service.link_worker_to < today;
  if (!gone) return html`<p class="govuk-body">Talk with ${service.link_worker}.</p>`;
  return warningText({
    iconFallbackText: 'Warning',
    text: `${service.link_worker} left on ${showDay(service.link_worker_to)}. ${service.link_deputy === null ? 'Nobody is named in their place.' : `Talk with ${service.link_deputy} meanwhile.`}`,
  });
}

/** The page of a service. */
export function entryHtml(view: EntryView): Html {
  const { service, today, totals, directives } = view;
  const id = service.id;
  const not = notTaking(service, today);
  return html`<h1 class="govuk-heading-l">${service.name}</h1>
<p class="govuk-body">${service.organisation_id === null ? noHtml : html`<a class="govuk-link" href="/directory/organisations/${service.organisation_id}">${service.organisation_name}</a> `}${tagsHtml(service, totals, today)}</p>
${not.length === 0 ? noHtml : insetText({ html: html`<p class="govuk-body"><strong>Nobody can be referred here now.</strong></p><ul class="govuk-list govuk-list--bullet">${not.map((words) => html`<li>${words}.</li>`)}</ul>` })}
${joinHtml(
  directives.map(
    ({ directive, says }) =>
      html`<p class="govuk-body">${tag({ text: `Directive: ${directiveText(directive)}`, classes: says === 'with' ? 'govuk-tag--turquoise' : 'govuk-tag--purple' })} ${directiveDates(directive)} (${says === 'with' ? 'speaks for this one' : 'speaks for another'}). <span class="newel-written">${directive.words}</span></p>`,
  ),
)}
${linkWorkerText(service, today)}
${stewardHtml(view)}
${verifyHtml(view)}
<p class="govuk-body newel-no-print"><a class="govuk-link" href="/directory/services/${id}/print">A page to hand over</a> · <a class="govuk-link" href="/directory/services/${id}/history">What changed</a></p>
<h2 class="govuk-heading-m">${entryParts.about}</h2>
${list(aboutRows(view))}${change(view, 'about')}
<h2 class="govuk-heading-m">${entryParts.who}</h2>
${list(whoRows(view))}${change(view, 'who')}
${placesHtml(view)}
<h2 class="govuk-heading-m">${entryParts.refer}</h2>
${list(referRows(view))}${change(view, 'refer')}
<h2 class="govuk-heading-m">${entryParts.capacity}</h2>
${list(capacityRows(view))}${change(view, 'capacity')}
${accessHtml(view)}
<h2 class="govuk-heading-m">What came of referrals</h2>
${figuresHtml(totals, view.least, view.reasonText)}
${view.said}
${view.mayManage ? html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="/directory/services/${id}/expected">Referrals that are expected</a></p>` : noHtml}
${view.known}`;
}
