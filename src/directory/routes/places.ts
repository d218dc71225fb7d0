/** Where a service is: adding a place, changing one, taking one away. */
import { notFound, page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import type { Errors, Typed } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { versionField, versionOf } from '../../kit/record-form.ts';
import { button } from '../../kit/ui/index.ts';
import type { Saved, ServiceRow } from '../actions/entries.ts';
import { addPlace, findPlace, type PlaceRow, removePlace, savePlace } from '../actions/places.ts';
import { manyForm } from '../pages/form.ts';
import { readMany } from '../rules/many.ts';
import { type PlaceGiven, placeQuestions, placeTyped } from '../rules/place-words.ts';
import { atOf, type OfService, placeParams, serviceOf, serviceParams } from './entry.ts';

type OfPlace = OfService & { params: { placeId: string } };
const stale = 'Nothing was saved: somebody changed this entry meanwhile. Look at it again';

function placePage(
  context: OfService,
  given: { service: ServiceRow; place: PlaceRow | null; typed?: Typed; errors?: Errors },
): Reply {
  const { service, place, typed, errors } = given;
  const href = `/directory/services/${service.id}`;
  const title = place === null ? 'Add a place' : 'Change a place';
  const shared = place !== null && place.shared > 1;
  return page({
    title,
    back: { href, text: service.name },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: html`${manyForm({
      title: `${title}: ${service.name}`,
      action: place === null ? `${href}/places/new` : `${href}/places/${place.id}`,
      csrf: context.csrf,
      asked: placeQuestions,
      typed: typed ?? (place === null ? {} : placeTyped(place)),
      errors,
      version: service.version,
      above: shared
        ? html`<p class="govuk-body">Other services are at this place too. What you change is changed for this service alone.</p>`
        : html``,
      save: 'Save',
      cancel: href,
    })}
${place === null ? html`` : html`<form method="post" action="${href}/places/${place.id}/remove">${context.csrf}${versionField(service.version)}${button({ text: 'It is there no more', classes: 'govuk-button--warning' })}</form>`}`,
  });
}

/** Reads a place; a place to go to says where it is. */
function placeFrom(body: Typed): PlaceGiven | { errors: Errors } {
  const read = readMany(placeQuestions, body);
  if (!read.ok) return { errors: read.errors };
  const { values, lists } = read;
  const text = (name: string) => (values[name] ?? null) as string | null;
  const [opens, closes] = [text('opens'), text('closes')];
  if (values.type === 'physical' && text('address') === null && text('postcode') === null)
    return { errors: { address: 'Enter an address or a postcode' } };
  if (opens !== null && closes !== null && closes <= opens)
    return { errors: { closes: 'It must close after it opens' } };
  return {
    ...{ type: values.type as PlaceGiven['type'], name: text('name'), address: text('address'), city: text('city') },
    ...{ postcode: text('postcode'), transport: text('transport'), opens, closes, times: text('times') },
    stepFree: values.step_free === null ? null : values.step_free === 'yes',
    days: lists.days ?? [],
  };
}

async function placeOf(context: OfPlace, service: ServiceRow): Promise<PlaceRow> {
  return (await findPlace(context.db, service.id, context.params.placeId)) ?? notFound();
}

const after = (service: ServiceRow, done: Saved, words: string): Reply =>
  redirect(`/directory/services/${service.id}`, done.outcome === 'stale' ? stale : words);

/** Places of a service. */
export const placeRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/directory/services/:serviceId/places/new',
    can: 'directory.write',
    audit: 'nothing',
    params: serviceParams,
    handle: async (context) => placePage(context, { service: await serviceOf(context), place: null }),
  }),
  route({
    method: 'POST',
    path: '/directory/services/:serviceId/places/new',
    can: 'directory.write',
    audit: { event: 'directory.changed' },
    params: serviceParams,
    async handle(context) {
      const { db, actor, body } = context;
      const service = await serviceOf(context);
      const given = placeFrom(body);
      if ('errors' in given) return placePage(context, { service, place: null, typed: body, errors: given.errors });
      const seen = { ...service, version: versionOf(body) };
      return after(service, await addPlace(db, { actor }, seen, given, atOf(context)), 'The place is added');
    },
  }),
  route({
    method: 'GET',
    path: '/directory/services/:serviceId/places/:placeId',
    can: 'directory.write',
    audit: 'nothing',
    params: placeParams,
    async handle(context) {
      const service = await serviceOf(context);
      return placePage(context, { service, place: await placeOf(context, service) });
    },
  }),
  route({
    method: 'POST',
    path: '/directory/services/:serviceId/places/:placeId',
    can: 'directory.write',
    audit: { event: 'directory.changed' },
    params: placeParams,
    async handle(context) {
      const { db, actor, body } = context;
      const service = await serviceOf(context);
      const place = await placeOf(context, service);
      const given = placeFrom(body);
      if ('errors' in given) return placePage(context, { service, place, typed: body, errors: given.errors });
      const seen = { ...service, version: versionOf(body) };
      return after(service, await savePlace(db, { actor }, seen, place, given, atOf(context)), 'The place is saved');
    },
  }),
  route({
    method: 'POST',
    path: '/directory/services/:serviceId/places/:placeId/remove',
    can: 'directory.write',
    audit: { event: 'directory.changed' },
    params: placeParams,
    async handle(context) {
      const { db, actor, body } = context;
      const service = await serviceOf(context);
      const place = await placeOf(context, service);
      const seen = { ...service, version: versionOf(body) };
      return after(service, await removePlace(db, { actor }, seen, place, atOf(context)), 'The place is taken away');
    },
  }),
];
