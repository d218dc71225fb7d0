import { Type } from 'typebox';
import { can, type Permission } from '../../access/rules/policy.ts';
import { type Context, notFound, page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { conflict } from '../../kit/conflict.ts';
import { type Answer, type Question, readForm, typedFrom } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import { caseForm } from '../actions/case-form.ts';
import type { Outcome } from '../actions/changes.ts';
import { type CasePageName, casePage, casePath } from '../actions/frame.ts';
import { type CaseHead, caseParams, caseRecord, findCase } from '../actions/record.ts';
import { tooLateHtml } from '../pages/too-late.ts';

const tooLate = 'Somebody else was first';

export type EditContext = Context<{ caseId: string }, unknown, CaseHead>;
export type Answers = Record<string, Answer | undefined>;

/** What the form asks, and what is on file now. `saved` fills the form and stands beside what was typed after a stale save. */
export type Prepared = {
  questions: readonly Question[];
  saved: Answers;
  /** What fills the form where that is not what is on file: today as the day of an event. */
  filled?: Answers;
  version: number;
  above?: Html;
};

/** A form that changes a case: one question after another on one page, and what saves it. */
export type Edit = {
  /** Below the page; names in it, such as ':nameId', are ids of the case's own records. */
  path: string;
  title: string;
  can: Permission;
  event: string;
  notice: string;
  /** What the button says; 'Save' unless told. */
  button?: string;
  /** Where 'Cancel' and the saved form lead; the overview unless told. */
  below?: CasePageName;
  /** Said on the page below when the case cannot make this change now; without it the form is then not there. */
  otherwise?: string;
  /** Null when the case cannot make this change from where it stands. */
  prepare(context: EditContext): Promise<Prepared | null>;
  save(context: EditContext, values: Record<string, Answer>, version: number, prepared: Prepared): Promise<Outcome>;
};

/** An id that the path names below the case. */
export const idIn = ({ params }: EditContext, name: string): string => (params as Record<string, string>)[name] ?? '';

/** The two routes of a form: GET shows it, POST saves it or says what is wrong. What was typed is never lost. */
export function editRoutes(edit: Edit): Route[] {
  const below = edit.below ?? 'overview';
  const { title } = edit;
  const address = `/cases/:caseId${below === 'overview' ? '' : casePath('', below).replace('/cases/', '')}/${edit.path}`;
  const names = [...edit.path.matchAll(/:(\w+)/g)].map((found) => String(found[1]));
  const params = Type.Object({
    ...caseParams.properties,
    ...Object.fromEntries(names.map((name) => [name, Type.String({ format: 'uuid' })])),
  });
  const common = { params, record: caseRecord, can: edit.can, path: address } as const;
  const pathOf = (context: EditContext) => edit.path.replace(/:(\w+)/g, (_, name: string) => idIn(context, name));
  const shared = (context: EditContext) => ({
    title,
    path: pathOf(context),
    ...(edit.button !== undefined && { save: edit.button }),
  });

  /** The case was changed by somebody since the form was opened: show both, and carry the version of now. */
  async function stale(context: EditContext, values: Answers): Promise<Reply> {
    const record = await findCase(context.db, context.record.caseId);
    const { body } = context;
    // The change may have taken the case out of their hands: then nothing of it is shown.
    if (record === null || !can(context.actor, edit.can, record)) {
      const text = 'Somebody else changed this case while you had the form open, and you cannot change it any more.';
      const next = { href: '/cases', text: 'Your list of cases' };
      return page({ title: tooLate, status: 409, error: true, main: tooLateHtml({ body, text, next }) });
    }
    const now = await edit.prepare({ ...context, record });
    if (now === null) {
      const text =
        'Somebody else changed this case while you had the form open, and what you wanted to do cannot be done from where the case stands now. Look at it first. If your change is still needed, make it from there.';
      const next = { href: casePath(record.caseId, below), text: 'Look at the case as it is now' };
      return casePage({
        head: record,
        today: context.clock.today(),
        current: below,
        title: tooLate,
        status: 409,
        error: true,
        main: tooLateHtml({ body, text, next }),
      });
    }
    return caseForm({ ...context, record }, below, {
      ...shared(context),
      questions: now.questions,
      typed: context.body,
      version: now.version,
      above: html`${conflict(now.questions, now.saved, values)}${now.above ?? noHtml}`,
      status: 409,
    });
  }

  return [
    route({
      ...common,
      method: 'GET',
      audit: { read: title.toLowerCase() },
      async handle(context) {
        const prepared = await edit.prepare(context);
        if (prepared === null)
          return edit.otherwise === undefined
            ? notFound()
            : redirect(casePath(context.record.caseId, below), edit.otherwise);
        const { questions, saved, filled = {}, version, above } = prepared;
        const typed = typedFrom(questions, { ...saved, ...filled });
        return caseForm(context, below, {
          ...shared(context),
          questions,
          typed,
          version,
          ...(above && { above }),
        });
      },
    }),
    route({
      ...common,
      method: 'POST',
      audit: { event: edit.event },
      async handle(context) {
        const prepared = await edit.prepare(context);
        if (prepared === null) return stale(context, {});
        const { questions, above } = prepared;
        const version = versionOf(context.body);
        const again = (errors: Record<string, string>) =>
          caseForm(context, below, {
            ...shared(context),
            questions,
            typed: context.body,
            errors,
            version,
            status: 422,
            ...(above && { above }),
          });
        const read = readForm(questions, context.body);
        if (!read.ok) return again(read.errors);
        const result = await edit.save(context, read.values, version, prepared);
        if (result.outcome === 'refused') return again(result.errors);
        if (result.outcome === 'stale') return stale(context, read.values);
        // A move can take the case out of the hands of the one who saves it: their list is then where they can go.
        const now = await findCase(context.db, context.record.caseId);
        const to = can(context.actor, 'case.read', now) ? casePath(context.record.caseId, below) : '/cases';
        return redirect(to, edit.notice);
      },
    }),
  ];
}
