import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Question, readForm, typedFrom } from '../../kit/form.ts';
import {
  type About,
  aboutAnswers,
  aboutWith,
  type Block,
  blocks,
  contactQuestions,
  needsQuestions,
  wordsQuestions,
} from './about.ts';
import { nameProblems } from './around.ts';
import { identityQuestions, reachQuestions } from './personal.ts';

const words = fc.option(
  fc.string({ minLength: 1, maxLength: 40 }).filter((text) => text.trim() === text && text !== ''),
  { nil: null },
);
const yesOrNo = fc.constantFrom('yes' as const, 'no' as const);
const about = fc.record<About>(
  {
    givenName: words,
    familyName: words,
    dateOfBirth: fc.constantFrom(null, '1974-03-12'),
    sex: words,
    ethnicity: words,
    niNumber: words,
    phone: words,
    postcode: words,
    preferredContact: words,
    email: words,
    address: words,
    locality: words,
    ownWords: words,
    pronouns: words,
    firstLanguage: words,
    interpreter: words,
    accessNeeds: words,
    culturalNeeds: words,
    contactRules: fc.record(
      {
        phone: yesOrNo,
        voicemail: yesOrNo,
        text: yesOrNo,
        email: yesOrNo,
        letter: yesOrNo,
        any: fc.constant('no' as const),
        how: fc.constantFrom('After 3pm', 'By day'),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
  },
  { noNullPrototype: true },
);
const block = fc.constantFrom(...(Object.keys(blocks) as Block[]));

describe('the record of a person', () => {
  it('a block saved as it stands changes nothing, in it or beside it', () => {
    fc.assert(
      fc.property(about, block, (stands, one) => {
        assert.deepEqual(aboutWith(stands, one, aboutAnswers(stands)), stands);
      }),
    );
  });

  it('no two questions of the record have one name', () => {
    const choices = { sexes: [], ethnicities: [], preferredContacts: [] };
    const all: Question[] = [
      ...wordsQuestions,
      ...needsQuestions,
      ...contactQuestions,
      ...identityQuestions(choices, '2016-03-31', true),
      ...reachQuestions(choices),
    ];
    const names = all.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
    const answers = aboutAnswers({ contactRules: {} } as About);
    assert.deepEqual(Object.keys(answers).sort(), [...names].sort());
  });

  it('safe contact goes through its form and back', () => {
    fc.assert(
      fc.property(about, (stands) => {
        const read = readForm(contactQuestions, typedFrom(contactQuestions, aboutAnswers(stands)));
        assert.ok(read.ok);
        assert.deepEqual(aboutWith(stands, 'contact', read.values).contactRules, stands.contactRules);
      }),
    );
  });

  it('a further name has at least one part', () => {
    assert.deepEqual(nameProblems({ use: 'alias', givenName: 'Dee', familyName: null }), {});
    assert.deepEqual(Object.keys(nameProblems({ use: 'alias', givenName: null, familyName: null })), ['given_name']);
  });
});
