import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { roles } from '../../src/access/rules/policy.ts';
import { demoPeople } from '../../src/demo-people.ts';
import { addDemoReferrals } from '../../src/demo-referrals.ts';
import { demoTakingPart } from '../../src/demo-taking-part.ts';
import { programmeByKey } from '../../src/programmes/actions.ts';
import { routes } from '../../src/rooms.ts';
import { startBrowser } from '../support/browser.ts';
import { contrastIn, htmlProblems } from '../support/checks.ts';
import { crawl, type Found } from '../support/crawl.ts';
import { type Site, startSite, TODAY } from '../support/site.ts';

const demoDay = Temporal.PlainDate.from(TODAY);

let site: Site;
let browser: Awaited<ReturnType<typeof startBrowser>>;
const reached = new Map<string, Found[]>();

before(async () => {
  site = await startSite();
  // What the demonstration adds: referrals in every state, people in full, pauses, returns, a restricted record.
  const pilot = await programmeByKey(site.db, 'working-well-pilot');
  await addDemoReferrals(site.db, demoDay);
  await demoPeople(site.db, pilot?.id ?? '', { code: 'MAN-KW01', email: 'key.worker@example.org' }, demoDay);
  await demoTakingPart(site.db, pilot?.id ?? '', TODAY);
  browser = await startBrowser(site);
  const traces = await leaveTraces();
  for (const role of roles) {
    const opensCases = role !== 'evaluator' && role !== 'administrator' && role !== 'referrer';
    reached.set(role, await crawl(site, role, opensCases ? ['/', ...traces] : ['/']));
  }
});
after(async () => {
  await browser?.end();
  await site?.stop();
});

/**
 * What leads to the pages that an import alone does not lead to: a note, a draft, a case that has ended, a published set.
 * Resolves to the pages from which their links go, all in the key worker's reach.
 */
async function leaveTraces(): Promise<string[]> {
  // Not the restricted record, which only some may open.
  const { rows: open } = await site.db.query(
    `select id from case_record where id = any($1::uuid[]) and not restricted and status = 'attached' order by array_position($1::uuid[], id)`,
    [await site.caseload()],
  );
  const [first, second] = (open as { id: string }[]).map(({ id }) => id);
  const [worker, office] = [await site.agent('key_worker'), await site.agent('programme_office')];
  const day = (name: string) => ({ [`${name}-day`]: '30', [`${name}-month`]: '3', [`${name}-year`]: '2016' });
  const saved = async (answer: Promise<{ status: number; body: string }>) =>
    assert.equal((await answer).status, 303, (await answer).body.replace(/<[^>]+>/g, ' '));
  await saved(worker.post(`/cases/${first}/notes`, { body: 'A long note. '.repeat(100), ...day('written_on') }));
  await saved(worker.post(`/cases/${first}/jobs/new`, { employer: 'Northway Bakery', ...day('startedOn') }));
  await saved(
    worker.post(`/cases/${first}/activities/new`, {
      kind: lastChoice((await worker.get(`/cases/${first}/activities/new`)).body, 'kind'),
      ...day('startedOn'),
    }),
  );
  await saved(
    worker.post(`/cases/${second}/assessments/new`, {
      stage: lastChoice((await worker.get(`/cases/${second}/assessments/new`)).body, 'stage'),
      ...day('assessedOn'),
    }),
  );
  const close = (await worker.get(`/cases/${second}/close`)).body;
  const version = /name="version" value="(\d+)"/.exec(close)?.[1] ?? '';
  await saved(
    office.post(`/cases/${second}/close`, {
      version,
      reason: lastChoice(close, 'reason'),
      ...day('closed_on'),
    }),
  );
  await saved(office.post('/reports/working-well-pilot/published', { title: 'March 2016', 'as-of': '2016-03-31' }));
  // Somebody who was referred and waits to be attached, on the key worker's caseload.
  const third = await site.one(
    `update case_record set key_worker_id = (select key_worker_id from case_record where id = $1) where id =
       (select c.id from case_record c join area a on a.id = c.area_id where a.name = 'Manchester' and c.status = 'referred' order by c.id limit 1)
     returning id`,
    [first],
  );
  await site.db.query(
    `insert into contact_attempt (id, case_id, person_id, tried_on, way, result)
     select gen_random_uuid(), id, person_id, '2016-03-29', 'phone', 'no answer' from case_record where id = $1`,
    [third],
  );
  await site.db.query(
    `insert into warm_handover (id, case_id, person_id, meets_on, with_whom)
     select gen_random_uuid(), id, person_id, '2016-04-04', 'The work coach' from case_record where id = $1`,
    [third],
  );
  await site.db.query(
    `insert into worker_request (id, case_id, person_id, asked_on, asked_by, reason)
     select gen_random_uuid(), id, person_id, '2016-03-29', 'the person', 'They would rather talk with a woman' from case_record where id = $1`,
    [first],
  );
  await site.db.query(
    `insert into person_name (id, person_id, use, given_name, family_name, search_given, search_family)
     select gen_random_uuid(), person_id, 'known as', 'Sunny', 'Day', 'sunny', 'day' from case_record where id = $1`,
    [first],
  );
  await site.db.query(
    `insert into duplicate_pair (id, low_id, high_id, weight, probability, fields, found_by)
     select gen_random_uuid(), least(a.person_id, b.person_id), greatest(a.person_id, b.person_id), 7.5, 0.99, '[]', 'run'
     from case_record a, case_record b where a.id = $1 and b.id = $2`,
    [first, second],
  );
  return [
    `/cases/${first}`,
    `/cases/${first}/key-worker`,
    `/cases/${first}/person`,
    `/cases/${third}/start`,
    `/cases/${first}/jobs`,
    `/cases/${first}/activities`,
    `/cases/${second}`,
    `/cases/${second}/assessments`,
    `/cases/${third}`,
  ];
}

