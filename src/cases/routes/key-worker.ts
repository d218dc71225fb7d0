import { can } from '../../access/rules/policy.ts';
import { notFound, type Route, route } from '../../access/rules/route.ts';
import type { Question } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { type PassOn, passingAt } from '../actions/assign.ts';
import { assignmentsOf, reassign } from '../actions/changes.ts';
import { casePage } from '../actions/frame.ts';
import { roomUnderLimit } from '../actions/limit.ts';
import { loadsOf } from '../actions/reassign.ts';
import { caseParams, caseRecord, documentOf } from '../actions/record.ts';
import { guideOf } from '../actions/team.ts';
import { workerRequestOf } from '../actions/worker-request.ts';
import { keyWorkerHtml } from '../pages/key-worker.ts';
import { staffChoices, staffNamed, todayOf } from './asked.ts';
import { type Edit, type EditContext, editRoutes } from './edit.ts';

/**
 * Asked only when the key worker who is chosen has as many people as the guide allows: going above it is a decision, and is
 * recorded. Null when there is room, or nobody is chosen.
 */
export async function aboveGuideQuestion(context: EditContext): Promise<Question | null> {
  const staff = await staffNamed(context, context.body?.staff);
  if (staff === null || staff.id === context.record.case.keyWorkerId || context.record.status !== 'attached')
    return null;
  const { db, actor, record } = context;
  const guide = await guideOf(db, record.programmeId, todayOf(context));
  const load = (await loadsOf(db, actor, record.programmeId, [staff.id])).get(staff.id);
  if (guide === null || load === undefined || load.attached < guide.to) return null;
  return {
    kind: 'choice',
    name: 'above',
    label: `Go above the guide for ${staff.name}?`,
    hint: `They have ${load.attached} attached ${guide.clients}; the guide is ${guide.from} to ${guide.to}. This is recorded`,
    choices: [{ value: 'yes', text: 'Yes, go above the guide' }],
    required: `${staff.name} has ${load.attached} attached ${guide.clients} already. Choose somebody else, or say that you go above the guide`,
  };
}

/**
 * Asked only when the key worker who is chosen has as many people as the programme's limit allows: a manager goes above it with
 * a reason, which is recorded. Null when there is room or no limit, or nobody is chosen.
 */
export async function overLimitQuestion(context: EditContext): Promise<Question | null> {
  const staff = await staffNamed(context, context.body?.staff);
  const { db, actor, record } = context;
  if (staff === null || staff.id === record.case.keyWorkerId || !can(actor, 'load.override', record)) return null;
  const room = await roomUnderLimit(db, { programmeId: record.programmeId, staffId: staff.id, day: todayOf(context) });
  if (room === null || room.people < room.most) return null;
  return {
    kind: 'text',
    name: 'over_limit',
    label: `Why does ${staff.name} go over the limit of ${room.most}?`,
    hint: `They have ${room.people} people. The reason is recorded`,
    required: `${staff.name} has ${room.people} people, and the limit is ${room.most}. Choose somebody else, or say why they go over the limit`,
    most: 300,
  };
}

/** What must be passed on, asked with every change of key worker. */
export const handoverQuestion: Question = {
  kind: 'long text',
  name: 'handover',
  label: 'What must the new key worker know?',
  hint: 'What works, what was promised, what comes next. So that the person need not tell it again',
  most: 2000,
};

const change = (onReassign: readonly PassOn[]): Edit => ({
  path: 'change',
  below: 'keyWorker',
  title: 'Change the key worker',
  can: 'case.reassign',
  event: 'case.reassigned',
  notice: 'Key worker changed',
  async prepare(context) {
    const today = todayOf(context);
    const word = documentOf(context.record, today)?.words.keyWorker.singular ?? notFound();
    const over = await overLimitQuestion(context);
    const above = over === null ? await aboveGuideQuestion(context) : null;
    return {
      questions: [
        {
          kind: 'choice',
          name: 'staff',
          label: `New ${word}`,
          choices: await staffChoices(context),
          as: 'select',
          required: 'Choose the new key worker',
        },
        ...(over === null ? [] : [over]),
        ...(above === null ? [] : [above]),
        {
          kind: 'day',
          name: 'starts_on',
          label: 'From which day?',
          required: 'Enter the first day',
          earliest: '2000-01-01',
          latest: { day: today, message: 'The first day must be today or in the past' },
        },
        { kind: 'text', name: 'reason', label: 'Why?', hint: 'You can leave this empty', most: 500 },
        handoverQuestion,
      ],
      saved: { staff: context.record.case.keyWorkerId },
      filled: { staff: null, starts_on: today },
      version: context.record.version,
      above: html`<p class="govuk-body">Now with ${context.record.keyWorkerName ?? 'nobody'}.</p>`,
    };
  },
  async save(context, values, version) {
    return reassign(
      context.db,
      context.actor,
      context.record,
      {
        version,
        staff: (await staffNamed(context, values.staff)) ?? notFound(),
        startsOn: String(values.starts_on),
        reason: values.reason as string | null,
        handover: values.handover as string | null,
        aboveGuide: values.above === 'yes',
        overLimit: (values.over_limit ?? null) as string | null,
      },
      passingAt(onReassign, context.clock),
    );
  },
});

/** Who was the key worker from when to when, and the form that changes it. */
export const keyWorkerRoutes = (onReassign: readonly PassOn[]): readonly Route[] => [
  route({
    method: 'GET',
    path: '/cases/:caseId/key-worker',
    can: 'case.read',
    audit: { read: 'key worker' },
    params: caseParams,
    record: caseRecord,
    async handle({ db, clock, actor, record: head }) {
      const rows = await assignmentsOf(db, head.caseId);
      const request = await workerRequestOf(db, head.caseId);
      return casePage({
        head,
        today: clock.today(),
        current: 'keyWorker',
        title: 'Key worker',
        main: keyWorkerHtml({
          head,
          rows,
          request,
          today: clock.today().toString(),
          mayChange: can(actor, 'case.reassign', head),
          mayAsk: can(actor, 'case.record', head),
        }),
      });
    },
  }),
  ...editRoutes(change(onReassign)),
];
