/** How full the sites are. */
import { programmesOf } from '../../access/rules/policy.ts';
import { page, type Route, route } from '../../access/rules/route.ts';
import { capacityOf } from '../actions/capacity.ts';
import { capacityHtml } from '../pages/capacity.ts';

/** The next free time and the weeks to come of every site. */
export const capacityRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/sites/capacity',
    can: 'site.read',
    audit: 'nothing',
    async handle({ db, actor, clock }) {
      const sites = await capacityOf(db, programmesOf(actor, 'site.read') ?? [], clock);
      return page({
        title: 'How full the sites are',
        back: { href: '/sites', text: 'Sites' },
        wide: true,
        main: capacityHtml({ sites, today: clock.today().toString() }),
      });
    },
  }),
];
