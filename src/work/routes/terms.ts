/** Hours and wage from a day on, and weeks that were really worked. */
import { type Static, Type } from 'typebox';
import { type Context, notFound, type Route, redirect, route } from '../../access/rules/route.ts';
import { caseForm } from '../../cases/actions/case-form.ts';
import { casePath } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import { showDay } from '../../kit/clock.ts';
import { conflict } from '../../kit/conflict.ts';
import { type Answer, type Errors, readForm, type Typed, typedFrom, typedText } from '../../kit/form.ts';
import { type Html, html } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import { warningText } from '../../kit/ui/index.ts';
import { findJob, type Job, type WorkParts } from '../actions/jobs.ts';
import { changeTerms, recordWeek, removeTerms } from '../actions/terms.ts';
import { weeksOnFile, weekText } from '../pages/job-rows.ts';
import { type Terms, termsQuestions, weekFrom, weekQuestions, weekToTell } from '../rules/terms.ts';
import { figuresIn, type WeekFigures, weeksText } from '../rules/week-figures.ts';
import { caseRef, countryFor } from './case-ref.ts';

const jobParams = Type.Object({ ...caseParams.properties, jobId: Type.String({ format: 'uuid' }) });
type JobContext = Context<Static<typeof jobParams>, unknown, CaseHead>;

const jobOf = async ({ db, record, params }: JobContext): Promise<Job> =>
  (await findJob(db, record.caseId, params.jobId)) ?? notFound();
const at = (job: Job) => job.employer ?? 'an employer who is not known';

/** The form of changed hours or wage, filled with those of now. */
function termsForm(context: JobContext, job: Job, given: { typed?: Typed; errors?: Errors; stale?: Terms } = {}) {
  const questions = termsQuestions(context.clock.today().toString(), countryFor(context));
  const { typed, errors, stale } = given;
  const now: Record<string, Answer> = { hoursPerWeek: job.hoursPerWeek, hourlyWagePence: job.hourlyWagePence };
  return caseForm(context, 'jobs', {
    title: `Change hours or wage at ${at(job)}`,
    path: `${job.id}/terms`,
    questions,
    typed: typed ?? typedFrom(questions, now),
    version: job.version,
    ...(errors && { errors, status: 422 }),
    ...(stale && {
      above: conflict(questions, { ...now, from: job.termsFrom }, stale),
      status: 409,
    }),
  });
}

/** What a form of a week says when it comes back; `stands` is what it would replace, and `shown` what it carried. */
type WeekBack = { errors?: Errors; shown?: string; stands?: { from: string; figures: WeekFigures | null } };

/** The form of a week. It carries what it shows of the weeks on file, so that nobody replaces what somebody else told meanwhile. */
function weekForm(context: JobContext, job: Job, typed: Typed, { errors, shown, stands }: WeekBack = {}) {
  const { symbol } = countryFor(context);
  const others = job.weeks.filter(({ from }) => from !== stands?.from);
  const weeks = stands?.figures == null ? others : [...others, { from: stands.from, ...stands.figures }];
  const onFile = weeksOnFile(job, symbol);
  return caseForm(context, 'jobs', {
    title: `A week at ${at(job)}`,
    path: `${job.id}/weeks`,
    questions: weekQuestions(context.clock.today().toString(), countryFor(context)),
    typed,
    carried: { onFile: shown ?? weeksText(weeks) },
    above: stands === undefined ? onFile : html`${unseenHtml(stands.from, stands.figures, symbol)}${onFile}`,
    ...(errors && { errors, status: 422 }),
    ...(stands && { status: 409 }),
  });
}

function unseenHtml(from: string, figures: WeekFigures | null, symbol: string): Html {
  const text =
    figures === null
      ? `The week of ${showDay(from)} was removed meanwhile; your answer would put it back.`
      : `On file for the week of ${showDay(from)}: ${weekText(figures, symbol)}. The form did not show that, and your answer would replace it.`;
  return warningText({
    iconFallbackText: 'Warning',
    text: `${text} Nothing is saved yet: check the form, then save it.`,
  });
}

