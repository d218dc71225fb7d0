import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { ProgrammeDocument } from '../rules.ts';
import { selectionLine } from './selection-list.ts';

const trial: ProgrammeDocument = JSON.parse(
  readFileSync(new URL('../../../programmes/ics-trial/programme.json', import.meta.url), 'utf8'),
);
const line = (values: Record<string, string>, on = '2015-03-02') =>
  selectionLine(
    trial,
    {
      line: 2,
      values: { reference: 'A', benefit: 'js_wr', area: 'Porirua', age_at_first_benefit: '16', age: '24', ...values },
    },
    on,
  );

test('a line is in with its cohort, out with its reason, or open', () => {
  assert.deepEqual([line({}).outcome, line({}).cohort], ['eligible', 'Early Entrant']);
  const words = line({ benefit: 'jobseeker support, work ready', area: ' porirua ' });
  assert.equal(words.outcome, 'eligible', 'by code or by words, and without regard to case');
  const out = line({ age_at_first_benefit: '19', age: '25' });
  assert.deepEqual([out.outcome, out.cohort], ['not eligible', null]);
  assert.match(out.why, /fit neither cohort/);
  assert.equal(
    line({ benefit: 'a pension' }).outcome,
    'not eligible',
    'a benefit that is in no list is known, and another',
  );
  const open = line({ age_at_first_benefit: '' });
  assert.deepEqual([open.outcome, open.cohort], ['cannot tell yet', null]);
});

test('ages are those on the day of selection', () => {
  const on = (day: string) => line({ date_of_birth: '1985-03-03', age: '' }, day).cohort;
  assert.equal(on('2015-03-02'), 'Early Entrant');
  assert.equal(on('2015-03-03'), 'Entrenched Beneficiary');
});

test('a value that cannot be read decides nothing and says so', () => {
  for (const [values, why] of [
    [{ age: 'thirty' }, /age must be a whole number; got ‘thirty’/],
    [{ date_of_birth: '31/12/1985' }, /date_of_birth must be a day/],
    [{ date_of_birth: '2016-01-01' }, /date_of_birth must be a day/],
    [{ in_work: 'maybe' }, /in_work must be yes or no/],
    [{ reference: ' ' }, /reference is empty/],
  ] as [Record<string, string>, RegExp][]) {
    const found = line(values);
    assert.deepEqual([found.outcome, found.cohort], ['cannot be read', null]);
    assert.match(found.why, why);
  }
});
