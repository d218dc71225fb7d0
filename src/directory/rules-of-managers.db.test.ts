/** What managers say of services against the application: who may refer, directives, roles; and what is counted (SC6, SC13). */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { htmlProblems } from '../../test/support/checks.ts';
import { at, directoryEntry, today } from '../../test/support/directory-entry.ts';
import { systemActor } from '../access/rules/policy.ts';
import { transaction } from '../kit/db.ts';
import { mayRefer, setRule } from './actions/access-rules.ts';
import { directivesAbout, directivesFor } from './actions/directives.ts';
import { saveService } from './actions/entries.ts';
import { countForService, figuresOf } from './actions/figures.ts';
import { giveRole } from './actions/working-roles.ts';

const { w, staffId, okoro, colleague, rees, serviceId, query, one, day, page, words, show, events, version, nameOf } =
  await directoryEntry('Swimming at Café Blue');
after(() => w.end());

test('who may refer is set by programme, place and day; an exception is for one case until a day (SC6.4)', async () => {
  const bolton = w.area('Bolton').id;
  const caseId = await w.addCase({ keyWorkerId: staffId, familyName: 'Quinn' });
  const id = typeof caseId === 'string' ? caseId : (caseId as { caseId: string }).caseId;
  const wish = { serviceId, programmeId: w.programmeId, userId: okoro.userId, day: today, roles: [] as string[] };
  const may = async (more: { areaId?: string; caseId?: string | null; day?: string }) =>
    (await mayRefer(w.db, { ...wish, areaId: bolton, caseId: null, ...more })).allowed;
  assert.equal(await may({}), true);
  const rule = {
    ...{
      service: 'swimming',
      service_id: serviceId,
      role: 'any',
      allowed: 'no',
      programme: w.programmeId,
      area: bolton,
    },
    ...{ reason: 'Advisers first', ...day('from', '2016-03-01') },
  };
  assert.equal((await okoro.post('/directory/access/new', rule)).status, 404);
  assert.equal((await rees.post('/directory/access/new', { ...rule, programme: w.otherProgrammeId })).status, 422);
  assert.equal((await rees.post('/directory/access/new', { ...rule, ...day('to', '2016-02-01') })).status, 422);
  // What was typed is looked for, and what is found is chosen from; nothing that was typed is lost.
  const { service_id: _, ...unchosen } = rule;
  const asked = await rees.post('/directory/access/new', unchosen);
  assert.equal(asked.status, 422);
  assert.match(words(asked.body), /Choose which service it is.*Which one is it\?.*Swimming at Café Blue/);
  for (const kept of ['value="swimming"', 'value="Advisers first"', `value="${serviceId}"`])
    assert.ok(asked.body.includes(kept), kept);
  const unknown = await rees.post('/directory/access/new', { ...rule, service: 'no such thing' });
  assert.match(words(unknown.body), /No service is found by that/);
  assert.match(
    (await rees.get(`/directory/access/new?service=${serviceId}`)).body,
    new RegExp(`value="${serviceId}"[^>]*checked`),
  );
  assert.equal((await query('select from access_rule')).length, 0);
  assert.equal((await rees.post('/directory/access/new', rule)).status, 303);
  assert.deepEqual(
    [await may({}), await may({ day: '2016-02-29' }), await may({ areaId: w.area('Manchester').id })],
    [false, true, true],
  );
  assert.match(await show(okoro), /Anybody: no, Bolton, from 1 Mar 2016. Advisers first/);
  const exception = `/cases/${id}/services/${serviceId}/exception`;
  const given = { role: 'any', reason: 'Nothing else is near', ...day('to', '2016-05-12') };
  assert.equal((await okoro.post(exception, given)).status, 404);
  assert.equal((await rees.post(exception, { ...given, ...day('to', '2016-03-30') })).status, 422);
  assert.equal((await rees.post(exception, given)).status, 303);
  assert.deepEqual(
    [await may({ caseId: id }), await may({ caseId: id, day: '2016-05-13' }), await may({})],
    [true, false, false],
  );
  assert.match(
    words((await rees.get(`/cases/${id}/timeline`)).body),
    /An exception: Swimming at Café Blue may be used until/,
  );
  const { id: ruleId } = await one('select id from access_rule where case_id is null');
  await rees.post(`/directory/access/${ruleId}/end`, {});
  assert.equal((await one('select to_day from access_rule where id = $1', ruleId)).to_day, today);
  assert.equal(await may({ day: '2016-04-01' }), true);
});

