/** The editor of instruments: how it is scored. */
import { Type } from 'typebox';
import { notFound, type Page, type Route, route } from '../../access/rules/route.ts';
import { conflictOf } from '../../kit/conflict.ts';
import { answerText, type Errors, type Typed, typedFrom } from '../../kit/form.ts';
import { type Html, noHtml } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import type { InstrumentDraft } from '../actions/instrument-drafts.ts';
import { partPath } from '../pages/draft.ts';
import { scoringHtml } from '../pages/draft-forms.ts';
import { instrumentDraftPath } from '../pages/instruments.ts';
import { type DraftScoring, findQuestion, MOST, withScoring } from '../rules/draft.ts';
import { aboutScoring, readScoring, SCORED, scoringValues } from '../rules/draft-scoring.ts';
import { type DraftContext, draftOf, draftPage, draftParams, saveChange } from './draft-record.ts';

type View = { typed: Typed; errors?: Errors; version?: number; above?: Html; status?: number };

/** The form of the rule at a place of the list; null for a new one. */
function formPage(context: DraftContext, draft: InstrumentDraft, at: number | null, view: View): Page {
  const { typed, errors = {}, version = draft.version, above = noHtml, status } = view;
  const title = at === null ? 'How it is scored: a new rule' : 'How it is scored';
  const path = instrumentDraftPath(draft.key);
  return draftPage(
    draft,
    title,
    scoringHtml({
      title,
      document: draft.document,
      typed,
      errors,
      version,
      action: at === null ? `${path}/new-scoring` : partPath(draft.key, { kind: 'scoring', key: String(at) }),
      cancel: path,
      csrf: context.csrf,
      above,
    }),
    status,
  );
}

const typedScoring = (scoring: DraftScoring): Typed => ({
  ...typedFrom(aboutScoring, scoringValues(scoring)),
  [SCORED]: scoring.questions ?? [],
});

async function save(context: DraftContext, at: number | null) {
  const draft = await draftOf(context);
  const { body } = context;
  const again = (errors: Errors) =>
    formPage(context, draft, at, { typed: body, errors, version: versionOf(body), status: 422 });
  const length = draft.document.scoring?.length ?? 0;
  if (at === null && length >= MOST.scoring)
    return again({ rule: `An instrument states at most ${MOST.scoring} rules. Take one out first` });
  const read = readScoring(draft.document, at ?? length, body);
  if ('errors' in read) return again(read.errors);
  const { scoring } = read;
  return saveChange(
    context,
    {
      notice: 'Scoring saved',
      change: (document) => withScoring(document, at ?? document.scoring?.length ?? 0, scoring),
    },
    (now) => {
      const saved = at === null ? undefined : now.document.scoring?.[at];
      const named = (one: DraftScoring | undefined) =>
        one?.questions?.map((key) => findQuestion(now.document, key)?.question.label ?? key).join(', ') ?? 'None named';
      const [was, typed] = [saved && scoringValues(saved), scoringValues(scoring)];
      const rows = aboutScoring.map((asked) => ({
        asked: asked.label,
        saved: answerText(asked, was?.[asked.name]),
        typed: answerText(asked, typed[asked.name]),
      }));
      const above = conflictOf([...rows, { asked: 'Of which questions?', saved: named(saved), typed: named(scoring) }]);
      return formPage(context, now, at, { typed: body, above, status: 409 });
    },
  );
}

const newScoring = route({
  method: 'GET',
  path: '/instrument-drafts/:draftKey/new-scoring',
  can: 'programme.load',
  audit: 'nothing',
  params: draftParams,
  handle: async (context) => formPage(context, await draftOf(context), null, { typed: {} }),
});

const addScoring = route({
  method: 'POST',
  path: '/instrument-drafts/:draftKey/new-scoring',
  can: 'programme.load',
  audit: 'nothing',
  params: draftParams,
  handle: (context) => save(context, null),
});

const scoringParams = Type.Object({
  ...draftParams.properties,
  scoringNumber: Type.Integer({ minimum: 0, maximum: MOST.scoring - 1 }),
});

const scoring = route({
  method: 'GET',
  path: '/instrument-drafts/:draftKey/scoring/:scoringNumber',
  can: 'programme.load',
  audit: 'nothing',
  params: scoringParams,
  async handle(context) {
    const draft = await draftOf(context);
    const found = draft.document.scoring?.[context.params.scoringNumber] ?? notFound();
    return formPage(context, draft, context.params.scoringNumber, { typed: typedScoring(found) });
  },
});

const changeScoring = route({
  method: 'POST',
  path: '/instrument-drafts/:draftKey/scoring/:scoringNumber',
  can: 'programme.load',
  audit: 'nothing',
  params: scoringParams,
  handle: (context) => save(context, context.params.scoringNumber),
});

export const routes: readonly Route[] = [newScoring, addScoring, scoring, changeScoring];
