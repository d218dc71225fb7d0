import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { addUser } from '../access/actions.ts';
import { type Actor, type Membership, systemActor } from '../access/rules/policy.ts';
import type { Context, Page, Reply, Route, Upload } from '../access/rules/route.ts';
import * as instruments from '../assessment/actions/instruments.ts';
import { fixedClock } from '../kit/clock.ts';
import { type Database, openDatabase } from '../kit/db.ts';
import { html } from '../kit/html.ts';
import { page as documentOf } from '../kit/ui/layout.ts';
import { programmeFiles, shippedProgramme } from './actions/files.ts';
import { loadProgrammeFiles } from './actions.ts';
import { documentHtml } from './pages/programme.ts';
import { programmeRoutes } from './routes.ts';
import type { ProgrammeDocument } from './rules.ts';

const routes = programmeRoutes(instruments);
const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
const today = '2016-03-31';
const member = (role: Membership['role'], programmeId: string | null): Membership => ({
  role,
  programmeId,
  areaId: null,
  providerId: null,
  staffId: null,
});

let fresh: FreshDatabase;
let db: Database;
let programmeId: string;
let administrator: Actor;
before(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
  const files = await programmeFiles(shippedProgramme('working-well-pilot'));
  const loaded = await loadProgrammeFiles(db, systemActor, files, instruments, today);
  assert.ok(loaded.outcome === 'loaded');
  programmeId = loaded.programmeId;
  const memberships = [member('administrator', null)];
  const input = { email: 'ada@example.org', name: 'Ada Admin', password: 'a good long password', memberships };
  const added = await addUser(db, systemActor, input, today);
  assert.ok('id' in added);
  administrator = { userId: added.id, name: 'Ada Admin', memberships };
});
after(async () => {
  await db.end();
  await fresh.drop();
});

type Ask = {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: Record<string, string>;
  uploads?: Upload[];
  actor?: Actor;
};

/** Asks a route as the application does, the record loaded first. */
async function ask(method: Route['method'], path: string, given: Ask = {}): Promise<Reply> {
  const found = routes.find((one) => one.method === method && one.path === path);
  assert.ok(found, `${method} ${path}`);
  const context = {
    db,
    clock: fixedClock(`${today}T12:00:00Z`),
    timeZone: 'Europe/London',
    actor: given.actor ?? administrator,
    params: given.params ?? {},
    query: given.query ?? {},
    body: given.body ?? {},
    uploads: given.uploads ?? [],
    record: found.record ? await found.record.load(db, given.params?.[found.record.param] ?? '') : null,
    csrf: html`<input type="hidden" name="_csrf" value="token">`,
    csrfOf: () => html``,
    testIdentifiers: true,
    address: '127.0.0.1',
    sessionToken: undefined,
  } satisfies Context<unknown, unknown, unknown>;
  return found.handle(context);
}

/** The page, as a whole document that is valid HTML. */
async function pageOf(reply: Reply): Promise<Page & { text: string }> {
  assert.ok(reply.kind === 'page');
  const text = documentOf({ title: reply.title, nonce: 'n', main: reply.main, error: reply.error }).value;
  const report = await validator.validateString(text);
  assert.deepEqual(
    report.results.flatMap((one) => one.messages.map(({ line, ruleId, message }) => `${line} ${ruleId}: ${message}`)),
    [],
  );
  return { ...reply, text };
}
const pilotBytes = () => readFileSync(shippedProgramme('working-well-pilot'));
const changed = (edit: (document: ProgrammeDocument) => unknown): Upload => {
  const copy: ProgrammeDocument = JSON.parse(pilotBytes().toString('utf8'));
  edit(copy);
  return { field: 'documents', name: 'pilot.json', type: 'application/json', data: Buffer.from(JSON.stringify(copy)) };
};
const key = { key: 'working-well-pilot' };

test('the list shows the programmes that a user may see, and loading to administrators only', async () => {
  const all = await pageOf(await ask('GET', '/programmes'));
  assert.match(all.text, /href="\/programmes\/working-well-pilot"/);
  assert.match(all.text, /href="\/load-programme"/);
  const elsewhere = {
    userId: null,
    name: 'K',
    memberships: [member('key_worker', '0190a000-0000-7000-8000-000000000000')],
  };
  const none = await pageOf(await ask('GET', '/programmes', { actor: elsewhere }));
  assert.match(none.text, /There is no programme here yet/);
  assert.doesNotMatch(none.text, /load-programme|working-well-pilot/);
  const here = { userId: null, name: 'K', memberships: [member('evaluator', programmeId)] };
  assert.match((await pageOf(await ask('GET', '/programmes', { actor: here }))).text, /Working Well pilot/);
});

