import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';
import pg from 'pg';
import { migrateJobs } from './jobs.ts';

/** Days stay 'YYYY-MM-DD', moments stay text: a Date would move a day at midnight. Counts are numbers. */
const types = new pg.TypeOverrides();
for (const oid of [pg.types.builtins.DATE, pg.types.builtins.TIMESTAMPTZ])
  types.setTypeParser(oid, (text: string) => text);
types.setTypeParser(pg.types.builtins.INT8, Number);

/** Anything a statement can be sent to: the pool, or the client of one transaction. */
export type Sql = Pick<pg.Pool, 'query'> | Pick<pg.PoolClient, 'query'>;
/** The database: a pool of connections that run as `newel_app`. */
export class Database extends pg.Pool {
  /**
   * A few connections of their own for searches, of people, of free times and of long lists, opened when the first one comes.
   * Their statements keep one plan for all values: planning costs as much as the answer, and the plan is the same whatever is
   * asked. It uses an index wherever there is one, and no second process: not knowing what is asked, the planner takes a few
   * matches for many. They are few because every search keeps a processor busy: more at once would only slow each other, and
   * the pages of everybody else.
   */
  readonly searching: pg.Pool;
  /** A few connections that run as `newel_public`, which can read the published copy of the directory and nothing else. */
  readonly published: pg.Pool;

  constructor(config: pg.PoolConfig, searching: pg.PoolConfig, published: pg.PoolConfig) {
    super(config);
    this.searching = new pg.Pool(searching);
    this.published = new pg.Pool(published);
    // An idle connection that breaks (the server restarts) must not end the process; the next query opens another.
    for (const pool of [this, this.searching, this.published]) pool.on('error', () => {});
  }

  override async end(): Promise<void> {
    await Promise.all([super.end(), this.searching.end(), this.published.end()]);
  }
}
/** A statement that belongs to an open transaction. Only `transaction` makes one. */
export type Tx = pg.PoolClient;

// The rows that a page asks for are in memory or on a disk without heads, where a row by its key costs little more than the
// next one. PostgreSQL's default of 4 is a turning disk's: it would read small tables whole for every page.
const planning = '-c random_page_cost=1.1';

/**
 * Opens a pool on `url` whose connections run as the role `newel_app`, which cannot change or delete events.
 * With `asOwner` they keep the role of the URL (migrations, loading of test data).
 */
export function openDatabase(url: string, options: { max?: number; asOwner?: boolean } = {}): Database {
  const config = (max: number, more: string): pg.PoolConfig => ({
    connectionString: url,
    max,
    // A new connection prepares and plans every statement again, so one is kept through a quiet minute.
    idleTimeoutMillis: 60_000,
    types,
    ...(options.asOwner ? {} : { options: `-c role=newel_app ${planning}${more}` }),
  });
  return new Database(
    config(options.max ?? 10, ''),
    config(3, ' -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c max_parallel_workers_per_gather=0'),
    // Whoever opens it: what the public asks is never answered with more rights than these.
    { ...config(4, ''), options: `-c role=newel_public -c statement_timeout=10s ${planning}` },
  );
}

/** Everything that is read in the transaction is as it was when it began. */
type Isolation = 'isolation level repeatable read' | 'isolation level repeatable read read only';

