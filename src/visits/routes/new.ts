/** Planning a visit: its safety plan books the time, as a new appointment, in the place of one, or as an interview. */

import { Type } from 'typebox';
import { workPhoneOf } from '../../access/actions/settings.ts';
import { can } from '../../access/rules/policy.ts';
import { type Context, notFound, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import { type AppointmentRow, asWish, findAppointment } from '../../diary/actions/change.ts';
import { homeOf } from '../../diary/actions/days.ts';
import { findSite, type SiteRow } from '../../diary/actions/places.ts';
import { moveQuestions } from '../../diary/rules/booking-form.ts';
import { localOf, timeOf } from '../../diary/rules/time.ts';
import { type Errors, type Question, readForm, type Typed, typedFrom, typedText } from '../../kit/form.ts';
import { html, joinHtml, noHtml } from '../../kit/html.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { isUuid } from '../../kit/uuid.ts';
import { flagsOf } from '../actions/flags.ts';
import { contactsFor, type PlanBooking, planVisit, type SafetyPlan } from '../actions/plan.ts';
import { aboveForm, refusedHtml } from '../pages/visits.ts';
import { rulesText } from '../rules.ts';
import { rulesOf } from './plan.ts';
import { planFrom, questions, refusedQuestions } from './plan-form.ts';

type Case = Context<unknown, unknown, CaseHead>;
type Refusal = { words: readonly string[]; passable: boolean };

const interviews = ['next', 'voluntary'];

/** The appointment of this case that becomes the visit; null where there is none. */
async function appointmentOf({ db, record }: Case, id: unknown): Promise<AppointmentRow | null> {
  const row = typeof id === 'string' && isUuid(id) ? await findAppointment(db, id) : null;
  return row !== null && row.case_id === record.caseId && row.state === 'booked' ? row : null;
}

/** What the form asks besides the plan: of a move who wanted it, and after a refusal what is to be done. */
const moreQuestions = ({ actor, record }: Case, typed: Typed): Question[] => [
  ...(typedText(typed, 'appointment') === '' ? [] : moveQuestions),
  ...(typedText(typed, 'refused') === '' ? [] : refusedQuestions(can(actor, 'appointment.override', record))),
];

async function formPage(context: Case, typed: Typed, errors?: Errors, refused?: Refusal): Promise<Reply> {
  const { db, actor, record, clock, csrf } = context;
  const [rules, today] = [rulesOf(context), clock.today()];
  const contacts = await contactsFor(db, actor, record);
  const flags = await flagsOf(db, record.caseId);
  const kept = refused === undefined ? typed : { ...typed, refused: 'yes' };
  const wrong = errors !== undefined || refused !== undefined;
  const hidden = ['appointment', 'interview', 'refused'].map((name) => {
    const value = typedText(kept, name);
    return value === '' ? noHtml : html`<input type="hidden" name="${name}" value="${value}">`;
  });
  const more = moreQuestions(context, kept);
  return casePage({
    head: record,
    today,
    current: null,
    title: 'Plan a visit',
    back: { href: `/cases/${record.caseId}/visits`, text: 'Visits' },
    ...(wrong ? { status: errors === undefined ? 409 : 422, error: true } : {}),
    main: recordForm({
      title: 'Plan a visit',
      action: `/cases/${record.caseId}/visits/new`,
      csrf: joinHtml([csrf, ...hidden], html``),
      questions: [...questions(rules, contacts), ...more],
      typed: kept,
      errors,
      ...(typedText(kept, 'version') === '' ? {} : { version: versionOf(kept) }),
      above: joinHtml(
        [
          refused === undefined
            ? noHtml
            : refusedHtml(refused.words, refused.passable && can(actor, 'appointment.override', record)),
          aboveForm(record.caseId, flags, today.toString(), rulesText(rules)),
        ],
        html``,
      ),
      save: 'Plan the visit',
      cancel: `/cases/${record.caseId}/visits`,
    }),
  });
}

/** The site in whose diary the visits of the reader stand; null without hours of work in this programme. */
async function siteOf({ db, actor, record, clock }: Case): Promise<{ staffId: string; site: SiteRow } | null> {
  const own = actor.memberships.find((one) => one.staffId !== null && one.programmeId === record.programmeId);
  const staffId = own?.staffId ?? null;
  const siteId = staffId === null ? null : await homeOf(db, staffId, clock.today().toString());
  const site = siteId === null ? null : await findSite(db, siteId);
  return staffId === null || site === null ? null : { staffId, site };
}

/** How the plan that was typed comes into the diary. */
async function bookingFrom(
  context: Case,
  plan: SafetyPlan,
  own: Awaited<ReturnType<typeof siteOf>>,
  values: Record<string, unknown>,
): Promise<PlanBooking | 'stale'> {
  const { body, actor, record } = context;
  const id = typedText(body, 'appointment');
  const row = id === '' ? null : await appointmentOf(context, id);
  if (id !== '' && row === null) return 'stale';
  if (own === null || values.alone === 'yes') return { how: 'alone' };
  const from = plan.startsAt.epochMilliseconds;
  const { day, minutes } = localOf(from, own.site.time_zone);
  const mode: 'home' | 'elsewhere' = plan.placeKind === 'home' ? 'home' : 'elsewhere';
  const wish = {
    ...{ staffId: own.staffId, siteId: own.site.id, mode, day, at: timeOf(minutes) },
    minutes: (plan.endsAt.epochMilliseconds - from) / 60_000,
  };
  const override = can(actor, 'appointment.override', record) ? ((values.override as string | null) ?? null) : null;
  if (row !== null) {
    const askedBy = values.asked_by === 'us' ? 'us' : 'them';
    const means = { askedBy, reason: String(values.reason), override } as const;
    return { how: 'move', row, version: versionOf(body), wish: { ...asWish(row), ...wish }, means };
  }
  const interview = typedText(body, 'interview');
  return interviews.includes(interview)
    ? { how: 'interview', wish: { ...wish, voluntary: interview === 'voluntary' }, override }
    : { how: 'book', wish: { ...wish, kind: 'meeting' }, override };
}

/** Planning a visit. */
export const newRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/visits/new',
    can: 'visit.plan',
    audit: { read: 'visits' },
    params: caseParams,
    query: Type.Object({
      appointment: Type.Optional(Type.String({ format: 'uuid' })),
      interview: Type.Optional(Type.Enum(interviews)),
    }),
    record: caseRecord,
    async handle(context) {
      const { db, actor, clock, query } = context;
      const staffId = actor.memberships.find((one) => one.staffId !== null)?.staffId ?? null;
      const booked = await appointmentOf(context, query.appointment);
      const begins = booked === null ? null : localOf(booked.from_ms, booked.time_zone);
      const typed = typedFrom(questions(rulesOf(context), []), {
        day: begins?.day ?? clock.today().toString(),
        ...(begins !== null && { time: timeOf(begins.minutes), place_kind: 'home' }),
        phone: await workPhoneOf(db, staffId),
      });
      return formPage(context, {
        ...typed,
        ...(booked === null ? {} : { appointment: booked.id, version: String(booked.version) }),
        ...(query.interview === undefined ? {} : { interview: query.interview }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/visits/new',
    can: 'visit.plan',
    audit: { event: 'visit.planned' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record, body, clock, timeZone } = context;
      const { userId } = actor;
      if (userId === null) return notFound();
      const own = await siteOf(context);
      const asked = questions(rulesOf(context), await contactsFor(db, actor, record));
      const read = planFrom(body, asked, { now: clock.now(), timeZone: own?.site.time_zone ?? timeZone });
      const more = readForm(moreQuestions(context, body), body);
      if ('errors' in read || !more.ok)
        return formPage(context, body, { ...('errors' in read ? read.errors : {}), ...(more.ok ? {} : more.errors) });
      const booking = await bookingFrom(context, read.plan, own, more.values);
      const done =
        booking === 'stale'
          ? ({ outcome: 'stale' } as const)
          : await planVisit(db, { ...actor, userId }, record, rulesOf(context), read.plan, booking, clock);
      if (done.outcome === 'planned')
        return redirect(`/cases/${record.caseId}/visits/${done.id}`, 'The visit is planned');
      if (done.outcome === 'stale')
        return redirect(
          `/cases/${record.caseId}/appointments`,
          'Nothing was saved: this appointment was changed meanwhile',
        );
      if ('words' in done) return formPage(context, body, undefined, { words: [done.words], passable: false });
      const words = done.problems.map(({ text }) => text);
      return formPage(context, body, undefined, { words, passable: done.problems.every(({ passable }) => passable) });
    },
  }),
];
