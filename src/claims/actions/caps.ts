/** The most that a contract pays for a milestone, over everybody. */
import { poundsText } from '../../kit/counted.ts';
import { type DayNumber, parseDay } from '../../kit/days.ts';
import type { Tx } from '../../kit/db.ts';
import type { Contract } from '../rules/contract.ts';
import { capRoom } from '../rules/money.ts';
import * as store from '../store/caps.ts';

/**
 * Why one more claim may not be submitted, or null. Two that are submitted at once wait for each other, so that both together never
 * pass a cap. `besides` are claims of the same milestone that go in the same transaction.
 */
export async function capProblem(
  tx: Tx,
  contract: Contract,
  claim: { milestone: string; pence: number },
  besides: readonly { pence: number }[],
  today: string,
): Promise<string | null> {
  const milestone = contract.milestones.find(({ key }) => key === claim.milestone);
  if (milestone?.caps === undefined) return null;
  const of = { contract: contract.key, milestone: claim.milestone };
  await store.lockCap(tx, of);
  const on = parseDay(today) as DayNumber;
  const counted = (await store.cappedClaims(tx, of)).flatMap(({ claimed_on: day, pence }) => {
    const then = parseDay(day);
    return then === null ? [] : [{ on: then, pence }];
  });
  const room = capRoom(contract, milestone, [...counted, ...besides.map(({ pence }) => ({ on, pence }))], on);
  if (room.number === 0) return `The contract pays for no more claims of ${milestone.label} in this time`;
  if (room.pence !== null && room.pence < claim.pence)
    return `The contract has ${poundsText(room.pence)} left for ${milestone.label} in this time`;
  return null;
}
