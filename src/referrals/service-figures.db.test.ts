import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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

async function referral(serviceId: string, given: Record<string, unknown>): Promise<void> {
  const { caseId, personId } = await w.addCase({ keyWorkerId: staffId });
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
}
const csv = async (browser: Browser, query = '') => {
  const { body } = await browser.get(`/services/figures.csv?from=2008-01-01&to=2008-08-31${query}`);
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
  const { rows } = await w.db.query(`select id, case_id from referral where state = 'started' limit 1`);
  const path = `/cases/${rows[0].case_id}/liaison/${rows[0].id}`;
  const day = { 'day-day': '30', 'day-month': '8', 'day-year': '2008' };
  await okoro.post(`${path}/rating`, {
    ...day,
    score: '5',
    words: 'They waited for me',
    disposition: 'shared with advisers',
  });
  const { body } = await okoro.get(`${path}/rating`);
  assert.match(body, /They waited for me<\/span> \(5 of 5, Aug 2008\)/);
  assert.match((await okoro.get(`${path}/contacts`)).body, /You keep in touch while the service works with them/);
});
