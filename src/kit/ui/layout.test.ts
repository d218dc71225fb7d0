import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { type Html, html } from '../html.ts';
import { barChart, groupedBars, stackedBars } from '../svg.ts';
import * as ui from './index.ts';

const validator = new HtmlValidate({ extends: ['html-validate:standard'] });

async function valid(document: Html): Promise<void> {
  const report = await validator.validateString(document.value);
  const found = report.results.flatMap(({ messages }) =>
    messages.map(({ line, ruleId, message }) => `${line} ${ruleId}: ${message}`),
  );
  assert.deepEqual(found, []);
}

const signOut = html`<form method="post" action="/sign-out"><input type="hidden" name="csrf" value="x"><button type="submit" class="newel-link-button">Sign out</button></form>`;

test('the smallest page is a valid document', async () => {
  const page = ui.page({ title: 'Sign in', nonce: 'abc', main: html`<h1 class="govuk-heading-l">Sign in</h1>` });
  await valid(page);
  assert.match(page.value, /^<!DOCTYPE html>\n<html lang="en-GB" class="govuk-template">/);
  assert.match(page.value, /<title>Sign in – Newel<\/title>/);
  assert.doesNotMatch(page.value, /gov\.uk|crown/i);
});

test('a page with everything is a valid document', async () => {
  const page = ui.page({
    title: 'A <b>',
    nonce: 'abc',
    lang: 'cy',
    nav: [{ text: 'Today', href: '/', current: true }, false, { text: 'People', href: '/people' }],
    user: { name: 'Rashida <K>', href: '/me', signOut },
    back: { href: '/people' },
    breadcrumbs: [{ text: 'People', href: '/people' }, { text: 'A' }],
    error: true,
    wide: true,
    banner: ui.notificationBanner({ text: 'Saved', type: 'success' }),
    beforeMain: { label: 'Debbie M.', html: ui.identityBar({ title: { text: 'Debbie M.' } }) },
    modules: ['app.js'],
    footerText: 'Made with care',
    main: html`<h1 class="govuk-heading-l">A</h1>`,
  });
  await valid(page);
  assert.match(page.value, /<title>Error: A &lt;b&gt; – Newel<\/title>/);
  assert.match(page.value, /Rashida &lt;K&gt;/);
  assert.match(page.value, /aria-current="page"/);
});

test('every script carries the nonce, and nothing else runs in the page', () => {
  const page = ui.page({ title: 'T', nonce: 'a"b', main: html`<p>x</p>` }).value;
  const scripts = page.match(/<script[^>]*>/g) ?? [];
  assert.equal(scripts.length, 2);
  for (const script of scripts) assert.match(script, /nonce="a&quot;b"/);
  assert.doesNotMatch(page, / on[a-z]+="| style="/);
});

test('a module that is not there is refused', () => {
  assert.throws(() => ui.page({ title: 'T', nonce: 'n', main: html``, modules: ['../x.js'] }), RangeError);
});

