/** What is asked of every page that a browser test comes to. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { HtmlValidate, type ResolvedConfig, StaticConfigLoader } from 'html-validate';
import type { Page } from 'playwright-core';
import * as inPage from './in-page.js';
import { passedBefore, passes, shapeOf } from './shape.ts';

/** WCAG 2.2 AA and what axe-core holds to be good practice beside it. */
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/**
 * Parts of GOV.UK Frontend whose own script breaks exactly one rule: the button that it makes of an accordion's section or
 * of a file upload has an accessible name in another order than its visible words.
 */
const AXE_KNOWN = [
  {
    rule: 'label-content-name-mismatch',
    elements: /class="govuk-(accordion__section-button|accordion__show-all|file-upload-button)\b/,
  },
];
const NARROW = 320;

const axeSource = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const validator = new HtmlValidate(
  // html-validate puts its table of elements together anew for every page, which takes longer than looking at the page.
  new (class extends StaticConfigLoader {
    kept: Promise<ResolvedConfig> | undefined;
    override getConfigFor(handle: string): Promise<ResolvedConfig> {
      this.kept ??= Promise.resolve(super.getConfigFor(handle));
      return this.kept;
    }
  })({ extends: ['html-validate:standard'] }),
);
const valid = new Set<string>();

/** A page as it was served and as it stands after its scripts, and what the browser complained of since the page before. */
export type Shown = { path: string; status: number; source: string; html: string; troubles: readonly string[] };

/**
 * Checks the page that is open: valid HTML as it was served, no axe violation, nothing that reaches out of the window at
 * 320 px, 'Error:' in the title when there is an error summary, one heading of the first level, and no trouble from the
 * browser. Axe and the width are left out where a page of the same shape passed before in a window that looks alike (shape.ts).
 * `looked` shows the page as it stands in a page where axe can run. Throws AssertionError.
 */
export async function checkPage(open: Page, looked: () => Promise<Page>, shown: Shown): Promise<void> {
  const at = `${shown.path} (${shown.status})`;
  assert.deepEqual(shown.troubles, [], `${at}: what the browser complained of`);
  const { title, errorSummaries, mainHeadings } = await open.evaluate(inPage.outline);
  assert.ok(
    errorSummaries === 0 || title.startsWith('Error: '),
    `${at}: an error summary, and no 'Error:' in '${title}'`,
  );
  assert.equal(mainHeadings, 1, `${at}: headings of the first level`);
  const source = digest(plain(shown.source));
  if (!valid.has(source)) assert.deepEqual(await htmlProblems(shown.source), [], `${at}: HTML`);
  valid.add(source);

  const { colorScheme, width } = await open.evaluate(inPage.looks);
  const shape = `${colorScheme} ${width} ${shapeOf(shown.html)}`;
  if (passedBefore(shape)) return;
  const page = await looked();
  assert.deepEqual(await violations(page), [], `${at}: axe, ${colorScheme} scheme`);
  assert.deepEqual(await tooWide(page), [], `${at}: reaches out of a window of ${NARROW} px`);
  passes(shape);
}

/** Contrast in the other colour scheme; the page keeps its own afterwards. Resolves to what is wrong. */
export async function contrastIn(page: Page, scheme: 'light' | 'dark'): Promise<string[]> {
  await page.emulateMedia({ colorScheme: scheme });
  const found = await violations(page, ['color-contrast']);
  await page.emulateMedia({ colorScheme: null });
  return found;
}

/** What axe finds, one line for each element. */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  const only = rules === undefined ? { type: 'tag', values: AXE_TAGS } : { type: 'rule', values: rules };
  if (!(await page.evaluate(inPage.hasAxe))) await page.evaluate(axeSource);
  const results = await page.evaluate(
    (runOnly) =>
      (globalThis as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run({
        runOnly,
        reporter: 'no-passes',
        resultTypes: ['violations'],
        // A selector for every element that was looked at takes a quarter of the time; the element's HTML tells which it is.
        selectors: false,
      }),
    only,
  );
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes
      .filter(({ html }) => !AXE_KNOWN.some(({ rule, elements }) => rule === id && elements.test(html)))
      .map(({ html, failureSummary }) => `${id} (${help}): ${html.slice(0, 200)} ${failureSummary ?? ''}`),
  );
}

/** What html-validate finds in a served page, one line each. */
export async function htmlProblems(source: string): Promise<string[]> {
  const report = await validator.validateString(source);
  return report.results.flatMap(({ messages }) =>
    messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`),
  );
}

/** Elements that make the page scroll sideways in a narrow window, which the page keeps: whoever shows the next one sets its own. */
async function tooWide(page: Page): Promise<string[]> {
  if (page.viewportSize()?.width !== NARROW) await page.setViewportSize({ width: NARROW, height: 800 });
  return page.evaluate(inPage.tooWide, NARROW);
}

/** A page's source without what differs from one request to the next. */
export function plain(source: string): string {
  return source
    .replace(/nonce="[^"]*"/g, '')
    .replace(/name="_csrf" value="[^"]*"/g, '')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
