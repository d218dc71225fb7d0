/** Saying what a piece of evidence proves, where that was left to somebody who looks at it. */
import { type Static, Type } from 'typebox';
import { type Context, notFound, type Route, redirect, route } from '../access/rules/route.ts';
import { casePage, casePath } from '../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../cases/actions/record.ts';
import { versionOf } from '../kit/record-form.ts';
import { findEvidence } from './actions/evidence.ts';
import { progressOfCase } from './actions/progress.ts';
import { proveMore } from './actions/record-evidence.ts';
import { tickedNeeds } from './evidence-form.ts';
import { provesHtml } from './pages/evidence-proves.ts';
import { mayProveMore, needText } from './rules/evidence.ts';
import { allNeeds } from './rules/evidence-needs.ts';

const params = Type.Object({ ...caseParams.properties, evidenceId: Type.String({ format: 'uuid' }) });
type PieceContext = Context<Static<typeof params>, unknown, CaseHead>;

/** A piece that stands, and what the contracts ask for besides what it proves. */
async function pieceOf({ db, clock, record, params: { evidenceId } }: PieceContext) {
  const piece = await findEvidence(db, record.caseId, evidenceId);
  if (piece === null || !mayProveMore(piece)) return notFound();
  const progress = await progressOfCase(db, record, clock.today().toString());
  const held = new Set(piece.needs.map(needText));
  const offered = allNeeds(progress.map(({ contract }) => contract)).filter(({ need }) => !held.has(needText(need)));
  return { piece, offered };
}

function provesPage(
  { clock, record, csrf }: PieceContext,
  view: Awaited<ReturnType<typeof pieceOf>>,
  problem: string | null = null,
) {
  return casePage({
    ...{ head: record, today: clock.today(), current: 'evidence', title: 'What it proves' },
    ...(problem === null ? {} : { status: 422, error: true }),
    main: provesHtml({ ...view, path: casePath(record.caseId, 'evidence'), csrf, problem }),
  });
}

const asking = route({
  method: 'GET',
  path: '/cases/:caseId/evidence/:evidenceId/proves',
  can: 'case.record',
  audit: { read: 'evidence' },
  params,
  record: caseRecord,
  async handle(context) {
    return provesPage(context, await pieceOf(context));
  },
});

const tick = route({
  method: 'POST',
  path: '/cases/:caseId/evidence/:evidenceId/proves',
  can: 'case.record',
  audit: { event: 'claim.evidence ticked' },
  params,
  record: caseRecord,
  async handle(context) {
    const { db, clock, actor, record, body } = context;
    const view = await pieceOf(context);
    const needs = tickedNeeds(
      body,
      view.offered.map(({ need }) => need),
    );
    if (needs.length === 0) return provesPage(context, view, 'Choose what it proves');
    const { caseId, personId, programmeId } = record;
    const change = { id: view.piece.id, version: versionOf(body), needs };
    const done = await proveMore(db, actor, { caseId, personId, programmeId }, change, clock.today().toString());
    return redirect(
      casePath(caseId, 'evidence'),
      done ? 'What it proves was saved' : 'It was changed in the meantime. Nothing was saved: look again',
    );
  },
});

/** What evidence proves. */
export const provesRoutes: readonly Route[] = [asking, tick];
