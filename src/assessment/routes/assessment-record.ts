/** What every page about one assessment shares: the record in its path, who may see its answers, its words. */
import { type Static, Type } from 'typebox';
import { type Context, notFound } from '../../access/rules/route.ts';
import { type CaseHead, caseParams, documentOf } from '../../cases/actions/record.ts';
import { type Assessment, findAssessment } from '../actions/assessments.ts';
import { hiddenFrom } from '../actions/second.ts';
import { stageText } from '../rules/entry.ts';

/** The path of an assessment. */
export const assessmentParams = Type.Object({
  ...caseParams.properties,
  assessmentId: Type.String({ format: 'uuid' }),
});
export type AssessmentContext = Context<Static<typeof assessmentParams>, unknown, CaseHead>;
export type CaseContext = Pick<AssessmentContext, 'clock' | 'record'>;

/** The programme's document today. */
export const documentToday = ({ clock, record }: CaseContext) => documentOf(record, clock.today().toString());
/** Puts the stage of an assessment into the programme's words. */
export const wordsFor =
  (context: CaseContext) =>
  (assessment: Pick<Assessment, 'stage' | 'instrument'>): string =>
    stageText(documentToday(context), assessment);

/** An assessment that the actor may see the answers of, to correct it or take it back: any other is not found. */
export async function seenAssessmentOf(context: AssessmentContext): Promise<Assessment> {
  const assessment = await assessmentOf(context);
  const hidden = await hiddenFrom(context.db, context.actor, context.record.caseId, [assessment]);
  return hidden.has(assessment.id) ? notFound() : assessment;
}

const assessmentOf = async ({ db, record, params }: AssessmentContext): Promise<Assessment> =>
  (await findAssessment(db, record.caseId, params.assessmentId)) ?? notFound();
