/** Figures about services, as a page and as a file. */
import { type Static, Type } from 'typebox';
import { programmesOf } from '../../access/rules/policy.ts';
import { type Context, file, notFound, page, type Route, route } from '../../access/rules/route.ts';
import { csvStream } from '../../kit/csv.ts';
import { parseDay } from '../../kit/days.ts';
import { listProgrammes } from '../../programmes/actions.ts';
import { figuresFor, groupings } from '../actions/service-figures.ts';
import { figuresHtml } from '../pages/service-figures.ts';
import { figureColumns, figureLines } from '../rules/figure-lines.ts';

const query = Type.Object({
  programme: Type.Optional(Type.String({ maxLength: 80 })),
  by: Type.Optional(Type.Enum([...groupings])),
  from: Type.Optional(Type.String({ maxLength: 10 })),
  to: Type.Optional(Type.String({ maxLength: 10 })),
});
type Asked = Static<typeof query>;

/** The figures that an address asks for: of the last year where it says nothing. */
async function asked({ db, actor, clock, query: given }: Context<unknown, Asked, unknown>) {
  const now = clock.today();
  const today = now.toString();
  const all = await listProgrammes(db, { day: today, ids: programmesOf(actor, 'service.oversee') });
  const programme =
    (given.programme === undefined ? all[0] : all.find(({ key }) => key === given.programme)) ?? notFound();
  const day = (text: string | undefined, usual: string) =>
    text === undefined || parseDay(text) === null ? usual : text;
  const from = day(given.from, now.subtract({ years: 1 }).add({ days: 1 }).toString());
  const to = day(given.to, today);
  const by = given.by ?? 'service';
  const figures = await figuresFor(db, actor, { programmeId: programme.id, by, from, to, today });
  return { all, programme, from, to, by, figures };
}

/** Figures about services. */
export const figureRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/services/figures',
    can: 'service.oversee',
    audit: 'nothing',
    query,
    async handle(context) {
      const { all, programme, from, to, by, figures } = await asked(context);
      const address = (path: string, changed: Record<string, string>) =>
        `${path}?${new URLSearchParams({ programme: programme.key, by, from, to, ...changed })}`;
      return page({
        title: 'Figures about services',
        wide: true,
        back: { href: '/services/waiting', text: 'Open referrals to services' },
        main: figuresHtml({
          ...{ figures, by, from, to, address, programmeName: programme.name },
          programmes: all.map(({ key, name }) => ({ key, name, current: key === programme.key })),
        }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/services/figures.csv',
    can: 'service.oversee',
    audit: 'nothing',
    query,
    async handle(context) {
      const { figures, by, from, to } = await asked(context);
      return file({
        name: `services-${by}-${from}-${to}.csv`,
        type: 'text/csv; charset=utf-8',
        body: csvStream(figureColumns, figureLines(figures, by !== 'pair')),
      });
    },
  }),
];
