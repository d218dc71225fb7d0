/**
 * The ICS trial and ICS-X for those who run them: who is selected (S1), what is owed when (S10), limits, swaps and parking (S11),
 * supervision and time (S14). Drawing lots, and the lists of both arms, belong to the room of trials.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser, type Visitor } from '../support/browser.ts';
import { type IcsSite, startIcs } from '../support/ics.ts';

let site: IcsSite;
let browser: Awaited<ReturnType<typeof startBrowser>>;
before(async () => {
  site = await startIcs('2016-03-31');
  browser = await startBrowser(site);
});
after(async () => {
  await browser?.end();
  await site?.stop();
});

/** Asks the check of a programme about somebody; the words of the answer. */
async function check(
  visitor: Visitor,
  given: { benefit: string; first: string; now: string; site: string; on: string },
): Promise<string> {
  const { page } = visitor;
  await page.getByLabel('Which benefit do they claim?').selectOption({ label: given.benefit });
  await page.getByLabel('How old were they when they first received a benefit?').fill(given.first);
  await page.getByLabel('How old are they?').fill(given.now);
  await page.getByLabel('Where do they live?').selectOption({ label: given.site });
  await visitor.day('referredOn', given.on);
  assert.equal(await visitor.press(/^Check/), 200);
  return ((await page.locator('#eligibility-result').textContent()) ?? '').trim();
}
const ready = { benefit: 'Jobseeker Support, work ready', site: 'Porirua', on: '2015-03-02' };

test('S1: who is selected and why, the conflict of the sources in sight, the cohort fixed by the version of its day', async (t) => {
  const office = await browser.visitor(t, { as: 'programme_office' });
  await office.go('/programmes');
  await office.follow('ICS trial');
  const words = await office.words();
  assert.match(words, /Early Entrant[\s\S]*First received a benefit under 18, and is 18 to 29 now/);
  assert.match(words, /The sources do not agree\.[\s\S]*18 or 19 at the first benefit[\s\S]*lines 93-94/);
  await office.follow('Check who is eligible');
  assert.match(await check(office, { ...ready, first: '16', now: '24' }), /^Eligible[\s\S]*Cohort: Early Entrant/);
  assert.match(await check(office, { ...ready, first: '19', now: '34' }), /^Eligible[\s\S]*Entrenched Beneficiary/);
  assert.match(await check(office, { ...ready, first: '19', now: '25' }), /^Not eligible[\s\S]*fit neither cohort/);
  assert.match(await check(office, { ...ready, first: '17', now: '28', site: 'Somewhere else' }), /not served by one/);
  assert.match(await check(office, { ...ready, first: '', now: '34' }), /^Cannot tell yet/);
  // From the third year on nobody of 24 is selected any more; the answer says whose rules it goes by.
  assert.match(await check(office, { ...ready, first: '16', now: '24', on: '2017-03-01' }), /^Not eligible/);
  assert.match(await office.words(), /of version 2 of the document \(from 1 Mar 2017\)/);
  const health = { ...ready, benefit: 'Jobseeker Support, health condition or disability', first: '17', now: '29' };
  assert.match(await check(office, health), /Not eligible because they do not receive/);
  const extension = await browser.visitor(t, { as: 'other_manager' });
  await extension.go('/programmes/ics-x/eligibility');
  assert.match(await check(extension, { ...health, on: '2018-03-01' }), /^Eligible/);

  // Whoever was selected stays, and turns thirty, in the cohort of that day. Who works elsewhere sees nothing of them.
  const caseId = await site.join({ given: 'Aroha', family: 'Ngata', age: 29, ageAtFirstBenefit: 17, on: '2015-03-09' });
  site.standOn('2017-03-31');
  await office.go(`/cases/${caseId}`);
  assert.match(await office.words(), /Early Entrant, fixed on 9 Mar 2015/);
  assert.match(String(await office.page.locator('.newel-identity').textContent()), /31 years old/);
  assert.equal(await extension.go(`/cases/${caseId}`), 404);
  site.standOn('2016-03-31');
});

