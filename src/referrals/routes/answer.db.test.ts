/** A service answers by a link: three taps, nothing by opening it, nothing twice, nothing beyond consent. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addService, sentReferral } from '../../../test/support/services.ts';
import { snapshot } from '../../../test/support/snapshot.ts';
import { type World, world } from '../../../test/support/world.ts';
import { noticesOf } from '../../access/actions/notices.ts';
import { newId } from '../../kit/ids.ts';
import { makeLink, revokeLinks } from '../actions/links.ts';

const now = Temporal.Instant.from('2016-03-31T10:00:00Z');
let w: World;
let service: { organisationId: string; serviceId: string };
let owner: string;
let person: { caseId: string; personId: string };
before(async () => {
  w = await world();
  const staffId = await w.staff('BOL-KW1');
  await w.db.query(`update staff set phone = '07700 900456' where id = $1`, [staffId]);
  owner = (await w.signIn('key_worker', { staffId })).userId;
  person = await w.addCase({ keyWorkerId: staffId, givenName: 'Unsharedgiven', familyName: 'Unsharedfamily' });
});
after(() => w.end());

const of = () => ({ ...person, programmeId: w.programmeId, ...service });
/** A referral with a link to it. */
async function linked(given: Parameters<typeof sentReferral>[2] = {}, link: { days?: number } = {}) {
  // A service of its own: the latest consent of a case for a service speaks for all of its referrals there.
  service = await addService(w.db, { service: { contact_email: 'debt@example.org', feedback_weeks: [3] } });
  const id = await sentReferral(w.db, of(), {
    ...given,
    referral: { owner_id: owner, made_by: owner, ...given.referral },
  });
  const token = await makeLink(w.db, { referralId: id, days: link.days ?? 28, now });
  return { id, token, url: `/answer/${token}` };
}
let visits = 0;
function somewhere(): string {
  visits += 1;
  return `192.0.2.${visits}`;
}
/** Everybody has an address of their own, so that one test's tries do not stop another's. */
const open = async (url: string, method: 'GET' | 'HEAD' = 'GET', address = somewhere()) =>
  w.app.inject({ method, url, remoteAddress: address });
const send = (url: string, body: Record<string, string>, headers: Record<string, string> = {}) =>
  w.app.inject({
    method: 'POST',
    url,
    remoteAddress: somewhere(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(body).toString(),
  });
/** The hidden fields of the page's form. */
const hidden = (body: string): { form: string; version: string } => ({
  form: /name="form" value="([^"]+)"/.exec(body)?.[1] ?? '',
  version: /name="version" value="(\d+)"/.exec(body)?.[1] ?? '',
});
/** Answers as somebody does who opens the link. */
async function answer(url: string, body: Record<string, string>) {
  const page = await open(url);
  assert.equal(page.statusCode, 200);
  return send(url, { ...hidden(page.body), by_name: 'Dee at the desk', ...body });
}
const rowOf = async (id: string) => (await w.db.query('select * from referral where id = $1', [id])).rows[0];
const eventsOf = async (id: string) =>
  (await w.db.query('select kind, side, by_name, words from referral_event where referral_id = $1 order by id', [id]))
    .rows;
const day = (name: string, text: string) => {
  const [year, month, date] = text.split('-').map(Number);
  return {
    [`${name}_day-day`]: String(date),
    [`${name}_day-month`]: String(month),
    [`${name}_day-year`]: String(year),
  };
};
/** Refused: nothing is written but what is passing. */
async function unchanged<T>(work: () => Promise<T>): Promise<T> {
  const [start, result] = [await snapshot(w.db), await work()];
  assert.deepEqual(await snapshot(w.db), start);
  return result;
}

