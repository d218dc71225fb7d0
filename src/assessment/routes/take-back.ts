/** Taking an assessment back: asked for with a reason, told on the timeline, never undone in silence. */
import { type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage, casePath } from '../../cases/actions/frame.ts';
import { caseRecord } from '../../cases/actions/record.ts';
import { transaction } from '../../kit/db.ts';
import { type Errors, type Question, readForm, type Typed } from '../../kit/form.ts';
import { html, noHtml } from '../../kit/html.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { insetText } from '../../kit/ui/index.ts';
import { type Assessment, withdrawAssessment } from '../actions/assessments.ts';
import { titleOf } from '../pages/show.ts';
import { type AssessmentContext, assessmentParams, seenAssessmentOf, wordsFor } from './assessment-record.ts';

const asked: readonly Question[] = [
  {
    kind: 'long text',
    name: 'why',
    label: 'Why is it taken back?',
    hint: 'For example: it was meant for somebody else, or entered twice',
    most: 1000,
    rows: 3,
    required: 'Enter why it is taken back',
  },
];

function formPage(
  { clock, record, csrf }: AssessmentContext,
  assessment: Assessment,
  view: { typed: Typed; errors?: Errors; status?: number } = { typed: {} },
): Page {
  const { typed, errors, status } = view;
  const path = `${casePath(record.caseId, 'assessments')}/${assessment.id}`;
  const stage = wordsFor({ clock, record })(assessment);
  return casePage({
    head: record,
    today: clock.today(),
    current: 'assessments',
    title: 'Take an assessment back',
    ...(status === undefined ? {} : { status, error: true }),
    main: recordForm({
      title: `Take back: ${titleOf(stage, assessment.assessedOn)}`,
      action: `${path}/take-back`,
      csrf,
      questions: asked,
      typed,
      errors,
      version: assessment.version,
      above: html`${
        status === 409
          ? insetText({
              text: 'Somebody corrected this assessment while you had the page open. Look at it once more before you take it back. What you typed is kept.',
            })
          : noHtml
      }<p class="govuk-body">It is then in no list, comparison or report. Nothing is erased: the timeline keeps what was recorded, who took it back and why. If only a part is wrong, <a class="govuk-link" href="${path}/correct">correct it</a> instead.</p>`,
      save: 'Take it back',
      cancel: path,
    }),
  });
}

const form = route({
  method: 'GET',
  path: '/cases/:caseId/assessments/:assessmentId/take-back',
  can: 'case.record',
  audit: { read: 'assessment' },
  params: assessmentParams,
  record: caseRecord,
  handle: async (context) => formPage(context, await seenAssessmentOf(context)),
});

const takeBack = route({
  method: 'POST',
  path: '/cases/:caseId/assessments/:assessmentId/take-back',
  can: 'case.record',
  audit: { event: 'assessment.withdrawn' },
  params: assessmentParams,
  record: caseRecord,
  async handle(context) {
    const { db, actor, clock, record, body } = context;
    const { id } = await seenAssessmentOf(context);
    const read = readForm(asked, body);
    if (!read.ok)
      return formPage(context, await seenAssessmentOf(context), { typed: body, errors: read.errors, status: 422 });
    const given = { id, why: String(read.values.why), today: clock.today().toString(), version: versionOf(body) };
    if (!(await transaction(db, (tx) => withdrawAssessment(tx, actor, record, given))))
      return formPage(context, await seenAssessmentOf(context), { typed: body, status: 409 });
    return redirect(casePath(record.caseId, 'assessments'), 'The assessment is taken back');
  },
});

export const routes: readonly Route[] = [form, takeBack];
