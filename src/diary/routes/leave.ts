/** Leave of a worker, and what becomes of the appointments in it. */
import { Type } from 'typebox';
import { staffOf } from '../../access/actions.ts';
import { can } from '../../access/rules/policy.ts';
import { type Context, page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Staff, staffRecord } from '../../care/actions/staff.ts';
import { factsOfCase } from '../../cases/actions/record.ts';
import { counted } from '../../kit/counted.ts';
import { type Answer, type Errors, type Question, readForm, type Typed, typedText } from '../../kit/form.ts';
import { versionOf } from '../../kit/record-form.ts';
import { readTime } from '../../meeting/rules.ts';
import { type AwayPlan, type LeaveGiven, leavesOf, planAway, takeLeave, withdrawLeave } from '../actions/away.ts';
import { sessionsInLeave } from '../actions/group.ts';
import { awayHtml, leaveHtml, leaveWords } from '../pages/hours.ts';
import { type Way, ways } from '../rules/away.ts';
import { ownStaff } from './day.ts';

const params = Type.Object({ staffId: Type.String({ format: 'uuid' }) });
type Of = Context<{ staffId: string }, unknown, Staff>;

const leaveQuestions: Question[] = [
  {
    kind: 'choice',
    name: 'kind',
    label: 'What is it?',
    choices: Object.entries(leaveWords).map(([value, text]) => ({ value, text })),
    as: 'radios in a row',
    required: 'Choose what it is',
  },
  { kind: 'day', name: 'from_on', label: 'First day', required: 'Enter the first day', earliest: '2000-01-01' },
  { kind: 'day', name: 'to_on', label: 'Last day', required: 'Enter the last day', earliest: '2000-01-01' },
  { kind: 'text', name: 'starts', label: 'From, if it is a part of each day', width: 5, check: readTime },
  { kind: 'text', name: 'ends', label: 'To', width: 5, check: readTime },
];

function leaveFrom(values: Record<string, Answer>): LeaveGiven | { errors: Errors } {
  const leave = {
    ...{ fromOn: String(values.from_on), toOn: String(values.to_on), kind: values.kind as LeaveGiven['kind'] },
    ...{ starts: values.starts as string | null, ends: values.ends as string | null },
  };
  if (leave.toOn < leave.fromOn) return { errors: { to_on: 'The last day must not be before the first' } };
  if (leave.toOn > Temporal.PlainDate.from(leave.fromOn).add({ days: 366 }).toString())
    return { errors: { to_on: 'Enter at most a year at once' } };
  if ((leave.starts === null) !== (leave.ends === null)) return { errors: { ends: 'Enter both times, or neither' } };
  if (leave.starts !== null && leave.ends !== null && leave.ends <= leave.starts)
    return { errors: { ends: 'The end must be after the beginning' } };
  return leave;
}

async function leavePage(context: Of, given: { typed?: Typed; errors?: Errors } = {}): Promise<Reply> {
  const { db, clock, csrf, record } = context;
  const today = clock.today().toString();
  return page({
    title: 'Leave',
    back: { href: `/diary?worker=${record.staffId}`, text: 'Diary' },
    ...(given.errors === undefined ? {} : { status: 422, error: true }),
    main: leaveHtml({
      ...{ staffId: record.staffId, name: record.name, mine: record.staffId === ownStaff(context), csrf, today },
      leaves: await leavesOf(db, record.staffId, today),
      sessions: await sessionsInLeave(db, record.staffId, clock.now()),
      ...{ questions: leaveQuestions, typed: given.typed ?? { kind: 'leave' }, errors: given.errors ?? {} },
    }),
  });
}

