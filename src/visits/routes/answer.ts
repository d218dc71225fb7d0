import { Type } from 'typebox';
import { can, programmesOf } from '../../access/rules/policy.ts';
import {
  type Context,
  page,
  type RecordLoader,
  type Reply,
  type Route,
  redirect,
  route,
} from '../../access/rules/route.ts';
import { casePlace } from '../../cases/actions/record.ts';
import { type Errors, type Question, readForm, type Typed } from '../../kit/form.ts';
import { html, noHtml } from '../../kit/html.ts';
import { recordForm } from '../../kit/record-form.ts';
import { answerVisit, findVisit, type VisitRow, visitsAround } from '../actions/visits.ts';
import { answerHtml, aroundHtml, stateOf } from '../pages/visits.ts';
import { isAlarm } from '../rules.ts';

type One = { row: VisitRow };
const visitParams = Type.Object({ awaitedId: Type.String({ format: 'uuid' }) });
const visitRecord: RecordLoader<One> = {
  param: 'awaitedId',
  async load(sql, id) {
    const row = await findVisit(sql, id);
    return row === null ? null : { programmeId: row.programme_id, row };
  },
};

const questions: Question[] = [
  {
    kind: 'long text',
    name: 'outcome',
    label: 'What did you find out, and what happens now?',
    most: 1000,
    rows: 3,
    required: 'Enter what you found out',
  },
  {
    kind: 'choice',
    name: 'safe',
    label: 'Are they safe?',
    choices: [
      { value: 'yes', text: 'Yes, I have spoken to them' },
      { value: 'no', text: 'Not yet: I am seeing to it, nobody else needs to be told' },
    ],
    required: 'Say whether they are safe',
  },
];

async function answerPage(context: Context<unknown, unknown, One>, typed: Typed, errors?: Errors): Promise<Reply> {
  const { db, actor, record, clock, timeZone, csrf } = context;
  const { row } = record;
  const open = isAlarm(stateOf(row, clock.now()));
  const place = await casePlace.load(db, row.case_id);
  const mayOpenCase = can(actor, 'visit.plan', place);
  const named = [row.first_contact, row.second_contact].includes(actor.userId);
  return page({
    title: 'Visit of a colleague',
    back: { href: '/visits', text: 'Visits' },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: answerHtml({
      row,
      seen: { now: clock.now(), timeZone, csrf },
      mayOpenCase,
      // Where somebody lives whose record is restricted is for those who may open it and those who were named.
      maySeePlace: place?.case.restricted === null || mayOpenCase || named,
      form: open
        ? recordForm({
            title: 'Answer',
            action: `/visits/${row.id}/answer`,
            csrf,
            questions,
            typed,
            errors,
            save: 'Save',
            cancel: '/visits',
          })
        : html`${row.answered_at === null && row.ended_at === null ? html`<p class="govuk-body">Nobody needs to do anything yet.</p>` : noHtml}`,
    }),
  });
}

/** Visits that concern the reader, and answering for a colleague. */
export const answerRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/visits',
    can: 'visit.answer',
    audit: 'nothing',
    async handle({ db, actor, clock, timeZone, csrf }) {
      const { userId } = actor;
      const programmeIds = programmesOf(actor, 'visit.answer') ?? [];
      const rows = userId === null ? [] : await visitsAround(db, userId, programmeIds);
      return page({ title: 'Visits', main: aroundHtml({ rows, userId, seen: { now: clock.now(), timeZone, csrf } }) });
    },
  }),
  route({
    method: 'GET',
    path: '/visits/:awaitedId/answer',
    can: 'visit.answer',
    audit: { read: 'visit of a colleague' },
    params: visitParams,
    record: visitRecord,
    handle: (context) => answerPage(context, {}),
  }),
  route({
    method: 'POST',
    path: '/visits/:awaitedId/answer',
    can: 'visit.answer',
    audit: { event: 'visit.answered' },
    params: visitParams,
    record: visitRecord,
    async handle(context) {
      const { db, actor, body, clock, record } = context;
      const read = readForm(questions, body);
      if (!read.ok) return answerPage(context, body, read.errors);
      const given = { outcome: String(read.values.outcome), safe: read.values.safe === 'yes' };
      const result = await answerVisit(db, actor, record.row, given, {
        now: clock.now(),
        today: clock.today().toString(),
      });
      return redirect(
        `/visits/${record.row.id}/answer`,
        result === 'saved' ? 'Saved' : 'Nothing was saved: somebody else answered, or they said that they are safe',
      );
    },
  }),
];
