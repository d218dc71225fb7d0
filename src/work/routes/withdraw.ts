/** Withdrawing a job, an offer, a change of benefit or an activity that was entered by mistake. */
import { Type } from 'typebox';
import { type Context, notFound, type Route, redirect, route } from '../../access/rules/route.ts';
import { caseForm } from '../../cases/actions/case-form.ts';
import { casePath } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import { showDay } from '../../kit/clock.ts';
import { type Errors, type Question, readForm, type Typed } from '../../kit/form.ts';
import { type Html, html } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import { warningText } from '../../kit/ui/index.ts';
import { labelOf } from '../../programmes/rules.ts';
import { findActivity } from '../actions/activities.ts';
import { findJob, type WorkParts } from '../actions/jobs.ts';
import { findBenefit, findOffer } from '../actions/offers.ts';
import { type Withdrawable, withdraw } from '../actions/withdraw.ts';
import { benefitDirections } from '../rules/offers.ts';
import { activityKindsOf, caseRef } from './case-ref.ts';

const questions: Question[] = [
  {
    ...{ kind: 'long text', name: 'reason', label: 'Why is it withdrawn?', most: 500, rows: 3 },
    hint: 'For example, it is about somebody else: do not say who. It counts for nothing from now on, and stays on the timeline with what you say here',
    required: 'Say why it is withdrawn',
  },
];

const changedText =
  'Somebody else changed it while you had this open. Nothing is withdrawn yet, and nothing you typed is lost.';
const changedMeanwhile = (now: string): Html =>
  html`${warningText({ iconFallbackText: 'Warning', text: changedText })}<p class="govuk-body">Saved now: ${now}. If it is a mistake still, withdraw it.</p>`;

type Of = Context<unknown, unknown, CaseHead>;
/** `now` says what it is. */
type Found = { version: number; title: string; now: string; words?: string } | null;
const wordsOf = (parts: readonly (string | null | false)[]): string => parts.filter(Boolean).join(', ');
/** Of each: on which page of a case it stands, where below it, and what its form is called. `words` names its kind. */
const kinds: Record<
  Withdrawable,
  {
    page: 'jobs' | 'activities';
    param: string;
    below: string;
    event: string;
    find(context: Of, id: string): Promise<Found>;
  }
> = {
  job: {
    ...{ page: 'jobs', param: 'jobId', below: '', event: 'job.withdrawn' },
    async find({ db, record }, id) {
      const job = await findJob(db, record.caseId, id);
      if (job === null) return null;
      const at = job.employer ?? 'an employer who is not known';
      const from = job.startedOn === null ? 'first day not known' : `from ${showDay(job.startedOn)}`;
      const now = wordsOf([`a job at ${at}`, from, job.endedOn !== null && `until ${showDay(job.endedOn)}`]);
      return { version: job.version, title: `Withdraw the job at ${at}`, now };
    },
  },
  offer: {
    ...{ page: 'jobs', param: 'offerId', below: 'offers/', event: 'job.offer withdrawn' },
    async find({ db, record }, id) {
      const offer = await findOffer(db, record.caseId, id);
      if (offer === null) return null;
      const of = showDay(offer.offeredOn);
      const now = wordsOf([`an offer of ${of}`, offer.work, offer.employer]);
      return { version: offer.version, title: `Withdraw the offer of ${of}`, now };
    },
  },
  benefit: {
    ...{ page: 'jobs', param: 'benefitChangeId', below: 'benefits/', event: 'benefit.withdrawn' },
    async find({ db, record }, id) {
      const one = await findBenefit(db, record.caseId, id);
      if (one === null) return null;
      const what = `${benefitDirections[one.direction]}, ${showDay(one.changedOn)}`;
      return { version: one.version, title: `Withdraw: ${what}`, now: wordsOf([what, one.benefit]) };
    },
  },
  activity: {
    ...{ page: 'activities', param: 'activityId', below: '', event: 'activity.withdrawn' },
    async find(context, id) {
      const activity = await findActivity(context.db, context.record.caseId, id);
      if (activity === null) return null;
      const words = labelOf(activityKindsOf(context), activity.kind);
      const now = wordsOf([words, activity.startedOn === null ? 'date not known' : showDay(activity.startedOn)]);
      return { version: activity.version, title: `Withdraw: ${now}`, now, words };
    },
  },
};

function routesOf(what: Withdrawable, parts: WorkParts): Route[] {
  const { page, param, below, event, find } = kinds[what];
  const path = `/cases/:caseId/${page}/${below}:${param}/withdraw`;
  const params = Type.Object({ ...caseParams.properties, [param]: Type.String({ format: 'uuid' }) });
  const idOf = (context: Of) => (context.params as Record<string, string>)[param] as string;
  const form = async (context: Of, given: { typed: Typed; version?: number; errors?: Errors; stale?: boolean }) => {
    const id = idOf(context);
    const found = (await find(context, id)) ?? notFound();
    const { typed, version = found.version, errors, stale = false } = given;
    return caseForm(context, page, {
      ...{ title: found.title, path: `${below}${id}/withdraw`, questions, typed, version, save: 'Withdraw' },
      ...(errors && { errors, status: 422 }),
      ...(stale && { above: changedMeanwhile(found.now), status: 409 }),
    });
  };
  return [
    route({
      method: 'GET',
      path,
      can: 'case.record',
      audit: { read: page },
      params,
      record: caseRecord,
      handle: (context) => form(context, { typed: {} }),
    }),
    route({
      method: 'POST',
      path,
      can: 'case.record',
      audit: { event },
      params,
      record: caseRecord,
      async handle(context) {
        const { db, clock, actor, record, body } = context;
        const version = versionOf(body);
        const read = readForm(questions, body);
        if (!read.ok) return form(context, { typed: body, version, errors: read.errors });
        const id = idOf(context);
        const { words } = (await find(context, id)) ?? notFound();
        const change = { id, version, reason: String(read.values.reason), ...(words !== undefined && { words }) };
        const done = await withdraw(db, actor, caseRef(context, parts), what, change, clock.today().toString());
        if (done === 'gone') return notFound();
        if (done === 'stale') return form(context, { typed: body, stale: true });
        return redirect(casePath(record.caseId, page), 'Withdrawn');
      },
    }),
  ];
}

/** Routes of withdrawing. */
export const withdrawRoutes = (parts: WorkParts): readonly Route[] => [
  ...routesOf('job', parts),
  ...routesOf('offer', {}),
  ...routesOf('benefit', {}),
  ...routesOf('activity', {}),
];
