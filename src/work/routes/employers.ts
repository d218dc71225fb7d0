/** Employers that a programme knows: one list for everybody who works for it. */
import { type Static, Type } from 'typebox';
import { can, programmesOf, scopeOf } from '../../access/rules/policy.ts';
import { type Context, notFound, page, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Answer, readForm, typedFrom } from '../../kit/form.ts';
import { versionOf } from '../../kit/record-form.ts';
import { isUuid } from '../../kit/uuid.ts';
import { areasOf, listProgrammes } from '../../programmes/actions.ts';
import {
  addContact,
  addEmployer,
  changeContact,
  changeEmployer,
  type EmployerRow,
  employerDetails,
  employerRecord,
  findContact,
  listEmployers,
} from '../actions/employers.ts';
import { employerHtml, employersHtml } from '../pages/employers.ts';
import { contactFrom, contactQuestions, employerFrom, employerQuestions } from '../rules/employers.ts';
import { formPage, stalePage } from './employer-form.ts';

const PAGE = 50;
const employerParams = Type.Object({ employerId: Type.String({ format: 'uuid' }) });
const contactParams = Type.Object({ ...employerParams.properties, contactId: Type.String({ format: 'uuid' }) });
const programmeQuery = Type.Object({ programme: Type.Optional(Type.String({ format: 'uuid' })) });
const listQuery = Type.Object({
  ...programmeQuery.properties,
  name: Type.Optional(Type.String({ maxLength: 100 })),
  area: Type.Optional(Type.String({ maxLength: 200 })),
  /** Where the page before ended: the id and the name of an employer. */
  after: Type.Optional(Type.String({ maxLength: 300 })),
});
type Any = Context<unknown, unknown, unknown>;
type Of = Context<Static<typeof employerParams>, unknown, { employer: EmployerRow; programmeId: string }>;

/** The programme of a page without an employer: the one that was asked for, of those in which the actor may. */
async function programmeOf({ db, actor, clock }: Pick<Any, 'db' | 'actor' | 'clock'>, asked: string | undefined) {
  const ids = programmesOf(actor, 'employer.read');
  const programmes = await listProgrammes(db, { day: clock.today().toString(), ids });
  const one = programmes.find(({ id }) => id === asked) ?? programmes[0] ?? notFound();
  return { programmes, programmeId: one.id };
}

const areaNames = async ({ db }: Pick<Any, 'db'>, programmeId: string): Promise<string[]> =>
  (await areasOf(db, { programmeId })).map(({ name }) => name);
const by = ({ actor, clock }: Pick<Any, 'actor' | 'clock'>, programmeId: string) => ({
  actor,
  programmeId,
  today: clock.today().toString(),
});

const pathOf = ({ employer }: { employer: EmployerRow }): string => `/employers/${employer.id}`;

const lists: readonly Route[] = [
  route({
    method: 'GET',
    path: '/employers',
    can: 'employer.read',
    audit: 'nothing',
    query: listQuery,
    async handle(context) {
      const { db, actor, clock, query } = context;
      const { programmes, programmeId } = await programmeOf(context, query.programme);
      const [id = '', ...rest] = (query.after ?? '').split('_');
      const filter = { programme: programmeId, name: query.name?.trim() ?? '', area: query.area ?? '' };
      const [areas, { employers, more }] = await Promise.all([
        areaNames(context, programmeId),
        listEmployers(db, {
          programmeIds: [programmeId],
          words: filter.name === '' ? null : filter.name,
          area: filter.area === '' ? null : filter.area,
          today: clock.today().toString(),
          after: isUuid(id) ? { id, name: rest.join('_') } : null,
          limit: PAGE,
        }),
      ]);
      const last = employers.at(-1);
      const next =
        more && last !== undefined
          ? `/employers?${new URLSearchParams({ ...filter, after: `${last.id}_${last.name.toLowerCase()}` })}`
          : null;
      const mayWrite = can(actor, 'employer.write', { programmeId });
      const main = employersHtml({ programmes, areas, filter, employers, next, mayWrite });
      return page({ title: 'Employers', main });
    },
  }),
  route({
    method: 'GET',
    path: '/employers/new',
    can: 'employer.write',
    audit: 'nothing',
    query: programmeQuery,
    async handle(context) {
      const { programmeId } = await programmeOf(context, context.query.programme);
      return formPage(context, {
        ...{ title: 'Add an employer', action: `/employers/new?programme=${programmeId}`, cancel: '/employers' },
        ...{ questions: employerQuestions(await areaNames(context, programmeId)), typed: {} },
      });
    },
  }),
  route({
    method: 'POST',
    path: '/employers/new',
    can: 'employer.write',
    audit: { event: 'employer.added' },
    query: programmeQuery,
    async handle(context) {
      const { db, body, query } = context;
      const { programmeId } = await programmeOf(context, query.programme);
      const questions = employerQuestions(await areaNames(context, programmeId));
      const form = {
        ...{ title: 'Add an employer', action: `/employers/new?programme=${programmeId}`, cancel: '/employers' },
        ...{ questions, typed: body },
      };
      const read = readForm(questions, body);
      if (!read.ok) return formPage(context, { ...form, errors: read.errors });
      const saved = await addEmployer(db, by(context, programmeId), employerFrom(read.values));
      if (saved.outcome === 'refused') return formPage(context, { ...form, errors: saved.errors });
      if (saved.outcome !== 'saved') return notFound();
      return redirect(`/employers/${saved.id}`, 'The employer is saved');
    },
  }),
];

