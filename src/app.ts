import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import cookies from '@fastify/cookie';
import tokens from '@fastify/csrf';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import staticFiles from '@fastify/static';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { findSession, recordRead, type Session } from './access/actions.ts';
import { carryOn, signedOut } from './access/pages/sign-in.ts';
import { can, canSomewhere } from './access/rules/policy.ts';
import type { Context, Page, Redirect, Reply, Route, Upload } from './access/rules/route.ts';
import { frame } from './frame.ts';
import { inboundRoutes } from './inbound.ts';
import type { Assets } from './kit/assets.ts';
import type { Clock } from './kit/clock.ts';
import type { Database } from './kit/db.ts';
import { type Html, html, noHtml } from './kit/html.ts';
import { validatorsWhenUsed } from './kit/validators.ts';
import { metricsText, observe } from './metrics.ts';
import { openReferral } from './open-referral.ts';
import { type Problem, problemPage } from './problem-pages.ts';
import { cannotCome, navigation, routes } from './rooms.ts';

/** What the application needs from outside. The server, the tests and the benchmark make the same one. */
export type AppOptions = {
  db: Database;
  clock: Clock;
  timeZone: string;
  assets: Assets;
  /** False only where there is no TLS in front: on 127.0.0.1. */
  secureCookies: boolean;
  /** Made-up National Insurance numbers (QQ…) are allowed: demonstrations and tests. */
  testIdentifiers: boolean;
  /** Proxies in front (addresses) that may say who the visitor is. */
  trustProxy?: string;
  /** Writes one line of JSON for each request and failure: to standard output, or to what is given. */
  log?: boolean | { write(line: string): void };
  /** Bearer token for /metrics; without it there is no such page. */
  metricsToken?: string | undefined;
  /** Bearer token that GOV.UK Notify calls with; without it nobody may. */
  inboundToken?: string | undefined;
  /** Requests to the public directory of one network address in a minute; without it, any number. */
  publicPerMinute?: number | undefined;
};

type Typed = Context<unknown, unknown, unknown>['body'];

