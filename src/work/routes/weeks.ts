/** Weeks of a job that were told: the page of jobs shows the latest alone. */
import { type Static, Type } from 'typebox';
import { can } from '../../access/rules/policy.ts';
import { type Context, notFound, type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import { showDay } from '../../kit/clock.ts';
import { typedText } from '../../kit/form.ts';
import { warningText } from '../../kit/ui/index.ts';
import { findJob, type WorkParts } from '../actions/jobs.ts';
import { removeWeek, weeksOf } from '../actions/weeks.ts';
import { weeksHtml } from '../pages/weeks.ts';
import { caseRef, countryFor } from './case-ref.ts';

const jobParams = Type.Object({ ...caseParams.properties, jobId: Type.String({ format: 'uuid' }) });
const pathOf = ({ caseId, jobId }: { caseId: string; jobId: string }) => `/cases/${caseId}/jobs/${jobId}/weeks/all`;

type WeeksContext = Context<Static<typeof jobParams>, unknown, CaseHead>;

async function weeksPage(context: WeeksContext, changed?: string): Promise<Page> {
  const { db, clock, actor, record, params, csrf } = context;
  const { caseId } = record;
  const job = (await findJob(db, caseId, params.jobId)) ?? notFound();
  const weeks = await weeksOf(db, caseId, job.id);
  const { symbol } = countryFor(context);
  const view = { caseId, job, weeks, symbol, csrf, mayRecord: can(actor, 'case.record', record) };
  const page = { head: record, today: clock.today(), current: 'jobs', title: 'Weeks worked' } as const;
  if (changed === undefined) return casePage({ ...page, main: weeksHtml(view) });
  const text = `Somebody else changed the week of ${showDay(changed)} while you had this page open. Nothing is removed: it stands below as it is now.`;
  const above = warningText({ iconFallbackText: 'Warning', text });
  return casePage({ ...page, main: weeksHtml({ ...view, above }), status: 409, error: true });
}

/** Routes of weeks. */
export const weeksRoutes = (parts: WorkParts): readonly Route[] => [
  route({
    method: 'GET',
    path: '/cases/:caseId/jobs/:jobId/weeks/all',
    can: 'case.read',
    audit: { read: 'jobs' },
    params: jobParams,
    record: caseRecord,
    handle: (context) => weeksPage(context),
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
      const change = { id: params.jobId, from: typedText(body, 'from'), stood: typedText(body, 'stood') };
      const saved = await removeWeek(db, actor, caseRef(context, parts), change, clock.today().toString());
      if (saved === 'gone') return notFound();
      if (saved === 'changed') return weeksPage(context, change.from);
      const said = saved === 'saved' ? 'The week is removed' : 'Nothing was removed: there is no such week any more';
      return redirect(pathOf(params), said);
    },
  }),
];
