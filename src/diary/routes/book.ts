/** Booking an appointment of a case, and moving one: one page for both. */
import { Type } from 'typebox';
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
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import type { Tx } from '../../kit/db.ts';
import { type Errors, type Question, readForm, type Typed, typedText } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import { button } from '../../kit/ui/index.ts';
import { type Booking, type BookingWish, bookAppointment } from '../actions/book.ts';
import { bookHtml } from '../actions/book-page.ts';
import { type AppointmentRow, asWish, type Change, findAppointment, moveAppointment } from '../actions/change.ts';
import { searchFrom } from '../actions/search.ts';
import { bookingChoices, nextFree, type Search, workersFor } from '../actions/slots.ts';
import { confirm } from '../actions/tell.ts';
import { pathOf, visitPath, whenText } from '../pages/words.ts';
import { moveQuestions, otherTime } from '../rules/booking-form.ts';
import { spokenNeeds } from '../rules/interpreter.ts';
import { slotFrom } from '../rules/slot-text.ts';
import { kinds, needs, waysToBook } from '../rules/words.ts';

const uuid = Type.String({ format: 'uuid' });
const search = Type.Object({
  site: Type.Optional(uuid),
  worker: Type.Optional(Type.Union([uuid, Type.Literal('')])),
  kind: Type.Optional(Type.Enum([...kinds])),
  mode: Type.Optional(Type.Enum([...waysToBook])),
  from: Type.Optional(Type.String({ maxLength: 10 })),
  language: Type.Optional(Type.String({ maxLength: 60 })),
  needs: Type.Optional(Type.Array(Type.Enum([...needs]), { maxItems: 4 })),
});
export const appointmentParams = Type.Object({ ...caseParams.properties, appointmentId: uuid });

type Of = Context<{ caseId: string; appointmentId?: string }, unknown, CaseHead>;

/** A time of one's own; of a move also who asked for it and why. */
export const bookingQuestions = (moving: boolean): Question[] => [
  ...otherTime,
  { kind: 'number', name: 'minutes', label: 'Minutes, if not as usual', least: 5, most: 480 },
  ...(moving
    ? moveQuestions
    : ([
        {
          kind: 'text',
          name: 'note',
          label: 'What it is for, in a few words',
          hint: 'You can leave this empty',
          most: 300,
        },
      ] satisfies Question[])),
];

type Given = { typed?: Typed; errors?: Errors; refused?: Exclude<Booking, { outcome: 'booked' }> };

/** The page, for a booking or for moving `row`. Three statements, or four. */
async function bookPage(context: Of, row: AppointmentRow | null, given: Given = {}): Promise<Page> {
  const { db, actor, clock, csrf, record: head } = context;
  const date = clock.today();
  const today = date.toString();
  const choices = await bookingChoices(db, head, row?.staff_id ?? head.case.keyWorkerId, today);
  const siteId =
    row?.site_id ??
    choices.homeId ??
    choices.sites.find(({ area_id }) => area_id === head.case.areaId)?.id ??
    choices.sites[0]?.id;
  const typed = given.typed ?? {};
  if (siteId === undefined)
    return casePage({
      head,
      today: date,
      current: 'appointments',
      title: 'Book an appointment',
      main: html`<h1 class="govuk-heading-l">Book an appointment</h1>
<p class="govuk-body">No site can be booked yet. A manager adds sites, rooms and hours of work first.</p>
${can(actor, 'site.manage', { programmeId: head.programmeId }) ? button({ text: 'Sites', href: '/sites' }) : ''}`,
    });
  const standing: Search = {
    siteId,
    staffId: row?.staff_id ?? head.case.keyWorkerId,
    kind: row?.kind ?? 'meeting',
    mode: row?.mode ?? 'in_person',
    ...(row === null ? spokenNeeds(choices.interpreter) : { needs: row.needs, language: row.language }),
    from: today,
    minutes: row === null ? null : (row.to_ms - row.from_ms) / 60_000,
    ignore: row === null ? [] : [row.id],
  };
  const wanted = searchFrom(given.typed ?? (context.query as Typed), standing, today);
  const free = await nextFree(db.searching, head, wanted, clock);
  const wrong = given.errors !== undefined || given.refused !== undefined;
  return casePage({
    head,
    today: date,
    current: 'appointments',
    title: row === null ? 'Book an appointment' : 'Move an appointment',
    ...(wrong ? { status: given.refused === undefined ? 422 : 409, error: true } : {}),
    main: bookHtml({
      title: row === null ? 'Book an appointment' : `Move the appointment of ${whenText(row, today)}`,
      path: row === null ? `/cases/${head.caseId}/appointments/book` : `${pathOf(row)}/move`,
      interpreter: choices.interpreter,
      ...{ csrf, today, search: wanted, sites: choices.sites, languages: choices.languages },
      kinds: kinds.filter((kind) => kind !== 'group'),
      staff: await workersFor(db, wanted, standing.staffId, today),
      timeZone: free.site?.timeZone ?? context.timeZone,
      ...{ minutes: free.minutes, slots: free.slots, typed, errors: given.errors ?? {} },
      questions: bookingQuestions(row !== null),
      problems: given.refused?.problems ?? [],
      alternatives: given.refused?.alternatives ?? [],
      mayOverride: can(actor, 'appointment.override', head),
      ...(row === null ? {} : { version: given.typed === undefined ? row.version : versionOf(given.typed) }),
      save: row === null ? 'Book' : 'Move',
      visit: visitPath(head.caseId, row?.id),
      back: row === null ? `/cases/${head.caseId}/appointments` : pathOf(row),
    }),
  });
}

