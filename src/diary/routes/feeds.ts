/** Calendars to subscribe to. */
import { Type } from 'typebox';
import {
  type Context,
  file,
  notFound,
  page,
  type Reply,
  type Route,
  redirect,
  route,
} from '../../access/rules/route.ts';
import { findStaffMember } from '../../care/actions/staff.ts';
import { showDay } from '../../kit/clock.ts';
import { type Errors, type Question, readForm, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { recordForm } from '../../kit/record-form.ts';
import { insetText, table } from '../../kit/ui/index.ts';
import { endFeed, type FeedRow, feedsOf, feedText, makeFeed } from '../actions/feeds.ts';
import { roomsOfProgramme } from '../actions/group.ts';

type Of = Pick<Context<unknown, unknown, unknown>, 'db' | 'actor' | 'clock' | 'csrf'>;
type Room = Awaited<ReturnType<typeof roomsOfProgramme>>[number];

/** The staff of the actor, whose diary can be subscribed to, and the rooms of their programme. */
async function whatOf({
  db,
  actor,
}: Of): Promise<{ staffId: string | null; programmeId: string | null; rooms: Room[] }> {
  const staffId = actor.memberships.find((one) => one.staffId !== null)?.staffId ?? null;
  const staff = staffId === null ? null : await findStaffMember(db, staffId);
  const programmeId =
    staff?.programmeId ?? actor.memberships.find((one) => one.programmeId !== null)?.programmeId ?? null;
  return { staffId, programmeId, rooms: programmeId === null ? [] : await roomsOfProgramme(db, programmeId) };
}

const questions = (staffId: string | null, rooms: readonly Room[]): Question[] => [
  {
    kind: 'choice',
    name: 'of',
    label: 'Whose calendar?',
    choices: [
      ...(staffId === null ? [] : [{ value: 'own', text: 'My own appointments' }]),
      ...rooms.map((room) => ({ value: room.id, text: `${room.site_name}, ${room.name}` })),
    ],
    as: 'select',
    required: 'Choose whose calendar',
  },
  {
    kind: 'choice',
    name: 'initials',
    label: 'Should people’s initials stand beside my own appointments?',
    hint: 'A calendar can be seen by whoever sees your telephone or your screen. Names never stand in it',
    choices: [
      { value: 'no', text: 'No' },
      { value: 'yes', text: 'Yes, initials' },
    ],
    as: 'radios in a row',
    required: 'Choose whether initials stand in it',
  },
];

const nameOf = (feed: FeedRow): string =>
  feed.staff_id !== null ? 'My own appointments' : `${feed.site_name}, ${feed.room_name}`;

function listHtml(feeds: readonly FeedRow[], csrf: Html): Html {
  if (feeds.length === 0) return html`<p class="govuk-body">You have none.</p>`;
  return table({
    stack: true,
    caption: 'Your calendars',
    captionClasses: 'govuk-visually-hidden',
    head: [{ text: 'Of' }, { text: 'Initials' }, { text: 'Last read' }, { text: 'End it' }],
    rows: feeds.map((feed) => [
      { text: nameOf(feed) },
      { text: feed.initials ? 'Yes' : 'No' },
      { text: feed.read_at === null ? 'Not yet' : showDay(feed.read_at.slice(0, 10)) },
      {
        html: html`<form method="post" action="/diary/feeds/${feed.id}/end" class="newel-inline">${csrf}<button class="newel-link-button" type="submit">End it<span class="govuk-visually-hidden"> (${nameOf(feed)})</span></button></form>`,
      },
    ]),
  });
}

async function feedsPage(context: Of, given: { typed?: Typed; errors?: Errors; made?: string } = {}): Promise<Reply> {
  const { db, actor, csrf } = context;
  const { staffId, rooms } = await whatOf(context);
  const feeds = actor.userId === null ? [] : await feedsOf(db, actor.userId);
  const { typed = { initials: 'no' }, errors, made } = given;
  return page({
    title: 'Calendars',
    back: { href: '/diary', text: 'Diary' },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: html`${recordForm({
      title: 'Calendars',
      action: '/diary/feeds',
      csrf,
      questions: questions(staffId, rooms),
      typed,
      errors,
      above: html`${
        made === undefined
          ? noHtml
          : insetText({
              html: html`<p class="govuk-body">This is the address of the calendar: <a class="govuk-link" href="/calendar/${made}.ics">copy the address of this link</a> into your calendar, under ‘subscribe’ or ‘add from internet’.</p><p class="govuk-body">Whoever has it can read the calendar. It is shown this once; end the calendar and make another if it is lost.</p>`,
            })
      }<p class="govuk-body">Your appointments in the calendar of your telephone or office. It holds times and places, and no names.</p>`,
      save: 'Make a calendar',
      cancel: '/diary',
    })}
<h2 class="govuk-heading-m">Your calendars</h2>
${listHtml(feeds, csrf)}`,
  });
}

/** Making and ending calendars, and the calendar itself. */
export const feedRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/diary/feeds',
    can: 'site.read',
    audit: 'nothing',
    handle: (context) => feedsPage(context),
  }),
  route({
    method: 'POST',
    path: '/diary/feeds',
    can: 'site.read',
    audit: { event: 'feed.made' },
    async handle(context) {
      const { db, actor, body, clock } = context;
      const { userId } = actor;
      const { staffId, programmeId, rooms } = await whatOf(context);
      if (userId === null || programmeId === null) return notFound();
      const read = readForm(questions(staffId, rooms), body);
      if (!read.ok) return feedsPage(context, { typed: body, errors: read.errors });
      const { of, initials } = read.values;
      const what = of === 'own' && staffId !== null ? { staffId } : { roomId: String(of) };
      // A room is many workers': whose people are in it is nobody's business there.
      const own = 'staffId' in what && initials === 'yes';
      const made = await makeFeed(db, { ...actor, userId }, programmeId, what, { initials: own, clock });
      return feedsPage(context, { made });
    },
  }),
  route({
    method: 'POST',
    path: '/diary/feeds/:feedId/end',
    can: 'site.read',
    audit: { event: 'feed.ended' },
    params: Type.Object({ feedId: Type.String({ format: 'uuid' }) }),
    async handle({ db, actor, params, clock }) {
      const { userId } = actor;
      const done = userId !== null && (await endFeed(db, { ...actor, userId }, params.feedId, clock));
      return redirect('/diary/feeds', done ? 'The calendar is ended' : 'Nothing was changed: it was ended before');
    },
  }),
  route({
    method: 'GET',
    path: '/calendar/:secret',
    can: 'anyone',
    audit: 'nothing',
    params: Type.Object({ secret: Type.String({ pattern: '^[A-Za-z0-9_-]{43}\\.ics$' }) }),
    async handle({ db, params, clock }) {
      const text = await feedText(db, params.secret.slice(0, 43), clock);
      return text === null ? notFound() : file({ name: 'newel.ics', type: 'text/calendar; charset=utf-8', body: text });
    },
  }),
];
