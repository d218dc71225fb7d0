/** Evidence of a case: what is needed and held, adding, downloading, withdrawing. */
import { type Static, Type } from 'typebox';
import { can } from '../access/rules/policy.ts';
import { type Context, file, notFound, type Route, redirect, route } from '../access/rules/route.ts';
import { caseForm } from '../cases/actions/case-form.ts';
import { casePage, casePath } from '../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../cases/actions/record.ts';
import type { Sql } from '../kit/db.ts';
import { type Errors, type Question, readForm } from '../kit/form.ts';
import { versionOf } from '../kit/record-form.ts';
import { together } from '../kit/together.ts';
import { jobsOf } from '../work/actions/jobs.ts';
import { bundleContent, bundlesOf } from './actions/bundle.ts';
import { questionsOf } from './actions/employer.ts';
import { evidenceFile, evidenceOf, findEvidence } from './actions/evidence.ts';
import { progressOfCase } from './actions/progress.ts';
import { checkFiles, recordEvidence, withdrawEvidence } from './actions/record-evidence.ts';
import { scanBy } from './actions/scan.ts';
import { evidenceFrom, evidenceQuestions, jobText, tickedNeeds } from './evidence-form.ts';
import { bundlesHtml } from './pages/bundles.ts';
import { questionsHtml } from './pages/employer.ts';
import { evidenceHtml } from './pages/evidence.ts';
import { evidenceFormHtml } from './pages/evidence-new.ts';
import { ledgersHtml } from './pages/trading.ts';
import { evidenceTitle, needText } from './rules/evidence.ts';
import { fileLimits } from './rules/evidence-file.ts';
import { allNeeds, needsOf } from './rules/evidence-needs.ts';

const pieceParams = Type.Object({ ...caseParams.properties, evidenceId: Type.String({ format: 'uuid' }) });
const fileParams = Type.Object({ ...caseParams.properties, evidenceFileId: Type.String({ format: 'uuid' }) });
const bundleParams = Type.Object({
  ...caseParams.properties,
  bundleId: Type.String({ format: 'uuid' }),
  bundleAs: Type.Enum(['pdf', 'zip']),
});
type CaseContext = Context<Static<typeof caseParams>, unknown, CaseHead>;
type PieceContext = Context<Static<typeof pieceParams>, unknown, CaseHead>;

const ofCase = ({ caseId, personId, programmeId }: CaseHead) => ({ caseId, personId, programmeId });

const list = route({
  method: 'GET',
  path: '/cases/:caseId/evidence',
  can: 'case.read',
  audit: { read: 'evidence' },
  params: caseParams,
  record: caseRecord,
  async handle({ db, clock, actor, record, csrf }) {
    const { caseId } = record;
    const progress = await progressOfCase(db, record, clock.today().toString());
    const [evidence, bundles, questions, jobs] = await together(db, [
      (sql: Sql) => evidenceOf(sql, caseId),
      (sql: Sql) => bundlesOf(sql, caseId),
      (sql: Sql) => questionsOf(sql, caseId, clock.now()),
      (sql: Sql) => jobsOf(sql, caseId),
    ]);
    const mayRecord = can(actor, 'case.record', record);
    const jobNames = Object.fromEntries(jobs.map((job) => [job.id, jobText(job)]));
    const contracts = progress.map((one) => ({ name: one.contract.name, milestones: needsOf(one, evidence) }));
    const offered = allNeeds(progress.map(({ contract }) => contract));
    const main = evidenceHtml({
      ...{ caseId, contracts, evidence },
      labels: Object.fromEntries(offered.map(({ need, label }) => [needText(need), label])),
      mayRecord,
      beneath: [
        ledgersHtml(
          caseId,
          jobs.filter(({ selfEmployed }) => selfEmployed === true).map((job) => ({ id: job.id, name: jobText(job) })),
        ),
        questionsHtml({ caseId, csrf, questions, jobs: jobNames, mayRecord }),
        bundlesHtml(caseId, bundles, progress),
      ],
    });
    return casePage({ head: record, today: clock.today(), current: 'evidence', title: 'Evidence', main });
  },
});

/** What the form offers: questions about the jobs of the case, and what its contracts ask for. */
async function formOf({ db, clock, record }: Pick<CaseContext, 'db' | 'clock' | 'record'>) {
  const today = clock.today().toString();
  const progress = await progressOfCase(db, record, today);
  return {
    questions: evidenceQuestions({ today, jobs: await jobsOf(db, record.caseId) }),
    offered: allNeeds(progress.map(({ contract }) => contract)),
  };
}

const newForm = route({
  method: 'GET',
  path: '/cases/:caseId/evidence/new',
  can: 'case.record',
  audit: { read: 'evidence' },
  params: caseParams,
  record: caseRecord,
  async handle(context) {
    const { clock, record, csrf } = context;
    const main = evidenceFormHtml({
      ...(await formOf(context)),
      ...{ caseId: record.caseId, csrf, typed: {}, ticked: [], again: false },
    });
    return casePage({ head: record, today: clock.today(), current: 'evidence', title: 'Add evidence', main });
  },
});

