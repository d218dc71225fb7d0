/** Correcting an assessment: what was recorded first is kept. */
import { notFound, type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage, casePath } from '../../cases/actions/frame.ts';
import { caseRecord } from '../../cases/actions/record.ts';
import { conflictOf } from '../../kit/conflict.ts';
import { type Errors, answerText as formText, type Question, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import type { Html } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import { type Assessment, correctAssessment } from '../actions/assessments.ts';
import { correctHtml, differences } from '../pages/form.ts';
import { titleOf } from '../pages/show.ts';
import { aboutQuestions, stageText } from '../rules/entry.ts';
import { readAnswers, typedAnswers } from '../rules/reading.ts';
import { answerText, questionsOf } from '../rules.ts';
import {
  type AssessmentContext,
  assessmentParams,
  type CaseContext,
  documentToday,
  seenAssessmentOf,
  wordsFor,
} from './assessment-record.ts';

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

export const routes: readonly Route[] = [correctForm, correct];