const one: readonly Route[] = [
  route({
    method: 'GET',
    path: '/employers/:employerId',
    can: 'employer.read',
    audit: { read: 'employer' },
    params: employerParams,
    record: employerRecord,
    async handle({ db, actor, clock, record }: Of) {
      const { employer, programmeId } = record;
      const scope = scopeOf(actor, 'case.read', programmeId);
      const details = await employerDetails(db, employer.id, scope, clock.today().toString());
      return page({
        title: employer.name,
        back: { href: `/employers?programme=${programmeId}`, text: 'Employers' },
        main: employerHtml({ employer, ...details, mayWrite: can(actor, 'employer.write', { programmeId }) }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/employers/:employerId/edit',
    can: 'employer.write',
    audit: 'nothing',
    params: employerParams,
    record: employerRecord,
    async handle(context: Of) {
      const { employer, programmeId } = context.record;
      const questions = employerQuestions(await areaNames(context, programmeId));
      const typed = typedFrom(questions, employer as unknown as Record<string, Answer>);
      const path = pathOf(context.record);
      const { version } = employer;
      return formPage(context, {
        ...{ title: `Change ${employer.name}`, action: `${path}/edit`, cancel: path },
        ...{ questions, typed, version },
      });
    },
  }),
  route({
    method: 'POST',
    path: '/employers/:employerId/edit',
    can: 'employer.write',
    audit: { event: 'employer.changed' },
    params: employerParams,
    record: employerRecord,
    async handle(context: Of) {
      const { db, body, record } = context;
      const { employer, programmeId } = record;
      const questions = employerQuestions(await areaNames(context, programmeId));
      const path = pathOf(record);
      const version = versionOf(body);
      const form = {
        ...{ title: `Change ${employer.name}`, action: `${path}/edit`, cancel: path },
        ...{ questions, typed: body, version },
      };
      const read = readForm(questions, body);
      if (!read.ok) return formPage(context, { ...form, errors: read.errors });
      const change = { id: employer.id, version, fields: employerFrom(read.values), questions };
      const saved = await changeEmployer(db, by(context, programmeId), change);
      if (saved.outcome === 'refused') return formPage(context, { ...form, errors: saved.errors });
      if (saved.outcome === 'gone') return notFound();
      if (saved.outcome === 'stale') return stalePage(context, form, saved.saved, read.values);
      return redirect(path, saved.outcome === 'saved' ? 'The employer is saved' : 'Nothing was changed');
    },
  }),
];

const contacts: readonly Route[] = [
  route({
    method: 'GET',
    path: '/employers/:employerId/contacts/new',
    can: 'employer.write',
    audit: 'nothing',
    params: employerParams,
    record: employerRecord,
    handle(context: Of) {
      const path = pathOf(context.record);
      const questions = contactQuestions(context.clock.today().toString(), false);
      const form = { title: 'Add somebody to talk to', action: `${path}/contacts/new`, cancel: path };
      return Promise.resolve(formPage(context, { ...form, questions, typed: {} }));
    },
  }),
  route({
    method: 'POST',
    path: '/employers/:employerId/contacts/new',
    can: 'employer.write',
    audit: { event: 'employer.contact added' },
    params: employerParams,
    record: employerRecord,
    async handle(context: Of) {
      const { db, body, record } = context;
      const path = pathOf(record);
      const questions = contactQuestions(context.clock.today().toString(), false);
      const form = { title: 'Add somebody to talk to', action: `${path}/contacts/new`, cancel: path };
      const read = readForm(questions, body);
      if (!read.ok) return formPage(context, { ...form, questions, typed: body, errors: read.errors });
      await addContact(db, by(context, record.programmeId), record.employer.id, contactFrom(read.values));
      return redirect(path, 'Saved');
    },
  }),
  route({
    method: 'GET',
    path: '/employers/:employerId/contacts/:contactId',
    can: 'employer.write',
    audit: 'nothing',
    params: contactParams,
    record: employerRecord,
    async handle(context) {
      const { db, params, record, clock } = context;
      const contact = (await findContact(db, record.employer.id, params.contactId)) ?? notFound();
      const path = pathOf(record);
      const questions = contactQuestions(clock.today().toString(), true);
      return formPage(context, {
        ...{ title: `Change ${contact.name}`, action: `${path}/contacts/${contact.id}`, cancel: path },
        ...{ questions, typed: typedFrom(questions, contact), version: contact.version },
      });
    },
  }),
  route({
    method: 'POST',
    path: '/employers/:employerId/contacts/:contactId',
    can: 'employer.write',
    audit: { event: 'employer.contact changed' },
    params: contactParams,
    record: employerRecord,
    async handle(context) {
      const { db, params, record, clock, body } = context;
      const path = pathOf(record);
      const questions = contactQuestions(clock.today().toString(), true);
      const version = versionOf(body);
      const form = {
        ...{ title: 'Change somebody to talk to', action: `${path}/contacts/${params.contactId}`, cancel: path },
        ...{ questions, typed: body, version },
      };
      const read = readForm(questions, body);
      if (!read.ok) return formPage(context, { ...form, errors: read.errors });
      const saved = await changeContact(db, by(context, record.programmeId), {
        ...{ id: params.contactId, employerId: record.employer.id, version },
        ...{ fields: contactFrom(read.values), questions },
      });
      if (saved.outcome === 'gone' || saved.outcome === 'refused') return notFound();
      if (saved.outcome === 'stale') return stalePage(context, form, saved.saved, read.values);
      return redirect(path, 'Saved');
    },
  }),
];

/** Routes of employers. */
export const employerRoutes: readonly Route[] = [...lists, ...one, ...contacts];
