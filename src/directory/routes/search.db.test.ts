import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { htmlProblems } from '../../../test/support/checks.ts';
import { type Browser, today, type World, world } from '../../../test/support/world.ts';
import { systemActor } from '../../access/rules/policy.ts';
import { transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { setDirective } from '../actions/directives.ts';
import { addOrganisation, addService, type ServiceFacts } from '../actions/entries.ts';
import { countForService } from '../actions/figures.ts';
import { needsKnown } from '../actions/search.ts';
import { candidateLimit, type Need, pageSize, postcodesIn } from '../rules/search.ts';
import * as store from '../store/search.ts';

// The services of DWP Research Report 555's acceptance scenarios, with made-up names and places.
let w: World;
let office: Browser;
let needs: Need[];
let caseId: string;
let personId: string;
const services: Record<string, string> = {};
const at = { now: Temporal.Instant.from(`${today}T10:00:00Z`), today };
const by = { actor: systemActor };

const need = (code: string): string => needs.find((one) => one.code === code)?.id ?? '';

/** A service of an organisation with a place at a postcode. */
async function service(
  key: string,
  name: string,
  codes: readonly string[],
  facts: Partial<ServiceFacts> & { contract?: string; organisation?: string; postcode?: string | null } = {},
): Promise<string> {
  const { contract = 'none', organisation = `${name} organisation`, postcode = 'ZX24AA', ...rest } = facts;
  return transaction(w.db, async (tx) => {
    const organisationId = await addOrganisation(tx, by, { name: organisation, contract }, at);
    const id = await addService(
      tx,
      by,
      { name, organisation_id: organisationId, verified_on: today, verify_by: '2017-01-01', ...rest },
      codes.map(need),
      at,
    );
    if (postcode !== null) {
      const place = newId();
      await tx.query(`insert into location (id, location_type, postcode, doc) values ($1, 'physical', $2, '{}')`, [
        place,
        postcode,
      ]);
      await tx.query(`insert into service_at_location (id, service_id, location_id, doc) values ($1, $2, $3, '{}')`, [
        newId(),
        id,
        place,
      ]);
    }
    services[key] = id;
    return id;
  });
}

const live = (postcode: string | null) =>
  w.db.query('update person set postcode = $2 where id = $1', [personId, postcode]);
const page = () => `/cases/${caseId}/services`;
/** The parts of a page: what suits, and what something is in the way of, each as names in their order. */
function shown(body: string): { suits: string[]; blocked: string[]; of(name: string): string } {
  const [first = '', second = ''] = body.split('id="in-the-way"');
  const names = (html: string) =>
    [...html.matchAll(/href="\/directory\/services\/[0-9a-f-]+">([^<]+)</g)].map(([, name = '']) => name);
  const of = (name: string) =>
    body
      .split('<li id="service-')
      .find((part) => part.includes(`>${name}</a>`))
      ?.replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ') ?? '';
  return { suits: names(first), blocked: names(second), of };
}
const eventsOf = async (kind: string) =>
  (await w.db.query('select count(*)::int as n from event where kind = $1', [kind])).rows[0].n as number;

before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
  needs = await needsKnown(w.db);
  ({ caseId, personId } = await w.addCase({ familyName: 'Marsh' }));
  await live('ZX2 4AA');
  await service('S1', 'Condition management', ['mental_health', 'physical_health'], {
    contract: 'contracted',
    description: 'Managing anxiety and pain in a group.',
    modes: ['form', 'in person'],
    refused_channels: ['email'],
    typical_weeks: 6,
  });
  await service('S2', 'Job broking', ['job_search'], {
    contract: 'contracted',
    description: 'Finds vacancies, also for people with anxiety.',
    exclusions: [{ key: 'not_job_ready', words: 'For people who are ready for work', sensitive: false }],
  });
  await service('S4', 'Volunteering', ['volunteering', 'confidence'], { modes: ['phone', 'in person', 'signpost'] });
  await service('S5', 'Work with mental health', ['mental_health'], {
    form_name: 'Clearwater form',
    modes: ['own form'],
    postcodes: ['ZX1', 'ZX2', 'ZX3'],
    postcode: 'ZX11AA',
    exclusions: [{ key: 'substance', words: 'Nobody who drinks or takes drugs now', sensitive: true }],
  });
  await service('P7', 'Bereavement circle', ['bereavement'], { contact_phone: '07700 900456' });
});
after(() => w.end());

