/** Payments and permitted work that end: writing one down, the plan for its end, what became of it, and asking afterwards. */
import { type Static, Type } from 'typebox';
import { type Context, notFound, type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { caseForm } from '../../cases/actions/case-form.ts';
import { casePath } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord, documentOf } from '../../cases/actions/record.ts';
import { showDay } from '../../kit/clock.ts';
import { conflict } from '../../kit/conflict.ts';
import { countryOf } from '../../kit/country.ts';
import { type Answer, type Errors, type Question, readForm, type Typed, typedFrom, typedText } from '../../kit/form.ts';
import { type Html, html } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import { warningText } from '../../kit/ui/index.ts';
import {
  checkEnding,
  type EndingRow,
  type EndingSaved,
  findEnding,
  planEnding,
  recordPayment,
  reopenEnding,
  settleEnding,
} from '../actions/endings.ts';
import type { WorkParts } from '../actions/jobs.ts';
import { GOES_ON, type Outcome, outcomes } from '../rules/in-work.ts';
import {
  checkQuestions,
  outcomeQuestions,
  paymentFrom,
  paymentQuestions,
  planQuestions,
} from '../rules/in-work-forms.ts';
import { caseRef } from './case-ref.ts';
import { onDay } from './in-work-day.ts';

const endingParams = Type.Object({ ...caseParams.properties, endingId: Type.String({ format: 'uuid' }) });
type Of<P = unknown> = Context<P, unknown, CaseHead>;
type OfEnding = Of<Static<typeof endingParams>>;

const back = (head: CaseHead) => casePath(head.caseId, 'inWork');
const wrong = (errors: Errors | undefined) => (errors === undefined ? {} : { errors, status: 422 });

function paymentForm(context: Of) {
  const { record, clock } = context;
  const { rules, today } = onDay(record, clock.today());
  const questions = paymentQuestions(rules.payments, countryOf(documentOf(record, today)));
  const formed = (typed: Typed, errors?: Errors): Page =>
    caseForm(context, 'inWork', {
      title: 'Add a payment that ends',
      path: 'payments/new',
      questions,
      typed,
      ...wrong(errors),
    });
  return { rules, today, questions, formed };
}

const newPayment = route({
  method: 'GET',
  path: '/cases/:caseId/in-work/payments/new',
  can: 'case.record',
  audit: { read: 'support in work' },
  params: caseParams,
  record: caseRecord,
  handle: async (context) => paymentForm(context).formed({}),
});

const createPayment = route({
  method: 'POST',
  path: '/cases/:caseId/in-work/payments/new',
  can: 'case.record',
  audit: { event: 'in work.payment recorded' },
  params: caseParams,
  record: caseRecord,
  async handle(context) {
    const { db, actor, body, record } = context;
    const { rules, today, questions, formed } = paymentForm(context);
    const read = readForm(questions, body);
    if (!read.ok) return formed(body, read.errors);
    const given = paymentFrom(read.values, rules.payments);
    if ('errors' in given) return formed(body, given.errors);
    await recordPayment(db, actor, caseRef(context, {}), given.payment, today);
    return redirect(back(record), 'Payment saved');
  },
});

async function endingOf({ db, record, params, clock }: OfEnding) {
  const day = onDay(record, clock.today());
  const row = (await findEnding(db, record.caseId, params.endingId, day.rules)) ?? notFound();
  return { ...day, row };
}

/** The form of an ending, with what stands above it. */
function endingForm(
  context: OfEnding,
  row: EndingRow,
  form: {
    title: string;
    below?: string;
    questions: readonly Question[];
    typed: Typed;
    errors?: Errors;
    above?: Html;
    status?: number;
  },
): Page {
  const { below = '', above, ...rest } = form;
  return caseForm(context, 'inWork', {
    ...rest,
    path: `endings/${row.id}${below}`,
    // What is only sent back to be put right is as old as it was.
    version: form.errors === undefined ? row.version : versionOf(context.body),
    above:
      above ??
      html`<p class="govuk-body">${row.name}, from ${showDay(row.starts_on)} until ${showDay(row.ends_on)}.</p>`,
    ...(form.errors && { status: 422 }),
  });
}

