/**
 * The pilot's case studies as journeys: somebody is followed over months, as their key worker goes through them. What belongs
 * to rooms that are still to come (funds) is told where it would be.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from '../support/browser.ts';
import { type Site, startSite, TODAY } from '../support/site.ts';
import {
  addActivity,
  addJob,
  addStep,
  assess,
  attached,
  type Client,
  claim,
  counted,
  events,
  meet,
  tab,
} from '../support/story.ts';

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

test('S1: barriers fall, and hours in a job grow', async (t) => {
  const client: Client = {
    given: 'Maureen',
    family: 'Tully',
    born: '1959-05-20',
    phone: '07700 900201',
    on: '2014-10-06',
    sex: 'Female',
    lastWorked: '11+ years',
    housing: 'Social rented - housing association',
  };
  const caseId = await attached(site, client);
  const worker = await browser.visitor(t, { as: 'key_worker' });
  const { page } = worker;
  await assess(worker, caseId, {
    'Presenting issues': {
      issue_bereavement: 4,
      issue_relationship_breakup: 5,
      issue_work_experience: 5,
      issue_age: 4,
      issue_qualifications_skills: 5,
      issue_labour_market: 4,
      issue_physical_health: 6,
      issue_mental_health: 6,
      issue_other: 5,
      issue_housing: 0,
    },
  });
  assert.match(await worker.words(), /9 issues are severe, of 10 rated\. 9 of 19 were not rated/);

  // An employment goal from the outset, in her words, with a service that is waited for beside it.
  await tab(worker, 'Plan');
  await worker.follow('Add a goal');
  await page.getByLabel('What do they want?').fill('Find me work before Easter');
  await page.getByRole('radio', { name: /^Short/ }).check();
  await worker.press('Save');
  await addStep(worker, { group: 'Employment', words: 'Placement at the hotel', size: 'Big' });
  // Later rooms: the referral itself, its answer and its first appointment (directory, referrals).
  await addStep(worker, { group: 'Survival', words: 'Start at the detox service', service: 'Alcohol detox service' });
  assert.match(await worker.words(), /Find me work before Easter[\s\S]*Alcohol detox service/);

  // The placement, and an offer that she declines: no set-back and no job.
  site.standOn('2014-12-01');
  await addActivity(worker, caseId, 'Work placements', '2014-11-03', {
    until: '2014-11-28',
    feedback: 'Would have her',
  });
  await worker.go(`/cases/${caseId}/jobs`);
  await worker.follow('Add an offer');
  await page.getByLabel('Employer').fill('The Midland');
  await page.getByLabel('What work?').fill('Room attendant');
  await worker.day('offeredOn', '2014-11-28');
  await page.getByRole('radio', { name: 'Declined' }).check();
  await page.getByLabel('If it was declined, why?').selectOption({ label: 'Too physical' });
  assert.equal(await worker.press('Save'), 200);
  assert.match(await worker.words(), /Room attendant, The Midland\s+Declined\s+Too physical/);
  await meet(worker, caseId, 'The hotel offered her the job. Too heavy for her back: she said no.', {
    'Placement at the hotel': 'Done',
  });
  // Permitted work is a stage on the way and no job start.
  site.standOn('2015-03-02');
  await addJob(worker, caseId, {
    employer: 'Northway Cleaning',
    on: '2015-02-16',
    hours: '12',
    kind: 'Permitted work',
  });
  assert.match(await worker.words(), /It does not count as the start of a job/);
  assert.equal(await counted(site, caseId, 'job-starts', 'Manchester', 'Clients'), 0);
  assert.equal((await events(site, caseId, '^setback'))['setback.recorded'], undefined);

  // Sixteen hours are a job. Later room: the better-off calculation that took away her fear (funds).
  site.standOn('2015-09-01');
  await worker.go(`/cases/${caseId}/jobs`);
  await worker.follow(/^End this job/);
  await worker.day('endedOn', '2015-08-30');
  assert.equal(await worker.press('Save'), 200);
  await worker.follow('Off benefit');
  await worker.day('changedOn', '2015-08-31');
  await page.getByLabel('Which benefit?').fill('ESA');
  await page.getByLabel('Why did it end?').selectOption('started_job');
  assert.equal(await worker.press('Save'), 200);
  await addJob(worker, caseId, { employer: 'Northway Cleaning', on: '2015-08-31', hours: '16', wage: '6.70' });
  const manager = await browser.visitor(t, { as: 'team_manager' });
  assert.equal(await claim(manager, caseId, 'Job start', '2015-09-01'), 200);
  // More hours in two steps, each from its day.
  for (const [day, hours, wage] of [
    ['2015-11-30', '30', '6.70'],
    ['2016-03-30', '35', '7.20'],
  ] as const) {
    site.standOn(day);
    await worker.go(`/cases/${caseId}/jobs`);
    await worker.follow(/^Change hours or wage/);
    await worker.day('from', day);
    await page.getByLabel('Hours a week').fill(hours);
    await page.getByLabel('Wage an hour').fill(wage);
    await worker.press('Save');
  }
  assert.match(
    await worker.words(),
    /Hours a week since 30 Mar 2016\s+35\s+Wage an hour\s+£7\.20[\s\S]*Pay a week\s+£252\.00/,
  );
  assert.match(await worker.words(), /In this job 213 days\s+Reached 13 weeks/);
  const raised = `select string_agg(concat(payload->'before'->>'hoursPerWeek', ' to ', payload->'after'->>'hoursPerWeek'), ', ' order by event_id)
    from event join event_payload on event_payload.event_id = event.id where case_id = $1 and kind = 'job.terms changed'`;
  assert.equal(await site.one(raised, [caseId]), '16 to 30, 30 to 35');

  // The review: four of nine are no longer severe, two of them from the top of the scale; her age is what it is.
  site.standOn(TODAY);
  await assess(worker, caseId, {
    'Presenting issues': {
      issue_bereavement: 2,
      issue_relationship_breakup: 3,
      issue_work_experience: 4,
      issue_age: 4,
      issue_qualifications_skills: 5,
      issue_labour_market: 4,
      issue_physical_health: 3,
      issue_mental_health: 3,
      issue_other: 4,
    },
  });
  assert.match(await worker.words(), /5 issues are severe, of 9 rated/);
  await worker.follow('See what changed');
  const change = await worker.words();
  assert.match(change, /6 lighter or better, 0 heavier or worse, 0 new, 3 the same, 1 not asked again/);
  for (const [label, outcome] of [
    ['Physical health', 'Lighter\\s+No longer severe'],
    ['Mental health', 'Lighter\\s+No longer severe'],
    ['Age', 'The same'],
  ])
    assert.match(change, new RegExp(`${label}\\s+\\d[^\\n]*\\s+\\d[^\\n]*\\s+${outcome}`));
  assert.match(String(await page.locator('.newel-identity').textContent()), /Month 8 of 12 in work/);

  assert.equal(await counted(site, caseId, 'job-starts', 'Manchester', 'Clients'), 1);
  assert.equal(await counted(site, caseId, '3-1', 'Work placements', '12-18 months'), 1);
  await worker.go(`/cases/${caseId}/jobs`);
  assert.match(await worker.words(), /Off benefit since 31 Aug 2015, for 7 months\./);
  const kept = await events(site, caseId, '^(activity|job|claim|assessment|meeting)\\.');
  assert.deepEqual(kept, {
    'activity.recorded': 1,
    'assessment.made': 2,
    'claim.filed': 1,
    'job.ended': 1,
    'job.offered': 1,
    'job.terms changed': 2,
    'job.recorded': 2,
    'meeting.held': 1,
  });
});

test('S2: health first, then two jobs side by side, sustained and claimed once', async (t) => {
  const caseId = await attached(site, {
    given: 'Ingrid',
    family: 'Salter',
    born: '1972-03-04',
    phone: '07700 900202',
    on: '2014-09-01',
    sex: 'Female',
  });
  const worker = await browser.visitor(t, { as: 'key_worker', javaScript: false });
  const { page } = worker;
  await worker.go(`/cases/${caseId}/plan`);
  await addStep(worker, { group: 'Wellbeing', words: 'Counselling', service: 'GP waiting list' });
  await addStep(worker, { group: 'Employment', words: 'Talk to a business adviser', size: 'Big' });
  // The key worker speaks up for her: a promise of hers, told with the others.
  await worker.go(`/cases/${caseId}/plan/promises/new`);
  await page.getByLabel('What was promised?').fill('Ask the GP to move her up the list');
  await page.getByLabel('To whom?').fill('Ingrid');
  await worker.press('Save');

  // Another service beside the one that is waited for: it says which step it stands in for. She is wary at first.
  // Later rooms: the referral to it and what the service answers (directory, referrals).
  site.standOn('2014-10-06');
  await worker.follow('Counselling');
  await worker.follow('Make a Plan B');
  await page.getByLabel('What is the step?').fill('Talk to Self Help about CBT');
  await page.getByLabel('Which service').fill('Self Help Services');
  await worker.press('Save');
  await meet(worker, caseId, 'Wary of talking to strangers.', { 'Talk to Self Help about CBT': 'Not yet' });
  site.standOn('2014-10-20');
  await meet(worker, caseId, 'They rang her. She agreed; they offer her the higher level.', {
    'Talk to Self Help about CBT': 'Done',
  });
  site.standOn('2014-12-15');
  await meet(worker, caseId, 'New Enterprise Allowance agreed.', { 'Talk to a business adviser': 'Done' });
  await worker.go(`/cases/${caseId}/plan`);
  assert.match(await worker.words(), /Counselling[\s\S]*Done: 2[\s\S]*business adviser[\s\S]*Self Help about CBT/);
  const climbed = `select string_agg(words, ', ' order by state_on) from step where case_id = $1 and state = 'done'`;
  assert.equal(await site.one(climbed, [caseId]), 'Talk to Self Help about CBT, Talk to a business adviser');
  assert.equal(
    await site.one('select words from step where case_id = $1 and instead_of is not null', [caseId]),
    'Talk to Self Help about CBT',
  );

  // Two jobs at once: their weeks count once.
  site.standOn(TODAY);
  await addJob(worker, caseId, { employer: 'Own business: photography', on: '2015-01-05', kind: 'Self-employed' });
  await addJob(worker, caseId, { employer: 'The Crescent', on: '2015-03-02', hours: '20', wage: '7.50' });
  const jobs = await worker.words();
  assert.match(jobs, /Reached on 20 Dec 2015[\s\S]*Days in work in all\s+452 days/);
  assert.match(jobs, /The Crescent[\s\S]*£150\.00[\s\S]*photography/);
  // Reached, and nobody has claimed it: the paper that her claim lacks is named, and what would do for her own business.
  await worker.go(`/cases/${caseId}/evidence`);
  assert.match(
    await worker.words(),
    /Proof of the days in work\s+Missing\s+One of these is enough: [^.]*For self-employment: a ledger of trading/,
  );
  await worker.follow('Own business: photography, from 5 Jan 2015');
  await worker.day('on', '2016-03-14');
  await page.getByRole('radio', { name: 'Received' }).check();
  await page.getByLabel('How much?').fill('180');
  assert.equal(await worker.press('Add'), 200);
  await worker.follow('Keep it as evidence');
  await worker.day('from', '2015-01-05');
  await worker.day('to', '2016-03-31');
  await page
    .getByRole('checkbox', { name: /Proof of the days in work/ })
    .first()
    .check();
  assert.equal(await worker.press('Keep it'), 200);
  assert.match(await worker.words(), /Proof of the days in work\s+Held\s+Ledger of trading/);
  assert.equal(await counted(site, caseId, 'sustained', 'Reached, not claimed', 'Clients'), 1);
  const manager = await browser.visitor(t, { as: 'team_manager' });
  assert.equal(await claim(manager, caseId, 'Sustained job', TODAY), 200);
  const before = await site.snapshot();
  assert.equal(await claim(manager, caseId, 'Sustained job', TODAY), 422);
  assert.match(await manager.words(), /Sustained job is claimed already/);
  assert.deepEqual(await site.snapshot(), before);
  assert.equal(await counted(site, caseId, 'sustained', 'Reached and claimed', 'Clients'), 1);
  assert.equal(await counted(site, caseId, 'sustained', 'Reached, not claimed', 'Clients'), 0);
});

test('S5: a death changes the support, and the plan goes on in January', async (t) => {
  const caseId = await attached(site, {
    given: 'Rebecca',
    family: 'Lomax',
    born: '1986-07-22',
    phone: '07700 900205',
    on: '2015-06-15',
  });
  const worker = await browser.visitor(t, { as: 'key_worker', width: 360 });
  const { page } = worker;
  await worker.go(`/cases/${caseId}/plan`);
  await addStep(worker, { group: 'Employment', words: 'Apply to I Will If You Will', by: '2015-10-19' });
  for (const idea of [/Pilates class/, /Coping strategies workshop/]) {
    await worker.go(`/cases/${caseId}/plan/ideas`);
    await worker.follow(idea);
    await worker.press('Save');
  }

  // Her mother dies: the application waits, the workshops go on, and they meet at home every week.
  site.standOn('2015-10-12');
  await worker.go(`/cases/${caseId}/plan/crisis`);
  await page.getByLabel('A death').check();
  await page.getByLabel('What comes first now?').fill('A walk together on Thursdays');
  await page.getByLabel('Everything else').check();
  await page.getByLabel('What the staircase calls it').fill('Her mother died');
  for (const words of ['Pilates class', 'Coping strategies workshop']) await page.getByLabel(words).check();
  await worker.press('Hold the plan');
  assert.match(await worker.words(), /Her mother died[\s\S]*1 step waits and cannot be late/);
  await worker.go(`/cases/${caseId}/meeting?mode=home`);
  await page.getByLabel('What did you talk about?').fill('Weekly at home from now on, no talk of work until she asks.');
  await page.getByLabel('When', { exact: true }).selectOption('1');
  await page.getByLabel('How', { exact: true }).selectOption('home');
  await worker.press('Finish');
  assert.match(await worker.words(), /Next time\s+19 Oct 2015, at home[\s\S]*Weekly at home from now on/);
  site.standOn('2015-12-07');
  await meet(worker, caseId, 'Both workshops are behind her.', {
    'Pilates class': 'Done',
    'Coping strategies workshop': 'Done',
    'A walk together on Thursdays': 'Done',
  });
  site.standOn('2016-01-11');
  await worker.go(`/cases/${caseId}/plan`);
  await worker.follow('Go on with the plan');
  await page.getByLabel('What has become of it?').fill('She asked about the application herself');
  await worker.press('Go on');
  // It was due on 19 October and waited for 91 days.
  assert.equal(await site.one(`select due_on from step where case_id = $1 and state = 'open'`, [caseId]), '2016-01-18');

  site.standOn(TODAY);
  await meet(worker, caseId, 'She is taken.', { 'Apply to I Will If You Will': 'Done' });
  await addActivity(worker, caseId, 'Voluntary work', '2016-02-01');
  await addActivity(worker, caseId, 'Voluntary work', '2016-03-07');
  assert.equal(await counted(site, caseId, '3-1', 'Voluntary work', '6-12 months'), 1);
  assert.equal(await counted(site, caseId, 'job-starts', 'Manchester', 'Clients'), 0);
  await tab(worker, 'Taking part');
  assert.match(await worker.words(), /Attached\s+Support\s+Month 10 of 24, until 14 Jun 2017/);
  assert.deepEqual(await events(site, caseId, '^(plan|step|setback|meeting)\\.'), {
    'meeting.held': 3,
    'plan.held': 1,
    'plan.resumed': 1,
    'step.added': 4,
    'step.done': 4,
  });
});
