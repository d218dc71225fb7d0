/** The editor of instruments: looking at a draft, moving and taking out its parts, publishing, throwing it away. */
import { Type } from 'typebox';
import { userNames } from '../../access/actions.ts';
import { notFound, type Page, page, type Route, redirect, route } from '../../access/rules/route.ts';
import { showMoment } from '../../kit/clock.ts';
import { type Errors, readForm, type Typed, typedText } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import { dropInstrumentDraft, type InstrumentDraft, publishInstrument } from '../actions/instrument-drafts.ts';
import { draftOverviewHtml, problemsHtml } from '../pages/draft.ts';
import { confirmHtml, publishHtml, publishQuestion } from '../pages/draft-forms.ts';
import { askedHtml, instrumentDraftPath, instrumentPath } from '../pages/instruments.ts';
import type { InstrumentDocument } from '../rules/document.ts';
import { draftProblems, moved, PART_KINDS, type Part, partTitle, without } from '../rules/draft.ts';
import { type DraftContext, draftOf, draftPage, draftParams, lookAgain, saveChange } from './draft-record.ts';

const show = route({
  method: 'GET',
  path: '/instrument-drafts/:draftKey',
  can: 'programme.load',
  audit: 'nothing',
  params: draftParams,
  async handle(context) {
    const { db, csrf, timeZone } = context;
    const draft = await draftOf(context);
    const names = await userNames(db, [draft.updatedBy]);
    const changed = `Last changed by ${names.get(draft.updatedBy) ?? 'somebody who is no longer here'}, ${showMoment(draft.updatedAt, timeZone)}.`;
    return page({
      title: `Draft: ${draft.document.title}`,
      back: { href: '/instruments', text: 'Instruments' },
      main: draftOverviewHtml({ draft, changed, csrf }),
    });
  },
});

const preview = route({
  method: 'GET',
  path: '/instrument-drafts/:draftKey/preview',
  can: 'programme.load',
  audit: 'nothing',
  params: draftParams,
  async handle(context) {
    const draft = await draftOf(context);
    return draftPage(
      draft,
      'As it is asked',
      html`<h1 class="govuk-heading-l">${draft.document.title}</h1><h2 class="govuk-heading-m">As it is asked</h2>${askedHtml(draft.document as InstrumentDocument)}`,
    );
  },
});

const move = route({
  method: 'POST',
  path: '/instrument-drafts/:draftKey/move',
  can: 'programme.load',
  audit: 'nothing',
  params: draftParams,
  async handle(context) {
    const [, way, kind, key = ''] =
      /^(up|down)\.(section|question)\.([a-z0-9_]{1,60})$/.exec(typedText(context.body, 'do')) ?? [];
    const part = { kind, key } as Part;
    return saveChange(
      context,
      {
        notice: way === 'down' ? 'Moved down' : 'Moved up',
        at: `${kind}-${key}`,
        // A button that is none of the page's moves nothing.
        change: (document) => (way === undefined ? document : moved(document, part, way as 'up' | 'down')),
      },
      ({ key: draftKey }) => lookAgain(draftKey),
    );
  },
});

const removeParams = Type.Object({
  ...draftParams.properties,
  partKind: Type.Enum([...PART_KINDS]),
  partKey: Type.String({ pattern: '^[a-z0-9_]+$', maxLength: 60 }),
});

const removeForm = route({
  method: 'GET',
  path: '/instrument-drafts/:draftKey/remove/:partKind/:partKey',
  can: 'programme.load',
  audit: 'nothing',
  params: removeParams,
  async handle(context) {
    const { params, csrf } = context;
    const draft = await draftOf(context);
    const part: Part = { kind: params.partKind as Part['kind'], key: params.partKey };
    const called = partTitle(draft.document, part) ?? notFound();
    const path = instrumentDraftPath(draft.key);
    const title = `Take out: ${called}`;
    const words =
      part.kind === 'section'
        ? 'The section is taken out of the draft with its questions. Answers that were given to them stay as they are.'
        : part.kind === 'question'
          ? 'The question is taken out of the draft. Answers that were given to it stay as they are.'
          : 'The draft is not scored by this rule any more.';
    return draftPage(
      draft,
      title,
      confirmHtml({
        title,
        words,
        act: 'Take it out',
        action: `${path}/remove/${part.kind}/${part.key}`,
        cancel: path,
        version: draft.version,
        csrf,
      }),
    );
  },
});

