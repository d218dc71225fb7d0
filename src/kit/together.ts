import type pg from 'pg';
import { type Sql, statementName } from './db.ts';

type Query = { name?: string; text: string; values: unknown[] };
type Waiting = { query: Query; resolve(result: unknown): void; reject(error: unknown): void };

/**
 * One statement of several: each becomes a column that holds its rows. Their parameters are numbered one after the other; a
 * list that several of them are given (the cases of a caseload) is sent once.
 */
function compose(queries: readonly Query[]): Query {
  const values: unknown[] = [];
  const lists = new Map<unknown, number>();
  const numberOf = (value: unknown): number => {
    const before = lists.get(value);
    if (before !== undefined) return before;
    const number = values.push(value);
    if (Array.isArray(value)) lists.set(value, number);
    return number;
  };
  const columns = queries.map((query, at) => {
    const numbers = query.values.map(numberOf);
    const text = query.text.replace(/\$(\d+)/g, (_, number: string) => `$${numbers[Number(number) - 1]}`);
    // JSON as text: jsonb would sort the keys of every row first, at twice the cost.
    return `(select coalesce(json_agg(t), '[]') from (${text}) t) as "${at}"`;
  });
  const text = `select ${columns.join(',\n')}`;
  return { ...statementName(text), text, values };
}

/**
 * Does several pieces of work, whose first reads are sent to the database as one statement: a round trip in place of one for
 * each. A piece begins with its read; what it reads later goes by itself. Rows come as JSON, so a moment is written as ISO 8601
 * and bytes are not to be read so. When the statement fails, every piece that waits for it does.
 */
export async function together<const Work extends readonly ((sql: Sql) => Promise<unknown>)[]>(
  sql: Sql,
  work: Work,
): Promise<{ -readonly [At in keyof Work]: Awaited<ReturnType<Work[At]>> }> {
  let waiting: Waiting[] | null = [];
  const collecting = {
    query(query: Query) {
      if (waiting === null) return (sql as pg.Pool).query(query);
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      waiting.push({ query, resolve, reject });
      return promise;
    },
  } as unknown as Sql;
  const results = work.map((piece) => piece(collecting));
  const sent: readonly Waiting[] = waiting;
  waiting = null;
  const [only, ...others] = sent;
  try {
    if (only !== undefined && others.length === 0) only.resolve(await (sql as pg.Pool).query(only.query));
    else if (only !== undefined) {
      const { rows } = await (sql as pg.Pool).query(compose(sent.map(({ query }) => query)));
      for (const [at, one] of sent.entries()) one.resolve({ rows: rows[0][at] });
    }
  } catch (error) {
    for (const one of sent) one.reject(error);
  }
  return (await Promise.all(results)) as { -readonly [At in keyof Work]: Awaited<ReturnType<Work[At]>> };
}