/** Labels, names and texts of a document that a page does not hold. */
function notShown(document: ProgrammeDocument, shown: string): string[] {
  const missing: string[] = [];
  const visit = (value: unknown, field: string): void => {
    if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) visit(inner, Number.isNaN(Number(name)) ? name : field);
    else if (
      typeof value === 'string' &&
      ['label', 'text', 'note', 'singular', 'plural', 'summary', 'source', 'evidence', 'name'].includes(field)
    )
      if (!shown.includes(value)) missing.push(value);
  };
  visit(document, '');
  return missing;
}

test('the programme page shows every setting and every label in plain words', async () => {
  const { text } = await pageOf(await ask('GET', '/programmes/:key', { params: key }));
  const document: ProgrammeDocument = JSON.parse(pilotBytes().toString('utf8'));
  const shown = text.replace(/&#39;/g, "'").replace(/&amp;/g, '&');
  assert.deepEqual(notShown(document, shown), []);
  assert.match(
    text,
    /In work for 50 of 54 weeks, in one job or several: at least 350 days in work within 378 days in a row/,
  );
  assert.match(text, /Up to 24 months from attachment/);
  assert.match(text, /Version 1, in force today/);
});

test('every setting of a series of interviews is shown, in both programmes that have one', () => {
  for (const key of ['pathways-new', 'pathways-existing']) {
    const document: ProgrammeDocument = JSON.parse(
      readFileSync(new URL(`../../programmes/${key}/programme.json`, import.meta.url), 'utf8'),
    );
    const shown = documentHtml(document).value.replace(/&#39;/g, "'").replace(/&amp;/g, '&');
    assert.deepEqual(notShown({ ...document, name: document.summary }, shown), []);
    assert.match(shown, /Days for an answer to the letter/);
  }
});

test('a note about any part of the document is shown', () => {
  const document: ProgrammeDocument = JSON.parse(pilotBytes().toString('utf8'));
  const parts = Object.keys(document).filter((part) => part !== 'notes');
  const notes = parts.map((about) => ({ about, text: `A note about ${about}.` }));
  const text = documentHtml({ ...document, notes }).value;
  assert.deepEqual(
    notes.filter((note) => !text.includes(note.text)),
    [],
  );
});

test('an upload becomes a version that its user signed; versions and changes show it', async () => {
  const before = await db.query('select count(*) from event');
  const reply = await ask('POST', '/load-programme', {
    uploads: [changed((d) => Object.assign(d.caseload, { to: 60 }))],
  });
  assert.deepEqual(reply, { kind: 'redirect', to: '/programmes/working-well-pilot', notice: 'Version 2 was loaded.' });
  const events = await db.query("select actor_id from event where kind = 'programme.loaded' order by id desc limit 1");
  assert.equal(events.rows[0].actor_id, administrator.userId);
  assert.equal((await db.query('select count(*) from event')).rows[0].count, before.rows[0].count + 1);
  const versions = await pageOf(await ask('GET', '/programmes/:key/versions', { params: key }));
  assert.match(versions.text, /by Ada Admin/);
  assert.match(versions.text, /by the command line/);
  assert.match(versions.text, /changes\?from=1&amp;to=2/);
  const changes = await pageOf(
    await ask('GET', '/programmes/:key/changes', { params: key, query: { from: 1, to: 2 } }),
  );
  assert.match(changes.text, /caseload\.to<\/code>/);
  assert.match(changes.text, /1 change</);
  const old = await pageOf(await ask('GET', '/programmes/:key', { params: key, query: { version: 1 } }));
  assert.match(old.text, /This is not the version in force today, which is version 2/);
  const again = await ask('POST', '/load-programme', {
    uploads: [changed((d) => Object.assign(d.caseload, { to: 60 }))],
  });
  assert.ok(again.kind === 'redirect' && again.notice?.startsWith('Nothing changed'));
});

test('a document that does not fit is refused with its problems, escaped, and nothing is written', async () => {
  const standing = async () =>
    (
      await db.query(
        'select (select count(*) from event) as events, (select count(*) from programme_version) as versions',
      )
    ).rows;
  const before = await standing();
  const uploads = [changed((d) => Object.assign(d.sustainedWork, { weeks: '<b>fifty</b>' }))];
  const reply = await pageOf(await ask('POST', '/load-programme', { uploads }));
  assert.equal(reply.status, 422);
  assert.equal(reply.error, true);
  assert.match(
    reply.text,
    /pilot\.json: sustainedWork\.weeks: must be a whole number of 1 or more; got &quot;&lt;b&gt;fifty/,
  );
  const none = await pageOf(await ask('POST', '/load-programme'));
  assert.match(none.text, /Choose the programme document/);
  assert.deepEqual(await standing(), before);
  await pageOf(await ask('GET', '/load-programme'));
});

test('a version that is not there is not found', async () => {
  assert.equal(
    (await pageOf(await ask('GET', '/programmes/:key', { params: key, query: { version: 99 } }))).status,
    404,
  );
  const gone = await ask('GET', '/programmes/:key/changes', { params: key, query: { from: 1, to: 99 } });
  assert.equal((await pageOf(gone)).status, 404);
});

test('the eligibility check explains its answer, keeps what was typed and stores nothing', async () => {
  const path = '/programmes/:key/eligibility';
  const empty = await pageOf(await ask('GET', path, { params: key }));
  assert.doesNotMatch(empty.text, /eligibility-result/);
  const events = (await db.query('select count(*) from event')).rows;
  const open = await pageOf(await ask('POST', path, { params: key }));
  assert.match(open.text, /Cannot tell yet because/);
  const body = {
    benefit: 'esa_wrag',
    area: 'Bury',
    source: 'jobcentre_plus',
    'referredOn-day': '1',
    'referredOn-month': '6',
    'referredOn-year': '2015',
    workProgrammeCompleted: 'yes',
    inWork: 'no',
  };
  const suits = await pageOf(await ask('POST', path, { params: key, body }));
  assert.match(suits.text, /<h2 class="govuk-heading-m" id="result">Eligible<\/h2>/);
  const away = await pageOf(await ask('POST', path, { params: key, body: { ...body, area: '-', inWork: 'yes' } }));
  assert.match(
    away.text,
    /Not eligible because they are already in work; they do not live in one of the programme’s areas\./,
  );
  const wrong = await pageOf(await ask('POST', path, { params: key, body: { ...body, 'referredOn-day': '31' } }));
  assert.equal(wrong.status, 422);
  assert.equal(wrong.error, true);
  assert.match(wrong.text, /value="31"/);
  assert.deepEqual((await db.query('select count(*) from event')).rows, events);
});

test('every route says who may come and what it leaves behind', () => {
  for (const one of routes) {
    assert.ok(one.can === 'programme.read' || one.can === 'programme.load');
    assert.ok(one.path.includes(':key') === (one.record !== undefined));
  }
});

test('a list of people is answered on a page or as a file, and nothing is kept', async () => {
  const path = '/programmes/:key/selection';
  assert.match((await pageOf(await ask('GET', path, { params: key }))).text, /Nothing of the list is kept/);
  const csv = 'reference,benefit,area,in_work,age\nA-1,esa_wrag,Bury,no,44\nA-2,,Leeds,yes,\n=cmd,,Bury,,x\n';
  const upload = (text: string): Upload => ({
    field: 'list',
    name: 'list.csv',
    type: 'text/csv',
    data: Buffer.from(text),
  });
  const body = { 'on-day': '1', 'on-month': '6', 'on-year': '2015', as: 'page' };
  const events = async () => (await db.query('select count(*)::int as n from event')).rows[0].n;
  const stood = await events();
  const shown = await pageOf(await ask('POST', path, { params: key, body, uploads: [upload(csv)] }));
  assert.match(shown.text, /0 people of 3 eligible on 1 Jun 2015/);
  assert.match(shown.text, /A-2[\s\S]*Not eligible[\s\S]*they are already in work/);
  assert.match(shown.text, /Cannot tell yet: 1\. Cannot be read: 1\./);
  const file = await ask('POST', path, { params: key, body: { ...body, as: 'csv' }, uploads: [upload(csv)] });
  assert.ok(file.kind === 'file');
  const lines = String(file.body).trim().split(/\r?\n/);
  assert.equal(lines.length, 4);
  assert.match(String(lines[1]), /^A-1,2015-06-01,\d,cannot tell yet,,/);
  assert.doesNotMatch(String(lines[3]), /^=cmd/, 'no cell of the answer is a formula');
  for (const [more, uploads, message] of [
    [{ 'on-year': '' }, [upload(csv)], /day of selection/i],
    [{}, [], /Choose the list/],
    [{}, [upload('name,age\nA,4\n')], /list\.csv, row 1/],
    [{}, [upload(`reference\n${'A\n'.repeat(2001)}`)], /more than 2000 lines/],
  ] as [Record<string, string>, Upload[], RegExp][]) {
    const refused = await pageOf(await ask('POST', path, { params: key, body: { ...body, ...more }, uploads }));
    assert.equal(refused.status, 422);
    assert.match(refused.text, message);
  }
  assert.equal(await events(), stood);
});
