/**
 * What is known of work beside a job's days: kinds, hours and wage over time, weeks, why it was left, offers, benefit, employers.
 * The stories are S1, S4, S5 and S7 of the Working Well pilot, their steps at work; the rest of them is in test/journeys.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { supportMonths } from '../programmes/rules.ts';
import { recordJob } from './actions/jobs.ts';
import { loadOccupations } from './actions/occupations.ts';
import { blankJob } from './rules/jobs.ts';

let w: World;
let worker: Browser;
let office: Browser;
let staffId: string;
before(async () => {
  w = await world();
  staffId = await w.staff('BOL-KW01');
  worker = await w.signIn('key_worker', { staffId });
  office = await w.signIn('programme_office');
});
after(() => w.end());

const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const rows = async (sql: string, ...values: unknown[]) => (await w.db.query(sql, values)).rows;
const events = async (caseId: string) =>
  (await rows('select kind from event where case_id = $1 order by id', caseId)).map(({ kind }) => kind as string);
const jobOf = async (caseId: string) =>
  (await rows('select * from job where case_id = $1 order by started_on desc limit 1', caseId))[0];
/** What reports of starts see of a case. */
const starts = (caseId: string) => rows('select employer, started_on from report_job where case_id = $1', caseId);
/** How often the people behind a figure of the reports, as of 31 March 2016, name a case. */
async function counted(caseId: string, table: string, row: string, column: string): Promise<number> {
  const address = `/reports/working-well-pilot/tables/${table}/people?${new URLSearchParams({ row, column })}`;
  const { status, body } = await office.get(address);
  // A row that nobody is in is not there.
  if (status === 404) return 0;
  assert.equal(status, 200, address);
  return body.split(`/cases/${caseId}"`).length - 1;
}
const saved = async (url: string, fields: Record<string, string>) => {
  const reply = await worker.post(url, fields);
  assert.equal(reply.status, 303, reply.body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '));
};
const textOf = async (url: string) => (await worker.get(url)).body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

test('S1: a declined offer is no failure, permitted work no start, and hours are kept as they grew', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const path = `/cases/${caseId}/jobs`;
  await saved(`${path}/offers/new`, {
    ...{ employer: 'The Midland', work: 'Room attendant', answer: 'declined', reason: 'too_physical' },
    ...{ ...day('offeredOn', '2015-04-02'), words: 'Too heavy for her back' },
  });
  await saved(`${path}/new`, {
    ...{ kind: 'permitted', employer: 'Northway Cleaning', ...day('startedOn', '2015-04-20'), hoursPerWeek: '12' },
  });
  assert.deepEqual(await starts(caseId), []);
  const shown = await textOf(path);
  assert.match(shown, /Room attendant, The Midland Declined Too physical Too heavy for her back/);
  assert.match(shown, /Permitted work\. It does not count as the start of a job/);
  assert.deepEqual(await events(caseId), ['job.offered', 'job.recorded'], 'a declined offer is no set-back');
  assert.equal(await counted(caseId, 'job-starts', 'Total', 'Clients'), 0, 'neither is a start in the report');
  const permitted = await jobOf(caseId);
  await saved(`${path}/${permitted.id}/end`, {
    ...day('endedOn', '2015-08-30'),
    leftReason: 'better_job',
    version: '1',
  });

  await saved(`${path}/new`, {
    ...{ kind: 'employed', employer: 'Northway Cleaning', ...day('startedOn', '2015-08-31') },
    ...{ hoursPerWeek: '16', hourlyWagePence: '6.70' },
  });
  const { id } = await jobOf(caseId);
  await saved(`${path}/${id}/terms`, {
    ...{ ...day('from', '2015-11-30'), hoursPerWeek: '30', hourlyWagePence: '6.70', version: '1' },
  });
  await saved(`${path}/${id}/terms`, {
    ...{ ...day('from', '2016-03-28'), hoursPerWeek: '35', hourlyWagePence: '7.20', version: '2' },
  });
  await saved(`${path}/benefit/off`, { ...day('changedOn', '2015-08-31'), benefit: 'ESA', reason: 'started_job' });
  const now = await textOf(path);
  assert.match(
    now,
    /From the first day: 16 hours a week, £6\.70 an hour From 30 Nov 2015: 30 hours a week, £6\.70 an hour/,
  );
  assert.match(now, /From 28 Mar 2016: 35 hours a week, £7\.20 an hour/);
  assert.match(now, /Pay a week £252\.00, before tax/);
  assert.match(now, /Off benefit since 31 Aug 2015, for 7 months\./);
  assert.deepEqual(await starts(caseId), [{ employer: 'Northway Cleaning', started_on: '2015-08-31' }]);
  assert.deepEqual(
    await rows('select first_job_on from case_support where case_id = $1', caseId),
    [{ first_job_on: '2015-08-31' }],
    'support in work begins with the job, not with permitted work',
  );
});

