import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CaseFacts } from './facts.ts';
import { copyField, factsReader } from './rows.ts';

/** A value as COPY's text format writes it. */
function written(value: string | null): string {
  if (value === null) return '\\N';
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll('\b', '\\b')
    .replaceAll('\f', '\\f')
    .replaceAll('\v', '\\v');
}

function read(text: string, cuts: readonly number[], issues = 2, most = Number.POSITIVE_INFINITY): CaseFacts[] {
  const found: CaseFacts[] = [];
  const reader = factsReader(issues, (facts) => {
    found.push(facts);
    return found.length < most;
  });
  const bytes = Buffer.from(text, 'utf8');
  let from = 0;
  for (const cut of [...cuts.map((one) => one % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    reader.push(bytes.subarray(from, cut));
    from = cut;
  }
  reader.end();
  return found;
}

const row = (caseId: string, kind: string, ...values: (string | null)[]) =>
  `${[caseId, kind, ...Array.from({ length: 12 }, (_, at) => written(values[at] ?? null))].join('\t')}\n`;

test('a field comes back as it was, whatever is in it', () => {
  fc.assert(
    fc.property(fc.option(fc.string({ unit: 'binary', maxLength: 20 })), (value) => {
      assert.equal(copyField(written(value)), value);
    }),
  );
  assert.equal(copyField('\\101\\x42\\q'), 'ABq');
});

test('facts do not depend on where the stream is cut', () => {
  const name = fc.string({ unit: 'grapheme', maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(name, fc.option(name)), { maxLength: 6 }),
      fc.array(fc.nat(), { maxLength: 8 }),
      (cases, cuts) => {
        const text = cases
          .map(([area, employer], at) =>
            [
              row(`c${at}`, 'j', `J${at}`, '100', null, employer, 'Bury', '16.5', '700', 't'),
              row(`c${at}`, 'c', `W${at}`, '10', area, 'Male', null, null, null, null, '0', null, 'true', '20'),
            ].join(''),
          )
          .join('');
        const found = read(text, cuts);
        assert.deepEqual(
          found.map((facts) => [facts.reference, facts.areaAtReferral, facts.jobs[0]?.occupation]),
          cases.map(([area, employer], at) => [`W${at}`, area, employer]),
        );
      },
    ),
  );
});

test('every kind of row lands where it belongs', () => {
  const [facts, ...rest] = read(
    [
      row('a', 'w', '5', 'KW1'),
      row('a', 'w', '9', 'KW2'),
      row('a', 'm', '12', 'Bury', 'm1'),
      row('a', 'a', 'A1', 'initial', '11', '4,,6,false'),
      row('a', 'a', 'A2', 'reassessment', null, '{"state": "declined"},0,,true'),
      row(
        'a',
        'c',
        'W1',
        null,
        'Ash',
        'Male',
        'White British',
        '11+ years',
        'Private rented',
        'Single',
        '2',
        '-3000',
        'true',
        '10',
      ),
      row('a', 't', 'job_interview', null),
      row('a', 'j', 'J1', '20', '30', 'Care', null, '16.50', '1050', 'f'),
      row('a', 'k', 'attachment', '15'),
      row('b', 'a', 'A3', 'initial', '11', ',,,'),
      row('c', 'c', 'W3', '1', null, null, null, null, null, null, null, null, 'false', null),
    ].join(''),
    [],
  );
  assert.deepEqual(facts, {
    caseId: 'a',
    reference: 'W1',
    referredOn: null,
    areaAtReferral: 'Ash',
    sex: 'Male',
    ethnicity: 'White British',
    lastWorked: '11+ years',
    housingTenure: 'Private rented',
    maritalStatus: 'Single',
    dependants: 2,
    dateOfBirth: -3000,
    hasAttachmentRow: true,
    attachedOn: 10,
    keyWorker: 'KW2',
    areaChanges: [{ on: 12, to: 'Bury' }],
    assessments: [
      { key: 'A1', stage: 'initial', on: 11, ratings: [4, null], confidence: 6, belief: 'no' },
      { key: 'A2', stage: 'reassessment', on: null, ratings: [null, 0], confidence: null, belief: 'yes' },
    ],
    activities: [{ kind: 'job_interview', on: null }],
    jobs: [
      {
        key: 'J1',
        startedOn: 20,
        endedOn: 30,
        occupation: 'Care',
        workArea: null,
        hours: 16.5,
        wagePence: 1050,
        selfEmployed: false,
      },
    ],
    claims: [{ milestone: 'attachment', on: 15 }],
  });
  // A case without a row of its own is of another programme; one with nothing else is a case all the same.
  assert.deepEqual(
    rest.map(({ caseId, attachedOn, hasAttachmentRow }) => [caseId, attachedOn, hasAttachmentRow]),
    [['c', null, false]],
  );
});

test('moves come in the order in which they were recorded, whatever order PostgreSQL gives them in', () => {
  const moves = [
    row('a', 'm', '12', 'Ash', 'm1'),
    row('a', 'm', '12', 'Bury', 'm2'),
    row('a', 'm', '12', 'Cley', 'm3'),
  ];
  const person = row('a', 'c', 'W1', null, 'Ash', null, null, null, null, null, null, null, 'false', null);
  for (const [one, two, three] of [
    [0, 1, 2],
    [2, 0, 1],
    [1, 2, 0],
  ] as const) {
    const [facts] = read([moves[one], person, moves[two], moves[three]].join(''), []);
    assert.deepEqual(
      facts?.areaChanges.map(({ to }) => to),
      ['Ash', 'Bury', 'Cley'],
    );
  }
});

test('reading ends when it is told to', () => {
  const text = Array.from({ length: 50 }, (_, at) => row(`c${at}`, 'c', `W${at}`)).join('');
  assert.equal(read(text, [100, 200], 2, 3).length, 3);
});

test('a row of a kind that is not known is refused', () => {
  assert.throws(() => read(row('a', 'z'), []), /NEWEL_REPORT/);
});
