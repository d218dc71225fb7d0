import { type Static, Type } from 'typebox';
import { can } from '../../access/rules/policy.ts';
import { type Context, notFound, type Route, redirect, route } from '../../access/rules/route.ts';
import { caseForm } from '../../cases/actions/case-form.ts';
import { casePage, casePath } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import { conflict } from '../../kit/conflict.ts';
import { answersAsAsked, type Question, type Reading, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { versionOf } from '../../kit/record-form.ts';
import {
  ACTIVITIES_A_PAGE,
  type Activity,
  activitiesOf,
  correctActivity,
  findActivity,
  recordActivity,
} from '../actions/activities.ts';
import { wasWithdrawn } from '../actions/withdraw.ts';
import { activitiesHtml } from '../pages/activities.ts';
import { activityErrors, activityFrom, activityQuestions } from '../rules/activities.ts';
import { activityKindsOf as kindsOf } from './case-ref.ts';

const activityParams = Type.Object({ ...caseParams.properties, activityId: Type.String({ format: 'uuid' }) });
type ActivityContext = Context<Static<typeof activityParams>, unknown, CaseHead>;

function readActivity(questions: readonly Question[], body: Typed): Reading {
  const read = readForm(questions, body);
  const errors = read.ok ? activityErrors(activityFrom(read.values)) : {};
  return Object.keys(errors).length > 0 ? { ok: false, errors } : read;
}
const caseRef = ({ caseId, personId, programmeId }: CaseHead) => ({ caseId, personId, programmeId });

const list = route({
  method: 'GET',
  path: '/cases/:caseId/activities',
  can: 'case.read',
  audit: { read: 'activities' },
  params: caseParams,
  query: Type.Object({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })) }),
  record: caseRecord,
  async handle(context) {
    const { db, clock, actor, record, query } = context;
    const page = query.page ?? 1;
    const { activities, total } = await activitiesOf(db, record.caseId, page);
    if (activities.length === 0 && page > 1) return redirect(casePath(record.caseId, 'activities'));
    const main = activitiesHtml({
      caseId: record.caseId,
      activities,
      kinds: kindsOf(context),
      page,
      pages: Math.ceil(total / ACTIVITIES_A_PAGE),
      total,
      mayRecord: can(actor, 'case.record', record),
    });
    return casePage({ head: record, today: clock.today(), current: 'activities', title: 'Activities', main });
  },
});

const newForm = route({
  method: 'GET',
  path: '/cases/:caseId/activities/new',
  can: 'case.record',
  audit: { read: 'activities' },
  params: caseParams,
  record: caseRecord,
  async handle(context) {
    const questions = activityQuestions({ today: context.clock.today().toString(), kinds: kindsOf(context) });
    return caseForm(context, 'activities', { title: 'Add an activity', path: 'new', questions, typed: {} });
  },
});

const create = route({
  method: 'POST',
  path: '/cases/:caseId/activities/new',
  can: 'case.record',
  audit: { event: 'activity.recorded' },
  params: caseParams,
  record: caseRecord,
  async handle(context) {
    const { db, clock, actor, record, body } = context;
    const today = clock.today().toString();
    const kinds = kindsOf(context);
    const questions = activityQuestions({ today, kinds });
    const read = readActivity(questions, body);
    if (!read.ok)
      return caseForm(context, 'activities', {
        title: 'Add an activity',
        path: 'new',
        questions,
        typed: body,
        errors: read.errors,
        status: 422,
      });
    await recordActivity(
      db,
      actor,
      caseRef(record),
      activityFrom(read.values),
      kinds,
      answersAsAsked(questions, read.values),
      today,
    );
    return redirect(casePath(record.caseId, 'activities'), 'Activity saved');
  },
});

const activityOf = async ({ db, record, params }: ActivityContext): Promise<Activity> =>
  (await findActivity(db, record.caseId, params.activityId)) ?? notFound();

const correctForm = route({
  method: 'GET',
  path: '/cases/:caseId/activities/:activityId/correct',
  can: 'case.record',
  audit: { read: 'activities' },
  params: activityParams,
  record: caseRecord,
  async handle(context) {
    const { db, record, params } = context;
    const found = await findActivity(db, record.caseId, params.activityId);
    if (found === null)
      // The timeline leads here also after it was withdrawn.
      return (await wasWithdrawn(db, 'activity', record.caseId, params.activityId))
        ? redirect(casePath(record.caseId, 'activities'), 'This activity was withdrawn. The timeline says why')
        : notFound();
    const { id, version, ...standing } = found;
    const today = context.clock.today().toString();
    const questions = activityQuestions({ today, kinds: kindsOf(context), standing });
    return caseForm(context, 'activities', {
      title: 'Correct an activity',
      path: `${id}/correct`,
      questions,
      typed: typedFrom(questions, standing),
      version,
    });
  },
});

const correct = route({
  method: 'POST',
  path: '/cases/:caseId/activities/:activityId/correct',
  can: 'case.record',
  audit: { event: 'activity.corrected' },
  params: activityParams,
  record: caseRecord,
  async handle(context) {
    const { db, clock, actor, record, body } = context;
    const standing = await activityOf(context);
    const today = clock.today().toString();
    const kinds = kindsOf(context);
    const questions = activityQuestions({ today, kinds, standing });
    const version = versionOf(body);
    const view = { title: 'Correct an activity', path: `${standing.id}/correct`, questions, typed: body };
    const read = readActivity(questions, body);
    if (!read.ok) return caseForm(context, 'activities', { ...view, version, errors: read.errors, status: 422 });
    const change = { id: standing.id, version, activity: activityFrom(read.values) };
    const saved = await correctActivity(db, actor, caseRef(record), change, kinds, today);
    if (saved.outcome === 'gone') return notFound();
    if (saved.outcome === 'stale') {
      const { id: _, version: now, ...stands } = saved.saved;
      return caseForm(context, 'activities', {
        ...view,
        version: now,
        above: conflict(questions, stands, read.values),
        status: 409,
      });
    }
    return redirect(casePath(record.caseId, 'activities'), 'Activity saved');
  },
});

export const routes: readonly Route[] = [list, newForm, create, correctForm, correct];
