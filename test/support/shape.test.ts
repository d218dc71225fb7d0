import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { passedBefore, passes, shapeOf } from './shape.ts';

const page = (inside: string) => `<!doctype html><html lang="en"><body><main id="main">${inside}</main></body></html>`;
const alike = (one: string, other: string) => shapeOf(page(one)) === shapeOf(page(other));
const id = (digit: string) => `${digit.repeat(8)}-1111-7222-8333-444444444444`;

describe('the shape of a page', () => {
  const same: [what: string, one: string, other: string][] = [
    ['another sentence', '<p>Mark Ellis came.</p>', '<p>Nobody came on 3 March, and it rained.</p>'],
    ['where a link leads', `<a href="/cases/${id('a')}">x</a>`, `<a href="/cases/${id('b')}?page=2">x</a>`],
    ['numbers in ids', '<input id="step-1" value="7">', '<input id="step-12" value="8">'],
    ['records in ids', `<b id="up-${id('a')}">x</b>`, `<b id="up-${id('b')}">x</b>`],
    ['more rows', '<ul><li>a</li><li>b</li></ul>', '<ul><li>a</li><li>b</li>\n<li>c</li></ul>'],
    ['comments, scripts and tokens', '<p>x</p>', '<!-- <b>no</b> --><p>x</p><script nonce="a">if (1 < 2) 3;</script>'],
  ];
  for (const [what, one, other] of same) it(`is not changed by ${what}`, () => assert.ok(alike(one, other)));

  const different: [what: string, one: string, other: string][] = [
    ['another element', '<p>x</p>', '<div>x</div>'],
    ['an element more', '<h2>x</h2><h3>x</h3>', '<h2>x</h2><h3>x</h3><h2>x</h2>'],
    ['order', '<h2>x</h2><h3>x</h3>', '<h3>x</h3><h2>x</h2>'],
    ['nesting', '<p><b>x</b></p><i>x</i>', '<p><b>x</b><i>x</i></p>'],
    ['two of what may be there once', '<nav>x</nav>', '<nav>x</nav><nav>x</nav>'],
    ['no words', '<a href="/x">x</a>', '<a href="/x"></a>'],
    ['a long word', '<td>short</td>', '<td>Llanfairpwllgwyngyll</td>'],
    ['a longer word', '<td>Llanfairpwllgwyngyll</td>', '<td>Llanfairpwllgwyngyllgogerychwyrndrobwll</td>'],
    ['another script', '<p>short</p>', '<p>عَبْدُ</p>'],
    ['emoji that are put together', '<p>short</p>', '<p>👩🏽‍🌾</p>'],
    ['a class', '<p class="a-3">x</p>', '<p class="a-6">x</p>'],
    ['an attribute less', '<input aria-label="x">', '<input>'],
    ['the words of a label', '<button aria-label="Remove x">x</button>', '<button aria-label="Other">x</button>'],
    ['an attribute that is empty', '<input type="submit" value="x">', '<input type="submit" value="">'],
    ['what is hidden', '<p>x</p>', '<p hidden>x</p>'],
    ['another state', '<a aria-expanded="true">x</a>', '<a aria-expanded="false">x</a>'],
    ['where in the page a link leads', '<a href="#main">x</a>', '<a href="#other">x</a>'],
    ['a sign in an attribute', '<p title="a > b">x</p>', '<p title="a">x</p>'],
    ['a place in a drawing', '<svg><text x="10">x</text></svg>', '<svg><text x="20">x</text></svg>'],
  ];
  for (const [what, one, other] of different) it(`is changed by ${what}`, () => assert.ok(!alike(one, other)));

  it('is remembered once it passed', () => {
    assert.equal(passedBefore('one shape'), false);
    passes('one shape');
    assert.equal(passedBefore('one shape'), true);
    assert.equal(passedBefore('another shape'), false);
  });
});
