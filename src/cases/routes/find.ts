import { type Actor, programmesOf } from '../../access/rules/policy.ts';
import { page, type Route, route } from '../../access/rules/route.ts';
import { errorsAbove } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { findPeople } from '../actions/find.ts';
import { findHtml } from '../pages/find.ts';
import { readSearch } from '../rules/find.ts';

const manyProgrammes = (actor: Actor): boolean => (programmesOf(actor, 'case.list') ?? []).length > 1;

const form = route({
  method: 'GET',
  path: '/find',
  can: 'case.list',
  audit: 'nothing',
  handle: async ({ csrf, actor }) =>
    page({
      title: 'Find a person',
      main: findHtml({ csrf, typed: '', problem: undefined, found: undefined, manyProgrammes: manyProgrammes(actor) }),
    }),
});

/** Terms are sent in the body alone: an address is kept by browsers, proxies and logs. */
const find = route({
  method: 'POST',
  path: '/find',
  can: 'case.list',
  audit: { read: 'search' },
  async handle({ db, actor, body, csrf, clock }) {
    const typed = String(body.q ?? '').slice(0, 200);
    const search = readSearch(typed, clock.today().year);
    const problem = 'problem' in search ? search.problem : undefined;
    const found = 'problem' in search ? undefined : await findPeople(db.searching, actor, search);
    const label = 'Who do you look for?';
    return page({
      title: 'Find a person',
      wide: true,
      ...(problem === undefined ? {} : { status: 422, error: true }),
      main: html`${problem === undefined ? '' : errorsAbove([{ kind: 'text', name: 'q', label }], { q: problem })}${findHtml({ csrf, typed, problem, found, manyProgrammes: manyProgrammes(actor) })}`,
    });
  },
});

/** The search over everybody whom one may see. */
export const findRoutes: readonly Route[] = [form, find];
