/** The editor of instruments: what is said about the instrument, and its sections. */
import { Type } from 'typebox';
import { notFound, type Route, route } from '../../access/rules/route.ts';
import { type Errors, readForm, typedFrom } from '../../kit/form.ts';
import { versionOf } from '../../kit/record-form.ts';
import { partPath } from '../pages/draft.ts';
import { instrumentDraftPath } from '../pages/instruments.ts';
import { keyFrom, MOST, withSection } from '../rules/draft.ts';
import {
  aboutInstrument,
  aboutInstrumentValues,
  aboutSection,
  sectionFrom,
  sectionValues,
  withAbout,
} from '../rules/draft-form.ts';
import {
  type DraftContext,
  draftOf,
  draftParams,
  type Form,
  formPage,
  partKey,
  saveChange,
  sectionOf,
  stalePage,
} from './draft-record.ts';

const aboutForm = (key: string): Form => ({
  title: 'About the instrument',
  action: `${instrumentDraftPath(key)}/about`,
  questions: aboutInstrument,
});

const about = route({
  method: 'GET',
  path: '/instrument-drafts/:draftKey/about',
  can: 'programme.load',
  audit: 'nothing',
  params: draftParams,
  async handle(context) {
    const draft = await draftOf(context);
    return formPage(context, draft, aboutForm(draft.key), {
      typed: typedFrom(aboutInstrument, aboutInstrumentValues(draft.document)),
    });
  },
});

const saveAbout = route({
  method: 'POST',
  path: '/instrument-drafts/:draftKey/about',
  can: 'programme.load',
  audit: 'nothing',
  params: draftParams,
  async handle(context) {
    const draft = await draftOf(context);
    const { body } = context;
    const form = aboutForm(draft.key);
    const read = readForm(aboutInstrument, body);
    if (!read.ok)
      return formPage(context, draft, form, {
        typed: body,
        errors: read.errors,
        version: versionOf(body),
        status: 422,
      });
    const { values } = read;
    return saveChange(context, { notice: 'Saved', change: (document) => withAbout(document, values) }, (now) =>
      stalePage(context, form, now, aboutInstrumentValues(now.document), values),
    );
  },
});

/** The form of a section; `key` is null for a new one. */
const sectionForm = (draftKey: string, key: string | null): Form => ({
  title: key === null ? 'A new section' : 'Section',
  action: key === null ? `${instrumentDraftPath(draftKey)}/new-section` : partPath(draftKey, { kind: 'section', key }),
  questions: aboutSection,
});

async function saveSection(context: DraftContext, key: string | null) {
  const draft = await draftOf(context);
  const { body } = context;
  const form = sectionForm(draft.key, key);
  const read = readForm(aboutSection, body);
  const again = (errors: Errors) =>
    formPage(context, draft, form, { typed: body, errors, version: versionOf(body), status: 422 });
  if (!read.ok) return again(read.errors);
  if (key === null && draft.document.sections.length >= MOST.section)
    return again({ title: `An instrument has at most ${MOST.section} sections. Take one out first` });
  const { values } = read;
  const own =
    key ??
    keyFrom(
      String(values.title),
      draft.document.sections.map((one) => one.key),
    );
  return saveChange(
    context,
    {
      notice: 'Section saved',
      at: `section-${own}`,
      change: (document) => withSection(document, sectionFrom(own, values)),
    },
    (now) => {
      const saved = key === null ? null : sectionOf(now, key);
      return stalePage(context, form, now, saved && sectionValues(saved), values);
    },
  );
}

const newSection = route({
  method: 'GET',
  path: '/instrument-drafts/:draftKey/new-section',
  can: 'programme.load',
  audit: 'nothing',
  params: draftParams,
  async handle(context) {
    const draft = await draftOf(context);
    return formPage(context, draft, sectionForm(draft.key, null), { typed: {} });
  },
});

const addSection = route({
  method: 'POST',
  path: '/instrument-drafts/:draftKey/new-section',
  can: 'programme.load',
  audit: 'nothing',
  params: draftParams,
  handle: (context) => saveSection(context, null),
});

const sectionParams = Type.Object({ ...draftParams.properties, sectionKey: partKey() });

const section = route({
  method: 'GET',
  path: '/instrument-drafts/:draftKey/section/:sectionKey',
  can: 'programme.load',
  audit: 'nothing',
  params: sectionParams,
  async handle(context) {
    const draft = await draftOf(context);
    const found = sectionOf(draft, context.params.sectionKey) ?? notFound();
    return formPage(context, draft, sectionForm(draft.key, found.key), {
      typed: typedFrom(aboutSection, sectionValues(found)),
    });
  },
});

const changeSection = route({
  method: 'POST',
  path: '/instrument-drafts/:draftKey/section/:sectionKey',
  can: 'programme.load',
  audit: 'nothing',
  params: sectionParams,
  handle: (context) => saveSection(context, context.params.sectionKey),
});

export const routes: readonly Route[] = [about, saveAbout, newSection, addSection, section, changeSection];
