import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { htmlProblems } from '../../test/support/checks.ts';
import { type Pathways, pathways } from '../../test/support/pathways.ts';
import type { Browser } from '../../test/support/world.ts';
import { signIn } from '../../test/support/world.ts';
import { newId } from '../kit/ids.ts';

let w: Pathways;
let staffId: string;
let okoro: Browser;
let rees: Browser;
let services: string[];
before(async () => {
  w = await pathways('2008-09-01');
  staffId = await w.staff('OKORO');
  okoro = await w.worker(staffId);
  rees = await w.manager();
  services = [];
  for (const [name, contract] of [
    ['Zebra courses', 'contracted'],
    ['Anchor advice', 'none'],
  ]) {
    const [organisation, service] = [newId(), newId()];
    await w.db.query(
      `insert into organisation (id, name, description, contract, doc) values ($1, 'House of ' || $2::text, '', $3, '{}')`,
      [organisation, name, contract],
    );
    await w.db.query(
      `insert into service (id, organisation_id, name, description, status, doc) values ($1, $2, $3, '', 'active', '{}')`,
      [service, organisation, name],
    );
    services.push(service);
  }
  const [zebra, anchor] = services as [string, string];
  const wait = (day: string) => ({ state: 'started', started_on: day, decided_on: day, received_on: '2008-03-05' });
  // Six started at the first service, one of them after more than six weeks; three declined by it.
  for (let n = 0; n < 5; n += 1) await referral(zebra, wait('2008-03-13'));
  await referral(zebra, wait('2008-05-12'));
  for (let n = 0; n < 3; n += 1) await referral(zebra, { state: 'rejected', decided_on: '2008-03-10', open: false });
  // Ten at the second, all accepted, half of them without having started.
  for (let n = 0; n < 5; n += 1) await referral(anchor, wait('2008-03-23'));
  for (let n = 0; n < 5; n += 1) await referral(anchor, { state: 'accepted', decided_on: '2008-03-10' });
  // Six signposts, of which nobody knows what became.
  for (let n = 0; n < 6; n += 1)
    await referral(anchor, { kind: 'signpost', state: 'unknown', sent_on: null, open: false });
});
after(() => w.end());

