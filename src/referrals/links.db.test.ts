/** Email with links, through a real SMTP server: its words name nobody, its link works, and it is never lost. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { htmlProblems } from '../../test/support/checks.ts';
import { type MailServer, mailServer } from '../../test/support/mail.ts';
import { addService, sentReferral } from '../../test/support/services.ts';
import { type Browser, type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { transaction } from '../kit/db.ts';
import { smtpSender } from '../messages/actions/senders/smtp.ts';
import type { Sender } from '../messages/rules/sender.ts';
import { publicAddress } from '../public-address.ts';
import { queueLink, sendLinks } from './actions/links.ts';
import { findReferral } from './actions/move.ts';

const address = 'https://newel.example.org';
let now = Temporal.Instant.from('2016-03-31T10:00:00Z');
const clock = () => ({ now, today: '2016-03-31' });
let w: World;
let mail: MailServer;
let senders: Sender[];
let worker: Browser;
let person: { caseId: string; personId: string };
before(async () => {
  [w, mail] = await Promise.all([world(), mailServer()]);
  senders = [smtpSender(mail.url, 'Newel <newel@example.org>')];
  const staffId = await w.staff('BOL-KW1');
  await w.db.query(`update staff set phone = '07700 900456' where id = $1`, [staffId]);
  worker = await w.signIn('key_worker', { staffId });
  person = await w.addCase({ keyWorkerId: staffId, givenName: 'Maria', familyName: 'Haworth' });
});
after(async () => {
  await Promise.all([w.end(), mail.close()]);
});

/** A referral for whose service an email is queued; resolves to its id and whether it was. */
async function queued(service: Record<string, unknown> = {}, given: Parameters<typeof sentReferral>[2] = {}) {
  const to = await addService(w.db, { service: { contact_email: 'debt@example.org', ...service } });
  const id = await sentReferral(w.db, { ...person, programmeId: w.programmeId, ...to }, given);
  const row = await findReferral(w.db, id);
  assert.ok(row !== null);
  const done = await transaction(w.db, (tx) => queueLink(tx, systemActor, row, clock()));
  return { id, done };
}
const mailOf = async (id: string) =>
  (await w.db.query('select state, reason, attempts from service_mail where referral_id = $1', [id])).rows[0];
const linksOf = async (id: string) =>
  (await w.db.query('select token_hash, email, expires_at from referral_link where referral_id = $1', [id])).rows;
/** The text of an email without the soft breaks of its encoding. */
const plain = (text: string) => text.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=');

