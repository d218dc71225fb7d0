/** An employer confirms a job by a signed link: the email names nobody, the link is good once, and a wrong one tells nothing. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { htmlProblems } from '../../test/support/checks.ts';
import { type MailServer, mailServer } from '../../test/support/mail.ts';
import { type Browser, type World, world } from '../../test/support/world.ts';
import { newId } from '../kit/ids.ts';
import { smtpSender } from '../messages/actions/senders/smtp.ts';
import { sendEmployerQuestions } from './actions/employer.ts';

const address = 'https://newel.example.org';
let now = Temporal.Instant.from('2016-03-31T10:00:00Z');
const at = () => ({ now, today: '2016-03-31' });
let w: World;
let mail: MailServer;
let worker: Browser;
let staffId: string;
let caseId: string;
let jobId: string;
before(async () => {
  [w, mail] = await Promise.all([world(), mailServer()]);
  staffId = await w.staff('BOL-KW1');
  await w.db.query(`update staff set phone = '07700 900456' where id = $1`, [staffId]);
  worker = await w.signIn('key_worker', { staffId });
  const made = await w.addCase({ keyWorkerId: staffId, givenName: 'Maria', familyName: 'Haworth' });
  [caseId, jobId] = [made.caseId, newId()];
  await w.db.query(
    `insert into job (id, case_id, person_id, employer, started_on, hours_per_week) values ($1, $2, $3, 'Northway Bakery', '2015-07-20', 16)`,
    [jobId, caseId, made.personId],
  );
});
after(async () => {
  await Promise.all([w.end(), mail.close()]);
});

const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-day`]: String(Number(date)), [`${name}-month`]: String(Number(month)), [`${name}-year`]: year };
};
const question = () => ({
  jobId,
  email: 'pay@northway.example.org',
  needs: 'working-well-pilot|job_start|job_start',
  agrees: 'yes',
  ...day('agreedOn', '2016-03-30'),
});
const written = async () =>
  (
    await w.db.query(
      `select (select count(*)::int from employer_question) as questions, (select count(*)::int from evidence) as evidence,
         (select count(*)::int from evidence_file) as files, (select count(*)::int from employer_consent) as consents,
         (select count(*)::int from event where kind like 'claim.employer%') as events`,
    )
  ).rows[0];
const send = async () => sendEmployerQuestions(w.db, [smtpSender(mail.url, 'Newel <newel@example.org>')], address, at);
/** The text of the last email without the soft breaks of its encoding, and the path of its link. */
function lastMail(): { text: string; path: string } {
  const text = (mail.texts.at(-1) ?? '').replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=');
  return { text, path: /https:\/\/newel\.example\.org(\/confirm\/[\w-]{43})/.exec(text)?.[1] ?? '' };
}
const open = (url: string) => w.app.inject({ url });
const form = { 'content-type': 'application/x-www-form-urlencoded' };
/** Sends the form of a page as a browser without a session does. */
function post(url: string, page: string, fields: Record<string, string>) {
  const hidden = Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="(form|version)" value="([^"]*)">/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );
  const payload = new URLSearchParams({ ...hidden, ...fields }).toString();
  return w.app.inject({ method: 'POST', url, headers: form, payload });
}
const yes = { works: 'yes', ...day('from', '2015-07-20'), hours: '16', name: 'Ann Payroll', title: 'Payroll' };

test('nobody is asked without the person’s agreement, a job of the case and an address', async () => {
  const before = await written();
  const path = `/cases/${caseId}/evidence/ask`;
  const elsewhere = await w.addCase({
    areaId: w.area('Salford').id,
    providerId: w.area('Salford').provider_id ?? null,
  });
  for (const [wrong, words] of [
    [{ 'agreedOn-day': '', 'agreedOn-month': '', 'agreedOn-year': '' }, /Enter the day on which the person agreed/],
    [day('agreedOn', '2016-04-01'), /today or in the past/],
    [{ jobId: newId() }, /choose one of the answers/],
    [{ email: 'pay@northway.example.org, all@example.org' }, /Enter an email address/],
    [{ email: 'a\r\nBcc: all@example.org' }, /Enter an email address/],
    [{ needs: '' }, /Choose what it proves/],
    [{ agrees: '' }, /Say whether the person agrees/],
    [{ agrees: 'no' }, /Nobody is asked against the person’s will/],
  ] as const) {
    const { status, body } = await worker.post(path, { ...question(), ...wrong });
    assert.equal(status, 422);
    assert.match(body, words);
    assert.deepEqual(await htmlProblems(body), []);
  }
  assert.equal((await worker.post(`/cases/${elsewhere.caseId}/evidence/ask`, question())).status, 404);
  assert.deepEqual(await written(), before);
});

