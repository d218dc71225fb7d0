import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addUser, staffOf, userByEmail } from './access/actions.ts';
import { type Membership, type Role, roleNames, systemActor } from './access/rules/policy.ts';
import * as instruments from './assessment/actions/instruments.ts';
import { dataFolder } from './data-folder.ts';
import { demoMeasures, demoOpenAssessments } from './demo-assessments.ts';
import { demoCare } from './demo-care.ts';
import { demoClaims } from './demo-claims.ts';
import { demoDiary } from './demo-diary.ts';
import { demoDirectory } from './demo-directory.ts';
import { demoEvidence } from './demo-evidence.ts';
import { demoIcs } from './demo-ics.ts';
import { demoInWork } from './demo-in-work.ts';
import { demoMessages } from './demo-messages.ts';
import { demoPathways } from './demo-pathways.ts';
import { demoPeople } from './demo-people.ts';
import { demoPlans } from './demo-plans.ts';
import { addDemoReferrals } from './demo-referrals.ts';
import { demoServiceReferrals } from './demo-service-referrals.ts';
import { demoTakingPart } from './demo-taking-part.ts';
import { demoVisits } from './demo-visits.ts';
import { demoWork } from './demo-work.ts';
import { organisationsNamed } from './directory/actions/organisation-names.ts';
import { importFolder, listImportRuns } from './handover/actions.ts';
import type { Clock } from './kit/clock.ts';
import { type Command, type Host, WrongUse } from './kit/command.ts';
import type { Database } from './kit/db.ts';
import { removePostgres } from './kit/postgres.ts';
import { loadShippedProgrammes } from './programmes/actions/shipped.ts';
import { areasOf, programmeByKey } from './programmes/actions.ts';
import { portFrom, serve } from './serve.ts';

const samples = join(import.meta.dirname, '../samples');
// The pilot's files stand for this day; the demonstration lives on it, or everybody would be ten years overdue.
const demoDay = Temporal.PlainDate.from('2016-03-31');
/** Password of every demonstration user. They are made by `newel demo` alone, which serves on 127.0.0.1. */
export const demoPassword = 'one step at a time';

/** The key worker whose caseload the demonstration shows. */
const demoWorker = 'MAN-KW01';

/** It is always the day of the demonstration, at the hour that it is now: what is booked for later that day lies ahead. */
const demoClock = (timeZone: string): Clock => ({
  now: () => demoDay.toZonedDateTime({ timeZone, plainTime: Temporal.Now.plainTimeISO(timeZone) }).toInstant(),
  today: () => demoDay,
});

/** Whoever works for a service comes with the directory. */
type DemoRole = Exclude<Role, 'service_worker'>;

/** Adds a user for each role in the pilot, unless they are there. Resolves to their sign-ins. */
async function addDemoUsers(db: Database): Promise<{ role: Role; email: string }[]> {
  const programme = await programmeByKey(db, 'working-well-pilot');
  if (programme === null) throw new Error('The pilot is not loaded.');
  const area = (await areasOf(db, { programmeId: programme.id })).find((one) => one.name === 'Manchester');
  const worker = (await staffOf(db, { programmeId: programme.id })).find((one) => one.code === demoWorker);
  if (area === undefined || worker === undefined) throw new Error('The pilot has no Manchester or no key worker.');
  const nowhere = { areaId: null, providerId: null, staffId: null };
  const places: Record<DemoRole, Omit<Membership, 'role'>> = {
    key_worker: { programmeId: programme.id, ...nowhere, staffId: worker.id },
    team_manager: { programmeId: programme.id, ...nowhere, areaId: area.id, providerId: area.provider_id },
    local_lead: { programmeId: programme.id, ...nowhere, areaId: area.id },
    programme_office: { programmeId: programme.id, ...nowhere },
    evaluator: { programmeId: programme.id, ...nowhere },
    administrator: { programmeId: null, ...nowhere },
    referrer: { programmeId: programme.id, ...nowhere },
  };
  const names: Record<DemoRole, string> = {
    key_worker: `${worker.given_name} ${worker.family_name}`,
    team_manager: 'Farida Holt',
    local_lead: 'Owen Prescott',
    programme_office: 'Rashida Kenyon',
    evaluator: 'Tomasz Greene',
    administrator: 'Bridget Ainsworth',
    referrer: 'Colin Marsh',
  };
  const signIns: { role: Role; email: string }[] = [];
  for (const role of Object.keys(places) as DemoRole[]) {
    const email = `${role.replace('_', '.')}@example.org`;
    signIns.push({ role, email });
    if ((await userByEmail(db, email)) !== null) continue;
    const added = await addUser(
      db,
      systemActor,
      { email, name: names[role], password: demoPassword, memberships: [{ role, ...places[role] }] },
      demoDay.toString(),
    );
    if ('refused' in added) throw new Error(added.refused);
  }
  return signIns;
}

