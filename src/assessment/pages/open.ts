/** An assessment that is open: its parts as a task list, in any order. */
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, details, errorSummary, insetText, type TagOptions, taskList } from '../../kit/ui/index.ts';
import type { Draft } from '../actions/drafts.ts';
import type { Section } from '../rules/document.ts';

/** The state of a part in words: what is answered, what was declined, what is left for another time. */
export function partState(section: Section, { answers, saved }: Pick<Draft, 'answers' | 'saved'>): string {
  const states = section.questions.map(({ key }) => answers[key]?.state ?? 'not asked');
  const count = (state: string) => states.filter((one) => one === state).length;
  if (saved[section.key] === undefined)
    return section.sensitive === true ? 'Not started: when there is trust' : 'Not started';
  const open = count('not asked');
  if (open === states.length) return 'Not now';
  if (open > 0) return `${open} of ${states.length} open`;
  const closed = [
    count('declined') > 0 ? `${count('declined')} declined` : '',
    count('not applicable') > 0 ? `${count('not applicable')} not applicable` : '',
  ].filter((words) => words !== '');
  return closed.length === 0 ? 'Complete' : `Complete: ${closed.join(', ')}`;
}

function statusOf(section: Section, draft: Draft): { tag: TagOptions } | { text: string } {
  const text = partState(section, draft);
  if (text.startsWith('Complete')) return { text };
  return { tag: { text, classes: draft.saved[section.key] === undefined ? 'govuk-tag--blue' : 'govuk-tag--yellow' } };
}

/** A draft as a task list, then the one button that makes it an assessment. `nameOf` gives a user's name, `whenOf` a moment in words. */
export function draftHtml(view: {
  draft: Draft;
  title: string;
  path: string;
  csrf: Html;
  problems: readonly string[];
  nameOf: (userId: string) => string;
  whenOf: (moment: string) => string;
}): Html {
  const { draft, title, path, csrf, problems, nameOf, whenOf } = view;
  const begun = Object.keys(draft.answers).length > 0;
  const { instrument } = draft;
  return html`${
    problems.length === 0
      ? noHtml
      : errorSummary({
          titleText: 'There is a problem',
          errorList: problems.map((text) => ({ text, href: `${path}/about` })),
        })
  }<h1 class="govuk-heading-l">${title}</h1>
${instrument.why === undefined ? noHtml : html`<p class="govuk-body">${instrument.why}</p>`}
<p class="govuk-body">Take the parts in any order, over as many meetings as it takes. Each is saved by itself. ${
    instrument.secondRater === true
      ? 'Nobody else sees it until you finish, so that a second worker can rate without knowing yours.'
      : 'Whoever covers or takes over the case can go on with it. It counts in nothing until it is finished.'
  }</p>
${taskList({
  idPrefix: 'parts',
  items: [
    {
      title: { text: 'Which assessment, and when' },
      href: `${path}/about`,
      hint: { text: `Begun by ${nameOf(draft.authorId)}` },
      status: { text: 'Complete' },
    },
    ...instrument.sections.map((section) => {
      const saved = draft.savedBy[section.key];
      return {
        title: { text: section.title },
        href: `${path}/part/${section.key}`,
        ...(saved === undefined ? {} : { hint: { text: `Saved by ${nameOf(saved.by)}, ${whenOf(saved.at)}` } }),
        status: statusOf(section, draft),
      };
    }),
  ],
})}
${begun ? noHtml : insetText({ text: 'Answer at least one question, then you can finish.' })}
<form method="post" action="${path}/finish" novalidate>
${csrf}
<p class="govuk-body">Questions without an answer are kept as not asked. You can correct the assessment later.</p>
${button({ text: 'Finish the assessment', preventDoubleClick: true })}
</form>
${details({
  summaryText: 'Throw this assessment away',
  html: html`<form method="post" action="${path}/drop" novalidate>${csrf}<p class="govuk-body">What is saved in it goes into no assessment. The case’s history keeps what it held.</p>${button({ text: 'Throw it away', classes: 'govuk-button--warning', preventDoubleClick: true })}</form>`,
})}`;
}
