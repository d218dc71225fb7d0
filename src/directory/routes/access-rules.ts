/** Who may refer where. */
import { page, type Route, route } from '../../access/rules/route.ts';
import { html } from '../../kit/html.ts';
import { endRule, rulesOfProgrammes, setRule } from '../actions/access-rules.ts';
import { accessListHtml } from '../pages/rules.ts';
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
  ...serviceQuestions('Service', found, 'Enter a part of the name of the service'),
  {
    kind: 'choice',
    name: 'role',
    label: 'Who?',
    choices: [{ value: 'any', text: 'Anybody' }, ...places.roles],
    as: 'select',
    required: 'Choose who',
  },
  {
    kind: 'choice',
    name: 'allowed',
    label: 'May they refer here?',
    choices: [
      { value: 'yes', text: 'Yes' },
      { value: 'no', text: 'No' },
    ],
    as: 'radios in a row',
    required: 'Choose yes or no',
  },
  { kind: 'text', name: 'reason', label: 'Why?', hint: 'Shown to those who may not', most: 200 },
  programmeQuestion(places),
  areaQuestion(places),
  ...dayQuestions,
];
const form: FormRoutes = {
  ...{ title: 'Add a rule', path: '/directory/access/new', save: 'Add the rule', list: '/directory/access' },
  ...{ event: 'directory.access_set', said: 'The rule is added', questions },
  back: { href: '/directory/access', text: 'Who may refer where' },
  above: html`<p class="govuk-body">A rule for an area goes before one for everywhere, one for a role before one for anybody, the later before the earlier. Where some roles may, the others may not.</p>`,
  async write({ db, actor, clock }, values, serviceId) {
    const given = {
      ...{ serviceId: String(serviceId), programmeId: String(values.programme), areaId: textOf(values, 'area') },
      ...{ role: String(values.role), allowed: values.allowed === 'yes', caseId: null },
      ...{ reason: textOf(values, 'reason'), from: String(values.from), to: textOf(values, 'to') },
    };
    await setRule(db, actor, given, { today: clock.today().toString() });
    return null;
  },
};

/** Who may refer where. */
export const accessRuleRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/directory/access',
    can: 'directory.read',
    audit: 'nothing',
    query: pageQuery,
    async handle(context) {
      const ids = readersProgrammes(context.actor);
      const day = context.clock.today().toString();
      const list = await listPage(context, '/directory/access', (given) =>
        rulesOfProgrammes(context.db, ids, { day, ...given }),
      );
      return page({
        title: 'Who may refer where',
        back: directory,
        main: accessListHtml({ ...list, ...(await wordsOf(context)) }),
      });
    },
  }),
  ...formRoutes(form),
  endRoute(
    '/directory/access',
    'directory.access_ended',
    'The rule ends with today',
    (context, id) =>
      endRule(context.db, context.actor, {
        ...{ id, programmeIds: managed(context), today: context.clock.today().toString() },
      }),
    'accessRuleId',
  ),
];
