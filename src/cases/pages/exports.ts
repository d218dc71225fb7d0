import { showMoment } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button } from '../../kit/ui/index.ts';
import type { ExportFile } from '../actions/exports.ts';

const rows = (count: number) => counted(count, 'row');

const stateWords: Record<ExportFile['state'], (file: ExportFile) => string> = {
  queued: () => 'It waits for its turn.',
  working: (file) => `${rows(file.done)} written so far.`,
  made: (file) => `It is ready: ${rows(file.done)}.`,
  failed: () => 'It could not be made. Ask for it again; if that fails as well, tell the people who run Newel.',
};

/** How far a file is. The part in the middle is brought up to date by a script; the link does the same without one. */
export function exportHtml(file: ExportFile): Html {
  const going = file.state === 'queued' || file.state === 'working';
  return html`<h1 class="govuk-heading-l">Your file of cases</h1>
<div id="progress" role="status"${going ? html` data-newel-progress` : noHtml}>
<p class="govuk-body-l">${stateWords[file.state](file)}</p>
${
  file.state === 'made'
    ? html`${button({ text: 'Download the file', href: `/exports/${file.id}/file` })}
<p class="govuk-body">It is there for a day, for you alone. What you download holds personal details: keep it where they are safe, and delete it when you are done.</p>`
    : noHtml
}
${
  going
    ? html`<p class="govuk-body"><a class="govuk-link" href="/exports/${file.id}">See how far it is</a></p>
<p class="govuk-body">You can go on with something else. Your notices tell you when it is ready.</p>`
    : noHtml
}
</div>
<p class="govuk-body"><a class="govuk-link" href="/exports">All your files</a></p>`;
}

/** The files of a user. */
export function exportsHtml(files: readonly ExportFile[], timeZone: string): Html {
  return html`<h1 class="govuk-heading-l">Your files</h1>
${
  files.length === 0
    ? html`<p class="govuk-body">There are none. Ask for one below a list of cases; it is kept for a day.</p>`
    : html`<ul class="govuk-list">${files.map(
        (file) =>
          html`<li><a class="govuk-link" href="/exports/${file.id}">${file.name}</a>, asked for ${showMoment(file.askedAt, timeZone)}. ${stateWords[file.state](file)}</li>`,
      )}</ul>`
}`;
}

/** Said instead of a file that was made for other eyes. */
export const changedHtml: Html = html`<h1 class="govuk-heading-l">This file is out of date</h1>
<p class="govuk-body">What you may see has changed since it was made. Ask for it again below the list of <a class="govuk-link" href="/cases">cases</a>.</p>`;
