/**
 * The page on which an appointment is booked or moved: what is looked for, the next free times, or a time of one's own. Rooms
 * that book appointments of their own show it too.
 */
import { showNearDay } from '../../kit/clock.ts';
import { type Errors, errorsAbove, fields, type Question, type Typed, typedText } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, checkboxes, insetText, radios, select } from '../../kit/ui/index.ts';
import { overrideQuestion } from '../rules/booking-form.ts';
import type { Alternative } from '../rules/free.ts';
import type { Interpreter } from '../rules/interpreter.ts';
import { slotText } from '../rules/slot-text.ts';
import { localOf, timeOf } from '../rules/time.ts';
import { type Kind, kindWords, modeWords, needs, needWords, waysToBook } from '../rules/words.ts';
import type { FreeTime, Search } from './slots.ts';

export type BookView = {
  title: string;
  /** What is said before everything else. */
  before?: Html;
  /** Where the search is sent to (GET), and the booking (POST). */
  path: string;
  csrf: Html;
  today: string;
  search: Search;
  sites: readonly { id: string; name: string; outreach: boolean }[];
  languages: readonly string[];
  /** The interpreter whom the person needs. */
  interpreter: Interpreter;
  /** What it may be for; a room that books one kind leaves it out. */
  kinds?: readonly Kind[];
  /** Who works at the site. */
  staff: readonly { id: string; name: string }[];
  timeZone: string;
  minutes: number;
  slots: readonly FreeTime[];
  typed: Typed;
  errors: Errors;
  questions: readonly Question[];
  /** What stands against what was asked, and what can be done instead. */
  problems: readonly { text: string; passable: boolean }[];
  alternatives: readonly Alternative[];
  /** A manager may pass limits with a reason. */
  mayOverride: boolean;
  /** Fields of a move: who asked and why; the version of what is moved. */
  version?: number;
  save: string;
  /** Where a visit away from the office is planned, which books its time. */
  visit: string;
  /** Where 'Cancel' leads. */
  back: string;
};

const staffName = (view: BookView, id: string): string =>
  view.staff.find((one) => one.id === id)?.name ?? 'a colleague';
const siteName = (view: BookView, id: string): string =>
  view.sites.find((one) => one.id === id)?.name ?? 'another site';

const howText: Readonly<Record<Alternative['how'], string>> = {
  later: 'The next time there',
  'other place': 'The same time at another place',
  phone: 'The same time by phone',
  colleague: 'The same time with a colleague',
};

function searchHtml(view: BookView): Html {
  const { search } = view;
  return html`<form method="get" action="${view.path}" novalidate>
${select({
  id: 'site',
  name: 'site',
  label: { text: 'Site', classes: 'govuk-label--s' },
  items: view.sites.map(({ id, name, outreach }) => ({
    value: id,
    text: outreach ? `${name} (venue of others)` : name,
  })),
  value: search.siteId,
})}
${select({
  id: 'worker',
  name: 'worker',
  label: { text: 'With', classes: 'govuk-label--s' },
  items: [{ value: '', text: 'Anybody at the site' }, ...view.staff.map(({ id, name }) => ({ value: id, text: name }))],
  value: search.staffId ?? '',
})}
${
  view.kinds === undefined
    ? noHtml
    : select({
        id: 'kind',
        name: 'kind',
        label: { text: 'What for', classes: 'govuk-label--s' },
        items: view.kinds.map((kind) => ({ value: kind, text: kindWords[kind] })),
        value: search.kind,
      })
}
${select({ id: 'mode', name: 'mode', label: { text: 'How', classes: 'govuk-label--s' }, items: waysToBook.map((mode) => ({ value: mode, text: modeWords[mode] })), value: search.mode })}
<p class="govuk-body">At home or in another place: <a class="govuk-link" href="${view.visit}">Plan a visit</a>. Its safety plan books the time as well.</p>
${fields([{ kind: 'text', name: 'from', label: 'From day', hint: 'For example 2016-04-04', width: 10 }], { from: search.from })}
${checkboxes({
  name: 'needs',
  classes: 'govuk-checkboxes--small',
  fieldset: { legend: { text: 'Needs', classes: 'govuk-fieldset__legend--s' } },
  items: needs
    .filter((need) => need !== 'interpreter' || view.languages.length > 0)
    .map((need) => ({ value: need, text: needWords[need] })),
  values: search.needs,
})}
${
  view.languages.length === 0
    ? noHtml
    : select({
        id: 'language',
        name: 'language',
        label: { text: 'Language of the interpreter', classes: 'govuk-label--s' },
        items: [{ value: '', text: 'None' }, ...view.languages.map((text) => ({ value: text, text }))],
        value: search.language ?? '',
      })
}
${button({ text: 'Show free times', classes: 'govuk-button--secondary' })}
</form>`;
}

