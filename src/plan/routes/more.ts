/** The crisis, the library of ideas, and the plan as a file. */
import { type Context, file, type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage, casePath } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import { csvText } from '../../kit/csv.ts';
import { type Answer, type Errors, type Question, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { holdPlan } from '../actions/holds.ts';
import { planOf } from '../actions/plan.ts';
import { crisisHtml } from '../pages/crisis.ts';
import { ideasHtml } from '../pages/ideas.ts';
import { namesOf } from '../pages/names.ts';
import { planColumns, planRows } from '../rules/export.ts';
import { type CrisisKind, crisisKinds, crisisKindsInOrder, type Scope, scopes } from '../rules/holds.ts';
import { isOpen } from '../rules/steps.ts';

type Of = Context<{ caseId: string }, unknown, CaseHead>;

const scopeText: Record<Scope, { text: string; hint?: string }> = {
  'everything else': { text: 'Everything else', hint: 'Every other step of the plan waits' },
  'wellbeing and employment': { text: 'Wellbeing and employment', hint: 'Other survival steps go on' },
  employment: { text: 'Employment only' },
};

const crisisQuestions = (today: string): Question[] => [
  {
    kind: 'choice',
    name: 'kind',
    label: 'What is it about?',
    required: 'Choose what the crisis is about',
    choices: crisisKindsInOrder.map((value) => ({ value, text: crisisKinds[value].text })),
  },
  {
    kind: 'text',
    name: 'need',
    label: 'What comes first now?',
    hint: 'It becomes the first survival step of the plan. Leave it empty if there is no step to take yet',
    most: 200,
  },
  {
    kind: 'choice',
    name: 'scope',
    label: 'What waits meanwhile?',
    required: 'Choose what waits meanwhile',
    choices: scopes.map((value) => ({ value, ...scopeText[value] })),
  },
  {
    kind: 'text',
    name: 'words',
    label: 'What the staircase calls it',
    hint: 'A few words on the landing, for example: housing first. Leave it empty for the usual words',
    most: 60,
  },
  {
    kind: 'day',
    name: 'on',
    label: 'Since when?',
    earliest: '2000-01-01',
    latest: { day: today, message: 'The day must be today or in the past' },
    required: 'Enter the day',
  },
];

const several = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

async function crisisPage(context: Of, typed: Typed, errors: Errors = {}, status?: 409 | 422): Promise<Page> {
  const { db, clock, record: head, csrf } = context;
  const date = clock.today();
  const { steps } = await planOf(db, head.caseId);
  return casePage({
    head,
    today: date,
    current: 'plan',
    title: 'There is a crisis',
    ...(status === undefined ? {} : { status, error: true }),
    main: crisisHtml({
      caseId: head.caseId,
      csrf,
      questions: crisisQuestions(date.toString()),
      typed,
      errors,
      open: steps.filter(isOpen),
      goesOn: several(typed.goes_on),
    }),
  });
}

const blank = (today: string): Record<string, Answer> => ({ scope: 'everything else', on: today });

export const moreRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/plan/crisis',
    can: 'plan.write',
    audit: { read: 'plan' },
    params: caseParams,
    record: caseRecord,
    handle(context) {
      const today = context.clock.today().toString();
      return crisisPage(context, typedFrom(crisisQuestions(today), blank(today)));
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/plan/crisis',
    can: 'plan.write',
    audit: { event: 'plan.held' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record: head, body, clock } = context;
      const today = clock.today().toString();
      const read = readForm(crisisQuestions(today), body);
      if (!read.ok) return crisisPage(context, body, read.errors, 422);
      const { kind, need, scope, words, on } = read.values;
      const result = await holdPlan(
        db,
        actor,
        head,
        {
          kind: kind as CrisisKind,
          words: words as string | null,
          scope: scope as Scope,
          goesOn: several(body.goes_on),
          need: need === null ? null : { words: String(need), dueOn: null },
          on: String(on),
        },
        today,
      );
      if (result.outcome === 'refused') return crisisPage(context, body, result.errors, 422);
      return redirect(
        casePath(head.caseId, 'plan'),
        'The rest of the plan is on hold. Nothing is lost, and nothing can be late',
      );
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/plan/ideas',
    can: 'plan.write',
    audit: 'nothing',
    params: caseParams,
    record: caseRecord,
    async handle({ clock, record: head }) {
      return casePage({
        head,
        today: clock.today(),
        current: 'plan',
        title: 'Ideas for steps',
        main: ideasHtml(head.caseId),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/plan/export.csv',
    can: 'plan.read',
    audit: { read: 'plan as a file' },
    params: caseParams,
    record: caseRecord,
    async handle({ db, record: head }) {
      const rows = planRows(await planOf(db, head.caseId), namesOf(head));
      return file({
        name: `plan-${head.reference}.csv`,
        type: 'text/csv; charset=utf-8',
        body: csvText([[...planColumns], ...rows]),
      });
    },
  }),
];
