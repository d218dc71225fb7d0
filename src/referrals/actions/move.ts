/**
 * The one way in which a referral moves: the table of moves and the guards are asked, then its row, what happened, the event of
 * the case, what falls due and the counts of the service are written together. Refused or stale, nothing is.
 */
import { tell } from '../../access/actions/notices.ts';
import { mayOpen } from '../../access/actions/restricted.ts';
import { recordEvent } from '../../access/actions.ts';
import { countForService } from '../../directory/actions/figures.ts';
import type { Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { stopMessages } from '../../messages/actions/queue.ts';
import { unsays } from '../rules/confirmation.ts';
import { countsOf, effectOf } from '../rules/effects.ts';
import { moveEvents } from '../rules/events.ts';
import { isSensitive, type MoveGiven, problemsOf } from '../rules/guards.ts';
import type { At, Mover } from '../rules/mover.ts';
import { itemsFrom } from '../rules/payload.ts';
import { type MoveName, mayMove, type State } from '../rules/states.ts';
import { insertReferralEvent } from '../store/moves.ts';
import { lockReferral, type ReferralChange, type ReferralRow, updateReferral } from '../store/referrals.ts';
import { besides } from './besides.ts';
import { dueNow, factsFor, type Known, surroundings } from './facts.ts';

export type { MoveGiven, Sent } from '../rules/guards.ts';
export type { At, Mover } from '../rules/mover.ts';
export type { ReferralRow } from '../store/referrals.ts';
export { findReferral, lockReferral } from '../store/referrals.ts';

/** What came of it. Refused or stale: nothing was written. */
export type Moved = { outcome: 'moved'; to: State } | { outcome: 'refused'; problems: string[] } | { outcome: 'stale' };

/** What happened, for the history of a referral and the timeline of its case. */
export type Happened = {
  /** The name of the move, or of what else was done. */
  kind: string;
  /** The kind of the case's event, 'service referral.…'. */
  event: string;
  day: string;
  to?: string;
  reason?: string | null;
  words?: string | null;
  sensitive?: boolean;
  /** Facts for the history; nothing of a person's health, convictions or risk. */
  data?: Record<string, unknown>;
};

/** Writes a change of a referral that is held, with what happened; what is due is told anew where it moved or `clock` asks. */
async function write(
  tx: Tx,
  by: Mover,
  row: ReferralRow,
  { change, happened, known, at }: { change: ReferralChange; happened: Happened; known: Known | null; at: At },
): Promise<void> {
  const due = known === null ? {} : dueNow({ ...row, ...change }, happened.day, known);
  await updateReferral(tx, row.id, { ...due, ...change });
  const { side, actor, name } = by;
  const { kind, event, day, to = null, reason = null, words = null, sensitive = false, data = {} } = happened;
  await insertReferralEvent(tx, {
    ...{ id: newId(), referral_id: row.id, kind, from_state: row.state, to_state: to, day, at: at.now.toString() },
    ...{ side, by: actor.userId, by_name: name ?? actor.name, reason, words, sensitive, data },
  });
  await recordEvent(tx, actor, {
    kind: event,
    programmeId: row.programme_id,
    personId: row.person_id,
    caseId: row.case_id,
    happenedOn: day,
    payload: {
      ...data,
      ...{ recordId: row.id, reference: row.reference, service: row.service_name, organisation: row.organisation_name },
      ...{ side, by: name ?? null, from: row.state, to },
      // A sensitive reason stays with the referral, where its readers are fewer than those of the case.
      ...(sensitive ? { sensitive: true } : { reason, words }),
    },
  });
  await tellOwner(tx, by, row);
}

/** The owner hears what the service did (a clock tells by itself): never about a restricted record that they may not open. */
async function tellOwner(tx: Tx, by: Mover, row: ReferralRow): Promise<void> {
  if (by.side === 'worker' || by.side === 'system' || row.owner_id === null || row.owner_id === by.actor.userId) return;
  const told = row.restricted ? await mayOpen(tx, row.person_id, [row.owner_id]) : [row.owner_id];
  const href = `/cases/${row.case_id}/referrals/${row.id}`;
  await tell(tx, told, { kind: 'service answered', href, about: row.id });
}

/**
 * Writes what happened to a referral besides its moves (a form came in, somebody called, a place was offered): the change, its
 * history and the event of the case. `clock` says that what is due is counted anew from that day.
 */
export async function noteReferral(
  tx: Tx,
  by: Mover,
  referral: ReferralRow,
  change: ReferralChange,
  happened: Happened & { clock?: boolean },
  at: At,
): Promise<{ outcome: 'saved' } | { outcome: 'stale' }> {
  const row = await lockReferral(tx, referral.id);
  if (row === null || row.version !== referral.version) return { outcome: 'stale' };
  const clock = happened.clock === true || happened.to !== undefined;
  const known = clock ? (await surroundings(tx, row, { today: at.today })).known : null;
  await write(tx, by, row, { change, happened, known, at });
  return { outcome: 'saved' };
}

/** Moves a referral, as whoever read it (`referral.version`) saw it. */
export async function moveReferral(
  tx: Tx,
  by: Mover,
  referral: ReferralRow,
  move: MoveName,
  given: MoveGiven,
  at: At,
): Promise<Moved> {
  const row = await lockReferral(tx, referral.id);
  if (row === null || row.version !== referral.version) return { outcome: 'stale' };
  if (row.kind !== 'referral' || !mayMove(move, row.state as State, by.side))
    return { outcome: 'refused', problems: ['This cannot be done now. Look at where the referral stands'] };
  const { around: seen, known } = await surroundings(tx, row, { today: at.today, placed: given.placed ?? null });
  const problems = problemsOf(move, await factsFor(tx, row, move, given, { today: at.today, seen }), given);
  if (problems.length > 0) return { outcome: 'refused', problems };

  const change = effectOf(row, move, given, { side: by.side, now: at.now.toString(), ...known });
  const days = await besides(tx, by, { row, change, move, given, seen, known, at });
  const { reason = null, words = null, sent } = given;
  const data = {
    ...given.data,
    ...(sent === undefined
      ? {}
      : { channel: sent.channel, mode: sent.mode, items: itemsFrom(Object.keys(sent.payload)) }),
    ...shown(given),
  };
  const sensitive = move === 'reject' && isSensitive(reason);
  const happened = {
    kind: move,
    event: moveEvents[move],
    day: given.day,
    to: change.state,
    reason,
    words,
    sensitive,
    data,
  };
  await write(tx, by, row, { change: change as ReferralChange, happened, known: { ...known, ...days }, at });
  if (unsays.has(move)) await stopMessages(tx, [{ about: row.id, caseId: row.case_id }], at);
  for (const { kind, days: length } of countsOf(row, move, given))
    await countForService(tx, row.service_id, given.day, kind, 1, length);
  return { outcome: 'moved', to: change.state };
}

/** What a history tells of a move besides its reason. */
const shown = (given: MoveGiven): Record<string, unknown> =>
  Object.fromEntries(
    (
      [
        'startsAt',
        'place',
        'toldOn',
        'expectedStart',
        'contactBy',
        'placed',
        'endKind',
        'holder',
        'nextStep',
        'action',
      ] as const
    )
      .map((name) => [name, given[name]] as const)
      .filter(([, value]) => value !== undefined && value !== null),
  );