test('a need in words finds what helps with it, the fitting first, each with its reason (SC1.1)', async () => {
  const { body, status } = await office.post(page(), { words: 'anxiety', ready: 'no' });
  assert.equal(status, 200);
  const { suits, blocked, of } = shown(body);
  assert.deepEqual(suits, ['Condition management', 'Work with mental health']);
  assert.match(of('Condition management'), /Helps with Mental health/);
  assert.match(of('Condition management'), /In ZX2, where they live/);
  assert.match(of('Condition management'), /not by email/);
  assert.match(of('Work with mental health'), /their form: Clearwater form/);
  assert.deepEqual(blocked, ['Job broking']);
  assert.match(of('Job broking'), /not yet job ready/);
});

test('outside the postcodes of a service it stands apart with the reason; inside, its exclusion is shown to be asked (SC4.1)', async () => {
  await live('ZX5 1BB');
  const outside = shown((await office.post(page(), { need: 'mental_health' })).body);
  assert.deepEqual(outside.blocked, ['Work with mental health']);
  assert.match(outside.of('Work with mental health'), /Only for people who live in ZX1, ZX2 or ZX3: they live in ZX5/);
  assert.match(outside.of('Work with mental health'), /Look for one that takes people from ZX5/);
  await live('ZX3 1AA');
  const inside = shown((await office.post(page(), { need: 'mental_health' })).body);
  assert.deepEqual(inside.blocked, []);
  assert.match(inside.of('Work with mental health'), /Nobody who drinks or takes drugs now\. Ask only if they agree/);
  await live(null);
  const unknown = shown((await office.post(page(), { need: 'mental_health' })).body);
  assert.match(unknown.of('Work with mental health'), /their postcode is not known/);
  assert.deepEqual(unknown.blocked, []);
  await live('ZX2 4AA');
  const away = shown((await office.post(page(), { need: 'mental_health', away: 'yes' })).body);
  assert.deepEqual(away.suits, ['Work with mental health', 'Condition management'], 'the one elsewhere comes first');
});

test('a full service says when there is a place; over six weeks it asks to look at alternatives (SC5.1 to 5.3)', async () => {
  const full = (next: string | null) =>
    w.db.query('update service set places = 10, places_taken = 10, next_start = $2 where id = $1', [services.S2, next]);
  const look = async () =>
    shown((await office.post(page(), { need: 'job_search', ready: 'yes' })).body).of('Job broking');
  await full('2016-05-05');
  assert.match(await look(), /Full: next place 5 May 2016, in 35 days/);
  assert.doesNotMatch(await look(), /look at alternatives/);
  await full('2016-05-19');
  assert.match(await look(), /Over 6 weeks: look at alternatives with them/);
  assert.match((await office.post(page(), { need: 'job_search', ready: 'yes' })).body, /Look at alternatives together/);
  await w.db.query(
    `update service set places = null, places_taken = null, next_start = null, last_referral_on = '2016-03-30' where id = $1`,
    [services.S2],
  );
  const closed = shown((await office.post(page(), { need: 'job_search', ready: 'yes' })).body);
  assert.deepEqual([closed.suits, closed.blocked], [[], ['Job broking']]);
  assert.match(closed.of('Job broking'), /30 Mar 2016/);
  await w.db.query('update service set last_referral_on = null where id = $1', [services.S2]);
});

test('a directive is shown with its dates and changes no place in the list; once it ended the mark is gone (SC13)', async () => {
  const ask = { need: ['volunteering', 'mental_health', 'job_search'], ready: 'yes' };
  const before = shown((await office.post(page(), ask)).body);
  const given = {
    programmeId: w.programmeId,
    areaId: null,
    kind: 'prefer' as const,
    contract: 'contracted',
    serviceId: null,
  };
  await setDirective(
    w.db,
    systemActor,
    { ...given, words: 'Use what we pay for', from: '2016-01-01', to: '2016-06-30' },
    today,
  );
  const elsewhere = { ...given, areaId: w.area('Wigan').id, kind: 'avoid' as const, words: 'Not there' };
  await setDirective(w.db, systemActor, { ...elsewhere, from: '2016-01-01', to: null }, today);
  const during = shown((await office.post(page(), ask)).body);
  assert.deepEqual(during.suits, before.suits);
  assert.match(
    during.of('Volunteering'),
    /Directive prefer contracted services, 1 Jan 2016 to 30 Jun 2016 \(speaks for another\)/,
  );
  assert.doesNotMatch(during.of('Volunteering'), /avoid/, 'the one of another area is not applied here');
  await w.db.query(`update directive set to_day = '2016-03-30'`);
  const afterwards = await office.post(page(), ask);
  assert.doesNotMatch(afterwards.body, />Directive</);
});

