/**
 * Nobody who may not open a restricted record learns of it. A restricted person with a case in the key worker's own team, and
 * with everything that could betray them, is planted; then every role follows every link and calls every route. No page may
 * hold a word of the record, and none may differ from what it was before: not a line, not a count.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Route } from '../src/access/rules/route.ts';
import { needsOf } from '../src/directory/actions/entries.ts';
import { unmetCounts } from '../src/directory/actions/unmet.ts';
import { newId, newReference } from '../src/kit/ids.ts';
import { routes } from '../src/rooms.ts';
import { type Browser, makeWorld, today, type VisitorName, visitorNames, type World } from './support/everybody.ts';
import { serviceStory } from './support/service-story.ts';

let world: World;
const browsers = {} as Record<VisitorName, Browser>;
/** Pages of each visitor before the record was planted. */
const clean = {} as Record<VisitorName, Map<string, string>>;
let hidden: Awaited<ReturnType<typeof plant>>;

before(async () => {
  world = await makeWorld();
  // Others are at the same services, and miss the same: what is counted and listed has something in it already.
  await world.owner.query(`update service set asks = '{name,need}', modes = '{phone}', funded_until = '2016-05-31'`);
  await atServices(world.cases.own.caseId, 'other', 'own', 'Asked for');
  await atServices(world.cases.colleague.caseId, 'own', 'other', 'Asked for');
  for (const visitor of visitorNames) browsers[visitor] = await world.as(visitor);
  for (const visitor of visitorNames) clean[visitor] = await crawl(visitor);
  hidden = await plant();
});
after(() => world.close());

