import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { after, before, beforeEach, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { csvExamples, example, schemaProblems } from '../../test/support/json-schema.ts';
import { systemActor } from '../access/rules/policy.ts';
import { type Database, openDatabase, transaction } from '../kit/db.ts';
import { exportCsv, exportJson, exportZip } from './actions/export.ts';
import { CannotRead, type FeedFile, type FeedFormat, filesAt, findFeedRun, importFeed } from './actions/feeds.ts';
import { publishService } from './actions/publish.ts';
import type { Doc } from './rules/hsds-shape.ts';

let fresh: FreshDatabase;
let db: Database;
let owner: Database;

before(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
  owner = openDatabase(fresh.url, { asOwner: true });
});
after(async () => {
  await Promise.all([db.end(), owner.end()]);
  await fresh.drop();
});
/** Everything but the needs, which a migration brings. */
beforeEach(async () => {
  await owner.query(`truncate feed_row, feed_run, published, service_change, service_term, service_at_location, service, location, programme_of_service, organisation cascade;
    delete from taxonomy_term where taxonomy_id is distinct from '00000000-0000-4000-8000-0000000000aa';
    delete from taxonomy where id <> '00000000-0000-4000-8000-0000000000aa'`);
});

const inMemory = (name: string, text: string): FeedFile => ({
  name,
  async *chunks() {
    // Cut at odd places, as a network does.
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 777) yield bytes.subarray(at, at + 777);
  },
});

const take = (files: readonly FeedFile[], format: FeedFormat = 'hsds', source = 'feed') =>
  importFeed(db, {
    actor: systemActor,
    source,
    format,
    files,
    now: Temporal.Instant.from('2008-05-01T09:00:00Z'),
    today: '2008-05-01',
  });
const takeJson = (value: unknown, source = 'feed') =>
  take([inMemory('feed.json', JSON.stringify(value))], 'hsds', source);

async function exported(of: 'services' | 'organizations', profile: 'hsds' | 'uk' = 'hsds'): Promise<Doc[]> {
  let text = '';
  for await (const piece of exportJson(db, of, profile)) text += piece;
  return JSON.parse(text) as Doc[];
}

/** Lists in the order of their ids, whatever order they came in. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(sorted).sort((a, b) => String((a as Doc)?.id).localeCompare(String((b as Doc)?.id)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, sorted(inner)]));
}

/** Everything that an import could touch. */
async function everything(): Promise<string> {
  const tables = [
    'organisation',
    'programme_of_service',
    'service',
    'location',
    'service_at_location',
    'taxonomy',
    'taxonomy_term',
    'service_term',
    'service_change',
    'published',
    'feed_row',
  ];
  const rows = await Promise.all(
    tables.map(async (table) => (await owner.query(`select to_jsonb(t) as row from ${table} t order by 1::text`)).rows),
  );
  return JSON.stringify(rows);
}

const total = (counts: Record<string, { new: number; changed: number; same: number; refused: number }>) =>
  Object.values(counts).reduce(
    (sum, one) => ({
      new: sum.new + one.new,
      changed: sum.changed + one.changed,
      same: sum.same + one.same,
      refused: sum.refused + one.refused,
    }),
    { new: 0, changed: 0, same: 0, refused: 0 },
  );

const listed = (profile: 'hsds' | 'oruk', name: string) => (example(profile, name) as { contents: Doc[] }).contents;

