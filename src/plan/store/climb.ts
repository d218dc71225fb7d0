import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { PlanParts } from '../rules/story.ts';

/** What the staircase of a case needs and nothing more, in one statement: the overview shows it small. */
export type ClimbRow = Omit<PlanParts, 'goals'>;

export const climbOfCase = statement(
  'plan.climbOfCase',
  (p: { caseId: string }) => sql<ClimbRow>`
    select
      (select coalesce(json_agg(json_build_object('id', s.id, 'words', s.words, 'size', s.size, 'group', s.step_group,
         'state', s.state, 'dueOn', s.due_on, 'position', s.position,
         'attempts', (select coalesce(json_agg(json_build_object('id', a.id, 'on', a.tried_on, 'result', a.result)
           order by a.tried_on, a.recorded_at, a.id), '[]')
           from step_attempt a where a.step_id = s.id and a.result = 'done' and a.undone_at is null))
         order by s.position, s.id), '[]')
       from step s where s.case_id = ${p.caseId}) as steps,
      (select coalesce(json_agg(json_build_object('id', id, 'happenedOn', happened_on, 'words', words, 'size', size)), '[]')
       from plan_setback where case_id = ${p.caseId}) as setbacks,
      (select coalesce(json_agg(json_build_object('id', id, 'kind', kind, 'words', words, 'startsOn', starts_on,
         'endsOn', ends_on)), '[]')
       from plan_hold where case_id = ${p.caseId}) as holds`,
);
