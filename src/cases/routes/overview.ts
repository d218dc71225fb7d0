import { Type } from 'typebox';
import { type EventRow, timelineOf } from '../../access/actions.ts';
import { type Context, notFound, type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { conflict } from '../../kit/conflict.ts';
import { parseDay } from '../../kit/days.ts';
import type { Sql } from '../../kit/db.ts';
import { type Errors, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { type Html, html } from '../../kit/html.ts';
import { newId } from '../../kit/ids.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { together } from '../../kit/together.ts';
import { uuidPattern } from '../../kit/uuid.ts';
import { casePage, casePath } from '../actions/frame.ts';
import { addNote, correctNote, type NoteInput, noteOf } from '../actions/notes.ts';
import type { OverviewPart } from '../actions/overview-part.ts';
import { type CaseHead, caseParams, caseRecord, documentOf } from '../actions/record.ts';
import { eventList } from '../pages/events.ts';
import { noteForm, overviewHtml } from '../pages/overview.ts';
import { kindsIn, timelineHtml } from '../pages/timeline.ts';
import { noteQuestions } from '../rules/notes.ts';
import { idsFrom, listOf } from '../rules/reassign.ts';
import type { Renderers } from '../rules.ts';
import { clockOfCase } from './start.ts';

const onOverview = 10;
const onTimeline = 50;
const newest = { beforeDay: 'infinity', beforeId: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
const noteParams = Type.Object({ caseId: Type.String({ format: 'uuid' }), noteId: Type.String({ format: 'uuid' }) });

type Of<P = { caseId: string }, Q = unknown> = Context<P, Q, CaseHead>;

/** One more than fits is asked for, which says whether there are older ones without counting. */
async function eventsOf(sql: Sql, caseId: string, limit: number, kinds: string[], before?: string) {
  const [day = '', beforeId = ''] = before?.split('_') ?? [];
  // An address that was tampered with begins again at the newest.
  const from = parseDay(day) === null ? newest : { beforeDay: day, beforeId };
  const found = await timelineOf(sql, { caseId, kinds, ...from, limit: limit + 1 });
  return { events: found.slice(0, limit), more: found.length > limit };
}

const cursorOf = (event: EventRow): string => `${event.happened_on}_${event.id}`;

/** The case page, the timeline and notes. `renderers` shows the events of every room. */
export function overviewRoutes(renderers: Renderers, parts: readonly OverviewPart[]): Route[] {
  const kinds = Object.keys(renderers);

  async function overview(context: Of, typed?: Typed, errors: Errors = {}): Promise<Page> {
    const { db, clock, record: head, timeZone } = context;
    const date = clock.today();
    const today = date.toString();
    const { events, more } = await eventsOf(db, head.caseId, onOverview, []);
    const wrong = Object.keys(errors).length > 0;
    return casePage({
      head,
      today: date,
      current: 'overview',
      title: 'Overview',
      ...(wrong ? { status: 422, error: true } : {}),
      main: overviewHtml({
        head,
        document: documentOf(head, today),
        clock: clockOfCase(head, documentOf(head, today), today),
        csrf: context.csrf,
        form: noteForm(today, typed, errors),
        noteId: idsFrom(listOf(typed?.note))[0] ?? newId(),
        events: eventList(events, renderers, head.caseId, { today, timeZone }),
        more,
        // What the rooms bring is read with one statement, however many rooms there are.
        parts: await together(
          db,
          parts.map((part) => (sql: Sql) => part(sql, head, today)),
        ),
      }),
    });
  }

  return [
    route({
      method: 'GET',
      path: '/cases/:caseId',
      can: 'case.read',
      audit: { read: 'case' },
      params: caseParams,
      record: caseRecord,
      handle: (context) => overview(context),
    }),
    route({
      method: 'POST',
      path: '/cases/:caseId/notes',
      can: 'case.record',
      audit: { event: 'note.added' },
      params: caseParams,
      record: caseRecord,
      async handle(context) {
        const { db, actor, clock, body, record } = context;
        const read = readForm(noteQuestions(clock.today().toString()), body);
        if (!read.ok) return overview(context, body, read.errors);
        const [id] = idsFrom(listOf(body.note));
        await addNote(db, actor, record, noteInput(read.values), id);
        return redirect(casePath(record.caseId), 'Note saved');
      },
    }),
    route({
      method: 'GET',
      path: '/cases/:caseId/timeline',
      can: 'case.read',
      audit: { read: 'timeline' },
      params: caseParams,
      query: Type.Object({
        show: Type.Optional(Type.Array(Type.String({ maxLength: 20 }), { maxItems: 20 })),
        before: Type.Optional(Type.String({ pattern: `^\\d{4}-\\d{2}-\\d{2}_${uuidPattern}$` })),
      }),
      record: caseRecord,
      async handle({ db, clock, timeZone, query, record: head }) {
        const date = clock.today();
        const show = query.show ?? [];
        const { events, more } = await eventsOf(db, head.caseId, onTimeline, kindsIn(show, kinds), query.before);
        const path = casePath(head.caseId, 'timeline');
        const last = events.at(-1);
        const address = (before?: string) => {
          const search = new URLSearchParams(show.map((group) => ['show', group]));
          if (before !== undefined) search.set('before', before);
          return search.size === 0 ? path : `${path}?${search}`;
        };
        return casePage({
          head,
          today: date,
          current: 'timeline',
          title: 'Timeline',
          main: timelineHtml({
            path,
            kinds,
            show,
            events: eventList(events, renderers, head.caseId, { today: date.toString(), timeZone }),
            empty: events.length === 0,
            older: more && last !== undefined ? address(cursorOf(last)) : null,
            newest: query.before === undefined ? null : address(),
          }),
        });
      },
    }),
    route({
      method: 'GET',
      path: '/cases/:caseId/notes/:noteId',
      can: 'case.read',
      audit: { read: 'note' },
      params: noteParams,
      record: caseRecord,
      async handle(context) {
        const note = await noteOf(context.db, context.record.caseId, context.params.noteId);
        if (note === null) return notFound();
        const questions = noteQuestions(context.clock.today().toString());
        return notePage(context, { version: note.version }, typedFrom(questions, inputOf(note)), {});
      },
    }),
    route({
      method: 'POST',
      path: '/cases/:caseId/notes/:noteId',
      can: 'case.record',
      audit: { event: 'note.corrected' },
      params: noteParams,
      record: caseRecord,
      async handle(context) {
        const { db, actor, body, record: head } = context;
        const note = await noteOf(db, head.caseId, context.params.noteId);
        if (note === null) return notFound();
        const version = versionOf(body);
        const read = readForm(noteQuestions(context.clock.today().toString()), body);
        if (!read.ok) return notePage(context, { version }, body, read.errors);
        const outcome = await correctNote(db, actor, head, note, version, noteInput(read.values));
        if (outcome === 'saved') return redirect(casePath(head.caseId), 'Note corrected');
        const theirs = (await noteOf(db, head.caseId, note.id)) ?? note;
        return notePage(
          context,
          { version: theirs.version, above: conflict(noteQuestions(''), inputOf(theirs), read.values) },
          body,
          {},
        );
      },
    }),
  ];
}

const noteInput = (values: Record<string, unknown>): NoteInput => ({
  body: String(values.body),
  writtenOn: String(values.written_on),
});
const inputOf = (note: NoteInput) => ({ body: note.body, written_on: note.writtenOn });

function notePage(
  context: Of<{ caseId: string; noteId: string }>,
  held: { version: number; above?: Html },
  typed: Typed,
  errors: Errors,
): Page {
  const { record: head, csrf, clock } = context;
  const date = clock.today();
  const questions = noteQuestions(date.toString()).map((question) =>
    question.name === 'body' ? { ...question, label: 'Note', rows: 14 } : question,
  );
  const wrong = Object.keys(errors).length > 0;
  return casePage({
    head,
    today: date,
    current: null,
    title: 'Note',
    ...(wrong ? { status: 422, error: true } : held.above === undefined ? {} : { status: 409, error: true }),
    main: recordForm({
      title: 'Note',
      action: `${casePath(head.caseId)}/notes/${context.params.noteId}`,
      csrf,
      questions,
      typed,
      errors,
      version: held.version,
      above:
        held.above ??
        html`<p class="govuk-body">You can correct it. The text as it was first written stays on file.</p>`,
      save: 'Save correction',
      cancel: casePath(head.caseId),
    }),
  });
}
