import { Type } from 'typebox';
import { file, page, type Route, route } from '../../access/rules/route.ts';
import { showDay } from '../../kit/clock.ts';
import { html } from '../../kit/html.ts';
import { programmeRecord } from '../../programmes/actions.ts';
import { currentOutturn, dayOfOutturn } from '../actions/outturn.ts';
import { dayOfPack, packFrom } from '../actions/pack.ts';
import { reportsPath } from '../pages/address.ts';
import { type OutturnReader, outturnHtml } from '../pages/outturn.ts';
import { boardTables } from '../rules/board.ts';
import type { OutturnTable } from '../rules/figures.ts';
import {
  againForm,
  KeyParams,
  listFor,
  noDocument,
  notMade,
  type Programme,
  readView,
  reply,
  type Site,
} from './view.ts';

const wrongMonth = (record: Programme, problem: string) =>
  page({
    title: 'There is no pack of that month',
    status: 422,
    error: true,
    back: { href: `${reportsPath(record.key)}/outturn`, text: 'Outturn' },
    main: html`<h1 class="govuk-heading-l">There is no pack of that month</h1>
<p class="govuk-body">${problem}. Go back to the outturn and choose a day of the month you want.</p>`,
  });

const query = Type.Object({
  'as-of': Type.Optional(Type.String({ maxLength: 40 })),
  /** 'office', 'board', or 'provider:' and a name. */
  for: Type.Optional(Type.String({ maxLength: 200 })),
});

/** The tables as one provider sees them: its own lines, and those that are of no provider. */
function ofProvider(tables: readonly OutturnTable[], provider: string, providers: readonly string[]): OutturnTable[] {
  const others = providers.filter((name) => name !== provider);
  const isOther = (label: string) =>
    others.some((name) => label === name || label.endsWith(`: ${name}`) || label.endsWith(` ${name}`));
  return tables.map((table) => {
    const keep = table.columns.flatMap((column, at) => (isOther(column) ? [] : [at]));
    return {
      ...table,
      columns: keep.map((at) => table.columns[at] as string),
      rows: table.rows
        .filter(({ label }) => !isOther(label))
        .map(({ label, figures }) => ({ label, figures: keep.map((at) => figures[at] ?? null) })),
    };
  });
}

const outturn = route({
  method: 'GET',
  path: '/reports/:key/outturn',
  can: 'report.read',
  audit: 'nothing',
  params: KeyParams,
  query,
  record: programmeRecord,
  async handle(context) {
    const site = context as unknown as Site;
    const { db, record, csrf, clock, query: asked } = context;
    const typed = asked['as-of']?.trim() ?? '';
    const today = clock.today().toString();
    const day = await dayOfOutturn(db, record.programmeId, typed, today);
    const viewed = day && (await readView(site, { 'as-of': day.asOf }));
    if (viewed === null) return noDocument(record);
    const read = { ...viewed, problem: day?.problem };
    const { asOf } = read.view;
    const found = await currentOutturn(db, record, { asOf, today });
    if ('state' in found) return notMade(read, found, record, againForm(read.view, csrf, null));
    const { providers } = found;
    const named = /^provider:(.*)$/.exec(asked.for ?? '')?.[1];
    const provider = providers.find((name) => name === named) ?? null;
    const reader: OutturnReader = provider !== null ? 'provider' : asked.for === 'board' ? 'board' : 'office';
    const tables =
      provider !== null
        ? ofProvider(found.tables, provider, providers)
        : reader === 'board'
          ? boardTables(found.tables, providers)
          : found.tables;
    return reply(read, {
      title: 'Outturn',
      back: { href: reportsPath(record.key), text: 'Reports' },
      wide: true,
      main: outturnHtml({
        ...{ key: record.key, programme: record.name, asOf, day: showDay(asOf), reader, provider, providers, tables },
        list: reader === 'board' ? null : listFor(site),
        month: asOf.slice(0, 7),
        typed: read.problem === undefined ? asOf : typed,
        problem: read.problem,
      }),
    });
  },
});

const pack = route({
  method: 'GET',
  path: '/reports/:key/pack',
  can: 'report.read',
  audit: 'nothing',
  params: KeyParams,
  query: Type.Object({ month: Type.Optional(Type.String({ maxLength: 10 })) }),
  record: programmeRecord,
  async handle(context) {
    const site = context as unknown as Site;
    const { db, record, csrf, clock, query: asked } = context;
    const today = clock.today().toString();
    const month = asked.month ?? today.slice(0, 7);
    const day = await dayOfPack(db, record.programmeId, month, today);
    if (day === null) return noDocument(record);
    if ('problem' in day) return wrongMonth(record, day.problem);
    const { asOf } = day;
    const read = await readView(site, { 'as-of': asOf });
    if (read === null) return noDocument(record);
    const found = await currentOutturn(db, record, { asOf, today });
    if ('state' in found) return notMade(read, found, record, againForm(read.view, csrf, null));
    const body = await packFrom(db, record, found, { month, asOf, today });
    return file({ name: `${record.key} joint pack ${month}.pdf`, type: 'application/pdf', body });
  },
});

/** The outturn against targets, and the joint pack of a month. */
export const outturnRoutes: readonly Route[] = [outturn, pack];
