import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { pilotCases, pilotSettings } from './pilot.fixture.ts';
import { behind, findTable, makeTables, tableTexts } from './tables.ts';

type Expected = { table: string; row: string; column: string; value: string; printed: string };
const fixture = (name: string): Expected[] =>
  parse(readFileSync(new URL(`../../../test/fixtures/${name}.csv`, import.meta.url)), { bom: true, columns: true });
const settings = pilotSettings();
const cases = pilotCases();
const [all] = makeTables(settings, cases);
const cells = all?.cells ?? [];

test('every cell of the pilot comes out, in order, and no other', () => {
  const expected = fixture('expected_pilot');
  const name = ({ table, row, column }: Expected) => `${table} | ${row} | ${column}`;
  assert.deepEqual(
    cells.map((cell) => name(cell)),
    expected.map(name),
  );
  expected.forEach((want, index) => {
    const got = cells[index];
    assert.equal(got?.printed, want.printed, name(want));
    const number = Number(want.value);
    if (want.value === '' || Number.isNaN(number)) assert.equal(got?.value, want.value, name(want));
    else assert.ok(Math.abs(Number(got?.value) - number) <= 1e-9, `${name(want)}: ${got?.value}, not ${want.value}`);
  });
});
