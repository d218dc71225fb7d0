/** Interpreters who can be booked. */
import { type Context, page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Errors, readForm, type Typed } from '../../kit/form.ts';
import { addInterpreter, interpretersOf } from '../actions/places.ts';
import { interpretersHtml, type Stands } from '../pages/sites.ts';
import { interpreterQuestions } from '../rules/site-form.ts';
import { programmeFor } from './sites.ts';

type Of = Context<unknown, unknown, unknown>;

/** The page of interpreters. `stands` is what is booked with one who was to be taken out. */
export async function interpretersPage(
  context: Of,
  given: { typed?: Typed; errors?: Errors; stands?: Stands } = {},
): Promise<Reply> {
  const { db, clock, csrf } = context;
  const programmeId = await programmeFor(context);
  return page({
    title: 'Interpreters',
    back: { href: '/sites', text: 'Sites' },
    ...(given.stands !== undefined
      ? { status: 409, error: true }
      : given.errors === undefined
        ? {}
        : { status: 422, error: true }),
    main: interpretersHtml({
      interpreters: programmeId === null ? [] : await interpretersOf(db, programmeId),
      ...{ stands: given.stands ?? null, today: clock.today().toString() },
      ...{ csrf, questions: interpreterQuestions, typed: given.typed ?? {}, errors: given.errors ?? {} },
    }),
  });
}

export const interpreterRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/sites/interpreters',
    can: 'site.manage',
    audit: 'nothing',
    handle: (context) => interpretersPage(context),
  }),
  route({
    method: 'POST',
    path: '/sites/interpreters',
    can: 'site.manage',
    audit: { event: 'interpreter.added' },
    async handle(context) {
      const { db, actor, clock, body } = context;
      const programmeId = await programmeFor(context);
      const read = readForm(interpreterQuestions, body);
      if (!read.ok) return interpretersPage(context, { typed: body, errors: read.errors });
      if (programmeId === null)
        return interpretersPage(context, { typed: body, errors: { name: 'No programme is loaded yet' } });
      const given = { name: String(read.values.name), language: String(read.values.language) };
      await addInterpreter(db, actor, programmeId, given, clock);
      return redirect('/sites/interpreters', 'Interpreter added');
    },
  }),
];
