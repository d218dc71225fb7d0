import { showDay, showMoment } from '../../kit/clock.ts';
import { type Html, html } from '../../kit/html.ts';
import { insetText, summaryList, table } from '../../kit/ui/index.ts';
import type { TableText } from '../rules/plan.ts';
import { publishedPath } from './address.ts';
import { tableLinks } from './list.ts';

/** A published set as the list shows it. `by` is who published it. */
export type PublishedLine = { id: string; title: string; asOf: string; at: string; by: string; digest: string };

/** The published sets of a programme. */
export function publishedListHtml(
  key: string,
  programme: string,
  sets: readonly PublishedLine[],
  timeZone: string,
): Html {
  return html`<h1 class="govuk-heading-l">Published sets of ${programme}</h1>
${
  sets.length === 0
    ? html`<p class="govuk-body">Nothing has been published yet.</p>`
    : table({
        caption: 'Published sets',
        stack: true,
        captionClasses: 'govuk-visually-hidden',
        head: [{ text: 'Title' }, { text: 'As of' }, { text: 'Published' }, { text: 'By' }],
        firstCellIsHeader: true,
        rows: sets.map((set) => [
          { html: html`<a class="govuk-link" href="${publishedPath(key, set.id)}">${set.title}</a>` },
          { text: showDay(set.asOf) },
          { text: showMoment(set.at, timeZone) },
          { text: set.by },
        ]),
      })
}`;
}

/** One published set: what it is, whether it is whole, and its tables. */
export function publishedHtml(options: {
  key: string;
  programme: string;
  set: PublishedLine;
  intact: boolean;
  texts: readonly TableText[];
  timeZone: string;
}): Html {
  const { key, set } = options;
  const row = (name: string, text: string) => ({ key: { text: name }, value: { text } });
  return html`<h1 class="govuk-heading-l">${set.title}</h1>
${options.intact ? html`` : insetText({ text: 'The content of this set does not have its digest: it was changed outside Newel.' })}
${summaryList({
  rows: [
    row('Programme', options.programme),
    row('As of', showDay(set.asOf)),
    row('Published', `${showMoment(set.at, options.timeZone)} by ${set.by}`),
    row('Digest (SHA-256)', set.digest),
    row('Checked now', options.intact ? 'The content has its digest' : 'The content does not have its digest'),
  ],
})}
<p class="govuk-body"><a class="govuk-link" href="${publishedPath(key, set.id)}/csv">Download all tables of this set (CSV)</a></p>
${tableLinks(options.texts, (name) => publishedPath(key, set.id, name))}`;
}
