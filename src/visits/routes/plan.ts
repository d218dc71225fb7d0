import { Type } from 'typebox';
import { workPhoneOf } from '../../access/actions/settings.ts';
import { can } from '../../access/rules/policy.ts';
import { type Context, notFound, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord, documentOf } from '../../cases/actions/record.ts';
import { type AppointmentRow, findAppointment } from '../../diary/actions/change.ts';
import { localOf, timeOf } from '../../diary/rules/time.ts';
import { type Errors, type Question, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { html, noHtml } from '../../kit/html.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { flagsOf } from '../actions/flags.ts';
import {
  approveVisit,
  askHelp,
  beginVisit,
  cancelVisit,
  contactsFor,
  type Done,
  endVisit,
  findVisit,
  lengthenVisit,
  planVisit,
  type VisitRow,
  visitsOfCase,
} from '../actions/visits.ts';
import { aboveForm, caseVisitsHtml, visitHtml } from '../pages/visits.ts';
import { longerChoices, rulesText, type VisitRules, visitRulesOf } from '../rules.ts';
import { planFrom, questions } from './plan-form.ts';

type Case = Context<unknown, unknown, CaseHead>;

const visitParams = Type.Object({
  caseId: Type.String({ format: 'uuid' }),
  visitId: Type.String({ format: 'uuid' }),
});

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const rulesOf = ({ record, clock }: Pick<Case, 'record' | 'clock'>): VisitRules =>
  visitRulesOf(documentOf(record, clock.today().toString()) ?? {});
const seenBy = ({ clock, timeZone, csrf }: Pick<Case, 'clock' | 'timeZone' | 'csrf'>) => ({
  now: clock.now(),
  timeZone,
  csrf,
});
const nowOf = ({ clock }: Pick<Case, 'clock'>) => ({ now: clock.now(), today: clock.today().toString() });

/** The visit of the path, if it is of the case of the path. */
async function visitOf({ db, record, params }: Case & { params: { visitId: string } }): Promise<VisitRow> {
  const row = await findVisit(db, params.visitId);
  return row !== null && row.case_id === record.caseId ? row : notFound();
}

/** The appointment of this case that a plan is for; null where there is none. */
async function appointmentOf({ db, record }: Case, id: unknown): Promise<AppointmentRow | null> {
  const row = typeof id === 'string' && uuid.test(id) ? await findAppointment(db, id) : null;
  return row !== null && row.case_id === record.caseId && row.state === 'booked' ? row : null;
}

async function formPage(context: Case, typed: Typed, errors?: Errors): Promise<Reply> {
  const { db, actor, record, clock, csrf } = context;
  const [rules, today] = [rulesOf(context), clock.today()];
  const contacts = await contactsFor(db, actor, record);
  const flags = await flagsOf(db, record.caseId);
  return casePage({
    head: record,
    today,
    current: null,
    title: 'Plan a visit',
    back: { href: `/cases/${record.caseId}/visits`, text: 'Visits' },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      title: 'Plan a visit',
      action: `/cases/${record.caseId}/visits/new`,
      csrf: html`${csrf}${typeof typed.appointment === 'string' ? html`<input type="hidden" name="appointment" value="${typed.appointment}">` : noHtml}`,
      questions: questions(rules, contacts),
      typed,
      errors,
      above: aboveForm(record.caseId, flags, today.toString(), rulesText(rules)),
      save: 'Plan the visit',
      cancel: `/cases/${record.caseId}/visits`,
    }),
  });
}

const cancelQuestions: Question[] = [
  { kind: 'text', name: 'reason', label: 'Why is it cancelled?', required: 'Say why it is cancelled', most: 200 },
];

function cancelPage(context: Case, row: VisitRow, typed: Typed, errors?: Errors): Reply {
  const { record, clock, csrf } = context;
  const href = `/cases/${record.caseId}/visits/${row.id}`;
  return casePage({
    head: record,
    today: clock.today(),
    current: null,
    title: 'Cancel the visit',
    back: { href, text: 'The visit' },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      title: 'Cancel the visit',
      action: `${href}/cancel`,
      csrf,
      questions: cancelQuestions,
      typed,
      errors,
      version: row.version,
      save: 'Cancel the visit',
      cancel: href,
    }),
  });
}

const stale = 'Nothing was saved: the visit was changed meanwhile. This is how it stands now';
const done = {
  approve: 'Approved',
  begin: 'Begun. Say when it has ended',
  end: 'Ended. Good that you are safe',
  longer: 'You have more time',
  help: 'Everybody is told. Call the emergency services if anybody is in danger',
} as const;

