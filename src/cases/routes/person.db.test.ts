import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';

let w: World;
let worker: Browser;
let rashida: string;
before(async () => {
  w = await world();
  rashida = await w.staff('BOL-KW01');
  worker = await w.signIn('key_worker', { staffId: rashida });
});
after(() => w.end());

const eventsOf = async (caseId: string) =>
  (
    await w.db.query(
      'select e.kind, p.payload from event e join event_payload p on p.event_id = e.id where e.case_id = $1 order by e.id',
      [caseId],
    )
  ).rows as { kind: string; payload: { before: object | null; after: object | null; recordId: string } }[];
const personOf = async (personId: string) =>
  (await w.db.query('select * from person where id = $1', [personId])).rows[0];
const made = () => w.addCase({ keyWorkerId: rashida });

/** A refusal writes nothing and leaves no event. */
async function refused(caseId: string, status: number, send: () => ReturnType<Browser['post']>) {
  const events = (await eventsOf(caseId)).length;
  const rows = async () =>
    JSON.stringify(
      (await w.db.query('select * from person_name order by id')).rows.concat(
        (await w.db.query('select * from person_contact order by id')).rows,
        (await w.db.query('select * from person order by id')).rows,
        (await w.db.query('select * from story order by case_id')).rows,
      ),
    );
  const stood = await rows();
  const reply = await send();
  assert.equal(reply.status, status, reply.body.slice(0, 300));
  assert.equal((await eventsOf(caseId)).length, events);
  assert.equal(await rows(), stood);
  return reply.body;
}

test('each block of the record has a short form, and changes nothing of the others', async () => {
  const { caseId, personId } = await made();
  const path = `/cases/${caseId}/person`;
  const stood = await personOf(personId);
  const save = async (block: string, fields: Record<string, string>) => {
    const { version } = await personOf(personId);
    const reply = await worker.post(`${path}/${block}`, { ...fields, version: String(version) });
    assert.deepEqual([reply.status, reply.location], [303, path], reply.body.slice(0, 500));
  };
  await save('words', { own_words: 'I am a mum of three.\nI mend bicycles.', pronouns: 'she/her' });
  await save('needs', {
    first_language: 'Polish',
    interpreter: 'A woman',
    access_needs: 'Large print',
    cultural_needs: '',
  });
  await save('reach', {
    phone: '07700 900456',
    email: 'debbie@example.org',
    address: '1 High Street',
    postcode: 'm11aa',
  });
  await save('contact', { may_any: 'yes', may_phone: 'yes', may_voicemail: 'no', may_letter: 'no', how: 'After 3pm' });
  const now = await personOf(personId);
  assert.partialDeepStrictEqual(now, {
    own_words: 'I am a mum of three.\nI mend bicycles.',
    pronouns: 'she/her',
    first_language: 'Polish',
    access_needs: 'Large print',
    cultural_needs: null,
    phone: '07700900456',
    postcode: 'M1 1AA',
    contact_rules: { phone: 'yes', voicemail: 'no', letter: 'no', how: 'After 3pm' },
    given_name: stood.given_name,
    date_of_birth: stood.date_of_birth,
    version: 5,
  });
  // The number and the rule of the same name are two things.
  assert.match((await worker.get(`${path}/reach`)).body, /name="phone"[^>]*value="07700900456"/);
  const page = (await worker.get(path)).body;
  assert.match(page, /I mend bicycles[\s\S]*Large print/);
  const events = await eventsOf(caseId);
  assert.equal(events.length, 4);
  assert.partialDeepStrictEqual(events[2]?.payload.before, { phone: '07700900123', email: null });
  assert.partialDeepStrictEqual(events[2]?.payload.after, { phone: '07700900456', email: 'debbie@example.org' });
  assert.match((await worker.get(`/cases/${caseId}/timeline?show=person`)).body, /Safe contact changed/);
  assert.match((await worker.get(`/cases/${caseId}/history`)).body, /How to reach them changed[\s\S]*<del>/);
});

test('what is not safe stands in words above every page of the case', async () => {
  const { caseId } = await made();
  assert.doesNotMatch((await worker.get(`/cases/${caseId}`)).body, /newel-identity__contact/);
  const fields = {
    may_any: 'yes',
    may_phone: 'yes',
    may_voicemail: 'no',
    may_letter: 'no',
    how: 'Never say where you call from',
    version: '1',
  };
  assert.equal((await worker.post(`/cases/${caseId}/person/contact`, fields)).status, 303);
  for (const below of ['', '/timeline', '/person', '/jobs', '/assessments', '/history']) {
    const { body } = await worker.get(`/cases/${caseId}${below}`);
    assert.match(
      body,
      /Safe contact: [\s\S]{0,40}No voicemail, no letters[\s\S]{0,20}Never say where you call from/,
      below,
    );
  }
});

