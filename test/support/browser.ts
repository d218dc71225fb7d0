/**
 * Debian's Chromium without windows, for the journeys. Every page that a visitor comes to is checked on the way (checks.ts), so that no
 * page escapes; what is wrong throws at the step that led there.
 */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { type BrowserContext, chromium, type Download, type Locator, type Page, type Response } from 'playwright-core';
import { checkPage } from './checks.ts';
import { componentsStarted, looks } from './in-page.js';
import { chromiumProgram } from './needs.ts';
import { PASSWORD, type Site, type UserName } from './site.ts';

/** Milliseconds that a step may take. A machine under load is slow; a step that hangs is a failure. */
const PATIENCE = 20_000;

/** What a browser needs of a site. */
export type Visited = Pick<Site, 'url' | 'users' | 'session'>;

/** How somebody looks at the site. */
export type Looks = {
  /** Signed in as this user already. */
  as?: UserName;
  javaScript?: boolean;
  /** CSS pixels. */
  width?: number;
  scheme?: 'light' | 'dark';
};

/** Somebody at a browser of their own. Steps that lead to another page wait for it and check it. */
export type Visitor = {
  page: Page;
  context: BrowserContext;
  /** Opens an address of the site; the status it was answered with. */
  go(path: string): Promise<number>;
  /** Follows a link by its words, within an element if given. */
  follow(name: string | RegExp, within?: Locator): Promise<void>;
  /** Presses a button that sends a form; the status of the page that follows. */
  press(name: string | RegExp, within?: Locator): Promise<number>;
  /** Does something that leads to another page, and checks that page. Resolves to its status. */
  arrive(step: () => Promise<unknown>): Promise<number>;
  /** Fills in the sign-in page and sends it. */
  signIn(user: UserName, password?: string): Promise<number>;
  /** Types a day, 'YYYY-MM-DD' or parts as they are, into the three boxes of a question. */
  day(name: string, day: string): Promise<void>;
  /** Does something that starts a download; its name and text. */
  download(step: () => Promise<unknown>): Promise<{ name: string; text: string }>;
  /** The words of the main part of the page. */
  words(): Promise<string>;
  /** The path of the page that is open. */
  path(): string;
  /** The page that is open as it stands, in a page that runs none of its scripts. */
  still(): Promise<Page>;
  /** The served source of the page that is open. */
  source(): string;
  close(): Promise<void>;
};

