import { Type } from 'typebox';
import { can, programmesOf } from '../../access/rules/policy.ts';
import {
  type Context,
  notFound,
  page,
  type RecordLoader,
  type Reply,
  type Route,
  redirect,
  route,
} from '../../access/rules/route.ts';
import type { Sql } from '../../kit/db.ts';
import { type Errors, type Question, readForm, type Typed } from '../../kit/form.ts';
import { programmeOn } from '../../programmes/actions.ts';
import type { CaseLine } from '../actions/chosen.ts';
import { workersFor } from '../actions/lists.ts';
import {
  casesToGive,
  findReassignment,
  loadsOf,
  type OnReassign,
  putBack,
  reassignMany,
  reassignmentOf,
} from '../actions/reassign.ts';
import { againHtml, doneHtml, previewHtml, takersHtml, whoseHtml } from '../pages/reassign.ts';
import type { CaseloadGuide } from '../rules/caseload.ts';
import { idsFrom, listOf, type Move, movesFrom, moveText, shareOut, sharesOf } from '../rules/reassign.ts';

type Asking = Pick<Context<unknown, unknown, unknown>, 'db' | 'actor' | 'clock' | 'csrf'>;

const questionsOn = (today: string): Question[] => [
  {
    kind: 'day',
    name: 'starts_on',
    label: 'From which day?',
    required: 'Enter the first day',
    earliest: '2000-01-01',
    latest: { day: today, message: 'The first day must be today or in the past' },
  },
  { kind: 'text', name: 'reason', label: 'Why?', required: 'Say why the cases change hands', most: 500 },
  {
    kind: 'long text',
    name: 'handover',
    label: 'What must the new key workers know?',
    hint: 'The same for all. You can leave this empty and write each person’s handover on their own page',
    most: 2000,
  },
];

/** The programme whose cases are given: the one that came with the form, else the first in which the actor may. */
function programmeFrom({ actor }: Asking, given: unknown): string {
  const programmeId = typeof given === 'string' && given !== '' ? given : programmesOf(actor, 'case.reassign')?.[0];
  if (programmeId === undefined || !can(actor, 'case.reassign', { programmeId })) return notFound();
  return programmeId;
}

/** Who can take cases in the programme, and its guide. */
async function takersOf({ db, actor, clock }: Asking, programmeId: string) {
  const workers = (await workersFor(db, actor, 'case.reassign')).filter((one) => one.programmeId === programmeId);
  const loads = await loadsOf(
    db,
    actor,
    programmeId,
    workers.map(({ id }) => id),
  );
  const takers = workers.map(({ id, name, code }) => ({ id, name, code, attached: 0, open: 0, ...loads.get(id) }));
  return { takers, guide: await guideOf(db, programmeId, clock.today().toString()) };
}

/** The caseload guide of a programme on a day, in its words; null for a programme without a document. */
export async function guideOf(sql: Sql, programmeId: string, day: string): Promise<CaseloadGuide | null> {
  const document = (await programmeOn(sql, programmeId, day))?.document;
  if (document === undefined) return null;
  const { caseload, words } = document;
  return { ...caseload, clients: words.client.plural, keyWorker: words.keyWorker.singular };
}

/** The page that asks who takes the cases. */
async function takersPage(
  context: Asking,
  given: {
    programmeId: string;
    of: { caseIds: readonly string[] } | { staffId: string };
    typed?: Typed;
    chosen?: readonly string[];
    errors?: Errors;
  },
): Promise<Reply> {
  const { db, actor, clock, csrf } = context;
  const today = clock.today().toString();
  const cases = await casesToGive(db, actor, given.programmeId, given.of);
  const errors = given.errors ?? {};
  if (cases.length === 0)
    return page({
      title: 'Give cases to other key workers',
      status: 422,
      error: true,
      main: whoseHtml(await workersFor(db, actor, 'case.reassign')),
    });
  const { takers, guide } = await takersOf(context, given.programmeId);
  const [year = '', month = '', day = ''] = today.split('-');
  const filled = { 'starts_on-day': `${Number(day)}`, 'starts_on-month': `${Number(month)}`, 'starts_on-year': year };
  return page({
    title: 'Give cases to other key workers',
    back: { href: '/caseload', text: 'Caseload' },
    ...(Object.keys(errors).length === 0 ? {} : { status: 422, error: true }),
    main: takersHtml({
      programmeId: given.programmeId,
      cases,
      takers: takers.filter((one) => !('staffId' in given.of) || one.id !== given.of.staffId),
      guide,
      questions: questionsOn(today),
      typed: { ...filled, ...given.typed },
      chosen: given.chosen ?? [],
      errors,
      csrf,
      cancel: '/caseload',
    }),
  });
}

