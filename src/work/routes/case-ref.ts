/** What the forms of a case's work share: whose case, which words, and what hangs on a change. */
import type { Context } from '../../access/rules/route.ts';
import { type CaseHead, documentOf } from '../../cases/actions/record.ts';
import { countryOf } from '../../kit/country.ts';
import { workWordsOf } from '../../programmes/rules/work.ts';
import type { CaseRef, WorkParts } from '../actions/jobs.ts';

/** A request about a case. */
export type CaseContext = Pick<Context<unknown, unknown, CaseHead>, 'db' | 'clock' | 'record' | 'csrf' | 'actor'>;

/** The case for an action, with the words and the money of its programme today. */
export function caseRef({ clock, record }: Pick<CaseContext, 'clock' | 'record'>, parts: WorkParts): CaseRef {
  const { caseId, personId, programmeId } = record;
  const document = documentOf(record, clock.today().toString());
  const { symbol } = countryOf(document);
  return { caseId, personId, programmeId, symbol, words: workWordsOf(document), ...parts };
}

/** What jobs and reasons are called in the programme today. */
export const wordsOf = ({ clock, record }: Pick<CaseContext, 'clock' | 'record'>) =>
  workWordsOf(documentOf(record, clock.today().toString()));

/** Numbers and money as the programme's country writes them. */
export const countryFor = ({ clock, record }: Pick<CaseContext, 'clock' | 'record'>) =>
  countryOf(documentOf(record, clock.today().toString()));

/** The kinds of activities of the programme today. */
export const activityKindsOf = ({ clock, record }: Pick<CaseContext, 'clock' | 'record'>) =>
  documentOf(record, clock.today().toString())?.activityKinds ?? [];
