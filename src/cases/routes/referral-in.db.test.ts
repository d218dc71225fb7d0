import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';

let w: World;
let office: Browser;
let coach: Browser;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
  coach = await w.signIn('referrer');
});
after(() => w.end());

const day = (name: string, iso: string) => {
  const [year, month, date] = iso.split('-') as [string, string, string];
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const count = async (table: string): Promise<number> =>
  (await w.db.query(`select count(*)::int as n from ${table}`)).rows[0].n;
const form = (more: Record<string, string> = {}) => ({
  programme: 'working-well-pilot',
  route: 'work_coach',
  organisation: 'Jobcentre Plus Bolton',
  sender_contact: '01204 496 0000',
  given_name: 'Ada',
  family_name: 'Okereke',
  phone: '07700 900111',
  safe_contact: 'No voicemail',
  area: w.area('Bolton').id,
  benefit: 'esa_wrag',
  in_work: 'no',
  work_programme: 'yes',
  agrees: 'yes',
  about: 'Wants to work with animals',
  ...day('date_of_birth', '1980-05-06'),
  ...more,
});
const rowOf = async (location: string | undefined) =>
  (await w.db.query('select * from referral_in where id = $1', [String(location).split('/')[2]])).rows[0];
async function send(more: Record<string, string> = {}, by = coach) {
  const reply = await by.post('/referring/new', { ...form(more), step: 'send' });
  assert.equal(reply.status, 303, reply.body.slice(0, 400));
  return rowOf(reply.location);
}

test('a Work Coach sends a referral after a check that explains every rule and blocks nothing', async () => {
  const stood = await count('referral_in');
  assert.equal((await coach.post('/referring/new', { ...form({ given_name: '' }), step: 'check' })).status, 422);
  const check = await coach.post('/referring/new', {
    ...form({ work_programme: 'no', in_work: '', benefit: 'jsa' }),
    step: 'check',
  });
  assert.match(check.body, /Not met<\/strong> They have not completed the Work Programme/);
  assert.match(check.body, /Not known yet<\/strong> It is not known whether they are in work/);
  assert.match(check.body, /Met<\/strong> They live in one of the programme’s areas/);
  assert.match(check.body, /You can still send it/);
  assert.equal(await count('referral_in'), stood);
  const row = await send({ work_programme: 'no' });
  assert.match(row.reference, /^R-/);
  assert.deepEqual([row.state, row.suitability.outcome, row.sent_by], ['sent', 'not eligible', coach.userId]);
  // The same form once more is the same referral.
  assert.equal((await send({ work_programme: 'no' })).id, row.id);
  // The next form knows who sends.
  assert.match((await coach.get('/referring/new')).body, /value="Jobcentre Plus Bolton"/);
});

test('a sender sees the status of what they sent, and nothing of anybody else’s or of the case', async () => {
  const row = await send({ family_name: 'Senderson' });
  const page = await coach.get(`/referring/${row.id}`);
  assert.match(page.body, /A\. S\./);
  assert.match(page.body, /by 4 Apr 2016/);
  assert.doesNotMatch(page.body, /Senderson|07700/);
  assert.doesNotMatch((await coach.get('/referring')).body, /Senderson/);
  const other = await w.signIn('referrer');
  assert.equal((await other.get(`/referring/${row.id}`)).status, 404);
  assert.equal((await other.post(`/referring/${row.id}/withdraw`, { version: '1' })).status, 404);
  for (const path of ['/referrals', `/referrals/${row.id}`, '/cases', '/find'])
    assert.equal((await coach.get(path)).status, 404, path);
  assert.equal((await office.get(`/referring/${row.id}`)).status, 404);
});

test('more is asked, answered, and accepted: the person, the case and the key worker come in one step', async () => {
  const row = await send({ family_name: 'Answered' });
  const worker = await w.staff('BOL-KW40');
  const question = { question: 'Which GP do they see?', version: '1' };
  assert.equal((await office.post(`/referrals/${row.id}/ask`, question)).status, 303);
  assert.match((await coach.get(`/referring/${row.id}`)).body, /Which GP do they see\?/);
  assert.match((await coach.get('/notices')).body, /More is asked/);
  assert.equal((await coach.post(`/referring/${row.id}/reply`, { reply: '', version: '2' })).status, 422);
  assert.equal((await coach.post(`/referring/${row.id}/reply`, { reply: 'Dr Test', version: '2' })).status, 303);
  assert.match((await office.get(`/referrals/${row.id}`)).body, /Dr Test/);
  const fields = { area: w.area('Bolton').id, key_worker: worker, person: 'new', version: '3' };
  const accepted = await office.post(`/referrals/${row.id}/accept`, fields);
  assert.equal(accepted.status, 303, accepted.body.slice(0, 400));
  const now = await rowOf(`/referrals/${row.id}`);
  const { rows } = await w.db.query(
    `select c.status, c.referred_on, c.key_worker_id, p.family_name, p.phone from case_record c join person p on p.id = c.person_id where c.id = $1`,
    [now.case_id],
  );
  assert.deepEqual(rows, [
    {
      status: 'referred',
      referred_on: '2016-03-31',
      key_worker_id: worker,
      family_name: 'Answered',
      phone: '07700900111',
    },
  ]);
  const events = await w.db.query('select kind from event where case_id = $1 order by id', [now.case_id]);
  assert.deepEqual(
    events.rows.map((event: { kind: string }) => event.kind),
    ['case.referred', 'person.corrected', 'referral_in.accepted'],
  );
  const seen = (await coach.get(`/referring/${row.id}`)).body;
  assert.match(seen, /Accepted/);
  assert.doesNotMatch(seen, /BOL-KW40|Answered|\/cases\//);
});

test('of two who decide at once one wins and the other is told; nothing is written twice', async () => {
  const row = await send({ family_name: 'Twice' });
  const stood = await count('case_record');
  // All of them share a number and a day of birth, so that somebody like them is known already.
  const fields = { area: w.area('Bolton').id, person: 'new', version: '1' };
  const replies = await Promise.all([
    office.post(`/referrals/${row.id}/accept`, fields),
    (await w.signIn('programme_office')).post(`/referrals/${row.id}/accept`, fields),
    (await w.signIn('programme_office')).post(`/referrals/${row.id}/decline`, { reason: 'no_room', version: '1' }),
  ]);
  const now = await rowOf(`/r/${row.id}`);
  assert.equal(await count('case_record'), stood + (now.state === 'accepted' ? 1 : 0));
  assert.equal(now.version, 2);
  assert.deepEqual(replies.map(({ status }) => status).sort(), [303, 409, 409]);
  for (const { body } of replies.filter(({ status }) => status === 409))
    assert.match(
      body,
      /Decided already[\s\S]*Nothing of yours was saved[\s\S]*(accepted|declined) this referral[^.]* on 31 Mar 2016 at/,
    );
  const events = await w.db.query(
    `select count(*)::int as n from event e join event_payload p on p.event_id = e.id where p.payload->>'referralId' = $1 and e.kind <> 'referral_in.sent'`,
    [row.id],
  );
  assert.equal(events.rows[0].n, 1);
  // The same person pressing twice reads that it was they themselves, and a colleague reads who it was.
  const pressed = await send({ family_name: 'Pressed' });
  const decline = { reason: 'no_room', version: '1' };
  assert.equal((await office.post(`/referrals/${pressed.id}/decline`, decline)).status, 303);
  const twice = await office.post(`/referrals/${pressed.id}/decline`, decline);
  assert.equal(twice.status, 409);
  assert.match(
    twice.body,
    /You declined this referral on 31 Mar 2016 at 11:00\.[\s\S]*Look at the referral as it is now/,
  );
  const colleague = await w.signIn('programme_office');
  const late = await colleague.post(`/referrals/${pressed.id}/accept`, { area: w.area('Bolton').id, version: '1' });
  assert.equal(late.status, 409);
  assert.match(late.body, /programme_office [0-9a-f]{4} declined this referral/);
  assert.equal((await rowOf(`/r/${pressed.id}`)).version, 2);
  assert.match(
    (await office.get(`/referrals/${(await send({ family_name: 'Named' })).id}/accept`)).body,
    /Named, born/,
  );
  // Somebody asked meanwhile, and the referral is still open: what was typed is kept.
  const open = await send({ family_name: 'Meanwhile' });
  await office.post(`/referrals/${open.id}/ask`, { question: 'Where?', version: '1' });
  const kept = await office.post(`/referrals/${open.id}/decline`, decline);
  assert.equal(kept.status, 409);
  assert.match(kept.body, /value="no_room" checked/);
});

test('a decline has a reason of the programme’s list, which its sender reads, and a note says what helps', async () => {
  const row = await send({ family_name: 'Declined' });
  assert.equal((await office.post(`/referrals/${row.id}/decline`, { reason: 'made up', version: '1' })).status, 422);
  assert.equal((await office.post(`/referrals/${row.id}/decline`, { reason: 'no_room', version: '1' })).status, 303);
  assert.equal((await office.post(`/referrals/${row.id}/note`, { version: '2' })).status, 422);
  const note = { missing: 'wants', text: 'Thank you', version: '2' };
  assert.equal((await office.post(`/referrals/${row.id}/note`, note)).status, 303);
  const seen = (await coach.get(`/referring/${row.id}`)).body;
  assert.match(seen, /There is no room at present[\s\S]*What the person wants[\s\S]*Thank you/);
  assert.equal((await coach.post(`/referring/${row.id}/withdraw`, { version: '3' })).status, 409);
});

test('a referral is decided where it belongs: another area’s lead does not find it', async () => {
  const row = await send({ family_name: 'Placed' });
  const here = await w.signIn('local_lead', { areaId: w.area('Bolton').id });
  const there = await w.signIn('local_lead', { areaId: w.area('Bury').id });
  assert.match((await here.get('/referrals')).body, /Placed/);
  assert.doesNotMatch((await there.get('/referrals')).body, /Placed/);
  assert.equal((await there.get(`/referrals/${row.id}`)).status, 404);
  assert.equal((await there.post(`/referrals/${row.id}/accept`, { version: '1' })).status, 404);
  // Nor may they open a case in an area that is not theirs.
  assert.equal((await here.post(`/referrals/${row.id}/accept`, { area: w.area('Bury').id, version: '1' })).status, 422);
});

test('once its case is restricted, a referral is in no list and opens for nobody without access', async () => {
  const row = await send({ family_name: 'Hidden' });
  await office.post(`/referrals/${row.id}/accept`, { area: w.area('Bolton').id, person: 'new', version: '1' });
  const { case_id: caseId } = await rowOf(`/r/${row.id}`);
  assert.match((await office.get('/referrals?show=decided')).body, /Hidden/);
  await w.db.query('update case_record set restricted = true where id = $1', [caseId]);
  assert.doesNotMatch((await office.get('/referrals?show=decided')).body, /Hidden/);
  assert.equal((await office.get(`/referrals/${row.id}`)).status, 404);
  assert.equal((await coach.get(`/referring/${row.id}`)).status, 200);
});

test('the person themself asks without an account, is told what happens next, and cannot flood', async () => {
  const post = (fields: Record<string, string>) =>
    w.app.inject({
      method: 'POST',
      url: '/refer-yourself',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ programme: 'working-well-pilot', ...fields }).toString(),
    });
  const own = { given_name: 'Sam', family_name: 'Selfsent', phone: '07700 900222', area: w.area('Bury').id };
  const page = await w.app.inject({ url: '/refer-yourself?programme=working-well-pilot' });
  assert.match(page.body, /What is your first name\?/);
  assert.equal((await post({ step: 'check', ...own, phone: '' })).statusCode, 422);
  const check = await post({ step: 'check', ...own });
  assert.match(check.body, /Not met<\/strong> They were not referred by Jobcentre Plus/);
  const sent = await post({ step: 'send', ...own });
  assert.match(sent.body, /We have your referral[\s\S]*R-[\s\S]*by 4 Apr 2016/);
  const { rows } = await w.db.query(
    `select route, sent_by from referral_in where answers->>'family_name' = 'Selfsent'`,
  );
  assert.deepEqual(rows, [{ route: 'self', sent_by: null }]);
  const statuses: number[] = [];
  for (let n = 0; n < 12; n += 1) statuses.push((await post({ step: 'send', ...own, about: String(n) })).statusCode);
  assert.deepEqual(statuses.slice(-2), [429, 429]);
  assert.match((await post({ step: 'send', ...own, about: 'kept words' })).body, /wait 15 minutes[\s\S]*kept words/);
});

