/** What the columns of an entry are called, and their values in words: for its history and its pages. Pure. */
import { showDay } from '../../kit/clock.ts';
import { approvals, channels, contracts, modes, sharedItems } from './codes.ts';

/** What each column of a service is called on screen. */
export const serviceFields: Readonly<Record<string, string>> = {
  organisation_id: 'Organisation',
  name: 'Name',
  description: 'What it is',
  status: 'Does it run?',
  verified: 'Verified',
  referable: 'People who can be referred to',
  minimum_age: 'Youngest age',
  maximum_age: 'Oldest age',
  postcodes: 'Only these postcodes',
  benefits: 'Only people with one of these benefits',
  exclusions: 'Whom it cannot help',
  setting: 'Setting',
  benefit_effect: 'What it may do to benefits (check)',
  modes: 'How it takes people',
  refused_channels: 'Never send personal data by',
  booked_by: 'Who books the first appointment',
  form_name: 'Their own form',
  asks: 'What it needs to know of a person',
  approvals: 'What must be there first',
  call_first: 'Call before referring',
  contact_email: 'Email for referrals',
  contact_phone: 'Phone for referrals',
  refer_note: 'How to refer, in words',
  payment_form: 'Paid once it has our form',
  payment_role: 'Paid only for referrals by',
  feedback_weeks: 'Feedback after weeks',
  feedback_at_end: 'Feedback at the end',
  typical_weeks: 'How long it usually lasts, in weeks',
  closed_from: 'Closed from',
  closed_to: 'Closed until',
  places: 'Places',
  places_taken: 'Places taken',
  next_start: 'Next start',
  capacity_on: 'Places known on',
  funded_until: 'Funded until',
  last_referral_on: 'Last day for a referral',
  verified_on: 'Checked on',
  verify_by: 'To be checked by',
  needs: 'What it helps with',
  address: 'Place',
};

/** What each column of an organisation is called on screen. */
export const organisationFields: Readonly<Record<string, string>> = {
  name: 'Name',
  description: 'What it is',
  sector: 'Sector',
  reach: 'Where it works',
  contract: 'Contract with us',
  contract_from: 'Contract from',
  contract_to: 'Contract until',
  link_worker: 'Link worker',
  link_worker_from: 'Link worker since',
  link_worker_to: 'Link worker until',
  link_deputy: 'Who stands in',
  email: 'Email',
  phone: 'Phone',
};

/** Words of `service.status`. */
export const statuses = {
  active: 'Runs',
  'temporarily closed': 'Closed for now',
  inactive: 'Does not run at present',
  defunct: 'Has ended',
} as const;
/** Words of `service.booked_by`. */
export const bookers = { service: 'The service', worker: 'The worker', either: 'Either' } as const;
/** Words of `organisation.sector`. */
export const sectors = { public: 'Public', private: 'Private', voluntary: 'Voluntary', other: 'Other' } as const;
/** Words of `organisation.reach`. */
export const reaches = {
  national: 'The whole country',
  'local and national': 'Here and elsewhere',
  local: 'This area',
  'one site': 'One place',
} as const;

const lists: Readonly<Record<string, Readonly<Record<string, string | { text: string }>>>> = {
  modes,
  refused_channels: channels,
  asks: sharedItems,
  approvals,
  status: statuses,
  booked_by: bookers,
  sector: sectors,
  reach: reaches,
  contract: contracts,
};

function worded(field: string, value: unknown): string {
  const words = lists[field]?.[String(value)];
  return words === undefined ? String(value) : typeof words === 'string' ? words : words.text;
}

/** A value of a column in words: 'Not known' for none, days as they are read, codes by their words. */
export function fieldText(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return 'Not known';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (field === 'exclusions' && Array.isArray(value))
    return value.length === 0 ? 'Nobody' : value.map((one: { words?: string }) => one.words ?? '').join('; ');
  if (Array.isArray(value)) return value.length === 0 ? 'None' : value.map((one) => worded(field, one)).join(', ');
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return showDay(value);
  return worded(field, value);
}

// Columns that change without anybody having changed a fact, or that are no words.
const silent = new Set(['doc', 'stale_told', 'source', 'program_id', 'search_words', 'capacity_on']);

/** Two stored values are the same, whatever the order of an object's keys. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What changed between an entry and new values of some of its columns, in words; only what has words. */
export function changeOf(
  before: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, unknown>>,
): { field: string; before: string; after: string }[] {
  return Object.entries(changes)
    .filter(([field, value]) => !silent.has(field) && !same(before[field], value))
    .map(([field, value]) => ({
      field,
      before: fieldText(field, before[field]),
      after: fieldText(field, value),
    }));
}

/** The columns whose value is another than before. */
export const differing = (
  before: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, unknown>>,
): string[] => Object.keys(changes).filter((field) => !same(before[field], changes[field]));
