import { Type } from 'typebox';
import { type Context, notFound, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import { type Errors, type Question, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import type { Html } from '../../kit/html.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { type FlagRow, flagRisk, flagsOf, reviewRisk } from '../actions/flags.ts';
import { flagsHtml } from '../pages/visits.ts';
import { type RiskKind, riskKinds } from '../rules.ts';

type Case = Context<unknown, unknown, CaseHead>;

/** A risk is looked at again within a year. */
const farthest = (today: Temporal.PlainDate): string => today.add({ years: 1 }).toString();

/** The day on which a risk is looked at again; without `required` it may be left empty. */
const reviewDay = (today: Temporal.PlainDate, label: string): Question => ({
  kind: 'day',
  name: 'review_on',
  label,
  hint: 'Within a year. No risk stands for ever',
  earliest: '2000-01-01',
  latest: { day: farthest(today), message: 'The day must be within a year' },
});

const riskQuestions = (today: Temporal.PlainDate): Question[] => [
  {
    kind: 'choice',
    name: 'kind',
    label: 'What kind of risk is it?',
    choices: Object.entries(riskKinds).map(([value, text]) => ({ value, text })),
    required: 'Choose the kind of risk',
  },
  {
    kind: 'long text',
    name: 'words',
    label: 'What happened, when, and who says so?',
    hint: 'Facts only. The person can ask to read this',
    most: 1000,
    rows: 3,
    required: 'Enter what happened, when, and who says so',
  },
  {
    kind: 'long text',
    name: 'precautions',
    label: 'What do we do about it?',
    most: 1000,
    rows: 3,
    required: 'Enter what we do about it',
  },
  {
    ...reviewDay(today, 'When is it looked at again?'),
    required: 'Enter the day on which it is looked at again',
  },
];

const formed = (context: Case, title: string, main: Html, errors?: Errors): Reply =>
  casePage({
    head: context.record,
    today: context.clock.today(),
    current: null,
    title,
    back: { href: `/cases/${context.record.caseId}/visits`, text: 'Visits' },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main,
  });

function newPage(context: Case, typed: Typed, errors?: Errors): Reply {
  const { record, clock, csrf } = context;
  const main = recordForm({
    title: 'Write down a risk',
    action: `/cases/${record.caseId}/risks/new`,
    csrf,
    questions: riskQuestions(clock.today()),
    typed,
    errors,
    save: 'Save the risk',
    cancel: `/cases/${record.caseId}/visits`,
  });
  return formed(context, 'Write down a risk', main, errors);
}

const reviewQuestions = (today: Temporal.PlainDate): Question[] => [
  {
    kind: 'choice',
    name: 'stands',
    label: 'Does it still stand?',
    choices: [
      { value: 'yes', text: 'Yes' },
      { value: 'no', text: 'No, it is cleared' },
    ],
    as: 'radios in a row',
    required: 'Say whether it still stands',
  },
  reviewDay(today, 'If it stands, when is it looked at again?'),
  { kind: 'text', name: 'reason', label: 'If it is cleared, why?', most: 200 },
];

function reviewPage(context: Case, flag: FlagRow, typed: Typed, errors?: Errors): Reply {
  const { record, clock, csrf } = context;
  const main = recordForm({
    title: 'Look at a risk again',
    action: `/cases/${record.caseId}/risks/${flag.id}`,
    csrf,
    questions: reviewQuestions(clock.today()),
    typed,
    errors,
    version: flag.version,
    above: flagsHtml(record.caseId, [flag], clock.today().toString(), false),
    save: 'Save',
    cancel: `/cases/${record.caseId}/visits`,
  });
  return formed(context, 'Look at a risk again', main, errors);
}

const flagParams = Type.Object({
  caseId: Type.String({ format: 'uuid' }),
  riskId: Type.String({ format: 'uuid' }),
});
async function flagOf({ db, record, params }: Case & { params: { riskId: string } }): Promise<FlagRow> {
  return (await flagsOf(db, record.caseId)).find(({ id }) => id === params.riskId) ?? notFound();
}

/** Risks to whoever visits: written down, looked at again, cleared. */
export const riskRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/risks/new',
    can: 'visit.plan',
    audit: { read: 'visits' },
    params: caseParams,
    record: caseRecord,
    handle: async (context) =>
      newPage(
        context,
        typedFrom(riskQuestions(context.clock.today()), {
          review_on: context.clock.today().add({ months: 3 }).toString(),
        }),
      ),
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/risks/new',
    can: 'visit.plan',
    audit: { event: 'risk.flagged' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record, body, clock } = context;
      const read = readForm(riskQuestions(clock.today()), body);
      if (!read.ok) return newPage(context, body, read.errors);
      const { values } = read;
      const today = clock.today().toString();
      if (String(values.review_on) <= today) return newPage(context, body, { review_on: 'Choose a day after today' });
      await flagRisk(db, actor, record, {
        kind: values.kind as RiskKind,
        words: String(values.words),
        precautions: String(values.precautions),
        reviewOn: String(values.review_on),
        today,
      });
      return redirect(`/cases/${record.caseId}/visits`, 'The risk is written down');
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/risks/:riskId',
    can: 'visit.plan',
    audit: { read: 'visits' },
    params: flagParams,
    record: caseRecord,
    handle: async (context) => reviewPage(context, await flagOf(context), {}),
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/risks/:riskId',
    can: 'visit.plan',
    audit: { event: 'risk.kept' },
    params: flagParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record, body, clock } = context;
      const flag = await flagOf(context);
      const read = readForm(reviewQuestions(clock.today()), body);
      if (!read.ok) return reviewPage(context, flag, body, read.errors);
      const { stands, review_on: reviewOn, reason } = read.values;
      const today = clock.today().toString();
      if (stands === 'yes' && (reviewOn === null || String(reviewOn) <= today))
        return reviewPage(context, flag, body, { review_on: 'Enter a day after today on which it is looked at again' });
      if (stands === 'no' && reason === null)
        return reviewPage(context, flag, body, { reason: 'Say why it is cleared' });
      const result = await reviewRisk(db, actor, record, {
        id: flag.id,
        version: versionOf(body),
        now: clock.now(),
        today,
        ...(stands === 'yes' ? { reviewOn: String(reviewOn) } : { clearReason: String(reason) }),
      });
      return redirect(
        `/cases/${record.caseId}/visits`,
        result === 'saved' ? 'Saved' : 'Nothing was saved: somebody looked at it meanwhile',
      );
    },
  }),
];