/** The answer to what came of a change that was not saved. */
function notSaved(
  saved: Exclude<EndingSaved, 'saved'>,
  form: (row: EndingRow | null, more: { errors?: Errors; above?: Html; status?: number }) => Page,
  questions: readonly Question[],
  values: Readonly<Record<string, Answer>>,
): Page {
  if (saved === 'gone') return notFound();
  if ('refused' in saved) return form(null, { errors: saved.refused });
  const { stale } = saved;
  const stands = {
    plan: stale.plan,
    endsOn: stale.ends_on,
    outcome: stale.outcome,
    on: stale.outcome_on,
    words: stale.outcome_words,
  };
  return form(stale, { status: 409, above: conflict(questions, stands, values) });
}

const overText = 'It is on file what became of it, so there is nothing to plan. Nothing was saved.';

const showPlan = route({
  method: 'GET',
  path: '/cases/:caseId/in-work/endings/:endingId',
  can: 'case.record',
  audit: { read: 'support in work' },
  params: endingParams,
  record: caseRecord,
  async handle(context) {
    const { row } = await endingOf(context);
    if (row.outcome !== null) return redirect(back(context.record), 'It is on file what became of it');
    const questions = planQuestions();
    const typed = typedFrom(questions, { plan: row.plan, endsOn: row.ends_on });
    return endingForm(context, row, { title: `Plan for the end of ${row.name}`, questions, typed });
  },
});

const savePlan = route({
  method: 'POST',
  path: '/cases/:caseId/in-work/endings/:endingId',
  can: 'case.record',
  audit: { event: 'in work.end planned' },
  params: endingParams,
  record: caseRecord,
  async handle(context) {
    const { db, actor, body, record } = context;
    const { row, rules, today } = await endingOf(context);
    const questions = planQuestions();
    const title = `Plan for the end of ${row.name}`;
    const read = readForm(questions, body);
    if (!read.ok) return endingForm(context, row, { title, questions, typed: body, errors: read.errors });
    const given = { plan: String(read.values.plan), endsOn: String(read.values.endsOn), on: today };
    const change = { id: row.id, version: versionOf(body), rules };
    const saved = await planEnding(db, actor, caseRef(context, {}), { ...change, ...given });
    if (saved === 'saved') return redirect(back(record), 'Plan saved');
    const form = (now: EndingRow | null, more: object) =>
      endingForm(context, now ?? row, { title, questions, typed: body, ...more });
    if (typeof saved === 'object' && 'stale' in saved && saved.stale.outcome !== null)
      return form(saved.stale, { status: 409, above: warningText({ iconFallbackText: 'Warning', text: overText }) });
    return notSaved(saved, form, questions, read.values);
  },
});

const correctText =
  'Correct what was said. A job that ended or began with it, and a setback in the plan, stay as they are: correct them there.';
const goesOnText = ({ kind, job_ended_on }: EndingRow): string =>
  kind === 'permitted_work' && job_ended_on !== null
    ? `Saved. The job still ends on ${showDay(job_ended_on)}: correct it if it goes on`
    : 'Saved: it is counted down again';

const showOutcome = route({
  method: 'GET',
  path: '/cases/:caseId/in-work/endings/:endingId/outcome',
  can: 'case.record',
  audit: { read: 'support in work' },
  params: endingParams,
  record: caseRecord,
  async handle(context) {
    const { row, today } = await endingOf(context);
    const questions = outcomeQuestions(row.kind, today, row.outcome !== null);
    // Permitted work whose job has ended ended with it.
    const ended = row.kind === 'permitted_work' && row.job_ended_on !== null && row.job_ended_on < today;
    const on = row.outcome_on ?? (ended ? row.job_ended_on : today);
    const typed = typedFrom(questions, { outcome: row.outcome, on, words: row.outcome_words });
    const title = `What became of ${row.name}?`;
    const above = row.outcome === null ? {} : { above: html`<p class="govuk-body">${correctText}</p>` };
    return endingForm(context, row, { title, below: '/outcome', questions, typed, ...above });
  },
});

