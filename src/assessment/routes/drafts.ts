import { type Static, Type } from 'typebox';
import { userNames } from '../../access/actions.ts';
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
import { showMoment } from '../../kit/clock.ts';
import { conflict, conflictOf } from '../../kit/conflict.ts';
import { type Errors, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import type { Html } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import { changeAbout, type Draft, dropDraft, findDraft, finishDraft, saveSection } from '../actions/drafts.ts';
import { pastOf } from '../actions/issues.ts';
import { differences, type Earlier, sectionHtml } from '../pages/form.ts';
import { draftHtml } from '../pages/open.ts';
import { titleOf } from '../pages/show.ts';
import { aboutQuestions, stageText } from '../rules/entry.ts';
import { readAnswers, typedAnswers } from '../rules/reading.ts';
import { answerText, questionsOf } from '../rules.ts';
import { draftPath } from './begin.ts';

const draftParams = Type.Object({ ...caseParams.properties, draftId: Type.String({ format: 'uuid' }) });
const partParams = Type.Object({ ...draftParams.properties, part: Type.String({ maxLength: 60 }) });
type DraftContext = Context<Static<typeof draftParams>, unknown, CaseHead>;
type PartContext = Context<Static<typeof partParams>, unknown, CaseHead>;
type CaseContext = Pick<DraftContext, 'clock' | 'record'>;

const documentToday = ({ clock, record }: CaseContext) => documentOf(record, clock.today().toString());
const wordsFor = (context: CaseContext, of: Pick<Draft, 'stage' | 'instrument'>): string =>
  stageText(documentToday(context), of);

const draftOf = async ({ db, actor, record, params }: DraftContext): Promise<Draft> =>
  (await findDraft(db, actor, record.caseId, params.draftId)) ?? notFound();

async function draftPage(context: DraftContext, draft: Draft, errors: Errors = {}): Promise<Page> {
  const { db, clock, timeZone, record, csrf } = context;
  const names = await userNames(db, [draft.authorId, ...Object.values(draft.savedBy).map(({ by }) => by)]);
  const problems = Object.values(errors);
  return casePage({
    head: record,
    today: clock.today(),
    current: 'assessments',
    title: 'An open assessment',
    ...(problems.length === 0 ? {} : { status: 422, error: true }),
    main: draftHtml({
      draft,
      title: titleOf(wordsFor(context, draft), draft.assessedOn),
      path: draftPath(record, draft.id),
      csrf,
      problems,
      nameOf: (id) => names.get(id) ?? 'somebody who is no longer here',
      whenOf: (moment) => showMoment(moment, timeZone),
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
    const { db, record, body } = context;
    const draft = await draftOf(context);
    const questions = draftAbout(context, draft);
    const version = versionOf(body);
    const read = readForm(questions, body);
    if (!read.ok) return aboutPage(context, draft, { typed: body, version, errors: read.errors, status: 422 });
    const change = {
      version,
      stage: String(read.values.stage),
      assessedOn: String(read.values.assessedOn),
    };
    const saved = await changeAbout(db, record, draft, change);
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

/** The latest answer to each question up to the day of the draft, and which assessment it is of. */
async function earlierAnswers(context: PartContext, draft: Draft): Promise<Map<string, Earlier>> {
  const earlier = new Map<string, Earlier>();
  for (const { assessedOn, stage, instrument, answers } of await pastOf(context.db, context.record.caseId)) {
    if (assessedOn === null || assessedOn > draft.assessedOn || instrument.secondRater === true) continue;
    const title = titleOf(wordsFor(context, { stage, instrument }), assessedOn);
    for (const asked of questionsOf(instrument)) {
      const answer = answers[asked.key];
      if (answer?.state === 'answered') earlier.set(asked.key, { asked, answer, title });
    }
  }
  return earlier;
}

async function partPage(
  context: PartContext,
  draft: Draft,
  view: { typed: Typed; errors?: Errors; times: number; above?: Html; status?: number },
): Promise<Page> {
  const { db, clock, timeZone, record, csrf } = context;
  const { section, index } = partOf(context, draft);
  const path = draftPath(record, draft.id);
  const saved = draft.savedBy[section.key];
  const names = await userNames(db, [saved?.by ?? null]);
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
      savedBy:
        saved === undefined ? null : `Saved by ${names.get(saved.by) ?? 'somebody'}, ${showMoment(saved.at, timeZone)}`,
      action: `${path}/part/${section.key}`,
      cancel: path,
      csrf,
      earlier: await earlierAnswers(context, draft),
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
    const by = draft.instrument.answeredBy ?? 'person';
    const typed = typedAnswers(section.questions, draft.answers, draft.about, by);
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
    const { answers, about, errors } = readAnswers(section.questions, body, draft.assessedOn);
    if (Object.keys(errors).length > 0) return partPage(context, draft, { typed: body, errors, times, status: 422 });
    const saved = await saveSection(db, actor, record.caseId, { id: draft.id, section, times, answers, about });
    if (saved === 'stale') {
      const now = await draftOf(context);
      const above = conflictOf(differences(section.questions, now.answers, answers, answerText));
      return partPage(context, now, { typed: body, times: now.saved[section.key] ?? 0, above, status: 409 });
    }
    const path = draftPath(record, draft.id);
    const stay = next === undefined || body.then === 'stop';
    return redirect(stay ? path : `${path}/part/${next.key}`, `${section.title}: saved`);
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
    const finished = await finishDraft(db, actor, record, params.draftId, (one) => wordsFor(context, one));
    if (finished === 'gone') return notFound();
    if ('errors' in finished) return draftPage(context, await draftOf(context), finished.errors);
    return redirect(`${casePath(record.caseId, 'assessments')}/${finished.id}`, 'Assessment saved');
  },
});

const drop = route({
  method: 'POST',
  path: '/cases/:caseId/assessments/draft/:draftId/drop',
  can: 'case.record',
  audit: { event: 'assessment.dropped' },
  params: draftParams,
  record: caseRecord,
  async handle(context) {
    const { db, clock, actor, record } = context;
    const { id } = await draftOf(context);
    if (!(await dropDraft(db, actor, record, id, clock.today().toString()))) return notFound();
    return redirect(casePath(record.caseId, 'assessments'), 'The assessment is thrown away');
  },
});

export const routes: readonly Route[] = [draft, aboutForm, about, partForm, part, finish, drop];
