/** Sending the person a confirmation of a referral, which they see on their telephone or in the post. */
import { notFound, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { caseRecord } from '../../cases/actions/record.ts';
import { type Errors, readForm, type Typed } from '../../kit/form.ts';
import { versionOf } from '../../kit/record-form.ts';
import type { Channel } from '../../messages/rules/channel.ts';
import { previewConfirmation, sendConfirmation } from '../actions/confirm.ts';
import type { ReferralRow } from '../actions/move.ts';
import { checkConfirmHtml, confirmHtml } from '../pages/confirm.ts';
import { canConfirm, confirmQuestions } from '../rules/confirmation.ts';
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
} from './shared.ts';

const title = 'Send them a confirmation';

function askPage(
  context: Case<ReferralParams>,
  row: ReferralRow,
  typed: Typed,
  wrong: { errors?: Errors; problems?: readonly string[] } = {},
): Reply {
  const { errors, problems } = wrong;
  return framed(context, {
    title,
    back: { href: hrefOf(row), text: row.service_name },
    wrong: errors !== undefined || problems !== undefined,
    main: confirmHtml({
      ...{ row, questions: confirmQuestions, typed, errors: errors ?? {}, csrf: context.csrf },
      problems: problemsHtml(problems ?? []),
    }),
  });
}

/** Confirmations. */
export const confirmRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/referrals/:serviceReferralId/confirmation/send',
    can: 'service.refer',
    audit: { read: 'referral' },
    params: referralParams,
    record: caseRecord,
    async handle(context) {
      const row = await referralOf(context);
      return canConfirm(row) ? askPage(context, row, {}) : notFound();
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/referrals/:serviceReferralId/confirmation/send',
    can: 'service.refer',
    audit: { event: 'message.written' },
    params: referralParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, body, csrf, timeZone } = context;
      const row = await referralOf(context);
      if (body.do === 'change') return askPage(context, row, body);
      const read = readForm(confirmQuestions, body);
      if (!read.ok) return askPage(context, row, body, { errors: read.errors });
      const channel = typeof read.values.channel === 'string' ? (read.values.channel as Channel) : null;
      const given = { named: read.values.named === 'yes', channel, timeZone };
      const at = atOf(context);
      if (body.do === 'send') {
        const done = await sendConfirmation(db, actor, { ...row, version: versionOf(body) }, given, at);
        if (done.outcome !== 'done')
          return answered(row, done, '', (problems) => askPage(context, row, body, { problems }));
        const said = done.channel === 'letter' ? 'The letter waits to be printed' : 'The confirmation is in the outbox';
        return redirect(hrefOf(row), said);
      }
      const made = canConfirm(row) ? await previewConfirmation(db, row, given, at) : notFound();
      if (made === null) return notFound();
      if (!made.ok) return askPage(context, row, body, { problems: [made.why] });
      const kept = { named: given.named ? 'yes' : 'no', ...(channel === null ? {} : { channel }) };
      return framed(context, {
        title: 'Check the confirmation',
        back: { href: hrefOf(row), text: row.service_name },
        main: checkConfirmHtml({ row, made, kept, csrf }),
      });
    },
  }),
];
