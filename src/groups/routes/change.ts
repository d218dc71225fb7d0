/** Moving a session, giving it to a colleague, and cancelling it. */
import { staffOf } from '../../access/actions.ts';
import { can } from '../../access/rules/policy.ts';
import { type Context, page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { roomsOfProgramme } from '../../diary/actions/group.ts';
import { localOf, timeOf } from '../../diary/rules/time.ts';
import { counted } from '../../kit/counted.ts';
import { type Errors, type Question, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { recordForm } from '../../kit/record-form.ts';
import { cancelSession, type SessionRow } from '../actions/groups.ts';
import { moveSession } from '../actions/move.ts';
import { leadFacts, type One, type RoomChoice, sessionParams, sessionRecord, timeQuestions } from './session.ts';

type Of = Context<unknown, unknown, One>;

const moveQuestions = (rooms: readonly RoomChoice[], staff: readonly { id: string; name: string }[]): Question[] => [
  ...timeQuestions(rooms),
  {
    kind: 'choice',
    name: 'leader',
    label: 'Who leads it?',
    choices: staff.map(({ id, name }) => ({ value: id, text: name })),
    as: 'select',
    required: 'Choose who leads it',
  },
  { kind: 'text', name: 'reason', label: 'Why is it moved?', required: 'Say why it is moved', most: 200 },
];

/** What can be chosen for a session. Two statements. */
async function choicesOf({ db, record }: Of) {
  const { programme_id: programmeId } = record.session;
  const rooms = await roomsOfProgramme(db, programmeId);
  const staff = (await staffOf(db, { programmeId })).map((one) => ({
    id: one.id,
    name: `${one.given_name} ${one.family_name}`,
  }));
  return { rooms, questions: moveQuestions(rooms, staff) };
}

function movePage(context: Of, questions: readonly Question[], typed: Typed, errors?: Errors, status = 422): Reply {
  const { session } = context.record;
  return page({
    title: 'Move a session',
    back: { href: `/groups/${session.id}`, text: session.title },
    ...(errors === undefined ? {} : { status, error: true }),
    main: recordForm({
      title: 'Move a session',
      action: `/groups/${session.id}/move`,
      csrf: context.csrf,
      questions,
      typed,
      errors,
      above: html`<p class="govuk-body">Everybody keeps their place and is sent a message with the new time. Whoever has another appointment then loses the place by us: it counts as nobody’s failure to come, and they and their key worker are told.</p>`,
      save: 'Move the session',
      cancel: `/groups/${session.id}`,
    }),
  });
}

const notLeading = (session: SessionRow): Reply =>
  redirect(`/groups/${session.id}`, 'Only whoever leads the session moves or cancels it');

async function move(context: Of): Promise<Reply> {
  const { db, actor, body, clock, record } = context;
  const { session } = record;
  const { rooms, questions } = await choicesOf(context);
  const read = readForm(questions, body);
  if (!read.ok) return movePage(context, questions, body, read.errors);
  const { values } = read;
  const room = rooms.find(({ id }) => id === values.room);
  if (room === undefined) return movePage(context, questions, body, { room: 'Choose the room' });
  if (session.taken > room.places)
    return movePage(context, questions, body, { room: `${session.taken} people have a place. Choose a room for them` });
  const to = {
    ...{ staffId: String(values.leader), siteId: room.site_id, roomId: room.id },
    ...{ day: String(values.day), at: String(values.at), minutes: Number(values.minutes) },
  };
  const done = await moveSession(db, actor, session, to, { reason: String(values.reason), clock });
  if (done.outcome === 'moved')
    return redirect(
      `/groups/${session.id}`,
      done.lost === 0
        ? 'The session is moved'
        : `The session is moved. ${counted(done.lost, 'person has', 'people have')} another appointment then and lost the place`,
    );
  if (done.outcome === 'stale')
    return redirect(`/groups/${session.id}`, 'Nothing was saved: it has begun or was changed meanwhile');
  return movePage(context, questions, body, { at: done.problems[0]?.text ?? 'It cannot be then' }, 409);
}

const cancelQuestions: Question[] = [
  { kind: 'text', name: 'reason', label: 'Why is it cancelled?', required: 'Say why it is cancelled', most: 200 },
];

function cancelPage(session: SessionRow, { csrf }: Pick<Of, 'csrf'>, typed: Typed, errors?: Errors): Reply {
  return page({
    title: 'Cancel a session',
    back: { href: `/groups/${session.id}`, text: session.title },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      title: 'Cancel a session',
      action: `/groups/${session.id}/cancel`,
      csrf,
      questions: cancelQuestions,
      typed,
      errors,
      above: html`<p class="govuk-body">Everybody’s place is cancelled by us. It counts as nobody’s failure to come, and they are sent a message.</p>`,
      save: 'Cancel the session',
      cancel: `/groups/${session.id}`,
    }),
  });
}

/** Routes of a session that is to come. */
export const changeRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/groups/:sessionId/move',
    can: 'group.read',
    audit: 'nothing',
    params: sessionParams,
    record: sessionRecord,
    async handle(context) {
      const { actor, record } = context;
      const { session } = record;
      if (!can(actor, 'group.lead', leadFacts(session))) return notLeading(session);
      const { rooms, questions } = await choicesOf(context);
      const { day, minutes } = localOf(session.from_ms, session.time_zone);
      const room = rooms.find((one) => one.name === session.room_name && one.site_name === session.site_name);
      const typed = typedFrom(questions, {
        ...{ day, at: timeOf(minutes), minutes: (session.to_ms - session.from_ms) / 60_000 },
        ...{ room: room?.id ?? null, leader: session.staff_id },
      });
      return movePage(context, questions, typed);
    },
  }),
  route({
    method: 'POST',
    path: '/groups/:sessionId/move',
    can: 'group.read',
    audit: { event: 'group.moved' },
    params: sessionParams,
    record: sessionRecord,
    handle: async (context) =>
      can(context.actor, 'group.lead', leadFacts(context.record.session))
        ? move(context)
        : notLeading(context.record.session),
  }),
  route({
    method: 'GET',
    path: '/groups/:sessionId/cancel',
    can: 'group.read',
    audit: 'nothing',
    params: sessionParams,
    record: sessionRecord,
    handle: async (context) =>
      can(context.actor, 'group.lead', leadFacts(context.record.session))
        ? cancelPage(context.record.session, context, {})
        : redirect(`/groups/${context.record.session.id}`, 'Only whoever leads the session cancels it'),
  }),
  route({
    method: 'POST',
    path: '/groups/:sessionId/cancel',
    can: 'group.read',
    audit: { event: 'group.cancelled' },
    params: sessionParams,
    record: sessionRecord,
    async handle(context) {
      const { db, actor, body, clock, record } = context;
      const { session } = record;
      const to = `/groups/${session.id}`;
      if (!can(actor, 'group.lead', leadFacts(session)))
        return redirect(to, 'Only whoever leads the session cancels it');
      const read = readForm(cancelQuestions, body);
      if (!read.ok) return cancelPage(session, context, body, read.errors);
      const done = await cancelSession(db, actor, session, String(read.values.reason), clock);
      return redirect(
        to,
        done === 'saved' ? 'The session is cancelled' : 'Nothing was saved: it has begun or was cancelled before',
      );
    },
  }),
];
