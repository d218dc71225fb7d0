/** Statements of what was claimed, accepted, paid and taken back. */
import { type Static, Type } from 'typebox';
import { type Context, file, page, type Route, route } from '../access/rules/route.ts';
import { csvText } from '../kit/csv.ts';
import { type AfterEntry, statementWithEntries } from './actions/statements.ts';
import { claimsNav } from './pages/claims-nav.ts';
import { statementHtml } from './pages/statement.ts';
import { attemptReference } from './rules/commissioner-file.ts';
import { statementLines } from './rules/cut-file.ts';
import { accountNames } from './rules/ledger.ts';
import { contractAsked } from './waiting-routes.ts';

const perPage = 100;
const mostInFile = 200_000;
const query = Type.Object({
  contract: Type.Optional(Type.String({ maxLength: 60 })),
  month: Type.Optional(Type.String({ maxLength: 20 })),
  /** Where the page before ended: a day and an entry. */
  after: Type.Optional(Type.String({ maxLength: 60 })),
});
type Asked = Context<unknown, Static<typeof query>, unknown>;

const afterFrom = (text: string | undefined): AfterEntry | null => {
  const [, day = '', id = ''] = /^(\d{4}-\d\d-\d\d)_([0-9a-f-]{36})$/.exec(text ?? '') ?? [];
  return id === '' ? null : { day, id };
};

/** The month that was asked for; one that does not exist is told, and this month is shown. */
function monthAsked({ clock, query: { month } }: Pick<Asked, 'clock' | 'query'>): { month: string; problem?: string } {
  const now = clock.today().toString().slice(0, 7);
  if (month === undefined || month.trim() === '') return { month: now };
  return /^(19|20)\d\d-(0[1-9]|1[0-2])$/.test(month.trim())
    ? { month: month.trim() }
    : { month: now, problem: 'Enter the month as year and month, for example 2016-03' };
}

const address = (path: string, contract: string, month: string, after?: string): string =>
  `${path}?${new URLSearchParams({ contract, month, ...(after !== undefined && { after }) })}`;

/** Statements. They name claims by reference, and nobody. */
export const statementRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/claims/statements',
    can: 'claim.settle',
    audit: { read: 'claim statement' },
    query,
    async handle(context) {
      const { db, actor, query: given } = context;
      const { contracts, contract } = await contractAsked(context, 'claim.settle', given.contract);
      const asked = monthAsked(context);
      const of = { contract: contract.key, month: asked.month };
      const asking = { ...of, after: afterFrom(given.after), limit: perPage + 1 };
      const { statement, entries: rows } = await statementWithEntries(db, asking);
      const entries = rows.slice(0, perPage);
      const last = entries.at(-1);
      return page({
        title: 'Statement of claims',
        wide: true,
        ...(asked.problem === undefined ? {} : { status: 422, error: true }),
        main: statementHtml({
          ...{ nav: claimsNav(actor, '/claims/statements'), contracts, contract, entries, ...asked },
          statement,
          csv: address('/claims/statements.csv', contract.key, asked.month),
          next:
            rows.length > perPage && last !== undefined
              ? address('/claims/statements', contract.key, asked.month, `${last.posted_on}_${last.id}`)
              : null,
        }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/claims/statements.csv',
    can: 'claim.settle',
    audit: { read: 'claim statement' },
    query,
    async handle(context) {
      const { db, query: given } = context;
      const { contract } = await contractAsked(context, 'claim.settle', given.contract);
      const { month } = monthAsked(context);
      const asking = { contract: contract.key, month, after: null, limit: mostInFile + 1 };
      const { statement, entries } = await statementWithEntries(db, asking);
      const head = ['line', 'day', 'reference', 'milestone', ...accountNames.map((name) => `${name}_pence`)];
      const sums = (of: 'opening' | 'closing') => statement.map((one) => one[of]);
      const lines = statementLines(
        { opening: sums('opening'), closing: sums('closing'), entries },
        mostInFile,
        (row) => ({
          about: [row.kind, row.posted_on, attemptReference(row.reference, row.attempt), row.milestone],
          sums: accountNames.map((name) => row[name]),
        }),
      );
      return file({
        name: `statement-${month}.csv`,
        type: 'text/csv; charset=utf-8',
        body: csvText([head, ...lines]),
      });
    },
  }),
];
