import { type Static, Type } from 'typebox';
import { programmesOf, scopeOf } from '../access/rules/policy.ts';
import { type Context, file, notFound, page, type Route, route } from '../access/rules/route.ts';
import { csvText } from '../kit/csv.ts';
import type { Sql } from '../kit/db.ts';
import { together } from '../kit/together.ts';
import { choicesFor, latestOf } from './actions/contracts.ts';
import { type After, afterRow, anyDue, claimableLines, claimableOf, workOutDue } from './actions/milestones.ts';
import { finderRoutes } from './finder-routes.ts';
import { claimsNav } from './pages/claims-nav.ts';
import { claimListHtml, type ListState, listStates } from './pages/list.ts';
import type { Contract } from './rules/contract.ts';
import { cutLines } from './rules/cut-file.ts';

const perPage = 50;
const mostInFile = 50_000;
const query = Type.Object({
  contract: Type.Optional(Type.String({ maxLength: 60 })),
  status: Type.Optional(Type.Enum(Object.keys(listStates) as ListState[])),
  milestone: Type.Optional(Type.String({ maxLength: 60 })),
  /** Where the page before ended: a day or 'infinity', what it was worth, a case and a milestone. */
  after: Type.Optional(Type.String({ maxLength: 200 })),
});
type Asked = Context<unknown, Static<typeof query>, unknown>;

const afterText = ({ claimBy, worth, caseId, milestone }: After): string =>
  [claimBy, worth, caseId, milestone].join('_');
function afterFrom(text: string | undefined): After | null {
  const found = /^(\d{4}-\d\d-\d\d|infinity)_(-?\d{1,9})_([0-9a-f-]{36})_([a-z0-9_]{1,60})$/.exec(text ?? '');
  const [, claimBy = '', worth = '', caseId = '', milestone = ''] = found ?? [];
  return found === null ? null : { claimBy, worth: Number(worth), caseId, milestone };
}

/** What was asked for, of the contracts of programmes in which the actor may look. */
async function asked({ db, actor, clock, query: given }: Asked) {
  const today = clock.today().toString();
  const { programmes, inUse } = await choicesFor(db, programmesOf(actor, 'claim.record'), today);
  const contracts = inUse.filter((one) => programmes.some(({ key }) => key === one.programme)).map(latestOf);
  const contract: Contract = contracts.find(({ key }) => key === given.contract) ?? contracts[0] ?? notFound();
  const programmeId = programmes.find(({ key }) => key === contract.programme)?.id ?? notFound();
  const milestone = contract.milestones.some(({ key }) => key === given.milestone) ? (given.milestone ?? null) : null;
  const { status = 'claimable' } = given;
  const scope = scopeOf(actor, 'claim.record', programmeId);
  return {
    contracts,
    contract,
    status,
    milestone,
    asking: { programmeId, contract: contract.key, status, milestone, scope },
  };
}

/** Reads from the list. Cases that changed are worked out first: nobody reads what a change made untrue. */
async function listed<R>({ db, clock }: Asked, list: (sql: Sql) => Promise<R>): Promise<R> {
  // The limit and the lists of scope are not known to a plan that is kept; it is the right one all the same, and planning
  // anew took as long as reading.
  const read = () => together(db.searching, [list, anyDue] as const);
  const [found, due] = await read();
  if (!due) return found;
  await workOutDue(db, clock.today().toString());
  return (await read())[0];
}

const address = (
  path: string,
  given: { contract: Contract; status: string; milestone: string | null },
  after?: string,
) => {
  const parts = new URLSearchParams({ contract: given.contract.key, status: given.status });
  if (given.milestone !== null) parts.set('milestone', given.milestone);
  if (after !== undefined) parts.set('after', after);
  return `${path}?${parts}`;
};

/** The list of what can be claimed, was missed and is claimed. */
export const listRoutes: readonly Route[] = [
  ...finderRoutes,
  route({
    method: 'GET',
    path: '/claims',
    can: 'claim.record',
    audit: { read: 'claims list' },
    query,
    async handle(context) {
      const { asking, ...view } = await asked(context);
      const part = { after: afterFrom(context.query.after), limit: perPage };
      const { rows, more } = await listed(context, (sql) => claimableOf(sql, { ...asking, ...part }));
      const last = rows.at(-1);
      return page({
        title: 'What can be claimed',
        wide: true,
        main: claimListHtml({
          nav: claimsNav(context.actor, '/claims'),
          ...view,
          rows,
          all: !more && context.query.after === undefined,
          next: more && last !== undefined ? address('/claims', view, afterText(afterRow(last))) : null,
          csv: address('/claims/list.csv', view),
        }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/claims/list.csv',
    can: 'claim.record',
    audit: { read: 'claims list' },
    query,
    async handle(context) {
      const { asking } = await asked(context);
      const whole = { after: null, limit: mostInFile + 1 };
      const rows = await listed(context, (sql) => claimableLines(sql, { ...asking, ...whole }));
      const head = ['reference', 'milestone', 'status', 'reached_on', 'claimed_on', 'claim_by', 'pence', 'missing'];
      const lines = cutLines(rows, mostInFile, (row) => [
        ...[row.reference, row.milestone, row.status, row.reached_on ?? '', row.claimed_on ?? '', row.claim_by ?? ''],
        ...[row.pence === null ? '' : String(row.pence), row.missing.join(';')],
      ]);
      return file({ name: 'claims.csv', type: 'text/csv; charset=utf-8', body: csvText([head, ...lines]) });
    },
  }),
];
