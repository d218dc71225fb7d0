/** What a service answers becomes moves, feedback and notes of its referral: all of it, or nothing. */

import { type Database, type Tx, transaction } from '../../kit/db.ts';
import type { Answer as Given } from '../../kit/form.ts';
import type { AnswerKey } from '../rules/answers.ts';
import type { MoveGiven } from '../rules/guards.ts';
import type { At, Mover } from '../rules/mover.ts';
import { softOutcomesOf } from '../rules/soft-outcomes.ts';
import type { MoveName } from '../rules/states.ts';
import { lockReferral, type ReferralChange, type ReferralRow } from '../store/referrals.ts';
import { recordFeedback, type Said } from './feedback.ts';
import { type Happened, moveReferral, noteReferral } from './move.ts';
import { offerPlace } from './places.ts';
import { formReceived } from './send.ts';

/** What a service answered: the key, and the fields of the form by their names without the key. */
export type Answered = { key: AnswerKey; values: Readonly<Record<string, Given>> };
/** What came of it. Refused or stale: nothing was written. */
export type Outcome = { outcome: 'saved' } | { outcome: 'refused'; problems: string[] } | { outcome: 'stale' };

type Answering = { tx: Tx; by: Mover & { side: 'service' }; at: At & { timeZone: string }; row: ReferralRow };

/** Thrown to take back what was written before a part of an answer was refused. */
class Refused extends Error {
  readonly came: Exclude<Outcome, { outcome: 'saved' }>;
  constructor(came: Exclude<Outcome, { outcome: 'saved' }>) {
    super(came.outcome);
    this.came = came;
  }
}

const textOf = (value: Given | undefined): string | null => (typeof value === 'string' ? value : null);
const numberOf = (value: Given | undefined): number | null => (typeof value === 'number' ? value : null);

/** Reads the referral again, as the move before left it. */
async function again(work: Answering): Promise<void> {
  const row = await lockReferral(work.tx, work.row.id);
  if (row === null) throw new Refused({ outcome: 'stale' });
  work.row = row;
}

async function move(work: Answering, name: MoveName, given: MoveGiven): Promise<void> {
  const moved = await moveReferral(work.tx, work.by, work.row, name, given, work.at);
  if (moved.outcome !== 'moved') throw new Refused(moved);
  await again(work);
}

/** Whatever a service answers first says that it arrived. */
async function arrived(work: Answering): Promise<void> {
  if (work.row.state === 'sent') await move(work, 'receive', { day: work.at.today });
}

/** Writes down what is no move. */
async function note(
  work: Answering,
  change: ReferralChange,
  happened: Omit<Happened, 'day'> & { day?: string; clock?: boolean },
): Promise<void> {
  const { tx, by, row, at } = work;
  const came = await noteReferral(tx, by, row, change, { day: at.today, ...happened }, at);
  if (came.outcome !== 'saved') throw new Refused(came);
  await again(work);
}

async function feedback(work: Answering, values: Answered['values'], final: boolean): Promise<void> {
  const said: Said = {
    ...{ attended: numberOf(values.attended), planned: numberOf(values.planned), done: textOf(values.done) },
    ...{ hopes: textOf(values.hopes), readiness: textOf(values.readiness), barriers: textOf(values.barriers) },
    ...{
      milestone: textOf(values.milestone),
      milestoneOn: textOf(values.milestone) === null ? null : textOf(values.day),
    },
    ...{ nextStep: textOf(values.next), words: final ? textOf(values.report) : textOf(values.words) },
  };
  const came = await recordFeedback(work.tx, work.by, work.row, said, { day: work.at.today, final }, work.at);
  if (came === 'stale') throw new Refused({ outcome: 'stale' });
  await again(work);
}

function appointmentOf(work: Answering, values: Answered['values']): MoveGiven {
  const [hour, minute] = String(values.at).split(':').map(Number) as [number, number];
  const startsAt = Temporal.PlainDate.from(String(values.day))
    .toZonedDateTime({ timeZone: work.at.timeZone, plainTime: new Temporal.PlainTime(hour, minute) })
    .toInstant();
  return {
    ...{ day: work.at.today, startsAt: startsAt.toString(), place: textOf(values.place) },
    toldOn: values.told === 'yes' ? work.at.today : null,
  };
}

const placedOf = (values: Answered['values']): Pick<MoveGiven, 'placed'> => {
  const placed = textOf(values.placed);
  return placed === null ? {} : { placed };
};

/** The end, and what a hand-back asks, in the words of the form. */
const handBackOf = (values: Answered['values'], day: string): MoveGiven => ({
  ...{ day, holder: textOf(values.holder), report: textOf(values.report), noReport: textOf(values.no_report) },
  ...{ talk: textOf(values.talk), noTalk: textOf(values.no_talk), nextStep: textOf(values.next) },
});

