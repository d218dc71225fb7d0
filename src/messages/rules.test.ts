import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ContactRules, Reach } from '../people/rules.ts';
import { messageRulesOf } from '../programmes/rules.ts';
import { channels, chooseChannel, chooseLanguage, languageCode } from './rules/channel.ts';
import { library, libraryKinds } from './rules/library.ts';
import { textParts } from './rules/parts.ts';
import { meaningOf } from './rules/reply.ts';
import { type State, states, stateTable } from './rules/states.ts';
import { type Field, fieldProblems, fields, fieldsIn, fill } from './rules/template.ts';
import { afterQuiet, nextAttempt } from './rules/times.ts';
import { hints, readingAge, wordProblems } from './rules/words.ts';

const person: Reach = {
  phone: '07700900123',
  email: 'debbie@example.org',
  address: '1 Made-up Street',
  postcode: 'M1 1AA',
  preferredContact: null,
};
const none = { forbidden: [], approved: [] };

test('a template names known fields only, and nobody gets a gap or a bracket', () => {
  assert.deepEqual(fieldsIn('Dear {{ First  name }}, {{day}} and {{day}}'), ['first name', 'day']);
  assert.deepEqual(fieldProblems('Dear {{first name}}'), []);
  assert.match(fieldProblems('Dear {{surname}}')[0] ?? '', /no field {{surname}}/);
  for (const broken of ['Dear {{first name}', 'Dear first name}}', 'Dear {{a{b}}', '{{{{day}}'])
    assert.notEqual(fieldProblems(broken).length, 0, broken);
  assert.deepEqual(fill('Dear {{first name}}, on {{day}}', { 'first name': 'Debbie', day: ' Tuesday ' }), {
    ok: true,
    text: 'Dear Debbie, on Tuesday',
  });
  assert.deepEqual(fill('At {{time}} in {{place}}', { time: '10:00am', place: ' ' }), {
    ok: false,
    missing: ['place'],
  });
  // A value with brackets or dollars stands as it is: it is not read again.
  assert.deepEqual(fill('{{place}}', { place: '{{phone}} $& $1' }), { ok: true, text: '{{phone}} $& $1' });
});

test('no letter holds a fund’s name, a mark of staff or a threat that was not approved (invariant 12)', () => {
  const wrong = [
    'The ADF can pay for this.',
    'We can use the adf.',
    'Paid by the Adviser  Discretion Fund.',
    'See you soon [check with Sue]',
    'Hello ### draft',
    'If you do not come your benefit may be stopped.',
    'You could lose your money.',
    'Your payment could be reduced from Monday.',
    'You must look for a job.',
    'You are required to take work.',
    'We talk about returning to work.',
    'You may be sanctioned.',
  ];
  for (const text of wrong) assert.notEqual(wordProblems(text, none).length, 0, text);
  for (const text of [
    'We can pay for the bus. Bring your ticket.',
    'Bring a letter about your job if you have one.',
    'Adfam can help your family.',
    'We will talk about what you would like to do.',
  ])
    assert.deepEqual(wordProblems(text, none), [], text);
  const approved = 'If you do not come, your benefit may be stopped.';
  const rules = { forbidden: [{ word: 'client', why: 'Say you' }], approved: [approved] };
  assert.deepEqual(wordProblems(`Please come. ${approved.replace(' ', '\n')} Thank you.`, rules), []);
  assert.notEqual(wordProblems(`${approved.replace('may', 'will')}`, rules).length, 0, 'not as it was approved');
  assert.match(wordProblems('Dear client', rules)[0] ?? '', /Say you/);
});

test('every text that Newel brings passes its own rules in every channel, and is filled without a gap', () => {
  for (const kind of libraryKinds)
    for (const channel of channels) {
      const found = library(kind, channel, 'en');
      if (found === null) continue;
      const whole = `${found.subject ?? ''}\n${found.body}`;
      assert.deepEqual(fieldProblems(whole), [], kind);
      const filled = fill(whole, fields);
      assert.ok(filled.ok, kind);
      assert.deepEqual(wordProblems(filled.text, none), [], `${kind} ${channel}`);
      assert.deepEqual(hints(found.body), [], `${kind} ${channel}`);
      if (channel === 'text') assert.ok(textParts(filled.text).parts <= 2, kind);
    }
  fc.assert(
    fc.property(
      fc.constantFrom(...libraryKinds),
      fc.constantFrom(...(Object.keys(fields) as Field[])),
      fc.string(),
      (kind, field, value) => {
        const found = library(kind, 'letter', 'en');
        const made = fill(found?.body ?? '', { ...fields, [field]: value });
        return !made.ok || !/\{\{[a-z ]+\}\}/.test(made.text.replaceAll(value.trim(), ''));
      },
    ),
  );
});

