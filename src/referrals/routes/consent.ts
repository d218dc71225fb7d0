/** Asking what may be told, item by item; and the person changing their mind. */
import { type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { caseRecord } from '../../cases/actions/record.ts';
import { choicesOf } from '../../directory/rules/codes.ts';
import { type Errors, type Question, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { consentsFor, giveConsent, withdrawConsent, wordingFor } from '../actions/consent.ts';
import type { ReferralRow } from '../actions/move.ts';
import { consentHtml, withdrawAbove } from '../pages/consent.ts';
import { consentWays } from '../rules/consent.ts';
import { itemsFrom } from '../rules/payload.ts';
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

const howQuestions = (today: string): Question[] => [
  {
    ...{ kind: 'choice', name: 'how', label: 'How did they say so?', choices: choicesOf(consentWays) },
    required: 'Say how they agreed',
  },
  {
    ...{ kind: 'day', name: 'given', label: 'When?', required: 'Enter the day' },
    latest: { day: today, message: 'Enter a day that is today or in the past' },
  },
];
const withdrawQuestions = (today: string): Question[] => [
  {
    ...{ kind: 'day', name: 'day', label: 'When did they say so?', required: 'Enter the day' },
    latest: { day: today, message: 'Enter a day that is today or in the past' },
  },
  { kind: 'long text', name: 'words', label: 'In their words', most: 1000, rows: 3 },
];

/** The items that a form ticked. */
const ticked = (body: Typed): string[] => {
  const { items } = body;
  return typeof items === 'string' ? [items] : [...(items ?? [])];
};

async function consentPage(
  context: Case<ReferralParams>,
  row: ReferralRow,
  typed: Typed,
  wrong: { errors?: Errors; problems?: readonly string[] } = {},
): Promise<Reply> {
  const today = context.clock.today().toString();
  const asked = itemsFrom(row.asks);
  const chosen = ticked(typed);
  const { wording } = await wordingFor(context.db, row, asked, today);
  const [latest] = await consentsFor(context.db, row.case_id, row.service_id);
  return framed(context, {
    title: 'What may be told',
    back: { href: hrefOf(row), text: row.service_name },
    wrong: wrong.errors !== undefined || wrong.problems !== undefined,
    main: consentHtml({
      ...{ row, asked, chosen, wording, latest, csrf: context.csrf, typed, errors: wrong.errors ?? {} },
      ...{ questions: howQuestions(today), problems: problemsHtml(wrong.problems ?? []) },
      version: Number(typed.version ?? row.version),
    }),
  });
}

function withdrawPage(
  context: Case<ReferralParams>,
  row: ReferralRow,
  typed: Typed,
  wrong: { errors?: Errors; problems?: readonly string[] } = {},
): Reply {
  const href = hrefOf(row);
  return framed(context, {
    title: 'Withdraw consent',
    back: { href, text: row.service_name },
    wrong: wrong.errors !== undefined || wrong.problems !== undefined,
    main: recordForm({
      ...{ title: 'Withdraw consent', action: `${href}/consent/withdraw`, csrf: context.csrf, typed },
      ...{ questions: withdrawQuestions(context.clock.today().toString()), errors: wrong.errors },
      version: Number(typed.version ?? row.version),
      above: withdrawAbove(row, problemsHtml(wrong.problems ?? [])),
      ...{ save: 'Withdraw consent', cancel: href },
    }),
  });
}

/** Consent. */
export const consentRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/referrals/:serviceReferralId/consent',
    can: 'service.refer',
    audit: { read: 'referral' },
    params: referralParams,
    record: caseRecord,
    async handle(context) {
      const row = await referralOf(context);
      const today = context.clock.today().toString();
      return consentPage(context, row, typedFrom(howQuestions(today), { given: today }));
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/referrals/:serviceReferralId/consent',
    can: 'service.refer',
    audit: { event: 'service referral.consent given' },
    params: referralParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, body, clock } = context;
      const row = await referralOf(context);
      const read = readForm(howQuestions(clock.today().toString()), body);
      if (!read.ok) return consentPage(context, row, body, { errors: read.errors });
      const how = String(read.values.how) as keyof typeof consentWays;
      const given = { items: ticked(body), how, givenOn: String(read.values.given) };
      const done = await giveConsent(db, actor, { ...row, version: versionOf(body) }, given, atOf(context));
      return answered(row, done, 'What may be told is written down', (problems) =>
        consentPage(context, row, body, { problems }),
      );
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/referrals/:serviceReferralId/consent/withdraw',
    can: 'service.refer',
    audit: { read: 'referral' },
    params: referralParams,
    record: caseRecord,
    async handle(context) {
      const today = context.clock.today().toString();
      return withdrawPage(context, await referralOf(context), typedFrom(withdrawQuestions(today), { day: today }));
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/referrals/:serviceReferralId/consent/withdraw',
    can: 'service.refer',
    audit: { event: 'service referral.consent withdrawn' },
    params: referralParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, body, clock } = context;
      const row = await referralOf(context);
      const read = readForm(withdrawQuestions(clock.today().toString()), body);
      if (!read.ok) return withdrawPage(context, row, body, { errors: read.errors });
      const { day, words } = read.values;
      const seen = { ...row, version: versionOf(body) };
      const given = { day: String(day), words: typeof words === 'string' ? words : null };
      const done = await withdrawConsent(db, actor, seen, given, atOf(context));
      if (done.outcome !== 'done')
        return answered(row, done, '', (problems) => withdrawPage(context, row, body, { problems }));
      const { stopped, told } = done;
      return redirect(
        hrefOf(row),
        told > 0
          ? 'Consent is withdrawn. The service is shown nothing more. Agree with the person whether it goes on'
          : stopped > 0
            ? 'Consent is withdrawn, and what was not sent yet is stopped'
            : 'Consent is withdrawn',
      );
    },
  }),
];
