/** The ledger of somebody who works for themselves: adding, striking out, keeping it as evidence. */
import { type Static, Type } from 'typebox';
import { can } from '../access/rules/policy.ts';
import { type Context, notFound, type Route, redirect, route } from '../access/rules/route.ts';
import { caseForm } from '../cases/actions/case-form.ts';
import { casePage, casePath } from '../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord, documentOf } from '../cases/actions/record.ts';
import { countryOf } from '../kit/country.ts';
import { type Errors, type Question, readForm, type Typed, typedFrom } from '../kit/form.ts';
import { findJob } from '../work/actions/jobs.ts';
import { progressOfCase } from './actions/progress.ts';
import { fileLedger, recordTrade, strikeTrade, tradingOf } from './actions/trading.ts';
import { jobText, tickedNeeds } from './evidence-form.ts';
import { keepHtml, ledgerHtml } from './pages/trading.ts';
import { needText } from './rules/evidence.ts';
import { allNeeds } from './rules/evidence-needs.ts';
import { tradingMonths } from './rules/trading.ts';

const jobParams = Type.Object({ ...caseParams.properties, jobId: Type.String({ format: 'uuid' }) });
const entryParams = Type.Object({ ...jobParams.properties, tradeId: Type.String({ format: 'uuid' }) });
type LedgerContext = Context<Static<typeof jobParams>, unknown, CaseHead>;
type EntryContext = Context<Static<typeof entryParams>, unknown, CaseHead>;
const ofCase = ({ caseId, personId, programmeId }: CaseHead) => ({ caseId, personId, programmeId });

const countryFor = ({ clock, record }: LedgerContext) => countryOf(documentOf(record, clock.today().toString()));
const jobOf = async ({ db, record, params }: LedgerContext) =>
  (await findJob(db, record.caseId, params.jobId)) ?? notFound();
const pathOf = ({ record, params }: LedgerContext) => `/cases/${record.caseId}/evidence/ledger/${params.jobId}`;

function entryQuestions(context: LedgerContext): Question[] {
  const today = context.clock.today().toString();
  return [
    {
      ...{ kind: 'day', name: 'on', label: 'When was it?', hint: 'For example, 27 3 2016', required: 'Enter the day' },
      ...{ earliest: '1990-01-01', latest: { day: today, message: 'The day must be today or in the past' } },
    },
    {
      ...{ kind: 'choice', name: 'direction', label: 'Which way did the money go?', as: 'radios in a row' },
      choices: [
        { value: 'received', text: 'Received' },
        { value: 'spent', text: 'Spent' },
      ],
      required: 'Say whether it was received or spent',
    },
    {
      ...{ kind: 'money', name: 'pence', label: 'How much?', most: 100_000_000, required: 'Enter the amount' },
      country: countryFor(context),
    },
    {
      kind: 'text',
      name: 'words',
      label: 'What for?',
      hint: 'For example, gardening for two days, or petrol',
      most: 200,
    },
  ];
}

async function ledgerPage(context: LedgerContext, shown: { typed: Typed; errors?: Errors } = { typed: {} }) {
  const { db, clock, actor, record, csrf } = context;
  const job = await jobOf(context);
  const { entries, cut } = await tradingOf(db, { caseId: record.caseId, jobId: job.id });
  const main = ledgerHtml({
    ...{ path: pathOf(context), evidence: casePath(record.caseId, 'evidence'), job: jobText(job), csrf, entries, cut },
    symbol: countryFor(context).symbol,
    questions: entryQuestions(context),
    // Months of which not all is read are not gaps.
    months: tradingMonths(entries, cut ? { ...job, startedOn: null } : job, clock.today().toString()),
    mayRecord: can(actor, 'case.record', record),
    ...shown,
  });
  return casePage({
    ...{ head: record, today: clock.today(), current: 'evidence', title: 'Ledger of trading', main },
    ...(shown.errors === undefined ? {} : { status: 422, error: true }),
  });
}

const show = route({
  method: 'GET',
  path: '/cases/:caseId/evidence/ledger/:jobId',
  can: 'case.read',
  audit: { read: 'ledger of trading' },
  params: jobParams,
  record: caseRecord,
  handle: (context) => ledgerPage(context),
});

const add = route({
  method: 'POST',
  path: '/cases/:caseId/evidence/ledger/:jobId',
  can: 'case.record',
  audit: { event: 'claim.trade recorded' },
  params: jobParams,
  record: caseRecord,
  async handle(context) {
    const { db, actor, record, body } = context;
    const { id: jobId } = await jobOf(context);
    const read = readForm(entryQuestions(context), body);
    if (!read.ok) return ledgerPage(context, { typed: body, errors: read.errors });
    const { on, direction, pence, words } = read.values;
    if (pence === 0) return ledgerPage(context, { typed: body, errors: { pence: 'Enter an amount above nothing' } });
    await recordTrade(db, actor, ofCase(record), {
      ...{ jobId, on: String(on), direction: direction === 'spent' ? 'spent' : 'received', pence: Number(pence) },
      words: words === null ? null : String(words),
    });
    return redirect(pathOf(context), 'Entry saved');
  },
});

