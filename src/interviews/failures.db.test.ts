import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { interviews, text } from '../../test/support/interviews.ts';
import { dayFields } from '../../test/support/pathways.ts';
import { routes } from '../rooms.ts';

let { w, worker, manager, booking, kinds, missedOn } = {} as Awaited<ReturnType<typeof interviews>>;
before(async () => {
  ({ w, worker, manager, booking, kinds, missedOn } = await interviews());
});
after(() => w.end());

const versionOf = async (id: string) =>
  String((await w.rows('select version from attendance_failure where id = $1', id))[0].version);

test('S3: a letter of Monday 21 March counts until Saturday; a visit comes first; a good cause leads to a new appointment and nothing else', async () => {
  const { caseId, personId, path, first } = await missedOn('2005-03-21', '10:00', { protected: ['mental_health'] });
  // Nothing begins before the diary knows that they did not come.
  const early = await worker.post(`${path}/${first.id}/failure`, dayFields('letter_on', '2005-03-21'));
  assert.equal(early.status, 409);
  assert.match(early.body, /Record in the diary first/);
  assert.deepEqual(await w.rows('select 1 from attendance_failure where case_id = $1', caseId), []);
  await w.happened(caseId, { state: 'did_not_attend' });
  await w.db.query(`update person set contact_rules = '{"text": "yes"}' where id = $1`, [personId]);
  const begin = await worker.post(`${path}/${first.id}/failure`, dayFields('letter_on', '2005-03-21'));
  assert.equal(begin.status, 303, text(begin.body));
  const page = String(begin.location);
  const id = page.split('/').at(-1) ?? '';
  const shown = text((await worker.get(page)).body);
  assert.match(shown, /Five calendar days, the fifth counts: by Saturday 26 March 2005/);
  assert.match(shown, /A visit comes first.*Nothing can be proposed before the outcome of the visit/);
  assert.equal(
    (await worker.post(`${path}/${first.id}/failure`, dayFields('letter_on', '2005-03-21'))).status,
    409,
    'once',
  );
  const messages = await w.rows('select kind, about, body from message where case_id = $1', caseId);
  assert.deepEqual([messages.length, messages[0].kind, messages[0].about], [1, 'interview_missed', first.id]);
  assert.match(messages[0].body, /Saturday 26 March/);
  w.standOn('2005-03-29');
  const locked = await worker.post(`${page}/propose`, {
    version: await versionOf(id),
    proposal: 'sanction',
    words: 'No answer',
  });
  assert.equal(locked.status, 409);
  assert.match(locked.body, /A visit comes first/);
  const visit = {
    version: await versionOf(id),
    ...dayFields('on', '2005-03-29'),
    outcome: 'seen_good_cause',
    words: 'Afraid of crowds; phone on good days',
  };
  assert.equal((await worker.post(`${page}/visit`, visit)).status, 303);
  const cause = { version: await versionOf(id), ...dayFields('answered_on', '2005-03-29'), cause: 'fear_of_place' };
  assert.equal((await worker.post(`${page}/cause`, cause)).status, 303);
  assert.equal((await w.rows('select state from attendance_failure where id = $1', id))[0].state, 'good_cause');
  const after = await worker.post(`${page}/propose`, {
    version: await versionOf(id),
    proposal: 'sanction',
    words: 'x',
  });
  assert.equal(after.status, 409);
  assert.equal((await worker.post(`${path}/book`, booking('2005-04-06', '10:00', { mode: 'phone' }))).status, 303);
  assert.match(text((await worker.get(path)).body), /Booked Wed 6 Apr at 10:00/);
  assert.deepEqual(
    (await kinds(caseId)).filter((kind) => kind.startsWith('failure')),
    ['failure.begun', 'failure.visited', 'failure.cause told'],
  );
});

