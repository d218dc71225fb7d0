/** Services of the demonstration. Every organisation, name and number is made up. */
import type { OrganisationFacts, ServiceFacts } from './directory/actions/entries.ts';

/** Where a service of the demonstration is: name, address, town, postcode, days, from, to. */
export type DemoPlace = readonly [string, string, string, string, readonly string[], string, string];
/** A service of the demonstration. `needs` are codes of the taxonomy of needs; days are counted from the demonstration's. */
export type DemoService = {
  organisation: string;
  name: string;
  needs: readonly string[];
  description: string;
  place?: DemoPlace;
  facts?: Partial<ServiceFacts>;
  /** Days from today: when it was checked, and by when it is to be looked at again. */
  checked?: readonly [number, number];
  /** Who keeps it; nobody without. */
  steward?: 'key_worker' | 'team_manager';
};

const week = ['MO', 'TU', 'WE', 'TH', 'FR'];
const usual = ['name', 'contact', 'need', 'times'];

/** What is known of organisations beyond their names. */
export const demoOrganisations: Readonly<Record<string, Partial<OrganisationFacts>>> = {
  'Bolton Debt Advice': { sector: 'voluntary', reach: 'local', phone: '0161 496 0110' },
  'Harbour Volunteers': { sector: 'voluntary', reach: 'local' },
  Clearwater: { sector: 'voluntary', reach: 'local and national', contract: 'none' },
  'Riverside Health': { sector: 'public', reach: 'local', contract: 'contracted', contract_from: '2015-04-01' },
  'StepUp Brokers': { sector: 'private', reach: 'national', contract: 'contracted', contract_from: '2015-04-01' },
  'Beacon Support': {
    ...{ sector: 'voluntary', reach: 'one site', link_worker: 'D. Frost', link_worker_from: '2014-09-01' },
    ...{ link_worker_to: '2016-03-24', link_deputy: 'E. Hale' },
  },
  'Oakfield College': { sector: 'public', reach: 'national', contract: 'none' },
  'Pennine Timber Yard': { sector: 'voluntary', reach: 'one site', contract: 'won', contract_from: '2016-05-02' },
  'Working Well': { sector: 'public', reach: 'local', contract: 'in house' },
};

