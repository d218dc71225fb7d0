/** The draft of an instrument: all its parts with what can be done to each, what is missing, and what differs from before. */
import { counted } from '../../kit/counted.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, insetText, summaryList } from '../../kit/ui/index.ts';
import type { InstrumentDraft } from '../actions/instrument-drafts.ts';
import { SOURCE_WORDS } from '../rules/about.ts';
import { type DraftProblem, type DraftSection, draftChanges, draftProblems, type Part } from '../rules/draft.ts';
import { KIND_WORDS } from '../rules/draft-form.ts';
import { changesHtml, instrumentDraftPath } from './instruments.ts';

/** The address of the form of a part. */
export const partPath = (draftKey: string, { kind, key }: Part): string =>
  `${instrumentDraftPath(draftKey)}/${kind}/${encodeURIComponent(key)}`;

const removePath = (draftKey: string, { kind, key }: Part): string =>
  `${instrumentDraftPath(draftKey)}/remove/${kind}/${encodeURIComponent(key)}`;

/** What keeps the draft from being published, each with the way to its place; or that nothing does. */
export function problemsHtml(draftKey: string, problems: readonly DraftProblem[]): Html {
  if (problems.length === 0) return insetText({ text: 'Nothing is missing. It can be published.' });
  return html`<p class="govuk-body">Before it can be published:</p><ul class="govuk-list govuk-list--bullet">${problems.map(
    ({ place, part, message }) =>
      html`<li>${part === null ? place : html`<a class="govuk-link" href="${partPath(draftKey, part)}">${place}</a>`}: ${message}</li>`,
  )}</ul>`;
}

/** What the draft differs in from the newest version. */
export function differenceHtml({ document, latest, fromVersion }: InstrumentDraft): Html {
  if (latest === null) return noHtml;
  const later =
    fromVersion !== null && latest.version > fromVersion
      ? insetText({
          text: `Version ${latest.version} was loaded after this draft was begun from version ${fromVersion}. What stands in ${latest.version} and not here is told as a difference.`,
        })
      : noHtml;
  return html`${changesHtml(`What differs from version ${latest.version}`, draftChanges(document, latest))}${later}`;
}

const place = (kind: Part['kind'], key: string, way: 'up' | 'down', title: string): Html =>
  html`<button name="do" value="${way}.${kind}.${key}" class="newel-do newel-do--place" aria-label="${way === 'up' ? 'Move up' : 'Move down'}: ${title}">${way === 'up' ? '↑' : '↓'}</button>`;

const link = (href: string, text: string, of: string): Html =>
  html`<a class="govuk-link" href="${href}">${text}<span class="govuk-visually-hidden"> ${of}</span></a>`;

function sectionHtml(draftKey: string, section: DraftSection): Html {
  const { key, title, hint, sensitive, questions } = section;
  const part: Part = { kind: 'section', key };
  const path = instrumentDraftPath(draftKey);
  return html`<section aria-labelledby="section-${key}"><div class="newel-plan__head"><h2 class="govuk-heading-m" id="section-${key}">${title}</h2>
<p class="govuk-body">${joinHtml(
    [
      link(partPath(draftKey, part), 'Change', `the section ${title}`),
      link(removePath(draftKey, part), 'Take out', `the section ${title}`),
      place('section', key, 'up', title),
      place('section', key, 'down', title),
    ],
    ' ',
  )}</p></div>
${hint === undefined ? noHtml : html`<p class="govuk-hint">${hint}</p>`}${sensitive === true ? html`<p class="govuk-hint">Better asked once there is trust.</p>` : noHtml}
<ol class="newel-steps">${questions.map((question) => {
    const one: Part = { kind: 'question', key: question.key };
    return html`<li class="newel-step" id="question-${question.key}"><div class="newel-step__what"><a class="govuk-link" href="${partPath(draftKey, one)}">${question.label}</a><p class="newel-step__facts">${question.words}<br>${KIND_WORDS[question.kind].text}${question.severeFrom === undefined ? '' : `, severe from ${question.severeFrom}`}</p></div>
<div class="newel-step__do">${link(removePath(draftKey, one), 'Take out', question.label)}${place('question', question.key, 'up', question.label)}${place('question', question.key, 'down', question.label)}</div></li>`;
  })}</ol>
<p class="govuk-body">${link(`${path}/new-question?section=${key}`, 'Add a question', `to ${title}`)}</p></section>`;
}

/** The page of a draft. `changed` says who changed it last and when. */
export function draftOverviewHtml(view: { draft: InstrumentDraft; changed: string; csrf: Html }): Html {
  const { draft, changed, csrf } = view;
  const { key, document, latest, fromVersion, version } = draft;
  const path = instrumentDraftPath(key);
  const problems = draftProblems(document, latest);
  const questions = document.sections.reduce((sum, section) => sum + section.questions.length, 0);
  const change = (href: string, of: string) => ({
    actions: { items: [{ href, text: 'Change', visuallyHiddenText: of }] },
  });
  return html`<span class="govuk-caption-l">${fromVersion === null ? 'A new instrument' : `Draft of version ${(latest?.version ?? fromVersion) + 1}, begun from version ${fromVersion}`}</span>
<h1 class="govuk-heading-l">${document.title}</h1>
<p class="govuk-body">${counted(questions, 'question')} in ${counted(document.sections.length, 'section')}. ${changed} Nobody is asked from a draft, and no question is ever compulsory for the person.</p>
<div class="govuk-button-group">${button({ text: 'See it as it is asked', href: `${path}/preview`, classes: 'govuk-button--secondary' })}${
    problems.length === 0 ? button({ text: 'Publish', href: `${path}/publish` }) : noHtml
  }<a class="govuk-link" href="${path}/discard">Throw the draft away</a></div>
${problemsHtml(key, problems)}
${summaryList({
  rows: [
    {
      key: { text: 'About it' },
      value: { text: document.source },
      ...change(`${path}/about`, 'what is said about it'),
    },
    { key: { text: 'Whose view it is' }, value: { text: SOURCE_WORDS[document.answeredBy ?? 'person'] } },
    { key: { text: 'Second rater' }, value: { text: document.secondRater === true ? 'Yes' : 'No' } },
  ],
})}
<form method="post" action="${path}/move" novalidate>${csrf}${versionField(version)}
${document.sections.map((section) => sectionHtml(key, section))}
</form>
<p class="govuk-body"><a class="govuk-link" href="${path}/new-section">Add a section</a></p>
<h2 class="govuk-heading-m">Scoring</h2>
${
  document.scoring === undefined
    ? html`<p class="govuk-body">It is not scored.</p>`
    : html`<ul class="newel-steps">${document.scoring.map(({ title, words }, at) => {
        const part: Part = { kind: 'scoring', key: String(at) };
        return html`<li class="newel-step"><div class="newel-step__what"><a class="govuk-link" href="${partPath(key, part)}">${title}</a><p class="newel-step__facts">${words}</p></div><div class="newel-step__do">${link(removePath(key, part), 'Take out', title)}</div></li>`;
      })}</ul>`
}
<p class="govuk-body"><a class="govuk-link" href="${path}/new-scoring">Say how it is scored</a></p>
${differenceHtml(draft)}`;
}
