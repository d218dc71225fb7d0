import { showDay } from '../../kit/clock.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, insetText, pagination, summaryList, table } from '../../kit/ui/index.ts';
import type { Assessment } from '../actions/assessments.ts';
import type { Draft } from '../actions/drafts.ts';
import { score, scoreText } from '../rules/scoring.ts';
import { type Answers, type InstrumentDocument, issuesOf, questionsOf, severeCount } from '../rules.ts';
import { anchorsText, answerHtml, besideText, severeText, sharedAnchors } from './answers.ts';

/** How an assessment is called: 'Initial assessment, 3 Mar 2015'. */
export const titleOf = (stage: string, assessedOn: string | null): string =>
  `${stage}, ${assessedOn === null ? 'date not known' : showDay(assessedOn)}`;

const answeredIn = ({ answers, instrument }: Pick<Assessment, 'answers' | 'instrument'>): string => {
  const questions = questionsOf(instrument);
  return `${questions.filter(({ key }) => answers[key]?.state === 'answered').length} of ${questions.length}`;
};

/** The assessments of a case, a page at a time, with what the reader has begun. `words` puts a stage into words. */
export function listHtml(view: {
  path: string;
  assessments: readonly Assessment[];
  drafts: readonly Draft[];
  words: (assessment: Pick<Assessment, 'stage' | 'instrument'>) => string;
  page: number;
  pages: number;
  total: number;
  mayRecord: boolean;
}): Html {
  const { path, assessments, drafts, words, page, pages, total, mayRecord } = view;
  const link = (to: number) => ({ href: `${path}?page=${to}` });
  return html`<h1 class="govuk-heading-l">Assessments</h1>
${drafts.map((draft) =>
  insetText({
    html: html`An assessment is open: <a class="govuk-link" href="${path}/draft/${draft.id}">${titleOf(words(draft), draft.assessedOn)}</a>, ${answeredIn(draft)} answered. It counts in nothing until you finish it.`,
  }),
)}
<div class="govuk-button-group">${mayRecord ? button({ text: 'Make an assessment', href: `${path}/new` }) : noHtml}${
    total > 1
      ? button({
          text: 'See what changed since the start',
          href: `${path}/picture`,
          classes: 'govuk-button--secondary',
        })
      : noHtml
  }</div>
${
  total === 0
    ? html`<p class="govuk-body">No assessment is recorded.</p>`
    : table({
        caption: `${total.toLocaleString('en-GB')} ${total === 1 ? 'assessment' : 'assessments'}, newest first`,
        captionClasses: 'govuk-table__caption--s',
        stack: true,
        head: [{ text: 'Date' }, { text: 'Stage' }, { text: 'Severe issues' }, { text: 'Answered' }, { text: 'Open' }],
        rows: assessments.map((one) => {
          const title = titleOf(words(one), one.assessedOn);
          return [
            { text: one.assessedOn === null ? 'Not known' : showDay(one.assessedOn) },
            { text: words(one) },
            { text: severeText(severeCount(one.instrument, one.answers), issuesOf(one.instrument).length) },
            { text: answeredIn(one) },
            {
              html: html`<a class="govuk-link" href="${path}/${one.id}">Open<span class="govuk-visually-hidden"> ${title}</span></a>`,
            },
          ];
        }),
      })
}
${
  pages > 1
    ? pagination({
        landmarkLabel: 'Pages of assessments',
        ...(page > 1 ? { previous: link(page - 1) } : {}),
        ...(page < pages ? { next: link(page + 1) } : {}),
      })
    : noHtml
}`;
}

/** The scores of an instrument with the rule that makes them; nothing for one that states none. */
function scoresHtml(instrument: InstrumentDocument, answers: Answers): Html {
  const { scoring = [] } = instrument;
  if (scoring.length === 0) return noHtml;
  return html`<h2 class="govuk-heading-m">Scores</h2>
${summaryList({
  classes: 'newel-answers',
  rows: scoring.map((one) => ({
    key: { html: html`${one.title}<br><span class="newel-asked">${one.words}</span>` },
    value: { text: scoreText(score(instrument, one, answers)) },
  })),
})}`;
}

/** One assessment: what was asked in which words, and what was answered. */
export function assessmentHtml(view: {
  path: string;
  assessment: Assessment;
  stage: string;
  /** When each issue was first told of, by key. */
  disclosed: ReadonlyMap<string, string>;
  hasBefore: boolean;
  corrected: boolean;
  mayRecord: boolean;
  /** A second rating beside the first, or nothing. */
  twice: Html;
}): Html {
  const { path, assessment, stage, disclosed, hasBefore, corrected, mayRecord, twice } = view;
  const { instrument, answers, about } = assessment;
  const here = `${path}/${assessment.id}`;
  const issues = issuesOf(instrument);
  const rated = issues.filter(({ key }) => answers[key]?.state === 'answered').length;
  const count = severeCount(instrument, answers);
  return html`<h1 class="govuk-heading-l">${titleOf(stage, assessment.assessedOn)}</h1>
${assessment.assessedOn === null ? insetText({ text: 'The date is not known, so this assessment is in no report.' }) : noHtml}
<p class="govuk-body-l">${
    issues.length === 0
      ? `${answeredIn(assessment)} questions answered`
      : `${count} ${count === 1 ? 'issue is' : 'issues are'} severe, of ${rated} rated. ${issues.length - rated} of ${issues.length} ${issues.length - rated === 1 ? 'was' : 'were'} not rated.`
  }</p>
<div class="govuk-button-group">${hasBefore ? button({ text: 'See what changed', href: `${here}/compare` }) : noHtml}${
    mayRecord
      ? button({ text: 'Correct this assessment', href: `${here}/correct`, classes: 'govuk-button--secondary' })
      : noHtml
  }${mayRecord ? html`<a class="govuk-link" href="${here}/take-back">Take this assessment back</a>` : noHtml}</div>
${
  corrected
    ? html`<p class="govuk-body">This assessment was corrected. Each earlier version is in <a class="govuk-link" href="${path.replace(/assessments$/, 'timeline')}">the timeline</a>.</p>`
    : noHtml
}
${joinHtml(
  instrument.sections.map(({ title, questions }) => {
    const shared = sharedAnchors(questions);
    return html`<h2 class="govuk-heading-m">${title}</h2>
${shared === null ? noHtml : html`<p class="govuk-body">Ratings: ${shared}.</p>`}
${summaryList({
  classes: 'newel-answers',
  rows: questions.map((question) => ({
    key: {
      html: html`${question.label}<br><span class="newel-asked">${question.words}${
        shared === null && question.kind === 'scale' ? ` (${anchorsText(question)})` : ''
      }</span>`,
    },
    value: {
      html: html`${answerHtml(question, answers[question.key])}${besideText(question, about[question.key], disclosed.get(question.key) ?? null)}`,
    },
  })),
})}`;
  }),
)}
${scoresHtml(instrument, answers)}${twice}
<p class="govuk-body newel-secondary">Asked with: ${instrument.title}, version ${instrument.version}.</p>`;
}

/** Instead of an assessment that was taken back: that it was, when and why, and where its history is. */
export function takenBackHtml(view: { on: string; why: string; path: string }): Html {
  const { on, why, path } = view;
  return html`<h1 class="govuk-heading-l">This assessment was taken back</h1>
<p class="govuk-body">On ${showDay(on)}, because:</p>
${insetText({ html: html`<span class="newel-said">${why}</span>` })}
<p class="govuk-body">It is in no list, comparison or report. What was recorded stays in <a class="govuk-link" href="${path.replace(/assessments$/, 'timeline')}">the timeline</a>.</p>`;
}
