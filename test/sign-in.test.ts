/** Sign-in, sessions and what protects them, through the application as a browser meets it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setUserDisabled } from '../src/access/actions.ts';
import { systemActor, throttle } from '../src/access/rules/policy.ts';
import { createApp } from '../src/app.ts';
import {
  appOptions,
  browserOf,
  cookieName,
  makeWorld,
  password,
  postForm,
  today,
  type World,
} from './support/everybody.ts';

let world: World;
before(async () => {
  world = await makeWorld();
});
after(() => world.close());

const signIn = (email: string, given = password, body: Record<string, string> = {}, address = '127.0.0.1') =>
  world.app.inject({
    method: 'POST',
    url: '/sign-in',
    remoteAddress: address,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ email, password: given, ...body }).toString(),
  });
const count = async (sql: string, ...values: unknown[]) =>
  Number((await world.owner.query(`select count(*) as n from ${sql}`, values)).rows[0].n);
const forget = () => world.owner.query('delete from sign_in_attempt');
/** The hidden fields of the form that posts to `action`, as a browser without JavaScript sends them. */
function hiddenFields(page: string, action: string): Record<string, string> {
  const form = new RegExp(`<form[^>]*action="${action}"[\\s\\S]*?</form>`).exec(page)?.[0] ?? '';
  const unescaped = (text: string) =>
    text
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&#039;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
      unescaped(name),
      unescaped(value),
    ]),
  );
}