test('S3: without an answer the adviser proposes after the last day, somebody else decides with a reason, and there is one decision', async () => {
  const { caseId, path, first } = await missedOn('2005-03-21', '11:00');
  await w.happened(caseId, { state: 'did_not_attend' });
  const page = String(
    (await worker.post(`${path}/${first.id}/failure`, dayFields('letter_on', '2005-03-21'))).location,
  );
  const id = page.split('/').at(-1) ?? '';
  const attempt = async () =>
    worker.post(`${page}/attempt`, {
      version: await versionOf(id),
      ...dayFields('on', '2005-03-21'),
      channel: 'phone',
      reached: 'no',
    });
  for (let n = 0; n < 3; n += 1) assert.equal((await attempt()).status, 303);
  const fourth = await attempt();
  assert.equal(fourth.status, 409);
  assert.match(fourth.body, /The district allows 3 attempts/);
  assert.equal((await w.rows('select count(*)::int as n from failure_step where failure_id = $1', id))[0].n, 3);
  const propose = async () =>
    worker.post(`${page}/propose`, {
      version: await versionOf(id),
      proposal: 'sanction',
      words: 'Three calls and a letter',
    });
  w.standOn('2005-03-26');
  const onTheLast = await propose();
  assert.equal(onTheLast.status, 409);
  assert.match(onTheLast.body, /can still answer, up to and including 26 Mar 2005/);
  w.standOn('2005-03-29');
  assert.equal((await propose()).status, 303);
  assert.equal((await worker.get(`${page}/decide`)).status, 404, 'the adviser never decides');
  assert.equal(
    (await worker.post(`${page}/decide`, { version: await versionOf(id), decision: 'yes', words: 'x' })).status,
    404,
  );
  const without = await manager.post(`${page}/decide`, { version: await versionOf(id), decision: 'no', words: '' });
  assert.equal(without.status, 422);
  const version = await versionOf(id);
  assert.equal(
    (await manager.post(`${page}/decide`, { version, decision: 'no', words: 'Try once more by letter' })).status,
    303,
  );
  assert.equal((await manager.post(`${page}/decide`, { version, decision: 'yes', words: 'Again' })).status, 409);
  const told = (await w.events(caseId)).filter(({ kind }) => kind === 'failure.decided');
  assert.deepEqual(
    told.map(({ payload }) => [payload.agreed, payload.words]),
    [[false, 'Try once more by letter']],
  );
  assert.match(
    text((await worker.get(page)).body),
    /not agreed; a new appointment and nothing else\. Try once more by letter/,
  );
});

test('what we cancel is no failure of theirs, and nobody fails an interview of their own accord', async () => {
  const { caseId, path, first } = await missedOn('2005-03-22', '10:00');
  await w.happened(caseId, { state: 'cancelled_by_us' });
  assert.match(text((await worker.get(path)).body), /1 Mon 21 Mar To be booked/);
  assert.equal((await worker.post(`${path}/${first.id}/failure`, dayFields('letter_on', '2005-03-22'))).status, 409);
  assert.deepEqual(await w.rows('select 1 from attendance_failure where case_id = $1', caseId), []);
});

test('nothing anywhere holds a payment back to make somebody come', () => {
  const paths = routes.map(({ method, path, can, audit }) => `${method} ${path} ${can} ${JSON.stringify(audit)}`);
  // What somebody is paid while they work, and until when, is written down so that its end surprises nobody.
  const helps = (line: string) => line.includes('/cases/:caseId/in-work/payments/new ');
  assert.equal(paths.filter(helps).length, 2);
  assert.deepEqual(
    paths.filter((line) => /suspen|withhold|payment/i.test(line) && !helps(line)),
    [],
  );
});

test('8.1a, 2 and 4: the database itself refuses a decision without its steps, and a change without a day of review', async () => {
  const { caseId, path, first } = await missedOn('2005-03-23', '10:00', { protected: ['mental_health'] });
  await w.happened(caseId, { state: 'did_not_attend' });
  const page = String(
    (await worker.post(`${path}/${first.id}/failure`, dayFields('letter_on', '2005-03-23'))).location,
  );
  const id = page.split('/').at(-1);
  const refused = (set: string) =>
    assert.rejects(w.db.query(`update attendance_failure set ${set} where id = $1`, [id]), { code: '23514' }, set);
  const proposed = `state = 'proposed', proposal = 'sanction', proposal_words = 'x', proposed_by = gen_random_uuid()`;
  // Before the last day; without the visit; decided without a proposal; decided by whoever proposed it; after a good cause.
  await refused(`${proposed}, visit_on = '2005-03-24', visit_outcome = 'not_in', proposed_on = '2005-03-28'`);
  await refused(`${proposed}, proposed_on = '2005-03-29'`);
  await refused(
    `state = 'decided', decision = 'agreed', decision_words = 'x', decided_on = '2005-03-30', decided_by = gen_random_uuid()`,
  );
  const whole = `visit_on = '2005-03-24', visit_outcome = 'not_in', proposal = 'sanction', proposal_words = 'x', proposed_on = '2005-03-29'`;
  const same = `proposed_by = id, decided_by = id, decision = 'agreed', decision_words = 'x', decided_on = '2005-03-30', state = 'decided'`;
  await refused(`${whole}, ${same}`);
  await refused(`${whole}, state = 'proposed', good_cause = true, proposed_by = gen_random_uuid()`);
  const [series] = await w.rows('select id, person_id from interview_series where case_id = $1', caseId);
  const add = (columns: string, values: string) =>
    assert.rejects(
      w.db.query(
        `insert into requirement_change (id, series_id, case_id, person_id, reason, information_given, asked_on, scope, ${columns})
         values (gen_random_uuid(), $1, $2, $3, 'x', true, '2005-03-01', 'next', ${values})`,
        [series.id, caseId, series.person_id],
      ),
      /violates (check|not-null) constraint/,
    );
  await add('kind, state, decided_on, review_on', `'deferral', 'in_force', '2005-03-01', '2005-04-01'`);
  await add('kind, state, decided_on, returns_on', `'deferral', 'in_force', '2005-03-01', '2005-04-01'`);
  await add('kind, state, review_on', `'waiver', 'asked', '2005-03-01'`);
});
