import { type Static, Type } from 'typebox';
import { type Context, notFound, page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Errors, readForm, type Typed } from '../../kit/form.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { areasOf, programmeRecord } from '../../programmes/actions.ts';
import { rulesOf } from '../actions/queue.ts';
import { type Slot, saveTemplate, type TemplateRow, templatesOf, versionsOf } from '../actions/templates.ts';
import { aboutWordsHtml, templatesHtml, wordsPath } from '../pages/templates.ts';
import { type Channel, channels, channelText, languages } from '../rules/channel.ts';
import { kindLabel, library, libraryKinds, type Words } from '../rules/library.ts';
import { mostParts, textParts } from '../rules/parts.ts';
import { templateQuestions } from '../rules/questions.ts';
import { fieldProblems, fields, fill } from '../rules/template.ts';
import { hints, wordProblems } from '../rules/words.ts';

const params = Type.Object({ key: Type.String({ maxLength: 80 }) });
const query = Type.Object({
  kind: Type.Enum([...libraryKinds]),
  channel: Type.Enum([...channels]),
  language: Type.Enum(Object.keys(languages)),
  area: Type.Optional(Type.Union([Type.String({ format: 'uuid' }), Type.Literal('')])),
});
type Of = Context<{ key: string }, Static<typeof query>, { programmeId: string; key: string; name: string }>;

/** The words that a page is about: which, those in use, and the district's name. */
async function slotOf({ db, record, query: asked }: Of) {
  const areaId = asked.area === undefined || asked.area === '' ? null : asked.area;
  const areas = await areasOf(db, { programmeId: record.programmeId });
  const area = areaId === null ? null : (areas.find(({ id }) => id === areaId) ?? notFound());
  const channel = asked.channel as Channel;
  const slot: Slot = { programmeId: record.programmeId, areaId, kind: asked.kind, channel, language: asked.language };
  const inUse = (await templatesOf(db, record.programmeId)).find(
    (one) =>
      one.kind === slot.kind && one.channel === channel && one.language === slot.language && one.area_id === areaId,
  );
  return { slot, inUse: inUse ?? null, areaName: area?.name ?? null };
}

async function editPage(
  context: Of,
  of: { slot: Slot; inUse: TemplateRow | null; areaName: string | null },
  given: { typed?: Typed; errors?: Errors; shown?: Words } = {},
): Promise<Reply> {
  const { db, record, csrf } = context;
  const { slot, inUse, areaName } = of;
  const words = given.shown ?? inUse ?? library(slot.kind, slot.channel, slot.language);
  const title = [
    kindLabel(slot.kind),
    channelText[slot.channel].toLowerCase(),
    slot.language === 'en' ? null : languages[slot.language],
    areaName,
  ]
    .filter(Boolean)
    .join(', ');
  const typed = given.typed ?? { ...(words?.subject && { subject: words.subject }), body: words?.body ?? '' };
  return page({
    title: 'Words of a message',
    back: { href: `/programmes/${record.key}/messages`, text: 'Words of messages' },
    ...(given.errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      title,
      action: wordsPath(record.key, slot),
      csrf,
      questions: templateQuestions(slot.channel),
      typed,
      errors: given.errors,
      ...(inUse === null ? {} : { version: inUse.version }),
      above: aboutWordsHtml({
        words,
        channel: slot.channel,
        language: slot.language,
        hints: words === null || slot.language !== 'en' ? [] : hints(words.body),
        versions: inUse === null ? [] : await versionsOf(db, inUse.id),
      }),
      save: 'Use these words',
      cancel: `/programmes/${record.key}/messages`,
    }),
  });
}

/** Words of messages of a programme and its districts, with their versions. */
export const templateRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/programmes/:key/messages',
    can: 'template.write',
    audit: 'nothing',
    params,
    record: programmeRecord,
    async handle({ db, record }) {
      return page({
        title: 'Words of messages',
        back: { href: `/programmes/${record.key}`, text: record.name },
        main: templatesHtml({
          key: record.key,
          name: record.name,
          templates: await templatesOf(db, record.programmeId),
          areas: await areasOf(db, { programmeId: record.programmeId }),
        }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/programmes/:key/messages/edit',
    can: 'template.write',
    audit: 'nothing',
    params,
    query,
    record: programmeRecord,
    async handle(context) {
      return editPage(context, await slotOf(context));
    },
  }),
  route({
    method: 'POST',
    path: '/programmes/:key/messages/edit',
    can: 'template.write',
    audit: { event: 'template.changed' },
    params,
    query,
    record: programmeRecord,
    async handle(context) {
      const { db, actor, clock, body, record } = context;
      const of = await slotOf(context);
      const { channel } = of.slot;
      const read = readForm(templateQuestions(channel), body);
      if (!read.ok) return editPage(context, of, { typed: body, errors: read.errors });
      const words: Words = {
        subject: channel === 'text' ? null : String(read.values.subject),
        body: String(read.values.body),
      };
      const today = clock.today().toString();
      const rules = await rulesOf(db, { programme_id: record.programmeId, area_name: null }, today);
      const errors: Errors = {};
      for (const name of ['subject', 'body'] as const) {
        const problems = [...fieldProblems(words[name] ?? ''), ...wordProblems(words[name] ?? '', rules)];
        if (problems.length > 0) errors[name] = problems.join('. ');
      }
      const filled = fill(words.body, fields);
      if (channel === 'text' && filled.ok && textParts(filled.text).parts > mostParts)
        errors.body = `This would be ${textParts(filled.text).parts} texts. Use ${mostParts} or fewer`;
      if (Object.keys(errors).length > 0) return editPage(context, of, { typed: body, errors });
      const done = await saveTemplate(db, actor, of.slot, { version: versionOf(body), words, today });
      if (done === 'stale')
        return editPage(context, await slotOf(context), {
          typed: body,
          errors: { body: 'Somebody changed these words since. Theirs are shown above; yours are still below' },
        });
      return redirect(`/programmes/${record.key}/messages`, 'These words are used from now on');
    },
  }),
];
