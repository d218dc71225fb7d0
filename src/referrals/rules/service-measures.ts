/**
 * The measures of referrals to services: each with its definition, the parts that its count falls into, and what is missing
 * (domain notes on DWP Research Report 555, 6.3). Pure.
 */

/** One part of a count. `missing` says that nothing is known of these yet. */
type Part = { key: string; text: string; missing?: true };
/** A measure: parts that add up to the total, which is the denominator. `mean` names a sum (of days, of contributors) over one of them. */
export type Measure = {
  key: string;
  title: string;
  definition: string;
  parts: readonly Part[];
  total: { key: string; text: string };
  mean?: { days: string; of: string; text: string };
};

const sent = { key: 'sent', text: 'Sent' };
const started = { key: 'started', text: 'Started' };
const ended = { key: 'ended', text: 'Ended' };

/** Every measure, in the order of the page. */
export const measures: readonly Measure[] = [
  {
    ...{ key: 'decided', title: 'Were they the right referrals?', total: sent },
    definition:
      'Of referrals that were sent: how many the service accepted, and how many it declined. Who started was accepted. Without a decision yet is missing.',
    parts: [
      { key: 'accepted', text: 'Accepted' },
      { key: 'declined', text: 'Declined' },
      { key: 'undecided', text: 'No decision yet', missing: true },
    ],
  },
  {
    ...{ key: 'why', title: 'Why do services decline?', total: { key: 'declined', text: 'Declined' } },
    definition:
      'Of referrals that the service declined, by its reason: the person (not willing, not well enough, drugs or alcohol, goals); not eligible (benefit, where they live, age); no place (no capacity, funding that ends); the referral (not what is offered, form incomplete, nobody reached).',
    parts: [
      { key: 'why_person', text: 'The person' },
      { key: 'why_eligible', text: 'Not eligible' },
      { key: 'why_place', text: 'No place' },
      { key: 'why_referral', text: 'The referral' },
      { key: 'why_unknown', text: 'Not said', missing: true },
    ],
  },
  {
    ...{ key: 'received', title: 'How long are they on the way?', total: sent },
    definition:
      'Of referrals that were sent: those that the service said had arrived, with the mean of days from sent to received.',
    parts: [
      { key: 'arrived', text: 'Arrived' },
      { key: 'not_arrived', text: 'Not said', missing: true },
    ],
    mean: { days: 'arrived_days', of: 'arrived', text: 'Mean days' },
  },
  {
    ...{ key: 'contact', title: 'When does the service first speak with the person?', total: sent },
    definition:
      'Of referrals that were sent: those where somebody of the service spoke with the person, with the mean of days from the referral.',
    parts: [
      { key: 'contacted', text: 'Spoke' },
      { key: 'not_contacted', text: 'Not known', missing: true },
    ],
    mean: { days: 'contacted_days', of: 'contacted', text: 'Mean days' },
  },
  {
    ...{ key: 'attended', title: 'Do people come to the first appointment?', total: { key: 'booked', text: 'Booked' } },
    definition:
      'Of first appointments that were booked and of which the person had been told: came, did not come, cancelled. Without an outcome is missing.',
    parts: [
      { key: 'came', text: 'Came' },
      { key: 'missed', text: 'Did not come' },
      { key: 'cancelled', text: 'Cancelled' },
      { key: 'no_outcome', text: 'Not known', missing: true },
    ],
  },
  {
    ...{ key: 'conversion', title: 'How many start?', total: sent },
    definition:
      'Of referrals that were sent: the person started with the service, it is over without a start, or neither yet.',
    parts: [
      { key: 'sent_started', text: 'Started' },
      { key: 'sent_over', text: 'Over without a start' },
      { key: 'sent_waiting', text: 'Neither yet', missing: true },
    ],
  },
  {
    ...{ key: 'wait', title: 'How long do people wait?', total: started },
    definition:
      'Of those who started: days from the referral to the start, up to six weeks and over (six weeks: DWP Research Report 555).',
    parts: [
      { key: 'within', text: 'Up to six weeks' },
      { key: 'over', text: 'Over six weeks' },
    ],
    mean: { days: 'wait_days', of: 'started', text: 'Mean days' },
  },
  {
    ...{ key: 'ends', title: 'How does it end?', total: ended },
    definition: 'Of those who started and have ended.',
    parts: [
      { key: 'completed', text: 'Finished' },
      { key: 'job', text: 'For a job' },
      { key: 'transferred', text: 'Passed on' },
      { key: 'early', text: 'Early' },
      { key: 'end_unknown', text: 'Not known', missing: true },
    ],
  },
  {
    ...{ key: 'after', title: 'What comes after it?', total: { key: 'left', text: 'Ended 13 weeks ago' } },
    definition:
      'Of those who started and had ended at least 13 weeks ago: what the record holds of the 13 weeks from the end, the first of these that applies. A job: one that ended it, or that they held at any time (permitted work is none). Training: a course. Unpaid work: voluntary work, a work trial or a placement. Another service: they started with one. Nothing on file may be nothing, or something that nobody wrote down, so it counts as missing.',
    parts: [
      { key: 'after_job', text: 'A job' },
      { key: 'after_training', text: 'Training' },
      { key: 'after_unpaid', text: 'Unpaid work' },
      { key: 'after_service', text: 'Another service' },
      { key: 'after_nothing', text: 'Nothing on file', missing: true },
    ],
  },
  {
    ...{ key: 'confidence', title: 'Do people become more confident?', total: ended },
    definition:
      'Of those who started and have ended: what the person last said of their confidence, next to the beginning with the service. Whoever was not asked is missing.',
    parts: [
      { key: 'confidence_better', text: 'Better' },
      { key: 'confidence_same', text: 'The same' },
      { key: 'confidence_worse', text: 'Worse' },
      { key: 'confidence_unknown', text: 'Not asked', missing: true },
    ],
  },
  {
    ...{ key: 'wellbeing', title: 'Do people feel better?', total: ended },
    definition:
      'Of those who started and have ended: what the person last said of how they are in themselves, next to the beginning with the service. Whoever was not asked is missing.',
    parts: [
      { key: 'wellbeing_better', text: 'Better' },
      { key: 'wellbeing_same', text: 'The same' },
      { key: 'wellbeing_worse', text: 'Worse' },
      { key: 'wellbeing_unknown', text: 'Not asked', missing: true },
    ],
  },
  {
    ...{ key: 'accounts', title: 'Do the service and the person say the same?', total: ended },
    definition:
      'Of those who started and have ended: where both the service and the person said how confidence or well-being is next to the beginning, whether they say the same of all that both spoke of. Neither is taken to be right. Where one of them said nothing it is missing.',
    parts: [
      { key: 'accounts_same', text: 'The same' },
      { key: 'accounts_differ', text: 'Not the same' },
      { key: 'accounts_one', text: 'Not both told', missing: true },
    ],
  },
  {
    ...{ key: 'credit', title: 'Who shares in a job?', total: { key: 'led', text: 'A job followed' } },
    definition:
      'Of those who started: the first job that began after that, up to a year after the end with the service. Its contributors are every service with which the person had started by then and every key worker whom they had until then: each shares in it, and nobody alone. A job counts once for each referral before it, so the line of all counts shares and not jobs.',
    parts: [
      { key: 'credit_two', text: 'One or two contributors' },
      { key: 'credit_three', text: 'Three' },
      { key: 'credit_more', text: 'Four or more' },
    ],
    mean: { days: 'credit_sum', of: 'led', text: 'Mean number' },
  },
  {
    ...{ key: 'feedback', title: 'Does the service say how it is going?', total: { key: 'due', text: 'Due' } },
    definition: 'Of feedback that was agreed and due by now: received by its day, later, or not at all.',
    parts: [
      { key: 'in_time', text: 'In time' },
      { key: 'late', text: 'Late' },
      { key: 'not_come', text: 'Not come', missing: true },
    ],
  },
  {
    ...{ key: 'talk', title: 'Who calls whom?', total: { key: 'contacts', text: 'Contacts' } },
    definition: 'Contacts between workers and the service that were written down, by who began them.',
    parts: [
      { key: 'by_us', text: 'Begun by us' },
      { key: 'by_them', text: 'Begun by the service' },
    ],
  },
  {
    ...{
      key: 'handover',
      title: 'Are people handed back properly?',
      total: { key: 'handed_back', text: 'Handed back' },
    },
    definition:
      'Of those handed back: with a final report and a talk about it (a meeting of three or a hand-over), or without one of the two.',
    parts: [
      { key: 'proper', text: 'Report and talk' },
      { key: 'not_proper', text: 'Without one of them' },
    ],
  },
  {
    ...{ key: 'overlap', title: 'Do services overlap?', total: started },
    definition: 'Of those who started: with another service for the same need at the same time.',
    parts: [
      { key: 'overlapping', text: 'Overlap' },
      { key: 'alone', text: 'No overlap' },
    ],
  },
  {
    ...{
      key: 'gaps',
      title: 'Is there a gap from one service to the next?',
      total: { key: 'next', text: 'Went on to it' },
    },
    definition: 'Of those who started after another service of theirs had ended: days between, with their mean.',
    parts: [
      { key: 'no_gap', text: 'None' },
      { key: 'gap_weeks', text: '1 to 42 days' },
      { key: 'gap_long', text: 'Over 42 days' },
    ],
    mean: { days: 'gap_days', of: 'next', text: 'Mean days' },
  },
  {
    ...{ key: 'signposts', title: 'Do people get in touch themselves?', total: { key: 'given', text: 'Given' } },
    definition: 'Signposts that were given. They count towards no target. What nobody knows stands by itself.',
    parts: [
      { key: 'touched', text: 'Got in touch' },
      { key: 'not_touched', text: 'Did not' },
      { key: 'touch_unknown', text: 'Not known', missing: true },
    ],
  },
  {
    ...{ key: 'rated', title: 'What do people say?', total: { key: 'ratings', text: 'Asked' } },
    definition: 'Ratings by the people themselves, from 1 to 5. Counts alone, and nobody’s name.',
    parts: [
      { key: 'good', text: 'Good (4, 5)' },
      { key: 'middle', text: 'Neither (3)' },
      { key: 'bad', text: 'Bad (1, 2)' },
    ],
  },
  {
    ...{
      key: 'directives',
      title: 'Are directives passed over?',
      total: { key: 'directed', text: 'With a directive' },
    },
    definition: 'Of referrals for which a directive was shown: passed over with a reason, or not.',
    parts: [
      { key: 'passed_over', text: 'Passed over' },
      { key: 'followed', text: 'Not passed over' },
    ],
  },
];

/** The counts that are no parts of one whole: what each asks and how it is counted, for the page and the file. */
export const counts = {
  made: {
    title: 'How many referrals to services were made?',
    definition:
      'Referrals that were made in the period, signposts and enquiries left out; how many workers made them, and in how many areas.',
    expected:
      'Expected is what was on file for the days of the period: a 365th of the referrals a year for each day, in whole referrals. It is no target: more or fewer may be right for the people who came.',
  },
  coverage: {
    title: 'Does exactly one hold each person?',
    definition: 'Of people with an open referral today: held by exactly one case manager, or by nobody.',
  },
  freshness: {
    title: 'How fresh is the directory?',
    definition:
      'Of services that run today: checked by whoever keeps them, and not due to be checked again yet; due to be checked by now; never given a day. Counts of services, not of people.',
  },
  gaps: {
    title: 'What is missing?',
    definition:
      'For each need: people with a severe issue that speaks for it by its latest rating, services that offer it now, and in the period referrals made, declined by a service, and needs for which nothing was found after looking.',
  },
} as const;
