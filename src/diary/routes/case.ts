/** The appointments of a case: the list, one of them with its outcome, cancelling, the waiting list and offers. */
import { can } from '../../access/rules/policy.ts';
import {
  type Context,
  notFound,
  type Page,
  type Reply,
  type Route,
  redirect,
  route,
} from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord, factsOfCase } from '../../cases/actions/record.ts';
import { type Answer, type Errors, type Question, readForm, type Typed, typedText } from '../../kit/form.ts';
import { noHtml } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import { rulesOf } from '../actions/book.ts';
import {
  type AppointmentRow,
  appointmentsOf,
  asWish,
  cancelAppointment,
  chainOf,
  comingOf,
  findAppointment,
  moveAppointment,
  swapAppointments,
} from '../actions/change.ts';
import {
  correctOutcome,
  type Happened,
  happenedProblems,
  markHeavy,
  recordOutcome,
  squeezedBy,
} from '../actions/settle.ts';
import { colleagueFor } from '../actions/slots.ts';
import { waitsOf } from '../actions/waiting.ts';
import { appointmentHtml, appointmentsHtml, type OneForm, squeezedHtml } from '../pages/case.ts';
import { pathOf } from '../pages/words.ts';
import { cancelQuestions, outcomeQuestions, swapQuestions, whyQuestion } from '../rules/outcome-form.ts';
import { localOf, timeOf } from '../rules/time.ts';
import { isAway, type Outcome, wasHeld } from '../rules/words.ts';
import { appointmentOf, appointmentParams } from './book.ts';

type Of = Context<{ caseId: string; appointmentId: string }, unknown, CaseHead>;

type Given = { form: 'outcome' | 'correct' | 'cancel' | 'swap'; typed: Typed; errors: Errors };

const typedOf = (row: AppointmentRow): Typed => ({
  state: row.state,
  ...(row.late_minutes === null ? {} : { late_minutes: String(row.late_minutes) }),
  ...(row.state_reason === null ? {} : { reason: row.state_reason }),
});

/** Others of the same worker that are booked and that the actor may change: those with which it can be swapped. */
async function swappable({ db, actor, clock }: Of, row: AppointmentRow): Promise<AppointmentRow[]> {
  if (isAway(row.mode, row)) return [];
  const found = await comingOf(db, row.staff_id, clock.now().epochMilliseconds);
  const other = (one: AppointmentRow) => one.id !== row.id && one.case_id !== row.case_id;
  return found.filter((one) => other(one) && can(actor, 'case.record', factsOf(one)));
}
const factsOf = (row: AppointmentRow) =>
  factsOfCase({ ...row, person_id: row.person_id ?? '', restricted: row.restricted ?? false });

/** One appointment with what can be done about it. At most six statements. */
async function onePage(context: Of, row: AppointmentRow, given?: Given): Promise<Page> {
  const { db, actor, clock, csrf, record: head } = context;
  const date = clock.today();
  const now = clock.now().epochMilliseconds;
  const chain = row.moved_to === null && row.chain_id === row.id ? [row] : await chainOf(db, row.chain_id);
  const next = await squeezedBy(db, row);
  const mayRecord = can(actor, 'case.record', head);
  const mayNext = next !== null && can(actor, 'case.record', factsOf(next));
  const form = (
    name: Given['form'],
    title: string,
    questions: Question[],
    save: string,
    typed: Typed,
    open: boolean,
  ): OneForm => ({
    ...{ action: `${pathOf(row)}/${name}`, title, questions, save, open },
    typed: given?.form === name ? given.typed : typed,
    errors: given?.form === name ? given.errors : {},
  });
  const begun = row.from_ms <= now;
  const others = mayRecord && row.state === 'booked' && !begun ? await swappable(context, row) : [];
  const swap = swapQuestions(others, date.toString());
  const heavy: OneForm = {
    ...{ action: `${pathOf(row)}/heavy`, questions: [], typed: {}, errors: {}, open: false },
    title: row.heavy ? 'It did not weigh heavily after all' : 'It weighed heavily',
    save: row.heavy ? 'Free the time after it' : 'Keep time free after it',
  };
  const forms: OneForm[] = !mayRecord
    ? []
    : row.state === 'booked'
      ? [
          ...(begun ? [form('outcome', 'What became of it', outcomeQuestions, 'Save', {}, true), heavy] : []),
          ...(others.length === 0 ? [] : [form('swap', 'Swap with another', swap, 'Swap their times', {}, false)]),
          form('cancel', 'Cancel', cancelQuestions, 'Cancel this appointment', {}, false),
        ]
      : row.state === 'moved'
        ? []
        : [
            ...(wasHeld(row.state) ? [heavy] : []),
            form(
              'correct',
              'Correct what became of it',
              [...outcomeQuestions, whyQuestion],
              'Save the correction',
              typedOf(row),
              false,
            ),
          ];
  return casePage({
    head,
    today: date,
    current: 'appointments',
    title: 'Appointment',
    ...(given === undefined ? {} : { status: 422, error: true }),
    main: appointmentHtml({
      ...{ row, chain, forms, csrf, today: date.toString() },
      loose: given?.errors ?? {},
      mayRecordMeeting:
        mayRecord && begun && (row.state === 'booked' || row.state === 'attended' || row.state === 'late'),
      mayMove: mayRecord && row.state === 'booked' && !begun,
      squeezed: mayRecord && mayNext && next !== null ? squeezedHtml({ row, next, csrf }) : noHtml,
    }),
  });
}