const saveOutcome = (parts: WorkParts): Route =>
  route({
    method: 'POST',
    path: '/cases/:caseId/in-work/endings/:endingId/outcome',
    can: 'case.record',
    audit: { event: 'in work.ended' },
    params: endingParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, body, record } = context;
      const { row, rules, today } = await endingOf(context);
      // Somebody else may have taken it back meanwhile: then the answer is told so, and is no unknown one.
      const goesOn = typedText(body, 'outcome') === GOES_ON;
      const questions = outcomeQuestions(row.kind, today, row.outcome !== null || goesOn);
      const form = (now: EndingRow | null, more: { errors?: Errors; above?: Html; status?: number }) =>
        endingForm(context, now ?? row, {
          title: `What became of ${row.name}?`,
          below: '/outcome',
          questions,
          typed: body,
          ...more,
        });
      const asked = goesOn ? questions.filter(({ name }) => name !== 'on' && name !== 'hours') : questions;
      const read = readForm(asked, body);
      if (!read.ok) return form(row, { errors: read.errors });
      const change = { id: row.id, version: versionOf(body), rules };
      if (goesOn) {
        const given = { ...change, words: (read.values.words as string | null) ?? null, today };
        const undone = await reopenEnding(db, actor, caseRef(context, parts), given);
        if (undone !== 'saved') return notSaved(undone, form, asked, read.values);
        return redirect(back(record), goesOnText(row));
      }
      const outcome = read.values.outcome as Outcome;
      const said = {
        outcome,
        on: String(read.values.on),
        words: (read.values.words as string | null) ?? null,
        hours: (read.values.hours as number | null | undefined) ?? null,
        today,
      };
      const saved = await settleEnding(db, actor, caseRef(context, parts), { ...change, ...said });
      if (saved !== 'saved') return notSaved(saved, form, questions, read.values);
      if (outcome === 'converted')
        return redirect(
          rules.payments.length > 0 ? `${back(record)}/payments/new` : casePath(record.caseId, 'jobs'),
          rules.payments.length > 0
            ? 'The permitted work has ended and the job is on file. Does a payment go with it?'
            : 'The permitted work has ended and the job is on file',
        );
      return redirect(back(record), outcomes[outcome].setback ? 'Saved, and kept as a setback of the plan' : 'Saved');
    },
  });

const showCheck = route({
  method: 'GET',
  path: '/cases/:caseId/in-work/endings/:endingId/check',
  can: 'case.record',
  audit: { read: 'support in work' },
  params: endingParams,
  record: caseRecord,
  async handle(context) {
    const { row, today } = await endingOf(context);
    const questions = checkQuestions(today);
    const typed = typedFrom(questions, { on: today });
    return endingForm(context, row, { title: `After ${row.name}`, below: '/check', questions, typed });
  },
});

const saveCheck = route({
  method: 'POST',
  path: '/cases/:caseId/in-work/endings/:endingId/check',
  can: 'case.record',
  audit: { event: 'in work.asked after' },
  params: endingParams,
  record: caseRecord,
  async handle(context) {
    const { db, actor, body, record } = context;
    const { row, today } = await endingOf(context);
    const questions = checkQuestions(today);
    const read = readForm(questions, body);
    if (!read.ok)
      return endingForm(context, row, {
        title: `After ${row.name}`,
        below: '/check',
        questions,
        typed: body,
        errors: read.errors,
      });
    const given = { id: row.id, stillInWork: read.values.stillInWork === 'yes', on: String(read.values.on) };
    const saved = await checkEnding(db, actor, caseRef(context, {}), given);
    return redirect(back(record), saved === 'saved' ? 'Saved' : 'Nothing was saved: somebody has asked already');
  },
});

/** Routes of payments and permitted work. */
export const endingRoutes = (parts: WorkParts): readonly Route[] => [
  newPayment,
  createPayment,
  showPlan,
  savePlan,
  showOutcome,
  saveOutcome(parts),
  showCheck,
  saveCheck,
];
