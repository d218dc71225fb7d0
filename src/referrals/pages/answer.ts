/** What a service is shown of a referral, and what it is asked: the same by a link and with an account. */

import { showDay } from '../../kit/clock.ts';
import { type Errors, errorsAbove, fields, type Question, type Typed, typedText } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, insetText, radios, summaryList, warningText } from '../../kit/ui/index.ts';
import type { ServiceView } from '../actions/service-view.ts';
import type { Answer, Ask } from '../rules/answers.ts';
import { stateText } from '../rules/due.ts';
import { serviceReasons } from '../rules/states.ts';

const callText = ({ worker }: ServiceView): string =>
  worker.phone === null ? `Questions? Ask ${worker.name}.` : `Questions? Call ${worker.name}, ${worker.phone}.`;

/** Who answers, where no account says it. */
export const nameQuestion: Question = {
  ...{ kind: 'text', name: 'by_name', label: 'Your name', most: 100, width: 20, autocomplete: 'name' },
  required: 'Enter your name, so that they know who answered',
};

/** Which answer was chosen, and its questions; null where it is none of those that can be given. */
export function chosenOf(ask: Ask | null, typed: Typed): Answer | null {
  return ask?.answers.find(({ key }) => key === typedText(typed, 'answer')) ?? null;
}

/** The form: one question, its answers, and of the answer that is chosen what else it asks. */
function askHtml(
  ask: Ask,
  form: { action: string; hidden: Html; typed: Typed; errors: Errors; named: boolean; version: number },
): Html {
  const { action, hidden, typed, errors, named, version } = form;
  return html`<form method="post" action="${action}" novalidate>
${hidden}<input type="hidden" name="version" value="${version}">
${radios({
  idPrefix: 'answer',
  name: 'answer',
  fieldset: { legend: { text: ask.question, classes: 'govuk-fieldset__legend--m', isPageHeading: false } },
  value: typedText(typed, 'answer'),
  ...(errors.answer === undefined ? {} : { errorMessage: { text: errors.answer } }),
  items: ask.answers.map(({ key, text, questions }) => ({
    value: key,
    text,
    ...(questions.length === 0 ? {} : { conditional: { html: fields(questions, typed, errors), byStyle: true } }),
  })),
})}
${named ? fields([nameQuestion], typed, errors) : noHtml}
${button({ text: 'Send the answer', preventDoubleClick: true })}
</form>`;
}

/** What the service said before, the latest first, in its own words. */
export function saidHtml({ said, row }: ServiceView): Html {
  if (said.length === 0) return noHtml;
  const reason = (code: string | null): string =>
    code !== null && Object.hasOwn(serviceReasons, code)
      ? serviceReasons[code as keyof typeof serviceReasons].text
      : (code ?? '');
  const line = (one: ServiceView['said'][number]) => {
    const words = [reason(one.reason), one.words ?? ''].filter((text) => text !== '').join('. ');
    return html`<li><strong>${showDay(one.day)}</strong>: ${saidText[one.kind] ?? one.kind}${one.by_name === null ? '' : ` (${one.by_name})`}${
      words === '' ? noHtml : html`<br><span class="newel-written">${words}</span>`
    }</li>`;
  };
  return html`<h2 class="govuk-heading-m">What you said so far</h2>
<p class="govuk-body">It stands at: ${stateText('referral', row.state).toLowerCase()}.</p>
<ul class="govuk-list">${[...said].reverse().map(line)}</ul>`;
}

/** What each thing that a service did is called, to itself. */
const saidText: Readonly<Record<string, string>> = {
  receive: 'You have it',
  'they will call': 'You will call them',
  book: 'An appointment',
  attend: 'They came',
  miss: 'They did not come',
  accept: 'You take them',
  reject: 'You said no',
  wait: 'They wait for a place',
  start: 'They started',
  suspend: 'Interrupted',
  resume: 'It goes on',
  end: 'It ended',
  'hand back': 'You handed back',
  asked: 'You asked',
  feedback: 'How it is going',
  expected: 'Another day for a place',
  'place offered': 'You offered a place',
  'form received': 'The form came',
  onward: 'You would refer on',
};

/** What was told: what the person agreed to share, and that there is no more. */
function toldHtml(view: ServiceView): Html {
  const told = view.told ?? [];
  const list = told.map(({ text }) => text.toLowerCase()).join(', ');
  return html`<p class="govuk-body">You see what ${view.facts.who} agreed to share: ${list === '' ? 'nothing of themself' : list}. Everything else is not shown.</p>
${
  told.length === 0
    ? noHtml
    : summaryList({
        rows: told.map(({ text, value }) => ({
          key: { text },
          value: { html: html`<span class="newel-written">${value}</span>` },
        })),
      })
}`;
}

/** The whole page, but for its frame. `problems` are what stands against the answer; `answered` says that it was given already. */
export function referralHtml(
  view: ServiceView,
  form: {
    action: string;
    hidden: Html;
    typed?: Typed;
    errors?: Errors;
    problems?: readonly string[];
    answered?: string | undefined;
    named: boolean;
    more?: Html;
  },
): Html {
  const { action, hidden, typed = {}, errors = {}, problems = [], answered, named, more = noHtml } = form;
  const { row, ask } = view;
  const chosen = chosenOf(ask, typed);
  const shown: Errors = { ...errors, ...Object.fromEntries(problems.map((text, at) => [`problem ${at}`, text])) };
  const above = errorsAbove([answerQuestion, ...(chosen?.questions ?? []), ...(named ? [nameQuestion] : [])], shown);
  return html`${above}
<h1 class="govuk-heading-l"><span class="govuk-caption-l">Reference ${row.reference}</span>${row.organisation_name ?? row.service_name}: a referral from ${view.worker.name}, ${view.programme}</h1>
${answered === undefined ? noHtml : insetText({ text: answered })}
<p class="govuk-body">For: ${row.service_name}</p>
${toldHtml(view)}
${
  ask === null
    ? html`<p class="govuk-body">Nothing more is asked of you about this referral. Thank you.</p>`
    : askHtml(ask, { action, hidden, typed, errors, named, version: row.version })
}
<p class="govuk-body">${callText(view)}</p>
${more}
${saidHtml(view)}`;
}

const answerQuestion: Question = { kind: 'choice', name: 'answer', label: 'Answer', choices: [] };

/** What is shown when nothing may be shown any more. */
export function nothingHtml(view: ServiceView): Html {
  const { consent, row } = view;
  const why =
    consent === 'withdrawn'
      ? 'Consent was withdrawn'
      : consent === 'ended'
        ? 'Consent has ended'
        : 'There is no consent';
  return html`<h1 class="govuk-heading-l"><span class="govuk-caption-l">Reference ${row.reference}</span>${why}</h1>
${warningText({ text: 'Nothing more may be shown to you. Delete what you hold about this person under this reference.', iconFallbackText: 'Warning' })}
<p class="govuk-body">${callText(view)}</p>`;
}

/** For every link that cannot be used, whatever became of it: what to do, and no hint whether there ever was one. */
export function noLinkHtml(): Html {
  return html`<h1 class="govuk-heading-l">This link cannot be used</h1>
<p class="govuk-body">A link works for some weeks, and only as it stands in the email, to its last letter.</p>
<ol class="govuk-list govuk-list--number">
<li>Open it from the email itself, or copy all of it.</li>
<li>If it still does not open, call whoever sent it: their name and telephone stand below the link in that email. They can send a new one.</li>
</ol>`;
}
