import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  assessmentRow,
  type Handover,
  type HandoverFile,
  headers,
  smallHandover,
} from '../../test/support/handover.ts';
import {
  closeAll,
  contentOf,
  counts,
  database,
  importing,
  replaced,
  stateOf,
  totals,
  withRows,
} from '../../test/support/imports.ts';
import type { Database } from '../kit/db.ts';
import { CannotImport, type Reject } from './actions.ts';

describe('bad rows', () => {
  let db: Database;
  before(async () => {
    db = await database();
    await importing(db, smallHandover);
  });
  after(closeAll);

  const blank = ',,,,,,,,,,,,,,,';
  const cases: [HandoverFile, string, string, string, RegExp][] = [
    ['areas.csv', '0,Southend,Oak,10', 'position', '0', /1 or more/],
    ['areas.csv', '3,eastwick,Oak,10', 'area', 'eastwick', /is in row 2 already/],
    ['areas.csv', '3,Southend,Oak,110', 'job_start_share_contracted', '110', /0 to 100/],
    ['key_workers.csv', 'E-9,A,B,Nowhere,Oak', 'area', 'Nowhere', /is no area of this programme/],
    ['key_workers.csv', ',A,B,Eastwick,Oak', 'key_worker', '', /is empty/],
    [
      'key_workers.csv',
      'E-1,Someone,Else,Eastwick,Oak',
      'key_worker',
      'E-1',
      /is in row 2 already, with other content/,
    ],
    ['referrals.csv', `S9,Atlantis,Oak,2020-01-01${blank}`, 'area', 'Atlantis', /is no area of this programme/],
    ['referrals.csv', `S9,,Oak,2020-01-01${blank}`, 'area', '', /is empty/],
    ['referrals.csv', `S9,Eastwick,Oak,2020-02-30${blank}`, 'referred_on', '2020-02-30', /not a date that exists/],
    ['referrals.csv', `S9,Eastwick,Oak,01/02/2020${blank}`, 'referred_on', '01/02/2020', /YYYY-MM-DD/],
    ['referrals.csv', `S9,Eastwick,Oak,1066-01-01${blank}`, 'referred_on', '1066-01-01', /before 1900/],
    ['referrals.csv', 'S9,Eastwick,Oak,,,,,,,,,,,,-1,,,,', 'dependants', '-1', /whole number/],
    [
      'referrals.csv',
      `S1,Eastwick,Oak,2020-01-01${blank}`,
      'referral_id',
      'S1',
      /is in row 2 already, with other content/,
    ],
    ['referrals.csv', `,Eastwick,Oak,2020-01-01${blank}`, 'referral_id', '', /is empty/],
    ['referrals.csv', 'S9,Eastwick,Oak', '', 'S9,Eastwick,Oak', /19 columns expected, 3 found/],
    ['attachments.csv', 'S9,2020-02-17,E-1', 'referral_id', 'S9', /of nobody/],
    ['attachments.csv', 'S1,2020-02-18,E-1', 'referral_id', 'S1', /is in row 2 already/],
    ['attachments.csv', 'S9,2020-02-17,X-9', 'key_worker', 'X-9', /is no key worker of this programme/],
    ['area_changes.csv', 'S1,2020-02-17,Eastwick,Atlantis', 'to_area', 'Atlantis', /is no area/],
    ['area_changes.csv', 'S1,2020-02-17,Eastwick,', 'to_area', '', /is empty/],
    [
      'assessments.csv',
      assessmentRow('A9', 'S1', '2020-02-17', 'initial', { issue_age: '7' }),
      'issue_age',
      '7',
      /whole number from 0 to 6/,
    ],
    [
      'assessments.csv',
      assessmentRow('A9', 'S1', '2020-02-17', 'initial', { issue_age: '2.5' }),
      'issue_age',
      '2.5',
      /whole number from 0 to 6/,
    ],
    [
      'assessments.csv',
      assessmentRow('A9', 'S1', '2020-02-17', 'initial', { issue_age: '-1' }),
      'issue_age',
      '-1',
      /whole number/,
    ],
    [
      'assessments.csv',
      assessmentRow('A9', 'S1', '2020-02-17', 'initial', { wellbeing_anxiety: '11' }),
      'wellbeing_anxiety',
      '11',
      /0 to 10/,
    ],
    [
      'assessments.csv',
      assessmentRow('A9', 'S1', '2020-02-17', 'initial', { believes_can_find_work: 'perhaps' }),
      'believes_can_find_work',
      'perhaps',
      /yes or no/,
    ],
    [
      'assessments.csv',
      assessmentRow('A9', 'S1', '2020-02-17', 'middle'),
      'stage',
      'middle',
      /one of initial, reassessment/,
    ],
    ['assessments.csv', assessmentRow('A9', 'S9', '2020-02-17', 'initial'), 'referral_id', 'S9', /of nobody/],
    ['activities.csv', 'S1,,2020-01-01', 'kind', '', /is empty/],
    ['activities.csv', 'S9,work_trial,2020-01-01', 'referral_id', 'S9', /of nobody/],
    ['jobs.csv', 'J9,S1,,,,,,-1,,', 'hours_per_week', '-1', /number from 0/],
    ['jobs.csv', 'J9,S1,,,,,,,-8.72,', 'hourly_wage', '-8.72', /number from 0/],
    ['jobs.csv', 'J9,S1,,,,,,,8.725,', 'hourly_wage', '8.725', /2 decimals/],
    ['jobs.csv', 'J9,S1,,,,,,,,maybe', 'self_employed', 'maybe', /yes or no/],
    [
      'jobs.csv',
      'J9,S1,"Mill",,,2020-01-01,"2020"-01,,,',
      '',
      'J9,S1,"Mill",,,2020-01-01,"2020"-01,,,',
      /quotation mark is out of place/,
    ],
    ['claims.csv', 'S1,bonus,2020-01-01', 'milestone', 'bonus', /one of attachment, job_start, sustained_job/],
    ['claims.csv', 'S1,job_start,2020-00-10', 'claimed_on', '2020-00-10', /not a date/],
    ['duplicates.csv', `D9,Eastwick,Oak,2020-01-01${blank},S9`, 'matches_referral_id', 'S9', /of nobody/],
  ];
  for (const [file, row, column, value, reason] of cases) {
    it(`${file}: ${column || 'row'} ${value.slice(0, 30) || '(empty)'}`, async () => {
      const state = await stateOf(db);
      const files = withRows(file, [...smallHandover[file], row]);
      const result = await importing(db, files);
      assert.equal(result.rejects.length, 1, JSON.stringify(result.rejects));
      const [reject] = result.rejects as [Reject];
      assert.deepEqual(
        [reject.file, reject.row, reject.column, reject.value],
        [file, smallHandover[file].length + 2, column, value],
      );
      assert.match(reject.reason, reason);
      assert.deepEqual(totals(result), { fresh: 0, changed: 0, rejected: 1 });
      assert.deepEqual(await stateOf(db), state, 'nothing was written and no event exists');
    });
  }

  it('the good rows round a bad one go in', async () => {
    const another = await database();
    const jobs = smallHandover['jobs.csv'];
    const result = await importing(another, withRows('jobs.csv', ['J8,S1,,,,soon,later,many,,', ...jobs]));
    assert.deepEqual(
      result.rejects.map(({ row, column }) => [row, column]),
      [
        [2, 'started_on'],
        [2, 'ended_on'],
        [2, 'hours_per_week'],
      ],
    );
    assert.deepEqual(counts(result)['jobs.csv'], [4, 3, 0, 0, 1]);
  });

  it('a row that is not UTF-8 is rejected and the others go in', async () => {
    const another = await database();
    const text = `${headers['key_workers.csv']}\nE-1,Zolt\u00e1n,Byrne,Eastwick,Oak\nN-1,Omar,Field,Northmoor,Ash\n`;
    const result = await importing(another, smallHandover, { raw: { 'key_workers.csv': Buffer.from(text, 'latin1') } });
    assert.deepEqual(
      result.rejects.map(({ file, row, column }) => [file, row, column]),
      [
        ['key_workers.csv', 2, 'given_name'],
        ['attachments.csv', 2, 'key_worker'],
      ],
    );
  });

  it('reads files with a byte order mark and CRLF', async () => {
    const another = await database();
    const raw = Object.fromEntries(
      (Object.keys(smallHandover) as HandoverFile[]).map((file) => [
        file,
        `\ufeff${[headers[file], ...smallHandover[file]].join('\r\n')}`,
      ]),
    );
    const result = await importing(another, {}, { raw });
    assert.deepEqual(result.rejects, []);
    const plain = await database();
    await importing(plain, smallHandover);
    assert.deepEqual(await contentOf(another), await contentOf(plain));
  });

  const refused: [string, Handover, Record<string, string | Uint8Array>, RegExp][] = [
    ['no programme.csv', { 'areas.csv': smallHandover['areas.csv'] }, {}, /there is no programme\.csv/],
    ['no name', withRows('programme.csv', ['first_day,2020-01-01']), {}, /does not name the programme/],
    ['no first day', withRows('programme.csv', ['programme,Other Steps']), {}, /first_?day/i],
    [
      'no areas',
      { 'programme.csv': ['programme,Other Steps', 'first_day,2020-01-01'] },
      {},
      /areas\.csv has no usable area/,
    ],
    [
      'a missing column',
      smallHandover,
      { 'jobs.csv': 'job_id,referral_id\nJ1,S1\n' },
      /jobs\.csv, row 1: missing columns: employer/,
    ],
    [
      'an unknown column',
      smallHandover,
      { 'claims.csv': 'referral_id,milestone,claimed_on,price\n' },
      /claims\.csv, row 1: unknown columns: price/,
    ],
    [
      'UTF-16',
      smallHandover,
      { 'referrals.csv': Buffer.from(`\ufeff${headers['referrals.csv']}\n`, 'utf16le') },
      /referrals\.csv, row 1: the file is in UTF-16/,
    ],
  ];
  for (const [what, files, raw, reason] of refused) {
    it(`refuses a folder with ${what} before anything is written`, async () => {
      const state = await stateOf(db);
      const changed = replaced('programme.csv', 'Small Steps', 'Small Steps');
      await assert.rejects(
        importing(db, { ...(files === smallHandover ? changed : files) }, { raw }),
        (error: Error) => {
          assert.ok(error instanceof CannotImport);
          assert.match(error.message, reason);
          return true;
        },
      );
      assert.deepEqual(await stateOf(db), state);
    });
  }
});
