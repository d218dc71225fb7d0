/**
 * Pathways to Work for tests: both programmes, an adviser with a diary at an office in Gateshead, a manager, and a clock that the
 * test moves. Everything is in one database.
 */
import path from 'node:path';
import { upsertStaff } from '../../src/access/actions.ts';
import { systemActor } from '../../src/access/rules/policy.ts';
import { createApp } from '../../src/app.ts';
import * as instruments from '../../src/assessment/actions/instruments.ts';
import { placesOf } from '../../src/cases/actions/changes.ts';
import { findCase } from '../../src/cases/actions/record.ts';
import { findAppointment } from '../../src/diary/actions/change.ts';
import { addPattern, addRoom, addSite, findSite } from '../../src/diary/actions/places.ts';
import { type Happened, recordOutcome } from '../../src/diary/actions/settle.ts';
import { startSeries } from '../../src/interviews/actions/series.ts';
import { buildAssets } from '../../src/kit/assets.ts';
import { type Clock, fixedClock } from '../../src/kit/clock.ts';
import { openDatabase } from '../../src/kit/db.ts';
import { newId } from '../../src/kit/ids.ts';
import { loadShippedProgrammes } from '../../src/programmes/actions/shipped.ts';
import { programmeByKey } from '../../src/programmes/actions.ts';
import { freshDatabase } from './database.ts';
import { addCase, type NewCase, signIn } from './world.ts';

export type Pathways = Awaited<ReturnType<typeof pathways>>;
/** The district that most tests are in. */
export const gateshead = 'Gateshead and South Tyneside';

/** A day as the three boxes of a form have it. */
export const dayFields = (name: string, text: string): Record<string, string> => {
  const [year = '', month = '', day = ''] = text.split('-');
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
};

/** Puts the programmes into a database, as they stood before any test's day. */
async function fill(url: string): Promise<void> {
  const db = openDatabase(url);
  try {
    await loadShippedProgrammes(db, instruments, '2005-01-01');
  } finally {
    await db.end();
  }
}

/** Makes the world on a day, 'YYYY-MM-DD' (09:00 UTC). End it with `end`. */
export async function pathways(startsOn: string) {
  const fresh = await freshDatabase({ name: 'pathways', fill });
  const db = openDatabase(fresh.url);
  const programme = async (key: string) => (await programmeByKey(db, key))?.id ?? '';
  const [news, olds] = [await programme('pathways-new'), await programme('pathways-existing')];
  let standing = fixedClock(`${startsOn}T09:00:00Z`);
  const clock: Clock = { now: () => standing.now(), today: () => standing.today() };
  const district = async (programmeId: string, name: string) => {
    const found = (await placesOf(db, programmeId)).find((one) => one.name === name);
    if (found === undefined) throw new Error(`no district ${name}`);
    return found;
  };
  const place = await district(news, gateshead);
  const staff = async (code: string, programmeId = news) => {
    const at = await district(programmeId, gateshead);
    const given = { id: newId(), programmeId, code, givenName: 'Priya', familyName: code };
    const [made] = await upsertStaff(db, { ...given, areaId: at.id, providerId: at.providerId });
    if (made === undefined) throw new Error('no staff');
    await db.query(`update staff set phone = '07700 900222' where id = $1`, [made.id]);
    return made.id;
  };
  const site = await addSite(
    db,
    systemActor,
    news,
    {
      ...{
        areaId: place.id,
        name: 'Gateshead office',
        address: null,
        phone: '07700 900111',
        timeZone: 'Europe/London',
      },
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
  if (site === 'twice') throw new Error('no site');
  const row = await findSite(db, site.id);
  if (row === null) throw new Error('no site');
  await addRoom(db, systemActor, row, { name: 'Room 1', places: 4, private: true, stepFree: true, quiet: true }, clock);
  const hours = (staffId: string) =>
    addPattern(
      db,
      systemActor,
      { staffId, programmeId: news },
      { weekday: 0, starts: '09:00', ends: '17:00', fromOn: '2004-01-01', toOn: null, siteId: site.id },
      clock,
    );
  const app = await createApp({
    ...{ db, clock, timeZone: 'Europe/London', secureCookies: false, testIdentifiers: true },
    assets: await buildAssets(path.join(import.meta.dirname, '../../.newel/assets')),
  });
  const head = async (caseId: string) => {
    const found = await findCase(db, caseId);
    if (found === null) throw new Error('no case');
    return found;
  };
  return {
    ...{ db, app, clock, news, olds, siteId: site.id, place, staff, hours, head, district },
    /** Moves the clock to a day and time (UTC). */
    standOn(day: string, time = '09:00') {
      standing = fixedClock(`${day}T${time}:00Z`);
    },
    worker: (staffId: string, programmeId = news) =>
      signIn(db, app, 'key_worker', { programmeId, areaId: null, providerId: null, staffId }),
    manager: () =>
      signIn(db, app, 'team_manager', { programmeId: news, areaId: place.id, providerId: place.providerId }),
    addCase: (given: Partial<NewCase>) =>
      addCase(db, {
        ...{
          programmeId: news,
          areaId: place.id,
          providerId: place.providerId,
          referredOn: startsOn,
          attachedOn: startsOn,
        },
        ...given,
      }),
    /** Starts the series of a case without a form. */
    async start(
      caseId: string,
      claimOn: string,
      more: { exemption?: string; protected?: string[]; held?: string[] } = {},
    ) {
      const { exemption = null, protected: shielded = [], held = [] } = more;
      const given = { claimOn, exemption, protected: shielded, held };
      return startSeries(db, systemActor, await head(caseId), given, clock.today().toString());
    },
    /** Says what became of the latest booked appointment of a case. */
    async happened(caseId: string, given: Partial<Happened> & Pick<Happened, 'state'>) {
      const { rows } = await db.query(
        `select id, version from appointment where case_id = $1 and state = 'booked' order by starts_at limit 1`,
        [caseId],
      );
      const appointment = await findAppointment(db, rows[0].id);
      if (appointment === null) throw new Error('no appointment');
      const outcome: Happened = {
        lateMinutes: null,
        reason: given.state === 'attended' ? null : 'Not known',
        ...given,
      };
      return recordOutcome(db, systemActor, appointment, appointment.version, outcome, { clock });
    },
    async events(caseId: string): Promise<{ kind: string; happened_on: string; payload: Record<string, unknown> }[]> {
      return (
        await db.query(
          'select e.kind, e.happened_on, p.payload from event e join event_payload p on p.event_id = e.id where e.case_id = $1 order by e.id',
          [caseId],
        )
      ).rows;
    },
    rows: async (sql: string, ...values: unknown[]) => (await db.query(sql, values)).rows,
    async end() {
      await app.close();
      await db.end();
      await fresh.drop();
    },
  };
}
