/** What the page of a referral reads besides the referral. */
import type { Sql } from '../../kit/db.ts';
import * as store from '../store/page.ts';
import { referralsOfCase as ofCase, type ReferralRow } from '../store/referrals.ts';

export type { AppointmentRow, FeedbackRow, HistoryRow } from '../store/page.ts';

/** What happened to a referral, the latest first. */
export const historyOf = (sql: Sql, referralId: string): Promise<store.HistoryRow[]> =>
  store.historyOf(sql, { referralId });
/** Its appointments at the service, the latest first. */
export const appointmentsOf = (sql: Sql, referralId: string): Promise<store.AppointmentRow[]> =>
  store.appointmentsOf(sql, { referralId });
/** Enquiries, signposts and referrals of a case, the open ones first, then the latest. */
export const referralsOfCase = (sql: Sql, caseId: string): Promise<ReferralRow[]> => ofCase(sql, { caseId });
/** What the service, the person and the worker told of it, the latest first. */
export const feedbackOf = (sql: Sql, referralId: string): Promise<store.FeedbackRow[]> =>
  store.feedbackOf(sql, { referralId });
