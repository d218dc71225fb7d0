import { Type } from 'typebox';
import { type Actor, can, programmesOf } from '../../access/rules/policy.ts';
import { type Context, notFound, type Page, page, type Route, redirect, route } from '../../access/rules/route.ts';
import { countryOf } from '../../kit/country.ts';
import { completedYears, parseDay } from '../../kit/days.ts';
import type { Sql } from '../../kit/db.ts';
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
import { button, details, insetText, summaryList, warningText } from '../../kit/ui/index.ts';
import { fieldInWords } from '../../people/rules/linkage.ts';
import { personalFrom, personalQuestions } from '../../people/rules/personal.ts';
import { listProgrammes, programmeOn } from '../../programmes/actions.ts';
import { checkEligibility, findChoice, type ProgrammeDocument, type ReferralFacts } from '../../programmes/rules.ts';
import { type Place, placesOf, referPerson } from '../actions/changes.ts';
import { casePath } from '../actions/frame.ts';
import { type KnownAlready, knownAlready } from '../actions/lists.ts';
import { selectionOn } from '../actions/selection.ts';
import { choicesOf } from '../rules/changes.ts';
import { referralFrom, referralQuestions } from '../rules/referral.ts';
import { selectionQuestions } from '../rules/referral-questions.ts';
import { selectionFacts } from '../rules/suitability.ts';

const query = Type.Object({ programme: Type.Optional(Type.String({ maxLength: 80 })) });
type Asking = Pick<Context<unknown, unknown, unknown>, 'db' | 'actor' | 'clock' | 'csrf' | 'testIdentifiers'>;

/** What the form asks, in a programme's words and with the areas for which the actor may refer. */
type Form = {
  programme: { id: string; key: string; name: string };
  document: ProgrammeDocument;
  places: readonly Place[];
  personal: readonly Question[];
  referral: readonly Question[];
};

async function programmeFor(sql: Sql, actor: Actor, key: string, today: string) {
  const all = await listProgrammes(sql, { day: today, ids: programmesOf(actor, 'case.refer') });
  return (key === '' ? all[0] : all.find((one) => one.key === key)) ?? notFound();
}

async function formFor({ db, actor, clock, testIdentifiers }: Asking, key: string): Promise<Form> {
  const today = clock.today().toString();
  const programme = await programmeFor(db, actor, key, today);
  const document = (await programmeOn(db, programme.id, today))?.document ?? notFound();
  const places = (await placesOf(db, programme.id)).filter((place) =>
    can(actor, 'case.refer', {
      programmeId: programme.id,
      case: { areaId: place.id, providerId: place.providerId, keyWorkerId: null, restricted: null },
    }),
  );
  const choices = {
    sexes: choicesOf(document.sexes),
    ethnicities: choicesOf(document.ethnicities),
    preferredContacts: choicesOf(document.preferredContacts),
  };
  return {
    programme,
    document,
    places,
    personal: personalQuestions(choices, today, testIdentifiers, countryOf(document)),
    referral: [
      ...referralQuestions(
        document,
        places.map((place) => ({ value: place.id, text: place.name })),
        today,
      ),
      ...selectionQuestions(document, 'them'),
    ],
  };
}

function formPage(form: Form, csrf: Html, typed: Typed, errors: Errors = {}): Page {
  const wrong = Object.keys(errors).length > 0;
  return page({
    title: 'Refer a person',
    back: { href: `/cases?programme=${form.programme.key}`, text: `Cases in ${form.programme.name}` },
    ...(wrong ? { status: 422, error: true } : {}),
    main: html`${errorsAbove([...form.personal, ...form.referral], errors)}
<span class="govuk-caption-l">${form.programme.name}</span>
<h1 class="govuk-heading-l">Refer a person</h1>
<form method="post" action="/cases/refer" novalidate>
${csrf}<input type="hidden" name="programme" value="${form.programme.key}">
<h2 class="govuk-heading-m">The person</h2>
${fields(form.personal, typed, errors)}
<h2 class="govuk-heading-m">The referral</h2>
${fields(form.referral, typed, errors)}
${button({ text: 'Check the answers', name: 'step', value: 'check' })}
</form>`,
  });
}

function checkPage(
  form: Form,
  csrf: Html,
  typed: Typed,
  values: Record<string, Answer>,
  known: readonly KnownAlready[],
  today: string,
  errors: Errors = {},
): Page {
  const kept = Object.entries(typed).flatMap(([name, value]) =>
    name === '_csrf' || name === 'step' || name === 'person' || value === undefined
      ? []
      : [html`<input type="hidden" name="${name}" value="${Array.isArray(value) ? (value.at(-1) ?? '') : value}">`],
  );
  const again = known.length > 0;
  const who = whoQuestions(known);
  return page({
    title: 'Check the answers',
    ...(Object.keys(errors).length > 0 ? { status: 422, error: true } : {}),
    main: html`${errorsAbove(who, errors)}<span class="govuk-caption-l">${form.programme.name}</span>
<h1 class="govuk-heading-l">Check the answers</h1>
${again ? knownHtml(known) : noHtml}
${insetText({ text: checkEligibility(form.document, factsIn(form, values, today)).explanation })}
<h2 class="govuk-heading-m">The person</h2>
${summaryList({ rows: checkAnswers(form.personal, values) })}
<h2 class="govuk-heading-m">The referral</h2>
${summaryList({ rows: checkAnswers(form.referral, values) })}
<form method="post" action="/cases/refer" novalidate>
${csrf}${kept}
${fields(who, typed, errors)}
<div class="govuk-button-group">${button({ text: who.length > 0 ? 'Save the referral' : again ? 'Refer as a new person' : 'Refer this person', name: 'step', value: 'save', preventDoubleClick: true })}${button({ text: 'Change the answers', name: 'step', value: 'change', classes: 'govuk-button--secondary' })}</div>
</form>`,
  });
}

