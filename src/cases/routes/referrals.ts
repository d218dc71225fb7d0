import { Type } from 'typebox';
import { userNames } from '../../access/actions.ts';
import { type Context, notFound, page, type Route, route } from '../../access/rules/route.ts';
import { dayOf } from '../../kit/clock.ts';
import type { Sql } from '../../kit/db.ts';
import { noHtml } from '../../kit/html.ts';
import { programmeOn } from '../../programmes/actions.ts';
import {
  declineReasonsOf,
  holidaysOf,
  labelOf,
  type ProgrammeDocument,
  referralClockOf,
} from '../../programmes/rules.ts';
import { knownAlready } from '../actions/lists.ts';
import { type ReferralIn, referralsFor, referralToDecide } from '../actions/referral-in.ts';
import { type Clocked, queueHtml, referralHtml } from '../pages/referrals.ts';
import { clockOf } from '../rules/referral-clock.ts';
import { mayMove } from '../rules/referral-in.ts';
import { personFrom } from '../rules/referral-questions.ts';
import { knownHtml } from './refer.ts';

const perPage = 50;
/** The params of every route below `/referrals/:referralId`. */
export const referralParams = Type.Object({ referralId: Type.String({ format: 'uuid' }) });
export type ReferralContext = Context<{ referralId: string }, unknown, { referral: ReferralIn }>;

/** The document of a programme on a day; a programme that has referrals has one. */
export async function documentFor(sql: Sql, programmeId: string, today: string): Promise<ProgrammeDocument> {
  return (await programmeOn(sql, programmeId, today))?.document ?? notFound();
}

/** Both clocks of a referral: each stops with what it waits for. */
export function clocked(referral: ReferralIn, document: ProgrammeDocument, today: string, timeZone: string): Clocked {
  const limits = referralClockOf(document);
  const startedOn = dayOf(referral.sent_at, timeZone);
  const answeredOn = referral.decided_at === null ? null : dayOf(referral.decided_at, timeZone);
  const holidays = holidaysOf(document);
  return {
    referral,
    sentOn: startedOn,
    answer: clockOf({ startedOn, stoppedOn: answeredOn, limit: limits.acknowledgeWithin }, today, holidays),
    meeting: clockOf({ startedOn, stoppedOn: null, limit: limits.firstMeetingWithin }, today, holidays),
  };
}

/** Somebody who is likely to be known already: said before a decision, and of a hidden record only that one must ask. */
async function warning({ db, actor, record }: ReferralContext) {
  if (!mayMove(record.referral.state, 'accept')) return noHtml;
  const known = await knownAlready(db, actor, personFrom(record.referral.answers));
  if (known.length === 0) return noHtml;
  return knownHtml(known);
}

/** The queue of referrals to the programme, and one of them. */
export const referralsRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/referrals',
    can: 'referral_in.decide',
    audit: { read: 'referrals to decide' },
    query: Type.Object({
      show: Type.Optional(Type.Enum(['', 'decided'])),
      from: Type.Optional(Type.String({ format: 'uuid' })),
    }),
    async handle({ db, actor, clock, timeZone, query }) {
      const today = clock.today().toString();
      const open = query.show !== 'decided';
      const { referrals, next } = await referralsFor(db, actor, { open, from: query.from ?? null, limit: perPage });
      const documents = new Map<string, ProgrammeDocument>();
      for (const id of new Set(referrals.map((one) => one.programme_id)))
        documents.set(id, await documentFor(db, id, today));
      const rows = referrals.map((one) =>
        clocked(one, documents.get(one.programme_id) as ProgrammeDocument, today, timeZone),
      );
      return page({
        title: open ? 'Referrals to decide' : 'Referrals that were decided',
        wide: true,
        main: queueHtml({ open, rows, next }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/referrals/:referralId',
    can: 'referral_in.decide',
    audit: { read: 'referral' },
    params: referralParams,
    record: referralToDecide,
    async handle(context) {
      const { db, clock, timeZone, record } = context;
      const { referral } = record;
      const document = await documentFor(db, referral.programme_id, clock.today().toString());
      const by = referral.decided_by;
      const names = await userNames(db, [by]);
      return page({
        title: `Referral ${referral.reference}`,
        back: { href: '/referrals', text: 'Referrals to decide' },
        main: referralHtml({
          clocked: clocked(referral, document, clock.today().toString(), timeZone),
          known: await warning(context),
          timeZone,
          reason:
            referral.state === 'declined' && referral.state_reason !== null
              ? labelOf(declineReasonsOf(document), referral.state_reason)
              : referral.state_reason,
          decidedBy: by === null ? null : (names.get(by) ?? null),
        }),
      });
    },
  }),
];
