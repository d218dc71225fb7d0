/** When supervision is due. It is booked and confirmed; what was said in it is written nowhere. Pure. Days are 'YYYY-MM-DD'. */
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import type { SupervisionKind } from '../../programmes/rules.ts';

export const kindText: Readonly<Record<SupervisionKind, { text: string; hint: string }>> = {
  line: { text: 'With your line manager', hint: 'How the work goes: caseload, priorities, what you need' },
  professional: {
    text: 'Professional, with somebody outside your line',
    hint: 'How the work affects you and what you learn from it. Your manager sees that it was held, never what was said',
  },
};
/** As a manager reads it. */
export const shortKind: Readonly<Record<SupervisionKind, string>> = { line: 'Line', professional: 'Professional' };

/** How supervision of a kind stands: held, booked, to be booked, or overdue by some days. */
export type Standing = {
  kind: SupervisionKind;
  state: 'fine' | 'to book' | 'to confirm' | 'overdue';
  /** Last held; null for never. */
  heldOn: string | null;
  /** The day by which the next one is due; null when there was none before. */
  dueOn: string | null;
  /** Booked for this day and neither held nor cancelled. */
  plannedOn: string | null;
  /** Days since it was due; 0 when it is not. */
  late: number;
};

const number = (day: string): DayNumber => parseDay(day) ?? 0;

/**
 * How each kind that the programme asks for stands on a day. Whoever never had one is to book it, at once. A booked one whose
 * day has passed waits to be confirmed; until then it has not been held.
 */
export function supervisionStanding(
  asked: readonly { kind: SupervisionKind; everyDays: number }[],
  had: readonly { kind: string; heldOn: string | null; plannedOn: string | null }[],
  today: string,
): Standing[] {
  return asked.map(({ kind, everyDays }) => {
    const { heldOn = null, plannedOn = null } = had.find((one) => one.kind === kind) ?? {};
    const dueOn = heldOn === null ? null : formatDay(number(heldOn) + everyDays);
    const late = dueOn === null ? 0 : Math.max(0, number(today) - number(dueOn));
    const state =
      plannedOn !== null && plannedOn <= today
        ? 'to confirm'
        : late > 0
          ? 'overdue'
          : plannedOn === null && (dueOn === null || number(dueOn) - number(today) <= 7)
            ? 'to book'
            : 'fine';
    return { kind, state, heldOn, dueOn, plannedOn, late };
  });
}
