import { type Database, type Tx, transaction } from '../../kit/db.ts';
import { setAreaToday } from '../store/import.ts';
import { takeMovesDue } from '../store/moves.ts';
import { placesOf } from './changes.ts';

const batch = 500;

/**
 * Lets cases follow the moves that were recorded before their day, once it has come: area and provider of the case, and with
 * them whose it is, are those of the move. The event of the move was written when it was recorded and bears its day, so that the
 * history of a case is the same whenever that was. Running it again changes nothing. Resolves to the moves that were followed.
 */
export async function followMoves(db: Database, today: string): Promise<number> {
  let followed = 0;
  for (;;) {
    const done = await transaction(db, (tx) => followSome(tx, today));
    followed += done;
    if (done < batch) return followed;
  }
}

async function followSome(tx: Tx, today: string): Promise<number> {
  const due = await takeMovesDue(tx, { today, limit: batch });
  const places = [];
  for (const programmeId of new Set(due.map((row) => row.programme_id)))
    places.push(...(await placesOf(tx, programmeId)));
  const areas = JSON.stringify(places.map((place) => ({ id: place.id, provider_id: place.providerId })));
  await setAreaToday(tx, { caseIds: [...new Set(due.map((row) => row.case_id))], today, areas });
  return due.length;
}