describe('signing in', () => {
  it('opens a session with a cookie that scripts and other sites do not get', async () => {
    const reply = await signIn(world.visitors['key worker'].email);
    assert.equal(reply.statusCode, 303);
    assert.equal(reply.headers.location, '/');
    const cookie = String(reply.headers['set-cookie']);
    assert.match(cookie, /^newel=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const secure = await createApp({ ...(await appOptions(world.db)), secureCookies: true });
    const kept = await postForm(secure, '/sign-in', { email: world.visitors['key worker'].email, password });
    assert.match(
      String(kept.headers['set-cookie']),
      /^__Host-newel=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    assert.match(String(kept.headers['strict-transport-security']), /max-age=\d{8}/);
    await secure.close();
  });

  it('keeps only a digest of the token', async () => {
    const reply = await signIn(world.visitors.evaluator.email);
    const token = /newel=([\w-]+)/.exec(String(reply.headers['set-cookie']))?.[1] ?? '';
    const { rows } = await world.owner.query("select encode(token_hash, 'escape') as kept, csrf_secret from session");
    for (const row of rows) assert.ok(!JSON.stringify(row).includes(token));
  });

  it('gives one answer for a wrong password, an unknown account and a disabled user', async () => {
    await setUserDisabled(world.db, systemActor, world.target.id, true, today);
    const bodies = [];
    for (const [email, given] of [
      [world.visitors.evaluator.email, 'wrong wrong wrong'],
      ['nobody@example.org', password],
      [world.target.email, password],
      [world.target.email, 'wrong wrong wrong'],
    ] as const) {
      const reply = await signIn(email, given);
      assert.equal(reply.statusCode, 401);
      assert.equal(reply.headers['set-cookie'], undefined);
      bodies.push(reply.body.replaceAll(email, 'X').replaceAll(/nonce="[^"]*"/g, ''));
    }
    assert.equal(new Set(bodies).size, 1);
    await setUserDisabled(world.db, systemActor, world.target.id, false, today);
    await forget();
  });

  it('waits after too many failures of an account, from wherever they come, and says it for a right password too', async () => {
    const { email } = world.visitors['local lead'];
    for (let i = 0; i < throttle.account; i++)
      assert.equal((await signIn(email, `wrong ${i}`, {}, `192.0.2.${i}`)).statusCode, 401);
    assert.equal((await signIn(email, 'wrong', {}, '192.0.2.99')).statusCode, 429);
    const right = await signIn(email, password, {}, '192.0.2.98');
    assert.equal(right.statusCode, 429);
    assert.equal(right.headers['set-cookie'], undefined);
    assert.equal((await signIn(email.toUpperCase(), password)).statusCode, 429, 'capitals are the same account');
    assert.equal((await signIn(world.visitors.evaluator.email, password)).statusCode, 303, 'others can sign in');
    await world.owner.query("update sign_in_attempt set at = at - interval '16 minutes'");
    assert.equal((await signIn(email, password)).statusCode, 303);
    await forget();
  });

  it('waits after too many failures from an address, for whichever account', async () => {
    await world.owner.query(
      "insert into sign_in_attempt (key) select sha256('address 192.0.2.7') from generate_series(1, $1::int)",
      [throttle.address],
    );
    assert.equal((await signIn(world.visitors.evaluator.email, password, {}, '192.0.2.7')).statusCode, 429);
    assert.equal((await signIn(world.visitors.evaluator.email, password, {}, '192.0.2.8')).statusCode, 303);
    await forget();
  });

  it('does not let many attempts at once slip through', async () => {
    const { email } = world.visitors['team manager'];
    const replies = await Promise.all(
      Array.from({ length: 40 }, (_, i) => signIn(email, `wrong ${i}`, {}, `192.0.2.${i}`)),
    );
    const looked = replies.filter((reply) => reply.statusCode === 401).length;
    // Those that were counted at the same moment, one for each connection of the pool, may go beyond it.
    assert.ok(looked <= throttle.account + 10, `${looked} passwords were looked at`);
    await forget();
  });

  it('a success takes its own attempt back from the address and forgets the failures of the account', async () => {
    const { email } = world.visitors.evaluator;
    await signIn(email, 'wrong', {}, '192.0.2.9');
    await signIn(email, password, {}, '192.0.2.9');
    assert.equal(await count("sign_in_attempt where key = sha256('address 192.0.2.9')"), 1);
    assert.equal(await count('sign_in_attempt where key = sha256($1)', `account ${email}`), 0);
    await forget();
  });

  it('leads nowhere but to this site', async () => {
    for (const next of [
      'https://example.org/',
      '//example.org',
      '/\\example.org',
      '/\t/example.org',
      'javascript:alert(1)',
      '\\\\example.org',
      '/%0d%0aSet-Cookie:x',
      'cases',
    ]) {
      const reply = await signIn(world.visitors.evaluator.email, password, { next });
      const to = String(reply.headers.location);
      assert.equal(new URL(to, 'http://newel.test').host, 'newel.test', next);
      assert.ok(to.startsWith('/') && !to.startsWith('//'), next);
      const form = await world.app.inject({ url: `/sign-in?next=${encodeURIComponent(next)}` });
      const kept = hiddenFields(form.body, '/sign-in').next ?? '/';
      assert.equal(new URL(kept, 'http://newel.test').host, 'newel.test', next);
    }
    const own = await signIn(world.visitors.evaluator.email, password, { next: '/reports?x=1' });
    assert.equal(own.headers.location, '/reports?x=1');
  });

  it('ends the session that the browser had before', async () => {
    const first = await browserOf(world.app, world.db, world.visitors.evaluator.id);
    const reply = await postForm(
      world.app,
      '/sign-in',
      { email: world.visitors.evaluator.email, password },
      { cookie: first.cookie },
    );
    assert.equal(reply.statusCode, 303);
    assert.equal((await first.get('/account')).statusCode, 303);
  });
});

describe('a session', () => {
  const aged = async (change: string) => {
    const browser = await world.as('evaluator');
    assert.equal((await browser.get('/account')).statusCode, 200);
    await world.owner.query(`update session set ${change}
      where token_hash = sha256('${browser.cookie.replace(`${cookieName}=`, '')}')`);
    return (await browser.get('/account')).statusCode;
  };

  it('ends after two hours without use', async () => {
    assert.equal(await aged("seen_at = now() - interval '121 minutes'"), 303);
    assert.equal(await aged("seen_at = now() - interval '119 minutes'"), 200);
  });

  it('ends after twelve hours however much it is used', async () => {
    assert.equal(await aged("expires_at = now() - interval '1 second'"), 303);
    const browser = await world.as('evaluator');
    const { rows } = await world.owner.query(
      `select extract(epoch from expires_at - created_at) / 3600 as hours from session
       where token_hash = sha256($1)`,
      [browser.cookie.replace(`${cookieName}=`, '')],
    );
    assert.equal(Number(rows[0].hours), 12);
  });

  it('ends at once when its user is disabled, and cannot be opened again', async () => {
    const browser = await browserOf(world.app, world.db, world.target.id);
    assert.equal((await browser.get('/account')).statusCode, 200);
    const admin = await world.as('administrator');
    assert.equal((await admin.post(`/users/${world.target.id}/disable`)).statusCode, 303);
    assert.equal((await browser.get('/account')).statusCode, 303);
    assert.equal(await count('session where user_id = $1', world.target.id), 0);
    assert.equal((await signIn(world.target.email)).statusCode, 401);
    assert.equal((await admin.post(`/users/${world.target.id}/enable`)).statusCode, 303);
    assert.equal((await signIn(world.target.email)).statusCode, 303);
    await forget();
  });

  it('ends with signing out, on the server too', async () => {
    const browser = await world.as('evaluator');
    const reply = await browser.post('/sign-out');
    assert.equal(reply.headers.location, '/sign-in');
    assert.match(String(reply.headers['set-cookie']), /newel=;/);
    assert.equal((await browser.get('/account')).statusCode, 303);
  });

  it('has the roles of this moment', async () => {
    const browser = await browserOf(world.app, world.db, world.target.id);
    assert.equal((await browser.get('/users')).statusCode, 404);
    const admin = await world.as('administrator');
    const given = await admin.post(`/users/${world.target.id}/roles/new`, { role: 'administrator' });
    assert.equal(given.statusCode, 303);
    assert.equal((await browser.get('/users')).statusCode, 200);
    const membership = /name="membership" value="([^"]+)"/.exec(
      (await admin.get(`/users/${world.target.id}`)).body,
    )?.[1];
    await admin.post(`/users/${world.target.id}/roles/remove`, { membership: membership ?? '' });
    assert.equal((await browser.get('/users')).statusCode, 404);
  });

  it('a forged, empty or enormous cookie is nobody', async () => {
    for (const cookie of [
      `${cookieName}=`,
      `${cookieName}=x`,
      `${cookieName}=${'a'.repeat(5000)}`,
      `${cookieName}=%00`,
      `${cookieName}='; --`,
    ])
      assert.equal(
        (await world.app.inject({ url: '/account', headers: { cookie } })).statusCode,
        303,
        cookie.slice(0, 40),
      );
  });
});

