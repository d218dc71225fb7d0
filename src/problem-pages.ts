import type { Page } from './access/rules/route.ts';
import { html } from './kit/html.ts';

/** Why a request was not answered with the page that was asked for. */
export type Problem = 'not found' | 'bad request' | 'too large' | 'cross-site' | 'failed';

const problems: Record<Problem, { status: number; title: string; text: string[] }> = {
  'not found': {
    status: 404,
    title: 'Page not found',
    text: [
      'There is no such page, or it is not one that you may see.',
      'If you typed the address, check it. If you need this record, ask your manager or the programme office.',
    ],
  },
  'bad request': {
    status: 400,
    title: 'The address is not right',
    text: ['Part of the address of this page could not be read. Go back and choose again.'],
  },
  'too large': {
    status: 413,
    title: 'That is too large',
    text: [
      'What you sent is larger than this page takes, so nothing was saved.',
      'Go back: what you typed is still there. Shorten it, or split it into parts, and save again.',
    ],
  },
  'cross-site': {
    status: 403,
    title: 'This form came from another site',
    text: ['Nothing was saved. Open the page in Newel and fill the form in there.'],
  },
  failed: {
    status: 500,
    title: 'Sorry, something went wrong',
    text: ['Nothing was saved by this step. Go back and try again in a minute.'],
  },
};

/**
 * The page for a problem; `id` lets support find the line in the log. Whoever may open restricted records with a reason reads
 * under every 'not found' where that is done, whether there is such a record or none.
 */
export function problemPage(problem: Problem, id: string, mayBreakGlass: boolean): Omit<Page, 'kind'> {
  const { status, title, text } = problems[problem];
  return {
    status,
    title,
    main: html`<h1 class="govuk-heading-l">${title}</h1>
${text.map((line) => html`<p class="govuk-body">${line}</p>\n`)}
${
  problem === 'not found' && mayBreakGlass
    ? html`<p class="govuk-body">If it is a restricted record and you must work with it now, you can <a class="govuk-link" href="/restricted/open">open it with a reason</a>.</p>`
    : ''
}
${problem === 'failed' ? html`<p class="govuk-body">If it happens again, tell your administrator this number: ${id}</p>` : ''}
<p class="govuk-body"><a class="govuk-link" href="/">Go to the start page</a></p>`,
  };
}
