/**
 * Takes the pictures of the README and the guide from the demonstration's data (invented people): `node test/screenshots.ts [FOLDER]`.
 * Give a folder to look at every main page wide and narrow, light and dark, instead.
 */
import fs from 'node:fs';
import path from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { demoPlans } from '../src/demo-plans.ts';
import { programmeByKey } from '../src/programmes/actions.ts';
import { fontsReady, toTop } from './support/in-page.js';
import { chromiumProgram } from './support/needs.ts';
import { type Site, startSite, TODAY, type UserName } from './support/site.ts';

const IMAGES = path.join(import.meta.dirname, '../docs/images');
/** Kilobytes of the largest picture. */
const MOST = 200;

type Picture = {
  name: string;
  user: UserName | null;
  path(site: Site): Promise<string>;
  phone?: boolean;
  /** As it is printed, on one side of A4. */
  paper?: boolean;
  /** What its user has done before it is taken. */
  ready?(page: Page): Promise<void>;
};

const ofFirst = (rest: string) => async (site: Site) => `/cases/${await busiest(site)}${rest}`;
const at = (address: string) => async () => address;

/** The case of the caseload in which most happened. */
const busiest = (site: Site) =>
  site.one(
    `select c.id from case_record c join membership m on m.staff_id = c.key_worker_id join event e on e.case_id = c.id
     where m.user_id = $1 and exists (select from job j where j.case_id = c.id)
     group by c.id order by count(*) desc, c.id limit 1`,
    [site.users.key_worker.id],
  );

/** The case whose plan has had a set-back and most steps done: the climb that a picture shows best. */
const climber = (rest: string) => async (site: Site) =>
  `/cases/${await site.one(
    `select c.id from case_record c join membership m on m.staff_id = c.key_worker_id
       join plan_setback b on b.case_id = c.id join step s on s.case_id = c.id and s.state = 'done'
     where m.user_id = $1 group by c.id order by count(*) desc, c.id limit 1`,
    [site.users.key_worker.id],
  )}${rest}`;

async function inMeeting(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Phone', exact: true }).check();
  await page
    .locator('[name="note"]')
    .fill('Rang about the course. A place is free from Monday and the fare is paid. Wants to go.');
  await page.getByLabel('Next small step').fill('Ring the college on Thursday');
}

const PICTURES: Picture[] = [
  { name: 'today', user: 'key_worker', path: at('/today') },
  { name: 'today-phone', user: 'key_worker', path: at('/today'), phone: true },
  { name: 'meeting', user: 'key_worker', path: climber('/meeting'), ready: inMeeting },
  { name: 'meeting-phone', user: 'key_worker', path: climber('/meeting'), ready: inMeeting, phone: true },
  { name: 'plan', user: 'key_worker', path: climber('/plan') },
  { name: 'staircase', user: 'key_worker', path: climber('/staircase') },
  { name: 'staircase-phone', user: 'key_worker', path: climber('/staircase'), phone: true },
  { name: 'take-home', user: 'key_worker', path: climber('/plan/print'), paper: true },
  { name: 'case', user: 'key_worker', path: ofFirst('') },
  { name: 'caseload', user: 'key_worker', path: at('/caseload') },
  { name: 'report', user: 'programme_office', path: at('/reports/working-well-pilot/tables/job-starts') },
  { name: 'jobs', user: 'key_worker', path: ofFirst('/jobs') },
  { name: 'programme', user: 'programme_office', path: at('/programmes/working-well-pilot') },
  { name: 'phone', user: 'key_worker', path: draftPart, phone: true },
];

const MORE: Picture[] = [
  { name: 'sign-in', user: null, path: at('/sign-in') },
  { name: 'cases', user: 'programme_office', path: at('/cases') },
  { name: 'find', user: 'programme_office', path: at('/find') },
  { name: 'timeline', user: 'key_worker', path: ofFirst('/timeline') },
  { name: 'job-form', user: 'key_worker', path: ofFirst('/jobs/new') },
  { name: 'assessments', user: 'key_worker', path: ofFirst('/assessments') },
  { name: 'history', user: 'key_worker', path: ofFirst('/history') },
  { name: 'person', user: 'key_worker', path: ofFirst('/person') },
  { name: 'reports', user: 'programme_office', path: at('/reports/working-well-pilot') },
  { name: 'duplicates', user: 'programme_office', path: at('/duplicates') },
  { name: 'users', user: 'administrator', path: at('/users') },
  { name: 'refer', user: 'programme_office', path: at('/cases/refer') },
];

