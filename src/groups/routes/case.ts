import { type Context, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import { versionOf } from '../../kit/record-form.ts';
import { giveUpPlace, placesOfCase, sessionsBetween, takePlace } from '../actions/groups.ts';
import { caseGroupsHtml } from '../pages/groups.ts';

const asked = {
  booked: 'They have a place',
  waiting: 'They wait for a place. Their key worker is told when they have one',
  busy: 'Nothing was saved: they have another appointment then',
  'there already': 'They are on the list already',
  over: 'Nothing was saved: the session has begun or was cancelled',
} as const;

const idOf = (value: unknown): string | null =>
  typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value) ? value : null;
const pathOf = ({ record }: Pick<Context<unknown, unknown, CaseHead>, 'record'>) => `/cases/${record.caseId}/groups`;

/** Places of a case: taken, waited for, given up. */
export const casePlaceRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/groups',
    can: 'group.take',
    audit: { read: 'group sessions' },
    params: caseParams,
    record: caseRecord,
    async handle({ db, record, clock, csrf }) {
      const now = clock.now();
      const sessions = await sessionsBetween(db, [record.programmeId], now, now.add({ hours: 24 * 366 }));
      const places = await placesOfCase(
        db,
        record.caseId,
        sessions.map(({ id }) => id),
      );
      return casePage({
        head: record,
        today: clock.today(),
        current: null,
        title: 'Group sessions',
        back: { href: `/cases/${record.caseId}/appointments`, text: 'Appointments' },
        main: caseGroupsHtml({
          caseId: record.caseId,
          sessions,
          places: new Map(places.map((place) => [place.session_id, place])),
          today: clock.today().toString(),
          csrf,
        }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/groups',
    can: 'group.take',
    audit: { event: 'group.booked' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record, body, clock } = context;
      const sessionId = idOf(body.session);
      const done = sessionId === null ? 'over' : await takePlace(db, actor, record, sessionId, clock);
      return redirect(pathOf(context), asked[done]);
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/groups/give-up',
    can: 'group.take',
    audit: { event: 'group.given up' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record, body, clock } = context;
      const [sessionId, placeId] = [idOf(body.session), idOf(body.place)];
      const given = { placeId: placeId ?? '', version: versionOf(body), reason: 'Not known' };
      const done =
        sessionId === null || placeId === null
          ? 'stale'
          : await giveUpPlace(db, actor, record, sessionId, given, clock);
      return redirect(
        pathOf(context),
        done === 'saved' ? 'The place is given up' : 'Nothing was saved: this was changed meanwhile',
      );
    },
  }),
];
