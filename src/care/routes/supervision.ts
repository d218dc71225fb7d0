import { Type } from 'typebox';
import { can } from '../../access/rules/policy.ts';
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
import { type Errors, type Question, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { supervisionRulesOf } from '../../programmes/rules.ts';
import { staffMember } from '../actions/load.ts';
import { findStaffMember, type Staff, staffRecord } from '../actions/staff.ts';
import { book, findSupervision, type SupervisionRow, settle, supervisionsOf } from '../actions/supervision.ts';
import { kindsHtml, supervisionHtml } from '../pages/supervision.ts';
import { kindText, supervisionStanding } from '../rules/supervision.ts';
import { staffParams } from './load.ts';

type Asking = Pick<Context<unknown, unknown, unknown>, 'actor' | 'clock' | 'csrf'>;

const ownStaff = ({ actor }: Pick<Asking, 'actor'>): string | null =>
  actor.memberships.flatMap(({ role, staffId }) => (role === 'key_worker' && staffId !== null ? [staffId] : []))[0] ??
  null;
/** The page of a member of staff: one's own has a short address. */
const pageOf = (context: Pick<Asking, 'actor'>, staffId: string): string =>
  staffId === ownStaff(context) ? '/supervision' : `/supervision?worker=${staffId}`;

const booking: Question[] = [
  {
    kind: 'choice',
    name: 'kind',
    label: 'Which supervision?',
    choices: [
      { value: 'line', text: kindText.line.text },
      { value: 'professional', text: kindText.professional.text },
    ],
    required: 'Choose which supervision',
  },
  { kind: 'text', name: 'supervisor', label: 'With whom?', required: 'Enter the name of the supervisor', most: 120 },
  {
    kind: 'text',
    name: 'organisation',
    label: 'Of which organisation?',
    hint: 'For professional supervision',
    most: 120,
  },
  {
    kind: 'choice',
    name: 'interest',
    label: 'Does the supervisor have another interest?',
    hint: 'They manage you, are close to you, or know somebody on your caseload',
    choices: [
      { value: 'none', text: 'No' },
      { value: 'declared', text: 'Yes' },
    ],
    as: 'radios in a row',
    required: 'Say whether the supervisor has another interest',
  },
  { kind: 'day', name: 'planned_on', label: 'When?', required: 'Enter the day', earliest: '2000-01-01' },
];

function bookPage(context: Asking, staff: Staff, typed: Typed, errors?: Errors): Reply {
  const mine = staff.staffId === ownStaff(context);
  const title = mine ? 'Book supervision' : `Book supervision for ${staff.name}`;
  return page({
    title: 'Book supervision',
    back: { href: pageOf(context, staff.staffId), text: 'Supervision' },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      title,
      action: `/supervision/${staff.staffId}/book`,
      csrf: context.csrf,
      questions: booking,
      typed,
      errors,
      above: kindsHtml,
      save: 'Book',
      cancel: pageOf(context, staff.staffId),
    }),
  });
}

type One = { staff: Staff; row: SupervisionRow };
const supervisionRecord: RecordLoader<One> = {
  param: 'supervisionId',
  async load(sql, id) {
    const row = await findSupervision(sql, id);
    const staff = row === null ? null : await findStaffMember(sql, row.staff_id);
    return row === null || staff === null ? null : { ...staff, staff, row };
  },
};
const oneParams = Type.Object({ supervisionId: Type.String({ format: 'uuid' }) });

const heldQuestion = (today: string): Question => ({
  kind: 'day',
  name: 'held_on',
  label: 'On which day was it held?',
  required: 'Enter the day on which it was held',
  earliest: '2000-01-01',
  latest: { day: today, message: 'The day must be today or in the past' },
});

function heldPage(context: Asking & { record: One }, typed: Typed, errors?: Errors): Reply {
  const { row } = context.record;
  return page({
    title: 'Supervision was held',
    back: { href: '/supervision', text: 'Supervision' },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      title: 'Supervision was held',
      action: `/supervision/one/${row.id}/held`,
      csrf: context.csrf,
      questions: [heldQuestion(context.clock.today().toString())],
      typed,
      errors,
      version: row.version,
      save: 'Confirm',
      cancel: '/supervision',
    }),
  });
}

const settled = 'Nothing was saved: this was confirmed or cancelled already';

