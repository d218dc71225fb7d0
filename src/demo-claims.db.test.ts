import assert from 'node:assert/strict';
import { test } from 'node:test';
import { today, world } from '../test/support/world.ts';
import { demoClaims } from './demo-claims.ts';
import { newId } from './kit/ids.ts';

test('the demonstration’s claims stand in every state, their ledger balances, and a second start adds nothing', async () => {
  const w = await world();
  try {
    const place = { areaId: w.area('Bolton').id, providerId: w.area('Bolton').provider_id ?? null };
    for (const [role, email] of [
      ['key_worker', 'key.worker@example.org'],
      ['team_manager', 'team.manager@example.org'],
      ['programme_office', 'programme.office@example.org'],
    ] as const) {
      const { userId } = await w.signIn(role, role === 'programme_office' ? {} : place);
      await w.db.query('update app_user set email = $2 where id = $1', [userId, email]);
    }
    for (let n = 0; n < 19; n += 1) {
      const { caseId, personId } = await w.addCase();
      await w.db.query(
        'insert into claim (id, case_id, person_id, milestone, claimed_on) values ($1, $2, $3, $4, $5)',
        [...[newId(), caseId, personId, 'attachment', '2015-03-20']],
      );
      await w.db.query('insert into job (id, case_id, person_id, started_on) values ($1, $2, $3, $4)', [
        ...[newId(), caseId, personId, '2015-09-01'],
      ]);
    }
    const stands = async () =>
      (
        await w.db.query(
          `select (select json_object_agg(state, n) from (select state, count(*)::int as n from claim group by state) s) as states,
             (select count(*)::int from event) as events, (select json_agg(l order by l) from ledger_line l) as lines,
             (select json_agg(r.pile order by r.line) from claim_file_row r) as piles,
             (select json_agg(i.finding order by i.number) from claim_audit_item i) as findings`,
        )
      ).rows[0];
    await demoClaims(w.db, w.programmeId, Temporal.PlainDate.from(today));
    const once = await stands();
    const expected = {
      paid: 4,
      'clawed back': 1,
      accepted: 2,
      rejected: 1,
      prepared: 3,
      submitted: 4,
      checked: 3,
      withdrawn: 1,
    };
    assert.deepEqual(once.states, { 'on file': 19, ...expected });
    assert.deepEqual(once.piles, ['matched', 'matched', 'differs', 'matched', 'unknown']);
    assert.deepEqual(once.findings, ['right', 'wrong', null]);
    assert.equal(
      once.lines.reduce((sum: number, { pence }: { pence: number }) => sum + pence, 0),
      0,
    );
    await demoClaims(w.db, w.programmeId, Temporal.PlainDate.from(today));
    assert.deepEqual(await stands(), once);
  } finally {
    await w.end();
  }
});
