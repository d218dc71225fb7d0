import { notFound, type Route } from '../../access/rules/route.ts';
import { html } from '../../kit/html.ts';
import { assignmentsOf, placesOf } from '../actions/changes.ts';
import { correctLastAssignment, correctLastMove, lastMoveOf } from '../actions/corrections.ts';
import { changesInWords } from '../rules/changes.ts';
import { staffChoices, staffNamed, todayOf } from './asked.ts';
import { type Edit, editRoutes } from './edit.ts';

const lastMove: Edit = {
  path: 'move/correct',
  title: 'Correct the last move',
  can: 'case.correct',
  event: 'move.corrected',
  notice: 'Move corrected',
  async prepare(context) {
    const { db, record } = context;
    const move = await lastMoveOf(db, record.caseId);
    if (move === null) return null;
    const places = await placesOf(db, record.programmeId);
    const from = places.find((place) => place.id === move.from_area_id);
    return {
      questions: [
        {
          kind: 'choice',
          name: 'to_area',
          label: 'Where did they move to?',
          ...(from && { hint: `If they did not move, choose ${from.name}` }),
          choices: places.map((place) => ({ value: place.id, text: place.name })),
          as: 'select',
          required: 'Choose the area',
        },
        {
          kind: 'day',
          name: 'changed_on',
          label: 'Since when?',
          required: 'Enter the day of the move',
          earliest: '2000-01-01',
          latest: { day: todayOf(context), message: 'The day of the move must be today or in the past' },
        },
      ],
      saved: { to_area: move.to_area_id, changed_on: move.changed_on },
      version: record.version,
      above: html`<p class="govuk-body">Moved from ${from?.name ?? record.referral.areaName ?? 'an area that is not known'}. The move as it was first entered stays on file.</p>`,
    };
  },
  async save(context, values, version, { questions, saved }) {
    const { db, record } = context;
    const places = await placesOf(db, record.programmeId);
    return correctLastMove(db, context.actor, record, {
      version,
      move: (await lastMoveOf(db, record.caseId)) ?? notFound(),
      changedOn: String(values.changed_on),
      to: places.find((place) => place.id === values.to_area) ?? notFound(),
      changes: changesInWords(questions, saved, values),
      places,
      today: todayOf(context),
    });
  },
};

const lastAssignment: Edit = {
  path: 'correct',
  below: 'keyWorker',
  title: 'Correct the key worker',
  can: 'case.reassign',
  event: 'assignment.corrected',
  notice: 'Key worker corrected',
  async prepare(context) {
    const [open] = await assignmentsOf(context.db, context.record.caseId);
    if (open === undefined || open.ends_on !== null) return null;
    return {
      questions: [
        {
          kind: 'choice',
          name: 'staff',
          label: 'Who is the key worker?',
          choices: await staffChoices(context),
          as: 'select',
          required: 'Choose the key worker',
        },
        {
          kind: 'day',
          name: 'starts_on',
          label: 'From which day?',
          required: 'Enter the first day',
          earliest: '2000-01-01',
          latest: { day: todayOf(context), message: 'The first day must be today or in the past' },
        },
        { kind: 'text', name: 'reason', label: 'Why did it change?', hint: 'You can leave this empty', most: 500 },
      ],
      saved: { staff: open.staff_id, starts_on: open.starts_on, reason: open.reason },
      version: context.record.version,
      above: html`<p class="govuk-body">Use this when what was entered is wrong. What stood before stays on file.</p>`,
    };
  },
  async save(context, values, version, { questions, saved }) {
    return correctLastAssignment(context.db, context.actor, context.record, {
      version,
      staff: (await staffNamed(context, values.staff)) ?? notFound(),
      startsOn: String(values.starts_on),
      reason: values.reason as string | null,
      changes: changesInWords(questions, saved, values),
      assignments: await assignmentsOf(context.db, context.record.caseId),
    });
  },
};

/** The forms that correct the latest move and the key worker of today. */
export const correctionRoutes: readonly Route[] = [lastMove, lastAssignment].flatMap(editRoutes);
