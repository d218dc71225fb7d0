/** The editor of instruments: one question a page. A save that comes too late shows both texts and loses neither. */
import { type Static, Type } from 'typebox';
import { notFound, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Errors, typedFrom } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import type { InstrumentDraft } from '../actions/instrument-drafts.ts';
import { partPath } from '../pages/draft.ts';
import { kindHtml } from '../pages/draft-forms.ts';
import { instrumentDraftPath } from '../pages/instruments.ts';
import type { QuestionKind, RawQuestion } from '../rules/document.ts';
import { findQuestion, MOST, withQuestion } from '../rules/draft.ts';
import { KIND_WORDS, questionForm, questionValues, readQuestion } from '../rules/draft-form.ts';
import {
  type DraftContext,
  draftOf,
  draftPage,
  draftParams,
  type Form,
  formPage,
  kindQuery,
  partKey,
  saveChange,
  sectionOf,
  stalePage,
} from './draft-record.ts';

const newQuery = Type.Object({ section: Type.Optional(partKey()), kind: kindQuery() });
const kindOf = (kind: unknown): QuestionKind | null => (typeof kind === 'string' ? (kind as QuestionKind) : null);

/** The form of a question of a kind; `was` is null for a new one. The kind stands in its address, so that it comes back with it. */
const questionFormOf = (draft: InstrumentDraft, kind: QuestionKind, key: string | null): Form => ({
  title: `${key === null ? 'A new question' : 'Question'}: ${KIND_WORDS[kind].text.toLowerCase()}`,
  action: `${key === null ? `${instrumentDraftPath(draft.key)}/new-question` : partPath(draft.key, { kind: 'question', key })}?kind=${kind}`,
  questions: questionForm(kind, draft.document.sections),
});

const newQuestion = route({
  method: 'GET',
  path: '/instrument-drafts/:draftKey/new-question',
  can: 'programme.load',
  audit: 'nothing',
  params: draftParams,
  query: newQuery,
  async handle(context) {
    const { query } = context;
    const draft = await draftOf(context);
    const kind = kindOf(query.kind);
    const into = sectionOf(draft, query.section ?? '');
    const path = instrumentDraftPath(draft.key);
    const title = 'How is the new question answered?';
    if (kind === null)
      return draftPage(
        draft,
        title,
        kindHtml({ title, action: `${path}/new-question`, section: into, kind: 'scale', cancel: path }),
      );
    return formPage(context, draft, questionFormOf(draft, kind, null), {
      typed: into === null ? {} : { section: into.key },
    });
  },
});

const questionParams = Type.Object({ ...draftParams.properties, questionKey: partKey() });
type QuestionContext = DraftContext & { query: Static<typeof kindOnly> };
const kindOnly = Type.Object({ kind: kindQuery(), change: Type.Optional(Type.Literal('kind')) });

async function saveQuestion(context: QuestionContext, key: string | null) {
  const { body, query } = context;
  const draft = await draftOf(context);
  const was = key === null ? null : (findQuestion(draft.document, key)?.question ?? null);
  const kind = kindOf(query.kind) ?? was?.kind ?? null;
  // No form of ours comes without its kind; where there is none it is asked for first.
  if (kind === null) return redirect(`${instrumentDraftPath(draft.key)}/new-question`);
  const form = questionFormOf(draft, kind, key);
  const { sections } = draft.document;
  const again = (errors: Errors) =>
    formPage(context, draft, form, { typed: body, errors, version: versionOf(body), status: 422 });
  const taken = sections.flatMap(({ questions }) => questions.map((one) => one.key));
  const read = readQuestion(kind, body, { sections, was, taken });
  if ('errors' in read) return again(read.errors);
  const into = sectionOf(draft, read.section);
  const here = into?.questions.some((one) => one.key === key) ?? false;
  if (!here && (into?.questions.length ?? 0) >= MOST.question)
    return again({ section: `A section has at most ${MOST.question} questions. Choose another` });
  // Taken out by somebody else while it was open: saving puts it back under its key.
  const question: RawQuestion = key === null ? read.question : { ...read.question, key };
  return saveChange(
    context,
    {
      notice: 'Question saved',
      at: `question-${question.key}`,
      change: (document) => withQuestion(document, read.section, question),
    },
    (now) => {
      const saved = key === null ? null : findQuestion(now.document, key);
      return stalePage(
        context,
        questionFormOf(now, kind, key),
        now,
        saved && questionValues(saved.question, saved.section.key),
        questionValues(question, read.section),
      );
    },
  );
}

const addQuestion = route({
  method: 'POST',
  path: '/instrument-drafts/:draftKey/new-question',
  can: 'programme.load',
  audit: 'nothing',
  params: draftParams,
  query: kindOnly,
  handle: (context) => saveQuestion(context, null),
});

const question = route({
  method: 'GET',
  path: '/instrument-drafts/:draftKey/question/:questionKey',
  can: 'programme.load',
  audit: 'nothing',
  params: questionParams,
  query: kindOnly,
  async handle(context) {
    const { params, query } = context;
    const draft = await draftOf(context);
    const found = findQuestion(draft.document, params.questionKey) ?? notFound();
    const path = partPath(draft.key, { kind: 'question', key: found.question.key });
    const title = `How is it answered: ${found.question.label}`;
    if (query.change !== undefined)
      return draftPage(
        draft,
        title,
        kindHtml({ title, action: path, section: null, kind: found.question.kind, cancel: path }),
      );
    const kind = kindOf(query.kind) ?? found.question.kind;
    const form = questionFormOf(draft, kind, found.question.key);
    return formPage(context, draft, form, {
      typed: typedFrom(form.questions, questionValues(found.question, found.section.key)),
      above: html`<p class="govuk-body"><a class="govuk-link" href="${path}?change=kind">Have it answered in another way</a></p>`,
    });
  },
});

const changeQuestion = route({
  method: 'POST',
  path: '/instrument-drafts/:draftKey/question/:questionKey',
  can: 'programme.load',
  audit: 'nothing',
  params: questionParams,
  query: kindOnly,
  handle: (context) => saveQuestion(context, context.params.questionKey),
});

export const routes: readonly Route[] = [newQuestion, addQuestion, question, changeQuestion];
