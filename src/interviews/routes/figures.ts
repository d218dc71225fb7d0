/** Figures of interviews in a period, on a page and as a file. */
import { Type } from 'typebox';
import { can, programmesOf } from '../../access/rules/policy.ts';
import { type Context, file, page, type Route, route } from '../../access/rules/route.ts';
import { csvText } from '../../kit/csv.ts';
import { parseDay } from '../../kit/days.ts';
import { html } from '../../kit/html.ts';
import { button, input } from '../../kit/ui/index.ts';
import { listProgrammes, programmeOn } from '../../programmes/actions.ts';
import { figuresOf } from '../actions/figures.ts';
import { figuresHtml, figuresRows } from '../pages/figures.ts';

const query = Type.Object({
  from: Type.Optional(Type.String({ maxLength: 10 })),
  to: Type.Optional(Type.String({ maxLength: 10 })),
});
type Of = Context<unknown, { from?: string; to?: string }, unknown>;

const dayOr = (day: string | undefined, otherwise: string): string =>
  day !== undefined && parseDay(day) !== null && day > '1990' && day < '2200' ? day : otherwise;

/** The days that were asked for: the last thirteen weeks unless others were; turned round where the first is after the last. */
function periodOf({ query: asked, clock }: Pick<Of, 'query' | 'clock'>): { from: string; to: string } {
  const today = clock.today();
  const days = [dayOr(asked.from, today.subtract({ days: 91 }).toString()), dayOr(asked.to, today.toString())].sort();
  return { from: days[0] as string, to: days[1] as string };
}

/** The figures of each programme with a series that the actor oversees. */
async function viewsOf(context: Of) {
  const { db, actor, clock } = context;
  const today = clock.today().toString();
  const programmes = await listProgrammes(db, { day: today, ids: programmesOf(actor, 'interview.oversee') });
  const views = [];
  for (const { id, name } of programmes) {
    const section = (await programmeOn(db, id, today))?.document?.interviews;
    if (section === undefined || !can(actor, 'interview.oversee', { programmeId: id })) continue;
    views.push({ name, section, ...(await figuresOf(db, actor, { programmeId: id, ...periodOf(context) })) });
  }
  return views;
}

/** Figures of interviews. */
export const figureRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/interviews/figures',
    can: 'interview.oversee',
    audit: { read: 'figures of interviews' },
    query,
    async handle(context) {
      const { from, to } = periodOf(context);
      const views = await viewsOf(context);
      const field = (name: 'from' | 'to', text: string, value: string) =>
        input({
          id: name,
          name,
          label: { text, classes: 'govuk-label--s' },
          hint: { text: 'For example 2016-03-31' },
          classes: 'govuk-input--width-10',
          value,
        });
      return page({
        title: 'Figures of interviews',
        back: { href: '/interviews', text: 'Interviews of the team' },
        main: html`<h1 class="govuk-heading-l">Figures of interviews</h1>
<form method="get" action="/interviews/figures" class="newel-no-print">${field('from', 'From day', from)}${field('to', 'To day', to)}${button({ text: 'Show', classes: 'govuk-button--secondary' })}</form>
${views.length === 0 ? html`<p class="govuk-body">None of your programmes has a series of interviews.</p>` : views.map(figuresHtml)}
<p class="govuk-body newel-no-print"><a class="govuk-link" href="/interviews/figures/file?from=${from}&to=${to}">The same as a file (CSV)</a></p>`,
      });
    },
  }),
  route({
    method: 'GET',
    path: '/interviews/figures/file',
    can: 'interview.oversee',
    audit: { read: 'figures of interviews' },
    query,
    async handle(context) {
      const { from, to } = periodOf(context);
      const rows = (await viewsOf(context)).flatMap(figuresRows);
      return file({
        name: `interviews-${from}-to-${to}.csv`,
        type: 'text/csv; charset=utf-8',
        body: csvText([['programme', 'from', 'to', 'what', 'which', 'figure', 'value'], ...rows]),
      });
    },
  }),
];