test('how hard a text is: short words read young, long ones are said', () => {
  assert.equal(readingAge('Too short'), null);
  const easy = 'We can help you. Come and see us. We are in the big hall. Bring a friend.';
  const hard =
    'Notwithstanding previously communicated administrative requirements, participation necessitates comprehensive documentation regarding contemporaneous circumstances.';
  assert.ok((readingAge(easy) ?? 99) <= 9);
  assert.ok((readingAge(hard) ?? 0) > 18);
  // 24 letters in 5 words and 1 sentence, twice: 4.71 × 4.8 + 0.5 × 5 − 21.43 = 3.678 → 4, and five more.
  assert.equal(readingAge('These five words have letter. These five words have letter.'), 9);
  assert.deepEqual(hints(easy), []);
  assert.equal(hints(hard).length, 1);
  assert.match(hints('PLEASE COME SOON').join(), /shouting/);
});

test('texts are counted as the network does', () => {
  const count = (text: string) => [textParts(text).encoding, textParts(text).parts];
  assert.deepEqual(count('a'.repeat(160)), ['GSM-7', 1]);
  assert.deepEqual(count('a'.repeat(161)), ['GSM-7', 2]);
  assert.deepEqual(count('a'.repeat(306)), ['GSM-7', 2]);
  assert.deepEqual(count('a'.repeat(307)), ['GSM-7', 3]);
  assert.deepEqual(count(`${'a'.repeat(159)}€`), ['GSM-7', 2]);
  assert.equal(textParts('£€').units, 3);
  // A macron and Urdu need two bytes a letter.
  assert.deepEqual(count(`Tēnā koe ${'a'.repeat(61)}`), ['UCS-2', 1]);
  assert.deepEqual(count(`Tēnā koe ${'a'.repeat(62)}`), ['UCS-2', 2]);
  // An escape is not torn from its character: 152 + 2 do not fit into 153.
  assert.deepEqual(count(`${'a'.repeat(152)}€${'a'.repeat(152)}`), ['GSM-7', 3]);
});

test('a message goes the way that they prefer and allowed, and no way that they did not', () => {
  const rules: ContactRules = { text: 'yes', email: 'yes', letter: 'yes' };
  assert.equal(chooseChannel(rules, person).channel, 'text');
  assert.equal(chooseChannel(rules, { ...person, preferredContact: 'letter' }).channel, 'letter');
  assert.equal(chooseChannel({ ...rules, letter: 'no' }, { ...person, preferredContact: 'letter' }).channel, 'text');
  assert.equal(chooseChannel(rules, person, ['letter']).channel, 'letter');
  const unasked = chooseChannel({ phone: 'yes' }, person);
  assert.deepEqual([unasked.channel, unasked.phone], [null, true]);
  assert.match(unasked.why, /Nobody has asked yet.*Phone them/s);
  assert.equal(chooseChannel({ ...rules, any: 'no' }, person).channel, null);
  assert.equal(chooseChannel(rules, { ...person, phone: '01204555000' }).channel, 'email');
  const answer = fc.option(fc.constantFrom('yes' as const, 'no' as const), { nil: undefined });
  fc.assert(
    fc.property(
      fc.record({
        text: answer,
        email: answer,
        letter: answer,
        phone: answer,
        any: fc.option(fc.constant('no' as const), { nil: undefined }),
      }),
      fc.option(fc.constantFrom('Text message', 'Email', 'Letter', 'Phone')),
      fc.option(fc.constant('07700900123')),
      (given, preferredContact, phone) => {
        const asked = Object.fromEntries(
          Object.entries(given).filter(([, value]) => value !== undefined),
        ) as ContactRules;
        const { channel } = chooseChannel(asked, { ...person, phone, preferredContact });
        if (channel === null) return true;
        const preferred = preferredContact?.toLowerCase().includes(channel === 'email' ? 'email' : channel) === true;
        return (
          asked.any !== 'no' &&
          asked[channel] !== 'no' &&
          (asked[channel] === 'yes' || preferred) &&
          (channel !== 'text' || phone !== null)
        );
      },
    ),
  );
});

test('their own language where it is written, else English and an interpreter by telephone', () => {
  assert.equal(languageCode('Te Reo Māori'), 'mi');
  const urdu = { firstLanguage: 'Urdu', interpreter: 'Urdu, a woman' };
  assert.deepEqual(chooseLanguage(urdu, ['en', 'ur']), { language: 'ur', interpreter: false });
  assert.deepEqual(chooseLanguage(urdu, ['en']), { language: 'en', interpreter: true });
  assert.deepEqual(chooseLanguage({ firstLanguage: 'Tigrinya', interpreter: null }, ['en']), {
    language: 'en',
    interpreter: true,
  });
  assert.deepEqual(chooseLanguage({ firstLanguage: 'Polish', interpreter: 'No' }, ['en']), {
    language: 'en',
    interpreter: false,
  });
  assert.deepEqual(chooseLanguage({ firstLanguage: null, interpreter: null }, ['en']), {
    language: 'en',
    interpreter: false,
  });
});

