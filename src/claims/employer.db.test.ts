/** An employer confirms a job by a signed link: the email names nobody, the link is good once, and a wrong one tells nothing. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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
let caseId: string;
let jobId: string;
before(async () => {
  [w, mail] = await Promise.all([world(), mailServer()]);
  const staffId = await w.staff('BOL-KW1');
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
  ...day('agreedOn', '2016-03-30'),
});
const written = async () =>
  (
    await w.db.query(
      `select (select count(*)::int from employer_question) as questions, (select count(*)::int from evidence) as evidence,
         (select count(*)::int from evidence_file) as files, (select count(*)::int from event where kind like 'claim.employer%') as events`,
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
const yes = { works: 'yes', ...day('from', '2015-07-21'), hours: '16', name: 'Ann Payroll', title: 'Payroll' };

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

  const before = await written();
  const page = await open(path);
  assert.equal(page.statusCode, 200);
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
  assert.deepEqual(await written(), before, 'looking and refusals write nothing');

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
    ...{ source: 'employer', dated_on: '2016-03-31', covers_from: '2015-07-21', covers_to: '2016-03-31' },
    ...{ job_id: jobId, key: 'job_start' },
  });
  assert.match(
    words,
    /First day at work: 21 Jul 2015\nLast day at work: Still works for us\nHours in a usual week: 16\n/,
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
