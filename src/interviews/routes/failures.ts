import type { Route } from '../../access/rules/route.ts';
import { html } from '../../kit/html.ts';
import type { Interviews } from '../../programmes/rules.ts';
import {
  beginFailure,
  decideOutcome,
  type FailureRow,
  factsOf,
  findFailure,
  proposeOutcome,
  recordAttempt,
  recordCause,
  recordVisit,
} from '../actions/failures.ts';
import { standingOf } from '../actions/series.ts';
import { languageOf } from '../actions/told.ts';
import { failureHtml } from '../pages/failure.ts';
import { answerBy, clockRuleOf, clockText } from '../rules/clock.ts';
import { attemptRefusal, decisionRefusal, proposalRefusal } from '../rules/failure.ts';
import { truth } from '../rules/questions.ts';
import {
  attemptQuestions,
  causeQuestions,
  decideQuestions,
  failureQuestions,
  proposeQuestions,
  visitQuestions,
} from '../rules/questions-change.ts';
import { stateOf } from '../rules/series.ts';
import { type Asked, formRoutes, type InterviewContext, idIn, recordRoute, todayOf } from './form.ts';

const path = 'failures/:failureId';
const settled = 'This was settled already.';
const rowOf = (context: InterviewContext): Promise<FailureRow | null> =>
  findFailure(context.db, context.record.caseId, idIn(context, 'failureId'));
const back = (context: InterviewContext): string => `/failures/${idIn(context, 'failureId')}`;

/** A form about one failure: what it asks, unless something stands against it. */
const asks =
  (title: string, questions: (section: Interviews, row: FailureRow, today: string) => Asked) =>
  async (context: InterviewContext, section: Interviews): Promise<Asked | null> => {
    const row = await rowOf(context);
    if (row === null) return null;
    const asked = questions(section, row, todayOf(context));
    return 'refused' in asked ? { title, refused: asked.refused } : { version: row.version, ...asked };
  };

const show = recordRoute<FailureRow>({
  path,
  title: 'A missed interview',
  find: rowOf,
  titleOf: () => 'A missed interview',
  askedBy: (row) => row.proposed_by,
  html: (row, shown) => failureHtml({ row, ...shown }),
});

