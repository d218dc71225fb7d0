import { type Static, Type } from 'typebox';
import { can } from '../../access/rules/policy.ts';
import { type Context, notFound, type Route, redirect, route } from '../../access/rules/route.ts';
import { caseForm } from '../../cases/actions/case-form.ts';
import { casePage, casePath } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord, documentOf } from '../../cases/actions/record.ts';
import { conflict } from '../../kit/conflict.ts';
import { answersAsAsked, type Errors, type Question, readForm, typedFrom } from '../../kit/form.ts';
import { versionOf } from '../../kit/record-form.ts';
import { areasOf } from '../../programmes/actions.ts';
import type { WorkWords } from '../../programmes/rules/work.ts';
import { employerNames } from '../actions/employers.ts';
import { correctJob, endJob, findJob, type Job, jobsOf, recordJob, type WorkParts } from '../actions/jobs.ts';
import { occupationsOf } from '../actions/occupations.ts';
import { besideJobs } from '../actions/offers.ts';
import { wasWithdrawn } from '../actions/withdraw.ts';
import { jobsHtml } from '../pages/jobs.ts';
import { isJob, type JobFields, jobAnswers, jobFrom, jobQuestions, leavingQuestions } from '../rules/jobs.ts';
import { type CaseContext, caseRef, countryFor, wordsOf } from './case-ref.ts';

const jobParams = Type.Object({ ...caseParams.properties, jobId: Type.String({ format: 'uuid' }) });
type JobContext = Context<Static<typeof jobParams>, unknown, CaseHead>;

const list = route({
  method: 'GET',
  path: '/cases/:caseId/jobs',
  can: 'case.read',
  audit: { read: 'jobs' },
  params: caseParams,
  record: caseRecord,
  async handle(context) {
    const { db, clock, actor, record, csrf } = context;
    const today = clock.today();
    const [jobs, beside] = await Promise.all([jobsOf(db, record.caseId), besideJobs(db, record.caseId)]);
    const main = jobsHtml({
      symbol: countryFor(context).symbol,
      caseId: record.caseId,
      today: today.toString(),
      attachedOn: record.attachment?.on ?? null,
      rule: documentOf(record, today.toString())?.sustainedWork ?? null,
      words: wordsOf(context),
      jobs,
      ...beside,
      mayRecord: can(actor, 'case.record', record),
      csrf,
    });
    return casePage({ head: record, today, current: 'jobs', title: 'Jobs', main });
  },
});

async function questionsFor(context: CaseContext, standing?: Job): Promise<Question[]> {
  const { db, clock, record } = context;
  const words = wordsOf(context);
  const [areas, employers, occupations] = await Promise.all([
    areasOf(db, { programmeId: record.programmeId }),
    employerNames(db, record.programmeId),
    occupationsOf(db, words.occupations),
  ]);
  return jobQuestions({
    ...{ today: clock.today().toString(), areas: areas.map((area) => area.name), employers, occupations, words },
    ...{ country: countryFor(context), ...(standing && { standing }) },
  });
}

const savedNotice = (job: JobFields, record: CaseHead): string =>
  !isJob(job)
    ? 'Job saved. Permitted work does not count as the start of a job'
    : record.attachment?.on != null && job.startedOn !== null && job.startedOn < record.attachment.on
      ? 'Job saved. It began before attachment, so it does not count towards the programme'
      : 'Job saved';

const newForm = route({
  method: 'GET',
  path: '/cases/:caseId/jobs/new',
  can: 'case.record',
  audit: { read: 'jobs' },
  params: caseParams,
  record: caseRecord,
  handle: async (context) =>
    caseForm(context, 'jobs', { title: 'Add a job', path: 'new', questions: await questionsFor(context), typed: {} }),
});

const create = (parts: WorkParts) =>
  route({
    method: 'POST',
    path: '/cases/:caseId/jobs/new',
    can: 'case.record',
    audit: { event: 'job.recorded' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, clock, actor, record, body } = context;
      const questions = await questionsFor(context);
      const again = (errors: Errors) =>
        caseForm(context, 'jobs', { title: 'Add a job', path: 'new', questions, typed: body, errors, status: 422 });
      const read = readForm(questions, body);
      if (!read.ok) return again(read.errors);
      const job = jobFrom(read.values, { standing: null, scheme: wordsOf(context).occupations });
      const saved = await recordJob(
        db,
        actor,
        caseRef(context, parts),
        job,
        answersAsAsked(questions, read.values),
        clock.today().toString(),
      );
      if (saved.outcome === 'refused') return again(saved.errors);
      return redirect(casePath(record.caseId, 'jobs'), savedNotice(job, record));
    },
  });

const jobOf = async ({ db, record, params }: JobContext): Promise<Job> =>
  (await findJob(db, record.caseId, params.jobId)) ?? notFound();

