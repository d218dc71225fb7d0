import { can, programmesOf } from '../../access/rules/policy.ts';
import { type Context, notFound, page, type Reply } from '../../access/rules/route.ts';
import type { Errors, Question, Typed } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { errorSummary } from '../../kit/ui/index.ts';
import type { CaseLine } from '../actions/chosen.ts';
import { workersFor } from '../actions/lists.ts';
import { casesToGive, loadsOf } from '../actions/reassign.ts';
import { guideOf } from '../actions/team.ts';
import { againHtml, previewHtml, takersHtml, whoseHtml } from '../pages/reassign.ts';
import { listOf, type Move, moveText, sharesOf } from '../rules/reassign.ts';

/** What the steps of giving cases away need of a request. */
type Asking = Pick<Context<unknown, unknown, unknown>, 'db' | 'actor' | 'clock' | 'csrf'>;

/** When, why, and what the new key workers must know. */
export const questionsOn = (today: string): Question[] => [
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
export function programmeFrom({ actor }: Asking, given: unknown): string {
  const programmeId = typeof given === 'string' && given !== '' ? given : programmesOf(actor, 'case.reassign')?.[0];
  if (programmeId === undefined || !can(actor, 'case.reassign', { programmeId })) return notFound();
  return programmeId;
}

/** Who can take cases in the programme, and its guide. */
export async function takersOf({ db, actor, clock }: Asking, programmeId: string) {
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

/** The page that asks who takes the cases. */
export async function takersPage(
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
  // Back to the list in which the cases were ticked.
  const back =
    given.typed?.from === 'cases' ? { href: '/cases', text: 'Cases' } : { href: '/caseload', text: 'Caseload' };
  if (cases.length === 0)
    return page({
      title: 'Give cases to other key workers',
      status: 422,
      error: true,
      main: html`${errorSummary({ titleText: 'There is a problem', errorList: [{ text: 'Tick at least one open case that you may give to others, or choose a whole caseload', href: '#worker' }] })}${whoseHtml(await workersFor(db, actor, 'case.reassign'))}`,
    });
  const { takers, guide } = await takersOf(context, given.programmeId);
  const [year = '', month = '', day = ''] = today.split('-');
  const filled = { 'starts_on-day': `${Number(day)}`, 'starts_on-month': `${Number(month)}`, 'starts_on-year': year };
  return page({
    title: 'Give cases to other key workers',
    back,
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
      cancel: back.href,
    }),
  });
}

/** What the form's questions hold, as typed. */
export const typedOf = (body: Typed): Typed =>
  Object.fromEntries(
    ['starts_on-day', 'starts_on-month', 'starts_on-year', 'reason', 'handover', 'from'].flatMap((name) =>
      body[name] === undefined ? [] : [[name, listOf(body[name]).at(-1) ?? '']],
    ),
  );

/** The page that says who gets how many, before anything changes, or after some cases turned out to have changed. */
export async function previewPage(
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