test('a service that nobody used is found, says so, and can be called (SC17); use does not change the order', async () => {
  const look = async (words: string) => shown((await office.post(page(), { words })).body);
  const fresh = await look('bereavement');
  assert.deepEqual(fresh.suits, ['Bereavement circle']);
  assert.match(fresh.of('Bereavement circle'), /New nobody was referred there yet/);
  assert.match(fresh.of('Bereavement circle'), /Call Bereavement circle organisation, 07700 900456/);
  const order = (await look('anxiety')).suits;
  await transaction(w.db, (tx) => countForService(tx, services.S5 ?? '', today, 'referred', 500));
  const used = await look('anxiety');
  assert.deepEqual(used.suits, order);
  assert.match(used.of('Work with mental health'), /New not yet used by your office/);
});

test('waits of those who started tell the wait once there are enough of them', async () => {
  const wait = async () => shown((await office.post(page(), { need: 'volunteering' })).body).of('Volunteering');
  await transaction(w.db, (tx) => countForService(tx, services.S4 ?? '', today, 'started', 4, 400));
  assert.match(await wait(), /Wait not known/);
  await transaction(w.db, (tx) => countForService(tx, services.S4 ?? '', today, 'started', 1, 100));
  assert.match(await wait(), /5 people waited 100 days from referral to start on average/);
});

test('severe issues suggest the needs, and nothing about the person stands in an address', async () => {
  const { body, status } = await office.get(page());
  assert.equal(status, 200);
  assert.match(body, /No issue is rated severe/);
  const found = (await office.post(page(), { need: ['mental_health', 'drugs_alcohol'], words: 'anxiety' })).body;
  for (const [, address = ''] of found.matchAll(/(?:href|action|formaction)="([^"]*)"/g))
    assert.doesNotMatch(address, /anxiety|mental_health|drugs|ZX2/i, address);
});

test('up to three are put side by side, and the list to take home holds nothing about anybody', async () => {
  const chosen = [services.S1, services.S4, services.S5].map(String);
  const side = await office.post(`${page()}/compare`, { service: chosen, need: 'mental_health', do: 'compare' });
  assert.equal(side.status, 200);
  assert.match(side.body, /Helps with Mental health/);
  const printed = await office.post(`${page()}/compare`, { service: chosen, do: 'print' });
  const paper = /<div class="newel-paper">[\s\S]*?<\/div>/.exec(printed.body)?.[0] ?? '';
  assert.match(paper, /Condition management[\s\S]*Where: ZX2 4AA/);
  assert.doesNotMatch(paper, /Debbie|Marsh|Accepted|Directive/);
  const many = await office.post(`${page()}/compare`, { service: [...chosen, String(services.P7)], do: 'compare' });
  assert.deepEqual([many.status, many.location], [303, page()]);
  assert.equal((await office.post(`${page()}/compare`, { do: 'compare' })).location, page());
});

test('a need that was not met is written down once with its event, and a refusal writes nothing (SC4.4)', async () => {
  const kind = 'unmet need.logged';
  const refused = await office.post(`${page()}/unmet`, {
    unmet: need('drugs_alcohol'),
    unmet_words: 'Kept',
    found: '0',
  });
  assert.equal(refused.status, 422);
  assert.match(refused.body, /Choose why there was nothing/);
  assert.match(refused.body, />Kept</);
  assert.equal((await w.db.query('select 1 from unmet_need')).rowCount, 0);
  assert.equal(await eventsOf(kind), 0);
  const none = await office.post(page(), { need: 'drugs_alcohol' });
  assert.match(none.body, /Nothing suits/);
  assert.match(none.body, /name="found" value="0"/);
  const saved = await office.post(`${page()}/unmet`, { unmet: need('drugs_alcohol'), reason: 'too far', found: '3' });
  assert.equal(saved.status, 303);
  const { rows } = await w.db.query('select case_id, person_id, reason, searched, found, area_id from unmet_need');
  assert.deepEqual(rows, [
    { case_id: caseId, person_id: personId, reason: 'too far', searched: true, found: 3, area_id: w.area('Bolton').id },
  ]);
  assert.equal(await eventsOf(kind), 1);
  assert.match((await office.get(`/cases/${caseId}/timeline`)).body, /No service was found: Too far away/);
  const listed = await office.get('/directory/unmet');
  assert.match(
    listed.body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '),
    /Drugs and alcohol Bolton Too far away 1 3\.0/,
  );
  const csv = await office.get('/directory/unmet/csv');
  assert.match(csv.body, /Drugs and alcohol,Bolton,too far,<5/);
});

