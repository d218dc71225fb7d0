import { Type } from 'typebox';
import { can } from '../../access/rules/policy.ts';
import { file, notFound, page, type Route, redirect, route } from '../../access/rules/route.ts';
import { showDay } from '../../kit/clock.ts';
import { html, noHtml } from '../../kit/html.ts';
import { programmeRecord, providersOf } from '../../programmes/actions.ts';
import { dayAsked } from '../actions/day.ts';
import { currentOutturn } from '../actions/outturn.ts';
import { dayOfPack, packFrom } from '../actions/pack.ts';
import { guardedCsv } from '../actions.ts';
import { packPath, reportsPath } from '../pages/address.ts';
import { type OutturnReader, outturnAgainForm, outturnHtml, outturnPath, outturnReaders } from '../pages/outturn.ts';
import { madeAt } from '../pages/parts.ts';
import { boardTables } from '../rules/board.ts';
import { outturnRows } from '../rules/figures.ts';
import { isMoney, ofProvider } from '../rules/of-provider.ts';
import { KeyParams, listFor, noDocument, notMade, type Programme, readView, reply, type Site } from './view.ts';

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
  format: Type.Optional(Type.Literal('csv')),
});

/**
 * The providers whose managers the reader is, by name; null for whoever reads for the whole programme. Counts of all providers are for
 * every reader of reports, as in the tables; the pages and the money of a provider are for its own managers.
 */
async function ownProviders({ db, actor, record }: Pick<Site, 'db' | 'actor' | 'record'>): Promise<string[] | null> {
  const { programmeId } = record;
  const readers = actor.memberships.filter(
    (member) => member.programmeId === programmeId && can({ ...actor, memberships: [member] }, 'report.read', record),
  );
  const ids = readers.map(({ role, providerId }) => (role === 'team_manager' ? providerId : null));
  if (ids.includes(null)) return null;
  const names = (await providersOf(db, { programmeId })).filter(({ id }) => ids.includes(id));
  return names.map(({ name }) => name);
}

type Chosen = { reader: OutturnReader; provider: string | null; value: string };
/** Who the page is for. What is asked for and is not theirs, or is not there, is not found. */
function chosenOf(asked: string | undefined, own: readonly string[] | null, providers: readonly string[]): Chosen {
  const first = own?.find((name) => providers.includes(name));
  const value = asked ?? (own === null ? 'office' : first === undefined ? 'board' : `provider:${first}`);
  if (value === 'board' || (value === 'office' && own === null)) return { reader: value, provider: null, value };
  const provider = providers.find((name) => value === `provider:${name}`);
  return provider === undefined || own?.includes(provider) === false
    ? notFound()
    : { reader: 'provider', provider, value };
}

const readersFor = (own: readonly string[] | null, providers: readonly string[]) => [
  ...(own === null ? [{ value: 'office', text: outturnReaders.office }] : []),
  ...providers
    .filter((name) => own?.includes(name) !== false)
    .map((name) => ({ value: `provider:${name}`, text: `Provider: ${name}` })),
  { value: 'board', text: outturnReaders.board },
];

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
    const { db, record, csrf, clock, timeZone, query: asked } = context;
    const typed = asked['as-of']?.trim() ?? '';
    const today = clock.today().toString();
    const day = await dayAsked(db, record.programmeId, typed, today);
    const viewed = day && (await readView(site, { 'as-of': day.asOf }));
    if (viewed === null) return noDocument(record);
    const read = { ...viewed, problem: day?.problem };
    const { asOf } = read.view;
    const own = await ownProviders(site);
    const { reader, provider, value } = chosenOf(asked.for, own, read.choices.providers);
    const again = outturnAgainForm(record.key, asOf, value, csrf);
    const found = await currentOutturn(db, record, { asOf, today });
    if ('state' in found) return notMade(read, found, record, again, outturnPath(record.key, asOf, value));
    const { providers } = found;
    const tables =
      provider !== null
        ? ofProvider(found, provider)
        : reader === 'board'
          ? boardTables(found.tables, providers)
          : found.tables;
    if (asked.format === 'csv') {
      const name = [record.key, 'outturn', provider ?? reader, asOf].join(' ');
      const body = guardedCsv(outturnRows(tables, reader === 'board'));
      return file({ name: `${name}.csv`, type: 'text/csv; charset=utf-8', body });
    }
    const at = found.madeAt;
    return reply(read, {
      title: 'Outturn',
      back: { href: reportsPath(record.key), text: 'Reports' },
      wide: true,
      main: outturnHtml({
        ...{ key: record.key, programme: record.name, asOf, day: showDay(asOf), reader, provider, tables },
        readers: readersFor(own, providers),
        made: at === null ? noHtml : madeAt({ at, timeZone, making: found.making, again }),
        list: reader === 'board' ? null : listFor(site),
        month: asOf.slice(0, 7),
        typed: read.problem === undefined ? asOf : typed,
        problem: read.problem,
      }),
    });
  },
});

const makeAgain = route({
  method: 'POST',
  path: '/reports/:key/outturn',
  can: 'report.read',
  audit: 'nothing',
  params: KeyParams,
  record: programmeRecord,
  async handle(context) {
    const site = context as unknown as Site;
    const { db, record, body, clock } = context;
    const today = clock.today().toString();
    const day = await dayAsked(db, record.programmeId, String(body['as-of'] ?? ''), today);
    const read = day && (await readView(site, { 'as-of': day.asOf }));
    if (read === null) return noDocument(record);
    const { asOf } = read.view;
    const asked = typeof body.for === 'string' && body.for !== '' ? body.for : undefined;
    const { value } = chosenOf(asked, await ownProviders(site), read.choices.providers);
    await currentOutturn(db, record, { asOf, today }, true);
    return redirect(outturnPath(record.key, asOf, value));
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
    const { db, record, csrf, clock, timeZone, query: asked } = context;
    const today = clock.today().toString();
    const month = asked.month ?? today.slice(0, 7);
    const day = await dayOfPack(db, record.programmeId, month, today);
    if (day === null) return noDocument(record);
    if ('problem' in day) return wrongMonth(record, day.problem);
    const { asOf } = day;
    const read = await readView(site, { 'as-of': asOf });
    if (read === null) return noDocument(record);
    const own = await ownProviders(site);
    const found = await currentOutturn(db, record, { asOf, today });
    if ('state' in found) {
      const { value } = chosenOf(undefined, own, read.choices.providers);
      const again = outturnAgainForm(record.key, asOf, value, csrf);
      return notMade(read, found, record, again, packPath(record.key, month));
    }
    // The counts of the pack are what both providers look at together; the money of each is its own.
    const money = own === null ? found.tables.filter(isMoney) : found.moneyOf(own);
    const theirs = { ...found, tables: [...found.tables.filter((table) => !isMoney(table)), ...money] };
    const body = await packFrom(db, record, theirs, { month, asOf, today, timeZone });
    return file({ name: `${record.key} joint pack ${month}.pdf`, type: 'application/pdf', body });
  },
});

/** The outturn against targets, and the joint pack of a month. */
export const outturnRoutes: readonly Route[] = [outturn, makeAgain, pack];
