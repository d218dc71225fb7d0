/**
 * Takes the pictures of the README from the demonstration's data (invented people): `node test/screenshots.ts [FOLDER]`.
 * Give a folder to look at every main page wide and narrow, light and dark, instead.
 */
import fs from 'node:fs';
import path from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { fontsReady, toTop } from './support/in-page.js';
import { type Site, startSite, type UserName } from './support/site.ts';

const IMAGES = path.join(import.meta.dirname, '../docs/images');
/** Kilobytes of the largest picture. */
const MOST = 200;

type Picture = { name: string; user: UserName | null; path(site: Site): Promise<string>; phone?: boolean };

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

const PICTURES: Picture[] = [
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

async function take(
  context: BrowserContext,
  address: string,
  file: string,
  whole: boolean,
  below: boolean,
): Promise<void> {
  const page = await context.newPage();
  await page.goto(address);
  await page.evaluate(fontsReady);
  // A telephone is scrolled to what its user came for.
  if (below && !whole) await page.locator('main form').evaluate(toTop);
  await page.screenshot({ path: file, fullPage: whole });
  await page.close();
}

const folder = process.argv[2];
const site = await startSite();
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
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
        viewport: { width, height: width < 500 ? 780 : 860 },
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
      await take(context, address, file, folder !== undefined, picture.phone === true);
      const kilobytes = fs.statSync(file).size / 1024;
      if (folder === undefined && kilobytes > MOST) throw new Error(`${file} has ${Math.round(kilobytes)} KB`);
      await context.close();
    }
  }
} finally {
  await browser.close();
  await site.stop();
}
