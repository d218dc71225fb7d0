/** What came of a change to a plan. Unless it is 'saved', nothing was written and there is no event. */
import type { Errors } from '../../kit/form.ts';

export type Outcome =
  | { outcome: 'saved' }
  | { outcome: 'unchanged' }
  | { outcome: 'stale' }
  | { outcome: 'gone' }
  | { outcome: 'refused'; errors: Errors };

export const saved: Outcome = { outcome: 'saved' };
export const stale: Outcome = { outcome: 'stale' };
export const gone: Outcome = { outcome: 'gone' };
export const refused = (errors: Errors): Outcome => ({ outcome: 'refused', errors });