/** What was looked for goes along with the booking. */
const hidden = ({ search }: BookView): Html =>
  html`${Object.entries({ site: search.siteId, worker: search.staffId ?? '', kind: search.kind, mode: search.mode, from: search.from, language: search.language ?? '' }).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}${search.needs.map((need) => html`<input type="hidden" name="needs" value="${need}">`)}`;

/** What nobody may find out on the day: they need an interpreter, and none of the language can be booked. */
const interpreterHtml = ({ interpreter }: BookView): Html =>
  interpreter.needed && interpreter.language === null
    ? insetText({
        html: html`<p class="govuk-body"><strong>They need an interpreter</strong> (${interpreter.words}), and none of that language can be booked here. Arrange one before you agree a time.</p>`,
      })
    : noHtml;

function problemsHtml(view: BookView): Html {
  if (view.problems.length === 0) return noHtml;
  return insetText({
    html: html`<p class="govuk-body"><strong>This was not booked.</strong> Nothing was changed, and what you entered is kept.</p>
<ul class="govuk-list govuk-list--bullet">${view.problems.map(({ text }) => html`<li>${text}</li>`)}</ul>${
      view.problems.every(({ passable }) => passable)
        ? html`<p class="govuk-body">${view.mayOverride ? 'You can book it all the same with a reason.' : 'A manager can book it all the same with a reason.'}</p>`
        : noHtml
    }`,
  });
}

function choicesHtml(view: BookView): Html {
  const other = (one: Alternative) => {
    const { day, minutes } = localOf(one.from, view.timeZone);
    const at = timeOf(minutes);
    const where =
      one.mode === 'in_person' ? ` at ${siteName(view, one.siteId)}` : `, ${modeWords[one.mode].toLowerCase()}`;
    return {
      value: slotText({ ...one, day, at }),
      text: `${howText[one.how]}: ${showNearDay(day, view.today)} at ${at} with ${staffName(view, one.staffId)}${where}`,
    };
  };
  const items =
    view.alternatives.length > 0
      ? view.alternatives.map(other)
      : view.slots.map((slot) => ({
          value: slotText(slot),
          text: `${showNearDay(slot.day, view.today)} at ${slot.at}`,
          ...(view.search.staffId === null ? { hint: { text: `with ${staffName(view, slot.staffId)}` } } : {}),
        }));
  const legend =
    view.alternatives.length > 0 ? 'What you can do instead' : `Next free times of ${view.minutes} minutes`;
  if (items.length === 0)
    return html`<p class="govuk-body"><strong>No free time in the two weeks from ${showNearDay(view.search.from, view.today)}.</strong> Look from a later day, at another site or another way, or put the person on the waiting list.</p>`;
  return radios({
    idPrefix: 'slot',
    name: 'slot',
    classes: 'govuk-radios--small',
    fieldset: { legend: { text: legend, classes: 'govuk-fieldset__legend--m' } },
    items: [...items, { value: 'own', text: 'Another time, entered below' }],
    value: typedText(view.typed, 'slot') || (view.problems.length > 0 && view.alternatives.length === 0 ? 'own' : ''),
    ...(view.errors.slot === undefined ? {} : { errorMessage: { text: view.errors.slot } }),
  });
}

/** The whole page. */
export function bookHtml(view: BookView): Html {
  const passable = view.problems.length > 0 && view.problems.every((one) => one.passable) && view.mayOverride;
  const shown = view.slots.length + view.alternatives.length > 0;
  return html`${errorsAbove(shown ? [{ kind: 'text', name: 'slot', label: 'Free times' }, ...view.questions] : view.questions, view.errors)}<h1 class="govuk-heading-l">${view.title}</h1>
${view.before ?? noHtml}${interpreterHtml(view)}${problemsHtml(view)}
<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
<form method="post" action="${view.path}" novalidate>${view.csrf}${versionField(view.version)}${hidden(view)}
${choicesHtml(view)}
${fields(view.questions, view.typed, view.errors)}
${passable ? fields([overrideQuestion], view.typed) : noHtml}
<div class="govuk-button-group">${button({ text: view.save, preventDoubleClick: true })}<a class="govuk-link" href="${view.back}">Cancel</a></div>
</form></div>
<div class="govuk-grid-column-one-third"><h2 class="govuk-heading-m">What you look for</h2>
${searchHtml(view)}</div></div>`;
}
