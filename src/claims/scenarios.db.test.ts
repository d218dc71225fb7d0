/** Steps of the pilot's stories S1, S2 and S3 (domain notes 9.1) at which work becomes a claim, or does not. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, today, type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { transaction } from '../kit/db.ts';
import { prepareClaim } from './actions/life.ts';

let w: World;
let worker: Browser;
let office: Browser;
let staffId: string;
before(async () => {
  w = await world();
  staffId = await w.staff('BOL-KW09');
  worker = await w.signIn('key_worker', { staffId });
  office = await w.signIn('programme_office');
});
after(() => w.end());

type Of = { caseId: string; personId: string };
const prepare = (of: Of, milestone: string) =>
  transaction(w.db, (tx) =>
    prepareClaim(
      tx,
      systemActor,
      { ...of, programmeId: w.programmeId },
      { contract: 'working-well-pilot', milestone },
      { now: Temporal.Instant.from(`${today}T10:00:00Z`), today },
    ),
  );
const claimsOf = async ({ caseId }: Of) =>
  (await w.db.query('select milestone, reached_on from claim where case_id = $1 order by reached_on', [caseId])).rows;
const wordsOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
async function addJob({ caseId }: Of, kind: string, from: string, more: Record<string, string> = {}): Promise<string> {
  const reply = await worker.post(`/cases/${caseId}/jobs/new`, { kind, ...day('startedOn', from), ...more });
  assert.equal(reply.status, 303, wordsOf(reply.body));
  return (await w.db.query('select id from job where case_id = $1 and started_on = $2', [caseId, from])).rows[0].id;
}
/** How often the people behind a figure of the report name a case. */
async function behind({ caseId }: Of, table: string, row: string): Promise<number> {
  const address = `/reports/working-well-pilot/tables/${table}/people?${new URLSearchParams({ row, column: 'Clients' })}`;
  const { status, body } = await office.get(address);
  // A row that nobody is in is not there.
  if (status === 404) return 0;
  assert.equal(status, 200, address);
  return body.split(`/cases/${caseId}"`).length - 1;
}

test('S1: permitted work of less than 16 hours is no claim of a job start; the job that follows is, from its own day', async () => {
  const of = await w.addCase({ keyWorkerId: staffId });
  await addJob(of, 'permitted', '2015-04-20', { hoursPerWeek: '12', ...day('endedOn', '2015-08-30') });
  const refused = await prepare(of, 'job_start');
  assert.equal(refused.outcome, 'refused');
  assert.match(JSON.stringify(refused), /not reached/);
  assert.deepEqual(await claimsOf(of), []);
  assert.doesNotMatch(wordsOf((await worker.get(`/cases/${of.caseId}/claims`)).body), /Prepare a claim: Job start/);
  assert.equal(await behind(of, 'job-starts', 'Total'), 0);

  await addJob(of, 'employed', '2015-08-31', { hoursPerWeek: '16' });
  assert.equal((await prepare(of, 'job_start')).outcome, 'prepared');
  assert.deepEqual(await claimsOf(of), [{ milestone: 'job_start', reached_on: '2015-08-31' }]);
  assert.equal(await behind(of, 'job-starts', 'Total'), 1, 'the report shows one starter');
});

test('S2: the case says what proves self-employment, until it is held; a ledger of trading proves the days in work', async () => {
  const of = await w.addCase({ attachedOn: '2015-01-05', keyWorkerId: staffId });
  const own = await addJob(of, 'self_employed', '2015-01-12', { employer: 'Own business: photography' });
  await addJob(of, 'employed', '2015-03-02', { employer: 'The Crescent', hoursPerWeek: '20' });
  const evidence = `/cases/${of.caseId}/evidence`;
  const page = async () => wordsOf((await worker.get(evidence)).body);
  const first = await page();
  assert.match(
    first,
    /Job start Proof that the job began Missing One of these is enough: [^.]*For self-employment: registration and a first invoice/,
  );
  assert.match(
    first,
    /Sustained job Proof of the days in work Missing One of these is enough: [^.]*For self-employment: a ledger of trading/,
  );
  assert.match(first, /Ledgers of trading Own business: photography/);
  // Reached after 350 days, the second job beside the first counted once, and the paper that lacks is named.
  const missing = async () =>
    (
      await w.db.query(
        "select status, reached_on, missing from case_milestone where case_id = $1 and contract = 'working-well-pilot' and milestone = 'sustained_job'",
        [of.caseId],
      )
    ).rows;
  assert.deepEqual(await missing(), [{ status: 'claimable', reached_on: '2015-12-27', missing: ['days_in_work'] }]);
  const ledger = `${evidence}/ledger/${own}`;
  const entry = { ...day('on', '2015-02-02'), direction: 'received', pence: '180', words: 'A wedding' };
  assert.equal((await worker.post(ledger, entry)).status, 303);
  const keep = { ...day('from', '2015-01-12'), ...day('to', '2015-12-27') };
  const needs = 'working-well-pilot|sustained_job|days_in_work';
  assert.equal((await worker.post(`${ledger}/keep`, { ...keep, needs })).status, 303);
  assert.match(await page(), /Sustained job Proof of the days in work Held Ledger of trading/);
  assert.match(await page(), /Job start Proof that the job began Missing/, 'each is proved by itself');
});

test('S3: a part-time job of August 2015 is a job start of 2015 Q3 in the report, and claimed once from its day', async () => {
  const of = await w.addCase({ keyWorkerId: staffId });
  await addJob(of, 'employed', '2015-08-17', { hoursPerWeek: '16' });
  assert.equal((await prepare(of, 'job_start')).outcome, 'prepared');
  assert.deepEqual(await claimsOf(of), [{ milestone: 'job_start', reached_on: '2015-08-17' }]);
  for (const [quarter, clients] of [
    ['2015 Q2', 0],
    ['2015 Q3', 1],
    ['2015 Q4', 0],
  ] as const)
    assert.equal(await behind(of, 'job-starts-by-quarter', quarter), clients, quarter);
});
