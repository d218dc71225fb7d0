import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { newId } from '../src/kit/ids.ts';
import { type Load, load, type Request, type Sent } from './load.ts';
import { seeded } from './make.ts';
import { searches } from './queries.ts';
import type { Sample, SampleCase, Scratch, SignedIn } from './scratch.ts';
import type { Asked, Serving, Told } from './server.ts';

/** What is measured over synthetic people, in the order of the report. */
export const peopleScenarios = [
  'case page',
  'add a note',
  'caseload',
  'search',
  'today',
  'plan',
  'autosave',
  'save a meeting',
] as const;
/** What is measured over a year's diary of many workers. */
export const diaryScenarios = ['week', 'free times'] as const;
/** What is measured over a directory of services and the referrals to them. */
export const directoryScenarios = ['directory search', 'open referrals', 'inbox', 'open-referral'] as const;
/** What is measured over claims. */
export const claimsScenarios = ['claims'] as const;
export const scenarios = [...peopleScenarios, ...diaryScenarios, ...directoryScenarios, ...claimsScenarios] as const;
export type Scenario = (typeof scenarios)[number];
export type Role = Serving['what'];

/** Both servers on one scratch database, and what to ask them. */
export type Pair = {
  scratch: Scratch;
  servers: Record<Role, Server>;
  requests: Requests;
  /** SQL statements of one request, those of its transaction included. */
  statements: Record<Role, Record<Scenario, number>>;
};

/** What each server is asked. A database has what some of the scenarios need. */
export type Requests = Record<Role, Partial<Record<Scenario, readonly Sent[]>>>;

type Server = { child: ChildProcess; port: number };

const statusOf: Record<Scenario, number> = {
  'case page': 200,
  'add a note': 303,
  caseload: 200,
  search: 200,
  today: 200,
  plan: 200,
  autosave: 200,
  'save a meeting': 303,
  week: 200,
  'free times': 200,
  'directory search': 200,
  'open referrals': 200,
  inbox: 200,
  'open-referral': 200,
  claims: 200,
};
// How many pages are compared letter by letter before anything is measured.
const compared = 60;

async function start(serving: Serving): Promise<Server> {
  const child = fork(path.join(import.meta.dirname, 'server.ts'), [JSON.stringify(serving)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [told] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error(`The ${serving.what} did not start.`);
    }),
  ])) as [Told];
  if (!('port' in told)) throw new Error(`The ${serving.what} did not say where it listens.`);
  return { child, port: told.port };
}

async function stop({ child }: Server): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.send('stop' satisfies Asked);
  await exited;
}

async function ask(server: Server, asked: Asked): Promise<number> {
  const answered = once(server.child, 'message') as Promise<[Told]>;
  server.child.send(asked);
  const [told] = await answered;
  return 'statements' in told ? told.statements : 0;
}

const note =
  'Rang about the course: a place is free from Monday & the fare is paid. Wants to go.\r\nNext meeting in a week.';

/** Every save says which revision it has seen: that of the save before, for a draft that nobody else writes in. */
function saves(
  cases: readonly SampleCase[],
  make: (one: SampleCase, seen: { draft: string; rev: number }) => Request,
): Sent[] {
  return cases.map((one) => {
    const draft = newId();
    let rev = 0;
    return () => make(one, { draft, rev: rev++ });
  });
}

/** Every meeting is of a draft of its own: the same one twice would make one meeting. */
const meetings = (cases: readonly SampleCase[], make: (one: SampleCase, draft: string) => Request): Sent[] =>
  cases.map((one) => () => make(one, newId()));

const spoken =
  'Talked about the letter from the housing office & what to say. Rang them together: an answer by Friday. Sleep is better. Wants to try the course on Monday if the fare is paid.';