test('the email names nobody, the page asks and does not tell, and the answer becomes evidence with its words', async () => {
  assert.equal((await worker.post(`/cases/${caseId}/evidence/ask`, question())).status, 303);
  const asked = await written();
  assert.equal(
    (await worker.post(`/cases/${caseId}/evidence/ask`, question())).status,
    422,
    'once at a time for a job',
  );
  assert.deepEqual(await written(), asked);
  assert.equal(await sendEmployerQuestions(w.db, [], address, at), 0);
  assert.equal(await send(), 1);
  assert.equal(await send(), 0);
  const { text, path } = lastMail();
  assert.match(text, /^To: pay@northway\.example\.org/m);
  assert.match(text, /Rashida BOL-KW1, 07700 900456/);
  assert.doesNotMatch(text.replace('pay@northway', ''), /Maria|Haworth|Northway|Bakery|C-[0-9A-Z]{4}|2015/);
  const kept = JSON.stringify((await w.db.query('select * from employer_question')).rows);
  assert.ok(!kept.includes(path.split('/').at(-1) ?? ''), 'the token stands nowhere');

  const page = await open(path);
  assert.equal(page.statusCode, 200);
  const before = await written();
  assert.equal(before.events, asked.events + 1, 'that it was opened is written down');
  assert.equal((await open(path)).statusCode, 200);
  assert.equal(page.headers['referrer-policy'], 'no-referrer');
  assert.deepEqual(await htmlProblems(page.body), []);
  assert.match(page.body, /Please confirm a job: Maria Haworth/);
  assert.doesNotMatch(page.body, /Northway|2015|16 hours|Born/, 'nothing that is on record');
  for (const [wrong, words] of [
    [{ works: '' }, /Say whether they work/],
    [{ 'from-day': '', 'from-month': '', 'from-year': '' }, /Enter their first day at work/],
    [day('to', '2015-07-01'), /Their last day must be their first day or later/],
    [{ name: '' }, /Enter your name/],
    [{ form: 'x' }, /did not come from this page/],
    [{ version: '9' }, /did not come from this page/],
  ] as const) {
    const refused = await post(path, page.body, { ...yes, ...wrong });
    assert.equal(refused.statusCode, 422);
    assert.match(refused.body, words);
  }
  assert.deepEqual(await written(), before, 'looking again on the day and refusals write nothing');

  const replies = await Promise.all([post(path, page.body, yes), post(path, page.body, yes)]);
  assert.deepEqual(replies.map(({ statusCode }) => statusCode).sort(), [303, 409]);
  assert.deepEqual(await written(), {
    ...before,
    evidence: before.evidence + 1,
    files: before.files + 1,
    events: before.events + 1,
  });
  const again = await open(path);
  assert.match(again.body, /Thank you/);
  assert.doesNotMatch(again.body, /Maria|Haworth/);
  assert.equal((await post(path, page.body, { ...yes, works: 'no' })).statusCode, 409);

  const { rows } = await w.db.query(
    `select e.source, e.dated_on, e.covers_from, e.covers_to, e.job_id, convert_from(f.content, 'UTF8') as text, n.key
     from evidence e join evidence_file f on f.evidence_id = e.id join evidence_for n on n.evidence_id = e.id where e.case_id = $1`,
    [caseId],
  );
  assert.equal(rows.length, 1);
  const { text: words, ...facts } = rows[0];
  assert.deepEqual(facts, {
    ...{ source: 'employer', dated_on: '2016-03-31', covers_from: '2015-07-20', covers_to: '2016-03-31' },
    ...{ job_id: jobId, key: 'job_start' },
  });
  assert.match(
    words,
    /First day at work: 20 Jul 2015\nLast day at work: Still works for us\nHours in a usual week: 16\n/,
  );
  assert.match(words, /Answered by: Ann Payroll, Payroll\n/);
  const shown = (await worker.get(`/cases/${caseId}/evidence`)).body;
  assert.match(shown, /Answered/);
  assert.match(shown, /The employer’s confirmation, 31 Mar 2016/);
  assert.match((await worker.get(`/cases/${caseId}/timeline`)).body, /The employer confirmed the job/);
});

