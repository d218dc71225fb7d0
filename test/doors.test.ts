// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the fixtures are source code in strings
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { checkDoors, type Finding, RULES } from './doors.ts';

/** Two rooms whose doors are right, with a table each. */
const HOUSE: Record<string, string> = {
  'main.ts':
    "import { createApp } from './app.ts';\nconst { serve } = await import('./serve.ts');\nserve(createApp());",
  'app.ts': "import { caseRoutes } from './cases/routes.ts';\nexport const createApp = () => [caseRoutes];",
  'serve.ts': 'export const serve = (app: unknown) => app;',
  'kit/html.ts': 'export const html = String;\nexport const trusted = String;',
  'kit/ui.ts': "import { html, trusted } from './html.ts';\nexport const button = () => html(trusted('<b>'));",
  'people/tables.ts':
    'export interface Tables {\n  person: {\n    id: string;\n  };\n  report_person: {\n    id: string;\n  };\n}',
  'people/store.ts': 'export const find = sql`select * from person where id = ${1}`;',
  'people/rules.ts': 'export type Name = string;',
  'people/actions.ts': "export { find } from './store.ts';\nexport type { Name } from './rules.ts';",
  'cases/tables.ts': 'export interface Tables {\n  case_record: {\n    id: string;\n  };\n}',
  'cases/rules/status.ts':
    "import type { Name } from '../../people/rules.ts';\nexport const status = (name: Name) => name;",
  'cases/store.ts': "export const list = () => q.selectFrom('case_record').selectAll();",
  'cases/actions.ts':
    "import { find } from '../people/actions.ts';\nimport { list } from './store.ts';\nexport const open = () => [find, list];",
  'cases/pages/case.ts':
    "import { html } from '../../kit/html.ts';\nexport const page = () => html('Select a person from person');",
  'cases/routes.ts':
    "import { open } from './actions.ts';\nimport { page } from './pages/case.ts';\nexport const caseRoutes = [open, page];",
  'cases/routes.test.ts':
    "import { find } from '../people/store.ts';\nimport { caseRoutes } from './routes.ts';\nfind(caseRoutes);",
  'reports/store.ts': 'export const people = sql`select count(*) from report_person`;',
};

/** Writes the house with some files changed or added and checks it. */
function check(changes: Record<string, string>): Finding[] {
  const src = fs.mkdtempSync(path.join(os.tmpdir(), 'newel-doors-'));
  try {
    for (const [name, text] of Object.entries({ ...HOUSE, ...changes })) {
      fs.mkdirSync(path.dirname(path.join(src, name)), { recursive: true });
      fs.writeFileSync(path.join(src, name), text);
    }
    return checkDoors(src);
  } finally {
    fs.rmSync(src, { recursive: true });
  }
}

interface Violation {
  rule: Finding['rule'];
  what: string;
  file: string;
  text: string;
  /** More files that are needed to build the case. */
  also?: Record<string, string>;
}