const meeting = {
  ...{ 'held_on-day': '31', 'held_on-month': '3', 'held_on-year': '2016', starts_at: '10:00', minutes: '35' },
  ...{ mode: 'in_person', attendance: 'attended', note: spoken },
  ...{ 'next_on-day': '7', 'next_on-month': '4', 'next_on-year': '2016', next_at: '10:30', next_mode: 'phone' },
};

export const cookie = (worker: Pick<SignedIn, 'token'>) => ({ cookie: `newel=${worker.token}` });
export const get = (address: string, headers: Record<string, string> = {}): Request => ({
  method: 'GET',
  path: address,
  headers,
});

/** What is asked of both servers over synthetic people. */
export function peopleRequests(sample: Sample): Requests {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const typed = { body: note, 'written_on-day': '30', 'written_on-month': '3', 'written_on-year': '2016' };
  const bodyOf = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
  const post = (address: string, headers: Record<string, string>, fields: Record<string, string>): Request => ({
    method: 'POST',
    path: address,
    headers: { ...headers, ...form },
    body: bodyOf(fields),
  });
  const asked = searches(seeded(5), 1000);
  return {
    application: {
      'case page': sample.read.map(({ caseId, worker }) => get(`/cases/${caseId}`, cookie(worker))),
      'add a note': sample.written.map(({ caseId, worker }) => ({
        method: 'POST',
        path: `/cases/${caseId}/notes`,
        headers: { ...cookie(worker), ...form },
        body: bodyOf({ _csrf: worker.csrf, ...typed }),
      })),
      caseload: sample.workers.map((worker) => get('/caseload', cookie(worker))),
      search: asked.map((q) => ({
        method: 'POST',
        path: '/find',
        headers: { ...cookie(sample.office), ...form },
        body: bodyOf({ _csrf: sample.office.csrf, q }),
      })),
      today: sample.workers.map((worker) => get('/today', cookie(worker))),
      plan: sample.planned.map(({ caseId, worker }) => get(`/cases/${caseId}/plan`, cookie(worker))),
      autosave: saves(sample.drafted, ({ caseId, worker }, { draft, rev }) =>
        post(`/cases/${caseId}/meeting/save`, cookie(worker), {
          ...{ _csrf: worker.csrf, _draft: draft, _rev: String(rev), note: spoken, minutes: '35' },
        }),
      ),
      'save a meeting': meetings(sample.met, ({ caseId, worker }, draft) =>
        post(`/cases/${caseId}/meeting`, cookie(worker), {
          ...{ _csrf: worker.csrf, _draft: draft, _rev: '0', _do: 'finish' },
          ...meeting,
        }),
      ),
    },
    anchor: {
      'case page': sample.read.map(({ caseId }) => get(`/cases/${caseId}`)),
      'add a note': sample.written.map(({ caseId, personId, worker }) => ({
        method: 'POST',
        path: `/cases/${caseId}/notes?person=${personId}&user=${worker.userId}`,
        headers: form,
        body: bodyOf({ _csrf: worker.csrf, ...typed }),
      })),
      caseload: sample.workers.map((worker) => get(`/caseload?worker=${worker.staffId}`)),
      search: asked.map((q) => ({ method: 'POST', path: '/find', headers: form, body: bodyOf({ q }) })),
      today: sample.workers.map((worker) => get(`/today?worker=${worker.staffId}`)),
      plan: sample.planned.map(({ caseId }) => get(`/cases/${caseId}/plan`)),
      // The office writes them: a draft is one author's, and the worker's is the application's.
      autosave: saves(sample.drafted, ({ caseId, personId }, { draft, rev }) =>
        post(
          `/cases/${caseId}/meeting/save?person=${personId}&user=${sample.office.userId}`,
          {},
          {
            ...{ _draft: draft, _rev: String(rev), note: spoken, minutes: '35' },
          },
        ),
      ),
      'save a meeting': meetings(sample.met, ({ caseId, personId, worker }, draft) =>
        post(`/cases/${caseId}/meeting?person=${personId}&user=${worker.userId}`, {}, { _draft: draft, ...meeting }),
      ),
    },
  };
}