test('the official examples are what both engines take, and come out of a round trip as they went in', async () => {
  for (const profile of ['hsds', 'oruk'] as const) {
    const uk = profile === 'oruk' ? 'uk' : 'hsds';
    const service = example(profile, 'service_full') as Doc;
    const organization = example(profile, 'organization_full') as Doc;
    await takeJson(service);
    const services = await exported('services', uk);
    assert.deepEqual(sorted(services), sorted([service]), `${profile} service_full`);
    await takeJson(organization, 'feed');
    const organizations = await exported('organizations', uk);
    assert.deepEqual(sorted(organizations), sorted([organization]), `${profile} organization_full`);
    const { rows } = await db.query(
      `select whole - 'services' as whole from published where kind in ('service', 'service_at_location') order by kind`,
    );
    assert.equal(rows.length, 2);
    assert.deepEqual(
      schemaProblems(profile, [
        { schema: 'service.json', values: [service, ...services, rows[0].whole] },
        { schema: 'organization.json', values: [organization, ...organizations] },
        { schema: 'service_at_location.json', values: [example(profile, 'service_at_location_full'), rows[1].whole] },
        { schema: 'compiled/service_list.json', values: listed(profile, 'service_list') },
        { schema: 'compiled/organization_list.json', values: listed(profile, 'organization_list') },
        { schema: 'compiled/service_at_location_list.json', values: listed(profile, 'service_at_location_list') },
        { schema: 'taxonomy.json', values: [example(profile, 'taxonomy'), ...listed(profile, 'taxonomy_list')] },
        {
          schema: 'taxonomy_term.json',
          values: [example(profile, 'taxonomy_term'), ...listed(profile, 'taxonomy_term_list')],
        },
      ]),
      [],
    );
    await owner.query(
      'truncate published, service_term, service_at_location, service, location, programme_of_service, organisation cascade',
    );
  }
});

test('the CSV data package comes out of a round trip as it went in, and again changes nothing', async () => {
  const names = fs.readdirSync(csvExamples);
  const first = await take(await filesAt(csvExamples), 'hsds-csv');
  assert.deepEqual(
    first.problems.map(({ where, kind }) => `${where} ${kind}`),
    [
      'attributes.csv, row 2 attributes',
      'meta_table_descriptions.csv, row 2 meta_table_descriptions',
      'metadata.csv, row 2 metadata',
    ],
    'what belongs to nothing is told',
  );
  const written = new Map<string, string>();
  for await (const { name, text } of exportCsv(db)) written.set(name, (written.get(name) ?? '') + text);
  const rowsOf = (text: string) => parse(text, { columns: true }) as Record<string, string>[];
  for (const name of names) {
    const given = rowsOf(fs.readFileSync(path.join(csvExamples, name), 'utf8'));
    const got = rowsOf(written.get(name) ?? '').filter((row) => !String(row.id).startsWith('00000000-'));
    assert.deepEqual(got, given, name);
  }
  const descriptor = JSON.parse(written.get('datapackage.json') ?? '{}') as {
    resources: { path: string; schema: { fields: { name: string }[] } }[];
  };
  assert.deepEqual(descriptor.resources.map((one) => one.path).sort(), names.sort());
  for (const { path: name, schema } of descriptor.resources)
    assert.deepEqual(
      Object.keys(rowsOf(written.get(name) ?? '')[0] ?? {}),
      schema.fields.map((field) => field.name),
      name,
    );
  assert.deepEqual(schemaProblems('hsds', [{ schema: 'service.json', values: await exported('services') }]), []);
  const before = await everything();
  // As one zip, which another program unpacks: the same files, and taken in again they change nothing.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'newel-package-'));
  try {
    await pipeline(exportZip(db, '2008-03-03'), fs.createWriteStream(path.join(folder, 'package.zip')));
    const unpack =
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])';
    const out = path.join(folder, 'out');
    execFileSync('python3', ['-c', unpack, path.join(folder, 'package.zip'), out]);
    const unpacked = fs.readdirSync(out).map((name) => [name, fs.readFileSync(path.join(out, name), 'utf8')] as const);
    assert.deepEqual(new Map(unpacked.sort()), new Map([...written].sort()));
    const again = await take(await filesAt(out), 'hsds-csv');
    assert.equal(await everything(), before);
    // The needs are Newel's own, and no feed's to change; the rest is what the package brought that belongs to nothing.
    const kept = again.problems.filter(({ id }) => String(id).startsWith('00000000-'));
    assert.ok(kept.every(({ reason }) => reason === 'kept here'));
    assert.equal(again.problems.length - kept.length, first.problems.length);
    assert.deepEqual([total(again.counts).new, total(again.counts).changed], [0, 0]);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  const second = await take(await filesAt(csvExamples), 'hsds-csv');
  assert.equal(await everything(), before);
  assert.deepEqual({ ...total(second.counts), same: 0 }, { new: 0, changed: 0, same: 0, refused: 0 });
});

