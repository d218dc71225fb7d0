import { Type } from 'typebox';
import { can } from '../../access/rules/policy.ts';
import { type Context, type Page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage, casePath } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import type { Booking } from '../../diary/actions/book.ts';
import { bookHtml } from '../../diary/actions/book-page.ts';
import { searchFrom } from '../../diary/actions/search.ts';
import { bookingChoices, nextFree, type Search, workersFor } from '../../diary/actions/slots.ts';
import { otherTime } from '../../diary/rules/booking-form.ts';
import { spokenNeeds } from '../../diary/rules/interpreter.ts';
import { slotFrom } from '../../diary/rules/slot-text.ts';
import { needs, waysToBook } from '../../diary/rules/words.ts';
import { type Errors, readForm, type Typed, typedText } from '../../kit/form.ts';
import { bookInterview, type InterviewWish } from '../actions/diary.ts';
import { sectionOf, standingOf } from '../actions/series.ts';
import { dueHtml } from '../pages/book.ts';
import { mandatoryRefusal, openInterviews } from '../rules/series.ts';
import { type InterviewContext, noSection, refusedPage } from './form.ts';

const query = Type.Object({
  site: Type.Optional(Type.String({ format: 'uuid' })),
  worker: Type.Optional(Type.String({ format: 'uuid' })),
  mode: Type.Optional(Type.Enum([...waysToBook])),
  from: Type.Optional(Type.String({ maxLength: 10 })),
  language: Type.Optional(Type.String({ maxLength: 60 })),
  needs: Type.Optional(Type.Array(Type.Enum([...needs]), { maxItems: 4 })),
});
type Of = Context<{ caseId: string }, unknown, CaseHead>;
type Refused = Exclude<Booking, { outcome: 'booked' }>;

/** Where the search begins for an interview of so many minutes. */
const standingSearch = (head: CaseHead, siteId: string, from: string, minutes: number): Search => ({
  ...{ siteId, staffId: head.case.keyWorkerId, kind: 'interview', mode: 'in_person', needs: [], language: null },
  ...{ from, minutes },
});

/** What is looked for. An interview is somebody's: 'anybody' is the worker who stands. */
function interviewSearch(given: Typed, standing: Search, today: string): Search {
  const search = searchFrom(given, standing, today);
  return { ...search, kind: standing.kind, staffId: search.staffId ?? standing.staffId };
}

/** The page on which the next interview, or a voluntary one, is booked. */
async function bookPage(
  context: Of,
  voluntary: boolean,
  given: { typed?: Typed; errors?: Errors; refused?: Refused; words?: string } = {},
): Promise<Page> {
  const { db, actor, clock, csrf, record: head } = context;
  const title = voluntary ? 'Book a voluntary interview' : 'Book the next interview';
  const today = clock.today().toString();
  const wrong = given.errors !== undefined || given.refused !== undefined || given.words !== undefined;
  const status = given.errors === undefined ? 409 : 422;
  const say = (words: string) =>
    refusedPage(
      context as unknown as InterviewContext,
      title,
      words,
      context.body === undefined || !wrong ? undefined : status,
    );
  const section = sectionOf(head, today)?.section;
  if (section === undefined) return say(noSection);
  const standing = await standingOf(db, head.caseId);
  const refusal = voluntary
    ? standing === null
      ? 'There is no series of interviews yet. Start it first'
      : null
    : mandatoryRefusal(standing?.series ?? null, standing?.interviews ?? []);
  if (refusal !== null) return say(`${refusal}.`);
  const next = voluntary ? undefined : openInterviews(standing?.interviews ?? [])[0];
  const choices = await bookingChoices(db, head, head.case.keyWorkerId, today);
  const siteId =
    choices.homeId ?? choices.sites.find(({ area_id }) => area_id === head.case.areaId)?.id ?? choices.sites[0]?.id;
  if (siteId === undefined)
    return say('No site can be booked yet. A manager adds sites, rooms and hours of work first.');
  const from = next !== undefined && next.plannedOn > today ? next.plannedOn : today;
  const search = interviewSearch(
    given.typed ?? (context.query as Typed),
    { ...standingSearch(head, siteId, from, section.minutes), ...spokenNeeds(choices.interpreter) },
    today,
  );
  const free = await nextFree(db.searching, head, search, clock);
  const path = casePath(head.caseId, 'interviews');
  return casePage({
    ...{ head, today: clock.today(), current: 'interviews', title },
    ...(wrong ? { status, error: true } : {}),
    main: bookHtml({
      ...{ title, csrf, today, search, questions: otherTime, save: 'Book', back: path },
      visit: `/cases/${head.caseId}/visits/new?interview=${voluntary ? 'voluntary' : 'next'}`,
      path: `${path}/${voluntary ? 'book-voluntary' : 'book'}`,
      ...(next === undefined ? {} : { before: dueHtml(next, standing?.series.total ?? 0, today) }),
      ...{ sites: choices.sites, languages: choices.languages, slots: free.slots, minutes: free.minutes },
      staff: await workersFor(db, search, head.case.keyWorkerId, today),
      interpreter: choices.interpreter,
      typed: given.typed ?? {},
      errors: given.errors ?? {},
      problems: given.words === undefined ? (given.refused?.problems ?? []) : [{ text: given.words, passable: false }],
      alternatives: given.refused?.alternatives ?? [],
      timeZone: free.site?.timeZone ?? context.timeZone,
      mayOverride: can(actor, 'appointment.override', head),
    }),
  });
}