describe('a form', () => {
  const noteOf = () => `/cases/${world.cases.own.caseId}/notes`;
  const note = {
    body: 'What was typed: "kept" & <safe>',
    'written_on-day': '30',
    'written_on-month': '3',
    'written_on-year': '2016',
  };
  const notes = () => count('note where case_id = $1', world.cases.own.caseId);
  const events = () => count('event');

  it('without the token of its session is refused, and nothing is written', async () => {
    const browser = await world.as('key worker');
    const other = await world.as('key worker');
    const before = [await notes(), await events()];
    for (const token of ['', 'x', other.token, `${browser.token}x`]) {
      const reply = await browser.post(noteOf(), { ...note, _csrf: token });
      assert.equal(reply.statusCode, 403);
      assert.equal(hiddenFields(reply.body, noteOf()).body, note.body, 'what was typed is there to be sent');
    }
    assert.deepEqual([await notes(), await events()], before);
  });

  it('from another site is refused, and nothing is written', async () => {
    const browser = await world.as('key worker');
    const before = [await notes(), await events()];
    const refused: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://example.org' },
      { origin: 'null' },
    ];
    for (const headers of refused) {
      const reply = await browser.post(noteOf(), note, headers);
      assert.equal(reply.statusCode, 403);
      assert.doesNotMatch(reply.body, /What was typed/);
    }
    assert.equal(
      (await postForm(world.app, '/sign-in', { email: 'x', password: 'y' }, { origin: 'https://example.org' }))
        .statusCode,
      403,
    );
    assert.deepEqual([await notes(), await events()], before);
    assert.equal((await browser.post(noteOf(), note, { 'sec-fetch-site': 'same-origin' })).statusCode, 303);
  });

  it('of a session that has ended keeps what was typed through signing in, without JavaScript', async () => {
    const browser = await world.as('key worker');
    await browser.post('/sign-out');
    const before = await notes();
    const asked = await browser.post(noteOf(), note);
    assert.equal(asked.statusCode, 401);
    assert.equal(await notes(), before);
    const failed = await signIn(world.visitors['key worker'].email, 'wrong', hiddenFields(asked.body, '/sign-in'));
    assert.equal(failed.statusCode, 401);
    const again = await signIn(world.visitors['key worker'].email, password, hiddenFields(failed.body, '/sign-in'));
    assert.equal(again.statusCode, 200);
    const cookie = String(again.headers['set-cookie']).split(';', 1)[0] ?? '';
    const saved = await postForm(world.app, noteOf(), hiddenFields(again.body, noteOf()), { cookie });
    assert.equal(saved.statusCode, 303);
    assert.equal(await notes(), before + 1);
    const { rows } = await world.owner.query('select body from note where case_id = $1 order by id desc limit 1', [
      world.cases.own.caseId,
    ]);
    assert.equal(rows[0].body, note.body);
    await forget();
  });

  it('never carries a password in a page', async () => {
    const secret = 'correct horse battery';
    const signedOut = await postForm(world.app, '/account/password', { old_password: secret, new_password: secret });
    assert.equal(signedOut.statusCode, 401);
    assert.ok(!signedOut.body.includes(secret));
    const browser = await world.as('evaluator');
    const wrong = await browser.post('/account/password', { _csrf: 'x', old_password: secret, new_password: secret });
    assert.equal(wrong.statusCode, 403);
    assert.ok(!wrong.body.includes(secret));
  });
});