/** Supervision: when it is due, booking it, and confirming that it was held. */
export const supervisionRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/supervision',
    can: 'supervision.read',
    audit: 'nothing',
    query: Type.Object({ worker: Type.Optional(Type.String({ format: 'uuid' })) }),
    async handle(context) {
      const { db, actor, clock, csrf, query } = context;
      const staffId = query.worker ?? ownStaff(context);
      if (staffId === null) return redirect('/load');
      const staff = await findStaffMember(db, staffId);
      if (staff === null || !can(actor, 'supervision.read', staff)) return notFound();
      const today = clock.today().toString();
      const member = (await staffMember(db, staffId, today)) ?? notFound();
      const document = (await programmeOn(db, staff.programmeId, today))?.document ?? notFound();
      const mine = staffId === ownStaff(context);
      return page({
        title: mine ? 'Your supervision' : 'Supervision of a key worker',
        ...(mine ? {} : { back: { href: `/load/${staffId}`, text: 'Load' } }),
        main: supervisionHtml({
          staff,
          mine,
          today,
          standing: supervisionStanding(supervisionRulesOf(document), member.supervision, today),
          rows: await supervisionsOf(db, staffId),
          mayBook: can(actor, 'supervision.book', staff),
          mayConfirm: can(actor, 'supervision.confirm', staff),
          csrf,
        }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/supervision/:staffId/book',
    can: 'supervision.book',
    audit: 'nothing',
    params: staffParams,
    record: staffRecord,
    handle: async (context) => bookPage(context, context.record, {}),
  }),
  route({
    method: 'POST',
    path: '/supervision/:staffId/book',
    can: 'supervision.book',
    audit: { event: 'supervision.booked' },
    params: staffParams,
    record: staffRecord,
    async handle(context) {
      const { db, actor, body, record } = context;
      const read = readForm(booking, body);
      if (!read.ok) return bookPage(context, record, body, read.errors);
      const { values } = read;
      const kind = values.kind === 'professional' ? 'professional' : 'line';
      const interest = values.interest === 'declared' ? 'declared' : 'none';
      const errors: Errors = {};
      if (kind === 'professional' && values.organisation === null)
        errors.organisation = 'Enter the organisation of the professional supervisor';
      if (kind === 'professional' && interest === 'declared')
        errors.interest = 'A professional supervisor must have no other interest. Choose somebody else';
      if (Object.keys(errors).length > 0) return bookPage(context, record, body, errors);
      await book(db, actor, record, {
        kind,
        supervisor: String(values.supervisor),
        organisation: values.organisation as string | null,
        interest,
        plannedOn: String(values.planned_on),
      });
      return redirect(pageOf(context, record.staffId), 'Supervision booked');
    },
  }),
  route({
    method: 'GET',
    path: '/supervision/one/:supervisionId/held',
    can: 'supervision.confirm',
    audit: 'nothing',
    params: oneParams,
    record: supervisionRecord,
    async handle(context) {
      const { row } = context.record;
      if (row.state !== 'planned') return redirect('/supervision', settled);
      return heldPage(context, typedFrom([heldQuestion('9999-12-31')], { held_on: row.planned_on }));
    },
  }),
  route({
    method: 'POST',
    path: '/supervision/one/:supervisionId/held',
    can: 'supervision.confirm',
    audit: { event: 'supervision.held' },
    params: oneParams,
    record: supervisionRecord,
    async handle(context) {
      const { db, actor, body, clock, record } = context;
      const today = clock.today().toString();
      // The button of the list says that it was held as planned; the form asks for the day.
      let heldOn = record.row.planned_on;
      if (body['held_on-day'] !== undefined || heldOn > today) {
        const read = readForm([heldQuestion(today)], body);
        if (!read.ok) return heldPage(context, body, read.errors);
        heldOn = String(read.values.held_on);
      }
      const done = await settle(db, actor, record.row, { version: versionOf(body), state: 'held', heldOn });
      return redirect('/supervision', done === 'saved' ? 'Confirmed' : settled);
    },
  }),
  route({
    method: 'POST',
    path: '/supervision/one/:supervisionId/cancel',
    can: 'supervision.confirm',
    audit: { event: 'supervision.cancelled' },
    params: oneParams,
    record: supervisionRecord,
    async handle({ db, actor, body, clock, record }) {
      const today = clock.today().toString();
      const done = await settle(db, actor, record.row, { version: versionOf(body), state: 'cancelled', today });
      return redirect('/supervision', done === 'saved' ? 'Cancelled. Book another when you can' : settled);
    },
  }),
];
