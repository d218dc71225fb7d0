/** Attachments, moves, assessments, steps towards work, jobs and claims: rows that belong to a case. */
import { assessmentVersions, correctImportedAssessments, importAssessments } from '../../assessment/actions/import.ts';
import {
  attachmentVersions,
  correctImportedAttachments,
  importAreaChanges,
  importAttachments,
} from '../../cases/actions/import.ts';
import { importClaims } from '../../claims/actions/import.ts';
import { correctImportedJobs, importActivities, importJobs, jobVersions } from '../../work/actions/import.ts';
import type * as rows from '../rules/rows.ts';
import { readers } from '../rules/rows.ts';
import { type Base, type Kind, namesById, never, type Placed, place, places, versionsById } from './kind.ts';

const toAttachment = (base: Base, row: Placed<rows.AttachmentFacts>) => ({
  ...row.owner,
  attachedOn: row.facts.attachedOn,
  keyWorker: row.facts.keyWorker,
  keyWorkerId: row.facts.keyWorker === null ? null : (base.staff.get(row.facts.keyWorker.toLowerCase())?.id ?? null),
});

export const attachments: Kind<rows.AttachmentFacts> = {
  file: 'attachments.csv',
  read: readers['attachments.csv'],
  keyColumn: 'referral_id',
  ownerColumn: 'referral_id',
  versioned: true,
  isCase: true,
  async standing(sql, ids) {
    const found = await attachmentVersions(sql, ids);
    return new Map(found.map((row) => [row.id, { version: row.reassigned ? null : row.version, caseId: row.id }]));
  },
  async taken(sql, _, given) {
    const there = await attachmentVersions(
      sql,
      given.map((row) => row.owner.caseId),
    );
    const ids = new Set(there.map((row) => row.id));
    const clash = given.filter((row) => ids.has(row.owner.caseId));
    return new Map(clash.map((row) => [row.key, 'is attached in Newel already']));
  },
  insert: (context, base, given) =>
    importAttachments(
      context,
      given.map((row) => toAttachment(base, row)),
    ),
  correct: (context, base, given) =>
    correctImportedAttachments(
      context,
      given.map((row) => ({ ...toAttachment(base, row), version: row.version })),
      namesById(base),
    ),
};

export const areaChanges: Kind<rows.AreaChangeFacts> = {
  file: 'area_changes.csv',
  read: readers['area_changes.csv'],
  keyColumn: null,
  ownerColumn: 'referral_id',
  versioned: true,
  ...never,
  insert: (context, base, given) =>
    importAreaChanges(
      context,
      given.map(({ id, owner, facts }) => ({
        ...owner,
        id,
        changedOn: facts.changedOn,
        from: facts.from === null ? null : place(base, facts.from),
        to: place(base, facts.to),
      })),
      places(base),
    ),
};

const toAssessment = (base: Base, row: Placed<rows.AssessmentFacts>) => ({
  ...row.owner,
  ...row.facts,
  id: row.id,
  sourceRef: row.key,
  instrumentVersionId: base.instrumentVersionId,
});

export const assessments: Kind<rows.AssessmentFacts> = {
  file: 'assessments.csv',
  read: readers['assessments.csv'],
  keyColumn: 'assessment_id',
  ownerColumn: 'referral_id',
  versioned: true,
  standing: async (sql, ids) => versionsById(await assessmentVersions(sql, ids)),
  insert: (context, base, given) =>
    importAssessments(
      context,
      base.instrument,
      given.map((row) => toAssessment(base, row)),
    ),
  correct: (context, base, given) =>
    correctImportedAssessments(
      context,
      given.map((row) => ({ ...toAssessment(base, row), version: row.version })),
    ),
};

export const activities: Kind<rows.ActivityFacts> = {
  file: 'activities.csv',
  read: readers['activities.csv'],
  keyColumn: null,
  ownerColumn: 'referral_id',
  versioned: true,
  ...never,
  insert: (context, _, given) =>
    importActivities(
      context,
      given.map(({ id, owner, facts }) => ({ ...owner, ...facts, id })),
    ),
};

export const jobs: Kind<rows.JobFacts> = {
  file: 'jobs.csv',
  read: readers['jobs.csv'],
  keyColumn: 'job_id',
  ownerColumn: 'referral_id',
  versioned: true,
  standing: async (sql, ids) => versionsById(await jobVersions(sql, ids)),
  insert: (context, _, given) =>
    importJobs(
      context,
      given.map(({ id, key, owner, facts }) => ({ ...owner, ...facts, id, sourceRef: key })),
    ),
  correct: (context, _, given) =>
    correctImportedJobs(
      context,
      given.map(({ id, key, owner, facts, version }) => ({ ...owner, ...facts, id, sourceRef: key, version })),
    ),
};

export const claims: Kind<rows.ClaimFacts> = {
  file: 'claims.csv',
  read: readers['claims.csv'],
  keyColumn: null,
  ownerColumn: 'referral_id',
  versioned: true,
  ...never,
  insert: (context, _, given) =>
    importClaims(
      context,
      given.map(({ id, owner, facts }) => ({ ...owner, ...facts, id })),
    ),
};
