/**
 * Rooms and doors: who may use what in src/. CONTRIBUTING.md says why.
 *
 * A room is a folder of src/ other than kit. Its doors are `rules` and `actions` (a file or a folder of that name).
 * Types are checked like values: a room that needs another's types depends on it just as much.
 * Tests may look behind every door.
 */
import fs from 'node:fs';
import path from 'node:path';
import { type Import, importsOf, type Literal, skeletonOf } from './support/source.ts';

/** The rules, by the name that findings carry. */
export const RULES = {
  'kit-knows-no-room': 'kit is used by all and uses kit only',
  'closed-door': "a room uses another room's rules and actions only",
  'no-way-up': 'rooms do not use the composition root',
  'routes-belong-to-the-root': 'only the composition root and tests use routes',
  'one-way': 'request, route, action, store: nothing flows back, and rules do no input or output',
  'door-into-store': 'rules and actions name what they pass on, never all that lies behind them',
  'room-circle': 'rooms do not use each other in a circle',
  'file-circle': 'files do not use each other in a circle',
  'foreign-table': 'SQL names tables of its own room only; reports, value and trials also read report_ views',
  'trusted-outside-kit': 'only the kit vouches for markup',
  'hidden-import': 'an import names its file in plain words',
} as const;

/** One wrong door. */
export interface Finding {
  rule: keyof typeof RULES;
  /** Path from the folder above src/, for example `src/cases/pages.ts`. */
  file: string;
  line: number;
  message: string;
}

interface SourceFile {
  /** Path from src/, with slashes. */
  name: string;
  /** Its room, `kit`, or '' for the files of src/ itself. */
  room: string;
  /** What it is in its room: rules, actions, store, pages, routes, tables, or another name. */
  part: string;
  imports: (Import & { target: string | undefined })[];
  literals: Literal[];
  code: string;
}

/** Rooms that read the others through the views those rooms own. */
const READERS = new Set(['reports', 'value', 'trials']);
const DOORS = new Set(['rules', 'actions']);
/** The composition root: the files that put the rooms together. */
const ROOT_FILES = new Set(['app.ts', 'main.ts', 'rooms.ts']);
/** What each part of a room may not use of its own room. */
const ONE_WAY: Record<string, string[]> = {
  rules: ['store', 'actions', 'pages', 'routes'],
  store: ['actions', 'pages', 'routes'],
  actions: ['pages', 'routes'],
  pages: ['store', 'routes'],
};

/** Checks a `src` folder. Findings are in the order of files; none means that every door is right. */
export function checkDoors(src: string): Finding[] {
  const files = readSources(src);
  const owners = tableOwners(src, files);
  const findings: Finding[] = [];
  for (const file of files) {
    const report = (rule: Finding['rule'], line: number, message: string) =>
      findings.push({ rule, file: `src/${file.name}`, line, message: `${message} (${RULES[rule]})` });
    checkImports(file, report);
    checkTables(file, owners, report);
  }
  findings.push(...fileCircles(files), ...roomCircles(files));
  return findings;
}

type Report = (rule: Finding['rule'], line: number, message: string) => void;

function checkImports(file: SourceFile, report: Report): void {
  for (const { specifier, target, names, reExport, line } of file.imports) {
    if (specifier === undefined) report('hidden-import', line, 'imports a computed path');
    if (target === undefined) continue;
    const to = place(target);

    if (to.room === 'kit') {
      const vouches = names.includes('trusted') || (to.part === 'html' && names.includes('*'));
      if (file.room !== 'kit' && vouches) report('trusted-outside-kit', line, `takes 'trusted' from ${target}`);
      continue;
    }
    if (file.room === 'kit') {
      report('kit-knows-no-room', line, `imports ${target}`);
      continue;
    }
    if (to.room === '') {
      if (file.room !== '') report('no-way-up', line, `imports ${target}`);
      continue;
    }
    if (to.part === 'routes') {
      const own = file.room === to.room && file.part === 'routes';
      if (!own && !ROOT_FILES.has(file.name)) report('routes-belong-to-the-root', line, `imports ${target}`);
    } else if (file.room !== to.room && !ROOT_FILES.has(file.name) && !DOORS.has(to.part)) {
      report('closed-door', line, `imports ${target}`);
    } else if (file.room === to.room) {
      if (ONE_WAY[file.part]?.includes(to.part)) report('one-way', line, `${file.part} imports ${target}`);
      if (DOORS.has(file.part) && !DOORS.has(to.part) && reExport && names.includes('*')) {
        report('door-into-store', line, `passes on all of ${target}`);
      }
    }
  }
}

