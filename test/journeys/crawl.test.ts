import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { roles } from '../../src/access/rules/policy.ts';
import { demoCare } from '../../src/demo-care.ts';
import { demoPeople } from '../../src/demo-people.ts';
import { demoPlans } from '../../src/demo-plans.ts';
import { addDemoReferrals } from '../../src/demo-referrals.ts';
import { demoTakingPart } from '../../src/demo-taking-part.ts';
import { programmeByKey } from '../../src/programmes/actions.ts';
import { routes } from '../../src/rooms.ts';
import { startBrowser } from '../support/browser.ts';
import { contrastIn, htmlProblems, plain } from '../support/checks.ts';
import { crawl, type Found } from '../support/crawl.ts';
import { leaveDiaryTraces } from '../support/diary-traces.ts';
import { leaveDirectoryTraces } from '../support/directory-traces.ts';
import { leaveConfirmTrace } from '../support/evidence-traces.ts';
import { leaveServiceTraces } from '../support/services.ts';
import { type Site, startSite, TODAY } from '../support/site.ts';
import { leaveTraces } from '../support/traces.ts';

const demoDay = Temporal.PlainDate.from(TODAY);

let site: Site;
let browser: Awaited<ReturnType<typeof startBrowser>>;
/** Who goes through the site: every role, and whoever has not signed in. */
const visitors = [...roles, 'nobody'] as const;
type Who = (typeof visitors)[number];
const reached = new Map<Who, Found[]>();
const valid = new Set<string>();

before(async () => {
  site = await startSite();
  // What the demonstration adds: referrals in every state, people in full, plans, pauses, returns, a restricted record, time and supervision.
  const pilot = await programmeByKey(site.db, 'working-well-pilot');
  await addDemoReferrals(site.db, demoDay);
  await demoPeople(site.db, pilot?.id ?? '', { code: 'MAN-KW01', email: 'key.worker@example.org' }, demoDay);
  await demoPlans(site.db, pilot?.id ?? '', { code: 'MAN-KW01' }, demoDay);
  await demoTakingPart(site.db, pilot?.id ?? '', TODAY);
  await demoCare(site.db, pilot?.id ?? '', 'MAN-KW01', TODAY);
  browser = await startBrowser(site);
  const traces = await leaveTraces(site);
  const answerAt = await leaveServiceTraces(site.db, Temporal.Instant.from(`${TODAY}T10:00:00Z`));
  const confirmAt = await leaveConfirmTrace(site.db);
  const diary = await leaveDiaryTraces(site);
  const directory = await leaveDirectoryTraces(site);
  for (const role of roles) {
    const opensCases = !['evaluator', 'administrator', 'referrer', 'service_worker'].includes(role);
    const starts = opensCases ? traces.anybodyWithCases : [];
    const own = [traces.of, diary, directory].flatMap((of) => of[role] ?? []);
    reached.set(role, await crawl(site, role, ['/', ...starts, ...own]));
  }
  // Whoever refers themself comes from a programme's own site or a leaflet.
  reached.set('nobody', await crawl(site, null, ['/', '/refer-yourself', answerAt, confirmAt]));
});
after(async () => {
  await browser?.end();
  await site?.stop();
});

for (const role of visitors) {
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
      // What several roles see alike is checked once, and so is the frame around it.
      const [before = '', main = '', after = ''] = body.split(/(?=<main\b)|(?<=<\/main>)/).map(plain);
      if (!(valid.has(main) && valid.has(before + after))) assert.deepEqual(await htmlProblems(body), [], path);
      valid.add(main).add(before + after);
      assert.equal(body.match(/<h1[\s>]/g)?.length, 1, `headings of the first level at ${path}`);
      assert.match(body, /<title>[^<]{3,} – Newel<\/title>/, path);
    }
  });
}

// The pilot asks for no approval of plans; a calendar's address is shown once, to whoever made it. The matrix of roles opens these.
const elsewhere = new Set([
  '/cases/:caseId/plan/approval',
  '/cases/:caseId/plan/approval/:reviewId',
  '/calendar/:secret',
]);

test('somebody reaches every page that can be opened', () => {
  const opened = new Set([...reached.values()].flat().map(({ pattern }) => pattern));
  const unreached = routes.filter(({ method, path }) => method === 'GET' && !opened.has(path)).map(({ path }) => path);
  assert.deepEqual(new Set(unreached), elsewhere);
});

test('a page of every kind passes all checks, its contrast in the dark scheme too', async (t) => {
  const byRole = new Map<Who, Map<string, string>>();
  const met = new Set<string>();
  for (const who of visitors)
    for (const { pattern, path, type, status } of reached.get(who) ?? [])
      if (type === 'text/html' && status === 200 && !met.has(pattern)) {
        met.add(pattern);
        byRole.set(who, (byRole.get(who) ?? new Map()).set(pattern, path));
      }
  for (const [who, paths] of byRole) {
    const visitor = await browser.visitor(t, who === 'nobody' ? {} : { as: who });
    for (const [pattern, path] of paths)
      await t.test(`${pattern} as ${who}`, async () => {
        assert.equal(await visitor.go(path), 200);
        assert.deepEqual(await contrastIn(await visitor.still(), 'dark'), [], 'contrast in the dark scheme');
      });
  }
});

test('who has not signed in is asked to, at every page that somebody reaches', async () => {
  const open = new Set(['/sign-in', ...routes.filter(({ can }) => can === 'anyone').map(({ path }) => path)]);
  for (const { path, pattern } of roles.flatMap((role) => reached.get(role) ?? [])) {
    if (open.has(pattern)) continue;
    const reply = await site.app.inject({ method: 'GET', url: path });
    assert.equal(reply.statusCode, 303, path);
    assert.equal(reply.headers.location, `/sign-in?next=${encodeURIComponent(path)}`);
    assert.equal(reply.body, '', path);
  }
});