const correctForm = route({
  method: 'GET',
  path: '/cases/:caseId/jobs/:jobId/correct',
  can: 'case.record',
  audit: { read: 'jobs' },
  params: jobParams,
  record: caseRecord,
  async handle(context) {
    const { db, record, params } = context;
    const job = await findJob(db, record.caseId, params.jobId);
    if (job === null)
      // The timeline leads here also after it was withdrawn.
      return (await wasWithdrawn(db, 'job', record.caseId, params.jobId))
        ? redirect(casePath(record.caseId, 'jobs'), 'This job was withdrawn. The timeline says why')
        : notFound();
    const questions = await questionsFor(context, job);
    return caseForm(context, 'jobs', {
      title: 'Correct a job',
      path: `${job.id}/correct`,
      questions,
      typed: typedFrom(questions, jobAnswers(job)),
      version: job.version,
    });
  },
});

const correct = (parts: WorkParts) =>
  route({
    method: 'POST',
    path: '/cases/:caseId/jobs/:jobId/correct',
    can: 'case.record',
    audit: { event: 'job.corrected' },
    params: jobParams,
    record: caseRecord,
    async handle(context) {
      const { db, clock, actor, record, body } = context;
      const stood = await jobOf(context);
      const questions = await questionsFor(context, stood);
      const version = versionOf(body);
      const view = { title: 'Correct a job', path: `${stood.id}/correct`, questions, typed: body };
      const again = (errors: Errors) => caseForm(context, 'jobs', { ...view, version, errors, status: 422 });
      const read = readForm(questions, body);
      if (!read.ok) return again(read.errors);
      const job = jobFrom(read.values, { standing: stood, scheme: wordsOf(context).occupations });
      const today = clock.today().toString();
      const saved = await correctJob(db, actor, caseRef(context, parts), { id: stood.id, version, job }, today);
      if (saved.outcome === 'refused') return again(saved.errors);
      if (saved.outcome === 'gone') return notFound();
      if (saved.outcome === 'stale')
        return caseForm(context, 'jobs', {
          ...view,
          version: saved.saved.version,
          above: conflict(questions, jobAnswers(saved.saved), read.values),
          status: 409,
        });
      return redirect(casePath(record.caseId, 'jobs'), savedNotice(job, record));
    },
  });

const endQuestions = (today: string, words: WorkWords): Question[] => [
  {
    kind: 'day',
    name: 'endedOn',
    label: 'Last day in the job',
    hint: 'The last day still counts as a day in work. For example, 27 3 2016',
    earliest: '1950-01-01',
    latest: { day: today, message: 'The last day in the job must be today or in the past' },
    required: 'Enter the last day in the job',
  },
  ...leavingQuestions(words),
];
const endTitle = (job: Job) => `End the job at ${job.employer ?? 'an employer who is not known'}`;

const endForm = route({
  method: 'GET',
  path: '/cases/:caseId/jobs/:jobId/end',
  can: 'case.record',
  audit: { read: 'jobs' },
  params: jobParams,
  record: caseRecord,
  async handle(context) {
    const job = await jobOf(context);
    const questions = endQuestions(context.clock.today().toString(), wordsOf(context));
    const { version } = job;
    return caseForm(context, 'jobs', { title: endTitle(job), path: `${job.id}/end`, questions, typed: {}, version });
  },
});

const end = (parts: WorkParts) =>
  route({
    method: 'POST',
    path: '/cases/:caseId/jobs/:jobId/end',
    can: 'case.record',
    audit: { event: 'job.ended' },
    params: jobParams,
    record: caseRecord,
    async handle(context) {
      const { db, clock, actor, record, body } = context;
      const job = await jobOf(context);
      const today = clock.today().toString();
      const questions = endQuestions(today, wordsOf(context));
      const version = versionOf(body);
      const view = { title: endTitle(job), path: `${job.id}/end`, questions, typed: body };
      const again = (errors: Errors) => caseForm(context, 'jobs', { ...view, version, errors, status: 422 });
      const read = readForm(questions, body);
      if (!read.ok) return again(read.errors);
      const { leftReason, leftWords } = read.values as Record<string, string | null>;
      const left = {
        endedOn: String(read.values.endedOn),
        leftReason: leftReason ?? null,
        leftWords: leftWords ?? null,
      };
      const saved = await endJob(db, actor, caseRef(context, parts), { id: job.id, version, ...left }, today);
      if (saved.outcome === 'refused') return again(saved.errors);
      if (saved.outcome === 'gone') return notFound();
      if (saved.outcome === 'stale')
        return caseForm(context, 'jobs', {
          ...view,
          version: saved.saved.version,
          above: conflict(questions, jobAnswers(saved.saved), left),
          status: 409,
        });
      return redirect(casePath(record.caseId, 'jobs'), 'Job ended');
    },
  });

/** Routes of jobs. */
export const jobRoutes = (parts: WorkParts): readonly Route[] => [
  list,
  newForm,
  create(parts),
  correctForm,
  correct(parts),
  endForm,
  end(parts),
];
