import type { EventRow } from '../../access/actions.ts';
import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { type SummaryListRow, summaryList } from '../../kit/ui/index.ts';
import type { KeptSupporter } from '../../people/actions/around.ts';
import type { Person } from '../../people/actions/people.ts';
import type { AssignmentRow } from '../actions/changes.ts';
import { casePath, statusTag, supportText } from '../actions/frame.ts';
import type { Line, Section } from '../actions/passing-on.ts';
import type { CaseHead } from '../actions/record.ts';
import type { ToldStory } from '../actions/story.ts';
import { passedOnText, storyParts } from '../rules/story.ts';
import { contactRows, ownWordsHtml, row, supporterHtml } from './person.ts';

/** What the page for whoever takes over shows. */
export type Handover = {
  head: CaseHead;
  today: Temporal.PlainDate;
  person: Person;
  supporters: readonly KeptSupporter[];
  story: ToldStory;
  workers: readonly AssignmentRow[];
  notes: readonly Line[];
  /** What the person agreed to being passed on; null when nobody asked. */
  passedOn: EventRow | null;
  sections: readonly Section[];
  open: readonly Line[];
};

/** One page for whoever takes over: who they are, what must not be asked again, how to work with them, where things stand. */
export function handoverHtml(view: Handover): Html {
  const { head, person, supporters, story, notes, sections, open } = view;
  const path = casePath(head.caseId, 'handover');
  const about = casePath(head.caseId, 'person');
  return html`<div class="newel-handover"><h1 class="govuk-heading-l">Handover</h1>
${ownWordsHtml(person, about)}
${part('What may be passed on', change(`${path}/passed-on`, view.passedOn === null ? 'Ask' : 'Ask again', 'what may be passed on'))}
${passedOnHtml(view.passedOn)}
${part('Do not ask again', change(`${path}/not-again`, story.notAgain.length === 0 ? 'Add' : 'Change', 'what must not be asked again'))}
${
  story.notAgain.length === 0
    ? html`<p class="govuk-body">Nothing is on file.</p>`
    : summaryList({ rows: story.notAgain.map(({ subject, known }) => row(subject, known)) })
}
${part('Their story', change(`${path}/story`, story.version === 0 ? 'Tell it' : 'Change', 'their story'))}
${summaryList({ rows: storyParts.map(([field, title]) => row(title, story[field] as string | null, 'Not told yet')) })}
<div class="newel-handover__pair"><section>
${part('Safe contact', change(`${about}/contact`, 'Change', 'safe contact'))}
${summaryList({ rows: contactRows(person) })}
</section><section>
${part('Language, access and culture', change(`${about}/needs`, 'Change', 'language, access and culture'))}
${summaryList({
  rows: [
    row('First language', person.firstLanguage),
    row('Interpreter', person.interpreter),
    row('Easier with', person.accessNeeds),
    row('Culture, faith, family', person.culturalNeeds),
  ],
})}
</section></div>
${part('Who may be told what', change(about, 'Change', 'who may be told what'))}
${
  supporters.length === 0
    ? html`<p class="govuk-body">Nobody may be told anything.</p>`
    : summaryList({ rows: supporters.map((one) => ({ key: { text: one.name }, value: { html: supporterHtml(one) } })) })
}
${part('Where they stand')}
${summaryList({ rows: standingRows(view) })}
<div class="newel-handover__pair">${sections.map(
    (section) => html`<section>${part(section.title)}${linesHtml(section.lines, section.empty)}</section>`,
  )}</div>
${part('Open')}
${linesHtml(open, 'Nothing waits for anybody.')}
${part(notes.length === 5 ? 'The last five notes' : 'Notes')}
${linesHtml(notes, 'No note is on file.')}
</div>`;
}

function passedOnHtml(one: EventRow | null): Html {
  if (one === null) return html`<p class="govuk-body">The person was not asked yet.</p>`;
  const { agreed, words } = one.payload ?? {};
  return html`<p class="govuk-body">${agreed === 'some' ? passedOnText.some : passedOnText.all}, as they said on ${showDay(one.happened_on)}.${
    typeof words === 'string' ? html` <span class="newel-written">${words}</span>` : noHtml
  }</p>`;
}

const change = (href: string, text: string, about: string): Html =>
  html` <a class="govuk-link newel-handover__change" href="${href}">${text}<span class="govuk-visually-hidden"> ${about}</span></a>`;

const part = (title: string, link: Html = noHtml): Html =>
  html`<div class="newel-handover__title"><h2 class="govuk-heading-m">${title}</h2>${link}</div>`;

function linesHtml(lines: readonly Line[], empty: string): Html {
  if (lines.length === 0) return html`<p class="govuk-body">${empty}</p>`;
  return html`<ul class="govuk-list newel-handover__lines">${lines.map(
    ({ text, note, href }) =>
      html`<li>${href === undefined ? text : html`<a class="govuk-link" href="${href}">${text}</a>`}${
        note === undefined ? noHtml : html`<br><span class="newel-written">${note}</span>`
      }</li>`,
  )}</ul>`;
}

function standingRows({ head, today, workers }: Handover): SummaryListRow[] {
  const support = supportText(head, today);
  const list = html`<ol class="govuk-list newel-handover__lines">${workers.map(
    (one) =>
      html`<li>${one.staff_name}, ${showDay(one.starts_on)} to ${one.ends_on === null ? 'today' : showDay(one.ends_on)}${
        one.reason === null ? noHtml : html`. ${one.reason}`
      }${one.handover === null ? noHtml : html`<br><span class="newel-written">${one.handover}</span>`}</li>`,
  )}</ol>`;
  return [
    {
      key: { text: 'Status' },
      value: { html: html`${statusTag(head.status)}${support === null ? noHtml : html` ${support}`}` },
    },
    row('Referred', head.referredOn === null ? null : showDay(head.referredOn)),
    row('Attached', head.attachment === null ? 'Not yet' : showDay(head.attachment.on)),
    {
      key: { text: 'Key workers so far' },
      value: workers.length === 0 ? { text: 'Nobody yet' } : { html: list },
    },
  ];
}
