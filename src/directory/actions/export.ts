/** The whole directory as HSDS 3.0 (JSON, or a CSV data package) or Open Referral UK: what is kept here and what came from feeds. */
import { exactCsvText } from '../../kit/csv.ts';
import type { Database, Sql, Tx } from '../../kit/db.ts';
import { type ZipPiece, zipStream } from '../../kit/zip.ts';
import {
  locationDoc,
  organizationDoc,
  type Parts,
  placeDoc,
  type ServiceRow,
  serviceDoc,
} from '../rules/hsds-compose.ts';
import { dataPackage, fileOf, isEntry, ownerColumn, writeRow } from '../rules/hsds-csv.ts';
import { known } from '../rules/hsds-known.ts';
import { type Doc, directOf, isDoc, partsOf, type ShapeName, shapeNames, shapes } from '../rules/hsds-shape.ts';
import * as store from '../store/compose.ts';
import { feedRows } from '../store/feeds.ts';
import * as staging from '../store/staging.ts';
import { partsFor, partsOfOrganisations } from './compose.ts';

/** What a JSON export is a list of. */
export type ExportOf = 'services' | 'organizations';

const firstId = '00000000-0000-0000-0000-000000000000';
const pageSize = 200;

/** Pages of ids of a kind. */
async function* pages(sql: Sql, of: ExportOf): AsyncGenerator<string[]> {
  const next = of === 'services' ? store.serviceIdsAfter : store.organisationIdsAfter;
  for (let after = firstId; ; ) {
    const ids = (await next(sql, { after, limit: pageSize })).map(({ id }) => id);
    const last = ids.at(-1);
    if (last === undefined) return;
    yield ids;
    after = last;
  }
}

/** Services with everything that belongs to them, or organisations with everything and their services; a page at a time. */
async function* objects(sql: Sql, of: ExportOf, profile: 'hsds' | 'uk'): AsyncGenerator<Doc> {
  const shaped = (name: ShapeName, doc: Doc) => (profile === 'uk' ? known(name, doc, 'uk') : doc);
  for await (const ids of pages(sql, of)) {
    if (of === 'services') {
      const rows = await store.servicesToCompose(sql, { ids });
      const { parts, today } = await partsFor(sql, rows);
      for (const row of rows) yield shaped('service', serviceDoc(row, parts, today));
      continue;
    }
    const own = await partsOfOrganisations(sql, ids);
    const served = await store.servicesOfOrganisations(sql, { organisations: ids });
    const services = await store.servicesToCompose(sql, { ids: served.map(({ id }) => id) });
    const { parts, today } = await partsFor(sql, services);
    for (const row of own.organisations.values()) {
      const offered = services
        .filter(({ organisation_id }) => organisation_id === row.id)
        .map((service) => serviceDoc(service, parts, today, { organization: true }));
      const doc = organizationDoc(row, own);
      yield shaped('organization', offered.length === 0 ? doc : { ...doc, services: offered });
    }
  }
}