/** The value of the last answer that a question offers. */
function lastChoice(body: string, name: string): string {
  const boxes = [...body.matchAll(/<input\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => tag.includes(`name="${name}"`));
  const value = /value="([^"]*)"/.exec(boxes.filter((tag) => !tag.includes('value=""')).at(-1) ?? '')?.[1] ?? '';
  return value.replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}

for (const role of roles) {
  test(`every link of the ${role.replace('_', ' ')} leads to a page`, () => {
    const found = reached.get(role) ?? [];
    assert.ok(found.length > 5, `only ${found.length} pages`);
    assert.deepEqual(
      found
        .filter(({ status }) => status !== 200 && status !== 303)
        .map(({ status, path, from }) => ({ status, path, from })),
      [],
    );
  });

  test(`every page of the ${role.replace('_', ' ')} is valid HTML with one main heading and a title of its own`, async () => {
    for (const { path, type, status, body } of reached.get(role) ?? []) {
      if (type !== 'text/html' || status !== 200) continue;
      assert.deepEqual(await htmlProblems(body), [], path);
      assert.equal(body.match(/<h1[\s>]/g)?.length, 1, `headings of the first level at ${path}`);
      assert.match(body, /<title>[^<]{3,} – Newel<\/title>/, path);
    }
  });
}

const elsewhere = [
  '/sign-in',
  '/programmes/:key/changes',
  '/exports',
  '/exports/:exportId',
  '/exports/:exportId/file',
  '/refer-yourself',
  '/reassign/:reassignmentId',
  '/cases/:caseId/key-worker/swap',
  '/cover/:coverId',
  '/cases/:caseId/taking-part/receipt',
  '/cases/:caseId/taking-part/resume',
  '/cases/:caseId/taking-part/bring-back',
  '/cases/:caseId/taking-part/stop-waiting',
];

test('somebody reaches every page that can be opened', () => {
  const opened = new Set([...reached.values()].flat().map(({ pattern }) => pattern));
  const unreached = routes.filter(({ method, path }) => method === 'GET' && !opened.has(path)).map(({ path }) => path);
  // What nobody who has signed in is led to, or only after something was done: a second version of a programme, a file
  // that was asked for, cases that were given to others. Journeys come to them.
  assert.deepEqual(
    unreached.filter((path) => !elsewhere.includes(path)),
    [],
  );
});

test('a page of every kind passes all checks, its contrast in the dark scheme too', async (t) => {
  const byRole = new Map<string, Map<string, string>>();
  const met = new Set<string>();
  for (const role of roles)
    for (const { pattern, path, type, status } of reached.get(role) ?? [])
      if (type === 'text/html' && status === 200 && !met.has(pattern)) {
        met.add(pattern);
        byRole.set(role, (byRole.get(role) ?? new Map()).set(pattern, path));
      }
  for (const [role, paths] of byRole) {
    const visitor = await browser.visitor(t, { as: role as (typeof roles)[number] });
    for (const [pattern, path] of paths)
      await t.test(`${pattern} as ${role}`, async () => {
        assert.equal(await visitor.go(path), 200);
        assert.deepEqual(await contrastIn(visitor.page, 'dark'), [], 'contrast in the dark scheme');
      });
  }
});

test('who has not signed in is asked to, at every page that somebody reaches', async () => {
  const open = new Set(['/sign-in', ...routes.filter(({ can }) => can === 'anyone').map(({ path }) => path)]);
  for (const { path, pattern } of [...reached.values()].flat()) {
    if (open.has(pattern)) continue;
    const reply = await site.app.inject({ method: 'GET', url: path });
    assert.equal(reply.statusCode, 303, path);
    assert.equal(reply.headers.location, `/sign-in?next=${encodeURIComponent(path)}`);
    assert.equal(reply.body, '', path);
  }
});