const textOf = async (server: Server, request: Request): Promise<string> => {
  const reply = await fetch(`http://127.0.0.1:${server.port}${request.path}`, { headers: request.headers });
  if (reply.status !== 200) throw new Error(`A page answered ${reply.status}.`);
  return (await reply.text())
    .replaceAll(/ nonce="[^"]*"/g, ' nonce=""')
    .replaceAll(/name="(_csrf|note)" value="[^"]*"/g, 'name="$1" value=""');
};

/** Throws unless both servers make the same pages, letter by letter but for the nonce, the forms' token and the id of the note to come. Resolves to how many were compared. */
export async function comparePages(pair: Pair): Promise<number> {
  let done = 0;
  for (const scenario of ['case page', 'caseload', 'plan', 'week', 'free times', 'open-referral', 'claims'] as const) {
    const [ours = [], theirs = []] = [pair.requests.application[scenario], pair.requests.anchor[scenario]];
    const step = Math.max(1, Math.floor(ours.length / compared));
    for (let i = 0; i < ours.length; i += step) {
      const application = await textOf(pair.servers.application, ours[i] as Request);
      const anchor = await textOf(pair.servers.anchor, theirs[i] as Request);
      if (application !== anchor)
        throw new Error(`The two ${scenario} texts differ: ${difference(application, anchor)}`);
      done++;
    }
  }
  return done;
}

function difference(a: string, b: string): string {
  let at = 0;
  while (a[at] === b[at]) at++;
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 100));
  return `\n  application ${around(a)}\n  anchor      ${around(b)}`;
}

/** Starts both servers on a scratch database, to be asked these things; with `now` at a moment that stands still. End it with `stopPair`. */
export async function startPair(scratch: Scratch, timeZone: string, requests: Requests, now?: string): Promise<Pair> {
  const serving = { url: scratch.url, timeZone, ...(now !== undefined && { now }) };
  const application = await start({ ...serving, what: 'application' });
  const anchor = await start({ ...serving, what: 'anchor' }).catch(async (error) => {
    await stop(application);
    throw error;
  });
  const none = Object.fromEntries(scenarios.map((name) => [name, 0])) as Record<Scenario, number>;
  return {
    scratch,
    servers: { application, anchor },
    requests,
    statements: { application: { ...none }, anchor: { ...none } },
  };
}

export async function stopPair(pair: Pair): Promise<void> {
  await Promise.all(Object.values(pair.servers).map(stop));
}

/** Sends load to one server. Throws when a reply has another status than the page should have. */
export async function loadOne(
  pair: Pair,
  role: Role,
  scenario: Scenario,
  connections: number,
  seconds: number,
): Promise<Load> {
  const requests = pair.requests[role][scenario] ?? [];
  const result = await load(pair.servers[role].port, requests, connections, seconds, statusOf[scenario]);
  const others = Object.entries(result.unexpected).map(([status, count]) => `${count} times ${status}`);
  if (others.length > 0)
    throw new Error(`${scenario}: the ${role} answered ${others.join(', ')}. No figure of this run holds.`);
  return result;
}

/** Counts the SQL statements of one request of each scenario, once everything that is kept in memory is warm. */
export async function countStatements(pair: Pair): Promise<void> {
  for (const role of ['application', 'anchor'] as const) {
    for (const scenario of scenarios.filter((name) => pair.requests[role][name] !== undefined)) {
      await loadOne(pair, role, scenario, 1, 0.1);
      await ask(pair.servers[role], 'count');
      let requests = 0;
      // A moment is one request or a few; on a busy machine it may be over before the first.
      for (let turn = 0; turn < 100 && requests === 0; turn++)
        requests = (await loadOne(pair, role, scenario, 1, 0.03)).requests;
      pair.statements[role][scenario] = Math.round((await ask(pair.servers[role], 'counted')) / Math.max(1, requests));
    }
  }
}
