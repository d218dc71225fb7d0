/** What became of what ends: taken back where it was a mistake, and never another day than the job's. The clock stands at 31 March 2016. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../test/support/world.ts';
import { newId } from '../kit/ids.ts';

let w: World;
let worker: Browser;
let staffId: string;
before(async () => {
  w = await world();
  staffId = await w.staff('BOL-KW01');
  worker = await w.signIn('key_worker', { staffId });
});
after(() => w.end());

const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const rows = async (sql: string, ...values: unknown[]) => (await w.db.query(sql, values)).rows;
const events = async (caseId: string) =>
  (await rows('select kind from event where case_id = $1 order by id', caseId)).map(({ kind }) => kind);
const payloadsOf = async (caseId: string, kind: string) =>
  (
    await rows(
      'select p.payload from event_payload p join event e on e.id = p.event_id where e.case_id = $1 and e.kind = $2 order by e.id',
      ...[caseId, kind],
    )
  ).map(({ payload }) => payload);
const textOf = (body: string) =>
  (/<main[\s\S]*<\/main>/.exec(body)?.[0] ?? body).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
/** A form as it was opened: what it carries goes back with it. */
const carried = (body: string): Record<string, string> =>
  Object.fromEntries(
    [...body.matchAll(/<input type="hidden" name="(?!_csrf)([^"]+)" value="([^"]*)">/g)].map(([, name, value]) => [
      name as string,
      value as string,
    ]),
  );
const choicesOf = (body: string) => [...body.matchAll(/name="outcome"[^>]*value="([^"]+)"/g)].map(([, code]) => code);
const dayIn = (body: string, name: string) =>
  ['day', 'month', 'year'].map((part) => new RegExp(`name="${name}-${part}"[^>]*value="(\\d+)"`).exec(body)?.[1]);
const saved = async (url: string, fields: Record<string, string>) => {
  const reply = await worker.post(url, fields);
  assert.equal(reply.status, 303, textOf(reply.body));
  return reply;
};

/** Permitted work from 20 April 2015 on: its 52 weeks end on 17 April 2016. */
async function permitted(endedOn: string | null = null) {
  const of = await w.addCase({ keyWorkerId: staffId, attachedOn: '2015-02-02' });
  const id = newId();
  await w.db.query(
    `insert into job (id, case_id, person_id, employer, started_on, ended_on, kind, self_employed)
     values ($1, $2, $3, 'A shop', '2015-04-20', $4, 'permitted', false)`,
    [id, of.caseId, of.personId, endedOn],
  );
  const path = `/cases/${of.caseId}/in-work`;
  return { of, id, path, outcome: `${path}/endings/${id}/outcome` };
}
const stands = async (caseId: string) =>
  (await rows('select outcome, outcome_on, outcome_words, setback_id from work_ending where case_id = $1', caseId))[0];
const nothing = { outcome: null, outcome_on: null, outcome_words: null, setback_id: null };

test('permitted work that was said by mistake to have ended is counted down again', async () => {
  const { of, id, path, outcome } = await permitted();
  assert.match(textOf((await worker.get(path)).body), /Permitted work at A shop Until 17 Apr 2016, 17 days left/);
  const fresh = (await worker.get(outcome)).body;
  assert.deepEqual(choicesOf(fresh), ['converted', 'went_on', 'job_ended', 'not_viable']);
  // Where nothing was said there is nothing to take back.
  const early = await worker.post(outcome, { ...carried(fresh), outcome: 'goes_on' });
  assert.deepEqual([early.status, /It goes on already/.test(early.body)], [422, true]);
  assert.deepEqual(await events(of.caseId), []);

  await saved(outcome, { ...carried(fresh), outcome: 'job_ended', ...day('on', '2016-03-30'), words: 'She left' });
  const [job] = await rows('select version, ended_on from job where id = $1', id);
  assert.equal(job.ended_on, '2016-03-30');
  const held = { kind: 'permitted', employer: 'A shop', ...day('startedOn', '2015-04-20') };
  await saved(`/cases/${of.caseId}/jobs/${id}/correct`, { ...held, version: String(job.version) });

  const form = (await worker.get(outcome)).body;
  assert.deepEqual(choicesOf(form), ['converted', 'went_on', 'job_ended', 'not_viable', 'goes_on']);
  // No day is needed, and what was said before stays with the event.
  const undo = { ...carried(form), outcome: 'goes_on', words: 'It was her brother' };
  const reply = await saved(outcome, undo);
  assert.equal(reply.location, path);
  assert.deepEqual(await stands(of.caseId), nothing);
  assert.match(textOf((await worker.get(path)).body), /Permitted work at A shop Until 17 Apr 2016, 17 days left/);
  const [payload] = await payloadsOf(of.caseId, 'in work.goes on');
  assert.deepEqual(payload.before, { outcome: 'job_ended', on: '2016-03-30', words: 'She left', setbackId: null });
  assert.equal(payload.words, 'It was her brother');
  assert.match(
    textOf((await worker.get(`/cases/${of.caseId}/timeline?show=job`)).body),
    /Goes on: Permitted work at A shop.{0,200}Said by mistake: Ended with the job, 30 Mar 2016 She left It was her brother/,
  );
  // Its end is planned for again, and the form of before is told what became of it.
  const [{ id: ending }] = await rows('select id from work_ending where case_id = $1', of.caseId);
  const planning = await worker.get(`${path}/endings/${ending}`);
  assert.equal(planning.status, 200);
  await saved(`${path}/endings/${ending}`, {
    ...carried(planning.body),
    plan: 'More hours',
    ...day('endsOn', '2016-04-17'),
  });
  const late = await worker.post(outcome, undo);
  assert.equal(late.status, 409);
  assert.match(late.body, /It was her brother/);
  assert.deepEqual((await events(of.caseId)).slice(-2), ['in work.goes on', 'in work.end planned']);
});

