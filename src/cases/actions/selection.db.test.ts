import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';
import * as instruments from '../../assessment/actions/instruments.ts';
import { loadShippedProgrammes } from '../../programmes/actions/shipped.ts';
import { areasOf, programmeByKey } from '../../programmes/actions.ts';
import { findCase } from './record.ts';
import { selectionOn } from './selection.ts';

/** The cohort of the trial in New Zealand: fixed with the referral, kept with the case. The day is 31 March 2016. */
let w: World;
let programmeId: string;
let porirua: string;
let office: Browser;
let sender: Browser;
before(async () => {
  w = await world();
  await loadShippedProgrammes(w.db, instruments, '2016-03-31');
  programmeId = (await programmeByKey(w.db, 'ics-trial'))?.id ?? '';
  porirua = (await areasOf(w.db, { programmeId })).find(({ name }) => name === 'Porirua')?.id ?? '';
  office = await w.signIn('programme_office', { programmeId });
  sender = await w.signIn('referrer', { programmeId });
});
after(() => w.end());

const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
const born = (year: number) => ({
  'date_of_birth-day': '6',
  'date_of_birth-month': '5',
  'date_of_birth-year': String(year),
});
const givenNames: Record<string, string> = { Ngata: 'Aroha', Rangi: 'Hēmi', Tane: 'Wiremu' };
const person = (family: string, more: Record<string, string>) => ({
  programme: 'ics-trial',
  given_name: givenNames[family] ?? 'Mere',
  family_name: family,
  phone: `07700 9001${family.length}${family.length}`,
  benefit: 'js_wr',
  area: porirua,
  ...more,
});
const entered = (family: string, more: Record<string, string>) => ({
  ...person(family, more),
  'referred_on-day': '30',
  'referred_on-month': '3',
  'referred_on-year': '2016',
  source: 'Selected from the Ministry’s data',
  benefit: 'Jobseeker Support, work ready',
});

test('the cohort is worked out from the day of selection and stands on the case', async () => {
  const check = await office.post('/cases/refer', {
    ...entered('Ngata', { ...born(1991), age_at_first_benefit: '16' }),
    step: 'check',
  });
  assert.match(check.body, /Eligible because .*they are an Early Entrant or an Entrenched Beneficiary/);
  assert.doesNotMatch(check.body, /National Insurance/);
  const saved = await office.post('/cases/refer', {
    ...entered('Ngata', { ...born(1991), age_at_first_benefit: '16' }),
    step: 'save',
  });
  assert.equal(saved.status, 303, saved.body.slice(0, 300));
  const caseId = String(saved.location).split('/')[2] ?? '';
  const [row] = await query('select cohort, cohort_on, cohort_version from case_record where id = $1', caseId);
  assert.deepEqual([row.cohort, row.cohort_on, row.cohort_version], ['early_entrant', '2016-03-30', 1]);
  const page = await office.get(`/cases/${caseId}`);
  assert.match(page.body, /Early Entrant, fixed on 30 Mar 2016/);
  assert.match(page.body, /Cohort<\/[^>]*>[\s\S]*?Early Entrant/);
  // The version of March 2017 would not take somebody of 24; who is in stays, with their cohort.
  const later = await selectionOn(w.db, programmeId, { ageAtFirstBenefit: 16, age: 24 }, '2017-03-01');
  assert.equal(later, null);
  assert.deepEqual((await findCase(w.db, caseId))?.selection, {
    cohort: 'early_entrant',
    on: '2016-03-30',
    version: 1,
  });
});

test('whoever turns thirty in the service stays in the cohort of their selection', async () => {
  const facts = { ageAtFirstBenefit: 17, age: 29 };
  const [then, now] = [
    await selectionOn(w.db, programmeId, facts, '2015-03-02'),
    await selectionOn(w.db, programmeId, { ...facts, age: 30 }, '2016-03-31'),
  ];
  assert.deepEqual(then, { cohort: 'early_entrant', label: 'Early Entrant', on: '2015-03-02', version: 1 });
  assert.equal(now?.cohort, 'entrenched_beneficiary', 'selected today it would be another');
  const saved = await office.post('/cases/refer', {
    ...entered('Rangi', { ...born(1986), age_at_first_benefit: '17', 'referred_on-year': '2015' }),
    step: 'save',
  });
  const caseId = String(saved.location).split('/')[2] ?? '';
  const correct = await office.post(`/cases/${caseId}/person/details`, {
    version: '1',
    given_name: 'Aroha',
    family_name: 'Rangi',
    ...born(1984),
  });
  assert.equal(correct.status, 303, correct.body.slice(0, 300));
  assert.equal((await findCase(w.db, caseId))?.selection?.cohort, 'early_entrant');
});

test('what is not known is no cohort, and the page says so; a referral carries it to the case', async () => {
  const open = await office.post('/cases/refer', { ...entered('Tane', born(1985)), step: 'save' });
  const caseId = String(open.location).split('/')[2] ?? '';
  assert.equal((await findCase(w.db, caseId))?.selection, null);
  assert.match((await office.get(`/cases/${caseId}`)).body, /Cohort\s*<\/dt>\s*<dd[^>]*>\s*Not known/);

  const sent = await sender.post('/referring/new', {
    ...person('Walker', { ...born(1984), age_at_first_benefit: '19', route: 'selection' }),
    organisation: 'National Office',
    sender_contact: '04 770 0900',
    agrees: 'told',
    step: 'send',
  });
  assert.equal(sent.status, 303, sent.body.slice(0, 300));
  const [referral] = await query(
    'select id, suitability, route from referral_in where id = $1',
    String(sent.location).split('/')[2],
  );
  assert.equal(referral.suitability.selection.cohort, 'entrenched_beneficiary');
  const accepted = await office.post(`/referrals/${referral.id}/accept`, { version: '1', area: porirua });
  assert.equal(accepted.status, 303, accepted.body.slice(0, 300));
  const [row] = await query(
    'select c.cohort, c.referral_source from case_record c join referral_in r on r.case_id = c.id where r.id = $1',
    referral.id,
  );
  assert.deepEqual([row.cohort, row.referral_source], ['entrenched_beneficiary', 'Selected from the Ministry’s data']);
});

test('a number that is none is refused, and nothing is written', async () => {
  const counted = async () =>
    (await query(`select (select count(*) from case_record) + (select count(*) from event) as n`))[0].n;
  const stood = await counted();
  const wrong = await office.post('/cases/refer', {
    ...entered('Hemi', { age_at_first_benefit: 'sixteen' }),
    step: 'save',
  });
  assert.equal(wrong.status, 422);
  assert.match(wrong.body, /value="sixteen"/);
  const postcode = await office.post('/cases/refer', { ...entered('Hemi', { postcode: 'M1 1AA' }), step: 'save' });
  assert.match(postcode.body, /Enter a New Zealand postcode of four digits/);
  assert.equal(await counted(), stood);
  await assert.rejects(query(`update case_record set cohort = 'early_entrant'`), /case_cohort_whole/);
});
