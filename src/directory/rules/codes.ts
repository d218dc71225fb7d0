/** The code lists of the directory: how a service takes people, what it may be told, what must be there first. Pure. */
import type { Choice } from '../../kit/form.ts';

/** How somebody comes to a service (DWP Research Report 555, 2.3). 'By adviser only': not from another service directly. */
export const modes = {
  phone: 'By phone',
  'in person': 'In person',
  form: 'With our form',
  'own form': 'With their own form',
  link: 'By a link that they answer',
  signpost: 'The person goes themself, and nothing is sent',
  'self-referral': 'The person applies themself',
  'by adviser only': 'Only through an adviser, not from another service',
} as const;
/** One way in. */
export type Mode = keyof typeof modes;

/** By which personal data can be sent. A service can refuse any of them (R17: hard copy only). */
export const channels = {
  link: 'A link that they open',
  portal: 'Their account in Newel',
  email: 'Email',
  post: 'Post or by hand',
  phone: 'By phone',
} as const;
/** One channel. */
export type Channel = keyof typeof channels;

/** What a service may be told of a person, each agreed to by itself (2.5). `sensitive` is never ticked beforehand. */
export const sharedItems = {
  name: { text: 'Name', sensitive: false },
  contact: { text: 'Phone, email and how to be reached safely', sensitive: false },
  address: { text: 'Address', sensitive: false },
  date_of_birth: { text: 'Date of birth', sensitive: false },
  ni_number: { text: 'National Insurance number', sensitive: false },
  need: { text: 'What help is wanted with', sensitive: false },
  times: { text: 'Times that suit', sensitive: false },
  access: { text: 'Access needs and language', sensitive: false },
  goals: { text: 'Goals', sensitive: false },
  work_background: { text: 'Work so far', sensitive: false },
  benefit: { text: 'Benefit', sensitive: false },
  action_plan: { text: 'A copy of the plan', sensitive: true },
  context: { text: 'Family and interests', sensitive: true },
  health: { text: 'Health condition', sensitive: true },
  substance_use: { text: 'Drugs and alcohol', sensitive: true },
  convictions: { text: 'Convictions', sensitive: true },
  risk: { text: 'Anger or risk to others', sensitive: true },
} as const;
/** One item that may be shared. */
export type SharedItem = keyof typeof sharedItems;

/** What a service asks for before somebody is referred (R11, R12). */
export const approvals = {
  alternatives: 'Other services were considered, each with why not',
  'medical report': 'A medical report',
  'business case': 'A business case',
  commitment: 'The person says that they will take part',
  'third party': 'Approval by a third party',
  'benefit notice': 'What it may do to benefits was explained: check, it is not certain',
  'risk assessment': 'A risk assessment by a health practitioner',
} as const;
/** One thing that must be there. */
export type Approval = keyof typeof approvals;

/** With the programme office. */
export const contracts = {
  contracted: 'Contracted',
  'sub-contractor': 'Sub-contractor',
  none: 'No contract',
  won: 'Contract won, not begun',
  'in house': 'Our own',
} as const;
/** A contract status. */
export type Contract = keyof typeof contracts;

/** Why this service (2.2). */
export const whyReasons = {
  need: 'It fits what the person needs',
  knowledge: 'We know that it is good',
  asked: 'The person asked for it',
  sequence: 'It is the next step',
  directive: 'Managers ask for it',
  capacity: 'The only one with a place',
  nearest: 'The nearest',
  staff: 'Its staff or the employers that it knows',
  'no better': 'There was no better one',
} as const;

/** Why nothing was found for a need. */
export const unmetReasons = {
  'none offers': 'No service offers it',
  'too far': 'Too far away',
  'not eligible': 'The person is not eligible for what there is',
  full: 'Full, or the wait is too long',
  refused: 'The service refused',
  'not suitable': 'What there is does not suit the person',
  'no better': 'They went somewhere that does not fit, for want of better',
} as const;

/** A list of codes as choices of a form. */
export const choicesOf = (list: Readonly<Record<string, string | { text: string }>>): Choice[] =>
  Object.entries(list).map(([value, words]) => ({ value, text: typeof words === 'string' ? words : words.text }));
