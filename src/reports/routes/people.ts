import { type Context, type Page, type Route, route } from '../../access/rules/route.ts';
import { chosenCases, notHidden } from '../../cases/actions/chosen.ts';
import { programmeRecord } from '../../programmes/actions.ts';
import { casesBehind, pseudonymOf } from '../actions.ts';
import { peoplePath, tablePath } from '../pages/address.ts';
import { outturnPath } from '../pages/outturn.ts';
import { viewText } from '../pages/parts.ts';
import { peopleHtml, perPage } from '../pages/people.ts';
import { extraTexts } from '../rules/extras.ts';
import { cellsOf } from '../rules/result.ts';
import { findTable } from '../rules/tables.ts';
import {
  type Asked,
  againForm,
  groupOf,
  keptFor,
  noDocument,
  noSuchTable,
  notMade,
  PeopleQuery,
  type Programme,
  readView,
  reply,
  type Site,
  TableParams,
  wrongDay,
} from './view.ts';

type PeopleSite = Context<
  { key: string; table: string },
  Asked & { row: string; column: string; page?: number },
  Programme
>;

async function peoplePage(site: PeopleSite, list: 'people' | 'pseudonyms'): Promise<Page> {
  const { db, actor, record, params, query, csrf } = site;
  const read = await readView(site as Site, query);
  if (read === null) return noDocument(record);
  if (read.problem !== undefined) return wrongDay(read);
  const text = findTable([...read.texts, ...extraTexts], params.table);
  if (text === undefined) return noSuchTable(record);
  const { view } = read;
  const kept = await keptFor(site as Site, view);
  if (kept.state !== 'made') return notMade(read, kept, record, againForm(view, csrf, text.name));
  const group = groupOf(kept, view);
  const cell =
    group &&
    [...cellsOf(group, text.name), ...(group.more ?? []).filter(({ table }) => table === text.name)].find(
      ({ row, column }) => row === query.row && column === query.column,
    );
  if (!cell?.who) return noSuchTable(record);
  const request = { programmeId: record.programmeId, asOf: view.asOf, by: view.by };
  const { caseIds: counted, more } = await casesBehind(db, request, { who: cell.who, group: view.group });
  // A published figure counts everybody; what stands behind it passes over restricted records without a word.
  const caseIds = await notHidden(db, site.actor, counted);
  const at = query.page ?? 1;
  const offset = (at - 1) * perPage;
  const shown =
    list === 'people'
      ? await chosenCases(db, actor, 'report.people', {
          programmeId: record.programmeId,
          caseIds,
          offset,
          limit: perPage,
        }).then(({ total, lines }) => ({
          total,
          lines: lines.map(({ caseId, name, reference }) => ({ label: name, href: `/cases/${caseId}`, reference })),
        }))
      : {
          total: caseIds.length,
          // By pseudonym, so that the order says nothing about when somebody was referred.
          lines: caseIds
            .map(pseudonymOf)
            .sort()
            .slice(offset, offset + perPage)
            .map((label) => ({ label, href: null, reference: '' })),
        };
  return reply(read, {
    title: 'Who is behind this number',
    back: read.texts.includes(text)
      ? { href: tablePath(view, text.name), text: text.question }
      : { href: outturnPath(record.key, view.asOf, null), text: 'Outturn' },
    main: peopleHtml({
      text,
      cell,
      about: viewText(view, record.name),
      behind: caseIds.length,
      more,
      page: at,
      ...shown,
      link: (to) => peoplePath(view, list, cell, to),
      pseudonyms: list === 'pseudonyms',
    }),
  });
}

const people = route({
  method: 'GET',
  path: '/reports/:key/tables/:table/people',
  can: 'report.people',
  audit: { read: 'people behind a figure' },
  params: TableParams,
  query: PeopleQuery,
  record: programmeRecord,
  handle: (site) => peoplePage(site as PeopleSite, 'people'),
});

const pseudonyms = route({
  method: 'GET',
  path: '/reports/:key/tables/:table/pseudonyms',
  can: 'report.pseudonyms',
  audit: { read: 'pseudonyms behind a figure' },
  params: TableParams,
  query: PeopleQuery,
  record: programmeRecord,
  handle: (site) => peoplePage(site as PeopleSite, 'pseudonyms'),
});

export const peopleRoutes: readonly Route[] = [people, pseudonyms];
