/** What the pages of managers share: programmes and areas to choose from, forms, lists, and ending a thing. */
import { Type } from 'typebox';
import { programmesOf } from '../../access/rules/policy.ts';
import { page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Choice, type Errors, type Question, readForm, type Typed } from '../../kit/form.ts';
import type { Html } from '../../kit/html.ts';
import { recordForm } from '../../kit/record-form.ts';
import { areasOf } from '../../programmes/actions.ts';
import { workerNames } from '../actions/stewards.ts';
import { aboutService, type Looked, lookForService, nothingLooked } from './choose-service.ts';
import { type Any, groundOf, labelIn, mayManage, pageSize } from './entry.ts';

export const uuid = () => Type.String({ format: 'uuid' });
export const directory = { href: '/directory', text: 'Directory' };
export const managed = ({ actor }: Pick<Any, 'actor'>): string[] => programmesOf(actor, 'directory.manage') ?? [];

/** Programmes and areas that a manager chooses from: an area is its programme's. */
export type Places = { programmes: Choice[]; areas: Choice[]; roles: Choice[]; areaProgramme: Map<string, string> };

export async function placesFor(context: Any): Promise<Places> {
  const { db, actor, clock } = context;
  const ground = await groundOf(db, actor, clock.today().toString());
  const mine = new Set(managed(context));
  const programmes = ground.programmes.filter(({ id }) => mine.has(id));
  const areas: Choice[] = [];
  const areaProgramme = new Map<string, string>();
  for (const { id, name } of programmes)
    for (const area of await areasOf(db, { programmeId: id })) {
      areas.push({ value: area.id, text: programmes.length > 1 ? `${area.name} (${name})` : area.name });
      areaProgramme.set(area.id, id);
    }
  return {
    programmes: programmes.map(({ id, name }) => ({ value: id, text: name })),
    areas,
    roles: ground.roles,
    areaProgramme,
  };
}

export const programmeQuestion = ({ programmes }: Places): Question => ({
  kind: 'choice',
  name: 'programme',
  label: 'In which programme?',
  choices: programmes,
  as: 'select',
  required: 'Choose the programme',
});
export const areaQuestion = ({ areas }: Places): Question => ({
  kind: 'choice',
  name: 'area',
  label: 'Where?',
  choices: areas,
  as: 'select',
  none: 'Everywhere',
});
export const dayQuestions: readonly Question[] = [
  { kind: 'day', name: 'from', label: 'From', required: 'Enter from when', earliest: '2000-01-01' },
  { kind: 'day', name: 'to', label: 'Until', hint: 'Leave it empty for no end', earliest: '2000-01-01' },
];
export type Form = { title: string; path: string; back: { href: string; text: string }; above?: Html; save: string };
export const formPage = (
  context: Any,
  form: Form,
  questions: readonly Question[],
  typed: Typed,
  errors?: Errors,
): Reply =>
  page({
    title: form.title,
    back: form.back,
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      ...{ title: form.title, action: form.path, csrf: context.csrf, questions, typed, errors, above: form.above },
      ...{ save: form.save, cancel: form.back.href },
    }),
  });

/** A form of managers with its two routes. */
export type FormRoutes = Form & {
  /** The event of its post, where it goes afterwards, and what is said there. */
  event: string;
  list: string;
  said: string;
  /** Whether it names somebody who works in the reader's programmes: their names are offered. */
  asksWho?: true;
  questions(of: { places: Places; found: readonly Choice[]; names: readonly string[] }): readonly Question[];
  /** Writes what was answered. Resolves to what is wrong with it, with nothing written, or to null. `serviceId` is what was chosen. */
  write(context: Any, values: Values, serviceId: string | null): Promise<Errors | null>;
};

/** The page of a form, and its post: what was typed is saved, or shown again with what is wrong. */
export function formRoutes(form: FormRoutes): Route[] {
  const asked = async (context: Any, looked: Looked) => {
    const places = await placesFor(context);
    const names = form.asksWho ? await workerNames(context.db, managed(context)) : [];
    return { places, questions: form.questions({ places, found: looked.found, names }) };
  };
  return [
    route({
      ...{ method: 'GET', path: form.path, can: 'directory.manage', audit: 'nothing' },
      query: Type.Object({ service: Type.Optional(uuid()) }),
      async handle(context) {
        const { service } = context.query;
        const about =
          service === undefined ? { typed: {}, looked: nothingLooked } : await aboutService(context.db, service);
        const { questions } = await asked(context, about.looked);
        return formPage(context, form, questions, { ...startsToday(context), ...about.typed });
      },
    }),
    route({
      ...{ method: 'POST', path: form.path, can: 'directory.manage', audit: { event: form.event } },
      async handle(context) {
        const { db, body } = context;
        const looked = await lookForService(db, body);
        const { places, questions } = await asked(context, looked);
        const read = readForm(questions, body);
        const wrong = read.ok ? (between(read.values, places) ?? {}) : read.errors;
        const errors = { ...wrong, ...looked.errors };
        if (!read.ok || Object.keys(errors).length > 0) return formPage(context, form, questions, body, errors);
        const refused = await form.write(context, read.values, looked.id);
        return refused === null ? redirect(form.list, form.said) : formPage(context, form, questions, body, refused);
      },
    }),
  ];
}

/** What is wrong between the answers of a form: a period the wrong way round, an area of another programme. */
export function between(values: Readonly<Record<string, unknown>>, places: Places): Errors | null {
  if (typeof values.to === 'string' && values.to < String(values.from))
    return { to: 'Until: the date must be the first day or later' };
  const area = values.area ?? null;
  if (area !== null && places.areaProgramme.get(String(area)) !== values.programme)
    return { area: 'Choose an area of the programme' };
  return null;
}

export const startsToday = (context: Any): Typed => {
  const today = context.clock.today();
  return { 'from-day': String(today.day), 'from-month': String(today.month), 'from-year': String(today.year) };
};

export type Values = Record<string, string | number | null>;
export const textOf = (values: Values, name: string): string | null => (values[name] ?? null) as string | null;

export async function listPage<R>(
  context: Any & { query: { page?: number } },
  path: string,
  read: (given: { limit: number; offset: number }) => Promise<R[]>,
): Promise<{ rows: R[]; next: string | undefined; mayManage: boolean; csrf: Html; today: string }> {
  const number = context.query.page ?? 1;
  const rows = await read({ limit: pageSize + 1, offset: (number - 1) * pageSize });
  return {
    rows: rows.slice(0, pageSize),
    next: rows.length > pageSize ? `${path}?page=${number + 1}` : undefined,
    ...{ mayManage: mayManage(context.actor), csrf: context.csrf, today: context.clock.today().toString() },
  };
}

export async function wordsOf(context: Any) {
  const ground = await groundOf(context.db, context.actor, context.clock.today().toString());
  return {
    roleLabel: labelIn(ground.roles),
    programmeName: labelIn(ground.programmes.map(({ id, name }) => ({ value: id, text: name }))),
  };
}

/** A post that ends one thing of a list. */
export const endRoute = (
  path: string,
  event: string,
  words: string,
  end: (context: Any, id: string) => Promise<boolean>,
  name: string,
): Route =>
  route({
    method: 'POST',
    path: `${path}/:${name}/end`,
    can: 'directory.manage',
    audit: { event },
    params: Type.Object({ [name]: uuid() }),
    async handle(context) {
      const done = await end(context, String((context.params as Record<string, string>)[name]));
      return redirect(path, done ? words : 'Nothing was changed: it is over already, or is not of your programmes');
    },
  });