async function book(context: Of, voluntary: boolean): Promise<Reply> {
  const { db, actor, clock, body, record: head } = context;
  const section = sectionOf(head, clock.today().toString())?.section;
  if (section === undefined) return bookPage(context, voluntary, { words: noSection });
  const read = readForm(otherTime, body);
  if (!read.ok) return bookPage(context, voluntary, { typed: body, errors: read.errors });
  const { day, at } = read.values;
  const chosen = slotFrom(typedText(body, 'slot'));
  const today = clock.today().toString();
  const search = interviewSearch(body, standingSearch(head, '', today, section.minutes), today);
  const errors: Errors = {};
  if (chosen === null && day === null && at === null) errors.slot = 'Choose a time, or enter another one below';
  else if (chosen === null && day === null) errors.day = 'Enter the day';
  else if (chosen === null && at === null) errors.at = 'Enter the time';
  if (chosen === null && search.staffId === null) errors.slot = 'Choose with whom';
  if (Object.keys(errors).length > 0) return bookPage(context, voluntary, { typed: body, errors });
  const { siteId, mode } = search;
  const place = chosen ?? { siteId, mode, staffId: search.staffId ?? '', day: String(day), at: String(at) };
  const wish: InterviewWish = {
    ...{ ...place, voluntary, minutes: section.minutes, needs: search.needs, language: search.language },
  };
  const override = can(actor, 'appointment.override', head) ? typedText(body, 'override').slice(0, 300) || null : null;
  const done = await bookInterview(db, actor, head, wish, { clock, override });
  if (done.outcome === 'booked') return redirect(casePath(head.caseId, 'interviews'), 'The interview is booked');
  if (done.outcome === 'stale')
    return bookPage(context, voluntary, { typed: body, words: 'Somebody was first. Look again' });
  if ('words' in done) return bookPage(context, voluntary, { typed: body, words: done.words });
  return bookPage(context, voluntary, { typed: body, refused: done });
}

/** Booking an interview: what the diary knows, and what the series allows. */
export const bookRoutes: readonly Route[] = (['book', 'book-voluntary'] as const).flatMap((path) => {
  const voluntary = path === 'book-voluntary';
  const common = {
    path: `/cases/:caseId/interviews/${path}`,
    can: 'case.record',
    params: caseParams,
    record: caseRecord,
  } as const;
  return [
    route({
      ...common,
      method: 'GET',
      audit: { read: 'interviews' },
      query,
      handle: (context) => bookPage(context, voluntary),
    }),
    route({
      ...common,
      method: 'POST',
      audit: { event: 'interview.booked' },
      handle: (context) => book(context, voluntary),
    }),
  ];
});
