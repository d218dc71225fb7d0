/** The end of a part and its return: paused, gone on, planned, ended, handed back with a receipt, and back to the same worker. */
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

const tab = (visitor: Visitor) =>
  visitor.follow('Taking part', visitor.page.getByRole('navigation', { name: 'This case' }));
const button = (visitor: Visitor, name: string) => visitor.follow(name, visitor.page.locator('main'));

/** Attached, paused, gone on, planned, ended, handed back, and back again. */
async function exitAndReturn(visitor: Visitor, caseId: string): Promise<void> {
  const { page } = visitor;
  await visitor.go(`/cases/${caseId}`);
  await tab(visitor);
  await visitor.follow(/^Change.*whether they must take part/);
  await page.getByRole('radio', { name: /^Voluntary/ }).check();
  await visitor.press('Save');
  assert.match(await visitor.words(), /Voluntary: they chose to/);

  // A pause without its reason is refused, and what was typed is kept.
  await button(visitor, 'Pause');
  await visitor.day('paused_on', '2016-03-21');
  await visitor.day('review_on', '2016-04-20');
  assert.equal(await visitor.press('Save'), 422);
  await page.getByLabel('Why does it pause?').fill('A hernia operation');
  assert.equal(await visitor.press('Save'), 200);
  assert.match(await visitor.words(), /Paused[\s\S]*A hernia operation[\s\S]*10 days in all/);
  await button(visitor, 'Go on after the pause');
  await page.getByLabel('What has changed?').fill('The doctor says yes');
  await visitor.press('Save');
  assert.match(await visitor.words(), /Attached[\s\S]*Went on after a pause/);

  // Support is over and there was no job: the exit plan comes first.
  await button(visitor, 'Close this case');
  assert.match(await visitor.words(), /an exit plan comes first/);
  await page.getByRole('radio').last().check();
  assert.equal(await visitor.press('Save'), 422);
  assert.match(await visitor.words(), /Make the exit plan first/);
  await visitor.follow('Make the exit plan');
  await page.getByRole('radio', { name: 'Voluntary work' }).check();
  await page.getByLabel('Which services go on?').fill('The gym on Tuesdays');
  await page.getByLabel('What will they do if things get difficult?').fill('Ring the surgery, then Jack');
  await page.getByLabel('Who is told, with their agreement?').fill('The work coach');
  await visitor.press('Save');
  assert.match(await visitor.words(), /Exit plan saved[\s\S]*The gym on Tuesdays/);
  await button(visitor, 'Close this case');
  await page.getByRole('radio').last().check();
  await visitor.press('Save');
  assert.match(await visitor.words(), /Case closed/);

  await tab(visitor);
  await visitor.follow('Hand them back');
  await page.getByLabel('To whom do you hand them back?').fill('Jobcentre Plus, Rusholme');
  await page.getByLabel('What do they need to know there?').fill('Volunteers at the library. Mornings are hard.');
  await visitor.press('Save');
  assert.match(await visitor.words(), /Receipt\s+Not yet/);
  await visitor.follow('Record the receipt');
  await page.getByLabel('Who confirmed it?').fill('Pat Lowe');
  await visitor.press('Save');
  assert.match(await visitor.words(), /Receipt\s+Pat Lowe, 31 Mar 2016/);

  await button(visitor, 'Ask to come back');
  assert.match(await visitor.words(), /has room: they come back at once/);
  await page.getByLabel('Why do they want to come back?').fill('The library may take me on');
  await visitor.press('Save');
  assert.match(await visitor.words(), /Attached[\s\S]*Came back[\s\S]*Asked to come back/);
  // Everything is kept.
  assert.match(await visitor.words(), /The gym on Tuesdays[\s\S]*Pat Lowe/);
}

/** Where the key worker has no room there is a waiting list, and the manager brings people back. */
async function waitingList(worker: Visitor, manager: Visitor, caseId: string): Promise<void> {
  await worker.go(`/cases/${caseId}/taking-part`);
  await button(worker, 'Ask to come back');
  assert.match(await worker.words(), /no room: they go on the waiting list/);
  await worker.page.getByLabel('Why do they want to come back?').fill('Lost the job');
  await worker.press('Save');
  assert.match(await worker.words(), /Waiting to return[\s\S]*Place on the waiting list\s+1/);
  await manager.go('/taking-part');
  assert.match(await manager.words(), /Lost the job[\s\S]*No room/);
  await manager.arrive(() => manager.page.locator(`a[href="/cases/${caseId}/taking-part"]`).first().click());
  await button(manager, 'Bring back');
  assert.equal(await manager.press('Save'), 422);
  await manager.page.getByLabel('Why now?').fill('Somebody leaves this week');
  await manager.press('Save');
  assert.match(await manager.words(), /They are back[\s\S]*Attached/);
}

for (const [index, looks] of [{ javaScript: true }, { javaScript: false, width: 320 }].entries())
  test(`from attachment to exit and back, ${looks.javaScript ? 'with' : 'without'} JavaScript`, async (t) => {
    const cases = await site.caseload();
    const [first, second] = [cases[index * 2], cases[index * 2 + 1]] as [string, string];
    await site.db.query(`update attachment set attached_on = '2014-03-31' where case_id = $1`, [first]);
    // A job from before the attachment is none of the programme's.
    await site.db.query(`update job set started_on = '2013-01-07', ended_on = null where case_id = $1`, [first]);
    const worker = await browser.visitor(t, { as: 'key_worker', ...looks });
    await exitAndReturn(worker, first);

    const manager = await browser.visitor(t, { as: 'team_manager', ...looks });
    const left = `update case_record set status = 'closed', closed_on = '2016-02-01', exit_reason = 'Withdrew' where id = $1`;
    await site.db.query(left, [second]);
    // A full caseload is the guide's most.
    await fill(second);
    await waitingList(worker, manager, second);
    await site.db.query(
      `update case_record set status = 'closed', closed_on = '2016-03-31' where source_ref like 'FULL-%'`,
    );
  });

/** Fifty more attached clients for the key worker of a case. */
async function fill(caseId: string): Promise<void> {
  await site.db.query(
    `with one as (
       insert into person (id, reference) select gen_random_uuid(), 'P-' || gen_random_uuid() from generate_series(1, 50) returning id)
     insert into case_record (id, person_id, programme_id, reference, source_ref, status, key_worker_id, area_id, provider_id)
     select gen_random_uuid(), one.id, c.programme_id, 'C-' || one.id, 'FULL-' || one.id, 'attached', c.key_worker_id, c.area_id, c.provider_id
     from one, case_record c where c.id = $1`,
    [caseId],
  );
}
