/**
 * Mark, Jim and Lorraine, on whom advisers of the Incapacity Benefit pilots said what they would do: is this right for them, what
 * matters, which support, the first and later meetings, and when they are left in peace. The series of interviews, waivers and
 * the letters after a missed one belong to the diary that is still to come; sanctions are no part of Newel.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser, type Visitor } from '../support/browser.ts';
import { type Site, startSite } from '../support/site.ts';
import { addStep, assess, attached, click, events, meet, tab } from '../support/story.ts';

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

/** Where the person stands, by the letter whose words fit, with what shows it and how they see it. */
const stands = (visitor: Visitor, caseId: string, point: 'a' | 'b' | 'c' | 'd', evidence: string, own: string) =>
  assess(
    visitor,
    caseId,
    {
      'Where the person stands': { distance_point: point, distance_evidence: evidence },
      'How the person sees it': { distance_own_view: own },
    },
    /^Distance from work/,
  );

async function needs(visitor: Visitor, caseId: string, words: string): Promise<void> {
  await visitor.go(`/cases/${caseId}/person/needs`);
  await visitor.page.getByLabel('What makes it easier for them to take part?').fill(words);
  assert.equal(await visitor.press('Save'), 200);
}

test('Mark: seizures, a third child, and tests that he waits for', async (t) => {
  const caseId = await attached(site, {
    given: 'Mark',
    family: 'Ellis',
    born: '1991-06-14',
    phone: '07700 900231',
    on: '2015-11-16',
    sex: 'Male',
    lastWorked: '1-2 years',
  });
  const worker = await browser.visitor(t, { as: 'key_worker' });
  const { page } = worker;
  // What keeps him safe stands on his record, and his accident need not be told again.
  await needs(
    worker,
    caseId,
    'Seizures without warning: no work at height, no glass. Lay him on his side, ring 999 after five minutes',
  );
  await worker.go(`/cases/${caseId}/person/supporters/new`);
  await page.getByLabel('Name', { exact: true }).fill('Jenny');
  await page.getByRole('radio', { name: 'Somebody to call in an emergency' }).check();
  await page.getByLabel('How are they related?').fill('Partner');
  await page.getByRole('radio', { name: 'When and where their appointments are' }).check();
  await worker.press('Save');
  assert.match(await worker.words(), /Jenny[\s\S]*Seizures without warning: no work at height/);
  await worker.go(`/cases/${caseId}/handover/not-again`);
  await page.getByLabel('1. What must not be asked again?').fill('The accident at work');
  await page.getByLabel('1. What is known, or where does it stand?').fill('Fell through glass in a seizure at 22');
  await worker.press('Save');

  // He believes that he is not fit; his first steps are the family’s, not a job.
  await stands(worker, caseId, 'a', 'Says the doctors must decide first', 'a');
  await worker.go(`/cases/${caseId}/plan`);
  await addStep(worker, {
    group: 'Survival',
    words: 'Results of the tests',
    service: 'Neurology clinic',
    by: '2016-01-11',
  });
  await addStep(worker, { group: 'Wellbeing', words: 'See the money adviser before the baby comes' });

  // Later room: a deferral of the next interview (diary). Until the results he is left in peace, with a day on which he is not forgotten.
  site.standOn('2015-11-30');
  await worker.go(`/cases/${caseId}/taking-part/pause`);
  await page.getByLabel('Why does it pause?').fill('Waits for the results of his tests');
  assert.equal(await worker.press('Save'), 422);
  assert.deepEqual(await events(site, caseId, '^case.paused'), {});
  await worker.day('review_on', '2016-01-11');
  assert.equal(await worker.press('Save'), 200);
  site.standOn('2015-12-21');
  await worker.go('/today');
  assert.equal(await page.locator('.newel-today__row').filter({ hasText: 'Mark Ellis' }).count(), 0);
  site.standOn('2016-01-11');
  await worker.go('/today');
  const row = page.locator('.newel-today__row').filter({ hasText: 'Mark Ellis' });
  assert.match(String(await row.textContent()), /pause/i);
  await worker.go(`/cases/${caseId}/taking-part/resume`);
  await page.getByLabel('What has changed?').fill('New tablets, no seizure for six weeks');
  await worker.press('Save');
  await worker.go(`/cases/${caseId}/plan`);
  await click(worker, 'Results of the tests', 'Done');
  await stands(worker, caseId, 'b', 'Asked on 11 January what he could do without driving', 'c');
  await worker.follow('See what changed');
  assert.match(await worker.words(), /Point\s+A: not ready[^\n]*\s+B: not ready to work[^\n]*\s+Better/);
  assert.deepEqual(await events(site, caseId, '^(case.(paused|resumed)|assessment|step|supporter)'), {
    'assessment.made': 2,
    'case.paused': 1,
    'case.resumed': 1,
    'step.added': 2,
    'step.done': 1,
    'supporter.added': 1,
  });
});

