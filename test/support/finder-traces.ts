/** What leads to the pages of the finder: what a night finds. */
import { findOutcomes } from '../../src/claims/actions/finder.ts';
import { workOutAll } from '../../src/claims/actions/milestones.ts';
import { type Site, TODAY } from './site.ts';

/** Does the finder's part of a night; something must be found, or its pages have nothing to show. */
export async function leaveFinderTraces(site: Site): Promise<void> {
  await workOutAll(site.db, TODAY);
  await findOutcomes(site.db, TODAY);
  if ((await site.one("select count(*)::text from found_outcome where state = 'open'")) === '0')
    throw new Error('The finder found nothing in the small part of the pilot.');
}