/** The services. */
export const demoServices: readonly DemoService[] = [
  {
    ...{ organisation: 'Bolton Debt Advice', name: 'Debt advice', needs: ['debt', 'benefits'] },
    description: 'Somebody sits down with you, sorts the letters, and talks to whom you owe money.',
    place: ['Advice centre', '12 Fold Street', 'Bolton', 'BL1 2ZZ', ['MO', 'WE', 'FR'], '09:30', '16:00'],
    facts: {
      ...{ modes: ['phone', 'link', 'in person'], asks: usual, contact_phone: '01614960110', booked_by: 'either' },
      ...{ contact_email: 'referrals@debt.example.org', feedback_weeks: [4], typical_weeks: 8 },
      ...{ places: 12, places_taken: 7, capacity_on: '2016-03-28', next_start: '2016-04-06' },
    },
    ...{ checked: [-20, 160], steward: 'key_worker' },
  },
  {
    ...{ organisation: 'Harbour Volunteers', name: 'Volunteering' },
    needs: ['volunteering', 'confidence', 'work_experience'],
    description: 'A few hours a week in a garden, a café or a charity shop, with somebody beside you at first.',
    place: ['Harbour House', '3 Quay Row', 'Salford', 'M50 9ZZ', week, '10:00', '15:00'],
    facts: { modes: ['phone', 'in person', 'signpost'], asks: usual, contact_phone: '01614960121' },
    ...{ checked: [-200, -18], steward: 'key_worker' },
  },
  {
    ...{ organisation: 'Clearwater', name: 'Mental-health employment support', needs: ['mental_health', 'in_work'] },
    description: 'A specialist meets you every week, on your own, about work and what makes it hard.',
    place: ['Clearwater', '40 Chapel Walk', 'Manchester', 'M4 9ZZ', ['TU', 'TH'], '09:00', '17:00'],
    facts: {
      ...{
        modes: ['own form', 'phone'],
        form_name: 'Clearwater form C2',
        asks: [...usual, 'health'],
        call_first: true,
      },
      ...{ approvals: ['risk assessment'], postcodes: ['M1', 'M4', 'M8', 'M9', 'M40', 'BL1', 'BL2'] },
      ...{ contact_phone: '01614960134', typical_weeks: 26, next_start: '2016-05-16' },
      exclusions: [{ key: 'current-use', words: 'Current drug or alcohol use', sensitive: true }],
    },
    ...{ checked: [-40, 140], steward: 'team_manager' },
  },
  {
    ...{ organisation: 'Riverside Health', name: 'Condition management', needs: ['physical_health', 'mental_health'] },
    description: 'Six weeks in a small group on living and working with a health condition. No treatment.',
    place: ['Riverside clinic', '1 Weir Lane', 'Manchester', 'M8 9ZZ', ['MO', 'WE'], '13:00', '16:00'],
    facts: {
      ...{ modes: ['form', 'by adviser only'], booked_by: 'worker', refused_channels: ['email'], typical_weeks: 6 },
      ...{ asks: ['name', 'contact', 'ni_number', 'health', 'action_plan'], feedback_weeks: [3], payment_form: true },
      ...{ contact_phone: '01614960142', places: 8, places_taken: 5, capacity_on: '2016-03-30' },
      next_start: '2016-04-11',
    },
    ...{ checked: [-10, 170], steward: 'key_worker' },
  },
  {
    ...{ organisation: 'StepUp Brokers', name: 'Job broking', needs: ['job_search'] },
    description: 'For people who are ready: vacancies, a CV that fits, and a call to the employer.',
    place: ['StepUp', '99 Market Way', 'Manchester', 'M2 9ZZ', week, '08:30', '18:00'],
    facts: {
      ...{ modes: ['form', 'link'], asks: [...usual, 'work_background'], payment_form: true, feedback_weeks: [4, 12] },
      ...{ contact_email: 'intake@stepup.example.org', contact_phone: '01614960155', typical_weeks: 13 },
      ...{ places: 10, places_taken: 10, capacity_on: '2016-03-29', next_start: '2016-05-12' },
      ...{ funded_until: '2016-06-30', last_referral_on: '2016-06-02' },
    },
    ...{ checked: [-30, 150], steward: 'team_manager' },
  },
  {
    ...{ organisation: 'StepUp Brokers', name: 'Work skills', needs: ['skills', 'job_search'] },
    description: 'Four mornings: applications, interviews, first aid and food hygiene certificates.',
    place: ['StepUp', '99 Market Way', 'Manchester', 'M2 9ZZ', ['MO', 'TU', 'WE', 'TH'], '09:30', '12:30'],
    facts: { modes: ['form', 'phone'], asks: usual, contact_phone: '01614960155', typical_weeks: 4 },
    ...{ checked: [-30, 150], steward: 'team_manager' },
  },
  {
    ...{ organisation: 'Beacon Support', name: 'All-round support' },
    needs: ['confidence', 'relationships', 'mental_health'],
    description: 'One person who comes with you: to appointments, to the first day of something new.',
    place: ['Beacon', '7 Lamp Street', 'Bolton', 'BL2 9ZZ', week, '09:00', '17:00'],
    facts: {
      ...{ modes: ['phone', 'in person', 'link'], asks: [...usual, 'goals'], contact_phone: '01614960168' },
      ...{ contact_email: 'hello@beacon.example.org', feedback_weeks: [2, 4, 8], setting: 'One to one' },
    },
    ...{ checked: [-60, 120], steward: 'key_worker' },
  },
  {
    ...{ organisation: 'Oakfield College', name: 'Residential training', needs: ['hands_on_training', 'skills'] },
    description: 'A trade learned in up to a year, living at the college.',
    place: ['Oakfield', 'Oakfield Lane', 'Durham', 'DH1 9ZZ', week, '08:00', '20:00'],
    facts: {
      ...{ modes: ['own form'], form_name: 'Oakfield application', asks: [...usual, 'health', 'work_background'] },
      ...{
        approvals: ['alternatives', 'medical report', 'business case', 'commitment', 'third party', 'benefit notice'],
      },
      ...{ benefit_effect: 'Housing Benefit may be affected.', contact_phone: '01914960171', typical_weeks: 50 },
    },
    ...{ checked: [-90, 90], steward: 'team_manager' },
  },
  {
    ...{ organisation: 'Salford Housing Options', name: 'Housing advice', needs: ['housing', 'legal'] },
    description: 'Staying where you live, finding somewhere, repairs that nobody makes.',
    place: ['Civic office', '2 Bexley Row', 'Salford', 'M6 9ZZ', week, '09:00', '16:30'],
    facts: { modes: ['phone', 'signpost', 'self-referral'], asks: usual, contact_phone: '01614960179' },
    ...{ checked: [-15, 165], steward: 'key_worker' },
  },
  {
    ...{ organisation: 'Moss Lane Library', name: 'Computer basics', needs: ['digital', 'skills'] },
    description: 'Email, forms and the phone in your pocket, two hours a week, free.',
    place: ['Library', 'Moss Lane', 'Manchester', 'M14 9ZZ', ['TU'], '10:00', '12:00'],
    facts: { modes: ['signpost', 'self-referral'] },
    ...{ checked: [-25, 155], steward: 'key_worker' },
  },
  {
    ...{ organisation: 'Northern Steps', name: 'Drug and alcohol recovery', needs: ['drugs_alcohol'] },
    description: 'Cutting down or stopping, at your pace, with people who have done it.',
    place: ['Northern Steps', '18 Canal Bank', 'Manchester', 'M12 9ZZ', week, '09:00', '19:00'],
    facts: {
      modes: ['phone', 'self-referral', 'link'],
      asks: [...usual, 'substance_use'],
      contact_phone: '01614960183',
    },
    ...{ checked: [-45, 135], steward: 'team_manager' },
  },
  {
    ...{ organisation: 'Good Company', name: 'Bereavement group', needs: ['bereavement'] },
    description: 'A small group after somebody has died. You may just listen.',
    place: ['Friends’ hall', '5 Linden Grove', 'Bolton', 'BL3 9ZZ', ['TH'], '18:00', '20:00'],
    facts: { modes: ['phone', 'signpost'], asks: ['name', 'contact'], contact_phone: '01614960190' },
    ...{ checked: [-70, 110], steward: 'key_worker' },
  },
  {
    ...{ organisation: 'Mediation North', name: 'Family mediation', needs: ['relationships'] },
    description: 'Two people, one room, somebody who takes neither side.',
    facts: { modes: ['phone', 'form'], asks: usual, contact_phone: '01614960198' },
    checked: [-250, -70],
  },
  {
    ...{ organisation: 'Safe Ground', name: 'Safety at home', needs: ['violence', 'housing'] },
    description: 'A call at any hour, a plan to be safe, a place to go.',
    facts: {
      ...{ modes: ['phone', 'self-referral'], refused_channels: ['email', 'post', 'link'], asks: ['name', 'contact'] },
      ...{ contact_phone: '01614960201', refer_note: 'Ring with the person beside you. Send nothing home.' },
    },
    ...{ checked: [-5, 175], steward: 'team_manager' },
  },
  {
    ...{ organisation: 'Little Acorns', name: 'Childcare finder', needs: ['childcare'] },
    description: 'A list of places with room for your child, and help with the forms for free hours.',
    facts: { modes: ['phone', 'signpost'], asks: usual, contact_phone: '01614960214' },
    ...{ checked: [-33, 147], steward: 'key_worker' },
  },
  {
    ...{ organisation: 'Carers’ Circle', name: 'Time for carers', needs: ['caring'] },
    description: 'Somebody who looks after the one you look after, while you go to work or to a course.',
    facts: { modes: ['phone'], asks: usual, contact_phone: '01614960222', minimum_age: 18 },
    ...{ checked: [-50, 130], steward: 'key_worker' },
  },
  {
    ...{ organisation: 'Fresh Page', name: 'Work after a conviction', needs: ['convictions', 'job_search'] },
    description: 'What to tell an employer and when, and employers who ask who you are now.',
    place: ['Fresh Page', '61 Bridge Street', 'Manchester', 'M3 9ZZ', ['MO', 'TH'], '10:00', '16:00'],
    facts: { modes: ['phone', 'link'], asks: [...usual, 'convictions'], contact_phone: '01614960230' },
    ...{ checked: [-12, 168], steward: 'team_manager' },
  },
  {
    ...{ organisation: 'Words for Work', name: 'Reading, writing and English', needs: ['skills'] },
    description: 'Evening lessons for adults, in small groups, from the very beginning.',
    place: ['Old school', '8 Green Lane', 'Oldham', 'OL1 9ZZ', ['MO', 'WE'], '18:00', '20:00'],
    facts: { modes: ['self-referral', 'phone'], asks: usual, contact_phone: '01614960241', next_start: '2016-04-18' },
    ...{ checked: [-22, 158], steward: 'key_worker' },
  },
  {
    ...{ organisation: 'Pennine Timber Yard', name: 'Workshop days' },
    needs: ['hands_on_training', 'work_experience'],
    description: 'Sawing, sanding and building in a real workshop, two days a week.',
    place: ['Timber yard', 'Unit 4, Mill Road', 'Rochdale', 'OL11 9ZZ', ['TU', 'WE'], '09:30', '15:30'],
    facts: { modes: ['phone', 'in person'], asks: usual, contact_phone: '01614960255' },
    ...{ checked: [-8, 172], steward: 'key_worker' },
  },
  {
    ...{ organisation: 'Bright Idea', name: 'Working for yourself', needs: ['self_employment'] },
    description: 'A plan, a first customer, and what the tax office wants to know.',
    facts: {
      modes: ['self-referral', 'link'],
      asks: usual,
      contact_email: 'start@bright.example.org',
      minimum_age: 18,
    },
    ...{ checked: [-80, 100], steward: 'team_manager' },
  },
  {
    ...{ organisation: 'Working Well', name: 'Staying in work', needs: ['in_work'] },
    description: 'Our own: somebody to ring in the first year of a job, for you and for your employer.',
    facts: { modes: ['link', 'phone'], asks: [...usual, 'work_background'], contact_phone: '01614960260' },
    ...{ checked: [-3, 177], steward: 'team_manager' },
  },
  {
    ...{ organisation: 'Working Well', name: 'Work psychologist', needs: ['assessment', 'learning_disability'] },
    description: 'Our own: what somebody can do, what they need, in two meetings with a report.',
    facts: { modes: ['link', 'by adviser only'], asks: [...usual, 'health'], approvals: ['alternatives'] },
    ...{ checked: [-3, 177], steward: 'team_manager' },
  },
  {
    ...{
      organisation: 'Open Door Works',
      name: 'Supported employment',
      needs: ['supported_work', 'learning_disability'],
    },
    description: 'A job with a coach beside you for as long as it takes.',
    place: ['Open Door', '30 Albion Road', 'Stockport', 'SK1 9ZZ', week, '09:00', '17:00'],
    facts: { modes: ['form', 'phone'], asks: [...usual, 'health', 'access'], contact_phone: '01614960273' },
    ...{ checked: [-28, 152], steward: 'key_worker' },
  },
  {
    ...{ organisation: 'Working Well', name: 'Fares to a first job', needs: ['transport'] },
    description: 'Money for the bus or the train until the first wage. Ask your manager.',
    facts: { referable: false, modes: ['self-referral'] },
    ...{ checked: [-3, 177], steward: 'team_manager' },
  },
  {
    ...{ organisation: 'Town Law Centre', name: 'Rights and appeals', needs: ['legal', 'benefits'] },
    description: 'Benefit decisions, tribunals and immigration, free.',
    place: ['Law centre', '11 Court Row', 'Manchester', 'M1 9ZZ', ['TU', 'TH'], '10:00', '16:00'],
    facts: { modes: ['phone', 'self-referral'], asks: usual, contact_phone: '01614960287' },
    ...{ checked: [-65, 115], steward: 'key_worker' },
  },
  {
    ...{ organisation: 'Forum Baths', name: 'Free swimming class', needs: ['physical_health', 'confidence'] },
    description: 'A customer told us: Wednesdays at eleven, no fee, ask for the blue list.',
    facts: { verified: false, modes: ['signpost'] },
    steward: 'key_worker',
  },
  {
    ...{ organisation: 'Tyne Condition Management', name: 'Managing a condition' },
    needs: ['physical_health', 'mental_health'],
    description: 'Six mornings in a small group: pain, sleep, worry, and what a working day asks.',
    place: ['Tyne clinic', '8 Ropery Bank', 'Gateshead', 'NE8 9ZZ', ['TU', 'TH'], '10:00', '12:30'],
    facts: {
      ...{ modes: ['form', 'phone'], asks: ['name', 'contact', 'health'], feedback_weeks: [3], typical_weeks: 6 },
      ...{ contact_phone: '01914980181', places: 8, places_taken: 6, capacity_on: '2016-03-24' },
    },
    ...{ checked: [-15, 165], steward: 'team_manager' },
  },
  {
    ...{ organisation: 'Quayside Money Help', name: 'Money and letters', needs: ['debt', 'benefits'] },
    description: 'Bring the bag of letters. Somebody opens them with you, and writes back.',
    place: ['Quayside', '3 Bottle Bank', 'Gateshead', 'NE8 9ZZ', ['MO', 'WE', 'FR'], '09:30', '15:30'],
    facts: {
      ...{ modes: ['phone', 'link'], asks: usual, contact_phone: '01914980182', feedback_weeks: [4] },
      contact_email: 'hello@quayside.example.org',
    },
    ...{ checked: [-25, 155], steward: 'team_manager' },
  },
  {
    ...{ organisation: 'Felling Garden Project', name: 'Garden mornings', needs: ['volunteering', 'confidence'] },
    description: 'Digging, sowing, tea. Nobody asks what you do.',
    place: ['The garden', 'Crowhall Lane', 'Felling', 'NE10 9ZZ', ['TU', 'FR'], '10:00', '13:00'],
    facts: { modes: ['phone', 'in person', 'signpost'], asks: usual, contact_phone: '01914980183' },
    ...{ checked: [-45, 135], steward: 'team_manager' },
  },
];
