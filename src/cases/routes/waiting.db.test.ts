import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';
import { bankHolidays } from '../../kit/bank-holidays.ts';
import { newId } from '../../kit/ids.ts';
import { holidaysFrom, workingDaysBetween } from '../../kit/working-days.ts';
import { startRate } from '../store/waiting.ts';

let w: World;
let office: Browser;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
});
after(() => w.end());

const scope = (opened: string[] = []) => ({
  programmeIds: [w.programmeId],
  areaIds: [],
  providerIds: [],
  staffIds: [],
  teams: [],
  opened,
});

async function addReferral(given: {
  organisation: string | null;
  state: string;
  reason?: string;
  caseId?: string;
  route?: string;
}) {
  await w.db.query(
    `insert into referral_in (id, reference, programme_id, area_id, provider_id, route, sender, answers, asked, suitability, state, state_reason, case_id)
     values ($1, gen_random_uuid()::text, $2, $3, $4, $5, jsonb_build_object('organisation', $6::text), '{}', '[]', '{}', $7, $8, $9)`,
    [
      newId(),
      w.programmeId,
      w.area('Bolton').id,
      w.area('Bolton').provider_id,
      given.route ?? 'work_coach',
      given.organisation,
      given.state,
      given.reason ?? null,
      given.caseId ?? null,
    ],
  );
}

test('the start rate counts by sender what became of each referral, as a slow count does', async () => {
  const days: number[] = [];
  for (let n = 0; n < 25; n += 1) {
    const referredOn = Temporal.PlainDate.from('2015-11-20').add({ days: n * 3 });
    const metOn = referredOn.add({ days: (n * 7) % 40 });
    const { caseId } = await w.addCase({
      referredOn: referredOn.toString(),
      status: n % 2 === 0 ? 'attached' : 'referred',
      familyName: `Rated ${n}`,
    });
    if (n % 5 !== 0) {
      await w.db.query('update case_record set first_met_on = $2 where id = $1', [caseId, metOn.toString()]);
      days.push(workingDaysBetween(referredOn.toString(), metOn.toString(), holidaysFrom(bankHolidays)));
    }
    await addReferral({
      organisation: n % 2 === 0 ? 'Bolton Jobcentre' : ' bolton jobcentre ',
      state: 'accepted',
      caseId,
    });
  }
  for (const reason of ['no_room', 'no_room', 'not_eligible'])
    await addReferral({ organisation: 'Bolton Jobcentre', state: 'declined', reason });
  await addReferral({ organisation: 'The Practice', state: 'sent', route: 'gp' });
  await addReferral({ organisation: null, state: 'withdrawn', route: 'self' });
  const rows = await startRate(w.db, { scope: scope(), programmeId: w.programmeId, holidays: bankHolidays });
  days.sort((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (days.length - 1);
    const [low, high] = [days[Math.floor(place)] ?? 0, days[Math.ceil(place)] ?? 0];
    return low + (high - low) * (place - Math.floor(place));
  };
  const [first, ...rest] = rows;
  assert.partialDeepStrictEqual(first, {
    route: 'work_coach',
    organisation: 'Bolton Jobcentre',
    sent: 28,
    accepted: 25,
    declined: 3,
    reasons: { no_room: 2, not_eligible: 1 },
    met: days.length,
    attached: 13,
  });
  assert.ok(Math.abs(Number(first?.median) - at(0.5)) < 1e-9);
  assert.ok(Math.abs(Number(first?.nine_in_ten) - at(0.9)) < 1e-9);
  assert.deepEqual(
    rest.map(({ route, sent, open, withdrawn, median }) => [route, sent, open, withdrawn, median]),
    [
      ['gp', 1, 1, 0, null],
      ['self', 1, 0, 1, null],
    ],
  );
  const page = await office.get('/referrals/start-rate');
  assert.match(page.body, /There is no room at present 2[\s\S]*20 of 28 \(71%\)/);
  const csv = (await office.get('/referrals/start-rate.csv')).body;
  assert.match(csv, /Work Coach or other Jobcentre Plus staff,Bolton Jobcentre,28,0,25,3/);
});

test('a restricted case is in none of the counts and lists for those without access', async () => {
  const { caseId, personId } = await w.addCase({ status: 'referred', familyName: 'Secret', referredOn: '2016-03-01' });
  await addReferral({ organisation: 'Secret Practice', state: 'accepted', caseId });
  assert.match((await office.get('/first-meetings')).body, /Secret/);
  await w.db.query('update case_record set restricted = true where id = $1', [caseId]);
  assert.doesNotMatch((await office.get('/first-meetings')).body, /Secret/);
  assert.doesNotMatch((await office.get('/referrals/start-rate')).body, /Secret/);
  const ask = { programmeId: w.programmeId, holidays: bankHolidays };
  assert.ok(
    (await startRate(w.db, { ...ask, scope: scope([personId]) })).some((row) => row.organisation === 'Secret Practice'),
  );
  const attached = await w.addCase({ familyName: 'Hushed' });
  assert.match((await office.get('/cases/without-evidence')).body, /Hushed/);
  await w.db.query('update case_record set restricted = true where id = $1', [attached.caseId]);
  assert.doesNotMatch((await office.get('/cases/without-evidence')).body, /Hushed/);
});

test('who waits for a first meeting stands with the clock, the last attempt and the handover', async () => {
  const worker = await w.staff('BOL-KW01');
  const { caseId } = await w.addCase({
    status: 'referred',
    familyName: 'Waiting',
    referredOn: '2016-03-29',
    keyWorkerId: worker,
  });
  const own = await w.signIn('key_worker', { staffId: worker });
  const other = await w.signIn('key_worker', { staffId: await w.staff('BOL-KW02') });
  await own.post(`/cases/${caseId}/start/attempt`, {
    way: 'Phone',
    result: 'no answer',
    'tried_on-day': '30',
    'tried_on-month': '3',
    'tried_on-year': '2016',
  });
  assert.match(
    (await own.get('/first-meetings')).body,
    /Waiting[\s\S]*13 working days left[\s\S]*30 Mar 2016: No answer \(1 in all\)/,
  );
  assert.doesNotMatch((await other.get('/first-meetings')).body.split('<main')[1] ?? '', /Waiting</);
});
