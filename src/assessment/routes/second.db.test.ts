import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';
import { systemActor } from '../../access/rules/policy.ts';
import { transaction } from '../../kit/db.ts';
import { makeAssessment } from '../actions/assessments.ts';
import { instrument, load } from '../actions/instruments.ts';
import { shipped } from '../rules/shipped.fixture.ts';

let w: World;
let worker: Browser;
let manager: Browser;
let office: Browser;
let staffId: string;
before(async () => {
  w = await world();
  await transaction(w.db, (tx) => load(tx, systemActor, shipped('distance-a-d'), '2016-03-31'));
  staffId = await w.staff('BOL-KW01');
  worker = await w.signIn('key_worker', { staffId });
  const { id: areaId, provider_id: providerId } = w.area('Bolton');
  manager = await w.signIn('team_manager', { areaId, providerId: providerId ?? null });
  office = await w.signIn('programme_office');
});
after(() => w.end());

/** A case in which the key worker has put the person at point B. */
async function rated() {
  const of = { ...(await w.addCase({ keyWorkerId: staffId })), programmeId: w.programmeId };
  const loaded = await instrument(w.db, 'distance-a-d', 1);
  assert.ok(loaded);
  const id = await transaction(w.db, (tx) =>
    makeAssessment(tx, { userId: worker.userId, name: 'Rashida', memberships: [] }, of, {
      instrumentVersionId: loaded.id,
      instrument: loaded.document,
      stage: 'reassessment',
      stageWords: 'Distance from work',
      assessedOn: '2016-03-01',
      answers: {
        distance_point: { state: 'answered', value: 'b' },
        distance_help: { state: 'answered', value: 'yes' },
        distance_evidence: { state: 'answered', value: 'Took the referral on 1 March' },
      },
    }),
  );
  return { ...of, id, path: `/cases/${of.caseId}/assessments/${id}` };
}
const stored = async (id: string) =>
  (await w.db.query('select * from second_rating where assessment_id = $1', [id])).rows;
const kinds = async (caseId: string) =>
  (await w.db.query('select kind from event where case_id = $1 order by id', [caseId])).rows.map(({ kind }) => kind);
const own = { distance_point: 'c', distance_help: 'yes', distance_evidence: 'Asked about Saturdays' };
const on = { 'ratedOn-day': '2', 'ratedOn-month': '3', 'ratedOn-year': '2016' };

test('a second worker does not see the first rating before their own, and then both stand side by side', async () => {
  const { caseId, id, path } = await rated();
  for (const address of [path, `${path}/second`, `/cases/${caseId}/assessments/picture`, `/cases/${caseId}/timeline`]) {
    const { body } = await manager.get(address);
    assert.doesNotMatch(body, /Took the referral on 1 March/, address);
    assert.doesNotMatch(body, /<td[^>]*>B: not ready to work/, address);
  }
  assert.match((await manager.get(path)).body, /hidden until a second worker has rated independently/);
  assert.equal((await manager.get(`${path}/correct`)).status, 404);
  assert.match((await worker.get(path)).body, /Took the referral on 1 March/, 'whoever rated sees it');

  const saved = await manager.post(`${path}/second`, { ...own, ...on, 'part-by': 'worker' });
  assert.deepEqual([saved.status, saved.location], [303, path]);
  const [row] = await stored(id);
  assert.deepEqual(
    [row.author_id, row.rated_on, row.answers],
    [
      manager.userId,
      '2016-03-02',
      { distance_point: 'c', distance_help: 'yes', distance_evidence: 'Asked about Saturdays' },
    ],
  );
  assert.deepEqual(await kinds(caseId), ['assessment.made', 'assessment.rated_again']);
  for (const browser of [worker, manager, office]) {
    const { body } = await browser.get(path);
    for (const words of [
      /The two agree on 1 of 2 questions that both answered/,
      /One step apart/,
      /Took the referral on 1 March/,
      /Asked about Saturdays/,
    ])
      assert.match(body, words);
  }
  const { rows } = await w.db.query('select answers, version from assessment where id = $1', [id]);
  assert.deepEqual([rows[0].answers.distance_point, rows[0].version], ['b', 1], 'neither is overwritten');
});

