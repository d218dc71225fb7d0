/**
 * No field outside the consent reaches a provider, an email, a log, a link or an export: every text of a person's record gets a
 * word that stands nowhere else, three items are sent to a service with consent, and the words are looked for everywhere that is
 * not the programme itself.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import type { Actor } from '../src/access/rules/policy.ts';
import { createApp } from '../src/app.ts';
import { caseRecord } from '../src/cases/actions/record.ts';
import { sendEmployerQuestions } from '../src/claims/actions/employer.ts';
import { exportCsv, exportLines } from '../src/directory/actions/export.ts';
import { publishAll } from '../src/directory/actions/publish.ts';
import { type SharedItem, sharedItems } from '../src/directory/rules/codes.ts';
import { newId } from '../src/kit/ids.ts';
import { smtpSender } from '../src/messages/actions/senders/smtp.ts';
import { planSoFar } from '../src/plan/actions/passing-on.ts';
import { giveConsent } from '../src/referrals/actions/consent.ts';
import { sendLinks } from '../src/referrals/actions/links.ts';
import { findReferral, type ReferralRow } from '../src/referrals/actions/move.ts';
import { recordFor } from '../src/referrals/actions/record.ts';
import { tellService } from '../src/referrals/actions/send.ts';
import { jobsSoFar } from '../src/work/actions/passing-on.ts';
import { appOptions, type Browser, browserOf, makeWorld, postForm, today, type World } from './support/everybody.ts';
import { type MailServer, mailServer } from './support/mail.ts';

const consented: readonly SharedItem[] = ['name', 'contact', 'goals'];
const at = { now: Temporal.Instant.from(`${today}T12:00:00Z`), today };

/**
 * Columns that hold a code which decides what the application does: a word in their place would be no record. And the name of the
 * service's own worker.
 */
const codes = new Set(
  `status state kind channel language source_ref reference referral_source benefit preferred_contact how term step_group owner size
   promised_by scope mode attendance paperwork payment who_contacts owner_side made_by_side code due_what use may_be_told way result
   milestone stage place_kind approval first_contact setting search_given search_family ni_number date_of_birth phone email postcode
   service_worker contact_rules interpreter first_language exit_reason pause_reason country`.split(/\s+/),
);
/** Tables whose rows are what was sent, or no person's. */
const notPlanted = new Set(['referral_sent', 'sharing_consent', 'read_log', 'event', 'saved_view']);

/** Every word by where it was put, and those that consent lets out. */
const planted = new Map<string, string>();
let count = 0;
function word(where: string): string {
  count += 1;
  const made = `zq${count.toString(36).padStart(3, '0')}x`;
  planted.set(made, where);
  return made;
}

let w: World;
let app: FastifyInstance;
let mail: MailServer;
const log: string[] = [];
before(async () => {
  [w, mail] = await Promise.all([makeWorld(), mailServer()]);
  app = await createApp({ ...(await appOptions(w.db)), log: { write: (line) => log.push(line) } });
});
after(async () => {
  await app?.close();
  await Promise.all([w?.close(), mail?.close()]);
});

/** Puts a word into every text of the person and their case that takes one. Resolves to how many. */
async function plantEverywhere(caseId: string, personId: string): Promise<number> {
  const { rows } = await w.owner.query<{ table_name: string; column_name: string; key: string }>(
    `select c.table_name, c.column_name,
       (select k.column_name from information_schema.columns k where k.table_schema = 'public' and k.table_name = c.table_name
         and k.column_name in ('person_id', 'case_id') order by k.column_name desc limit 1) as key
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type = 'text' and c.is_generated = 'NEVER'
       and (c.table_name = 'person' or exists (select from information_schema.columns k where k.table_schema = 'public'
         and k.table_name = c.table_name and k.column_name in ('person_id', 'case_id')))`,
  );
  let set = 0;
  for (const { table_name: table, column_name: column, key } of rows) {
    if (codes.has(column) || notPlanted.has(table)) continue;
    const [by, id] = table === 'person' ? ['id', personId] : [key, key === 'person_id' ? personId : caseId];
    const made = word(`${table}.${column}`);
    // What a check of the database refuses is a code, which is no record of anybody.
    const done = await w.owner
      .query(`update ${table} set ${column} = $1 where ${by} = $2`, [made, id])
      .catch((error: { code?: string }) =>
        error.code?.startsWith('23') === true ? { rowCount: 0 } : Promise.reject(error),
      );
    if ((done.rowCount ?? 0) > 0) set += 1;
    else planted.delete(made);
  }
  return set;
}

