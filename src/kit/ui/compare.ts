/**
 * For tests: HTML as a tree of text that two renderings can be compared by. Elements, attributes (in any order) and
 * text must be the same; white space counts only where a browser would show it.
 */

const BLOCK = new Set(
  'address article aside blockquote body caption dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 head header hr html label legend li main nav ol option p path pre section select summary svg table tbody td textarea tfoot th thead tr ul'.split(
    ' ',
  ),
);
const RAW = new Set(['textarea', 'script', 'style', 'pre']);
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: '\u00a0',
  ctdot: '⋯',
  hellip: '…',
  copy: '©',
  rsquo: '’',
};

/** Text with its entities read. Throws on one that it does not know. */
function decode(text: string): string {
  return text.replace(/&([a-z]+|#\d+);/gi, (whole, name: string) => {
    const known = ENTITIES[name.toLowerCase()];
    if (known !== undefined) return known;
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    throw new Error(`compare: unknown entity ${whole}`);
  });
}

const TOKEN =
  /<!--[\s\S]*?-->|<!doctype[^>]*>|<\/([a-z][\w-]*)\s*>|<([a-z][\w-]*)((?:\s+[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*(\/?)>|[^<]+/gi;
const ATTRIBUTE = /([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/g;

function readAttributes(text: string): string {
  const found: string[] = [];
  for (const [, name = '', double, single, bare] of text.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? bare;
    if (value === undefined) found.push(name);
    else if (name === 'class') found.push(`class="${value.trim().split(/\s+/).join(' ')}"`);
    else found.push(`${name}="${decode(value).replace(/\s+/g, ' ').trim()}"`);
  }
  return found
    .sort()
    .map((one) => ` ${one}`)
    .join('');
}

interface Token {
  kind: 'open' | 'close' | 'void' | 'text' | 'space';
  /** The tag as it is compared, or the text. */
  shown: string;
  block: boolean;
}

function* tokens(markup: string): Generator<Token> {
  const open: string[] = [];
  let read = 0;
  for (const match of markup.matchAll(TOKEN)) {
    if (match.index !== read) break;
    const [whole, close, start, attributes = '', slash] = match;
    read += whole.length;
    if (close !== undefined) {
      const name = close.toLowerCase();
      const expected = open.pop();
      if (expected !== name) throw new Error(`compare: </${name}> closes <${expected}>`);
      yield { kind: 'close', shown: `</${name}>`, block: BLOCK.has(name) };
    } else if (start !== undefined) {
      const name = start.toLowerCase();
      const shown = `<${name}${readAttributes(attributes)}>`;
      const isVoid = VOID.has(name) || slash === '/';
      if (!isVoid) open.push(name);
      yield { kind: isVoid ? 'void' : 'open', shown, block: BLOCK.has(name) };
    } else if (!whole.startsWith('<')) {
      const text = decode(whole);
      if (RAW.has(open.at(-1) ?? '')) {
        yield { kind: 'text', shown: text, block: false };
        continue;
      }
      const words = text.replace(/[ \t\r\n\f]+/g, ' ');
      if (words.startsWith(' ')) yield { kind: 'space', shown: ' ', block: false };
      if (words.trim() !== '') yield { kind: 'text', shown: words.replace(/^ | $/g, ''), block: false };
      if (words.endsWith(' ')) yield { kind: 'space', shown: ' ', block: false };
    }
  }
  if (read !== markup.length) throw new Error(`compare: cannot read ${markup.slice(read, read + 80)}`);
  if (open.length > 0) throw new Error(`compare: <${open.at(-1)}> is not closed`);
}

/**
 * One line for each tag and each run of text. A space just within an inline element counts as one just outside it;
 * spaces next to a block count for nothing. Throws on markup that is not well formed.
 */
export function normalise(markup: string): string {
  const out: string[] = [];
  let waiting: string[] = []; // inline tags that have opened since the last thing shown
  let space = false;
  let edge = true; // nothing inline shown yet in this block
  const flush = (): void => {
    if (space && !edge) out.push('␠');
    out.push(...waiting);
    waiting = [];
    space = false;
  };
  for (const token of tokens(markup)) {
    if (token.kind === 'space') space = !edge;
    else if (token.block) {
      space = false;
      flush();
      out.push(token.shown);
      edge = true;
    } else if (token.kind === 'open') waiting.push(token.shown);
    else if (token.kind === 'close') {
      if (waiting.length > 0) flush();
      out.push(token.shown);
    } else {
      flush();
      out.push(token.shown);
      edge = false;
    }
  }
  return out.join('\n');
}