const remove = route({
  method: 'POST',
  path: '/instrument-drafts/:draftKey/remove/:partKind/:partKey',
  can: 'programme.load',
  audit: 'nothing',
  params: removeParams,
  async handle(context) {
    const part: Part = { kind: context.params.partKind as Part['kind'], key: context.params.partKey };
    return saveChange(
      context,
      { notice: 'It is taken out', change: (document) => without(document, part) },
      ({ key }) => lookAgain(key),
    );
  },
});

function publishPage(
  context: DraftContext,
  draft: InstrumentDraft,
  view: { typed?: Typed; errors?: Errors; above?: Html; status?: number } = {},
): Page {
  const { typed = {}, errors = {}, above = noHtml, status } = view;
  return draftPage(draft, 'Publish', publishHtml({ draft, typed, errors, above, csrf: context.csrf }), status);
}

const publishForm = route({
  method: 'GET',
  path: '/instrument-drafts/:draftKey/publish',
  can: 'programme.load',
  audit: 'nothing',
  params: draftParams,
  async handle(context) {
    const draft = await draftOf(context);
    const problems = draftProblems(draft.document, draft.latest);
    return publishPage(context, draft, problems.length === 0 ? {} : { above: problemsHtml(draft.key, problems) });
  },
});

const publish = route({
  method: 'POST',
  path: '/instrument-drafts/:draftKey/publish',
  can: 'programme.load',
  audit: { event: 'instrument.loaded' },
  params: draftParams,
  async handle(context) {
    const { db, actor, clock, body, params } = context;
    const draft = await draftOf(context);
    const read = readForm([publishQuestion], body);
    if (!read.ok) return publishPage(context, draft, { typed: body, errors: read.errors, status: 422 });
    const made = await publishInstrument(db, actor, {
      key: params.draftKey,
      version: versionOf(body),
      reason: String(read.values.reason),
      today: clock.today().toString(),
    });
    if (made.outcome === 'gone') return notFound();
    if (made.outcome === 'refused')
      return publishPage(context, draft, {
        typed: body,
        above: problemsHtml(draft.key, made.problems),
        status: 422,
      });
    if (made.outcome !== 'published')
      return publishPage(context, await draftOf(context), {
        typed: body,
        above: html`<p class="govuk-body">Somebody else changed the draft meanwhile, so it is not published yet. Look at what differs, then publish again.</p>`,
        status: 409,
      });
    return redirect(instrumentPath(params.draftKey, made.version), `Version ${made.version} is published`);
  },
});

const discardForm = route({
  method: 'GET',
  path: '/instrument-drafts/:draftKey/discard',
  can: 'programme.load',
  audit: 'nothing',
  params: draftParams,
  async handle(context) {
    const draft = await draftOf(context);
    const path = instrumentDraftPath(draft.key);
    const title = 'Throw the draft away';
    return draftPage(
      draft,
      title,
      confirmHtml({
        title,
        words: 'The draft is gone for everybody. Versions that are published stay as they are.',
        act: 'Throw it away',
        action: `${path}/discard`,
        cancel: path,
        version: draft.version,
        csrf: context.csrf,
      }),
    );
  },
});

const discard = route({
  method: 'POST',
  path: '/instrument-drafts/:draftKey/discard',
  can: 'programme.load',
  audit: { event: 'instrument.draft_dropped' },
  params: draftParams,
  async handle({ db, actor, clock, body, params: { draftKey } }) {
    const today = clock.today().toString();
    const dropped = await dropInstrumentDraft(db, actor, { key: draftKey, version: versionOf(body), today });
    if (dropped === 'gone') return notFound();
    return dropped === 'stale' ? lookAgain(draftKey) : redirect('/instruments', 'The draft is thrown away');
  },
});

export const routes: readonly Route[] = [
  show,
  preview,
  move,
  removeForm,
  remove,
  publishForm,
  publish,
  discardForm,
  discard,
];
