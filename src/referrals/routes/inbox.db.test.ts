/** A service with an account: its own referrals alone, who is away, who arrived, what would help next, and its own entry. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addService, sentReferral } from '../../../test/support/services.ts';
import { snapshot } from '../../../test/support/snapshot.ts';
import { type Browser, type World, world } from '../../../test/support/world.ts';
import { noticesOf } from '../../access/actions/notices.ts';
import { newId } from '../../kit/ids.ts';
import { lapsePlaces } from '../actions/places.ts';

let w: World;
let own: { organisationId: string; serviceId: string };
let other: { organisationId: string; serviceId: string };
let worker: string;
let frost: Browser;
let stranger: Browser;
let staffId: string;
before(async () => {
  w = await world();
  own = await addService(w.db, { organisation: 'StepUp Brokers', name: 'Job broking' });
  other = await addService(w.db, { organisation: 'Harbour Volunteers', name: 'Volunteering' });
  staffId = await w.staff('BOL-KW1');
  worker = (await w.signIn('key_worker', { staffId })).userId;
  frost = await w.signIn('service_worker', { programmeId: null, organisationId: own.organisationId });
  stranger = await w.signIn('service_worker', { programmeId: null, organisationId: other.organisationId });
});
after(() => w.end());

/** A referral of somebody new, to the service of the test. */
async function sent(name: string, referral: Record<string, unknown> = {}, to = own): Promise<string> {
  const person = await w.addCase({ keyWorkerId: staffId, givenName: 'Unsharedgiven', familyName: 'Unsharedfamily' });
  const of = { ...person, programmeId: w.programmeId, ...to };
  return sentReferral(w.db, of, { payload: { name }, referral: { owner_id: worker, made_by: worker, ...referral } });
}
const rowOf = async (id: string) => (await w.db.query('select * from referral where id = $1', [id])).rows[0];
const versionIn = (body: string) => /name="version" value="(\d+)"/.exec(body)?.[1] ?? '';
const day = (name: string, text: string) => {
  const [year, month, date] = text.split('-').map(Number);
  return { [`${name}-day`]: String(date), [`${name}-month`]: String(month), [`${name}-year`]: String(year) };
};
async function unchanged<T>(work: () => Promise<T>): Promise<T> {
  const [start, result] = [await snapshot(w.db), await work()];
  assert.deepEqual(await snapshot(w.db), start);
  return result;
}
async function told(): Promise<string[]> {
  return (await noticesOf(w.db, worker)).map(({ kind }) => kind);
}

