/** What is asked in the forms of an entry, part by part. Pure. */
import type { Choice } from '../../kit/form.ts';
import { cleanPhone, isPhone } from '../../people/rules.ts';
import { approvals, channels, choicesOf, modes, sharedItems } from './codes.ts';
import type { TermRow } from './entry.ts';
import { bookers, serviceFields, statuses } from './fields.ts';
import type { Asked } from './many.ts';

/** The parts of an entry that are changed one by one. */
export const entryParts = {
  about: 'What it is',
  refer: 'How to refer',
  who: 'Who it is for',
  capacity: 'Places and funding',
} as const;
/** One part. */
export type EntryPart = keyof typeof entryParts;
export const isEntryPart = (text: string): text is EntryPart => Object.hasOwn(entryParts, text);

/** What the choices of the forms are made from. */
export type Options = { needs: readonly TermRow[]; benefits: readonly Choice[]; roles: readonly Choice[] };

const yesNo: readonly Choice[] = [
  { value: 'yes', text: 'Yes' },
  { value: 'no', text: 'No' },
];
const label = (name: string): string => serviceFields[name] ?? name;
const emailCheck = (text: string) =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)
    ? { value: text }
    : 'Enter an email address in the right form, like name@example.org';
const phoneCheck = (text: string) =>
  isPhone(text) ? { value: cleanPhone(text) } : 'Enter a telephone number, like 01204 496 000';