test('S4: two weeks and then six months of placement, with what the employer said, count as placement and are no job', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const path = `/cases/${caseId}/activities`;
  await saved(`${path}/new`, {
    ...{ kind: 'work_placement', ...day('startedOn', '2015-09-07'), ...day('endedOn', '2015-09-20') },
    ...{ daysPerWeek: '4', hoursPerDay: '6.5', feedback: 'On time every day; we would have her again' },
  });
  // The second lasts six months and has a month to go.
  await saved(`${path}/new`, {
    ...{ kind: 'work_placement', ...day('startedOn', '2015-10-26'), ...day('endedOn', '2016-04-25') },
  });
  const shown = await textOf(path);
  assert.match(shown, /Work placements 26 Oct 2015 until 25 Apr 2016 \(6 months\)/);
  assert.match(
    shown,
    /7 Sep 2015 until 20 Sep 2015 \(2 weeks\) 4 days a week, 6\.5 hours a day: 26 hours a week On time every day; we would have her again/,
  );
  assert.match(await textOf(`/cases/${caseId}/timeline`), /2 weeks[\s\S]*26 hours a week On time every day/);
  assert.deepEqual(await starts(caseId), []);
  assert.match(await textOf(`/cases/${caseId}/jobs`), /No job is recorded/);
  // Attached on 9 March 2015; once, however many placements there were.
  assert.equal(await counted(caseId, '3-1', 'Work placements', '12-18 months'), 1);
  assert.equal(await counted(caseId, 'job-starts', 'Total', 'Clients'), 0);

  // What the employer says later is added to what was known, and the history keeps what stood before.
  const [{ id }] = await rows("select id from activity where case_id = $1 and started_on = '2015-10-26'", caseId);
  const later = { kind: 'work_placement', ...day('startedOn', '2015-10-26'), ...day('endedOn', '2016-04-24') };
  await saved(`${path}/${id}/correct`, { ...later, feedback: 'Asks before she does it', version: '1' });
  assert.match(await textOf(path), /until 24 Apr 2016 \(26 weeks\) Asks before she does it/);
  assert.match(
    await textOf(`/cases/${caseId}/timeline`),
    /Last day: 25 April 2016 became 24 April 2016 What was said of it: Asks before she does it/,
  );
});

test('S5: voluntary work is no job start, counts once in Table 3-1, and the months of support run on to June 2017', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId, attachedOn: '2015-06-15' });
  for (const from of ['2016-01-11', '2016-02-08'])
    await saved(`/cases/${caseId}/activities/new`, { kind: 'voluntary_work', ...day('startedOn', from) });
  assert.deepEqual(await starts(caseId), []);
  assert.equal(await counted(caseId, '3-1', 'Voluntary work', '6-12 months'), 1);
  assert.equal(await counted(caseId, 'job-starts', 'Total', 'Clients'), 0);
  const [{ attached_on, first_job_on }] = await rows('select * from case_support where case_id = $1', caseId);
  assert.equal(first_job_on, null);
  const [{ document }] = await rows('select document from programme_version where programme_id = $1', w.programmeId);
  const support = supportMonths(
    document,
    Temporal.PlainDate.from(attached_on),
    first_job_on,
    Temporal.PlainDate.from('2016-03-31'),
  );
  assert.deepEqual([support.phase, support.month, support.of], ['before work', 10, 24]);
  assert.equal(support.endsOn.toString(), '2017-06-14');
  assert.match(await textOf(`/cases/${caseId}/taking-part`), /Month 10 of 24, until 14 Jun 2017/);
});