/** Adds somebody who works for a service that was sent referrals, unless they are there. Resolves to their sign-in. */
async function addDemoDesk(db: Database): Promise<{ role: Role; email: string }[]> {
  const email = 'service.worker@example.org';
  const [organisation] = await organisationsNamed(db, 'Bolton Debt Advice');
  if (organisation === undefined) return [];
  if ((await userByEmail(db, email)) === null) {
    const nowhere = { programmeId: null, areaId: null, providerId: null, staffId: null };
    const desk: Membership = { role: 'service_worker', ...nowhere, organisationId: organisation.id };
    const given = { email, name: 'Dilys Frost', password: demoPassword, memberships: [desk] };
    const added = await addUser(db, systemActor, given, demoDay.toString());
    if ('refused' in added) throw new Error(added.refused);
  }
  return [{ role: 'service_worker', email }];
}

async function demo(host: Host, port: number): Promise<void> {
  const db = await host.db();
  await loadShippedProgrammes(db, instruments, demoDay.toString());
  await importSample(host, db);
  const signIns = await addDemoUsers(db);
  await addDemoReferrals(db, demoDay);
  const pilot = await programmeByKey(db, 'working-well-pilot');
  if (pilot !== null) {
    await demoPeople(db, pilot.id, { code: demoWorker, email: 'key.worker@example.org' }, demoDay);
    await demoPlans(db, pilot.id, { code: demoWorker }, demoDay);
    await demoWork(db, pilot.id, demoDay);
    await demoTakingPart(db, pilot.id, demoDay.toString());
    await demoCare(db, pilot.id, demoWorker, demoDay.toString());
    await demoDiary(db, pilot.id, demoWorker, demoClock(host.timeZone));
    await demoDirectory(db, pilot.id, demoClock(host.timeZone).now(), demoDay);
    await demoServiceReferrals(db, pilot.id, demoDay);
    await demoVisits(db, pilot.id, demoClock(host.timeZone));
    await demoInWork(db, pilot.id, demoDay.toString());
    await demoMessages(db, pilot.id, demoWorker, demoDay.toString());
    await demoEvidence(db, pilot.id, demoDay);
    const open = { programmeId: pilot.id, email: 'key.worker@example.org', key: 'working-well-assessment' };
    await demoClaims(db, pilot.id, demoDay);
    await demoOpenAssessments(db, open);
    await demoMeasures(db, { ...open, manager: 'team.manager@example.org' });
  }
  const abroad = await demoIcs(db, demoPassword, demoDay.toString());
  const pathways = await demoPathways(db, demoPassword, demoDay.toString());
  const pathwaysNew = await programmeByKey(db, 'pathways-new');
  if (pathwaysNew !== null) await demoServiceReferrals(db, pathwaysNew.id, demoDay, 'pathways');
  const lines = [
    ...[...signIns, ...(await addDemoDesk(db))].map(({ role, email }) => [roleNames[role], email] as const),
    ...[...abroad, ...pathways].map(({ role, email, where }) => [`${where}: ${roleNames[role]}`, email] as const),
  ];
  const width = Math.max(...lines.map(([who]) => who.length));
  await serve(host, {
    port,
    address: '127.0.0.1',
    secureCookies: false,
    testIdentifiers: true,
    sends: false,
    log: false,
    clock: demoClock(host.timeZone),
    ready: (url) =>
      host.out(`
Newel is at ${url}

Sign in with one of these; the password of each is: ${demoPassword}

${lines.map(([who, email]) => `  ${who.padEnd(width)}  ${email}`).join('\n')}

All people are invented, and today is ${demoDay.toString()}. Press Ctrl-C to stop; what you enter is kept.
`),
  });
}

/** Loads the pilot's files, unless an earlier run did: what was entered since is kept. */
async function importSample(host: Host, db: Database): Promise<void> {
  const programme = await programmeByKey(db, 'working-well-pilot');
  if (programme !== null) {
    const [latest] = await listImportRuns(db, { programmeId: programme.id, before: null, limit: 1 });
    if (latest?.finished_at) return;
  }
  host.err('Loading the pilot’s hand-over files\n');
  const progress = host.progress('Importing');
  const result = await importFolder(db, {
    folder: join(samples, 'working-well-pilot'),
    today: demoDay.toString(),
    onProgress: progress.update,
  });
  progress.done();
  if (result.rejected > 0) throw new Error(`${result.rejected} rows of the sample were left out.`);
}

export const commands: Command[] = [
  {
    name: 'demo',
    summary: 'Serve a demonstration: the Working Well pilot with a sign-in for each role',
    help: `
Use: ./newel demo [--port N] [--fresh]

Starts Newel's own database, loads the pilot's hand-over files and serves on 127.0.0.1.
A second run starts in seconds and keeps what was entered.

  --port N   port (default 8080; 0 takes a free one)
  --fresh    throws away what was entered and begins again

Exit codes: 0 stopped as told, 1 failed, 2 wrong use.`,
    async run(args, host) {
      const { values } = parseArgs({ args, options: { port: { type: 'string' }, fresh: { type: 'boolean' } } });
      const port = portFrom(values.port, 8080);
      if (values.fresh === true) {
        if (process.env.DATABASE_URL !== undefined)
          throw new WrongUse('--fresh throws away only a database of Newel’s own, and DATABASE_URL is set');
        await removePostgres(dataFolder());
      }
      await demo(host, port);
      return 0;
    },
  },
];
