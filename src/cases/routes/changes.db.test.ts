import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';

let w: World;
let office: Browser;
let rashida: string;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
  rashida = await w.staff('BOL-KW01');
});
after(() => w.end());

const day = (name: string, iso: string) => {
  const [year, month, date] = iso.split('-') as [string, string, string];
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const eventsOf = async (
  caseId: string,
): Promise<{ kind: string; payload: Record<string, unknown>; happened_on: string }[]> =>
  (
    await w.db.query(
      'select e.kind, e.happened_on, p.payload from event e join event_payload p on p.event_id = e.id where e.case_id = $1 order by e.id',
      [caseId],
    )
  ).rows;
const caseOf = async (caseId: string) =>
  (await w.db.query('select * from case_record where id = $1', [caseId])).rows[0];

/** A refusal writes nothing and leaves no event. */
async function refused(caseId: string, status: number, send: () => ReturnType<Browser['post']>) {
  const [stood, events] = [await caseOf(caseId), (await eventsOf(caseId)).length];
  const reply = await send();
  assert.equal(reply.status, status, reply.body.slice(0, 300));
  assert.deepEqual(await caseOf(caseId), stood);
  assert.equal((await eventsOf(caseId)).length, events);
  return reply.body;
}

test('personal details are corrected, and the original is kept', async () => {
  const { caseId, personId } = await w.addCase({ keyWorkerId: rashida });
  const fields = {
    given_name: 'debbie',
    family_name: "O'HARA",
    version: '1',
    ...day('date_of_birth', '1974-03-12'),
  };
  assert.equal((await office.post(`/cases/${caseId}/person/details`, fields)).status, 303);
  const { rows } = await w.db.query(
    'select given_name, family_name, search_family, version from person where id = $1',
    [personId],
  );
  assert.deepEqual(rows[0], {
    given_name: 'Debbie',
    family_name: "O'Hara",
    search_family: 'ohara',
    version: 2,
  });
  const [event] = await eventsOf(caseId);
  assert.equal(event?.kind, 'person.corrected');
  assert.partialDeepStrictEqual(event?.payload.before, { familyName: 'Marsh' });
  const timeline = await office.get(`/cases/${caseId}/timeline`);
  assert.match(timeline.body, /Personal details changed[\s\S]*<del>Marsh<\/del>/);
});

test('a stale save shows both versions, keeps what was typed, and writes nothing', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  const area = w.area('Bolton').id;
  const form = (benefit: string, version: number) => ({
    area,
    benefit,
    version: String(version),
    ...day('referred_on', '2015-02-02'),
  });
  assert.equal((await office.post(`/cases/${caseId}/referral`, form("Jobseeker's Allowance", 1))).status, 303);
  const body = await refused(caseId, 409, () =>
    office.post(`/cases/${caseId}/referral`, form('ESA (Support Group)', 1)),
  );
  assert.match(body, /Somebody else saved this/);
  assert.match(body, /Jobseeker&#39;s Allowance/);
  assert.match(body, /<option value="ESA \(Support Group\)" selected>/);
  assert.match(body, /name="version" value="2"/);
  // Saving again is a decision.
  assert.equal((await office.post(`/cases/${caseId}/referral`, form('ESA (Support Group)', 2))).status, 303);
});

const conditions = (agreement: string, meeting: string, plan: string, version = 1) => ({
  ...day('agreement_on', agreement),
  agreement_evidence: 'Signed form',
  ...day('first_meeting_on', meeting),
  first_meeting_evidence: 'Met at the library',
  ...day('plan_on', plan),
  plan_evidence: 'Plan with two goals',
  version: String(version),
});

test('a person is attached on the day of the last condition, by the key worker who is chosen', async () => {
  const { caseId } = await w.addCase({ status: 'referred' });
  const fields = { ...conditions('2015-03-02', '2015-03-20', '2015-03-09'), key_worker: rashida };
  assert.equal((await office.post(`/cases/${caseId}/attachment`, fields)).status, 303);
  const stands = await caseOf(caseId);
  assert.deepEqual([stands.status, stands.key_worker_id], ['attached', rashida]);
  const { rows } = await w.db.query('select attached_on, evidenced from attachment where case_id = $1', [caseId]);
  assert.deepEqual(rows, [{ attached_on: '2015-03-20', evidenced: true }]);
  assert.doesNotMatch((await office.get(`/cases/${caseId}`)).body, /Conditions not evidenced/);
});

test('an imported attachment is caught up, and says before that it is not evidenced', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  assert.match((await office.get(`/cases/${caseId}/attachment`)).body, /without evidence/);
  await office.post(`/cases/${caseId}/attachment`, conditions('2015-03-02', '2015-03-03', '2015-03-09'));
  const { rows } = await w.db.query('select evidenced, version from attachment where case_id = $1', [caseId]);
  assert.deepEqual(rows, [{ evidenced: true, version: 2 }]);
  assert.deepEqual(
    (await eventsOf(caseId)).map(({ kind }) => kind),
    ['attachment.corrected'],
  );
});

