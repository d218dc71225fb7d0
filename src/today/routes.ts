import { Type } from 'typebox';
import { can } from '../access/rules/policy.ts';
import { type Context, notFound, page, type Reply, type Route, redirect, route } from '../access/rules/route.ts';
import { workerFacts } from '../care/rules.ts';
import { casePage } from '../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../cases/actions/record.ts';
import { type Errors, type Question, readForm, type Typed } from '../kit/form.ts';
import { html } from '../kit/html.ts';
import { recordForm } from '../kit/record-form.ts';
import type { TodayParts } from './actions/register.ts';
import { callBack, putOff, type Reason, todayFor } from './actions/today.ts';
import { putOffAddress, todayHtml } from './pages/today.ts';
import { later } from './rules/case-matters.ts';

/** The part of the day, as the clock of the site has it. */
function greeting(now: Temporal.Instant, timeZone: string, name: string): string {
  const { hour } = now.toZonedDateTimeISO(timeZone);
  const part = hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening';
  return `Good ${part}, ${name.split(' ')[0] ?? name}`;
}

const todayRoute = (parts: TodayParts): Route =>
  route({
    method: 'GET',
    path: '/today',
    can: 'today.read',
    audit: { read: 'today' },
    query: Type.Object({
      worker: Type.Optional(Type.String({ format: 'uuid' })),
      all: Type.Optional(Type.Literal('1')),
    }),
    async handle({ db, actor, clock, timeZone, csrf, query }) {
      const today = clock.today().toString();
      const staffIds = actor.memberships.flatMap(({ role, staffId }) => (role === 'key_worker' ? (staffId ?? []) : []));
      // A manager has no Today of their own: they come here from a worker's load.
      if (query.worker === undefined && staffIds.length === 0) return redirect('/load');
      const found = await todayFor(db, actor, parts, { staffId: query.worker ?? null, today });
      if (found === null) return notFound();
      const { worker } = found;
      const facts = workerFacts({
        staff_id: worker.staffId,
        programme_id: worker.programmeId,
        area_id: null,
        provider_id: null,
      });
      const mine = staffIds.includes(worker.staffId);
      return page({
        title: mine ? 'Today' : 'Today of a key worker',
        wide: true,
        main: todayHtml({
          ...found,
          greeting: mine ? greeting(clock.now(), timeZone, actor.name) : null,
          today,
          all: query.all === '1',
          mayPutOff: can(actor, 'today.put_off', facts),
          csrf,
        }),
      });
    },
  });

/** Reasons that a form or an address names: 'no_contact:2'. What is none is left out. */
function reasonsFrom(given: string | readonly string[] | undefined): Reason[] {
  const found = new Map<string, number>();
  for (const one of typeof given === 'string' ? [given] : (given ?? [])) {
    const [, reason, level] = /^([a-z0-9_]{1,60}):([123])$/.exec(one) ?? [];
    if (reason !== undefined && found.size < 30) found.set(reason, Number(level));
  }
  return [...found].map(([reason, level]) => ({ reason, level }));
}

const reasonQuery = Type.Object({
  reason: Type.Optional(
    Type.Union([Type.String({ maxLength: 64 }), Type.Array(Type.String({ maxLength: 64 }), { maxItems: 30 })]),
  ),
});

/** The farthest day that something can be put off to. */
const mostDays = 92;

const dayQuestion: Question = {
  kind: 'day',
  name: 'on',
  label: 'When should it come back?',
  hint: 'On this day it stands on Today again. Within three months',
  required: 'Enter the day on which it comes back',
  earliest: '2000-01-01',
};

type PutOffContext = Pick<Context<unknown, unknown, CaseHead>, 'clock' | 'csrf' | 'record'>;

function dayPage(
  { clock, csrf, record }: PutOffContext,
  reasons: readonly Reason[],
  typed: Typed,
  errors?: Errors,
): Reply {
  return casePage({
    head: record,
    today: clock.today(),
    current: null,
    title: 'Not today',
    back: { href: '/today', text: 'Today' },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      title: 'Not today',
      action: putOffAddress(record.caseId, reasons),
      csrf: html`${csrf}<input type="hidden" name="until" value="day">`,
      questions: [dayQuestion],
      typed,
      errors,
      save: 'Put off',
      cancel: '/today',
    }),
  });
}

/** Whose Today to go back to. */
const backTo = (actor: Context<unknown, unknown, unknown>['actor'], { case: facts }: CaseHead): string =>
  actor.memberships.some(({ staffId }) => staffId === facts.keyWorkerId)
    ? '/today'
    : `/today?worker=${facts.keyWorkerId}`;

const putOffRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/put-off',
    can: 'today.put_off',
    audit: { read: 'put off' },
    params: caseParams,
    query: reasonQuery,
    record: caseRecord,
    handle: async (context) => dayPage(context, reasonsFrom(context.query.reason), {}),
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/put-off',
    can: 'today.put_off',
    audit: { event: 'today.put off' },
    params: caseParams,
    query: reasonQuery,
    record: caseRecord,
    async handle(context) {
      const { db, actor, body, query, clock, record } = context;
      const today = clock.today().toString();
      const reasons = reasonsFrom(query.reason);
      const again = (errors: Errors) => dayPage(context, reasons, body, errors);
      let until: string;
      if (body.until === '1' || body.until === '7') until = later(today, Number(body.until));
      else {
        const read = readForm([dayQuestion], body);
        if (!read.ok) return again(read.errors);
        until = String(read.values.on);
        if (until <= today) return again({ on: 'The day must be after today' });
        if (until > later(today, mostDays))
          return again({ on: 'The day must be within three months, so that nobody is forgotten' });
      }
      const done = await putOff(db, actor, record, { reasons, until, today });
      return redirect(
        backTo(actor, record),
        done ? 'Put off. It comes back on the day you chose' : 'Nothing was put off: look at the list again',
      );
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/put-off/back',
    can: 'today.put_off',
    audit: { event: 'today.called back' },
    params: caseParams,
    record: caseRecord,
    async handle({ db, actor, clock, record }) {
      const done = await callBack(db, actor, record, clock.today().toString());
      return redirect(backTo(actor, record), done ? 'Back on Today' : 'It stands on Today already');
    },
  }),
];

/** Today, and putting somebody off until another day. */
export const todayRoutes = (parts: TodayParts): readonly Route[] => [todayRoute(parts), ...putOffRoutes];
