/** A referral to a service with everything that can come of one, told through the application's own actions. */
import assert from 'node:assert/strict';
import type { Actor } from '../../src/access/rules/policy.ts';
import { findCase } from '../../src/cases/actions/record.ts';
import { logUnmetNeed } from '../../src/directory/actions/unmet.ts';
import { type Database, transaction } from '../../src/kit/db.ts';
import { newId } from '../../src/kit/ids.ts';
import { raiseAlarm } from '../../src/referrals/actions/alarms.ts';
import { recordContact } from '../../src/referrals/actions/chase.ts';
import { giveConsent } from '../../src/referrals/actions/consent.ts';
import { recordFeedback } from '../../src/referrals/actions/feedback.ts';
import { makeReferral } from '../../src/referrals/actions/make.ts';
import { findReferral, type MoveGiven, moveReferral, type ReferralRow } from '../../src/referrals/actions/move.ts';
import { tellService } from '../../src/referrals/actions/send.ts';
import { raiseConcern, rate } from '../../src/referrals/actions/views.ts';
import type { MoveName } from '../../src/referrals/rules/states.ts';

/** Who, where to, and the words that stand wherever a story has room for some. `day` is 'YYYY-MM-DD', before `today`. */
export type ServiceStory = {
  actor: Actor & { userId: string };
  caseId: string;
  /** It has begun: the service was told, has met the person, and owes feedback. */
  begun: string;
  /** Agreed with the person, and not told to the service yet. */
  agreed: string;
  /** A need of the directory. */
  need: string;
  words: string;
  day: string;
  today: string;
};

/** Tells it. Throws AssertionError where the application refuses a part. */
export async function serviceStory(db: Database, story: ServiceStory): Promise<void> {
  const { actor, caseId, need, words, day, today } = story;
  const at = { now: Temporal.Instant.from(`${day}T12:00:00Z`), today: day };
  const head = await findCase(db, caseId);
  assert.ok(head);
  const went = (came: { outcome: string }) =>
    assert.ok(['done', 'moved', 'saved'].includes(came.outcome), JSON.stringify(came));
  const made = async (serviceId: string): Promise<() => Promise<ReferralRow>> => {
    const come = await makeReferral(
      db,
      actor,
      head,
      {
        ...{ kind: 'referral', serviceId, need, why: ['need'], whyWords: words, directiveId: null, parentId: null },
        ...{ overrideReason: null, exceptionReason: null, undisclosed: false, madeAs: null, madeOn: day },
        ...{ decision: 'yes', reason: null },
      },
      at,
    );
    assert.ok(come.outcome === 'done', JSON.stringify(come));
    const read = async () => (await findReferral(db, come.id)) as ReferralRow;
    went(await giveConsent(db, actor, await read(), { items: ['name', 'need'], how: 'spoken', givenOn: day }, at));
    return read;
  };
  await made(story.agreed);
  const read = await made(story.begun);
  const told = { name: head.name, need: words };
  const telling = { mode: 'phone', channel: 'phone', words: told, leads: 'send', day } as const;
  went(await tellService(db, actor, await read(), telling, at));
  const service = { side: 'service', actor, name: words } as const;
  const moves = async (move: MoveName, given: Partial<MoveGiven> = {}) =>
    went(await transaction(db, async (tx) => moveReferral(tx, service, await read(), move, { day, ...given }, at)));
  await moves('accept', { words });
  await moves('start', { serviceWorker: words });
  const said = { attended: 1, planned: 2, done: words, words };
  went({
    outcome: await transaction(db, async (tx) =>
      recordFeedback(tx, service, await read(), said, { day, final: false }, at),
    ),
  });
  await db.query(`insert into feedback_due (id, referral_id, kind, due_on) values ($1, $2, 'week 2', $3)`, [
    ...[newId(), (await read()).id, day],
  ]);
  const contact = { day, channel: 'phone', purpose: 'progress', begunBy: 'worker', personThere: false } as const;
  went({ outcome: await recordContact(db, actor, await read(), { ...contact, words, agreed: words }, at) });
  await rate(db, actor, await read(), { day, score: 1, words, disposition: 'shared with advisers' });
  await raiseConcern(db, actor, await read(), { words, day });
  const { personId, programmeId } = head;
  const of = { caseId, personId, programmeId };
  await transaction(db, async (tx) => {
    for (const kind of ['silence', 'no case manager'] as const)
      await raiseAlarm(tx, { kind, ...of, referralId: (await read()).id, since: day, words }, today);
    await logUnmetNeed(tx, actor, {
      ...{ programmeId, areaId: head.case.areaId, of, termId: need, reason: 'none offers', words, found: 0, day },
    });
  });
}