describe("one's own account", () => {
  it('changes the password when the old one is right, and ends the other sessions', async () => {
    const { id, email } = world.target;
    const here = await browserOf(world.app, world.db, id);
    const there = await browserOf(world.app, world.db, id);
    const change = (old: string, next: string) =>
      here.post('/account/password', { old_password: old, new_password: next });
    for (const [old, next] of [
      ['wrong', 'another good one here'],
      [password, 'short'],
      [password, 'aaaaaaaaaaaaaaaa'],
      [password, 'password1234'],
      [password, 'x'.repeat(257)],
    ] as const)
      assert.equal((await change(old, next)).statusCode, 422, next);
    assert.equal((await there.get('/account')).statusCode, 200);
    assert.equal((await change(password, 'three words that differ')).statusCode, 303);
    assert.equal((await here.get('/account')).statusCode, 200);
    assert.equal((await there.get('/account')).statusCode, 303);
    assert.equal((await signIn(email, password)).statusCode, 401);
    assert.equal((await signIn(email, 'three words that differ')).statusCode, 303);
    assert.equal((await change('three words that differ', password)).statusCode, 303);
    await forget();
  });

  it('is no place to guess the password', async () => {
    const browser = await browserOf(world.app, world.db, world.target.id);
    for (let i = 0; i < throttle.account; i++)
      await browser.post('/account/password', { old_password: `wrong ${i}`, new_password: 'another good one here' });
    const right = await browser.post('/account/password', {
      old_password: password,
      new_password: 'another good one here',
    });
    assert.match(right.body, /Too many wrong passwords/);
    assert.equal((await signIn(world.target.email)).statusCode, 303);
    await forget();
  });

  it("ends one's own sessions and nobody else's", async () => {
    const mine = await world.as('evaluator');
    const alsoMine = await world.as('evaluator');
    const theirs = await world.as('administrator');
    const keyOf = async (token: string) =>
      (
        await world.owner.query("select encode(token_hash, 'hex') as key from session where token_hash = sha256($1)", [
          token,
        ])
      ).rows[0].key;
    const plain = (cookie: string) => cookie.replace(`${cookieName}=`, '');
    await mine.post('/account/sessions/end', { session: await keyOf(plain(theirs.cookie)) });
    assert.equal((await theirs.get('/account')).statusCode, 200);
    await mine.post('/account/sessions/end', { session: await keyOf(plain(alsoMine.cookie)) });
    assert.equal((await alsoMine.get('/account')).statusCode, 303);
    const third = await world.as('evaluator');
    await mine.post('/account/sessions/end', { session: 'others' });
    assert.equal((await third.get('/account')).statusCode, 303);
    assert.equal((await mine.get('/account')).statusCode, 200);
  });
});

