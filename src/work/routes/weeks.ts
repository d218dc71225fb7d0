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

const changedText = (from: string): string =>
  `Somebody else changed the week of ${showDay(from)} while you had this page open. Nothing is removed: it stands below as it is now.`;
const noWeekText = 'Nothing is removed: no week was chosen. Choose it from the list.';

type WeeksContext = Context<Static<typeof jobParams>, unknown, CaseHead>;

async function weeksPage(context: WeeksContext, wrong?: { text: string; status: 409 | 422 }): Promise<Page> {
  const { db, clock, actor, record, params, csrf } = context;
  const { caseId } = record;
  const job = (await findJob(db, caseId, params.jobId)) ?? notFound();
  const weeks = await weeksOf(db, caseId, job.id);
  const { symbol } = countryFor(context);
  const view = { caseId, job, weeks, symbol, csrf, mayRecord: can(actor, 'case.record', record) };
  const page = { head: record, today: clock.today(), current: 'jobs', title: 'Weeks worked' } as const;
  if (wrong === undefined) return casePage({ ...page, main: weeksHtml(view) });
  const above = warningText({ iconFallbackText: 'Warning', text: wrong.text });
  return casePage({ ...page, main: weeksHtml({ ...view, above }), status: wrong.status, error: true });
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
      if (saved === 'changed') return weeksPage(context, { text: changedText(change.from), status: 409 });
      if (saved === 'no week') return weeksPage(context, { text: noWeekText, status: 422 });
      const said = saved === 'saved' ? 'The week is removed' : 'Nothing was removed: there is no such week any more';
      return redirect(pathOf(params), said);
    },
  }),
];
