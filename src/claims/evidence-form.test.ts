import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobText } from './evidence-form.ts';

test('two jobs at one employer are told apart by their first days', () => {
  const job = { employer: 'Northway', selfEmployed: false, startedOn: '2015-03-01' };
  assert.equal(jobText(job), 'Northway, from 1 Mar 2015');
  assert.equal(jobText({ ...job, startedOn: null }), 'Northway');
  assert.equal(
    jobText({ employer: null, selfEmployed: true, startedOn: '2016-03-01' }),
    'Self-employed, from 1 Mar 2016',
  );
});
