/** A small hand-over folder for the browser tests: some 60 people of the pilot's sample, with everything of theirs and a move. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

const PILOT = path.join(import.meta.dirname, '../../samples/working-well-pilot');

type Row = Record<string, string>;

const read = (file: string): Row[] =>
  parse(fs.readFileSync(path.join(PILOT, file), 'utf8'), { columns: true, bom: true }) as Row[];

/** Writes the folder and returns its path; the caller removes it. */
export function smallPilot(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'newel-sample-'));
  const people = chosenPeople();
  for (const file of fs.readdirSync(PILOT).filter((name) => name.endsWith('.csv'))) {
    const rows = read(file);
    const ofPeople = rows[0] !== undefined && 'referral_id' in rows[0];
    if (!ofPeople) fs.copyFileSync(path.join(PILOT, file), path.join(folder, file));
    else {
      const keep = file === 'duplicates.csv' ? 'matches_referral_id' : 'referral_id';
      const columns = Object.keys(rows[0] as Row);
      const kept = rows.filter((row) => people.has(row[keep] ?? ''));
      fs.writeFileSync(path.join(folder, file), stringify(kept, { header: true, columns }));
    }
  }
  writeMoves(folder, people);
  return folder;
}

/** The pilot's files hold no moves. Here everybody moved to where they live on the day of their referral, so nobody's area differs. */
function writeMoves(folder: string, people: ReadonlySet<string>): void {
  const moves = read('referrals.csv')
    .filter((row) => people.has(row.referral_id ?? '') && row.referred_on !== '')
    .map((row) => [row.referral_id, row.referred_on, row.area === 'Bury' ? 'Bolton' : 'Bury', row.area]);
  const columns = ['referral_id', 'changed_on', 'from_area', 'to_area'];
  fs.writeFileSync(path.join(folder, 'area_changes.csv'), stringify(moves, { header: true, columns }));
}

/** Referral ids: a caseload, its team, other areas, people never attached, and those with a second referral. */
function chosenPeople(): Set<string> {
  const withJob = new Set(read('jobs.csv').map((row) => row.referral_id));
  const attachments = read('attachments.csv');
  const attached = new Set(attachments.map((row) => row.referral_id));
  const areaOf = new Map(read('referrals.csv').map((row) => [row.referral_id, row.area]));
  const chosen = new Set<string>();
  const take = (rows: Row[], most: number) => {
    for (const row of rows.slice(0, most)) if (row.referral_id !== undefined) chosen.add(row.referral_id);
  };
  const of = (worker: string) => attachments.filter((row) => row.key_worker === worker);
  take(of('MAN-KW01'), 10);
  take(
    of('MAN-KW01').filter((row) => withJob.has(row.referral_id)),
    4,
  );
  take(of('MAN-KW02'), 5);
  for (const area of new Set(areaOf.values())) {
    const here = attachments.filter((row) => areaOf.get(row.referral_id) === area);
    take(here, 1);
    take(
      here.filter((row) => withJob.has(row.referral_id)),
      2,
    );
  }
  take(
    read('referrals.csv').filter((row) => !attached.has(row.referral_id) && row.area === 'Manchester'),
    5,
  );
  take(
    read('duplicates.csv')
      .slice(0, 4)
      .map((row) => ({ referral_id: row.matches_referral_id ?? '' })),
    4,
  );
  return chosen;
}
