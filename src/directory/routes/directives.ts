import { page, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Errors, type Question, readForm } from '../../kit/form.ts';
import { directivesOf, endDirective, setDirective } from '../actions/directives.ts';
import { findService } from '../actions/entries.ts';
import { directivesHtml } from '../pages/rules.ts';
import { choicesOf, contracts } from '../rules/codes.ts';
import { pageQuery, readersProgrammes } from './entry.ts';
import {
  areaQuestion,
  between,
  dayQuestions,
  directory,
  endRoute,
  type Form,
  formPage,
  listPage,
  managed,
  type Places,
  placesFor,
  programmeQuestion,
  serviceQuestion,
  startsToday,
  textOf,
  wordsOf,
} from './rule-forms.ts';

const directiveQuestions = (places: Places): Question[] => [
  {
    kind: 'choice',
    name: 'kind',
    label: 'What do you ask for?',
    choices: [
      { value: 'prefer', text: 'Prefer these services' },
      { value: 'avoid', text: 'Do not use these services' },
    ],
    required: 'Choose what you ask for',
  },
  {
    kind: 'choice',
    name: 'contract',
    label: 'Services of organisations with which contract?',
    choices: choicesOf(contracts),
    as: 'select',
    none: 'It is about one service',
  },
  { ...serviceQuestion, label: 'Or one service' } as Question,
  {
    kind: 'long text',
    name: 'words',
    label: 'What it says and why',
    required: 'Enter what it says',
    most: 500,
    rows: 3,
  },
  programmeQuestion(places),
  areaQuestion(places),
  ...dayQuestions,
];
const form = {
  ...{ title: 'Add a directive', path: '/directory/directives/new', save: 'Add the directive' },
  back: { href: '/directory/directives', text: 'Directives' },
} as const satisfies Form;

/** Directives: what managers ask for in choosing services. */
export const directiveRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/directory/directives',
    can: 'directory.read',
    audit: 'nothing',
    query: pageQuery,
    async handle(context) {
      const ids = readersProgrammes(context.actor);
      const list = await listPage(context, '/directory/directives', (given) => directivesOf(context.db, ids, given));
      const { programmeName } = await wordsOf(context);
      return page({ title: 'Directives', back: directory, main: directivesHtml({ ...list, programmeName }) });
    },
  }),
  route({
    method: 'GET',
    path: '/directory/directives/new',
    can: 'directory.manage',
    audit: 'nothing',
    handle: async (context) =>
      formPage(context, form, directiveQuestions(await placesFor(context)), startsToday(context)),
  }),
  route({
    method: 'POST',
    path: '/directory/directives/new',
    can: 'directory.manage',
    audit: { event: 'directory.directive_set' },
    async handle(context) {
      const { db, actor, body, clock } = context;
      const places = await placesFor(context);
      const questions = directiveQuestions(places);
      const again = (errors: Errors) => formPage(context, form, questions, body, errors);
      const read = readForm(questions, body);
      if (!read.ok) return again(read.errors);
      const wrong = between(read.values, places);
      if (wrong !== null) return again(wrong);
      const { values } = read;
      const [contract, serviceId] = [textOf(values, 'contract'), textOf(values, 'service')];
      if ((contract === null) === (serviceId === null))
        return again({ contract: 'Choose a contract or enter one service, not both' });
      if (serviceId !== null && (await findService(db, serviceId)) === null)
        return again({ service: 'There is no such service. Copy the address of its page again' });
      const given = {
        ...{ programmeId: String(values.programme), areaId: textOf(values, 'area'), contract, serviceId },
        ...{ kind: values.kind as 'prefer' | 'avoid', words: String(values.words) },
        ...{ from: String(values.from), to: textOf(values, 'to') },
      };
      await setDirective(db, actor, given, clock.today().toString());
      return redirect('/directory/directives', 'The directive is added');
    },
  }),
  endRoute(
    '/directory/directives',
    'directory.directive_ended',
    'The directive is over',
    (context, id) =>
      endDirective(context.db, context.actor, {
        ...{ id, programmeIds: managed(context), now: context.clock.now(), today: context.clock.today().toString() },
      }),
    'directiveId',
  ),
];
