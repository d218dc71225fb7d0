/** A second, independent rating: the form, and looking at the first without giving one. */
import { type Static, Type } from 'typebox';
import {
  type Context,
  notFound,
  type Page,
  type Redirect,
  type Reply,
  type Route,
  redirect,
  route,
} from '../../access/rules/route.ts';
import { casePage, casePath } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import { type Errors, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { type Assessment, findAssessment } from '../actions/assessments.ts';
import { hiddenFrom, lookAt, rateSecond } from '../actions/second.ts';
import { secondFormHtml } from '../pages/second.ts';
import { ratedOnQuestion } from '../rules/entry.ts';
import { readAnswers, typedAnswers } from '../rules/reading.ts';
import { questionsOf } from '../rules.ts';

const params = Type.Object({ ...caseParams.properties, assessmentId: Type.String({ format: 'uuid' }) });
type SecondContext = Context<Static<typeof params>, unknown, CaseHead>;

const pathOf = ({ record, params: { assessmentId } }: SecondContext): string =>
  `${casePath(record.caseId, 'assessments')}/${assessmentId}`;

/** The assessment, if its rating is hidden from the actor: only then can they be its second rater. Null if it is not. */
async function hiddenOf({ db, actor, record, params }: SecondContext): Promise<Assessment | null> {
  const found = (await findAssessment(db, record.caseId, params.assessmentId)) ?? notFound();
  const hidden = await hiddenFrom(db, actor, record.caseId, [found]);
  return hidden.has(found.id) ? found : null;
}

/** For the first rater, for whoever has seen the rating, and where one rating is all that is asked for. */
const notTheirs = (context: SecondContext): Redirect =>
  redirect(pathOf(context), 'You can give no second rating here: it is not asked for, or you have seen the first');

const questionsAbout = ({ clock }: SecondContext, { assessedOn }: Assessment) => [
  ratedOnQuestion(assessedOn, clock.today().toString()),
];

function formPage(
  context: SecondContext,
  assessment: Assessment,
  view: { typed: Typed; errors?: Errors; status?: number },
): Page {
  const { clock, record, csrf } = context;
  const { typed, errors = {}, status } = view;
  const path = pathOf(context);
  return casePage({
    head: record,
    today: clock.today(),
    current: 'assessments',
    title: 'A second rating',
    ...(status === undefined ? {} : { status, error: true }),
    main: secondFormHtml({
      title: `A second rating: ${assessment.instrument.title}`,
      instrument: assessment.instrument,
      about: questionsAbout(context, assessment),
      typed,
      errors,
      action: `${path}/second`,
      cancel: path,
      csrf,
    }),
  });
}

const form = route({
  method: 'GET',
  path: '/cases/:caseId/assessments/:assessmentId/second',
  can: 'case.record',
  audit: { read: 'assessment' },
  params,
  record: caseRecord,
  async handle(context): Promise<Reply> {
    const assessment = await hiddenOf(context);
    if (assessment === null) return notTheirs(context);
    const typed = typedFrom(questionsAbout(context, assessment), { ratedOn: context.clock.today().toString() });
    const by = assessment.instrument.answeredBy ?? 'person';
    return formPage(context, assessment, { typed: { ...typed, ...typedAnswers([], {}, {}, by) } });
  },
});

const save = route({
  method: 'POST',
  path: '/cases/:caseId/assessments/:assessmentId/second',
  can: 'case.record',
  audit: { event: 'assessment.rated_again' },
  params,
  record: caseRecord,
  async handle(context): Promise<Reply> {
    const { db, actor, record, body } = context;
    const assessment = await hiddenOf(context);
    if (assessment === null) return notTheirs(context);
    const read = readForm(questionsAbout(context, assessment), body);
    const ratedOn = read.ok ? String(read.values.ratedOn) : null;
    const { answers, about, errors } = readAnswers(questionsOf(assessment.instrument), body, ratedOn);
    if (!Object.values(answers).some(({ state }) => state === 'answered') && Object.keys(errors).length === 0)
      errors[questionsOf(assessment.instrument)[0]?.key ?? ''] = 'Answer at least one question';
    if (!read.ok || ratedOn === null || Object.keys(errors).length > 0)
      return formPage(context, assessment, {
        typed: body,
        errors: { ...(read.ok ? {} : read.errors), ...errors },
        status: 422,
      });
    const saved = await rateSecond(db, actor, record, { assessmentId: assessment.id, ratedOn, answers, about });
    if (saved === 'gone') return notFound();
    if (saved === 'not theirs') return notTheirs(context);
    const notice = saved === 'there' ? 'Somebody else gave the second rating first' : 'Your rating is saved';
    return redirect(pathOf(context), notice);
  },
});

const look = route({
  method: 'POST',
  path: '/cases/:caseId/assessments/:assessmentId/look',
  can: 'case.record',
  audit: { read: 'assessment' },
  params,
  record: caseRecord,
  async handle(context) {
    const assessment = await hiddenOf(context);
    if (assessment !== null) await lookAt(context.db, context.actor, assessment.id);
    return redirect(pathOf(context));
  },
});

export const routes: readonly Route[] = [form, save, look];
