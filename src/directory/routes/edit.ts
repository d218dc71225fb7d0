/** Adding an entry and changing its parts and places. */
import { Type } from 'typebox';
import { notFound, page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { transaction } from '../../kit/db.ts';
import type { Errors, Question, Typed } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import { insetText } from '../../kit/ui/index.ts';
import { isPostcode } from '../../people/rules.ts';
import {
  addService,
  ensureOrganisation,
  findService,
  needsOf,
  type Saved,
  type ServiceRow,
  saveService,
} from '../actions/entries.ts';
import { addPlaceIn } from '../actions/places.ts';
import { keepOwn } from '../actions/stewards.ts';
import { manyForm } from '../pages/form.ts';
import { readPart, typedOf } from '../rules/entry-form.ts';
import { askedIn, type EntryPart, entryParts, isEntryPart, type Options } from '../rules/entry-questions.ts';
import { differing, fieldText, serviceFields } from '../rules/fields.ts';
import { type Asked, readMany } from '../rules/many.ts';
import { type Any, atOf, groundOf, type OfService, serviceOf } from './entry.ts';

const partParams = Type.Object({ serviceId: Type.String({ format: 'uuid' }), servicePart: Type.String() });
type OfPart = OfService & { params: { servicePart: string } };

async function optionsOf(
  context: Pick<OfService, 'db' | 'actor' | 'clock'>,
  serviceId: string | null,
): Promise<Options> {
  const { db, actor, clock } = context;
  const ground = await groundOf(db, actor, clock.today().toString());
  return { needs: await needsOf(db, serviceId), benefits: ground.benefits, roles: ground.roles };
}

const partOf = ({ params }: OfPart): EntryPart => (isEntryPart(params.servicePart) ? params.servicePart : notFound());

/** What differs between what is saved now and what was typed by somebody who had not seen it. */
function conflictHtml(saved: ServiceRow, typed: Record<string, unknown>) {
  const fields = differing(saved as unknown as Record<string, unknown>, typed).filter((name) => serviceFields[name]);
  return insetText({
    html: html`<p class="govuk-body"><strong>Somebody else saved this entry while you had it open.</strong> Nothing of yours is saved yet, and nothing you typed is lost. Look at what differs, change the form as it should be, then save.</p>
<ul class="govuk-list govuk-list--bullet">${fields.map((name) => html`<li>${serviceFields[name]}. Saved now: ${fieldText(name, (saved as unknown as Record<string, unknown>)[name])}. You typed: ${fieldText(name, typed[name])}.</li>`)}</ul>`,
  });
}

async function editPage(
  context: OfPart,
  given: { service: ServiceRow; options: Options; typed?: Typed; errors?: Errors; conflict?: Record<string, unknown> },
): Promise<Reply> {
  const part = partOf(context);
  const { service, options, typed, errors, conflict } = given;
  const href = `/directory/services/${service.id}`;
  return page({
    title: entryParts[part],
    back: { href, text: service.name },
    ...(conflict !== undefined
      ? { status: 409, error: true }
      : errors === undefined
        ? {}
        : { status: 422, error: true }),
    main: manyForm({
      title: `${entryParts[part]}: ${service.name}`,
      action: `${href}/edit/${part}`,
      csrf: context.csrf,
      asked: askedIn(part, options),
      typed: typed ?? typedOf(part, service, options),
      errors,
      version: service.version,
      ...(conflict === undefined ? {} : { above: conflictHtml(service, conflict) }),
      save: 'Save',
      cancel: href,
    }),
  });
}

const newQuestions: readonly Question[] = [
  { kind: 'text', name: 'name', label: 'What is it called?', required: 'Enter what it is called', most: 200 },
  { kind: 'text', name: 'organisation', label: 'Who offers it?', hint: 'You can leave this empty', most: 200 },
  {
    kind: 'long text',
    name: 'description',
    label: 'What is it?',
    hint: 'As it was told to you',
    required: 'Enter what it is',
    most: 2000,
    rows: 3,
  },
  { kind: 'text', name: 'where', label: 'Where is it?', hint: 'A postcode or an address, if you know it', most: 200 },
  { kind: 'text', name: 'phone', label: 'Phone, if you know it', width: 20, inputMode: 'tel', most: 40 },
];

const newPage = (context: Any, options: Options, typed: Typed = {}, errors?: Errors): Reply =>
  page({
    title: 'Add what you were told of',
    back: { href: '/directory', text: 'Directory' },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: manyForm({
      title: 'Add what you were told of',
      action: '/directory/services/new',
      csrf: context.csrf,
      asked: newAsked(options),
      typed,
      errors,
      above: html`<p class="govuk-body">Somebody told you of a service that is not here? Write down what you know. It is shown as not verified, and nobody can be referred there, until you or somebody else has asked there and completed it. Do not write who told you.</p>`,
      save: 'Add it',
      cancel: '/directory',
    }),
  });

const newAsked = (options: Options): Asked[] => [
  ...newQuestions,
  ...askedIn('about', options).filter(({ name }) => name === 'needs'),
];

/** Adding an entry, and changing its parts. */
export const editRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/directory/services/new',
    can: 'directory.write',
    audit: 'nothing',
    handle: async (context) => newPage(context, await optionsOf(context, null)),
  }),
  route({
    method: 'POST',
    path: '/directory/services/new',
    can: 'directory.write',
    audit: { event: 'directory.added' },
    async handle(context) {
      const { db, actor, body } = context;
      const options = await optionsOf(context, null);
      const read = readMany(newAsked(options), body);
      if (!read.ok) return newPage(context, options, body, read.errors);
      const { values, lists } = read;
      const [by, at] = [{ actor }, atOf(context)];
      const id = await transaction(db, async (tx) => {
        const organisation = values.organisation as string | null;
        const organisationId = organisation === null ? null : await ensureOrganisation(tx, by, organisation, at);
        const added = await addService(
          tx,
          by,
          {
            ...{ name: String(values.name), description: String(values.description), verified: false },
            ...{ organisation_id: organisationId, contact_phone: values.phone as string | null },
          },
          lists.needs ?? [],
          at,
        );
        const where = values.where as string | null;
        if (where !== null) {
          const isCode = isPostcode(where);
          const place = {
            ...{ type: 'physical' as const, name: null, city: null, transport: null, stepFree: null, days: [] },
            ...{ opens: null, closes: null, times: null },
            ...{ address: isCode ? null : where, postcode: isCode ? where.toUpperCase() : null },
          };
          await addPlaceIn(tx, by, { id: added, version: 1, organisation_id: organisationId }, place, at);
        }
        await keepOwn(tx, by, added, at);
        return added;
      });
      return redirect(`/directory/services/${id}`, 'Added. You keep this entry: ask there, then complete it');
    },
  }),
  route({
    method: 'GET',
    path: '/directory/services/:serviceId/edit/:servicePart',
    can: 'directory.write',
    audit: 'nothing',
    params: partParams,
    async handle(context) {
      partOf(context);
      const service = await serviceOf(context);
      return editPage(context, { service, options: await optionsOf(context, service.id) });
    },
  }),
  route({
    method: 'POST',
    path: '/directory/services/:serviceId/edit/:servicePart',
    can: 'directory.write',
    audit: { event: 'directory.changed' },
    params: partParams,
    async handle(context) {
      const { db, actor, body, clock } = context;
      const part = partOf(context);
      const service = await serviceOf(context);
      const options = await optionsOf(context, service.id);
      const read = readPart(part, service, options, body, clock.today().toString());
      if (!read.ok) return editPage(context, { service, options, typed: body, errors: read.errors });
      const [by, at] = [{ actor }, atOf(context)];
      // A stale save must not leave an organisation behind either: it is asked before anything is written.
      if (versionOf(body) !== service.version)
        return editPage(context, { service, options, typed: body, conflict: read.changes });
      const done: Saved = await transaction(db, async (tx) => {
        const named =
          read.organisation === undefined || read.organisation === service.organisation_name
            ? {}
            : {
                organisation_id:
                  read.organisation === null ? null : await ensureOrganisation(tx, by, read.organisation, at),
              };
        return saveService(
          tx,
          by,
          {
            ...{ id: service.id, version: service.version, changes: { ...read.changes, ...named } },
            ...(read.terms === undefined ? {} : { terms: read.terms }),
          },
          at,
        );
      });
      if (done.outcome === 'stale') {
        const now = (await findService(db, service.id)) ?? notFound();
        return editPage(context, { service: now, options, typed: body, conflict: read.changes });
      }
      return redirect(
        `/directory/services/${service.id}`,
        done.outcome === 'same' ? 'Nothing was changed' : 'The entry is saved',
      );
    },
  }),
];
