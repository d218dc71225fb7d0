import { type Html, html } from '../../kit/html.ts';
import { tag } from '../../kit/ui/index.ts';
import { capital, type EligibilityOutcome } from '../../programmes/rules.ts';
import { suitabilityWords } from '../rules/suitability.ts';

const tags: Record<string, Html> = {
  met: tag({ text: 'Met', classes: 'govuk-tag--green' }),
  'not met': tag({ text: 'Not met', classes: 'govuk-tag--orange' }),
  'not known': tag({ text: 'Not known yet', classes: 'govuk-tag--grey' }),
};

/** Every rule of the programme with its answer in words. `said` puts one sentence for all above it. */
export function suitabilityHtml(
  result: { outcome: string; rules: readonly { id: string; outcome: string; text: string; strength: string }[] },
  said: boolean,
): Html {
  return html`${said ? html`<p class="govuk-body">${suitabilityWords[result.outcome as EligibilityOutcome]}</p>` : ''}
<ul class="govuk-list newel-rules">${result.rules.map(
    (rule) =>
      html`<li>${tags[rule.outcome] ?? ''} ${capital(rule.text)}${rule.strength === 'focus' ? ' (a focus of the programme, which refuses nobody)' : ''}</li>`,
  )}</ul>`;
}
