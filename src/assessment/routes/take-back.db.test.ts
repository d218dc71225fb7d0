import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';
import { systemActor } from '../../access/rules/policy.ts';
import { transaction } from '../../kit/db.ts';
import { type CaseRef, makeAssessment } from '../actions/assessments.ts';
import { instrument, load } from '../actions/instruments.ts';
import { shipped } from '../rules/shipped.fixture.ts';

let w: World;
let worker: Browser;
let manager: Browser;
let staffId: string;
before(async () => {
  w = await world();
  for (const key of ['working-well-assessment', 'distance-a-d', 'progress-measure'] as const)
    await transaction(w.db, (tx) => load(tx, systemActor, shipped(key), '2016-03-31'));
  staffId = await w.staff('BOL-KW01');
  worker = await w.signIn('key_worker', { staffId });
  const { id: areaId, provider_id: providerId } = w.area('Bolton');
  manager = await w.signIn('team_manager', { areaId, providerId });
});
after(() => w.end());

async function made(of: CaseRef, key: 'working-well-assessment' | 'distance-a-d', by: string | null = null) {
  const loaded = await instrument(w.db, key, 1);
  assert.ok(loaded);
  const answers =
    key === 'distance-a-d'
      ? ({ distance_point: { state: 'answered', value: 'b' } } as const)
      : ({ issue_debt_finances: { state: 'answered', value: 5 } } as const);
  const id = await transaction(w.db, (tx) =>
    makeAssessment(tx, { ...systemActor, userId: by }, of, {
      instrumentVersionId: loaded.id,
      instrument: loaded.document,
      stage: 'initial',
      stageWords: 'Initial assessment',
      assessedOn: '2016-03-01',
      answers,
    }),
  );
  return `/cases/${of.caseId}/assessments/${id}`;
}
const person = async (): Promise<CaseRef> => ({
  ...(await w.addCase({ keyWorkerId: staffId })),
  programmeId: w.programmeId,
});
const kinds = async (caseId: string) =>
  (await w.db.query('select kind from event where case_id = $1 order by id', [caseId])).rows.map(({ kind }) => kind);
const reported = async (caseId: string) =>
  (await w.db.query('select 1 from report_assessment where case_id = $1', [caseId])).rows.length;

test('an assessment is taken back with a reason: gone from lists and reports, whole on the timeline, not to be opened again', async () => {
  const of = await person();
  const path = await made(of, 'working-well-assessment');
  assert.equal(await reported(of.caseId), 1);
  assert.match((await worker.get(path)).body, new RegExp(`href="${path}/take-back"`));
  assert.match((await worker.get(`${path}/take-back`)).body, /Nothing is erased/);
  const why = 'It was <meant> for her sister';
  const done = await worker.post(`${path}/take-back`, { version: '1', why });
  assert.deepEqual([done.status, done.location], [303, `/cases/${of.caseId}/assessments`]);
  assert.match((await worker.get(`/cases/${of.caseId}/assessments`)).body, /No assessment is recorded/);
  assert.equal(await reported(of.caseId), 0);
  assert.deepEqual(await kinds(of.caseId), ['assessment.made', 'assessment.withdrawn']);
  const timeline = (await worker.get(`/cases/${of.caseId}/timeline`)).body;
  assert.match(timeline, /Initial assessment[\s\S]*taken back[\s\S]*It was &lt;meant&gt; for her sister/i);
  const after = await worker.get(path);
  assert.equal(after.status, 200);
  assert.match(after.body, /This assessment was taken back[\s\S]*It was &lt;meant&gt; for her sister/);
  assert.doesNotMatch(after.body, /debt or money worries/);
  for (const reply of [
    await worker.get(`${path}/take-back`),
    await worker.post(`${path}/take-back`, { version: '2', why }),
    await worker.get(`${path}/correct`),
  ])
    assert.equal(reply.status, 404);
  assert.equal((await kinds(of.caseId)).length, 2);
});

test('refused: without a reason, over the limit, corrected meanwhile, a first rating that is hidden; nothing is written', async () => {
  const of = await person();
  const path = await made(of, 'working-well-assessment');
  const hidden = await made(of, 'distance-a-d', worker.userId);
  await w.db.query('update assessment set version = 2 where id = $1', [path.split('/').at(-1)]);
  for (const [why, version, status, message] of [
    [' ', '2', 422, /Enter why it is taken back/],
    ['x'.repeat(1001), '2', 422, /use 1,000 characters or fewer/],
    ['Twice', '1', 409, /Somebody corrected this assessment[\s\S]*>Twice<\/textarea>/],
  ] as const) {
    const reply = await worker.post(`${path}/take-back`, { version, why });
    assert.equal(reply.status, status);
    assert.match(reply.body, message);
  }
  assert.equal((await manager.get(`${hidden}/take-back`)).status, 404);
  assert.equal((await manager.post(`${hidden}/take-back`, { version: '1', why: 'Not seen' })).status, 404);
  assert.deepEqual(await kinds(of.caseId), ['assessment.made', 'assessment.made']);
  const { rows } = await w.db.query('select 1 from assessment where case_id = $1 and withdrawn_at is not null', [
    of.caseId,
  ]);
  assert.deepEqual(rows, []);
});

test('what was measured twice stands on the staircase, the screen’s and the paper’s, until one of the two is taken back', async () => {
  const of = await person();
  const loaded = await instrument(w.db, 'progress-measure', 1);
  const assessment = await instrument(w.db, 'working-well-assessment', 1);
  assert.ok(loaded && assessment);
  const rate = (on: string, confidence: number, circumstances: number, debt: number) =>
    transaction(w.db, async (tx) => {
      const common = { stage: 'initial', stageWords: 'Progress', assessedOn: on };
      const rating = (value: number) => ({ state: 'answered', value }) as const;
      await makeAssessment(tx, systemActor, of, {
        ...{ ...common, stage: 'reassessment', instrumentVersionId: assessment.id, instrument: assessment.document },
        answers: { issue_debt_finances: rating(debt) },
      });
      return makeAssessment(tx, systemActor, of, {
        ...{ ...common, instrumentVersionId: loaded.id, instrument: loaded.document },
        answers: { ability_confidence: rating(confidence), ability_circumstances: rating(circumstances) },
      });
    });
  await rate('2015-10-01', 1, 4, 6);
  const last = await rate('2016-03-01', 4, 3, 2);
  const screen = (await worker.get(`/cases/${of.caseId}/staircase`)).body;
  const words = screen.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
  assert.match(words, /What was measured more than once/);
  assert.match(words, /Confidence and commitment, from 0 to 6: higher is better When Value .*2015 1 .*Mar 4/);
  assert.match(words, /Debt\/finances, from 0 to 6: lower is better When Value .*2015 6 .*Mar 2/);
  assert.match(words, /Managing personal circumstances/);
  assert.equal(screen.match(/class="newel-stair__line"/g)?.length, 6, 'three rows of dots in each of two drawings');
  const paper = (await worker.get(`/cases/${of.caseId}/plan/print`)).body;
  assert.match(paper, /Confidence and commitment/);
  assert.doesNotMatch(paper, /Debt\/finances|Managing personal circumstances/, 'no issue and nothing that fell');
  const taken = await worker.post(`/cases/${of.caseId}/assessments/${last}/take-back`, { version: '1', why: 'Twice' });
  assert.equal(taken.status, 303);
  const after = (await worker.get(`/cases/${of.caseId}/staircase`)).body;
  assert.doesNotMatch(after, /Confidence and commitment/);
  assert.match(after, /Debt\/finances/);
});
