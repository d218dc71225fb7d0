/** Routes of liaison: who holds a case, what services owe, talk with them, ratings and concerns. */
import { Type } from 'typebox';
import { type Context, notFound, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { type CaseHead, caseRecord, documentOf } from '../../cases/actions/record.ts';
import { type Answer, type Errors, type Question, readForm, type Typed, typedFrom, typedText } from '../../kit/form.ts';
import { type Html, html } from '../../kit/html.ts';
import { recordForm } from '../../kit/record-form.ts';
import { chase, type NewContact, recordContact } from '../actions/chase.ts';
import { findReferral, type ReferralRow } from '../actions/move.ts';
import { raiseConcern, rate, sharedRatings } from '../actions/views.ts';
import { askAbove, contactsHtml, sharedHtml } from '../pages/liaison.ts';
import { contactRules, type Disposition } from '../rules/liaison.ts';
import { askQuestions, concernQuestions, contactQuestions, ratingQuestions } from '../rules/liaison-forms.ts';
import { softOutcomesOf } from '../rules/soft-outcomes.ts';
import { contactsOfReferral } from '../store/contacts.ts';
import { caseManagerRoutes } from './case-manager.ts';
import { concernRoutes } from './concerns.ts';
import { figureRoutes } from './service-figures.ts';
import { waitingRoutes } from './waiting.ts';

const params = Type.Object({
  caseId: Type.String({ format: 'uuid' }),
  liaisonId: Type.String({ format: 'uuid' }),
});
type Case = Context<{ liaisonId: string }, unknown, CaseHead>;
type Values = Record<string, Answer>;

/** One small form about a referral. `save` resolves to what is said afterwards, or to what stands against it. */
type Form = {
  path: string;
  title: string;
  event: string;
  button: string;
  questions(today: string): readonly Question[];
  above?(context: Case, row: ReferralRow): Promise<Html> | Html;
  save(context: Case, row: ReferralRow, values: Values): Promise<{ said: string } | { problem: string }>;
};

const text = (value: Answer | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);
const stale = { problem: 'Nothing was saved: the referral was changed meanwhile. Look at it again' };
const at = ({ clock }: Case) => ({ now: clock.now(), today: clock.today().toString() });

const asked = { asked: 'It was asked for, and stands in the history' } as const;
const notAsked = {
  'nothing owed': 'Nothing was sent: the service owes nothing now',
  'no email': 'Nothing was sent: this service has no address or refuses email. Call them and write it down',
  stale: stale.problem,
} as const;

const forms: readonly Form[] = [
  {
    ...{ path: 'ask', title: 'Ask the service', event: 'service referral.chased', button: 'Save' },
    questions: () => askQuestions,
    above: ({ csrf }, row) => askAbove(row, csrf),
    async save(context, row, values) {
      const how = values.how === 'letter' ? 'letter' : 'phone';
      const done = await chase(context.db, context.actor, row, { how, words: String(values.words) }, at(context));
      return done === 'asked' ? { said: asked.asked } : { problem: notAsked[done] };
    },
  },
  {
    ...{ path: 'contacts', title: 'Talk with the service', event: 'liaison.contact', button: 'Save' },
    questions: contactQuestions,
    above: async ({ db, record, clock }, row) => {
      const today = clock.today().toString();
      const rules = contactRules(documentOf(record, today) ?? {}, row.area_name);
      return contactsHtml(await contactsOfReferral(db, { referralId: row.id }), rules, today);
    },
    async save(context, row, values) {
      const given: NewContact = {
        ...{ day: String(values.day), channel: values.channel as NewContact['channel'] },
        ...{ purpose: values.purpose as NewContact['purpose'], begunBy: values.begun_by as NewContact['begunBy'] },
        ...{ personThere: values.person_there === 'yes', words: text(values.words), agreed: text(values.agreed) },
      };
      const done = await recordContact(context.db, context.actor, row, given, at(context));
      return done === 'saved' ? { said: 'The contact is written down' } : stale;
    },
  },
  {
    ...{ path: 'rating', title: 'What the person says of it', event: 'liaison.rated', button: 'Save' },
    questions: ratingQuestions,
    above: async ({ db }, row) => sharedHtml(await sharedRatings(db, row.actual_service_id ?? row.service_id)),
    async save({ db, actor }, row, values) {
      const disposition = values.disposition as Disposition;
      const given = { day: String(values.day), score: Number(values.score), words: text(values.words), disposition };
      const rating = { ...given, ...softOutcomesOf(values) };
      await rate(db, actor, row, rating);
      return { said: 'It is written down. The service is never told who said it' };
    },
  },
  {
    ...{ path: 'concern', title: 'Raise a concern', event: 'liaison.concern raised', button: 'Raise it' },
    questions: concernQuestions,
    async save({ db, actor }, row, values) {
      await raiseConcern(db, actor, row, { words: String(values.words), day: String(values.day) });
      return { said: 'The concern is raised, and a manager was told' };
    },
  },
];

async function referralOf({ db, record, params: { liaisonId } }: Case): Promise<ReferralRow> {
  const row = await findReferral(db, liaisonId);
  return row !== null && row.case_id === record.caseId ? row : notFound();
}

async function formPage(
  form: Form,
  context: Case,
  row: ReferralRow,
  typed: Typed,
  errors?: Errors,
  problem?: string,
): Promise<Reply> {
  const { record, clock, csrf } = context;
  const back = `/cases/${record.caseId}/referrals/${row.id}`;
  const above = (await form.above?.(context, row)) ?? html``;
  return casePage({
    ...{ head: record, today: clock.today(), current: null, title: form.title },
    back: { href: back, text: row.service_name },
    ...(errors === undefined && problem === undefined
      ? {}
      : { status: problem === undefined ? 422 : 409, error: true }),
    main: recordForm({
      ...{ title: form.title, csrf, typed, errors, save: form.button, cancel: back },
      action: `/cases/${record.caseId}/liaison/${row.id}/${form.path}`,
      questions: form.questions(clock.today().toString()),
      above: html`<p class="govuk-body">${row.service_name}, referral ${row.reference}</p>${problem === undefined ? html`` : html`<p class="govuk-error-message" role="alert">${problem}</p>`}${above}`,
    }),
  });
}

const formRoutes = forms.flatMap((form) => [
  route({
    method: 'GET',
    path: `/cases/:caseId/liaison/:liaisonId/${form.path}`,
    can: 'service.refer',
    audit: { read: 'a referral to a service' },
    params,
    record: caseRecord,
    async handle(context) {
      const today = context.clock.today().toString();
      return formPage(form, context, await referralOf(context), typedFrom(form.questions(today), { day: today }));
    },
  }),
  route({
    method: 'POST',
    path: `/cases/:caseId/liaison/:liaisonId/${form.path}`,
    can: 'service.refer',
    audit: { event: form.event },
    params,
    record: caseRecord,
    async handle(context) {
      const row = await referralOf(context);
      const { body, record } = context;
      const after =
        typedText(body, 'back') === 'waiting' ? '/services/waiting' : `/cases/${record.caseId}/referrals/${row.id}`;
      // One press: an email with a link, and nothing about the person.
      if (form.path === 'ask' && typedText(body, 'how') === 'email') {
        const done = await chase(context.db, context.actor, row, { how: 'email' }, at(context));
        return redirect(after, done === 'asked' ? asked.asked : notAsked[done]);
      }
      const read = readForm(form.questions(context.clock.today().toString()), body);
      if (!read.ok) return formPage(form, context, row, body, read.errors);
      const done = await form.save(context, row, read.values);
      return 'said' in done ? redirect(after, done.said) : formPage(form, context, row, body, undefined, done.problem);
    },
  }),
]);

/** Every route of liaison. */
export const liaisonRoutes: readonly Route[] = [
  ...caseManagerRoutes,
  ...waitingRoutes,
  ...formRoutes,
  ...concernRoutes,
  ...figureRoutes,
];