test('two who change the record at once: the second sees both versions, and nothing is lost', async () => {
  const { caseId } = await made();
  const form = (own_words: string) => ({ own_words, version: '1' });
  assert.equal((await worker.post(`/cases/${caseId}/person/words`, form('First'))).status, 303);
  const body = await refused(caseId, 409, () => worker.post(`/cases/${caseId}/person/words`, form('Second')));
  assert.match(body, /First[\s\S]*Second[\s\S]*name="version" value="2"/);
});

test('further names are added, changed and removed; the row and every version stay', async () => {
  const { caseId, personId } = await made();
  const path = `/cases/${caseId}/person`;
  assert.match(
    await refused(caseId, 422, () => worker.post(`${path}/names/new`, { use: 'former', version: '1' })),
    /Enter a given or a family name/,
  );
  const first = { use: 'at birth', family_name: "O'SHEA", version: '1' };
  assert.equal((await worker.post(`${path}/names/new`, first)).status, 303);
  const one = async () => (await w.db.query('select * from person_name where person_id = $1', [personId])).rows[0];
  const { id } = await one();
  assert.partialDeepStrictEqual(await one(), { use: 'at birth', family_name: "O'Shea", search_family: 'oshea' });
  const changed = { use: 'former', family_name: 'Shea', version: '1' };
  assert.equal((await worker.post(`${path}/names/${id}`, changed)).status, 303);
  await refused(caseId, 409, () => worker.post(`${path}/names/${id}`, { ...changed, family_name: 'Late' }));
  assert.match((await worker.get(path)).body, /Former name[\s\S]*Shea/);
  const gone = { why: 'It was entered wrongly', version: '2' };
  assert.equal((await worker.post(`${path}/names/${id}/remove`, gone)).status, 303);
  assert.notEqual((await one()).removed_at, null);
  assert.equal((await worker.get(`${path}/names/${id}`)).status, 404);
  assert.deepEqual(
    (await eventsOf(caseId)).map(({ kind }) => kind),
    ['name.added', 'name.corrected', 'name.removed'],
  );
  assert.partialDeepStrictEqual((await eventsOf(caseId))[2]?.payload.before, { familyName: 'Shea' });
  assert.match((await worker.get(`/cases/${caseId}/timeline`)).body, /Another name removed[\s\S]*Shea/);
});

test('next of kin and supporters say what each may be told', async () => {
  const { caseId, personId } = await made();
  const path = `/cases/${caseId}/person`;
  const mother = {
    name: 'Ann Marsh',
    kind: 'next of kin',
    relationship: 'mother',
    phone: '07700 900789',
    version: '1',
  };
  await refused(caseId, 422, () => worker.post(`${path}/supporters/new`, mother));
  await refused(caseId, 422, () => worker.post(`${path}/supporters/new`, { ...mother, may_be_told: 'secrets' }));
  assert.equal((await worker.post(`${path}/supporters/new`, { ...mother, may_be_told: 'nothing' })).status, 303);
  assert.match((await worker.get(path)).body, /Ann Marsh[\s\S]*mother[\s\S]*Nothing, not even that they are with us/);
  const { id } = (await w.db.query('select id from person_contact where person_id = $1', [personId])).rows[0];
  const more = { ...mother, may_be_told: 'appointments', note: 'Only by phone' };
  assert.equal((await worker.post(`${path}/supporters/${id}`, more)).status, 303);
  await refused(caseId, 409, () => worker.post(`${path}/supporters/${id}`, more));
  const remove = { why: 'They asked for it', version: '2' };
  assert.equal((await worker.post(`${path}/supporters/${id}/remove`, remove)).status, 303);
  assert.doesNotMatch((await worker.get(path)).body, /Ann Marsh/);
  assert.match((await worker.get(`/cases/${caseId}/history`)).body, /Ann Marsh/);
  // Removed twice: the second is told, and there is one event.
  const late = await refused(caseId, 409, () => worker.post(`${path}/supporters/${id}/remove`, remove));
  assert.match(late, /Nothing of yours was saved[\s\S]*They asked for it/);
  assert.equal((await eventsOf(caseId)).filter(({ kind }) => kind === 'supporter.removed').length, 1);
});

