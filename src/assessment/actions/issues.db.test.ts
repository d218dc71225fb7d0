import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type World, world } from '../../../test/support/world.ts';
import { type Actor, systemActor } from '../../access/rules/policy.ts';
import { transaction } from '../../kit/db.ts';
import type { Answers } from '../rules.ts';
import { makeAssessment, withdrawAssessment } from './assessments.ts';
import { openAssessments, reassessmentDue } from './due.ts';
import { instrument, load } from './instruments.ts';
import { changeIssues, issuesFor } from './issues.ts';

const document = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../../programmes/instruments/working-well-assessment.json'), 'utf8'),
);

let w: World;
let actor: Actor;
before(async () => {
  w = await world();
  await transaction(w.db, (tx) => load(tx, systemActor, document, '2016-03-31'));
  const { userId } = await w.signIn('key_worker');
  actor = { userId, name: 'Rashida', memberships: [] };
});
after(() => w.end());

async function someone() {
  const { caseId, personId } = await w.addCase();
  return { caseId, personId, programmeId: w.programmeId, referredOn: '2015-02-02' };
}
type Someone = Awaited<ReturnType<typeof someone>>;
async function assessed(of: Someone, on: string, ratings: Record<string, number>, stage = 'initial'): Promise<string> {
  const loaded = await instrument(w.db, 'working-well-assessment', 1);
  assert.ok(loaded);
  const answers: Answers = Object.fromEntries(
    Object.entries(ratings).map(([key, value]) => [key, { state: 'answered', value } as const]),
  );
  const made = { instrumentVersionId: loaded.id, instrument: loaded.document, stage, stageWords: stage };
  return transaction(w.db, (tx) => makeAssessment(tx, actor, of, { ...made, assessedOn: on, answers }));
}
const kinds = async (of: Someone) =>
  (await w.db.query('select kind from event where case_id = $1 order by id', [of.caseId])).rows.map(({ kind }) => kind);
const change = (of: Someone, on: string, changes: Parameters<typeof changeIssues>[3]['changes']) =>
  transaction(w.db, (tx) => changeIssues(tx, actor, of, { on, changes }));

test('the issues that somebody named come with their latest rating, the worst first, and nothing that was never named', async () => {
  const of = await someone();
  assert.deepEqual(await issuesFor(w.db, of.caseId), []);
  await assessed(of, '2015-03-09', { issue_age: 2, issue_debt_finances: 5, issue_housing: 0, wellbeing_anxiety: 8 });
  await assessed(of, '2015-09-09', { issue_age: 6, issue_mental_health: 3 }, 'reassessment');
  const issues = await issuesFor(w.db, of.caseId);
  assert.deepEqual(
    issues.map(({ key, kind, rating, before, disclosedOn, severe }) => [
      key,
      kind,
      rating,
      before?.rating ?? null,
      disclosedOn,
      severe,
    ]),
    [
      ['issue_age', 'issue', 6, 2, '2015-03-09', true],
      ['issue_debt_finances', 'issue', 5, null, '2015-03-09', true],
      ['issue_mental_health', 'issue', 3, null, '2015-09-09', false],
      ['wellbeing_anxiety', 'measure', 8, null, null, false],
    ],
  );
  assert.deepEqual(issues[0]?.before, { rating: 2, ratedOn: '2015-03-09' });
});

test('issues rated again in a meeting are kept with these answers alone, and are no reassessment that was due', async () => {
  const of = await someone();
  await assessed(of, '2015-03-09', { issue_age: 2, issue_debt_finances: 5 });
  const changed = await change(of, '2015-06-01', [
    { key: 'issue_debt_finances', rating: 3, by: 'person', note: 'Plan agreed' },
  ]);
  assert.ok('assessmentIds' in changed);
  const { rows } = await w.db.query('select * from assessment where id = $1', [changed.assessmentIds[0]]);
  assert.deepEqual(
    [rows[0].stage, rows[0].assessed_on, rows[0].partial, rows[0].answers, rows[0].about, rows[0].author_id],
    [
      'reassessment',
      '2015-06-01',
      true,
      { issue_debt_finances: 3 },
      { issue_debt_finances: { by: 'person', note: 'Plan agreed' } },
      actor.userId,
    ],
  );
  const [debt] = await issuesFor(w.db, of.caseId);
  assert.deepEqual(
    [debt?.key, debt?.rating, debt?.before?.rating, debt?.note],
    ['issue_debt_finances', 3, 5, 'Plan agreed'],
  );
  assert.deepEqual(await reassessmentDue(w.db, [of.caseId]), [
    { caseId: of.caseId, instrument: 'working-well-assessment', stage: 'initial', lastOn: '2015-03-09' },
  ]);
  await assessed(of, '2015-09-01', { issue_age: 2 }, 'reassessment');
  assert.equal((await reassessmentDue(w.db, [of.caseId])).at(-1)?.lastOn, '2015-09-01');
  const { rows: reported } = await w.db.query('select stage, answers from report_assessment where case_id = $1', [
    of.caseId,
  ]);
  assert.equal(reported.length, 3);
});

