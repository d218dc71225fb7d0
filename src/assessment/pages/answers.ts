/** How questions and answers of an instrument are shown. */
import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { tag } from '../../kit/ui/index.ts';
import type { About } from '../rules/about.ts';
import { subTypeText } from '../rules/entry.ts';
import { type Answer, answerText, type Question, type ScaleQuestion, severeAnswer } from '../rules.ts';

/** '0 No barrier, 3 Makes work harder, 6 Makes work impossible for now'. */
export function anchorsText(question: ScaleQuestion): string {
  return question.anchors.map(({ value, label }) => `${value} ${label}`).join(', ');
}

/** The anchors that all scales of a section share, or null where they differ or there are none. */
export function sharedAnchors(questions: readonly Question[]): string | null {
  const texts = new Set(questions.filter((question) => question.kind === 'scale').map(anchorsText));
  return texts.size === 1 ? ([...texts][0] as string) : null;
}

/** An answer: '4 of 6 Severe', 'Yes', 'Not asked'. A state without a value reads unlike any answer. */
export function answerHtml(question: Question, answer: Answer | undefined): Html {
  if (answer?.state !== 'answered') return html`<span class="newel-secondary">${answerText(question, answer)}</span>`;
  if (question.kind === 'text') return html`<span class="newel-said">${answerText(question, answer)}</span>`;
  if (question.kind !== 'scale') return html`${answerText(question, answer)}`;
  const anchor = question.anchors.find(({ value }) => value === answer.value)?.label;
  return html`${String(answer.value)} of ${question.max}${anchor === undefined ? noHtml : html`: ${anchor}`}${
    severeAnswer(question, answer) ? html` ${tag({ text: 'Severe', classes: 'govuk-tag--orange' })}` : noHtml
  }`;
}

/** What is kept beside an answer: the kind of need, a note, whose view it is, since when it is known. */
export function besideText(question: Question, about: About | undefined, disclosedOn: string | null): Html {
  const { by, note } = about ?? {};
  const kind = subTypeText(question, about?.subType);
  const facts = [
    kind === null ? null : html`${kind}`,
    disclosedOn === null ? null : html`First told of on ${showDay(disclosedOn)}`,
    // Reported by the person is what is expected of a question that is put to them; the other is said.
    by === 'worker' ? html`Identified by the worker` : null,
  ].filter((fact) => fact !== null);
  return html`${facts.map((fact) => html`<br><span class="newel-asked">${fact}</span>`)}${
    note === undefined ? noHtml : html`<br><span class="newel-said">${note}</span>`
  }`;
}

/** 'Lower is better', for a scale. */
export function directionText(question: Question): string {
  if (question.kind !== 'scale') return '';
  return question.direction === 'lower is better' ? 'Lower is better' : 'Higher is better';
}

/** '9 of 19 severe', or '9 of 17 rated' where not all issues were. */
export function severeText(severeIssues: number, issues: number): string {
  return issues === 0 ? 'No issues in this assessment' : `${severeIssues} of ${issues}`;
}
