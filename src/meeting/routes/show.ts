import { Type } from 'typebox';
import { can } from '../../access/rules/policy.ts';
import { type Context, notFound, type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import { conflict } from '../../kit/conflict.ts';
import { type Errors, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { type Html, html } from '../../kit/html.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { uuidPattern } from '../../kit/uuid.ts';
import {
  type Correction,
  correctMeeting,
  findMeeting,
  type KeptMeeting,
  mayUndo,
  meetingsOf,
  privatePart,
  undoMeeting,
  undoThing,
} from '../actions/meetings.ts';
import { meetingHtml, meetingsHtml } from '../pages/show.ts';
import { allQuestions, meetingFrom, meetingQuestions } from '../rules/meeting.ts';
import type { MeetingPart } from '../rules/part.ts';

const meetingParams = Type.Object({ ...caseParams.properties, meetingId: Type.String({ format: 'uuid' }) });
type Of = Context<{ caseId: string; meetingId: string }, unknown, CaseHead>;

const aPage = 20;
const cursor = `^\\d{4}-\\d{2}-\\d{2}_${uuidPattern}$`;

const meetingOf = async ({ db, params }: Of): Promise<KeptMeeting> =>
  (await findMeeting(db, params.caseId, params.meetingId)) ?? notFound();
const pathOf = ({ params }: Of): string => `/cases/${params.caseId}/meetings/${params.meetingId}`;

/** Its author and their manager, as far as they may open the case at all. */
const mayReadPrivate = ({ actor, record }: Pick<Of, 'actor' | 'record'>, authorId: string | null): boolean =>
  can(actor, 'meeting.private', { ...record, sentBy: authorId });

/** A meeting as its author had typed it, for the draft that gets its words back. */
function draftFrom(meeting: KeptMeeting, hidden: string | null, today: string): Record<string, string> {
  const values = {
    mode: meeting.mode,
    held_on: meeting.heldOn,
    starts_at: meeting.startsAt,
    minutes: meeting.minutes,
    attendance: meeting.attendance,
    reason: meeting.reason,
    note: meeting.note,
    private: hidden,
    next: meeting.nextOn === null ? null : 'day',
    next_on: meeting.nextOn,
    next_at: meeting.nextAt,
    next_mode: meeting.nextMode,
  };
  return Object.fromEntries(
    Object.entries(typedFrom(allQuestions(today), values)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
    ),
  );
}

const correctable = (today: string) => {
  const { about, said } = meetingQuestions(today);
  return [...about, ...said];
};
const standing = (meeting: Correction) => ({
  mode: meeting.mode,
  held_on: meeting.heldOn,
  starts_at: meeting.startsAt,
  minutes: meeting.minutes,
  attendance: meeting.attendance,
  reason: meeting.reason,
  note: meeting.note,
});

function correctPage(
  context: Of,
  view: { version: number; typed: Typed; errors?: Errors; above?: Html; status?: 409 | 422 },
): Page {
  const { record: head, clock, csrf } = context;
  const { status, ...form } = view;
  return casePage({
    head,
    today: clock.today(),
    current: 'meetings',
    title: 'Correct a meeting',
    ...(status === undefined ? {} : { status, error: true }),
    main: recordForm({
      title: 'Correct a meeting',
      action: `${pathOf(context)}/correct`,
      csrf,
      questions: correctable(clock.today().toString()),
      above: html`<p class="govuk-body">What was first written stays on file. Steps and ratings are corrected where they stand.</p>`,
      save: 'Save correction',
      cancel: pathOf(context),
      ...form,
    }),
  });
}

/** Meetings of a case: the list, one of them, correcting it, and taking it back for ten minutes. */
export function showRoutes(parts: readonly MeetingPart[]): Route[] {
  return [
    route({
      method: 'GET',
      path: '/cases/:caseId/meetings',
      can: 'case.read',
      audit: { read: 'meetings' },
      params: caseParams,
      query: Type.Object({ after: Type.Optional(Type.String({ pattern: cursor })) }),
      record: caseRecord,
      async handle({ db, actor, record: head, clock, query }) {
        const [heldOn = '', id = ''] = query.after?.split('_') ?? [];
        const after = query.after === undefined ? undefined : { heldOn, id };
        const { meetings, more } = await meetingsOf(db, head.caseId, aPage, after);
        const last = meetings.at(-1);
        return casePage({
          head,
          today: clock.today(),
          current: 'meetings',
          title: 'Meetings',
          main: meetingsHtml({
            caseId: head.caseId,
            meetings,
            older: more && last !== undefined ? `/cases/${head.caseId}/meetings?after=${last.heldOn}_${last.id}` : null,
            mayRecord: can(actor, 'case.record', head),
          }),
        });
      },
    }),
    route({
      method: 'GET',
      path: '/cases/:caseId/meetings/:meetingId',
      can: 'case.read',
      audit: { read: 'meeting' },
      params: meetingParams,
      record: caseRecord,
      async handle(context) {
        const { actor, record: head, clock, csrf } = context;
        const meeting = await meetingOf(context);
        return casePage({
          head,
          today: clock.today(),
          current: 'meetings',
          title: 'Meeting',
          main: meetingHtml({
            meeting,
            path: pathOf(context),
            csrf,
            mayUndo: mayUndo(meeting, actor, clock.now()) && can(actor, 'case.record', head),
            mayCorrect: can(actor, 'case.record', head),
            mayReadPrivate: mayReadPrivate(context, meeting.authorId),
          }),
        });
      },
    }),
    route({
      method: 'GET',
      path: '/cases/:caseId/meetings/:meetingId/private',
      can: 'case.read',
      audit: { read: 'private part of a meeting' },
      params: meetingParams,
      record: caseRecord,
      async handle(context) {
        const { db, record: head, clock, params } = context;
        const part = await privatePart(db, params.caseId, params.meetingId);
        if (part === null || !mayReadPrivate(context, part.authorId)) return notFound();
        return casePage({
          head,
          today: clock.today(),
          current: null,
          title: 'Private part of a meeting',
          back: { href: pathOf(context), text: 'Meeting' },
          main: html`<h1 class="govuk-heading-l">Private part of a meeting</h1>
<p class="govuk-body">Only whoever wrote it and their manager can read this.</p>
<p class="govuk-body newel-written">${part.body}</p>`,
        });
      },
    }),
    route({
      method: 'POST',
      path: '/cases/:caseId/meetings/:meetingId/undo',
      can: 'case.record',
      audit: { event: 'meeting.undone' },
      params: meetingParams,
      record: caseRecord,
      async handle(context) {
        const { db, actor, record: head, clock, params, body } = context;
        await meetingOf(context);
        const today = clock.today().toString();
        const of = { meetingId: params.meetingId, now: clock.now(), today };
        const all = body.thing === 'all';
        const at = Number(body.thing);
        const undone = all
          ? await undoMeeting(db, actor, head, of, parts, (meeting, hidden) => draftFrom(meeting, hidden, today))
          : Number.isInteger(at) && at >= 0
            ? await undoThing(db, actor, head, { ...of, at }, parts)
            : 'late';
        if (undone === 'changed')
          return redirect(
            pathOf(context),
            'Not undone: somebody has gone on from it since. Correct it where it stands',
          );
        if (undone === 'late')
          return redirect(pathOf(context), 'Not undone: the ten minutes are over, or it was undone before');
        return all
          ? redirect(`/cases/${head.caseId}/meeting`, 'Taken back. Its words are your draft again')
          : redirect(pathOf(context), 'Undone');
      },
    }),
    route({
      method: 'GET',
      path: '/cases/:caseId/meetings/:meetingId/correct',
      can: 'case.record',
      audit: { read: 'meeting' },
      params: meetingParams,
      record: caseRecord,
      async handle(context) {
        const meeting = await meetingOf(context);
        if (meeting.undone) return notFound();
        const questions = correctable(context.clock.today().toString());
        return correctPage(context, { version: meeting.version, typed: typedFrom(questions, standing(meeting)) });
      },
    }),
    route({
      method: 'POST',
      path: '/cases/:caseId/meetings/:meetingId/correct',
      can: 'case.record',
      audit: { event: 'meeting.corrected' },
      params: meetingParams,
      record: caseRecord,
      async handle(context) {
        const { db, actor, record: head, clock, body } = context;
        const before = await meetingOf(context);
        if (before.undone) return notFound();
        const today = clock.today().toString();
        const questions = correctable(today);
        const version = versionOf(body);
        const read = readForm(questions, body);
        const made = read.ok ? meetingFrom(read.values, today) : { errors: read.errors };
        if ('errors' in made || !read.ok)
          return correctPage(context, {
            version,
            typed: body,
            errors: 'errors' in made ? made.errors : {},
            status: 422,
          });
        const { nextOn: _, nextAt: __, nextMode: ___, ...to } = made.meeting;
        if ((await correctMeeting(db, actor, head, before, version, to)) === 'saved')
          return redirect(pathOf(context), 'Meeting corrected');
        const saved = (await findMeeting(db, head.caseId, before.id)) ?? before;
        return correctPage(context, {
          version: saved.version,
          typed: body,
          above: conflict(questions, standing(saved), read.values),
          status: 409,
        });
      },
    }),
  ];
}
