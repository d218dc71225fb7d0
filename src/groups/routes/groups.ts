import { can, programmesOf } from '../../access/rules/policy.ts';
import { type Context, page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { findStaffMember } from '../../care/actions/staff.ts';
import { factsOfCase } from '../../cases/actions/record.ts';
import { roomsOfProgramme } from '../../diary/actions/group.ts';
import { type Errors, type Question, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { recordForm } from '../../kit/record-form.ts';
import { type PlaceRow, placesOf, planSession, recordAttendance, sessionsBetween } from '../actions/groups.ts';
import { groupsHtml, sessionHtml } from '../pages/groups.ts';
import { isOutcome } from '../rules.ts';
import { leadFacts, type RoomChoice, sessionParams, sessionRecord, timeQuestions } from './session.ts';

/** Whoever leads a session knows who takes part, except where a record is restricted and not open to them. */
const mayName =
  ({ actor }: Pick<Context<unknown, unknown, unknown>, 'actor'>) =>
  (place: PlaceRow): boolean =>
    !place.restricted || can(actor, 'case.read', factsOfCase(place));

type Asking = Pick<Context<unknown, unknown, unknown>, 'db' | 'actor' | 'clock' | 'csrf'>;

const questions = (rooms: readonly RoomChoice[]): Question[] => [
  { kind: 'text', name: 'title', label: 'What is it called?', required: 'Enter what it is called', most: 120 },
  {
    kind: 'long text',
    name: 'words',
    label: 'What happens there?',
    hint: 'You can leave this empty',
    most: 1000,
    rows: 3,
  },
  ...timeQuestions(rooms),
  {
    kind: 'number',
    name: 'places',
    label: 'How many places?',
    least: 1,
    most: 200,
    required: 'Enter how many places there are',
  },
];

/** The staff member who plans, with their programme: a session is led by whoever plans it. */
async function leaderOf({ db, actor }: Asking) {
  const staffId = actor.memberships.find((one) => one.staffId !== null)?.staffId ?? null;
  return staffId === null ? null : findStaffMember(db, staffId);
}

async function planPage(context: Asking, typed: Typed, errors?: Errors, problem?: string): Promise<Reply> {
  const leader = await leaderOf(context);
  const rooms = leader === null ? [] : await roomsOfProgramme(context.db, leader.programmeId);
  if (leader === null || rooms.length === 0)
    return page({
      title: 'Plan a session',
      back: { href: '/groups', text: 'Group sessions' },
      main: html`<h1 class="govuk-heading-l">Plan a session</h1>
<p class="govuk-body">${leader === null ? 'A session is planned by the worker who leads it.' : 'No room can be booked yet. A manager adds sites and rooms first.'}</p>`,
    });
  const asked = questions(rooms);
  const wrong = errors ?? (problem === undefined ? undefined : { at: problem });
  return page({
    title: 'Plan a session',
    back: { href: '/groups', text: 'Group sessions' },
    ...(wrong === undefined ? {} : { status: errors === undefined ? 409 : 422, error: true }),
    main: recordForm({
      title: 'Plan a session',
      action: '/groups/new',
      csrf: context.csrf,
      questions: asked,
      typed,
      errors: wrong,
      save: 'Plan the session',
      cancel: '/groups',
    }),
  });
}

/** Sessions: the list, planning one, who came. */
export const groupRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/groups',
    can: 'group.read',
    audit: 'nothing',
    async handle({ db, actor, clock }) {
      const programmeIds = programmesOf(actor, 'group.read') ?? [];
      const now = clock.now();
      const rows = await sessionsBetween(
        db,
        programmeIds,
        now.subtract({ hours: 24 * 28 }),
        now.add({ hours: 24 * 366 }),
      );
      return page({
        title: 'Group sessions',
        main: groupsHtml({
          coming: rows.filter((row) => row.to_ms > now.epochMilliseconds),
          past: rows.filter((row) => row.to_ms <= now.epochMilliseconds).reverse(),
          mayPlan: programmesOf(actor, 'group.plan')?.length !== 0,
          today: clock.today().toString(),
        }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/groups/new',
    can: 'group.plan',
    audit: 'nothing',
    handle: (context) =>
      planPage(context, typedFrom(questions([]), { day: context.clock.today().toString(), minutes: 120, places: 8 })),
  }),
  route({
    method: 'POST',
    path: '/groups/new',
    can: 'group.plan',
    audit: { event: 'group.planned' },
    async handle(context) {
      const { db, actor, body, clock } = context;
      const leader = await leaderOf(context);
      if (leader === null) return planPage(context, body);
      const rooms = await roomsOfProgramme(db, leader.programmeId);
      const read = readForm(questions(rooms), body);
      if (!read.ok) return planPage(context, body, read.errors);
      const { values } = read;
      const room = rooms.find(({ id }) => id === values.room);
      if (room === undefined) return planPage(context, body);
      if (Number(values.places) > room.places)
        return planPage(context, body, { places: `The room has ${room.places} places. Enter as many or fewer` });
      const done = await planSession(
        db,
        actor,
        leader.programmeId,
        { title: String(values.title), words: values.words as string | null, places: Number(values.places) },
        {
          staffId: leader.staffId,
          siteId: room.site_id,
          roomId: room.id,
          kind: 'group',
          mode: 'in_person',
          day: String(values.day),
          at: String(values.at),
          minutes: Number(values.minutes),
        },
        { clock },
      );
      if (done.outcome !== 'booked')
        return planPage(context, body, undefined, done.problems[0]?.text ?? 'It cannot be then');
      return redirect(`/groups/${done.sessionId}`, 'The session is planned');
    },
  }),
  route({
    method: 'GET',
    path: '/groups/:sessionId',
    can: 'group.read',
    audit: { read: 'group session' },
    params: sessionParams,
    record: sessionRecord,
    async handle(context) {
      const { db, actor, clock, csrf, record } = context;
      const { session } = record;
      const leads = can(actor, 'group.lead', leadFacts(session));
      return page({
        title: session.title,
        back: { href: '/groups', text: 'Group sessions' },
        main: sessionHtml({
          session,
          places: leads ? await placesOf(db, session.id) : [],
          names: mayName(context),
          leads,
          begun: session.from_ms <= clock.now().epochMilliseconds,
          today: clock.today().toString(),
          csrf,
        }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/groups/:sessionId/attendance',
    can: 'group.read',
    audit: { event: 'group.attended' },
    params: sessionParams,
    record: sessionRecord,
    async handle(context) {
      const { db, actor, body, clock, record } = context;
      const { session } = record;
      const to = `/groups/${session.id}`;
      if (!can(actor, 'group.lead', leadFacts(session)))
        return redirect(to, 'Only whoever leads the session says who came');
      const said = (await placesOf(db, session.id)).filter(mayName(context)).flatMap((place) => {
        const outcome = body[`came-${place.id}`];
        return isOutcome(outcome) ? [{ place, outcome, version: Number(body[`version-${place.id}`] ?? 0) }] : [];
      });
      if (said.length === 0) return redirect(to, 'Nothing was saved: nobody was ticked');
      const done = await recordAttendance(db, actor, session, said, clock);
      return redirect(
        to,
        done === 'saved'
          ? 'Saved'
          : done === 'not begun'
            ? 'Nothing was saved: the session has not begun'
            : 'Nothing was saved: somebody else did so meanwhile. This is how it stands now',
      );
    },
  }),
];
