import { type Static, Type } from 'typebox';
import { userNames } from '../../access/actions.ts';
import { can } from '../../access/rules/policy.ts';
import { type Context, notFound, type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage, casePath } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord, documentOf } from '../../cases/actions/record.ts';
import { conflictOf } from '../../kit/conflict.ts';
import { type Errors, answerText as formText, type Question, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { type Html, noHtml } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import {
  ASSESSMENTS_A_PAGE,
  type Assessment,
  assessmentsOf,
  correctAssessment,
  findAssessment,
} from '../actions/assessments.ts';
import { draftsOf, isOpenTo } from '../actions/drafts.ts';
import { type PastOfCase, pastOf } from '../actions/issues.ts';
import { hiddenFrom, secondOf } from '../actions/second.ts';
import { changeHtml } from '../pages/change.ts';
import { correctHtml, differences } from '../pages/form.ts';
import { hiddenHtml, sideBySideHtml } from '../pages/second.ts';
import { assessmentHtml, listHtml, titleOf } from '../pages/show.ts';
import { changesOf, changesSinceStart } from '../rules/change.ts';
import { aboutQuestions, stageText } from '../rules/entry.ts';
import { readAnswers, typedAnswers } from '../rules/reading.ts';
import { disclosures } from '../rules/standing.ts';
import { answerText, questionsOf } from '../rules.ts';

const assessmentParams = Type.Object({ ...caseParams.properties, assessmentId: Type.String({ format: 'uuid' }) });
type AssessmentContext = Context<Static<typeof assessmentParams>, unknown, CaseHead>;
type CaseContext = Pick<AssessmentContext, 'clock' | 'record'>;

const documentToday = ({ clock, record }: CaseContext) => documentOf(record, clock.today().toString());
const wordsFor =
  (context: CaseContext) =>
  (assessment: Pick<Assessment, 'stage' | 'instrument'>): string =>
    stageText(documentToday(context), assessment);

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

/** An assessment that the actor may see the answers of, to correct it. */
async function seenAssessmentOf(context: AssessmentContext): Promise<Assessment> {
  const assessment = await assessmentOf(context);
  const hidden = await hiddenFrom(context.db, context.actor, context.record.caseId, [assessment]);
  return hidden.has(assessment.id) ? notFound() : assessment;
}

const assessmentOf = async ({ db, record, params }: AssessmentContext): Promise<Assessment> =>
  (await findAssessment(db, record.caseId, params.assessmentId)) ?? notFound();

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

const show = route({
  method: 'GET',
  path: '/cases/:caseId/assessments/:assessmentId',
  can: 'case.read',
  audit: { read: 'assessment' },
  params: assessmentParams,
  record: caseRecord,
  async handle(context) {
    const { db, clock, actor, record, csrf } = context;
    const assessment = await assessmentOf(context);
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

/** The stages that the assessment can be put under: those of its instrument, and the one it stands under. */
function stagesOf(context: CaseContext, { instrument, stage }: Assessment): { value: string; label: string }[] {
  const used = documentToday(context)?.instruments.find(({ key }) => key === instrument.key);
  const stages = (used?.stages ?? []).map(({ code, label }) => ({ value: code, label }));
  return stages.some(({ value }) => value === stage)
    ? stages
    : [...stages, { value: stage, label: stageText(null, { stage, instrument }) }];
}

function aboutOf(context: CaseContext, assessment: Assessment): Question[] {
  const today = context.clock.today().toString();
  return aboutQuestions({ today, stages: stagesOf(context, assessment), standing: assessment });
}

type CorrectView = { typed: Typed; errors?: Errors; version: number; above?: Html; status?: number };

function correctPage(context: AssessmentContext, assessment: Assessment, view: CorrectView): Page {
  const { clock, record, csrf } = context;
  const cancel = `${casePath(record.caseId, 'assessments')}/${assessment.id}`;
  const { status, typed, version, errors = {}, above } = view;
  const title = `Correct: ${titleOf(wordsFor(context)(assessment), assessment.assessedOn)}`;
  return casePage({
    head: record,
    today: clock.today(),
    current: 'assessments',
    title: 'Correct an assessment',
    ...(status === undefined ? {} : { status, error: true }),
    main: correctHtml({
      title,
      instrument: assessment.instrument,
      about: aboutOf(context, assessment),
      typed,
      errors,
      version,
      action: `${cancel}/correct`,
      cancel,
      csrf,
      ...(above && { above }),
    }),
  });
}

const aboutValues = ({ stage, assessedOn }: Assessment) => ({ stage, assessedOn });

const correctForm = route({
  method: 'GET',
  path: '/cases/:caseId/assessments/:assessmentId/correct',
  can: 'case.record',
  audit: { read: 'assessment' },
  params: assessmentParams,
  record: caseRecord,
  async handle(context) {
    const assessment = await seenAssessmentOf(context);
    const typed = {
      ...typedFrom(aboutOf(context, assessment), aboutValues(assessment)),
      ...typedAnswers(questionsOf(assessment.instrument), assessment.answers, assessment.about),
    };
    return correctPage(context, assessment, { typed, version: assessment.version });
  },
});

const correct = route({
  method: 'POST',
  path: '/cases/:caseId/assessments/:assessmentId/correct',
  can: 'case.record',
  audit: { event: 'assessment.corrected' },
  params: assessmentParams,
  record: caseRecord,
  async handle(context) {
    const { db, clock, actor, record, body } = context;
    const stood = await seenAssessmentOf(context);
    const about = aboutOf(context, stood);
    const questions = questionsOf(stood.instrument);
    const version = versionOf(body);
    const again = (errors: Errors) => correctPage(context, stood, { typed: body, errors, version, status: 422 });
    const read = readForm(about, body);
    const assessedOn = read.ok ? ((read.values.assessedOn as string | null | undefined) ?? null) : null;
    const { answers, about: beside, errors } = readAnswers(questions, body, assessedOn);
    if (!read.ok || Object.keys(errors).length > 0) return again({ ...(read.ok ? {} : read.errors), ...errors });
    const stage = String(read.values.stage);
    const saved = await correctAssessment(
      db,
      actor,
      record,
      { id: stood.id, version, stage, assessedOn, answers, about: beside },
      { about, stage: wordsFor(context)({ stage, instrument: stood.instrument }) },
      clock.today().toString(),
    );
    if (saved.outcome === 'refused') return again(saved.errors);
    if (saved.outcome === 'gone') return notFound();
    if (saved.outcome === 'stale') {
      const aboutRows = about.map((question) => ({
        asked: question.label,
        saved: formText(question, aboutValues(saved.saved)[question.name as 'stage' | 'assessedOn']),
        typed: formText(question, read.values[question.name]),
      }));
      const rows = [...aboutRows, ...differences(questions, saved.saved.answers, answers, answerText)];
      return correctPage(context, stood, {
        typed: body,
        version: saved.saved.version,
        above: conflictOf(rows),
        status: 409,
      });
    }
    return redirect(`${casePath(record.caseId, 'assessments')}/${stood.id}`, 'Assessment saved');
  },
});

export const routes: readonly Route[] = [list, picture, show, compare, correctForm, correct];
