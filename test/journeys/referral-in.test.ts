import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser, type Visitor } from '../support/browser.ts';
import { type Site, startSite } from '../support/site.ts';

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

const tab = (visitor: Visitor, name: string) =>
  visitor.follow(name, visitor.page.getByRole('navigation', { name: 'This case' }));

/** The story is told once; whoever takes over reads it there and need not ask again. */
async function handOver(path: string, keyWorker: Visitor, manager: Visitor, taker: Visitor): Promise<void> {
  await keyWorker.go(path);
  await tab(keyWorker, 'Handover');
  await keyWorker.follow(/^Tell it/);
  await keyWorker.page.getByLabel('What matters most to them now?').fill('A warm room, and three mornings a week');
  await keyWorker.page.getByLabel('What helps?').fill('Texts rather than calls');
  await keyWorker.press('Save');
  await keyWorker.follow(/^Add.*what must not be asked again/);
  await keyWorker.page.locator('main form input[type="text"]').first().fill('The accident');
  await keyWorker.page.locator('main form textarea').first().fill('2009, told in full at the first meeting');
  await keyWorker.press('Save');
  assert.match(await keyWorker.words(), /The accident\s+2009, told in full[\s\S]*A warm room/);

  assert.equal(await taker.go(path), 404);
  await manager.go(`${path}/key-worker`);
  await manager.follow('Change the key worker');
  const staff = manager.page.locator('select[name="staff"]');
  await staff.selectOption(await staff.locator('option', { hasText: 'MAN-KW02' }).getAttribute('value'));
  await manager.page.getByLabel('Why?').fill('Works nearer by');
  await manager.page.getByLabel('What must the new key worker know?').fill('The library meets them on Tuesdays');
  await manager.press('Save');
  assert.match(await manager.words(), /Now: .*MAN-KW02/);
  assert.equal(await keyWorker.go(path), 404);

  await taker.go('/notices');
  await taker.arrive(() =>
    taker.page
      .getByRole('link', { name: 'A case was given to you' })
      .and(taker.page.locator(`[href="${path}"]`))
      .click(),
  );
  await tab(taker, 'Handover');
  const read = await taker.words();
  assert.match(read, /The accident[\s\S]*A warm room[\s\S]*Texts rather than calls/);
  assert.match(read, /Works nearer by[\s\S]*The library meets them on Tuesdays/);
}

/** From the handover page: the case is closed, the person handed back, and back with the same key worker with all that was told. */
async function leaveAndReturn(taker: Visitor): Promise<void> {
  const { page } = taker;
  const button = (name: string) => taker.follow(name, page.locator('main'));
  await tab(taker, 'Taking part');
  await button('Close this case');
  assert.equal(await taker.press('Save'), 422);
  await page.getByLabel('Withdrew').check();
  await taker.press('Save');
  assert.match(await taker.words(), /Case closed/);
  await tab(taker, 'Taking part');
  await taker.follow('Hand them back');
  await page.getByLabel('To whom do you hand them back?').fill('Jobcentre Plus Rusholme');
  await page.getByLabel('What do they need to know there?').fill('Mornings are hard');
  await taker.press('Save');
  assert.match(await taker.words(), /Jobcentre Plus Rusholme[\s\S]*Receipt\s+Not yet/);
  await button('Ask to come back');
  assert.match(await taker.words(), /has room: they come back at once/);
  await page.getByLabel('Why do they want to come back?').fill('The mornings are better now');
  await taker.press('Save');
  assert.match(await taker.words(), /Attached[\s\S]*Came back/);
  await tab(taker, 'Handover');
  assert.match(await taker.words(), /The accident[\s\S]*A warm room[\s\S]*The library meets them on Tuesdays/);
}