/** Does what a button says. */
async function press(context: Case, row: VisitRow, button: keyof typeof done): Promise<Done> {
  const { db, actor, record, body } = context;
  const [rules, version, at] = [rulesOf(context), versionOf(body), nowOf(context)];
  switch (button) {
    case 'approve':
      return can(actor, 'visit.approve', record) ? approveVisit(db, actor, row, rules, version, at) : notFound();
    case 'begin':
      return beginVisit(db, actor, row, version, at);
    case 'end':
      return endVisit(db, actor, row, at);
    case 'longer': {
      const minutes = longerChoices.find((one) => String(one) === body.minutes) ?? longerChoices[0];
      return lengthenVisit(db, actor, row, rules, { version, minutes }, at);
    }
    case 'help':
      return askHelp(db, actor, row, record, rules, at);
  }
}

/** Visits of a case: planned with a safety plan, begun, ended. */
export const planRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/visits',
    can: 'visit.plan',
    audit: { read: 'visits' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, record, clock } = context;
      const { caseId } = record;
      return casePage({
        head: record,
        today: clock.today(),
        current: null,
        title: 'Visits',
        back: { href: `/cases/${caseId}`, text: 'Overview' },
        main: caseVisitsHtml({
          caseId,
          visits: await visitsOfCase(db, caseId),
          flags: await flagsOf(db, caseId),
          today: clock.today().toString(),
          seen: seenBy(context),
        }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/visits/new',
    can: 'visit.plan',
    audit: { read: 'visits' },
    params: caseParams,
    query: Type.Object({ appointment: Type.Optional(Type.String({ format: 'uuid' })) }),
    record: caseRecord,
    async handle(context) {
      const { db, actor, clock } = context;
      const staffId = actor.memberships.find((one) => one.staffId !== null)?.staffId ?? null;
      const booked = await appointmentOf(context, context.query.appointment);
      const begins = booked === null ? null : localOf(booked.from_ms, booked.time_zone);
      const typed = typedFrom(questions(rulesOf(context), []), {
        day: begins?.day ?? clock.today().toString(),
        ...(begins !== null && { time: timeOf(begins.minutes), place_kind: 'home' }),
        phone: await workPhoneOf(db, staffId),
      });
      return formPage(context, booked === null ? typed : { ...typed, appointment: booked.id });
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
      const contacts = await contactsFor(db, actor, record);
      const asked = questions(rulesOf(context), contacts);
      const read = planFrom(body, asked, { now: clock.now(), timeZone });
      if ('errors' in read) return formPage(context, body, read.errors);
      const booked = await appointmentOf(context, body.appointment);
      const plan = { ...read.plan, appointmentId: booked?.id ?? null };
      const id = await planVisit(db, { ...actor, userId }, record, rulesOf(context), plan, nowOf(context));
      return redirect(`/cases/${record.caseId}/visits/${id}`, 'The visit is planned');
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/visits/:visitId',
    can: 'visit.plan',
    audit: { read: 'visits' },
    params: visitParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record, clock } = context;
      const row = await visitOf(context);
      return casePage({
        head: record,
        today: clock.today(),
        current: null,
        title: 'Visit',
        back: { href: `/cases/${record.caseId}/visits`, text: 'Visits' },
        main: visitHtml({
          row,
          flags: await flagsOf(db, record.caseId),
          rulesText: rulesText(rulesOf(context)),
          mayApprove: row.worker_id !== actor.userId && can(actor, 'visit.approve', record),
          today: clock.today().toString(),
          seen: seenBy(context),
        }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/visits/:visitId',
    can: 'visit.plan',
    audit: { event: 'visit.ended' },
    params: visitParams,
    record: caseRecord,
    async handle(context) {
      const row = await visitOf(context);
      const button = context.body._do;
      // No button of this page: a form of an older one, say.
      if (typeof button !== 'string' || !Object.hasOwn(done, button))
        return redirect(`/cases/${row.case_id}/visits/${row.id}`);
      const result = await press(context, row, button as keyof typeof done);
      return redirect(
        `/cases/${row.case_id}/visits/${row.id}`,
        result === 'saved' ? done[button as keyof typeof done] : stale,
      );
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/visits/:visitId/cancel',
    can: 'visit.plan',
    audit: { read: 'visits' },
    params: visitParams,
    record: caseRecord,
    handle: async (context) => cancelPage(context, await visitOf(context), {}),
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/visits/:visitId/cancel',
    can: 'visit.plan',
    audit: { event: 'visit.cancelled' },
    params: visitParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, body } = context;
      const row = await visitOf(context);
      const read = readForm(cancelQuestions, body);
      if (!read.ok) return cancelPage(context, row, body, read.errors);
      const given = { version: versionOf(body), reason: String(read.values.reason) };
      const result = await cancelVisit(db, actor, row, given, nowOf(context));
      return redirect(`/cases/${row.case_id}/visits/${row.id}`, result === 'saved' ? 'The visit is cancelled' : stale);
    },
  }),
];
