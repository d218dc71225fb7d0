/** What people and machines should not send: each is refused with a page that helps, and nothing is written. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Site, startSite } from '../support/site.ts';

let site: Site;
let worker: Awaited<ReturnType<Site['agent']>>;
let office: typeof worker;
let own: string;
before(async () => {
  site = await startSite();
  worker = await site.agent('key_worker');
  office = await site.agent('programme_office');
  own = `/cases/${(await site.caseload())[0]}`;
});
after(() => site?.stop());

type Answer = { status: number; body: string; location: string };

/** Sends something that is refused: with this status and words, and nothing written, no event. */
async function refused(send: () => Promise<Answer>, status: number, words?: RegExp): Promise<Answer> {
  const before = await site.snapshot();
  const answer = await send();
  assert.equal(answer.status, status, answer.body.replace(/<[^>]+>/g, ' ').slice(0, 500));
  if (words !== undefined) assert.match(answer.body, words);
  assert.deepEqual(await site.snapshot(), before);
  return answer;
}

const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-year`]: year, [`${name}-month`]: month, [`${name}-day`]: date };
};

const NOTE = { body: 'What was typed', ...day('written_on', '2016-03-30') };

test('days that do not exist', async () => {
  for (const wrong of [
    '2015-02-29',
    '2016-13-01',
    '2016-04-31',
    '2016-00-10',
    '2016-3-0',
    '0216-03-30',
    '16-03-30',
    '2016-03-',
    'x-y-z',
    '2016-04-01',
    '2016-03-30.5',
    '1e3-01-01',
    '２０１６-03-30',
  ]) {
    const answer = await refused(
      () => worker.post(`${own}/notes`, { ...NOTE, ...day('written_on', wrong) }),
      422,
      /There is a problem/,
    );
    assert.match(answer.body, /What was typed/, `${wrong}: what was typed is kept`);
    await refused(
      () => worker.post(`${own}/activities/new`, { kind: 'job_interview', ...day('startedOn', wrong) }),
      422,
    );
  }
});

test('numbers out of range', async () => {
  for (const [name, wrong] of [
    ['hoursPerWeek', '169'],
    ['hoursPerWeek', '-1'],
    ['hoursPerWeek', '1e2'],
    ['hoursPerWeek', 'NaN'],
    ['hoursPerWeek', '1.234'],
    ['hourlyWagePence', '-7'],
    ['hourlyWagePence', '1000'],
    ['hourlyWagePence', '7.2.0'],
    ['kind', 'perhaps'],
  ] as const)
    await refused(() => worker.post(`${own}/jobs/new`, { employer: 'Mill', [name]: wrong }), 422, /There is a problem/);
});

test('a rating out of range, and an answer that was not offered', async () => {
  const list = await worker.get(`${own}/assessments`);
  const path = /href="(\/cases\/[^"]+\/assessments\/[0-9a-f-]{36})"/.exec(list.body)?.[1] ?? '';
  const form = await worker.get(`${path}/correct`);
  const rating = ratingOf(form.body);
  for (const wrong of ['7', '-1', '3.5', '1e0', 'severe', '٣'])
    await refused(
      () => worker.post(`${path}/correct`, { ...fieldsOf(form.body), [rating]: wrong }),
      422,
      /There is a problem/,
    );
});

/** The name of the first question that is rated. */
const ratingOf = (body: string): string => /newel-rating[\s\S]*?name="([^"]+)"/.exec(body)?.[1] ?? '';

/** What a form would send as it stands. */
function fieldsOf(body: string): Record<string, string> {
  const form = /<form method="post" action="\/cases[\s\S]*?<\/form>/.exec(body)?.[0] ?? '';
  const typed: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const value = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
    if (value('type') === 'radio' && !/\schecked/.test(tag)) continue;
    if (value('name') !== '' && value('name') !== '_csrf') typed[value('name')] = value('value');
  }
  return typed;
}

test('notes that are too long', async () => {
  const long = await refused(
    () => worker.post(`${own}/notes`, { ...NOTE, body: 'long '.repeat(10_001) }),
    422,
    /50,000 characters/,
  );
  assert.ok(long.body.includes('long long'), 'what was typed is kept');
  await refused(
    () => worker.post(`${own}/notes`, { ...NOTE, body: 'x'.repeat(10 * 1024 * 1024) }),
    413,
    /Shorten it, or split it/,
  );
  await refused(() => worker.post(`${own}/notes`, { ...NOTE, body: '  \n\t ' }), 422, /Write the note/);
});

test('an exit before the attachment, and an attachment before the referral', async () => {
  const reason = /name="reason"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="reason"/.exec(
    (await worker.get(`${own}/close`)).body,
  );
  const version = fieldsOf((await worker.get(`${own}/close`)).body).version ?? '';
  await refused(
    () =>
      worker.post(`${own}/close`, {
        version,
        reason: reason?.[1] ?? reason?.[2] ?? '',
        ...day('closed_on', '2001-01-01'),
      }),
    422,
    /before the person was attached/,
  );
  const form = await worker.get(`${own}/attachment`);
  const typed = fieldsOf(form.body);
  for (const name of Object.keys(typed))
    if (name.endsWith('_on-day')) Object.assign(typed, day(name.slice(0, -4), '2001-01-01'));
    else if (name.endsWith('_evidence')) typed[name] = 'A form';
  await refused(() => worker.post(`${own}/attachment`, typed), 422, /before the referral/);
});

test('another worker’s case, a case that is not there, and an id that is none: one answer', async () => {
  const foreign = (await site.caseload('other_worker'))[0];
  const pages: string[] = [];
  for (const id of [foreign, '019a0000-0000-7000-8000-000000000000']) {
    for (const path of ['', '/timeline', '/jobs', '/person', '/history', '/assessments/new'])
      pages.push((await refused(() => worker.get(`/cases/${id}${path}`), 404)).body);
    for (const [path, fields] of [
      ['/notes', NOTE],
      ['/jobs/new', { employer: 'Mill' }],
      ['/close', { version: '1' }],
      ['/person/details', { version: '1', given_name: 'A', family_name: 'B' }],
    ] as const)
      pages.push((await refused(() => worker.post(`/cases/${id}${path}`, fields), 404)).body);
  }
  for (const id of ['1', "'; drop table person; --", '%00', '../users'])
    await refused(() => worker.get(`/cases/${encodeURIComponent(id)}`), 404);
  const plain = new Set(pages.map((body) => body.replace(/nonce="[^"]*"|name="_csrf" value="[^"]*"/g, '')));
  assert.equal(plain.size, 1, 'not there and not yours are told apart');
});

test('a part of another case under one’s own', async () => {
  const { rows } = await site.db.query(
    `select j.id, 'jobs' as kind from job j where j.case_id <> $1 union all
     select a.id, 'activities' from activity a where a.case_id <> $1 union all
     select s.id, 'assessments' from assessment s where s.case_id <> $1`,
    [own.split('/')[2]],
  );
  const seen = new Set<string>();
  for (const { id, kind } of rows as { id: string; kind: string }[]) {
    if (seen.has(kind)) continue;
    seen.add(kind);
    await refused(() => worker.get(`${own}/${kind}/${id}/correct`), 404);
    await refused(
      () => worker.post(`${own}/${kind}/${id}/correct`, { version: '1', employer: 'Mill', kind: 'job_interview' }),
      404,
    );
  }
  assert.equal(seen.size, 3);
});

test('forged choices: another programme’s key worker and area, a role of one’s own', async () => {
  const elsewhere = await site.one(`select id from programme where key <> 'working-well-pilot'`);
  const staff = await site.one(
    `insert into staff (id, programme_id, code, given_name, family_name) values (gen_random_uuid(), $1, 'ELSE', 'E', 'Lse') returning id`,
    [elsewhere],
  );
  const area = await site.one('select id from area where programme_id = $1 limit 1', [elsewhere]);
  const version = fieldsOf((await office.get(`${own}/key-worker/change`)).body).version ?? '';
  for (const forged of [staff, '019a0000-0000-7000-8000-000000000000', 'x'])
    await refused(
      () => office.post(`${own}/key-worker/change`, { version, staff: forged, ...day('starts_on', '2016-03-31') }),
      422,
    );
  await refused(() => office.post(`${own}/move`, { version, to_area: area, ...day('changed_on', '2016-03-31') }), 422);
  await refused(
    () => worker.post(`${own}/key-worker/change`, { version, staff, ...day('starts_on', '2016-03-31') }),
    404,
  );
  await refused(() => worker.post('/users/new', { name: 'Me', email: 'me@example.org' }), 404);
  await refused(() => worker.post(`/users/${site.users.key_worker.id}/roles/new`, { role: 'administrator' }), 404);
  await refused(
    () => worker.post('/reports/working-well-pilot/published', { title: 'Mine', 'as-of': '2016-03-31' }),
    404,
  );
});

test('a form with the wrong token, of another session, or from another site', async () => {
  for (const token of ['', 'x', 'a'.repeat(5000)])
    await refused(
      () => worker.post(`${own}/notes`, { ...NOTE, _csrf: token }),
      403,
      /not saved yet[\s\S]*What was typed/,
    );
  const others =
    /name="_csrf" value="([^"]+)"/.exec((await (await site.agent('key_worker')).get('/account')).body)?.[1] ?? '';
  await refused(() => worker.post(`${own}/notes`, { ...NOTE, _csrf: others }), 403, /not saved yet/);
  await refused(async () => {
    const reply = await site.app.inject({
      method: 'POST',
      url: `${own}/notes`,
      cookies: { newel: await site.session('key_worker') },
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' },
      payload: new URLSearchParams(NOTE).toString(),
    });
    return { status: reply.statusCode, body: reply.body, location: '' };
  }, 403);
});

test('bodies of the wrong kind', async () => {
  const session = await site.session('key_worker');
  for (const [type, payload] of [
    ['application/json', '{"body":"x"}'],
    ['text/plain', 'body=x'],
    ['multipart/form-data; boundary=x', '--x\r\nbroken'],
    ['application/x-www-form-urlencoded', 'body=%ff%fe%zz'],
    ['application/x-www-form-urlencoded', '__proto__=x&constructor=y&body'],
    ['application/x-www-form-urlencoded', `${'a=b&'.repeat(20_000)}`],
  ] as const) {
    await site.snapshot().then(async (before) => {
      const reply = await site.app.inject({
        method: 'POST',
        url: `${own}/notes`,
        cookies: { newel: session },
        headers: { 'content-type': type },
        payload,
      });
      assert.ok(reply.statusCode < 500, `${type}: ${reply.statusCode}`);
      assert.notEqual(reply.statusCode, 303, type);
      assert.match(String(reply.headers['content-type']), /text\/html/, type);
      assert.deepEqual(await site.snapshot(), before, type);
    });
  }
});

test('addresses that were tampered with', async () => {
  for (const path of [
    '/caseload?worker=x',
    '/caseload?sort=password&order=up',
    '/caseload?page=-1',
    `${own}/timeline?before=2016-99-99_x`,
    `${own}/timeline?show=${'a'.repeat(100)}`,
    `${own}/history?before=%00`,
    `${own}/activities?page=1e9`,
    '/cases?programme=%27',
    '/cases?referred=2016-99',
    '/sign-in?next=//example.org',
    '/reports/working-well-pilot?as-of=2016-02-30',
    '/reports/working-well-pilot/tables/%2e%2e%2fx',
    '/reports/nothing',
    `/programmes/${'x'.repeat(3000)}`,
    '/%E0%A4%A',
    '/cases/%00',
  ]) {
    const before = await site.snapshot();
    for (const user of [worker, office]) {
      const { status } = await user.get(path);
      assert.ok(status < 500, `${path} was answered with ${status}`);
    }
    assert.deepEqual(await site.snapshot(), before, path);
  }
});

test('null bytes and other unprintable text', async () => {
  for (const text of ['a\u0000b', '\u0000', '\ud800', '\u0007\u001b[31m', '\ufffe'])
    for (const [path, fields] of [
      [`${own}/notes`, { ...NOTE, body: text }],
      [`${own}/jobs/new`, { employer: text }],
      ['/find', { q: text }],
    ] as const) {
      const { status, body } = await worker.post(path, fields);
      assert.ok(status < 500, `${path} with ${JSON.stringify(text)}: ${status}`);
      assert.ok(!body.includes('\u0000'));
    }
});

test('a stale save shows both versions and loses nothing', async () => {
  await worker.post(`${own}/jobs/new`, { employer: 'First words' });
  const list = await worker.get(`${own}/jobs`);
  const path = [...list.body.matchAll(/href="(\/cases\/[^"]+\/jobs\/[^"]+\/correct)"[^>]*>[\s\S]*?<\/a>/g)].find(
    ([link]) => link.includes('First words'),
  )?.[1] as string;
  const [mine, theirs] = [fieldsOf((await worker.get(path)).body), fieldsOf((await office.get(path)).body)];
  assert.equal((await office.post(path, { ...theirs, employer: 'Their words' })).status, 303);
  const answer = await refused(
    () => worker.post(path, { ...mine, employer: 'My words' }),
    409,
    /Their words[\s\S]*My words/,
  );
  // The page's own form saves what was typed, over what is now known to be there.
  assert.equal((await worker.post(path, fieldsOf(answer.body))).status, 303);
  assert.match((await worker.get(`${own}/jobs`)).body, /My words/);
  assert.match((await worker.get(`${own}/timeline`)).body, /Their words/);
  for (const version of ['0', '-1', '', 'x', '99999999999'])
    await refused(() => worker.post(path, { ...mine, employer: 'Forged', version }), 409, /My words[\s\S]*Forged/);
});
