/** What a worker does with a referral by a short form (rules/doings.ts): the move behind it, with what was answered. */
import type { Actor } from '../../access/rules/policy.ts';
import type { Database } from '../../kit/db.ts';
import type { Answer } from '../../kit/form.ts';
import { type DoingName, doings } from '../rules/doings.ts';
import type { MoveGiven } from '../rules/guards.ts';
import type { At } from '../rules/mover.ts';
import { softOutcomesOf } from '../rules/soft-outcomes.ts';
import { type ReferralRow, settleReferral } from './make.ts';
import { moveReferral } from './move.ts';
import { type Small, small } from './send.ts';
import { answerEnquiry, answerSignpost, type signpostAnswers } from './signposts.ts';
import { type Done, orTakeBack, refuse, together } from './together.ts';

type Answers = Readonly<Record<string, Answer>>;
const text = (values: Answers, name: string): string | null => {
  const value = values[name];
  return typeof value === 'string' ? value : null;
};

/** A day and a time of a place as a moment; null when the time is none. */
export function momentOf(day: string, time: string, timeZone: string): string | null {
  const [, hour = '', minute = ''] = /^(\d{1,2})[:.](\d{2})$/.exec(time.trim()) ?? [];
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59) return null;
  return Temporal.PlainDate.from(day)
    .toZonedDateTime({ timeZone, plainTime: new Temporal.PlainTime(Number(hour), Number(minute)) })
    .toInstant()
    .toString();
}

/** The fields of a move from the answers of its form. */
function givenOf(values: Answers, at: At): MoveGiven {
  return {
    ...{ day: text(values, 'day') ?? at.today, reason: text(values, 'reason'), words: text(values, 'words') },
    decision: text(values, 'decision') === 'yes' ? 'yes' : null,
    ...{ contactBy: text(values, 'by'), action: text(values, 'action'), expectedStart: text(values, 'expected') },
    ...{
      placed: text(values, 'placed'),
      expectedEnd: text(values, 'until'),
      serviceWorker: text(values, 'service_worker'),
    },
    endKind: text(values, 'end_kind') as MoveGiven['endKind'] & (string | null),
    ...{ outcome: text(values, 'outcome'), holder: text(values, 'holder'), report: text(values, 'report') },
    ...{ noReport: text(values, 'no_report'), talk: text(values, 'talk'), noTalk: text(values, 'no_talk') },
    ...{ nextStep: text(values, 'next'), soft: softOutcomesOf(values) },
    // What was said at the end is kept with what happened.
    data: Object.fromEntries(
      (['report', 'no_report', 'talk', 'no_talk', 'outcome'] as const).flatMap((name) => {
        const value = text(values, name);
        return value === null ? [] : [[name, value]];
      }),
    ),
  };
}

const smalls: Partial<Record<DoingName, Small>> = {
  'they-called': 'called',
  told: 'told',
  'form-received': 'form received',
  'form-lost': 'form lost',
  'form-complete': 'form complete',
};

/** Does it. Refused or stale, nothing is written. */
export async function doIt(
  db: Database,
  actor: Actor,
  row: ReferralRow,
  name: DoingName,
  values: Answers,
  at: At & { timeZone: string },
): Promise<Done> {
  const day = text(values, 'day') ?? at.today;
  const done = (came: { outcome: string; problems?: string[] }): Done =>
    came.outcome === 'saved' ? { outcome: 'done' } : (came as Done);
  const what = smalls[name];
  if (what !== undefined) return small(db, actor, row, what, day, at);
  if (name === 'settle') return done(await settleReferral(db, actor, row, text(values, 'words') ?? '', at));
  if (name === 'signpost') {
    const state = text(values, 'state') as keyof typeof signpostAnswers;
    return done(await answerSignpost(db, actor, row, { state, reason: text(values, 'reason'), day }, at));
  }
  if (name === 'answered' || name === 'close-enquiry') {
    const state = name === 'answered' ? 'answered' : 'closed';
    return done(await answerEnquiry(db, actor, row, { state, words: text(values, 'words'), day }, at));
  }
  const { move } = doings[name] as { move: Parameters<typeof moveReferral>[3] };
  return together(db, async (tx) => {
    const given = givenOf(values, at);
    if (name === 'book') {
      given.startsAt = momentOf(text(values, 'on') ?? at.today, text(values, 'at') ?? '', at.timeZone);
      if (given.startsAt === null) refuse('Enter the time in hours and minutes, for example 14:30');
      given.place = text(values, 'place');
      given.toldOn = text(values, 'told') === 'yes' ? at.today : null;
    }
    orTakeBack(await moveReferral(tx, { side: 'worker', actor }, row, move, given, at));
    return {};
  });
}
