/**
 * What other rooms bring to the page for whoever takes over a case. This room imports none of them: each exports what it
 * contributes, and the composition root hands all of it to the routes.
 */
import type { Sql } from '../../kit/db.ts';
import type { CaseHead } from './record.ts';

/** A line of the page; `href` leads to the record. */
export type Line = { text: string; note?: string; href?: string };
/** A part of the page. `empty` is what it says without any line. */
export type Section = { title: string; lines: readonly Line[]; empty: string };
/** What a room contributes: parts of its own, and things that wait for somebody. */
export type Contribution = { sections: readonly Section[]; open: readonly Line[] };
export type Contributor = (sql: Sql, head: CaseHead, today: string) => Promise<Contribution>;

/** Everything that is contributed, in the order of the rooms. */
export async function contributionsOf(
  contributors: readonly Contributor[],
  sql: Sql,
  head: CaseHead,
  today: string,
): Promise<Contribution> {
  const all = await Promise.all(contributors.map((contribute) => contribute(sql, head, today)));
  return { sections: all.flatMap(({ sections }) => sections), open: all.flatMap(({ open }) => open) };
}
