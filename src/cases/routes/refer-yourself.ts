import { Type } from 'typebox';
import { tryOnce } from '../../access/actions/sign-in.ts';
import { type Context, notFound, type Page, page, type Route, route } from '../../access/rules/route.ts';
import { showDay } from '../../kit/clock.ts';
import { html, noHtml } from '../../kit/html.ts';
import { panel } from '../../kit/ui/index.ts';
import { addWorkingDays } from '../../kit/working-days.ts';
import { listProgrammes, programmeOn } from '../../programmes/actions.ts';
import { holidaysOf, referralClockOf, takesSelfReferrals } from '../../programmes/rules.ts';
import { questionsPage, type ReferralForm, referralForm, referralStep } from './referral-form.ts';

const path = '/refer-yourself';
type Asking = Context<unknown, unknown, unknown>;

/**
 * The programmes that take such referrals today, and the one that was asked for, or the only one there is; without either,
 * somebody must choose. A programme that takes none is answered like one that is not there.
 */
async function programmeFor({ db, clock }: Asking, key: string) {
  const today = clock.today().toString();
  const all: { id: string; key: string; name: string }[] = [];
  for (const one of await listProgrammes(db, { day: today, ids: null })) {
    const document = one.version === null ? undefined : (await programmeOn(db, one.id, today))?.document;
    if (document !== undefined && takesSelfReferrals(document)) all.push(one);
  }
  const chosen = key === '' ? (all.length === 1 ? all[0] : undefined) : all.find((one) => one.key === key);
  return { all, chosen };
}

/** Somebody who asks for support themself, without an account: nothing of what others entered is shown to them. */
export const referYourselfRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path,
    can: 'anyone',
    audit: 'nothing',
    query: Type.Object({ programme: Type.Optional(Type.String({ maxLength: 80 })) }),
    async handle(context) {
      const { all, chosen } = await programmeFor(context, context.query.programme ?? '');
      if (chosen === undefined) return context.query.programme === undefined ? choosePage(all) : notFound();
      return questionsPage(await referralForm(context, chosen, 'you', path), noHtml, {});
    },
  }),
  route({
    method: 'POST',
    path,
    can: 'anyone',
    audit: { event: 'referral_in.sent' },
    async handle(context) {
      const { all, chosen } = await programmeFor(context, String(context.body.programme ?? ''));
      if (chosen === undefined) return String(context.body.programme ?? '') === '' ? choosePage(all) : notFound();
      const form = await referralForm(context, chosen, 'you', path);
      const anybody = { ...context, actor: { userId: null, name: '', memberships: [] } };
      const step = await referralStep(
        anybody,
        form,
        async () => (await tryOnce(context.db, `refer yourself ${context.address}`)) !== null,
      );
      if (step === 'too many') return waitPage(form, context);
      return 'kind' in step ? step : sentPage(form, step.reference, context.clock.today().toString());
    },
  }),
];

const choosePage = (all: readonly { key: string; name: string }[]): Page =>
  page({
    title: 'Ask for support',
    main: html`<h1 class="govuk-heading-l">Ask for support</h1>
${
  all.length === 0
    ? html`<p class="govuk-body">No programme takes referrals at present.</p>`
    : html`<p class="govuk-body">Which programme would you like to join?</p>
<ul class="govuk-list">${all.map((one) => html`<li><a class="govuk-link" href="${path}?programme=${one.key}">${one.name}</a></li>`)}</ul>`
}`,
  });

function sentPage({ programme, document }: ReferralForm, reference: string, today: string): Page {
  const { acknowledgeWithin, firstMeetingWithin } = referralClockOf(document);
  const by = (days: number) => showDay(addWorkingDays(today, days, holidaysOf(document)));
  return page({
    title: 'We have your referral',
    main: html`${panel({ titleText: 'We have your referral', html: html`Your reference<br><strong>${reference}</strong>` })}
<h2 class="govuk-heading-m">What happens next</h2>
<ol class="govuk-list govuk-list--number">
<li>Somebody at ${programme.name} reads what you wrote, and contacts you by ${by(acknowledgeWithin)}.</li>
<li>If the programme is right for you, you meet your ${document.words.keyWorker.singular} by ${by(firstMeetingWithin)}.</li>
<li>If it is not, we tell you why and what else there is.</li>
</ol>
<p class="govuk-body">Keep the reference. When you contact us, tell us it.</p>`,
  });
}

/** Too much was sent from here: what was typed stays in the page, to be sent later. */
function waitPage(form: ReferralForm, context: Asking): Page {
  const shown = questionsPage(form, noHtml, context.body, {
    wait: 'Too many referrals were sent from here. Nothing you typed is lost: wait 15 minutes, then send it again',
  });
  return { ...shown, status: 429 };
}