function checkTables(file: SourceFile, owners: Map<string, string>, report: Report): void {
  if (file.part === 'tables') return;
  const seen = new Set<string>();
  const named = (table: string, line: number) => {
    const owner = owners.get(table);
    if (owner === undefined || owner === file.room || seen.has(`${table} ${line}`)) return;
    if (READERS.has(file.room) && table.startsWith('report_')) return;
    seen.add(`${table} ${line}`);
    report('foreign-table', line, `names the table ${table} of ${owner}`);
  };
  for (const literal of file.literals) {
    if (looksLikeSql(literal)) for (const table of tablesIn(literal.text)) named(table, literal.line);
  }
  const calls =
    /\.(?:selectFrom|insertInto|updateTable|deleteFrom|mergeInto|using|from|table|\w+Join(?:Lateral)?)\s*(?:<[^>(]*>)?\(\s*\[?((?:\s*§\d+§\s*,?)+)/g;
  for (const { 1: list = '' } of file.code.matchAll(calls)) {
    for (const { 1: number } of list.matchAll(/§(\d+)§/g)) {
      const literal = file.literals[Number(number)];
      // 'person as p', 'public.person'
      const table = /^(?:public\.)?"?(\w+)"?(?:\s+as\s+\w+)?$/.exec(literal?.text ?? '')?.[1];
      if (table !== undefined) named(table, literal?.line ?? 0);
    }
  }
}

/** SQL is written in lower case here (or in capitals), sentences start with one capital: 'Select a worker from staff'. */
function looksLikeSql({ text, tag }: Literal): boolean {
  if (tag === 'sql') return true;
  const sql = text.replace(/--[^\n]*/g, '').replace(/\b[A-Z]{2,}\b/g, (word) => word.toLowerCase());
  return [
    /\bselect\s[\s\S]*\sfrom\s/,
    /\binsert\s+into\s+\w+/,
    /\bupdate\s+(?:only\s+)?"?\w+"?[\s\S]*\sset\s/,
    /\bdelete\s+from\s+\w+/,
    /\b(?:merge|copy)\s+(?:into\s+)?\w+[\s\S]*\b(?:using|from|to)\b/,
    /\b(?:truncate|lock|alter|drop|create)\s+(?:\w+\s+){0,3}?(?:table|view|index|trigger)\b/,
    /^\s*(?:truncate|from|(?:(?:left|right|full|inner|cross)\s+(?:outer\s+)?)?join)\s+(?:lateral\s+)?"?\w+/,
  ].some((pattern) => pattern.test(sql));
}

/** Names after from, join, into, update, table …; also those after a comma in `from a, b`. */
function tablesIn(text: string): string[] {
  const sql = text
    .replace(/--[^\n]*/g, '')
    .replace(/'(?:[^']|'')*'/g, "''")
    .toLowerCase();
  const one = String.raw`(?:only\s+|lateral\s+)?(?:public\.)?"?[a-z_]\w*"?(?:\s+(?:as\s+)?[a-z_]\w*)?`;
  // Looked ahead at, not consumed: in `from a join b` the alias of a could be the word join.
  const list = new RegExp(
    String.raw`\b(?:from|join|into|update|using|table|truncate|copy)\s+(?=((?:if\s+(?:not\s+)?exists\s+)?${one}(?:\s*,\s*${one})*))`,
    'g',
  );
  const names: string[] = [];
  for (const { 1: found = '' } of sql.matchAll(list)) {
    for (const item of found.replace(/^if\s+(?:not\s+)?exists\s+/, '').split(',')) {
      const name = /^\s*(?:only\s+|lateral\s+)?(?:public\.)?"?(\w+)/.exec(item)?.[1];
      if (name !== undefined) names.push(name);
    }
  }
  return names;
}

function fileCircles(files: SourceFile[]): Finding[] {
  const edges = new Map(files.map((file) => [file.name, [...new Set(targets(file))].sort()]));
  return circles(edges).map((circle) => ({
    rule: 'file-circle',
    file: `src/${circle[0]}`,
    line: 1,
    message: `${circle.join(' → ')} (${RULES['file-circle']})`,
  }));
}

function roomCircles(files: SourceFile[]): Finding[] {
  const edges = new Map<string, Set<string>>();
  for (const file of files) {
    if (file.room === '' || file.room === 'kit') continue;
    const rooms = edges.get(file.room) ?? new Set();
    edges.set(file.room, rooms);
    for (const target of targets(file)) {
      const { room } = place(target);
      if (room !== file.room && room !== '' && room !== 'kit') rooms.add(room);
    }
  }
  return circles(new Map([...edges].map(([room, to]) => [room, [...to].sort()]))).map((circle) => {
    const because = circle.slice(1).map((to, index) => {
      const culprit = files.find(
        (file) => file.room === circle[index] && targets(file).some((t) => place(t).room === to),
      );
      return `src/${culprit?.name} uses ${to}`;
    });
    return {
      rule: 'room-circle',
      file: because[0]?.split(' ')[0] ?? 'src',
      line: 1,
      message: `${circle.join(' → ')}: ${because.join(', ')} (${RULES['room-circle']})`,
    };
  });
}

function targets(file: SourceFile): string[] {
  return file.imports.flatMap(({ target }) => (target === undefined ? [] : [target]));
}

/** Circles of a graph, each as a path whose ends are equal; every edge that closes one on the way down is told once. */
function circles(edges: Map<string, string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (node: string) => {
    const before = path.indexOf(node);
    if (before >= 0) {
      found.push([...path.slice(before), node]);
      return;
    }
    if (done.has(node)) return;
    path.push(node);
    for (const next of edges.get(node) ?? []) visit(next);
    path.pop();
    done.add(node);
  };
  for (const node of [...edges.keys()].sort()) visit(node);
  return found;
}

/** The tables and views of each room, from the interface `Tables` of its tables.ts. */
function tableOwners(src: string, files: SourceFile[]): Map<string, string> {
  const owners = new Map<string, string>();
  for (const { name, room, part } of files) {
    if (part !== 'tables') continue;
    const text = fs.readFileSync(path.join(src, name), 'utf8');
    const body = /export interface Tables \{\n([\s\S]*?)\n\}/.exec(text)?.[1] ?? '';
    for (const { 1: table = '' } of body.matchAll(/^ {2}(\w+): /gm)) owners.set(table, room);
  }
  return owners;
}

function readSources(src: string): SourceFile[] {
  return fs
    .readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.test)\.(?:ts|js)$/.test(entry.name))
    .map((entry) => path.relative(src, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()
    .map((name) => {
      const skeleton = skeletonOf(fs.readFileSync(path.join(src, name), 'utf8'));
      const imports = importsOf(skeleton).map((found) => ({ ...found, target: resolve(name, found.specifier) }));
      return { name, ...place(name), imports, literals: skeleton.literals, code: skeleton.code };
    });
}

/** The imported file's path from src/, or undefined for packages and for files elsewhere. */
function resolve(from: string, specifier: string | undefined): string | undefined {
  if (!specifier?.startsWith('.')) return undefined;
  const target = path.posix.join(path.posix.dirname(from), specifier);
  return target.startsWith('..') ? undefined : target;
}

/** `cases/pages/note.ts` is in the room cases and is part of its pages; so is `cases/pages.ts`. */
function place(name: string): { room: string; part: string } {
  const [first = '', second] = name.split('/');
  return second === undefined
    ? { room: '', part: first.replace(/\.\w+$/, '') }
    : { room: first, part: second.replace(/\.\w+$/, '') };
}
