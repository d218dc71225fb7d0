/** The demonstration's directory: services, who keeps them, what is known of them, and what managers set. */
import { type Demonstrator, demonstrator } from './demo-actor.ts';
import { type DemoService, demoOrganisations, demoServices } from './demo-directory-services.ts';
import { setRule } from './directory/actions/access-rules.ts';
import { setDirective } from './directory/actions/directives.ts';
import { type At, addOrganisation, addService, needsOf } from './directory/actions/entries.ts';
import { countForService } from './directory/actions/figures.ts';
import { writeAsked, writeNews, writeReply } from './directory/actions/known.ts';
import { organisationsNamed } from './directory/actions/organisation-names.ts';
import { addPlaceIn } from './directory/actions/places.ts';
import { setSteward, tellStale, tellVacant } from './directory/actions/stewards.ts';
import { type Database, transaction } from './kit/db.ts';
import { areasOf } from './programmes/actions.ts';

const day = (today: Temporal.PlainDate, days: number): string => today.add({ days }).toString();

/** Fills the directory once; a second start changes nothing. */
export async function demoDirectory(
  db: Database,
  programmeId: string,
  now: Temporal.Instant,
  today: Temporal.PlainDate,
): Promise<void> {
  const worker = await demonstrator(db, 'key_worker');
  const manager = await demonstrator(db, 'team_manager');
  if ((await organisationsNamed(db, 'Bolton Debt Advice')).length > 0) return;
  const at: At = { now, today: today.toString() };
  const terms = new Map((await needsOf(db, null)).map(({ code, id }) => [code, id]));
  const organisations = new Map<string, string>();
  const services = new Map<string, string>();
  for (const one of demoServices) services.set(one.name, await add(db, one, { at, worker, terms, organisations }));
  for (const { name, steward } of demoServices) {
    const serviceId = services.get(name);
    if (serviceId === undefined || steward === undefined) continue;
    const userId = steward === 'key_worker' ? worker.userId : manager.userId;
    await setSteward(db, manager, { serviceId, userId }, at);
  }
  const of = (name: string): string => services.get(name) ?? '';
  await known(db, { worker, of, today });
  await figures(db, of, today);
  const area = (await areasOf(db, { programmeId })).find(({ name }) => name === 'Manchester');
  const period = { areaId: area?.id ?? null, from: day(today, -30), to: day(today, 91) };
  await setDirective(
    db,
    manager,
    {
      ...{ programmeId, kind: 'prefer', contract: 'contracted', serviceId: null, ...period },
      words: 'Use the places that we pay for where they fit the person.',
    },
    at.today,
  );
  await setRule(
    db,
    manager,
    {
      ...{ serviceId: of('Work psychologist'), programmeId, role: 'any', allowed: false, caseId: null, ...period },
      reason: 'Full until the summer: ask your manager',
    },
    { today: at.today },
  );
  await tellStale(db, at.today);
  await tellVacant(db, at.today);
}

type Making = {
  at: At;
  worker: Demonstrator;
  terms: ReadonlyMap<string | null, string>;
  organisations: Map<string, string>;
};

async function add(db: Database, one: DemoService, { at, worker, terms, organisations }: Making): Promise<string> {
  const today = Temporal.PlainDate.from(at.today);
  const by = { actor: worker };
  return transaction(db, async (tx) => {
    const name = one.organisation;
    const organisationId =
      organisations.get(name) ?? (await addOrganisation(tx, by, { name, ...demoOrganisations[name] }, at));
    organisations.set(name, organisationId);
    const checked = one.checked;
    const id = await addService(
      tx,
      by,
      {
        ...{ name: one.name, description: one.description, organisation_id: organisationId },
        ...(checked === undefined ? {} : { verified_on: day(today, checked[0]), verify_by: day(today, checked[1]) }),
        ...one.facts,
      },
      one.needs.flatMap((code) => terms.get(code) ?? []),
      at,
    );
    if (one.place !== undefined) {
      const [placeName, address, city, postcode, days, opens, closes] = one.place;
      const place = { type: 'physical' as const, name: placeName, address, city, postcode, days, opens, closes };
      const more = { transport: null, stepFree: one.place[0].length % 3 !== 0, times: null };
      await addPlaceIn(tx, by, { id, version: 1, organisation_id: organisationId }, { ...place, ...more }, at);
    }
    return id;
  });
}

type Knowing = { worker: Demonstrator; of(name: string): string; today: Temporal.PlainDate };

/** What workers wrote down, what one organisation says to it, and what another was asked and did not answer. */
async function known(db: Database, { worker, of, today }: Knowing): Promise<void> {
  const write = (name: string, kind: 'news' | 'experience' | 'opinion', words: string, days: number) =>
    writeNews(db, worker, { serviceId: of(name), kind, words, opinionMonths: 12 }, day(today, days));
  await write('Debt advice', 'experience', 'Saw somebody within a week, and rang me after.', -35);
  await write('Debt advice', 'news', 'They moved to the first floor. There is a lift.', -12);
  await write('Volunteering', 'opinion', 'Slow to call back.', -20);
  await write(
    'Condition management',
    'experience',
    'The group is small. Good for those who fear rooms full of people.',
    -50,
  );
  await write('Job broking', 'opinion', 'Only for people who could start on Monday.', -15);
  await writeReply(
    db,
    worker,
    {
      ...{ serviceId: of('Job broking'), about: 'Whom we refuse', byName: 'Intake, StepUp Brokers' },
      words: 'Since February we also take people who can work from sixteen hours.',
    },
    day(today, -9),
  );
  const asked = { serviceId: of('All-round support'), words: 'Who takes over from D. Frost, and from when?' };
  await writeAsked(db, worker, { ...asked, answerBy: day(today, -7) }, day(today, -21));
}

/** Counts of the months before: some services are well known, some only a little, most not at all. */
async function figures(db: Database, of: (name: string) => string, today: Temporal.PlainDate): Promise<void> {
  const counts: readonly [string, Record<string, readonly [number, number?]>][] = [
    [
      'Debt advice',
      {
        ...{ referred: [24], accepted: [21], declined: [3], attended: [17], missed: [3], started: [17, 187] },
        ...{ completed: [11], 'ended early': [3], 'feedback due': [14], 'feedback in time': [12] },
        ...{ rated: [9], 'rated:5': [5], 'rated:4': [3], 'rated:2': [1] },
      },
    ],
    [
      'Job broking',
      {
        ...{ referred: [31], accepted: [18], declined: [13], 'declined:not_ready': [9], attended: [14], missed: [4] },
        ...{ started: [14, 504], completed: [8], 'ended early': [5], 'feedback due': [13], 'feedback in time': [6] },
      },
    ],
    [
      'Condition management',
      { referred: [12], accepted: [11], declined: [1], attended: [10], missed: [1], started: [10, 210] },
    ],
    ['Volunteering', { referred: [3], accepted: [3], attended: [2], started: [2, 12] }],
  ];
  await transaction(db, async (tx) => {
    for (const [name, kinds] of counts)
      for (const [kind, [n, days = 0]] of Object.entries(kinds))
        await countForService(tx, of(name), day(today, -45), kind, n, days);
  });
}
