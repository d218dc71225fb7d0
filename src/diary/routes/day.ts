/** Diaries to look at: a worker's day and week, a site's day. */
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
import { findStaffMember } from '../../care/actions/staff.ts';
import { parseDay } from '../../kit/days.ts';
import { dayAtSite, daysOf, type SiteRow, withoutOutcome } from '../actions/days.ts';
import { findSite, roomsOf, sitesOf } from '../actions/places.ts';
import { dayHtml, siteDayHtml, weekHtml } from '../pages/day.ts';
import { daysBetween, nextDay, weekdayOf } from '../rules/time.ts';
import { isHoliday } from '../rules/work.ts';

const query = Type.Object({
  day: Type.Optional(Type.String({ maxLength: 10 })),
  worker: Type.Optional(Type.String({ format: 'uuid' })),
});
type Query = { day?: string; worker?: string };

/** The staff that somebody is as a key worker. */
export const ownStaff = ({ actor }: Pick<Context<unknown, unknown, unknown>, 'actor'>): string | null =>
  actor.memberships.flatMap(({ role, staffId }) => (role === 'key_worker' && staffId !== null ? [staffId] : []))[0] ??
  null;

const dayFrom = (day: string | undefined, today: string): string =>
  day !== undefined && parseDay(day) !== null && day > '1990' && day < '2200' ? day : today;

async function workerPage(context: Context<unknown, Query, unknown>, week: boolean): Promise<Reply> {
  const { db, actor, clock, timeZone, query: asked } = context;
  const staffId = asked.worker ?? ownStaff(context);
  // Who has no diary of their own begins with the sites.
  if (staffId === null) return redirect('/sites');
  const staff = await findStaffMember(db, staffId);
  if (staff === null || !can(actor, 'diary.read', staff)) return notFound();
  const today = clock.today().toString();
  const day = dayFrom(asked.day, today);
  const monday = nextDay(day, 1 - weekdayOf(day));
  const days = (week ? daysBetween(monday, nextDay(monday, 6)) : [day]) as [string, ...string[]];
  const found = await daysOf(db.searching, actor, staffId, days, timeZone);
  const mine = staffId === ownStaff(context);
  const view = {
    ...{ staffId, name: staff.name, mine, today },
    timeZone: found.site?.timeZone ?? timeZone,
    mayManage: can(actor, 'diary.manage', staff),
    siteId: found.site?.id ?? null,
  };
  const [first] = found.days;
  if (week || first === undefined)
    return page({
      title: mine ? 'Your week' : 'Week of a worker',
      main: weekHtml({ ...view, days: found.days }),
      wide: true,
    });
  const open = await withoutOutcome(db, actor, staffId, clock.now().epochMilliseconds);
  return page({ title: mine ? 'Your day' : 'Day of a worker', main: dayHtml({ ...view, day: first, open }) });
}

/** The site that a path names. */
export const siteRecord: RecordLoader<{ site: SiteRow }> = {
  param: 'siteId',
  async load(sql, id) {
    const site = await findSite(sql, id);
    return site === null ? null : { programmeId: site.programme_id, site };
  },
};
export const siteParams = Type.Object({ siteId: Type.String({ format: 'uuid' }) });

export const dayRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/diary',
    can: 'diary.read',
    audit: { read: 'diary' },
    query,
    handle: (context) => workerPage(context, false),
  }),
  route({
    method: 'GET',
    path: '/diary/week',
    can: 'diary.read',
    audit: { read: 'diary' },
    query,
    handle: (context) => workerPage(context, true),
  }),
  route({
    method: 'GET',
    path: '/diary/site/:siteId',
    can: 'site.read',
    audit: { read: 'diary of a site' },
    params: siteParams,
    query: Type.Object({
      day: Type.Optional(Type.String({ maxLength: 10 })),
      room: Type.Optional(Type.Union([Type.String({ format: 'uuid' }), Type.Literal('')])),
    }),
    record: siteRecord,
    async handle({ db, actor, clock, query: asked, record }) {
      const { site } = record;
      const today = clock.today().toString();
      const day = dayFrom(asked.day, today);
      const rooms = await roomsOf(db, site.id);
      const roomId = rooms.find(({ id }) => id === asked.room)?.id ?? null;
      return page({
        title: 'Day of a site',
        main: siteDayHtml({
          ...{ site, rooms, roomId, day, today },
          sites: await sitesOf(db, [site.programme_id]),
          holiday: isHoliday(site, day),
          entries: await dayAtSite(db, actor, site, roomId, day),
          mayManage: can(actor, 'site.manage', record),
        }),
      });
    },
  }),
];
