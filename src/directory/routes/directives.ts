import { page, type Route, route } from '../../access/rules/route.ts';
import { directivesOf, endDirective, setDirective } from '../actions/directives.ts';
import { directivesHtml } from '../pages/rules.ts';
import { choicesOf, contracts } from '../rules/codes.ts';
import { serviceQuestions } from './choose-service.ts';
import { pageQuery, readersProgrammes } from './entry.ts';
import {
  areaQuestion,
  dayQuestions,
  directory,
  endRoute,
  type FormRoutes,
  formRoutes,
  listPage,
  managed,
  programmeQuestion,
  textOf,
  wordsOf,
} from './rule-forms.ts';

const questions: FormRoutes['questions'] = ({ places, found }) => [
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
  ...serviceQuestions('Or one service', found),
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
const form: FormRoutes = {
  ...{ title: 'Add a directive', path: '/directory/directives/new', save: 'Add the directive' },
  ...{ list: '/directory/directives', event: 'directory.directive_set', said: 'The directive is added', questions },
  back: { href: '/directory/directives', text: 'Directives' },
  async write({ db, actor, clock }, values, serviceId) {
    const contract = textOf(values, 'contract');
    if ((contract === null) === (serviceId === null))
      return { contract: 'Choose a contract or enter one service, not both' };
    const given = {
      ...{ programmeId: String(values.programme), areaId: textOf(values, 'area'), contract, serviceId },
      ...{ kind: values.kind as 'prefer' | 'avoid', words: String(values.words) },
      ...{ from: String(values.from), to: textOf(values, 'to') },
    };
    await setDirective(db, actor, given, clock.today().toString());
    return null;
  },
};

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
  ...formRoutes(form),
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
