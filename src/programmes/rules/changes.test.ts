import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { changesBetween, conditionText, factsAsked, type ProgrammeDocument } from '../rules.ts';

const pilot = (): ProgrammeDocument =>
  JSON.parse(readFileSync(new URL('../../../programmes/working-well-pilot/programme.json', import.meta.url), 'utf8'));

test('a document does not differ from itself, nor from itself in another order', () => {
  assert.deepEqual(changesBetween(pilot(), pilot()), []);
  const turned = pilot();
  turned.areas.reverse();
  turned.exitReasons.reverse();
  assert.deepEqual(changesBetween(pilot(), turned), []);
});

test('a change names its place, what was there and what is', () => {
  const after = pilot();
  after.sustainedWork.window = 58;
  after.reporting.asOf = null;
  Object.assign(after.areas[0] ?? {}, { provider: 'Big Life' });
  after.milestones.pop();
  after.benefits.push({ code: 'uc', label: 'Universal Credit' });
  assert.deepEqual(changesBetween(pilot(), after), [
    { path: 'areas[Bolton].provider', before: 'Ingeus', after: 'Big Life' },
    { path: 'sustainedWork.window', before: '54', after: '58' },
    { path: 'reporting.asOf', before: '2016-03-31', after: 'not settled' },
    { path: 'benefits[uc].code', before: null, after: 'uc' },
    { path: 'benefits[uc].label', before: null, after: 'Universal Credit' },
    { path: 'milestones[sustained_job].code', before: 'sustained_job', after: null },
    { path: 'milestones[sustained_job].label', before: 'Sustained job', after: null },
  ]);
});

test('conditions read as sentences', () => {
  const text = (condition: Parameters<typeof conditionText>[1]) => conditionText(pilot(), condition);
  assert.equal(text({ fact: 'workProgrammeCompleted', is: true }), 'completed the Work Programme');
  assert.equal(text({ fact: 'inWork', is: false }), 'not in work');
  assert.equal(text({ fact: 'age', from: 18, to: 64 }), 'the age is from 18 to 64');
  assert.equal(text({ fact: 'age', from: 18 }), 'the age is 18 or more');
  assert.equal(text({ fact: 'referredOn', to: '2016-03-31' }), 'the date of referral is 31 Mar 2016 or earlier');
  assert.equal(text({ fact: 'benefit', in: ['jsa'] }), "the benefit is Jobseeker's Allowance");
  assert.equal(
    text({
      any: [
        { fact: 'inWork', is: true },
        {
          all: [
            { fact: 'age', to: 24 },
            { fact: 'source', listed: true },
          ],
        },
      ],
    }),
    'in work, or (the age is 24 or less, and the source of the referral is Jobcentre Plus)',
  );
  assert.deepEqual(factsAsked(pilot()), [
    'workProgrammeCompleted',
    'inWork',
    'area',
    'source',
    'referredOn',
    'benefit',
  ]);
});
