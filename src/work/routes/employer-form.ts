import { type Context, type Page, page } from '../../access/rules/route.ts';
import { conflict } from '../../kit/conflict.ts';
import type { Answer, Errors, Question, Typed } from '../../kit/form.ts';
import type { Html } from '../../kit/html.ts';
import { recordForm } from '../../kit/record-form.ts';

type WithToken = Pick<Context<unknown, unknown, unknown>, 'csrf'>;

/** A form about an employer: where it is sent, and where one goes without saving. */
export type EmployerForm = {
  title: string;
  action: string;
  cancel: string;
  questions: readonly Question[];
  typed: Typed;
  errors?: Errors;
  version?: number;
  above?: Html;
};

/** The page of such a form; with `errors` or `above` that of what was wrong. */
export function formPage({ csrf }: WithToken, form: EmployerForm): Page {
  const { title, cancel, errors, above } = form;
  const status = above !== undefined ? 409 : errors !== undefined ? 422 : undefined;
  return page({
    title,
    back: { href: cancel, text: 'Back' },
    ...(status === undefined ? {} : { status, error: true }),
    main: recordForm({ ...form, csrf, save: 'Save' }),
  });
}

/** The page of a form that somebody else saved meanwhile: both versions, and what was typed. */
export function stalePage(
  context: WithToken,
  form: EmployerForm,
  saved: { version: number },
  values: Record<string, Answer>,
) {
  const above = conflict(form.questions, saved as unknown as Record<string, Answer>, values);
  return formPage(context, { ...form, version: saved.version, above });
}
