import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startBrowser } from '../support/browser.ts';
import { tabTo } from '../support/keyboard.ts';
import { type Site, startSite } from '../support/site.ts';

let site: Site;
let browser: Awaited<ReturnType<typeof startBrowser>>;
before(async () => {
  site = await startSite();
  browser = await startBrowser(site);
  // An office with a private room, where the key worker of the site works.
  const office = randomUUID();
  await site.db.query(
    `insert into site (id, programme_id, key, name, address, time_zone, holidays, step_free, opens, closes)
     select $1, programme_id, 'office', 'Ardwick office', '1 Example Street', 'Europe/London', 'england-and-wales', true, '09:00', '17:00'
     from membership where user_id = $2`,
    [office, site.users.key_worker.id],
  );
  await site.db.query(
    `insert into site_room (id, site_id, name, places, private, step_free, quiet) values (gen_random_uuid(), $1, 'Room 1', 3, true, true, true)`,
    [office],
  );
  await site.db.query(
    `insert into working_pattern (id, staff_id, site_id, weekday, starts, ends, from_on)
     select gen_random_uuid(), m.staff_id, $1, day, '09:00', '17:00', '2015-01-01' from membership m, generate_series(1, 5) day where m.user_id = $2`,
    [office, site.users.key_worker.id],
  );
});
after(async () => {
  await browser?.end();
  await site?.stop();
});

test('an appointment is booked by keyboard alone, on a phone', async (t) => {
  const [caseId] = await site.caseload();
  const visitor = await browser.visitor(t, { as: 'key_worker', width: 360 });
  const { keyboard } = visitor.page;
  await visitor.go(`/cases/${caseId}`);
  await tabTo(visitor, { words: 'Book an appointment' });
  await visitor.arrive(() => keyboard.press('Enter'));
  await tabTo(visitor, { name: 'slot' });
  await keyboard.press('Space');
  await tabTo(visitor, { words: 'Book' });
  assert.equal(await visitor.arrive(() => keyboard.press('Enter')), 200);
  assert.match(await visitor.words(), /Thu 31 Mar, 11:00 to 12:00[\s\S]*In person at Ardwick office, Room 1/);
  await visitor.go('/diary');
  assert.match(await visitor.words(), /11:00 to 12:00/);
});

test('book, move, attend, without JavaScript: what does not fit is kept and other times are shown', async (t) => {
  const [, caseId] = await site.caseload();
  const visitor = await browser.visitor(t, { as: 'key_worker', javaScript: false });
  const { page } = visitor;
  await visitor.go(`/cases/${caseId}/appointments`);
  await visitor.follow('Book an appointment');
  await page.getByRole('radio', { name: 'Another time, entered below' }).check();
  await visitor.day('day', '2016-04-02');
  await page.getByLabel('Time', { exact: true }).fill('10');
  await page.getByLabel('What it is for, in a few words').fill('The course');
  // A Saturday.
  assert.equal(await visitor.press('Book'), 409);
  assert.match(await visitor.words(), /This was not booked[\s\S]*closed on this day[\s\S]*What you can do instead/);
  assert.equal(await page.getByLabel('What it is for, in a few words').inputValue(), 'The course');
  await page.getByRole('radio', { name: /^The next time there: Mon 4 Apr at 09:00/ }).check();
  assert.equal(await visitor.press('Book'), 200);
  await visitor.follow('Move');
  await page.getByRole('radio', { name: 'Fri 1 Apr at 10:00' }).check();
  await page.getByRole('radio', { name: 'They did' }).check();
  await page.getByLabel('Why?', { exact: true }).fill('Child care');
  assert.equal(await visitor.press('Move'), 200);
  assert.match(await visitor.words(), /Fri 1 Apr, 10:00 to 11:00/);
  const address = visitor.path();
  await visitor.go('/diary/week?day=2016-04-01');
  assert.match(await visitor.words(), /Fri 1 Apr[\s\S]*10:00 to 11:00/);
  site.standOn('2016-04-01');
  await visitor.go(address);
  await page.getByRole('radio', { name: 'It happened', exact: true }).check();
  assert.equal(await visitor.press('Save'), 200);
  await visitor.go(`/cases/${caseId}/timeline`);
  assert.match(
    await visitor.words(),
    /Meeting: attended[\s\S]*Meeting moved[\s\S]*Who asked: they did[\s\S]*Meeting booked/,
  );
});