/** Puts a row straight into a table. */
async function insert(table: string, row: Record<string, unknown>): Promise<void> {
  const columns = Object.keys(row);
  await world.owner.query(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, at) => `$${at + 1}`).join(', ')})`,
    Object.values(row),
  );
}

/** Somebody is at one service and agreed to another, with all that comes of it: their key worker wrote it down. */
async function atServices(caseId: string, begun: 'own' | 'other', agreed: 'own' | 'other', words: string) {
  const [need] = await needsOf(world.db, null);
  const actor = { userId: world.visitors['key worker'].id, name: 'Visitor key worker', memberships: [] };
  const services = { begun: world.services[begun].serviceId, agreed: world.services[agreed].serviceId };
  await serviceStory(world.db, { actor, caseId, ...services, need: need?.id ?? '', words, day: '2016-03-15', today });
}

/** A restricted person of the key worker's caseload, for whom nobody who visits has access. */
async function plant() {
  const { own } = world.cases;
  const [personId, caseId, waitingId] = [newId(), newId(), newId()];
  const [reference, personReference] = [newReference('C'), newReference('P')];
  await insert('person', {
    id: personId,
    reference: personReference,
    given_name: 'Hiddengiven',
    family_name: 'Hiddenfamily',
    search_given: 'hiddengiven',
    search_family: 'hiddenfamily',
    date_of_birth: '1961-11-21',
    ni_number: 'QQ909090A',
    phone: '07700900999',
    postcode: 'ZZ99 9ZZ',
  });
  await insert('person_restriction', { person_id: personId, kind: 'at risk', reason: 'x', owner_id: world.target.id });
  const of = { person_id: personId, programme_id: own.programmeId, key_worker_id: own.staffId };
  const place = { area_id: own.areaId, provider_id: own.providerId, referral_area_id: own.areaId };
  const common = { ...of, ...place, referral_provider_id: own.providerId, referred_on: '2015-05-01' };
  const paused = { paused_on: '2016-03-01', pause_reason: 'Hiddenreason', review_on: '2016-03-10' };
  await insert('case_record', {
    id: caseId,
    reference,
    source_ref: 'HIDDEN-1',
    status: 'paused',
    ...paused,
    ...common,
  });
  const left = { status: 'waiting', closed_on: '2016-01-31', exit_reason: 'Withdrew' };
  await insert('case_record', {
    id: waitingId,
    reference: newReference('C'),
    source_ref: 'HIDDEN-2',
    ...left,
    ...common,
  });
  const here = { case_id: caseId, person_id: personId };
  await insert('attachment', { ...here, attached_on: '2015-06-15', key_worker_id: own.staffId, evidenced: false });
  await insert('key_worker_assignment', { id: newId(), ...here, staff_id: own.staffId, starts_on: '2015-06-15' });
  await insert('note', { id: newId(), ...here, written_on: '2016-03-01', body: 'Hiddennote' });
  await insert('hand_back', { id: newId(), ...here, to_whom: 'Hiddenoffice', sent_on: '2016-01-04', summary: 'x' });
  const early = { asked_on: '2015-12-01', reason: 'Hiddenwish', staff_id: own.staffId, programme_id: own.programmeId };
  await insert('return_request', { id: newId(), case_id: waitingId, person_id: personId, ...early });
  await insert('worker_request', {
    id: newId(),
    ...here,
    asked_on: '2016-03-01',
    asked_by: 'the person',
    reason: 'Hiddenwish',
  });
  await insert('job', { id: newId(), ...here, employer: 'Hiddenoffice', started_on: '2015-09-01', hours_per_week: 20 });
  await insert('claim', { id: newId(), ...here, milestone: 'job start', claimed_on: '2015-10-01' });
  await atServices(caseId, 'other', 'own', 'Hiddenwish');
  await insert('duplicate_review', {
    id: newId(),
    programme_id: own.programmeId,
    source_ref: 'HIDDEN-3',
    person_id: personId,
    original: JSON.stringify({ given_name: 'Hiddengiven', family_name: 'Hiddenfamily' }),
  });
  const [low_id, high_id] = [personId, own.personId].sort();
  await insert('duplicate_pair', {
    id: newId(),
    low_id,
    high_id,
    weight: 9,
    probability: 0.99,
    fields: '[]',
    found_by: 'run',
  });
  const { rows } = await world.owner.query('select bool_and(restricted) as all from case_record where person_id = $1', [
    personId,
  ]);
  assert.equal(rows[0].all, true, 'a new case of a restricted person is restricted from the first moment');
  return { personId, caseId, waitingId, reference, personReference };
}

const words = () =>
  new RegExp(
    [
      'hidden(?!"|-)(given|family|note|reason|wish|office)',
      'HIDDEN-\\d',
      'QQ ?90 ?90 ?90 ?A',
      '900999',
      hidden.personId,
      hidden.caseId,
    ]
      .concat([hidden.waitingId, hidden.reference, hidden.personReference])
      .join('|'),
    'i',
  );

/** Lists that would show something of the record, and what they show of others. */
const filled: readonly (readonly [VisitorName, string, RegExp])[] = [
  ['key worker', '/services/waiting', /Plantedfamily 1/],
  ['team manager', '/services/waiting?whose=team', /Plantedfamily 2/],
  ['key worker', '/services/ending', /Plantedfamily 1/],
  ['team manager', '/services/concerns', /\/services\/concerns\//],
  ['team manager', '/services/figures', /Planted service/],
  ['team manager', '/directory/unmet', /No service offers it/],
  ['team manager', '/claims', /Plantedfamily/],
  ['service worker', '/inbox', /Plantedfamily 2/],
];

/** Pages that are about reading itself, or hold sums that count everybody (docs/decisions.md): no words, but other numbers. */
const differs = /\/history|^\/reports|^\/account|^\/notices|^\/users/;
const bare = (body: string) => body.replaceAll(/nonce="[^"]*"|name="(?:_csrf|_draft|note)" value="[^"]*"/g, '');

/** Every page that a visitor comes to by links from the start and from the lists, in the order of discovery. */
async function crawl(visitor: VisitorName): Promise<Map<string, string>> {
  const plain = routes.filter((route) => route.method === 'GET' && !route.path.includes(':')).map(({ path }) => path);
  const queue = [...plain];
  const met = new Set(queue);
  const found = new Map<string, string>();
  const count = new Map<string, number>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const reply = await browsers[visitor].get(path);
    assert.ok(reply.statusCode < 500, `${visitor}: ${path} is answered with ${reply.statusCode}`);
    found.set(path, `${reply.statusCode} ${reply.headers['content-disposition'] ?? ''} ${bare(reply.body)}`);
    for (const [, raw = ''] of reply.body.matchAll(/<a\b[^>]*?\shref="(\/[^"#]*)"/g)) {
      const link = raw.replaceAll('&amp;', '&');
      const shape = link.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':').replace(/=[^&]*/g, '=');
      const times = (count.get(shape) ?? 0) + 1;
      if (met.has(link) || times > 6) continue;
      count.set(shape, times);
      met.add(link);
      queue.push(link);
    }
  }
  return found;
}

const pathOf = (route: Route, caseId: string) =>
  route.path
    .replace(':caseId', caseId)
    .replace(':personId', hidden.personId)
    .replaceAll(/:\w+/g, () => newId());
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

describe('a restricted record', () => {
  it('is looked for where others stand: every list of services and claims has somebody in it', () => {
    const empty: string[] = [];
    for (const [visitor, path, holds] of filled)
      if (!holds.test(clean[visitor].get(path) ?? '')) empty.push(`${visitor}: ${path}`);
    assert.deepEqual(empty, []);
  });

  for (const visitor of visitorNames)
    it(`is nowhere for ${visitor}: no word of it, and no page that differs`, async () => {
      const failures: string[] = [];
      const pages = await crawl(visitor);
      for (const [path, body] of pages) {
        const betrayed = words().exec(body);
        if (betrayed !== null) failures.push(`${path} holds ${betrayed[0]}`);
        if (!differs.test(path) && clean[visitor].has(path) && clean[visitor].get(path) !== body)
          failures.push(`${path} differs`);
      }
      for (const path of clean[visitor].keys())
        if (!pages.has(path) && !differs.test(path)) failures.push(`${path} is gone`);
      assert.deepEqual(failures, []);
    });

  it('is counted among the needs that were not met for whoever may open it', async () => {
    const period = { programmeId: world.programmes.pilot.id, from: '2016-03-01', to: today };
    const counted = async (opened: string[]) =>
      (await unmetCounts(world.db, { userId: null, name: '', memberships: [], opened }, period)).map(({ n }) => n);
    assert.deepEqual(await counted([]), [2]);
    assert.deepEqual(await counted([hidden.personId]), [3]);
  });

  it('is not found through any route that names it, by any role', async () => {
    const failures: string[] = [];
    for (const route of routes.filter(({ path }) => path.includes(':caseId') || path.includes(':personId')))
      for (const visitor of visitorNames)
        for (const caseId of [hidden.caseId, hidden.waitingId]) {
          const url = pathOf(route, caseId);
          const reply = await (route.method === 'POST' ? browsers[visitor].post(url) : browsers[visitor].get(url));
          if (reply.statusCode !== 404 || words().test(reply.body.replaceAll(url, '')))
            failures.push(`${visitor}: ${route.method} ${route.path} → ${reply.statusCode}`);
        }
    assert.deepEqual(failures, []);
  });

  it('is not found by any search, and opening it by another’s number answers like nothing', async () => {
    const { reference, personReference } = hidden;
    for (const visitor of visitorNames)
      for (const q of [
        'Hiddenfamily',
        'hidd',
        'QQ909090A',
        '07700900999',
        reference,
        personReference,
        'HIDDEN-1',
        '21/11/1961',
      ]) {
        const reply = await browsers[visitor].post('/find', { q });
        const shown = reply.body.replaceAll(q, '').replaceAll(/value="[^"]*"/g, '');
        assert.ok(!words().test(shown), `${visitor} finds ${q}`);
        const nothing = await browsers[visitor].post('/find', { q: 'QQ808080A' });
        assert.equal(reply.statusCode, nothing.statusCode);
      }
    for (const visitor of ['evaluator', 'administrator', 'elsewhere', 'no role'] as const) {
      const reply = await browsers[visitor].post('/restricted/open', { number: 'QQ909090A', reason: 'Curious' });
      const other = await browsers[visitor].post('/restricted/open', { number: 'QQ808080A', reason: 'Curious' });
      assert.equal(bare(reply.body).replaceAll('QQ909090A', ''), bare(other.body).replaceAll('QQ808080A', ''), visitor);
    }
  });

  it('is not told by the time that an answer takes: less than 50 ms at the median', async () => {
    const person = (given: string, family: string, ni: string) => ({
      step: 'check',
      programme: world.programmes.pilot.key,
      given_name: given,
      family_name: family,
      ni_number: ni,
      'date_of_birth-day': '21',
      'date_of_birth-month': '11',
      'date_of_birth-year': '1961',
      area: world.cases.own.areaId,
      'referred_on-day': '1',
      'referred_on-month': '3',
      'referred_on-year': '2016',
    });
    const office = browsers['programme office'];
    const figures: Record<string, number> = {};
    const compare = async (name: string, one: () => Promise<unknown>, other: () => Promise<unknown>) => {
      const times: [number[], number[]] = [[], []];
      for (let tried = 0; tried < 24; tried += 1)
        for (const [at, ask] of tried % 2 === 0
          ? ([
              [0, one],
              [1, other],
            ] as const)
          : ([
              [1, other],
              [0, one],
            ] as const)) {
          const began = performance.now();
          await ask();
          times[at].push(performance.now() - began);
        }
      figures[name] = Math.abs(median(times[0]) - median(times[1]));
    };
    const anyId = newId();
    await compare(
      'case',
      () => office.get(`/cases/${hidden.caseId}`),
      () => office.get(`/cases/${anyId}`),
    );
    await compare(
      'find',
      () => office.post('/find', { q: 'Hiddenfamily' }),
      () => office.post('/find', { q: 'Nobodyfamily' }),
    );
    await compare(
      'number',
      () => office.post('/find', { q: 'QQ909090A' }),
      () => office.post('/find', { q: 'QQ808080A' }),
    );
    await compare(
      'known already',
      () => office.post('/cases/refer', person('Hiddengiven', 'Hiddenfamily', 'QQ909090A')),
      () => office.post('/cases/refer', person('Nobodygiven', 'Nobodyfamily', 'QQ808080A')),
    );
    // The lock against guessing would answer both alike: it is taken off between tries.
    const open = (number: string) => async () => {
      await world.owner.query('delete from sign_in_attempt');
      await browsers.elsewhere.post('/restricted/open', { number, reason: 'Curious' });
    };
    await compare('open', open('QQ909090A'), open('QQ808080A'));
    const late = Object.entries(figures).filter(([, ms]) => ms >= 50);
    assert.deepEqual(late, [], JSON.stringify(figures));
    console.log(`# medians differ by ms: ${JSON.stringify(figures)}`);
  });
});
