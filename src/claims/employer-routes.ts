/**
 * Asking an employer to confirm a job, and the page on which they answer. That it was opened is written down; nothing else changes by
 * it, because scanners of mail open links too.
 */
import { type Static, Type } from 'typebox';
import { tryOnce } from '../access/actions/sign-in.ts';
import { type Context, notFound, page, type Reply, type Route, redirect, route } from '../access/rules/route.ts';
import { casePage, casePath } from '../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../cases/actions/record.ts';
import { type Errors, type Question, readForm, type Typed, typedText } from '../kit/form.ts';
import { html } from '../kit/html.ts';
import { versionOf } from '../kit/record-form.ts';
import { formHolds, formToken } from '../kit/secret-link.ts';
import { jobsOf } from '../work/actions/jobs.ts';
import {
  type AskedRow,
  type Asking,
  askEmployer,
  consentsOf,
  noteOpened,
  questionOfLink,
  stopAsking,
} from './actions/employer.ts';
import { answerQuestion, askedName } from './actions/employer-answer.ts';
import { progressOfCase } from './actions/progress.ts';
import { jobText, tickedNeeds } from './evidence-form.ts';
import { answeredHtml, askHtml, confirmHtml, noLinkHtml } from './pages/employer.ts';
import { confirmationFrom, confirmQuestions } from './rules/employer.ts';
import { needText } from './rules/evidence.ts';
import { allNeeds } from './rules/evidence-needs.ts';

type CaseContext = Context<Static<typeof caseParams>, unknown, CaseHead>;
const ofCase = ({ caseId, personId, programmeId }: CaseHead) => ({ caseId, personId, programmeId });
const questionParams = Type.Object({ ...caseParams.properties, questionId: Type.String({ format: 'uuid' }) });

async function askForm({ db, clock, record }: CaseContext) {
  const today = clock.today().toString();
  const jobs = await jobsOf(db, record.caseId);
  const consents = await consentsOf(db, record.caseId);
  const refused = jobs.filter(({ id }) => consents.get(id) === false);
  const questions: Question[] = [
    {
      ...{ kind: 'choice', name: 'jobId', label: 'Which job?', required: 'Choose the job' },
      choices: jobs.map((job) => ({
        ...{ value: job.id, text: jobText(job) },
        ...(refused.includes(job) && { hint: 'The person said no to talking to them' }),
      })),
    },
    {
      ...{
        kind: 'text',
        name: 'email',
        label: 'The employer’s email',
        inputMode: 'email',
        required: 'Enter the employer’s email',
      },
      hint: 'Of whoever pays wages or manages, not the person’s own',
      check: (text) =>
        /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/.test(text)
          ? { value: text }
          : 'Enter an email address, like name@example.org',
    },
    {
      ...{ kind: 'choice', name: 'agrees', as: 'radios in a row', required: 'Say whether the person agrees' },
      label: 'Does the person agree that we talk to this employer and ask them to confirm the job?',
      choices: [
        { value: 'yes', text: 'Yes' },
        { value: 'no', text: 'No' },
      ],
    },
    {
      ...{ kind: 'day', name: 'agreedOn', label: 'When did they agree?' },
      ...{ hint: 'Without their agreement nobody is asked', required: 'Enter the day on which the person agreed' },
      ...{ earliest: '2000-01-01', latest: { day: today, message: 'The day must be today or in the past' } },
    },
  ];
  const progress = await progressOfCase(db, record, today);
  return {
    questions,
    offered: allNeeds(progress.map(({ contract }) => contract)),
    jobs: new Map(jobs.map((job) => [job.id, job])),
    refused: refused.map((job) => ({ id: job.id, name: jobText(job) })),
  };
}

/** Why nobody was asked, by question. */
const notAsked: Record<Exclude<Asking, 'asked'>, Errors> = {
  'asked already': { jobId: 'This employer is asked already. Wait for the answer, or take the question back first' },
  'the person said no': {
    jobId: 'The person does not agree that we talk to this employer. Ask them again, and write their answer down first',
  },
  'own address': { email: 'This is the person’s own address. Enter one of the employer’s' },
  'address of a user': { email: 'This is the address of somebody who uses Newel. Enter one of the employer’s' },
};

function askPage({ clock, record, csrf }: CaseContext, view: Omit<Parameters<typeof askHtml>[0], 'caseId' | 'csrf'>) {
  const title = 'Ask an employer to confirm a job';
  return casePage({
    ...{ head: record, today: clock.today(), current: 'evidence', title },
    ...(view.errors === undefined ? {} : { status: 422, error: true }),
    main: askHtml({ ...view, caseId: record.caseId, csrf }),
  });
}

const asking = route({
  method: 'GET',
  path: '/cases/:caseId/evidence/ask',
  can: 'case.record',
  audit: { read: 'evidence' },
  params: caseParams,
  record: caseRecord,
  async handle(context) {
    return askPage(context, { ...(await askForm(context)), typed: {}, ticked: [] });
  },
});

