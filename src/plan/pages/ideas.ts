/** The library of ideas for steps: words to begin from, in the three groups. */
import { type Html, html } from '../../kit/html.ts';
import { ideas } from '../rules/ideas.ts';
import { groups, groupText } from '../rules/steps.ts';

export function ideasHtml(caseId: string): Html {
  const path = `/cases/${caseId}/plan`;
  return html`<h1 class="govuk-heading-l">Ideas for steps</h1>
<p class="govuk-body">Take one to begin from and put it in your own words, or <a class="govuk-link" href="${path}/steps/new">write a step freely</a>. <a class="govuk-link" href="${path}">Back to the plan</a></p>
${groups.map(
  (
    group,
  ) => html`<section aria-labelledby="i-${group}"><h2 class="govuk-heading-m newel-plan__group newel-plan__group--${group}" id="i-${group}">${groupText[group].text}</h2>
<ul class="govuk-list newel-ideas">${ideas
    .filter((idea) => idea.group === group)
    .map(
      ({ key, words }) => html`<li><a class="govuk-link" href="${path}/steps/new?idea=${key}">${words}</a></li>`,
    )}</ul></section>`,
)}`;
}
