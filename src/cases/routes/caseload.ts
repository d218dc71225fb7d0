import { Type } from 'typebox';
import { coveredBy, coverOf } from '../../access/actions/cover.ts';
import { notFound, page, type Route, route } from '../../access/rules/route.ts';
import { together } from '../../kit/together.ts';
import { caseload, workersFor } from '../actions/lists.ts';
import { caseloadHtml } from '../pages/caseload.ts';
import {
  aboveGuide,
  type CaseloadSort,
  caseloadPage,
  caseloadSorts,
  type Direction,
  sortCaseload,
} from '../rules/caseload.ts';

const query = Type.Object({
  worker: Type.Optional(Type.Union([Type.String({ format: 'uuid' }), Type.Literal('')])),
  sort: Type.Optional(Type.Enum([...caseloadSorts])),
  order: Type.Optional(Type.Enum(['ascending', 'descending'])),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
});

const caseloadRoute = route({
  method: 'GET',
  path: '/caseload',
  can: 'case.list',
  audit: { read: 'caseload' },
  query,
  async handle({ db, actor, clock, csrf, query: asked }) {
    const own = actor.memberships.flatMap((member) => (member.role === 'key_worker' ? (member.staffId ?? []) : []));
    const workers = await workersFor(db, actor);
    const wanted = asked.worker || own[0] || null;
    const today = clock.today();
    const [covering, [away]] = await together(db, [
      (sql) => coveredBy(sql, own, today.toString()),
      (sql) => coverOf(sql, wanted === null ? [] : [wanted], today.toString()),
    ]);
    const covered = covering.find((one) => one.staff_id === wanted);
    const allowed =
      wanted === null || own.includes(wanted) || covered !== undefined || workers.some(({ id }) => id === wanted);
    // Somebody else's caseload is answered like one that is not there.
    if (!allowed) return notFound();
    const { entries, guide } =
      wanted === null ? { entries: [], guide: null } : await caseload(db, actor, wanted, today);
    const sort: CaseloadSort = asked.sort ?? 'contact';
    const direction: Direction = asked.order ?? (asked.sort === undefined ? 'descending' : 'ascending');
    const pages = Math.max(1, Math.ceil(entries.length / caseloadPage));
    const at = Math.min(asked.page ?? 1, pages);
    const worker = workers.find((one) => one.id === wanted);
    const whose = worker?.name ?? covered?.staff_name;
    const heading = wanted === null ? 'Caseloads' : whose === undefined ? 'Your caseload' : `Caseload of ${whose}`;
    const mayGive = wanted !== null && (await workersFor(db, actor, 'case.reassign')).find(({ id }) => id === wanted);
    return page({
      title: heading,
      wide: true,
      ...(mayGive && { modules: ['tick-all.js'] }),
      main: caseloadHtml({
        heading,
        entries: sortCaseload(entries, sort, direction).slice((at - 1) * caseloadPage, at * caseloadPage),
        total: entries.length,
        ...(guide && { warning: aboveGuide(entries, guide) }),
        page: at,
        pages,
        sort,
        direction,
        workers,
        chosen: wanted,
        covering: covering.map((one) => ({
          staffId: one.staff_id,
          name: one.staff_name,
          until: one.ends_on,
          shown: one.staff_id === wanted,
        })),
        away: away === undefined ? null : { by: away.cover_name, from: away.starts_on, until: away.ends_on },
        give: mayGive ? { programmeId: mayGive.programmeId, staffId: mayGive.id, csrf } : null,
        address: (changed) => {
          const search = new URLSearchParams();
          if (asked.worker) search.set('worker', asked.worker);
          search.set('sort', changed.sort ?? sort);
          search.set('order', changed.direction ?? direction);
          if (changed.page !== undefined && changed.page > 1) search.set('page', String(changed.page));
          return `/caseload?${search}`;
        },
      }),
    });
  },
});

export const caseloadRoutes: readonly Route[] = [caseloadRoute];
