/** Who moves a referral, and when. Types alone. */
import type { Actor } from '../../access/rules/policy.ts';
import type { Side } from './states.ts';

/** Who moves it. By a link: side 'service', the system's actor, and the name as it was typed. */
export type Mover = { side: Side; actor: Actor; name?: string };
/** The moment and the day of the application's clock. */
export type At = { now: Temporal.Instant; today: string };
