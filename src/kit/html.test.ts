import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { attrs, escapeHtml, type HtmlValue, html, isHtml, joinHtml, noHtml, toHtml, trusted } from './html.ts';

const MARK = '\u0001';
const decode = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** True when nothing in the text could open a tag, an entity or end a quoted attribute. */
const isInert = (text: string): boolean => !/[<>"']/.test(text) && !/&(?!amp;|lt;|gt;|quot;|#39;)/.test(text);

test('text that is put in is inert and can be read back, whatever it is', () => {
  const awkward = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', ';', '#', 'é') }),
  );
  fc.assert(
    fc.property(awkward, awkward, (a, b) => {
      const out = html`${MARK}${a}${MARK}<i title="${b}">${[a, [b]]}</i>`.value;
      const shown = out.slice(1, out.indexOf(MARK, 1));
      if (a.includes(MARK) || b.includes(MARK)) return;
      assert.ok(isInert(shown));
      assert.equal(decode(shown), a);
      assert.equal(escapeHtml(a), shown);
      const title = /<i title="([^"]*)">/.exec(out)?.[1] ?? assert.fail('the attribute was broken');
      assert.ok(isInert(title));
      assert.equal(decode(title), b);
    }),
    { numRuns: 1000 },
  );
});

test('attribute values are inert, whatever they are', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const out = attrs({ title: value }).value;
      assert.ok(out.startsWith(' title="') && out.endsWith('"'));
      const inner = out.slice(8, -1);
      assert.ok(isInert(inner));
      assert.equal(decode(inner), value);
    }),
  );
});

test('markup is kept, lists are joined, nothing shows as nothing', () => {
  assert.equal(html`<p>${html`<b>${'<'}</b>`}</p>`.value, '<p><b>&lt;</b></p>');
  assert.equal(html`${['a', html`<br>`, ['b', 1]]}`.value, 'a<br>b1');
  assert.equal(html`[${null}${undefined}${false}${true}]`.value, '[]');
  assert.equal(html`${0} ${12n} ${-1.5}`.value, '0 12 -1.5');
  assert.equal(String(html`<i>`), '<i>');
});

test('an object is refused rather than shown as [object Object]', () => {
  assert.throws(() => html`${{ name: 'x' } as unknown as HtmlValue}`, TypeError);
  assert.throws(() => html`${new Date(0) as unknown as HtmlValue}`, TypeError);
  // Something that only looks like Html (as parsed JSON could) is not trusted.
  assert.throws(() => html`${JSON.parse('{"value":"<script>"}') as HtmlValue}`, TypeError);
});

test('attrs drops what is absent and refuses bad names', () => {
  assert.equal(attrs({ a: 1, b: undefined, c: false, d: null, e: true, f: '' }).value, ' a="1" e f=""');
  assert.equal(attrs({ title: html`a ${'"'} &amp;` }).value, ' title="a &quot; &amp;"');
  assert.equal(attrs({ title: trusted('"x"') }).value, ' title="&quot;x&quot;"');
  assert.equal(attrs(undefined).value, '');
  for (const name of ['a b', 'a=b', 'a>', '"', '']) assert.throws(() => attrs({ [name]: 'x' }), TypeError);
});

test('joinHtml leaves out the empty parts; toHtml and isHtml', () => {
  assert.equal(joinHtml(['a', null, '', html`<b>`, false], ' & ').value, 'a &amp; <b>');
  assert.equal(joinHtml([]).value, '');
  assert.equal(toHtml('<').value, '&lt;');
  assert.equal(toHtml(noHtml), noHtml);
  assert.equal(isHtml(html``), true);
  assert.equal(isHtml('<b>'), false);
});
