import { Type } from 'typebox';
import { can } from '../../access/rules/policy.ts';
import {
  type Context,
  file,
  notFound,
  page,
  type RecordLoader,
  type Reply,
  type Route,
  redirect,
  route,
} from '../../access/rules/route.ts';
import { csvText } from '../../kit/csv.ts';
import { parseDay } from '../../kit/days.ts';
import type { Sql } from '../../kit/db.ts';
import {
  type Answer,
  type Errors,
  errorsAbove,
  fields,
  type Question,
  readForm,
  type Typed,
  typedFrom,
} from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { recordForm } from '../../kit/record-form.ts';
import { button } from '../../kit/ui/index.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { type TimeRules, timeRulesOf } from '../../programmes/rules.ts';
import { findStaffMember, type Staff, staffRecord } from '../actions/staff.ts';
import {
  correctTime,
  findEntry,
  logTime,
  type TimeGiven,
  type TimeRow,
  weekOfTime,
  weeksBefore,
} from '../actions/time.ts';
import { timeHtml } from '../pages/time.ts';
import { timeProblem, weekOf } from '../rules/time.ts';
import { staffParams } from './load.ts';

/** How many weeks the page sums up. */
const weeksShown = 8;

async function rulesFor(sql: Sql, programmeId: string, today: string): Promise<TimeRules> {
  const document = (await programmeOn(sql, programmeId, today))?.document ?? notFound();
  return timeRulesOf(document);
}

/** The questions, those first that are needed every time. */
const questions = (rules: TimeRules, today: string, corrects = false): Question[] => [
  {
    kind: 'number',
    name: 'hours',
    label: 'Hours',
    hint: corrects ? 'For example 1.5. Enter 0 to take the entry back' : 'For example 1.5',
    least: corrects ? 0 : 0.25,
    most: 100,
    decimals: 2,
    required: 'Enter the hours, for example 1.5',
  },
  {
    kind: 'choice',
    name: 'kind',
    label: 'What for?',
    choices: rules.kinds.map(({ code, label, onProgramme }) => ({
      value: code,
      text: onProgramme ? label : `${label} (not the programme)`,
    })),
    as: 'select',
    required: 'Choose what the time was for',
  },
  {
    kind: 'choice',
    name: 'span',
    label: 'Of a day or a whole week?',
    choices: [
      { value: 'day', text: 'One day' },
      { value: 'week', text: 'The whole week' },
    ],
    as: 'radios in a row',
    required: 'Choose a day or a whole week',
  },
  {
    kind: 'day',
    name: 'on',
    label: 'Day, or any day of the week',
    required: 'Enter the day',
    earliest: '2000-01-01',
    latest: { day: today, message: 'The day must be today or in the past' },
  },
  {
    kind: 'text',
    name: 'words',
    label: 'In a few words',
    hint: 'You can leave this empty. No names of people',
    most: 200,
  },
];

/** What the answers say, or what is wrong with them together. */
function givenFrom(values: Record<string, Answer>, rules: TimeRules, today: string): TimeGiven | { errors: Errors } {
  const kind = rules.kinds.find(({ code }) => code === values.kind) ?? notFound();
  const given: TimeGiven = {
    on: String(values.on),
    span: values.span === 'week' ? 'week' : 'day',
    minutes: Math.round(Number(values.hours) * 60),
    kind: kind.code,
    onProgramme: kind.onProgramme,
    words: values.words as string | null,
  };
  const errors = timeProblem(given, today);
  return Object.keys(errors).length > 0 ? { errors } : given;
}

type Asking = Pick<Context<unknown, unknown, unknown>, 'db' | 'actor' | 'clock' | 'csrf'>;

const ownStaff = ({ actor }: Asking): string | null =>
  actor.memberships.flatMap(({ role, staffId }) => (role === 'key_worker' && staffId !== null ? [staffId] : []))[0] ??
  null;

async function timePage(
  context: Asking,
  staff: Staff,
  week: string,
  given: { typed?: Typed; errors?: Errors } = {},
): Promise<Reply> {
  const { db, actor, clock, csrf } = context;
  const today = clock.today().toString();
  const rules = await rulesFor(db, staff.programmeId, today);
  const found = await weekOfTime(db, staff.staffId, week, weeksBefore(today, weeksShown));
  const mine = staff.staffId === ownStaff(context);
  const asked = questions(rules, today);
  const errors = given.errors ?? {};
  const typed = given.typed ?? typedFrom(asked, { span: 'day', on: today });
  const form = can(actor, 'time.record', {
    programmeId: staff.programmeId,
    case: { areaId: null, providerId: null, keyWorkerId: staff.staffId, restricted: null },
  })
    ? html`<form method="post" action="/time/${staff.staffId}" class="newel-no-print" novalidate>${csrf}
${fields(asked, typed, errors)}
${button({ text: 'Log time', preventDoubleClick: true })}</form>`
    : null;
  return page({
    title: mine ? 'Your time' : 'Time of a key worker',
    ...(given.errors === undefined ? {} : { status: 422, error: true }),
    ...(mine ? {} : { back: { href: `/load/${staff.staffId}`, text: 'Load' } }),
    main: html`${errorsAbove(asked, errors)}${timeHtml({ staff, mine, rules, week, today, ...found, form })}`,
  });
}

