import { page, type Route, route } from '../../access/rules/route.ts';
import { workerCalled } from '../actions/stewards.ts';
import { endRole, giveRole, rolesOfProgrammes } from '../actions/working-roles.ts';
import { rolesHtml } from '../pages/rules.ts';
import { pageQuery } from './entry.ts';
import {
  dayQuestions,
  endRoute,
  type FormRoutes,
  formRoutes,
  listPage,
  managed,
  programmeQuestion,
  textOf,
  wordsOf,
} from './rule-forms.ts';

const questions: FormRoutes['questions'] = ({ places, names }) => [
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

const form: FormRoutes = {
  ...{ title: 'Give somebody a role', path: '/directory/roles/new', save: 'Give the role', list: '/directory/roles' },
  ...{ event: 'directory.role_given', said: 'The role is given', asksWho: true, questions },
  back: { href: '/directory/roles', text: 'Working roles' },
  async write({ db, actor, clock }, values) {
    const programmeId = String(values.programme);
    const found = await workerCalled(db, [programmeId], String(values.who));
    if (found === null)
      return { who: 'Nobody of the programme is called so. Choose a name from the list, or enter a work email' };
    if (found === 'several') return { who: 'More than one person is called so. Enter their work email' };
    const given = { userId: found.user_id, programmeId, role: String(values.role) };
    const period = { from: String(values.from), to: textOf(values, 'to') };
    await giveRole(db, actor, { ...given, ...period }, clock.today().toString());
    return null;
  },
};

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
  ...formRoutes(form),
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
