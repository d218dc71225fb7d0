/** An organisation: what it is, whom to talk to there, and its services. */
import { notFound, page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { transaction } from '../../kit/db.ts';
import { type Answer, type Errors, type Question, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { emailQuestion } from '../../people/rules/personal.ts';
import {
  findOrganisation,
  type OrganisationFacts,
  type OrganisationRow,
  saveOrganisation,
  servicesOfOrganisation,
} from '../actions/entries.ts';
import { organisationHtml } from '../pages/organisations.ts';
import { choicesOf, contracts } from '../rules/codes.ts';
import { organisationFields, reaches, sectors } from '../rules/fields.ts';
import { type Any, atOf, mayManage, mayWrite, organisationParams, pageQuery, pageSize } from './entry.ts';

type Of = Any & { params: { organisationId: string } };
const label = (name: string): string => organisationFields[name] ?? name;
const day = (name: string): Question => ({ kind: 'day', name, label: label(name), earliest: '1990-01-01' });

/** What is asked of an organisation. Its contract with the programme office is a manager's. */
const questions = (manages: boolean): Question[] => [
  { kind: 'text', name: 'name', label: label('name'), required: 'Enter its name', most: 200 },
  { kind: 'long text', name: 'description', label: label('description'), most: 2000, rows: 3 },
  { kind: 'choice', name: 'sector', label: label('sector'), choices: choicesOf(sectors), as: 'radios in a row' },
  { kind: 'choice', name: 'reach', label: label('reach'), choices: choicesOf(reaches), as: 'select' },
  { kind: 'text', name: 'phone', label: label('phone'), width: 20, inputMode: 'tel', most: 40 },
  { ...emailQuestion, label: label('email') },
  { kind: 'text', name: 'link_worker', label: label('link_worker'), hint: 'Whom we talk to there', most: 120 },
  day('link_worker_from'),
  { ...day('link_worker_to'), hint: 'When they leave. Whoever keeps its services is told the day after' } as Question,
  { kind: 'text', name: 'link_deputy', label: label('link_deputy'), hint: 'While they are away or gone', most: 120 },
  ...(manages
    ? ([
        {
          kind: 'choice',
          name: 'contract',
          label: label('contract'),
          choices: choicesOf(contracts),
          required: 'Choose which contract it has',
        },
        day('contract_from'),
        day('contract_to'),
      ] as const)
    : []),
];

async function organisationOf({ db, params }: Of): Promise<OrganisationRow> {
  return (await findOrganisation(db, params.organisationId)) ?? notFound();
}

function editPage(context: Of, row: OrganisationRow, typed?: Typed, errors?: Errors, stale = false): Reply {
  const asked = questions(mayManage(context.actor));
  const href = `/directory/organisations/${row.id}`;
  return page({
    title: `Change ${row.name}`,
    back: { href, text: row.name },
    ...(stale ? { status: 409, error: true } : errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      ...{ title: `Change ${row.name}`, action: `${href}/edit`, csrf: context.csrf, questions: asked },
      typed: typed ?? typedFrom(asked, row as unknown as Record<string, Answer>),
      errors: stale
        ? {
            stale:
              'Somebody else saved this while you had it open. What you typed is kept: look at it, then save again',
          }
        : errors,
      ...{ version: row.version, save: 'Save', cancel: href },
    }),
  });
}

/** Days that cannot be so. */
function problemsOf(values: Record<string, Answer>): Errors | null {
  for (const name of ['link_worker', 'contract']) {
    const [from, to] = [values[`${name}_from`], values[`${name}_to`]];
    if (typeof from === 'string' && typeof to === 'string' && to < from)
      return { [`${name}_to`]: `${label(`${name}_to`)}: the date must be after it began` };
  }
  return values.link_worker === null && values.link_worker_to !== null && values.link_worker_to !== undefined
    ? { link_worker: 'Enter who the link worker is, or leave the days empty' }
    : null;
}

/** Organisations. */
export const organisationRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/directory/organisations/:organisationId',
    can: 'directory.read',
    audit: 'nothing',
    params: organisationParams,
    query: pageQuery,
    async handle(context) {
      const { db, actor, clock, query } = context;
      const row = await organisationOf(context);
      const number = query.page ?? 1;
      const services = await servicesOfOrganisation(db, row.id, {
        limit: pageSize + 1,
        offset: (number - 1) * pageSize,
      });
      return page({
        title: row.name,
        back: { href: '/directory', text: 'Directory' },
        main: organisationHtml({
          ...{ row, services: services.slice(0, pageSize), mayWrite: mayWrite(actor), today: clock.today().toString() },
          next: services.length > pageSize ? `/directory/organisations/${row.id}?page=${number + 1}` : undefined,
        }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/directory/organisations/:organisationId/edit',
    can: 'directory.write',
    audit: 'nothing',
    params: organisationParams,
    handle: async (context) => editPage(context, await organisationOf(context)),
  }),
  route({
    method: 'POST',
    path: '/directory/organisations/:organisationId/edit',
    can: 'directory.write',
    audit: { event: 'directory.organisation changed' },
    params: organisationParams,
    async handle(context) {
      const { db, actor, body } = context;
      const row = await organisationOf(context);
      const read = readForm(questions(mayManage(actor)), body);
      const problems = read.ok ? problemsOf(read.values) : read.errors;
      if (!read.ok || problems !== null) return editPage(context, row, body, problems ?? {});
      const changes = { ...read.values, description: read.values.description ?? '' } as Partial<OrganisationFacts>;
      const given = { id: row.id, version: versionOf(body), changes };
      const done = await transaction(db, (tx) => saveOrganisation(tx, { actor }, given, atOf(context)));
      if (done.outcome === 'stale') return editPage(context, await organisationOf(context), body, undefined, true);
      return redirect(
        `/directory/organisations/${row.id}`,
        done.outcome === 'same' ? 'Nothing was changed' : 'The organisation is saved',
      );
    },
  }),
];
