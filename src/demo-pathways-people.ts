/** The people of the demonstration of Pathways to Work: their claims, and how they joined. */
import { attach } from './cases/actions/attach.ts';
import { referPerson } from './cases/actions/changes.ts';
import { addNote } from './cases/actions/notes.ts';
import { type CaseHead, findCase } from './cases/actions/record.ts';
import { type Advisers, pick, saved, seen } from './demo-pathways-series.ts';
import type { Database } from './kit/db.ts';
import { programmeOn } from './programmes/actions.ts';
import type { Interviews } from './programmes/rules.ts';
import { later } from './today/rules.ts';

const given = [
  'Lorraine',
  'Jim',
  'Mark',
  'Amira',
  'Colin',
  'Gary',
  'Sheila',
  'Paul',
  'Nasreen',
  'Denise',
  'Alan',
  'Tracey',
  'Ian',
  'Maureen',
  'Kev',
];
const family = [
  'Robson',
  'Hall',
  'Charlton',
  'Iqbal',
  'Milburn',
  'Dodds',
  'Shaw',
  'Begum',
  'Armstrong',
  'Ridley',
  'Khan',
];
const notes = [
  'Came with her sister. Would like to use her hands again, and does not know for what.',
  'Afraid that he will be sent back to the warehouse. Went through what the programme is and is not.',
  'Waits for the scan. Sleeps badly. Asked about the Condition Management Programme and took the leaflet.',
  'Talked about the garden and then, for the first time, about work.',
];

async function head(db: Database, caseId: string): Promise<CaseHead> {
  const found = await findCase(db, caseId);
  if (found === null) throw new Error('A case of the demonstration is gone.');
  return found;
}

/** Somebody joins soon after their claim, or when an older claim is asked for. */
async function join(team: Advisers, n: number, referredOn: string): Promise<CaseHead> {
  const { db, programmeId, place, worker, actor, today } = team;
  const { caseId } = await referPerson(db, actor, {
    programmeId,
    person: {
      givenName: pick(given, n),
      familyName: pick(family, n * 3 + Math.floor(n / 11)),
      dateOfBirth: Temporal.PlainDate.from(referredOn)
        .subtract({ years: 24 + ((n * 7) % 33), days: n * 9 })
        .toString(),
      sex: n % 2 === 0 ? 'Female' : 'Male',
      ethnicity: null,
      niNumber: null,
      phone: `07700900${String(400 + n).padStart(3, '0')}`,
      postcode: null,
      preferredContact: n % 3 === 0 ? 'Letter' : 'Phone',
    },
    referral: {
      referredOn,
      areaId: place.id,
      providerId: place.providerId,
      source: 'A new claim',
      benefit: 'Incapacity Benefit',
      lastWorked: pick(['under 1 year', '1-2 years', '3-5 years', '6-10 years'], n),
      housingTenure: null,
      maritalStatus: null,
      dependants: n % 3,
    },
    area: place,
    provider: 'Jobcentre Plus',
    asked: [],
    today,
  });
  const one = await head(db, caseId);
  const conditions = {
    told: {
      on: later(referredOn, 4),
      evidence: 'Rang: what it is, why they were asked, and that nobody is sent to work.',
    },
  };
  saved(
    await attach(db, actor, one, {
      version: one.version,
      conditions,
      keyWorker: worker,
      changes: [],
      before: null,
      today,
    }),
  );
  return head(db, caseId);
}

/** The people of an adviser: `count` of them, as different as they are in life. */
export async function peopleOf(team: Advisers, count: number): Promise<void> {
  const { db, today } = team;
  for (let n = 0; n < count; n += 1) {
    const series = (await sectionFor(team)).series[0];
    if (series === undefined) return;
    const claims = series.first.after === 'claim';
    // New claims are some weeks to some months old; the older claims began before their district did, and are asked for since autumn.
    const since = claims ? 24 + ((n * 13) % 215) : 20 + ((n * 11) % 110);
    const referredOn = later(today, -since);
    const one = await join(team, n, later(referredOn, 2));
    const claimOn = claims ? referredOn : later('2002-05-01', n * 40);
    await seen(team, one, n, claimOn, later(referredOn, 2));
    if (n % 4 === 1) await addNote(db, team.actor, one, { writtenOn: later(today, -3 - n), body: pick(notes, n) });
  }
}

async function sectionFor({ db, programmeId, today }: Advisers): Promise<Interviews> {
  const section = (await programmeOn(db, programmeId, today))?.document.interviews;
  if (section === undefined) throw new Error('The programme has no interviews.');
  return section;
}