const happenedFrom = (values: Record<string, Answer>): Happened => ({
  state: values.state as Outcome,
  lateMinutes: typeof values.late_minutes === 'number' ? values.late_minutes : null,
  reason: values.state === 'attended' ? null : (values.reason as string | null),
});

const staleWords = 'Nothing was saved: somebody changed this appointment already';
const saved = (row: AppointmentRow, outcome: 'saved' | 'stale', words: string): Reply =>
  redirect(pathOf(row), outcome === 'saved' ? words : staleWords);

const post = { method: 'POST', can: 'case.record', params: appointmentParams, record: caseRecord } as const;

/** The list, one appointment, and what is done with it. */
export const caseRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/appointments',
    can: 'case.read',
    audit: { read: 'appointments' },
    params: caseParams,
    record: caseRecord,
    async handle({ db, clock, csrf, record: head }) {
      const date = clock.today();
      return casePage({
        head,
        today: date,
        current: 'appointments',
        title: 'Appointments',
        main: appointmentsHtml({
          caseId: head.caseId,
          rows: await appointmentsOf(db, head.caseId),
          waits: await waitsOf(db, head.caseId),
          csrf,
          today: date.toString(),
          now: clock.now().epochMilliseconds,
        }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/appointments/:appointmentId',
    can: 'case.read',
    audit: { read: 'appointment' },
    params: appointmentParams,
    record: caseRecord,
    handle: async (context) => onePage(context, await appointmentOf(context)),
  }),
  route({
    ...post,
    path: '/cases/:caseId/appointments/:appointmentId/outcome',
    audit: { event: 'appointment.attended' },
    async handle(context) {
      const { db, actor, clock, body } = context;
      const row = await appointmentOf(context);
      const read = readForm(outcomeQuestions, body);
      if (!read.ok) return onePage(context, row, { form: 'outcome', typed: body, errors: read.errors });
      const happened = happenedFrom(read.values);
      const errors = happenedProblems(happened, row, clock.now().epochMilliseconds);
      if (Object.keys(errors).length > 0) return onePage(context, row, { form: 'outcome', typed: body, errors });
      return saved(row, await recordOutcome(db, actor, row, versionOf(body), happened, { clock }), 'Outcome saved');
    },
  }),
  route({
    ...post,
    path: '/cases/:caseId/appointments/:appointmentId/correct',
    audit: { event: 'appointment.corrected' },
    async handle(context) {
      const { db, actor, clock, body } = context;
      const row = await appointmentOf(context);
      const read = readForm([...outcomeQuestions, whyQuestion], body);
      if (!read.ok) return onePage(context, row, { form: 'correct', typed: body, errors: read.errors });
      const happened = happenedFrom(read.values);
      const errors = happenedProblems(happened, row, clock.now().epochMilliseconds);
      if (Object.keys(errors).length > 0) return onePage(context, row, { form: 'correct', typed: body, errors });
      const means = { clock, why: String(read.values.why) };
      return saved(
        row,
        await correctOutcome(db, actor, row, versionOf(body), happened, means),
        'Corrected. What was there stays on file',
      );
    },
  }),
  route({
    ...post,
    path: '/cases/:caseId/appointments/:appointmentId/cancel',
    audit: { event: 'appointment.cancelled' },
    async handle(context) {
      const { db, actor, clock, body } = context;
      const row = await appointmentOf(context);
      const read = readForm(cancelQuestions, body);
      if (!read.ok) return onePage(context, row, { form: 'cancel', typed: body, errors: read.errors });
      const askedBy = read.values.asked_by === 'us' ? 'us' : 'them';
      const means = { askedBy, reason: String(read.values.cancel_reason), clock } as const;
      return saved(row, await cancelAppointment(db, actor, row, versionOf(body), means), 'Appointment cancelled');
    },
  }),
  route({
    ...post,
    path: '/cases/:caseId/appointments/:appointmentId/swap',
    audit: { event: 'appointment.moved' },
    async handle(context) {
      const { db, actor, clock, body } = context;
      const row = await appointmentOf(context);
      const others = await swappable(context, row);
      const read = readForm(swapQuestions(others, clock.today().toString()), body);
      if (!read.ok) return onePage(context, row, { form: 'swap', typed: body, errors: read.errors });
      const other = others.find(({ id }) => id === read.values.other) ?? notFound();
      const askedBy = read.values.swap_asked_by === 'us' ? 'us' : 'them';
      const means = { askedBy, reason: String(read.values.swap_reason), clock } as const;
      const ours = { row, version: versionOf(body) };
      const done = await swapAppointments(db, actor, ours, { row: other, version: other.version }, means);
      if (done.outcome === 'booked')
        return redirect(`/cases/${row.case_id}/appointments/${done.id}`, 'Swapped. Tell both people');
      if (done.outcome === 'stale') return redirect(pathOf(row), staleWords);
      const errors = { other: `They cannot be swapped: ${done.problems[0]?.text ?? 'the times do not fit'}` };
      return onePage(context, row, { form: 'swap', typed: body, errors });
    },
  }),
  route({
    ...post,
    path: '/cases/:caseId/appointments/:appointmentId/heavy',
    audit: { event: 'appointment.heavy' },
    async handle(context) {
      const { db, actor, clock, body } = context;
      const row = await appointmentOf(context);
      const { bufferMinutes } = await rulesOf(db, row.programme_id, clock.today().toString());
      const means = { heavy: !row.heavy, minutes: bufferMinutes, clock };
      const words = row.heavy ? 'The time after it is free again' : `${bufferMinutes} minutes after it are kept free`;
      return saved(row, await markHeavy(db, actor, row, versionOf(body), means), words);
    },
  }),
  route({
    ...post,
    path: '/cases/:caseId/appointments/:appointmentId/next',
    audit: { event: 'appointment.moved' },
    handle: (context) => afterHeavy(context),
  }),
];

/** What becomes of the next appointment after a heavy one: later, a colleague, or as planned. */
async function afterHeavy(context: Of): Promise<Reply> {
  const { db, actor, clock, body } = context;
  const row = await appointmentOf(context);
  const how = typedText(body, 'how');
  const id = typedText(body, 'next');
  const next = /^[0-9a-f-]{36}$/.test(id) ? await findAppointment(db, id) : null;
  if (next === null || !['later', 'colleague', 'planned'].includes(how))
    return redirect(pathOf(row), 'Nothing was changed');
  const facts = factsOf(next);
  if (next.staff_id !== row.staff_id || !can(actor, 'case.record', facts)) return notFound();
  if (how === 'planned') return redirect(pathOf(row), 'The next appointment stays as planned');
  const start = localOf(row.to_ms + row.buffer_minutes * 60_000, row.time_zone);
  const to =
    how === 'later'
      ? { ...asWish(next), day: start.day, at: timeOf(start.minutes) }
      : await colleagueFor(db, next, clock).then((staffId) => (staffId === null ? null : { ...asWish(next), staffId }));
  if (to === null) return redirect(pathOf(row), 'Nothing was changed: no colleague of the site is free then');
  const means = { askedBy: 'us', reason: 'The appointment before took longer', clock } as const;
  const moved = await moveAppointment(db, actor, next, versionOf(body), to, means);
  if (moved.outcome === 'booked') return redirect(pathOf(row), 'The next appointment was moved. Tell the person');
  return redirect(
    pathOf(row),
    moved.outcome === 'stale'
      ? staleWords
      : 'Nothing was changed: that time does not fit. Open the next appointment to move it',
  );
}