test('S10: what is owed, to whom and why; the progress measure changes its rhythm on a day', async (t) => {
  const office = await browser.visitor(t, { as: 'programme_office' });
  await office.go('/programmes/ics-trial');
  await office.follow('What is due, to whom and why');
  assert.match(
    await office.words(),
    /Progress measure, every quarter[\s\S]*To see what changed in the needs of each client/,
  );
  assert.match(await office.words(), /Progress measure at entry and at exit[\s\S]*From 1 Mar 2017/);
  site.standOn('2017-03-31');
  await office.go('/programmes/ics-trial/duties');
  assert.match(
    await office.words(),
    /No longer asked[\s\S]*Progress measure, every quarter[\s\S]*28 Feb 2017[\s\S]*no help in practice/,
  );
  site.standOn('2016-03-31');

  // Somebody whose measure is three months old is due before the change, and not after it.
  const caseId = await site.join({
    given: 'Ngaio',
    family: 'Walker',
    age: 33,
    ageAtFirstBenefit: 18,
    on: '2015-11-02',
  });
  const worker = await browser.visitor(t, { as: 'key_worker' });
  const { page } = worker;
  const measure = async (on: string, stage: string, answers: readonly (readonly [string, string, string])[]) => {
    await worker.go(`/cases/${caseId}/assessments/new`);
    await page.getByRole('radio', { name: stage }).check();
    await worker.day('assessedOn', on);
    await worker.press(/^Save/);
    const open = worker.path();
    await worker.follow('Needs');
    for (const [need, state, note] of answers) {
      const field = page.locator('main form fieldset').filter({ hasText: need });
      await field.getByRole('radio', { name: state, exact: true }).check();
      await page.locator('summary').filter({ hasText: 'More about this: Housing' }).click();
      await page.locator('[name="need_housing-note"]').fill(note);
    }
    await worker.press('Save and stop here');
    assert.equal(worker.path(), open);
    await worker.press('Finish the assessment');
  };
  await measure('2015-11-09', 'Progress measure at entry', [['How is your housing?', 'Unmet', 'Lives in a garage']]);
  await measure('2016-03-31', 'Progress measure in between', [
    ['How is your housing?', 'Partly met', 'On the housing waiting list'],
  ]);
  await worker.follow('See what changed');
  assert.match(await worker.words(), /Housing\s+Unmet before, partly met now/);
  await worker.follow('Back to the assessment');
  assert.match(String(await page.locator('main').textContent()), /On the housing waiting list/);
  const due = async (day: string) => {
    site.standOn(day);
    await worker.go('/today');
    const row = page.locator('.newel-today__row').filter({ hasText: 'Ngaio Walker' });
    return (await row.allTextContents()).join(' ');
  };
  // What the evaluation needs of her is missing, and the row says what needs it.
  const [before, after] = [await due('2016-07-15'), await due('2017-03-15')];
  assert.match(before, /Who takes part, for the evaluation/);
  assert.match(before, /Last assessed 106 days ago/);
  assert.doesNotMatch(after, /Last assessed/);
  site.standOn('2016-03-31');
});

