/** The employer in support in work: a call, and asking the person whether there may be one. */

import { type Static, Type } from 'typebox';
import { notFound, type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { caseForm } from '../../cases/actions/case-form.ts';
import { caseParams, caseRecord } from '../../cases/actions/record.ts';
import { type Errors, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { html, noHtml } from '../../kit/html.ts';
import { warningText } from '../../kit/ui/index.ts';
import { consentOf, recordContact, setConsent } from '../actions/in-work.ts';
import { findJob } from '../actions/jobs.ts';
import { consentForm, contactErrors, contactQuestions } from '../rules/in-work-forms.ts';
import { caseRef } from './case-ref.ts';
import { back, consentFrom, contactFrom, freshCall, type Of } from './in-work-call.ts';
import { onDay } from './in-work-day.ts';

const jobParams = Type.Object({ ...caseParams.properties, jobId: Type.String({ format: 'uuid' }) });

/** A job of the case with what the person says about talking to its employer. */
async function employerOf(context: Of<Static<typeof jobParams>>) {
  const { db, record, params } = context;
  const job = (await findJob(db, record.caseId, params.jobId)) ?? notFound();
  const consent = await consentOf(db, record.caseId, job.id);
  return { job, consent, name: job.employer ?? 'the employer' };
}

const notAgreed = warningText({
  iconFallbackText: 'Warning',
  text: 'The person has not agreed that we talk to this employer. Ask them first.',
});

async function employerForm(context: Of<Static<typeof jobParams>>) {
  const { job, consent, name } = await employerOf(context);
  const day = onDay(context.record, context.clock.today());
  const questions = contactQuestions({ rules: day.rules, today: day.today, withWhom: 'employer', ask: null });
  const agreed = consent?.given === true;
  const above = !agreed
    ? notAgreed
    : consent.words === null
      ? noHtml
      : html`<p class="govuk-body">What the person says may be told: <span class="newel-written">${consent.words}</span></p>`;
  const formed = (typed: Typed, errors?: Errors): Page =>
    caseForm(context, 'inWork', {
      title: `Record a call to ${name}`,
      path: `employer/${job.id}`,
      questions,
      typed,
      above,
      ...(errors && { errors, status: 422 }),
    });
  return { job, day, questions, formed, agreed };
}

const employerContact = route({
  method: 'GET',
  path: '/cases/:caseId/in-work/employer/:jobId',
  can: 'case.record',
  audit: { read: 'support in work' },
  params: jobParams,
  record: caseRecord,
  async handle(context) {
    const { questions, formed, day } = await employerForm(context);
    return formed(freshCall(questions, day.today));
  },
});

const createEmployerContact = route({
  method: 'POST',
  path: '/cases/:caseId/in-work/employer/:jobId',
  can: 'case.record',
  audit: { event: 'in work.spoke with employer' },
  params: jobParams,
  record: caseRecord,
  async handle(context) {
    const { db, actor, body, record } = context;
    const { questions, formed, day, job, agreed } = await employerForm(context);
    const read = readForm(questions, body);
    if (!read.ok) return formed(body, read.errors);
    const errors = agreed ? contactErrors(read.values) : { reached: 'The person has not agreed: ask them first' };
    if (Object.keys(errors).length > 0) return formed(body, errors);
    const contact = contactFrom(read.values, { withWhom: 'employer', jobId: job.id, employer: job.employer }, day);
    const saved = await recordContact(db, actor, caseRef(context, {}), contact, { today: day.today });
    if (saved === 'not agreed') return formed(body, { reached: 'The person has not agreed: ask them first' });
    return redirect(back(record), contact.reached ? 'Call saved' : 'Attempt saved');
  },
});

function consentPage(context: Of, job: { id: string }, name: string, typed: Typed, errors?: Errors): Page {
  return caseForm(context, 'inWork', {
    title: `Talking to ${name}`,
    path: `employer/${job.id}/consent`,
    questions: consentForm(name, context.clock.today().toString()),
    typed,
    ...(errors && { errors, status: 422 }),
  });
}

const askConsent = route({
  method: 'GET',
  path: '/cases/:caseId/in-work/employer/:jobId/consent',
  can: 'case.record',
  audit: { read: 'support in work' },
  params: jobParams,
  record: caseRecord,
  async handle(context) {
    const { job, name, consent } = await employerOf(context);
    const today = context.clock.today().toString();
    const stood = { on: today, consentWords: consent?.words ?? null };
    return consentPage(context, job, name, typedFrom(consentForm(name, today), stood));
  },
});

const saveConsent = route({
  method: 'POST',
  path: '/cases/:caseId/in-work/employer/:jobId/consent',
  can: 'case.record',
  audit: { event: 'in work.employer agreed' },
  params: jobParams,
  record: caseRecord,
  async handle(context) {
    const { db, actor, body, record, clock } = context;
    const { job, name } = await employerOf(context);
    const read = readForm(consentForm(name, clock.today().toString()), body);
    if (!read.ok) return consentPage(context, job, name, body, read.errors);
    const given = consentFrom(read.values, { jobId: job.id, employer: job.employer });
    if (given !== null) await setConsent(db, actor, caseRef(context, {}), given, String(read.values.on));
    return redirect(back(record), 'Answer saved');
  },
});

/** Routes of the employer. */
export const employerCallRoutes: readonly Route[] = [employerContact, createEmployerContact, askConsent, saveConsent];