test('what the sender wrote of safe contact becomes rules when the referral is accepted, and is shown where they are changed', async () => {
  const words = 'Do not ring before noon; no letters';
  const row = await send({ family_name: 'Safely', safe_contact: words });
  const form = (await office.get(`/referrals/${row.id}/accept`)).body;
  assert.match(form, /Do not ring before noon; no letters[\s\S]*When you accept[\s\S]*<strong>no letters<\/strong>/);
  const fields = { area: w.area('Bolton').id, person: 'new', version: '1' };
  assert.equal((await office.post(`/referrals/${row.id}/accept`, fields)).status, 303);
  const { case_id: caseId, person_id: personId } = await rowOf(`/r/${row.id}`);
  const rulesOf = async () =>
    (await w.db.query('select contact_rules from person where id = $1', [personId])).rows[0].contact_rules;
  assert.deepEqual(await rulesOf(), { how: words, letter: 'no' });
  // On every page of the case, and in the history with the words of the form.
  assert.match(
    (await office.get(`/cases/${caseId}`)).body,
    /<strong>No letters<\/strong>. Do not ring before noon; no letters/,
  );
  const event = await w.db.query(
    `select p.payload->'changes' as changes from event e join event_payload p on p.event_id = e.id where e.case_id = $1 and e.kind = 'person.corrected'`,
    [caseId],
  );
  assert.deepEqual(event.rows, [
    {
      changes: [
        { asked: 'May we send a letter?', before: 'Not asked yet', after: 'No' },
        { asked: 'When and how?', before: 'Not known', after: words },
      ],
    },
  ]);
  assert.match(
    (await office.get(`/cases/${caseId}/start`)).body,
    /href="\/cases\/[^"]*\/person\/contact">Turn this into rules/,
  );
  const contact = (await office.get(`/cases/${caseId}/person/contact`)).body;
  assert.match(contact, /Whoever referred them wrote: ‘Do not ring before noon; no letters’/);
  const answers = { may_any: 'yes', may_letter: 'no', may_phone: 'yes', how: 'After noon', version: '2' };
  assert.equal((await office.post(`/cases/${caseId}/person/contact`, answers)).status, 303);
  assert.deepEqual(await rulesOf(), { how: 'After noon', letter: 'no', phone: 'yes' });

  // Somebody who is known keeps what they said; what either forbids is forbidden. Declined, nothing is written.
  const again = await send({ family_name: 'Safely', safe_contact: 'No phone calls' });
  const declined = await send({ family_name: 'Safely', safe_contact: 'No texts' });
  await w.db.query(`update case_record set status = 'closed', closed_on = '2016-03-31' where id = $1`, [caseId]);
  assert.equal(
    (await office.post(`/referrals/${declined.id}/decline`, { reason: 'no_room', version: '1' })).status,
    303,
  );
  const known = { area: w.area('Bolton').id, person: personId, version: '1' };
  const accepted = await office.post(`/referrals/${again.id}/accept`, known);
  assert.equal(accepted.status, 303, accepted.body.slice(-2000));
  assert.deepEqual(await rulesOf(), { how: 'After noon\nNo phone calls', letter: 'no', phone: 'no' });
});