test('S7: voluntary work, then permitted work, then a contract of 16 hours, which is the start', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId, attachedOn: '2014-09-01' });
  const path = `/cases/${caseId}/jobs`;
  await saved(`/cases/${caseId}/activities/new`, {
    ...{ kind: 'voluntary_work', ...day('startedOn', '2014-11-03'), daysPerWeek: '3', hoursPerDay: '4' },
  });
  assert.match(
    await textOf(`/cases/${caseId}/activities`),
    /Voluntary work 3 Nov 2014 3 days a week, 4 hours a day: 12 hours a week/,
  );
  await saved(`${path}/new`, {
    ...{ kind: 'permitted', employer: 'Hall Carr Housing', ...day('startedOn', '2015-06-01') },
    ...{ ...day('endedOn', '2015-10-27'), hoursPerWeek: '12' },
  });
  await saved(`${path}/new`, {
    ...{ kind: 'employed', employer: 'Hall Carr Housing', ...day('startedOn', '2015-10-28'), hoursPerWeek: '16' },
  });
  await saved(`${path}/benefit/off`, { ...day('changedOn', '2015-10-28'), benefit: 'ESA', reason: 'started_job' });
  assert.deepEqual(await starts(caseId), [{ employer: 'Hall Carr Housing', started_on: '2015-10-28' }]);
  assert.equal(await counted(caseId, '3-1', 'Voluntary work', '18+ months'), 1, 'an outcome on the way');
  assert.equal(await counted(caseId, 'job-starts-by-quarter', '2014 Q4', 'Clients'), 0);
  assert.equal(await counted(caseId, 'job-starts-by-quarter', '2015 Q4', 'Clients'), 1);
  const shown = await textOf(path);
  assert.match(shown, /Most so far: 156 of 350 days in work/, 'permitted days do not count');
  assert.match(shown, /Off benefit since 28 Oct 2015, for 5 months\./);
  // Back, with a reason, and corrected with what stood before.
  await saved(`${path}/benefit/back`, { ...day('changedOn', '2016-03-01'), reason: 'hours_fell' });
  const [change] = await rows(
    `select id from benefit_change where case_id = $1 and direction <> 'off benefit'`,
    caseId,
  );
  await saved(`${path}/benefits/${change.id}`, { ...day('changedOn', '2016-03-02'), reason: 'health', version: '1' });
  assert.match(await textOf(path), /2 Mar 2016 Back on benefit Health got worse/);
  assert.equal(
    (await worker.post(`${path}/benefits/${change.id}`, { ...day('changedOn', '2016-03-03'), version: '1' })).status,
    409,
  );
  assert.match(await textOf(`/cases/${caseId}/timeline`), /Back on benefit \(corrected\)/);
});

test('a zero-hours job is told week by week, and a week that was told before is replaced', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const path = `/cases/${caseId}/jobs`;
  await saved(`${path}/new`, { kind: 'zero_hours', employer: 'Calder Agency', ...day('startedOn', '2016-02-03') });
  const { id } = await jobOf(caseId);
  assert.match((await worker.get(`${path}/${id}/weeks`)).body, /value="21"/, 'the last whole week is suggested');
  await saved(`${path}/${id}/weeks`, { ...day('day', '2016-02-10'), hours: '14.5', payPence: '104.40' });
  const told = { onFile: '2016-02-08=14.5/10440' };
  await saved(`${path}/${id}/weeks`, { ...day('day', '2016-02-14'), hours: '9', payPence: '64.80', ...told });
  await saved(`${path}/${id}/weeks`, { ...day('day', '2016-02-20'), hours: '0' });
  assert.deepEqual(await rows('select week_from, hours, pay_pence from job_week where job_id = $1 order by 1', id), [
    { week_from: '2016-02-08', hours: '9.00', pay_pence: 6480 },
    { week_from: '2016-02-15', hours: '0.00', pay_pence: null },
  ]);
  assert.match(await textOf(path), /Week of 15 Feb 2016: 0 hours Week of 8 Feb 2016: 9 hours, £64\.80/);
  const [{ before }] = await rows(
    `select payload->'before' as before from event_payload p join event e on e.id = p.event_id
     where e.case_id = $1 and payload->'after'->>'hours' = '9'`,
    caseId,
  );
  assert.deepEqual(before, { hours: 14.5, payPence: 10440 });
});

