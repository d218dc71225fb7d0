import { type Context, notFound, type Page, page } from '../../access/rules/route.ts';
import { countryOf } from '../../kit/country.ts';
import {
  type Answer,
  answersAsAsked,
  checkAnswers,
  type Errors,
  errorsAbove,
  fields,
  type Question,
  readForm,
  type Typed,
} from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, details, summaryList } from '../../kit/ui/index.ts';
import { personalQuestions } from '../../people/rules/personal.ts';
import { programmeOn } from '../../programmes/actions.ts';
import type { ProgrammeDocument } from '../../programmes/rules.ts';
import { type Place, placesOf } from '../actions/changes.ts';
import { momentOf, sendReferral } from '../actions/referral-in.ts';
import { selectionOn } from '../actions/selection.ts';
import { suitabilityHtml } from '../pages/suitability.ts';
import { referralInQuestions, senderQuestions, type Voice } from '../rules/referral-questions.ts';
import { factsOf, suitabilityOf } from '../rules/suitability.ts';

type Asking = Context<unknown, unknown, unknown>;

/** The form of a referral to one programme, for a sender with a sign-in ('them') or the person themself ('you'). */
export type ReferralForm = {
  programme: { id: string; key: string; name: string };
  document: ProgrammeDocument;
  places: readonly Place[];
  questions: readonly Question[];
  sender: readonly Question[];
  voice: Voice;
  path: string;
};

/** The form of a programme that has a document on the day. */
export async function referralForm(
  { db, clock, testIdentifiers }: Asking,
  programme: { id: string; key: string; name: string },
  voice: Voice,
  path: string,
): Promise<ReferralForm> {
  const today = clock.today().toString();
  const document = (await programmeOn(db, programme.id, today))?.document ?? notFound();
  const places = await placesOf(db, programme.id);
  const country = countryOf(document);
  const base = personalQuestions(
    { sexes: [], ethnicities: [], preferredContacts: [] },
    today,
    testIdentifiers,
    country,
  );
  return {
    programme,
    document,
    places,
    questions: referralInQuestions(document, places, base, voice),
    sender: voice === 'you' ? [] : senderQuestions(document),
    voice,
    path,
  };
}

/** The page of questions. What the sender said of themself last time stands folded away, and opens when it needs an answer. */
export function questionsPage(form: ReferralForm, csrf: Html, typed: Typed, errors: Errors = {}): Page {
  const you = form.voice === 'you';
  const title = you ? 'Ask for support' : 'Refer a person';
  const known = form.sender.every(({ name }) => (typed[name] ?? '') !== '' && errors[name] === undefined);
  const aboutSender = fields(form.sender, typed, errors);
  return page({
    title,
    ...(Object.keys(errors).length > 0 ? { status: 422, error: true } : {}),
    main: html`${errorsAbove([...form.sender, ...form.questions], errors)}
<span class="govuk-caption-l">${form.programme.name}</span>
<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">${you ? `${form.document.summary}` : 'This takes less than five minutes. Leave empty what you do not know: we can ask.'}</p>
${you ? html`<p class="govuk-body">You need no account. We use what you write to decide whether this programme is right for you, and to contact you. <a class="govuk-link" href="/privacy">How we look after it</a>.</p>` : noHtml}
<form method="post" action="${form.path}" novalidate>
${csrf}<input type="hidden" name="programme" value="${form.programme.key}">
${
  form.sender.length === 0
    ? noHtml
    : known
      ? details({ summaryText: 'About you: as you told us last time', html: aboutSender })
      : html`<h2 class="govuk-heading-m">About you</h2>${aboutSender}`
}
<h2 class="govuk-heading-m">${you ? 'About you' : 'The person'}</h2>
${fields(form.questions, typed, errors)}
${button({ text: 'Check your answers', name: 'step', value: 'check' })}
</form>`,
  });
}

