/**
 * Reads TypeScript and JavaScript just well enough to find imports and the text of literals: no compiler needed.
 */

/** A string or template of the source. In a template, each `${…}` is one space here, and is read on its own. */
export interface Literal {
  text: string;
  /** The name before a template, for example `sql` in sql`…`; empty for strings and untagged templates. */
  tag: string;
  /** Line in the file, from 1. */
  line: number;
}

/** One import, `export … from` or `import(…)`. */
export interface Import {
  /** As written, for example `../cases/rules.ts`; undefined when it is computed. */
  specifier: string | undefined;
  /** Names asked for, before any `as`; `*` for all of them. */
  names: string[];
  /** True if the names are passed on to whoever imports this file. */
  reExport: boolean;
  line: number;
}

/** The source with comments gone and each literal replaced by §number§, and the literals by number. */
export interface Skeleton {
  code: string;
  literals: Literal[];
}

const WORDS_BEFORE_REGEX = /(?:^|[^\w$.])(?:return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield)$/;

/** Takes a source apart. Line breaks stay where they are. */
export function skeletonOf(source: string): Skeleton {
  const literals: Literal[] = [];
  let code = '';
  let at = 0;
  let line = 1;

  const lines = (text: string) => text.split('\n').length - 1;
  const keep = (text: string) => {
    code += text;
    line += lines(text);
    at += text.length;
  };
  const skip = (text: string) => {
    code += '\n'.repeat(lines(text)) || ' ';
    line += lines(text);
    at += text.length;
  };
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0] ?? '';
  };

  /** Reads code up to the end, or to the brace that closes a `${`. */
  const readCode = (nested: boolean) => {
    for (let depth = 0; at < source.length; ) {
      const char = source[at] ?? '';
      const two = source.slice(at, at + 2);
      if (two === '//') skip(match(/\/\/[^\n]*/y));
      else if (two === '/*') skip(match(/\/\*[\s\S]*?(?:\*\/|$)/y));
      else if (char === '"' || char === "'") readString();
      else if (char === '`') readTemplate();
      else if (char === '/' && regexMayStart(code))
        skip(match(/\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*\/?[a-z]*/y));
      else if (nested && char === '}' && depth === 0) return;
      else {
        if (char === '{') depth++;
        if (char === '}') depth--;
        keep(char);
      }
    }
  };

  const readString = () => {
    const raw = match(/"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/y);
    code += `§${literals.length}§`;
    literals.push({ text: raw.slice(1, -1), tag: '', line });
    line += lines(raw);
    at += raw.length;
  };

  const readTemplate = () => {
    // A tag may carry type arguments: sql<Row>`…`
    const tag = /([\w$]+)(?:<[^`;]*>)?$/.exec(code)?.[1] ?? '';
    const literal: Literal = { text: '', tag, line };
    code += `§${literals.length}§`;
    literals.push(literal);
    at++;
    while (at < source.length && source[at] !== '`') {
      if (source.startsWith('${', at)) {
        at += 2;
        code += '{';
        readCode(true);
        code += '}';
        at++;
        literal.text += ' ';
      } else {
        const piece = match(/(?:\\[\s\S]|\$(?!\{)|[^`\\$])+/y) || source.slice(at, at + 1);
        literal.text += piece;
        line += lines(piece);
        at += piece.length;
      }
    }
    at++;
  };

  readCode(false);
  return { code, literals };
}

/** A slash starts a regular expression where a value may start, else it divides. */
function regexMayStart(before: string): boolean {
  const text = before.trimEnd();
  return text === '' || /[(,=:[!&|?{};<>+\-*%~^]$/.test(text) || WORDS_BEFORE_REGEX.test(text);
}

/** Every import of a source, whatever its form. */
export function importsOf({ code, literals }: Skeleton): Import[] {
  const found: Import[] = [];
  const lineAt = (index: number) => code.slice(0, index).split('\n').length;
  for (const { 0: whole, 1: keyword, 2: clause = '', 3: number, index } of code.matchAll(
    /(?<![\w$.])(import|export)\b([^;§()]*?)(?:\bfrom\s*)?§(\d+)§/g,
  )) {
    const isFrom = /\bfrom\s*§\d+§$/.test(whole);
    if (!isFrom && (keyword === 'export' || clause.trim() !== '')) continue; // export const x = '…'
    found.push({
      specifier: literals[Number(number)]?.text,
      names: namesOf(clause),
      reExport: keyword === 'export',
      line: lineAt(index),
    });
  }
  for (const { 1: argument = '', index } of code.matchAll(/(?<![\w$.])import\s*\(\s*([^),]*)/g)) {
    const number = /^§(\d+)§\s*$/.exec(argument)?.[1];
    const literal = number === undefined ? undefined : literals[Number(number)];
    found.push({ specifier: literal?.text, names: ['*'], reExport: false, line: lineAt(index) });
  }
  return found;
}

function namesOf(clause: string): string[] {
  const names: string[] = [];
  if (/\*/.test(clause)) names.push('*');
  for (const part of (/\{([\s\S]*)\}/.exec(clause)?.[1] ?? '').split(',')) {
    const name = part
      .trim()
      .replace(/^type\s+/, '')
      .split(/\s+as\s+/)[0]
      ?.trim();
    if (name) names.push(name);
  }
  return names;
}
