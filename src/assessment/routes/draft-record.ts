/** What every page of the editor of instruments shares: the draft named in the path, forms that keep both texts, where they lead. */
import { type Static, Type } from 'typebox';
import { type Context, notFound, type Page, page, type Redirect, redirect } from '../../access/rules/route.ts';
import { conflict } from '../../kit/conflict.ts';
import type { Errors, Answer as FormAnswer, Question as FormQuestion, Typed } from '../../kit/form.ts';
import type { Html } from '../../kit/html.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { changeInstrumentDraft, findInstrumentDraft, type InstrumentDraft } from '../actions/instrument-drafts.ts';
import { instrumentDraftPath } from '../pages/instruments.ts';
import { KEY, QUESTION_KINDS, type RawInstrument } from '../rules/document.ts';
import type { DraftSection } from '../rules/draft.ts';

/** The path of a draft names its instrument. */
export const draftParams = Type.Object({ draftKey: Type.String({ maxLength: 80 }) });
/** Keys of sections and questions in a path or a query. */
export const partKey = () => Type.String({ pattern: KEY, maxLength: 60 });
/** A kind of question in a query. */
export const kindQuery = () => Type.Optional(Type.Enum([...QUESTION_KINDS]));

export type DraftContext = Context<Static<typeof draftParams>, unknown, unknown>;

/** The draft that the path names; like any missing record when there is none. */
export const draftOf = async ({ db, params }: Pick<DraftContext, 'db' | 'params'>): Promise<InstrumentDraft> =>
  (await findInstrumentDraft(db, params.draftKey)) ?? notFound();

/** A page of the editor, one below the draft. */
export function draftPage(
  draft: Pick<InstrumentDraft, 'key' | 'document'>,
  title: string,
  main: Html,
  status?: number,
): Page {
  return page({
    title: `${title}: ${draft.document.title}`,
    back: { href: instrumentDraftPath(draft.key), text: draft.document.title },
    ...(status === undefined ? {} : { status, error: true }),
    main,
  });
}

/** Where a change that could not be made leads when nothing was typed: to the draft as it is now. */
export const lookAgain = (key: string): Redirect =>
  redirect(instrumentDraftPath(key), 'Somebody else changed the draft meanwhile. Look at it and try again');

/**
 * Saves a change of the draft at the version that the form carries. Resolves to where it leads, or to what `stale` makes of the
 * draft as it is now.
 */
export async function saveChange(
  context: DraftContext,
  given: { notice: string; at?: string; change(document: RawInstrument): RawInstrument },
  stale: (now: InstrumentDraft) => Page | Redirect,
): Promise<Page | Redirect> {
  const { db, actor, body, params } = context;
  const saved = await changeInstrumentDraft(db, actor, {
    key: params.draftKey,
    version: versionOf(body),
    change: given.change,
  });
  if (saved.outcome === 'gone') return notFound();
  if (saved.outcome === 'stale') return stale(saved.draft);
  return redirect(
    `${instrumentDraftPath(params.draftKey)}${given.at === undefined ? '' : `#${given.at}`}`,
    given.notice,
  );
}

/** What a form about a part holds, at which version, and what is wrong with it. */
export type View = { typed: Typed; errors?: Errors; version?: number; above?: Html; status?: number };
export type Form = { title: string; action: string; questions: readonly FormQuestion[] };

/** The page of a form about a part of the draft. */
export function formPage({ csrf }: DraftContext, draft: InstrumentDraft, form: Form, view: View): Page {
  const { typed, errors, version = draft.version, above, status } = view;
  const { title, action, questions } = form;
  const cancel = instrumentDraftPath(draft.key);
  return draftPage(
    draft,
    title,
    recordForm({ title, action, csrf, questions, typed, errors, version, above, save: 'Save', cancel }),
    status,
  );
}

/** The form again with the version that is saved now, above it both texts; `saved` is null where the part is not there any more. */
export function stalePage(
  context: DraftContext,
  form: Form,
  now: InstrumentDraft,
  saved: Record<string, FormAnswer> | null,
  typed: Record<string, FormAnswer>,
): Page {
  return formPage(context, now, form, {
    typed: context.body,
    above: conflict(form.questions, saved ?? {}, typed),
    status: 409,
  });
}

/** A section of a draft, or null. */
export const sectionOf = (draft: InstrumentDraft, key: string): DraftSection | null =>
  draft.document.sections.find((section) => section.key === key) ?? null;
