/**
 * The demonstration's two programmes of New Zealand, through the same actions that a form uses: an ICSM with a full caseload and
 * another, a site manager, people who climb, pause, leave and wait to come back. A second start changes nothing.
 */
import { readFileSync } from 'node:fs';
import { addUser, upsertStaff, userByEmail } from './access/actions.ts';
import { type Actor, type Membership, type Role, systemActor } from './access/rules/policy.ts';
import { placesOf } from './cases/actions/changes.ts';
import { caseloadOf, everyday } from './demo-ics-people.ts';
import { type Database, transaction } from './kit/db.ts';
import { newId } from './kit/ids.ts';
import { shippedProgramme } from './programmes/actions/files.ts';
import { loadProgramme, programmeByKey } from './programmes/actions.ts';
import type { ProgrammeDocument } from './programmes/rules.ts';

type Worker = { code: string; given: string; family: string; site: string; attached: number; email: string | null };
type Setting = { key: string; manager: { name: string; email: string; site: string }; workers: readonly Worker[] };

const settings: readonly Setting[] = [
  {
    key: 'ics-trial',
    manager: { name: 'Moana Te Kanawa', email: 'manager.ics-trial@example.org', site: 'Porirua' },
    workers: [
      {
        code: 'POR-IC01',
        given: 'Hana',
        family: 'Tāwhai',
        site: 'Porirua',
        attached: 40,
        email: 'icsm.ics-trial@example.org',
      },
      { code: 'ROT-IC01', given: 'Hōne', family: 'Pārata', site: 'Rotorua', attached: 4, email: null },
    ],
  },
  {
    key: 'ics-x',
    manager: { name: 'Sione Latu', email: 'manager.ics-x@example.org', site: 'Naenae' },
    workers: [
      {
        code: 'NAE-IC01',
        given: 'Ruth',
        family: 'Ōmara',
        site: 'Naenae',
        attached: 15,
        email: 'icsm.ics-x@example.org',
      },
      { code: 'NAE-IC02', given: 'Pita', family: 'Kōpua', site: 'Naenae', attached: 5, email: null },
    ],
  },
];

/** A sign-in of the demonstration: who, in which programme. */
export type DemoSignIn = { role: Role; email: string; where: string };

/** Adds users, staff and people of both programmes, unless they are there. Resolves to the sign-ins. */
export async function demoIcs(db: Database, password: string, today: string): Promise<DemoSignIn[]> {
  const signIns: DemoSignIn[] = [];
  for (const [nth, setting] of settings.entries()) {
    const programme = await programmeByKey(db, setting.key);
    if (programme === null) throw new Error(`${setting.key} is not loaded.`);
    const roles = [
      { role: 'team_manager' as const, email: setting.manager.email },
      ...setting.workers.flatMap(({ email }) => (email === null ? [] : [{ role: 'key_worker' as const, email }])),
    ];
    signIns.push(...roles.map((one) => ({ ...one, where: programme.name })));
    if ((await userByEmail(db, setting.manager.email)) !== null) continue;
    if (setting.key === 'ics-x') await bringForward(db, today);
    await fill(db, programme.id, setting, nth, { password, today });
  }
  return signIns;
}

/** ICS-X began in 2018, after the day of the demonstration: there its days are three years earlier, and a note says so. */
async function bringForward(db: Database, today: string): Promise<void> {
  const read = (key: string): ProgrammeDocument => JSON.parse(readFileSync(shippedProgramme(key), 'utf8'));
  const earlier = (value: unknown): unknown => {
    if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value))
      return Temporal.PlainDate.from(value).subtract({ years: 3 }).toString();
    if (Array.isArray(value)) return value.map(earlier);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, earlier(inner)]));
  };
  const document = earlier(read('ics-x')) as ProgrammeDocument;
  const text = 'The programme began in March 2018. In this demonstration its days are three years earlier.';
  const moved = {
    ...document,
    holidays: read('ics-trial').holidays ?? [],
    notes: [{ about: 'firstDay', text }, ...document.notes],
  };
  await transaction(db, (tx) => loadProgramme(tx, systemActor, moved, today));
}

async function user(
  db: Database,
  given: { email: string; name: string; password: string; place: Membership },
  today: string,
) {
  const { place, ...who } = given;
  const added = await addUser(db, systemActor, { ...who, memberships: [place] }, today);
  if ('refused' in added) throw new Error(added.refused);
  return { userId: added.id, name: given.name, memberships: [place], opened: [] };
}

async function fill(
  db: Database,
  programmeId: string,
  setting: Setting,
  nth: number,
  { password, today }: { password: string; today: string },
): Promise<void> {
  const places = await placesOf(db, programmeId);
  const place = (name: string) => {
    const found = places.find((one) => one.name === name);
    if (found === undefined) throw new Error(`There is no site ${name}.`);
    return found;
  };
  const nowhere = { programmeId, areaId: null, providerId: null, staffId: null };
  for (const [at, worker] of setting.workers.entries()) {
    const site = place(worker.site);
    const id = newId();
    const name = `${worker.given} ${worker.family}`;
    const staff = { programmeId, code: worker.code, givenName: worker.given, familyName: worker.family };
    await upsertStaff(db, { id, ...staff, areaId: site.id, providerId: site.providerId });
    const as: Actor =
      worker.email === null
        ? systemActor
        : await user(
            db,
            { email: worker.email, name, password, place: { role: 'key_worker', ...nowhere, staffId: id } },
            today,
          );
    const team = { db, programmeId, site, worker: { id, name }, actor: as, today, seed: nth * 23 + at * 50 };
    await caseloadOf(team, worker.attached, at === 0);
    await everyday(team);
  }
  const site = place(setting.manager.site);
  const role = { role: 'team_manager' as const, ...nowhere, areaId: site.id, providerId: site.providerId };
  await user(db, { email: setting.manager.email, name: setting.manager.name, password, place: role }, today);
}