test('what cannot be is refused with what to do, and leaves nothing behind', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const path = `/cases/${caseId}/jobs`;
  await saved(`${path}/new`, {
    kind: 'employed',
    employer: 'Mill',
    ...day('startedOn', '2015-09-07'),
    hoursPerWeek: '20',
  });
  const { id } = await jobOf(caseId);
  const stood = async () => [
    await rows('select * from job where case_id = $1', caseId),
    await rows('select * from job_terms where case_id = $1', caseId),
    await rows('select * from job_week where case_id = $1', caseId),
    await rows('select * from job_offer where case_id = $1', caseId),
    await rows('select * from benefit_change where case_id = $1', caseId),
    await events(caseId),
  ];
  const before = await stood();
  const wrong: [string, Record<string, string>, RegExp][] = [
    ['terms', { ...day('from', '2015-09-07'), hoursPerWeek: '30', version: '1' }, /after the first day in the job/],
    ['terms', { ...day('from', '2016-04-01'), hoursPerWeek: '30', version: '1' }, /today or in the past/],
    ['terms', { ...day('from', '2015-12-01'), hoursPerWeek: '20', version: '1' }, /already/],
    ['terms', { ...day('from', '2015-12-01'), hoursPerWeek: '169', version: '1' }, /from 0 to 168/],
    ['weeks', { ...day('day', '2015-08-31'), hours: '4' }, /not held in that week/],
    ['weeks', { ...day('day', '2015-10-01') }, /Enter the hours worked or the pay/],
    ['end', { leftReason: 'health', version: '1' }, /Enter the last day/],
    ['end', { ...day('endedOn', '2016-01-31'), leftReason: 'bored', version: '1' }, /choose one of the answers/],
  ];
  for (const [form, fields, message] of wrong) {
    const reply = await worker.post(`${path}/${id}/${form}`, fields);
    assert.equal(reply.status, 422, form);
    assert.match(reply.body, message);
  }
  for (const [form, fields, message] of [
    ['offers/new', { employer: 'Mill', ...day('offeredOn', '2016-03-01'), reason: 'pay' }, /say that it was declined/],
    ['offers/new', { ...day('offeredOn', '2016-03-01') }, /Enter the employer or the work/],
    ['benefit/off', { benefit: 'ESA' }, /Enter the first day off benefit/],
    ['benefit/back', { ...day('changedOn', '2016-04-01') }, /today or in the past/],
  ] as [string, Record<string, string>, RegExp][]) {
    const reply = await worker.post(`${path}/${form}`, fields);
    assert.equal(reply.status, 422, form);
    assert.match(reply.body, message);
  }
  assert.equal(
    (await worker.post(`${path}/${id}/terms`, { ...day('from', '2015-12-01'), hoursPerWeek: '30', version: '9' }))
      .status,
    409,
  );
  assert.equal((await worker.get(`${path}/benefit/sideways`)).status, 404);
  assert.deepEqual(await stood(), before);
});

test('a change of hours that was a mistake is taken back, and the days of the job keep it inside meanwhile', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const path = `/cases/${caseId}/jobs`;
  await saved(`${path}/new`, {
    kind: 'employed',
    employer: 'Mill',
    ...day('startedOn', '2015-09-07'),
    hoursPerWeek: '20',
  });
  const { id } = await jobOf(caseId);
  await saved(`${path}/${id}/terms`, { ...day('from', '2015-12-07'), hoursPerWeek: '30', version: '1' });
  await saved(`${path}/${id}/terms`, { ...day('from', '2015-10-05'), hoursPerWeek: '25', version: '2' });
  const early = await worker.post(`${path}/${id}/end`, { ...day('endedOn', '2015-11-30'), version: '3' });
  assert.match(early.body, /Remove that change first/);
  assert.equal((await worker.post(`${path}/${id}/terms/remove`, { from: '2015-09-07', version: '3' })).status, 404);
  await saved(`${path}/${id}/terms/remove`, { from: '2015-12-07', version: '3' });
  const job = await jobOf(caseId);
  assert.deepEqual([job.hours_per_week, job.terms_from], ['25.00', '2015-10-05']);
  assert.deepEqual(await rows('select from_on, hours_per_week from job_terms where job_id = $1', id), [
    { from_on: null, hours_per_week: '20.00' },
  ]);
  assert.deepEqual((await events(caseId)).slice(-3), ['job.terms changed', 'job.terms changed', 'job.terms removed']);
});