const ask = route({
  method: 'POST',
  path: '/cases/:caseId/evidence/ask',
  can: 'case.record',
  audit: { event: 'claim.employer asked' },
  params: caseParams,
  record: caseRecord,
  async handle(context) {
    const { db, clock, actor, record, body } = context;
    const form = await askForm(context);
    const needs = tickedNeeds(
      body,
      form.offered.map(({ need }) => need),
    );
    const again = (errors: Errors) => askPage(context, { ...form, typed: body, errors, ticked: needs.map(needText) });
    const read = readForm(form.questions, body);
    const errors: Errors = {
      ...(read.ok ? {} : read.errors),
      ...(needs.length === 0 && { needs: 'Choose what it proves' }),
    };
    if (!read.ok || needs.length === 0) return again(errors);
    const { jobId, email, agrees, agreedOn } = read.values;
    if (agrees !== 'yes')
      return again({
        agrees:
          'Nobody is asked against the person’s will. Write their no down under In work, so that nobody calls either',
      });
    const employer = form.jobs.get(String(jobId))?.employer ?? null;
    const question = { jobId: String(jobId), employer, email: String(email), agreedOn: String(agreedOn), needs };
    const at = { now: clock.now(), today: clock.today().toString() };
    const came = await askEmployer(db, actor, ofCase(record), question, at);
    if (came !== 'asked') return again(notAsked[came]);
    return redirect(casePath(record.caseId, 'evidence'), 'The employer is asked');
  },
});

const stop = route({
  method: 'POST',
  path: '/cases/:caseId/evidence/questions/:questionId/stop',
  can: 'case.record',
  audit: { event: 'claim.employer stopped' },
  params: questionParams,
  record: caseRecord,
  async handle({ db, clock, actor, record, params }) {
    const at = { now: clock.now(), today: clock.today().toString() };
    const done = await stopAsking(db, actor, ofCase(record), params.questionId, at);
    return done ? redirect(casePath(record.caseId, 'evidence'), 'The question was taken back') : notFound();
  },
});

const linkParams = Type.Object({ confirmToken: Type.String({ maxLength: 500 }) });
type Answering = Context<Static<typeof linkParams>, unknown, unknown>;

/** The question of the link. A link that leads nowhere counts as a try, of which an address has few. */
async function questionOf({ db, clock, params, address }: Answering): Promise<AskedRow | Reply> {
  const found = await questionOfLink(db, params.confirmToken, clock.now());
  if (found !== null) return found;
  const few = (await tryOnce(db, `answer ${address}`)) !== null;
  return page({ title: 'This link cannot be used', main: noLinkHtml(), status: few ? 404 : 429 });
}

type Shown = { typed?: Typed; errors?: Errors; problem?: string; status?: number };
function confirmPage({ clock, params: { confirmToken: token } }: Answering, row: AskedRow, shown: Shown = {}): Reply {
  const { status, typed = {}, ...form } = shown;
  return page({
    title: `Confirmation ${row.reference}`,
    ...(status === undefined ? {} : { status, error: true }),
    main: confirmHtml({
      ...{ action: `/confirm/${token}`, version: row.version, person: askedName(row), programme: row.programme_name },
      hidden: html`<input type="hidden" name="form" value="${formToken(token, row.version)}">`,
      worker: { name: row.worker_name, phone: row.worker_phone },
      questions: confirmQuestions(clock.today().toString()),
      ...{ typed, ...form },
    }),
  });
}
const answered = (row: AskedRow, status = 200): Reply =>
  page({ title: 'Your answer was sent', main: answeredHtml(row.programme_name), status });

const confirming = route({
  ...{ method: 'GET', path: '/confirm/:confirmToken', can: 'anyone', params: linkParams, secretAddress: true },
  audit: { event: 'claim.employer opened' },
  async handle(context) {
    const row = await questionOf(context);
    if ('kind' in row) return row;
    if (row.answered) return answered(row);
    await noteOpened(context.db, row, context.clock.today().toString());
    return confirmPage(context, row);
  },
});

const lost = {
  problem: 'The answer did not come from this page. Nothing was sent: check it and send it again',
  status: 422,
};

const confirm = route({
  ...{ method: 'POST', path: '/confirm/:confirmToken', can: 'anyone', params: linkParams, secretAddress: true },
  audit: { event: 'claim.employer answered' },
  async handle(context) {
    const row = await questionOf(context);
    if ('kind' in row) return row;
    if (row.answered) return answered(row, 409);
    const { db, clock, body, params } = context;
    const version = versionOf(body);
    if (version !== row.version || !formHolds(params.confirmToken, version, typedText(body, 'form')))
      return confirmPage(context, row, { ...lost, typed: body });
    const today = clock.today().toString();
    const read = readForm(confirmQuestions(today), body);
    if (!read.ok) return confirmPage(context, row, { typed: body, errors: read.errors, status: 422 });
    const given = confirmationFrom(read.values);
    if (!given.ok) return confirmPage(context, row, { typed: body, errors: given.errors, status: 422 });
    if (await answerQuestion(db, row, version, given.answer, { now: clock.now(), today }))
      return redirect(`/confirm/${params.confirmToken}`, 'Your answer was sent. Thank you');
    // Nobody is thanked for an answer that did not arrive.
    const after = await questionOf(context);
    if ('kind' in after) return after;
    return after.answered ? answered(after, 409) : confirmPage(context, after, { ...lost, typed: body });
  },
});

/** Questions to employers. */
export const employerRoutes: readonly Route[] = [asking, ask, stop, confirming, confirm];
