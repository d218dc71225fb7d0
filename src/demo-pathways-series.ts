/** The series of interviews of the demonstration's people: held, screened, put off, waived, missed, finished. */
import { type Actor, systemActor } from './access/rules/policy.ts';
import { type CaseHead, documentOf } from './cases/actions/record.ts';
import { findAppointment } from './diary/actions/change.ts';
import { recordOutcome } from './diary/actions/settle.ts';
import { askChange, decideChange } from './interviews/actions/changes.ts';
import { bookInterview } from './interviews/actions/diary.ts';
import { beginFailure, proposeOutcome, recordAttempt, recordCause } from './interviews/actions/failures.ts';
import { beginScreening, finishScreening } from './interviews/actions/screening.ts';
import { standingOf, startSeries } from './interviews/actions/series.ts';
import { chooseAfterwards, volunteer } from './interviews/actions/status.ts';
import { schedule } from './interviews/rules/series.ts';
import { type Clock, fixedClock } from './kit/clock.ts';
import type { Database } from './kit/db.ts';
import { type Interviews, screeningOn } from './programmes/rules.ts';
import { later } from './today/rules.ts';

/** An adviser of the demonstration, where their people come from, and who decides. */
export type Advisers = {
  db: Database;
  programmeId: string;
  place: { id: string; name: string; providerId: string | null };
  siteId: string;
  worker: { id: string; name: string };
  actor: Actor;
  today: string;
  clock: Clock;
};

/** One of a list, in turn. */
export const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;
const at = (day: string, time = '16:00'): Clock => fixedClock(`${day}T${time}:00Z`);

/** What was done, or an error that says what was not. */
export function saved<T extends { outcome: string }>(done: T): T {
  if (done.outcome !== 'saved' && done.outcome !== 'booked') throw new Error(`Not done: ${JSON.stringify(done)}`);
  return done;
}

/** Starts the series of somebody and brings it to where it stands today. */
export async function seen(
  team: Advisers,
  one: CaseHead,
  n: number,
  claimOn: string,
  startedOn: string,
): Promise<void> {
  const { db, actor, today } = team;
  const section = documentOf(one, today)?.interviews as Interviews;
  const series = section.series[0];
  if (series === undefined) return;
  const exempt = n === 3 ? 'capability_exempt' : null;
  const days = schedule(series, { claimOn, startedOn }, 'england-and-wales').map(({ plannedOn }) => plannedOn);
  const past = days
    .filter((day) => day < later(today, -7))
    .map((day, index) => later(day, (n + index) % 4 === 2 ? 7 : 0));
  const shielded = n % 7 === 2 ? ['mental_health'] : [];
  saved(
    await startSeries(
      db,
      actor,
      one,
      { claimOn, exemption: exempt, protected: shielded, held: exempt === null ? past : [] },
      startedOn,
    ),
  );
  if (exempt !== null) return;
  const now = await standingOf(db, one.caseId);
  if (
    now !== null &&
    past.length > 0 &&
    series.screening &&
    n % 3 === 0 &&
    (await screened(team, one, n, pick(past, 0)))
  )
    return;
  if (past.length === days.length) await finished(team, one, n, section);
  else await goesOn(team, one, n, past.length);
}

/** Screens somebody after the first interview; true where the result is OUT. */
async function screened(team: Advisers, one: CaseHead, n: number, on: string): Promise<boolean> {
  const { db, actor, today } = team;
  const section = documentOf(one, today)?.interviews as Interviews;
  const version = screeningOn(section, on);
  const standing = await standingOf(db, one.caseId);
  if (version === null || standing === null) return false;
  const askedAt = Temporal.Instant.from(`${on}T10:20:00Z`).toString();
  const id = await beginScreening(db, actor, one, {
    seriesId: standing.series.id,
    version: version.version,
    mode: 'in_interview',
    askedAt,
  });
  const out = n % 9 === 0;
  const answers: Record<string, string> = out
    ? {
        last_worked: 'under_6_months',
        expects_return: 'within_3_months',
        health_outlook: 'better',
        confidence: 'some',
        wants_help: 'yes',
      }
    : {
        last_worked: 'longer',
        expects_return: 'not_sure',
        health_outlook: 'worse',
        confidence: 'not',
        wants_help: 'not_sure',
      };
  const draft = {
    rowVersion: 1,
    mode: 'in_interview' as const,
    askedAt,
    answers,
    conditions: ['mental_health'],
    others: n % 6 === 0 ? ['Fibromyalgia'] : [],
  };
  saved(
    await finishScreening(db, actor, one, {
      id,
      draft: { ...draft, judgement: null, judgementWords: null },
      version,
      clock: at(on),
    }),
  );
  if (!out) return false;
  const now = await standingOf(db, one.caseId);
  if (now !== null) saved(await volunteer(db, actor, one, { version: now.series.version, today: on }));
  return true;
}

