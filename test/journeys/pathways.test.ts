/**
 * The scenarios of Pathways to Work as an adviser and a manager go through them in a browser, half of them without JavaScript and
 * half by keyboard alone. What every refusal says and writes is tested in src/interviews.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from '../support/browser.ts';
import { interviews, served, sixDays } from '../support/interviews.ts';
import { choose, enter, type, typeDay } from '../support/keyboard.ts';

let { w, staffId, worker, manager, started, booking } = {} as Awaited<ReturnType<typeof interviews>>;
let browser: Awaited<ReturnType<typeof startBrowser>>;
let colleague: string;
before(async () => {
  ({ w, staffId, worker, manager, started, booking } = await interviews());
  colleague = await w.staff('GAT-02');
  await w.hours(colleague);
  const other = await w.worker(colleague);
  browser = await startBrowser(
    await served(w, { key_worker: worker.userId, other_worker: other.userId, team_manager: manager.userId }),
  );
});
after(async () => {
  await browser?.end();
  await w?.end();
});

test('S1 and S2 without JavaScript: a series begins, is screened on paper, and goes on of their own accord', async (t) => {
  w.standOn('2005-01-12');
  const { caseId } = await w.addCase({ keyWorkerId: staffId, givenName: 'Lorraine', familyName: 'Hart' });
  const adviser = await browser.visitor(t, { as: 'key_worker', javaScript: false });
  const { page } = adviser;
  await adviser.go(`/cases/${caseId}/interviews`);
  await adviser.follow('Start the interviews');
  await adviser.day('claim_on', '2005-01-10');
  await adviser.press('Start');
  assert.match(await adviser.words(), /0 of 6 interviews held[\s\S]*Mon 7 Mar[\s\S]*Tue 3 May \(moved: holiday/);
  await adviser.follow('Book interview 1');
  await page.getByRole('radio', { name: /^Mon 7 Mar at 10:00/ }).check();
  await adviser.press('Book');
  assert.match(await adviser.words(), /Booked\s+Mon 7 Mar at 10:00/);

  // On paper in the interview, entered in the evening, in two goes.
  w.standOn('2005-03-07', '17:45');
  await w.happened(caseId, { state: 'attended' });
  await adviser.go(`/cases/${caseId}/interviews`);
  await adviser.follow('Begin the screening');
  await page.getByRole('radio', { name: 'On paper, entered afterwards' }).check();
  await page.getByLabel('At what time?').fill('10:20');
  await adviser.press('Begin');
  await page.getByLabel('Another condition, in their words').fill('Fibromyalgia');
  await page.getByRole('radio', { name: 'Within the last 6 months' }).check();
  await adviser.press('Save and go on later');
  await adviser.follow('Go on');
  assert.equal(await page.getByLabel('Another condition, in their words').inputValue(), 'Fibromyalgia');
  await page.getByRole('radio', { name: 'Within 3 months' }).check();
  await page.getByRole('radio', { name: 'Better', exact: true }).check();
  await page.getByRole('radio', { name: 'Sure', exact: true }).check();
  await page.getByRole('radio', { name: 'IN: the interviews should go on' }).check();
  await adviser.press('Finish');
  assert.match(
    await adviser.words(),
    /OUT[\s\S]*What decided it[\s\S]*Within the last 6 months[\s\S]*at 10:20[\s\S]*at 17:45[\s\S]*Fibromyalgia/,
  );
  const screening = adviser.path();
  await adviser.follow('Ask for the other result');
  await page.getByLabel('Why should the result not hold?').fill('Wants the help');
  await adviser.press('Ask a second person');

  const second = await browser.visitor(t, { as: 'team_manager', javaScript: false });
  await second.go(screening);
  await second.follow('Look at it as the second person');
  await second.page.getByRole('radio', { name: 'OUT, as the screening has it' }).check();
  await second.press('Decide');

  await adviser.go(screening);
  await adviser.follow('Continue as a volunteer');
  await adviser.press('Continue as a volunteer');
  assert.match(await adviser.words(), /Screened out[\s\S]*Of their own accord since Mon 7 Mar/);
});

test('S3 by keyboard: from Today to a proposal, and somebody else decides', async (t) => {
  w.standOn('2005-03-01');
  const { caseId, path } = await started('2005-01-24', {}, { givenName: 'Gary', attachedOn: '2005-02-28' });
  await worker.post(`${path}/book`, booking('2005-03-21', '10:00'));
  w.standOn('2005-03-21', '15:00');
  await w.happened(caseId, { state: 'did_not_attend' });
  const adviser = await browser.visitor(t, { as: 'key_worker' });
  await adviser.go('/today');
  await enter(adviser, /Follow it up.*/);
  await enter(adviser, 'Go on');
  assert.match(await adviser.words(), /Five calendar days, the fifth counts: by Saturday 26 March 2005/);
  const failure = adviser.path();
  await enter(adviser, 'Record an attempt');
  await typeDay(adviser, 'on', '2005-03-21');
  await choose(adviser, 'channel', 'phone');
  await choose(adviser, 'reached', 'no');
  await enter(adviser, 'Save', 'here');
  assert.match(await adviser.words(), /1 attempt of 3[\s\S]*telephone: not reached[\s\S]*can still answer/);
  w.standOn('2005-03-29');
  await adviser.go(failure);
  await enter(adviser, 'Propose what follows');
  await choose(adviser, 'proposal', 'warning_letter');
  await type(adviser, 'words', 'A call and a letter, no answer');
  await enter(adviser, 'Propose', 'here');
  assert.match(await adviser.words(), /It waits for somebody else than the worker/);

  const decider = await browser.visitor(t, { as: 'team_manager' });
  await decider.go('/interviews');
  await enter(decider, /Gary Marsh, .*/);
  await enter(decider, 'Decide');
  await choose(decider, 'decision', 'no');
  await type(decider, 'words', 'Call in the evening first');
  await enter(decider, 'Decide', 'here');
  assert.match(await decider.words(), /not agreed; a new appointment and nothing else\. Call in the evening first/);
});

