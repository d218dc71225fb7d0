/** Concerns about services: the list of those who oversee, and what becomes of one. */
import { Type } from 'typebox';
import { type Context, page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Errors, readForm, type Typed } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { recordForm } from '../../kit/record-form.ts';
import { type ConcernRow, concernRecord, concernsFor, handleConcern } from '../actions/views.ts';
import { concernFacts, concernsHtml } from '../pages/liaison.ts';
import { handleQuestions } from '../rules/liaison-forms.ts';

const params = Type.Object({ concernId: Type.String({ format: 'uuid' }) });
type One = Context<unknown, unknown, { concern: ConcernRow }>;

function onePage({ record: { concern }, csrf }: One, typed: Typed, errors?: Errors): Reply {
  const title = `Concern about ${concern.service_name}`;
  const facts = concernFacts(concern);
  return page({
    title,
    back: { href: '/services/concerns', text: 'Concerns about services' },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main:
      concern.closed_on !== null
        ? html`<h1 class="govuk-heading-l">${title}</h1>${facts}`
        : recordForm({
            ...{ title, csrf, typed, errors, above: facts, save: 'Save', cancel: '/services/concerns' },
            action: `/services/concerns/${concern.id}`,
            questions: handleQuestions,
          }),
  });
}

/** Concerns about services. */
export const concernRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/services/concerns',
    can: 'service.oversee',
    audit: { read: 'concerns about services' },
    handle: async ({ db, actor }) =>
      page({ title: 'Concerns about services', wide: true, main: concernsHtml(await concernsFor(db, actor)) }),
  }),
  route({
    method: 'GET',
    path: '/services/concerns/:concernId',
    can: 'service.oversee',
    audit: { read: 'a concern about a service' },
    params,
    record: concernRecord,
    handle: async (context) => onePage(context, {}),
  }),
  route({
    method: 'POST',
    path: '/services/concerns/:concernId',
    can: 'service.oversee',
    audit: { event: 'liaison.concern answered' },
    params,
    record: concernRecord,
    async handle(context) {
      const { db, actor, record, body, clock } = context;
      const read = readForm(handleQuestions, body);
      if (!read.ok) return onePage(context, body, read.errors);
      const what = read.values.what as 'answer' | 'complaint' | 'close';
      const given = { what, words: String(read.values.words) };
      const done = await handleConcern(db, actor, record.concern, given, clock.today().toString());
      return redirect(
        `/services/concerns/${record.concern.id}`,
        done === 'saved' ? 'Saved' : 'Nothing was saved: it was closed meanwhile',
      );
    },
  }),
];