/** Beginnings of postcodes, with commas or spaces between them. */
export const postcodesOf = (text: string): string[] => [
  ...new Set(
    text
      .toUpperCase()
      .split(/[\s,;]+/)
      .filter(Boolean),
  ),
];
/** Weeks, with commas or spaces between them. */
export const weeksOf = (text: string): number[] => [
  ...new Set(
    text
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map(Number),
  ),
];
/** What is asked in a part of an entry. */
export function askedIn(part: EntryPart, options: Options): Asked[] {
  switch (part) {
    case 'about':
      return [
        { kind: 'text', name: 'name', label: label('name'), required: 'Enter what it is called', most: 200 },
        { kind: 'text', name: 'organisation', label: 'Organisation', hint: 'Who offers it', most: 200 },
        {
          kind: 'long text',
          name: 'description',
          label: label('description'),
          hint: 'In plain words, as you would tell somebody who has never heard of it',
          most: 2000,
          required: 'Enter what it is',
        },
        {
          kind: 'many',
          name: 'needs',
          label: 'What it helps with',
          hint: 'Services are found by these. Tick all that are true',
          choices: options.needs.map(({ id, name }) => ({ value: id, text: name })),
        },
        {
          kind: 'choice',
          name: 'status',
          label: label('status'),
          choices: choicesOf(statuses),
          required: 'Choose whether it runs',
        },
        {
          kind: 'day',
          name: 'closed_from',
          label: 'Closed from',
          hint: 'If it closes for a while',
          earliest: '2000-01-01',
        },
        { kind: 'day', name: 'closed_to', label: 'Closed until', earliest: '2000-01-01' },
        {
          kind: 'choice',
          name: 'referable',
          label: 'Are there people there to whom somebody can be referred?',
          hint: 'A fund or a payment has none',
          choices: yesNo,
          as: 'radios in a row',
          required: 'Choose yes or no',
        },
        {
          kind: 'text',
          name: 'setting',
          label: label('setting'),
          hint: 'For example a group, one to one, a college',
          most: 100,
        },
        {
          kind: 'text',
          name: 'public_phone',
          label: 'Phone for the public',
          width: 20,
          inputMode: 'tel',
          most: 40,
        },
        { kind: 'text', name: 'website', label: 'Website', most: 300, check: siteCheck },
        { kind: 'text', name: 'costs', label: 'What it costs the person', most: 300 },
        {
          kind: 'text',
          name: 'languages',
          label: 'Languages besides English',
          hint: 'With commas between them',
          most: 200,
        },
      ];
    case 'refer':
      return [
        { kind: 'many', name: 'modes', label: label('modes'), choices: choicesOf(modes) },
        {
          kind: 'choice',
          name: 'booked_by',
          label: label('booked_by'),
          choices: choicesOf(bookers),
          required: 'Choose who books the first appointment',
        },
        {
          kind: 'choice',
          name: 'call_first',
          label: 'Should somebody call before they refer?',
          choices: yesNo,
          as: 'radios in a row',
          required: 'Choose yes or no',
        },
        {
          kind: 'text',
          name: 'contact_phone',
          label: label('contact_phone'),
          width: 20,
          inputMode: 'tel',
          check: phoneCheck,
        },
        {
          kind: 'text',
          name: 'contact_email',
          label: label('contact_email'),
          hint: 'A link goes here, never what is told of a person',
          width: 30,
          most: 254,
          inputMode: 'email',
          check: emailCheck,
        },
        {
          kind: 'text',
          name: 'form_name',
          label: label('form_name'),
          hint: 'What it is called, if they have one',
          most: 100,
        },
        {
          kind: 'many',
          name: 'asks',
          label: label('asks'),
          hint: 'Nothing else can be sent, and each is agreed to by itself',
          choices: choicesOf(sharedItems),
        },
        { kind: 'many', name: 'refused_channels', label: label('refused_channels'), choices: choicesOf(channels) },
        { kind: 'many', name: 'approvals', label: label('approvals'), choices: choicesOf(approvals) },
        { kind: 'long text', name: 'refer_note', label: label('refer_note'), most: 1000, rows: 3 },
        {
          kind: 'text',
          name: 'feedback_weeks',
          label: 'Feedback how many weeks after the start?',
          hint: 'For example 3, 6, 12. Leave it empty for none',
          width: 20,
          check: (text) =>
            weeksOf(text).every((week) => Number.isInteger(week) && week >= 1 && week <= 520)
              ? { value: text }
              : 'Enter whole numbers of weeks from 1 to 520, with commas between them',
        },
        {
          kind: 'choice',
          name: 'feedback_at_end',
          label: 'Feedback at the end too?',
          choices: yesNo,
          as: 'radios in a row',
          required: 'Choose yes or no',
        },
        {
          kind: 'choice',
          name: 'payment_form',
          label: 'Is the organisation paid only once it has our form?',
          choices: yesNo,
          as: 'radios in a row',
          required: 'Choose yes or no',
        },
        {
          kind: 'choice',
          name: 'payment_role',
          label: label('payment_role'),
          choices: options.roles,
          as: 'select',
          none: 'Anybody’s referrals',
        },
      ];
    case 'who':
      return [
        { kind: 'number', name: 'minimum_age', label: label('minimum_age'), most: 120 },
        { kind: 'number', name: 'maximum_age', label: label('maximum_age'), most: 120 },
        {
          kind: 'text',
          name: 'postcodes',
          label: label('postcodes'),
          hint: 'Beginnings of postcodes, for example BL1, M28. Leave it empty for everywhere',
          most: 1000,
          check: (text) =>
            postcodesOf(text).every((one) => /^[A-Z]{1,2}\d?[A-Z\d]?$/.test(one))
              ? { value: text }
              : 'Enter beginnings of postcodes with commas between them, for example BL1, M28',
        },
        {
          kind: 'many',
          name: 'benefits',
          label: label('benefits'),
          hint: 'None ticked: it does not matter',
          choices: options.benefits,
        },
        { kind: 'long text', name: 'eligibility', label: 'Who it is for, in words', most: 1000, rows: 3 },
        {
          kind: 'long text',
          name: 'exclusions',
          label: label('exclusions'),
          hint: 'One to a line',
          most: 1000,
          rows: 3,
        },
        {
          kind: 'long text',
          name: 'sensitive',
          label: 'Whom it cannot help: what may be asked with consent alone',
          hint: 'One to a line, for example current drug or alcohol use',
          most: 1000,
          rows: 3,
        },
        {
          kind: 'text',
          name: 'benefit_effect',
          label: label('benefit_effect'),
          hint: 'Shown as something to check, never as a fact',
          most: 300,
        },
      ];
    case 'capacity':
      return [
        { kind: 'number', name: 'places', label: label('places'), most: 100_000 },
        { kind: 'number', name: 'places_taken', label: label('places_taken'), most: 100_000 },
        { kind: 'day', name: 'next_start', label: label('next_start'), earliest: '2000-01-01' },
        { kind: 'number', name: 'typical_weeks', label: label('typical_weeks'), least: 1, most: 520 },
        { kind: 'day', name: 'funded_until', label: label('funded_until'), earliest: '2000-01-01' },
        { kind: 'day', name: 'last_referral_on', label: label('last_referral_on'), earliest: '2000-01-01' },
      ];
  }
}

function siteCheck(text: string): string | { value: string } {
  const whole = /^https?:\/\//.test(text) ? text : `https://${text}`;
  return URL.canParse(whole) && /^https?:\/\/[^\s/]+\.[^\s]+$/.test(whole)
    ? { value: whole }
    : 'Enter the address of a website, for example www.example.org';
}
