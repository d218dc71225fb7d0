import { Type } from 'typebox';
import { notFound, page, type RecordLoader, type Route, redirect, route } from '../../access/rules/route.ts';
import { readForm } from '../../kit/form.ts';
import { type PassOn, passingAt } from '../actions/assign.ts';
import { workersFor } from '../actions/lists.ts';
import { casesToGive, findReassignment, putBack, reassignMany, reassignmentOf } from '../actions/reassign.ts';
import { doneHtml, whoseHtml } from '../pages/reassign.ts';
import { idsFrom, listOf, movesFrom, shareOut, sharesOf } from '../rules/reassign.ts';
import { previewPage, programmeFrom, questionsOn, takersOf, takersPage, typedOf } from './reassign-steps.ts';

const reassignmentRecord: RecordLoader<{ row: NonNullable<Awaited<ReturnType<typeof findReassignment>>> }> = {
  param: 'reassignmentId',
  async load(sql, id) {
    const row = await findReassignment(sql, id);
    return row === null ? null : { programmeId: row.programme_id, row };
  },
};
const params = Type.Object({ reassignmentId: Type.String({ format: 'uuid' }) });

/** Giving many cases away at once. `onReassign` moves what other rooms have planned. */
export const reassignRoutes = (onReassign: readonly PassOn[]): readonly Route[] => [
  route({
    method: 'GET',
    path: '/reassign',
    can: 'case.reassign',
    audit: { read: 'cases to give to others' },
    query: Type.Object({ worker: Type.Optional(Type.Union([Type.String({ format: 'uuid' }), Type.Literal('')])) }),
    async handle(context) {
      const workers = await workersFor(context.db, context.actor, 'case.reassign');
      const { worker } = context.query;
      if (!worker) return page({ title: 'Give cases to other key workers', main: whoseHtml(workers) });
      const whose = workers.find((one) => one.id === worker) ?? notFound();
      return takersPage(context, { programmeId: whose.programmeId, of: { staffId: whose.id } });
    },
  }),
  route({
    method: 'POST',
    path: '/reassign/plan',
    can: 'case.reassign',
    audit: { read: 'cases to give to others' },
    async handle(context) {
      const { body, clock, db, actor } = context;
      const programmeId = programmeFrom(context, body.programme);
      const of = { caseIds: idsFrom(listOf(body.case)) };
      const [typed, chosen] = [typedOf(body), idsFrom(listOf(body.to))];
      if (body.step !== 'preview') return takersPage(context, { programmeId, of, typed, chosen });
      const { takers } = await takersOf(context, programmeId);
      const taking = takers.filter(({ id }) => chosen.includes(id));
      const read = readForm(questionsOn(clock.today().toString()), body);
      const errors = {
        ...(taking.length === 0 ? { to: 'Tick who takes them' } : {}),
        ...(read.ok ? {} : read.errors),
      };
      if (!read.ok || taking.length === 0) return takersPage(context, { programmeId, of, typed, chosen, errors });
      const all = await casesToGive(db, actor, programmeId, of);
      // Who takes some keeps what they have of these already.
      const cases = all.filter((one) => !taking.some(({ id }) => id === one.keyWorkerId));
      if (cases.length === 0)
        return takersPage(context, {
          programmeId,
          of,
          typed,
          chosen,
          errors: { to: 'They have these cases already. Tick somebody else' },
        });
      const shared = shareOut(cases, taking);
      return previewPage(context, {
        programmeId,
        typed,
        values: read.values,
        moves: cases.map(({ caseId, version }) => ({ caseId, version, staffId: shared.get(caseId) as string })),
        attached: new Set(cases.filter((one) => one.attached).map(({ caseId }) => caseId)),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/reassign',
    can: 'case.reassign',
    audit: { event: 'case.reassigned' },
    async handle(context) {
      const { body, clock, db, actor } = context;
      const programmeId = programmeFrom(context, body.programme);
      const typed = typedOf(body);
      const { takers, guide } = await takersOf(context, programmeId);
      const moves = movesFrom(listOf(body.move)).filter((move) => takers.some(({ id }) => id === move.staffId));
      const caseIds = moves.map(({ caseId }) => caseId);
      const read = readForm(questionsOn(clock.today().toString()), body);
      if (!read.ok || moves.length === 0)
        return takersPage(context, {
          programmeId,
          of: { caseIds },
          typed,
          errors: read.ok ? { to: 'Tick who takes them' } : read.errors,
        });
      const now = await casesToGive(db, actor, programmeId, { caseIds });
      const attached = new Set(now.filter((one) => one.attached).map(({ caseId }) => caseId));
      const shares = sharesOf(
        moves.map(({ caseId }) => ({ caseId, attached: attached.has(caseId) })),
        new Map(moves.map((move) => [move.caseId, move.staffId])),
        takers,
        guide?.to ?? null,
      );
      const aboveGuide = shares.some(({ above }) => above > 0);
      const plan = { programmeId, typed, values: read.values, attached };
      if (aboveGuide && body.above !== 'yes')
        return previewPage(context, {
          ...plan,
          moves,
          errors: { above: 'Tick that you go above the guide, or change who takes them' },
        });
      const done = await reassignMany(
        db,
        actor,
        {
          programmeId,
          moves,
          staff: takers,
          startsOn: String(read.values.starts_on),
          reason: String(read.values.reason),
          handover: read.values.handover as string | null,
          aboveGuide,
          passOver: body.pass_over === 'yes',
        },
        passingAt(onReassign, clock),
      );
      if (done.outcome === 'given') return redirect(`/reassign/${done.id}`, 'Cases given to other key workers');
      if (done.outcome === 'over limit') return previewPage(context, { ...plan, moves, errors: { above: done.text } });
      const left = new Set(done.left.map(({ caseId }) => caseId));
      const there = new Set(now.map(({ caseId }) => caseId));
      return previewPage(context, {
        ...plan,
        moves: moves.filter(({ caseId }) => there.has(caseId) && !left.has(caseId)),
        left: done.left,
      });
    },
  }),
  route({
    method: 'GET',
    path: '/reassign/:reassignmentId',
    can: 'case.reassign',
    audit: { read: 'cases given to others' },
    params,
    record: reassignmentRecord,
    async handle({ db, actor, csrf, record }) {
      const done = await reassignmentOf(db, actor, record.row);
      return page({
        title: 'Cases given to other key workers',
        back: { href: '/caseload', text: 'Caseload' },
        main: doneHtml(done, csrf),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/reassign/:reassignmentId/put-back',
    can: 'case.reassign',
    audit: { event: 'case.put back' },
    params,
    record: reassignmentRecord,
    async handle({ db, actor, clock, record }) {
      const outcome = await putBack(db, actor, record.row, passingAt(onReassign, clock));
      const words =
        outcome === 'put back'
          ? 'Put back. Each person is with the key worker before again'
          : 'Nothing was put back: some of these cases were changed since';
      return redirect(`/reassign/${record.row.id}`, words);
    },
  }),
];
