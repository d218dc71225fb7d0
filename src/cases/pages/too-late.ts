import type { Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { warningText } from '../../kit/ui/index.ts';

/** What was typed, a line for each answer: a day in one piece, and nothing that a form carries unseen. */
function linesOf(body: Typed): string[] {
  return Object.entries(body).flatMap(([name, value]) => {
    if (name === '_csrf' || name === 'version' || /-(month|year)$/.test(name)) return [];
    const stem = name.replace(/-day$/, '');
    const parts = stem === name ? [value] : [value, body[`${stem}-month`], body[`${stem}-year`]];
    const text = parts.flat().filter(Boolean).join(' ').trim();
    // Ids of what was chosen say nothing to anybody.
    return text === '' || /^[0-9a-f-]{36}$/.test(text) ? [] : [text];
  });
}

/**
 * Said with status 409 when somebody else was first, and the form can no longer be saved: that nothing was, what to do now,
 * and what was typed. `next` is where the record as it is now can be looked at; `heading` where it may have been they themselves.
 */
export function tooLateHtml(view: {
  heading?: string;
  body: Typed;
  text: string;
  next: { href: string; text: string };
}): Html {
  const typed = linesOf(view.body);
  return html`<h1 class="govuk-heading-l">${view.heading ?? 'Somebody else was first'}</h1>
${warningText({ iconFallbackText: 'Warning', text: 'Nothing of yours was saved.' })}
<p class="govuk-body">${view.text}</p>
<p class="govuk-body"><a class="govuk-link" href="${view.next.href}">${view.next.text}</a></p>
${
  typed.length === 0
    ? noHtml
    : html`<h2 class="govuk-heading-m">What you typed</h2>
<ul class="govuk-list govuk-list--bullet">${typed.map((line) => html`<li class="newel-written">${line}</li>`)}</ul>`
}`;
}
