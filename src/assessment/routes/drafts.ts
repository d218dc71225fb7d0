import { type Static, Type } from 'typebox';
import {
  type Context,
  notFound,
  type Page,
  type Reply,
  type Route,
  redirect,
  route,
} from '../../access/rules/route.ts';
import { caseForm } from '../../cases/actions/case-form.ts';
import { casePage, casePath } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord, documentOf } from '../../cases/actions/record.ts';
import { conflict, conflictOf } from '../../kit/conflict.ts';
import { type Errors, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import type { Html } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import { initialOn, lastAssessment } from '../actions/assessments.ts';
import {
  beginDraft,
  changeAbout,
  type Draft,
  dropDraft,
  findDraft,
  finishDraft,
  saveSection,
} from '../actions/drafts.ts';
import { differences, draftHtml, sectionHtml } from '../pages/form.ts';
import { titleOf } from '../pages/show.ts';
import { aboutQuestions, offersOf, readAnswers, stageText, typedAnswers } from '../rules/entry.ts';
import { answerText } from '../rules.ts';

const draftParams = Type.Object({ ...caseParams.properties, draftId: Type.String({ format: 'uuid' }) });
const partParams = Type.Object({ ...draftParams.properties, part: Type.String({ maxLength: 60 }) });
type DraftContext = Context<Static<typeof draftParams>, unknown, CaseHead>;
type PartContext = Context<Static<typeof partParams>, unknown, CaseHead>;
type CaseContext = Pick<DraftContext, 'clock' | 'record'>;

const documentToday = ({ clock, record }: CaseContext) => documentOf(record, clock.today().toString());
const draftPath = ({ caseId }: CaseHead, id: string): string => `${casePath(caseId, 'assessments')}/draft/${id}`;
const wordsFor = (context: CaseContext, stage: string): string => stageText(documentToday(context), stage);

function offers(context: CaseContext) {
  const document = documentToday(context);
  return document === null ? [] : offersOf(document);
}

const newQuestions = (context: CaseContext) =>
  aboutQuestions({ today: context.clock.today().toString(), stages: offers(context) });

const newForm = route({
  method: 'GET',
  path: '/cases/:caseId/assessments/new',
  can: 'case.record',
  audit: { read: 'assessments' },
  params: caseParams,
  record: caseRecord,
  async handle(context) {
    const { db, clock, record } = context;
    const questions = newQuestions(context);
    const initial = await initialOn(db, record.caseId);
    // The first one is an initial assessment, and one that is recorded in the meeting is today's.
    const wanted = offers(context).find(({ stage }) => (stage === 'initial') === (initial === null))?.value ?? null;
    const typed = typedFrom(questions, { stage: wanted, assessedOn: clock.today().toString() });
    return caseForm(context, 'assessments', { title: 'Make an assessment', path: 'new', questions, typed });
  },
});

const begin = route({
  method: 'POST',
  path: '/cases/:caseId/assessments/new',
  can: 'case.record',
  audit: { read: 'assessment draft' },
  params: caseParams,
  record: caseRecord,
  async handle(context) {
    const { db, actor, record, body } = context;
    const questions = newQuestions(context);
    const again = (errors: Errors) =>
      caseForm(context, 'assessments', {
        title: 'Make an assessment',
        path: 'new',
        questions,
        typed: body,
        errors,
        status: 422,
      });
    const read = readForm(questions, body);
    if (!read.ok) return again(read.errors);
    const offer = offers(context).find(({ value }) => value === read.values.stage) ?? notFound();
    const { key, version, stage } = offer;
    const assessedOn = String(read.values.assessedOn);
    const begun = await beginDraft(db, actor, record, { key, version, stage, assessedOn });
    return 'errors' in begun ? again(begun.errors) : redirect(draftPath(record, begun.id));
  },
});

const draftOf = async ({ db, actor, record, params }: DraftContext): Promise<Draft> =>
  (await findDraft(db, actor, record.caseId, params.draftId)) ?? notFound();

function draftPage(context: DraftContext, draft: Draft, errors: Errors = {}): Page {
  const { clock, record, csrf } = context;
  const problems = Object.values(errors);
  return casePage({
    head: record,
    today: clock.today(),
    current: 'assessments',
    title: 'Assessment in the making',
    ...(problems.length === 0 ? {} : { status: 422, error: true }),
    main: draftHtml({
      draft,
      title: titleOf(wordsFor(context, draft.stage), draft.assessedOn),
      path: draftPath(record, draft.id),
      csrf,
      problems,
    }),
  });
}

const draft = route({
  method: 'GET',
  path: '/cases/:caseId/assessments/draft/:draftId',
  can: 'case.record',
  audit: { read: 'assessment draft' },
  params: draftParams,
  record: caseRecord,
  handle: async (context) => draftPage(context, await draftOf(context)),
});

function draftAbout(context: CaseContext, { instrument, stage }: Draft) {
  const used = documentToday(context)?.instruments.find(({ key }) => key === instrument.key);
  const stages = (used?.stages ?? [{ code: stage, label: stage }]).map(({ code, label }) => ({ value: code, label }));
  return aboutQuestions({ today: context.clock.today().toString(), stages });
}

function aboutPage(
  context: DraftContext,
  draft: Draft,
  view: { typed: Typed; version: number; errors?: Errors; above?: Html; status?: number },
): Page {
  const questions = draftAbout(context, draft);
  return caseForm(context, 'assessments', {
    title: 'Which assessment, and when',
    path: `draft/${draft.id}/about`,
    questions,
    ...view,
  });
}

const aboutForm = route({
  method: 'GET',
  path: '/cases/:caseId/assessments/draft/:draftId/about',
  can: 'case.record',
  audit: { read: 'assessment draft' },
  params: draftParams,
  record: caseRecord,
  async handle(context) {
    const draft = await draftOf(context);
    const { stage, assessedOn, version } = draft;
    return aboutPage(context, draft, { typed: typedFrom(draftAbout(context, draft), { stage, assessedOn }), version });
  },
});

const about = route({
  method: 'POST',
  path: '/cases/:caseId/assessments/draft/:draftId/about',
  can: 'case.record',
  audit: { read: 'assessment draft' },
  params: draftParams,
  record: caseRecord,
  async handle(context) {
    const { db, actor, record, body } = context;
    const draft = await draftOf(context);
    const questions = draftAbout(context, draft);
    const version = versionOf(body);
    const read = readForm(questions, body);
    if (!read.ok) return aboutPage(context, draft, { typed: body, version, errors: read.errors, status: 422 });
    const change = {
      id: draft.id,
      version,
      stage: String(read.values.stage),
      assessedOn: String(read.values.assessedOn),
    };
    const saved = await changeAbout(db, actor, record, change);
    if (typeof saved === 'object')
      return aboutPage(context, draft, { typed: body, version, errors: saved.errors, status: 422 });
    if (saved === 'stale') {
      const { stage, assessedOn } = draft;
      const above = conflict(questions, { stage, assessedOn }, read.values);
      return aboutPage(context, draft, { typed: body, version: draft.version, above, status: 409 });
    }
    return redirect(draftPath(record, draft.id));
  },
});

function partOf(context: PartContext, draft: Draft) {
  const { sections } = draft.instrument;
  const index = sections.findIndex(({ key }) => key === context.params.part);
  const section = sections[index] ?? notFound();
  return { section, index, next: sections[index + 1] };
}

async function partPage(
  context: PartContext,
  draft: Draft,
  view: { typed: Typed; errors?: Errors; times: number; above?: Html; status?: number },
): Promise<Page> {
  const { db, clock, record, csrf } = context;
  const { section, index } = partOf(context, draft);
  const path = draftPath(record, draft.id);
  const last = await lastAssessment(db, record.caseId, draft.assessedOn);
  const { status, typed, errors = {}, times, above } = view;
  return casePage({
    head: record,
    today: clock.today(),
    current: 'assessments',
    title: section.title,
    ...(status === undefined ? {} : { status, error: true }),
    main: sectionHtml({
      section,
      number: index + 1,
      of: draft.instrument.sections.length,
      typed,
      errors,
      times,
      action: `${path}/part/${section.key}`,
      cancel: path,
      csrf,
      last: last && { title: titleOf(wordsFor(context, last.stage), last.assessedOn), assessment: last },
      ...(above && { above }),
    }),
  });
}

const partForm = route({
  method: 'GET',
  path: '/cases/:caseId/assessments/draft/:draftId/part/:part',
  can: 'case.record',
  audit: { read: 'assessment draft' },
  params: partParams,
  record: caseRecord,
  async handle(context) {
    const draft = await draftOf(context);
    const { section } = partOf(context, draft);
    const typed = typedAnswers(section.questions, draft.answers);
    return partPage(context, draft, { typed, times: draft.saved[section.key] ?? 0 });
  },
});

const part = route({
  method: 'POST',
  path: '/cases/:caseId/assessments/draft/:draftId/part/:part',
  can: 'case.record',
  audit: { read: 'assessment draft' },
  params: partParams,
  record: caseRecord,
  async handle(context): Promise<Reply> {
    const { db, actor, record, body } = context;
    const draft = await draftOf(context);
    const { section, next } = partOf(context, draft);
    const times = typeof body.times === 'string' && /^\d{1,6}$/.test(body.times) ? Number(body.times) : -1;
    const { answers, errors } = readAnswers(section.questions, body);
    if (Object.keys(errors).length > 0) return partPage(context, draft, { typed: body, errors, times, status: 422 });
    const saved = await saveSection(db, actor, record.caseId, { id: draft.id, section, times, answers });
    if (saved === 'stale') {
      const now = await draftOf(context);
      const above = conflictOf(differences(section.questions, now.answers, answers, answerText));
      return partPage(context, now, { typed: body, times: now.saved[section.key] ?? 0, above, status: 409 });
    }
    const path = draftPath(record, draft.id);
    return redirect(next === undefined ? path : `${path}/part/${next.key}`, `${section.title}: saved`);
  },
});

const finish = route({
  method: 'POST',
  path: '/cases/:caseId/assessments/draft/:draftId/finish',
  can: 'case.record',
  audit: { event: 'assessment.made' },
  params: draftParams,
  record: caseRecord,
  async handle(context) {
    const { db, actor, record, params } = context;
    const finished = await finishDraft(db, actor, record, params.draftId, (stage) => wordsFor(context, stage));
    if (finished === 'gone') return notFound();
    if ('errors' in finished) return draftPage(context, await draftOf(context), finished.errors);
    return redirect(`${casePath(record.caseId, 'assessments')}/${finished.id}`, 'Assessment saved');
  },
});

const drop = route({
  method: 'POST',
  path: '/cases/:caseId/assessments/draft/:draftId/drop',
  can: 'case.record',
  audit: { read: 'assessment draft' },
  params: draftParams,
  record: caseRecord,
  async handle(context) {
    const { db, actor, record } = context;
    const { id } = await draftOf(context);
    await dropDraft(db, actor, record.caseId, id);
    return redirect(casePath(record.caseId, 'assessments'), 'The draft is thrown away');
  },
});

export const routes: readonly Route[] = [newForm, begin, draft, aboutForm, about, partForm, part, finish, drop];
