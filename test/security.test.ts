/** What every reply carries, what is too large, and what the logs and metrics may hold. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { createApp } from '../src/app.ts';
import { appOptions, type Browser, browserOf, makeWorld, postForm, type World } from './support/everybody.ts';

let world: World;
let secure: FastifyInstance;
const lines: string[] = [];
before(async () => {
  world = await makeWorld();
  secure = await createApp({
    ...(await appOptions(world.db)),
    secureCookies: true,
    log: { write: (line) => void lines.push(line) },
    metricsToken: 'a token for tests',
  });
});
after(async () => {
  await secure.close();
  await world.close();
});

/** The same session for the application behind TLS, whose cookie has another name. */
const behindTls = async (name: Parameters<World['as']>[0]): Promise<Record<string, string>> => {
  const { cookie } = await browserOf(world.app, world.db, world.visitors[name].id);
  return { cookie: cookie.replace(/^newel=/, '__Host-newel=') };
};

const boundary = 'XnewelX';
type Part = { name: string; filename?: string; data: string | Buffer };
const multipart = (parts: Part[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ name, filename, data }) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"\r\nContent-Type: application/json`}\r\n\r\n`,
      ),
      Buffer.from(data),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
const upload = (app: FastifyInstance, url: string, parts: Part[], headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, ...headers },
    payload: multipart(parts),
  });

describe('every kind of reply', () => {
  it('has strict headers', async () => {
    const office = await behindTls('programme office');
    const asset = /href="(\/assets\/[^"]+\.css)"/.exec((await secure.inject({ url: '/sign-in' })).body)?.[1] ?? '';
    const broken = { ...(await appOptions(world.db)), secureCookies: true };
    const failing = await createApp({
      ...broken,
      db: new Proxy(world.db, { get: () => () => Promise.reject(new Error()) }),
    });
    const replies: Record<string, LightMyRequestResponse> = {
      page: await secure.inject({ url: '/cases', headers: office }),
      'open page': await secure.inject({ url: '/help' }),
      'sign-in redirect': await secure.inject({ url: '/account' }),
      'redirect after a post': await postForm(secure, '/sign-in', { email: 'x', password: 'y' }),
      'not found': await secure.inject({ url: '/nothing' }),
      'an address that cannot be read': await secure.inject({ url: '/cases/%E0%A4%A' }),
      'cross-site': await postForm(secure, '/sign-in', {}, { 'sec-fetch-site': 'cross-site' }),
      'too large': await postForm(secure, '/sign-in', { email: 'x'.repeat(1_100_000) }),
      'another format': await secure.inject({ method: 'POST', url: '/sign-in', payload: { email: {} } }),
      download: await secure.inject({
        url: `/reports/${world.programmes.pilot.key}/download?table=referrals&format=csv`,
        headers: office,
      }),
      asset: await secure.inject({ url: asset }),
      health: await secure.inject({ url: '/health' }),
      metrics: await secure.inject({ url: '/metrics', headers: { authorization: 'Bearer a token for tests' } }),
      failure: await failing.inject({ url: '/account', headers: office }),
    };
    await failing.close();
    for (const [what, { headers }] of Object.entries(replies)) {
      assert.equal(headers['x-content-type-options'], 'nosniff', what);
      assert.equal(headers['x-frame-options'], 'DENY', what);
      assert.equal(headers['referrer-policy'], 'same-origin', what);
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin', what);
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin', what);
      assert.match(String(headers['permissions-policy']), /camera=\(\)/, what);
      assert.match(String(headers['content-security-policy']), /default-src 'none'/, what);
      assert.match(String(headers['strict-transport-security']), /max-age=63072000/, what);
      assert.equal(headers['x-powered-by'], undefined, what);
      if (what === 'asset') assert.match(String(headers['cache-control']), /immutable/, what);
      else assert.equal(headers['cache-control'], 'no-store', what);
    }
    assert.equal(replies['not found']?.statusCode, 404);
    assert.equal(replies['an address that cannot be read']?.statusCode, 400);
    assert.equal(replies['too large']?.statusCode, 413);
    assert.equal(replies.failure?.statusCode, 500);
    assert.match(String(replies.download?.headers['content-disposition']), /^attachment; filename="[\w.-]+"$/);
    for (const what of ['not found', 'an address that cannot be read', 'too large', 'another format', 'failure'])
      assert.match(replies[what]?.body ?? '', /<h1 class="govuk-heading-l">/, what);
  });

  it('of a page has a nonce of its own, and no script or style without it', async () => {
    const seen = new Set<string>();
    const browser = await world.as('programme office');
    for (const url of ['/help', '/help', '/account', '/nothing', '/programmes', `/cases/${world.cases.own.caseId}`]) {
      const { headers, body } = await browser.get(url);
      const policy = String(headers['content-security-policy']);
      const nonce = /script-src 'nonce-([A-Za-z0-9+/=]{22,})'/.exec(policy)?.[1] ?? '';
      assert.ok(nonce !== '' && !seen.has(nonce), url);
      seen.add(nonce);
      assert.doesNotMatch(policy, /unsafe|\*|https?:/);
      for (const [tag] of body.matchAll(/<script\b[^>]*>/g))
        assert.ok(tag.includes(`nonce="${nonce}"`), `${url}: ${tag}`);
      assert.doesNotMatch(body, /<style\b|\sstyle="|\son\w+="|javascript:/i, url);
    }
  });
});

