/** The instruments that are loaded: which, in which versions, and each exactly as it is asked. */
import { showDay } from '../../kit/clock.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, insetText, summaryList, table, tag } from '../../kit/ui/index.ts';
import { SOURCE_WORDS } from '../rules/about.ts';
import type { VersionChange } from '../rules/versions.ts';
import type { InstrumentDocument } from '../rules.ts';
import { partByHtml, questionsHtml } from './question.ts';

/** An instrument with its versions, the newest first. */
export type InstrumentLine = { key: string; title: string; versions: { version: number; loadedOn: string }[] };

export const instrumentPath = (key: string, version: number): string =>
  `/instruments/${encodeURIComponent(key)}/${version}`;

/** The address of the draft of an instrument. */
export const instrumentDraftPath = (key: string): string => `/instrument-drafts/${encodeURIComponent(key)}`;

/** Every instrument. `drafts` are the versions that are being written, for whoever may; null for everybody else. */
export function instrumentsHtml(
  lines: readonly InstrumentLine[],
  drafts: readonly { key: string; title: string; changedOn: string }[] | null,
): Html {
  return html`<h1 class="govuk-heading-l">Instruments</h1>
<p class="govuk-body">What is asked in assessments. A version that is loaded never changes, so that every answer keeps the words that were asked. Which of them a programme uses is in its document.</p>
${drafts === null ? noHtml : button({ text: 'Write a new instrument', href: '/new-instrument', classes: 'govuk-button--secondary' })}
${(drafts ?? []).map(({ key, title, changedOn }) =>
  insetText({
    html: html`A draft is open: <a class="govuk-link" href="${instrumentDraftPath(key)}">${title}</a>, last changed ${showDay(changedOn)}. Nobody is asked from it until it is published.`,
  }),
)}
${
  lines.length === 0
    ? html`<p class="govuk-body">No instrument is loaded. Instruments are loaded with the programme that uses them.</p>`
    : table({
        caption: 'Instruments, by name',
        captionClasses: 'govuk-visually-hidden',
        stack: true,
        firstCellIsHeader: true,
        head: [{ text: 'Instrument' }, { text: 'Versions, newest first' }],
        rows: lines.map(({ key, title, versions }) => [
          { text: title },
          {
            html: joinHtml(
              versions.map(
                ({ version, loadedOn }) =>
                  html`<a class="govuk-link" href="${instrumentPath(key, version)}">Version ${version}<span class="govuk-visually-hidden"> of ${title}</span></a>, loaded ${showDay(loadedOn)}`,
              ),
              html`<br>`,
            ),
          },
        ]),
      })
}`;
}

/**
 * One version: where it comes from, how it is scored, what changed, and every part as it is asked. `published` is who published it
 * when and why, null for one that came from a file; `edit` is the form that begins the next version, or nothing.
 */
export function instrumentHtml(view: {
  document: InstrumentDocument;
  changes: readonly VersionChange[] | null;
  published: { by: string; on: string; reason: string } | null;
  edit: Html;
  /** Whether the reader may see how far two workers agree. */
  agreement: boolean;
}): Html {
  const { document, changes, published, edit, agreement } = view;
  const rows = [
    { key: 'Why it is used', text: document.why },
    { key: 'Where it comes from', text: document.source },
    { key: 'What was chosen', text: document.note },
    { key: 'Whose view it is', text: SOURCE_WORDS[document.answeredBy ?? 'person'] },
    {
      key: 'Why this version',
      text: published === null ? undefined : `${published.reason} (${published.by}, ${showDay(published.on)})`,
    },
    ...(document.scoring ?? []).map(({ title, words }) => ({ key: `Scoring: ${title}`, text: words })),
  ].flatMap(({ key, text }) => (text === undefined ? [] : [{ key: { text: key }, value: { text } }]));
  return html`<h1 class="govuk-heading-l">${document.title}, version ${document.version}</h1>
${document.secondRater === true ? insetText({ text: 'A second worker rates independently: the first rating is hidden until then.' }) : noHtml}
${edit}${
  agreement
    ? html`<p class="govuk-body"><a class="govuk-link" href="${instrumentPath(document.key, document.version)}/agreement">Do two workers come to the same rating?</a></p>`
    : noHtml
}${summaryList({ rows })}
${changes === null ? noHtml : changesHtml(`What changed since version ${document.version - 1}`, changes)}
<h2 class="govuk-heading-m">As it is asked</h2>
${askedHtml(document)}`;
}

/** Every part exactly as it is asked, for looking at. */
export function askedHtml(document: InstrumentDocument): Html {
  return html`<p class="govuk-body">This is for looking at. Nothing that you enter here is kept.</p>
${partByHtml({ 'part-by': document.answeredBy ?? 'person' })}
${joinHtml(
  document.sections.map(
    (section) => html`<h3 class="govuk-heading-s">${section.title}${
      section.sensitive === true ? html` ${tag({ text: 'When there is trust', classes: 'govuk-tag--blue' })}` : noHtml
    }</h3>
${section.hint === undefined ? noHtml : html`<p class="govuk-body">${section.hint}</p>`}
${questionsHtml(section.questions, {}, {})}`,
  ),
)}`;
}

/** What differs between two versions, as a table. */
export function changesHtml(title: string, changes: readonly VersionChange[]): Html {
  if (changes.length === 0)
    return html`<h2 class="govuk-heading-m">${title}</h2><p class="govuk-body">Nothing changed.</p>`;
  return html`<h2 class="govuk-heading-m">${title}</h2>
${table({
  caption: title,
  captionClasses: 'govuk-visually-hidden',
  stack: true,
  firstCellIsHeader: true,
  head: [{ text: 'Question' }, { text: 'What' }, { text: 'Before' }, { text: 'Now' }],
  rows: changes.map(({ label, field, before, now }) => [
    { text: label },
    { text: field },
    { text: before ?? 'Not there' },
    { text: now ?? 'Not there' },
  ]),
})}`;
}