test('links that ended, were taken back, were altered or never were look alike, and write nothing', async () => {
  assert.equal((await worker.post(`/cases/${caseId}/evidence/ask`, question())).status, 303);
  await send();
  const { path } = lastMail();
  const page = (await open(path)).body;
  const { rows } = await w.db.query(`select id from employer_question where state = 'sent'`);
  const stop = `/cases/${caseId}/evidence/questions/${rows[0].id}/stop`;
  assert.equal((await worker.post(stop, {})).status, 303);
  assert.equal((await worker.post(stop, {})).status, 404);
  await worker.post(`/cases/${caseId}/evidence/ask`, question());
  await send();
  const ended = lastMail().path;
  await w.db.query(`update employer_question set ends_at = '2016-03-01' where state = 'sent'`);
  const before = await written();
  const bodies = new Set<string>();
  const bare = (body: string) => body.replaceAll(/nonce="[^"]*"/g, '');
  for (const url of [path, ended, `${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`, '/confirm/nothing']) {
    const got = await open(url);
    assert.equal(got.statusCode, 404);
    bodies.add(bare(got.body).replaceAll(url, ''));
    assert.equal((await post(url, page, yes)).statusCode, 404);
  }
  assert.equal(bodies.size, 1);
  assert.doesNotMatch([...bodies][0] ?? '', /Maria|Haworth/);
  assert.deepEqual(await written(), before);
});

test('an answer that says no is kept and proves nothing; mail that could not go is tried again', async () => {
  const asked = await worker.post(`/cases/${caseId}/evidence/ask`, question());
  assert.equal(asked.status, 303, 'a link that ended does not stand in the way');
  mail.refuse = () => 451;
  assert.equal(await send(), 1);
  const state = async () =>
    (await w.db.query('select state, reason, attempts from employer_question order by id desc limit 1')).rows[0];
  assert.deepEqual(await state(), { state: 'queued', reason: 'busy', attempts: 1 });
  mail.refuse = () => null;
  now = now.add({ minutes: 30 });
  assert.equal(await send(), 1);
  assert.deepEqual(await state(), { state: 'sent', reason: null, attempts: 2 });
  const { path } = lastMail();
  const no = { works: 'no', words: 'Nobody of that name', name: 'Ann', title: 'Payroll' };
  assert.equal((await post(path, (await open(path)).body, no)).statusCode, 303);
  const { rows } = await w.db.query(
    `select e.words, e.covers_from, (select count(*)::int from evidence_for f where f.evidence_id = e.id) as proves from evidence e
     where e.case_id = $1 order by e.id desc limit 1`,
    [caseId],
  );
  assert.deepEqual(rows, [{ words: 'Does not confirm the job: Ann, Payroll', covers_from: null, proves: 0 }]);
});

/** Somebody in work, whose employer can be asked. */
async function inWork(startedOn = '2015-03-01', endedOn: string | null = null) {
  const made = await w.addCase({ keyWorkerId: staffId, attachedOn: '2015-02-02', givenName: 'Olga' });
  const id = newId();
  await w.db.query(
    `insert into job (id, case_id, person_id, employer, kind, self_employed, started_on, ended_on) values ($1, $2, $3, 'Northway Bakery', 'employed', false, $4, $5)`,
    [id, made.caseId, made.personId, startedOn, endedOn],
  );
  const base = `/cases/${made.caseId}`;
  const rows = async (query: string) => (await w.db.query(query, [made.caseId])).rows;
  return {
    ...{ ...made, jobId: id, base, rows },
    ask: (more: Record<string, string | readonly string[]> = {}) =>
      worker.post(`${base}/evidence/ask`, { ...question(), jobId: id, ...more }),
    says: (consent: 'yes' | 'no', on = '2016-03-31') =>
      worker.post(`${base}/in-work/employer/${id}/consent`, { consent, ...day('on', on) }),
    link: async () => {
      assert.equal(await send(), 1);
      return lastMail().path;
    },
    states: () => rows('select state, reason from employer_question where case_id = $1 order by id'),
    consents: () => rows('select given, asked_on from employer_consent where case_id = $1 order by id'),
    proves: () => rows('select milestone from evidence_for where case_id = $1 order by milestone'),
    events: async () =>
      (await rows(`select kind from event where case_id = $1 order by id`)).map((row: { kind: string }) => row.kind),
  };
}

