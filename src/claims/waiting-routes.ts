/** Claims that wait for somebody: to be checked, submitted, answered. Many are submitted at once. */
import { type Static, Type } from 'typebox';
import { type Actor, can, type Permission, programmesOf, scopeOf } from '../access/rules/policy.ts';
import { type Context, file, notFound, page, type Route, redirect, route } from '../access/rules/route.ts';
import { csvText } from '../kit/csv.ts';
import { type Sql, transaction } from '../kit/db.ts';
import { typedText } from '../kit/form.ts';
import { listProgrammes } from '../programmes/actions.ts';
import { contractsByKey, moveClaims } from './actions/life.ts';
import { listWaiting } from './actions/waiting.ts';
import { atOf } from './live-routes.ts';
import { claimsNav } from './pages/claims-nav.ts';
import { type Submitted, waitingHtml, waitingStates } from './pages/waiting.ts';
import type { ClaimState } from './rules/claim-states.ts';
import { attemptReference } from './rules/commissioner-file.ts';
import { cutLines } from './rules/cut-file.ts';

const perPage = 50;
const mostInFile = 50_000;
const query = Type.Object({
  contract: Type.Optional(Type.String({ maxLength: 60 })),
  state: Type.Optional(Type.Enum([...waitingStates])),
  /** Where the page before ended: a day and a claim. */
  after: Type.Optional(Type.String({ maxLength: 60 })),
});
type Asked = Context<unknown, Static<typeof query>, unknown>;

/** The contracts of programmes in which the actor may do this, and the one that was asked for. */
export async function contractAsked(
  { db, actor, clock }: Pick<Asked, 'db' | 'actor' | 'clock'>,
  permission: Permission,
  key: string | undefined,
) {
  const day = clock.today().toString();
  const programmes = await listProgrammes(db, { day, ids: programmesOf(actor, permission) });
  const contracts = [...(await contractsByKey(db)).values()].filter((one) =>
    programmes.some((programme) => programme.key === one.programme),
  );
  const contract = contracts.find((one) => one.key === key) ?? contracts[0] ?? notFound();
  const programmeId = programmes.find((programme) => programme.key === contract.programme)?.id ?? notFound();
  return { contracts, contract, programmeId };
}

const afterFrom = (text: string | undefined) => {
  const [, movedOn = '', id = ''] = /^(\d{4}-\d\d-\d\d)_([0-9a-f-]{36})$/.exec(text ?? '') ?? [];
  return id === '' ? null : { movedOn, id };
};
const address = (path: string, contract: string, state: string, after?: string): string =>
  `${path}?${new URLSearchParams({ contract, state, ...(after !== undefined && { after }) })}`;

async function waitingPage(context: Asked, submitted?: Submitted) {
  const { db, actor, csrf, query: given } = context;
  const { contracts, contract, programmeId } = await contractAsked(context, 'claim.check', given.contract);
  const state = (given.state ?? 'prepared') as ClaimState;
  const scope = scopeOf(actor, 'claim.check', programmeId);
  const asked = { programmeId, contract: contract.key, state, scope, ids: null, after: afterFrom(given.after) };
  const rows = await listWaiting(db, { ...asked, twice: true, limit: perPage + 1 });
  const shown = rows.slice(0, perPage);
  const last = shown.at(-1);
  const next =
    rows.length > perPage && last !== undefined
      ? address('/claims/waiting', contract.key, state, `${last.moved_on}_${last.id}`)
      : null;
  return page({
    title: 'Claims under way',
    wide: true,
    ...(submitted === undefined ? {} : { error: true, ...(submitted.done === 0 && { status: 422 }) }),
    main: waitingHtml({
      ...{ nav: claimsNav(actor, '/claims/waiting'), contracts, contract, state, rows: shown, next, csrf },
      csv: address('/claims/waiting.csv', contract.key, state),
      maySubmit: can(actor, 'claim.settle', { programmeId }),
      ...(submitted === undefined ? {} : { submitted }),
    }),
  });
}

const list = route({
  method: 'GET',
  path: '/claims/waiting',
  can: 'claim.check',
  audit: { read: 'claims list' },
  query,
  handle: (context) => waitingPage(context),
});

const csv = route({
  method: 'GET',
  path: '/claims/waiting.csv',
  can: 'claim.check',
  audit: { read: 'claims list' },
  query,
  async handle(context) {
    const { db, actor, query: given } = context;
    const { contract, programmeId } = await contractAsked(context, 'claim.check', given.contract);
    const { state = 'prepared' } = given;
    const scope = scopeOf(actor, 'claim.check', programmeId);
    const asked = { programmeId, contract: contract.key, state, scope, ids: null, after: null };
    const rows = await listWaiting(db, { ...asked, limit: mostInFile + 1 });
    const head = ['reference', 'case', 'milestone', 'reached_on', 'claimed_on', 'pence', 'state', 'since'];
    const lines = cutLines(rows, mostInFile, (row) => [
      ...[attemptReference(row.reference, row.attempt), row.case_reference, row.milestone, row.reached_on],
      ...[row.claimed_on ?? '', String(row.pence), state, row.moved_on],
    ]);
    return file({ name: 'claims.csv', type: 'text/csv; charset=utf-8', body: csvText([head, ...lines]) });
  },
});

/** Claims that were ticked, as the reader may see them: what is not theirs is left out. */
async function ticked(sql: Sql, actor: Actor, body: Asked['body'], of: { programmeId: string; contract: string }) {
  const given = [body.claim ?? []].flat().filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id));
  const scope = scopeOf(actor, 'claim.settle', of.programmeId);
  const ids = [...new Set(given)].slice(0, perPage);
  return ids.length === 0 ? [] : listWaiting(sql, { ...of, state: 'checked', scope, ids, after: null, limit: perPage });
}

const submit = route({
  method: 'POST',
  path: '/claims/submit',
  can: 'claim.settle',
  audit: { event: 'claim.moved' },
  async handle(context) {
    const { db, actor, body } = context;
    const { contract, programmeId } = await contractAsked(context, 'claim.settle', typedText(body, 'contract'));
    const rows = await ticked(db, actor, body, { programmeId, contract: contract.key });
    const refused: { reference: string; problem: string }[] = [];
    let done = 0;
    // Each by itself: one that cannot go holds up nobody else's.
    for (const { id, reference } of rows) {
      const result = (
        await transaction(db, (tx) => moveClaims(tx, actor, [{ id, move: 'submit' }], atOf(context)))
      ).get(id);
      if (result?.outcome === 'moved') done += 1;
      else
        refused.push({
          reference,
          problem: result?.outcome === 'refused' ? result.problems.join('. ') : 'Somebody moved it in the meantime',
        });
    }
    if (rows.length > 0 && refused.length === 0)
      return redirect(
        address('/claims/waiting', contract.key, 'submitted'),
        done === 1 ? '1 claim submitted' : `${done} claims submitted`,
      );
    const again = { ...context, query: { contract: contract.key, state: 'checked' as const } };
    const nothing = { reference: 'Nothing', problem: 'tick the claims to submit' };
    return waitingPage(again, { done, refused: rows.length === 0 ? [nothing] : refused });
  },
});

/** What waits, its file, and submitting. */
export const waitingRoutes: readonly Route[] = [list, csv, submit];