export const noPerson = 'new';

/** The people among those who are known, each once: somebody may have several cases. */
const peopleOf = (known: readonly KnownAlready[]) => [
  ...new Map(known.flatMap((one) => (one === 'hidden' ? [] : [[one.personId, one] as const]))).values(),
];

/** Whose referral it is, where that is a question. Nothing is chosen beforehand: two people can share a name and a day of birth. */
export function whoQuestions(known: readonly KnownAlready[]): Question[] {
  const people = peopleOf(known);
  if (people.length === 0) return [];
  return [
    {
      kind: 'choice',
      name: 'person',
      label: 'Who is referred?',
      hint: 'For somebody who is known a new case is opened, and their personal details stay as they are on file.',
      choices: [
        ...people.map(({ personId, name, reference }) => ({ value: personId, text: `${name}, ${reference}` })),
        { value: noPerson, text: 'A new person' },
      ],
      required: 'Choose who is referred',
    },
  ];
}

/** How likely it is, in words: nobody decides by the third digit. */
const likelihood = (probability: number): string =>
  probability >= 0.99
    ? 'almost certainly the same person'
    : probability >= 0.5
      ? 'likely the same person'
      : 'perhaps the same person';

/** A hidden record is told of by what to do, never by what it says. */
export function knownHtml(known: readonly KnownAlready[]): Html {
  const seen = known.filter((one) => one !== 'hidden');
  return html`${warningText({ iconFallbackText: 'Warning', text: 'This may be somebody who is known already. Look before you go on.' })}
${
  seen.length === 0
    ? noHtml
    : html`<ul class="govuk-list govuk-list--bullet">${seen.map(
        (one) =>
          html`<li><a class="govuk-link" href="${casePath(one.caseId)}">${one.name}</a>, ${one.reference}, ${likelihood(one.score.probability)}${details(
            {
              summaryText: `Why ${one.name} (${one.reference})?`,
              html: html`<ul class="govuk-list">${one.score.fields.map((field) => html`<li>${fieldInWords(field)}</li>`)}</ul><p class="govuk-body-s">A figure says how much a field speaks for (+) or against (−) one person. What is not known counts nothing.</p>`,
            },
          )}</li>`,
      )}</ul>`
}
${known.length > seen.length ? html`<p class="govuk-body">There is a record that you may not see. Ask the programme office before you go on.</p>` : noHtml}`;
}

function factsIn({ document, places }: Form, values: Record<string, Answer>, today: string): ReferralFacts {
  const born = typeof values.date_of_birth === 'string' ? parseDay(values.date_of_birth) : null;
  const on = parseDay(typeof values.referred_on === 'string' ? values.referred_on : today);
  const code = (list: readonly { code: string; label: string }[], value: Answer | undefined) =>
    typeof value === 'string' ? (findChoice(list, value)?.code ?? value) : null;
  return {
    ...selectionFacts(values),
    benefit: code(document.benefits, values.benefit),
    source: code(document.referralSources, values.source),
    area: places.find((place) => place.id === values.area)?.name ?? null,
    age: born === null || on === null ? null : completedYears(born, on),
    referredOn: typeof values.referred_on === 'string' ? values.referred_on : null,
  };
}

/** A person's referral: the form, its check, and the saving. What was typed travels with the form and is in no address. */
export const referRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/refer',
    can: 'case.refer',
    audit: 'nothing',
    query,
    handle: async (context) => formPage(await formFor(context, context.query.programme ?? ''), context.csrf, {}),
  }),
  route({
    method: 'POST',
    path: '/cases/refer',
    can: 'case.refer',
    audit: { event: 'case.referred' },
    async handle(context) {
      const { db, actor, clock, body, csrf } = context;
      const today = clock.today().toString();
      const form = await formFor(context, String(body.programme ?? ''));
      if (body.step === 'change') return formPage(form, csrf, body);
      const read = readForm([...form.personal, ...form.referral], body);
      if (!read.ok) return formPage(form, csrf, body, read.errors);
      const { values } = read;
      const personal = personalFrom(values);
      if (typeof values.date_of_birth === 'string' && String(values.referred_on) < values.date_of_birth)
        return formPage(form, csrf, body, { referred_on: 'The referral cannot be before the date of birth' });
      const known = await knownAlready(db, actor, personal);
      if (body.step !== 'save') return checkPage(form, csrf, body, values, known, today);
      // Of the people whom the form named, or none: an id that was made up is no choice.
      const who = readForm(whoQuestions(known), body);
      if (!who.ok) return checkPage(form, csrf, body, values, known, today, who.errors);
      const chosen = who.values.person ?? noPerson;
      const area = form.places.find((place) => place.id === values.area) ?? notFound();
      const provider = form.document.areas.find((one) => one.name === area.name)?.provider ?? null;
      const { caseId } = await referPerson(db, actor, {
        programmeId: form.programme.id,
        person: chosen === noPerson ? personal : { knownAs: String(chosen) },
        referral: referralFrom(values, area.providerId),
        area,
        provider,
        selection: await selectionOn(db, form.programme.id, factsIn(form, values, today), String(values.referred_on)),
        asked: answersAsAsked(form.referral, values),
        today,
      });
      return redirect(casePath(caseId), 'Referral saved');
    },
  }),
];