const why: Question[] = [
  {
    ...{ kind: 'long text', name: 'reason', label: 'What is wrong with it?', most: 500, rows: 3 },
    hint: 'The entry stays in the ledger, struck out. Add the right one beside it.',
    required: 'Say what is wrong with it',
  },
];
const strikeForm = (context: EntryContext, shown: { typed: Typed; errors?: Errors; status?: number } = { typed: {} }) =>
  caseForm(context, 'evidence', {
    ...{ title: 'Strike out an entry', path: `ledger/${context.params.jobId}/${context.params.tradeId}/strike` },
    ...{ questions: why, save: 'Strike out', ...shown },
  });
const entryOf = async ({ db, record, params }: EntryContext) =>
  (await tradingOf(db, { caseId: record.caseId, jobId: params.jobId })).entries.find(
    ({ id, struck }) => id === params.tradeId && struck === null,
  ) ?? notFound();

const striking = route({
  method: 'GET',
  path: '/cases/:caseId/evidence/ledger/:jobId/:tradeId/strike',
  can: 'case.record',
  audit: { read: 'ledger of trading' },
  params: entryParams,
  record: caseRecord,
  async handle(context) {
    await entryOf(context);
    return strikeForm(context);
  },
});

const strike = route({
  method: 'POST',
  path: '/cases/:caseId/evidence/ledger/:jobId/:tradeId/strike',
  can: 'case.record',
  audit: { event: 'claim.trade struck' },
  params: entryParams,
  record: caseRecord,
  async handle(context) {
    const { db, clock, actor, record, body, params } = context;
    const { id } = await entryOf(context);
    const read = readForm(why, body);
    if (!read.ok) return strikeForm(context, { typed: body, errors: read.errors, status: 422 });
    const change = { id, jobId: params.jobId, reason: String(read.values.reason) };
    const done = await strikeTrade(db, actor, ofCase(record), change, clock.today().toString());
    return done ? redirect(pathOf(context), 'Entry struck out') : notFound();
  },
});

function spanQuestions(today: string): Question[] {
  const latest = { day: today, message: 'The day must be today or in the past' };
  return [
    {
      ...{ kind: 'day', name: 'from', label: 'From which day?', required: 'Enter the first day' },
      earliest: '1990-01-01',
      latest,
    },
    {
      ...{ kind: 'day', name: 'to', label: 'To which day?', required: 'Enter the last day' },
      earliest: '1990-01-01',
      latest,
    },
  ];
}

async function keepPage(context: LedgerContext, shown?: { typed: Typed; errors: Errors; ticked: readonly string[] }) {
  const { db, clock, record, csrf } = context;
  const today = clock.today().toString();
  const job = await jobOf(context);
  const questions = spanQuestions(today);
  const standing = { from: job.startedOn, to: job.endedOn !== null && job.endedOn < today ? job.endedOn : today };
  const progress = await progressOfCase(db, record, today);
  const main = keepHtml({
    ...{ path: pathOf(context), csrf, questions, typed: typedFrom(questions, standing), ticked: [] },
    offered: allNeeds(progress.map(({ contract }) => contract)),
    ...shown,
  });
  return casePage({
    ...{ head: record, today: clock.today(), current: 'evidence', title: 'Keep the ledger as evidence', main },
    ...(shown === undefined ? {} : { status: 422, error: true }),
  });
}

const keeping = route({
  method: 'GET',
  path: '/cases/:caseId/evidence/ledger/:jobId/keep',
  can: 'case.record',
  audit: { read: 'ledger of trading' },
  params: jobParams,
  record: caseRecord,
  handle: (context) => keepPage(context),
});

const keep = route({
  method: 'POST',
  path: '/cases/:caseId/evidence/ledger/:jobId/keep',
  can: 'case.record',
  audit: { event: 'claim.evidence recorded' },
  params: jobParams,
  record: caseRecord,
  async handle(context) {
    const { db, clock, actor, record, body } = context;
    const today = clock.today().toString();
    const { id: jobId } = await jobOf(context);
    const progress = await progressOfCase(db, record, today);
    const needs = tickedNeeds(
      body,
      allNeeds(progress.map(({ contract }) => contract)).map(({ need }) => need),
    );
    const again = (errors: Errors) => keepPage(context, { typed: body, errors, ticked: needs.map(needText) });
    const read = readForm(spanQuestions(today), body);
    const errors: Errors = {
      ...(read.ok ? {} : read.errors),
      ...(needs.length === 0 && { needs: 'Choose what it proves' }),
    };
    if (!read.ok || needs.length === 0) return again(errors);
    const [from, to] = [String(read.values.from), String(read.values.to)];
    if (to < from) return again({ to: 'The last day must be the first day or later' });
    const kept = await fileLedger(db, actor, ofCase(record), { jobId, from, to, needs }, today);
    if (kept.outcome === 'refused') return again({ from: kept.problem });
    return redirect(casePath(record.caseId, 'evidence'), 'Evidence saved');
  },
});

/** Ledgers of trading. */
export const tradingRoutes: readonly Route[] = [show, add, striking, strike, keeping, keep];
