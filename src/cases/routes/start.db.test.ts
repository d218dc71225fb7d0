import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';

let w: World;
let office: Browser;
let worker: string;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
  worker = await w.staff('BOL-KW01');
});
after(() => w.end());

const day = (name: string, iso: string) => {
  const [year, month, date] = iso.split('-') as [string, string, string];
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const kinds = async (caseId: string): Promise<string[]> =>
  (await w.db.query('select kind from event where case_id = $1 order by id', [caseId])).rows.map(
    (row: { kind: string }) => row.kind,
  );
const referred = () => w.addCase({ status: 'referred', keyWorkerId: worker, referredOn: '2016-03-01' });
const idIn = async (table: string, caseId: string) =>
  (await w.db.query(`select id from ${table} where case_id = $1`, [caseId])).rows[0].id;

test('attempts are recorded and corrected; the first text stays, and a stale correction shows both', async () => {
  const { caseId } = await referred();
  const path = `/cases/${caseId}/start/attempt`;
  const attempt = (result: string, on = '2016-03-02', version = 1) => ({
    way: 'Phone',
    result,
    version: String(version),
    ...day('tried_on', on),
  });
  assert.match((await office.get(`/cases/${caseId}/start`)).body, /5 working days late, was due 22 Mar 2016/);
  assert.equal((await office.post(path, attempt('no answer', '2016-02-02'))).status, 422);
  assert.equal((await office.post(path, attempt('no answer', '2016-04-02'))).status, 422);
  assert.deepEqual(await kinds(caseId), []);
  assert.equal((await office.post(path, attempt('no answer'))).status, 303);
  const id = await idIn('contact_attempt', caseId);
  assert.equal((await office.post(`${path}/${id}`, attempt('left a message'))).status, 303);
  const stale = await office.post(`${path}/${id}`, attempt('reached'));
  assert.equal(stale.status, 409);
  assert.match(stale.body, /Left a message[\s\S]*Reached them/);
  assert.deepEqual(await kinds(caseId), ['contact.tried', 'contact.corrected']);
  assert.match((await office.get(`/cases/${caseId}/timeline`)).body, /<del>No answer<\/del>/);
});

test('a warm handover is booked, held, and may be the first meeting, which stops the clock', async () => {
  const { caseId } = await referred();
  const path = `/cases/${caseId}/start/handover`;
  const booked = { with_whom: 'Colin Marsh', meets_at: '9.30', ...day('meets_on', '2016-03-08') };
  assert.equal((await office.post(path, { ...booked, version: '1' })).status, 303);
  const id = await idIn('warm_handover', caseId);
  assert.match((await office.get(`/cases/${caseId}/start`)).body, /8 Mar 2016 at 09:30/);
  const change = (more: Record<string, string>) => office.post(`${path}/${id}`, { ...booked, version: '1', ...more });
  assert.equal((await change({ state: 'held', ...day('meets_on', '2016-05-08') })).status, 422);
  assert.equal((await change({ state: 'cancelled', first_meeting: 'yes' })).status, 422);
  assert.equal((await change({ state: 'held', first_meeting: 'yes', passed_on: 'Agreed to take part' })).status, 303);
  const { rows } = await w.db.query('select first_met_on, version from case_record where id = $1', [caseId]);
  assert.deepEqual(rows, [{ first_met_on: '2016-03-08', version: 2 }]);
  assert.deepEqual(await kinds(caseId), ['warm_handover.booked', 'warm_handover.changed', 'case.first met']);
  assert.match((await office.get(`/cases/${caseId}`)).body, /8 Mar 2016[\s\S]*after 5 working days/);
  // The attachment begins with that day, and what it says is the day of the case.
  const form = (await office.get(`/cases/${caseId}/attachment`)).body;
  assert.match(form, /name="first_meeting_on-day" type="text" value="8"/);
  const fields = {
    ...day('agreement_on', '2016-03-08'),
    agreement_evidence: 'Signed',
    ...day('first_meeting_on', '2016-03-09'),
    first_meeting_evidence: 'Met',
    ...day('plan_on', '2016-03-15'),
    plan_evidence: 'Two goals',
    version: '2',
  };
  assert.equal((await office.post(`/cases/${caseId}/attachment`, fields)).status, 303);
  const met = await w.db.query('select first_met_on, status from case_record where id = $1', [caseId]);
  assert.deepEqual(met.rows, [{ first_met_on: '2016-03-09', status: 'attached' }]);
  assert.equal((await office.get(`/cases/${caseId}/start/first-meeting`)).status, 404);
});

test('an imported day of attachment stays, unless a condition was met only later', async () => {
  const conditions = (last: string) => ({
    ...day('agreement_on', '2015-03-02'),
    agreement_evidence: 'Signed',
    ...day('first_meeting_on', '2015-03-03'),
    first_meeting_evidence: 'Met',
    ...day('plan_on', last),
    plan_evidence: 'Plan',
    version: '1',
  });
  for (const [last, expected] of [
    ['2015-03-05', '2015-03-09'],
    ['2015-03-20', '2015-03-20'],
  ] as const) {
    const { caseId } = await w.addCase({ keyWorkerId: worker });
    assert.equal((await office.post(`/cases/${caseId}/attachment`, conditions(last))).status, 303);
    const { rows } = await w.db.query('select attached_on, evidenced from attachment where case_id = $1', [caseId]);
    assert.deepEqual(rows, [{ attached_on: expected, evidenced: true }]);
  }
});

test('evidence cannot be claimed round the form: the database refuses it too', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: worker });
  await assert.rejects(
    w.db.query('update attachment set evidenced = true where case_id = $1', [caseId]),
    /attachment_evidence/,
  );
});

test('two who record the first meeting at once: one wins and the other sees both days', async () => {
  const { caseId } = await referred();
  const meet = (on: string) =>
    office.post(`/cases/${caseId}/start/first-meeting`, { version: '1', ...day('first_met_on', on) });
  const replies = await Promise.all([meet('2016-03-03'), meet('2016-03-04')]);
  assert.deepEqual(replies.map(({ status }) => status).sort(), [303, 409]);
  assert.deepEqual(await kinds(caseId), ['case.first met']);
});
