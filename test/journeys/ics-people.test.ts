/**
 * People of the ICS trial as their ICSM goes through it with them: Karen (S2), John (S4), Faith (S5), Sam (S7) and the driver
 * licence (S8). What belongs to rooms that are still to come is told where it would be: the register of applications and employers
 * (work), the directory of services and referrals to them, funds, text messages and the diary with its clashes and rooms.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser, type Visitor } from '../support/browser.ts';
import { addStep, type IcsSite, meet, startIcs, stepButton } from '../support/ics.ts';

let site: IcsSite;
let browser: Awaited<ReturnType<typeof startBrowser>>;
before(async () => {
  site = await startIcs('2017-06-30');
  browser = await startBrowser(site);
});
after(async () => {
  await browser?.end();
  await site?.stop();
});

const gave = 'They cancelled or gave notice';
const missed = 'They did not come or answer';
const row = async (visitor: Visitor, name: string): Promise<string> => {
  await visitor.go('/today');
  const found = visitor.page.locator('.newel-today__row').filter({ hasText: name });
  return (await found.allTextContents()).join(' ');
};
const attendances = async (caseId: string): Promise<string[]> =>
  (await site.db.query('select attendance from meeting where case_id = $1 order by created_at, id', [caseId])).rows.map(
    (one: { attendance: string }) => one.attendance,
  );

test('S2 Karen: goals first and convictions another day, steps to a job, kept open in work, an exit with its reason', async (t) => {
  site.standOn('2017-06-30');
  const caseId = await site.join({
    given: 'Karen',
    family: 'Rāpana',
    age: 34,
    ageAtFirstBenefit: 16,
    on: '2016-02-01',
  });
  const worker = await browser.visitor(t, { as: 'key_worker' });
  const { page } = worker;
  // A section of the assessment by itself; what is not asked yet is nothing answered, and blocks nothing.
  await worker.go(`/cases/${caseId}/assessments/new`);
  await page.getByRole('radio', { name: 'Initial client assessment', exact: true }).check();
  await worker.press(/^Save/);
  const open = worker.path();
  await worker.follow('Goals');
  await page.locator('#goal_own_words').fill('Work as a caregiver, and keep the house');
  await worker.press('Save and stop here');
  assert.match(await worker.words(), /Goals\s+Saved by/);
  await worker.go(open);
  await worker.press('Finish the assessment');
  const { rows } = await site.db.query('select answers from assessment where case_id = $1', [caseId]);
  assert.deepEqual(rows[0]?.answers, { goal_own_words: 'Work as a caregiver, and keep the house' });

  await meet(worker, caseId, { mode: 'In person', note: 'Every second Tuesday, and a call in between.' });
  await worker.go(`/cases/${caseId}/plan`);
  await worker.follow('Add a goal');
  await page.getByLabel('What do they want?').fill('Work as a caregiver');
  await worker.press('Save');
  for (const words of ['First aid certificate', 'Full licence']) await addStep(worker, 'wellbeing', words);
  await stepButton(worker, 'Full licence', 'Done');
  assert.match(await worker.words(), /Done: 1/);
  // 31 applications with what came of each, and the calls to employers, stand in the room of employers.

  await worker.go(`/cases/${caseId}/jobs/new`);
  await page.getByLabel('Employer').fill('Harbour View Rest Home');
  await worker.day('startedOn', '2016-12-12');
  await page.getByLabel('Hours a week').fill('30');
  await page.getByLabel('Wage an hour').fill('16.25');
  await page.getByRole('radio', { name: 'Employed, with set hours', exact: true }).check();
  assert.equal(await worker.press('Save'), 200, await worker.words());
  assert.match(await worker.words(), /\$16\.25[\s\S]*\$487\.50, before tax/);
  assert.doesNotMatch(await worker.words(), /£/);
  // Work does not end the service, and half a year of it is the sustained work of this programme.
  assert.match(String(await page.locator('.newel-identity').textContent()), /Attached/);
  const sustained = await site.db.query('select started_on from job where case_id = $1', [caseId]);
  assert.equal(sustained.rowCount, 1);
  await meet(worker, caseId, { mode: 'Text', note: 'Seven months in the house. The children have settled.' });

  await worker.go(`/cases/${caseId}/taking-part`);
  await worker.follow('Close this case', page.locator('main'));
  await page.getByRole('radio', { name: 'Left the area' }).check();
  assert.equal(await worker.press('Save'), 200, await worker.words());
  await worker.go(`/cases/${caseId}/timeline`);
  assert.match(await worker.words(), /Left the area[\s\S]*Seven months in the house[\s\S]*Harbour View Rest Home/);
});

test('S4 John: by telephone, moved on the day and no failure, told in confidence, forty and still in his cohort', async (t) => {
  site.standOn('2017-06-30');
  const caseId = await site.join({
    given: 'John',
    family: 'Whaanga',
    age: 38,
    ageAtFirstBenefit: 18,
    on: '2015-04-13',
  });
  const worker = await browser.visitor(t, { as: 'key_worker', width: 360 });
  const { page } = worker;
  const secret = 'Was suicidal in 2014. Do not raise it first.';
  await meet(worker, caseId, { mode: 'Phone', note: 'Slept. Will try the psychologist.', hidden: secret });
  await meet(worker, caseId, {
    mode: 'Phone',
    note: 'Moved to Friday.',
    attendance: gave,
    reason: 'Texted in the morning',
  });
  assert.deepEqual(await attendances(caseId), ['attended', 'cancelled_by_them']);
  // The private room, the psychologist's own attendance and the laptop belong to the diary, to referrals and to funds.
  await worker.go(`/cases/${caseId}/plan`);
  await addStep(worker, 'survival', 'Psychologist on Tuesday, or ring on the day and move it');
  await stepButton(worker, 'Psychologist on Tuesday, or ring on the day and move it', 'Done');
  await worker.follow('The staircase');
  assert.match(await worker.words(), /1 step done/);
  await worker.go(`/cases/${caseId}`);
  assert.match(await worker.words(), /Entrenched Beneficiary, fixed on 13 Apr 2015/);
  assert.match(String(await page.locator('.newel-identity').textContent()), /40 years old/);
  const office = await browser.visitor(t, { as: 'programme_office' });
  await office.go(`/cases/${caseId}/timeline`);
  assert.match(await office.words(), /They cancelled or gave notice|they cancelled or gave notice/);
  assert.doesNotMatch(await office.words(), /suicidal/);
});

test('S5 Faith: a crisis holds the plan, three tries count, prison, the waiting list, and back with everything kept', async (t) => {
  site.standOn('2017-06-30');
  const caseId = await site.join({
    given: 'Faith',
    family: 'Parāone',
    age: 32,
    ageAtFirstBenefit: 17,
    on: '2015-05-04',
  });
  const worker = await browser.visitor(t, { as: 'key_worker' });
  const { page } = worker;
  await worker.go(`/cases/${caseId}/plan`);
  await worker.follow('Add a goal');
  await page.getByLabel('What do they want?').fill('A house, and my kids home');
  await worker.press('Save');
  await addStep(worker, 'survival', 'Register with a doctor');
  await addStep(worker, 'employment', 'Think about part-time work');
  for (const result of ['Tried', 'Not yet', 'Done']) await stepButton(worker, 'Register with a doctor', result);
  assert.match(await worker.words(), /Done: 1/);
  const attempts = await site.db.query('select count(*)::int as n from step_attempt where case_id = $1', [caseId]);
  assert.equal(attempts.rows[0].n, 3);

  await worker.follow('There is a crisis');
  await page.getByLabel('Somewhere to live').check();
  await page.getByLabel('What comes first now?').fill('A room for the next months');
  await worker.press('Hold the plan');
  assert.match(await worker.words(), /Housing first[\s\S]*1 step waits/);
  assert.doesNotMatch(await row(worker, 'Faith Parāone'), /Think about part-time work/);

  await worker.go(`/cases/${caseId}/taking-part`);
  await worker.follow('Close this case', page.locator('main'));
  await page.getByRole('radio', { name: 'Went to prison' }).check();
  await worker.press('Save');
  site.standOn('2017-11-30');
  const attached = await site.db.query(
    `select count(*)::int as n from case_record where key_worker_id = $1 and status = 'attached'`,
    [site.workers.first],
  );
  await site.fill(site.workers.first, 60 - attached.rows[0].n);
  await worker.go(`/cases/${caseId}/taking-part`);
  await worker.follow('Ask to come back', page.locator('main'));
  assert.match(await worker.words(), /no room: they go on the waiting list/);
  await page.getByLabel('Why do they want to come back?').fill('Out since Monday');
  await worker.press('Save');
  assert.match(await worker.words(), /Waiting to return[\s\S]*Place on the waiting list\s+1/);
  const manager = await browser.visitor(t, { as: 'team_manager' });
  await manager.go(`/cases/${caseId}/taking-part`);
  await manager.follow('Bring back', manager.page.locator('main'));
  assert.equal(await manager.press('Save'), 422, 'a priority needs its reason');
  await manager.page.getByLabel('Why now?').fill('The children come home in January');
  assert.equal(await manager.press('Save'), 200, await manager.words());
  assert.match(await manager.words(), /They are back[\s\S]*Attached/);
  await worker.go(`/cases/${caseId}/plan`);
  assert.match(await worker.words(), /A house, and my kids home[\s\S]*Think about part-time work/);
  const people = await site.db.query(
    'select count(*)::int as n from case_record where person_id = (select person_id from case_record where id = $1)',
    [caseId],
  );
  assert.equal(people.rows[0].n, 1, 'one person, one case, both parts of her time in it');
  await site.db.query(
    `update case_record set status = 'closed', closed_on = '2017-11-30' where reference like 'C-________-____-____-____-____________'`,
  );
});

test('S7 Sam: two that were missed and one with notice, silence on Today, and nothing that stops a benefit', async (t) => {
  site.standOn('2017-06-30');
  const caseId = await site.join({
    given: 'Sam',
    family: 'Tūhoe-Reid',
    age: 27,
    ageAtFirstBenefit: 16,
    on: '2017-03-06',
  });
  const worker = await browser.visitor(t, { as: 'key_worker', javaScript: false });
  for (const attendance of [missed, missed, gave])
    await meet(worker, caseId, { mode: 'In person', note: 'Photo ID is next.', attendance, reason: 'Not known' });
  assert.deepEqual(await attendances(caseId), ['did_not_attend', 'did_not_attend', 'cancelled_by_them']);
  // Community service on Tuesdays and the transfer to another service belong to the diary and to referrals.
  await worker.go(`/cases/${caseId}/plan`);
  await addStep(worker, 'survival', 'Birth certificate');
  await stepButton(worker, 'Birth certificate', 'Done');
  await meet(worker, caseId, { mode: 'Text', note: 'Has the certificate. Photo next.' });
  assert.doesNotMatch(await row(worker, 'Sam'), /No contact/);
  site.standOn('2017-08-26');
  assert.match(await row(worker, 'Sam'), /No contact for 57 days/);
  await worker.go(`/cases/${caseId}/timeline`);
  assert.doesNotMatch(await worker.words(), /benefit (?:stopped|suspended)|sanction/i);
});

test('S8: a driving test that failed is tried again the next day, with no time to stand down', async (t) => {
  site.standOn('2017-06-30');
  const caseId = await site.join({ given: 'Dylan', family: 'Pōtae', age: 29, ageAtFirstBenefit: 17, on: '2017-04-10' });
  const worker = await browser.visitor(t, { as: 'key_worker', width: 320 });
  const { page } = worker;
  // Which provider can begin first is the directory's to say, the fee the funds'.
  await worker.go(`/cases/${caseId}/plan`);
  await addStep(worker, 'wellbeing', 'Driving test');
  await stepButton(worker, 'Driving test', 'Tried');
  assert.match(await worker.words(), /tried once/i);
  site.standOn('2017-07-01');
  await worker.go(`/cases/${caseId}/plan`);
  await stepButton(worker, 'Driving test', 'Done');
  assert.match(await worker.words(), /Done: 1/);
  assert.doesNotMatch(await worker.words(), /stand.?down/i);
  await worker.go(`/cases/${caseId}/timeline`);
  assert.match(await worker.words(), /Step done \(attempt 2\): Driving test/);
  assert.equal(await page.getByText('Step tried: Driving test').count(), 1, 'the first try is not erased');
});