/** An entry belongs to its member of staff, and is corrected by them alone. */
const entryRecord: RecordLoader<{ staff: Staff; entry: TimeRow }> = {
  param: 'entryId',
  async load(sql, id) {
    const entry = await findEntry(sql, id);
    const staff = entry === null ? null : await findStaffMember(sql, entry.staff_id);
    return entry === null || staff === null ? null : { ...staff, staff, entry };
  },
};
const entryParams = Type.Object({ entryId: Type.String({ format: 'uuid' }) });

async function correctPage(
  context: Asking & { record: { staff: Staff; entry: TimeRow } },
  given: { typed?: Typed; errors?: Errors } = {},
): Promise<Reply> {
  const { db, clock, csrf, record } = context;
  const { entry, staff } = record;
  const today = clock.today().toString();
  if (entry.replaced) return redirect(`/time?week=${weekOf(entry.worked_on)}`, 'This entry was corrected already');
  const asked = questions(await rulesFor(db, staff.programmeId, today), today, true);
  const { span, kind, words, worked_on: on } = entry;
  return page({
    title: 'Correct time',
    back: { href: `/time?week=${weekOf(on)}`, text: 'Your time' },
    ...(given.errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      title: 'Correct time',
      action: `/time/entry/${entry.id}`,
      csrf,
      questions: asked,
      typed: given.typed ?? typedFrom(asked, { hours: entry.minutes / 60, kind, span, on, words }),
      errors: given.errors,
      above: html`<p class="govuk-body">What was there stays on file, and this stands in its place.</p>`,
      save: 'Save the correction',
      cancel: `/time?week=${weekOf(on)}`,
    }),
  });
}

/** Time: a week of one's own or of a worker of the team, logging it, and correcting it. */
export const timeRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/time',
    can: 'time.read',
    audit: 'nothing',
    query: Type.Object({
      week: Type.Optional(Type.String({ format: 'date' })),
      worker: Type.Optional(Type.String({ format: 'uuid' })),
    }),
    async handle(context) {
      const { db, actor, clock, query } = context;
      const staffId = query.worker ?? ownStaff(context);
      // Who has no time of their own comes here from a worker's load.
      if (staffId === null) return redirect('/load');
      const staff = await findStaffMember(db, staffId);
      if (staff === null || !can(actor, 'time.read', staff)) return notFound();
      const today = clock.today().toString();
      const day = query.week !== undefined && parseDay(query.week) !== null && query.week <= today ? query.week : today;
      return timePage(context, staff, weekOf(day));
    },
  }),
  route({
    method: 'POST',
    path: '/time/:staffId',
    can: 'time.record',
    audit: { event: 'time.logged' },
    params: staffParams,
    record: staffRecord,
    async handle(context) {
      const { db, actor, clock, body, record } = context;
      const today = clock.today().toString();
      const rules = await rulesFor(db, record.programmeId, today);
      const read = readForm(questions(rules, today), body);
      if (!read.ok) return timePage(context, record, weekOf(today), { typed: body, errors: read.errors });
      const given = givenFrom(read.values, rules, today);
      if ('errors' in given) return timePage(context, record, weekOf(today), { typed: body, errors: given.errors });
      await logTime(db, actor, record, given);
      return redirect(`/time?week=${weekOf(given.on)}`, 'Time logged');
    },
  }),
  route({
    method: 'GET',
    path: '/time/:staffId/csv',
    can: 'time.read',
    audit: 'nothing',
    params: staffParams,
    record: staffRecord,
    async handle({ db, clock, record }) {
      const today = clock.today().toString();
      const rules = await rulesFor(db, record.programmeId, today);
      const { weeks } = await weekOfTime(db, record.staffId, weekOf(today), weeksBefore(today, 53));
      const rows = [...weeks].reverse().map((one) => [record.code, one.week, one.minutes_on, one.minutes_off]);
      const header = ['code', 'week_from', 'minutes_on_programme', 'minutes_elsewhere'];
      return file({
        name: `time-${record.code}-${today}.csv`,
        type: 'text/csv; charset=utf-8',
        body: csvText([
          [...header, `alert_at_${rules.alertAtPercent}_percent`],
          ...rows.map((row) => [
            ...row,
            Number(row[2]) * 100 <= rules.alertAtPercent * (Number(row[2]) + Number(row[3])),
          ]),
        ]),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/time/entry/:entryId',
    can: 'time.record',
    audit: 'nothing',
    params: entryParams,
    record: entryRecord,
    handle: (context) => correctPage(context),
  }),
  route({
    method: 'POST',
    path: '/time/entry/:entryId',
    can: 'time.record',
    audit: { event: 'time.corrected' },
    params: entryParams,
    record: entryRecord,
    async handle(context) {
      const { db, actor, clock, body, record } = context;
      const today = clock.today().toString();
      const rules = await rulesFor(db, record.staff.programmeId, today);
      const read = readForm(questions(rules, today, true), body);
      if (!read.ok) return correctPage(context, { typed: body, errors: read.errors });
      const given = givenFrom(read.values, rules, today);
      if ('errors' in given) return correctPage(context, { typed: body, errors: given.errors });
      const done = await correctTime(db, actor, record.staff, record.entry, given);
      return redirect(
        `/time?week=${weekOf(given.on)}`,
        done === 'saved'
          ? 'Corrected. What was there stays on file'
          : 'Nothing was saved: this entry was corrected already',
      );
    },
  }),
];