test('the components are valid together', async () => {
  const label = (text: string) => ({ text });
  const items = [
    { value: 'a', text: 'A', conditional: { html: html`<p>More</p>` } },
    { divider: 'or' },
    { value: 'b', text: 'B', hint: { text: 'h' } },
  ];
  const rows = [{ label: 'Bolton', values: { x: 3, y: null } }];
  const series = [
    { key: 'x', label: 'X' },
    { key: 'y', label: 'Y' },
  ];
  const legend = { text: 'Which?' };
  const errorMessage = { text: 'Choose one' };
  await valid(
    ui.page({
      title: 'All',
      nonce: 'n',
      main: html`
<h1 class="govuk-heading-l">All</h1>
${ui.errorSummary({ titleText: 'There is a problem', errorList: [{ text: 'Choose one', href: '#which' }] })}
<form method="post" action="/x" novalidate>
${ui.input({ name: 'name', label: label('Name'), hint: { text: 'Hint' }, prefix: { text: '£' } })}
${ui.textarea({ name: 'note', label: label('Note'), errorMessage })}
${ui.characterCount({ name: 'long', label: label('Long'), maxlength: 200 })}
${ui.select({
  name: 'area',
  label: label('Area'),
  items: [
    { value: '', text: 'Choose' },
    { value: 'b', text: 'Bury' },
  ],
  value: 'b',
})}
${ui.radios({ name: 'which', fieldset: { legend }, items, errorMessage, value: 'a' })}
${ui.checkboxes({ name: 'any', fieldset: { legend }, items, values: ['b'] })}
${ui.dateInput({ id: 'dob', namePrefix: 'dob', fieldset: { legend } })}
${ui.passwordInput({ name: 'password', label: label('Password') })}
${ui.fileUpload({ name: 'file', label: label('File') })}
${ui.button({ text: 'Save' })}
</form>
${ui.summaryList({ rows: [{ key: { text: 'Name' }, value: { text: 'D' }, actions: { items: [{ href: '/c', text: 'Change', visuallyHiddenText: 'name' }] } }] })}
${ui.scrollRegion({ label: 'People', html: ui.table({ caption: 'People', head: [ui.sortHead({ text: 'Name', href: '?s', sort: 'ascending' }), { text: 'Days', format: 'numeric' }], rows: [[{ text: 'D' }, { text: 3, format: 'numeric' }]] }) })}
${ui.taskList({ items: [{ title: { text: 'One' }, href: '/1', status: { tag: { text: 'Not yet', classes: 'govuk-tag--grey' } } }] })}
${ui.tabs({ idPrefix: 't', items: [{ label: 'One', panel: { text: '1' } }] })}
${ui.accordion({ id: 'acc', items: [{ heading: { text: 'One' }, content: { text: '1' } }] })}
${ui.details({ summaryText: 'Why', text: 'Because' })}
${ui.warningText({ text: 'Mind' })}${ui.insetText({ text: 'In' })}${ui.panel({ titleText: 'Done', headingLevel: 2 })}
${ui.pagination({ items: [{ number: 1, href: '?1', current: true }, { ellipsis: true }], next: { href: '?2' } })}
${ui.subNavigation({ label: 'Case', items: [{ text: 'Overview', href: '/o', active: true }] })}
${ui.sideNavigation({ label: 'Side', items: [{ text: 'A', href: '/a', active: true }] })}
${ui.timeline({ ordered: true, items: [{ label: { text: 'Met' }, byline: { text: 'R' }, datetime: { timestamp: '2026-03-03', text: '3 Mar' }, text: 'x' }] })}
${ui.alert({ title: 'Saved', variant: 'success', text: 'Saved', showTitleAsHeading: true })}
${barChart({ id: 'c1', title: 'One', rows: [{ label: 'Bolton', value: 1 }] })}
${groupedBars({ id: 'c2', title: 'Two', rows, series })}
${stackedBars({ id: 'c3', title: 'Three', rows, series })}`,
    }),
  );
});

test('a table that stacks names the column in every cell, escaped once', () => {
  const head = [{ text: 'A & B' }, { html: html`<a href="/s">C ${'<&'}</a>` }, { text: '' }];
  const out = ui.table({ stack: true, head, rows: [[{ text: 1 }, { text: 2 }, { text: 3 }]] }).value;
  assert.match(out, /class="govuk-table newel-table--stack"/);
  assert.match(out, /data-label="A &amp; B">1</);
  assert.match(out, /data-label="C &lt;&amp;">2</);
});

test("'Error:' and width depend each on its own option", () => {
  const plain = { title: 'T', nonce: 'n', main: html`<p>x</p>` };
  assert.match(ui.page({ ...plain, error: true }).value, /<title>Error: T – /);
  assert.doesNotMatch(ui.page({ ...plain, error: true }).value, /newel-wide/);
  assert.match(ui.page({ ...plain, wide: true }).value, /<title>T – [\s\S]*newel-wide/);
});

test('text that begins with a line break keeps it in a textarea', () => {
  const out = ui.textarea({ name: 'n', label: { text: 'Note' }, value: '\nfirst' }).value;
  assert.match(out, />\n\nfirst<\/textarea>/);
  assert.match(ui.textarea({ name: 'n', value: 'first' }).value, />first<\/textarea>/);
});

test('parts that are needed now and then are folded behind a word, and unfolded where the page is one of them', () => {
  const nav = (active: boolean) =>
    ui.subNavigation({
      items: [{ text: 'Plan', href: '/p' }],
      more: { text: 'More <', items: [{ text: 'History', href: '/h', active }] },
    }).value;
  assert.match(nav(false), /<details><summary>More &lt;<\/summary>.*href="\/h"/);
  assert.match(nav(true), /<details open>.*aria-current="page" href="\/h"/);
});
