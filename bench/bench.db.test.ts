import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { eventDigest } from '../src/access/actions.ts';
import { fixedClock } from '../src/kit/clock.ts';
import type { Host } from '../src/kit/command.ts';
import { freshDatabase } from '../test/support/database.ts';
import { benchCommand } from './command.ts';
import { bench, median, resultsText } from './run.ts';
import { dropScratch } from './scratch.ts';

const people = 500;

function hostOf(url: string): Host {
  const no = () => Promise.reject(new Error('the benchmark opens its own'));
  return {
    db: no,
    ownerUrl: async () => url,
    clock: fixedClock('2016-03-31T10:00:00Z'),
    timeZone: 'Europe/London',
    out: () => {},
    err: () => {},
    progress: () => ({ update: () => {}, done: () => {} }),
  };
}

async function rowsOf<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client
    .query<T>(text)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

test('the benchmark makes its people, and the application and the anchor the same pages of them', async () => {
  const server = await freshDatabase();
  const scratch = new URL(server.url);
  scratch.pathname = `/newel_bench_${people}`;
  try {
    const results = await bench(hostOf(server.url), {
      people: [people],
      diary: 20,
      directory: 40,
      claims: 300,
      runs: 1,
      seconds: 0.1,
      report: false,
      keep: true,
    });
    // It throws when a page differs by a letter, or a reply has another status.
    assert.ok(results.compared > 50);
    assert.equal(results.figures.length, 30);
    for (const { scenario, application, anchor, ratio } of results.figures) {
      assert.ok(application.requests > 0 && anchor.requests > 0, scenario);
      assert.ok(application.statements > anchor.statements, scenario);
      assert.ok(ratio > 0);
    }
    // Five hundred people have too few open cases to give 200 away.
    const [entry, job, ...others] = results.timings;
    assert.deepEqual([entry?.what, job?.what, others], ['check one entry', 'work out one changed job', []]);
    assert.ok((entry?.times ?? 0) > 50 && (entry?.median ?? 0) > 0);
    // Each throws by itself when something was booked twice, lost or sent twice.
    assert.deepEqual(
      results.checks.map(({ what }) => what),
      [
        '800 bookings for 100 times at once',
        'Reminders',
        '80 messages by a process that was killed ten times',
        '39 services as ndjson',
        'Every clock and claim of 300 cases, the first night',
        'Every clock and claim of 300 cases, another night',
      ],
    );
    // Everybody is attached; one in five has a job that began, and nothing is lost in the second night.
    assert.equal(results.checks.at(-1)?.text, results.checks.at(-2)?.text);
    assert.match(results.checks[0]?.text ?? '', /^100 booked, 700 refused/);
    assert.match(resultsText(results), /\| caseload +\| +500 \| +10 \|/);

    const [counts] = await rowsOf(
      scratch.href,
      `select (select count(*)::int from case_record) as cases, (select count(*)::int from assessment) as assessments,
         (select min(n)::int from (select count(*) as n from event where case_id is not null group by case_id) e) as events,
         (select max(n)::int from (select count(*) as n from case_record where closed_on is null group by key_worker_id) w) as caseload`,
    );
    assert.deepEqual(counts, {
      cases: people,
      assessments: 2 * people,
      events: 10,
      caseload: Math.min(40, people / 10),
    });
    // Every event's digest is that of its payload, as newel verify asks.
    const events = await rowsOf<{ digest: Buffer; salt: Buffer; payload: unknown }>(
      scratch.href,
      'select e.digest, p.salt, p.payload from event e join event_payload p on p.event_id = e.id',
    );
    for (const { digest, salt, payload } of events) assert.ok(eventDigest(salt, payload).equals(digest));
  } finally {
    await dropScratch(server.url, `newel_bench_${people}`);
    await dropScratch(server.url, 'newel_bench_diary_20');
    await dropScratch(server.url, 'newel_bench_directory_40');
    await dropScratch(server.url, 'newel_bench_claims_300');
    await server.drop();
  }
});

test('a median is the middle, or between the two middle ones', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([]), 0);
});

test('wrong use of bench says what is wrong', async () => {
  for (const args of [
    ['--people', 'many'],
    ['--people', '3'],
    ['--runs', '0'],
    ['--seconds', '0'],
    ['--only', 'lunch'],
  ])
    await assert.rejects(benchCommand.run(args, hostOf('postgres://nowhere')), /takes/);
});
