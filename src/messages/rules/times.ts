/** When a message may go: quiet hours, and how many reminders a week. Pure. */

/** What a programme says of its messages. Times are 'HH:MM' of the time zone. */
export type MessageTimes = { timeZone: string; quietFrom: string; quietTo: string; weekCap: number };

/**
 * The first moment from `at` on outside the quiet hours, which begin in the evening and end in the morning. A night in which the
 * clocks change ends when they show `quietTo`.
 */
export function afterQuiet(at: Temporal.Instant, times: MessageTimes): Temporal.Instant {
  const known = asked.get(times);
  if (known?.at.equals(at)) return known.after;
  const after = endOfQuiet(at, times);
  asked.set(times, { at, after });
  return after;
}
// Reminders that are queued together ask for one moment a hundred thousand times.
const asked = new WeakMap<MessageTimes, { at: Temporal.Instant; after: Temporal.Instant }>();

function endOfQuiet(at: Temporal.Instant, times: MessageTimes): Temporal.Instant {
  const local = at.toZonedDateTimeISO(times.timeZone);
  const time = local.toPlainTime();
  const [from, to] = [Temporal.PlainTime.from(times.quietFrom), Temporal.PlainTime.from(times.quietTo)];
  const before = Temporal.PlainTime.compare;
  if (before(time, to) >= 0 && before(time, from) < 0) return at;
  const day = before(time, to) < 0 ? local.toPlainDate() : local.toPlainDate().add({ days: 1 });
  return day.toZonedDateTime({ timeZone: times.timeZone, plainTime: to }).toInstant();
}

/** Minutes to wait after an attempt was refused before acceptance: 1, 5, 30, 120; then it has failed. */
const waits = [1, 5, 30, 120] as const;
/** When the next attempt may be made; null when there were enough. `attempts` counts those that were made. */
export function nextAttempt(attempts: number, now: Temporal.Instant): Temporal.Instant | null {
  const minutes = waits[attempts - 1];
  return minutes === undefined ? null : now.add({ minutes });
}
