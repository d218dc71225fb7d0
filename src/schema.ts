import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from './kit/command.ts';
import type { Sql } from './kit/db.ts';
import { dictionaryPage, readSchema, tablesModule } from './kit/dictionary.ts';

const root = join(import.meta.dirname, '..');

/** The files that are made from the database: each room's tables.ts and the data dictionary, by path from the root. */
export async function madeFromSchema(sql: Sql): Promise<Map<string, string>> {
  const tables = await readSchema(sql);
  const files = new Map([['docs/data-dictionary.md', dictionaryPage(tables)]]);
  for (const room of new Set(tables.map((table) => table.room))) {
    // The kit's own tables are not for rooms.
    if (room === 'kit') continue;
    files.set(`src/${room}/tables.ts`, formatted(tablesModule(tables.filter((table) => table.room === room))));
  }
  return files;
}

function formatted(text: string): string {
  const biome = spawnSync(
    process.execPath,
    [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'format', '--stdin-file-path=tables.ts'],
    {
      cwd: root,
      input: text,
      encoding: 'utf8',
    },
  );
  if (biome.status !== 0) throw new Error(`The formatter failed: ${biome.stderr}`);
  return biome.stdout;
}

export const commands: Command[] = [
  {
    name: 'schema',
    summary: 'Write each room’s tables.ts and the data dictionary from the database (for developers)',
    help: `
Use: ./newel schema

Reads the migrated database and writes src/ROOM/tables.ts and docs/data-dictionary.md. Run it after adding a migration.
Exit codes: 0 done, 1 failed, 2 wrong use.`,
    async run(_args, host) {
      for (const [path, text] of await madeFromSchema(await host.db())) {
        const file = join(root, path);
        let before = '';
        try {
          before = readFileSync(file, 'utf8');
        } catch {
          // A new room has none yet.
        }
        if (before === text) continue;
        writeFileSync(file, text);
        host.out(`${path}\n`);
      }
      return 0;
    },
  },
];
