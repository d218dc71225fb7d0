import { showDay } from '../../kit/clock.ts';
import { type Errors, errorsAbove, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, insetText, table, tag } from '../../kit/ui/index.ts';
import type { QuestionRow } from '../actions/employer.ts';
import { linkDays } from '../rules/employer.ts';
import { needTicks, type Offered } from './evidence-new.ts';

const states: Record<QuestionRow['state'], { text: string; classes: string }> = {
  queued: { text: 'To be sent', classes: 'govuk-tag--yellow' },
  claimed: { text: 'To be sent', classes: 'govuk-tag--yellow' },
  sent: { text: 'Waits for an answer', classes: 'govuk-tag--yellow' },
  failed: { text: 'Could not be sent', classes: 'govuk-tag--red' },
  stopped: { text: 'Taken back', classes: 'govuk-tag--grey' },
  answered: { text: 'Answered', classes: 'govuk-tag--green' },
};

/** Questions to employers of a case, with the way to ask. `jobs` are their names by id. */
export function questionsHtml(view: {
  caseId: string;
  csrf: Html;
  questions: readonly QuestionRow[];
  jobs: Readonly<Record<string, string>>;
  mayRecord: boolean;
}): Html {
  const { caseId, csrf, questions, jobs, mayRecord } = view;
  const path = `/cases/${caseId}/evidence`;
  const any = Object.keys(jobs).length > 0;
  if (!any && questions.length === 0) return noHtml;
  const stateTag = ({ state, over, refused }: QuestionRow) => {
    if (over) return { text: 'No answer in time', classes: 'govuk-tag--red' };
    if (refused && state !== 'answered') return { text: 'The person said no', classes: 'govuk-tag--grey' };
    return states[state];
  };
  const stop = ({ id, reference, state, over }: QuestionRow): Html =>
    ['queued', 'claimed', 'sent', 'failed'].includes(state) && !over
      ? html`<form method="post" action="${path}/questions/${id}/stop">${csrf}${button({ html: html`Take it back<span class="govuk-visually-hidden"> ${reference}</span>`, classes: 'govuk-button--secondary govuk-!-margin-bottom-0' })}</form>`
      : noHtml;
  return html`<h2 class="govuk-heading-m">Employers asked to confirm</h2>
<p class="govuk-body">An email brings the employer a link with which they answer in two minutes, without an account. It names nobody; the page that it opens does.</p>
${mayRecord && any ? html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="${path}/ask">Ask an employer</a></p>` : noHtml}
${
  questions.length === 0
    ? noHtml
    : table({
        caption: 'Questions to employers, newest first',
        captionClasses: 'govuk-visually-hidden',
        stack: true,
        head: [
          { text: 'Reference' },
          { text: 'Job' },
          { text: 'Asked' },
          { text: 'State' },
          ...(mayRecord ? [{ text: 'Action' }] : []),
        ],
        rows: questions.map((one) => [
          { text: one.reference },
          { text: jobs[one.job_id] ?? 'Another job' },
          {
            text: `${showDay(one.asked_on)}${one.asked_by_name === null ? '' : ` by ${one.asked_by_name}`}, ${one.email}`,
          },
          { html: tag(stateTag(one)) },
          ...(mayRecord ? [{ html: stop(one) }] : []),
        ]),
      })
}`;
}

/** The form with which an employer is asked. */
export function askHtml(view: {
  caseId: string;
  csrf: Html;
  questions: readonly Question[];
  typed: Typed;
  errors?: Errors;
  offered: readonly Offered[];
  ticked: readonly string[];
  /** Jobs of which the person said no to talking to the employer. */
  refused: readonly { id: string; name: string }[];
}): Html {
  const { caseId, csrf, questions, typed, errors = {}, offered, ticked, refused } = view;
  const path = `/cases/${caseId}/evidence`;
  return html`${errorsAbove([...questions, { kind: 'text', name: 'needs', label: '' }], errors)}<h1 class="govuk-heading-l">Ask an employer to confirm a job</h1>
${insetText({ text: `Ask the person first. The employer is told the person’s name and that this programme asks, and nothing else: not what it is for, not what is on record. The link works for ${linkDays} days.` })}
${refused.map(({ id, name }) => html`<p class="govuk-body">The person said no to talking to ${name}. <a class="govuk-link" href="/cases/${caseId}/in-work/employer/${id}/consent">Ask the person again<span class="govuk-visually-hidden"> about ${name}</span></a></p>`)}
<form method="post" action="${path}/ask" novalidate>${csrf}
${fields(questions, typed, errors)}
${needTicks(offered, ticked, errors.needs)}
<div class="govuk-button-group">${button({ text: 'Ask', preventDoubleClick: true })}<a class="govuk-link" href="${path}">Cancel</a></div>
</form>`;
}

/** Who is asked to call: the key worker, where people may be told their number. */
const callText = (name: string | null, phone: string | null, programme: string): string =>
  `Questions? ${phone === null ? 'Ask' : 'Call'} ${name ?? programme}${phone === null ? '' : `, ${phone}`}.`;

/** The page of the link: what is asked of the employer. */
export function confirmHtml(view: {
  action: string;
  hidden: Html;
  version: number;
  person: string;
  programme: string;
  worker: { name: string | null; phone: string | null };
  questions: readonly Question[];
  typed: Typed;
  errors?: Errors;
  problem?: string;
}): Html {
  const { action, hidden, version, person, programme, worker, questions, typed, errors = {}, problem } = view;
  const all = problem === undefined ? errors : { ...errors, page: problem };
  return html`${errorsAbove(questions, all)}<h1 class="govuk-heading-l">Please confirm a job: ${person}</h1>
<p class="govuk-body">${programme} asks you, with the agreement of ${person}, to say when they worked for you. ${callText(worker.name, worker.phone, programme)}</p>
<form method="post" action="${action}" novalidate>${hidden}${versionField(version)}
${fields(questions, typed, errors)}
${button({ text: 'Send the answer', preventDoubleClick: true })}
</form>`;
}

/** After the answer: it names nobody, because the link may be opened again by others. */
export const answeredHtml = (programme: string): Html =>
  html`<h1 class="govuk-heading-l">Thank you. Your answer is with ${programme}</h1>
<p class="govuk-body">Nothing more is asked of you. If something was wrong with it, call the number in the email.</p>`;

/** Whatever is wrong with a link, the page is the same. */
export const noLinkHtml = (): Html =>
  html`<h1 class="govuk-heading-l">This link cannot be used</h1>
<p class="govuk-body">It may have ended, or a part of it is missing: open it from the email again. If it still does not work, call the number in the email.</p>`;
