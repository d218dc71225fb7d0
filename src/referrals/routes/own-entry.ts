/** A service's own entry in the directory: places, next start, closing, whom to call. */
import { Type } from 'typebox';
import { organisationsOf } from '../../access/rules/policy.ts';
import { type Context, notFound, page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import type { ServiceRow } from '../../directory/actions/entries.ts';
import { type Answer, type Errors, type Question, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { uuidPattern } from '../../kit/uuid.ts';
import { type OwnFacts, ownServiceRecord, saveOwnEntry } from '../actions/own-entry.ts';
import { ownServices } from '../actions/own-people.ts';

const email = (text: string) =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? { value: text } : 'Enter an e-mail address in the form name@example.org';
const questions: readonly Question[] = [
  { kind: 'number', name: 'places', label: 'Places', most: 100_000 },
  { kind: 'number', name: 'places_taken', label: 'Of these, taken', most: 100_000 },
  { kind: 'day', name: 'next_start', label: 'Next start' },
  { kind: 'day', name: 'closed_from', label: 'Closed from' },
  { kind: 'day', name: 'closed_to', label: 'Closed until' },
  { kind: 'text', name: 'contact_phone', label: 'Telephone for referrals', most: 50, width: 20, inputMode: 'tel' },
  { kind: 'text', name: 'contact_email', label: 'Email for referrals', most: 254, check: email, inputMode: 'email' },
];

type Own = Context<unknown, unknown, { service: ServiceRow }>;

function entryPage({ csrf, record }: Own, typed: Typed, version: number, errors?: Errors, status = 422): Reply {
  const { service } = record;
  return page({
    ...{ title: service.name, back: { href: '/inbox/services', text: 'Your services' } },
    ...(errors === undefined ? {} : { status, error: true }),
    main: recordForm({
      ...{ title: service.name, action: `/inbox/services/${service.id}`, csrf, questions, typed, errors, version },
      above: html`<p class="govuk-body">What you save shows to every worker at once, with your name and the day. Whoever keeps the entry is told.</p>`,
      ...{ save: 'Save', cancel: '/inbox/services' },
    }),
  });
}

function problemsIn(values: Record<string, Answer>): Errors {
  const { places, places_taken: taken, closed_from: from, closed_to: to } = values;
  const errors: Errors = {};
  if (taken !== null && places !== null && Number(taken) > Number(places))
    errors.places_taken = 'Enter no more places taken than there are';
  if (from !== null && to !== null && String(to) < String(from))
    errors.closed_to = 'Enter a last day that is on or after the first';
  if (to !== null && from === null) errors.closed_from = 'Enter the day from which you are closed';
  return errors;
}

async function save(context: Own): Promise<Reply> {
  const { db, actor, record, body, clock } = context;
  const version = versionOf(body);
  const read = readForm(questions, body);
  const errors = read.ok ? problemsIn(read.values) : read.errors;
  if (!read.ok || Object.keys(errors).length > 0) return entryPage(context, body, version, errors);
  const at = { now: clock.now(), today: clock.today().toString() };
  const saved = await saveOwnEntry(db, actor, { id: record.service.id, version }, read.values as OwnFacts, at);
  if (saved === 'stale') {
    const again = { version: 'Somebody changed this entry in the meantime. Check what you typed and save it again' };
    return entryPage(context, body, record.service.version, again, 409);
  }
  return redirect('/inbox/services', saved === 'same' ? 'Nothing was different' : 'Saved, and its steward was told');
}

const params = Type.Object({ ownServiceId: Type.String({ pattern: `^${uuidPattern}$` }) });
const one = { params, record: ownServiceRecord };

/** The routes of a service's own entry. */
export const ownEntryRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/inbox/services', can: 'service.entry', audit: 'nothing' },
    async handle({ db, actor }) {
      const organisationId = organisationsOf(actor, 'service.entry')[0] ?? notFound();
      const services = await ownServices(db, organisationId);
      return page({
        ...{ title: 'Your services', back: { href: '/inbox', text: 'Inbox' } },
        main: html`<h1 class="govuk-heading-l">Your services</h1>
<p class="govuk-body">Choose a service to say how many places it has, when it starts next, and whom to call.</p>
<ul class="govuk-list">${services.map(({ id, name }) => html`<li><a class="govuk-link" href="/inbox/services/${id}">${name}</a></li>`)}</ul>`,
      });
    },
  }),
  route({
    ...{ method: 'GET', path: '/inbox/services/:ownServiceId', can: 'service.entry', audit: 'nothing', ...one },
    handle: async (context) => {
      const { service } = context.record;
      return entryPage(context, typedFrom(questions, service as unknown as Record<string, Answer>), service.version);
    },
  }),
  route({
    ...{ method: 'POST', path: '/inbox/services/:ownServiceId', can: 'service.entry', ...one },
    audit: { event: 'directory.capacity' },
    handle: save,
  }),
];
