/** What a service asks for before somebody is referred: what is held, asking for approval, and deciding. */
import { Type } from 'typebox';
import { can } from '../../access/rules/policy.ts';
import { type Reply, type Route, route } from '../../access/rules/route.ts';
import { caseRecord } from '../../cases/actions/record.ts';
import { type Approval, approvals } from '../../directory/rules/codes.ts';
import { typedText } from '../../kit/form.ts';
import { versionOf } from '../../kit/record-form.ts';
import { approvalsOf, askApproval, decideApproval, holdApproval } from '../actions/approvals.ts';
import type { ReferralRow } from '../actions/move.ts';
import { approvalsHtml } from '../pages/approvals.ts';
import {
  answered,
  atOf,
  type Case,
  framed,
  hrefOf,
  problemsHtml,
  type ReferralParams,
  referralOf,
  referralParams,
  signedIn,
} from './shared.ts';

async function approvalsPage(
  context: Case<ReferralParams>,
  row: ReferralRow,
  problems: readonly string[] = [],
): Promise<Reply> {
  const { db, actor, record, csrf, body } = context;
  const rows = await approvalsOf(db, row.id);
  return framed(context, {
    title: 'What must be there first',
    back: { href: hrefOf(row), text: row.service_name },
    wrong: problems.length > 0,
    main: approvalsHtml({
      ...{ row, rows, csrf, problems: problemsHtml(problems), typed: body ?? {} },
      mayDecide: can(actor, 'service.approve', record) && !rows.some(({ asked_by }) => asked_by === actor.userId),
    }),
  });
}

const mostWords = 2000;

/** Approvals. Whoever refers holds and asks; a manager decides. */
export const approvalRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/referrals/:serviceReferralId/approvals',
    can: 'service.refer',
    audit: { read: 'referral' },
    params: referralParams,
    record: caseRecord,
    handle: async (context) => approvalsPage({ ...context, body: {} }, await referralOf(context)),
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/referrals/:serviceReferralId/approvals',
    can: 'service.refer',
    audit: { event: 'service referral.approval held' },
    params: referralParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record, body } = context;
      const row = await referralOf(context);
      const seen = { ...row, version: versionOf(body) };
      const at = atOf(context);
      const artefact = typedText(body, 'artefact');
      const again = (problems: readonly string[]) => approvalsPage(context, row, problems);
      if (artefact === '') {
        const done = await askApproval(db, signedIn(actor), seen, record, at);
        return answered(row, done, 'Approval is asked. The managers are told', again);
      }
      const words = typedText(body, `words_${artefact}`);
      const what = Object.hasOwn(approvals, artefact) ? approvals[artefact as Approval].toLowerCase() : 'it';
      if (words === '') return again([`Write what there is: ${what}`]);
      if (words.length > mostWords) return again([`Use ${mostWords} characters or fewer: ${what}`]);
      const done = await holdApproval(db, signedIn(actor), seen, { artefact, words, heldOn: at.today }, at);
      return done.outcome === 'done'
        ? approvalsPage({ ...context, body: {} }, await referralOf(context))
        : answered(row, done, '', again);
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/referrals/:serviceReferralId/approvals/:decision',
    can: 'service.approve',
    audit: { event: 'service referral.approved' },
    params: Type.Object({ ...referralParams.properties, decision: Type.Enum(['approve', 'refuse']) }),
    record: caseRecord,
    async handle(context) {
      const { db, actor, body, params } = context;
      const row = await referralOf(context);
      const reason = typedText(body, 'reason').slice(0, mostWords);
      const approve = params.decision === 'approve';
      const given = { approve, reason: reason === '' ? null : reason };
      const seen = { ...row, version: versionOf(body) };
      const done = await decideApproval(db, signedIn(actor), seen, given, atOf(context));
      return answered(row, done, approve ? 'Approved' : 'Not approved', (problems) =>
        approvalsPage(context, row, problems),
      );
    },
  }),
];