/** Routes of hours, wage and weeks. */
export const termsRoutes = (parts: WorkParts): readonly Route[] => [
  route({
    method: 'GET',
    path: '/cases/:caseId/jobs/:jobId/terms',
    can: 'case.record',
    audit: { read: 'jobs' },
    params: jobParams,
    record: caseRecord,
    handle: async (context) => termsForm(context, await jobOf(context)),
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/jobs/:jobId/terms',
    can: 'case.record',
    audit: { event: 'job.terms changed' },
    params: jobParams,
    record: caseRecord,
    async handle(context) {
      const { db, clock, actor, record, body } = context;
      const job = await jobOf(context);
      const today = clock.today().toString();
      const read = readForm(termsQuestions(today, countryFor(context)), body);
      if (!read.ok)
        return termsForm(context, { ...job, version: versionOf(body) }, { typed: body, errors: read.errors });
      const terms = {
        from: String(read.values.from),
        hoursPerWeek: read.values.hoursPerWeek as number | null,
        hourlyWagePence: read.values.hourlyWagePence as number | null,
      };
      const change = { id: job.id, version: versionOf(body), terms };
      const saved = await changeTerms(db, actor, caseRef(context, parts), change, today);
      if (saved.outcome === 'refused')
        return termsForm(context, { ...job, version: versionOf(body) }, { typed: body, errors: saved.errors });
      if (saved.outcome === 'gone') return notFound();
      if (saved.outcome === 'stale') return termsForm(context, saved.saved, { typed: body, stale: terms });
      return redirect(casePath(record.caseId, 'jobs'), 'Hours and wage saved');
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/jobs/:jobId/terms/remove',
    can: 'case.record',
    audit: { event: 'job.terms removed' },
    params: jobParams,
    record: caseRecord,
    async handle(context) {
      const { db, clock, actor, record, body, params } = context;
      const change = { id: params.jobId, version: versionOf(body), from: typedText(body, 'from') };
      const saved = await removeTerms(db, actor, caseRef(context, parts), change, clock.today().toString());
      if (saved.outcome === 'gone') return notFound();
      return redirect(
        casePath(record.caseId, 'jobs'),
        saved.outcome === 'stale'
          ? 'Nothing was removed: somebody else changed the job. Look at it, then try again'
          : 'The change is removed',
      );
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/jobs/:jobId/weeks',
    can: 'case.record',
    audit: { read: 'jobs' },
    params: jobParams,
    record: caseRecord,
    async handle(context) {
      const job = await jobOf(context);
      const today = context.clock.today().toString();
      return weekForm(
        context,
        job,
        typedFrom(weekQuestions(today), { day: weekToTell(job, job.weeks[0]?.from ?? null, today) }),
      );
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/jobs/:jobId/weeks',
    can: 'case.record',
    audit: { event: 'job.week recorded' },
    params: jobParams,
    record: caseRecord,
    async handle(context) {
      const { db, clock, actor, record, body } = context;
      const job = await jobOf(context);
      const today = clock.today().toString();
      const read = readForm(weekQuestions(today, countryFor(context)), body);
      const shown = typedText(body, 'onFile');
      if (!read.ok) return weekForm(context, job, body, { errors: read.errors, shown });
      const week = weekFrom(read.values);
      const change = { id: job.id, week, stood: figuresIn(shown, week.from) };
      const saved = await recordWeek(db, actor, caseRef(context, parts), change, today);
      if (saved.outcome === 'refused') return weekForm(context, job, body, { errors: saved.errors, shown });
      if (saved.outcome === 'gone') return notFound();
      if (saved.outcome === 'told')
        return weekForm(context, await jobOf(context), body, { stands: { from: week.from, figures: saved.stands } });
      return redirect(casePath(record.caseId, 'jobs'), 'Week saved');
    },
  }),
];