describe('a service with an account', () => {
  it('sees what it was sent, by part and by page, and nothing of another service’s', async () => {
    const mine = await sent('Sam Hart');
    const late = await sent('Lee Late', { state: 'waiting', due_on: '2016-03-01' });
    const gone = await sent('Gone Person');
    await w.db.query(
      `update sharing_consent set withdrawn_on = '2016-03-30' where case_id = (select case_id from referral where id = $1)`,
      [gone],
    );
    const theirs = await sent('Theirs Alone', {}, other);
    const { body } = await frost.get('/inbox');
    assert.ok(
      body.indexOf('Lee Late') > 0 && body.indexOf('Lee Late') < body.indexOf('Sam Hart'),
      'what is late comes first',
    );
    assert.doesNotMatch(body, /Gone Person|Theirs Alone|Unshared/);
    assert.match(body, /Consent does not hold any more: delete what you hold/);
    assert.match((await frost.get('/inbox?part=waiting')).body, /Lee Late/);
    assert.doesNotMatch((await frost.get('/inbox?part=waiting')).body, /Sam Hart/);
    assert.doesNotMatch((await frost.get('/inbox?due=today')).body, /Sam Hart/);
    assert.match((await frost.get('/inbox?part=all')).body, /Sam Hart/);
    assert.match((await frost.get(`/inbox/${mine}`)).body, /Can you see Sam\?/);
    for (const id of [gone, theirs]) assert.equal((await frost.get(`/inbox/${id}`)).status, 404);
    assert.match((await stranger.get('/inbox')).body, /Theirs Alone/);
    await w.db.query('update referral set open = false where id = any($1)', [[mine, late, gone]]);
  });

  it('goes on page by page', async () => {
    const crowd = await addService(w.db, { organisation: 'Crowded', name: 'Crowd' });
    const desk = await w.signIn('service_worker', { programmeId: null, organisationId: crowd.organisationId });
    const person = await w.addCase({});
    const ids: string[] = [];
    for (let at = 0; at < 53; at += 1)
      ids.push(
        await sentReferral(
          w.db,
          { ...person, programmeId: w.programmeId, ...crowd },
          { referral: { due_on: `2016-04-${String((at % 20) + 1).padStart(2, '0')}` } },
        ),
      );
    for (const part of ['open', 'all']) {
      const seen: string[] = [];
      let url: string | undefined = `/inbox?part=${part}`;
      for (let at = 0; url !== undefined && at < 5; at += 1) {
        const { body, status } = await desk.get(url);
        assert.equal(status, 200);
        seen.push(...[...body.matchAll(/href="\/inbox\/([0-9a-f-]{36})"/g)].map((found) => found[1] as string));
        url = /href="([^"]*after=[^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&');
      }
      assert.deepEqual([...seen].sort(), [...ids].sort(), part);
    }
  });

  it('answers under its own name; a wrong service, a stale page and a colleague’s answer write nothing', async () => {
    const id = await sent('Sam Hart');
    const url = `/inbox/${id}`;
    const version = versionIn((await frost.get(url)).body);
    const wait = { answer: 'wait', version, ...day('wait_day', '2016-05-12') };
    await unchanged(async () => {
      assert.equal((await stranger.post(url, wait)).status, 404);
      assert.equal((await stranger.post(url, { answer: 'progress', version, progress_words: 'Well' })).status, 404);
      assert.equal((await frost.post(url, { ...wait, answer: '' })).status, 422);
    });
    assert.equal((await frost.post(url, wait)).status, 303);
    const again = await unchanged(() => frost.post(url, wait));
    assert.equal(again.status, 409);
    assert.match(again.body, /answered in the meantime/);
    const { rows } = await w.db.query(
      `select kind, by from referral_event where referral_id = $1 and side = 'service' order by id`,
      [id],
    );
    assert.deepEqual(rows, [
      { kind: 'receive', by: frost.userId },
      { kind: 'wait', by: frost.userId },
    ]);
    assert.ok((await told()).includes('service answered'));
  });

  it('offers a place to who waits; without an answer in three working days it goes to the next (SC5)', async () => {
    const queue = await addService(w.db, { organisation: 'Queue', name: 'Broking' });
    const desk = await w.signIn('service_worker', { programmeId: null, organisationId: queue.organisationId });
    const waiting = { state: 'waiting', expected_start: '2016-05-12' };
    const first = await sent('First Waits', { ...waiting, queue_at: '2016-03-01T10:00Z' }, queue);
    const second = await sent('Second Waits', { ...waiting, queue_at: '2016-03-02T10:00Z' }, queue);
    const url = `/inbox/${first}`;
    const place = {
      answer: 'place',
      version: versionIn((await desk.get(url)).body),
      ...day('place_day', '2016-04-11'),
    };
    const past = await unchanged(() => desk.post(url, { ...place, ...day('place_day', '2016-03-01') }));
    assert.equal(past.status, 422);
    assert.equal((await desk.post(url, place)).status, 303);
    // Thursday 31 March; Friday, Monday and Tuesday are the three working days.
    const offered = await rowOf(first);
    assert.deepEqual(
      [offered.place_offered_on, offered.due_on, offered.owner_side],
      ['2016-03-31', '2016-04-05', 'person'],
    );
    assert.ok((await told()).includes('service place'));
    const at = (today: string) => ({ now: Temporal.Instant.from(`${today}T06:00:00Z`), today });
    assert.equal(await lapsePlaces(w.db, at('2016-04-05')), 0);
    assert.equal(await lapsePlaces(w.db, at('2016-04-06')), 1);
    assert.equal(await lapsePlaces(w.db, at('2016-04-06')), 0);
    assert.equal((await rowOf(first)).place_offered_on, null);
    const next = await rowOf(second);
    assert.deepEqual(
      [next.place_offered_on, next.expected_start, next.due_on],
      ['2016-04-06', '2016-04-11', '2016-04-11'],
    );
    // Whoever did not answer goes on waiting, behind the others.
    assert.ok(new Date((await rowOf(first)).queue_at) > new Date(next.queue_at));
  });

  it('says who is away, and each person is covered or goes back: nobody is left out (SC11)', async () => {
    const away = { state: 'started', started_on: '2016-03-10', service_worker: 'Pat Reed' };
    const ids = [
      await sent('One Seen', away),
      await sent('Two Seen', away),
      await sent('Three Seen', { state: 'accepted', service_worker: 'pat reed' }),
    ];
    const other = await sent('Not Theirs', { ...away, service_worker: 'Jo' });
    const form = { worker: 'Pat Reed', ...day('from', '2016-04-01'), ...day('to', '2016-04-30') };
    const list = await unchanged(() => frost.post('/inbox/absence', form));
    assert.match(list.body, /They see 3 people/);
    assert.doesNotMatch(list.body, /Not Theirs|Unshared/);
    const seen = /name="seen" value="([^"]+)"/.exec(list.body)?.[1] ?? '';
    const covers = Object.fromEntries(ids.map((id, at) => [`cover_${id}`, at === 0 ? 'Kim Vale' : '']));
    const saved = await frost.post('/inbox/absence', { ...form, seen, ...covers });
    assert.equal(saved.status, 303);
    const [one, two, three] = await Promise.all(ids.map(rowOf));
    assert.deepEqual([one.service_worker, one.state], ['Kim Vale', 'started']);
    assert.deepEqual([two.state, two.owner_side, two.due_on], ['handed back', 'worker', '2016-04-04']);
    assert.deepEqual([three.state, three.reason, three.owner_id], ['rejected', 'no capacity', worker]);
    assert.equal((await rowOf(other)).state, 'started');
    const { rows } = await w.db.query('select worker, cover, from_day, to_day from service_absence');
    assert.deepEqual(rows, [{ worker: 'Pat Reed', cover: 'Kim Vale', from_day: '2016-04-01', to_day: '2016-04-30' }]);
  });

  it('counts who arrives: with a code and their word, with a code alone, by themselves, or nobody knows (SC2)', async () => {
    const person = await w.addCase({ keyWorkerId: staffId });
    const signpost = newId();
    await w.db.query(
      `insert into referral (id, reference, kind, case_id, person_id, programme_id, service_id, organisation_id, made_on, state, owner_side, owner_id,
         due_what, due_on, code) values ($1, 'R-SIGN', 'signpost', $2, $3, $4, $5, $6, '2016-03-20', 'given', 'worker', $7, 'Ask', '2016-04-01', 'NV-0002')`,
      [signpost, person.caseId, person.personId, w.programmeId, own.serviceId, own.organisationId, worker],
    );
    // A signpost tells the service nothing.
    assert.doesNotMatch((await frost.get('/inbox?part=all')).body, /R-SIGN/);
    const came = { service: own.serviceId, ...day('day', '2016-03-31') };
    await unchanged(async () => {
      assert.equal((await frost.post('/inbox/arrivals', { ...came, code: 'NV-9999', agreed: 'yes' })).status, 422);
      assert.equal((await stranger.post('/inbox/arrivals', { ...came, code: 'NV-0002', agreed: 'yes' })).status, 422);
      assert.equal((await frost.post('/inbox/arrivals', { ...came, ...day('day', '2016-04-20') })).status, 422);
    });
    assert.equal((await frost.post('/inbox/arrivals', { ...came, code: 'NV-0002' })).status, 303);
    assert.equal((await rowOf(signpost)).state, 'given');
    assert.equal((await frost.post('/inbox/arrivals', { ...came, code: 'nv-0002', agreed: 'yes' })).status, 303);
    assert.deepEqual([(await rowOf(signpost)).state, (await rowOf(signpost)).open], ['contacted', false]);
    await frost.post('/inbox/arrivals', { ...came, self: 'yes' });
    await frost.post('/inbox/arrivals', came);
    const { rows } = await w.db.query('select route, agreed, code, referral_id from signpost_arrival order by id');
    assert.deepEqual(rows, [
      { route: 'signpost', agreed: false, code: null, referral_id: null },
      { route: 'signpost', agreed: true, code: 'NV-0002', referral_id: signpost },
      { route: 'self', agreed: false, code: null, referral_id: null },
      { route: 'not known', agreed: false, code: null, referral_id: null },
    ]);
  });

  it('says what would help next: a child referral that waits for the person’s word, or a recommendation where only an adviser may (SC14)', async () => {
    const id = await sent('Ana Onward', { state: 'started', started_on: '2016-03-10' });
    const cmp = await addService(w.db, {
      organisation: 'Riverside',
      name: 'Condition Management',
      service: { modes: ['by adviser only'] },
    });
    const url = `/inbox/${id}/onward`;
    const ask = async (service: string, more: Record<string, string> = {}) => {
      const version = versionIn((await frost.get(url)).body);
      return frost.post(url, { version, service, words: 'It is the next step', ...more });
    };
    const list = await unchanged(() => ask('condition'));
    assert.match(list.body, /Condition Management, Riverside/);
    assert.match(list.body, /Only through their worker/);
    assert.equal((await ask('condition', { service_id: cmp.serviceId })).status, 303);
    const children = async () =>
      (
        await w.db.query(
          'select state, service_id, made_by_side, sent_on, owner_id from referral where parent_id = $1',
          [id],
        )
      ).rows;
    assert.deepEqual(await children(), []);
    assert.equal((await ask('volunteering', { service_id: other.serviceId })).status, 303);
    assert.deepEqual(await children(), [
      { state: 'offered', service_id: other.serviceId, made_by_side: 'service', sent_on: null, owner_id: worker },
    ]);
    // Nothing has been told to the other service.
    assert.doesNotMatch((await stranger.get('/inbox?part=all')).body, /Ana/);
    const { rows } = await w.db.query(
      `select p.payload ->> 'next' as next, p.payload -> 'recommended' as recommended from event e join event_payload p on p.event_id = e.id
       where e.kind = 'service referral.onward' order by e.id`,
    );
    assert.deepEqual(rows, [
      { next: 'Condition Management', recommended: true },
      { next: 'Volunteering', recommended: false },
    ]);
    assert.ok((await told()).includes('service answered'));
  });

  it('is given the role by an administrator, with an organisation of the directory', async () => {
    const admin = await w.signIn('administrator', { programmeId: null });
    const userId = newId();
    await w.db.query(
      `insert into app_user (id, email, name, password_hash) values ($1, 'new@example.org', 'New Desk', 'none')`,
      [userId],
    );
    const url = `/users/${userId}/roles/new`;
    assert.match((await admin.get(`${url}?role=service_worker`)).body, /Its name in the directory/);
    const give = (more: Record<string, string>) => admin.post(url, { role: 'service_worker', ...more });
    await unchanged(async () => {
      assert.match((await give({})).body, /Enter the name of the organisation/);
      assert.match((await give({ organisation: 'Nobody knows it' })).body, /No organisation of the directory/);
      assert.match((await give({ organisation: 'step' })).body, /Choose which organisation[\s\S]*StepUp Brokers/);
    });
    assert.equal((await give({ organisation: 'step', organisation_id: own.organisationId })).status, 303);
    assert.equal((await give({ organisation: 'stepup brokers' })).status, 422);
    assert.match((await admin.get(`/users/${userId}`)).body, /Service worker[\s\S]*StepUp Brokers/);
    const { rows } = await w.db.query('select role, programme_id, organisation_id from membership where user_id = $1', [
      userId,
    ]);
    assert.deepEqual(rows, [{ role: 'service_worker', programme_id: null, organisation_id: own.organisationId }]);
  });

  it('keeps its own entry true in its own name, tells its steward, and touches no other', async () => {
    const steward = (await w.signIn('programme_office')).userId;
    await w.db.query(
      `insert into service_steward (id, service_id, user_id, from_day) values ($1, $2, $3, '2016-01-01')`,
      [newId(), own.serviceId, steward],
    );
    const url = `/inbox/services/${own.serviceId}`;
    const version = versionIn((await frost.get(url)).body);
    const facts = {
      version,
      places: '10',
      places_taken: '9',
      ...day('next_start', '2016-04-25'),
      contact_phone: '07700 900222',
    };
    await unchanged(async () => {
      assert.equal((await frost.post(url, { ...facts, places_taken: '11' })).status, 422);
      assert.equal((await frost.post(url, { ...facts, contact_email: 'nobody' })).status, 422);
      assert.equal((await stranger.post(url, facts)).status, 404);
      assert.equal((await frost.get(`/inbox/services/${other.serviceId}`)).status, 404);
    });
    assert.equal((await frost.post(url, facts)).status, 303);
    const stale = await unchanged(() => frost.post(url, { ...facts, places: '12' }));
    assert.equal(stale.status, 409);
    const { rows } = await w.db.query(
      'select places, places_taken, next_start, capacity_on from service where id = $1',
      [own.serviceId],
    );
    assert.deepEqual(rows, [{ places: 10, places_taken: 9, next_start: '2016-04-25', capacity_on: '2016-03-31' }]);
    const [change] = (
      await w.db.query('select kind, by, by_name is not null as named from service_change where service_id = $1', [
        own.serviceId,
      ])
    ).rows;
    assert.deepEqual(change, { kind: 'capacity', by: frost.userId, named: true });
    assert.ok((await noticesOf(w.db, steward)).some(({ kind }) => kind === 'entry changed'));
  });
});