/** One more row of what a case may hold, beside those of the world. */
async function fill(): Promise<void> {
  const { caseId, personId, staffId, programmeId, jobId } = w.cases.own;
  const office = w.visitors['programme office'].id;
  const add = (sql: string, ...values: unknown[]) => w.owner.query(sql, [newId(), caseId, personId, ...values]);
  await add(
    `insert into goal (id, case_id, person_id, words, term, state_on, set_on, position) values ($1, $2, $3, 'x', 'long', '2016-03-01', '2016-03-01', 1)`,
  );
  await add(
    `insert into step (id, case_id, person_id, step_group, words, owner, size, position, state_on, agreed_on) values ($1, $2, $3, 'survival', 'x', 'person', 1, 1, '2016-03-01', '2016-03-01')`,
  );
  await add(
    `insert into promise (id, case_id, person_id, promised_by, words, to_whom, made_on, state_on) values ($1, $2, $3, 'worker', 'x', 'x', '2016-03-01', '2016-03-01')`,
  );
  await add(
    `insert into plan_setback (id, case_id, person_id, happened_on, words, size) values ($1, $2, $3, '2016-03-01', 'x', 1)`,
  );
  await add(
    `insert into risk_flag (id, case_id, person_id, kind, words, precautions, review_on) values ($1, $2, $3, 'other', 'x', 'x', '2016-06-01')`,
  );
  await add(
    `with c as (insert into work_contact (id, case_id, person_id, with_whom, contact_on, way, reached, words)
       values ($1, $2, $3, 'person', '2016-03-01', 'phone', true, 'x') returning id)
     insert into work_problem (id, case_id, person_id, contact_id, code, words, opened_on) select $1, $2, $3, c.id, 'travel', 'x', '2016-03-01' from c`,
  );
  await add(
    `insert into work_ending (id, case_id, person_id, kind, name, starts_on, ends_on) values ($1, $2, $3, 'payment', 'x', '2016-03-01', '2016-06-01')`,
  );
  await w.owner.query(`insert into person_name (id, person_id, use, family_name) values ($1, $2, 'former', 'x')`, [
    newId(),
    personId,
  ]);
  await w.owner.query(
    `insert into person_contact (id, person_id, kind, name, may_be_told) values ($1, $2, 'supporter', 'x', 'nothing')`,
    [newId(), personId],
  );
  await add(
    `insert into contact_attempt (id, case_id, person_id, tried_on, way, result, words) values ($1, $2, $3, '2016-03-01', 'Phone', 'no answer', 'x')`,
  ).catch(() => {});
  await add(
    `insert into meeting (id, case_id, person_id, draft_id, held_on, mode, attendance, note, author_id) values ($1, $2, $3, gen_random_uuid(), '2016-03-01', 'phone', 'attended', 'x', $4)`,
    office,
  );
  await add(
    `insert into case_manager (id, case_id, person_id, programme_id, holder, name, temporary, from_day, agreed_by_person, basis) values ($1, $2, $3, $4, 'adviser', 'x', false, '2016-01-01', true, '{knows}')`,
    programmeId,
  );
  await w.owner.query(
    `insert into case_alarm (id, case_id, programme_id, kind, since, words) values ($1, $2, $3, 'silence', '2016-03-01', 'x')`,
    [newId(), caseId, programmeId],
  );
  await w.owner.query(
    `insert into service_news (id, service_id, kind, words, by, day) values ($1, $2, 'opinion', $3, $4, '2016-03-01')`,
    [newId(), w.services.own.serviceId, word('service_news.words'), office],
  );
  await add(
    `insert into evidence (id, case_id, person_id, kind, source, words, recorded_on) values ($1, $2, $3, 'payslip', 'person', 'x', '2016-03-01')`,
  );
  await add(
    `insert into trading_entry (id, case_id, person_id, job_id, traded_on, direction, pence, words) values ($1, $2, $3, $4, '2016-03-01', 'spent', 5, 'x')`,
    jobId,
  );
  await add(
    `insert into employer_question (id, case_id, person_id, programme_id, job_id, reference, email, agreed_on, asked_for, asked_on, not_before, state_at)
     values ($1, $2, $3, $4, $5, 'E-TEST', 'pay@example.org', '2016-03-01', '[]', '2016-03-01', '2016-03-01', '2016-03-01')`,
    programmeId,
    jobId,
  );
  await w.owner.query(`update staff set phone = '07700 900456' where id = $1`, [staffId]);
  await w.owner.query(
    `update service set asks = $2, modes = '{link}', contact_email = 'desk@example.org', status = 'active' where id = $1`,
    [w.services.own.serviceId, Object.keys(sharedItems)],
  );
}