test('attachment before referral, and without all conditions, is refused', async () => {
  const { caseId } = await w.addCase({ status: 'referred', keyWorkerId: rashida });
  const early = await refused(caseId, 422, () =>
    office.post(`/cases/${caseId}/attachment`, conditions('2015-01-02', '2015-03-03', '2015-03-09')),
  );
  assert.match(early, /cannot be before the referral on 2 Feb 2015/);
  const { plan_evidence: _, ...part } = conditions('2015-03-02', '2015-03-03', '2015-03-09');
  await refused(caseId, 422, () => office.post(`/cases/${caseId}/attachment`, part));
});

test('a case is closed with its reason and opened again; an end before attachment is refused', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  const close = (on: string, version: number) => ({
    ...day('closed_on', on),
    reason: 'Withdrew',
    version: String(version),
  });
  assert.match(
    await refused(caseId, 422, () => office.post(`/cases/${caseId}/close`, close('2015-03-08', 1))),
    /cannot end before the person was attached/,
  );
  assert.match(
    await refused(caseId, 422, () => office.post(`/cases/${caseId}/close`, close('2016-04-01', 1))),
    /today or in the past/,
  );
  await refused(caseId, 422, () =>
    office.post(`/cases/${caseId}/close`, { ...close('2016-03-01', 1), reason: 'made up' }),
  );
  assert.equal((await office.post(`/cases/${caseId}/close`, close('2016-03-01', 1))).status, 303);
  assert.deepEqual([(await caseOf(caseId)).status, (await caseOf(caseId)).closed_on], ['closed', '2016-03-01']);
  assert.equal((await office.get(`/cases/${caseId}/close`)).status, 404);
  assert.equal((await office.post(`/cases/${caseId}/reopen`, { version: '2' })).status, 303);
  assert.deepEqual([(await caseOf(caseId)).status, (await caseOf(caseId)).closed_on], ['attached', null]);
});

test('a move changes the area and provider today and leaves those at referral', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  const [from, to] = [w.area('Bolton'), w.area('Salford')];
  const move = { to_area: to.id, version: '1', ...day('changed_on', '2015-11-02') };
  assert.equal((await office.post(`/cases/${caseId}/move`, move)).status, 303);
  const stands = await caseOf(caseId);
  assert.deepEqual([stands.area_id, stands.provider_id, stands.referral_area_id], [to.id, to.provider_id, from.id]);
  // An earlier move that is told later does not bring the person back.
  const earlier = { to_area: w.area('Bury').id, version: '2', ...day('changed_on', '2015-06-02') };
  assert.equal((await office.post(`/cases/${caseId}/move`, earlier)).status, 303);
  assert.equal((await caseOf(caseId)).area_id, to.id);
});

test('a new key worker ends the assignment of the one before, and of two who save at once one wins', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  const [one, two] = [await w.staff('BOL-KW05'), await w.staff('BOL-KW06')];
  const change = (staff: string) => ({ staff, version: '1', ...day('starts_on', '2016-01-04') });
  const replies = await Promise.all(
    [one, two].map((staff) => office.post(`/cases/${caseId}/key-worker/change`, change(staff))),
  );
  assert.deepEqual(replies.map(({ status }) => status).sort(), [303, 409]);
  const { rows } = await w.db.query(
    'select starts_on, ends_on from key_worker_assignment where case_id = $1 order by starts_on',
    [caseId],
  );
  assert.deepEqual(rows, [
    { starts_on: '2015-02-02', ends_on: '2016-01-03' },
    { starts_on: '2016-01-04', ends_on: null },
  ]);
  assert.equal((await eventsOf(caseId)).length, 1);
});

