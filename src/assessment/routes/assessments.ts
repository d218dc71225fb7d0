import { Type } from 'typebox';
import { userNames } from '../../access/actions.ts';
import { can } from '../../access/rules/policy.ts';
import { notFound, type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage, casePath } from '../../cases/actions/frame.ts';
import { caseParams, caseRecord } from '../../cases/actions/record.ts';
import { dayOf } from '../../kit/clock.ts';
import { type Html, noHtml } from '../../kit/html.ts';
import { ASSESSMENTS_A_PAGE, assessmentsOf, findAssessment, withdrawnOf } from '../actions/assessments.ts';
import { draftsOf, isOpenTo } from '../actions/drafts.ts';
import { type PastOfCase, pastOf } from '../actions/issues.ts';
import { hiddenFrom, secondOf } from '../actions/second.ts';
import { changeHtml } from '../pages/change.ts';
import { hiddenHtml, sideBySideHtml } from '../pages/second.ts';
import { assessmentHtml, listHtml, takenBackHtml, titleOf } from '../pages/show.ts';
import { changesOf, changesSinceStart } from '../rules/change.ts';
import { disclosures } from '../rules/standing.ts';
import { type AssessmentContext, assessmentParams, wordsFor } from './assessment-record.ts';

const list = route({
  method: 'GET',
  path: '/cases/:caseId/assessments',
  can: 'case.read',
  audit: { read: 'assessments' },
  params: caseParams,
  query: Type.Object({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })) }),
  record: caseRecord,
  async handle(context) {
    const { db, clock, actor, record, query } = context;
    const page = query.page ?? 1;
    const path = casePath(record.caseId, 'assessments');
    const { assessments, total } = await assessmentsOf(db, record.caseId, page);
    if (assessments.length === 0 && page > 1) return redirect(path);
    const mayRecord = can(actor, 'case.record', record);
    const main = listHtml({
      path,
      assessments,
      drafts: mayRecord ? (await draftsOf(db, record.caseId)).filter((draft) => isOpenTo(actor, draft)) : [],
      words: wordsFor(context),
      page,
      pages: Math.ceil(total / ASSESSMENTS_A_PAGE),
      total,
      mayRecord,
    });
    return casePage({ head: record, today: clock.today(), current: 'assessments', title: 'Assessments', main });
  },
});

/** Every assessment of the case that the actor may see: first ratings wait for a second, independent one. */
async function seenOf({
  db,
  actor,
  record,
}: Pick<AssessmentContext, 'db' | 'actor' | 'record'>): Promise<PastOfCase[]> {
  const past = await pastOf(db, record.caseId);
  const hidden = await hiddenFrom(db, actor, record.caseId, past);
  return past.filter(({ id }) => !hidden.has(id));
}

/** The assessments up to this one, the earliest first; the one itself is not in `earlier`. */
async function untilOf(context: AssessmentContext) {
  const past = await seenOf(context);
  const at = past.findIndex(({ id }) => id === context.params.assessmentId);
  return { now: past[at] ?? notFound(), earlier: past.slice(0, at) };
}

/** The page of an assessment that was taken back: the timeline leads to it. Any other is not found. */
async function takenBack({ db, clock, record, params, timeZone }: AssessmentContext): Promise<Page> {
  const { at, why } = (await withdrawnOf(db, record.caseId, params.assessmentId)) ?? notFound();
  const main = takenBackHtml({ on: dayOf(at, timeZone), why, path: casePath(record.caseId, 'assessments') });
  return casePage({ head: record, today: clock.today(), current: 'assessments', title: 'Taken back', main });
}

const show = route({
  method: 'GET',
  path: '/cases/:caseId/assessments/:assessmentId',
  can: 'case.read',
  audit: { read: 'assessment' },
  params: assessmentParams,
  record: caseRecord,
  async handle(context) {
    const { db, clock, actor, record, csrf } = context;
    const assessment = await findAssessment(db, record.caseId, context.params.assessmentId);
    if (assessment === null) return takenBack(context);
    const stage = wordsFor(context)(assessment);
    const inFrame = (main: Html) =>
      casePage({ head: record, today: clock.today(), current: 'assessments', title: stage, main });
    const second = assessment.instrument.secondRater ? await secondOf(db, record.caseId, assessment.id) : null;
    const names =
      assessment.instrument.secondRater === true
        ? await userNames(db, [assessment.authorId, second?.authorId ?? null])
        : new Map<string, string>();
    const nameOf = (id: string | null) => (id === null ? null : names.get(id)) ?? 'somebody who is no longer here';
    if ((await hiddenFrom(db, actor, record.caseId, [assessment])).has(assessment.id)) {
      const title = titleOf(stage, assessment.assessedOn);
      const path = `${casePath(record.caseId, 'assessments')}/${assessment.id}`;
      return inFrame(hiddenHtml({ title, by: nameOf(assessment.authorId), path, csrf }));
    }
    const { now, earlier } = await untilOf(context);
    const main = assessmentHtml({
      twice:
        second === null
          ? noHtml
          : sideBySideHtml({
              instrument: assessment.instrument,
              first: { by: nameOf(assessment.authorId), on: assessment.assessedOn, answers: assessment.answers },
              second: { ...second, by: nameOf(second.authorId) },
            }),
      path: casePath(record.caseId, 'assessments'),
      assessment,
      stage,
      disclosed: disclosures([...earlier, now]),
      hasBefore:
        assessment.assessedOn !== null && earlier.some(({ instrument }) => instrument.key === now.instrument.key),
      corrected: assessment.version > 1,
      mayRecord: can(actor, 'case.record', record),
    });
    return inFrame(main);
  },
});

const compare = route({
  method: 'GET',
  path: '/cases/:caseId/assessments/:assessmentId/compare',
  can: 'case.read',
  audit: { read: 'assessment' },
  params: assessmentParams,
  record: caseRecord,
  async handle(context) {
    const { clock, record } = context;
    const words = wordsFor(context);
    const { now, earlier } = await untilOf(context);
    const before = earlier.findLast(({ instrument }) => instrument.key === now.instrument.key);
    if (before === undefined || now.assessedOn === null) return notFound();
    const main = changeHtml({
      title: 'What changed since last time',
      changes: changesOf(now, earlier),
      now: { title: titleOf(words(now), now.assessedOn), on: now.assessedOn },
      before: { title: titleOf(words(before), before.assessedOn), on: before.assessedOn },
      back: { href: `${casePath(record.caseId, 'assessments')}/${now.id}`, text: 'Back to the assessment' },
    });
    return casePage({ head: record, today: clock.today(), current: 'assessments', title: 'What changed', main });
  },
});

const picture = route({
  method: 'GET',
  path: '/cases/:caseId/assessments/picture',
  can: 'case.read',
  audit: { read: 'assessments' },
  params: caseParams,
  record: caseRecord,
  async handle(context) {
    const { clock, record } = context;
    const words = wordsFor(context);
    const past = await seenOf(context);
    const [first, last] = [past[0], past.at(-1)];
    if (first === undefined || last === undefined) return redirect(casePath(record.caseId, 'assessments'));
    const main = changeHtml({
      title: 'What changed since the start',
      changes: changesSinceStart(past),
      now: { title: titleOf(words(last), last.assessedOn), on: last.assessedOn },
      before: { title: titleOf(words(first), first.assessedOn), on: first.assessedOn },
      back: { href: casePath(record.caseId, 'assessments'), text: 'Back to the assessments' },
    });
    return casePage({ head: record, today: clock.today(), current: 'assessments', title: 'Since the start', main });
  },
});

export const routes: readonly Route[] = [list, picture, show, compare];