describe('a link to answer a referral by', () => {
  it('shows what consent covers and asks one question, and opening it changes nothing', async () => {
    const { url } = await linked();
    const reply = await unchanged(async () => {
      for (let at = 0; at < 3; at += 1) await open(url);
      assert.equal((await open(url, 'HEAD')).statusCode, 404);
      return open(url);
    });
    assert.equal(reply.statusCode, 200);
    assert.match(reply.body, /Can you see Maria\?/);
    assert.match(reply.body, /Maria Haworth/);
    assert.match(reply.body, /Rashida BOL-KW1, 07700 900456/);
    assert.doesNotMatch(reply.body, /Unshared/);
    const { headers } = reply;
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cache-control'], 'no-store');
    assert.match(String(headers['x-robots-tag']), /noindex/);
    assert.equal(headers['set-cookie'], undefined);
  });

  it('is answered with a first appointment, tells the worker, and then asks the next question', async () => {
    const { id, url } = await linked();
    const reply = await answer(url, {
      ...{ answer: 'see', see_at: '10:00', see_place: 'Market Street', see_told: 'yes' },
      ...day('see', '2016-03-31'),
    });
    assert.equal(reply.statusCode, 303);
    assert.equal(reply.headers.location, url);
    const row = await rowOf(id);
    assert.deepEqual([row.state, row.received_on, row.version], ['appointment booked', '2016-03-31', 3]);
    assert.deepEqual(
      (await eventsOf(id)).map(({ kind, side, by_name: name }) => [kind, side, name]),
      [
        ['receive', 'service', 'Dee at the desk'],
        ['book', 'service', 'Dee at the desk'],
      ],
    );
    assert.ok((await noticesOf(w.db, owner)).some(({ kind }) => kind === 'service answered'));
    // The clock stands at ten by Greenwich, when it is eleven in Bolton: the hour of the appointment has come.
    const next = await open(url);
    assert.match(next.body, /Did Maria come on 31 Mar 2016 at 10:00\?/);
    assert.match(next.body, /value="Dee at the desk"/);
    const { rows } = await w.db.query(
      'select answered_at is not null as answered from referral_link where referral_id = $1',
      [id],
    );
    assert.deepEqual(rows, [{ answered: true }]);
  });

  it('that is used twice says that it was answered, changes nothing, and asks the next question', async () => {
    const { url, id } = await linked();
    const page = await open(url);
    const body = { ...hidden(page.body), by_name: 'Dee', answer: 'wait', ...day('wait', '2016-04-20') };
    assert.equal((await send(url, body)).statusCode, 303);
    const again = await unchanged(() => send(url, body));
    assert.equal(again.statusCode, 409);
    assert.match(again.body, /answered in the meantime/);
    assert.match(again.body, /Is there a place for Maria\?/);
    assert.equal((await rowOf(id)).state, 'waiting');
  });

  it('that was altered, has ended, was revoked or never was gets one answer, which says what to do', async () => {
    const [altered, ended, revoked] = [await linked(), await linked({}, { days: -1 }), await linked()];
    await revokeLinks(w.db, revoked.id, now);
    const last = altered.token.at(-1) === 'A' ? 'B' : 'A';
    const urls = [
      `${altered.url.slice(0, -1)}${last}`,
      ended.url,
      revoked.url,
      `/answer/${'x'.repeat(43)}`,
      '/answer/x',
    ];
    const bare = (body: string) => body.replaceAll(/nonce="[^"]*"/g, '');
    const replies = await unchanged(async () => {
      const pages = [];
      for (const url of urls) pages.push(await open(url), await send(url, { answer: 'see', form: 'x', version: '1' }));
      return pages;
    });
    for (const reply of replies) {
      assert.equal(reply.statusCode, 404);
      assert.equal(bare(reply.body), bare(replies[0]?.body ?? ''));
      assert.match(reply.body, /call whoever sent it/);
      assert.equal(reply.headers['referrer-policy'], 'no-referrer');
    }
  });

  it('cannot be guessed at without end, and a good one opens from where others were tried', async () => {
    const { url } = await linked();
    const statuses: number[] = [];
    for (let at = 0; at < 12; at += 1)
      statuses.push((await open(`/answer/${'y'.repeat(43)}`, 'GET', '198.51.100.7')).statusCode);
    assert.deepEqual([...new Set(statuses)], [404, 429]);
    assert.equal((await open(url, 'GET', '198.51.100.7')).statusCode, 200);
  });

  it('takes nothing that did not come from its own page: without its token, of another link, from another site', async () => {
    const [one, other] = [await linked(), await linked()];
    const foreign = hidden((await open(other.url)).body);
    const wait = { answer: 'wait', by_name: 'Dee', ...day('wait', '2016-04-20') };
    await unchanged(async () => {
      for (const form of ['', 'x', foreign.form]) {
        const reply = await send(one.url, { ...wait, form, version: '1' }, { origin: 'https://elsewhere.example' });
        assert.equal(reply.statusCode, 422);
        assert.match(reply.body, /did not come from this page/);
        // What was typed is kept.
        assert.match(reply.body, /value="Dee"/);
      }
    });
    // A browser that keeps the address to itself sends no origin: the page's own token is what counts.
    const own = { ...hidden((await open(one.url)).body), ...wait };
    assert.equal((await send(one.url, own, { origin: 'null' })).statusCode, 303);
  });

  it('says what is wrong with an answer and keeps what was typed', async () => {
    const { url } = await linked();
    const none = await unchanged(() => answer(url, { by_name: '' }));
    assert.equal(none.statusCode, 422);
    assert.match(none.body, /Choose an answer/);
    assert.match(none.body, /Enter your name/);
    const late = await unchanged(() => answer(url, { answer: 'wait', ...day('wait', '2016-03-01') }));
    assert.equal(late.statusCode, 422);
    assert.match(late.body, /still to come/);
    assert.match(late.body, /value="2016"/);
    const typed = 'Please call <b>us</b>';
    const why = await unchanged(() => answer(url, { answer: 'decline', decline_words: typed }));
    assert.match(why.body, /Choose why/);
    assert.match(why.body, /Please call &lt;b&gt;us&lt;\/b&gt;/);
  });

  it('shows and takes nothing after consent was withdrawn or has ended', async () => {
    for (const consent of [{ withdrawn_on: '2016-03-30' }, { ends_on: '2016-03-30' }]) {
      const { url } = await linked({ consent });
      const page = await open(url);
      assert.match(page.body, /Delete what you hold/);
      assert.doesNotMatch(page.body, /Maria|Debts|Unshared/);
      const reply = await unchanged(() => send(url, { answer: 'progress', progress_words: 'Well', by_name: 'Dee' }));
      assert.equal(reply.statusCode, 403);
      assert.doesNotMatch(reply.body, /Maria|Debts/);
    }
  });

  it('shows of what was told only what the latest consent still covers', async () => {
    const { id, url } = await linked({ payload: { name: 'Maria Haworth', health: 'Backpain', need: 'Debts' } });
    assert.match((await open(url)).body, /Backpain/);
    await w.db.query(
      `insert into sharing_consent (id, case_id, person_id, programme_id, organisation_id, service_id, items, asked_items, how, wording,
         given_on, ends_on)
       select $2, case_id, person_id, programme_id, organisation_id, service_id, '{name,need}', '{name,need,health}', 'in person', 'Less',
         '2016-03-31', '2016-12-31' from referral where id = $1`,
      [id, newId()],
    );
    const narrower = (await open(url)).body;
    assert.match(narrower, /Maria Haworth/);
    assert.doesNotMatch(narrower, /Backpain/);
  });

  it('goes the whole way: came, started, feedback that was agreed, ended with a report, and something after the end', async () => {
    const { id, url } = await linked({ referral: { state: 'appointment booked', received_on: '2016-03-30' } });
    await w.db.query(
      `insert into referral_appointment (id, referral_id, starts_at, told_on, made_by_side) values (gen_random_uuid(), $1, '2016-03-31T09:00Z', '2016-03-30', 'worker')`,
      [id],
    );
    assert.equal((await answer(url, { answer: 'begun' })).statusCode, 303);
    assert.equal((await rowOf(id)).state, 'started');
    const due = async () =>
      (await w.db.query('select kind, received_on from feedback_due where referral_id = $1 order by due_on', [id]))
        .rows;
    assert.deepEqual((await due())[0], { kind: 'week 3', received_on: null });
    const progress = {
      answer: 'progress',
      progress_attended: '3',
      progress_planned: '3',
      progress_words: 'Sleeping better; still avoids buses',
    };
    assert.equal((await answer(url, progress)).statusCode, 303);
    assert.deepEqual((await due())[0], { kind: 'week 3', received_on: '2016-03-31' });
    const ended = {
      ...{ answer: 'finish', finish_kind: 'completed', finish_outcome: 'Buses not yet', finish_holder: 'worker' },
      ...{ finish_report: 'The final report', finish_talk: 'Today by phone', finish_next: 'Volunteering' },
      ...day('finish', '2016-03-31'),
    };
    assert.equal((await answer(url, ended)).statusCode, 303);
    const row = await rowOf(id);
    assert.deepEqual([row.state, row.end_kind, row.next_step], ['handed back', 'completed', 'Volunteering']);
    assert.equal((await answer(url, { answer: 'progress', progress_words: 'They called again' })).statusCode, 303);
    const { rows } = await w.db.query(
      'select side, final, words, attended from feedback where referral_id = $1 order by id',
      [id],
    );
    assert.deepEqual(rows, [
      { side: 'service', final: false, words: 'Sleeping better; still avoids buses', attended: 3 },
      { side: 'service', final: true, words: 'The final report', attended: null },
      { side: 'service', final: false, words: 'They called again', attended: null },
    ]);
  });

  it('rejects after the start too; a sensitive reason stays out of the case', async () => {
    const { id, url } = await linked({
      referral: { state: 'started', started_on: '2016-03-30', received_on: '2016-03-30' },
    });
    const words = 'Plantedsensitive';
    assert.equal(
      (await answer(url, { answer: 'decline', decline_reason: 'substance use', decline_words: words })).statusCode,
      303,
    );
    const row = await rowOf(id);
    assert.deepEqual([row.state, row.open, row.owner_id], ['rejected', false, owner]);
    const { rows } = await w.db.query(
      `select p.payload::text as payload from event e join event_payload p on p.event_id = e.id
       where e.kind = 'service referral.declined' and e.case_id = $1`,
      [person.caseId],
    );
    assert.equal(rows.length, 1);
    assert.doesNotMatch(rows[0].payload, /Plantedsensitive|substance/);
    assert.match((await open(url)).body, /Nothing more is asked/);
  });

  it('nobody failed to attend what they were not told of', async () => {
    const { id, url } = await linked({ referral: { state: 'appointment booked' } });
    await w.db.query(
      `insert into referral_appointment (id, referral_id, starts_at, made_by_side) values (gen_random_uuid(), $1, '2016-03-31T09:00Z', 'service')`,
      [id],
    );
    const reply = await unchanged(() => answer(url, { answer: 'missed' }));
    assert.equal(reply.statusCode, 422);
    assert.match(reply.body, /Nobody told the person/);
  });
});