/** What the form's questions hold, as typed. */
const typedOf = (body: Typed): Typed =>
  Object.fromEntries(
    ['starts_on-day', 'starts_on-month', 'starts_on-year', 'reason', 'handover'].flatMap((name) =>
      body[name] === undefined ? [] : [[name, listOf(body[name]).at(-1) ?? '']],
    ),
  );

/** The page that says who gets how many, before anything changes, or after some cases turned out to have changed. */
async function previewPage(
  context: Asking,
  plan: {
    programmeId: string;
    moves: readonly Move[];
    typed: Typed;
    values: Record<string, unknown>;
    attached: ReadonlySet<string>;
    errors?: Errors;
    left?: readonly CaseLine[];
  },
): Promise<Reply> {
  const { takers, guide } = await takersOf(context, plan.programmeId);
  const to = [...new Set(plan.moves.map((move) => move.staffId))];
  const shared = new Map(plan.moves.map((move) => [move.caseId, move.staffId]));
  const cases = plan.moves.map(({ caseId }) => ({ caseId, attached: plan.attached.has(caseId) }));
  const chosen = takers.filter(({ id }) => to.includes(id));
  const names = new Map(takers.map((one) => [one.id, `${one.name} (${one.code})`]));
  const sent = {
    programmeId: plan.programmeId,
    moves: plan.moves.map(moveText),
    typed: plan.typed,
    reason: String(plan.values.reason ?? ''),
    handover: (plan.values.handover ?? null) as string | null,
    startsOn: String(plan.values.starts_on ?? ''),
  };
  const status = plan.left !== undefined ? 409 : plan.errors === undefined ? undefined : 422;
  return page({
    title: plan.left === undefined ? 'Check who gets how many' : 'Nothing was given yet',
    ...(status === undefined ? {} : { status, error: true }),
    main: previewHtml({
      plan: sent,
      shares: sharesOf(cases, shared, chosen, guide?.to ?? null).map((share) => ({
        ...share,
        name: names.get(share.id) ?? '',
      })),
      count: plan.moves.length,
      guide,
      errors: plan.errors ?? {},
      csrf: context.csrf,
      again: againHtml(
        sent,
        plan.moves.map(({ caseId }) => caseId),
        to,
        context.csrf,
      ),
      ...(plan.left && { left: plan.left }),
    }),
  });
}

const reassignmentRecord: RecordLoader<{ row: NonNullable<Awaited<ReturnType<typeof findReassignment>>> }> = {
  param: 'reassignmentId',
  async load(sql, id) {
    const row = await findReassignment(sql, id);
    return row === null ? null : { programmeId: row.programme_id, row };
  },
};
const params = Type.Object({ reassignmentId: Type.String({ format: 'uuid' }) });

/** Giving many cases away at once. `onReassign` moves what other rooms have planned. */
export const reassignRoutes = (onReassign: readonly OnReassign[]): readonly Route[] => [
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
        onReassign,
      );
      if (done.outcome === 'given') return redirect(`/reassign/${done.id}`, 'Cases given to other key workers');
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
    async handle({ db, actor, record }) {
      const outcome = await putBack(db, actor, record.row, onReassign);
      const words =
        outcome === 'put back'
          ? 'Put back. Each person is with the key worker before again'
          : 'Nothing was put back: some of these cases were changed since';
      return redirect(`/reassign/${record.row.id}`, words);
    },
  }),
];