test('a job does not end before a week with work on file; once that week is corrected it does', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const path = `/cases/${caseId}/jobs`;
  await saved(`${path}/new`, { kind: 'zero_hours', employer: 'Mill', ...day('startedOn', '2015-09-07') });
  const { id } = await jobOf(caseId);
  // More weeks than the page shows, the latest of them without work.
  for (let n = 0; n < 12; n += 1) {
    const on = Temporal.PlainDate.from('2015-09-07').add({ weeks: n }).toString();
    await saved(`${path}/${id}/weeks`, { ...day('day', on), hours: n < 2 ? '16' : '0' });
  }
  const stood = await events(caseId);
  const early = await worker.post(`${path}/${id}/end`, { ...day('endedOn', '2015-09-13'), version: '1' });
  assert.equal(early.status, 422);
  assert.match(early.body, /week of 14 Sep 2015.*Take that week back first/);
  const late = await worker.post(`${path}/${id}/correct`, {
    employer: 'Mill',
    ...day('startedOn', '2015-09-14'),
    version: '1',
  });
  assert.match(late.body, /week of 7 Sep 2015/);
  assert.deepEqual(await events(caseId), stood);
  await saved(`${path}/${id}/weeks`, { ...day('day', '2015-09-14'), hours: '0', onFile: '2015-09-14=16/' });
  await saved(`${path}/${id}/end`, { ...day('endedOn', '2015-09-13'), version: '1' });
});

test('employers: one of a name in a programme, jobs tied by it, and only people whose records may be opened', async () => {
  const mine = await w.addCase({ keyWorkerId: staffId });
  const theirs = await w.addCase({ keyWorkerId: await w.staff('BOL-KW02') });
  const other = await w.signIn('key_worker', { staffId: await w.staff('BOL-KW02') });
  // One that was on file before the employer was.
  await saved(`/cases/${mine.caseId}/jobs/new`, { employer: 'aire street KITCHEN', ...day('startedOn', '2015-06-01') });
  await saved('/employers/new', {
    name: 'Aire Street Kitchen',
    area: 'Bolton',
    website: 'https://kitchen.example.org',
  });
  const [{ id }] = await rows('select id from employer where name = $1', 'Aire Street Kitchen');
  for (const [fields, message] of [
    [{ name: 'aire street kitchen' }, /There is an employer of this name/],
    [{ name: '' }, /Enter the name of the employer/],
    [{ name: 'Another', website: 'javascript:alert(1)' }, /begins with https/],
    [{ name: 'Another', email: 'nobody' }, /name@example\.org/],
  ] as [Record<string, string>, RegExp][]) {
    const reply = await worker.post('/employers/new', fields);
    assert.equal(reply.status, 422);
    assert.match(reply.body, message);
  }
  assert.deepEqual(await rows(`select kind from event where kind like 'employer.%'`), [{ kind: 'employer.added' }]);
  for (const [browser, { caseId }] of [
    [worker, mine],
    [other, theirs],
  ] as const)
    await browser.post(`/cases/${caseId}/jobs/new`, {
      ...{ kind: 'employed', employer: 'AIRE street kitchen', ...day('startedOn', '2016-03-01') },
    });
  await saved(`/employers/${id}/contacts/new`, {
    name: 'Ines Alder',
    jobTitle: 'Kitchen manager',
    phone: '07700 900555',
  });
  const [{ id: contactId }] = await rows('select id from employer_contact where employer_id = $1', id);
  await saved(`/employers/${id}/contacts/${contactId}`, {
    name: 'Ines Alder',
    ...day('endedOn', '2016-03-30'),
    version: '1',
  });
  const page = (await worker.get(`/employers/${id}`)).body;
  assert.match(page, /3 jobs on file, 3 held now/);
  assert.ok(page.includes(`/cases/${mine.caseId}/jobs`) && !page.includes(theirs.caseId));
  assert.match(page, /Ines Alder \(until 30 Mar 2016\)/);
  // Renamed, and the job stays tied though its own words are the old ones.
  await saved(`/employers/${id}/edit`, { name: 'Aire Street Kitchen, Bolton', version: '1' });
  assert.equal((await worker.post(`/employers/${id}/edit`, { name: 'Once more', version: '1' })).status, 409);
  const job = await jobOf(mine.caseId);
  await saved(`/cases/${mine.caseId}/jobs/${job.id}/correct`, {
    ...{ kind: 'employed', employer: 'AIRE street kitchen', ...day('startedOn', '2016-03-02'), version: '1' },
  });
  assert.equal((await jobOf(mine.caseId)).employer_id, id);

  const list = async (query: string) => (await worker.get(`/employers?${query}`)).body;
  assert.match(await list('name=STREET'), /Aire Street Kitchen, Bolton/);
  assert.match(await list('name=100%25'), /No employer fits/);
  await w.db.query(
    `insert into employer (id, programme_id, name) select gen_random_uuid(), $1, 'Works ' || to_char(n, 'fm000') from generate_series(1, 60) n`,
    [w.programmeId],
  );
  const next = /href="(\/employers\?[^"]*after=[^"]*)"/.exec(await list('name=works'))?.[1] ?? '';
  const second = (await worker.get(next.replaceAll('&amp;', '&'))).body;
  assert.ok(second.includes('Works 051') && second.includes('Works 060') && !second.includes('Works 050'));
  const elsewhere = await w.signIn('key_worker', { programmeId: w.otherProgrammeId });
  assert.equal((await elsewhere.get(`/employers/${id}`)).status, 404);
  assert.doesNotMatch((await elsewhere.get('/employers')).body, /Works 001/);
});

