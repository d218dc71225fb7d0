import { Type } from 'typebox';
import { changeCover, coverOf, endCover, findCover, planCover } from '../../access/actions/cover.ts';
import { canSomewhere, programmesOf } from '../../access/rules/policy.ts';
import {
  type Context,
  notFound,
  page,
  type RecordLoader,
  type Reply,
  type Route,
  redirect,
  route,
} from '../../access/rules/route.ts';
import { conflict } from '../../kit/conflict.ts';
import { parseDay } from '../../kit/days.ts';
import { type Answer, type Errors, type Question, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { html, noHtml } from '../../kit/html.ts';
import { recordForm, versionField, versionOf } from '../../kit/record-form.ts';
import { button } from '../../kit/ui/index.ts';
import { uuidPattern } from '../../kit/uuid.ts';
import { listProgrammes } from '../../programmes/actions.ts';
import { type Worker, workersFor } from '../actions/lists.ts';
import { guideOf, type RequestCursor, teamToday, waitingRequests } from '../actions/team.ts';
import { teamHtml } from '../pages/team.ts';

const back = { href: '/team', text: 'Team' };

/** Where a page of requests begins; an address that was tampered with begins at the start. */
function requestCursor(given: string | undefined): RequestCursor | null {
  const [state = '', day = '', id = ''] = given?.split('_') ?? [];
  return parseDay(day) === null ? null : { state: state === 'open' ? 'open' : 'parked', day, id };
}

const team = route({
  method: 'GET',
  path: '/team',
  can: 'cover.manage',
  audit: { read: 'team' },
  query: Type.Object({
    programme: Type.Optional(Type.String({ maxLength: 80 })),
    after: Type.Optional(Type.String({ pattern: `^(open|parked)_\\d{4}-\\d{2}-\\d{2}_${uuidPattern}$` })),
  }),
  async handle({ db, actor, clock, query }) {
    const today = clock.today().toString();
    const all = await listProgrammes(db, { day: today, ids: programmesOf(actor, 'cover.manage') });
    const chosen =
      (query.programme === undefined ? all[0] : all.find((one) => one.key === query.programme)) ?? notFound();
    const rows = await teamToday(db, actor, chosen.id, today);
    const after = requestCursor(query.after);
    const { requests, next } = canSomewhere(actor, 'case.reassign')
      ? await waitingRequests(db, actor, chosen.id, after)
      : { requests: [], next: null };
    const address = (more: string) => `/team?programme=${chosen.key}${more}#requests`;
    return page({
      title: 'Team',
      wide: true,
      main: teamHtml({
        programmeName: chosen.name,
        rows,
        guide: await guideOf(db, chosen.id, today),
        requests,
        next: next === null ? null : address(`&after=${next.state}_${next.day}_${next.id}`),
        first: after === null ? null : address(''),
        cover: await coverOf(
          db,
          rows.map((row) => row.staff_id),
          today,
        ),
        today,
        programmes: all,
      }),
    });
  },
});

/** The questions of cover. Who is away is asked once; a change leaves it. */
function coverQuestions(workers: readonly Worker[], planned: boolean): Question[] {
  const choices = workers.map((one) => ({ value: one.id, text: `${one.name} (${one.code})` }));
  const choose = (name: string, label: string, required: string): Question => ({
    kind: 'choice',
    name,
    label,
    choices,
    as: 'select',
    required,
  });
  return [
    ...(planned ? [] : [choose('staff', 'Who is away?', 'Choose who is away')]),
    choose('covered_by', 'Who covers for them?', 'Choose who covers'),
    { kind: 'day', name: 'starts_on', label: 'First day', required: 'Enter the first day', earliest: '2000-01-01' },
    { kind: 'day', name: 'ends_on', label: 'Last day', required: 'Enter the last day', earliest: '2000-01-01' },
    {
      kind: 'text',
      name: 'reason',
      label: 'Why?',
      hint: 'Leave or training, say. Everybody in the team can read it',
      required: 'Say why they are away',
      most: 200,
    },
  ];
}

/** What is wrong with cover besides each answer by itself. */
function coverProblems(
  values: Record<string, Answer>,
  staff: Worker | undefined,
  by: Worker | undefined,
  today: string,
) {
  const errors: Errors = {};
  if (by === undefined || by.programmeId !== staff?.programmeId)
    errors.covered_by = 'Choose somebody of the same programme';
  else if (by.id === staff?.id) errors.covered_by = 'Nobody covers for themself. Choose somebody else';
  if (String(values.ends_on) < String(values.starts_on)) errors.ends_on = 'The last day cannot be before the first';
  else if (String(values.ends_on) < today) errors.ends_on = 'The last day must be today or later';
  return errors;
}

const overlaps = (name: string): Errors => ({
  starts_on: `${name} is covered on some of these days already. Choose other days, or change that cover`,
});

const planned = (
  context: Pick<Context<unknown, unknown, unknown>, 'csrf'>,
  questions: Question[],
  typed: Typed,
  errors: Errors = {},
): Reply =>
  page({
    title: 'Plan cover',
    back,
    ...(Object.keys(errors).length === 0 ? {} : { status: 422, error: true }),
    main: recordForm({
      title: 'Plan cover',
      action: '/cover/new',
      csrf: context.csrf,
      questions,
      typed,
      errors,
      save: 'Plan cover',
      cancel: '/team',
    }),
  });

const newCover: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cover/new',
    can: 'cover.manage',
    audit: 'nothing',
    async handle(context) {
      const workers = await workersFor(context.db, context.actor, 'cover.manage');
      return planned(context, coverQuestions(workers, false), {});
    },
  }),
  route({
    method: 'POST',
    path: '/cover/new',
    can: 'cover.manage',
    audit: { event: 'cover.planned' },
    async handle(context) {
      const { db, actor, body, clock } = context;
      const workers = await workersFor(db, actor, 'cover.manage');
      const questions = coverQuestions(workers, false);
      const read = readForm(questions, body);
      if (!read.ok) return planned(context, questions, body, read.errors);
      const { values } = read;
      const staff = workers.find(({ id }) => id === values.staff) ?? notFound();
      const by = workers.find(({ id }) => id === values.covered_by);
      const errors = coverProblems(values, staff, by, clock.today().toString());
      if (Object.keys(errors).length > 0) return planned(context, questions, body, errors);
      const outcome = await planCover(db, actor, staff.programmeId, coverFrom(staff.id, values));
      if (outcome === 'overlaps') return planned(context, questions, body, overlaps(staff.name));
      return redirect('/team', 'Cover planned. Both are told');
    },
  }),
];