const doings: Record<AnswerKey, (work: Answering, values: Answered['values']) => Promise<void>> = {
  async see(work, values) {
    await arrived(work);
    await move(work, 'book', appointmentOf(work, values));
  },
  async call(work, values) {
    await arrived(work);
    await move(work, 'they will call', { day: work.at.today, contactBy: textOf(values.day) });
  },
  async wait(work, values) {
    await arrived(work);
    await move(work, 'wait', { day: work.at.today, expectedStart: textOf(values.day) });
  },
  async decline(work, values) {
    await arrived(work);
    await move(work, 'reject', { day: work.at.today, reason: textOf(values.reason), words: textOf(values.words) });
  },
  async ask(work, values) {
    await arrived(work);
    await note(work, {}, { kind: 'asked', event: 'service referral.asked', words: textOf(values.words) });
  },
  receive: arrived,
  form: (work, values) => formCame(work, textOf(values.day) ?? work.at.today),
  came: (work) => move(work, 'attend', { day: work.at.today }),
  async begun(work, values) {
    await move(work, 'attend', { day: work.at.today });
    await move(work, 'start', { day: work.at.today, ...placedOf(values) });
  },
  missed: (work, values) => move(work, 'miss', { day: work.at.today, reason: textOf(values.words) }),
  rebook: (work, values) => move(work, 'book', appointmentOf(work, values)),
  async start(work, values) {
    await arrived(work);
    const day = textOf(values.day) ?? work.at.today;
    await move(work, 'start', { day, expectedEnd: textOf(values.end), ...placedOf(values) });
  },
  accept: (work, values) =>
    move(work, 'accept', {
      ...{ day: work.at.today, expectedStart: textOf(values.day), serviceWorker: textOf(values.worker) },
      ...placedOf(values),
    }),
  async place(work, values) {
    const came = await offerPlace(work.tx, work.by, work.row, String(values.day), work.at);
    if (came !== 'saved') throw new Refused({ outcome: 'refused', problems: [came] });
    await again(work);
  },
  async expect(work, values) {
    const expected = textOf(values.day) ?? '';
    if (expected < work.at.today)
      throw new Refused({ outcome: 'refused', problems: ['Enter an expected day that is still to come'] });
    await note(
      work,
      { expected_start: expected, place_offered_on: null },
      {
        kind: 'expected',
        event: 'service referral.wait changed',
        data: { before: work.row.expected_start, expected },
        clock: true,
      },
    );
  },
  progress: (work, values) => feedback(work, values, false),
  pause: (work, values) => move(work, 'suspend', { day: work.at.today, words: textOf(values.words) }),
  resume: (work) => move(work, 'resume', { day: work.at.today }),
  async finish(work, values) {
    const day = textOf(values.day) ?? work.at.today;
    const kind = textOf(values.kind) as NonNullable<MoveGiven['endKind']>;
    const soft = softOutcomesOf(values);
    const ended = { ...handBackOf(values, day), endKind: kind, outcome: textOf(values.outcome), soft };
    const reported = ended.report !== null || ended.noReport !== null;
    // Without a report, or why there is none, it ends and the report stays awaited.
    await move(work, 'end', ended);
    if (ended.report !== null) await feedback(work, values, true);
    if (reported) await move(work, 'hand back', ended);
  },
  async report(work, values) {
    if (textOf(values.report) !== null) await feedback(work, values, true);
    await move(work, 'hand back', handBackOf(values, work.at.today));
  },
};

async function formCame(work: Answering, day: string): Promise<void> {
  const came = await formReceived(work.tx, work.by, work.row, day, work.at);
  if (came.outcome !== 'done') throw new Refused(came as Refused['came']);
}

/** Does what a service answered to the referral that it saw (`version`), in one transaction. */
export async function giveAnswer(
  db: Database,
  by: Mover & { side: 'service' },
  seen: Pick<ReferralRow, 'id' | 'version'>,
  answered: Answered,
  at: At & { timeZone: string },
  also: (tx: Tx) => Promise<unknown> = async () => {},
): Promise<Outcome> {
  try {
    return await transaction(db, async (tx) => {
      const row = await lockReferral(tx, seen.id);
      if (row === null || row.version !== seen.version) return { outcome: 'stale' };
      await doings[answered.key]({ tx, by, at, row }, answered.values);
      await also(tx);
      return { outcome: 'saved' };
    });
  } catch (error) {
    if (error instanceof Refused) return error.came;
    throw error;
  }
}