test('a payment that was settled by mistake goes on, and its setback stays in the plan', async () => {
  const of = await w.addCase({ keyWorkerId: staffId, attachedOn: '2015-02-02' });
  const path = `/cases/${of.caseId}/in-work`;
  const days = { ...day('startsOn', '2016-01-04'), ...day('endsOn', '2016-06-30') };
  await saved(`${path}/payments/new`, { name: 'Travel', ...days });
  const [{ id }] = await rows('select id from work_ending where case_id = $1', of.caseId);
  const outcome = `${path}/endings/${id}/outcome`;
  const settle = async () => {
    const said = { outcome: 'not_viable', ...day('on', '2016-03-30'), words: 'Rent' };
    await saved(outcome, { ...carried((await worker.get(outcome)).body), ...said });
  };
  await settle();
  assert.match(textOf((await worker.get(path)).body), /No payment and no permitted work is counted down/);
  const undo = async () => saved(outcome, { ...carried((await worker.get(outcome)).body), outcome: 'goes_on' });
  await undo();
  assert.deepEqual(await stands(of.caseId), nothing);
  assert.match(textOf((await worker.get(path)).body), /Travel Until 30 Jun 2016, 91 days left/);
  const setbacks = () => rows('select id from plan_setback where case_id = $1', of.caseId);
  const [first] = await setbacks();
  assert.equal((await payloadsOf(of.caseId, 'in work.goes on'))[0].before.setbackId, first?.id);
  // When it stops indeed, that is a setback of its own.
  await settle();
  assert.equal((await setbacks()).length, 2);
});

test('a form that is sent back to be put right stays as old as it was', async () => {
  const { outcome, of } = await permitted();
  const form = carried((await worker.get(outcome)).body);
  await saved(outcome, { ...form, outcome: 'went_on', ...day('on', '2016-03-30') });
  const wrong = await worker.post(outcome, { ...form, outcome: 'not_viable', ...day('on', '2016-04-30') });
  assert.equal(wrong.status, 422);
  const again = { ...carried(wrong.body), outcome: 'not_viable', ...day('on', '2016-03-31') };
  assert.equal((await worker.post(outcome, again)).status, 409);
  assert.equal((await stands(of.caseId)).outcome, 'went_on');
});

test('permitted work ended on the day on which its job ended, and on no other', async () => {
  for (const code of ['job_ended', 'not_viable']) {
    const { of, id, path, outcome } = await permitted('2016-02-10');
    const form = (await worker.get(outcome)).body;
    assert.deepEqual(dayIn(form, 'on'), ['10', '2', '2016']);
    const said = { ...carried(form), outcome: code, words: 'No more hours' };
    const refused = await worker.post(outcome, { ...said, ...day('on', '2016-03-31') });
    assert.equal(refused.status, 422);
    assert.match(refused.body, /The last day of the job is 10 Feb 2016: enter that day, or correct the job first/);
    assert.match(refused.body, /No more hours/);
    assert.deepEqual(await events(of.caseId), []);
    await saved(outcome, { ...said, ...day('on', '2016-02-10') });
    assert.match(textOf((await worker.get(path)).body), /10 Feb 2016\. No more hours/);
    assert.deepEqual(await rows('select ended_on from job where id = $1', id), [{ ended_on: '2016-02-10' }]);
    // Nor can it be corrected to another day; taken back, it waits for its job to be corrected.
    const stood = carried((await worker.get(outcome)).body);
    const moved = { ...stood, outcome: code, ...day('on', '2016-02-11') };
    assert.equal((await worker.post(outcome, moved)).status, 422);
    await saved(outcome, { ...stood, outcome: 'goes_on' });
    assert.match(textOf((await worker.get(path)).body), /Until 10 Feb 2016, ended 50 days ago/);
  }
});
