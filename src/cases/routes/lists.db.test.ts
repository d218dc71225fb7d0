import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';
import { type Actor, systemActor } from '../../access/rules/policy.ts';
import { fold } from '../../people/rules.ts';
import { type ListedCase, programmeCases } from '../actions/lists.ts';
import type { Direction } from '../rules/caseload.ts';
import { type Cursor, cursorText, type ListSort, listSorts, readCursor } from '../rules/list.ts';
import { transitions } from '../rules.ts';

let w: World;
let office: Browser;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
});
after(() => w.end());

const officeActor = () => ({
  ...systemActor,
  memberships: [
    { role: 'programme_office' as const, programmeId: w.programmeId, areaId: null, providerId: null, staffId: null },
  ],
});

/** A list read page by page. */
async function pagesOf(actor: Actor, sort: ListSort, direction: Direction, limit: number): Promise<ListedCase[]> {
  const all: ListedCase[] = [];
  let after: Cursor | null = null;
  do {
    const ask = { programmeId: w.programmeId, filter: {}, sort, direction, limit, after: again(sort, after) };
    const found: Awaited<ReturnType<typeof programmeCases>> = await programmeCases(w.db, actor, ask);
    all.push(...found.cases);
    after = found.next;
  } while (after !== null);
  return all;
}

/** The cursor as it comes back from an address, where the address holds all of it. */
function again(sort: ListSort, cursor: Cursor | null): Cursor | null {
  const read = readCursor(sort, cursor === null ? undefined : cursorText(sort, cursor));
  return read !== null && 'caseId' in read ? cursor : read;
}

test('pages of the list hold every case once and in order, by every column in both directions', async () => {
  const [one, two] = [await w.staff('LST-KW01'), await w.staff('LST-KW02')];
  const places = [w.area('Bolton').id, w.area('Wigan').id, null];
  const made = [
    ['2015-01-01', 'Alder', one, 'attached'],
    ['2015-01-01', 'alder', two, 'closed'],
    ['2015-01-01', 'Zephyr', one, 'referred'],
    ['2014-05-05', 'Elan', null, 'referred'],
    [null, 'Elan', one, 'attached'],
    [null, 'Brown', null, 'attached'],
    ['2016-01-01', 'Brown', two, 'not attached'],
    ['2016-01-01', 'Brown', one, 'attached'],
    [null, 'Moss', one, 'attached'],
  ] as const;
  for (const [i, [referredOn, familyName, keyWorkerId, status]] of made.entries())
    await w.addCase({ referredOn, familyName, keyWorkerId, status, areaId: places[i % 3] ?? null });
  const elsewhere = await w.addCase({ programmeId: w.otherProgrammeId, areaId: null, familyName: 'Brown' });
  const restricted = await w.addCase({ familyName: 'Brown' });
  await w.db.query('update case_record set restricted = true where id = $1', [restricted.caseId]);
  const shown: Record<ListSort, (one: ListedCase) => string | null> = {
    name: ({ name }) => fold(name).split(' ').reverse().join(' '),
    reference: ({ reference }) => reference,
    referred: ({ referredOn }) => referredOn,
    area: ({ areaName }) => areaName,
    worker: ({ keyWorkerName }) => keyWorkerName,
    status: ({ status }) => transitions[status].text,
    attached: ({ attachedOn }) => attachedOn,
  };
  const team = { areaId: w.area('Bolton').id, providerId: w.area('Bolton').provider_id ?? null, staffId: null };
  const manager = {
    ...systemActor,
    memberships: [{ role: 'team_manager' as const, programmeId: w.programmeId, ...team }],
  };
  const worker = {
    ...systemActor,
    memberships: [
      { role: 'key_worker' as const, programmeId: w.programmeId, areaId: null, providerId: null, staffId: one },
    ],
  };
  for (const [actor, count] of [
    [officeActor(), 9],
    [manager, 3],
    [worker, 5],
  ] as const)
    for (const sort of listSorts)
      for (const direction of ['ascending', 'descending'] as const)
        for (const limit of [1, 4]) {
          const all = await pagesOf(actor, sort, direction, limit);
          const label = `${sort} ${direction} by ${limit}`;
          const ids = all.map(({ caseId }) => caseId);
          assert.equal(ids.length, count, label);
          assert.equal(new Set(ids).size, count, label);
          assert.ok(!ids.includes(elsewhere.caseId) && !ids.includes(restricted.caseId), label);
          const values = all.map((one) => shown[sort](one));
          const known = values.filter((value) => value !== null);
          const sign = direction === 'ascending' ? 1 : -1;
          assert.deepEqual(
            known,
            [...known].sort((a, b) => (a === b ? 0 : a < b ? -sign : sign)),
            label,
          );
          // Those without what the column holds come last, whatever the direction.
          assert.ok(
            values.slice(known.length).every((value) => value === null),
            label,
          );
        }
});