for (const javaScript of [true, false]) {
  const how = javaScript ? 'with' : 'without';

  test(`a Work Coach refers somebody, who is accepted, reached, met, attached, handed over, leaves and comes back, ${how} JavaScript`, async (t) => {
    const coach = await browser.visitor(t, { as: 'referrer', javaScript });
    // Two people who share nothing by which one would be taken for the other.
    const [given, family, phone] = javaScript
      ? ['Niamh', 'Brennan-Ōta', '07700 900345']
      : ['Wilfred', 'O’Dowd', '07700 900618'];
    await coach.go('/');
    assert.equal(coach.path(), '/referring');
    await coach.follow('Refer a person');
    assert.equal(await coach.press('Check your answers'), 422);
    // The second time the coach is known, and what they said of themself is folded away.
    const first = javaScript;
    if (first) {
      await coach.page.getByLabel('Work Coach or other Jobcentre Plus staff').check();
      await coach.page.getByLabel('Where do you work?').fill('Jobcentre Plus Rusholme');
      await coach.page.getByLabel('How do we reach you?').fill('0161 496 0000');
    }
    await coach.page.getByLabel('Given name').fill(given);
    await coach.page.getByLabel('Family name').fill(family);
    await coach.day('date_of_birth', javaScript ? '1983-07-09' : '1979-01-11');
    await coach.page.getByLabel('Phone').fill(phone);
    await coach.page.getByLabel('Is there a way we must not contact them?').fill('No letters, please');
    await coach.page.locator('select[name="area"]').selectOption({ label: 'Manchester' });
    await coach.page.locator('select[name="benefit"]').selectOption({ index: 1 });
    await coach.page.locator('input[name="in_work"][value="no"]').check();
    await coach.page.locator('input[name="agrees"][value="yes"]').check();
    assert.equal(await coach.press('Check your answers'), 200);
    assert.match(await coach.words(), /Not known yet It is not known whether they have completed the Work Programme/);
    await coach.press('Change the answers');
    assert.equal(await coach.page.getByLabel('Family name').inputValue(), family);
    await coach.page.locator('input[name="work_programme"][value="yes"]').check();
    await coach.press('Check your answers');
    assert.match(await coach.words(), /this fits the programme/);
    await coach.press('Send the referral');
    const status = coach.path();
    assert.match(await coach.words(), /Referral R-[\s\S]*[NW]\. [BO]\./);

    const manager = await browser.visitor(t, { as: 'team_manager', javaScript });
    await manager.go('/notices');
    await manager.follow('A referral has arrived');
    assert.match(await manager.words(), /No letters, please/);
    await manager.follow('Ask for more');
    assert.equal(await manager.press('Send the question'), 422);
    await manager.page.getByLabel('What do you need to know?').fill('What time suits them?');
    await manager.press('Send the question');
    await coach.go('/notices');
    await coach.follow('More is asked about a referral that you sent');
    await coach.page.getByLabel('Your answer').fill('After ten');
    await coach.press('Send your answer');
    await manager.go(`/referrals/${status.split('/')[2]}`);
    assert.match(await manager.words(), /After ten/);
    await manager.follow('Accept');
    const worker = manager.page.locator('select[name="key_worker"]');
    const own = await worker.locator('option', { hasText: 'MAN-KW01' }).getAttribute('value');
    await worker.selectOption(own);
    await manager.press('Accept and open the case');
    const start = manager.path();
    assert.match(start, /^\/cases\/[0-9a-f-]+\/start$/);

    // The key worker finds it, tries, books the handover, meets and attaches.
    const keyWorker = await browser.visitor(t, { as: 'key_worker', javaScript });
    await keyWorker.go('/first-meetings');
    await keyWorker.follow(`${given} ${family}`);
    assert.equal(keyWorker.path(), start);
    assert.match(await keyWorker.words(), /No letters, please[\s\S]*15 working days left/);
    await keyWorker.follow('Record an attempt');
    assert.equal(await keyWorker.press('Save'), 422);
    await keyWorker.page.locator('select[name="way"]').selectOption('Phone');
    await keyWorker.page.getByLabel('Left a message').check();
    await keyWorker.press('Save');
    assert.match(await keyWorker.words(), /Left a message/);
    await keyWorker.follow('Book a warm handover');
    assert.match(
      await keyWorker.page.getByLabel('Who hands over?').inputValue(),
      /Colin Marsh, Jobcentre Plus Rusholme/,
    );
    await keyWorker.day('meets_on', '2016-03-31');
    await keyWorker.page.getByLabel('At what time?').fill('14.30');
    await keyWorker.press('Save');
    await keyWorker.follow('31 Mar 2016 at 14:30');
    await keyWorker.page.getByLabel('Held').check();
    await keyWorker.page.locator('input[name="first_meeting"][value="yes"]').check();
    await keyWorker.press('Save');
    assert.match(await keyWorker.words(), /31 Mar 2016\s+after 0 working days/i);
    await keyWorker.follow('Attach');
    assert.equal(await keyWorker.page.locator('[name="first_meeting_on-day"]').inputValue(), '31');
    assert.equal(await keyWorker.press('Save'), 422);
    for (const condition of ['agreement', 'first_meeting', 'plan']) {
      await keyWorker.day(`${condition}_on`, '2016-03-31');
      await keyWorker.page.locator(`[name="${condition}_evidence"]`).fill('Seen and signed');
    }
    await keyWorker.press('Save');
    assert.match(keyWorker.source(), /Attached/);
    await keyWorker.follow('Open the timeline');
    assert.match(await keyWorker.words(), /Attached[\s\S]*Warm handover[\s\S]*Tried to reach them/);

    // The sender sees that it was accepted, and nothing of what came after.
    await coach.go(status);
    assert.match(await coach.words(), /Accepted/);
    assert.doesNotMatch(await coach.words(), /MAN-KW01|Attached|Left a message/);
    assert.equal(await coach.go(start), 404);

    const taker = await browser.visitor(t, { as: 'other_worker', javaScript });
    // The site's clock stands still, and a key worker has a case for a day at least.
    await site.db.query(`update key_worker_assignment set starts_on = '2016-03-30' where case_id = $1`, [
      start.split('/')[2],
    ]);
    await handOver(start.replace('/start', ''), keyWorker, manager, taker);
    await leaveAndReturn(taker);
  });

  test(`somebody asks for support themself, ${how} JavaScript`, async (t) => {
    const visitor = await browser.visitor(t, { javaScript, width: 320 });
    await visitor.go('/refer-yourself');
    await visitor.follow('Working Well pilot');
    assert.equal(await visitor.press('Check your answers'), 422);
    await visitor.page.getByLabel('What is your first name?').fill('Sam');
    await visitor.page.getByLabel('What is your last name?').fill(`Themself ${how}`);
    await visitor.page.getByLabel('On which number can we ring you?').fill('07700 900456');
    await visitor.press('Check your answers');
    await visitor.press('Send');
    assert.match(await visitor.words(), /We have your referral[\s\S]*R-[\s\S]*What happens next/);
  });
}
