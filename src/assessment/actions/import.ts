import { type NewEvent, recordEvents } from '../../access/actions.ts';
import type { Correction, ImportCase, ImportContext } from '../../access/rules/import.ts';
import { changesBetween } from '../../kit/bulk.ts';
import type { Sql } from '../../kit/db.ts';
import { fromStored, type InstrumentDocument, issuesOf, severeCount, type Value } from '../rules.ts';
import * as store from '../store/import.ts';

/** An assessment as a hand-over tells it. A question without an entry in `answers` was not asked. */
export type ImportedAssessment = ImportCase & {
  id: string;
  sourceRef: string;
  instrumentVersionId: string;
  stage: string;
  assessedOn: string | null;
  answers: Readonly<Record<string, Value>>;
};

const toRow = (one: ImportedAssessment) => ({
  id: one.id,
  case_id: one.caseId,
  person_id: one.personId,
  instrument_version_id: one.instrumentVersionId,
  source_ref: one.sourceRef,
  stage: one.stage,
  assessed_on: one.assessedOn,
  answers: one.answers,
});

/** Adds assessments made with an instrument, each with the event 'assessment.made'. */
export async function importAssessments(
  context: ImportContext,
  instrument: InstrumentDocument,
  given: readonly ImportedAssessment[],
): Promise<void> {
  if (given.length === 0) return;
  const issues = issuesOf(instrument).length;
  await store.insertAssessments(context.tx, { rows: JSON.stringify(given.map(toRow)) });
  await recordEvents(
    context.tx,
    context.actor,
    given.map((one) => ({
      kind: 'assessment.made',
      programmeId: context.programmeId,
      personId: one.personId,
      caseId: one.caseId,
      happenedOn: one.assessedOn ?? one.referredOn ?? context.today,
      payload: {
        recordId: one.id,
        stage: one.stage,
        assessedOn: one.assessedOn,
        answered: Object.keys(one.answers).length,
        severe: severeCount(instrument, fromStored(one.answers)),
        issues,
        imported: true,
      },
    })),
  );
}

/** Corrects assessments that still have the version given, with the event 'assessment.corrected'. Resolves to the ids corrected. */
export async function correctImportedAssessments(
  context: ImportContext,
  given: readonly Correction<ImportedAssessment>[],
): Promise<Set<string>> {
  if (given.length === 0) return new Set();
  const rows = given.map((one) => ({ ...toRow(one), version: one.version }));
  const done = await store.correctAssessments(context.tx, { rows: JSON.stringify(rows) });
  const corrected = new Map(done.map((row) => [row.id, row]));
  const events = given.flatMap((one): NewEvent[] => {
    const row = corrected.get(one.id);
    if (row === undefined) return [];
    return [
      {
        kind: 'assessment.corrected',
        programmeId: context.programmeId,
        personId: one.personId,
        caseId: one.caseId,
        happenedOn: one.assessedOn ?? one.referredOn ?? context.today,
        payload: { recordId: one.id, changes: changesBetween(row.before, row.after), imported: true },
      },
    ];
  });
  await recordEvents(context.tx, context.actor, events);
  return new Set(corrected.keys());
}

/** The version and case of each of these assessments. */
export function assessmentVersions(sql: Sql, ids: string[]) {
  return store.assessmentVersions(sql, { ids });
}
