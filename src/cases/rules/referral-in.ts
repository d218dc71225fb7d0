/** Referral in: its states, who sends it, and what the sender sees. What is asked: referral-questions.ts. Pure. */
import type { ProgrammeDocument } from '../../programmes/rules.ts';

export const referralStates = ['sent', 'more asked', 'answered', 'accepted', 'declined', 'withdrawn'] as const;
/** Where a referral to the programme stands. */
export type ReferralState = (typeof referralStates)[number];
/** What can be done to it: by those who decide, or by whom it was sent. */
export type ReferralMove = 'ask' | 'answer' | 'accept' | 'decline' | 'withdraw';

const open: readonly ReferralState[] = ['sent', 'more asked', 'answered'];

/** From which states a referral comes into a state, and by which move; what it is called for those who decide and for its sender. */
export const referralTransitions: Record<
  ReferralState,
  { text: string; colour: string; by: ReferralMove | null; from: readonly ReferralState[]; next: string }
> = {
  sent: {
    text: 'To decide',
    colour: 'govuk-tag--blue',
    by: null,
    from: [],
    next: 'We read it and answer',
  },
  'more asked': {
    text: 'Question asked',
    colour: 'govuk-tag--yellow',
    by: 'ask',
    from: ['sent', 'answered'],
    next: 'Answer our question, so that we can decide',
  },
  answered: {
    text: 'Question answered',
    colour: 'govuk-tag--blue',
    by: 'answer',
    from: ['more asked'],
    next: 'We read your answer and decide',
  },
  accepted: {
    text: 'Accepted',
    colour: 'govuk-tag--green',
    by: 'accept',
    from: open,
    next: 'We contact the person to arrange a first meeting. There is nothing you need to do',
  },
  declined: {
    text: 'Declined',
    colour: 'govuk-tag--red',
    by: 'decline',
    from: open,
    next: 'There is no further step. Tell the person, if you have not yet',
  },
  withdrawn: {
    text: 'Withdrawn',
    colour: 'govuk-tag--grey',
    by: 'withdraw',
    from: open,
    next: 'There is no further step',
  },
};

/** The state that a move leads to. */
export const stateAfter: Record<ReferralMove, ReferralState> = {
  ask: 'more asked',
  answer: 'answered',
  accept: 'accepted',
  decline: 'declined',
  withdraw: 'withdrawn',
};

/** May this be done to a referral that stands here? */
export const mayMove = (from: ReferralState, move: ReferralMove): boolean =>
  referralTransitions[stateAfter[move]].from.includes(from);

/** Waits for a decision: nobody has accepted, declined or withdrawn it. */
export const isOpen = (state: ReferralState): boolean => open.includes(state);

/** Who sends a referral. The code of the programme's list of sources that it stands for. */
export const senders = [
  { value: 'work_coach', text: 'Work Coach or other Jobcentre Plus staff', source: 'jobcentre_plus' },
  { value: 'gp', text: 'GP or other health practice', source: 'gp' },
  { value: 'other', text: 'Somebody else', source: 'other' },
] as const;
/** A route by which a referral came, and the code of the programme's list of sources that it stands for. */
type Sender = { value: string; text: string; source: string };

/**
 * Who may send a referral to a programme: Jobcentre Plus, GPs and others; where the programme knows no Jobcentre Plus, its own
 * sources and others.
 */
export function sendersOf({ referralSources }: Pick<ProgrammeDocument, 'referralSources'>): readonly Sender[] {
  if (referralSources.some(({ code }) => code === 'jobcentre_plus')) return senders;
  const own = referralSources.filter(({ code }) => code !== 'self' && code !== 'other');
  return [
    ...own.map(({ code, label }) => ({ value: code, text: label, source: code })),
    ...senders.filter(({ value }) => value === 'other'),
  ];
}

const themself = { value: 'self', text: 'The person themself', source: 'self' } as const;

/** The words of a route, 'The person themself' among them. */
export const senderText = (route: string): string =>
  [...senders, themself].find(({ value }) => value === route)?.text ?? plain(route);
/** The words of a code that no list here has: 'case_manager' is 'Case manager'. */
const plain = (route: string): string => `${route.charAt(0).toUpperCase()}${route.slice(1).replaceAll('_', ' ')}`;
/** The source of referral that a route stands for, as eligibility asks for it. */
export const sourceOf = (route: string, document: Pick<ProgrammeDocument, 'referralSources'>): string =>
  [...senders, themself, ...sendersOf(document)].find(({ value }) => value === route)?.source ?? 'other';

/** The initials by which a sender knows which referral this is: they see no more of the person. */
export function initialsOf(values: Readonly<Record<string, unknown>>): string {
  return ['given_name', 'family_name']
    .map((name) => String(values[name] ?? '').trim())
    .filter((name) => name !== '')
    .map((name) => `${Array.from(name)[0]?.toLocaleUpperCase('en')}.`)
    .join(' ');
}

/** What was missing from a referral, and what helped: short answers for the note back to its sender. */
export const qualityTicks = {
  missing: {
    phone: 'A telephone number that works',
    safe_contact: 'How it is safe to reach them',
    wants: 'What the person wants',
    health: 'What they need because of their health or access',
    agreement: 'That the person knew and agreed',
    eligibility: 'Facts that the programme’s rules ask for',
  },
  helped: {
    told: 'You had told them about the programme',
    wants: 'You wrote what they want',
    reach: 'You said how to reach them best',
    handover: 'You came to a warm handover',
    stayed: 'You stayed in touch until the first meeting',
  },
} as const;

/** The note back as it is kept. */
export type Quality = { missing: string[]; helped: string[]; text: string | null };

/** The note as it was ticked and typed: codes that are not in the lists are left out. */
export function qualityFrom(missing: unknown, helped: unknown, text: string | null): Quality {
  const known = (given: unknown, list: Record<string, string>) =>
    (Array.isArray(given) ? given : [given]).filter(
      (code): code is string => typeof code === 'string' && Object.hasOwn(list, code),
    );
  return { missing: known(missing, qualityTicks.missing), helped: known(helped, qualityTicks.helped), text };
}