test('a page goes on where the one before ended though its last case has changed since', async () => {
  const cursor = (await programmeCases(w.db, officeActor(), {
    programmeId: w.programmeId,
    filter: {},
    sort: 'status',
    direction: 'ascending',
    after: null,
    limit: 2,
  })) as { cases: ListedCase[]; next: Cursor };
  const before = await pagesOf(officeActor(), 'status', 'ascending', 100);
  const moved = cursor.cases[1] as ListedCase;
  await w.db.query("update case_record set status = 'waiting' where id = $1", [moved.caseId]);
  const { cases } = await programmeCases(w.db, officeActor(), {
    programmeId: w.programmeId,
    filter: {},
    sort: 'status',
    direction: 'ascending',
    after: cursor.next,
    limit: 3,
  });
  assert.deepEqual(
    cases.map(({ caseId }) => caseId),
    before.slice(2, 5).map(({ caseId }) => caseId),
  );
  await w.db.query('update case_record set status = $2 where id = $1', [moved.caseId, moved.status]);
});

test('the list is sorted by its headings, and the order stays with the filters, the views and the file', async () => {
  const bury = w.area('Bury').id;
  for (let i = 0; i < 51; i++)
    await w.addCase({
      familyName: `Sorted${String.fromCharCode(97 + Math.floor(i / 26), 97 + (i % 26))}`,
      areaId: bury,
    });
  const query = `area=${bury}&sort=name&order=descending`;
  const { body } = await office.get(`/cases?${query}`);
  assert.match(body, /aria-sort="descending"><a class="newel-sort" href="[^"]*sort=name&amp;order=ascending">Name/);
  assert.match(body, new RegExp(`href="/cases\\?area=${bury}&amp;sort=status&amp;order=ascending">Status`));
  assert.match(body, /name="sort" value="name"><input type="hidden" name="order" value="descending"/);
  assert.match(body, /name="query" value="[^"]*sort=name&amp;order=descending"/);
  const next = /rel="next" href="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? assert.fail('no next page');
  // Nobody's name stands in an address.
  assert.doesNotMatch(next, /sorted/i);
  const [last] = [...body.matchAll(/>Debbie (Sorted[a-z]+)</g)].map(([, name]) => name).slice(-1);
  assert.equal(last, 'Sortedab');
  const second = (await office.get(next)).body;
  assert.match(second, /Sortedaa/);
  assert.doesNotMatch(second, /Sortedab/);
  // The place of a case that is hidden from the reader is not to be found out by asking for what comes after it.
  await w.db.query(
    "update case_record set restricted = true where id = (select c.id from case_record c join person p on p.id = c.person_id where p.family_name = 'Sortedab')",
  );
  assert.match((await office.get(next)).body, /Sortedby/);
  for (const after of ['none_none', `x_${'0'.repeat(36)}`, 'Brown_none_00000000-0000-0000-0000-000000000000'])
    assert.ok((await office.get(`/cases?sort=area&after=${after}`)).status < 500);
  assert.equal((await office.get('/cases?sort=salary')).status, 400);
  // What views kept before there were other columns.
  assert.match(
    (await office.get('/cases?order=oldest')).body,
    /aria-sort="ascending"><a class="newel-sort" href="[^"]*">Referred/,
  );
});