describe('an administrator', () => {
  it('adds a user with a password that is shown once, and gives a role in two steps', async () => {
    const admin = await world.as('administrator');
    const added = await admin.post('/users/new', { name: 'Jo Smith', email: 'Jo.Smith@Example.org' });
    const made = /<code[^>]*>([^<]+)<\/code>/.exec(added.body)?.[1] ?? '';
    const id = /\/users\/([0-9a-f-]{36})\/roles/.exec(added.body)?.[1] ?? '';
    assert.match(made, /^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
    assert.equal((await signIn('jo.smith@example.org', made)).statusCode, 303);
    assert.ok(!(await admin.get(`/users/${id}`)).body.includes(made));
    assert.equal((await admin.post('/users/new', { name: 'Jo', email: 'jo.smith@example.org' })).statusCode, 422);

    const step = await admin.get(`/users/${id}/roles/new?role=key_worker&programme=working-well-pilot`);
    assert.match(step.body, /WORLD-KW01/);
    const { programmes, cases } = world;
    const give = (body: Record<string, string>) =>
      admin.post(`/users/${id}/roles/new`, { programme: programmes.pilot.key, ...body });
    for (const body of [
      { role: 'key_worker' },
      { role: 'key_worker', staff: cases['other programme'].staffId },
      { role: 'key_worker', code: 'WORLD-KW01', given: 'A', family: 'B', area: cases.own.areaId },
      { role: 'local_lead' },
      { role: 'local_lead', area: cases['other programme'].areaId },
      { role: 'team_manager' },
      { role: 'root' },
    ] as Record<string, string>[])
      assert.equal((await give(body)).statusCode, 422, JSON.stringify(body));
    assert.equal(await count('membership where user_id = $1', id), 0);
    assert.equal((await give({ role: 'key_worker', staff: cases.own.staffId })).statusCode, 303);
    assert.equal((await give({ role: 'key_worker', staff: cases.own.staffId })).statusCode, 422, 'twice');
    assert.equal(
      (await give({ role: 'key_worker', code: 'NEW-1', given: 'Ann', family: 'New', area: cases.own.areaId }))
        .statusCode,
      303,
    );
    assert.equal(await count("staff where code = 'NEW-1' and provider_id = $1", cases.own.providerId), 1);
    assert.equal((await give({ role: 'local_lead', area: cases.own.areaId })).statusCode, 303);
    assert.equal((await give({ role: 'team_manager', provider: cases.own.providerId ?? '' })).statusCode, 303);
    assert.equal(await count('membership where user_id = $1', id), 4);
    assert.ok((await count("event where kind = 'user.role added'")) >= 4);
  });

  it('cannot lock everybody out', async () => {
    const admin = await world.as('administrator');
    const { id } = world.visitors.administrator;
    assert.equal((await admin.post(`/users/${id}/disable`)).statusCode, 422);
    const { rows } = await world.owner.query('select id from membership where user_id = $1', [id]);
    assert.equal((await admin.post(`/users/${id}/roles/remove`, { membership: rows[0].id })).statusCode, 422);
    assert.equal((await admin.get('/users')).statusCode, 200);
  });

  it('pages through many users, with no address in the query', async () => {
    await world.owner.query(
      `insert into app_user (id, email, name, password_hash)
       select gen_random_uuid(), 'many' || i || '@example.org', 'Many ' || i, 'x' from generate_series(100, 220) i`,
    );
    const admin = await world.as('administrator');
    const seen = new Set<string>();
    let url: string | undefined = '/users';
    for (let pages = 0; url !== undefined; pages++) {
      assert.ok(pages < 20);
      assert.doesNotMatch(url, /@|%40/);
      const { body } = await admin.get(url);
      for (const [, email = ''] of body.matchAll(/>(many\d+@example\.org)</g)) seen.add(email);
      url = /href="(\/users\?after=[^"]+)"/.exec(body)?.[1];
    }
    assert.equal(seen.size, 121);
  });
});
