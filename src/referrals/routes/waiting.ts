import { type Static, Type } from 'typebox';
import { page, type Route, route } from '../../access/rules/route.ts';
import { parseDay } from '../../kit/days.ts';
import { uuidPattern } from '../../kit/uuid.ts';
import { type Asked, endingFor, waitingFor } from '../actions/waiting.ts';
import { endingHtml } from '../pages/ending.ts';
import { waitingHtml } from '../pages/waiting.ts';

const sides = ['', 'service', 'worker', 'person', 'manager'] as const;
const query = Type.Object({
  whose: Type.Optional(Type.Enum(['own', 'team'])),
  programme: Type.Optional(Type.String({ maxLength: 80 })),
  side: Type.Optional(Type.Enum([...sides])),
  late: Type.Optional(Type.Enum(['', 'yes'])),
  sort: Type.Optional(Type.Enum(['due', 'made'])),
  order: Type.Optional(Type.Enum(['ascending', 'descending'])),
  after: Type.Optional(Type.String({ pattern: `^\\d{4}-\\d{2}-\\d{2}_${uuidPattern}$` })),
});

/** Where a page begins; an address that was tampered with begins at the start. */
function afterFrom(given: string | undefined): Asked['after'] {
  const [day = '', id = ''] = given?.split('_') ?? [];
  return parseDay(day) === null ? null : { day, id };
}
const askedFrom = (given: Static<typeof query>): Asked => ({
  whose: given.whose === 'team' ? 'team' : 'own',
  programmeKey: given.programme ?? null,
  side: given.side === undefined || given.side === '' ? null : given.side,
  late: given.late === 'yes',
  sort: given.sort === 'made' ? 'made' : 'due',
  descending: given.order === 'descending',
  after: afterFrom(given.after),
});

/** Open referrals of a worker and of a team, and those at services that end. */
export const waitingRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/services/ending',
    can: 'service.refer',
    audit: { read: 'open referrals' },
    async handle({ db, actor, clock }) {
      const today = clock.today().toString();
      return page({
        ...{ title: 'Services that end', wide: true },
        back: { href: '/services/waiting', text: 'Open referrals to services' },
        main: endingHtml(await endingFor(db, actor, today), today),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/services/waiting',
    can: 'service.refer',
    audit: { read: 'open referrals' },
    query,
    async handle({ db, actor, clock, csrf, query: given }) {
      const today = clock.today().toString();
      const asked = askedFrom(given);
      // Another filter or order begins at the start again.
      const address = (changed: Record<string, string>) => {
        const { after: _, ...kept } = given;
        const all = Object.entries({ ...kept, ...changed }).filter(([, value]) => value !== undefined && value !== '');
        return `/services/waiting?${new URLSearchParams(all as [string, string][])}`;
      };
      // Its statement keeps one plan: it takes longer to plan than to run.
      const found = await waitingFor(db.searching, actor, asked, today);
      return page({
        title: 'Open referrals to services',
        wide: true,
        main: waitingHtml({ page: found, asked, today, csrf, address }),
      });
    },
  }),
];
