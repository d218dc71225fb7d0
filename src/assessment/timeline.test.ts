import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeline } from './timeline.ts';

const shown = (kind: string, payload: Record<string, unknown>) => {
  const entry = timeline[kind]?.(payload, 'C');
  return [entry?.title, entry?.href, entry?.detail?.value ?? ''];
};

test('an assessment reads with its stage, from a form and from an import', () => {
  const typed = {
    recordId: 'A',
    stage: 'initial',
    stageWords: 'Initial assessment',
    answered: 20,
    severe: 9,
    issues: 19,
  };
  assert.deepEqual(shown('assessment.made', typed).slice(0, 2), ['Initial assessment', '/cases/C/assessments/A']);
  assert.match(shown('assessment.made', typed)[2] as string, /9 of 19 issues severe/);
  const imported = { assessmentId: 'A', stage: 'reassessment', answered: 20, imported: true };
  assert.deepEqual(shown('assessment.made', imported).slice(0, 2), ['Reassessment', '/cases/C/assessments/A']);
  assert.match(shown('assessment.made', imported)[2] as string, /20 questions answered/);
});

test('corrections of an import read in words: answers, states and what was not asked', () => {
  const changes = [
    { field: 'answers.issue_debt_finances', before: null, after: 4 },
    { field: 'answers.believes_can_find_work', before: true, after: { state: 'declined' } },
    { field: 'assessed_on', before: '2015-03-09', after: '2015-03-10' },
  ];
  const words = shown('assessment.corrected', { assessmentId: 'A', changes })[2] as string;
  assert.match(words, /Debt finances: <del>Not asked<\/del>.*<ins>4<\/ins>/);
  assert.match(words, /<del>Yes<\/del>.*<ins>Preferred not to say<\/ins>/);
  assert.match(words, /Date: <del>9 Mar 2015<\/del>/);
  for (const kind of Object.keys(timeline)) assert.ok(shown(kind, {})[0]);
});
