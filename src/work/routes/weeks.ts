/** Weeks of a job that were told: the page of jobs shows the latest alone. */
import { Type } from 'typebox';
import { can } from '../../access/rules/policy.ts';
import { notFound, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { caseParams, caseRecord } from '../../cases/actions/record.ts';
import { typedText } from '../../kit/form.ts';
import { findJob, type WorkParts } from '../actions/jobs.ts';
import { removeWeek, weeksOf } from '../actions/weeks.ts';
import { weeksHtml } from '../pages/weeks.ts';
import { caseRef, countryFor } from './case-ref.ts';

const jobParams = Type.Object({ ...caseParams.properties, jobId: Type.String({ format: 'uuid' }) });
const pathOf = ({ caseId, jobId }: { caseId: string; jobId: string }) => `/cases/${caseId}/jobs/${jobId}/weeks/all`;

/** Routes of weeks. */
export const weeksRoutes = (parts: WorkParts): readonly Route[] => [
  route({
    method: 'GET',
    path: '/cases/:caseId/jobs/:jobId/weeks/all',
    can: 'case.read',
    audit: { read: 'jobs' },
    params: jobParams,
    record: caseRecord,
    async handle(context) {
      const { db, clock, actor, record, params, csrf } = context;
      const { caseId } = record;
      const job = (await findJob(db, caseId, params.jobId)) ?? notFound();
      const weeks = await weeksOf(db, caseId, job.id);
      const { symbol } = countryFor(context);
      const main = weeksHtml({ caseId, job, weeks, symbol, csrf, mayRecord: can(actor, 'case.record', record) });
      return casePage({ head: record, today: clock.today(), current: 'jobs', title: 'Weeks worked', main });
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/jobs/:jobId/weeks/remove',
    can: 'case.record',
    audit: { event: 'job.week removed' },
    params: jobParams,
    record: caseRecord,
    async handle(context) {
      const { db, clock, actor, body, params } = context;
      const change = { id: params.jobId, from: typedText(body, 'from') };
      const saved = await removeWeek(db, actor, caseRef(context, parts), change, clock.today().toString());
      if (saved === 'gone') return notFound();
      const said = saved === 'saved' ? 'The week is removed' : 'Nothing was removed: there is no such week any more';
      return redirect(pathOf(params), said);
    },
  }),
];
