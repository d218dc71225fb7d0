import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  CsvFileError,
  type CsvItem,
  type CsvLimits,
  csvLimits,
  csvStream,
  csvText,
  guardCell,
  readCsv,
} from './csv.ts';

const columns = { required: ['a', 'b'], optional: ['c'] };

/** The text as a file in pieces of `size` bytes. */
async function* inPieces(data: string | Uint8Array, size: number) {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(data: string | Uint8Array, limits: CsvLimits = csvLimits, size = 7): Promise<CsvItem[]> {
  const items: CsvItem[] = [];
  for await (const batch of readCsv(inPieces(data, size), 'file.csv', columns, limits)) items.push(...batch);
  return items;
}

const rowsOf = (items: CsvItem[]) => items.map((item) => ('values' in item ? item.values : item.problem.reason));

describe('reading CSV', () => {
  it('reads a byte order mark, CRLF, quoted fields, columns in another order and blank lines', async () => {
    const items = await read('\ufeffB , a\r\n"x, ""y""",1\r\n\r\n"two\r\nlines",2\r\n,3');
    assert.deepEqual(items, [
      { line: 2, values: { b: 'x, "y"', a: '1' } },
      { line: 4, values: { b: 'two\nlines', a: '2' } },
      { line: 6, values: { b: '', a: '3' } },
    ]);
  });

  it('keeps the spaces of a value, and takes those around quotation marks away', async () => {
    const items = await read('a,b\n x ,y  \n "x, y" ,  z\n');
    assert.deepEqual(rowsOf(items), [
      { a: ' x ', b: 'y  ' },
      { a: 'x, y', b: 'z' },
    ]);
  });

  it('names missing, unknown and repeated columns', async () => {
    for (const [text, reason] of [
      ['a\n', /missing columns: b/],
      ['a,b,d,\n', /unknown columns: d, \(no name\)/],
      ['a,b,A\n', /columns given twice: a/],
      ['', /empty/],
      ['"a,b\n1,2\n', /quotation mark/],
      ['a,b\r1,2\r', /CR alone/],
    ] as const) {
      await assert.rejects(read(text), (error: Error) => {
        assert.ok(error instanceof CsvFileError);
        assert.match(error.message, reason);
        assert.match(error.message, /^file\.csv, row 1: /);
        return true;
      });
    }
  });

  it('refuses UTF-16 and binary files with a message that says what to do', async () => {
    const text = 'a,b\n1,2\n';
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const data of [utf16, Buffer.from(utf16).swap16(), Buffer.from(text, 'utf16le')])
      await assert.rejects(read(data, csvLimits, 1000), /UTF-16; save it as CSV in UTF-8/);
    await assert.rejects(read(Buffer.from([...Buffer.from('a,b\n1,2\n3,4\n'), 0]), csvLimits, 1000), /not text/);
  });

  it('tells the row that is not UTF-8 and reads the others', async () => {
    const items = await read(Buffer.from('a,b\nZolt\u00e1n,1\nAnna,2\n', 'latin1'));
    assert.equal('problem' in (items[0] as CsvItem), true);
    assert.deepEqual(items[0], {
      line: 2,
      problem: {
        column: 'a',
        value: 'Zolt\ufffdn',
        reason: 'holds characters that are not UTF-8; save the file as CSV in UTF-8',
      },
    });
    assert.deepEqual(items[1], { line: 3, values: { a: 'Anna', b: '2' } });
  });

  it('loses only the row whose quotes are wrong', async () => {
    const items = await read('a,b\n1,x"y"\n"2"x,y\n3,y\n"4,never closed\n5,y\n6,"fine"\n7,"open at the end\n8,z');
    assert.deepEqual(
      items.map((item) => [item.line, 'values' in item ? item.values.a : 'bad']),
      [
        [2, 'bad'],
        [3, 'bad'],
        [4, '3'],
        [5, 'bad'],
        [6, '5'],
        [7, '6'],
        [8, 'bad'],
        [9, '8'],
      ],
    );
  });

  it('tells rows with too few or too many columns', async () => {
    const items = await read('a,b\n1\n1,2,3\n1,2\n');
    assert.deepEqual(rowsOf(items), ['2 columns expected, 1 found', '2 columns expected, 3 found', { a: '1', b: '2' }]);
  });

  it('gives up a record beyond the limits and goes on after it', async () => {
    const limits = { ...csvLimits, recordCharacters: 20, recordLines: 3 };
    const items = await read(`a,b\n${'x'.repeat(100)},1\n1,2\n"a\nb\nc\nd",1\n3,4\n${'y'.repeat(50)}`, limits);
    const good = items.flatMap((item) => ('values' in item ? [item.values.a] : []));
    assert.deepEqual(good, ['1', '3']);
    assert.match(String(rowsOf(items)[0]), /longer than 20 characters/);
    assert.match(String(rowsOf(items).at(-1)), /longer than 20 characters/);
  });

  it('reads in batches', async () => {
    const sizes: number[] = [];
    const text = `a,b\n${'1,2\n'.repeat(2500)}`;
    for await (const batch of readCsv(inPieces(text, 4000), 'f', columns)) sizes.push(batch.length);
    assert.deepEqual(sizes, [1000, 1000, 500]);
  });

  it('reads what it writes, whatever the values and however the file is cut', async () => {
    // A carriage return alone and the characters that guarding changes are tried elsewhere.
    const cell = fc
      .string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', ' ', '1', '😀') })
      .filter((text) => guardCell(text) === text);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { maxLength: 20 }),
        fc.integer({ min: 1, max: 50 }),
        async (rows, size) => {
          const kept = rows.filter(([a, b]) => `${a}${b}` !== '');
          const items = await read(csvText([['a', 'b'], ...kept]), csvLimits, size);
          assert.deepEqual(
            rowsOf(items),
            kept.map(([a, b]) => ({ a, b })),
          );
        },
      ),
    );
  });

  it('never throws on rubbish after a good header, and accounts for every line', async () => {
    const rubbish = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', '\r') });
    await fc.assert(
      fc.asyncProperty(rubbish, async (text) => {
        const items = await read(`a,b\n${text}`);
        const lines = items.map((item) => item.line);
        assert.deepEqual(
          lines,
          [...lines].sort((x, y) => x - y),
        );
        assert.equal(new Set(lines).size, lines.length);
      }),
    );
  });
});