/** A failure to attend, step by step. The worker proposes; somebody else decides. */
export const failureRoutes: readonly Route[] = [
  show,
  ...formRoutes({
    path: ':interviewId/failure',
    can: 'case.record',
    event: 'failure.begun',
    notice: 'The days for an answer run from the date of the letter',
    to: (_context, saved) => (saved.outcome === 'saved' ? `/failures/${saved.id}` : ''),
    async ask(context, section) {
      const standing = await standingOf(context.db, context.record.caseId);
      const one = standing?.interviews.find(({ id }) => id === idIn(context, 'interviewId'));
      if (one === undefined) return null;
      const title = `They did not come to interview ${one.number ?? ''}`.trim();
      if (stateOf(one) !== 'missed')
        return {
          title,
          refused: 'Record in the diary first that the person did not come. What we cancelled is no failure of theirs.',
        };
      if (!one.mandatory) return { title, refused: 'The person did not have to come, so nothing follows.' };
      const language = await languageOf(context.db, context.record, one.appointment?.id);
      if (language !== null) return { title, refused: language };
      const today = todayOf(context);
      const rule = clockRuleOf(section, context.record.areaName, today);
      return {
        ...{ title, questions: failureQuestions(today), filled: { letter_on: today }, save: 'Go on' },
        above: html`<p class="govuk-body">A letter asks why. For a letter of today: ${clockText(rule, answerBy(today, rule))}.</p>`,
      };
    },
    async save({ db, actor, record, params, clock }, _section, values) {
      const standing = await standingOf(db, record.caseId);
      const one = standing?.interviews.find(({ id }) => id === params.interviewId);
      const failedOn = one?.appointment?.on;
      if (one === undefined || failedOn === undefined) return { outcome: 'stale' };
      const letterOn = String(values.letter_on);
      if (letterOn < failedOn)
        return {
          outcome: 'errors',
          errors: { letter_on: 'The letter cannot be older than the interview that was missed' },
        };
      const done = await beginFailure(db, actor, record, { interviewId: one.id, failedOn, letterOn, clock });
      return done.outcome === 'saved' && done.unsent !== undefined
        ? { ...done, notice: `The days for an answer run. No letter was written: ${done.unsent}` }
        : done;
    },
  }),
  ...formRoutes({
    path: `${path}/attempt`,
    can: 'case.record',
    event: 'failure.attempt made',
    notice: 'The attempt was saved',
    to: back,
    ask: asks('An attempt to reach them', (section, row, today) => {
      const refused = attemptRefusal(factsOf(row));
      if (refused !== null) return { title: '', refused };
      return {
        title: `Attempt ${row.steps.length + 1} of ${row.most_attempts}`,
        questions: attemptQuestions(section, today),
      };
    }),
    save: ({ db, actor, record, params }, section, values, version) => {
      const channel = String(values.channel);
      const label = section.failure.channels.find(({ code }) => code === channel)?.label ?? channel;
      return recordAttempt(db, actor, record, {
        ...{ id: params.failureId ?? '', version, on: String(values.on), channel, label },
        ...{ reached: truth(values.reached) === true, words: values.words as string | null },
      });
    },
  }),
  ...formRoutes({
    path: `${path}/visit`,
    can: 'case.record',
    event: 'failure.visited',
    notice: 'The visit was saved',
    to: back,
    ask: asks('What came of the visit', (section, row, today) =>
      row.state !== 'open' || row.visit_outcome !== null
        ? { title: '', refused: settled }
        : { title: 'What came of the visit', questions: visitQuestions(section, today) },
    ),
    save: ({ db, actor, record, params }, section, values, version) => {
      const outcome = String(values.outcome);
      const label = section.failure.visitOutcomes.find(({ code }) => code === outcome)?.label ?? outcome;
      return recordVisit(db, actor, record, {
        ...{ id: params.failureId ?? '', version, on: String(values.on), outcome, label },
        words: values.words as string | null,
      });
    },
  }),
  ...formRoutes({
    path: `${path}/cause`,
    can: 'case.record',
    event: 'failure.cause told',
    notice: 'The cause was saved',
    to: back,
    ask: asks('Why they did not come', (section, row, today) =>
      row.state !== 'open'
        ? { title: '', refused: settled }
        : {
            ...{ title: 'Why they did not come', questions: causeQuestions(section, today) },
            filled: {
              answered_on: row.answered_on,
              cause: row.cause,
              words: row.cause_words,
              evidence: row.cause_evidence,
            },
          },
    ),
    async save({ db, actor, record, params }, section, values, version) {
      const cause = section.failure.causes.find(({ code }) => code === values.cause);
      if (cause === undefined) return { outcome: 'stale' };
      const done = await recordCause(db, actor, record, {
        ...{ id: params.failureId ?? '', version, cause, answeredOn: String(values.answered_on) },
        ...{ words: values.words as string | null, evidence: values.evidence as string | null },
      });
      return done.outcome === 'saved' && cause.good
        ? { ...done, notice: 'A good cause. Book a new appointment; nothing else follows' }
        : done;
    },
  }),
  ...formRoutes({
    path: `${path}/propose`,
    can: 'case.record',
    event: 'failure.proposed',
    notice: 'Proposed. Somebody else decides',
    to: back,
    ask: asks('Propose what follows', (section, row, today) => {
      const refused = proposalRefusal(factsOf(row), today);
      return refused === null
        ? { title: 'Propose what follows', questions: proposeQuestions(section), save: 'Propose' }
        : { title: '', refused };
    }),
    save: ({ db, actor, record, params, clock }, section, values, version) => {
      const proposal = String(values.proposal);
      const label = section.failure.proposals.find(({ code }) => code === proposal)?.label ?? proposal;
      return proposeOutcome(db, actor, record, {
        ...{ id: params.failureId ?? '', version, proposal, label, words: String(values.words) },
        today: clock.today().toString(),
      });
    },
  }),
  ...formRoutes({
    path: `${path}/decide`,
    can: 'interview.decide',
    event: 'failure.decided',
    notice: 'Decided',
    to: back,
    async ask(context, section) {
      const row = await rowOf(context);
      if (row === null) return null;
      const title = 'Decide what follows';
      const refused = decisionRefusal(factsOf(row), context.actor.userId);
      if (refused !== null) return { title, refused };
      const label = section.failure.proposals.find(({ code }) => code === row.proposal)?.label ?? row.proposal ?? '';
      return {
        ...{ title, version: row.version, save: 'Decide' },
        questions: decideQuestions(`Agree: ${label}`, 'Do not agree: a new appointment and nothing else'),
        above: html`<p class="govuk-body">${row.proposed_by_name ?? 'The worker'} proposes: ${label}. ${row.proposal_words}</p>`,
      };
    },
    async save({ db, actor, record, params, clock }, section, values, version) {
      const row = await findFailure(db, record.caseId, params.failureId ?? '');
      const label = section.failure.proposals.find(({ code }) => code === row?.proposal)?.label ?? row?.proposal ?? '';
      return decideOutcome(db, actor, record, {
        ...{ id: params.failureId ?? '', version, agreed: values.decision === 'yes', label },
        ...{ words: String(values.words), today: clock.today().toString() },
      });
    },
  }),
];
