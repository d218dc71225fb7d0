import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Html, trusted } from '../html.ts';
import { normalise } from './compare.ts';
import * as ui from './index.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
// Each component has its own options; the fixtures are JSON that only the official templates vouch for.
type Render = (options: never) => Html;

const COMPONENTS: Record<string, Render> = {
  accordion: ui.accordion,
  'back-link': ui.backLink,
  breadcrumbs: ui.breadcrumbs,
  button: ui.button,
  'character-count': ui.characterCount,
  checkboxes: ui.checkboxes,
  'date-input': ui.dateInput,
  details: ui.details,
  'error-message': ui.errorMessage,
  'error-summary': ui.errorSummary,
  fieldset: ui.fieldset,
  'file-upload': ui.fileUpload,
  footer: ui.footer,
  'generic-header': ui.genericHeader,
  hint: ui.hint,
  input: ui.input,
  'inset-text': ui.insetText,
  label: ui.label,
  'language-navigation': ui.languageNavigation,
  'notification-banner': ui.notificationBanner,
  pagination: ui.pagination,
  panel: ui.panel,
  'password-input': ui.passwordInput,
  'phase-banner': ui.phaseBanner,
  radios: ui.radios,
  select: ui.select,
  'service-navigation': ui.serviceNavigation,
  'skip-link': ui.skipLink,
  'summary-list': ui.summaryList,
  table: ui.table,
  tabs: ui.tabs,
  tag: ui.tag,
  'task-list': ui.taskList,
  textarea: ui.textarea,
  'warning-text': ui.warningText,
};

const ROOT = new URL('../../../node_modules/govuk-frontend/dist/govuk/components/', import.meta.url);

interface Fixture {
  name: string;
  options: Json;
  html: string;
}

/** The official options hold markup as strings; here they are vouched for, as they are the oracle's own. */
function vouch(value: Json, key = '', parent = ''): unknown {
  if (typeof value === 'string') {
    const isMarkup = key === 'html' || key.endsWith('Html') || (parent === 'slots' && value !== '');
    return isMarkup ? trusted(value) : value;
  }
  // The types allow neither: markup that is not there is left out, and a value is text.
  if (value === false && key === 'html') return undefined;
  if (typeof value === 'boolean' && key === 'value') return String(value);
  if (Array.isArray(value)) return value.map((item) => vouch(item, '', key));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, vouch(inner, name, key)]));
  }
  return value;
}

/** What the footer leaves out on purpose: the crown, the licence and the Crown copyright notice. */
function withoutCrown(markup: string): string {
  const shorter = markup
    .replace(/<svg[\s\S]*?<\/svg>/g, '')
    .replace(/<span class="govuk-footer__licence-description">[\s\S]*?<\/span>/, '')
    .replace(
      /<div class="govuk-footer__meta-item">\s*<a\s+class="govuk-footer__link govuk-footer__copyright-logo"[\s\S]*?<\/a>\s*<\/div>/,
      '',
    );
  assert.doesNotMatch(shorter, /crown|licence/i);
  return shorter;
}

for (const [name, render] of Object.entries(COMPONENTS)) {
  const file = new URL(`${name}/fixtures.json`, ROOT);
  assert.ok(existsSync(file), `govuk-frontend has no ${name}`);
  const { fixtures } = JSON.parse(readFileSync(file, 'utf8')) as { fixtures: Fixture[] };
  test(`${name} renders its ${fixtures.length} official fixtures`, () => {
    assert.ok(fixtures.length > 0);
    for (const fixture of fixtures) {
      const official = name === 'footer' ? withoutCrown(fixture.html) : fixture.html;
      const ours = render(vouch(fixture.options) as never).value;
      assert.equal(normalise(ours), normalise(official), `${name}: ${fixture.name}`);
    }
  });
}

test('the comparison sees what matters and nothing else', () => {
  assert.equal(
    normalise('<p  class=" a  b " id="x">\n one <b>two</b> </p>'),
    normalise('<p id="x" class="a b">one <b>two</b></p>'),
  );
  assert.equal(normalise('<br>&amp;&#39;'), normalise("<br/>&amp;'"));
  const different: [string, string][] = [
    ['<p>a <b>b</b></p>', '<p>a<b>b</b></p>'],
    ['<p>a</p>', '<p>b</p>'],
    ['<p>a</p>', '<div>a</div>'],
    ['<p hidden>a</p>', '<p>a</p>'],
    ['<p id="a">a</p>', '<p id="b">a</p>'],
    ['<p><b>a</b></p>', '<p>a</p>'],
    ['<textarea> a</textarea>', '<textarea>a</textarea>'],
    ['<a>x</a> <a>y</a>', '<a>x</a><a>y</a>'],
    ['<p>&lt;b&gt;</p>', '<p><b></b></p>'],
  ];
  for (const [a, b] of different) assert.notEqual(normalise(a), normalise(b));
  assert.throws(() => normalise('<p><b></p>'));
  assert.throws(() => normalise('<p>'));
  assert.throws(() => normalise('<p "a">x</p>'));
});