/** A part of an assessment that is being made. */
async function draftPart(site: Site): Promise<string> {
  const worker = await site.agent('key_worker');
  const base = `/cases/${await busiest(site)}/assessments`;
  const form = (await worker.get(`${base}/new`)).body;
  const offers = [...form.matchAll(/<input[^>]*name="stage"[^>]*>/g)].map(([tag]) => /value="([^"]+)"/.exec(tag)?.[1]);
  const { location } = await worker.post(`${base}/new`, {
    stage: offers.at(-1) ?? '',
    'assessedOn-day': '31',
    'assessedOn-month': '3',
    'assessedOn-year': '2016',
  });
  const part = /href="([^"]+\/part\/[^"]+)"/.exec((await worker.get(location)).body)?.[1];
  if (part === undefined) throw new Error(`no part of an assessment at ${location}`);
  return part;
}

/** Contacts of the last weeks, so that Today is that of a worker who keeps in touch. */
async function keepInTouch(): Promise<void> {
  const worker = await site.agent('key_worker');
  const caseload = await site.caseload();
  for (const [index, before] of [2, 3, 5, 6, 9, 11, 16, 19, 31].entries()) {
    const day = Temporal.PlainDate.from(TODAY).subtract({ days: before });
    const fields = { 'written_on-day': day.day, 'written_on-month': day.month, 'written_on-year': day.year };
    await worker.post(`/cases/${caseload[index]}/notes`, {
      body: 'Rang to hear how the week went.',
      ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)])),
    });
  }
}

async function take(
  context: BrowserContext,
  address: string,
  file: string,
  picture: Picture,
  whole: boolean,
): Promise<void> {
  const page = await context.newPage();
  if (picture.paper === true) await page.emulateMedia({ media: 'print' });
  await page.goto(address);
  await page.evaluate(fontsReady);
  await picture.ready?.(page);
  // A telephone is scrolled to what its user came for, a desk back to the top.
  if (picture.phone !== true && picture.ready !== undefined) await page.locator('h1').evaluate(toTop);
  if (picture.phone === true && !whole)
    await page.locator('main').locator('form, .newel-today, .newel-stair-figure').first().evaluate(toTop);
  await page.screenshot({ path: file, fullPage: whole });
  await page.close();
}

/** A4 at 96 dots an inch, a telephone, a desk. */
const windowOf = (picture: Picture, width: number) =>
  picture.paper === true ? { width: 794, height: 1123 } : { width, height: width < 500 ? 780 : 860 };

const folder = process.argv[2];
const site = await startSite();
const pilot = await programmeByKey(site.db, 'working-well-pilot');
await demoPlans(site.db, pilot?.id ?? '', { code: 'MAN-KW01' }, Temporal.PlainDate.from(TODAY));
await keepInTouch();
const browser = await chromium.launch({
  executablePath: chromiumProgram(),
  args: ['--no-sandbox', '--disable-gpu', '--lang=en-GB'],
});
try {
  fs.mkdirSync(folder ?? IMAGES, { recursive: true });
  for (const picture of folder === undefined ? PICTURES : [...PICTURES, ...MORE]) {
    const address = await picture.path(site);
    const looks =
      folder === undefined
        ? [{ width: picture.phone ? 390 : 1280, scheme: 'light' as const }]
        : [1280, 320].flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ width, scheme })));
    for (const { width, scheme } of looks) {
      const context = await browser.newContext({
        baseURL: site.url,
        viewport: windowOf(picture, width),
        colorScheme: scheme,
        locale: 'en-GB',
        reducedMotion: 'reduce',
      });
      if (picture.user !== null)
        await context.addCookies([{ name: 'newel', value: await site.session(picture.user), url: site.url }]);
      const file =
        folder === undefined
          ? path.join(IMAGES, `${picture.name}.png`)
          : path.join(folder, `${picture.name}-${width}-${scheme}.png`);
      await take(context, address, file, picture, folder !== undefined);
      const kilobytes = fs.statSync(file).size / 1024;
      if (folder === undefined && kilobytes > MOST) throw new Error(`${file} has ${Math.round(kilobytes)} KB`);
      await context.close();
    }
  }
} finally {
  await browser.close();
  await site.stop();
}
