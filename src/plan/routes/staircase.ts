/** The staircase, and the page to take home. */
import { workPhoneOf } from '../../access/actions/settings.ts';
import { type Route, route } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import { showNearDay } from '../../kit/clock.ts';
import type { Sql } from '../../kit/db.ts';
import { planOf } from '../actions/plan.ts';
import { namesOf } from '../pages/names.ts';
import { printHtml } from '../pages/print.ts';
import { fromOf, inputOf, staircaseHtml } from '../pages/staircase.ts';
import type { Measure } from '../rules/measures.ts';
import { forPaper } from '../rules/paper.ts';

/** What another room brings to the staircase: repeat measures of a case. */
export type MeasureSource = (sql: Sql, head: CaseHead) => Promise<readonly Measure[]>;

export function staircaseRoutes(sources: readonly MeasureSource[]): Route[] {
  const measuresOf = async (sql: Sql, head: CaseHead) =>
    (await Promise.all(sources.map((source) => source(sql, head)))).flat();
  return [
    route({
      method: 'GET',
      path: '/cases/:caseId/staircase',
      can: 'plan.read',
      audit: { read: 'staircase' },
      params: caseParams,
      record: caseRecord,
      async handle({ db, clock, record: head }) {
        const date = clock.today();
        const today = date.toString();
        const [plan, measures] = [await planOf(db, head.caseId), await measuresOf(db, head)];
        const input = inputOf(plan, head, today, measures);
        return casePage({
          head,
          today: date,
          current: 'plan',
          title: 'Staircase',
          main: staircaseHtml({ caseId: head.caseId, name: namesOf(head).person, input, today }),
        });
      },
    }),
    route({
      method: 'GET',
      path: '/cases/:caseId/plan/print',
      can: 'plan.read',
      audit: { read: 'plan to take home' },
      params: caseParams,
      record: caseRecord,
      async handle({ db, clock, record: head }) {
        const date = clock.today();
        const today = date.toString();
        const [plan, measures] = [await planOf(db, head.caseId), await measuresOf(db, head)];
        return casePage({
          head,
          today: date,
          current: 'plan',
          title: 'A page to take home',
          modules: ['print.js'],
          main: printHtml({
            caseId: head.caseId,
            today,
            names: namesOf(head),
            phone: await workPhoneOf(db, head.case.keyWorkerId),
            ...forPaper(plan, { from: fromOf(head), today, measures, show: (day) => showNearDay(day, today) }),
          }),
        });
      },
    }),
  ];
}