test('the person’s yes is asked for and kept once; after a no the employer is not asked', async () => {
  const one = await inWork();
  assert.equal((await one.ask()).status, 303);
  assert.deepEqual(await one.consents(), [{ given: true, asked_on: '2016-03-30' }]);
  assert.deepEqual(await one.events(), ['in work.employer agreed', 'claim.employer asked']);
  const { rows } = await w.db.query('select id from employer_question where case_id = $1', [one.caseId]);
  await worker.post(`${one.base}/evidence/questions/${rows[0].id}/stop`, {});
  assert.equal((await one.ask()).status, 303);
  assert.equal((await one.consents()).length, 1, 'a yes that is on file holds');
  await send();

  const other = await inWork();
  await other.says('no');
  const before = await written();
  const refused = await other.ask();
  assert.equal(refused.status, 422);
  assert.match(refused.body, /The person does not agree that we talk to this employer. Ask them again/);
  assert.match(refused.body, new RegExp(`href="${other.base}/in-work/employer/${other.jobId}/consent"`));
  assert.deepEqual(await htmlProblems(refused.body), []);
  assert.deepEqual(await written(), before);
  await other.says('yes');
  assert.equal((await other.ask()).status, 303);
  await send();
});

test('a no that comes before the email stops it, and one that comes after it ends the link', async () => {
  const early = await inWork();
  await early.ask();
  await early.says('no');
  assert.match((await worker.get(`${early.base}/evidence`)).body, /The person said no/);
  const sent = mail.texts.length;
  assert.equal(await send(), 1);
  assert.equal(mail.texts.length, sent);
  assert.deepEqual(await early.states(), [{ state: 'stopped', reason: 'the person said no' }]);
  assert.equal((await early.events()).at(-1), 'claim.employer stopped');

  const late = await inWork();
  await late.ask();
  const path = await late.link();
  const page = (await open(path)).body;
  await late.says('no');
  const before = await written();
  assert.equal((await open(path)).statusCode, 404);
  const posted = await post(path, page, yes);
  assert.equal(posted.statusCode, 404);
  assert.match(posted.body, /This link cannot be used/);
  assert.deepEqual(await written(), before);
});

test('an answer counts also where nobody learned whether the email arrived; nobody is thanked for one that does not', async () => {
  const one = await inWork('2015-07-20');
  await one.ask();
  const path = await one.link();
  await w.db.query(`update employer_question set state = 'failed' where case_id = $1`, [one.caseId]);
  assert.equal((await post(path, (await open(path)).body, yes)).statusCode, 303);
  assert.deepEqual(await one.proves(), [{ milestone: 'job_start' }]);

  // An address has few tries at links that lead nowhere.
  await w.db.query('delete from sign_in_attempt');
  const other = await inWork();
  await other.ask();
  const second = await other.link();
  const page = (await open(second)).body;
  const client = await w.db.connect();
  try {
    // It is taken back between the reading of the link and the writing of the answer.
    await client.query('begin');
    await client.query(
      `update employer_question set state = 'stopped', token_hash = null, version = version + 1 where case_id = $1`,
      [other.caseId],
    );
    // A request begins when somebody waits for it.
    const answer = post(second, page, yes).then((reply) => reply);
    // Another test on the same server may wait for a lock of its own.
    const waits = `select from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()`;
    for (let tries = 0; tries < 500 && (await w.db.query(waits)).rows.length === 0; tries += 1) await wait(20);
    await client.query('commit');
    const { statusCode, body } = await answer;
    assert.equal(statusCode, 404);
    assert.match(body, /This link cannot be used/);
    assert.doesNotMatch(body, /Thank you/);
  } finally {
    client.release();
  }
  assert.deepEqual(await other.rows('select id from evidence where case_id = $1'), []);
});