/** Runs `work` in one transaction: everything it wrote is committed together, or nothing is. */
export async function transaction<T>(
  db: Database,
  work: (tx: Tx) => Promise<T>,
  isolation: Isolation | '' = '',
): Promise<T> {
  const client = await db.connect();
  let broken: Error | undefined;
  try {
    await client.query(`begin ${isolation}`);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Reads several times from one and the same moment: what is changed meanwhile is in none of it, or in all. */
export const snapshot = <T>(db: Database, read: (sql: Sql) => Promise<T>): Promise<T> =>
  transaction(db, read, 'isolation level repeatable read read only');

type Compiled = { sql: string; parameters: readonly unknown[] };
// A query of the builder compiles by itself; a raw one needs to be told how.
type Compilable<R> = { compile(): Compiled; execute(...options: never[]): Promise<R[]> } | RawBuilder<R>;

// Builds and compiles only; statements run by `pg`, because Kysely's own driver sends them unnamed, at half the speed.
const builder = new Kysely<never>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** The query builder for tables `T` (see a room's tables.ts). It builds; `statement` and `run` send. */
export function queryBuilder<T>(): Kysely<T> {
  return builder as unknown as Kysely<T>;
}

class Placeholder {
  readonly key: string;
  constructor(key: string) {
    this.key = key;
  }
}

function compile(built: Compilable<unknown>): Compiled {
  return (built as RawBuilder<unknown>).compile(builder);
}

/** A named statement: call it with where to send it and its parameters. Resolves to its rows. */
export type Statement<P, R> = ((sql: Sql, parameters: P) => Promise<R[]>) & { readonly sqlText: string };

/**
 * Declares a statement. It is built and compiled once, at the first call, and prepared once per connection under `name`.
 * In `build` the parameters stand for values to come: use them as values only, never in a condition of the code.
 * `planEachTime` is for the few whose one plan for all values would be wrong for some of them by orders of magnitude.
 *
 *     const findNote = statement('cases.findNote', (p: { id: string }) => q.selectFrom('note').selectAll().where('id', '=', p.id));
 *     const [note] = await findNote(db, { id });
 */
export function statement<P extends Record<string, unknown>, R>(
  name: string,
  build: (parameters: P) => Compilable<R>,
  options: { planEachTime?: boolean } = {},
): Statement<P, R> {
  let text = '';
  let keys: (string | undefined)[] = [];
  let fixed: readonly unknown[] = [];
  const prepare = () => {
    const placeholders = new Proxy({} as P, { get: (_, key) => new Placeholder(String(key)) });
    const compiled = compile(build(placeholders));
    text = compiled.sql;
    fixed = compiled.parameters;
    keys = compiled.parameters.map((value) => (value instanceof Placeholder ? value.key : undefined));
  };
  const send = async (sql: Sql, parameters: P): Promise<R[]> => {
    if (text === '') prepare();
    const values = new Array<unknown>(keys.length);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      values[i] = key === undefined ? fixed[i] : parameters[key];
    }
    // Without a name PostgreSQL plans it for the values at hand, every time.
    const query = options.planEachTime ? { text, values } : { name, text, values };
    return (await (sql as pg.Pool).query(query)).rows as R[];
  };
  return Object.defineProperty(send, 'sqlText', {
    get() {
      if (text === '') prepare();
      return text;
    },
  }) as unknown as Statement<P, R>;
}

// Statements that are put together have few different texts; the bound keeps a mistake from filling the server.
const names = new Map<string, string>();

/** The name under which a connection keeps the statement of this text; none after five hundred of them. */
export function statementName(text: string): { name?: string } {
  let name = names.get(text);
  if (name === undefined) {
    if (names.size >= 500) return {};
    name = `d_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
    names.set(text, name);
  }
  return { name };
}

/** Sends a statement that is put together at run time (lists with filters). Equal texts share one prepared statement. */
export async function run<R>(sql: Sql, built: Compilable<R>): Promise<R[]> {
  const compiled = compile(built);
  const query = { ...statementName(compiled.sql), text: compiled.sql, values: [...compiled.parameters] };
  return (await (sql as pg.Pool).query(query)).rows as R[];
}

/** True for PostgreSQL's 'unique violation', of the given constraint when one is named. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const { code, constraint: violated } = error as { code?: string; constraint?: string };
  return code === '23505' && (constraint === undefined || violated === constraint);
}

/** True for PostgreSQL's 'exclusion violation', of the given constraint when one is named: two periods that overlap. */
export function isExclusionViolation(error: unknown, constraint?: string): boolean {
  const { code, constraint: violated } = error as { code?: string; constraint?: string };
  return code === '23P01' && (constraint === undefined || violated === constraint);
}

const MIGRATIONS = join(import.meta.dirname, '../../migrations');

/**
 * Brings the database at `url` up to date: applies the files of migrations/ that it has not had, in order, each in its own
 * transaction. Several processes may call it at once; one works, the others wait. Resolves to the names applied.
 * Throws when a file that was applied has been changed since, because then this database and a new one would differ.
 */
export async function migrate(url: string, folder = MIGRATIONS): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(hashtext('newel migrate'))`);
    await client.query(
      `create table if not exists migration (name text primary key, digest text not null, applied_at timestamptz not null default now());
       comment on table migration is '[kit] Migrations that this database has had.'`,
    );
    const { rows } = await client.query<{ name: string; digest: string }>('select name, digest from migration');
    const had = new Map(rows.map((row) => [row.name, row.digest]));
    const applied: string[] = [];
    for (const name of (await readdir(folder)).filter((file) => /^\d{4}_.*\.sql$/.test(file)).sort()) {
      const text = await readFile(join(folder, name), 'utf8');
      const digest = createHash('sha256').update(text).digest('hex');
      const before = had.get(name);
      if (before === digest) continue;
      if (before !== undefined)
        throw new Error(`Migration ${name} was changed after it was applied. Add a new one instead.`);
      await client.query('begin');
      await client.query(text);
      await client.query('insert into migration (name, digest) values ($1, $2)', [name, digest]);
      await client.query('commit');
      applied.push(name);
    }
    // What the schema itself wants done with every table, by whichever migration it came: it says so by a function of this name.
    await client.query(
      `do $$ begin if to_regprocedure('public.after_migrations()') is not null then perform public.after_migrations(); end if; end $$`,
    );
    await migrateJobs(url);
    return applied;
  } finally {
    await client.end();
  }
}