/** What a form asks for: one of the times that were shown, or one that was typed. */
function wishFrom(
  body: Typed,
  standing: Search,
  today: string,
): { wish: BookingWish; values: Record<string, unknown> } | { errors: Errors } {
  const asked = searchFrom(body, standing, today);
  const read = readForm(bookingQuestions(typedText(body, 'version') !== ''), body);
  if (!read.ok) return { errors: read.errors };
  const { values } = read;
  const chosen = slotFrom(typedText(body, 'slot'));
  const common = {
    kind: asked.kind,
    needs: asked.needs,
    language: asked.language,
    note: (values.note as string | null) ?? null,
    ...(typeof values.minutes === 'number' ? { minutes: values.minutes } : {}),
  };
  if (chosen !== null) return { wish: { ...common, ...chosen }, values };
  const errors: Errors = {};
  if (typedText(body, 'slot') === '' && values.day === null && values.at === null)
    return { errors: { slot: 'Choose a time, or enter another one below' } };
  if (values.day === null) errors.day = 'Enter the day';
  if (values.at === null) errors.at = 'Enter the time';
  if (asked.staffId === null) errors.slot = 'Choose with whom: look for the times of one worker first';
  if (Object.keys(errors).length > 0 || asked.staffId === null) return { errors };
  const { siteId, staffId, mode } = asked;
  return { wish: { ...common, siteId, staffId, mode, day: String(values.day), at: String(values.at) }, values };
}

/** Where a form's own search begins, when it says nothing. */
const blank = (head: CaseHead, today: string): Search => ({
  siteId: '',
  staffId: head.case.keyWorkerId,
  kind: 'meeting',
  mode: 'in_person',
  needs: [],
  language: null,
  from: today,
  minutes: null,
});

const overrideOf = (context: Of): string | null =>
  can(context.actor, 'appointment.override', context.record)
    ? typedText(context.body, 'override').slice(0, 300) || null
    : null;

/** The appointment of a path, which must be of the case. */
export async function appointmentOf(context: {
  db: Of['db'];
  params: { caseId: string; appointmentId: string };
}): Promise<AppointmentRow> {
  const row = await findAppointment(context.db, context.params.appointmentId);
  return row?.case_id === context.params.caseId ? row : notFound();
}

function answered(context: Of, row: AppointmentRow | null, outcome: Change): Reply | Promise<Reply> {
  if (outcome.outcome === 'booked')
    return redirect(
      `/cases/${context.record.caseId}/appointments/${outcome.id}`,
      row === null ? 'Appointment booked' : 'Appointment moved',
    );
  if (outcome.outcome === 'stale')
    return redirect(
      row === null ? `/cases/${context.record.caseId}/appointments` : pathOf(row),
      'Nothing was saved: somebody changed this appointment already',
    );
  return bookPage(context, row, { typed: context.body, refused: outcome });
}

/** Booking and moving. */
export const bookRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/appointments/book',
    can: 'case.record',
    audit: { read: 'booking' },
    params: caseParams,
    query: search,
    record: caseRecord,
    handle: (context) => bookPage(context, null),
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/appointments/book',
    can: 'case.record',
    audit: { event: 'appointment.booked' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, clock, body, record } = context;
      const today = clock.today().toString();
      const asked = wishFrom(body, blank(record, today), today);
      if ('errors' in asked) return bookPage(context, null, { typed: body, errors: asked.errors });
      const also = (tx: Tx, id: string) => confirm(tx, actor, id, clock);
      const means = { clock, override: overrideOf(context), also };
      return answered(context, null, await bookAppointment(db, actor, record, asked.wish, means));
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/appointments/:appointmentId/move',
    can: 'case.record',
    audit: { read: 'booking' },
    params: appointmentParams,
    query: search,
    record: caseRecord,
    async handle(context) {
      const row = await appointmentOf(context);
      return row.state === 'booked'
        ? bookPage(context, row)
        : redirect(pathOf(row), 'This appointment is not booked any more');
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/appointments/:appointmentId/move',
    can: 'case.record',
    audit: { event: 'appointment.moved' },
    params: appointmentParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, clock, body, record } = context;
      const row = await appointmentOf(context);
      const today = clock.today().toString();
      const version = versionOf(body);
      const asked = wishFrom(
        { ...body, version: String(version) },
        { ...blank(record, today), siteId: row.site_id, staffId: row.staff_id, mode: row.mode, kind: row.kind },
        today,
      );
      if ('errors' in asked) return bookPage(context, row, { typed: body, errors: asked.errors });
      const { mandatory, about, note, handover, minutes } = asWish(row);
      const wish = { minutes, ...asked.wish, mandatory, about, note, handover } as BookingWish;
      return answered(
        context,
        row,
        await moveAppointment(db, actor, row, version, wish, {
          askedBy: asked.values.asked_by === 'us' ? 'us' : 'them',
          reason: String(asked.values.reason),
          clock,
          override: overrideOf(context),
        }),
      );
    },
  }),
];