/** One browser for a test file; `end` closes it. */
export async function startBrowser(site: Visited) {
  const browser = await chromium.launch({
    executablePath: chromiumProgram(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  let copy: Promise<Page> | undefined;
  let standing: string | undefined;
  // axe-core is large, and slow in a page where it has not run before: one page keeps it, and is shown what the others show.
  const still: Still = async (page, source) => {
    copy ??= browser
      .newContext({ baseURL: site.url, bypassCSP: true, reducedMotion: 'reduce' })
      .then(async (context) => {
        const blank = await context.newPage();
        await blank.goto('/health');
        return blank;
      });
    const shown = await copy;
    await shown.setViewportSize(page.viewportSize() ?? { width: 1280, height: 900 });
    await shown.emulateMedia({ colorScheme: (await page.evaluate(looks)).colorScheme });
    if (source !== standing) await shown.setContent(source.replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, ''));
    standing = source;
    return shown;
  };
  return {
    /** A visitor with cookies of their own, who leaves when the test ends. */
    async visitor(test: TestContext, given: Looks = {}): Promise<Visitor> {
      const context = await browser.newContext({
        baseURL: site.url,
        javaScriptEnabled: given.javaScript ?? true,
        viewport: { width: given.width ?? 1280, height: 900 },
        colorScheme: given.scheme ?? 'light',
        locale: 'en-GB',
        timezoneId: 'Europe/London',
        reducedMotion: 'reduce',
      });
      context.setDefaultTimeout(PATIENCE);
      if (given.as !== undefined)
        await context.addCookies([
          { name: 'newel', value: await site.session(given.as), url: site.url, httpOnly: true },
        ]);
      const visitor = await visit(site, context, given, still);
      test.after(() => visitor.close());
      return visitor;
    },
    end: () => browser.close(),
  };
}

/** Shows the source in the window of the page, in a page of the site in which scripts can run but none does. */
type Still = (page: Page, source: string) => Promise<Page>;

async function visit(site: Visited, context: BrowserContext, given: Looks, still: Still): Promise<Visitor> {
  const page = await context.newPage();
  const troubles = listen(page);
  let shown: { status: number; source: string } = { status: 0, source: '' };

  async function arrive(step: () => Promise<unknown>): Promise<number> {
    const answers: Response[] = [];
    const note = (response: Response) => {
      if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) answers.push(response);
    };
    page.on('response', note);
    try {
      await Promise.all([page.waitForEvent('load'), step()]);
    } finally {
      page.off('response', note);
    }
    const last = answers.at(-1);
    assert.ok(last !== undefined, 'the step led to no page');
    shown = { status: last.status(), source: await last.text() };
    const javaScript = given.javaScript ?? true;
    // The scripts of GOV.UK Frontend may run after the page is loaded. To wait costs far more than to look.
    if (javaScript && !(await page.evaluate(componentsStarted))) await page.waitForFunction(componentsStarted);
    const html = javaScript ? await page.content() : shown.source;
    await checkPage(page, () => still(page, html), {
      ...shown,
      html,
      path: visitor.path(),
      troubles: troubles.splice(0),
    });
    return shown.status;
  }
  const named = (role: 'link' | 'button', name: string | RegExp, within?: Locator) =>
    (within ?? page).getByRole(role, { name, ...(typeof name === 'string' && { exact: true }) });

  const visitor: Visitor = {
    page,
    context,
    go: (path) => arrive(() => page.goto(path)),
    async follow(name, within) {
      // A link that looks like a button has the role of one.
      const link = named('link', name, within)
        .or(named('button', name, within))
        .first();
      if (!(await link.isVisible())) {
        // What is folded away is opened first, as anybody would.
        const exact = typeof name === 'string' && { exact: true };
        const inside = page.getByRole('link', { name, includeHidden: true, ...exact });
        // Some are folded in a narrow window alone, and have nothing to open them by in others.
        const folded = (within ?? page).locator('details:not([open])').filter({ has: inside });
        const summary = folded.locator('> summary').filter({ visible: true });
        if ((await summary.count()) > 0) await summary.first().click();
      }
      await arrive(() => link.click());
    },
    press: (name, within) => arrive(() => named('button', name, within).first().click()),
    arrive,
    async signIn(user, password = PASSWORD) {
      await page.getByLabel('E-mail address').fill(site.users[user].email);
      await page.getByLabel('Password', { exact: true }).fill(password);
      return visitor.press('Sign in');
    },
    async day(name, day) {
      const [year = '', month = '', date = ''] = day.split('-');
      await page.locator(`[name="${name}-day"]`).fill(date);
      await page.locator(`[name="${name}-month"]`).fill(month);
      await page.locator(`[name="${name}-year"]`).fill(year);
    },
    async download(step) {
      const [download] = await Promise.all([page.waitForEvent('download'), step()]);
      return { name: download.suggestedFilename(), text: await textOf(download) };
    },
    // biome-ignore lint/performance/useDomNodeTextContent: the words as they are laid out, without what is folded away
    words: () => page.locator('main').innerText(),
    path: () => new URL(page.url()).pathname,
    still: async () => still(page, await page.content()),
    source: () => shown.source,
    async close() {
      await context.close();
      assert.deepEqual(troubles, [], 'trouble after the last page was checked');
    },
  };
  return visitor;
}

async function textOf(download: Download): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Collects what the browser complains of: errors of scripts, refused content, files that do not come. */
function listen(page: Page): string[] {
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`script: ${error.message}`));
  page.on('console', (message) => {
    // A page that was refused is a page as well; its status is the journey's own business.
    const refusedPage = /^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text());
    if (message.type() === 'error' && !refusedPage) troubles.push(`console: ${message.text()}`);
  });
  page.on('requestfailed', (request) => {
    if (!request.isNavigationRequest())
      troubles.push(`request: ${request.url()} ${request.failure()?.errorText ?? ''}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !response.request().isNavigationRequest())
      troubles.push(`request: ${response.url()} was answered with ${response.status()}`);
  });
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return troubles;
}
