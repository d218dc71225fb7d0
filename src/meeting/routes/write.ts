import { Type } from 'typebox';
import { type Context, file, type Page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, casePlace, caseRecord } from '../../cases/actions/record.ts';
import { dayOf, showNearDay } from '../../kit/clock.ts';
import { type Errors, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { newId } from '../../kit/ids.ts';
import { summaryList } from '../../kit/ui/index.ts';
import { isUuid } from '../../kit/uuid.ts';
import { type Draft, draftOf, dropDraft, othersDrafts, type Seen, saveDraft, settleOther } from '../actions/drafts.ts';
import { finishMeeting } from '../actions/meetings.ts';
import { meetingFormHtml } from '../pages/form.ts';
import { draftFields } from '../rules/draft.ts';
import { allQuestions, meetingFrom, modes } from '../rules/meeting.ts';
import type { MeetingPart, OpenPart } from '../rules/part.ts';

type Of<Q = unknown> = Context<{ caseId: string }, Q, CaseHead>;
type Opened = { key: string; part: OpenPart };

/** Which draft a posted page was, and what it had seen. A page that says neither is a fresh one. */
function seenIn({ body, clock }: Pick<Of, 'body' | 'clock'>): Seen {
  const draftId = String(body._draft ?? '');
  const base = String(body._rev ?? '');
  return {
    draftId: isUuid(draftId) ? draftId : newId(),
    base: /^\d{1,9}$/.test(base) ? Number(base) : 0,
    now: clock.now(),
  };
}

/** A moment near now: '10:02', or with its day when that is not today. */
function momentText(moment: string, { clock, timeZone }: Pick<Of, 'clock' | 'timeZone'>): string {
  const at = Temporal.Instant.from(moment).toZonedDateTimeISO(timeZone);
  const time = at.toPlainTime().toString({ smallestUnit: 'minute' });
  const today = clock.today().toString();
  const day = dayOf(moment, timeZone);
  return day === today ? `at ${time}` : `on ${showNearDay(day, today)} at ${time}`;
}

const openParts = (all: readonly MeetingPart[], { db, record, clock }: Of): Promise<Opened[]> =>
  Promise.all(all.map(async ({ key, open }) => ({ key, part: await open(db, record, clock.today().toString()) }))).then(
    (opened) => opened.filter((one): one is Opened => one.part !== null),
  );

/** What the screen says already: the day and time at which it was begun, and that it happens. */
function begunFields({ clock, timeZone }: Of, begunAt: string | undefined, mode: string | undefined): Typed {
  const moment = begunAt === undefined ? clock.now() : Temporal.Instant.from(begunAt);
  const begun = moment.toZonedDateTimeISO(timeZone);
  const time = begun
    .toPlainTime()
    .round({ smallestUnit: 'minute', roundingIncrement: 5, roundingMode: 'floor' })
    .toString({ smallestUnit: 'minute' });
  const today = clock.today().toString();
  const begunOn = begun.toPlainDate().toString();
  // A demonstration's calendar stands still while its clock goes on.
  const day = begunAt === undefined || begunOn > today ? today : begunOn;
  const known = { held_on: day, starts_at: time, attendance: 'attended' };
  return {
    ...typedFrom(allQuestions(today), known),
    ...(mode === undefined ? {} : { mode }),
  };
}

const address = ({ record }: Of): string => `/cases/${record.caseId}/meeting`;

async function screen(
  context: Of,
  parts: readonly Opened[],
  view: { draft: Draft | null; typed: Typed; errors?: Errors; status?: 409 | 422; seen?: Seen },
): Promise<Page> {
  const { db, actor, record: head, clock, csrf } = context;
  const { draft, typed, errors = {}, status } = view;
  const others = await othersDrafts(db, actor, head.caseId);
  return casePage({
    head,
    today: clock.today(),
    current: null,
    title: 'Meeting',
    wide: true,
    modules: ['autosave.js'],
    ...(status === undefined ? {} : { status, error: true }),
    main: meetingFormHtml({
      name: head.name,
      path: address(context),
      today: clock.today().toString(),
      csrf,
      draftId: draft?.id ?? view.seen?.draftId ?? newId(),
      rev: draft?.rev ?? view.seen?.base ?? 0,
      savedAt: draft === null ? null : momentText(draft.savedAt, context),
      others: others.map((one) => ({
        authorId: one.authorId,
        name: one.authorName,
        at: momentText(one.savedAt, context),
      })),
      versions: draft?.others ?? [],
      typed,
      errors,
      parts: parts.map(({ part }) => part),
    }),
  });
}

/** The last of a list, or the value: which button was pressed. */
const pressed = (body: Typed): string => {
  const value = body._do;
  return (Array.isArray(value) ? value.at(-1) : value) ?? 'finish';
};

/** Everything that the form asks, of this room and of the parts in which something was typed: the meeting, or what is wrong with it. */
function readAll(body: Typed, parts: readonly Opened[], today: string) {
  const read = readForm(allQuestions(today), body);
  const checked = parts.map(({ part }) => part.check(body));
  const errors: Errors = { ...(read.ok ? {} : read.errors), ...Object.assign({}, ...checked) };
  const made = read.ok ? meetingFrom(read.values, today) : null;
  if (made !== null && 'errors' in made) Object.assign(errors, made.errors);
  if (made === null || 'errors' in made || Object.keys(errors).length > 0) return { errors };
  const held = made.meeting.attendance === 'attended' || made.meeting.attendance === 'late';
  if (held && made.meeting.note === null && made.hidden === null && parts.length === 0)
    return { errors: { note: 'Write a line about what you talked about, or say what became of a step' } };
  return made;
}

/** The screen of a meeting, its draft that saves itself, and finishing it. */
export function writeRoutes(all: readonly MeetingPart[]): Route[] {
  async function finish(context: Of): Promise<Reply> {
    const { db, actor, record: head, body, clock } = context;
    const seen = seenIn(context);
    const parts = await openParts(
      all.filter((part) => part.said(body)),
      context,
    );
    const read = readAll(body, parts, clock.today().toString());
    if ('errors' in read) {
      // What was typed is safe before anything is asked again.
      await saveDraft(db, actor, head, seen, draftFields(body));
      return screen(context, await openParts(all, context), {
        draft: await draftOf(db, actor, head.caseId),
        typed: body,
        errors: read.errors,
        status: 422,
        seen,
      });
    }
    const done = await finishMeeting(db, actor, head, { seen, typed: body, ...read, parts });
    if (done.outcome === 'finished' || done.outcome === 'already')
      return redirect(`/cases/${head.caseId}/meetings/${done.id}`, 'Meeting saved');
    if (done.outcome === 'others')
      return screen(context, await openParts(all, context), {
        draft: done.draft,
        typed: { ...body, ...done.draft.fields },
        errors: {
          versions:
            'Something else was written in another tab or on another device. Put it in or leave it out, then finish',
        },
        status: 409,
      });
    await saveDraft(db, actor, head, seen, draftFields(body));
    return screen(context, await openParts(all, context), {
      draft: await draftOf(db, actor, head.caseId),
      typed: body,
      errors: done.errors,
      status: 409,
      seen,
    });
  }

  /** Every other button: what is typed is saved, and then what the button says is done. */
  async function keep(context: Of, button: string): Promise<Reply> {
    const { db, actor, record: head, body } = context;
    const saved = await saveDraft(db, actor, head, seenIn(context), draftFields(body));
    if (saved === 'too large')
      return screen(context, await openParts(all, context), {
        draft: await draftOf(db, actor, head.caseId),
        typed: body,
        errors: { note: tooLarge },
        status: 422,
        seen: seenIn(context),
      });
    const [, how, name, rev] = /^(put|leave) ([a-z][a-z0-9_-]{0,79}) (\d{1,9})$/.exec(button) ?? [];
    if (how !== undefined && name !== undefined)
      await settleOther(
        db,
        actor,
        head,
        { name, rev: Number(rev) },
        how === 'put' ? 'put in' : 'leave out',
        context.clock.now(),
      );
    return redirect(address(context), 'Saved');
  }

  return [
    route({
      method: 'GET',
      path: '/cases/:caseId/meeting',
      can: 'case.record',
      audit: { read: 'meeting draft' },
      params: caseParams,
      query: Type.Object({ mode: Type.Optional(Type.Enum([...modes])) }),
      record: caseRecord,
      async handle(context) {
        const { db, actor, record, query } = context;
        const [draft, parts] = await Promise.all([draftOf(db, actor, record.caseId), openParts(all, context)]);
        // A draft holds what was changed on the screen; what stood there already still does.
        const typed = { ...begunFields(context, draft?.begunAt, query.mode), ...draft?.fields };
        return screen(context, parts, { draft, typed });
      },
    }),
    route({
      method: 'POST',
      path: '/cases/:caseId/meeting',
      can: 'case.record',
      audit: { event: 'meeting.held' },
      params: caseParams,
      record: caseRecord,
      handle: (context) => {
        const button = pressed(context.body);
        return button === 'finish' ? finish(context) : keep(context, button);
      },
    }),
    route({
      method: 'POST',
      path: '/cases/:caseId/meeting/save',
      can: 'case.record',
      audit: 'nothing',
      params: caseParams,
      record: casePlace,
      // The reply holds revisions and no words: the page that shows both versions is read, and logged, like any other.
      async handle(context) {
        const { db, actor, record, body } = context;
        const saved = await saveDraft(db, actor, record, seenIn(context), draftFields(body));
        const answer = saved === 'too large' ? { problem: tooLarge } : saved;
        return file({ name: 'saved.json', type: 'application/json', body: JSON.stringify(answer) });
      },
    }),
    route({
      method: 'POST',
      path: '/cases/:caseId/meeting/drop',
      can: 'case.record',
      audit: 'nothing',
      params: caseParams,
      record: caseRecord,
      async handle({ db, actor, record }) {
        await dropDraft(db, actor, record.caseId);
        return redirect(`/cases/${record.caseId}`, 'Draft thrown away');
      },
    }),
    route({
      method: 'GET',
      path: '/cases/:caseId/meeting/others',
      can: 'case.record',
      audit: { read: 'meeting draft' },
      params: caseParams,
      query: Type.Object({ author: Type.Optional(Type.String({ format: 'uuid' })) }),
      record: caseRecord,
      async handle(context) {
        const { db, actor, record: head, clock, query } = context;
        const other = (await othersDrafts(db, actor, head.caseId)).find(({ authorId }) => authorId === query.author);
        if (other === undefined) return redirect(address(context), 'They have finished or thrown away what they wrote');
        const questions = allQuestions(clock.today().toString()).filter(({ name }) => other.fields[name]);
        return casePage({
          head,
          today: clock.today(),
          current: null,
          title: `What ${other.authorName} has written`,
          back: { href: address(context), text: 'Your own screen' },
          main: html`<h1 class="govuk-heading-l">What ${other.authorName} has written</h1>
<p class="govuk-body">It is not finished; saved ${momentText(other.savedAt, context)}. Both of you can finish: neither takes anything from the other.</p>
${summaryList({
  rows: questions.map(({ name, label }) => ({
    key: { text: label },
    value: { html: html`<span class="newel-written">${wordsIn(other.fields, name)}</span>` },
  })),
})}`,
        });
      },
    }),
  ];
}

const tooLarge = 'This is more than fits in one meeting. Finish it, and go on in a note or another one';

/** A choice is shown in its words, everything else as it was typed. */
function wordsIn(fields: Readonly<Record<string, string>>, name: string): string {
  const question = allQuestions('2000-01-01').find((one) => one.name === name);
  const value = fields[name] ?? '';
  return question?.kind === 'choice' ? (question.choices.find((one) => one.value === value)?.text ?? value) : value;
}
