/** The editor of instruments: beginning a draft, from a version or from nothing. */
import { notFound, type Page, page, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Errors, readForm, type Typed } from '../../kit/form.ts';
import type { Html } from '../../kit/html.ts';
import { recordForm } from '../../kit/record-form.ts';
import { beginDraftFrom, beginNewInstrument } from '../actions/instrument-drafts.ts';
import { instrumentDraftPath } from '../pages/instruments.ts';
import { aboutInstrument } from '../rules/draft-form.ts';
import { instrumentParams } from './instruments.ts';

const begin = route({
  method: 'POST',
  path: '/instruments/:instrumentKey/:instrumentVersion/edit',
  can: 'programme.load',
  audit: 'nothing',
  params: instrumentParams,
  async handle({ db, actor, params: { instrumentKey, instrumentVersion } }) {
    const begun = await beginDraftFrom(db, actor, instrumentKey, instrumentVersion);
    if (begun === 'gone') return notFound();
    return redirect(
      instrumentDraftPath(instrumentKey),
      begun === 'there' ? 'A draft of this instrument is open already' : 'A draft is begun',
    );
  },
});

const newQuestions = aboutInstrument.slice(0, 2);

const newPage = (csrf: Html, typed: Typed = {}, errors?: Errors): Page =>
  page({
    title: 'A new instrument',
    back: { href: '/instruments', text: 'Instruments' },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      title: 'A new instrument',
      action: '/new-instrument',
      csrf,
      questions: newQuestions,
      typed,
      errors,
      save: 'Begin',
      cancel: '/instruments',
    }),
  });

const newForm = route({
  method: 'GET',
  path: '/new-instrument',
  can: 'programme.load',
  audit: 'nothing',
  handle: async ({ csrf }) => newPage(csrf),
});

const beginNew = route({
  method: 'POST',
  path: '/new-instrument',
  can: 'programme.load',
  audit: 'nothing',
  async handle({ db, actor, body, csrf }) {
    const read = readForm(newQuestions, body);
    if (!read.ok) return newPage(csrf, body, read.errors);
    const { title, source } = read.values;
    const key = await beginNewInstrument(db, actor, { title: String(title), source: String(source) });
    return redirect(instrumentDraftPath(key), 'A draft is begun');
  },
});

export const routes: readonly Route[] = [begin, newForm, beginNew];
