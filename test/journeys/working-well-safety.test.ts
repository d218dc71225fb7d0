/**
 * The pilot's case studies as journeys: somebody is followed over months, as their key worker goes through them. What belongs
 * to rooms that are still to come (funds, what is published of a case) is told where it would be.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from '../support/browser.ts';
import { type Site, startSite, TODAY } from '../support/site.ts';
import { addActivity, addJob, assess, attached, counted, events, tab } from '../support/story.ts';

let site: Site;
let browser: Awaited<ReturnType<typeof startBrowser>>;
before(async () => {
  site = await startSite();
  browser = await startBrowser(site);
});
after(async () => {
  await browser?.end();
  await site?.stop();
});

const jobsOf = (caseId: string) => site.one('select count(*) from job where case_id = $1', [caseId]);

test('S7: from voluntary work through permitted work to a contract of 16 hours', async (t) => {
  const caseId = await attached(site, {
    given: 'Gareth',
    family: 'Platt',
    born: '1975-12-01',
    phone: '07700 900207',
    on: '2014-09-01',
  });
  const worker = await browser.visitor(t, { as: 'key_worker' });
  site.standOn('2015-10-27');
  await addActivity(worker, caseId, 'Voluntary work', '2014-11-03', { days: '3', hours: '4' });
  assert.match(await worker.words(), /3 Nov 2014[\s\S]*3 days a week, 4 hours a day: 12 hours a week/);
  const permitted = { employer: 'Hall Carr Housing', on: '2015-06-01', kind: 'Permitted work', hours: '12' };
  await addJob(worker, caseId, permitted);
  assert.match(await worker.words(), /It does not count as the start of a job/);
  await worker.follow(/^End this job/);
  await worker.day('endedOn', '2015-10-27');
  assert.equal(await worker.press('Save'), 200);
  site.standOn('2015-10-28');
  assert.equal(await counted(site, caseId, 'job-starts', 'Manchester', 'Clients'), 0);
  await addJob(worker, caseId, { employer: 'Hall Carr Housing', on: '2015-10-28', hours: '16', wage: '7.00' });
  assert.match(await worker.words(), /Hall Carr Housing[\s\S]*First day\s+28 Oct 2015[\s\S]*Pay a week\s+£112\.00/);
  await worker.follow('Off benefit');
  await worker.day('changedOn', '2015-10-28');
  await worker.page.getByLabel('Which benefit?').fill('ESA');
  await worker.page.getByLabel('Why did it end?').selectOption('started_job');
  assert.equal(await worker.press('Save'), 200);
  // Later room: the check of names in a case that is published (privacy).
  site.standOn(TODAY);
  await worker.go(`/cases/${caseId}/jobs`);
  assert.match(await worker.words(), /Off benefit since 28 Oct 2015, for 5 months\./);
  assert.equal(await counted(site, caseId, 'job-starts', 'Manchester', 'Clients'), 1);
  assert.equal(await counted(site, caseId, 'job-starts-by-quarter', '2015 Q4', 'Clients'), 1);
  assert.equal(await counted(site, caseId, '3-1', 'Voluntary work', '18+ months'), 1);
  await tab(worker, 'Timeline');
  assert.match(
    await worker.words(),
    /Job: Hall Carr Housing[\s\S]*Job ended: Hall Carr Housing[\s\S]*[Pp]ermitted work[\s\S]*12 hours a week/,
  );
});

test('S8: a threat to others is told at once, kept among few, and looked at again', async (t) => {
  const caseId = await attached(site, {
    given: 'Colm',
    family: 'Devlin',
    born: '1979-05-05',
    phone: '07700 900208',
    on: '2015-01-05',
  });
  const severe = [
    'bereavement',
    'convictions',
    'work_experience',
    'housing',
    'physical_health',
    'mental_health',
    'other',
  ];
  const mild = ['age', 'debt_finances', 'family_support'];
  const ratings = (names: readonly string[], rating: number) =>
    Object.fromEntries(names.map((name) => [`issue_${name}`, rating]));
  const worker = await browser.visitor(t, { as: 'key_worker' });
  const { page } = worker;
  await assess(worker, caseId, {
    'Presenting issues': { ...ratings(severe, 5), ...ratings(mild, 2) },
    'Work and confidence': { confidence_in_work_success: 0 },
  });
  assert.match(await worker.words(), /7 issues are severe, of 10 rated/);

  // He tells of a weapon: what only worker and manager may read, who does what, and by when.
  // Later room: the urgent workflow with its route, who took it on and when (care, diary).
  site.standOn('2015-06-10');
  await worker.go(`/cases/${caseId}/meeting?mode=in_person`);
  await page.getByLabel('What did you talk about?').fill('An argument on Sunday. He wants help.');
  await page.getByText('Add a part only you and your manager can read').click();
  await page
    .getByLabel('A part only you and your manager can read')
    .fill('Carried a knife on Sunday; handed it in since.');
  await page.getByLabel('Next small step').fill('Ring the psychiatrist about an earlier appointment');
  await page.getByLabel('Who', { exact: true }).selectOption('worker');
  await worker.press('Finish');
  const meeting = worker.path();
  assert.match(await worker.words(), /He wants help/);
  await worker.go(`/cases/${caseId}/plan/crisis`);
  await page.getByLabel('Health', { exact: true }).check();
  await page.getByLabel('What comes first now?').fill('Crisis service, today at 15:00');
  await page.getByLabel('Everything else').check();
  await page.getByLabel('Ring the psychiatrist about an earlier appointment').check();
  await worker.press('Hold the plan');
  await worker.go(`/cases/${caseId}/plan/promises/new`);
  await page.getByLabel('What was promised?').fill('Sees him within a week, and rings the GP');
  await page.getByRole('radio', { name: 'A service' }).check();
  await page.getByLabel('Which service').fill('Psychiatrist');
  await worker.day('dueOn', '2015-06-17');
  await worker.press('Save');
  assert.match(await worker.words(), /Psychiatrist/);

  // His manager restricts the record. A colleague of the same team cannot open it, nor read the part of the meeting.
  const manager = await browser.visitor(t, { as: 'team_manager' });
  await manager.go(`/cases/${caseId}/restriction`);
  await manager.page.getByRole('radio', { name: 'Others may be at risk from them' }).check();
  await manager.page.getByLabel('What must whoever answers for it know?').fill('Told of a weapon on 10 June');
  await manager.page.locator('select[name="owner"]').selectOption({ label: 'Farida Holt, team manager' });
  await manager.day('review_on', '2015-07-10');
  await manager.page.getByRole('radio', { name: 'Yes', exact: true }).check();
  assert.equal(await manager.press('Save'), 200);
  const lead = await site.agent('local_lead');
  for (const path of [`/cases/${caseId}`, meeting]) assert.equal((await lead.get(path)).status, 404);
  const opened = await worker.go(meeting);
  assert.equal(opened, 200);
  assert.doesNotMatch(worker.source(), /knife/, 'the part is opened by itself, and that is written down');
  await worker.follow('Read the part only you and your manager can read');
  assert.match(await worker.words(), /Carried a knife/);
  await tab(worker, 'History');
  assert.match(await worker.words(), /Jack Whitworth[\s\S]*Farida Holt|Farida Holt[\s\S]*Jack Whitworth/);

  // Relatively low risk, with the reason; the manager looks at the restriction again on its day and lifts it.
  site.standOn('2015-07-10');
  await worker.go(`/cases/${caseId}/plan`);
  await worker.follow('Go on with the plan');
  await page.getByLabel('What has become of it?').fill('Psychiatrist: relatively low risk, medication changed');
  await worker.press('Go on');
  assert.match(await worker.words(), /The plan goes on/);
  await manager.go(`/cases/${caseId}/restriction/lift`);
  await manager.page.getByLabel('Why is it not needed any more?').fill('Relatively low risk since 3 July');
  await manager.press('Save');
  assert.equal((await lead.get(`/cases/${caseId}`)).status, 200);

  // The review: ten issues are six, seven severe ones are one. Later: the 17 questions of wellbeing, which no paper gives.
  site.standOn(TODAY);
  await assess(worker, caseId, {
    'Presenting issues': {
      ...ratings(['physical_health'], 4),
      ...ratings(['work_experience', 'mental_health', 'other', 'age', 'convictions'], 2),
      ...ratings(['bereavement', 'housing', 'debt_finances', 'family_support'], 0),
    },
    'Work and confidence': { confidence_in_work_success: 3 },
  });
  assert.match(await worker.words(), /1 issue is severe, of 10 rated/);
  await worker.follow('See what changed');
  assert.match(await worker.words(), /10 lighter or better, 0 heavier or worse, 0 new, 1 the same/);
  assert.match(await worker.words(), /Confidence in being successful in work\s+0[^\n]*\s+3[^\n]*\s+Better/);
  const standing = `select count(*) from assessment, jsonb_each(answers) as answer(key, given)
    where case_id = $1 and stage = 'reassessment' and key like 'issue%' and (given #>> '{}')::int > 0`;
  assert.equal(await site.one(standing, [caseId]), '6');
  assert.equal(await jobsOf(caseId), '0');
  assert.deepEqual(await events(site, caseId, '^(plan|promise|restriction|assessment|meeting)\\.'), {
    'assessment.made': 2,
    'meeting.held': 1,
    'plan.held': 1,
    'plan.resumed': 1,
    'promise.made': 1,
    'restriction.lifted': 1,
    'restriction.placed': 1,
  });
});

test('S11: 24 months without a job end in an exit plan and a receipt; a job in the last month opens a year in work', async (t) => {
  const person = { family: 'Hollis', on: '2014-04-01', born: '1970-02-11' };
  const without = await attached(site, { ...person, given: 'Derek', phone: '07700 900211' });
  const inWork = await attached(site, { ...person, given: 'Shirley', born: '1981-09-30', phone: '07700 900212' });
  const worker = await browser.visitor(t, { as: 'key_worker' });
  const { page } = worker;
  const identity = () => page.locator('.newel-identity').textContent();

  site.standOn('2016-03-16');
  await addJob(worker, inWork, { employer: 'Tib Lane Café', on: '2016-03-15', hours: '20' });
  assert.match(String(await identity()), /Month 1 of 12 in work/);
  site.standOn('2017-03-14');
  await worker.go(`/cases/${inWork}`);
  assert.match(String(await identity()), /Month 12 of 12 in work/);
  site.standOn('2017-03-15');
  await worker.go(`/cases/${inWork}`);
  assert.match(String(await identity()), /Support ended 14 Mar 2017/);

  site.standOn(TODAY);
  await worker.go(`/cases/${without}/close`);
  assert.match(String(await identity()), /Month 24 of 24/);
  await page.getByRole('radio', { name: /^Two years of support ended/ }).check();
  const before = await site.snapshot();
  assert.equal(await worker.press('Save'), 422);
  assert.deepEqual(await site.snapshot(), before);
  await worker.follow('Make the exit plan');
  await page.getByRole('radio', { name: 'Back to the Jobcentre' }).check();
  await page.getByLabel('Which services go on?').fill('The debt adviser until June');
  await page.getByLabel('What will they do if things get difficult?').fill('Ring the debt adviser first');
  await page.getByLabel('Who is told, with their agreement?').fill('The work coach');
  await worker.press('Save');
  await worker.follow('Close this case', page.locator('main'));
  await page.getByRole('radio', { name: /^Two years of support ended/ }).check();
  assert.equal(await worker.press('Save'), 200);
  await worker.go(`/cases/${without}/taking-part/hand-back`);
  await page.getByLabel('To whom do you hand them back?').fill('Jobcentre Plus, Rusholme');
  await page.getByLabel('What do they need to know there?').fill('Debt is nearly paid. Wants warehouse work.');
  await worker.press('Save');
  await worker.follow('Record the receipt');
  await page.getByLabel('Who confirmed it?').fill('Pat Lowe');
  await worker.press('Save');
  assert.match(await worker.words(), /The debt adviser until June[\s\S]*Receipt\s+Pat Lowe, 31 Mar 2016/);
  assert.deepEqual(await events(site, without, '^(case.closed|exit plan|handback)'), {
    'case.closed': 1,
    'exit plan.made': 1,
    'handback.received': 1,
    'handback.sent': 1,
  });
});