describe('writing CSV', () => {
  it('guards what a spreadsheet would take for a formula, and leaves numbers alone', () => {
    const cases: [string | number | null | boolean, string][] = [
      ['=1+1', "'=1+1"],
      ['+44 7700 900123', "'+44 7700 900123"],
      ['-cmd', "'-cmd"],
      ['@SUM(A1)', "'@SUM(A1)"],
      ['\tx', "'\tx"],
      ['\rx', "'\rx"],
      ['-2.5', '-2.5'],
      ['+7', '+7'],
      ['-2.6%', '-2.6%'],
      [-3, '-3'],
      ['plain', 'plain'],
      [null, ''],
      [true, 'true'],
    ];
    for (const [value, written] of cases) assert.equal(guardCell(value), written);
    assert.equal(
      csvText([
        ['a', '=b'],
        ['x, y', '"'],
      ]),
      'a,\'=b\n"x, y",""""\n',
    );
  });

  it('never writes a cell that begins like a formula', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const written = guardCell(text);
        assert.ok(!/^[=+\-@\t\r]/.test(written) || Number.isFinite(Number(written.replace(/%$/, ''))));
      }),
    );
  });

  it('streams', async () => {
    let text = '';
    for await (const piece of csvStream(['a'], [['=x'], ['y']])) text += piece;
    assert.equal(text, "a\n'=x\ny\n");
  });
});