test('quiet hours by the clocks of the place, also in the nights in which they change', () => {
  const times = { timeZone: 'Europe/London', quietFrom: '20:00', quietTo: '08:00', weekCap: 3 };
  const after = (at: string, more = {}) => afterQuiet(Temporal.Instant.from(at), { ...times, ...more }).toString();
  assert.equal(after('2005-03-10T12:00:00Z'), '2005-03-10T12:00:00Z');
  assert.equal(after('2005-03-10T20:00:00Z'), '2005-03-11T08:00:00Z');
  assert.equal(after('2005-03-10T03:00:00Z'), '2005-03-10T08:00:00Z');
  // Summer time begins on 27 March 2005 and ends on 30 October.
  assert.equal(after('2005-03-26T22:00:00Z'), '2005-03-27T07:00:00Z');
  assert.equal(after('2005-10-29T22:00:00Z'), '2005-10-30T08:00:00Z');
  assert.equal(after('2018-06-01T12:00:00Z', { timeZone: 'Pacific/Auckland' }), '2018-06-01T20:00:00Z');
});

test('a district has its own quiet hours and cap from its day on; what it leaves out is the programme’s', () => {
  const messages = {
    quiet: { from: '21:00', to: '07:00' },
    remindersAWeek: 2,
    districts: [
      { area: 'Bolton', from: '2016-04-01', remindersAWeek: 1 },
      { area: 'Bolton', from: '2016-06-01', quiet: { from: '18:00', to: '09:00' } },
    ],
  };
  const of = (district: string | null, day: string) => {
    const { quietFrom, quietTo, weekCap } = messageRulesOf({ messages }, { district, day });
    return [quietFrom, quietTo, weekCap];
  };
  assert.deepEqual(of('Bolton', '2016-03-31'), ['21:00', '07:00', 2]);
  assert.deepEqual(of('bolton', '2016-04-01'), ['21:00', '07:00', 1]);
  assert.deepEqual(of('Bolton', '2016-06-01'), ['18:00', '09:00', 2]);
  assert.deepEqual(of('Bury', '2016-06-01'), ['21:00', '07:00', 2]);
  assert.deepEqual(of(null, '2016-06-01'), ['21:00', '07:00', 2]);
  assert.equal(messageRulesOf({ messages }).weekCap, 2);
});

test('a refused message is tried again four times, each time later', () => {
  const now = Temporal.Instant.from('2016-03-31T10:00:00Z');
  assert.deepEqual(
    [1, 2, 3, 4].map((attempts) => nextAttempt(attempts, now)?.toString().slice(11, 16)),
    ['10:01', '10:05', '10:30', '12:00'],
  );
  assert.equal(nextAttempt(5, now), null);
});

test('what was accepted, or may have been, is never waiting again', () => {
  for (const state of ['accepted', 'delivered', 'failed', 'unknown', 'posted'] as State[])
    assert.ok(!stateTable.queued.from.includes(state), state);
  assert.deepEqual(Object.keys(stateTable), [...states]);
});

test('a reply cancels only when it says just that', () => {
  const yes = [
    "can't come",
    'Cant come',
    'I can’t make it today, sorry',
    'Sorry, I cannot come.',
    "Hi Rashida, sorry but I can't make it tomorrow",
    'Unable to attend',
    "I won't be able to make it on Tuesday",
    "I'm not able to come",
    'Please cancel my appointment',
    'CANCEL',
    'Kia ora, sorry I can’t come',
    'Kāore e taea e au te haere mai',
    'Kaore e taea e ahau te tae mai. Ngā mihi',
  ];
  for (const text of yes) assert.equal(meaningOf(text), 'cannot come', text);
  const doubt = [
    "I can't wait to come",
    "Can't come at 10, can I come at 11?",
    "can't come in the front door, it is locked",
    "I can't come unless you pay the bus",
    'Do not cancel',
    "Don't cancel my appointment",
    'Can I cancel?',
    'cancel my benefit',
    "can't make it earlier",
    'Running late',
    'No',
    'yes',
    'I can come',
    "My son can't come",
    "can't come, had bad news",
    'kāore',
    '',
  ];
  for (const text of doubt) assert.equal(meaningOf(text), 'message', text);
  for (const text of ['STOP', 'Stop texting me', 'unsubscribe']) assert.equal(meaningOf(text), 'stop', text);
});
