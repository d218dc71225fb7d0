import { bulkInsert } from '../../kit/bulk.ts';

const row = { id: 'uuid', case_id: 'uuid', person_id: 'uuid' } as const;

export const insertGoals = bulkInsert('plan.importGoals', 'goal', {
  ...row,
  words: 'text',
  area: 'text',
  term: 'text',
  state: 'text',
  state_on: 'date',
  state_reason: 'text',
  set_on: 'date',
  position: 'integer',
});

export const insertHolds = bulkInsert('plan.importHolds', 'plan_hold', {
  ...row,
  kind: 'text',
  words: 'text',
  scope: 'text',
  starts_on: 'date',
  ends_on: 'date',
});

export const insertSteps = bulkInsert('plan.importSteps', 'step', {
  ...row,
  goal_id: 'uuid',
  step_group: 'text',
  words: 'text',
  owner: 'text',
  owner_name: 'text',
  staff_id: 'uuid',
  size: 'smallint',
  due_on: 'date',
  position: 'integer',
  state: 'text',
  state_on: 'date',
  state_reason: 'text',
  before_hold: 'text',
  hold_id: 'uuid',
  instead_of: 'uuid',
  agreed_on: 'date',
  off_paper: 'boolean',
});

export const insertSetbacks = bulkInsert('plan.importSetbacks', 'plan_setback', {
  ...row,
  step_id: 'uuid',
  happened_on: 'date',
  words: 'text',
  size: 'smallint',
});

export const insertPromises = bulkInsert('plan.importPromises', 'promise', {
  ...row,
  promised_by: 'text',
  by_name: 'text',
  staff_id: 'uuid',
  words: 'text',
  to_whom: 'text',
  made_on: 'date',
  due_on: 'date',
  state: 'text',
  state_on: 'date',
});
