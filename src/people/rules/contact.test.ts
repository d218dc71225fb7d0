import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  allowedText,
  type ContactRules,
  contactRulesFrom,
  contactWays,
  forbiddenText,
  mayContact,
  notAskedText,
  preferredWay,
  type Reach,
} from './contact.ts';

const reachable: Reach = {
  phone: '07700900123',
  email: 'debbie@example.org',
  address: '1 High Street',
  postcode: 'M1 1AA',
  preferredContact: null,
};
const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const anyRules = fc
  .record({
    phone: maybe(['yes', 'no']),
    voicemail: maybe(['yes', 'no']),
    text: maybe(['yes', 'no']),
    email: maybe(['yes', 'no']),
    letter: maybe(['yes', 'no']),
    any: maybe(['no']),
    how: fc.option(fc.string(), { nil: undefined }),
  })
  .map((given) => contactRulesFrom(given));
const anybody = fc.record<Reach>({
  phone: fc.constantFrom(null, '07700900123', '01614960000', '+33612345678'),
  email: fc.constantFrom(null, 'debbie@example.org'),
  address: fc.constantFrom(null, '1 High Street'),
  postcode: fc.constantFrom(null, 'M1 1AA'),
  preferredContact: fc.constantFrom(null, 'Phone', 'Text message', 'Email', 'Letter', 'In person'),
});
const way = fc.constantFrom(...contactWays);

describe('safe contact', () => {
  it('a no to the way, or to all contact, always wins', () => {
    fc.assert(
      fc.property(anyRules, way, anybody, (rules, one, person) => {
        assert.equal(mayContact({ ...rules, [one]: 'no' }, one, person).allowed, false);
        const never = mayContact({ ...rules, any: 'no' }, one, person);
        assert.deepEqual(never, { allowed: false, why: 'They asked not to be contacted at all' });
      }),
    );
  });

  it('unknown is not yes: only the way they prefer needs no explicit yes, and a voicemail always does', () => {
    fc.assert(
      fc.property(anyRules, way, anybody, (rules, one, person) => {
        if (!mayContact(rules, one, person).allowed) return;
        assert.ok(rules[one] === 'yes' || (one !== 'voicemail' && preferredWay(person.preferredContact) === one));
        if (one === 'voicemail') assert.equal(rules.voicemail, 'yes');
      }),
    );
    for (const one of contactWays) assert.equal(mayContact({}, one, reachable).allowed, false, one);
  });

  it('another no never opens a way, and every answer says why', () => {
    fc.assert(
      fc.property(anyRules, way, way, anybody, (rules, one, other, person) => {
        const before = mayContact(rules, one, person);
        const after = mayContact({ ...rules, [other]: 'no' }, one, person);
        assert.ok(before.allowed || !after.allowed);
        assert.ok(before.why.length > 0 && after.why.length > 0);
      }),
    );
  });

  it('what anybody said is no help without a number or address', () => {
    const nothing: Reach = { phone: null, email: null, address: null, postcode: null, preferredContact: 'Phone' };
    for (const one of contactWays) assert.equal(mayContact({ [one]: 'yes' }, one, nothing).allowed, false, one);
    const landline = { ...reachable, phone: '01614960000' };
    assert.deepEqual(mayContact({ text: 'yes' }, 'text', landline), {
      allowed: false,
      why: 'The number on file is no mobile',
    });
    assert.equal(mayContact({ phone: 'yes' }, 'phone', landline).allowed, true);
  });

  it('no phone calls means no voicemail', () => {
    assert.equal(mayContact({ phone: 'no', voicemail: 'yes' }, 'voicemail', reachable).allowed, false);
  });

  it('the preferred way is a yes in the person’s own words', () => {
    const prefers = (preferredContact: string) => ({ ...reachable, preferredContact });
    assert.equal(mayContact({}, 'text', prefers('Text message')).allowed, true);
    assert.equal(mayContact({}, 'phone', prefers('Text message')).allowed, false);
    assert.equal(mayContact({ text: 'no' }, 'text', prefers('Text message')).allowed, false);
    assert.equal(mayContact({}, 'letter', prefers('Post')).allowed, true);
  });

  it('says what is forbidden, allowed and open in words', () => {
    const rules: ContactRules = { voicemail: 'no', letter: 'no', text: 'yes', phone: 'yes' };
    assert.equal(forbiddenText(rules), 'No voicemail, no letters');
    assert.equal(allowedText(rules), 'phone calls and text messages');
    assert.equal(notAskedText(rules), 'email');
    assert.equal(forbiddenText({}), null);
    assert.equal(forbiddenText({ any: 'no', phone: 'yes' }), 'Do not contact them: they come to us');
    fc.assert(
      fc.property(anyRules, (any) => {
        const no = any.any === 'no' || contactWays.some((one) => any[one] === 'no');
        assert.equal(forbiddenText(any) !== null, no);
      }),
    );
  });

  it('reads what is stored, and nothing that is no rule', () => {
    assert.deepEqual(contactRulesFrom({ phone: 'maybe', text: 'yes', how: ' ', other: 'no' }), { text: 'yes' });
    for (const odd of [null, undefined, 'no', [], 3, { any: 'yes' }]) assert.deepEqual(contactRulesFrom(odd), {});
    fc.assert(
      fc.property(fc.jsonValue(), (stored) => {
        contactRulesFrom(stored);
      }),
    );
  });
});
