/** Claims of a case that are made here: preparing one, and everything that becomes of it. */
import { type Static, Type } from 'typebox';
import { can } from '../access/rules/policy.ts';
import { type Context, notFound, type Page, type Route, redirect, route } from '../access/rules/route.ts';
import { casePage, casePath } from '../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../cases/actions/record.ts';
import { transaction } from '../kit/db.ts';
import { type Errors, readForm, typedText } from '../kit/form.ts';
import { type Html, html } from '../kit/html.ts';
import { versionOf } from '../kit/record-form.ts';
import { errorSummary } from '../kit/ui/index.ts';
import { isSame, type Standing } from './actions/beside.ts';
import { type At, explainClaim, findLiveClaim, type LiveClaim, moveClaims, prepareClaim } from './actions/life.ts';
import type { progressOfCase } from './actions/progress.ts';
import { claimHtml, moveQuestions } from './pages/claim.ts';
import { liveClaimsHtml, preparableHtml } from './pages/live.ts';
import { type ClaimMove, type ClaimPart, claimMoveNames, moveOf, movesAfter } from './rules/claim-states.ts';

const liveParams = Type.Object({ ...caseParams.properties, liveClaimId: Type.String({ format: 'uuid' }) });
type LiveContext = Context<Static<typeof liveParams>, unknown, CaseHead>;

/** When it is done. */
export const atOf = ({ clock }: Pick<LiveContext, 'clock'>): At => ({
  now: clock.now(),
  today: clock.today().toString(),
});

/** What can be claimed of a case and what was claimed here, for the page of its claims. */
export function livePart(view: {
  live: readonly LiveClaim[];
  /** What keeps a milestone from being claimed in the person's other cases. */
  elsewhere: readonly Standing[];
  programmeId: string;
  progress: Awaited<ReturnType<typeof progressOfCase>>;
  caseId: string;
  mayPrepare: boolean;
  csrf: Html;
}): Html {
  const { live, elsewhere, programmeId, progress, caseId, mayPrepare, csrf } = view;
  const contracts = new Map(progress.map(({ contract }) => [contract.key, contract]));
  const labelOf = (contract: string, milestone: string) =>
    contracts.get(contract)?.milestones.find(({ key }) => key === milestone)?.label ?? milestone;
  const taken = (contract: string, milestone: string) =>
    live.some((one) => one.contract === contract && one.milestone === milestone && one.state !== 'withdrawn') ||
    elsewhere.some((one) => isSame(one, { contract, milestone, programme_id: programmeId }));
  const of = progress.flatMap(({ contract, states }) =>
    states
      .filter(({ status, milestone }) => status === 'claimable' && !taken(contract.key, milestone))
      .map((state) => ({ contract, state })),
  );
  return html`${preparableHtml({ caseId, of, mayPrepare, csrf })}${liveClaimsHtml({ claims: live, labelOf })}`;
}

const prepare = route({
  method: 'POST',
  path: '/cases/:caseId/claims/prepare',
  can: 'claim.prepare',
  audit: { event: 'claim.prepared' },
  params: caseParams,
  record: caseRecord,
  async handle(context) {
    const { db, actor, record, body, clock } = context;
    const asked = { contract: typedText(body, 'contract'), milestone: typedText(body, 'milestone') };
    const { caseId, personId, programmeId } = record;
    const done = await transaction(db, (tx) =>
      prepareClaim(tx, actor, { caseId, personId, programmeId }, asked, atOf(context)),
    );
    if (done.outcome === 'prepared')
      return redirect(`${casePath(caseId, 'claims')}/${done.id}`, 'Claim prepared. Somebody else checks it next');
    return casePage({
      ...{ head: record, today: clock.today(), current: 'claims', title: 'Claims', status: 422, error: true },
      main: html`${errorSummary({ titleText: 'There is a problem', errorList: [{ text: done.problem }] })}<h1 class="govuk-heading-l">Nothing was prepared</h1>
<p class="govuk-body"><a class="govuk-link" href="${casePath(caseId, 'claims')}">Back to the claims</a></p>`,
    });
  },
});

const permissionOf = (part: ClaimPart) => `claim.${part}` as const;

async function onePage(
  context: LiveContext,
  found: NonNullable<Awaited<ReturnType<typeof findLiveClaim>>>,
  wrong?: { errors: Errors; status: number },
): Promise<Page> {
  const { db, actor, record, clock, csrf, body } = context;
  const { claim } = found;
  const may = movesAfter(claim.state).filter((name) => can(actor, permissionOf(moveOf(name).part), record));
  const today = clock.today().toString();
  const explained = await explainClaim(db, claim, today);
  const questions = moveQuestions(claim, may, explained.contract, today, found.twice.length > 0);
  const { errors = {}, ...status } = wrong ?? {};
  return casePage({
    ...{ head: record, today: clock.today(), current: 'claims', title: `Claim ${claim.reference}` },
    ...(wrong === undefined ? {} : { ...status, error: true }),
    main: claimHtml({ ...found, ...explained, may, questions, typed: body ?? {}, errors, csrf }),
  });
}

const one = route({
  method: 'GET',
  path: '/cases/:caseId/claims/:liveClaimId',
  can: 'case.read',
  audit: { read: 'claim' },
  params: liveParams,
  record: caseRecord,
  async handle(context) {
    const { db, record, params } = context;
    const found = await findLiveClaim(db, record.caseId, params.liveClaimId);
    return found === null ? notFound() : onePage({ ...context, body: {} }, found);
  },
});

const moved = route({
  method: 'POST',
  path: '/cases/:caseId/claims/:liveClaimId',
  can: 'claim.prepare',
  audit: { event: 'claim.moved' },
  params: liveParams,
  record: caseRecord,
  async handle(context) {
    const { db, actor, record, params, body } = context;
    const found = await findLiveClaim(db, record.caseId, params.liveClaimId);
    if (found === null) return notFound();
    const { claim } = found;
    const may = movesAfter(claim.state).filter((name) => can(actor, permissionOf(moveOf(name).part), record));
    const today = context.clock.today().toString();
    const { contract } = await explainClaim(db, claim, today);
    const read = readForm(moveQuestions(claim, may, contract, today), body);
    if (!read.ok) return onePage(context, found, { errors: read.errors, status: 422 });
    const move = claimMoveNames.find((name): name is ClaimMove => name === read.values.move);
    if (move === undefined || !may.includes(move))
      return onePage(context, found, { errors: { move: 'Choose what is done' }, status: 422 });
    const given = {
      reason: (read.values.reason as string | null) ?? null,
      pence: moveOf(move).amount ? ((read.values.amount as number | null | undefined) ?? null) : null,
      day: moveOf(move).dated ? ((read.values.day as string | null | undefined) ?? null) : null,
    };
    const asked = { id: claim.id, version: versionOf(body), move, given };
    const done = (await transaction(db, (tx) => moveClaims(tx, actor, [asked], atOf(context)))).get(claim.id);
    if (done?.outcome === 'moved')
      return redirect(`${casePath(record.caseId, 'claims')}/${claim.id}`, moveOf(move).done);
    const problem =
      done?.outcome === 'refused'
        ? done.problems.join('. ')
        : 'Somebody moved this claim in the meantime. Look at it again';
    const now = (await findLiveClaim(db, record.caseId, claim.id)) ?? notFound();
    return onePage(context, now, { errors: { move: problem }, status: done?.outcome === 'refused' ? 422 : 409 });
  },
});

/** Preparing a claim, looking at it and moving it. */
export const liveRoutes: readonly Route[] = [prepare, one, moved];
