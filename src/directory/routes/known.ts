/** Writing down what is known of a service: what workers learned, what the organisation says, what it was asked. */
import { notFound, page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Errors, type Question, readForm, type Typed } from '../../kit/form.ts';
import { type Html, html } from '../../kit/html.ts';
import { recordForm } from '../../kit/record-form.ts';
import { addWorkingDays } from '../../kit/working-days.ts';
import type { ServiceRow } from '../actions/entries.ts';
import {
  findNews,
  hideNews,
  type NewsKind,
  newsKinds,
  writeAnswer,
  writeAsked,
  writeNews,
  writeReply,
} from '../actions/known.ts';
import {
  askedParams,
  atOf,
  groundOf,
  newsParams,
  type OfService,
  ownHolidays,
  ownRules,
  serviceOf,
  serviceParams,
} from './entry.ts';

const newsQuestions: readonly Question[] = [
  {
    kind: 'choice',
    name: 'kind',
    label: 'What is it?',
    required: 'Choose what it is',
    choices: [
      { value: 'news', text: newsKinds.news, hint: 'Staff, courses, times that change' },
      { value: 'experience', text: newsKinds.experience, hint: 'How it went when we referred somebody' },
      { value: 'opinion', text: newsKinds.opinion, hint: 'It has your name, and is shown for some months' },
    ],
  },
  {
    kind: 'long text',
    name: 'words',
    label: 'What did you learn?',
    hint: 'Nothing about a person who was there, not even a first name',
    required: 'Enter what you learned',
    most: 2000,
  },
];
const hideQuestions: readonly Question[] = [
  { kind: 'long text', name: 'why', label: 'Why should it not stand?', required: 'Enter why', most: 500, rows: 3 },
];
const replyQuestions: readonly Question[] = [
  { kind: 'text', name: 'about', label: 'What is it about?', required: 'Enter what it is about', most: 120 },
  { kind: 'long text', name: 'words', label: 'What do they say?', required: 'Enter what they say', most: 2000 },
  { kind: 'text', name: 'by_name', label: 'Who said it?', required: 'Enter who said it', most: 120 },
];
const askQuestions: readonly Question[] = [
  {
    kind: 'long text',
    name: 'words',
    label: 'What do we ask them?',
    hint: 'Nothing about a person',
    required: 'Enter what we ask',
    most: 1000,
    rows: 3,
  },
];
const answerQuestions: readonly Question[] = [
  { kind: 'text', name: 'answer', label: 'The answer', required: 'Enter the answer', most: 1000 },
];

type Form = { title: string; at: string; questions: readonly Question[]; above?: Html; save: string };
const forms = {
  news: { title: 'Write down what you learned', at: 'known/new', questions: newsQuestions, save: 'Save' },
  reply: {
    ...{ title: 'Write down what they say', at: 'reply', questions: replyQuestions, save: 'Save' },
    above: html`<p class="govuk-body">An organisation may answer what the figures say of it. It stands on the page of the service with the name of who said it.</p>`,
  },
  ask: {
    ...{ title: 'Ask them for information', at: 'ask', questions: askQuestions, save: 'We have asked' },
    above: html`<p class="govuk-body">Ask them as you usually do, then write it down here. If no answer comes in time, the page of the service says so.</p>`,
  },
} as const satisfies Record<string, Form>;

const formPage = (context: OfService, service: ServiceRow, form: Form, typed: Typed = {}, errors?: Errors): Reply => {
  const href = `/directory/services/${service.id}`;
  return page({
    title: form.title,
    back: { href, text: service.name },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      ...{ title: `${form.title}: ${service.name}`, action: `${href}/${form.at}`, csrf: context.csrf },
      ...{ questions: form.questions, typed, errors, above: form.above, save: form.save, cancel: href },
    }),
  });
};

const get = (form: Form): Route =>
  route({
    method: 'GET',
    path: `/directory/services/:serviceId/${form.at}`,
    can: 'directory.write',
    audit: 'nothing',
    params: serviceParams,
    handle: async (context) => formPage(context, await serviceOf(context), form),
  });

type OfNews = OfService & { params: { newsId: string } };
async function hidePage(context: OfNews, typed: Typed = {}, errors?: Errors): Promise<Reply> {
  const service = await serviceOf(context);
  const news = (await findNews(context.db, { id: context.params.newsId, serviceId: service.id })) ?? notFound();
  const above = html`<p class="govuk-body newel-written">${news.words}</p>`;
  const form = { title: 'Hide this', at: `known/${news.id}/hide`, questions: hideQuestions, above, save: 'Hide it' };
  return formPage(context, service, form, typed, errors);
}