test('codes of occupations are loaded, renamed and chosen; a file that does not fit loads nothing', async () => {
  const file = 'programmes/occupations/soc2020.csv';
  assert.deepEqual(await loadOccupations(w.db, 'SOC2020', file), { rows: 35, added: 35, renamed: 0 });
  assert.deepEqual(await loadOccupations(w.db, 'SOC2020', file), { rows: 35, added: 0, renamed: 0 });
  const bad = await loadOccupations(w.db, 'BAD', 'package.json').catch((error: Error) => error.message);
  assert.match(JSON.stringify(bad), /package\.json/);
  assert.deepEqual(await rows(`select * from occupation where scheme = 'BAD'`), []);
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const path = `/cases/${caseId}/jobs`;
  const job = { kind: 'employed', employer: 'Mill', occupation: 'elementary occupations' };
  await saved(`${path}/new`, job);
  assert.equal((await jobOf(caseId)).occupation_code, '9');
  assert.match(await textOf(path), /Occupation code 9 Elementary occupations/);
  assert.match(
    (await worker.post(`${path}/new`, { ...job, occupation: 'Astronaut' })).body,
    /choose one from the list/,
  );
});

test('whether somebody is self-employed follows the kind, and a file that disagrees leaves the kind unknown', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  await saved(`/cases/${caseId}/jobs/new`, { kind: 'self_employed', employer: 'Own business' });
  const { id } = await jobOf(caseId);
  const now = async () => (await rows('select kind, self_employed from job where id = $1', id))[0];
  assert.deepEqual(await now(), { kind: 'self_employed', self_employed: true });
  await w.db.query('update job set self_employed = null where id = $1', [id]);
  assert.deepEqual(await now(), { kind: 'self_employed', self_employed: true });
  await w.db.query('update job set self_employed = false where id = $1', [id]);
  assert.deepEqual(await now(), { kind: null, self_employed: false });
  await assert.rejects(
    w.db.query(
      `insert into job (id, case_id, person_id, kind, self_employed)
       select gen_random_uuid(), case_id, person_id, 'employed', true from job where id = $1`,
      [id],
    ),
    /job_kind_self_employed/,
  );
});

test('whatever hangs on jobs is asked in the same transaction: when it fails, nothing was saved', async () => {
  const { caseId, personId } = await w.addCase({ keyWorkerId: staffId });
  const of = { caseId, personId, programmeId: w.programmeId };
  const told: unknown[] = [];
  await recordJob(
    w.db,
    systemActor,
    { ...of, jobsChanged: async (_, change) => void told.push(change) },
    { ...blankJob, employer: 'Mill' },
    [],
    '2016-03-31',
  );
  assert.deepEqual(told, [{ caseId, programmeId: w.programmeId, today: '2016-03-31' }]);
  const fails = () => Promise.reject(new Error('the clock broke'));
  await assert.rejects(
    recordJob(w.db, systemActor, { ...of, jobsChanged: fails }, { ...blankJob, employer: 'Other' }, [], '2016-03-31'),
    /the clock broke/,
  );
  assert.deepEqual(await rows('select employer from job where case_id = $1', caseId), [{ employer: 'Mill' }]);
  assert.equal((await events(caseId)).length, 1);
});
