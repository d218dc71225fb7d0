import type { Readable } from 'node:stream';
import type { Static, TSchema } from 'typebox';
import type { Clock } from '../../kit/clock.ts';
import type { Database, Sql } from '../../kit/db.ts';
import type { Html } from '../../kit/html.ts';
import type { Actor, Permission, PolicyFacts } from './policy.ts';

/** A page to send. The frame (header, navigation, footer) is put round `main` by the application. */
export type Page = {
  kind: 'page';
  /** Shown in the browser's title; 'Error: ' is put before it when `error` is true. No personal data but a name already on the page. */
  title: string;
  main: Html;
  status?: number;
  /** True when the page shows what was wrong with what was typed. */
  error?: boolean;
  back?: { href: string; text: string };
  /** Uses the whole width: wide tables. */
  wide?: boolean;
  /** Stands above the page as wide as the window: whose record this is. */
  identity?: Html;
  /** For sign-in alone: the token of the session that begins with this page. */
  session?: string;
  /** Further browser modules of this page, by file name. */
  modules?: readonly string[];
};
/**
 * After a change: where to go, and a fixed sentence that says what was done (no personal data).
 * `session` is for sign-in and sign-out alone: the new cookie's token, or null to end it.
 */
export type Redirect = { kind: 'redirect'; to: string; notice?: string; session?: string | null };
/** A download. */
export type FileReply = { kind: 'file'; name: string; type: string; body: string | Buffer | Readable };
export type Reply = Page | Redirect | FileReply;

export const page = (parts: Omit<Page, 'kind'>): Page => ({ kind: 'page', ...parts });
export const redirect = (to: string, notice?: string, session?: string | null): Redirect => ({
  kind: 'redirect',
  to,
  ...(notice === undefined ? {} : { notice }),
  ...(session === undefined ? {} : { session }),
});
export const file = (parts: Omit<FileReply, 'kind'>): FileReply => ({ kind: 'file', ...parts });

/** Answers like a missing record: for a row below the path's record that is not there, or is another record's. */
export function notFound(): never {
  throw Object.assign(new Error('not found'), { statusCode: 404 });
}

/** A file that was uploaded, held in memory up to the limit of the route. */
export type Upload = { field: string; name: string; type: string; data: Buffer };

/**
 * Loads the record that a path names. The same statement brings what the policy asks and what the page's head shows. A record
 * that belongs to several programmes gives the facts of the one through which the actor comes, if any. `today` is the day of the
 * application's clock, for what holds until a day.
 */
export type RecordLoader<R> = {
  param: string;
  load(sql: Sql, id: string, actor?: Actor, today?: string): Promise<(PolicyFacts & R) | null>;
};

/** What a handler is given. */
export type Context<Params, Query, R> = {
  db: Database;
  clock: Clock;
  timeZone: string;
  actor: Actor;
  params: Params;
  query: Query;
  /** A form that was posted: every field as text, repeated ones as a list. Read it with a form of kit/form. */
  body: Record<string, string | string[]>;
  uploads: readonly Upload[];
  /** The record named in the path, once the policy has allowed it. */
  record: R;
  /** The hidden field that every form that posts must hold. */
  csrf: Html;
  /** The same field for a session that begins with this reply. */
  csrfOf(csrfSecret: string): Html;
  /** This install allows made-up National Insurance numbers (QQ…): demonstrations and tests. */
  testIdentifiers: boolean;
  /** The visitor's network address, for throttling. */
  address: string;
  /** The token of the session's cookie, for signing out. */
  sessionToken: string | undefined;
};

/** Who may come: everybody, everybody who has signed in, or whom the policy allows. */
export type Gate = 'anyone' | 'signed in' | Permission;

/**
 * What the route leaves behind: `read` writes a row to the read log before the page is sent, `event` says that its action
 * appends an event in its own transaction, 'nothing' is for pages without personal data.
 */
export type Audit = { read: string } | { event: string } | 'nothing';

export type Method = 'GET' | 'POST';

/** A route as the application registers it; rooms declare theirs with `route`. */
export type Route = {
  method: Method;
  path: string;
  can: Gate;
  audit: Audit;
  params: TSchema | undefined;
  query: TSchema | undefined;
  record: RecordLoader<unknown> | undefined;
  uploadLimit: number | undefined;
  secretAddress: boolean;
  handle(context: Context<unknown, unknown, unknown>): Promise<Reply>;
};

type Declaration<P extends TSchema, Q extends TSchema, R> = {
  method: Method;
  path: string;
  can: Gate;
  audit: Audit;
  params?: P;
  query?: Q;
  /** Given when the permission is about one record: the policy is asked with it, and a missing one is answered like a forbidden one. */
  record?: RecordLoader<R>;
  /** Bytes of all uploaded files; none are taken without it. */
  uploadLimit?: number;
  /**
   * Whoever has the address may come: it is told to no other site and to no index. Its forms carry a token of their own, since a
   * browser that tells no address says of no form where it came from.
   */
  secretAddress?: boolean;
  handle(context: Context<Static<P>, Static<Q>, PolicyFacts & R>): Promise<Reply>;
};

/** Declares a route: path, permission, audit, schema and handler in one place. */
export function route<P extends TSchema, Q extends TSchema, R = unknown>(declaration: Declaration<P, Q, R>): Route {
  return {
    params: undefined,
    query: undefined,
    record: undefined,
    uploadLimit: undefined,
    secretAddress: false,
    ...declaration,
  } as unknown as Route;
}
