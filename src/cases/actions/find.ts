import { type Actor, type Scope, scopeOf } from '../../access/rules/policy.ts';
import type { Sql } from '../../kit/db.ts';
import type { PersonTest } from '../../people/actions/found.ts';
import { type Asked, candidateLimit, findLimit } from '../rules/find.ts';
import { type Candidate, type Ranked, rank } from '../rules/rank.ts';
import { daysNear } from '../rules/typed-day.ts';
import { type CandidateRow, casesByReference, casesOfFound, casesThatFit } from '../store/find.ts';
import { casesById } from '../store/list.ts';
import { type ListedCase, toListed } from './lists.ts';

/** A case that a search found, and why. */
export type FoundCase = ListedCase & { born: string | null; programmeName: string; why: readonly string[] };

/** What a search found: the closest cases. `more` says that others fit as well, `tooMany` that not even all were compared. */
export type Found = { cases: FoundCase[]; more: boolean; tooMany: boolean };

const toCandidate = (row: CandidateRow): Candidate => ({
  caseId: row.case_id,
  references: [row.reference, row.source_ref, row.person_reference],
  name: { given: row.search_given, family: row.search_family },
  born: row.date_of_birth,
  niNumber: row.ni_number,
  phone: row.phone,
  other:
    row.other_use === null
      ? null
      : {
          use: row.other_use,
          shown: [row.other_given, row.other_family].filter(Boolean).join(' '),
          name: { given: row.other_search_given ?? '', family: row.other_search_family ?? '' },
        },
});

/** One's own caseload and those one covers: few cases, and quicker looked at than all the people of that name. */
const isNarrow = (scope: Scope): boolean =>
  scope.programmeIds.length + scope.areaIds.length + scope.providerIds.length + scope.teams.length === 0;

/** What a text with figures may be a number of. */
function numberTests(asked: Asked): PersonTest[] {
  return [
    ...(asked.references.length === 0 ? [] : [{ by: 'reference' as const, references: asked.references }]),
    ...(asked.niNumber === null ? [] : [{ by: 'number' as const, niNumber: asked.niNumber }]),
    ...(asked.niEnd === null ? [] : [{ by: 'end of number' as const, end: asked.niEnd }]),
    ...(asked.phone === null ? [] : [{ by: 'phone' as const, phone: asked.phone }]),
    ...(asked.phoneEnd === null ? [] : [{ by: 'end of phone' as const, end: asked.phoneEnd }]),
  ];
}

/** Tests from the surest to the loosest. The next is made only while those before it did not fill the page. */
function stages(asked: Asked): PersonTest[][] {
  const { words, parts, born: day } = asked;
  const born = asked.bornIn === null ? undefined : { from: `${asked.bornIn}-01-01`, to: `${asked.bornIn}-12-31` };
  const numbers = numberTests(asked);
  return [
    ...(numbers.length === 0 ? [] : [numbers]),
    ...(day === null ? [] : [[{ by: 'born' as const, days: daysNear(day), words }]]),
    ...(words.length === 0
      ? []
      : [
          [{ by: 'whole name' as const, words, parts, born }],
          // One fragment may fit thousands, of whom those that begin so come first; two or more hardly do.
          ...(words.length > 1 ? [] : [[{ by: 'beginnings' as const, words, born }]]),
          [
            { by: 'fragments' as const, words, born },
            { by: 'sounds' as const, words, born },
          ],
        ]),
  ];
}

async function gather(sql: Sql, scope: Scope, asked: Asked): Promise<{ rows: CandidateRow[]; tooMany: boolean }> {
  const limit = candidateLimit + 1;
  const rows =
    asked.references.length === 0 ? [] : await casesByReference(sql, { scope, references: asked.references });
  if (isNarrow(scope)) {
    const found = await casesThatFit(sql, { scope, tests: stages(asked).flat(), limit });
    return { rows: [...rows, ...found], tooMany: found.length === limit };
  }
  let tooMany = false;
  for (const tests of stages(asked)) {
    // The looser tests find again whom the surer ones found.
    if (new Set(rows.map((row) => row.case_id)).size > findLimit) break;
    const found = await casesOfFound(sql, { scope, tests, limit });
    rows.push(...found);
    if (found.length < limit) continue;
    tooMany = true;
    const [test] = tests;
    if (test?.by === 'fragments' && test.words.length > 1)
      rows.push(...(await casesOfFound(sql, { scope, tests: [{ ...test, by: 'beginnings' }], limit })));
  }
  return { rows, tooMany };
}

/** People whom a search fits, the closest first, as far as the actor may see them. */
export async function findPeople(sql: Sql, actor: Actor, asked: Asked): Promise<Found> {
  const { rows, tooMany } = await gather(sql, scopeOf(actor, 'case.list'), asked);
  const ranked: Ranked[] = rank(asked, rows.map(toCandidate));
  const shown = ranked.slice(0, findLimit);
  const listed = new Map(
    (await casesById(sql, { caseIds: shown.map((one) => one.caseId) })).map((row) => [row.case_id, row]),
  );
  const cases = shown.flatMap(({ caseId, why }) => {
    const row = listed.get(caseId);
    return row === undefined
      ? []
      : [{ ...toListed(row), born: row.date_of_birth, programmeName: row.programme_name, why }];
  });
  return { cases, more: ranked.length > findLimit, tooMany };
}
