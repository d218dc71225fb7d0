/** What stands around a series: language, the leaflet, another adviser, and how often somebody is in touch afterwards. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { interviews, sixDays, text } from '../../test/support/interviews.ts';
import { dayFields } from '../../test/support/pathways.ts';
import type { Browser } from '../../test/support/world.ts';
import { recordEvents } from '../access/actions.ts';
import { systemActor } from '../access/rules/policy.ts';
import { transaction } from '../kit/db.ts';
import { contactTrend } from './rules/contact.ts';

let { w, worker, manager, interviewsOf, started, booking, kinds } = {} as Awaited<ReturnType<typeof interviews>>;
before(async () => {
  ({ w, worker, manager, interviewsOf, started, booking, kinds } = await interviews());
});
after(() => w.end());

const versionIn = async (who: Browser, path: string): Promise<string> =>
  /name="version" value="(\d+)"/.exec((await who.get(path)).body)?.[1] ?? '';
const urdu = async (caseId: string) => {
  const form = `/cases/${caseId}/person/needs`;
  const needs = { first_language: 'Urdu', interpreter: 'Yes, Urdu, a woman' };
  assert.equal((await worker.post(form, { version: await versionIn(worker, form), ...needs })).status, 303);
};

test('S18: with Urdu on record a letter goes in Urdu where there are words, else in English with a call through an interpreter', async () => {
  w.standOn('2005-01-12');
  const sent = async () => {
    const { caseId, personId, path } = await started('2005-01-10');
    await urdu(caseId);
    const form = `/cases/${caseId}/person/supporters/new`;
    const daughter = {
      version: await versionIn(worker, form),
      name: 'Samira',
      kind: 'comes_along',
      relation: 'Daughter',
    };
    await worker.post(form, daughter);
    const address = `address = '1 Example Street', postcode = 'NE8 1AA', contact_rules = '{"letter": "yes"}', preferred_contact = 'letter'`;
    await w.db.query(`update person set ${address} where id = $1`, [personId]);
    assert.match(text((await worker.get(`/cases/${caseId}/handover`)).body), /First language Urdu.*Yes, Urdu, a woman/);
    assert.equal(
      (await worker.post(`${path}/book`, booking('2005-03-07', caseIds.length === 0 ? '10:00' : '11:00'))).status,
      303,
    );
    caseIds.push(caseId);
    return w.rows('select channel, language, interpreter from message where case_id = $1', caseId);
  };
  const caseIds: string[] = [];
  assert.deepEqual(await sent(), [{ channel: 'letter', language: 'en', interpreter: true }]);
  await w.db.query(
    `insert into message_template (id, programme_id, kind, channel, language, version, subject, body)
     values (gen_random_uuid(), $1, 'appointment_made', 'letter', 'ur', 1, 'Mulaqat', '{{first name}}: {{day}} {{time}}')`,
    [w.news],
  );
  assert.deepEqual(await sent(), [{ channel: 'letter', language: 'ur', interpreter: false }]);
});

test('S18: an interview is booked with an interpreter; without one it is moved, and is no failure of theirs', async () => {
  w.standOn('2005-03-01');
  const { caseId, path } = await started('2005-01-10');
  await urdu(caseId);
  const spoken = { needs: 'interpreter', language: 'Urdu' };
  assert.match(
    text((await worker.get(`${path}/book`)).body),
    /They need an interpreter \(Yes, Urdu, a woman; Urdu\), and none of that language can be booked here/,
  );
  const none = await worker.post(`${path}/book`, booking('2005-03-08', '10:00', spoken));
  assert.equal(none.status, 409);
  assert.match(none.body, /No interpreter of the language is free then/);
  assert.deepEqual(await w.rows('select 1 from appointment where case_id = $1', caseId), []);
  // Booked all the same, and they do not come.
  await worker.post(`${path}/book`, booking('2005-03-08', '10:00'));
  w.standOn('2005-03-08', '15:00');
  await w.happened(caseId, { state: 'did_not_attend' });
  const [first] = await interviewsOf(caseId);
  const failure = `${path}/${first.id}/failure`;
  assert.match((await worker.get(failure)).body, /They need an interpreter and none was booked/);
  const before = await kinds(caseId);
  const refused = await worker.post(failure, dayFields('letter_on', '2005-03-08'));
  assert.equal(refused.status, 409);
  assert.deepEqual(
    [await kinds(caseId), await w.rows('select 1 from attendance_failure where case_id = $1', caseId)],
    [before, []],
  );
  await manager.post('/sites/interpreters', { language: 'Urdu', name: 'Samina Aziz' });
  w.standOn('2005-03-09');
  for (const page of [`${path}/book`, `/cases/${caseId}/appointments/book`]) {
    const { body } = await worker.get(page);
    assert.match(body, /value="interpreter" checked/, 'what the record says is asked for');
    assert.match(body, /<option value="Urdu" selected>/);
  }
  assert.equal((await worker.post(`${path}/book`, booking('2005-03-10', '10:00', spoken))).status, 303);
  assert.match(text((await worker.get(path)).body), /Booked Thu 10 Mar at 10:00/);
  // With an interpreter there it is followed up as any other.
  w.standOn('2005-03-10', '15:00');
  await w.happened(caseId, { state: 'did_not_attend' });
  assert.equal((await worker.post(failure, dayFields('letter_on', '2005-03-10'))).status, 303);
});

test('S1: that the leaflet was given is recorded with how, and stands with the series', async () => {
  w.standOn('2005-02-24');
  const { caseId, path } = await started('2005-01-10');
  assert.match(text((await worker.get(path)).body), /Leaflet Nobody said that it was given/);
  const given = { ...dayFields('on', '2005-02-24'), how: 'Read to them', words: 'Asked about the money' };
  const future = await worker.post(`${path}/information`, { ...given, ...dayFields('on', '2005-02-25') });
  assert.equal(future.status, 422);
  assert.match(future.body, /Asked about the money/);
  assert.deepEqual(await kinds(caseId), ['series.started']);
  assert.equal((await worker.post(`${path}/information`, given)).status, 303);
  assert.match(text((await worker.get(path)).body), /Leaflet Given on 24 Feb 2005: read to them/);
  assert.match(text((await worker.get(`/cases/${caseId}/timeline`)).body), /Leaflet given.*Asked about the money/);
});

test('S17: asked for, approved with a hand-over note and what may be passed on; whoever gave the case away writes nothing more', async () => {
  w.standOn('2005-05-20');
  const { caseId, path } = await started('2005-01-10', { held: sixDays.slice(0, 3) });
  const second = await w.staff('GAT-02');
  const next = await w.worker(second);
  const about = `/cases/${caseId}/key-worker`;
  const wish = {
    asked_by: 'the person',
    reason: 'Does not get on',
    wishes: 'A woman',
    ...dayFields('asked_on', '2005-05-20'),
  };
  assert.equal(
    (await worker.post(`${about}/ask`, { version: await versionIn(worker, `${about}/ask`), ...wish })).status,
    303,
  );
  const handover = `/cases/${caseId}/handover`;
  assert.match(text((await worker.get(handover)).body), /What may be passed on.*The person was not asked yet/);
  const asked = { version: await versionIn(worker, `${handover}/passed-on`), ...dayFields('on', '2005-05-20') };
  const unsaid = await worker.post(`${handover}/passed-on`, { ...asked, agreed: 'some' });
  assert.equal(unsaid.status, 422);
  assert.ok(!(await kinds(caseId)).includes('story.passed on'));
  const some = { ...asked, agreed: 'some', words: 'Her first marriage' };
  assert.equal((await worker.post(`${handover}/passed-on`, some)).status, 303);
  assert.match(text((await manager.get('/team')).body), /Does not get on|Debbie Marsh/);
  const decision = {
    ...{ version: await versionIn(manager, `${about}/decide`), decision: 'changed', outcome: 'There is room' },
    ...{ staff: second, handover: 'Mornings are best', ...dayFields('starts_on', '2005-05-20') },
  };
  assert.equal((await manager.post(`${about}/decide`, decision)).status, 303);
  const page = text((await next.get(handover)).body);
  assert.match(page, /Not everything, as they said on 20 May 2005\. Her first marriage/);
  assert.match(page, /Mornings are best/);
  assert.match(text((await next.get(`${path}/book`)).body), /Interview 4 of 6/);
  const count = (await kinds(caseId)).length;
  const late = await worker.post(`${path}/information`, { ...dayFields('on', '2005-05-20'), how: 'By hand' });
  assert.equal(late.status, 404);
  assert.equal((await kinds(caseId)).length, count);
  // Thirty days for reading, as the programme says; nothing of it can be changed, and it stands in no list of theirs.
  const read = await worker.get(path);
  assert.equal(read.status, 200);
  assert.match(
    text(read.body),
    /You gave this case away to .*\. You can read it until 18 Jun 2005, and change nothing/,
  );
  assert.equal((await worker.get(`/cases/${caseId}/meeting`)).status, 404);
  assert.doesNotMatch((await worker.get('/cases')).body, new RegExp(caseId));
  assert.doesNotMatch(text((await next.get(path)).body), /You gave this case away/);
  await w.db.query('update case_record set restricted = true where id = $1', [caseId]);
  assert.equal((await worker.get(path)).status, 404);
  await w.db.query('update case_record set restricted = false where id = $1', [caseId]);
  w.standOn('2005-06-20');
  assert.equal((await worker.get(path)).status, 404);
  w.standOn('2005-05-20');
});

test('S14: 17 contacts in four weeks after the end are told as rising, while the series goes on they are not, and nothing is refused', async () => {
  const days = Array.from({ length: 17 }, (_, n) => Temporal.PlainDate.from('2006-09-01').add({ days: n }).toString());
  assert.deepEqual(contactTrend(days, '2006-09-20'), { now: 17, before: 0, rising: true });
  assert.deepEqual(contactTrend(days, '2006-10-10'), { now: 5, before: 12, rising: false });
  assert.equal(contactTrend(days.slice(0, 7), '2006-09-20').rising, false, 'a friendly word now and then');
  w.standOn('2006-09-20');
  const contacts = (caseId: string, personId: string) =>
    transaction(w.db, (tx) =>
      recordEvents(
        tx,
        systemActor,
        days.map((happenedOn) => ({
          ...{ caseId, personId, programmeId: w.news, kind: 'series.called', happenedOn, payload: { words: null } },
        })),
      ),
    );
  const going = await started('2006-08-01');
  await contacts(going.caseId, going.personId);
  assert.doesNotMatch((await worker.get(going.path)).body, /Contact is rising/);
  const { caseId, personId, path } = await started('2005-01-10', { held: sixDays });
  await worker.post(`${path}/afterwards`, { version: '1', choice: 'telephone' });
  await contacts(caseId, personId);
  assert.match(
    text((await worker.get(path)).body),
    /Contact is rising: 17 contacts in the last 4 weeks, 0 in the 4 before\. Think together about an ending/,
  );
  const call = { version: '2', words: 'Called again', ...dayFields('next_on', '2006-10-20') };
  assert.equal((await worker.post(`${path}/call`, call)).status, 303);
});