test('the directory is searched by need, words and place without anybody in particular', async () => {
  const empty = await office.get('/directory');
  assert.match(empty.body, /href="\/directory\?need=housing"/);
  const all = shown((await office.get('/directory?need=mental_health')).body);
  assert.deepEqual(all.suits, ['Condition management', 'Work with mental health']);
  assert.match(all.of('Work with mental health'), /their postcode is not known/);
  assert.deepEqual(shown((await office.get('/directory?area=zx1')).body).suits, ['Work with mental health']);
  assert.deepEqual(shown((await office.get('/directory?need=mental_health&words=group&area=ZX')).body).suits, [
    'Condition management',
  ]);
  const wrong = await office.get('/directory?area=nowhere');
  assert.equal(wrong.status, 422);
  assert.match(wrong.body, /enter the beginning of a postcode/);
  const none = await office.get('/directory?need=legal');
  assert.match(none.body, /Write down what is missing/);
  const logged = await office.post('/directory/unmet', { unmet: need('legal'), reason: 'none offers', found: '0' });
  assert.equal(logged.status, 303);
  assert.equal(await eventsOf('directory.unmet_logged'), 1);
});

test('the pages are good HTML, with something found, with nothing and with something wrong', async () => {
  const pages = [
    await office.get('/directory?need=mental_health'),
    await office.get('/directory?need=transport&area=x'),
    await office.get('/directory/unmet'),
    await office.get(page()),
    await office.post(page(), { need: ['mental_health', 'job_search'], ready: 'no' }),
    await office.post(`${page()}/compare`, { service: [String(services.S1), String(services.S5)], do: 'compare' }),
    await office.post(`${page()}/compare`, { service: String(services.S1), do: 'print' }),
    await office.post(`${page()}/unmet`, {}),
  ];
  for (const { body } of pages) assert.deepEqual(await htmlProblems(body), []);
});

test('however many help with a need, a bounded number is read, those near among them; the rest is said', async () => {
  const organisation = newId();
  await w.db.query(`insert into organisation (id, name, description, doc) values ($1, 'Many', '', '{}')`, [
    organisation,
  ]);
  await w.db.query(
    `with made as (insert into service (id, organisation_id, name, description, status, doc, search_words)
       select gen_random_uuid(), $1, 'Advice ' || lpad(n::text, 3, '0'), '', 'active', '{}', 'advice' from generate_series(1, 300) n returning id, name),
     placed as (insert into location (id, location_type, postcode, doc)
       select id, 'physical', case when name = 'Advice 300' then 'YY17AB' else 'WW1' || (1 + right(name, 1)::int % 9) || 'AB' end, '{}' from made returning id),
     there as (insert into service_at_location (id, service_id, location_id, doc) select id, id, id, '{}' from placed)
     insert into service_term (service_id, term_id) select id, $2 from made`,
    [organisation, need('legal')],
  );
  const near = ['YY1', 'YY'].map(postcodesIn);
  const rows = await store.servicesFound(w.db.searching, {
    ...{ only: null, terms: [need('legal')], words: [], within: null, near, told: [], months: [] },
    ...{ point: null, limit: candidateLimit.besidesNear },
  });
  assert.ok(rows.length <= 2 * candidateLimit.besidesNear, String(rows.length));
  await live('YY1 1AA');
  const { body } = await office.post(page(), { need: 'legal' });
  assert.equal(shown(body).suits[0], 'Advice 300');
  assert.match(body, /More fit than were compared/);
  const next = await office.post(page(), { need: 'legal', page: '2' });
  assert.equal(shown(next.body).suits.length, pageSize);
  assert.ok(!shown(next.body).suits.includes('Advice 300'));
  await live('ZX2 4AA');
});
