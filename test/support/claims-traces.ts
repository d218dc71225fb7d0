/** What leads to the pages of claims: the claims, the file and the audit of the demonstration. */

import { demoClaims } from '../../src/demo-claims.ts';
import { programmeByKey } from '../../src/programmes/actions.ts';
import { type Site, TODAY } from './site.ts';

/** Leaves the traces; there must be a claim, and an entry of the ledger, or the pages of both have nothing to show. */
export async function leaveClaimsTraces(site: Site): Promise<void> {
  const pilot = (await programmeByKey(site.db, 'working-well-pilot'))?.id ?? '';
  await demoClaims(site.db, pilot, Temporal.PlainDate.from(TODAY));
  const count = () => site.one("select count(*)::text from claim where state <> 'on file'");
  const made = await count();
  if (made === '0' || (await site.one('select count(*)::text from ledger_line')) === '0')
    throw new Error('No milestone of the small part of the pilot can be claimed.');
  // A second start of the demonstration changes nothing.
  await demoClaims(site.db, pilot, Temporal.PlainDate.from(TODAY));
  if ((await count()) !== made) throw new Error('The claims of the demonstration were made twice.');
}