test('names and supporters of another person are not there', async () => {
  const [own, other] = [await made(), await made()];
  await worker.post(`/cases/${other.caseId}/person/names/new`, { use: 'alias', given_name: 'Dee', version: '1' });
  const { id } = (await w.db.query('select id from person_name where person_id = $1', [other.personId])).rows[0];
  for (const below of [`names/${id}`, `names/${id}/remove`, `supporters/${id}`])
    assert.equal((await worker.get(`/cases/${own.caseId}/person/${below}`)).status, 404);
  const stranger = await w.signIn('key_worker', { staffId: await w.staff('BOL-KW09') });
  for (const block of ['', '/words', '/contact', '/names/new', '/supporters/new'])
    assert.equal((await stranger.get(`/cases/${own.caseId}/person${block}`)).status, 404);
  await refused(own.caseId, 404, () =>
    stranger.post(`/cases/${own.caseId}/person/words`, { own_words: 'x', version: '1' }),
  );
});

test('the story is told once for whoever takes over, with what must not be asked again', async () => {
  const { caseId } = await made();
  const path = `/cases/${caseId}/handover`;
  assert.match((await worker.get(path)).body, /Not told yet/);
  const told = { in_short: 'Wants to work with animals', what_helps: 'Mornings', version: '1' };
  assert.deepEqual((await worker.post(`${path}/story`, told)).location, path);
  // Two who tell it for the first time: one wins, the other is shown both.
  assert.match(
    await refused(caseId, 409, () => worker.post(`${path}/story`, { ...told, in_short: 'Wants rest' })),
    /Wants to work with animals[\s\S]*Wants rest/,
  );
  const half = { subject_1: 'Why she left school', version: '2' };
  assert.match(
    await refused(caseId, 422, () => worker.post(`${path}/not-again`, half)),
    /Say what is known[\s\S]*Why she left school/,
  );
  const list = { ...half, known_1: 'Bullied at 15; told in full in March', subject_2: 'Her claim', known_2: 'Decided' };
  assert.equal((await worker.post(`${path}/not-again`, list)).status, 303);
  const body = (await worker.get(path)).body;
  assert.match(body, /Do not ask again[\s\S]*Why she left school[\s\S]*Bullied at 15[\s\S]*Her claim/);
  assert.match(body, /Wants to work with animals[\s\S]*Mornings/);
  const fewer = { subject_1: '', known_1: '', subject_2: 'Her claim', known_2: 'Decided', version: '3' };
  assert.equal((await worker.post(`${path}/not-again`, fewer)).status, 303);
  const { rows } = await w.db.query('select not_again, in_short, version from story where case_id = $1', [caseId]);
  assert.deepEqual(rows, [
    { not_again: [{ subject: 'Her claim', known: 'Decided' }], in_short: 'Wants to work with animals', version: 3 },
  ]);
  const events = await eventsOf(caseId);
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['story.told', 'story.corrected', 'story.corrected'],
  );
  assert.partialDeepStrictEqual(events[2]?.payload.before, { notAgain: [{ subject: 'Why she left school' }, {}] });
});

test('the page for whoever takes over brings everything together', async () => {
  const { caseId, personId } = await made();
  const next = await w.staff('BOL-KW02');
  await w.db.query(`update key_worker_assignment set ends_on = '2015-12-31', reason = 'Moved on' where case_id = $1`, [
    caseId,
  ]);
  await w.db.query(
    `insert into key_worker_assignment (id, case_id, person_id, staff_id, starts_on) values (gen_random_uuid(), $1, $2, $3, '2016-01-01')`,
    [caseId, personId, next],
  );
  for (let n = 1; n <= 6; n++)
    await worker.post(`/cases/${caseId}/notes`, {
      body: `Note number ${n}`,
      'written_on-day': String(n),
      'written_on-month': '3',
      'written_on-year': '2016',
    });
  await w.db.query(
    `insert into job (id, case_id, person_id, employer, started_on) values (gen_random_uuid(), $1, $2, 'Bury Kennels', '2016-02-01')`,
    [caseId, personId],
  );
  await w.db.query(
    `insert into worker_request (id, case_id, person_id, asked_on, asked_by, reason) values (gen_random_uuid(), $1, $2, '2016-03-02', 'the person', 'Lives nearer')`,
    [caseId, personId],
  );
  const { body } = await worker.get(`/cases/${caseId}/handover`);
  for (const part of [
    /Month \d+ of \d+/,
    /Key workers so far[\s\S]*Rashida BOL-KW02[\s\S]*Rashida BOL-KW01[\s\S]*Moved on/,
    /Severe issues[\s\S]*Nobody has made an assessment yet/,
    /Jobs[\s\S]*Bury Kennels/,
    /Another key worker was asked for[\s\S]*Lives nearer/,
    /conditions of attachment are not evidenced/,
    /The last five notes[\s\S]*Note number 6[\s\S]*Note number 2/,
  ])
    assert.match(body, part);
  assert.doesNotMatch(body, /Note number 1</);
});
