/** Closing sites and rooms, taking interpreters out, and opening what was closed. */
import { type Context, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { typedText } from '../../kit/form.ts';
import { versionOf } from '../../kit/record-form.ts';
import { type Closable, close, reopen } from '../actions/close.ts';
import { interpretersOf, roomsOf } from '../actions/places.ts';
import { siteParams, siteRecord } from './day.ts';
import { interpretersPage } from './interpreters.ts';
import { type OfSite, programmeFor, sitePage } from './sites.ts';

const site = { method: 'POST', can: 'site.manage', params: siteParams, record: siteRecord } as const;
const opening = ({ body }: Pick<Context<unknown, unknown, unknown>, 'body'>): boolean =>
  typedText(body, 'do') === 'open';
const stale = 'Nothing was saved: somebody changed this already';

/** Closes or opens something of a site. */
async function change(context: OfSite, what: Closable, text: { closed: string; opened: string }): Promise<Reply> {
  const { db, actor, clock, body, record } = context;
  const path = `/sites/${record.site.id}`;
  if (opening(context)) {
    const done = await reopen(db, actor, what, versionOf(body), clock);
    const twice = 'Nothing was saved: another room has this name now';
    return redirect(path, done === 'saved' ? text.opened : done === 'twice' ? twice : stale);
  }
  const done = await close(db, actor, what, versionOf(body), clock);
  if (done.outcome === 'booked') return sitePage(context, undefined, { name: what.name, rows: done.rows });
  return redirect(path, done.outcome === 'saved' ? text.closed : stale);
}

export const closeRoutes: readonly Route[] = [
  route({
    ...site,
    path: '/sites/:siteId/close',
    audit: { event: 'site.closed' },
    handle(context) {
      const { id, name, programme_id: programmeId } = context.record.site;
      const text = { closed: 'Site closed', opened: 'Site opened again' };
      return change(context, { kind: 'site', id, name, programmeId, lock: id }, text);
    },
  }),
  route({
    ...site,
    path: '/sites/:siteId/rooms/close',
    audit: { event: 'site.room_closed' },
    async handle(context) {
      const { db, body, record } = context;
      const { id: lock, programme_id: programmeId } = record.site;
      const room = (await roomsOf(db, lock)).find(({ id }) => id === typedText(body, 'room'));
      if (room === undefined) return redirect(`/sites/${lock}`, stale);
      const text = { closed: 'Room closed', opened: 'Room opened again' };
      return change(context, { kind: 'room', id: room.id, name: room.name, programmeId, lock }, text);
    },
  }),
  route({
    method: 'POST',
    can: 'site.manage',
    path: '/sites/interpreters/close',
    audit: { event: 'interpreter.removed' },
    async handle(context) {
      const { db, actor, clock, body } = context;
      const programmeId = await programmeFor(context);
      const listed = programmeId === null ? [] : await interpretersOf(db, programmeId);
      const one = listed.find(({ id }) => id === typedText(body, 'interpreter'));
      if (one === undefined || programmeId === null) return redirect('/sites/interpreters', stale);
      const { id, name, language: lock } = one;
      const done = await close(db, actor, { kind: 'interpreter', id, name, programmeId, lock }, one.version, clock);
      if (done.outcome === 'booked') return interpretersPage(context, { stands: { name, rows: done.rows } });
      return redirect('/sites/interpreters', done.outcome === 'saved' ? 'Interpreter taken out' : stale);
    },
  }),
];
