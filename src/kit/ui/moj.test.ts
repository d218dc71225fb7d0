import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Html, html, trusted } from '../html.ts';
import { normalise } from './compare.ts';
import * as ui from './index.ts';

interface Nunjucks {
  configure(
    paths: string[],
    options: object,
  ): {
    renderString(template: string, values: object): string;
    addFilter(name: string, filter: (...args: string[]) => string): void;
  };
}

const nunjucks = createRequire(import.meta.url)('nunjucks') as Nunjucks;
const modules = new URL('../../../node_modules/', import.meta.url);
const environment = nunjucks.configure(
  [
    fileURLToPath(new URL('@ministryofjustice/frontend/', modules)),
    fileURLToPath(new URL('govuk-frontend/dist/', modules)),
  ],
  { autoescape: true, trimBlocks: true, lstripBlocks: true },
);
// MoJ formats dates with moment; here the format is the text to be shown.
environment.addFilter('date', (_timestamp = '', format = '') => format);

/** Options for the official macro: markup as a string, and the text of a date as its format. */
function official(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(official);
  if (typeof value !== 'object' || value === null) return value;
  if ('value' in value && value.constructor !== Object) return String(value);
  const entries = Object.entries(value).map(([key, inner]) => [key, official(inner)]);
  const copy = Object.fromEntries(entries) as Record<string, unknown>;
  return 'timestamp' in copy ? { ...copy, format: copy.text } : copy;
}

function oracle(component: string, macro: string, options: unknown): string {
  const template = `{% from "moj/components/${component}/macro.njk" import ${macro} %}{{ ${macro}(options) }}`;
  return environment.renderString(template, { options: official(options) });
}

const awkward = `<b>"Tom" & 'Jo'</b>`;
const rich = html`<b>rich</b> text`;
const extra = { classes: 'mine more', attributes: { id: 'here', 'data-x': awkward } };
const links = [
  { text: 'Overview', href: '/a?b=1&c=2', active: true },
  { html: rich, href: '/b', attributes: { 'data-y': '1' } },
  { text: awkward, href: '/c', active: false },
];
const buttons = [
  { text: 'Edit', href: '/edit' },
  { html: rich, classes: 'extra', name: 'do', value: 'x' },
  { text: awkward, disabled: true, attributes: { 'data-z': '1' } },
];

function check<T>(component: string, macro: string, render: (options: T) => Html, cases: readonly T[]): void {
  test(`${component} renders as MoJ's own template does`, () => {
    for (const options of cases) {
      const theirs = oracle(component, macro, options)
        // Said on purpose: in a form, a button without a type would send it.
        .replace('<button class="moj-alert__dismiss"', '<button type="button" class="moj-alert__dismiss"');
      assert.equal(normalise(render(options).value), normalise(theirs), JSON.stringify(options));
    }
  });
}

check('button-menu', 'mojButtonMenu', ui.buttonMenu, [
  { items: [] },
  { items: buttons, button: { text: 'Actions', classes: 'govuk-button--secondary' }, alignMenu: 'right' },
  { items: buttons, ...extra },
]);

check('identity-bar', 'mojIdentityBar', ui.identityBar, [
  {},
  { title: { text: awkward } },
  { title: { html: rich }, menus: [{ items: buttons }], ...extra },
]);

check('sub-navigation', 'mojSubNavigation', ui.subNavigation, [
  { items: [] },
  { items: links },
  { items: links.map((link) => ({ ...link, classes: 'one' })), label: awkward, ...extra },
]);

check('side-navigation', 'mojSideNavigation', ui.sideNavigation, [
  { items: links },
  { items: links, label: 'Sections', ...extra },
  {
    sections: [
      { heading: { text: awkward, classes: 'big', attributes: { id: 'h' } }, items: links },
      { heading: { html: rich, headingLevel: 3 }, items: [] },
    ],
  },
]);

const moments = [
  { label: { text: 'Met' }, datetime: { timestamp: '2026-03-03T09:30:00Z', text: 'Tue 3 Mar' }, text: awkward },
  {
    label: { html: rich },
    byline: { text: 'Rashida K.' },
    datetime: { timestamp: '2026-03-01', text: '1 Mar' },
    html: html`<p>${rich}</p>`,
    classes: 'one',
    attributes: { id: 'x' },
  },
];
check('timeline', 'mojTimeline', ui.timeline, [
  { items: [] },
  { items: moments },
  { items: moments, headingLevel: 3, ...extra },
]);

test('a timeline can be an ordered list of the same blocks', () => {
  const plain = ui.timeline({ items: moments }).value;
  const list = ui.timeline({ items: moments, ordered: true }).value;
  assert.match(list, /^<ol class="moj-timeline" role="list"><li class="moj-timeline__item">/);
  assert.equal(list.match(/<li /g)?.length, 2);
  assert.equal(list.replace(/<[^>]*>/g, ''), plain.replace(/<[^>]*>/g, ''));
});

check('filter', 'mojFilter', ui.filter, [
  { heading: { text: 'Filter' }, optionsHtml: html`<input name="q">` },
  {
    heading: { html: rich },
    optionsHtml: html`<p>Options</p>`,
    submit: { text: 'Show', attributes: { 'data-a': 'b' } },
    attributes: { id: 'f' },
    selectedFilters: {
      heading: { text: 'Selected' },
      clearLink: { text: 'Clear', href: '?' },
      categories: [
        {
          heading: { text: awkward },
          items: [
            { text: awkward, href: '?a=1&b=2' },
            { text: 'Bury', href: '?c' },
          ],
        },
        { heading: { html: rich }, items: [] },
      ],
    },
  },
]);

check('badge', 'mojBadge', ui.badge, [{ text: awkward }, { html: rich, ...extra }]);

check('alert', 'mojAlert', ui.alert, [
  { title: awkward },
  { title: 'Done', variant: 'success', text: awkward },
  { title: 'Mind', variant: 'warning', html: html`<p>${rich}</p>`, showTitleAsHeading: true },
  { title: 'Wrong', variant: 'error', text: 'x', showTitleAsHeading: true, headingTag: 'h3', role: 'alert' },
  { title: 'No body', variant: 'information', showTitleAsHeading: true, dismissible: true, dismissText: 'Close' },
  { title: 'All', disableAutoFocus: true, focusOnDismissSelector: '#x', text: 'y', ...extra },
]);

check('page-header-actions', 'mojPageHeaderActions', ui.pageHeaderActions, [
  { heading: { text: awkward } },
  { heading: { html: rich, level: 2, classes: 'govuk-heading-l' }, items: buttons, ...extra },
]);

test('the oracle is not fooled by our own markup', () => {
  assert.notEqual(
    normalise(ui.badge({ html: trusted('<b>x</b>') }).value),
    normalise(oracle('badge', 'mojBadge', { text: '<b>x</b>' })),
  );
});
