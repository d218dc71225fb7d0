/**
 * A referral from the search to the end, as a worker and a service see it: consent item by item, a confirmation on paper, answers by
 * a signed link. Once by keyboard alone at a desk, once on a phone without JavaScript.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { demoDirectory } from '../../src/demo-directory.ts';
import { programmeByKey } from '../../src/programmes/actions.ts';
import { makeLink } from '../../src/referrals/actions/links.ts';
import { type Looks, startBrowser, type Visitor } from '../support/browser.ts';
import { choose, enter, tabTo, type, typeDay } from '../support/keyboard.ts';
import { type Site, startSite, TODAY } from '../support/site.ts';

let site: Site;
let browser: Awaited<ReturnType<typeof startBrowser>>;
before(async () => {
  site = await startSite();
  const programme = await programmeByKey(site.db, 'working-well-pilot');
  await demoDirectory(
    site.db,
    programme?.id ?? '',
    Temporal.Instant.from(`${TODAY}T09:00:00Z`),
    Temporal.PlainDate.from(TODAY),
  );
  browser = await startBrowser(site);
});
after(async () => {
  await browser?.end();
  await site?.stop();
});

/** What a form is filled in with: questions in the order of the page, by the names of their fields. */
type Hands = {
  tick(visitor: Visitor, name: string, value: string): Promise<void>;
  choose(visitor: Visitor, name: string, value: string): Promise<void>;
  select(visitor: Visitor, name: string, value: string): Promise<void>;
  type(visitor: Visitor, name: string, text: string): Promise<void>;
  /** Opens what is folded away. */
  unfold(visitor: Visitor, words: string): Promise<void>;
  day(visitor: Visitor, name: string, day: string): Promise<void>;
  /** A link or a button by its words; the status of the page that follows. */
  go(visitor: Visitor, words: string | RegExp): Promise<number>;
};

const mouse: Hands = {
  tick: ({ page }, name, value) => page.locator(`[name="${name}"][value="${value}"]`).check(),
  choose: ({ page }, name, value) => page.locator(`[name="${name}"][value="${value}"]`).check(),
  async select({ page }, name, value) {
    await page.locator(`[name="${name}"]`).selectOption(value);
  },
  type: ({ page }, name, text) => page.locator(`[name="${name}"]`).fill(text),
  unfold: ({ page }, words) => page.locator('summary').filter({ hasText: words }).click(),
  day: (visitor, name, day) => visitor.day(name, day),
  go: ({ arrive, page }, words) =>
    arrive(() => page.locator('main').locator('a, button').filter({ hasText: words }).first().click()),
};

const keys: Hands = {
  async tick(visitor, name, value) {
    do await tabTo(visitor, { name });
    while ((await visitor.page.locator(':focus').getAttribute('value')) !== value);
    await visitor.page.keyboard.press('Space');
  },
  choose,
  async select(visitor, name, value) {
    await tabTo(visitor, { name });
    const list = visitor.page.locator(':focus');
    while ((await list.inputValue()) !== value) await visitor.page.keyboard.press('ArrowDown');
  },
  type,
  async unfold(visitor, words) {
    await tabTo(visitor, { words });
    await visitor.page.keyboard.press('Enter');
  },
  day: typeDay,
  go: (visitor, words) => enter(visitor, words, 'here'),
};

const ways: { name: string; looks: Looks; hands: Hands; at: number }[] = [
  { name: 'by keyboard alone, at a desk', looks: {}, hands: keys, at: 0 },
  { name: 'on a phone, without JavaScript', looks: { javaScript: false, width: 360 }, hands: mouse, at: 1 },
];