test('S11: the sixty-first is refused without a reason, a swap keeps history and cohort, a parked case comes back', async (t) => {
  site.standOn('2017-06-30');
  const { first, second } = site.workers;
  const client = { age: 31, ageAtFirstBenefit: 16, on: '2017-04-03' };
  const swapped = await site.join({ ...client, given: 'Zara', family: 'Moana' });
  const parked = await site.join({ ...client, given: 'Yuri', family: 'Campbell' });
  const more = await site.join({ ...client, given: 'Mikaere', family: 'Hōhepa' }, second);
  const has = async (staff: string) =>
    Number(
      (
        await site.db.query(
          `select count(*) as n from case_record where key_worker_id = $1 and status in ('attached', 'referred')`,
          [staff],
        )
      ).rows[0].n,
    );
  await site.fill(first, 60 - (await has(first)));
  await site.fill(second, 57 - (await has(second)));
  const manager = await browser.visitor(t, { as: 'team_manager' });
  await manager.go('/load');
  assert.match(await manager.words(), /the limit is 60[\s\S]*At the limit/);

  const give = async (caseId: string, code: string) => {
    await manager.go(`/cases/${caseId}/key-worker/change`);
    const list = manager.page.locator('select[name="staff"]');
    await list.selectOption(await list.locator('option', { hasText: code }).getAttribute('value'));
    return manager.press('Save');
  };
  assert.equal(await give(more, 'ROT-IC01'), 422);
  assert.match(await manager.words(), /Hana Tāwhai has 60 people, and the limit is 60/);
  assert.equal(await has(second), 57);

  // No bond after three meetings: the person asks, and the other ICSM takes over with what must be known.
  await manager.go(`/cases/${swapped}/key-worker/change`);
  await manager.page.getByLabel('What must the new key worker know?').fill('Goes quiet in the open office');
  const list = manager.page.locator('select[name="staff"]');
  await list.selectOption(await list.locator('option', { hasText: 'ROT-IC02' }).getAttribute('value'));
  assert.equal(await manager.press('Save'), 200, await manager.words());
  await manager.go(`/cases/${swapped}/key-worker`);
  assert.match(await manager.words(), /ROT-IC02[\s\S]*Goes quiet in the open office/);
  await manager.go(`/cases/${swapped}`);
  assert.match(await manager.words(), /Entrenched Beneficiary, fixed on 3 Apr 2017/);
  assert.equal(await has(first), 59);

  const worker = await browser.visitor(t, { as: 'key_worker' });
  await worker.go(`/cases/${parked}/key-worker`);
  await worker.follow('Somebody asks for another key worker');
  await worker.page.getByLabel('The key worker', { exact: true }).check();
  await worker.page.getByLabel('Why?').fill('No bond after three meetings');
  await worker.press('Save');
  await manager.go(`/cases/${parked}/key-worker`);
  await manager.follow('Decide');
  await manager.page.getByLabel('Park it until a day').check();
  await manager.page.getByLabel('Why?').fill('The other has no room');
  await manager.day('review_on', '2017-07-14');
  await manager.press('Save');
  assert.match(await manager.words(), /Parked\. The other has no room/);
  site.standOn('2017-07-20');
  await manager.go('/load');
  assert.match(await manager.words(), /ROT-IC01[\s\S]*59/);
  await worker.go('/today');
  const row = worker.page.locator('.newel-today__row').filter({ hasText: 'Yuri Campbell' });
  assert.match((await row.allTextContents()).join(' '), /was parked: look at it again/);
});

test('S14: thirty hours of forty are told the manager; supervision is late, and its content is nowhere', async (t) => {
  site.standOn('2016-03-31');
  const worker = await browser.visitor(t, { as: 'key_worker', width: 360 });
  const { page } = worker;
  for (const [hours, kind] of [
    ['30', 'people'],
    ['10', 'office'],
  ] as const) {
    await worker.go('/time');
    await page.getByLabel('Hours').fill(hours);
    await page.getByLabel('What for?').selectOption(kind);
    await page.getByRole('radio', { name: 'The whole week' }).check();
    await worker.press('Log time');
  }
  assert.match(await worker.words(), /75% on the programme[\s\S]*At or under 75%/);
  const manager = await browser.visitor(t, { as: 'team_manager' });
  await manager.go(`/supervision?worker=${site.workers.first}`);
  await manager.follow('Book supervision');
  const kinds = manager.page.getByRole('radio', { name: /rofessional/ });
  if ((await kinds.count()) > 0) await kinds.first().check();
  await manager.page.getByLabel('With whom?').fill('Ana Fifita');
  await manager.page.getByLabel(/organisation/i).fill('Kōwhai Supervision');
  await manager.page.getByRole('radio', { name: 'No', exact: true }).check();
  await manager.day('planned_on', '2016-04-05');
  assert.equal(await manager.press('Book'), 200, await manager.words());
  site.standOn('2016-04-06');
  await worker.go('/today');
  await worker.follow('Confirm');
  await worker.press(/^It was held/);
  // Twenty-eight days are the rule: three weeks after that it is late.
  site.standOn('2016-05-24');
  await manager.go('/load');
  assert.match(await manager.words(), /Hana Tāwhai[\s\S]*Professional supervision: overdue by 21 days/);
  await manager.go(`/supervision?worker=${site.workers.first}`);
  assert.match(await manager.words(), /What is said in it is written nowhere/);
  assert.equal(await manager.page.locator('main textarea').count(), 0);
  site.standOn('2016-03-31');
});