test('Jim: whole days alone, a meeting that he cannot come to, and steps that become small enough', async (t) => {
  const caseId = await attached(site, {
    given: 'Jim',
    family: 'Ross',
    born: '1962-08-03',
    phone: '07700 900232',
    on: '2015-10-19',
    sex: 'Male',
    lastWorked: 'under 1 year',
  });
  const worker = await browser.visitor(t, { as: 'key_worker', width: 360 });
  const { page } = worker;
  await stands(worker, caseId, 'b', 'Keen to work; has not spoken to anybody since Friday', 'b');

  // He does not come. It is told with its reason, nobody loses anything by it, and the next one is on the telephone.
  site.standOn('2015-11-02');
  await worker.go(`/cases/${caseId}/meeting?mode=in_person`);
  await page.getByRole('radio', { name: 'They did not come or answer' }).check();
  assert.equal(await worker.press('Finish'), 422);
  assert.deepEqual(await events(site, caseId, '^meeting'), {});
  await page.getByLabel('Why, if it was late or did not happen').fill('Afraid of crowds in the office');
  await page.getByLabel('When', { exact: true }).selectOption('1');
  await page.getByLabel('How', { exact: true }).selectOption('phone');
  await worker.press('Finish');
  assert.match(await worker.words(), /They did not come or answer[\s\S]*Afraid of crowds[\s\S]*9 Nov 2015, phone/);
  assert.equal(await site.one('select status from case_record where id = $1', [caseId]), 'attached');

  site.standOn('2015-11-09');
  const nextStep = async () => {
    await page.getByLabel('Next small step').fill('Walk to the shop and back');
    await page.getByLabel('Group').selectOption('survival');
  };
  await meet(worker, caseId, 'Talked for half an hour. The mornings are worst.', {}, { more: nextStep });
  await worker.go(`/cases/${caseId}/plan`);
  await addStep(worker, { group: 'Wellbeing', words: 'Go to the men’s shed', size: 'Medium' });
  // Later rooms: the referral to condition management and its answer (directory, referrals).
  await addStep(worker, { group: 'Survival', words: 'First talk about mood', service: 'Condition management' });

  // Twice it was too much: the plan suggests a smaller one, and he takes it.
  site.standOn('2015-11-16');
  await worker.go(`/cases/${caseId}/plan`);
  await click(worker, 'Walk to the shop and back', 'Not yet');
  await click(worker, 'Go to the men’s shed', 'Not yet');
  await worker.follow(/smaller/i);
  await page.getByLabel('What is the step?').fill('Stand in the garden with a cup of tea');
  await worker.press('Save');
  await click(worker, 'Stand in the garden with a cup of tea', 'Done');
  assert.match(await worker.words(), /Done: 1/);
  await worker.follow('The staircase');
  assert.match(await worker.words(), /1 step done/);

  // Silence is noticed, whoever’s fault it is.
  site.standOn('2015-12-14');
  await worker.go('/today');
  const row = page.locator('.newel-today__row').filter({ hasText: 'Jim Ross' });
  assert.match(String(await row.textContent()), /No contact for \d+ days|was due/);
  assert.deepEqual(await events(site, caseId, '^(meeting|step|suggestion|case.closed)'), {
    'meeting.held': 1,
    'meeting.missed': 1,
    'step.added': 4,
    'step.done': 1,
    'step.missed': 2,
    'suggestion.accepted': 1,
  });
});

test('Lorraine: hands that cannot type any more, and another trade', async (t) => {
  const caseId = await attached(site, {
    given: 'Lorraine',
    family: 'Hart',
    born: '1977-04-30',
    phone: '07700 900233',
    on: '2015-12-07',
    sex: 'Female',
    lastWorked: 'under 1 year',
  });
  const worker = await browser.visitor(t, { as: 'key_worker', javaScript: false });
  const { page } = worker;
  // Later room: a room without stairs when a meeting is booked (diary). The need stands on her record from the first day on.
  await needs(worker, caseId, 'No stairs: walks with a stick. Cannot type or fill in forms by hand on bad days');
  assert.match(await worker.words(), /No stairs: walks with a stick/);
  await assess(worker, caseId, {
    'Presenting issues': { issue_physical_health: 5, issue_care_children: 1, issue_qualifications_skills: 4 },
    'Work and confidence': { confidence_in_work_success: 2 },
  });
  assert.match(await worker.words(), /2 issues are severe, of 3 rated/);
  await stands(worker, caseId, 'c', 'Asked for courses herself', 'c');

  await tab(worker, 'Plan');
  await worker.follow('Add a goal');
  await page.getByLabel('What do they want?').fill('Something with people where my hands do not matter');
  await page.getByRole('radio', { name: /^Long/ }).check();
  await worker.press('Save');
  // Later rooms: the adviser for disabled people and the course as referrals, the better-off calculation (funds).
  await addStep(worker, { group: 'Employment', words: 'Try out dictating', service: 'Disability employment adviser' });
  await addStep(worker, { group: 'Employment', words: 'Open day of the college' });

  site.standOn('2016-01-18');
  const lighter = async () => {
    await page.locator('[name="change-issue_physical_health"]').selectOption('4');
  };
  const dictating = { 'Try out dictating': 'Done', 'Open day of the college': 'Tried' };
  await meet(worker, caseId, 'Dictating works. The open day fell on a bad week.', dictating, {
    mode: 'in_person',
    more: lighter,
  });
  assert.match(await worker.words(), /Physical health 5 → 4/);
  site.standOn('2016-02-29');
  await meet(worker, caseId, 'She has a place on the course for advice workers.', {
    'Open day of the college': 'Done',
  });
  await stands(worker, caseId, 'd', 'Starts the course on 7 March and looks at vacancies by herself', 'd');
  await worker.follow('See what changed');
  assert.match(await worker.words(), /Point\s+C: considering work[^\n]*\s+D: ready to work[^\n]*\s+Better/);
  await worker.go(`/cases/${caseId}/plan/print`);
  const paper = String(await page.locator('.newel-paper').textContent());
  assert.match(paper, /Something with people where my\s+hands do not matter/);
  assert.doesNotMatch(paper, /stick|severe|Physical health/, 'nothing of her health lies on the kitchen table');
});
