/** The joint pack of a month, for a download and for `newel pack`. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { showDay, showMoment } from '../../kit/clock.ts';
import { type Command, WrongUse } from '../../kit/command.ts';
import type { Sql } from '../../kit/db.ts';
import { programmeByKey, programmeOn } from '../../programmes/actions.ts';
import { packDay } from '../rules/asked.ts';
import { packOf } from '../rules/pack.ts';
import { makeOutturn, type Outturn } from './outturn.ts';
import { packPdf } from './pack-pdf.ts';

/** The day as of which the pack of a month is made, or what is wrong with the month. Null when the programme has no document. */
export async function dayOfPack(
  sql: Sql,
  programmeId: string,
  month: string,
  today: string,
): Promise<{ asOf: string } | { problem: string } | null> {
  const firstDay = (await programmeOn(sql, programmeId, today))?.document.firstDay;
  return firstDay === undefined ? null : packDay(month, { firstDay, today, shown: showDay });
}

/** The pack of an outturn as a PDF. */
export async function packFrom(
  sql: Sql,
  programme: { programmeId: string; name: string },
  outturn: Outturn,
  about: { month: string; asOf: string; today: string; timeZone: string },
): Promise<Buffer> {
  const document = (await programmeOn(sql, programme.programmeId, about.asOf))?.document;
  const pack = packOf({
    texts: outturn.result.texts,
    cells: outturn.group.cells,
    outturn: outturn.tables,
    providers: outturn.providers,
    guide: document === undefined ? null : { low: document.caseload.from, high: document.caseload.to },
  });
  return packPdf(pack, {
    ...{ programme: programme.name, month: about.month, asOf: about.asOf, madeOn: about.today },
    tablesMade: outturn.madeAt === null ? null : showMoment(outturn.madeAt, about.timeZone),
  });
}

/** `newel pack`: the joint pack of a month. */
export const packCommand: Command = {
  name: 'pack',
  summary: 'Write the joint pack of a month as one PDF',
  help: `
Use: ./newel pack --programme KEY --month YYYY-MM --out FILE

Writes what both providers and the programme office look at together, as of the last day of the month, or of today while the month is
not over: onflow, steps on the way, job starts and sustained work against their targets, how long jobs last, each quarter of
attachment, payments, and what is to be done.

  --programme KEY   for example working-well-pilot
  --month YYYY-MM   the month; none to come, and none before the programme began
  --out FILE        the PDF; a file of that name is replaced

Exit codes: 0 done, 1 failed, 2 wrong use.
Example: ./newel pack --programme working-well-pilot --month 2016-03 --out pack.pdf`,
  async run(args, host) {
    const { values } = parseArgs({
      args,
      options: { programme: { type: 'string' }, month: { type: 'string' }, out: { type: 'string' } },
    });
    const { programme: key, month, out } = values;
    if (key === undefined) throw new WrongUse('--programme KEY is missing');
    if (out === undefined) throw new WrongUse('--out FILE is missing');
    if (month === undefined) throw new WrongUse('--month YYYY-MM is missing');
    const db = await host.db();
    const programme = await programmeByKey(db, key);
    if (programme === null) throw new WrongUse(`there is no programme '${key}'`);
    const today = host.clock.today().toString();
    const day = await dayOfPack(db, programme.id, month, today);
    if (day === null) throw new Error('The programme has no document.');
    if ('problem' in day) throw new WrongUse(`--month ${month}: ${day.problem}; it takes a month as YYYY-MM`);
    const { asOf } = day;
    const of = { programmeId: programme.id, key, name: programme.name };
    const outturn = await makeOutturn(db, of, { asOf, today });
    if (outturn === null) throw new Error('The programme has no document.');
    await writeFile(out, await packFrom(db, of, outturn, { month, asOf, today, timeZone: host.timeZone }));
    host.out(`${out}\n`);
    return 0;
  },
};
