import { whole } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { pagination, table } from '../../kit/ui/index.ts';
import type { Cell, TableText } from '../rules/plan.ts';

/** Cases on one page of a list. */
export const perPage = 50;

/** Who is behind a figure: `lines` are already what the reader may see. */
export function peopleHtml(options: {
  text: TableText;
  cell: Cell;
  about: string;
  total: number;
  behind: number;
  more: boolean;
  page: number;
  lines: readonly { label: string; href: string | null; reference: string }[];
  link(page: number): string;
  pseudonyms: boolean;
}): Html {
  const { cell, total, behind, page } = options;
  const pages = Math.max(1, Math.ceil(total / perPage));
  const hidden = behind - total;
  return html`<h1 class="govuk-heading-l">Who is behind this number</h1>
<p class="govuk-body">${options.text.question} ${cell.row}, ${cell.column}: <strong>${cell.printed}</strong>. ${options.about}.</p>
<p class="govuk-body">${whole(behind)} ${behind === 1 ? 'case is' : 'cases are'} counted in it${options.more ? ', and more; choose an area or a cohort to see all' : ''}.${
    hidden > 0 ? ` You may see ${whole(total)} of them.` : ''
  }</p>
${
  options.lines.length === 0
    ? html`<p class="govuk-body">There is nobody to show.</p>`
    : table({
        caption: options.pseudonyms ? 'Pseudonyms' : 'Cases',
        stack: true,
        captionClasses: 'govuk-visually-hidden',
        head: options.pseudonyms ? [{ text: 'Pseudonym' }] : [{ text: 'Name' }, { text: 'Reference' }],
        firstCellIsHeader: true,
        rows: options.lines.map((line) => [
          line.href
            ? { html: html`<a class="govuk-link" href="${line.href}">${line.label}</a>` }
            : { text: line.label },
          ...(options.pseudonyms ? [] : [{ text: line.reference }]),
        ]),
      })
}
${
  pages > 1
    ? pagination({
        ...(page > 1 ? { previous: { href: options.link(page - 1), labelText: `${page - 1} of ${pages}` } } : {}),
        ...(page < pages ? { next: { href: options.link(page + 1), labelText: `${page + 1} of ${pages}` } } : {}),
        classes: 'govuk-pagination--block',
      })
    : noHtml
}`;
}