const VIOLATIONS: Violation[] = [
  { rule: 'kit-knows-no-room', what: 'kit uses rules', file: 'kit/x.ts', text: "import '../cases/rules/status.ts';" },
  {
    rule: 'kit-knows-no-room',
    what: 'kit uses a type',
    file: 'kit/x.ts',
    text: "import type { Name } from '../people/rules.ts';",
  },
  {
    rule: 'kit-knows-no-room',
    what: 'kit uses the root',
    file: 'kit/x.ts',
    text: "export { serve } from '../serve.ts';",
  },
  {
    rule: 'no-way-up',
    what: 'a room uses the root',
    file: 'cases/x.ts',
    text: "import { createApp } from '../app.ts';",
  },
  {
    rule: 'closed-door',
    what: 'store of another room',
    file: 'cases/x.ts',
    text: "import { find } from '../people/store.ts';",
  },
  {
    rule: 'closed-door',
    what: 'pages of another room',
    file: 'people/x.ts',
    text: "import { page } from '../cases/pages/case.ts';",
  },
  {
    rule: 'closed-door',
    what: 'types of tables of another room',
    file: 'cases/x.ts',
    text: "import type { Tables } from '../people/tables.ts';",
  },
  {
    rule: 'closed-door',
    what: 'import() of a type',
    file: 'cases/x.ts',
    text: "type T = import('../people/store.ts').T;",
  },
  {
    rule: 'closed-door',
    what: 'import() at run time',
    file: 'cases/x.ts',
    text: "await import(\n  '../people/store.ts'\n);",
  },
  {
    rule: 'closed-door',
    what: 'an import of many lines with comments',
    file: 'cases/x.ts',
    text: "import {\n  // why; not\n  find, /* from './rules.ts' */\n} from '../people/store.ts';",
  },
  {
    rule: 'closed-door',
    what: 'an import after a regular expression with quotes',
    file: 'cases/x.ts',
    text: "const r = /['`\"/]/g;\nimport { find } from '../people/store.ts';",
  },
  {
    rule: 'closed-door',
    what: 'an import inside a template',
    file: 'cases/x.ts',
    text: "const t = `a ${await import('../people/store.ts')} b`;",
  },
  {
    rule: 'closed-door',
    what: 'a file of the root other than app and main',
    file: 'serve.ts',
    text: "import '../src/people/store.ts';\nimport './people/store.ts';",
  },
  {
    rule: 'routes-belong-to-the-root',
    what: 'routes of another room',
    file: 'people/x.ts',
    text: "import { caseRoutes } from '../cases/routes.ts';",
  },
  {
    rule: 'routes-belong-to-the-root',
    what: 'routes of the own room',
    file: 'cases/x.ts',
    text: "import { caseRoutes } from './routes.ts';",
  },
  {
    rule: 'one-way',
    what: 'a page uses the store',
    file: 'cases/pages/x.ts',
    text: "import { list } from '../store.ts';",
  },
  {
    rule: 'one-way',
    what: 'the store uses an action',
    file: 'cases/store/x.ts',
    text: "import { open } from '../actions.ts';",
  },
  {
    rule: 'one-way',
    what: 'rules use the store',
    file: 'cases/rules/x.ts',
    text: "import type { list } from '../store.ts';",
  },
  {
    rule: 'one-way',
    what: 'an action uses a page',
    file: 'cases/actions/x.ts',
    text: "import { page } from '../pages/case.ts';",
  },
  {
    rule: 'door-into-store',
    what: 'an action passes on the store',
    file: 'people/actions.ts',
    text: "export * from './store.ts';",
  },
  {
    rule: 'room-circle',
    what: 'two rooms through types',
    file: 'people/rules.ts',
    text: "import type { open } from '../cases/rules/status.ts';\nexport type Name = string;",
  },
  {
    rule: 'room-circle',
    what: 'three rooms',
    file: 'people/x.ts',
    text: "import '../work/rules.ts';",
    also: { 'work/rules.ts': "import '../cases/actions.ts';" },
  },
  {
    rule: 'file-circle',
    what: 'two files',
    file: 'kit/a.ts',
    text: "import './b.ts';",
    also: { 'kit/b.ts': "import type { A } from './a.ts';" },
  },
  { rule: 'file-circle', what: 'a file that imports itself', file: 'kit/a.ts', text: "import './a.ts';" },
  { rule: 'foreign-table', what: 'from', file: 'cases/x.ts', text: 'sql`select 1 from person`;' },
  {
    rule: 'foreign-table',
    what: 'a list after from',
    file: 'cases/x.ts',
    text: 'sql`select 1 from case_record c, person p`;',
  },
  {
    rule: 'foreign-table',
    what: 'join in a plain string',
    file: 'cases/x.ts',
    text: "db.query('select 1 from case_record c\\n left join person p on true');",
  },
  {
    rule: 'foreign-table',
    what: 'capitals and quotes',
    file: 'cases/x.ts',
    text: 'db.query(\'UPDATE "person" SET name = 1\');',
  },
  {
    rule: 'foreign-table',
    what: 'insert',
    file: 'cases/x.ts',
    text: "db.query('insert into person (id) values ($1)');",
  },
  {
    rule: 'foreign-table',
    what: 'delete with a schema',
    file: 'cases/x.ts',
    text: "db.query('delete from public.person');",
  },
  {
    rule: 'foreign-table',
    what: 'a subquery after an interpolation',
    file: 'cases/x.ts',
    text: 'sql<Row>`${a} exists (select from person where id = ${b})`;',
  },
  { rule: 'foreign-table', what: 'selectFrom', file: 'cases/x.ts', text: "q.selectFrom('person').selectAll();" },
  {
    rule: 'foreign-table',
    what: 'selectFrom of a list with aliases',
    file: 'cases/x.ts',
    text: "q.selectFrom(['case_record as c', 'person as p']);",
  },
  {
    rule: 'foreign-table',
    what: 'innerJoin',
    file: 'cases/x.ts',
    text: "q.selectFrom('case_record')\n  .innerJoin('person', 'a', 'b');",
  },
  { rule: 'foreign-table', what: 'sql.table', file: 'cases/x.ts', text: "sql.table('person');" },
  { rule: 'foreign-table', what: 'the kit', file: 'kit/x.ts', text: 'sql`select 1 from person`;' },
  { rule: 'foreign-table', what: 'the root', file: 'serve.ts', text: 'sql`truncate table person`;' },
  { rule: 'foreign-table', what: 'reports read a table', file: 'reports/x.ts', text: 'sql`select 1 from person`;' },
  {
    rule: 'foreign-table',
    what: 'cases read a view made for reports',
    file: 'cases/x.ts',
    text: 'sql`select 1 from report_person`;',
  },
  {
    rule: 'trusted-outside-kit',
    what: 'by name',
    file: 'cases/pages/x.ts',
    text: "import { html, trusted as t } from '../../kit/html.ts';",
  },
  {
    rule: 'trusted-outside-kit',
    what: 'through another file of the kit',
    file: 'cases/pages/x.ts',
    text: "import { trusted } from '../../kit/ui.ts';",
  },
  {
    rule: 'trusted-outside-kit',
    what: 'with all of html',
    file: 'cases/pages/x.ts',
    text: "import * as h from '../../kit/html.ts';",
  },
  {
    rule: 'hidden-import',
    what: 'a computed path',
    file: 'cases/x.ts',
    text: "await import(`../${'people'}/store.ts`);\nawait import('../people' + '/store.ts');",
  },
];

