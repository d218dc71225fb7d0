import { Type } from 'typebox';
import { type Actor, programmesOf } from '../../access/rules/policy.ts';
import { type Context, notFound, type Page, page, type Route, redirect, route } from '../../access/rules/route.ts';
import { dayOf } from '../../kit/clock.ts';
import type { Sql } from '../../kit/db.ts';
import { type Errors, errorsAbove, type Question, readForm, type Typed } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import { listProgrammes, programmeOn } from '../../programmes/actions.ts';
import { declineReasonsOf, holidaysOf, labelOf, referralClockOf } from '../../programmes/rules.ts';
import { momentOf, referralsSentBy, type SentReferral, senderOf, sentReferral } from '../actions/referral-in.ts';
import { answerReferral, withdrawReferral } from '../actions/referral-moves.ts';
import { sentHtml, sentListHtml } from '../pages/referring.ts';
import { clockOf } from '../rules/referral-clock.ts';
import { mayMove } from '../rules/referral-in.ts';
import { questionsPage, referralForm, referralStep } from './referral-form.ts';

const perPage = 50;
const sentParams = Type.Object({ sentId: Type.String({ format: 'uuid' }) });
type Of = Context<{ sentId: string }, unknown, { sent: SentReferral }>;

async function programmeFor(sql: Sql, actor: Actor, key: string, today: string) {
  const all = await listProgrammes(sql, { day: today, ids: programmesOf(actor, 'referral_in.send') });
  return (key === '' ? all[0] : all.find((one) => one.key === key)) ?? notFound();
}

const replyQuestions: readonly Question[] = [
  { kind: 'long text', name: 'reply', label: 'Your answer', required: 'Enter your answer', most: 2000, rows: 5 },
];
const withdrawQuestions: readonly Question[] = [
  { kind: 'text', name: 'reason', label: 'Why do you withdraw it?', hint: 'You can leave this empty', most: 300 },
];

/** What a sender sees of one referral: its status, and what they can do now. */
async function sentPage(
  context: Of,
  sent: SentReferral,
  typed: Typed = {},
  errors: Errors = {},
  stale = false,
): Promise<Page> {
  const { db, clock, csrf, timeZone } = context;
  const today = clock.today().toString();
  const document = (await programmeOn(db, sent.programmeId, today))?.document ?? notFound();
  const startedOn = dayOf(sent.sentAt, timeZone);
  const limit = referralClockOf(document).acknowledgeWithin;
  const { dueOn } = clockOf({ startedOn, stoppedOn: null, limit }, today, holidaysOf(document));
  const questions = errors.reply === undefined ? withdrawQuestions : replyQuestions;
  return page({
    title: `Referral ${sent.reference}`,
    back: { href: '/referring', text: 'Your referrals' },
    ...(stale ? { status: 409, error: true } : Object.keys(errors).length > 0 ? { status: 422, error: true } : {}),
    main: html`${errorsAbove(questions, errors)}${sentHtml({
      questions: { reply: replyQuestions, withdraw: withdrawQuestions },
      sent: { ...sent, reason: sent.reason === null ? null : labelOf(declineReasonsOf(document), sent.reason) },
      sentOn: startedOn,
      answerBy: sent.state === 'sent' ? dueOn : null,
      csrf,
      typed,
      errors,
      stale,
      mayReply: mayMove(sent.state, 'answer'),
      mayWithdraw: mayMove(sent.state, 'withdraw'),
    })}`,
  });
}

/** A change by the sender: read, saved, or shown again with what was wrong. */
function change(
  path: 'reply' | 'withdraw',
  event: string,
  questions: readonly Question[],
  save: (context: Of, values: Record<string, unknown>, version: number) => Promise<{ outcome: 'saved' | 'stale' }>,
  notice: string,
): Route {
  return route({
    method: 'POST',
    path: `/referring/:sentId/${path}`,
    can: 'referral_in.own',
    audit: { event },
    params: sentParams,
    record: sentReferral,
    async handle(context) {
      const { sent } = context.record;
      const read = readForm(questions, context.body);
      if (!read.ok) return sentPage(context, sent, context.body, read.errors);
      const { outcome } = await save(context, read.values, versionOf(context.body));
      if (outcome === 'saved') return redirect(`/referring/${sent.id}`, notice);
      // What the referral is now, with what was typed kept in the form where it still has one.
      const now = await sentReferral.load(context.db, sent.id);
      return sentPage(context, now?.sent ?? sent, context.body, {}, true);
    },
  });
}

/** Referrals to the programme as their senders see them: a form, and the status of what they sent. */
export const referringRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/referring',
    can: 'referral_in.own',
    audit: { read: 'referrals that they sent' },
    query: Type.Object({ before: Type.Optional(Type.String({ format: 'uuid' })) }),
    async handle({ db, actor, query, timeZone }) {
      const { sent, next } = await referralsSentBy(db, actor.userId ?? '', query.before ?? null, perPage);
      return page({ title: 'Your referrals', main: sentListHtml(sent, next, (moment) => dayOf(moment, timeZone)) });
    },
  }),
  route({
    method: 'GET',
    path: '/referring/new',
    can: 'referral_in.send',
    audit: 'nothing',
    query: Type.Object({ programme: Type.Optional(Type.String({ maxLength: 80 })) }),
    async handle(context) {
      const { db, actor, clock, csrf, query } = context;
      const programme = await programmeFor(db, actor, query.programme ?? '', clock.today().toString());
      const form = await referralForm(context, programme, 'them', '/referring/new');
      return questionsPage(form, csrf, await senderOf(db, actor.userId ?? ''));
    },
  }),
  route({
    method: 'POST',
    path: '/referring/new',
    can: 'referral_in.send',
    audit: { event: 'referral_in.sent' },
    async handle(context) {
      const { db, actor, clock, body } = context;
      const programme = await programmeFor(db, actor, String(body.programme ?? ''), clock.today().toString());
      const form = await referralForm(context, programme, 'them', '/referring/new');
      const step = await referralStep(context, form, async () => true);
      if (step === 'too many' || 'kind' in step) return step === 'too many' ? notFound() : step;
      return redirect(`/referring/${step.id}`, `Referral ${step.reference} sent`);
    },
  }),
  route({
    method: 'GET',
    path: '/referring/:sentId',
    can: 'referral_in.own',
    audit: { read: 'referral that they sent' },
    params: sentParams,
    record: sentReferral,
    handle: (context) => sentPage(context, context.record.sent),
  }),
  change(
    'reply',
    'referral_in.answered',
    replyQuestions,
    ({ db, actor, record, clock, timeZone }, values, version) =>
      answerReferral(db, actor, record.sent, {
        version,
        reply: String(values.reply),
        at: momentOf(clock, timeZone),
        today: clock.today().toString(),
      }),
    'Your answer was sent',
  ),
  change(
    'withdraw',
    'referral_in.withdrawn',
    withdrawQuestions,
    ({ db, actor, record, clock, timeZone }, values, version) =>
      withdrawReferral(db, actor, record.sent, {
        version,
        reason: values.reason as string | null,
        at: momentOf(clock, timeZone),
        today: clock.today().toString(),
      }),
    'Referral withdrawn',
  ),
];