test('a change on the day on which the present key worker began rewrites that assignment', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  const [wrong, right] = [await w.staff('BOL-KW15'), await w.staff('BOL-KW16')];
  const change = async (staff: string, on: string) =>
    office.post(`/cases/${caseId}/key-worker/change`, {
      staff,
      version: String((await caseOf(caseId)).version),
      ...day('starts_on', on),
    });
  assert.equal((await change(wrong, '2016-03-31')).status, 303);
  const told = await refused(caseId, 422, () => change(right, '2016-03-30'));
  assert.match(told, /This cannot be before 31 Mar 2016, when the key worker of today began/);
  assert.equal((await change(right, '2016-03-31')).status, 303);
  const { rows } = await w.db.query(
    'select staff_id, starts_on, ends_on from key_worker_assignment where case_id = $1 order by starts_on',
    [caseId],
  );
  assert.deepEqual(rows, [
    { staff_id: rashida, starts_on: '2015-02-02', ends_on: '2016-03-30' },
    { staff_id: right, starts_on: '2016-03-31', ends_on: null },
  ]);
  assert.equal((await caseOf(caseId)).key_worker_id, right);
  // The events keep who it was for an hour.
  const happened = (await eventsOf(caseId)).map(({ kind, payload }) => [kind, payload.to]);
  assert.deepEqual(happened, [
    ['case.reassigned', 'Rashida BOL-KW15'],
    ['case.reassigned', 'Rashida BOL-KW16'],
  ]);
});

test('forged ids of another programme’s staff and areas are refused', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  const stranger = await w.staff('ELSE-KW01', w.otherProgrammeId);
  await refused(caseId, 422, () =>
    office.post(`/cases/${caseId}/key-worker/change`, {
      staff: stranger,
      version: '1',
      ...day('starts_on', '2016-01-04'),
    }),
  );
  const { rows } = await w.db.query('select id from area where programme_id = $1 limit 1', [w.otherProgrammeId]);
  await refused(caseId, 422, () =>
    office.post(`/cases/${caseId}/move`, { to_area: rows[0].id, version: '1', ...day('changed_on', '2016-01-04') }),
  );
});

test('another worker’s case is not there, for reading and for writing', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  const other = await w.signIn('key_worker', { staffId: await w.staff('BOL-KW07') });
  for (const page of [
    '',
    '/timeline',
    '/person',
    '/person/details',
    '/referral',
    '/attachment',
    '/close',
    '/move',
    '/key-worker',
    '/history',
  ])
    assert.equal((await other.get(`/cases/${caseId}${page}`)).status, 404, page);
  await refused(caseId, 404, () =>
    other.post(`/cases/${caseId}/notes`, { body: 'Hello', ...day('written_on', '2016-03-01') }),
  );
  await refused(caseId, 404, () =>
    other.post(`/cases/${caseId}/move`, {
      to_area: w.area('Bury').id,
      version: '1',
      ...day('changed_on', '2016-03-01'),
    }),
  );
  // A key worker may not give cases away, not even their own.
  const own = await w.signIn('key_worker', { staffId: rashida });
  await refused(caseId, 404, () => own.post(`/cases/${caseId}/key-worker/change`, { version: '1' }));
});

test('a note that is too long, empty or of tomorrow is refused, and what was typed is kept', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  const note = (body: string, on: string) => office.post(`/cases/${caseId}/notes`, { body, ...day('written_on', on) });
  const long = `${'x'.repeat(50_000)}y`;
  assert.ok((await refused(caseId, 422, () => note(long, '2016-03-01'))).includes(long));
  await refused(caseId, 413, () => note('x'.repeat(10 * 1024 * 1024), '2016-03-01'));
  await refused(caseId, 422, () => note('', '2016-03-01'));
  assert.match(await refused(caseId, 422, () => note('Kept text', '2016-04-01')), /Kept text/);
  assert.match(await refused(caseId, 422, () => note('x', '2015-02-29')), /no such date/);
  assert.equal((await note('x'.repeat(50_000), '2016-03-01')).status, 303);
});