/** The referral, asked for and not sent yet; and another of the same person to somewhere else, of which nobody may hear. */
async function referrals(): Promise<string> {
  const { caseId, personId, programmeId } = w.cases.own;
  const worker = w.visitors['key worker'].id;
  const add = async (serviceId: string, organisationId: string): Promise<string> => {
    const id = newId();
    await w.owner.query(
      `insert into referral (id, reference, kind, case_id, person_id, programme_id, service_id, organisation_id, made_by, owner_id, made_on,
         state, owner_side, due_what, due_on, why_words, override_reason, exception_reason, limit_reason, outcome, next_step)
       values ($1, $1::uuid::text, 'referral', $2, $3, $4, $5, $6, $7, $7, '2016-03-30', 'awaiting consent', 'worker', 'x', '2016-04-01',
         'x', 'x', 'x', 'x', 'x', 'x')`,
      [id, caseId, personId, programmeId, serviceId, organisationId, worker],
    );
    await w.owner.query(
      `insert into referral_event (id, referral_id, kind, day, side, words, reason) values ($1, $2, 'made', '2016-03-30', 'worker', $3, $4)`,
      [newId(), id, word('referral_event.words'), word('referral_event.reason')],
    );
    await w.owner.query(
      `insert into feedback (id, referral_id, side, day, words, own_view) values ($1, $2, 'person', '2016-03-30', $3, $4)`,
      [newId(), id, word('feedback.words'), word('feedback.own_view')],
    );
    await w.owner.query(
      `insert into liaison_contact (id, referral_id, service_id, case_id, day, channel, purpose, begun_by, words, agreed) values ($1, $2, $3, $4, '2016-03-30', 'phone', 'x', 'worker', 'x', 'x')`,
      [newId(), id, serviceId, caseId],
    );
    return id;
  };
  await add(w.services.other.serviceId, w.services.other.organisationId);
  return add(w.services.own.serviceId, w.services.own.organisationId);
}

async function current(id: string): Promise<ReferralRow> {
  const row = await findReferral(w.db, id);
  assert.ok(row !== null);
  return row;
}