describe('email with a link', () => {
  it('waits where nobody said how Newel is reached, then goes out once, names nobody, and its link opens', async () => {
    const { id, done } = await queued();
    assert.equal(done, true);
    assert.equal(await sendLinks(w.db, senders, null, clock), 0);
    assert.equal(await sendLinks(w.db, [], address, clock), 0);
    assert.deepEqual(await linksOf(id), []);
    assert.equal(await sendLinks(w.db, senders, address, clock), 1);
    assert.equal(await sendLinks(w.db, senders, address, clock), 0);
    assert.equal(mail.texts.length, 1);
    const text = plain(mail.texts[0] ?? '');
    assert.match(text, /^To: debt@example\.org/m);
    assert.match(text, /Working Well pilot/);
    assert.match(text, /Rashida BOL-KW1, 07700 900456/);
    assert.doesNotMatch(text, /Maria|Haworth|Debts|Debt advice/);
    const url = /https:\/\/newel\.example\.org(\/answer\/[\w-]{43})/.exec(text)?.[1] ?? '';
    assert.match((await w.app.inject({ url })).body, /Can you see Maria\?/);
    assert.deepEqual(await mailOf(id), { state: 'sent', reason: null, attempts: 1 });
    const [link] = await linksOf(id);
    // Neither the token nor anything that leads to it is kept.
    const kept = JSON.stringify((await w.db.query('select * from service_mail')).rows);
    assert.ok(!kept.includes(url.split('/').at(-1) ?? ''));
    assert.equal(link.email, 'debt@example.org');
  });

  it('is tried again after a refusal that passes, with a link of its own, and not after one that stays', async () => {
    mail.clear();
    const { id } = await queued();
    mail.refuse = () => 451;
    assert.equal(await sendLinks(w.db, senders, address, clock), 1);
    assert.deepEqual(await mailOf(id), { state: 'queued', reason: 'busy', attempts: 1 });
    assert.equal(await sendLinks(w.db, senders, address, clock), 0);
    now = now.add({ minutes: 30 });
    mail.refuse = () => null;
    assert.equal(await sendLinks(w.db, senders, address, clock), 1);
    assert.equal((await mailOf(id)).state, 'sent');
    assert.equal((await linksOf(id)).length, 2);

    const other = await queued();
    mail.refuse = () => 550;
    await sendLinks(w.db, senders, address, clock);
    assert.deepEqual(await mailOf(other.id), { state: 'failed', reason: 'address refused', attempts: 1 });
    mail.clear();
  });

  it('that fails for good is told to the worker, until they told the service another way', async () => {
    mail.clear();
    mail.refuse = () => 550;
    const [stood, failed] = [now, /the email with the link could not be delivered/];
    now = Temporal.Instant.from('2016-03-31T09:30:00Z');
    const { id } = await queued({ name: 'Rights advice' });
    await sendLinks(w.db, senders, address, clock);
    const page = `/cases/${person.caseId}/referrals/${id}`;
    assert.match((await worker.get('/today')).body, /Rights advice: the email with the link could not be delivered/);
    const { body } = await worker.get(page);
    assert.match(body, /to debt@example.org could not be delivered: the number or address was refused/);
    assert.match(body, new RegExp(`href="${page}/tell"`));
    assert.deepEqual(await htmlProblems(body), []);
    const ask = `/cases/${person.caseId}/liaison/${id}/ask`;
    assert.equal((await worker.post(ask, { how: 'phone', words: '' })).status, 422);
    assert.match((await worker.get(page)).body, /could not be delivered/, 'nothing was told yet');
    assert.equal((await worker.post(ask, { how: 'phone', words: 'Read it to them' })).status, 303);
    assert.doesNotMatch((await worker.get(page)).body, /could not be delivered/);
    assert.doesNotMatch((await worker.get('/today')).body, /Rights advice: the email/);
    // The one that failed in the test before still waits for its worker.
    assert.match((await worker.get('/today')).body, failed);
    now = stood;
    mail.clear();
  });

  it('ends when the worker says so: no link works any more, and none goes out', async () => {
    mail.clear();
    const { id } = await queued();
    await sendLinks(w.db, senders, address, clock);
    const url = /\/answer\/[\w-]{43}/.exec(plain(mail.texts[0] ?? ''))?.[0] ?? '';
    assert.equal((await w.app.inject({ url })).statusCode, 200);
    const page = `/cases/${person.caseId}/referrals/${id}`;
    assert.match((await worker.get(page)).body, /The service can answer by 1 link, until[\s\S]*End the link/);
    const row = await findReferral(w.db, id);
    assert.ok(row !== null);
    await transaction(w.db, (tx) => queueLink(tx, systemActor, row, clock()));
    const ended = async () =>
      (
        await w.db.query(
          `select (select count(*)::int from event where case_id = $1 and kind = 'service referral.links ended') as events,
             (select count(*)::int from referral_event where referral_id = $2 and kind = 'links ended') as lines`,
          [person.caseId, id],
        )
      ).rows[0];
    assert.equal((await worker.post(`${page}/links/end`, {})).status, 303);
    assert.deepEqual(await ended(), { events: 1, lines: 1 });
    assert.notEqual((await w.app.inject({ url })).statusCode, 200);
    assert.equal(await sendLinks(w.db, senders, address, clock), 0, 'what waited is stopped');
    const { body } = await worker.get(page);
    assert.doesNotMatch(body, /End the link/);
    assert.match(body, /Links were ended/);
    assert.equal((await worker.post(`${page}/links/end`, {})).status, 303);
    assert.deepEqual(await ended(), { events: 1, lines: 1 }, 'there is nothing left to end');
  });

  it('is taken again when a process ended between taking and settling it', async () => {
    mail.clear();
    const { id } = await queued();
    await w.db.query(
      `update service_mail set state = 'claimed', claimed_at = $2, attempts = 1 where referral_id = $1`,
      [id, now.subtract({ minutes: 5 }).toString()],
    );
    assert.equal(await sendLinks(w.db, senders, address, clock), 0);
    now = now.add({ minutes: 20 });
    assert.equal(await sendLinks(w.db, senders, address, clock), 1);
    assert.deepEqual(await mailOf(id), { state: 'sent', reason: null, attempts: 2 });
  });

  it('does not go when consent no longer holds, and is not asked for where there is no address or email is refused', async () => {
    mail.clear();
    const { id } = await queued({}, { consent: { withdrawn_on: '2016-03-31' } });
    await sendLinks(w.db, senders, address, clock);
    assert.deepEqual(await mailOf(id), { state: 'stopped', reason: 'nothing to show', attempts: 1 });
    assert.deepEqual(await linksOf(id), []);
    for (const service of [{ contact_email: null }, { refused_channels: ['email'] }]) {
      const { id: none, done } = await queued(service);
      assert.equal(done, false);
      assert.equal(await mailOf(none), undefined);
    }
    assert.deepEqual(mail.texts, []);
  });

  it('leads to where Newel is reached, which is said as an address', () => {
    assert.equal(publicAddress({}), null);
    assert.equal(publicAddress({ NEWEL_ADDRESS: 'https://newel.example.org/' }), address);
    for (const wrong of ['newel.example.org', 'ftp://x', 'https://x/?a=b'])
      assert.throws(() => publicAddress({ NEWEL_ADDRESS: wrong }), /NEWEL_ADDRESS/);
  });
});