const ids = Array.from({ length: 20 }, (_, n) => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
const [organisationId = '', serviceId = '', placeId = '', locationId = '', otherId = '', brokenId = ''] = ids;
const service = (more: Doc = {}): Doc => ({
  id: serviceId,
  name: 'Money advice',
  description: 'Debt and budgets',
  status: 'active',
  phones: [{ id: ids[6], number: '+44 7700 900111' }],
  organization: { id: organisationId, name: 'Bolton Advice', description: 'A charity' },
  service_at_locations: [{ id: placeId, location: { id: locationId, location_type: 'physical', name: 'Town hall' } }],
  ...more,
});
const published = async () =>
  (await db.query<{ kind: string; id: string }>('select kind, id from published order by kind, id')).rows
    .filter(({ id }) => !id.startsWith('00000000-'))
    .map(({ kind, id }) => `${kind} ${id}`);

test('the same import again changes nothing; a change changes its entry alone, is told, and leaves what is ours', async () => {
  assert.equal((await takeJson([service()])).refused, 0);
  assert.deepEqual(await published(), [
    `organization ${organisationId}`,
    `service ${serviceId}`,
    `service_at_location ${placeId}`,
  ]);
  await owner.query(`update service set modes = '{form}', asks = '{name}', contact_phone = '07700 900222'`);
  const before = await everything();
  const again = await takeJson([service()]);
  assert.equal(await everything(), before);
  assert.deepEqual(total(again.counts), { new: 0, changed: 0, same: 4, refused: 0 });
  const changed = await takeJson([
    service({
      name: 'Debt advice',
      service_at_locations: [
        { id: otherId, location: { id: locationId, location_type: 'physical', name: 'Town hall' } },
      ],
    }),
  ]);
  assert.deepEqual(changed.counts.service, { new: 0, changed: 1, same: 0, refused: 0 });
  const { rows } = await db.query(`select name, modes, asks, contact_phone, version, search_words from service`);
  assert.deepEqual(rows, [
    {
      name: 'Debt advice',
      modes: ['form'],
      asks: ['name'],
      contact_phone: '07700 900222',
      version: 2,
      search_words: rows[0]?.search_words,
    },
  ]);
  assert.match(String(rows[0]?.search_words), /debt advice.*bolton advice/);
  assert.deepEqual(
    await published(),
    [`organization ${organisationId}`, `service ${serviceId}`, `service_at_location ${otherId}`],
    'the place that it has no more is gone',
  );
  const told = await db.query(`select by_name, changes from service_change`);
  assert.deepEqual(told.rows, [
    { by_name: 'feed', changes: [{ field: 'name', before: 'Money advice', after: 'Debt advice' }] },
  ]);
});

test('an entry that is kept here or came from another feed is never overwritten', async () => {
  await takeJson([service()]);
  await owner.query(`update organisation set source = null`);
  const before = await everything();
  const other = await takeJson(
    [service({ name: 'Mine now', organization: { id: organisationId, name: 'Other', description: 'Other' } })],
    'other',
  );
  assert.equal(await everything(), before);
  assert.deepEqual(
    other.problems.map(({ kind, reason }) => `${kind}: ${reason}`),
    [
      'organization: kept here',
      'location: comes from another feed: feed',
      'service: comes from another feed: feed',
      'service_at_location: comes from another feed: feed',
    ],
  );
  const added = await takeJson([{ id: otherId, service_id: serviceId, location_id: locationId }], 'other');
  assert.deepEqual(
    added.problems.map(({ reason }) => reason),
    ['its service is not of this feed'],
  );
  assert.deepEqual((await findFeedRun(db, other.runId))?.problems.length, 4);
});

test('what does not fit is left with its reason, and everything else goes in', async () => {
  const lines = [
    service(),
    { ...service(), id: 'not-an-id' },
    { id: otherId, name: 'No status', description: '', eligibility_description: 'All' },
    { id: brokenId, name: 'Odd age', status: 'active', minimum_age: 'twelve' },
    { id: ids[7], name: 'Half \ud800 of a pair', status: 'active' },
    { id: ids[8], name: 'Good', status: 'active', organization_id: ids[9] },
    { id: ids[9], name: 'Comes later', description: 'Still linked' },
  ];
  const text = [...lines.map((line) => JSON.stringify(line)), '{"id": broken', ''].join('\n');
  const result = await take([inMemory('feed.ndjson', text)]);
  assert.deepEqual(
    result.problems.map(({ where, reason }) => `${where}: ${reason}`),
    [
      'feed.ndjson, line 2: id is not a UUID',
      'feed.ndjson, line 3: status is missing or not text',
      'feed.ndjson, line 4: minimum_age is not a number',
      'feed.ndjson, line 5: holds characters that cannot be kept (NUL, or half of a pair)',
      'feed.ndjson, line 8: is not JSON',
    ],
  );
  const { rows } = await db.query(`select name, organisation_id from service order by name`);
  assert.deepEqual(rows, [
    { name: 'Good', organisation_id: ids[9] },
    { name: 'Money advice', organisation_id: organisationId },
  ]);
  const before = await everything();
  await assert.rejects(take([inMemory('feed.json', '{"id": ')]), CannotRead);
  assert.equal(await everything(), before);
});

test('a list of the standard brings an entry without its parts, and takes none away', async () => {
  await takeJson([service()]);
  const { phones: _, service_at_locations: __, ...short } = service({ alert: 'Closed on Friday' });
  await takeJson({ total_items: 1, contents: [short] });
  const [after] = await exported('services');
  assert.deepEqual(after, service({ alert: 'Closed on Friday' }));
});

test('what was changed here is in the export where the standard has a place for it; the copy holds the public services alone', async () => {
  await takeJson([service({ assured_date: '2008-01-31' }), { id: otherId, name: 'Ended', status: 'defunct' }]);
  await owner.query(
    `update service set name = 'Money and debt', verified_on = '2008-04-30', postcodes = '{ZX1,ZX2}', closed_from = '2008-08-01',
    refer_note = 'plantedword', exclusions = '[{"key": "x", "words": "plantedword", "sensitive": true}]', benefit_effect = 'plantedword',
    payment_role = 'plantedword', contact_email = 'plantedword@example.org', places = 7 where id = $1`,
    [serviceId],
  );
  await owner.query(`update organisation set link_worker = 'plantedword', link_deputy = 'plantedword'`);
  await owner.query(
    `insert into service_news (id, service_id, kind, words, day) values (gen_random_uuid(), $1, 'opinion', 'plantedword', '2008-05-01')`,
    [serviceId],
  );
  await owner.query(`update service set doc = doc || '{"plantedproperty": "plantedword"}' where id = $1`, [serviceId]);
  await owner.query(
    `insert into service_term (service_id, term_id) select $1, id from taxonomy_term where code = 'debt'`,
    [serviceId],
  );
  await transaction(db, (tx) => publishService(tx, serviceId));
  const [out = {}] = await exported('services');
  assert.equal(out.name, 'Money and debt');
  assert.equal(out.assured_date, '2008-04-30');
  assert.equal(out.alert, 'Closed from 1 Aug 2008.');
  assert.deepEqual((out.service_areas as Doc[])[0]?.extent, 'ZX1,ZX2');
  assert.deepEqual(
    (out.attributes as { taxonomy_term: Doc }[]).map(({ taxonomy_term }) => taxonomy_term.name),
    ['Debt and money'],
  );
  assert.deepEqual(schemaProblems('hsds', [{ schema: 'service.json', values: [out] }]), []);
  const { rows } = await db.query(`select to_jsonb(p)::text as row from published p`);
  assert.ok(rows.some(({ row }) => row.includes('Money and debt')));
  for (const { row } of rows) assert.doesNotMatch(row, /planted|Ended/);
  for (const change of [`verified = false`, `verified = true, status = 'inactive'`]) {
    await owner.query(`update service set ${change} where id = $1`, [serviceId]);
    await transaction(db, (tx) => publishService(tx, serviceId));
    assert.deepEqual(await published(), []);
  }
  await owner.query(`update service set status = 'temporarily closed' where id = $1`, [serviceId]);
  await transaction(db, (tx) => publishService(tx, serviceId));
  assert.equal((await published()).length, 3);
});