// A form with the longest note fits well; anything larger is refused before it is read.
const mostTyped = 1024 * 1024;
/** Of every reply. A page has a content policy of its own; what comes without one may load nothing. */
const strict = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), browsing-topics=()',
};
/** Of pages whose address is the key to them. */
const secret = { 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow' };
const csrf = tokens();
const csrfField = (secret: string): Html => html`<input type="hidden" name="_csrf" value="${csrf.create(secret)}">`;
// A session is read anew for every request, so this is one field for all the forms of one page.
const fieldsOfPages = new WeakMap<Session, Html>();
function csrfFieldOf(session: Session): Html {
  const made = fieldsOfPages.get(session) ?? csrfField(session.csrfSecret);
  fieldsOfPages.set(session, made);
  return made;
}

/** Makes the application: every route of every room behind the same session, policy and read log. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { db } = options;
  const cookieName = options.secureCookies ? '__Host-newel' : 'newel';
  const cookieKept = { path: '/', httpOnly: true, sameSite: 'lax', secure: options.secureCookies } as const;
  const always = {
    ...strict,
    ...(options.secureCookies && { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }),
  };
  const app = Fastify({
    logger: typeof options.log === 'object' ? { stream: options.log } : options.log === true,
    logController: new LogController({ disableRequestLogging: true }),
    schemaController: { compilersFactory: { buildValidator: validatorsWhenUsed } },
    bodyLimit: mostTyped,
    exposeHeadRoutes: false,
    trustProxy: options.trustProxy ?? false,
    requestTimeout: 60_000,
    forceCloseConnections: 'idle',
    // An address that cannot be decoded never reaches a route, nor the hooks below.
    frameworkErrors: (_error, request, reply) => {
      reply.headers(always);
      return sendProblem(request as FastifyRequest, reply as FastifyReply, null, 'bad request');
    },
  });
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(always);
  });
  // Forms only: a body in another format could hold what no form can.
  app.removeAllContentTypeParsers();
  // Browsers send forms; whatever else comes is refused unread.
  app.removeContentTypeParser(['application/json', 'text/plain']);
  await app.register(cookies);
  await app.register(formbody, { bodyLimit: mostTyped });
  await app.register(multipart, {
    limits: { files: 20, fields: 100, fieldSize: mostTyped, fileSize: 100 * mostTyped },
  });
  await app.register(staticFiles, {
    root: options.assets.root,
    prefix: options.assets.prefix,
    immutable: true,
    maxAge: '365d',
    decorateReply: false,
    preCompressed: true,
  });

  app.addHook('onResponse', async (request, reply) => {
    // The pattern of the route, never the address: an address can name a record.
    const pattern = request.routeOptions.url ?? 'none';
    observe(request.method, pattern, reply.statusCode, reply.elapsedTime / 1000);
    if (options.log)
      request.log.info(
        { method: request.method, route: pattern, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
        'request',
      );
  });

  function sendPage(request: FastifyRequest, reply: FastifyReply, session: Session | null, page: Omit<Page, 'kind'>) {
    const nonce = randomBytes(16).toString('base64');
    const notice = request.cookies?.newel_done; // no cookies are read for an address that cannot be decoded
    if (notice !== undefined) reply.clearCookie('newel_done', { path: '/' });
    reply.code(page.status ?? 200);
    reply.header('content-type', 'text/html; charset=utf-8');
    reply.header(
      'content-security-policy',
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    return reply.send(
      frame({
        page,
        nonce,
        notice,
        path: request.url.split('?', 1)[0] as string,
        user:
          session === null
            ? undefined
            : {
                name: session.actor.name,
                csrf: csrfFieldOf(session),
                notices: session.notices,
                searchKey: session.searchKey,
              },
        navigation:
          session === null
            ? []
            : navigation.filter((item) => item.can.some((permission) => canSomewhere(session.actor, permission))),
      }),
    );
  }

  const sendProblem = (request: FastifyRequest, reply: FastifyReply, session: Session | null, problem: Problem) =>
    sendPage(
      request,
      reply,
      session,
      problemPage(problem, request.id, session !== null && canSomewhere(session.actor, 'case.read')),
    );

  function sendRedirect(reply: FastifyReply, redirect: Redirect) {
    const { notice, session } = redirect;
    if (notice !== undefined) reply.setCookie('newel_done', notice, { ...cookieKept, maxAge: 60 });
    if (session === null) reply.clearCookie(cookieName, cookieKept);
    else if (session !== undefined) reply.setCookie(cookieName, session, cookieKept);
    // 303: the browser follows with GET, so that a reload never posts again.
    return reply.code(303).header('location', redirect.to).send();
  }

  function send(request: FastifyRequest, reply: FastifyReply, session: Session | null, answer: Reply) {
    if (answer.kind === 'page') {
      if (answer.session !== undefined) reply.setCookie(cookieName, answer.session, cookieKept);
      return sendPage(request, reply, session, answer);
    }
    if (answer.kind === 'redirect') return sendRedirect(reply, answer);
    reply.headers({
      'content-type': answer.type,
      'content-disposition': `attachment; filename="${answer.name.replace(/[^\w.-]+/g, '-')}"`,
      'content-security-policy': "default-src 'none'; sandbox",
    });
    return reply.send(answer.body);
  }

  async function sessionOf(request: FastifyRequest): Promise<Session | null> {
    const token = request.cookies[cookieName];
    return token === undefined || token.length > 100 ? null : findSession(db, token, options.clock.today().toString());
  }

  async function answer(route: Route, request: FastifyRequest, reply: FastifyReply) {
    const session = await sessionOf(request);
    const posted = route.method === 'POST';
    if (route.secretAddress) reply.headers(secret);
    else if (posted && !sameOrigin(request)) return sendProblem(request, reply, session, 'cross-site');
    if (session === null && route.can !== 'anyone') {
      if (!posted)
        return sendRedirect(reply, { kind: 'redirect', to: `/sign-in?next=${encodeURIComponent(request.url)}` });
      // What was typed is carried through the sign-in, so that an expired session loses nothing. Files cannot be.
      const { body } = await readBody(request, route.uploadLimit, false);
      return sendPage(request, reply, null, signedOut(request.url, body));
    }
    const actor = session?.actor ?? { userId: null, name: '', memberships: [] };
    const gated = route.can === 'anyone' || route.can === 'signed in' ? undefined : route.can;
    let record: unknown = null;
    if (route.record !== undefined) {
      const facts = await route.record.load(
        db,
        (request.params as Record<string, string>)[route.record.param] as string,
        actor,
        options.clock.today().toString(),
      );
      // 'Not there' and 'not yours' are one answer, so that nothing is learned from it.
      if (facts === null || (gated !== undefined && !can(actor, gated, facts)))
        return sendProblem(request, reply, session, 'not found');
      record = facts;
    } else if (gated !== undefined && !canSomewhere(actor, gated)) {
      return sendProblem(request, reply, session, 'not found');
    }
    const { body, uploads } = posted ? await readBody(request, route.uploadLimit, true) : { body: {}, uploads: [] };
    // Signing in changes nothing of the session that a browser has already, and its form cannot know that session's secret.
    const guarded = posted && session !== null && route.can !== 'anyone';
    if (guarded && !csrf.verify(session.csrfSecret, String(body._csrf ?? ''))) {
      return sendPage(request, reply, session, {
        ...carryOn(request.url, body, csrfFieldOf(session)),
        status: 403,
      });
    }
    const result = await route.handle({
      db,
      clock: options.clock,
      timeZone: options.timeZone,
      actor,
      params: request.params,
      query: request.query,
      body,
      uploads,
      record,
      csrfOf: csrfField,
      // Made when a page asks for it: most that post are answered by a redirect.
      get csrf() {
        return session === null ? noHtml : csrfFieldOf(session);
      },
      testIdentifiers: options.testIdentifiers,
      address: request.ip,
      sessionToken: request.cookies[cookieName],
    });
    // A redirect, or a page that says that there is no such thing, shows nobody's record.
    const shows = result.kind !== 'redirect' && !(result.kind === 'page' && result.status === 404);
    if (shows && typeof route.audit === 'object' && 'read' in route.audit && session !== null) {
      const about = record as { personId?: string; caseId?: string } | null;
      await recordRead(db, {
        userId: session.actor.userId,
        what: route.audit.read,
        personId: about?.personId ?? null,
        caseId: about?.caseId ?? null,
      });
    }
    return send(request, reply, session, result);
  }

  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path,
      schema: { ...(route.params && { params: route.params }), ...(route.query && { querystring: route.query }) },
      handler: (request, reply) => answer(route, request, reply),
    });
  }

  app.get('/health', (_request, reply) => reply.type('text/plain').send('ok'));
  app.get('/ready', async (_request, reply) => {
    await db.query('select 1');
    return reply.type('text/plain').send('ready');
  });
  const hasToken = (authorization: string | undefined, token: string | undefined) =>
    token !== undefined && token !== '' && sameText(authorization ?? '', `Bearer ${token}`);
  app.get('/metrics', async (request, reply) => {
    return hasToken(request.headers.authorization, options.metricsToken)
      ? reply.type('text/plain').send(await metricsText())
      : sendProblem(request, reply, null, 'not found');
  });

  app.setNotFoundHandler(async (request, reply) => sendProblem(request, reply, await sessionOf(request), 'not found'));
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const session = await sessionOf(request).catch(() => null);
    const status = error.statusCode ?? 500;
    if (status === 413) return sendProblem(request, reply, session, 'too large');
    if (status === 404 || error.validationContext === 'params')
      return sendProblem(request, reply, session, 'not found');
    if (status < 500) return sendProblem(request, reply, session, 'bad request');
    // A database's message can hold values; its code and the places in the stack cannot.
    request.log.error(
      {
        code: error.code,
        at: error.stack
          ?.split('\n')
          .filter((line) => /^\s+at /.test(line))
          .slice(0, 8),
        route: request.routeOptions.url,
      },
      'failed',
    );
    return sendProblem(request, reply, session, 'failed');
  });
  // Last: a plugin that is waited for fixes the handlers of everything before it.
  await app.register(
    inboundRoutes({
      db,
      clock: options.clock,
      handlers: cannotCome,
      allowed: (authorization) => hasToken(authorization, options.inboundToken),
    }),
  );
  await app.register(openReferral({ db, perMinute: options.publicPerMinute }), { prefix: '/open-referral' });
  return app;
}

/** Compares in a time that says nothing about where two texts differ. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** False for a form that another site's page sent: browsers say so themselves. */
function sameOrigin(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = request.headers.origin;
  return origin === undefined || origin === `${request.protocol}://${request.host}`;
}

/**
 * The fields and files of a posted form. Files are taken up to `uploadLimit` bytes in all, and thrown away unless `keepFiles`.
 * Throws with status 413 when something is larger than that.
 */
async function readBody(
  request: FastifyRequest,
  uploadLimit: number | undefined,
  keepFiles: boolean,
): Promise<{ body: Typed; uploads: Upload[] }> {
  if (!request.isMultipart()) return { body: withoutNul((request.body as Typed | undefined) ?? {}), uploads: [] };
  const body: Typed = {};
  const uploads: Upload[] = [];
  let files = uploadLimit ?? 0;
  let typed = mostTyped;
  const tooLarge = () => Object.assign(new Error('too large'), { statusCode: 413 });
  if (Number(request.headers['content-length'] ?? 0) > files + typed) throw tooLarge();
  const parts = request.parts({ limits: { fileSize: files + 1 } })[Symbol.asyncIterator]();
  for (let next = await nextPart(parts); !next.done; next = await nextPart(parts)) {
    const part = next.value;
    if (part.type === 'field') {
      const value = String(part.value);
      typed -= part.fieldname.length + value.length;
      if (typed < 0) throw tooLarge();
      const before = body[part.fieldname];
      body[part.fieldname] = before === undefined ? value : [before, value].flat();
    } else if (keepFiles) {
      const data = await part.toBuffer();
      files -= data.length;
      if (files < 0) throw tooLarge();
      if (part.filename !== '') uploads.push({ field: part.fieldname, name: part.filename, type: part.mimetype, data });
    } else part.file.resume();
  }
  return { body: withoutNul(body), uploads };
}

/** The next part of a form with files; one that cannot be read is the sender's fault. */
async function nextPart<T>(parts: AsyncIterator<T>): Promise<IteratorResult<T>> {
  try {
    return await parts.next();
  } catch (error) {
    throw Object.assign(error as FastifyError, { statusCode: (error as FastifyError).statusCode ?? 400 });
  }
}

/** PostgreSQL cannot store NUL, and HTML cannot hold it. */
function withoutNul(body: Typed): Typed {
  const clean = (text: string) => text.replaceAll('\0', '');
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? value.map(clean) : clean(value)]),
  );
}
