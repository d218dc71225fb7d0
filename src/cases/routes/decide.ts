/** A decision about a referral to the programme: a form of its own, and what came of it. */
import { userNames } from '../../access/actions.ts';
import { can } from '../../access/rules/policy.ts';
import { type Page, page, type Route, redirect, route } from '../../access/rules/route.ts';
import { showMoment } from '../../kit/clock.ts';
import { type Answer, type Errors, errorsAbove, fields, type Question, readForm, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionField, versionOf } from '../../kit/record-form.ts';
import { button, warningText } from '../../kit/ui/index.ts';
import { findReferral, momentOf, type ReferralIn, referralToDecide } from '../actions/referral-in.ts';
import type { Decided } from '../actions/referral-moves.ts';
import { aboutWhom } from '../pages/referrals.ts';
import { tooLateHtml } from '../pages/too-late.ts';
import { mayMove, type ReferralMove, type ReferralState } from '../rules/referral-in.ts';
import { type ReferralContext, referralParams } from './referrals.ts';

type Saved = Decided | { outcome: 'refused'; errors: Errors };
type Prepared = { questions: readonly Question[]; filled?: Typed; above?: Html; between?: (typed: Typed) => Html };

/** A decision about a referral: a form of its own, what it asks, and what saves it. */
export type Decision = {
  path: string;
  title: string;
  event: string;
  notice: string;
  button: string;
  /** Null for a note, which every referral can have. */
  move: ReferralMove | null;
  prepare(context: ReferralContext): Promise<Prepared>;
  save(context: ReferralContext, values: Record<string, Answer>, version: number): Promise<Saved>;
};

/** The day and the moment of the site's clock. */
export const now = ({ clock, timeZone }: ReferralContext) => ({
  at: momentOf(clock, timeZone),
  today: clock.today().toString(),
});

function decisionPage(
  decision: Decision,
  context: ReferralContext,
  prepared: Prepared,
  view: { typed: Typed; errors?: Errors; version: number; stale?: boolean },
): Page {
  const { referral } = context.record;
  const { typed, errors = {}, version, stale } = view;
  const wrong = Object.keys(errors).length > 0;
  const title = decision.title;
  return page({
    title: `${title}: ${referral.reference}`,
    back: { href: `/referrals/${referral.id}`, text: `Referral ${referral.reference}` },
    ...(stale === true ? { status: 409, error: true } : wrong ? { status: 422, error: true } : {}),
    main: html`${errorsAbove(prepared.questions, errors)}<span class="govuk-caption-l">${aboutWhom(referral)}</span>
<h1 class="govuk-heading-l">${title}</h1>
${stale === true ? warningText({ iconFallbackText: 'Warning', text: 'Nothing was saved: this referral changed while you had it open. What you typed is below. Read the referral again, then save.' }) : noHtml}
${prepared.above ?? noHtml}
<form method="post" action="/referrals/${referral.id}/${decision.path}" novalidate>
${context.csrf}${versionField(version)}
${prepared.between?.(typed) ?? noHtml}
${fields(prepared.questions, typed, errors)}
<div class="govuk-button-group">${button({ text: decision.button, preventDoubleClick: true })}<a class="govuk-link" href="/referrals/${referral.id}">Cancel</a></div>
</form>`,
  });
}

const didWhat: Record<ReferralState, string> = {
  sent: 'opened this referral again',
  'more asked': 'asked the sender for more',
  answered: 'answered the question',
  accepted: 'accepted this referral, and the case is open',
  declined: 'declined this referral',
  withdrawn: 'withdrew this referral',
};

/** Said when the referral cannot be decided any more: what happened to it, by whom and when, and what was typed. */
async function tooLatePage(context: ReferralContext): Promise<Page> {
  const { db, actor, body, timeZone } = context;
  const { id } = context.record.referral;
  const fresh = await findReferral(db, id);
  const shown = fresh !== null && can(actor, 'referral_in.decide', fresh) ? fresh.referral : null;
  const by = shown?.decided_by ?? null;
  const sender = shown?.state === 'withdrawn' || shown?.state === 'answered';
  const name = by === null ? null : by === actor.userId ? 'You' : (await userNames(db, [by])).get(by);
  const who = sender ? 'The sender' : (name ?? 'Somebody else');
  const when = shown?.decided_at == null || sender ? '' : ` on ${showMoment(shown.decided_at, timeZone)}`;
  return page({
    title: 'Decided already',
    status: 409,
    error: true,
    back: { href: '/referrals', text: 'Referrals to decide' },
    main: tooLateHtml({
      heading: 'Decided already',
      body,
      text: shown === null ? 'This referral is not open to you any more.' : `${who} ${didWhat[shown.state]}${when}.`,
      next:
        shown === null
          ? { href: '/referrals', text: 'Referrals to decide' }
          : { href: `/referrals/${id}`, text: 'Look at the referral as it is now' },
    }),
  });
}

/** The two routes of a decision: GET shows its form, POST saves it or says what is wrong. What was typed is never lost. */
export function decisionRoutes(decision: Decision): Route[] {
  const common = {
    path: `/referrals/:referralId/${decision.path}`,
    can: 'referral_in.decide',
    params: referralParams,
    record: referralToDecide,
  } as const;
  const possible = (referral: ReferralIn) => decision.move === null || mayMove(referral.state, decision.move);
  return [
    route({
      ...common,
      method: 'GET',
      audit: { read: `referral: ${decision.title.toLowerCase()}` },
      async handle(context) {
        const { referral } = context.record;
        if (!possible(referral))
          return redirect(
            `/referrals/${referral.id}`,
            'This referral is decided already. It stands here by whom and when',
          );
        const prepared = await decision.prepare(context);
        return decisionPage(decision, context, prepared, { typed: prepared.filled ?? {}, version: referral.version });
      },
    }),
    route({
      ...common,
      method: 'POST',
      audit: { event: decision.event },
      async handle(context) {
        const { body, record } = context;
        if (!possible(record.referral)) return tooLatePage(context);
        const prepared = await decision.prepare(context);
        const version = versionOf(body);
        const again = async (errors: Errors) => {
          // Of two who decide at once the second may be asked about the person whom the first has just added.
          const fresh = await findReferral(context.db, record.referral.id);
          return fresh === null || !possible(fresh.referral)
            ? tooLatePage(context)
            : decisionPage(decision, context, prepared, { typed: body, errors, version });
        };
        const read = readForm(prepared.questions, body);
        if (!read.ok) return again(read.errors);
        const saved = await decision.save(context, read.values, version);
        if (saved.outcome === 'refused') return again(saved.errors);
        if (saved.outcome === 'saved')
          return redirect(
            saved.caseId === undefined ? `/referrals/${record.referral.id}` : `/cases/${saved.caseId}/start`,
            decision.notice,
          );
        // Somebody else was first. While it can still be decided, what was typed stands there with the version of now.
        const fresh = await findReferral(context.db, record.referral.id);
        if (fresh === null || !possible(fresh.referral)) return tooLatePage(context);
        const there = { ...context, record: fresh };
        return decisionPage(decision, there, prepared, { typed: body, version: fresh.referral.version, stale: true });
      },
    }),
  ];
}
