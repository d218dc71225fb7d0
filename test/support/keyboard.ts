/** A visitor who has no mouse: Tab, Enter, Space and the arrows. */
import assert from 'node:assert/strict';
import type { Visitor } from './browser.ts';
import { focused } from './in-page.js';

/** More stops than any page of a journey has. */
const MOST_STOPS = 120;

/** What is looked for: a field by its name, or a link or button by its words. */
export type Wanted = { name: string } | { words: string | RegExp };

function fits(wanted: Wanted, at: { name: string; words: string }): boolean {
  if ('name' in wanted) return at.name === wanted.name;
  return typeof wanted.words === 'string' ? at.words === wanted.words : at.words.match(wanted.words)?.[0] === at.words;
}

/**
 * Goes on with Tab until the focus is on what is wanted; words that are a pattern fit when it matches all of them. At every stop one
 * can see where the focus is. Throws when Tab never comes to it.
 */
export async function tabTo(visitor: Visitor, wanted: Wanted): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await visitor.page.keyboard.press('Tab');
    const at = await visitor.page.evaluate(focused);
    if (at.tag === 'body') continue;
    assert.ok(at.seen, `${visitor.path()}: the focus cannot be seen on ${JSON.stringify(at)}`);
    assert.ok(!at.covered, `${visitor.path()}: something covers ${JSON.stringify(at)}`);
    if (fits(wanted, at)) return;
  }
  assert.fail(`${visitor.path()}: Tab never comes to ${'name' in wanted ? wanted.name : wanted.words}`);
}

/** Passes over the navigation by the link that is the first stop of a page; one that says what was just done begins after it. */
async function skipToMain({ page }: Visitor): Promise<void> {
  await page.keyboard.press('Tab');
  if ((await page.evaluate(focused)).words === 'Skip to main content') await page.keyboard.press('Enter');
}

/** Goes to a link or a button of the main part and presses Enter; the status of the page that follows. */
export async function enter(visitor: Visitor, words: string | RegExp, from: 'top' | 'here' = 'top'): Promise<number> {
  if (from === 'top') await skipToMain(visitor);
  await tabTo(visitor, { words });
  return visitor.arrive(() => visitor.page.keyboard.press('Enter'));
}

/** Goes on to a group of radios and chooses the one with this value. */
export async function choose(visitor: Visitor, name: string, value: string): Promise<void> {
  const { page } = visitor;
  await tabTo(visitor, { name });
  await page.keyboard.press('Space');
  const first = await page.locator(':focus').getAttribute('value');
  for (let at = first; at !== value; at = await page.locator(':focus').getAttribute('value')) {
    await page.keyboard.press('ArrowDown');
    const now = await page.locator(':focus').getAttribute('value');
    assert.ok(now === value || now !== first, `${visitor.path()}: '${name}' has no '${value}'`);
  }
}

/** Goes on to a box and types. */
export async function type(visitor: Visitor, name: string, text: string): Promise<void> {
  await tabTo(visitor, { name });
  await visitor.page.keyboard.press('ControlOrMeta+a');
  await visitor.page.keyboard.type(text);
}

/** Goes on to the three boxes of a day and types it, 'YYYY-MM-DD'. */
export async function typeDay(visitor: Visitor, name: string, day: string): Promise<void> {
  const [year = '', month = '', date = ''] = day.split('-');
  await type(visitor, `${name}-day`, date);
  await type(visitor, `${name}-month`, month);
  await type(visitor, `${name}-year`, year);
}
