/** The referrals of a case, and the page of one. */
import { type Actor, can } from '../../access/rules/policy.ts';
import { type Route, redirect, route } from '../../access/rules/route.ts';
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import { together } from '../../kit/together.ts';
import { consentsFor } from '../actions/consent.ts';
import { appointmentsOf, feedbackOf, historyOf, referralsOfCase } from '../actions/history.ts';
import { endLinks, linksOf } from '../actions/links.ts';
import type { ReferralRow } from '../actions/move.ts';
import { sentOf } from '../actions/send.ts';
import { feedbackHtml } from '../pages/feedback.ts';
import { listHtml } from '../pages/list.ts';
import { referralHtml } from '../pages/one.ts';
import { doingsFor } from '../rules/doings.ts';
import { overlapsOf } from '../rules/overlap.ts';
import { atOf, framed, hrefOf, referralOf, referralParams } from './shared.ts';

/** Whether somebody reads the sensitive reason of something: the worker who holds the case, who covers, or whoever wrote it. */
export function readsReason(
  actor: Actor,
  head: Pick<CaseHead, 'programmeId' | 'case'>,
  row: Pick<ReferralRow, 'made_by'>,
) {
  const keyWorker = head.case.keyWorkerId;
  const holds = actor.memberships.some(
    ({ programmeId, staffId, covers }) =>
      programmeId === head.programmeId &&
      keyWorker !== null &&
      (staffId === keyWorker || (covers ?? []).includes(keyWorker)),
  );
  return ({ by }: { by: string | null }): boolean =>
    holds || (actor.userId !== null && (row.made_by === actor.userId || by === actor.userId));
}

/** The list of a case's referrals, and each on a page of its own. */
export const oneRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/referrals',
    can: 'service.refer',
    audit: { read: 'referrals' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, record, clock } = context;
      const rows = await referralsOfCase(db, record.caseId);
      const view = { caseId: record.caseId, rows, overlaps: overlapsOf(rows), today: clock.today().toString() };
      return framed(context, { title: 'Services', main: listHtml(view) });
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/referrals/:serviceReferralId',
    can: 'service.refer',
    audit: { read: 'referral' },
    params: referralParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record, clock, timeZone, csrf } = context;
      const row = await referralOf(context);
      const { id, case_id: caseId, service_id: serviceId } = row;
      const [all, consents, history, appointments, sent, feedback, links] = await together(db, [
        (sql) => referralsOfCase(sql, caseId),
        (sql) => consentsFor(sql, caseId, serviceId),
        (sql) => historyOf(sql, id),
        (sql) => appointmentsOf(sql, id),
        (sql) => sentOf(sql, id),
        (sql) => feedbackOf(sql, id),
        (sql) => linksOf(sql, id, clock.now()),
      ]);
      const linked = all.filter((one) => one.id === row.parent_id || one.parent_id === row.id);
      const main = referralHtml({
        ...{ row, linked, can: doingsFor(row), mayApprove: can(actor, 'service.approve', record) },
        ...{ history, appointments, sent, links, csrf },
        consent: consents[0],
        reads: readsReason(actor, record, row),
        overlap: overlapsOf(all)
          .filter(({ ids }) => ids.includes(row.id))
          .map(({ words }) => words),
        feedback: feedbackHtml(row, feedback),
        today: clock.today().toString(),
        timeZone,
      });
      const back = { href: `/cases/${record.caseId}/referrals`, text: 'Services' };
      return framed(context, { title: row.service_name, main, back });
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/referrals/:serviceReferralId/links/end',
    can: 'service.refer',
    audit: { event: 'service referral.links ended' },
    params: referralParams,
    record: caseRecord,
    async handle(context) {
      const row = await referralOf(context);
      const done = await endLinks(context.db, context.actor, row.id, atOf(context));
      return redirect(
        hrefOf(row),
        done === 'ended'
          ? 'The links are ended. Ask the service again to send it a new one'
          : 'Nothing was changed: there is no link that works',
      );
    },
  }),
];
