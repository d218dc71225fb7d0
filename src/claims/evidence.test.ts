import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import fc from 'fast-check';
import { ZipFile } from 'yazl';
import { confirmationFrom, employerMail } from './rules/employer.ts';
import { type Evidence, needFrom, needText, sizeText } from './rules/evidence.ts';
import { endingOf, safeName, typeOf } from './rules/evidence-file.ts';
import { needsOf } from './rules/evidence-needs.ts';
import { evidenceReminder } from './rules/evidence-reminder.ts';
import { type TradingEntry, tradingMonths, tradingRows } from './rules/trading.ts';

test('whatever a file is called, its name is a plain one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (given) => {
      const name = safeName(given, 'pdf');
      assert.match(name, /^[^/\\\p{Cc}\p{Cf}<>:"|?*%$&;`']+\.pdf$/u);
      assert.ok(!name.startsWith('.') && !name.startsWith('-') && !name.includes('..') && [...name].length <= 84);
    }),
  );
  assert.equal(safeName('payslip 31.03.2016.pdf', 'pdf'), 'payslip 31.03.2016.pdf');
  assert.equal(safeName('C:\\Users\\x\\Lohn März.JPEG', 'jpg'), 'Lohn März.jpg');
  assert.equal(safeName('run.pdf.exe', 'pdf'), 'run.pdf');
  assert.equal(safeName('.pdf', 'pdf'), 'file.pdf');
  // A name as long as an upload took hours when all of it was looked through for every place at which an ending may begin.
  assert.equal(safeName(`${'.aa'.repeat(1_000_000)}!`, 'pdf').length, 84);
});

test('a type is told by the content', async () => {
  assert.equal(await endingOf(Buffer.from('%PDF-1.4\n')), 'pdf');
  assert.equal(await endingOf(Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex')), 'jpg');
  assert.equal(await endingOf(Buffer.from('Zoë worked 16 hours\r\n\tin July')), 'txt');
  assert.equal(await endingOf(Buffer.from('a\u0000b')), null);
  assert.equal(await endingOf(Buffer.from('504b0304', 'hex')), null);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const ending = await endingOf(Buffer.from(bytes));
      assert.ok(ending === null || typeof ending === 'string');
    }),
  );
});

test('text is taken as the usual programs write it, and is kept with what it is written in', async () => {
  const utf16 = Buffer.from('\ufeffPaid £180', 'utf16le');
  for (const [data, charset] of [
    [Buffer.from('Paid £180'), 'utf-8'],
    [Buffer.from('\ufeffPaid £180'), 'utf-8'],
    [Buffer.from('Paid \xa3180 \x96 Zo\xeb', 'latin1'), 'windows-1252'],
    [utf16, 'utf-16le'],
    [Buffer.from(utf16).swap16(), 'utf-16be'],
  ] as const) {
    assert.equal(await endingOf(data), 'txt', charset);
    assert.equal(typeOf('txt', data), `text/plain; charset=${charset}`);
    const [, name = ''] = typeOf('txt', data).split('charset=');
    assert.match(new TextDecoder(name, { fatal: true }).decode(data), /^Paid £180/);
  }
  for (const none of [
    Buffer.from('Paid \xa3180\u0000', 'latin1'),
    Buffer.from('Paid \xa3\x81', 'latin1'),
    Buffer.from('\ufeffa\u0000b', 'utf16le'),
    utf16.subarray(0, -1),
    Buffer.from('\ufeff\ud800a', 'utf16le'),
  ])
    assert.equal(await endingOf(none), null);
});

test('a spreadsheet of OpenDocument is taken, as its words say', async () => {
  for (const [of, ending] of [
    ['text', 'odt'],
    ['spreadsheet', 'ods'],
  ] as const) {
    const zip = new ZipFile();
    const type = `application/vnd.oasis.opendocument.${of}`;
    zip.addBuffer(Buffer.from(type), 'mimetype', { compress: false });
    zip.end();
    const data = await buffer(zip.outputStream as NodeJS.ReadableStream);
    assert.equal(await endingOf(data), ending);
    assert.equal(typeOf(ending, data), type);
  }
});

test('a need goes through a field and comes back; nothing else does', () => {
  const need = ['working-well-pilot', 'job_start', 'job_start'] as const;
  assert.deepEqual(needFrom(needText(need)), need);
  for (const wrong of ['', 'a|b', 'a|b|c|d', 'A|b|c', "a'|b|c", '|b|c']) assert.equal(needFrom(wrong), null);
  assert.deepEqual([999, 1000, 312_400, 4_200_000].map(sizeText), ['999 bytes', '1 KB', '312 KB', '4.2 MB']);
});

const piece = (given: Partial<Evidence>): Evidence => ({
  ...{ id: 'e', kind: 'payslip', source: 'person', jobId: null, datedOn: null, coversFrom: null, coversTo: null },
  ...{ words: null, recordedBy: null, recordedOn: '2016-03-01', withdrawn: null, version: 1, needs: [], files: [] },
  ...given,
});