test('an answer proves what its days cover and no more; the rest is ticked by somebody who looks', async () => {
  const both = ['working-well-pilot|job_start|job_start', 'working-well-pilot|sustained_job|days_in_work'];
  const answered = async (
    job: [string, (string | null)?],
    more: Record<string, string>,
  ): Promise<Awaited<ReturnType<typeof inWork>>> => {
    const one = await inWork(...job);
    await one.ask({ needs: both });
    const path = await one.link();
    assert.equal((await post(path, (await open(path)).body, { ...yes, ...more })).statusCode, 303);
    return one;
  };
  const all = [{ milestone: 'job_start' }, { milestone: 'sustained_job' }];
  for (const [name, job, more, proves] of [
    ['the same days', ['2015-03-01'], day('from', '2015-03-01'), all],
    ['not reached yet', ['2015-07-20'], day('from', '2015-07-20'), all.slice(0, 1)],
    ['three days', ['2015-03-01'], { ...day('from', '2016-03-01'), ...day('to', '2016-03-03') }, []],
    ['a day earlier', ['2015-03-01'], day('from', '2015-02-28'), []],
    ['ended', ['2015-03-01'], { ...day('from', '2015-03-01'), ...day('to', '2016-03-30') }, []],
    ['said to go on', ['2015-03-01', '2016-03-30'], day('from', '2015-03-01'), []],
    ['more words', ['2015-03-01'], { ...day('from', '2015-03-01'), words: 'Away in May' }, []],
  ] as const)
    assert.deepEqual(await (await answered([...job], more)).proves(), proves, name);

  const early = await inWork();
  await early.ask({ needs: both });
  await w.db.query(`update employer_question set asked_on = '2016-02-01' where case_id = $1`, [early.caseId]);
  const path = await early.link();
  await post(path, (await open(path)).body, { ...yes, ...day('from', '2015-03-01') });
  assert.deepEqual(await early.proves(), all.slice(0, 1), 'asked before it was reached');

  // What is left of the asked is left to somebody, also where a part is proved.
  const part = await answered(['2015-07-20'], day('from', '2015-07-20'));
  const partly = (await worker.get(`${part.base}/evidence`)).body;
  assert.match(partly, /Somebody looks/);
  const rest = /href="([^"]*\/proves)"/.exec(partly)?.[1] ?? '';
  await worker.post(rest, { version: '1', needs: both.slice(1) });
  assert.deepEqual(await part.proves(), all);
  assert.doesNotMatch((await worker.get(`${part.base}/evidence`)).body, /Somebody looks/);

  const one = await answered(['2015-03-01'], { ...day('from', '2016-03-01'), ...day('to', '2016-03-03') });
  const list = (await worker.get(`${one.base}/evidence`)).body;
  assert.match(list, /their days \(1 Mar 2016 to 3 Mar 2016\) and ours \(from 1 Mar 2015\) differ/);
  assert.match(list, /Somebody looks/);
  const form = /href="([^"]*\/proves)"/.exec(list)?.[1] ?? '';
  const asked = (await worker.get(form)).body;
  assert.deepEqual(await htmlProblems(asked), []);
  const version = /name="version" value="(\d+)"/.exec(asked)?.[1] ?? '';
  const nothing = await worker.post(form, { version, needs: '' });
  assert.equal(nothing.status, 422);
  assert.match(nothing.body, /Choose what it proves/);
  assert.equal((await worker.post(form, { version: '9', needs: both })).status, 303);
  assert.deepEqual(await one.proves(), [], 'it was changed in the meantime');
  assert.equal((await worker.post(form, { version, needs: both })).status, 303);
  assert.deepEqual(await one.proves(), all);
  assert.equal((await one.events()).at(-1), 'claim.evidence ticked');
  assert.doesNotMatch((await worker.get(`${one.base}/evidence`)).body, /Somebody looks/);
});

test('an answer about a job that does not count proves nothing of one that does', async () => {
  for (const [kind, startedOn, why] of [
    ['permitted', '2015-04-01', true],
    ['employed', '2015-01-05', true],
    ['employed', '2015-04-01', false],
  ] as const) {
    const one = await inWork(startedOn);
    await w.db.query('update job set kind = $2 where id = $1', [one.jobId, kind]);
    await w.db.query(
      `insert into job (id, case_id, person_id, employer, kind, self_employed, started_on) values ($1, $2, $3, 'A bakery', 'employed', false, '2015-06-01')`,
      [newId(), one.caseId, one.personId],
    );
    await one.ask();
    const path = await one.link();
    await post(path, (await open(path)).body, { ...yes, ...day('from', startedOn) });
    assert.deepEqual(await one.proves(), why ? [] : [{ milestone: 'job_start' }], `${kind} from ${startedOn}`);
    const list = (await worker.get(`${one.base}/evidence`)).body;
    assert.equal(list.includes('the job that they speak of does not count for it'), why);
  }
});

test('that a link was opened is written down once a day', async () => {
  const one = await inWork();
  await one.ask();
  const path = await one.link();
  await Promise.all([open(path), open(path)]);
  await open(path);
  const opened = async () => (await one.events()).filter((kind) => kind === 'claim.employer opened').length;
  assert.equal(await opened(), 1);
  await w.db.query(`update employer_question set opened_on = '2016-03-30' where case_id = $1`, [one.caseId]);
  await open(path);
  assert.equal(await opened(), 2);
  assert.match((await worker.get(`${one.base}/timeline`)).body, /The link to an employer was opened/);
});

test('neither the person nor a user is asked in place of the employer', async () => {
  const one = await inWork();
  await w.db.query(`update person set email = 'Olga@Example.org' where id = $1`, [one.personId]);
  const before = await written();
  for (const [email, words] of [
    ['olga@example.ORG', /the person’s own address/],
    [`${worker.userId}@EXAMPLE.org`, /somebody who uses Newel/],
  ] as const) {
    const { status, body } = await one.ask({ email });
    assert.equal(status, 422);
    assert.match(body, words);
  }
  assert.deepEqual(await written(), before);
});
