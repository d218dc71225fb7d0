import { Type } from 'typebox';
import { type Actor, programmesOf } from '../../access/rules/policy.ts';
import { file, notFound, page, type Route, route } from '../../access/rules/route.ts';
import { csvStream } from '../../kit/csv.ts';
import { parseDay } from '../../kit/days.ts';
import type { Sql } from '../../kit/db.ts';
import { uuidPattern } from '../../kit/uuid.ts';
import { listProgrammes } from '../../programmes/actions.ts';
import { declineReasonsOf, holidayList, type ProgrammeDocument } from '../../programmes/rules.ts';
import { type After, firstMeetings, startRateOf, toCatchUp } from '../actions/waiting.ts';
import { catchUpHtml, firstMeetingsHtml, reasonsText, startRateHtml } from '../pages/waiting.ts';
import { firstMeetingClock } from '../rules/referral-clock.ts';
import { senderText } from '../rules/referral-in.ts';
import { documentFor } from './referrals.ts';

const perPage = 50;
const listQuery = Type.Object({
  after: Type.Optional(Type.String({ pattern: `^\\d{4}-\\d{2}-\\d{2}_${uuidPattern}$` })),
});
/** Where a page begins; an address that was tampered with begins at the start. */
function afterFrom(given: string | undefined): After | null {
  const [day = '', id = ''] = given?.split('_') ?? [];
  return parseDay(day) === null ? null : { day, id };
}

const rateQuery = Type.Object({ programme: Type.Optional(Type.String({ maxLength: 80 })) });
async function rateOf(sql: Sql, actor: Actor, key: string | undefined, today: string) {
  const all = await listProgrammes(sql, { day: today, ids: programmesOf(actor, 'referral_in.decide') });
  const programme = (key === undefined ? all[0] : all.find((one) => one.key === key)) ?? notFound();
  const document = await documentFor(sql, programme.id, today);
  const rows = await startRateOf(sql, actor, { programmeId: programme.id, holidays: holidayList(document) });
  return { programme, rows, reasons: declineReasonsOf(document) };
}

/** Lists of what waits between referral and attachment, and what became of the referrals of each sender. */
export const waitingRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/first-meetings',
    can: 'case.list',
    audit: { read: 'who waits for a first meeting' },
    query: listQuery,
    async handle({ db, actor, clock, query }) {
      const today = clock.today().toString();
      const { rows, next } = await firstMeetings(db, actor, afterFrom(query.after), perPage);
      const documents = new Map<string, ProgrammeDocument>();
      for (const id of new Set(rows.map((row) => row.programme_id)))
        documents.set(id, await documentFor(db, id, today));
      const clocked = rows.map((row) => ({
        ...row,
        clock: firstMeetingClock(
          { status: 'referred', referredOn: row.referred_on, firstMetOn: null },
          documents.get(row.programme_id) as ProgrammeDocument,
          today,
        ),
      }));
      return page({ title: 'Who waits for a first meeting', wide: true, main: firstMeetingsHtml(clocked, next) });
    },
  }),
  route({
    method: 'GET',
    path: '/cases/without-evidence',
    can: 'case.correct',
    audit: { read: 'attachments without evidence' },
    query: listQuery,
    async handle({ db, actor, query }) {
      const { rows, next } = await toCatchUp(db, actor, afterFrom(query.after), perPage);
      return page({ title: 'Attachments without evidence', wide: true, main: catchUpHtml(rows, next) });
    },
  }),
  route({
    method: 'GET',
    path: '/referrals/start-rate',
    can: 'referral_in.decide',
    audit: 'nothing',
    query: rateQuery,
    async handle({ db, actor, clock, query }) {
      const found = await rateOf(db, actor, query.programme, clock.today().toString());
      return page({
        title: 'How many start, by who referred them?',
        back: { href: '/referrals', text: 'Referrals to decide' },
        wide: true,
        main: startRateHtml(found),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/referrals/start-rate.csv',
    can: 'referral_in.decide',
    audit: 'nothing',
    query: rateQuery,
    async handle({ db, actor, clock, query }) {
      const today = clock.today().toString();
      const { programme, rows, reasons } = await rateOf(db, actor, query.programme, today);
      const columns = [
        'route',
        'organisation',
        'sent',
        'open',
        'accepted',
        'declined',
        'declined_by_reason',
        'withdrawn',
        'first_meeting_held',
        'attached',
        'median_working_days',
        'ninety_percent_working_days',
      ];
      async function* lines() {
        for (const row of rows)
          yield [
            senderText(row.route),
            row.organisation,
            row.sent,
            row.open,
            row.accepted,
            row.declined,
            reasonsText(row, reasons),
            row.withdrawn,
            row.met,
            row.attached,
            row.median,
            row.nine_in_ten,
          ].map((value) => (value === null ? null : String(value)));
      }
      return file({
        name: `start-rate-${programme.key}-${today}.csv`,
        type: 'text/csv; charset=utf-8',
        body: csvStream(columns, lines()),
      });
    },
  }),
];
