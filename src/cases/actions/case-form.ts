/** A form on a page of a case, for any room that hangs in its frame. It stands beside `frame.ts` for the same reason. */
import type { Context, Page } from '../../access/rules/route.ts';
import type { Errors, Question, Typed } from '../../kit/form.ts';
import type { Html } from '../../kit/html.ts';
import { recordForm } from '../../kit/record-form.ts';
import { type CasePageName, casePage, casePath } from './frame.ts';
import type { CaseHead } from './record.ts';

/** What the form needs of the request. */
export type CaseContext = Pick<Context<unknown, unknown, CaseHead>, 'clock' | 'record' | 'csrf'>;

/**
 * The page of a form that stands at `path` below a page of the case, which is also where 'Cancel' leads.
 * With `status` (422, 409) it is the page of what was wrong; `version`, `carried` and `above` are as in `recordForm`.
 */
export function caseForm(
  { clock, record, csrf }: CaseContext,
  current: CasePageName,
  view: {
    title: string;
    path: string;
    questions: readonly Question[];
    typed: Typed;
    errors?: Errors;
    version?: number;
    carried?: Readonly<Record<string, string>>;
    above?: Html;
    /** What the button says. */
    save?: string;
    status?: number;
  },
): Page {
  const below = casePath(record.caseId, current);
  const { title, path, status, ...form } = view;
  return casePage({
    head: record,
    today: clock.today(),
    current,
    title,
    ...(status === undefined ? {} : { status, error: true }),
    main: recordForm({ save: 'Save', ...form, title, action: `${below}/${path}`, csrf, cancel: below }),
  });
}
