import { type Html, html, noHtml } from '../../kit/html.ts';
import { insetText } from '../../kit/ui/index.ts';
import type { ProgrammeDocument } from '../rules/document.ts';

type Note = ProgrammeDocument['notes'][number];

/** The notes of a section: what was chosen where the source is silent, and the conflicts with the reading that was not taken. */
export function notesHtml(notes: readonly Note[]): Html {
  const silent = notes.filter((note) => note.otherwise === undefined);
  const conflicts = notes.filter((note) => note.otherwise !== undefined);
  return html`${
    silent.length < 2
      ? silent.map((note) => html`<p class="govuk-hint">${said(note)}</p>`)
      : html`<ul class="govuk-list govuk-list--bullet govuk-hint">${silent.map((note) => html`<li>${said(note)}</li>`)}</ul>`
  }${conflicts.map((note) => conflictHtml(note))}`;
}

const said = ({ text, source }: Note): Html => html`${text}${source === undefined ? noHtml : html` (${source})`}`;

function conflictHtml({ text, otherwise, source }: Note): Html {
  return insetText({
    html: html`<p class="govuk-body"><strong>The sources do not agree.</strong> ${text}</p>
<p class="govuk-body">The other reading: ${otherwise}</p>
${source === undefined ? noHtml : html`<p class="govuk-body-s">Where: ${source}</p>`}`,
  });
}
