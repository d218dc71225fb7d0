import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { freshDatabase } from '../test/support/database.ts';
import { openDatabase } from './kit/db.ts';
import { madeFromSchema } from './schema.ts';

test('tables.ts of every room and the data dictionary say what the database says', async () => {
  const database = await freshDatabase();
  const db = openDatabase(database.url);
  try {
    const files = await madeFromSchema(db);
    assert.ok(files.size > 5);
    for (const [path, text] of files) {
      assert.equal(
        readFileSync(join(import.meta.dirname, '..', path), 'utf8'),
        text,
        `${path}: run ./newel schema and commit the file`,
      );
    }
  } finally {
    await db.end();
    await database.drop();
  }
});