async function awayPage(context: Of, leave: LeaveGiven, plan: AwayPlan, changed: boolean): Promise<Reply> {
  const { db, actor, clock, csrf, record, body } = context;
  const staff = await staffOf(db, { programmeId: record.programmeId });
  const open = new Set(
    plan.rows
      .filter((row) =>
        can(
          actor,
          'case.read',
          factsOfCase({ ...row, person_id: row.person_id ?? '', restricted: row.restricted ?? false }),
        ),
      )
      .map(({ id }) => id),
  );
  return page({
    title: 'What becomes of the appointments',
    ...(changed || plan.unable.length > 0 ? { status: 409, error: true } : {}),
    main: awayHtml({
      ...{ staffId: record.staffId, leave, plan, csrf, today: clock.today().toString(), changed },
      staff: new Map(staff.map((one) => [one.id, `${one.given_name} ${one.family_name}`])),
      mayOpen: (id) => open.has(id),
      handover: typedText(body, 'handover').slice(0, 1000),
    }),
  });
}

/** What was chosen for each appointment. */
const wantedFrom = (body: Typed): Map<string, Way> =>
  new Map(
    Object.entries(body).flatMap(([name, value]) =>
      name.startsWith('way-') && ways.includes(value as Way) ? [[name.slice(4), value as Way] as const] : [],
    ),
  );
const post = { method: 'POST', can: 'diary.manage', params, record: staffRecord } as const;

export const leaveRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/diary/leave/:staffId',
    can: 'diary.manage',
    audit: 'nothing',
    params,
    record: staffRecord,
    handle: (context) => leavePage(context),
  }),
  route({
    ...post,
    path: '/diary/leave/:staffId',
    audit: { read: 'appointments of a worker who is away' },
    async handle(context) {
      const { db, actor, clock, body, record, timeZone } = context;
      const read = readForm(leaveQuestions, body);
      const leave = read.ok ? leaveFrom(read.values) : { errors: read.errors };
      if ('errors' in leave) return leavePage(context, { typed: body, errors: leave.errors });
      const plan = await planAway(db, record, leave, new Map(), clock, timeZone);
      if (plan.rows.length > 0) return awayPage(context, leave, plan, false);
      await takeLeave(db, actor, record, leave, plan, { handover: null, clock });
      return redirect(`/diary/leave/${record.staffId}`, 'Leave saved. No appointment was in it');
    },
  }),
  route({
    ...post,
    path: '/diary/leave/:staffId/settle',
    audit: { event: 'leave.added' },
    async handle(context) {
      const { db, actor, clock, body, record, timeZone } = context;
      const read = readForm(leaveQuestions, { ...body, ...daysTyped(body) });
      const leave = read.ok ? leaveFrom(read.values) : { errors: read.errors };
      if ('errors' in leave) return leavePage(context, { typed: body, errors: leave.errors });
      const plan = await planAway(db, record, leave, wantedFrom(body), clock, timeZone);
      if (typedText(body, 'do') !== 'save' || plan.unable.length > 0) return awayPage(context, leave, plan, false);
      const handover = typedText(body, 'handover').slice(0, 1000) || null;
      const done = await takeLeave(db, actor, record, leave, plan, { handover, clock });
      if (done.outcome === 'changed')
        return awayPage(context, leave, await planAway(db, record, leave, new Map(), clock, timeZone), true);
      return redirect(
        `/diary/leave/${record.staffId}`,
        done.untold === 0
          ? 'Leave saved, and every appointment in it is settled. Everybody is sent a message'
          : `Leave saved, and every appointment in it is settled. ${counted(done.untold, 'person', 'people')} cannot be sent a message: ring them`,
      );
    },
  }),
  route({
    ...post,
    path: '/diary/leave/:staffId/withdraw',
    audit: { event: 'leave.withdrawn' },
    async handle({ db, actor, clock, body, record }) {
      const id = typedText(body, 'id');
      const known = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
      const outcome = known ? await withdrawLeave(db, actor, record, { id, version: versionOf(body) }, clock) : 'stale';
      return redirect(
        `/diary/leave/${record.staffId}`,
        outcome === 'saved' ? 'Leave taken back' : 'Nothing was changed',
      );
    },
  }),
];

/** Days of a hidden field as the parts in which a form types them. */
function daysTyped(body: Typed): Typed {
  const typed: Typed = {};
  for (const name of ['from_on', 'to_on']) {
    const [year = '', month = '', day = ''] = typedText(body, name).split('-');
    Object.assign(typed, { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year });
  }
  return typed;
}