const create = route({
  method: 'POST',
  path: '/cases/:caseId/evidence/new',
  can: 'case.record',
  audit: { event: 'claim.evidence recorded' },
  params: caseParams,
  record: caseRecord,
  uploadLimit: fileLimits.upload,
  async handle(context) {
    const { db, clock, actor, record, body, csrf, uploads } = context;
    const { questions, offered } = await formOf(context);
    const ticked = tickedNeeds(
      body,
      offered.map(({ need }) => need),
    );
    const again = (errors: Errors) =>
      casePage({
        ...{ head: record, today: clock.today(), current: 'evidence', title: 'Add evidence', status: 422, error: true },
        main: evidenceFormHtml({
          ...{ caseId: record.caseId, csrf, questions, typed: body, errors, offered },
          ...{ ticked: ticked.map(needText), again: uploads.length > 0 },
        }),
      });
    const read = readForm(questions, body);
    const errors: Errors = read.ok ? {} : { ...read.errors };
    if (ticked.length === 0) errors.needs = 'Choose what it proves';
    const { coversFrom, coversTo } = read.ok ? read.values : {};
    if (typeof coversFrom === 'string' && typeof coversTo === 'string' && coversTo < coversFrom)
      errors.coversTo = 'The last day must be the first day or later';
    if (!read.ok || Object.keys(errors).length > 0) return again(errors);
    const checked = await checkFiles(uploads, scanBy(process.env.NEWEL_SCAN));
    if (!checked.ok) return again({ files: checked.problem });
    const today = clock.today().toString();
    const saved = await recordEvidence(
      db,
      actor,
      ofCase(record),
      evidenceFrom(read.values, ticked),
      checked.files,
      today,
    );
    if (saved.outcome === 'refused') return again({ files: saved.problem });
    return redirect(casePath(record.caseId, 'evidence'), 'Evidence saved');
  },
});

const download = route({
  method: 'GET',
  path: '/cases/:caseId/evidence/files/:evidenceFileId',
  can: 'case.read',
  audit: { read: 'evidence file' },
  params: fileParams,
  record: caseRecord,
  async handle({ db, record, params }) {
    const { name, type, content } = (await evidenceFile(db, record.caseId, params.evidenceFileId)) ?? notFound();
    return file({ name, type, body: content });
  },
});

const bundle = route({
  method: 'GET',
  path: '/cases/:caseId/bundles/:bundleId/:bundleAs',
  can: 'case.read',
  audit: { read: 'bundle of a claim' },
  params: bundleParams,
  record: caseRecord,
  async handle({ db, record, params: { bundleId: id, bundleAs: as } }) {
    const body = (await bundleContent(db, { caseId: record.caseId, id, as })) ?? notFound();
    return file({ name: `claim.${as}`, type: as === 'pdf' ? 'application/pdf' : 'application/zip', body });
  },
});

const why: Question[] = [
  {
    ...{ kind: 'long text', name: 'reason', label: 'Why does it not count?', most: 500, rows: 3 },
    hint: 'For example, it is about somebody else. It stays on file with what you say here.',
    required: 'Say why it does not count',
  },
];
const standing = async ({ db, record, params }: PieceContext) => {
  const found = await findEvidence(db, record.caseId, params.evidenceId);
  return found === null || found.withdrawn !== null ? notFound() : found;
};

const withdrawForm = route({
  method: 'GET',
  path: '/cases/:caseId/evidence/:evidenceId/withdraw',
  can: 'case.record',
  audit: { read: 'evidence' },
  params: pieceParams,
  record: caseRecord,
  async handle(context) {
    const found = await standing(context);
    return caseForm(context, 'evidence', {
      ...{ title: `Withdraw: ${evidenceTitle(found)}`, path: `${found.id}/withdraw`, questions: why, typed: {} },
      ...{ version: found.version, save: 'Withdraw' },
    });
  },
});

const withdraw = route({
  method: 'POST',
  path: '/cases/:caseId/evidence/:evidenceId/withdraw',
  can: 'case.record',
  audit: { event: 'claim.evidence withdrawn' },
  params: pieceParams,
  record: caseRecord,
  async handle(context) {
    const { db, clock, actor, record, body } = context;
    const found = await standing(context);
    const read = readForm(why, body);
    const version = versionOf(body);
    const view = { title: `Withdraw: ${evidenceTitle(found)}`, path: `${found.id}/withdraw`, questions: why };
    if (!read.ok)
      return caseForm(context, 'evidence', {
        ...{ ...view, typed: body, errors: read.errors, version, save: 'Withdraw', status: 422 },
      });
    const change = { id: found.id, version, reason: String(read.values.reason) };
    const done = await withdrawEvidence(db, actor, ofCase(record), change, clock.today().toString());
    const to = casePath(record.caseId, 'evidence');
    return redirect(
      to,
      done ? 'Evidence withdrawn' : 'It was changed in the meantime. Nothing was withdrawn: look again',
    );
  },
});

/** Evidence of a case. */
export const evidenceRoutes: readonly Route[] = [list, newForm, create, download, bundle, withdrawForm, withdraw];