function checkPage(form: ReferralForm, csrf: Html, typed: Typed, values: Record<string, Answer>, today: string): Page {
  const kept = [...form.sender, ...form.questions].flatMap((question) =>
    (question.kind === 'day' ? ['-day', '-month', '-year'] : ['']).map((part) => {
      const given = typed[`${question.name}${part}`] ?? '';
      return html`<input type="hidden" name="${question.name}${part}" value="${Array.isArray(given) ? (given.at(-1) ?? '') : given}">`;
    }),
  );
  return page({
    title: 'Check your answers',
    main: html`<span class="govuk-caption-l">${form.programme.name}</span>
<h1 class="govuk-heading-l">Check your answers</h1>
<h2 class="govuk-heading-m">Is this the right programme?</h2>
${suitabilityHtml(suitability(form, values, today), true)}
<h2 class="govuk-heading-m">${form.voice === 'you' ? 'About you' : 'The person'}</h2>
${summaryList({ rows: checkAnswers(form.questions, values) })}
${form.sender.length === 0 ? noHtml : html`<h2 class="govuk-heading-m">About you</h2>${summaryList({ rows: checkAnswers(form.sender, values) })}`}
<form method="post" action="${form.path}" novalidate>
${csrf}<input type="hidden" name="programme" value="${form.programme.key}">${kept}
<div class="govuk-button-group">${button({ text: form.voice === 'you' ? 'Send' : 'Send the referral', name: 'step', value: 'send', preventDoubleClick: true })}${button({ text: 'Change the answers', name: 'step', value: 'change', classes: 'govuk-button--secondary' })}</div>
</form>`,
  });
}

const routeOf = (form: ReferralForm, values: Readonly<Record<string, Answer>>): string =>
  form.voice === 'you' ? 'self' : String(values.route);

const asking = (form: ReferralForm, values: Record<string, Answer>, today: string) => ({
  route: routeOf(form, values),
  areaName: form.places.find((place) => place.id === values.area)?.name ?? null,
  today,
});

const suitability = (form: ReferralForm, values: Record<string, Answer>, today: string) =>
  suitabilityOf(form.document, values, asking(form, values, today));

/**
 * One post of the form: the page that comes next, or what was sent. `allowed` is asked once, before something is kept;
 * resolves to false when too much was sent from where this comes.
 */
export async function referralStep(
  context: Asking,
  form: ReferralForm,
  allowed: () => Promise<boolean>,
): Promise<Page | { id: string; reference: string } | 'too many'> {
  const { body, csrf, clock, actor, db, timeZone } = context;
  const today = clock.today().toString();
  if (body.step === 'change') return questionsPage(form, csrf, body);
  const read = readForm([...form.sender, ...form.questions], body);
  if (!read.ok) return questionsPage(form, csrf, body, read.errors);
  const { values } = read;
  if (form.voice === 'you' && values.phone === null && values.safe_contact === null)
    return questionsPage(form, csrf, body, {
      phone: 'Enter a number on which we can ring you, or say below how else we reach you',
    });
  if (body.step !== 'send') return checkPage(form, csrf, body, values, today);
  if (!(await allowed())) return 'too many';
  const { outcome, rules } = suitability(form, values, today);
  const facts = factsOf(form.document, values, asking(form, values, today));
  const selection = await selectionOn(db, form.programme.id, facts, today);
  const text = (name: string) => (values[name] ?? null) as string | null;
  const named = new Set(form.questions.map(({ name }) => name));
  return sendReferral(db, actor, {
    programmeId: form.programme.id,
    area: form.places.find((place) => place.id === values.area) ?? null,
    route: routeOf(form, values),
    sender:
      form.voice === 'you'
        ? { name: null, organisation: null, contact: null }
        : { name: actor.name, organisation: text('organisation'), contact: text('sender_contact') },
    answers: Object.fromEntries(Object.entries(values).filter(([name]) => named.has(name))),
    asked: answersAsAsked(form.questions, values),
    suitability: { outcome, rules, ...(selection !== null && { selection }) },
    at: momentOf(clock, timeZone),
    today,
  });
}