test('a directive is shown in its place with its dates, and is gone when it is over (SC13.1, 13.4, 13.5)', async () => {
  const bolton = w.area('Bolton').id;
  const form = {
    ...{ kind: 'prefer', contract: 'contracted', service: '', words: 'Use what we pay for', programme: w.programmeId },
    ...{ area: bolton, ...day('from', '2016-03-01'), ...day('to', '2016-06-30') },
  };
  assert.equal((await okoro.post('/directory/directives/new', form)).status, 404);
  assert.equal((await rees.post('/directory/directives/new', { ...form, contract: '' })).status, 422);
  const both = await rees.post('/directory/directives/new', { ...form, service: 'swimming', service_id: serviceId });
  assert.equal(both.status, 422);
  assert.match(words(both.body), /Choose a contract or enter one service, not both/);
  assert.equal((await query('select from directive')).length, 0);
  assert.equal((await rees.post('/directory/directives/new', form)).status, 303);
  const held = async (areaId: string, on: string) =>
    directivesAbout(await directivesFor(w.db, { programmeIds: [w.programmeId], areaId, day: on }), {
      serviceId,
      contract: 'none',
    }).map(({ says }) => says);
  assert.deepEqual(await held(bolton, '2016-06-30'), ['against']);
  assert.deepEqual(await held(bolton, '2016-07-01'), []);
  assert.deepEqual(await held(w.area('Manchester').id, '2016-06-30'), []);
  assert.match(
    await show(rees),
    /Directive: Prefer contracted services 1 Mar 2016 to 30 Jun 2016 \(speaks for another\). Use what we pay for/,
  );
  const other = { ...form, kind: 'avoid', words: 'See for yourself first' };
  assert.equal((await rees.post('/directory/directives/new', other)).status, 303);
  assert.match(words((await colleague.get('/directory/directives')).body), /Some directives ask for opposite things/);
  const before = await events();
  const { id } = await one(`select id from directive where kind = 'avoid'`);
  assert.equal((await okoro.post(`/directory/directives/${id}/end`, {})).status, 404);
  assert.equal(await events(), before);
  await rees.post(`/directory/directives/${id}/end`, {});
  assert.doesNotMatch(words((await colleague.get('/directory/directives')).body), /opposite things/);
});

test('figures are counted by month, shown with their base, and not where they are few', async () => {
  assert.match(await show(okoro), /New: not yet used by your office/);
  await transaction(w.db, async (tx) => {
    for (const kind of ['referred', 'accepted', 'started', 'attended'])
      await countForService(
        tx,
        serviceId,
        '2016-03-02',
        kind,
        kind === 'attended' ? 3 : 6,
        kind === 'started' ? 60 : 0,
      );
    await countForService(tx, serviceId, '2015-03-02', 'accepted', 100);
    await countForService(tx, serviceId, '2016-03-20', 'accepted');
  });
  const totals = (await figuresOf(w.db, [serviceId], Temporal.PlainDate.from(today))).get(serviceId);
  assert.deepEqual(totals?.accepted, { n: 7, days: 0 });
  assert.match(
    await show(okoro),
    /of referrals that were answered 7 of 7 Came, of first appointments Fewer than 5: not shown.*10 on average \(6\)/,
  );
});

test('a service changes its own places under its own name, in the same history', async () => {
  const given = {
    id: serviceId,
    version: await version(),
    changes: { places: 10, places_taken: 10 },
    kind: 'capacity',
  };
  const saved = await transaction(w.db, (tx) => saveService(tx, { actor: systemActor, name: 'E. Hale' }, given, at));
  assert.equal(saved.outcome, 'saved');
  assert.match(
    words((await okoro.get(`${page}${serviceId}/history`)).body),
    /Places changed 31 Mar 2016.*E. Hale Places: Not known → 10/,
  );
  assert.match(await show(okoro), /0 free of 10/);
});

test('a working role of the programme is given by a manager, from a day', async () => {
  // The pilot has no working roles: its form has none to choose, and refuses what is made up.
  const form = { who: await nameOf(okoro), role: 'dea', programme: w.programmeId, ...day('from', '2016-03-01') };
  assert.equal((await rees.post('/directory/roles/new', form)).status, 422);
  assert.equal((await query('select from working_role')).length, 0);
  assert.equal((await okoro.get('/directory/roles')).status, 404);
  assert.match(words((await rees.get('/directory/roles')).body), /Nobody has one/);
  // Where the programme has roles, one that is held lets in where only it may refer, from its day to its end (SC6).
  const actor = { ...systemActor, userId: rees.userId };
  const only = { role: 'dea', allowed: true, areaId: null, caseId: null, reason: null, from: '2016-01-01', to: null };
  await setRule(w.db, actor, { serviceId, programmeId: w.programmeId, ...only }, { today });
  const may = async (on: string) =>
    (
      await mayRefer(w.db, {
        ...{ serviceId, programmeId: w.programmeId, areaId: null, userId: okoro.userId, caseId: null, day: on },
      })
    ).allowed;
  assert.equal(await may(today), false);
  const held = { userId: okoro.userId, programmeId: w.programmeId, role: 'dea', from: '2016-03-01', to: null };
  const roleId = await giveRole(w.db, actor, held, today);
  assert.deepEqual([await may(today), await may('2016-02-29')], [true, false]);
  const list = words((await rees.get('/directory/roles')).body);
  assert.ok(list.includes(await nameOf(okoro)), list);
  await rees.post(`/directory/roles/${roleId}/end`, {});
  assert.deepEqual([await may(today), await may('2016-04-01')], [true, false]);
});

test('every page of rules is valid HTML with one main heading', async () => {
  const paths = [
    ...[
      '/directory/directives',
      '/directory/directives/new',
      '/directory/access',
      '/directory/roles',
      '/directory/roles/new',
    ],
    `/directory/access/new?service=${serviceId}`,
  ];
  for (const path of paths) {
    const { status, body } = await rees.get(path);
    assert.equal(status, 200, path);
    assert.deepEqual(await htmlProblems(body), [], path);
    assert.equal(body.match(/<h1[\s>]/g)?.length, 1, path);
  }
  assert.equal((await rees.get(`${page}${serviceId}/edit/nothing`)).status, 404);
});