async function finished({ db, actor, today }: Advisers, one: CaseHead, n: number, section: Interviews): Promise<void> {
  // Some wait for somebody to choose what follows.
  if (n % 5 === 4) return;
  const standing = await standingOf(db, one.caseId);
  const choice = pick(section.afterLast, n);
  if (standing !== null)
    saved(
      await chooseAfterwards(db, actor, one, {
        version: standing.series.version,
        choice,
        section,
        today: later(today, -2),
      }),
    );
}

/** What is going on with somebody whose next interview is still to come. */
async function goesOn(team: Advisers, one: CaseHead, n: number, held: number): Promise<void> {
  const { db, actor, today, clock } = team;
  const change = {
    scope: 'next' as const,
    words: null,
    evidence: null,
    interpreterPresent: null,
    purposeUnderstood: null,
    classesOffered: null,
  };
  const told = { informationGiven: true, adviceFrom: 'Work psychologist', advice: 'Agrees' };
  if (n % 10 === 4)
    return void saved(
      await askChange(
        db,
        actor,
        one,
        {
          ...change,
          ...told,
          kind: 'deferral',
          reason: 'treatment',
          awaited: 'Operation on the knee',
          returnsOn: later(today, 60),
          reviewOn: later(today, 45),
        },
        clock,
      ),
    );
  if (n % 10 === 7) {
    const asked = await askChange(
      db,
      actor,
      one,
      {
        ...change,
        ...told,
        kind: 'waiver',
        scope: 'rest',
        reason: 'really_ill',
        awaited: null,
        returnsOn: null,
        reviewOn: later(today, 150),
      },
      clock,
    );
    if (asked.outcome === 'saved' && n % 20 === 7)
      saved(
        await decideChange(db, systemActor, one, { id: asked.id, version: 1, approved: true, words: 'Agreed', clock }),
      );
    return;
  }
  if (n % 6 === 5) return missed(team, one, n);
  // Two in three are booked.
  if (n % 3 !== 1) await booked(team, one, n, later(today, 2 + ((n + held) % 9)), clock);
}

const times = ['09:30', '10:45', '13:30', '15:00'];
async function booked(team: Advisers, one: CaseHead, n: number, from: string, clock: Clock): Promise<string | null> {
  const { db, actor, siteId, worker } = team;
  for (let step = 0; step < 12; step += 1) {
    const day = later(from, Math.floor(step / 2));
    const wish = {
      staffId: worker.id,
      siteId,
      mode: n % 4 === 3 ? ('phone' as const) : ('in_person' as const),
      day,
      at: pick(times, n + step),
    };
    const done = await bookInterview(db, actor, one, { ...wish, voluntary: false, minutes: 60 }, { clock });
    if (done.outcome === 'booked') return done.id;
  }
  return null;
}

/** Did not come last week: a letter, a call; of some a cause, of others a proposal that waits for the manager. */
async function missed(team: Advisers, one: CaseHead, n: number): Promise<void> {
  const { db, actor, today } = team;
  const id = await booked(team, one, n, later(today, -13), at(later(today, -20)));
  const row = id === null ? null : await findAppointment(db, id);
  if (row === null) return;
  const on = Temporal.Instant.fromEpochMilliseconds(row.from_ms)
    .toZonedDateTimeISO(row.time_zone)
    .toPlainDate()
    .toString();
  const outcome = { state: 'did_not_attend' as const, lateMinutes: null, reason: 'Not known' };
  await recordOutcome(db, actor, row, row.version, outcome, { clock: at(on, '18:00') });
  const standing = await standingOf(db, one.caseId);
  const interview = standing?.interviews.find(({ appointment }) => appointment?.id === id);
  if (interview === undefined || n % 12 === 11) return;
  const begun = saved(
    await beginFailure(db, actor, one, {
      interviewId: interview.id,
      failedOn: on,
      letterOn: on,
      clock: at(later(on, 1)),
    }),
  );
  if (begun.outcome !== 'saved') return;
  const failure = { id: begun.id, version: 1 };
  const attempt = { on: later(on, 1), channel: 'phone', label: 'Telephone', words: null };
  saved(await recordAttempt(db, actor, one, { ...failure, ...attempt, reached: n % 2 === 0 }));
  const section = documentOf(one, today)?.interviews as Interviews;
  const ill = section.failure.causes.find(({ code }) => code === 'ill');
  if (n % 2 === 0 && ill !== undefined)
    saved(
      await recordCause(db, actor, one, {
        ...failure,
        cause: ill,
        answeredOn: later(on, 1),
        words: 'In bed with the flu',
        evidence: null,
      }),
    );
  else if ((standing?.series.protected.length ?? 0) === 0 && later(on, 6) <= today)
    saved(
      await proposeOutcome(db, actor, one, {
        ...failure,
        proposal: 'new_interview',
        label: 'A new interview, nothing else',
        words: 'Never missed one before',
        today,
      }),
    );
}