test('cases are ticked and passed on by whoever may give them to others, and by nobody else', async () => {
  const staffId = await w.staff('BRY-KW09', w.programmeId, 'Bury');
  const bury = w.area('Bury');
  const at = { areaId: bury.id, providerId: bury.provider_id };
  const open = await w.addCase({ familyName: 'Ticked', keyWorkerId: staffId, ...at });
  const closed = await w.addCase({ familyName: 'Closed', status: 'closed', ...at });
  await w.db.query("update case_record set closed_on = '2016-01-01' where id = $1", [closed.caseId]);
  const manager = await w.signIn('team_manager', { areaId: bury.id, providerId: bury.provider_id });
  const { body } = await manager.get('/cases');
  assert.match(body, new RegExp(`name="case" type="checkbox" value="${open.caseId}">.*Choose Debbie Ticked, C-`));
  assert.doesNotMatch(body, new RegExp(`type="checkbox" value="${closed.caseId}"`));
  assert.match(body, new RegExp(`action="/reassign/plan".*\n?.*name="programme" value="${w.programmeId}"`));
  const plan = await manager.post('/reassign/plan', { programme: w.programmeId, case: open.caseId, from: 'cases' });
  assert.equal(plan.status, 200);
  assert.match(plan.body, /class="govuk-back-link"[^>]*href="\/cases"|href="\/cases" class="govuk-back-link"/);
  assert.match(plan.body, /1 person chosen/);
  const none = await manager.post('/reassign/plan', { programme: w.programmeId });
  assert.equal(none.status, 422);
  assert.match(none.body, /Tick at least one open case/);
  for (const other of [await w.signIn('local_lead', { areaId: bury.id }), await w.signIn('key_worker', { staffId })]) {
    assert.doesNotMatch((await other.get('/cases')).body, /type="checkbox"|reassign/);
    assert.equal((await other.post('/reassign/plan', { case: open.caseId })).status, 404);
  }
});

test('attachments without evidence are a filter of the list, and linked from where the work begins', async () => {
  const staffId = await w.staff('BOL-KW12');
  const { caseId } = await w.addCase({ familyName: 'Unproven', keyWorkerId: staffId });
  const done = await w.addCase({ familyName: 'Proven', keyWorkerId: staffId });
  await w.db.query('update attachment set evidenced = false where case_id = $1', [caseId]);
  await w.db.query(
    "update attachment set evidenced = true, attached_on = '2015-01-01', conditions = '{\"plan\": {}}' where case_id = $1",
    [done.caseId],
  );
  const worker = await w.signIn('key_worker', { staffId });
  const { body } = await worker.get('/cases?evidence=missing');
  assert.match(body, /Debbie Unproven/);
  assert.doesNotMatch(body, /Debbie Proven/);
  for (const path of ['/cases', '/caseload'])
    assert.match((await worker.get(path)).body, /href="\/cases\/without-evidence"/);
});

test('filters stay in the address; a month that cannot be read says so', async () => {
  await w.addCase({ familyName: 'Filtered', referredOn: '2013-07-09', areaId: w.area('Bury').id });
  const page = await office.get(`/cases?area=${w.area('Bury').id}&referred=2013-07&status=attached`);
  assert.match(page.body, /Debbie Filtered/);
  assert.match(page.body, /value="2013-07"/);
  assert.doesNotMatch((await office.get('/cases?referred=2013-08')).body, /Debbie Filtered/);
  assert.equal((await office.get('/cases?referred=2013-13')).status, 422);
  assert.equal((await office.get('/cases?programme=elsewhere')).status, 404);
});

