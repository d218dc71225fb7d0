/** A form below the plan: GET shows it, POST saves it, says what is wrong, or shows both versions. What was typed is never lost. */
import { type TSchema, Type } from 'typebox';
import type { Permission } from '../../access/rules/policy.ts';
import { type Context, notFound, type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { caseForm } from '../../cases/actions/case-form.ts';
import { casePath } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import { conflict } from '../../kit/conflict.ts';
import { type Answer, type Errors, type Question, readForm, typedFrom } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import { warningText } from '../../kit/ui/index.ts';
import type { Outcome } from '../actions/outcome.ts';

export type PlanContext = Context<Record<string, string>, Record<string, string | undefined>, CaseHead>;

/** What the form asks. `saved` is what is on file (it stands beside what was typed after a stale save), `filled` what fills it. */
export type Prepared = {
  questions: readonly Question[];
  saved?: Record<string, Answer | undefined>;
  filled?: Record<string, Answer | undefined>;
  /** Of the record that is changed; none for a new one. */
  version?: number;
  above?: Html;
  /** Why nothing can be saved now: somebody else brought the record where this form makes no sense. */
  blocked?: string;
};

/** A form of the plan. */
export type PlanForm = {
  /** Below '/plan'; names in it are ids of the case's own records. */
  path: string;
  title: string;
  event: string;
  notice: string;
  button?: string;
  can?: Permission;
  /** Parts of the query that the form is opened with and posted to. */
  query?: Record<string, TSchema>;
  /** Where the saved form leads; the plan unless told. */
  to?(context: PlanContext): string;
  /** Null when there is no such record of this case. */
  prepare(context: PlanContext): Promise<Prepared | null>;
  save(context: PlanContext, values: Record<string, Answer>, version: number, prepared: Prepared): Promise<Outcome>;
};

export const today = ({ clock }: Pick<PlanContext, 'clock'>): string => clock.today().toString();
/** An id that the path names below the case. */
export const idIn = ({ params }: PlanContext, name: string): string => params[name] ?? '';

function addressOf(context: PlanContext, path: string): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => idIn(context, name));
  const query = new URLSearchParams(
    Object.entries(context.query ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return query.size === 0 ? filled : `${filled}?${query}`;
}

/** The two routes of a form. */
export function formRoutes(form: PlanForm): Route[] {
  const names = [...form.path.matchAll(/:(\w+)/g)].map((found) => String(found[1]));
  const common = {
    path: `/cases/:caseId/plan/${form.path}`,
    can: form.can ?? 'plan.write',
    params: Type.Object({
      ...caseParams.properties,
      ...Object.fromEntries(names.map((name) => [name, Type.String({ format: 'uuid' })])),
    }),
    query: Type.Object(
      Object.fromEntries(Object.entries(form.query ?? {}).map(([name, schema]) => [name, Type.Optional(schema)])),
    ),
    record: caseRecord,
  } as const;

  const show = (context: PlanContext, parts: Omit<Parameters<typeof caseForm>[2], 'title' | 'path'>): Page =>
    caseForm(context, 'plan', {
      title: form.title,
      path: addressOf(context, form.path),
      ...(form.button !== undefined && { save: form.button }),
      ...parts,
    });

  return [
    route({
      ...common,
      method: 'GET',
      audit: { read: 'plan' },
      async handle(given) {
        const context = given as unknown as PlanContext;
        const prepared = (await form.prepare(context)) ?? notFound();
        const { questions, saved = {}, filled = {}, version, above, blocked } = prepared;
        if (blocked !== undefined) return redirect(casePath(context.record.caseId, 'plan'), blocked);
        const typed = typedFrom(questions, { ...saved, ...filled });
        return show(context, { questions, typed, ...(version !== undefined && { version }), ...(above && { above }) });
      },
    }),
    route({
      ...common,
      method: 'POST',
      audit: { event: form.event },
      async handle(given) {
        const context = given as unknown as PlanContext;
        const plan = casePath(context.record.caseId, 'plan');
        const prepared = (await form.prepare(context)) ?? notFound();
        const { questions, saved = {}, above, blocked } = prepared;
        const version = versionOf(context.body);
        // What was typed stays on the page, to be taken elsewhere.
        if (blocked !== undefined)
          return show(context, {
            questions,
            typed: context.body,
            status: 409,
            above: warningText({ iconFallbackText: 'Warning', text: `Nothing was saved. ${blocked}.` }),
            ...(prepared.version !== undefined && { version: prepared.version }),
          });
        const again = (errors: Errors) =>
          show(context, {
            questions,
            typed: context.body,
            errors,
            status: 422,
            ...(prepared.version !== undefined && { version }),
            ...(above && { above }),
          });
        const read = readForm(questions, context.body);
        if (!read.ok) return again(read.errors);
        const result = await form.save(context, read.values, version, prepared);
        if (result.outcome === 'refused') return again(result.errors);
        if (result.outcome === 'gone') return notFound();
        if (result.outcome !== 'stale') return redirect(form.to?.(context) ?? plan, form.notice);
        const now = (await form.prepare(context)) ?? notFound();
        return show(context, {
          questions: now.questions,
          typed: context.body,
          ...(now.version !== undefined && { version: now.version }),
          above:
            now.blocked === undefined
              ? html`${conflict(now.questions, now.saved ?? saved, read.values)}${now.above ?? noHtml}`
              : warningText({ iconFallbackText: 'Warning', text: `Nothing was saved. ${now.blocked}.` }),
          status: 409,
        });
      },
    }),
  ];
}
