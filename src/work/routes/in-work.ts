/** Support in work: the page, and what came up. */

import { type Static, Type } from 'typebox';
import { can } from '../../access/rules/policy.ts';
import { notFound, type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { caseForm } from '../../cases/actions/case-form.ts';
import { casePage } from '../../cases/actions/frame.ts';
import type { OverviewPart } from '../../cases/actions/overview-part.ts';
import { caseParams, caseRecord, documentOf } from '../../cases/actions/record.ts';
import { formatDay } from '../../kit/days.ts';
import { type Errors, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import { warningText } from '../../kit/ui/index.ts';
import { labelOf } from '../../programmes/rules.ts';
import { endingsOf } from '../actions/endings.ts';
import { closeProblem, contactsOf, findProblem, problemsOf, standingOf } from '../actions/in-work.ts';
import { jobsOf, type WorkParts } from '../actions/jobs.ts';
import { inWorkHtml, inWorkPart, shownContacts } from '../pages/in-work.ts';
import { sustainedPart } from '../pages/jobs.ts';
import { closeQuestions } from '../rules/in-work-forms.ts';
import { caseRef } from './case-ref.ts';
import { endingRoutes } from './endings.ts';
import { back, type Of, words } from './in-work-call.ts';
import { onDay } from './in-work-day.ts';
import { employerCallRoutes } from './in-work-employer.ts';
import { personCallRoutes } from './in-work-person.ts';

const problemParams = Type.Object({ ...caseParams.properties, problemId: Type.String({ format: 'uuid' }) });

const show = route({
  method: 'GET',
  path: '/cases/:caseId/in-work',
  can: 'case.read',
  audit: { read: 'support in work' },
  params: caseParams,
  record: caseRecord,
  async handle({ db, clock, actor, record }) {
    const today = clock.today();
    const day = onDay(record, today);
    const { caseId } = record;
    const [standing, contacts, problems, endings] = await Promise.all([
      standingOf(db, caseId, day),
      contactsOf(db, caseId, shownContacts + 1),
      problemsOf(db, caseId, shownContacts),
      endingsOf(db, caseId, shownContacts),
    ]);
    const main = inWorkHtml({
      ...{ caseId, today: day.today, rules: day.rules, symbol: day.symbol, standing, contacts, problems, endings },
      until: day.until === null ? null : formatDay(day.until),
      mayRecord: can(actor, 'case.record', record),
    });
    return casePage({ head: record, today, current: 'inWork', title: 'Support in work', main });
  },
});

async function problemForm(context: Of<Static<typeof problemParams>>) {
  const { db, record, params, clock } = context;
  const problem = (await findProblem(db, record.caseId, params.problemId)) ?? notFound();
  const { rules, today } = onDay(record, clock.today());
  const label = labelOf(rules.problems, problem.code);
  const questions = closeQuestions(today);
  const formed = (typed: Typed, more: { errors?: Errors; status?: number; above?: Html } = {}): Page =>
    caseForm(context, 'inWork', {
      title: `${label}: it is over`,
      path: `problems/${problem.id}`,
      questions,
      typed,
      version: problem.version,
      ...more,
    });
  return { problem, label, questions, formed, today };
}

const endProblem = route({
  method: 'GET',
  path: '/cases/:caseId/in-work/problems/:problemId',
  can: 'case.record',
  audit: { read: 'support in work' },
  params: problemParams,
  record: caseRecord,
  async handle(context) {
    const { questions, formed, today } = await problemForm(context);
    return formed(typedFrom(questions, { closedOn: today }));
  },
});

const saveProblem = route({
  method: 'POST',
  path: '/cases/:caseId/in-work/problems/:problemId',
  can: 'case.record',
  audit: { event: 'in work.problem closed' },
  params: problemParams,
  record: caseRecord,
  async handle(context) {
    const { db, actor, body, record } = context;
    const { problem, label, questions, formed } = await problemForm(context);
    const read = readForm(questions, body);
    if (!read.ok) return formed(body, { errors: read.errors, status: 422 });
    const closedOn = String(read.values.closedOn);
    if (closedOn < problem.opened_on)
      return formed(body, { errors: { closedOn: 'The day must be on or after the day it came up' }, status: 422 });
    const given = { id: problem.id, version: versionOf(body), label, closedOn, words: words(read.values, 'words') };
    const saved = await closeProblem(db, actor, caseRef(context, {}), given);
    if (saved === 'stale') {
      const text = 'Somebody else has said already that it is over. Nothing was saved.';
      return formed(body, { status: 409, above: warningText({ iconFallbackText: 'Warning', text }) });
    }
    return redirect(back(record), 'Saved');
  },
});

/** On the overview of a case: what support in work asks for, and the clock of sustained work. */
export const inWorkSoFar: OverviewPart = async (sql, head, today) => {
  const { caseId, attachment } = head;
  if (attachment === null || head.status === 'closed') return noHtml;
  const day = onDay(head, Temporal.PlainDate.from(today));
  const rule = documentOf(head, today)?.sustainedWork ?? null;
  const [standing, jobs] = await Promise.all([standingOf(sql, caseId, day), rule === null ? [] : jobsOf(sql, caseId)]);
  const clock = rule === null ? noHtml : sustainedPart(caseId, { jobs, attachedOn: attachment.on, rule, today });
  return html`${inWorkPart(caseId, standing, today)}${clock}`;
};

/** Every route of support in work. */
export const inWorkRoutes = (parts: WorkParts): readonly Route[] => [
  show,
  ...personCallRoutes(parts),
  endProblem,
  saveProblem,
  ...employerCallRoutes,
  ...endingRoutes(parts),
];
