import { notFound, type Route } from '../../access/rules/route.ts';
import { showDay } from '../../kit/clock.ts';
import type { Question } from '../../kit/form.ts';
import { html, noHtml } from '../../kit/html.ts';
import { insetText } from '../../kit/ui/index.ts';
import type { ProgrammeDocument } from '../../programmes/rules.ts';
import { attach, conditionsOf } from '../actions/attach.ts';
import { correctReferral, moveCase, placesOf } from '../actions/changes.ts';
import { lastMoveOf } from '../actions/corrections.ts';
import { casePath } from '../actions/frame.ts';
import { documentOf } from '../actions/record.ts';
import { changesInWords, type Evidence } from '../rules/changes.ts';
import { referralFrom, referralQuestions } from '../rules/referral.ts';
import { firstMeetingKey } from '../rules/start.ts';
import { staffChoices, staffNamed, todayOf } from './asked.ts';
import { type Answers, type Edit, type EditContext, editRoutes } from './edit.ts';

/** A case belongs to a programme with a document; without one there are no words to ask in. */
const documentFor = (context: EditContext): ProgrammeDocument =>
  documentOf(context.record, todayOf(context)) ?? notFound();

const referral: Edit = {
  path: 'referral',
  title: 'Referral',
  can: 'case.correct',
  event: 'case.corrected',
  notice: 'Referral saved',
  async prepare(context) {
    const { record } = context;
    const places = await placesOf(context.db, record.programmeId);
    const areas = places.map((place) => ({ value: place.id, text: place.name }));
    const { source, benefit, lastWorked, housingTenure, maritalStatus, dependants, areaId } = record.referral;
    return {
      questions: referralQuestions(documentFor(context), areas, todayOf(context), record.referral),
      saved: {
        referred_on: record.referredOn,
        source,
        area: areaId,
        benefit,
        last_worked: lastWorked,
        housing_tenure: housingTenure,
        marital_status: maritalStatus,
        dependants,
      },
      version: record.version,
    };
  },
  async save(context, values, version, { questions, saved }) {
    const places = await placesOf(context.db, context.record.programmeId);
    const providerId = places.find((place) => place.id === values.area)?.providerId ?? null;
    return correctReferral(context.db, context.actor, context.record, {
      version,
      after: referralFrom(values, providerId),
      changes: changesInWords(questions, saved, values),
      places,
      today: todayOf(context),
    });
  },
};

/** Three conditions, each with its day and what shows it; a key worker too for a case that has none. */
async function attachmentQuestions(context: EditContext): Promise<Question[]> {
  const today = todayOf(context);
  const questions = documentFor(context).attachment.conditions.flatMap((condition): Question[] => [
    {
      kind: 'day',
      name: `${condition.key}_on`,
      label: `${condition.label}: when?`,
      required: `Enter the day: ${condition.label.toLowerCase()}`,
      earliest: '2000-01-01',
      latest: { day: today, message: `${condition.label}: the day must be today or in the past` },
    },
    {
      kind: 'text',
      name: `${condition.key}_evidence`,
      label: `${condition.label}: what shows it?`,
      hint: condition.evidence,
      required: `Say what shows it: ${condition.label.toLowerCase()}`,
      most: 500,
    },
  ]);
  if (context.record.case.keyWorkerId !== null) return questions;
  return [
    ...questions,
    {
      kind: 'choice',
      name: 'key_worker',
      label: documentFor(context).words.keyWorker.singular,
      choices: await staffChoices(context),
      as: 'select',
      required: 'Choose who works with this person',
    },
  ];
}

const attachment: Edit = {
  path: 'attachment',
  title: 'Attachment',
  can: 'case.correct',
  event: 'case.attached',
  notice: 'Attachment saved',
  async prepare(context) {
    const { record } = context;
    const onFile = (await conditionsOf(context.db, record.caseId)) ?? {};
    const saved: Answers = {};
    for (const [key, { on, evidence }] of Object.entries(onFile)) {
      saved[`${key}_on`] = on;
      saved[`${key}_evidence`] = evidence;
    }
    const imported = record.attachment !== null && !record.attachment.evidenced;
    return {
      questions: await attachmentQuestions(context),
      saved,
      filled: { [`${firstMeetingKey}_on`]: saved[`${firstMeetingKey}_on`] ?? record.firstMetOn },
      version: record.version,
      above: imported
        ? insetText({
            text: `The hand-over file gives ${showDay(record.attachment?.on ?? null)} as the day of attachment, without evidence. It stays the day of attachment, unless a condition was met only later: then that day is.`,
          })
        : html`<p class="govuk-body">A person is attached when all of these exist. The day of the last one is the day of attachment.</p>`,
    };
  },
  async save(context, values, version, { questions, saved }) {
    const conditions: Record<string, Evidence> = {};
    for (const { key } of documentFor(context).attachment.conditions)
      conditions[key] = { on: String(values[`${key}_on`]), evidence: String(values[`${key}_evidence`]) };
    return attach(context.db, context.actor, context.record, {
      version,
      conditions,
      keyWorker: await staffNamed(context, values.key_worker),
      changes: changesInWords(questions, saved, values),
      before: await conditionsOf(context.db, context.record.caseId),
      today: todayOf(context),
    });
  },
};

const move: Edit = {
  path: 'move',
  title: 'Move to another area',
  can: 'case.correct',
  event: 'case.moved',
  notice: 'Move saved',
  async prepare(context) {
    const today = todayOf(context);
    const places = await placesOf(context.db, context.record.programmeId);
    const moved = (await lastMoveOf(context.db, context.record.caseId)) !== null;
    return {
      questions: [
        {
          kind: 'choice',
          name: 'to_area',
          label: 'Where do they live now?',
          choices: places.map((place) => ({ value: place.id, text: place.name })),
          as: 'select',
          required: 'Choose the new area',
        },
        {
          kind: 'day',
          name: 'changed_on',
          label: 'Since when?',
          required: 'Enter the day of the move',
          earliest: '2000-01-01',
          latest: { day: today, message: 'The day of the move must be today or in the past' },
        },
      ],
      saved: { to_area: context.record.case.areaId },
      filled: { to_area: null, changed_on: today },
      version: context.record.version,
      above: html`<p class="govuk-body">Now in ${context.record.areaName ?? 'no area'}. The area at referral stays as it is.</p>
${moved ? html`<p class="govuk-body"><a class="govuk-link" href="${casePath(context.record.caseId)}/move/correct">Correct the last move</a> if it was entered wrongly.</p>` : noHtml}`,
    };
  },
  async save(context, values, version) {
    const places = await placesOf(context.db, context.record.programmeId);
    const to = places.find((place) => place.id === values.to_area) ?? notFound();
    return moveCase(context.db, context.actor, context.record, {
      version,
      changedOn: String(values.changed_on),
      to,
      places,
      today: todayOf(context),
    });
  },
};

/** The forms that change a case. */
export const changeRoutes: readonly Route[] = [referral, attachment, move].flatMap(editRoutes);
