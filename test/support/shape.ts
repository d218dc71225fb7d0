/** The shape of a page: what of its HTML decides how it is laid out and what axe finds in it; and which shapes have passed. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Attributes whose words differ from one person's page to another's and are never shown or read out as they stand. */
const HIDDEN = new Set(['value', 'nonce', 'action', 'datetime', 'd', 'points']);
/** Attributes that name elements. Numbers and ids of records in them differ; html-validate looks for those that are missing or there twice. */
const NAMING =
  /^(id|for|name|list|form|headers|aria-(labelledby|describedby|controls|owns|activedescendant|details)|data-.*)$/;
/** A word of fewer letters fits wherever another does; longer ones are told apart by how long they are. */
const SHORT = 16;

/**
 * The elements of a page with their attributes, in short: of words that are shown, only how long the longest is; of links, only
 * that they lead somewhere; and of neighbours that are alike, the first two (one is no two: some things may not be on a page twice).
 * Two pages of one shape differ in names, days,
 * sentences and in how many rows their lists have, in nothing that axe or the width of a window goes by.
 * Takes HTML with quoted attributes, as Newel and browsers write it.
 */
export function shapeOf(html: string): string {
  const open: { tag: string; inside: string[] }[] = [{ tag: '', inside: [] }];
  const add = (shape: string) => {
    const { inside } = open.at(-1) as { inside: string[] };
    if (shape !== '' && !(inside.at(-1) === shape && inside.at(-2) === shape)) inside.push(shape);
  };
  const close = () => {
    const { tag, inside } = open.pop() as { tag: string; inside: string[] };
    add(`${tag}{${inside.join('')}}`);
  };
  const parts = html.matchAll(
    /<!--[\s\S]*?-->|<script\b[\s\S]*?<\/script>|<(\/?)([a-z][\w-]*)((?:"[^"]*"|[^">])*)>|[^<]+|</gi,
  );
  for (const [part, ending, name, attributes = ''] of parts) {
    if (name === undefined) {
      if (!part.startsWith('<!--') && !part.startsWith('<script')) add(wordsOf(part));
    } else if (ending === '') {
      const tag = `<${name.toLowerCase()}${attributes.replace(/\s([^\s=]+)="([^"]*)"/g, attribute)}>`;
      if (VOID.has(name.toLowerCase()) || attributes.endsWith('/')) add(tag);
      else open.push({ tag, inside: [] });
    } else if (open.length > 1) close();
  }
  while (open.length > 1) close();
  return (open[0]?.inside ?? []).join('');
}

const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));

function attribute(whole: string, name: string, value: string): string {
  if (HIDDEN.has(name)) return value === '' ? whole : ` ${name}`;
  if (name === 'href') return value.startsWith('#') ? whole : ' href';
  if (NAMING.test(name)) return ` ${name}="${value.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+/g, '0')}"`;
  return whole;
}

function wordsOf(text: string): string {
  const words = text.split(/[ \t\r\n]+/).filter((word) => word !== '');
  if (words.length === 0) return '';
  const longest = Math.max(...words.map(({ length }) => length));
  // Other scripts, and emoji that are put together, are set in other fonts.
  const script = /[^\p{Script=Latin}\p{Script=Common}]/u.test(text) ? 'o' : '';
  return `w${script}${longest < SHORT ? '' : longest}`;
}

const passed = new Set<string>();
const passedInRun = process.env.NEWEL_TEST_RUN && passedFolder(process.env.NEWEL_TEST_RUN);

/** Where a run of all tests keeps which shapes passed in any of its processes: an empty file each. The run removes it. */
export function passedFolder(run: string): string {
  return path.join(os.tmpdir(), `newel-passed-${run}`);
}

/** Whether `passes` was told of the shape before, in this process or in the run that it is part of. */
export function passedBefore(shape: string): boolean {
  const name = digest(shape);
  return passed.has(name) || Boolean(passedInRun && fs.existsSync(path.join(passedInRun, name)));
}

/** Remembers that a page of the shape passed every check. */
export function passes(shape: string): void {
  const name = digest(shape);
  passed.add(name);
  if (!passedInRun) return;
  fs.mkdirSync(passedInRun, { recursive: true });
  fs.writeFileSync(path.join(passedInRun, name), '');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
