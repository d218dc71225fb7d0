/** What leads to the pages of the directory: what the demonstration adds, and a place that somebody may not refer to. */

import { systemActor } from '../../src/access/rules/policy.ts';
import { demoDirectory } from '../../src/demo-directory.ts';
import { demoServiceReferrals } from '../../src/demo-service-referrals.ts';
import { importFeed } from '../../src/directory/actions/feeds.ts';
import { programmeByKey } from '../../src/programmes/actions.ts';
import { type Site, TODAY, type UserName } from './site.ts';

/** Leaves the traces. Resolves to pages from which the links go on, by who may open them. */
export async function leaveDirectoryTraces(site: Site): Promise<Partial<Record<UserName, string[]>>> {
  const pilot = (await programmeByKey(site.db, 'working-well-pilot'))?.id ?? '';
  const [now, today] = [Temporal.Instant.from(`${TODAY}T09:00:00Z`), Temporal.PlainDate.from(TODAY)];
  await demoDirectory(site.db, pilot, now, today);
  // A second start of the demonstration changes nothing.
  const count = async () => Number(await site.one('select count(*)::text from service_change'));
  const before = await count();
  await demoDirectory(site.db, pilot, now, today);
  if ((await count()) !== before) throw new Error('The directory of the demonstration was filled twice.');
  const service = async (name: string) =>
    site.one('select id from service where name = $1 and search_words <> $2', [name, '']);
  const [known, refused] = [await service('Debt advice'), await service('Work psychologist')];
  const [caseId = ''] = await site.caseload();
  await demoServiceReferrals(site.db, pilot, today);
  const referral = (state: string) =>
    site.one(`select '/cases/' || case_id || '/referrals/' || id from referral where state = $1 order by id limit 1`, [
      state,
    ]);
  const [begun, asked] = [await referral('started'), await referral('awaiting approval')];
  // An import whose only row does not fit.
  const chunks = async function* () {
    yield Buffer.from(JSON.stringify({ id: 'none', name: 'No id', status: 'active' }));
  };
  await importFeed(site.db, {
    ...{
      actor: systemActor,
      source: 'Bolton',
      format: 'hsds',
      files: [{ name: 'feed.json', chunks }],
      now,
      today: TODAY,
    },
  });
  return {
    key_worker: [
      begun,
      `${begun}/form`,
      `${begun}/tell`,
      `${asked}/approvals`,
      `/directory/services/${known}`,
      `/directory/services/${refused}`,
      '/directory/changes?of=yours',
    ],
    team_manager: [
      asked,
      `/directory/services/${known}`,
      `/cases/${caseId}/services/${refused}/exception`,
      '/directory/stewards?list=stale',
    ],
    programme_office: [`/directory/services/${known}`],
  };
}
