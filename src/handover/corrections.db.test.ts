import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type HandoverFile, smallHandover } from '../../test/support/handover.ts';
import {
  closeAll,
  database,
  eventCount,
  importing,
  one,
  replaced,
  stateOf,
  totals,
} from '../../test/support/imports.ts';
import type { Database } from '../kit/db.ts';

describe('rows that have changed', () => {
  let db: Database;
  before(async () => {
    db = await database();
    await importing(db, smallHandover);
  });
  after(closeAll);

  const changes: [HandoverFile, string, string, string, { field: string; before: unknown; after: unknown }][] = [
    [
      'referrals.csv',
      'ESA (Support Group)',
      "Jobseeker's Allowance",
      'case.corrected',
      { field: 'benefit', before: 'ESA (Support Group)', after: "Jobseeker's Allowance" },
    ],
    [
      'referrals.csv',
      '1980-05-12',
      '1981-05-12',
      'person.corrected',
      { field: 'date_of_birth', before: '1980-05-12', after: '1981-05-12' },
    ],
    [
      'attachments.csv',
      '2020-02-17',
      '2020-02-18',
      'attachment.corrected',
      { field: 'attached_on', before: '2020-02-17', after: '2020-02-18' },
    ],
    ['jobs.csv', 'Mill', 'Mill Two', 'job.corrected', { field: 'employer', before: 'Mill', after: 'Mill Two' }],
    ['assessments.csv', ' 3 ', '2', 'assessment.corrected', { field: 'answers.issue_housing', before: 3, after: 2 }],
  ];
  for (const [file, from, to, kind, change] of changes) {
    it(`correct the record: ${file}, ${change.field}`, async () => {
      const events = await eventCount(db);
      const result = await importing(db, replaced(file, from, to));
      assert.deepEqual(result.rejects, []);
      assert.deepEqual(totals(result), { fresh: 0, changed: 1, rejected: 0 });
      assert.equal(await eventCount(db), events + 1);
      const event = await one(
        db,
        'select e.kind, p.payload from event e join event_payload p on p.event_id = e.id order by e.at desc, e.id desc limit 1',
      );
      assert.equal(event.kind, kind);
      assert.deepEqual(event.payload.changes, [change]);
      const state = await stateOf(db);
      await importing(db, replaced(file, from, to));
      assert.deepEqual(await stateOf(db), state);
      // And back again, for the next of these tests.
      assert.deepEqual(totals(await importing(db, smallHandover)), { fresh: 0, changed: 1, rejected: 0 });
    });
  }

  it('name areas and key workers in what the timeline tells', async () => {
    await importing(db, replaced('referrals.csv', 'S2, eastwick ,Oak', 'S2,Northmoor,Elm'));
    await importing(db, replaced('attachments.csv', 's2 ,2020-03-02, n-1', 's2,2020-03-02,e-1'));
    const told = (
      await db.query(`select p.payload -> 'changes' as changes from event e join event_payload p on p.event_id = e.id
        where e.kind in ('case.corrected', 'attachment.corrected') order by e.at desc, e.id desc limit 3`)
    ).rows.map((row) => row.changes);
    // The newest first: the key worker, the referral put back as it was, the referral.
    assert.deepEqual(told[0], [{ field: 'key_worker', before: 'N-1', after: 'E-1' }]);
    assert.deepEqual(told[2], [
      { field: 'area_at_referral', before: 'Eastwick', after: 'Northmoor' },
      { field: 'provider_at_referral', before: 'Oak', after: 'Elm' },
    ]);
    await importing(db, smallHandover);
  });

  it('an attachment that is corrected brings its key worker along', async () => {
    await importing(db, replaced('attachments.csv', '2020-02-17,E-1', '2020-02-17,N-1'));
    const rows = (
      await db.query(`select s.code, k.ends_on, w.code as today from key_worker_assignment k join staff s on s.id = k.staff_id
      join case_record c on c.id = k.case_id join staff w on w.id = c.key_worker_id where c.source_ref = 'S1'`)
    ).rows;
    assert.deepEqual(rows, [{ code: 'N-1', ends_on: null, today: 'N-1' }]);
    await importing(db, smallHandover);
  });

  it('a key worker who is taken out and named again is the one again, and never one of two', async () => {
    const assigned = async () =>
      (
        await db.query(`select s.code, k.starts_on, k.ends_on from key_worker_assignment k join staff s on s.id = k.staff_id
        join case_record c on c.id = k.case_id where c.source_ref = 'S1' order by k.starts_on`)
      ).rows;
    const stood = await assigned();
    await importing(db, replaced('attachments.csv', '2020-02-17,E-1', '2020-02-17,'));
    assert.deepEqual(await assigned(), [{ code: 'E-1', starts_on: '2020-02-17', ends_on: '2020-02-17' }]);
    assert.deepEqual(totals(await importing(db, smallHandover)), { fresh: 0, changed: 1, rejected: 0 });
    assert.deepEqual(await assigned(), stood);
  });

  it('an attachment of a case whose key worker was chosen here leaves the choice and fills in the time before', async () => {
    for (const [chosenOn, expected] of [
      [
        '2020-03-01',
        [
          { code: 'E-1', starts_on: '2020-02-17', ends_on: '2020-02-29' },
          { code: 'N-1', starts_on: '2020-03-01', ends_on: null },
        ],
      ],
      ['2020-02-17', [{ code: 'N-1', starts_on: '2020-02-17', ends_on: null }]],
    ] as const) {
      const another = await database();
      await importing(another, { ...smallHandover, 'attachments.csv': [] });
      await another.query(
        `insert into key_worker_assignment (id, case_id, person_id, staff_id, starts_on)
         select gen_random_uuid(), c.id, c.person_id, s.id, $1 from case_record c, staff s where c.source_ref = 'S1' and s.code = 'N-1'`,
        [chosenOn],
      );
      assert.equal((await importing(another, smallHandover)).rejected, 0);
      const rows = (
        await another.query(`select s.code, k.starts_on, k.ends_on from key_worker_assignment k join staff s on s.id = k.staff_id
        join case_record c on c.id = k.case_id where c.source_ref = 'S1' order by k.starts_on`)
      ).rows;
      assert.deepEqual(rows, expected);
      const now = await one(
        another,
        `select s.code from case_record c join staff s on s.id = c.key_worker_id where c.source_ref = 'S1'`,
      );
      assert.equal(now.code, 'N-1');
    }
  });

  it('a home area that is corrected does not undo a move', async () => {
    await importing(db, replaced('referrals.csv', 'S1,Eastwick,Oak', 'S1,Northmoor,Ash'));
    await importing(db, smallHandover);
    const place = await one(
      db,
      `select a.name from case_record c join area a on a.id = c.area_id where c.source_ref = 'S1'`,
    );
    assert.equal(place.name, 'Northmoor');
  });

  it('blemishes alone are no change', async () => {
    const state = await stateOf(db);
    const result = await importing(db, replaced('referrals.csv', 'RUBINA', ' rubina '));
    assert.deepEqual(totals(result), { fresh: 0, changed: 0, rejected: 0 });
    assert.deepEqual(await stateOf(db), state);
  });

  const edits: [HandoverFile, string, string, string, string, string][] = [
    [
      'jobs.csv',
      'Mill',
      'Mill Three',
      `update job set employer = 'Bakery', version = version + 1 where source_ref = 'J3'`,
      'employer',
      'Mill Three',
    ],
    [
      'assessments.csv',
      ' 3 ',
      '1',
      `update assessment set answers = '{}', version = version + 1 where source_ref = 'A2'`,
      'issue_housing',
      '1',
    ],
    [
      'attachments.csv',
      's2 ,2020-03-02',
      'S2,2020-03-03',
      `update key_worker_assignment set ends_on = '2020-12-31' where starts_on = '2020-03-02'`,
      'attached_on',
      '2020-03-03',
    ],
    [
      'referrals.csv',
      '1975-01-31',
      '1976-01-31',
      `update person set phone = null, version = version + 1 where family_name = 'O''Reilly'`,
      'date_of_birth',
      '1976-01-31',
    ],
    [
      'referrals.csv',
      ',Ash,,Jobcentre Plus',
      ',Ash,2020-05-05,Jobcentre Plus',
      `update case_record set benefit = 'other', version = version + 1 where source_ref = 'S3'`,
      'referred_on',
      '2020-05-05',
    ],
  ];
  for (const [file, from, to, edit, column, value] of edits) {
    it(`are rejected where the record was changed here since: ${file}, ${column}`, async () => {
      await db.query(edit);
      const state = await stateOf(db);
      const files = replaced(file, from, to);
      const result = await importing(db, files);
      assert.deepEqual(totals(result), { fresh: 0, changed: 0, rejected: 1 });
      assert.ok(
        result.rejects.some(
          (reject) =>
            reject.column === column && reject.value === value && /changed in Newel since/.test(reject.reason),
        ),
        JSON.stringify(result.rejects),
      );
      assert.deepEqual(await stateOf(db), state);
    });
  }

  it('a job cannot move to another person', async () => {
    const result = await importing(db, replaced('jobs.csv', 'J2,S1', 'J2,S2'));
    assert.match(result.rejects[0]?.reason ?? '', /belongs to another person here/);
  });

  it('a case that was attached in Newel is not attached again', async () => {
    const another = await database();
    await importing(another, { ...smallHandover, 'attachments.csv': [] });
    await another.query(
      `insert into attachment (case_id, person_id, attached_on, conditions, evidenced)
       select id, person_id, '2020-02-20', '{"plan":{"on":"2020-02-20","evidence":"Signed"}}', true from case_record where source_ref = 'S1'`,
    );
    const result = await importing(another, smallHandover);
    assert.deepEqual(
      result.rejects.map(({ file, column, value, reason }) => [file, column, value, reason]),
      [['attachments.csv', 'referral_id', 'S1', 'is attached in Newel already']],
    );
  });
});