for (const { name, looks, hands, at } of ways)
  test(`a service is found, told what was agreed, and answers by its link: ${name}`, async (t) => {
    site.standOn(TODAY);
    const caseId = String((await site.caseload())[at]);
    const worker = await browser.visitor(t, { ...looks, as: 'key_worker' });
    await worker.go(`/cases/${caseId}/services`);
    await hands.unfold(worker, 'Other needs');
    await hands.tick(worker, 'need', 'confidence');
    await hands.type(worker, 'words', 'beacon');
    await hands.go(worker, 'Find services');
    assert.match(await worker.words(), /1 service suits[\s\S]*All-round support[\s\S]*Why it fits/);
    await hands.go(worker, /Refer or signpost[\s\S]*/);
    await hands.tick(worker, 'why', 'need');
    await hands.choose(worker, 'kind', 'referral');
    await hands.type(worker, 'why_words', 'Goes with him the first times');
    // Managers ask for another one; without a word about it nothing is lost.
    await hands.choose(worker, 'decision', 'yes');
    assert.equal(await hands.go(worker, 'Save'), 422);
    assert.match(await worker.words(), /Say why you choose another one/);
    await hands.type(worker, 'override', 'They have met');
    assert.equal(await hands.go(worker, 'Save'), 200);
    assert.match(await worker.words(), /Saved. Ask now what may be told/);
    // Nothing is ticked beforehand, and the goals are not agreed to.
    assert.equal(await worker.page.locator('[name="items"]:checked').count(), 0);
    for (const item of ['name', 'contact', 'need']) await hands.tick(worker, 'items', item);
    await hands.choose(worker, 'how', 'spoken');
    assert.equal(await hands.go(worker, 'They agree'), 200);
    const page = worker.path();
    await hands.go(worker, 'Call or send it');
    assert.equal(await worker.page.locator('[name="told_goals"]').count(), 0);
    await hands.type(worker, 'told_need', 'Somebody who comes along the first time');
    await hands.choose(worker, 'way', 'link');
    await hands.choose(worker, 'leads', 'send');
    assert.equal(await hands.go(worker, 'Save'), 200);
    await worker.go(`${page}/confirmation`);
    assert.match(await worker.words(), /All-round support[\s\S]*they may know: name; [\s\S]*Nothing else is told/);
    await worker.page.emulateMedia({ media: 'print' });
    assert.deepEqual(
      [
        await worker.page.locator('.newel-paper').isVisible(),
        await worker.page.locator('.govuk-service-navigation').isVisible(),
      ],
      [true, false],
    );
    await worker.page.emulateMedia({ media: null });

    // The service has no account: the link of its email is made when that goes out.
    const referralId = page.split('/').at(-1) ?? '';
    const now = Temporal.Instant.from(`${TODAY}T10:00:00Z`);
    const link = `/answer/${await makeLink(site.db, { referralId, days: 28, now })}`;
    const service = await browser.visitor(t, looks);
    const answer = async (day: string, key: string, fill: () => Promise<void>) => {
      site.standOn(day);
      await service.go(link);
      await hands.choose(service, 'answer', key);
      await fill();
      await hands.type(service, 'by_name', 'Ola Hart');
      assert.equal(await hands.go(service, 'Send the answer'), 200);
      assert.match(await service.words(), /Your answer was sent/);
    };
    await answer(TODAY, 'see', async () => {
      await hands.day(service, 'see_day', '2016-04-06');
      await hands.type(service, 'see_at', '10:30');
      await hands.type(service, 'see_place', 'The lamp room');
      await hands.choose(service, 'see_told', 'yes');
    });
    assert.match(await service.words(), /Somebody who comes along the first time/);
    await answer('2016-04-06', 'begun', async () => {});
    await answer('2016-04-25', 'finish', async () => {
      await hands.day(service, 'finish_day', '2016-04-25');
      await hands.select(service, 'finish_kind', 'completed');
      await hands.type(service, 'finish_outcome', 'Takes the bus alone');
      await hands.select(service, 'finish_confidence', 'better');
      await hands.type(service, 'finish_report', 'Six times together, twice alone');
      await hands.select(service, 'finish_holder', 'worker');
      await hands.type(service, 'finish_talk', '25 April, on the phone');
    });

    await worker.go(page);
    const seen = await worker.words();
    for (const line of [/Handed back/, /Takes the bus alone/, /Confidence better/, /Six times together/, /Ola Hart/])
      assert.match(seen, line);
    const { rows } = await site.db.query('select state, end_confidence, end_wellbeing from referral where id = $1', [
      referralId,
    ]);
    assert.deepEqual(rows, [{ state: 'handed back', end_confidence: 'better', end_wellbeing: null }]);
  });
