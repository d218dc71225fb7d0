/**
 * What other rooms bring to the overview of a case. This room imports none of them: each exports what it contributes, and the
 * composition root hands all of it to the routes.
 */
import type { Sql } from '../../kit/db.ts';
import type { Html } from '../../kit/html.ts';
import type { CaseHead } from './record.ts';

/** A part of the overview, above the facts; one statement at most. Nothing (`noHtml`) where it has nothing to show. */
export type OverviewPart = (sql: Sql, head: CaseHead, today: string) => Promise<Html>;
