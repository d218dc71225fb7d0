import { type Static, Type } from 'typebox';
import { can } from '../access/rules/policy.ts';
import { type Context, notFound, type Route, redirect, route } from '../access/rules/route.ts';
import { caseForm } from '../cases/actions/case-form.ts';
import { casePage, casePath } from '../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord, documentOf } from '../cases/actions/record.ts';
import { conflict } from '../kit/conflict.ts';
import { answersAsAsked, type Errors, readForm, typedFrom } from '../kit/form.ts';
import { versionOf } from '../kit/record-form.ts';
import { takenElsewhere } from './actions/beside.ts';
import { type Claim, claimsOf, correctClaim, fileClaim, findClaim } from './actions/claims.ts';
import { liveClaimsOf } from './actions/life.ts';
import { progressOfCase } from './actions/progress.ts';
import { auditRoutes } from './audit-routes.ts';
import { employerRoutes } from './employer-routes.ts';
import { evidenceRoutes } from './evidence-routes.ts';
import { fileRoutes } from './file-routes.ts';
import { listRoutes } from './list-routes.ts';
import { livePart, liveRoutes } from './live-routes.ts';
import { claimsHtml } from './pages/claims.ts';
import { contractHtml } from './pages/contract.ts';
import { provesRoutes } from './proves-routes.ts';
import { claimFrom, claimQuestions } from './rules.ts';
import { statementRoutes } from './statement-routes.ts';
import { tradingRoutes } from './trading-routes.ts';
import { waitingRoutes } from './waiting-routes.ts';

const claimParams = Type.Object({ ...caseParams.properties, claimId: Type.String({ format: 'uuid' }) });
type ClaimContext = Context<Static<typeof claimParams>, unknown, CaseHead>;
type CaseContext = Pick<ClaimContext, 'db' | 'clock' | 'record' | 'csrf'>;

const milestonesOf = ({ clock, record }: Pick<CaseContext, 'clock' | 'record'>) =>
  documentOf(record, clock.today().toString())?.milestones ?? [];
const caseRef = ({ caseId, personId, programmeId }: CaseHead) => ({ caseId, personId, programmeId });

const list = route({
  method: 'GET',
  path: '/cases/:caseId/claims',
  can: 'case.read',
  audit: { read: 'claims' },
  params: caseParams,
  record: caseRecord,
  async handle(context) {
    const { db, clock, actor, record, csrf } = context;
    const progress = await progressOfCase(db, record, clock.today().toString());
    const live = await liveClaimsOf(db, record.caseId);
    const main = claimsHtml({
      live: livePart({
        ...{ live, progress, caseId: record.caseId, programmeId: record.programmeId, csrf },
        elsewhere: await takenElsewhere(db, record),
        mayPrepare: can(actor, 'claim.prepare', record),
      }),
      contracts: progress.map(contractHtml),
      caseId: record.caseId,
      claims: await claimsOf(db, record.caseId),
      milestones: milestonesOf(context),
      mayRecord: can(actor, 'claim.record', record),
    });
    return casePage({ head: record, today: clock.today(), current: 'claims', title: 'Claims', main });
  },
});

const newForm = route({
  method: 'GET',
  path: '/cases/:caseId/claims/new',
  can: 'claim.record',
  audit: { read: 'claims' },
  params: caseParams,
  record: caseRecord,
  async handle(context) {
    const questions = claimQuestions({ today: context.clock.today().toString(), milestones: milestonesOf(context) });
    return caseForm(context, 'claims', { title: 'Add a claim', path: 'new', questions, typed: {} });
  },
});

const create = route({
  method: 'POST',
  path: '/cases/:caseId/claims/new',
  can: 'claim.record',
  audit: { event: 'claim.filed' },
  params: caseParams,
  record: caseRecord,
  async handle(context) {
    const { db, clock, actor, record, body } = context;
    const today = clock.today().toString();
    const milestones = milestonesOf(context);
    const questions = claimQuestions({ today, milestones });
    const again = (errors: Errors) =>
      caseForm(context, 'claims', { title: 'Add a claim', path: 'new', questions, typed: body, errors, status: 422 });
    const read = readForm(questions, body);
    if (!read.ok) return again(read.errors);
    const saved = await fileClaim(
      db,
      actor,
      caseRef(record),
      claimFrom(read.values),
      milestones,
      answersAsAsked(questions, read.values),
      today,
    );
    if (saved.outcome === 'refused') return again(saved.errors);
    return redirect(casePath(record.caseId, 'claims'), 'Claim saved');
  },
});

const claimOf = async ({ db, record, params }: ClaimContext): Promise<Claim> =>
  (await findClaim(db, record.caseId, params.claimId)) ?? notFound();

const correctForm = route({
  method: 'GET',
  path: '/cases/:caseId/claims/:claimId/correct',
  can: 'claim.record',
  audit: { read: 'claims' },
  params: claimParams,
  record: caseRecord,
  async handle(context) {
    const { id, version, ...standing } = await claimOf(context);
    const today = context.clock.today().toString();
    const questions = claimQuestions({ today, milestones: milestonesOf(context), standing });
    return caseForm(context, 'claims', {
      title: 'Correct a claim',
      path: `${id}/correct`,
      questions,
      typed: typedFrom(questions, standing),
      version,
    });
  },
});

const correct = route({
  method: 'POST',
  path: '/cases/:caseId/claims/:claimId/correct',
  can: 'claim.record',
  audit: { event: 'claim.corrected' },
  params: claimParams,
  record: caseRecord,
  async handle(context) {
    const { db, clock, actor, record, body } = context;
    const standing = await claimOf(context);
    const today = clock.today().toString();
    const milestones = milestonesOf(context);
    const questions = claimQuestions({ today, milestones, standing });
    const version = versionOf(body);
    const view = { title: 'Correct a claim', path: `${standing.id}/correct`, questions, typed: body };
    const again = (errors: Errors) => caseForm(context, 'claims', { ...view, version, errors, status: 422 });
    const read = readForm(questions, body);
    if (!read.ok) return again(read.errors);
    const change = { id: standing.id, version, claim: claimFrom(read.values) };
    const saved = await correctClaim(db, actor, caseRef(record), change, milestones, today);
    if (saved.outcome === 'refused') return again(saved.errors);
    if (saved.outcome === 'gone') return notFound();
    if (saved.outcome === 'stale') {
      const { milestone, claimedOn } = saved.saved;
      return caseForm(context, 'claims', {
        ...view,
        version: saved.saved.version,
        above: conflict(questions, { milestone, claimedOn }, read.values),
        status: 409,
      });
    }
    return redirect(casePath(record.caseId, 'claims'), 'Claim saved');
  },
});

export const routes: readonly Route[] = [
  list,
  newForm,
  create,
  correctForm,
  correct,
  ...evidenceRoutes,
  ...provesRoutes,
  ...employerRoutes,
  ...tradingRoutes,
  ...listRoutes,
  ...liveRoutes,
  ...waitingRoutes,
  ...statementRoutes,
  ...fileRoutes,
  ...auditRoutes,
];