test('each role sees its part of the list', async () => {
  const staffId = await w.staff('BOL-KW11');
  await w.addCase({ familyName: 'Mine', keyWorkerId: staffId });
  await w.addCase({ familyName: '=cmd()', givenName: '', areaId: w.area('Wigan').id });
  const worker = await w.signIn('key_worker', { staffId });
  const list = await worker.get('/cases');
  assert.match(list.body, /Debbie Mine/);
  assert.doesNotMatch(list.body, /=cmd/);
  const lead = await w.signIn('local_lead', { areaId: w.area('Wigan').id });
  assert.doesNotMatch((await lead.get('/cases')).body, /Debbie Mine/);
});

test('a manager chooses among the caseloads of the team', async () => {
  const staffId = await w.staff('BOL-KW14');
  const far = await w.staff('WIG-KW01', w.programmeId, 'Wigan');
  await w.addCase({ familyName: 'Teamly', keyWorkerId: staffId });
  const bolton = w.area('Bolton');
  const manager = await w.signIn('team_manager', { areaId: bolton.id, providerId: bolton.provider_id });
  assert.match((await manager.get('/caseload')).body, /BOL-KW14/);
  assert.match((await manager.get(`/caseload?worker=${staffId}`)).body, /Debbie Teamly/);
  assert.equal((await manager.get(`/caseload?worker=${far}`)).status, 404);
});

test('the history tells who read and who changed, page after page without a gap', async () => {
  const { caseId } = await w.addCase();
  for (let i = 0; i < 60; i++) await office.get(`/cases/${caseId}`);
  await office.post(`/cases/${caseId}/notes`, {
    body: 'Hello',
    'written_on-day': '1',
    'written_on-month': '3',
    'written_on-year': '2016',
  });
  const first = await office.get(`/cases/${caseId}/history`);
  assert.match(first.body, /Changed: Note/);
  const older = /href="(\/cases\/[^"]+\/history\?before=[^"]+)"/.exec(first.body)?.[1] ?? assert.fail('no older page');
  const second = await office.get(older);
  const reads = (body: string) => body.match(/Read: case/g)?.length ?? 0;
  assert.equal(reads(first.body) + reads(second.body), 60);
});

test('second referrals are decided once, by the programme office alone', async () => {
  const { personId } = await w.addCase({ familyName: 'Twice' });
  const { rows } = await w.db.query(
    `insert into duplicate_review (id, programme_id, source_ref, person_id, original)
     values (gen_random_uuid(), $1, 'WX1', $2, '{"given_name":"DEBBIE","family_name":"Twice","referred_on":"2016-01-02"}') returning id`,
    [w.programmeId, personId],
  );
  const path = `/duplicates/${rows[0].id}`;
  assert.match((await office.get('/duplicates')).body, /WX1/);
  assert.match((await office.get(path)).body, /DEBBIE/);
  const lead = await w.signIn('local_lead', { areaId: w.area('Bolton').id });
  assert.equal((await lead.get(path)).status, 404);
  assert.equal((await lead.post(path, { decision: 'same person' })).status, 404);
  assert.equal((await office.post(path, { decision: 'maybe' })).location, path);
  const replies = await Promise.all(
    ['same person', 'different person'].map((decision) => office.post(path, { decision })),
  );
  assert.deepEqual(replies.map(({ location }) => location).sort(), ['/duplicates', path]);
  const { rows: events } = await w.db.query("select count(*)::int as n from event where kind = 'duplicate.decided'");
  assert.equal(events[0].n, 1);
});

test('a caseload above the guide of the programme says so on its page', async () => {
  const staffId = await w.staff('BOL-KW20');
  const worker = await w.signIn('key_worker', { staffId });
  for (let i = 0; i < 50; i++) await w.addCase({ keyWorkerId: staffId });
  assert.doesNotMatch((await worker.get('/caseload')).body, /more than the guide/);
  await w.addCase({ keyWorkerId: staffId });
  assert.match((await worker.get('/caseload')).body, /51 attached clients: more than the guide of 40 to 50/);
});
