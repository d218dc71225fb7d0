import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { InjectOptions } from 'fastify';
import Fastify from 'fastify';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { schemaProblems } from '../../test/support/json-schema.ts';
import { systemActor } from '../access/rules/policy.ts';
import { type Database, openDatabase } from '../kit/db.ts';
import { openReferral } from '../open-referral.ts';
import { importFeed } from './actions/feeds.ts';
import { publishAll } from './actions/publish.ts';
import type { Doc } from './rules/hsds-shape.ts';

let fresh: FreshDatabase;
let db: Database;
const app = Fastify();

const idOf = (kind: number, n: number) => `${kind}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const names = ['Money', 'Housing', 'Work', 'Health'];
const days = ['MO', 'TU', 'WE,TH', 'FR'];
const services = 240;
/** A service whose facts follow from its number, so that the test can filter by itself. */
const serviceOf = (n: number): Doc => ({
  id: idOf(1, n),
  name: `${names[n % 4]} advice ${n}`,
  description: n % 3 === 0 ? 'Evening sessions' : 'By appointment',
  status: n % 60 === 59 ? 'inactive' : n % 7 === 0 ? 'temporarily closed' : 'active',
  ...(n % 5 === 0 ? {} : { minimum_age: 16 + (n % 3), maximum_age: 60 + (n % 5) }),
  schedules: [
    {
      id: idOf(6, n),
      freq: 'WEEKLY',
      byday: days[n % 4],
      opens_at: n % 2 ? '09:00:00' : '18:00:00',
      closes_at: '20:00:00',
    },
  ],
  organization: { id: idOf(2, n % 6), name: `Organisation ${n % 6}`, description: 'A charity' },
  attributes: [
    {
      id: idOf(7, n),
      link_id: idOf(1, n),
      taxonomy_term: { id: idOf(3, n % 8), name: `Term ${n % 8}`, description: 'A term', taxonomy_id: idOf(4, n % 2) },
    },
  ],
  service_at_locations: [
    {
      id: idOf(5, n),
      location: {
        id: idOf(8, n),
        location_type: 'physical',
        latitude: 53.5 + n / 1000,
        longitude: -2.4,
        addresses: [
          {
            id: idOf(9, n),
            address_1: 'High Street',
            city: 'Northvale',
            state_province: '',
            postal_code: `ZX${n % 9} 1AA`,
            country: 'GB',
            address_type: 'physical',
          },
        ],
      },
    },
  ],
});
const all = Array.from({ length: services }, (_, n) => n);
const shown = all.filter((n) => serviceOf(n).status !== 'inactive');

before(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
  const items = [
    { id: idOf(4, 0), name: 'Taxonomy 0', description: 'Even', version: '1' },
    { id: idOf(4, 1), name: 'Taxonomy 1', description: 'Odd', version: '1' },
    ...all.map(serviceOf),
  ];
  const text = items.map((item) => JSON.stringify(item)).join('\n');
  const files = [
    {
      name: 'feed.ndjson',
      async *chunks() {
        yield Buffer.from(text);
      },
    },
  ];
  const now = Temporal.Instant.from('2008-05-01T09:00:00Z');
  const { refused } = await importFeed(db, {
    actor: systemActor,
    source: 'feed',
    format: 'hsds',
    files,
    now,
    today: '2008-05-01',
  });
  assert.equal(refused, 0);
  await app.register(openReferral({ db }), { prefix: '/open-referral' });
});
after(async () => {
  await app.close();
  await db.end();
  await fresh.drop();
});

async function get(path: string, headers: InjectOptions['headers'] = {}) {
  const reply = await app.inject({ url: `/open-referral${path}`, headers });
  return {
    status: reply.statusCode,
    headers: reply.headers,
    text: reply.body,
    json: () => JSON.parse(reply.body) as Doc,
  };
}
type Page = {
  total_items: number;
  total_pages: number;
  page_number: number;
  size: number;
  first_page: boolean;
  last_page: boolean;
  empty: boolean;
  contents: Doc[];
};
const pageAt = async (path: string): Promise<Page> => {
  const reply = await get(path);
  assert.equal(reply.status, 200, reply.text);
  return reply.json() as unknown as Page;
};

test('the role of the public addresses reads the published copy and its version, and no other table', async () => {
  const { rows } = await db.query<{ name: string; kind: string }>(
    `select c.relname as name, c.relkind as kind from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'graphile_worker') and c.relkind in ('r', 'v', 'm', 'p', 'S') and (
       has_table_privilege('newel_public', c.oid, 'select') or has_table_privilege('newel_public', c.oid, 'insert')
       or has_table_privilege('newel_public', c.oid, 'update') or has_table_privilege('newel_public', c.oid, 'delete')) order by 1`,
  );
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['published', 'published_version'],
  );
  await assert.rejects(db.published.query('select * from person'), /permission denied/);
  await assert.rejects(db.published.query('select * from service'), /permission denied/);
  await assert.rejects(db.published.query('delete from published'), /permission denied/);
  assert.equal((await db.published.query('select current_user as role')).rows[0].role, 'newel_public');
});

test('anybody may read it from any site; one who has it already is told so; nothing but reading is taken', async () => {
  const first = await get('/services');
  assert.equal(first.headers['access-control-allow-origin'], '*');
  assert.equal(first.headers['set-cookie'], undefined);
  assert.equal((await get('/services', { 'if-none-match': String(first.headers.etag) })).status, 304);
  assert.equal((await get('/services?page=2', { 'if-none-match': String(first.headers.etag) })).status, 200);
  await publishAll(db);
  assert.equal((await get('/services')).headers.etag, first.headers.etag, 'making the copy anew changes nothing of it');
  assert.equal((await app.inject({ method: 'POST', url: '/open-referral/services' })).statusCode, 404);
  assert.deepEqual(Object.keys((await get('/')).json()).sort(), ['openapi_url', 'profile', 'version']);
  assert.equal((await get('/uk')).json().version, '3.0');
  const paths = (await get('/openapi.json')).json().paths as object;
  for (const path of Object.keys(paths).filter((one) => !one.includes('{')))
    for (const profile of ['', '/uk']) assert.equal((await get(profile + path)).status, 200, profile + path);
  assert.equal((await get(`/services/${idOf(1, 999)}`)).status, 404);
  assert.equal((await get('/services/nonsense')).status, 404);
  assert.equal((await get(`/services/${idOf(1, 59)}`)).status, 404, 'an inactive one is not public');
  const limited = Fastify();
  await limited.register(openReferral({ db, perMinute: 2 }), { prefix: '/open-referral' });
  const statuses = [];
  for (let n = 0; n < 6; n++) statuses.push((await limited.inject('/open-referral/')).statusCode);
  assert.ok(statuses.includes(429));
  await limited.close();
});

test('what cannot be read is refused in words, and never passed over', async () => {
  for (const [query, word] of [
    ['page=0', 'page'],
    ['per_page=1000', 'per_page'],
    ['taxonomy_term_id=debt', 'taxonomy_term_id'],
    ['modified_after=yesterday', 'modified_after'],
    ['full=yes', 'full'],
    ['format=xml', 'format'],
    ['proximity=500', 'postcode'],
    ['postcode=AA1+1AA&proximity=500', 'postcode'],
    ['day=someday', 'day'],
    ['colour=red', 'colour'],
    ['search=a&search=b', 'search'],
  ] as const) {
    const reply = await get(`/services?${query}`);
    assert.equal(reply.status, 400, query);
    assert.match(String(reply.json().detail), new RegExp(word), query);
    assert.match(String(reply.headers['content-type']), /problem\+json/);
  }
});

/** What each filter means, without a database. */
const filters: Record<string, { query: string; keeps(n: number): boolean }> = {
  search: { query: 'search=Advice+EVENING', keeps: (n) => n % 3 === 0 },
  name: { query: 'search=housing', keeps: (n) => n % 4 === 1 },
  organisation: { query: `organization_id=${idOf(2, 2)}`, keeps: (n) => n % 6 === 2 },
  term: { query: `taxonomy_term_id=${idOf(3, 3)}`, keeps: (n) => n % 8 === 3 },
  taxonomy: { query: `taxonomy_id=${idOf(4, 1)}`, keeps: (n) => n % 2 === 1 },
  minimum: { query: 'minimum_age=17', keeps: (n) => n % 5 !== 0 && 16 + (n % 3) >= 17 },
  maximum: { query: 'maximum_age=62', keeps: (n) => n % 5 !== 0 && 60 + (n % 5) <= 62 },
  start: { query: 'start_time=10:00', keeps: (n) => n % 2 === 0 },
  end: { query: 'end_time=19:00', keeps: () => false },
  day: { query: 'day=Thursday', keeps: (n) => n % 4 === 2 },
  postcode: { query: 'postcode=zx4', keeps: (n) => n % 9 === 4 },
  since: { query: 'modified_after=2001-01-01', keeps: () => true },
  later: { query: 'modified_after=2999-01-01T00:00:00Z', keeps: () => false },
};

test('filters are cumulative: any two give what both keep; and pages together are the stream', async () => {
  const keys = Object.keys(filters);
  for (const [at, one] of keys.entries()) {
    // Each alone, and with the three after it: every sort of pair, without asking for all of them.
    for (const other of [one, ...keys.slice(at + 1, at + 4)]) {
      const [a, b] = [filters[one], filters[other]];
      if (
        a === undefined ||
        b === undefined ||
        (one === 'search' && other === 'name') ||
        (one === 'since' && other === 'later')
      )
        continue;
      const query = one === other ? a.query : `${a.query}&${b.query}`;
      const expected = shown
        .filter((n) => a.keeps(n) && b.keeps(n))
        .map((n) => idOf(1, n))
        .sort();
      const lines = (await get(`/services?${query}&format=ndjson&minimal=true`)).text.split('\n').filter(Boolean);
      assert.deepEqual(
        lines.map((line) => JSON.parse(line).id),
        expected,
        query,
      );
      const page = await pageAt(`/uk/services?${query}&per_page=100`);
      assert.equal(page.total_items, expected.length, query);
      assert.deepEqual(
        page.contents.map(({ id }) => id),
        expected.slice(0, 100),
        query,
      );
    }
  }
  const whole = (await get('/services?format=ndjson&full=true')).text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Doc);
  const paged: Doc[] = [];
  for (let page = 1, last = false; !last; page++) {
    const got = await pageAt(`/services?full=true&per_page=37&page=${page}`);
    assert.deepEqual(
      { ...got, contents: got.contents.length },
      {
        total_items: shown.length,
        total_pages: Math.ceil(shown.length / 37),
        page_number: page,
        size: got.contents.length,
        first_page: page === 1,
        last_page: paged.length + got.contents.length === shown.length,
        empty: false,
        contents: got.size,
      },
    );
    paged.push(...got.contents);
    last = got.last_page;
  }
  assert.deepEqual(paged, whole);
  assert.equal((await pageAt('/services?page=99')).empty, true);
  assert.equal((await pageAt('/services?minimal=true')).size, shown.length);
});

test('places are found by metres from a postcode that is known', async () => {
  // ZX4 stands at the mean of its places; a degree of latitude is 111.2 km.
  const of = shown.filter((n) => n % 9 === 4).map((n) => 53.5 + n / 1000);
  const centre = of.reduce((sum, one) => sum + one, 0) / of.length;
  for (const metres of [500, 5000, 20_000]) {
    const expected = shown.filter((n) => Math.abs(53.5 + n / 1000 - centre) * 111_195.08 <= metres);
    const places = await pageAt(`/service_at_locations?postcode=ZX4+1AA&proximity=${metres}&per_page=100`);
    assert.deepEqual(
      places.contents.map(({ id }) => id),
      expected.map((n) => idOf(5, n)).slice(0, 100),
    );
    assert.equal((await pageAt(`/services?postcode=ZX4&proximity=${metres}`)).total_items, expected.length);
  }
});

test('what is sent is what the schemas of both profiles ask for', async () => {
  for (const [profile, prefix] of [
    ['hsds', ''],
    ['oruk', '/uk'],
  ] as const) {
    const one = async (path: string) => (await get(prefix + path)).json();
    const list = async (path: string) => (await pageAt(prefix + path)).contents;
    assert.deepEqual(
      schemaProblems(profile, [
        {
          schema: 'service.json',
          values: [await one(`/services/${idOf(1, 1)}`), ...(await list('/services?full=true'))],
        },
        { schema: 'compiled/service_list.json', values: await list('/services') },
        {
          schema: 'organization.json',
          values: [await one(`/organizations/${idOf(2, 1)}`), ...(await list('/organizations?full_service=true'))],
        },
        { schema: 'compiled/organization_list.json', values: await list('/organizations') },
        { schema: 'service_at_location.json', values: [await one(`/service_at_locations/${idOf(5, 1)}`)] },
        { schema: 'compiled/service_at_location_list.json', values: await list('/service_at_locations') },
        { schema: 'taxonomy.json', values: await list('/taxonomies') },
        { schema: 'taxonomy_term.json', values: await list('/taxonomy_terms') },
      ]),
      [],
    );
  }
  const place = (await get(`/service_at_locations/${idOf(5, 1)}`)).json();
  assert.equal((place.service as Doc).id, idOf(1, 1));
  const organisation = (await get(`/organizations/${idOf(2, 1)}?full_service=true`)).json();
  assert.deepEqual(
    (organisation.services as Doc[]).map(({ id }) => id),
    shown.filter((n) => n % 6 === 1).map((n) => idOf(1, n)),
  );
  const terms = await pageAt(`/taxonomy_terms?taxonomy_id=${idOf(4, 1)}`);
  assert.deepEqual(
    terms.contents.map(({ id }) => id),
    [1, 3, 5, 7].map((n) => idOf(3, n)),
  );
});