test('refused: the first rater, who has looked, a second second rating, days that do not fit, nothing answered', async () => {
  const { caseId, id, path } = await rated();
  const turnedAway = async (browser: Browser) => {
    for (const reply of [await browser.get(`${path}/second`), await browser.post(`${path}/second`, { ...own, ...on })])
      assert.deepEqual([reply.status, reply.location], [303, path]);
  };
  await turnedAway(worker);
  assert.equal((await worker.post(`${path}/look`, {})).status, 303);
  assert.deepEqual((await w.db.query('select 1 from rating_look where assessment_id = $1', [id])).rows, []);
  for (const [fields, message] of [
    [{ ...own, ...on, 'ratedOn-month': '4' }, /must be today or in the past/],
    [{ ...own }, /Enter the date of your rating/],
    [{ ...own, ...on, distance_point: 'e' }, /Point: choose one of the answers/],
    [on, /Answer at least one question/],
  ] as const) {
    const reply = await manager.post(`${path}/second`, fields);
    assert.equal(reply.status, 422);
    assert.match(reply.body, message);
  }
  assert.equal((await office.post(`${path}/look`, {})).status, 303);
  assert.match((await office.get(path)).body, /Took the referral on 1 March/);
  await turnedAway(office);
  assert.deepEqual([await stored(id), await kinds(caseId)], [[], ['assessment.made']]);
  assert.equal((await manager.post(`${path}/second`, { ...own, ...on })).status, 303);
  await turnedAway(manager);
  assert.equal((await stored(id)).length, 1);
});

test('an open rating is its author’s alone, and says so', async () => {
  const { caseId, personId } = await w.addCase({ keyWorkerId: staffId });
  const { rows } = await w.db.query(
    `insert into assessment_draft (id, case_id, person_id, author_id, instrument_version_id, stage, assessed_on)
     select gen_random_uuid(), $1, $2, $3, id, 'reassessment', '2016-03-30' from instrument_version
     where key = 'distance-a-d' returning id`,
    [caseId, personId, worker.userId],
  );
  const draft = rows[0].id;
  const path = `/cases/${caseId}/assessments/draft/${draft}`;
  assert.match((await worker.get(path)).body, /Nobody else sees it until you finish/);
  assert.equal((await manager.get(path)).status, 404);
  assert.doesNotMatch((await manager.get(`/cases/${caseId}/assessments`)).body, /An assessment is open/);
});

test('agreement over a programme: pairs that both answered, nothing below five, nothing of elsewhere or taken back', async () => {
  // A version of its own, which no other test rates.
  await transaction(w.db, (tx) => load(tx, systemActor, { ...shipped('distance-a-d'), version: 2 }, '2016-03-31'));
  const loaded = await instrument(w.db, 'distance-a-d', 2);
  assert.ok(loaded);
  const elsewhere = { programmeId: w.otherProgrammeId, areaId: null, providerId: null };
  const pair = async (first: object, second: object, more: { other?: boolean; withdrawn?: boolean } = {}) => {
    const { caseId, personId } = await w.addCase(more.other ? elsewhere : {});
    await w.db.query(
      `with a as (
         insert into assessment (id, case_id, person_id, instrument_version_id, stage, assessed_on, answers, author_id, withdrawn_at)
         values (gen_random_uuid(), $1, $2, $3, 'distance', '2016-03-01', $4, $5, $6) returning id)
       insert into second_rating (id, assessment_id, case_id, person_id, author_id, rated_on, answers)
       select gen_random_uuid(), id, $1, $2, $7, '2016-03-02', $8 from a`,
      [
        ...[caseId, personId, loaded.id, JSON.stringify(first), worker.userId],
        ...[more.withdrawn ? '2016-03-03' : null, manager.userId, JSON.stringify(second)],
      ],
    );
  };
  const words = async (browser: Browser) => {
    const { status, body } = await browser.get('/instruments/distance-a-d/2/agreement');
    return { status, text: body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ') };
  };
  assert.match((await words(office)).text, /Nothing was rated twice yet/);
  for (const second of ['b', 'b', 'c', 'b', 'd', 'b'])
    await pair({ distance_point: 'b', distance_help: 'yes' }, { distance_point: second });
  for (let at = 0; at < 4; at += 1) await pair({ distance_ready: 'ready' }, { distance_ready: 'ready' });
  // Neither of these is a pair: it was declined, or not asked; and these count nowhere.
  await pair({ distance_point: { state: 'declined' } }, { distance_point: 'b' });
  await pair({ distance_point: 'b' }, { distance_help: 'yes' });
  await pair({ distance_point: 'b' }, { distance_point: 'b' }, { withdrawn: true });
  for (let at = 0; at < 5; at += 1) await pair({ distance_point: 'a' }, { distance_point: 'a' }, { other: true });
  const { text } = await words(office);
  assert.match(text, /Point 4 of 6 \(66\.7%\)/);
  assert.match(text, /Taking help Not shown: fewer than 5 pairs Being ready for work Not shown: fewer than 5 pairs/);
  assert.doesNotMatch(text, /Elsewhere|Evidence/);
  assert.equal((await words(worker)).status, 404);
  assert.match(
    (await office.get('/instruments/distance-a-d/2')).body,
    /href="\/instruments\/distance-a-d\/2\/agreement"/,
  );
  assert.doesNotMatch((await worker.get('/instruments/distance-a-d/2')).body, /\/agreement"/);
});