describe('what is too large or of the wrong kind', () => {
  it('a form over the limit gets a page that says so, and nothing is written', async () => {
    const browser = await world.as('key worker');
    const reply = await browser.post(`/cases/${world.cases.own.caseId}/notes`, { body: 'x'.repeat(10 * 1024 * 1024) });
    assert.equal(reply.statusCode, 413);
    assert.match(reply.body, /That is too large/);
    const { rows } = await world.owner.query('select count(*)::int as n from note where length(body) > 10000');
    assert.equal(rows[0].n, 0);
  });

  it('an upload over the limit of its page gets the same page, however it is sent', async () => {
    const admin = await world.as('administrator');
    const send = (app: FastifyInstance, browser: Browser, parts: Part[], headers = {}) =>
      upload(app, '/load-programme', parts, { cookie: browser.cookie, ...headers });
    const token = { name: '_csrf', data: admin.token };
    const big = Buffer.alloc(3 * 1024 * 1024, 'x');
    const one = await send(world.app, admin, [token, { name: 'documents', filename: 'a.json', data: big }]);
    assert.equal(one.statusCode, 413);
    assert.match(one.body, /That is too large/);
    const half = Buffer.alloc(1.2 * 1024 * 1024, 'x');
    const two = await send(world.app, admin, [
      token,
      { name: 'documents', filename: 'a.json', data: half },
      { name: 'documents', filename: 'b.json', data: half },
    ]);
    assert.equal(two.statusCode, 413, 'together');
    const fields = await send(world.app, admin, [token, { name: 'a', data: half }]);
    assert.equal(fields.statusCode, 413, 'a field');
    const small = await send(world.app, admin, [token, { name: 'documents', filename: 'a.json', data: '{}' }]);
    assert.notEqual(small.statusCode, 413);
  });

  it('a page that takes no files takes none', async () => {
    const browser = await world.as('key worker');
    const url = `/cases/${world.cases.own.caseId}/notes`;
    const reply = await upload(
      world.app,
      url,
      [
        { name: '_csrf', data: browser.token },
        { name: 'file', filename: 'a.exe', data: 'MZ' },
      ],
      { cookie: browser.cookie },
    );
    assert.equal(reply.statusCode, 413);
  });

  it('files of somebody who is not signed in are not kept, and what was typed beside them is', async () => {
    const reply = await upload(world.app, '/load-programme', [
      { name: 'typed', data: 'kept text' },
      { name: 'documents', filename: 'a.json', data: 'file content' },
    ]);
    assert.equal(reply.statusCode, 401);
    assert.match(reply.body, /kept text/);
    assert.doesNotMatch(reply.body, /file content/);
  });

  it('a body that is no form is refused', async () => {
    for (const type of ['application/json', 'text/plain', 'application/xml'])
      assert.equal(
        (
          await world.app.inject({
            method: 'POST',
            url: '/sign-in',
            headers: { 'content-type': type },
            payload: '{"email":{}}',
          })
        ).statusCode,
        400,
        type,
      );
  });
});

describe('logs and metrics', () => {
  it('hold no personal data and no address of a record', async () => {
    const { own } = world.cases;
    const words = [
      'Plantedgiven',
      'Plantedfamily',
      'plantednote',
      'plantedtyped',
      'plantedquery',
      'QQ123451A',
      own.caseId,
      'example.org',
    ];
    lines.length = 0;
    const headers = await behindTls('key worker');
    const get = (url: string) => secure.inject({ url, headers });
    await get(`/cases/${own.caseId}`);
    await get(`/cases/${own.caseId}/timeline?show=plantedquery&before=plantedquery`);
    await get('/cases/plantedquery');
    await get('/nothing/plantedquery?x=plantedquery');
    await get('/plantedquery%E0%A4%A');
    await postForm(secure, '/sign-in', { email: 'plantedtyped@example.org', password: 'plantedtyped' });
    await postForm(secure, `/cases/${own.caseId}/notes`, { body: 'plantedtyped' }, headers);
    await postForm(secure, `/cases/${own.caseId}/notes`, { body: 'plantedtyped' });
    await secure.inject({ method: 'POST', url: '/plantedquery', payload: { a: 'plantedtyped' } });
    await upload(
      secure,
      '/load-programme',
      [{ name: 'a', filename: 'plantedtyped.json', data: 'plantedtyped' }],
      headers,
    );
    // A failure of the database, whose message holds what was sent.
    await world.owner.query(`alter table read_log add constraint refused check (what <> 'case') not valid`);
    assert.equal((await get(`/cases/${own.caseId}`)).statusCode, 500);
    await world.owner.query('alter table read_log drop constraint refused');
    assert.ok(lines.length >= 11, `${lines.length} lines`);
    assert.ok(lines.some((line) => JSON.parse(line).msg === 'failed' && JSON.parse(line).code === '23514'));
    for (const line of lines)
      for (const word of words) assert.ok(!line.toLowerCase().includes(word.toLowerCase()), `'${word}' in ${line}`);

    const metrics = await secure.inject({ url: '/metrics', headers: { authorization: 'Bearer a token for tests' } });
    assert.equal(metrics.statusCode, 200);
    assert.match(metrics.body, /route="\/cases\/:caseId"/);
    for (const word of words) assert.ok(!metrics.body.includes(word), word);
    for (const [, label = ''] of metrics.body.matchAll(/route="([^"]*)"/g))
      assert.doesNotMatch(label, /[0-9a-f]{8}-[0-9a-f]{4}|planted/i);
  });

  it('metrics are for those who have the token', async () => {
    for (const authorization of ['', 'Bearer ', 'Bearer x', 'Bearer a token for test', 'Bearer undefined']) {
      assert.equal((await secure.inject({ url: '/metrics', headers: { authorization } })).statusCode, 404);
      assert.equal((await world.app.inject({ url: '/metrics', headers: { authorization } })).statusCode, 404);
    }
  });
});