test('refused: a rating out of range, an issue that was never rated, a day before the referral; nothing is written', async () => {
  const of = await someone();
  await assessed(of, '2015-03-09', { issue_age: 2 });
  const good = { key: 'issue_age', rating: 3 };
  for (const bad of [
    { key: 'issue_age', rating: 7 },
    { key: 'issue_age', rating: 2.5 },
    { key: 'issue_age', rating: -1 },
    { key: 'issue_age', rating: 2, note: 'x'.repeat(1001) },
    { key: 'issue_housing', rating: 3 },
    { key: '__proto__', rating: 3 },
  ]) {
    const refused = await change(of, '2015-06-01', [good, bad]);
    assert.ok('errors' in refused && Object.values(refused.errors)[0] !== '', JSON.stringify(bad));
  }
  const early = await change(of, '2015-02-01', [good]);
  assert.ok('errors' in early && early.errors.on?.includes('2 Feb 2015'));
  assert.deepEqual(await kinds(of), ['assessment.made']);
  assert.equal((await issuesFor(w.db, of.caseId))[0]?.rating, 2);
});

test('an assessment is taken back once, with its reason; then nothing counts it', async () => {
  const of = await someone();
  await assessed(of, '2015-03-09', { issue_age: 2 });
  const wrong = await assessed(of, '2015-06-09', { issue_age: 6 }, 'reassessment');
  const take = (given: Someone) =>
    transaction(w.db, (tx) =>
      withdrawAssessment(tx, actor, given, { id: wrong, why: 'Another person', today: '2016-03-31' }),
    );
  assert.equal(await take(await someone()), false);
  assert.deepEqual(await kinds(of), ['assessment.made', 'assessment.made']);
  assert.equal(await take(of), true);
  assert.equal(await take(of), false);
  assert.deepEqual(await kinds(of), ['assessment.made', 'assessment.made', 'assessment.withdrawn']);
  assert.equal((await issuesFor(w.db, of.caseId))[0]?.rating, 2);
  assert.equal((await reassessmentDue(w.db, [of.caseId])).length, 1);
  const reported = await w.db.query('select 1 from report_assessment where case_id = $1', [of.caseId]);
  assert.equal(reported.rows.length, 1);
});

test('facts for many cases are one statement, and nobody is made up', async () => {
  const [a, b, c] = [await someone(), await someone(), await someone()];
  await assessed(a, '2015-03-09', { issue_age: 2 });
  await assessed(a, '2015-04-09', { issue_age: 2 });
  await assessed(b, '2015-05-09', { issue_age: 2 }, 'reassessment');
  let sent = 0;
  const counted = {
    query: (...given: unknown[]) => {
      sent += 1;
      return (w.db.query as (...all: unknown[]) => unknown)(...given);
    },
  } as typeof w.db;
  const found = await reassessmentDue(counted, [a.caseId, b.caseId, c.caseId]);
  assert.deepEqual([...found.map(({ caseId, stage, lastOn }) => [caseId, stage, lastOn])].sort(), [
    ...[
      [a.caseId, 'initial', '2015-04-09'],
      [b.caseId, 'reassessment', '2015-05-09'],
    ].sort(),
  ]);
  assert.equal(sent, 1);
  assert.deepEqual(await openAssessments(counted, [a.caseId, c.caseId]), []);
  assert.equal(sent, 2);
  assert.deepEqual([await reassessmentDue(counted, []), await openAssessments(counted, []), sent], [[], [], 2]);
});