/** A JSON list of the whole directory, as pieces of text. */
export async function* exportJson(db: Database, of: ExportOf, profile: 'hsds' | 'uk'): AsyncGenerator<string> {
  let before = '[\n';
  for await (const doc of objects(db, of, profile)) {
    yield `${before}${JSON.stringify(doc)}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** The whole directory as lines of JSON. */
export async function* exportLines(db: Database, of: ExportOf, profile: 'hsds' | 'uk'): AsyncGenerator<string> {
  for await (const doc of objects(db, of, profile)) yield `${JSON.stringify(doc)}\n`;
}

/** The whole directory as an HSDS CSV data package in one zip, dated `day` ('YYYY-MM-DD'). */
export const exportZip = (db: Database, day: string): AsyncGenerator<Buffer> => zipStream(exportCsv(db), day);

/**
 * The whole directory as an HSDS CSV data package: each file with its rows in the order of ids, then the descriptor. The first
 * piece of a file has its header.
 */
export async function* exportCsv(db: Database): AsyncGenerator<ZipPiece> {
  const client = await db.connect();
  try {
    await staging.openStaging(client);
    await stageAll(client);
    const present = new Set((await staging.stagedFiles(client)).map(({ file }) => file));
    const inPackage = shapeNames.filter((shape) => present.has(shapes[shape].file));
    for (const shape of inPackage) {
      let rows: (readonly string[])[] = [directOf(shape)];
      for (let after = firstId; ; ) {
        const page = await staging.stagedPage(client, shapes[shape].file, after, 1000);
        const last = page.at(-1);
        if (last === undefined) break;
        yield { name: fileOf(shape), text: exactCsvText([...rows, ...page.map(({ doc }) => writeRow(shape, doc))]) };
        rows = [];
        after = last.id;
      }
    }
    yield { name: 'datapackage.json', text: `${JSON.stringify(dataPackage(inPackage), null, 2)}\n` };
  } finally {
    await staging.closeStaging(client);
    client.release();
  }
}

type Staged = { file: string; id: string; doc: Doc };

async function stageAll(client: Tx): Promise<void> {
  const terms = [
    ...(await store.taxonomyDocs(client, {})).map((one) => ['taxonomy', one] as const),
    ...(await store.termDocs(client, {})).map((one) => ['taxonomy_term', one] as const),
  ];
  const rows: Staged[] = [];
  for (const [shape, { id, taxonomy_id, name, doc }] of terms)
    addRows(rows, shape, { id, ...(taxonomy_id === null ? {} : { taxonomy_id }), ...doc, name });
  await staging.stageMerged(client, rows);
  for await (const ids of pages(client, 'organizations')) {
    const parts = await partsOfOrganisations(client, ids);
    await staging.stageMerged(client, rowsOfOrganisations(parts));
  }
  for await (const ids of pages(client, 'services')) {
    const services = await store.servicesToCompose(client, { ids });
    const { parts, today } = await partsFor(client, services);
    await staging.stageMerged(client, rowsOfServices(services, parts, today));
  }
  for (const shape of shapeNames.filter((name) => !isEntry(name))) {
    const kept = await feedRows(client, { file: shapes[shape].file });
    await staging.stageMerged(
      client,
      kept.map(({ id, doc }) => ({ file: shapes[shape].file, id, doc })),
    );
  }
}

function rowsOfOrganisations(parts: Parts): Staged[] {
  const rows: Staged[] = [];
  for (const row of parts.organisations.values()) addRows(rows, 'organization', organizationDoc(row, parts));
  for (const row of parts.programmes.values())
    addRows(rows, 'program', { ...linked('organization_id', row.organisation_id), id: row.id, ...row.doc });
  for (const row of parts.locations.values())
    addRows(rows, 'location', { ...linked('organization_id', row.organisation_id), ...locationDoc(row) });
  return rows;
}

function rowsOfServices(services: readonly ServiceRow[], parts: Parts, today: string): Staged[] {
  const rows = rowsOfOrganisations({ ...parts, organisations: new Map() });
  for (const service of services) {
    const doc = serviceDoc(service, parts, today, { organization: true, places: true });
    const ends = { ...linked('organization_id', service.organisation_id), ...linked('program_id', service.program_id) };
    addRows(rows, 'service', { ...ends, ...doc });
    for (const place of parts.placesOf.get(service.id) ?? [])
      addRows(rows, 'service_at_location', {
        service_id: service.id,
        ...linked('location_id', place.location_id),
        ...placeDoc(place, parts),
      });
  }
  return rows;
}

const linked = (column: string, id: string | null): Doc => (id === null ? {} : { [column]: id });

/** An object's row, and the rows of everything inside that is no entry of its own, each with the id of what it belongs to. */
function addRows(rows: Staged[], shape: ShapeName, doc: Doc, owner?: { column: string; id: string }): void {
  const id = String(doc.id).toLowerCase();
  const direct: Doc = owner === undefined ? {} : { [owner.column]: owner.id };
  for (const name of directOf(shape)) if (doc[name] !== undefined && doc[name] !== null) direct[name] = doc[name];
  if (shape === 'attribute' && isDoc(doc.taxonomy_term)) direct.taxonomy_term_id ??= doc.taxonomy_term.id;
  rows.push({ file: shapes[shape].file, id, doc: direct });
  for (const [property, inner] of Object.entries(partsOf(shape))) {
    const value = doc[property];
    if (isEntry(inner) || !Array.isArray(value)) continue;
    const column = ownerColumn(inner, shape);
    for (const one of value.filter(isDoc))
      if (typeof one.id === 'string') addRows(rows, inner, one, column === null ? undefined : { column, id });
  }
}
