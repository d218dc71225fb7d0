import { page, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Errors, type Question, readForm } from '../../kit/form.ts';
import { workerCalled, workerNames } from '../actions/stewards.ts';
import { endRole, giveRole, rolesOfProgrammes } from '../actions/working-roles.ts';
import { rolesHtml } from '../pages/rules.ts';
import { pageQuery } from './entry.ts';
import {
  between,
  dayQuestions,
  endRoute,
  type Form,
  formPage,
  listPage,
  managed,
  type Places,
  placesFor,
  programmeQuestion,
  startsToday,
  textOf,
  wordsOf,
} from './rule-forms.ts';

const roleQuestions = (places: Places, names: readonly string[]): Question[] => [
  {
    kind: 'text',
    name: 'who',
    label: 'Who?',
    hint: 'Their name, or their work email',
    required: 'Enter who',
    width: 30,
    suggestions: names,
  },
  {
    kind: 'choice',
    name: 'role',
    label: 'Which role?',
    choices: places.roles,
    as: 'select',
    required: 'Choose the role',
  },
  programmeQuestion(places),
  ...dayQuestions,
];

const form = {
  ...{ title: 'Give somebody a role', path: '/directory/roles/new', save: 'Give the role' },
  back: { href: '/directory/roles', text: 'Working roles' },
} as const satisfies Form;

/** Working roles of users. */
export const workingRoleRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/directory/roles',
    can: 'directory.manage',
    audit: 'nothing',
    query: pageQuery,
    async handle(context) {
      const day = context.clock.today().toString();
      const list = await listPage(context, '/directory/roles', (given) =>
        rolesOfProgrammes(context.db, managed(context), { day, ...given }),
      );
      return page({
        title: 'Working roles',
        back: { href: '/directory/access', text: 'Who may refer where' },
        main: rolesHtml({ ...list, ...(await wordsOf(context)) }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/directory/roles/new',
    can: 'directory.manage',
    audit: 'nothing',
    async handle(context) {
      const names = await workerNames(context.db, managed(context));
      const questions = roleQuestions(await placesFor(context), names);
      return formPage(context, form, questions, startsToday(context));
    },
  }),
  route({
    method: 'POST',
    path: '/directory/roles/new',
    can: 'directory.manage',
    audit: { event: 'directory.role_given' },
    async handle(context) {
      const { db, actor, body, clock } = context;
      const places = await placesFor(context);
      const questions = roleQuestions(places, []);
      const again = (errors: Errors) => formPage(context, form, questions, body, errors);
      const read = readForm(questions, body);
      if (!read.ok) return again(read.errors);
      const wrong = between(read.values, places);
      if (wrong !== null) return again(wrong);
      const { values } = read;
      const programmeId = String(values.programme);
      const found = await workerCalled(db, [programmeId], String(values.who));
      if (found === null)
        return again({
          who: 'Nobody of the programme is called so. Choose a name from the list, or enter a work email',
        });
      if (found === 'several') return again({ who: 'More than one person is called so. Enter their work email' });
      const given = { userId: found.user_id, programmeId, role: String(values.role) };
      const period = { from: String(values.from), to: textOf(values, 'to') };
      await giveRole(db, actor, { ...given, ...period }, clock.today().toString());
      return redirect('/directory/roles', 'The role is given');
    },
  }),
  endRoute(
    '/directory/roles',
    'directory.role_ended',
    'The role ends with today',
    (context, id) =>
      endRole(context.db, context.actor, {
        ...{ id, programmeIds: managed(context), today: context.clock.today().toString() },
      }),
    'workingRoleId',
  ),
];