describe('a word in every field', () => {
  it('comes out only where the person agreed, wherever it is looked for', async () => {
    await fill();
    const id = await referrals();
    const { caseId, personId } = w.cases.own;
    const set = await plantEverywhere(caseId, personId);
    planted.set('plantednote', 'the payload of an event');
    assert.ok(set > 60, `${set} texts were planted`);

    const worker: Actor = { userId: w.visitors['key worker'].id, name: 'Visitor key worker', memberships: [] };
    const head = await caseRecord.load(w.db, caseId, worker, today);
    assert.ok(head !== null);
    const items = Object.keys(sharedItems) as SharedItem[];
    // What the worker has before them: everything of the record, and words of their own for what no record holds.
    const record = await recordFor(w.db, head, await current(id), items, { plan: planSoFar, work: jobsSoFar }, today);
    const words = Object.fromEntries(items.map((item) => [item, `${record[item] ?? ''} ${word(`words for ${item}`)}`]));
    const given = { items: consented, how: 'in person' as const, givenOn: today };
    const agreed = await giveConsent(w.db, worker, await current(id), given as never, at);
    assert.equal('outcome' in agreed && agreed.outcome === 'refused' ? agreed : null, null);
    const leads = 'send';
    const telling = { mode: 'link', channel: 'link', words, leads, day: today } as const;
    await tellService(w.db, worker, await current(id), telling, at);
    assert.equal((await current(id)).state, 'sent');

    const told = consented.map((item) => words[item] ?? '').join('\n');
    const allowed = [...planted.keys()].filter((one) => told.includes(one));
    const places = [...allowed].map((one) => planted.get(one));
    for (const place of ['person.given_name', 'person.family_name', 'goal.words'])
      assert.ok(places.includes(place), place);

    /** Everything that leaves the programme, by where it was found. */
    const out: Record<string, string> = {};
    const senders = [smtpSender(mail.url, 'Newel <newel@example.org>')];
    await sendLinks(w.db, senders, 'https://newel.example.org', () => at);
    assert.equal(await sendEmployerQuestions(w.db, senders, 'https://newel.example.org', () => at), 1);
    out.mail = mail.texts.join('\n').replaceAll(/=\r?\n/g, '');
    const link = /(\/answer\/[\w-]{43})/.exec(out.mail)?.[1] ?? '';
    const page = await app.inject({ url: link });
    assert.equal(page.statusCode, 200);
    out['the page of the link'] = page.body;
    const somebody = await browserOf(app, w.db, w.visitors['service worker'].id);
    await look(somebody, id, out);

    const hidden = /name="form" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const body = { form: hidden, version: String((await current(id)).version), by_name: 'Dee', answer: 'receive' };
    const answered = await postForm(app, link, body);
    assert.equal(answered.statusCode, 303);
    out['where an answer leads'] = JSON.stringify(answered.headers);
    out['the page after an answer'] = (await app.inject({ url: link })).body;
    await askedEmployer(out);
    await publishAll(w.db);
    for (const url of ['/open-referral/services', '/open-referral/organizations', '/open-referral/uk/services'])
      out[url] = (await app.inject({ url })).body;
    out['the export as CSV'] = JSON.stringify(await Array.fromAsync(exportCsv(w.db)));
    for (const profile of ['hsds', 'uk'] as const)
      out[`the export as ${profile}`] = (await Array.fromAsync(exportLines(w.db, 'services', profile))).join('');
    out['the published copy'] = JSON.stringify((await w.owner.query('select * from published')).rows);
    out['what is kept of links and mail'] = JSON.stringify([
      (await w.owner.query('select * from referral_link')).rows,
      (await w.owner.query('select * from service_mail')).rows,
    ]);
    // A failure is logged too, with nothing of what failed.
    await app.inject({ url: `/inbox/${id}`, headers: { cookie: 'newel=broken' } });
    out['the log'] = log.join('');

    // That the person was referred elsewhere too is nobody's matter: its organisation stands in the directory alone.
    for (const where of Object.keys(out).filter(
      (one) => !one.includes('export') && !one.includes('/open') && !one.includes('copy'),
    ))
      assert.ok(!out[where]?.includes('Planted Organisation'), where);
    const leaks: string[] = [];
    for (const [where, text] of Object.entries(out))
      for (const [one, field] of planted)
        if (text.toLowerCase().includes(one) && !allowed.includes(one)) leaks.push(`${field} in ${where}`);
    assert.deepEqual(leaks, []);
    // Of what was agreed, all is on the pages, and none of it anywhere else.
    for (const one of allowed) {
      assert.ok(out['the page of the link']?.includes(one), planted.get(one) ?? one);
      for (const where of [
        'mail',
        'the log',
        'where an answer leads',
        'where the answer of an employer leads',
        'the page after the answer of an employer',
        'the published copy',
        'what is kept of links and mail',
      ])
        assert.ok(!out[where]?.includes(one), `${planted.get(one)} in ${where}`);
    }
    assert.ok(out['the log'] !== '');
  });
});

/** What an employer is shown who is asked to confirm a job: whom it is about, and nothing else. */
async function askedEmployer(out: Record<string, string>): Promise<void> {
  const link = /(\/confirm\/[\w-]{43})/.exec(out.mail ?? '')?.[1] ?? '';
  const page = await app.inject({ url: link });
  assert.equal(page.statusCode, 200);
  out['the page of an employer'] = page.body;
  const [form = '', version = ''] = ['form', 'version'].map(
    (name) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page.body)?.[1] ?? '',
  );
  const from = { 'from-day': '1', 'from-month': '9', 'from-year': '2015' };
  const answered = await postForm(app, link, { form, version, works: 'yes', ...from, name: 'Ann', title: 'Pay' });
  assert.equal(answered.statusCode, 303);
  out['where the answer of an employer leads'] = JSON.stringify(answered.headers);
  out['the page after the answer of an employer'] = (await app.inject({ url: link })).body;
}

/** What a worker of the service can open: their inbox, the referral, and what they try besides. */
async function look(browser: Browser, id: string, out: Record<string, string>): Promise<void> {
  const { caseId, noteId } = w.cases.own;
  for (const url of ['/inbox', '/inbox?part=all', `/inbox/${id}`]) {
    const reply = await browser.get(url);
    assert.equal(reply.statusCode, 200, url);
    out[`the service's ${url.split('/').length > 2 ? 'referral' : url}`] = reply.body;
  }
  const others = [
    `/cases/${caseId}`,
    `/cases/${caseId}/notes/${noteId}`,
    `/cases/${caseId}/referrals/${id}`,
    '/cases',
    '/find',
    '/today',
  ];
  for (const url of others) {
    const reply = await browser.get(url);
    assert.equal(reply.statusCode, 404, url);
    out[`refused: ${url.replace(caseId, '…').replace(id, '…')}`] = reply.body;
  }
}
