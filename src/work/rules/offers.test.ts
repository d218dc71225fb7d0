import assert from 'node:assert/strict';
import { test } from 'node:test';
import { monthsOffBenefit, offBenefitSince, offerProblems } from './offers.ts';

test('since when somebody is off benefit', () => {
  const off = (changedOn: string) => ({ direction: 'off benefit', changedOn }) as const;
  const back = (changedOn: string) => ({ direction: 'return to benefit', changedOn }) as const;
  assert.equal(offBenefitSince([]), null);
  assert.equal(offBenefitSince([off('2015-09-01')]), '2015-09-01');
  assert.equal(offBenefitSince([back('2015-11-02'), off('2015-09-01')]), null);
  assert.equal(offBenefitSince([off('2016-01-04'), back('2015-11-02'), off('2015-09-01')]), '2016-01-04');
  assert.equal(offBenefitSince([off('2016-01-04'), back('2016-01-04')]), null, 'of two on one day the return counts');
  assert.equal(offBenefitSince([off('2016-02-01'), off('2015-09-01')]), '2015-09-01', 'told twice');
});

test('an offer is of something, and a reason is for one that was declined', () => {
  const offer = { employer: 'Mill', work: null, offeredOn: '2016-03-01', answer: null, reason: null, words: null };
  assert.deepEqual(offerProblems(offer), {});
  assert.match(offerProblems({ ...offer, employer: null }).employer ?? '', /Enter the employer or the work/);
  assert.match(offerProblems({ ...offer, answer: 'accepted', reason: 'hours' }).reason ?? '', /declined/);
  assert.deepEqual(offerProblems({ ...offer, answer: 'declined', reason: 'hours' }), {});
});

test('months off benefit are whole calendar months', () => {
  assert.equal(monthsOffBenefit('2015-08-31', '2016-03-31'), 7);
  assert.equal(monthsOffBenefit('2015-08-31', '2016-03-30'), 6);
  assert.equal(monthsOffBenefit('2015-08-31', '2016-02-29'), 6, 'there is no 31 February');
  assert.equal(monthsOffBenefit('2016-03-01', '2016-03-31'), 0);
});
