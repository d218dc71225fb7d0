/** The instruments that are loaded: which, in which versions, and each exactly as it is asked. */
import { showDay } from '../../kit/clock.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { insetText, summaryList, table, tag } from '../../kit/ui/index.ts';
import { SOURCE_WORDS } from '../rules/about.ts';
import type { VersionChange } from '../rules/versions.ts';
import type { InstrumentDocument } from '../rules.ts';
import { partByHtml, questionsHtml } from './question.ts';

/** An instrument with its versions, the newest first. */
export type InstrumentLine = { key: string; title: string; versions: { version: number; loadedOn: string }[] };

export const instrumentPath = (key: string, version: number): string =>
  `/instruments/${encodeURIComponent(key)}/${version}`;

/** Every instrument. */
export function instrumentsHtml(lines: readonly InstrumentLine[]): Html {
  return html`<h1 class="govuk-heading-l">Instruments</h1>
<p class="govuk-body">What is asked in assessments. A version that is loaded never changes, so that every answer keeps the words that were asked. Which of them a programme uses is in its document.</p>
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

/** One version: where it comes from, how it is scored, what changed, and every part as it is asked. */
export function instrumentHtml(view: { document: InstrumentDocument; changes: readonly VersionChange[] | null }): Html {
  const { document, changes } = view;
  const rows = [
    { key: 'Why it is used', text: document.why },
    { key: 'Where it comes from', text: document.source },
    { key: 'What was chosen', text: document.note },
    { key: 'Whose view it is', text: SOURCE_WORDS[document.answeredBy ?? 'person'] },
    ...(document.scoring ?? []).map(({ title, words }) => ({ key: `Scoring: ${title}`, text: words })),
  ].flatMap(({ key, text }) => (text === undefined ? [] : [{ key: { text: key }, value: { text } }]));
  return html`<h1 class="govuk-heading-l">${document.title}, version ${document.version}</h1>
${document.secondRater === true ? insetText({ text: 'A second worker rates independently: the first rating is hidden until then.' }) : noHtml}
${summaryList({ rows })}
${changes === null ? noHtml : changesHtml(document.version, changes)}
<h2 class="govuk-heading-m">As it is asked</h2>
<p class="govuk-body">This is for looking at. Nothing that you enter here is kept.</p>
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

function changesHtml(version: number, changes: readonly VersionChange[]): Html {
  const title = `What changed since version ${version - 1}`;
  if (changes.length === 0)
    return html`<h2 class="govuk-heading-m">${title}</h2><p class="govuk-body">No question changed.</p>`;
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