test('each milestone says what it holds and lacks; what was withdrawn holds nothing', () => {
  const evidence = [
    { key: 'a', label: 'A' },
    { key: 'b', label: 'B', any: ['One', 'Other'] },
    { key: 'c', label: 'C', kinds: ['self_employed' as const] },
    { key: 'd', label: 'D' },
  ];
  const milestone = { key: 'm', label: 'M', reached: { kind: 'attached' as const }, evidence, prices: [] };
  const contract = { key: 'k', name: 'K', milestones: [milestone] };
  const of = (status: string, missing: string[], held: Evidence[]) =>
    needsOf({ contract, states: [{ milestone: 'm', status, missing }] }, held)[0]?.rows.map(({ state }) => state);
  const a = piece({ needs: [['k', 'm', 'a']] });
  assert.deepEqual(of('claimable', ['b'], [a]), ['held', 'lacking', 'not asked for', 'on record']);
  assert.deepEqual(of('claimed', [], [a]), ['held', 'claimed', 'claimed', 'claimed']);
  assert.deepEqual(
    of('not reached', ['a', 'b'], [{ ...a, withdrawn: { on: '2016-03-02', reason: 'x' } }])?.slice(0, 2),
    ['lacking', 'lacking'],
  );
  assert.deepEqual(of('not reached', ['a'], [piece({ needs: [['other', 'm', 'a']] })])?.[0], 'lacking');
});

const entry = (on: string, direction: TradingEntry['direction'], pence: number, struck = false): TradingEntry => ({
  ...{ id: `${on}${direction}`, on, direction, pence, words: null, recordedBy: null },
  struck: struck ? { on, reason: 'x' } : null,
});

test('a ledger has every month of the work, and a month without entries is a gap', () => {
  const entries = [
    entry('2015-11-30', 'received', 12_345),
    entry('2016-01-02', 'spent', 500),
    entry('2016-01-03', 'received', 1),
    entry('2016-01-04', 'received', 99_999, true),
  ];
  assert.deepEqual(tradingMonths(entries, { startedOn: '2015-11-02', endedOn: null }, '2016-02-01'), [
    { month: '2015-11', received: 12_345, spent: 0, entries: 1 },
    { month: '2015-12', received: 0, spent: 0, entries: 0 },
    { month: '2016-01', received: 1, spent: 500, entries: 2 },
    { month: '2016-02', received: 0, spent: 0, entries: 0 },
  ]);
  assert.deepEqual(tradingMonths([], { startedOn: null, endedOn: null }, '2016-02-01'), []);
  assert.equal(tradingMonths([], { startedOn: '2015-11-30', endedOn: '2015-12-01' }, '2016-02-01').length, 2);
  assert.deepEqual(tradingRows(entries).slice(1), [
    ['2015-11-30', 'received', '123.45', ''],
    ['2016-01-02', 'spent', '5.00', ''],
    ['2016-01-03', 'received', '0.01', ''],
  ]);
});

test('an answer that says no has no days, and the email holds no more than it is given', () => {
  const said = { name: 'Ann', title: 'Payroll', from: '2016-03-01', to: null, hours: 16, words: null };
  const no = confirmationFrom({ ...said, works: 'no' });
  assert.deepEqual(no.ok && [no.answer.from, no.answer.hours], [null, null]);
  assert.equal(confirmationFrom({ ...said, works: 'yes', from: null }).ok, false);
  assert.equal(confirmationFrom({ ...said, works: 'yes', to: '2016-02-29' }).ok, false);
  const mail = employerMail({
    ...{
      reference: 'E-1',
      programme: 'P',
      whom: { name: 'W', phone: null },
      url: 'https://x/confirm/t',
      lastDay: '1 Apr 2016',
    },
  });
  assert.match(mail.body, /call W\.\n$/);
});

test('evidence of work is asked for on its first day and at each mark, until there is some that is fresh', () => {
  const weeks = [13, 26];
  const asked = (today: number, lastOn: number | null) => {
    const reminder = evidenceReminder({ startedOn: 1000, lastOn }, weeks, today);
    return reminder === null ? null : [reminder.week, reminder.on, reminder.last];
  };
  assert.deepEqual(asked(1000, null), [0, 1000, false]);
  assert.deepEqual(asked(1000, 999), [0, 1000, false], 'what is older than the job proves nothing of it');
  assert.deepEqual(asked(1000, 1000), [13, 1091, false], 'then the next mark comes');
  assert.deepEqual(asked(1090, 1000), [13, 1091, false]);
  assert.deepEqual(asked(1091, 1000), [13, 1091, false]);
  assert.deepEqual(asked(1091, 1062), [13, 1091, false]);
  assert.deepEqual(asked(1091, 1063), [26, 1182, true], '28 days before the mark is fresh');
  assert.deepEqual(asked(1182, 1153), [26, 1182, true]);
  assert.equal(asked(1182, 1154), null);
  assert.deepEqual(asked(999, null), [0, 1000, false], 'a job that is still to begin');
});
