/** How supervision reads on pages of several rooms. Pure HTML, and so among the actions that are this room's door. */
import { showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Standing, shortKind } from '../rules/supervision.ts';

/** 'Professional supervision: overdue by 21 days'. */
export function supervisionText({ kind, state, dueOn, heldOn, plannedOn, late }: Standing, today: string): string {
  const what = `${shortKind[kind]} supervision`;
  const day = (one: string | null) => (one === null ? '' : showNearDay(one, today));
  if (state === 'to confirm') return `${what}: was planned for ${day(plannedOn)}. Was it held?`;
  if (state === 'overdue')
    return `${what}: overdue by ${counted(late, 'day')}${plannedOn === null ? '' : `, booked for ${day(plannedOn)}`}`;
  if (plannedOn !== null) return `${what}: booked for ${day(plannedOn)}`;
  if (heldOn === null) return `${what}: none yet`;
  return `${what}: due by ${day(dueOn)}`;
}
