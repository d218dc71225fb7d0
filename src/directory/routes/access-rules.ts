/** Who may refer where. */
import { Type } from 'typebox';
import { page, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Errors, type Question, readForm } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { endRule, rulesOfProgrammes, setRule } from '../actions/access-rules.ts';
import { findService } from '../actions/entries.ts';
import { accessListHtml } from '../pages/rules.ts';
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
  uuid,
  wordsOf,
} from './rule-forms.ts';

const ruleQuestions = (places: Places): Question[] => [
  { ...serviceQuestion, required: 'Enter the service' } as Question,
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
const form = {
  ...{ title: 'Add a rule', path: '/directory/access/new', save: 'Add the rule' },
  back: { href: '/directory/access', text: 'Who may refer where' },
  above: html`<p class="govuk-body">A rule for an area goes before one for everywhere, one for a role before one for anybody, the later before the earlier. Where some roles may, the others may not.</p>`,
} as const satisfies Form;

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
  route({
    method: 'GET',
    path: '/directory/access/new',
    can: 'directory.manage',
    audit: 'nothing',
    query: Type.Object({ service: Type.Optional(uuid()) }),
    handle: async (context) =>
      formPage(context, form, ruleQuestions(await placesFor(context)), {
        ...startsToday(context),
        ...(context.query.service === undefined ? {} : { service: context.query.service }),
      }),
  }),
  route({
    method: 'POST',
    path: '/directory/access/new',
    can: 'directory.manage',
    audit: { event: 'directory.access_set' },
    async handle(context) {
      const { db, actor, body, clock } = context;
      const places = await placesFor(context);
      const questions = ruleQuestions(places);
      const again = (errors: Errors) => formPage(context, form, questions, body, errors);
      const read = readForm(questions, body);
      if (!read.ok) return again(read.errors);
      const wrong = between(read.values, places);
      if (wrong !== null) return again(wrong);
      const { values } = read;
      if ((await findService(db, String(values.service))) === null)
        return again({ service: 'There is no such service. Copy the address of its page again' });
      const given = {
        ...{ serviceId: String(values.service), programmeId: String(values.programme), areaId: textOf(values, 'area') },
        ...{ role: String(values.role), allowed: values.allowed === 'yes', caseId: null },
        ...{ reason: textOf(values, 'reason'), from: String(values.from), to: textOf(values, 'to') },
      };
      await setRule(db, actor, given, { today: clock.today().toString() });
      return redirect('/directory/access', 'The rule is added');
    },
  }),
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
