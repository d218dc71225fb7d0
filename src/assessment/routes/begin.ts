/** Beginning an assessment: which, and when. */
import { type Context, notFound, type Route, redirect, route } from '../../access/rules/route.ts';
import { caseForm } from '../../cases/actions/case-form.ts';
import { casePath } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord, documentOf } from '../../cases/actions/record.ts';
import { type Errors, readForm, typedFrom } from '../../kit/form.ts';
import { beginDraft } from '../actions/drafts.ts';
import { pastOf } from '../actions/issues.ts';
import { aboutQuestions, offersOf } from '../rules/entry.ts';

type CaseContext = Pick<Context<unknown, unknown, CaseHead>, 'clock' | 'record'>;

const documentToday = ({ clock, record }: CaseContext) => documentOf(record, clock.today().toString());

/** The path of an open assessment. */
export const draftPath = ({ caseId }: Pick<CaseHead, 'caseId'>, id: string): string =>
  `${casePath(caseId, 'assessments')}/draft/${id}`;

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
    const made = (await pastOf(db, record.caseId)).filter(({ stage }) => stage === 'initial');
    // The first one is an initial assessment, and one that is recorded in the meeting is today's.
    const [first] = offers(context);
    const has = made.some(({ instrument }) => instrument.key === first?.key);
    const wanted =
      offers(context).find(({ key, stage }) => key === first?.key && (stage === 'initial') === !has)?.value ?? null;
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

export const routes: readonly Route[] = [newForm, begin];