test('S4 and S18 on a phone without JavaScript: a waiver that language explains, and an operation that is waited for', async (t) => {
  w.standOn('2005-04-04');
  const { path } = await started('2005-01-10', { held: ['2005-03-07'] });
  const adviser = await browser.visitor(t, { as: 'key_worker', javaScript: false, width: 390 });
  const { page } = adviser;
  await adviser.go(path);
  await adviser.follow('Waive');
  await page.getByRole('radio', { name: 'All that are left' }).check();
  await page.getByRole('radio', { name: 'Cultural barriers to considering work' }).check();
  await page.getByLabel('Whose opinion did you ask for?').fill('Work psychologist');
  await page.getByLabel('What did they say?').fill('See her with an interpreter');
  const answer = (question: string, given: 'Yes' | 'No') =>
    page.getByRole('group', { name: question }).getByLabel(given, { exact: true }).check();
  await answer('Was the person told what the programme offers all the same?', 'Yes');
  await adviser.day('review_on', '2005-10-03');
  assert.equal(await adviser.press('Ask for the waiver'), 422);
  assert.match(await adviser.words(), /Say whether an interpreter was present/);
  assert.equal(await page.getByLabel('What did they say?').inputValue(), 'See her with an interpreter');
  await answer('Was an interpreter present?', 'No');
  await answer('Was the purpose of the interview understood?', 'No');
  await answer('Were English classes offered?', 'Yes');
  await adviser.press('Ask for the waiver');
  const waiver = adviser.path();

  const decider = await browser.visitor(t, { as: 'team_manager', javaScript: false, width: 390 });
  await decider.go(waiver);
  await decider.follow('Decide');
  assert.match(await decider.words(), /No interpreter was present/);
  await decider.page.getByRole('radio', { name: 'Refuse it: the interviews go on' }).check();
  await decider.page.getByLabel('Why?').fill('With an interpreter first');
  await decider.press('Decide');

  await adviser.go(path);
  await adviser.follow('Put off');
  await page.getByRole('radio', { name: /^Waiting for treatment/ }).check();
  await answer('Was the person told what the programme offers all the same?', 'Yes');
  await adviser.day('review_on', '2005-07-05');
  assert.equal(await adviser.press('Put off'), 422);
  assert.match(await adviser.words(), /A deferral without an end cannot be saved/);
  await page.getByLabel('What does it wait for?').fill('Operation on 14 June');
  await adviser.day('returns_on', '2005-07-12');
  await adviser.press('Put off');
  await adviser.follow('Interviews', page.locator('main').locator('p').last());
  assert.match(await adviser.words(), /Tue 12 Jul \(put off/);
});

test('S17 and S14 by keyboard: another adviser goes on at interview 4, and after the sixth something is agreed', async (t) => {
  w.standOn('2005-05-20');
  const { caseId, path } = await started('2005-01-10', { held: sixDays.slice(0, 3) });
  const first = await browser.visitor(t, { as: 'key_worker' });
  await first.go(`/cases/${caseId}/key-worker`);
  await enter(first, 'Somebody asks for another key worker');
  await choose(first, 'asked_by', 'the person');
  await type(first, 'reason', 'Would rather talk to a woman');
  await enter(first, 'Save', 'here');
  const decider = await browser.visitor(t, { as: 'team_manager' });
  await decider.go(`/cases/${caseId}/key-worker/decide`);
  await choose(decider, 'decision', 'changed');
  await type(decider, 'outcome', 'There is room');
  // A list is chosen from by typing the beginning of a name.
  await type(decider, 'staff', 'Priya GAT-02');
  await type(decider, 'handover', 'Mornings are best');
  await enter(decider, 'Save', 'here');
  assert.match(await decider.words(), /Priya GAT-02/);
  // Whoever gave the case away reads it for thirty days, and changes nothing.
  assert.equal(await first.go(path), 200);
  assert.match(await first.words(), /You gave this case away to Priya GAT-02\. You can read it until/);
  assert.equal(await first.go(`/cases/${caseId}/meeting`), 404);

  const next = await browser.visitor(t, { as: 'other_worker' });
  await next.go(`/cases/${caseId}/handover`);
  assert.match(await next.words(), /Mornings are best/);
  await next.go(path);
  await enter(next, 'Book interview 4');
  assert.match(await next.words(), /Interview 4 of 6/);
  await w.db.query('update interview set held_on = planned_on where case_id = $1 and held_on is null', [caseId]);
  w.standOn('2005-07-26');
  await next.go(path);
  await enter(next, 'Choose what follows');
  await choose(next, 'choice', 'telephone');
  await enter(next, 'Save', 'here');
  assert.match(await next.words(), /Afterwards\s+Keep in touch by telephone[\s\S]*Next call/);
});