describe('doors', () => {
  test('a house whose doors are right has no findings', () => {
    assert.deepEqual(check({}), []);
  });

  for (const { rule, what, file, text, also } of VIOLATIONS) {
    test(`${rule}: ${what}`, () => {
      const findings = check({ ...also, [file]: text });
      assert.ok(
        findings.some(
          (finding) => finding.rule === rule && (rule.endsWith('circle') || finding.file === `src/${file}`),
        ),
        `not found; findings: ${JSON.stringify(findings)}`,
      );
      assert.ok(
        findings.every((finding) => finding.rule === rule || finding.rule.endsWith('circle')),
        JSON.stringify(findings),
      );
    });
  }

  test('every rule has been seen to fail', () => {
    assert.deepEqual([...new Set(VIOLATIONS.map(({ rule }) => rule))].sort(), Object.keys(RULES).sort());
  });

  test('a circle of rooms names each step', () => {
    const [finding] = check({ 'people/x.ts': "import '../cases/actions.ts';" });
    assert.equal(finding?.rule, 'room-circle');
    assert.match(
      finding?.message ?? '',
      /cases → people → cases: src\/cases\/actions.ts uses people, src\/people\/x.ts uses cases/,
    );
  });

  test('comments, sentences and other strings name no table', () => {
    const quiet = [
      '// sql`select 1 from person`',
      "/* import '../people/store.ts'; */",
      "const hint = 'Select a worker from person, then update person details';",
      "const text = 'import x from person';",
      "const path = '/cases/person';",
      'const half = total / 2; const other = "a line from person" + total / 3;',
    ];
    assert.deepEqual(check({ 'cases/x.ts': quiet.join('\n') }), []);
  });

  test('a finding says the line', () => {
    const [finding] = check({ 'cases/x.ts': "/* one\n two */\n\nimport { find } from '../people/store.ts';" });
    assert.equal(finding?.line, 4);
  });

  test('the doors of this house are right', () => {
    const findings = checkDoors(path.join(import.meta.dirname, '../src'));
    assert.deepEqual(
      findings.map(({ file, line, message }) => `${file}:${line} ${message}`),
      [],
    );
  });
});