/** What is known of a service. */
export const knownRoutes: readonly Route[] = [
  get(forms.news),
  route({
    method: 'POST',
    path: '/directory/services/:serviceId/known/new',
    can: 'directory.write',
    audit: { event: 'directory.noted' },
    params: serviceParams,
    async handle(context) {
      const { db, actor, body, clock } = context;
      const service = await serviceOf(context);
      const read = readForm(newsQuestions, body);
      if (!read.ok) return formPage(context, service, forms.news, body, read.errors);
      const today = clock.today().toString();
      const { opinionMonths } = ownRules(await groundOf(db, actor, today), today);
      const kind = read.values.kind as NewsKind;
      const words = String(read.values.words);
      await writeNews(db, actor, { serviceId: service.id, kind, words, opinionMonths }, today);
      return redirect(`/directory/services/${service.id}`, 'Saved');
    },
  }),
  route({
    method: 'GET',
    path: '/directory/services/:serviceId/known/:newsId/hide',
    can: 'directory.manage',
    audit: 'nothing',
    params: newsParams,
    handle: (context) => hidePage(context),
  }),
  route({
    method: 'POST',
    path: '/directory/services/:serviceId/known/:newsId/hide',
    can: 'directory.manage',
    audit: { event: 'directory.hidden' },
    params: newsParams,
    async handle(context) {
      const { db, actor, body, params } = context;
      const read = readForm(hideQuestions, body);
      if (!read.ok) return hidePage(context, body, read.errors);
      const service = await serviceOf(context);
      const given = { id: params.newsId, serviceId: service.id, why: String(read.values.why) };
      const done = await hideNews(db, actor, given, atOf(context));
      return redirect(
        `/directory/services/${service.id}`,
        done ? 'Hidden' : 'Nothing was changed: it is hidden already',
      );
    },
  }),
  get(forms.reply),
  route({
    method: 'POST',
    path: '/directory/services/:serviceId/reply',
    can: 'directory.write',
    audit: { event: 'directory.replied' },
    params: serviceParams,
    async handle(context) {
      const { db, actor, body, clock } = context;
      const service = await serviceOf(context);
      const read = readForm(replyQuestions, body);
      if (!read.ok) return formPage(context, service, forms.reply, body, read.errors);
      const { about, words, by_name: byName } = read.values;
      const given = { about: String(about), words: String(words), byName: String(byName) };
      await writeReply(db, actor, { serviceId: service.id, ...given }, clock.today().toString());
      return redirect(`/directory/services/${service.id}`, 'Saved');
    },
  }),
  get(forms.ask),
  route({
    method: 'POST',
    path: '/directory/services/:serviceId/ask',
    can: 'directory.write',
    audit: { event: 'directory.asked' },
    params: serviceParams,
    async handle(context) {
      const { db, actor, body, clock } = context;
      const service = await serviceOf(context);
      const { userId } = actor;
      if (userId === null) return notFound();
      const read = readForm(askQuestions, body);
      if (!read.ok) return formPage(context, service, forms.ask, body, read.errors);
      const today = clock.today().toString();
      const ground = await groundOf(db, actor, today);
      const answerBy = addWorkingDays(today, ownRules(ground, today).informationWithin, ownHolidays(ground));
      const given = { serviceId: service.id, words: String(read.values.words), answerBy };
      await writeAsked(db, { ...actor, userId }, given, today);
      return redirect(`/directory/services/${service.id}`, 'Saved');
    },
  }),
  route({
    method: 'POST',
    path: '/directory/services/:serviceId/asked/:askedId',
    can: 'directory.write',
    audit: { event: 'directory.answered' },
    params: askedParams,
    async handle(context) {
      const { db, actor, body, clock, params } = context;
      const service = await serviceOf(context);
      const to = `/directory/services/${service.id}`;
      const read = readForm(answerQuestions, body);
      if (!read.ok) return redirect(to, 'Nothing was saved: enter the answer first, in 1,000 characters or fewer');
      const given = { id: params.askedId, serviceId: service.id, answer: String(read.values.answer) };
      const done = await writeAnswer(db, actor, given, clock.today().toString());
      return redirect(to, done ? 'The answer is saved' : 'Nothing was saved: it has an answer already');
    },
  }),
];
