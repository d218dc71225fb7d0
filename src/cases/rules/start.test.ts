import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { ProgrammeDocument } from '../../programmes/rules.ts';
import { callLimit } from './start.ts';

const read = (key: string): ProgrammeDocument =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, `../../../programmes/${key}/programme.json`), 'utf8'));
const calls = (...ways: string[]) => ways.map((way) => ({ way }));

test('calls before the first interview: at most as many as the district says, and letters do not count', () => {
  const pathways = read('pathways-new');
  const limit = pathways.interviews?.settings.find(
    (one) => one.key === 'attempts_before_first' && one.district === undefined,
  )?.value as number;
  const ways = Array.from({ length: limit - 1 }, () => 'Phone');
  assert.deepEqual(callLimit(pathways, 'Somewhere', calls(...ways, 'Letter'), '2005-03-01'), {
    most: limit,
    made: limit - 1,
    reached: false,
  });
  assert.equal(callLimit(pathways, null, calls(...ways, 'Phone'), '2005-03-01')?.reached, true);
  assert.equal(callLimit(read('working-well-pilot'), 'Bury', calls('Phone'), '2016-03-31'), null);
});

test('a district with one attempt only says so from its day on', () => {
  const document = structuredClone(read('pathways-new'));
  document.interviews?.settings.push({
    key: 'attempts_before_first',
    district: 'Essex',
    from: '2005-04-01',
    value: 1,
  } as never);
  assert.equal(callLimit(document, 'Essex', calls('Phone'), '2005-03-31')?.reached, false);
  assert.equal(callLimit(document, 'essex', calls('Phone'), '2005-04-01')?.reached, true);
});