test('a note is corrected; the timeline shows the new text and folds the old one away', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  await office.post(`/cases/${caseId}/notes`, { body: 'Tuesday', ...day('written_on', '2016-03-01') });
  const id = String((await eventsOf(caseId))[0]?.payload.recordId);
  const path = `/cases/${caseId}/notes/${id}`;
  const correct = (body: string) => office.post(path, { body, version: '1', ...day('written_on', '2016-03-01') });
  assert.equal((await correct('Wednesday')).status, 303);
  assert.match(await refused(caseId, 409, () => correct('Thursday')), /Wednesday[\s\S]*Thursday/);
  const timeline = (await office.get(`/cases/${caseId}/timeline?show=note`)).body;
  assert.match(timeline, /Wednesday[\s\S]*corrected since[\s\S]*Tuesday/);
  // The note of one case is not there under another.
  const other = await w.addCase({ keyWorkerId: rashida });
  assert.equal((await office.get(`/cases/${other.caseId}/notes/${id}`)).status, 404);
});

test('a person is referred after a check; a likely double is named only to those who may see it', async () => {
  await w.addCase({
    familyName: 'Kowalska',
    givenName: 'Ewa',
    niNumber: 'QQ123456A',
    areaId: w.area('Salford').id,
    providerId: w.area('Salford').provider_id,
  });
  const fields = {
    programme: 'working-well-pilot',
    given_name: 'Ewa',
    family_name: 'Kowalska',
    ni_number: 'qq 12 34 56 a',
    area: w.area('Bolton').id,
    ...day('date_of_birth', '1980-05-06'),
    ...day('referred_on', '2016-03-30'),
  };
  const seen = await office.post('/cases/refer', { ...fields, step: 'check' });
  assert.match(seen.body, /is known already[\s\S]*Ewa Kowalska/);
  const lead = await w.signIn('local_lead', { areaId: w.area('Bolton').id });
  const hidden = (await lead.post('/cases/refer', { ...fields, step: 'check' })).body;
  assert.match(hidden, /Ask the programme office/);
  assert.doesNotMatch(hidden, /href="\/cases\/[0-9a-f]{8}/);
  const count = async () => (await w.db.query('select count(*)::int as n from case_record')).rows[0].n;
  const stood = await count();
  assert.equal((await lead.post('/cases/refer', { ...fields, area: w.area('Salford').id, step: 'save' })).status, 422);
  assert.equal(await count(), stood);
  const saved = await lead.post('/cases/refer', { ...fields, step: 'save' });
  assert.equal(saved.status, 303);
  assert.equal(await count(), stood + 1);
  const page = await lead.get(String(saved.location));
  assert.match(page.body, /Ewa Kowalska[\s\S]*Referred/);
});

test('somebody who is known gets a new case, and is not made anew', async () => {
  const { personId } = await w.addCase({ familyName: 'Returning', givenName: 'Ada', status: 'closed' });
  const stranger = await w.addCase({ familyName: 'Stranger' });
  const fields = {
    programme: 'working-well-pilot',
    given_name: 'Ada',
    family_name: 'Returning',
    area: w.area('Bolton').id,
    ...day('date_of_birth', '1974-03-12'),
    ...day('referred_on', '2016-03-30'),
  };
  const count = async (table: string) => (await w.db.query(`select count(*)::int as n from ${table}`)).rows[0].n;
  const stood = [await count('person'), await count('case_record'), await count('event')];
  const refer = (more: Record<string, string>) => office.post('/cases/refer', { ...fields, step: 'save', ...more });
  // Saved without saying whose it is, and with the id of somebody who is not meant.
  for (const more of [{}, { person: stranger.personId }, { person: 'x' }]) {
    const again = await refer(more);
    assert.equal(again.status, 422);
    assert.match(again.body, /Error:<\/span> (?:Choose who is referred|Who is referred: choose one of the answers)</);
    assert.match(again.body, /value="Returning"/);
  }
  assert.deepEqual([await count('person'), await count('case_record'), await count('event')], stood);
  const saved = await refer({ person: personId });
  assert.equal(saved.status, 303);
  const made = await caseOf(String(saved.location).split('/').at(-1) ?? '');
  assert.equal(made.person_id, personId);
  assert.equal(await count('person'), stood[0]);
  // Somebody with the same name and day of birth can still be another person.
  assert.equal((await refer({ person: 'new' })).status, 303);
  assert.equal(await count('person'), stood[0] + 1);
});