type Referred = { id: string; caseId: string; personId: string };
async function referral(
  serviceId: string,
  given: Record<string, unknown>,
  of?: { caseId: string; personId: string },
): Promise<Referred> {
  const { caseId, personId } = of ?? (await w.addCase({ keyWorkerId: staffId, referredOn: '2006-10-02' }));
  const id = newId();
  const all = {
    ...{
      id,
      reference: id,
      kind: 'referral',
      case_id: caseId,
      person_id: personId,
      programme_id: w.news,
      area_id: w.place.id,
    },
    ...{
      service_id: serviceId,
      made_on: '2008-03-03',
      sent_on: '2008-03-03',
      owner_side: 'service',
      made_by: okoro.userId,
    },
    ...{ due_what: 'x', due_on: '2008-12-01', open: true, ...given },
  };
  const names = Object.keys(all);
  await w.db.query(
    `insert into referral (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')})`,
    Object.values(all),
  );
  return { id, caseId, personId };
}
const csv = async (browser: Browser, query = '', year = 'from=2008-01-01&to=2008-08-31') => {
  const { body } = await browser.get(`/services/figures.csv?${year}${query}`);
  return body.split(/\r?\n/).map((line) => line.replaceAll('"', '').split(','));
};
/** What the file says of a part of a measure, by group: the count and its base. */
const said = (lines: string[][], part: string) =>
  lines
    .filter((line) => line.at(-4) === part)
    .map((line) => [line.at(-3), line.at(-1)].map((one) => one?.replace(/ \(.*/, '')));

test('counts with their base and what is missing, small numbers and what they follow from left out, in the order of names', async () => {
  const lines = await csv(rees);
  // Three declined is small: it goes, and so do the accepted of that service and of all, from which it would follow.
  assert.deepEqual(said(lines, 'Declined'), [
    ['0', '10'],
    ['left out', '9'],
    ['left out', '19'],
  ]);
  assert.deepEqual(said(lines, 'Accepted'), [
    ['10', '10'],
    ['left out', '9'],
    ['left out', '19'],
  ]);
  assert.deepEqual(
    said(lines, 'Over six weeks').map(([count]) => count),
    ['0', 'left out', 'left out'],
  );
  const { body } = await rees.get('/services/figures?from=2008-01-01&to=2008-08-31');
  assert.ok(
    body.indexOf('Anchor advice') < body.indexOf('Zebra courses'),
    'by name, though the other has fewer refusals',
  );
  assert.doesNotMatch(body, />3</, 'no small count anywhere');
  assert.match(body, /rank nobody/);
  // What nobody knows stands by itself, and a signpost is no referral.
  assert.deepEqual(said(lines, 'Not known').at(-1), ['6', '6']);
  assert.match(body, /Of referrals that were sent: how many the service accepted/);
});

test('SC13.3: the share of contracted services with appropriateness beside it, and no line is one worker’s alone above another', async () => {
  const lines = await csv(rees, '&by=contract');
  const groups = new Set(lines.slice(1).map((line) => line.at(-5)));
  assert.deepEqual(
    [...groups].filter((one) => one !== undefined),
    ['Contracted', 'No contract', 'All'],
  );
  const pair = (await rees.get('/services/figures?from=2008-01-01&to=2008-08-31&by=pair')).body;
  assert.match(pair, /key_worker [^:]+: Anchor advice/);
});

test('a worker does not see figures, and somebody who oversees another area counts nothing of this one', async () => {
  assert.equal((await okoro.get('/services/figures')).status, 404);
  const other = await w.db.query('select id from area where programme_id = $1 and id <> $2 limit 1', [
    w.news,
    w.place.id,
  ]);
  const lead = await signIn(w.db, w.app, 'local_lead', { programmeId: w.news, areaId: other.rows[0].id });
  assert.match((await lead.get('/services/figures?from=2008-01-01&to=2008-08-31')).body, /Nobody was referred/);
  assert.equal((await rees.get('/services/figures?by=need&from=nonsense')).status, 200);
});

test('SC5.4: those who are still at a service whose funding ends stand in a list for a plan, with whoever answers for them', async () => {
  const [zebra] = services;
  assert.match((await okoro.get('/services/ending')).body, /Nobody is at a service whose funding ends/);
  await w.db.query(`update service set funded_until = '2008-12-01' where id = $1`, [zebra]);
  const { body } = await okoro.get('/services/ending');
  assert.match(body, /6 referrals to services whose funding ends/);
  assert.equal(body.match(/1 Dec 2008/g)?.length, 6, 'those who were declined or are elsewhere are not in it');
  assert.doesNotMatch(body, /Anchor advice/);
  assert.match((await rees.get('/services/ending')).body, /6 referrals/);
  const colleague = await w.worker(await w.staff('ELSE'));
  assert.match((await colleague.get('/services/ending')).body, /Nobody is at a service/);
});

test('what people said stands with a service by month, and the rules of the district about contact with their days', async () => {
  const { rows } = await w.db.query(`select id, case_id, service_id from referral where state = 'started' limit 1`);
  const path = `/cases/${rows[0].case_id}/liaison/${rows[0].id}`;
  const day = { 'day-day': '30', 'day-month': '8', 'day-year': '2008' };
  await okoro.post(`${path}/rating`, {
    ...day,
    score: '5',
    words: 'They waited for me',
    disposition: 'shared with advisers',
    confidence: 'better',
  });
  assert.match(
    (await okoro.get(`/cases/${rows[0].case_id}/referrals/${rows[0].id}`)).body,
    /Of 5: 5[\s\S]*Next to the beginning: Confidence better[\s\S]*They waited for me/,
  );
  const { body } = await okoro.get(`${path}/rating`);
  assert.match(body, /They waited for me<\/span> \(5 of 5, Aug 2008\)/);
  // A colleague reads it in the directory, without a day and without a name.
  const shown = (await rees.get(`/directory/services/${rows[0].service_id}`)).body;
  assert.match(shown, /They waited for me<\/span> \(5 of 5, Aug 2008\)/);
  assert.doesNotMatch(shown, /30 Aug|Debbie|Marsh/);
  assert.match((await okoro.get(`${path}/contacts`)).body, /You keep in touch while the service works with them/);
});

test('what came after, soft outcomes, the two accounts and who shares in a job, each by hand', async () => {
  const [house, other] = [newId(), newId()];
  for (const [id, name] of [
    [house, 'Middle house'],
    [other, 'Another place'],
  ])
    await w.db.query(`insert into service (id, name, description, status, doc) values ($1, $2, '', 'active', '{}')`, [
      id,
      name,
    ]);
  const sent = { made_on: '2007-03-05', sent_on: '2007-03-05' };
  const over = (ended_on: string, soft: Record<string, string> = {}) => ({
    ...{ ...sent, state: 'closed', open: false, due_what: null, due_on: null, decided_on: '2007-03-12' },
    ...{ started_on: '2007-03-12', ended_on, end_kind: 'completed', ...soft },
  });
  const say = (of: Referred, day: string, confidence: string | null, wellbeing: string | null) =>
    w.db.query(
      `insert into service_rating (id, referral_id, service_id, day, score, disposition, confidence, wellbeing)
       values ($1, $2, $3, $4, 4, 'note only', $5, $6)`,
      [newId(), of.id, house, day, confidence, wellbeing],
    );
  const job = ({ caseId, personId }: Referred, on: string, kind: string) =>
    w.db.query(
      'insert into job (id, case_id, person_id, started_on, kind, self_employed) values ($1, $2, $3, $4, $5, false)',
      [...[newId(), caseId, personId, on, kind]],
    );
  const activity = ({ caseId, personId }: Referred, on: string, kind: string) =>
    w.db.query('insert into activity (id, case_id, person_id, started_on, kind) values ($1, $2, $3, $4, $5)', [
      ...[newId(), caseId, personId, on, kind],
    ]);
  // Six had a job within 13 weeks, with another service by then; service and person say the same, at the person's last word.
  for (let n = 0; n < 6; n += 1) {
    const one = await referral(house, over('2007-05-14', { end_confidence: 'better', end_wellbeing: 'same' }));
    await referral(other, { ...over('2007-07-02'), made_on: '2006-12-01', started_on: '2007-05-21' }, one);
    await job(one, '2007-06-01', 'employed');
    await say(one, '2007-04-02', 'worse', null);
    await say(one, '2007-05-14', 'better', 'same');
  }
  // Five began a course on the last day of the 13 weeks; the person does not say what the service says.
  for (let n = 0; n < 5; n += 1) {
    const one = await referral(house, over('2007-05-14', { end_confidence: 'better' }));
    await activity(one, '2007-08-13', 'course');
    await say(one, '2007-05-14', 'worse', null);
  }
  // Five: voluntary work a day too late, permitted work, a job after more than a year; nobody said anything.
  for (let n = 0; n < 5; n += 1) {
    const one = await referral(house, over('2007-05-14'));
    await activity(one, '2007-08-14', 'voluntary_work');
    await job(one, '2007-06-01', 'permitted');
    await job(one, '2008-05-14', 'employed');
  }
  // Five ended nine weeks ago, and only the person says how it is.
  for (let n = 0; n < 5; n += 1) await say(await referral(house, over('2008-06-30')), '2008-07-01', 'same', null);
  // Ten were declined, for two kinds of reason, and five wait.
  for (let n = 0; n < 10; n += 1)
    await referral(house, { ...sent, state: 'rejected', reason: n < 5 ? 'no capacity' : 'benefit', open: false });
  for (let n = 0; n < 5; n += 1) await referral(house, { ...sent, state: 'received', received_on: '2007-03-07' });

  // What is expected: of the whole programme, and so shown to whoever sees all of it.
  const office = await signIn(w.db, w.app, 'programme_office', { programmeId: w.news });
  const path = `/directory/services/${house}/expected`;
  const first = { 'from-day': '1', 'from-month': '1', 'from-year': '2007' };
  const refused = await office.post(path, { ...first, a_year: '40', programme: w.news });
  assert.equal(refused.status, 422);
  assert.match(refused.body, /value="40"/, 'what was typed stays');
  assert.equal((await okoro.get(path)).status, 404);
  assert.equal((await okoro.post(path, { ...first, a_year: '40', programme: w.news, basis: 'contract' })).status, 404);
  assert.equal((await w.db.query('select from service_expectation')).rowCount, 0, 'a refusal writes nothing');
  const saved = async (a_year: string) =>
    assert.equal((await office.post(path, { ...first, a_year, programme: w.news, basis: 'contract' })).status, 303);
  await saved('40');
  // Of two for one day the later holds.
  await saved('73');
  assert.match(
    (await office.get(path)).body,
    /From 1 Jan 2007: 73 referrals a year\. The contract’s[\s\S]*40 referrals/,
  );
  const kinds = await w.db.query(`select from event where kind = 'directory.expected_set'`);
  assert.equal(kinds.rowCount, 2);

  const lines = await csv(office, '', 'from=2007-01-01&to=2007-12-31');
  const of = (title: string, part: string) =>
    lines.find((line) => line[0] === title && line.includes('Middle house') && line.includes(part))?.at(-3);
  const told = (title: string, ...parts: string[]) => parts.map((part) => of(title, part));
  assert.deepEqual(told('How many start?', 'Started', 'Over without a start', 'Neither yet'), ['21', '10', '5']);
  assert.deepEqual(
    told('Why do services decline?', 'The person', 'Not eligible', 'No place', 'The referral', 'Not said'),
    ['0', '5', '5', '0', '0'],
  );
  assert.deepEqual(
    told('What comes after it?', 'A job', 'Training', 'Unpaid work', 'Another service', 'Nothing on file'),
    ['6', '5', '0', '0', '5'],
  );
  assert.deepEqual(told('Do people become more confident?', 'Better', 'The same', 'Worse', 'Not asked'), [
    '6',
    '5',
    '5',
    '5',
  ]);
  assert.deepEqual(told('Do people feel better?', 'Better', 'The same', 'Not asked'), ['0', '6', '15']);
  assert.deepEqual(told('Do the service and the person say the same?', 'The same', 'Not the same', 'Not both told'), [
    '6',
    '5',
    '10',
  ]);
  assert.deepEqual(told('Who shares in a job?', 'One or two contributors', 'Three', 'Four or more', 'Mean number'), [
    '0',
    '6',
    '0',
    '3',
  ]);
  assert.deepEqual(told('How many referrals to services were made?', 'Referrals', 'Expected', 'Areas'), [
    '36',
    '73',
    '1',
  ]);
  // A manager of one team sees referrals, and no expectation of all teams beside them.
  const own = await csv(rees, '', 'from=2007-01-01&to=2007-12-31');
  assert.ok(own.some((line) => line.includes('Middle house')) && !own.some((line) => line.includes('Expected')));
  const { body } = await office.get('/services/figures?from=2007-01-01&to=2007-12-31');
  assert.match(body, /Expected<\/th>/);
  assert.match(body, /How fresh is the directory\?[\s\S]*0 checked, 0 due by now, 4 never given a day/);
  const [started] = (await w.db.query(`select id, case_id from referral where state = 'started' limit 1`)).rows;
  const rating = await okoro.get(`/cases/${started.case_id}/liaison/${started.id}/rating`);
  for (const one of [body, refused.body, (await office.get(path)).body, rating.body])
    assert.deepEqual(await htmlProblems(one), []);
});
