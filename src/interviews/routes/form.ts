/** A form below the interviews of a case: GET shows it, POST saves it or says what is wrong. What was typed is never lost. */
import { Type } from 'typebox';
import { can, type Permission } from '../../access/rules/policy.ts';
import { type Context, notFound, type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { caseForm } from '../../cases/actions/case-form.ts';
import { casePage, casePath } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import { type Answer, type Errors, type Question, readForm, typedFrom } from '../../kit/form.ts';
import { type Html, html } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import { insetText, warningText } from '../../kit/ui/index.ts';
import type { Interviews } from '../../programmes/rules.ts';
import { type Done, sectionOf } from '../actions/series.ts';

export type InterviewContext = Context<Record<string, string>, unknown, CaseHead>;

/** What a form asks, or in words why there is nothing to ask. */
export type Asked =
  | {
      title: string;
      questions: readonly Question[];
      filled?: Record<string, Answer | undefined>;
      version?: number;
      above?: Html;
      save?: string;
    }
  | { title: string; refused: string };

/** What a save came to; 'errors' says by question what is wrong. */
export type Saved = (Done & { notice?: string }) | { outcome: 'errors'; errors: Errors };

/** A form of the room. */
export type InterviewForm = {
  /** Below '/interviews'; names in it are ids of the case's own records. */
  path: string;
  can: Permission;
  event: string;
  notice: string;
  /** Where the saved form leads, below '/interviews'; the list unless told. */
  to?(context: InterviewContext, saved: Saved): string;
  /** Null when there is no such record of this case. */
  ask(context: InterviewContext, section: Interviews): Promise<Asked | null>;
  save(context: InterviewContext, section: Interviews, values: Record<string, Answer>, version: number): Promise<Saved>;
};

export const todayOf = ({ clock }: Pick<InterviewContext, 'clock'>): string => clock.today().toString();
/** An id that the path names below the case. */
export const idIn = ({ params }: Pick<InterviewContext, 'params'>, name: string): string => params[name] ?? '';
export const noSection = 'This programme has no series of interviews.';
const stale =
  'Somebody else changed this meanwhile. Nothing was saved. Look at what stands now, and save again if it still holds.';

/** The params of a path below the interviews of a case. */
export const paramsOf = (path: string) =>
  Type.Object({
    ...caseParams.properties,
    ...Object.fromEntries(
      [...path.matchAll(/:(\w+)/g)].map((found) => [String(found[1]), Type.String({ format: 'uuid' })]),
    ),
  });

/** The two routes of a form. */
export function formRoutes(form: InterviewForm): Route[] {
  const common = {
    path: `/cases/:caseId/interviews/${form.path}`,
    can: form.can,
    params: paramsOf(form.path),
    record: caseRecord,
  } as const;

  const asked = async (context: InterviewContext): Promise<{ section: Interviews | null; asked: Asked }> => {
    const section = sectionOf(context.record, todayOf(context))?.section ?? null;
    if (section === null) return { section, asked: { title: 'Interviews', refused: noSection } };
    return { section, asked: (await form.ask(context, section)) ?? notFound() };
  };
  const show = (
    context: InterviewContext,
    given: Asked,
    parts: { typed?: InterviewContext['body']; errors?: Errors; status?: number; warning?: string } = {},
  ): Page => {
    const path = form.path.replace(/:(\w+)/g, (_, name: string) => idIn(context, name));
    const warning =
      parts.warning === undefined ? html`` : warningText({ iconFallbackText: 'Warning', text: parts.warning });
    if ('refused' in given) return refusedPage(context, given.title, given.refused, parts.status);
    const { title, questions, filled = {}, version, above = html``, save } = given;
    return caseForm(context, 'interviews', {
      ...{ title, path, questions, typed: parts.typed ?? typedFrom(questions, filled) },
      ...(version !== undefined && { version }),
      ...(save !== undefined && { save }),
      ...(parts.errors !== undefined && { errors: parts.errors }),
      ...(parts.status !== undefined && { status: parts.status }),
      above: html`${warning}${above}`,
    });
  };

  return [
    route({
      ...common,
      method: 'GET',
      audit: { read: 'interviews' },
      async handle(given) {
        const context = given as unknown as InterviewContext;
        return show(context, (await asked(context)).asked);
      },
    }),
    route({
      ...common,
      method: 'POST',
      audit: { event: form.event },
      async handle(given) {
        const context = given as unknown as InterviewContext;
        const { section, asked: now } = await asked(context);
        if (section === null || 'refused' in now) return show(context, now, { status: 409 });
        const typed = context.body;
        const read = readForm(now.questions, typed);
        if (!read.ok) return show(context, now, { typed, errors: read.errors, status: 422 });
        const saved = await form.save(context, section, read.values, versionOf(typed));
        if (saved.outcome === 'errors') return show(context, now, { typed, errors: saved.errors, status: 422 });
        if (saved.outcome === 'refused')
          return show(context, now, { typed, status: 409, warning: `Nothing was saved. ${saved.words}` });
        if (saved.outcome === 'stale')
          return show(context, (await asked(context)).asked, { typed, status: 409, warning: stale });
        const below = form.to?.(context, saved) ?? '';
        return redirect(`${casePath(context.record.caseId, 'interviews')}${below}`, saved.notice ?? form.notice);
      },
    }),
  ];
}

/** A page that says why there is nothing to fill in. */
export function refusedPage({ record, clock }: InterviewContext, title: string, words: string, status?: number): Page {
  return casePage({
    ...{ head: record, today: clock.today(), current: 'interviews', title },
    ...(status !== undefined && { status, error: true }),
    main: html`<h1 class="govuk-heading-l">${title}</h1>${insetText({ text: words })}
<p class="govuk-body"><a class="govuk-link" href="${casePath(record.caseId, 'interviews')}">Interviews</a></p>`,
  });
}

/** What the page of one record is shown with. */
export type Shown = {
  caseId: string;
  section: Interviews;
  today: string;
  mayRecord: boolean;
  mayDecide: boolean;
};

/**
 * The page of one record of this case, such as a waiver, below the path that its forms have too. Whoever asked for a thing (`askedBy`)
 * does not decide it. A record of another case is not there.
 */
export function recordRoute<Row>(given: {
  path: string;
  title: string;
  find(context: InterviewContext): Promise<Row | null>;
  titleOf(row: Row): string;
  askedBy(row: Row): string | null;
  html(row: Row, shown: Shown): Html;
}): Route {
  return route({
    method: 'GET',
    path: `/cases/:caseId/interviews/${given.path}`,
    can: 'case.read',
    audit: { read: 'interviews' },
    params: paramsOf(given.path),
    record: caseRecord,
    async handle(ofRoute) {
      const context = ofRoute as unknown as InterviewContext;
      const { record, actor, clock } = context;
      const found = sectionOf(record, todayOf(context));
      if (found === null) return refusedPage(context, given.title, noSection);
      const row = (await given.find(context)) ?? notFound();
      return casePage({
        ...{ head: record, today: clock.today(), current: 'interviews', title: given.titleOf(row) },
        main: given.html(row, {
          ...{ caseId: record.caseId, section: found.section, today: todayOf(context) },
          mayRecord: can(actor, 'case.record', record),
          mayDecide: can(actor, 'interview.decide', record) && given.askedBy(row) !== actor.userId,
        }),
      });
    },
  });
}