const coverFrom = (staffId: string, values: Record<string, Answer>) => ({
  staffId,
  coveredBy: String(values.covered_by),
  startsOn: String(values.starts_on),
  endsOn: String(values.ends_on),
  reason: String(values.reason),
});

type CoverRecord = { row: NonNullable<Awaited<ReturnType<typeof findCover>>> };
const params = Type.Object({ coverId: Type.String({ format: 'uuid' }) });
/** Cover stands to a manager as the caseload of the one who is away does. */
const coverRecord: RecordLoader<CoverRecord> = {
  param: 'coverId',
  async load(sql, id) {
    const row = await findCover(sql, id);
    if (row === null) return null;
    const place = { areaId: row.area_id, providerId: row.provider_id, keyWorkerId: row.staff_id, restricted: null };
    return { programmeId: row.programme_id, case: place, row };
  },
};

async function changePage(
  context: Pick<Context<unknown, unknown, CoverRecord>, 'db' | 'actor' | 'csrf' | 'clock' | 'record'>,
  given: { typed?: Typed; errors?: Errors; stale?: Record<string, Answer> } = {},
): Promise<Reply> {
  const row = given.stale === undefined ? context.record.row : await findCover(context.db, context.record.row.id);
  if (row === null) return redirect('/team', 'Nothing was saved: somebody else ended this cover first');
  const questions = coverQuestions(await workersFor(context.db, context.actor, 'cover.manage'), true);
  const saved = { covered_by: row.covered_by, starts_on: row.starts_on, ends_on: row.ends_on, reason: row.reason };
  const over = row.ends_on < context.clock.today().toString();
  const status = given.stale !== undefined ? 409 : given.errors === undefined ? undefined : 422;
  return page({
    title: 'Cover',
    back,
    ...(status === undefined ? {} : { status, error: true }),
    main: html`${recordForm({
      title: `Cover for ${row.staff_name} (${row.staff_code})`,
      action: `/cover/${row.id}`,
      csrf: context.csrf,
      questions,
      typed: given.typed ?? typedFrom(questions, saved),
      errors: given.errors,
      version: row.version,
      ...(given.stale && { above: conflict(questions, saved, given.stale) }),
      save: 'Save',
      cancel: '/team',
    })}
${over ? noHtml : html`<form method="post" action="/cover/${row.id}/end">${context.csrf}${versionField(row.version)}${button({ text: 'End this cover now', classes: 'govuk-button--warning', preventDoubleClick: true })}</form>`}`,
  });
}

const oneCover: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cover/:coverId',
    can: 'cover.manage',
    audit: 'nothing',
    params,
    record: coverRecord,
    handle: (context) => changePage(context),
  }),
  route({
    method: 'POST',
    path: '/cover/:coverId',
    can: 'cover.manage',
    audit: { event: 'cover.changed' },
    params,
    record: coverRecord,
    async handle(context) {
      const { db, actor, body, clock, record } = context;
      const { row } = record;
      const workers = await workersFor(db, actor, 'cover.manage');
      const read = readForm(coverQuestions(workers, true), body);
      if (!read.ok) return changePage(context, { typed: body, errors: read.errors });
      const { values } = read;
      const staff = { id: row.staff_id, name: row.staff_name, code: row.staff_code, programmeId: row.programme_id };
      const by = workers.find(({ id }) => id === values.covered_by);
      const errors = coverProblems(values, staff, by, clock.today().toString());
      if (Object.keys(errors).length > 0) return changePage(context, { typed: body, errors });
      const outcome = await changeCover(db, actor, row, versionOf(body), coverFrom(row.staff_id, values));
      if (outcome === 'overlaps') return changePage(context, { typed: body, errors: overlaps(row.staff_name) });
      if (outcome === 'stale') return changePage(context, { typed: body, stale: values });
      return redirect('/team', 'Cover changed. All whom it concerns are told');
    },
  }),
  route({
    method: 'POST',
    path: '/cover/:coverId/end',
    can: 'cover.manage',
    audit: { event: 'cover.ended' },
    params,
    record: coverRecord,
    async handle({ db, actor, body, clock, record }) {
      const outcome = await endCover(db, actor, record.row, versionOf(body), clock.today().toString());
      return outcome === 'saved'
        ? redirect('/team', 'Cover ended. Both are told')
        : redirect('/team', 'Nothing was ended: somebody else changed this cover first');
    },
  }),
];

/** The team's page, and the cover of key workers who are away. */
export const teamRoutes: readonly Route[] = [team, ...newCover, ...oneCover];
