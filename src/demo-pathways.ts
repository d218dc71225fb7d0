/** The demonstration of Pathways to Work: an adviser and a manager in each of its two programmes. A second start changes nothing. */
import { addUser, upsertStaff, userByEmail } from './access/actions.ts';
import { type Membership, type Role, systemActor } from './access/rules/policy.ts';
import { placesOf } from './cases/actions/changes.ts';
import { peopleOf } from './demo-pathways-people.ts';
import { addPattern, addRoom, addSite, findSite } from './diary/actions/places.ts';
import { fixedClock } from './kit/clock.ts';
import type { Database } from './kit/db.ts';
import { newId } from './kit/ids.ts';
import { programmeByKey } from './programmes/actions.ts';

const district = 'Gateshead and South Tyneside';
const settings = [
  {
    key: 'pathways-new',
    office: 'Gateshead office',
    people: 30,
    adviser: ['Priya', 'Nair'],
    manager: 'Alison Trotter',
  },
  {
    key: 'pathways-existing',
    office: 'Jarrow office',
    people: 15,
    adviser: ['Stephen', 'Lish'],
    manager: 'Graham Vasey',
  },
] as const;

/** Adds users, an office and people of both programmes, unless they are there. Resolves to the sign-ins. */
export async function demoPathways(
  db: Database,
  password: string,
  today: string,
): Promise<{ role: Role; email: string; where: string }[]> {
  const signIns: { role: Role; email: string; where: string }[] = [];
  for (const setting of settings) {
    const programme = await programmeByKey(db, setting.key);
    if (programme === null) throw new Error(`${setting.key} is not loaded.`);
    const emails = {
      team_manager: `manager.${setting.key}@example.org`,
      key_worker: `adviser.${setting.key}@example.org`,
    };
    for (const role of ['team_manager', 'key_worker'] as const)
      signIns.push({ role, email: emails[role], where: programme.name });
    if ((await userByEmail(db, emails.team_manager)) === null)
      await fill(db, programme.id, setting, emails, { password, today });
  }
  return signIns;
}

async function fill(
  db: Database,
  programmeId: string,
  setting: (typeof settings)[number],
  emails: { team_manager: string; key_worker: string },
  { password, today }: { password: string; today: string },
): Promise<void> {
  const place = (await placesOf(db, programmeId)).find(({ name }) => name === district);
  if (place === undefined) throw new Error(`There is no ${district}.`);
  const clock = fixedClock(`${today}T09:00:00Z`);
  const [givenName, familyName] = setting.adviser;
  const staffId = newId();
  const staff = { programmeId, code: 'GAT-01', givenName, familyName, areaId: place.id, providerId: place.providerId };
  await upsertStaff(db, { id: staffId, ...staff });
  const nowhere = { programmeId, areaId: null, providerId: null, staffId: null };
  const user = async (email: string, name: string, membership: Membership) => {
    const added = await addUser(db, systemActor, { email, name, password, memberships: [membership] }, today);
    if ('refused' in added) throw new Error(added.refused);
    return { userId: added.id, name, memberships: [membership], opened: [] };
  };
  const name = `${givenName} ${familyName}`;
  const actor = await user(emails.key_worker, name, { role: 'key_worker', ...nowhere, staffId });
  const added = await addSite(
    db,
    systemActor,
    programmeId,
    {
      ...{ areaId: place.id, name: setting.office, address: null, phone: '0191 496 0000', timeZone: 'Europe/London' },
      ...{
        holidays: 'england-and-wales',
        stepFree: true,
        opens: '09:00',
        closes: '17:00',
        weekdays: [1, 2, 3, 4, 5],
        outreach: false,
      },
    },
    clock,
  );
  const site = added === 'twice' ? null : await findSite(db, added.id);
  if (site === null) throw new Error(`There is no ${setting.office}.`);
  await addRoom(
    db,
    systemActor,
    site,
    { name: 'Room 1', places: 4, private: true, stepFree: true, quiet: true },
    clock,
  );
  const hours = { weekday: 0, starts: '09:00', ends: '17:00', fromOn: '2014-01-01', toOn: null, siteId: site.id };
  await addPattern(db, systemActor, { staffId, programmeId }, hours, clock);
  await peopleOf(
    { db, programmeId, place, siteId: site.id, worker: { id: staffId, name }, actor, today, clock },
    setting.people,
  );
  const team = { role: 'team_manager' as const, ...nowhere, areaId: place.id, providerId: place.providerId };
  await user(emails.team_manager, setting.manager, team);
}
