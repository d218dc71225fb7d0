import type { FreeTime, Search } from '../../diary/actions/slots.ts';
import type { Alternative } from '../../diary/rules/free.ts';
import { slotText } from '../../diary/rules/slot-text.ts';
import { localOf, timeOf } from '../../diary/rules/time.ts';
import { type Mode, modeWords, needs, needWords } from '../../diary/rules/words.ts';
import { showNearDay } from '../../kit/clock.ts';
import { type Errors, errorsAbove, fields, type Question, type Typed, typedText } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, checkboxes, input, insetText, radios, select } from '../../kit/ui/index.ts';
import { readTime } from '../../meeting/rules.ts';
import type { InterviewView } from '../rules/series.ts';

/** Ways that can be chosen. A place elsewhere is one of the sites; there is no free text for a place. */
export const waysToBook: readonly Mode[] = ['in_person', 'phone', 'video', 'home'];
/** A time of one's own. */
export const otherTime: readonly Question[] = [
  { kind: 'day', name: 'day', label: 'Another day' },
  { kind: 'text', name: 'at', label: 'Time', hint: 'For example 9:30', width: 5, check: readTime },
];

type View = {
  title: string;
  path: string;
  csrf: Html;
  today: string;
  search: Search;
  next: InterviewView | null;
  total: number;
  choices: { sites: readonly { id: string; name: string }[]; languages: readonly string[] };
  staff: readonly { id: string; name: string }[];
  slots: readonly FreeTime[];
  typed: Typed;
  errors: Errors;
  problems: readonly { text: string; passable: boolean }[];
  alternatives: readonly Alternative[];
  timeZone: string;
  mayOverride: boolean;
};

const howWords: Readonly<Record<Alternative['how'], string>> = {
  later: 'The next time there',
  'other place': 'The same time at another place',
  phone: 'The same time by phone',
  colleague: 'The same time with a colleague',
};

/** The page on which an interview is booked: when it is due, what is looked for, the free times, or a time of one's own. */
export function bookHtml(view: View): Html {
  const { title, path, csrf, today, search, next, total, typed, errors, mayOverride } = view;
  const due =
    next === null
      ? noHtml
      : html`<p class="govuk-body">Interview ${next.number ?? ''} of ${total}, proposed for ${showNearDay(next.plannedOn, today)}${next.movedBecause === 'holiday' ? html` (moved: holiday; in the series it is ${showNearDay(next.dueOn, today)})` : noHtml}.${next.mandatory ? ' The person has to come.' : ''}</p>`;
  const hidden = {
    site: search.siteId,
    worker: search.staffId ?? '',
    mode: search.mode,
    from: search.from,
    language: search.language ?? '',
  };
  return html`${errorsAbove([{ kind: 'text', name: 'slot', label: 'Free times' }, ...otherTime], errors)}
<h1 class="govuk-heading-l">${title}</h1>
${due}
${problemsHtml(view)}
${searchHtml(view)}
<form method="post" action="${path}" novalidate>${csrf}
${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}${search.needs.map((need) => html`<input type="hidden" name="needs" value="${need}">`)}
${timesHtml(view)}
${fields(otherTime, typed, errors)}
${mayOverride ? input({ id: 'override', name: 'override', label: { text: 'Reason for passing a limit', classes: 'govuk-label--s' }, hint: { text: 'Only when the page says that a limit can be passed' }, value: typedText(typed, 'override'), classes: 'govuk-!-width-two-thirds' }) : noHtml}
<div class="govuk-button-group">${button({ text: 'Book', preventDoubleClick: true })}<a class="govuk-link" href="${path.slice(0, path.lastIndexOf('/'))}">Cancel</a></div>
</form>`;
}

function problemsHtml({ problems, mayOverride }: View): Html {
  if (problems.length === 0) return noHtml;
  return insetText({
    html: html`<p class="govuk-body"><strong>This was not booked.</strong> Nothing was changed, and what you entered is kept.</p>
<ul class="govuk-list govuk-list--bullet">${problems.map(({ text }) => html`<li>${text}</li>`)}</ul>${
      problems.every(({ passable }) => passable)
        ? html`<p class="govuk-body">${mayOverride ? 'You can book it all the same with a reason.' : 'A manager can book it all the same with a reason.'}</p>`
        : noHtml
    }`,
  });
}

function searchHtml({ path, search, choices, staff }: View): Html {
  const label = (text: string) => ({ text, classes: 'govuk-label--s' });
  return html`<form method="get" action="${path}" novalidate>
${select({ id: 'site', name: 'site', label: label('Site'), items: choices.sites.map(({ id, name }) => ({ value: id, text: name })), value: search.siteId })}
${select({ id: 'worker', name: 'worker', label: label('With'), items: staff.map(({ id, name }) => ({ value: id, text: name })), value: search.staffId ?? '' })}
${select({ id: 'mode', name: 'mode', label: label('How'), items: waysToBook.map((mode) => ({ value: mode, text: modeWords[mode] })), value: search.mode })}
${fields([{ kind: 'text', name: 'from', label: 'From day', hint: 'For example 2016-04-04', width: 10 }], { from: search.from })}
${checkboxes({
  name: 'needs',
  classes: 'govuk-checkboxes--small',
  fieldset: { legend: { text: 'Needs', classes: 'govuk-fieldset__legend--s' } },
  items: needs
    .filter((need) => need !== 'interpreter' || choices.languages.length > 0)
    .map((need) => ({ value: need, text: needWords[need] })),
  values: search.needs,
})}
${
  choices.languages.length === 0
    ? noHtml
    : select({
        id: 'language',
        name: 'language',
        label: label('Language of the interpreter'),
        items: [{ value: '', text: 'None' }, ...choices.languages.map((text) => ({ value: text, text }))],
        value: search.language ?? '',
      })
}
${button({ text: 'Show free times', classes: 'govuk-button--secondary' })}
</form>`;
}

function timesHtml(view: View): Html {
  const { slots, alternatives, today, timeZone, errors, typed } = view;
  const name = (id: string) => view.staff.find((one) => one.id === id)?.name ?? 'a colleague';
  const site = (id: string) => view.choices.sites.find((one) => one.id === id)?.name ?? 'another site';
  const others = alternatives.map((one) => {
    const { day, minutes } = localOf(one.from, timeZone);
    const at = timeOf(minutes);
    const where = one.mode === 'in_person' ? ` at ${site(one.siteId)}` : `, ${modeWords[one.mode].toLowerCase()}`;
    return {
      value: slotText({ ...one, day, at }),
      text: `${howWords[one.how]}: ${showNearDay(day, today)} at ${at} with ${name(one.staffId)}${where}`,
    };
  });
  const free = slots.map((one) => ({
    value: slotText(one),
    text: `${showNearDay(one.day, today)} at ${one.at} with ${name(one.staffId)}`,
  }));
  const items = [...others, ...free.filter(({ value }) => !others.some((other) => other.value === value))];
  if (items.length === 0)
    return html`<p class="govuk-body">No time is free in the two weeks from that day. Look from a later day, or enter a time below.</p>`;
  return radios({
    idPrefix: 'slot',
    name: 'slot',
    fieldset: {
      legend: {
        text: others.length === 0 ? 'Free times' : 'What can be done instead, and free times',
        classes: 'govuk-fieldset__legend--s',
      },
    },
    items,
    value: typedText(typed, 'slot'),
    ...(errors.slot === undefined ? {} : { errorMessage: { text: errors.slot } }),
  });
}
