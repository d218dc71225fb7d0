import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeline } from './timeline.ts';

const shown = (kind: string, payload: Record<string, unknown>) => {
  const entry = timeline[kind]?.(payload, 'C');
  return [entry?.title, entry?.href, entry?.detail?.value ?? ''];
};

test('a job reads alike from a form and from an import', () => {
  const facts = {
    employer: 'A & B',
    occupationGroup: 'Skilled trades',
    workArea: null,
    startedOn: '2015-05-08',
    endedOn: null,
  };
  const typed = { recordId: 'J', ...facts, hoursPerWeek: 23.5, hourlyWagePence: 660, selfEmployed: false };
  const imported = {
    jobId: 'J',
    ...facts,
    hoursPerWeek: '23.5',
    hourlyWagePence: 660,
    selfEmployed: false,
    imported: true,
  };
  assert.deepEqual(shown('job.recorded', typed), shown('job.recorded', imported));
  assert.deepEqual(shown('job.recorded', typed).slice(0, 2), ['Job: A & B', '/cases/C/jobs/J/correct']);
  assert.match(shown('job.recorded', typed)[2] as string, /Skilled trades, 23\.5 hours a week, £6\.60 an hour/);
});

test('corrections read in words, whether they came by form or by import', () => {
  const typed = {
    recordId: 'J',
    changes: [{ field: 'hourlyWagePence', asked: 'Wage an hour', before: '£6.60 an hour', after: '£7.20 an hour' }],
  };
  assert.match(shown('job.corrected', typed)[2] as string, /Wage an hour: <del>£6\.60 an hour<\/del>/);
  const imported = {
    jobId: 'J',
    changes: [
      { field: 'hourly_wage_pence', before: null, after: 720 },
      { field: 'started_on', before: '2015-05-08', after: null },
    ],
  };
  const words = shown('job.corrected', imported)[2] as string;
  assert.match(words, /Wage an hour: <ins>£7\.20<\/ins>/);
  assert.match(words, /First day in the job: <del>8 May 2015<\/del>/);
});

test('an activity keeps the words of its day, and an erased payload still has a title', () => {
  assert.equal(
    shown('activity.recorded', { activityId: 'A', kind: 'job_interview', startedOn: null })[0],
    'Activity: job interview',
  );
  assert.equal(
    shown('activity.recorded', { recordId: 'A', kind: 'job_interview', words: 'Job interviews' })[0],
    'Activity: job interviews',
  );
  for (const kind of Object.keys(timeline)) assert.ok(shown(kind, {})[0]);
});
