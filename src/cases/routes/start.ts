import { userNames } from '../../access/actions.ts';
import { notFound, type Route, route } from '../../access/rules/route.ts';
import type { Answer } from '../../kit/form.ts';
import type { ProgrammeDocument } from '../../programmes/rules.ts';
import { conditionsOf } from '../actions/attach.ts';
import { casePage } from '../actions/frame.ts';
import { type CaseHead, caseParams, caseRecord, documentOf } from '../actions/record.ts';
import { referralOfCase } from '../actions/referral-in.ts';
import {
  type AttemptFields,
  addAttempt,
  attemptOf,
  bookHandover,
  changeHandover,
  correctAttempt,
  firstSteps,
  type HandoverFields,
  handoverOf,
  recordFirstMeeting,
} from '../actions/start.ts';
import { startHtml } from '../pages/start.ts';
import { changesInWords } from '../rules/changes.ts';
import { firstMeetingClock } from '../rules/referral-clock.ts';
import {
  attemptQuestions,
  callLimit,
  firstMeetingQuestions,
  handoverOutcome,
  handoverQuestions,
} from '../rules/start.ts';
import { todayOf } from './asked.ts';
import { type Edit, editRoutes, idIn } from './edit.ts';

type Values = Readonly<Record<string, Answer | undefined>>;
const text = (values: Values, name: string) => (values[name] ?? null) as string | null;

const attemptFrom = (values: Values): AttemptFields => ({
  triedOn: String(values.tried_on),
  way: String(values.way),
  result: String(values.result),
  note: text(values, 'note'),
});
const handoverFrom = (values: Values): HandoverFields => ({
  meetsOn: String(values.meets_on),
  meetsAt: text(values, 'meets_at'),
  place: text(values, 'place'),
  withWhom: String(values.with_whom),
  state: text(values, 'state') ?? 'booked',
  passedOn: text(values, 'passed_on'),
});

const common = { can: 'case.record', below: 'start' } as const;

const attempt: Edit = {
  ...common,
  path: 'attempt',
  title: 'Record an attempt to reach them',
  event: 'contact.tried',
  notice: 'Attempt saved',
  prepare: async (context) => ({
    questions: attemptQuestions(todayOf(context)),
    saved: {},
    filled: { tried_on: todayOf(context) },
    version: context.record.version,
  }),
  save: (context, values) => addAttempt(context.db, context.actor, context.record, attemptFrom(values)),
};

const correction: Edit = {
  ...common,
  path: 'attempt/:attemptId',
  title: 'Correct an attempt to reach them',
  event: 'contact.corrected',
  notice: 'Attempt corrected',
  async prepare(context) {
    const found = await attemptOf(context.db, context.record.caseId, idIn(context, 'attemptId'));
    if (found === null) return null;
    const { tried_on, way, result, note, version } = found;
    return { questions: attemptQuestions(todayOf(context)), saved: { tried_on, way, result, note }, version };
  },
  async save(context, values, version, { questions, saved }) {
    const before = (await attemptOf(context.db, context.record.caseId, idIn(context, 'attemptId'))) ?? notFound();
    return correctAttempt(context.db, context.actor, context.record, {
      before,
      version,
      after: attemptFrom(values),
      changes: changesInWords(questions, saved, values),
    });
  },
};

const booking: Edit = {
  ...common,
  path: 'handover',
  title: 'Book a warm handover',
  event: 'warm_handover.booked',
  notice: 'Warm handover booked',
  async prepare(context) {
    const referral = await referralOfCase(context.db, context.record.caseId);
    const sender =
      referral === null ? '' : [referral.sender.name, referral.sender.organisation].filter(Boolean).join(', ');
    return {
      questions: handoverQuestions(),
      saved: {},
      filled: { with_whom: sender },
      version: context.record.version,
    };
  },
  save: (context, values) =>
    bookHandover(context.db, context.actor, context.record, handoverFrom(values), todayOf(context)),
};

const handover: Edit = {
  ...common,
  path: 'handover/:handoverId',
  title: 'Warm handover',
  event: 'warm_handover.changed',
  notice: 'Warm handover saved',
  async prepare(context) {
    const found = await handoverOf(context.db, context.record.caseId, idIn(context, 'handoverId'));
    if (found === null) return null;
    const { version, id: _, ...saved } = found;
    return {
      questions: [...handoverOutcome(context.record.firstMetOn === null), ...handoverQuestions()],
      saved,
      version,
    };
  },
  async save(context, values, version, { questions, saved }) {
    const before = (await handoverOf(context.db, context.record.caseId, idIn(context, 'handoverId'))) ?? notFound();
    return changeHandover(context.db, context.actor, context.record, {
      before,
      version,
      after: handoverFrom(values),
      changes: changesInWords(
        questions.filter(({ name }) => name !== 'first_meeting'),
        saved,
        values,
      ),
      firstMeeting: values.first_meeting === 'yes',
      today: todayOf(context),
    });
  },
};

const firstMeeting: Edit = {
  ...common,
  path: 'first-meeting',
  title: 'The first meeting',
  event: 'case.first met',
  notice: 'First meeting saved',
  async prepare(context) {
    const { record } = context;
    // With its evidence it is a condition of the attachment, and is changed there.
    if (record.attachment?.evidenced === true) return null;
    return {
      questions: firstMeetingQuestions(todayOf(context)),
      saved: { first_met_on: record.firstMetOn },
      filled: { first_met_on: record.firstMetOn ?? todayOf(context) },
      version: record.version,
    };
  },
  save: (context, values, version) =>
    recordFirstMeeting(context.db, context.actor, context.record, {
      version,
      firstMetOn: String(values.first_met_on),
    }),
};

/** The clock of a case, for pages that have its head; null where nothing is to be said. */
export function clockOfCase(head: CaseHead, document: ProgrammeDocument | null, today: string) {
  return document === null ? null : firstMeetingClock(head, document, today);
}

/** The first steps of a case: contact, warm handover, first meeting. */
export const startRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/start',
    can: 'case.read',
    audit: { read: 'first steps' },
    params: caseParams,
    record: caseRecord,
    async handle({ db, clock, record: head }) {
      const date = clock.today();
      const document = documentOf(head, date.toString()) ?? notFound();
      const { attempts, handovers } = await firstSteps(db, head.caseId);
      return casePage({
        head,
        today: date,
        current: 'start',
        title: 'First steps',
        main: startHtml({
          head,
          document,
          clock: clockOfCase(head, document, date.toString()),
          conditions: (await conditionsOf(db, head.caseId)) ?? {},
          attempts,
          calls: callLimit(document, head.areaName, attempts, date.toString()),
          handovers,
          referral: await referralOfCase(db, head.caseId),
          names: await userNames(
            db,
            attempts.map((one) => one.tried_by),
          ),
        }),
      });
    },
  }),
  ...[attempt, correction, booking, handover, firstMeeting].flatMap(editRoutes),
];
