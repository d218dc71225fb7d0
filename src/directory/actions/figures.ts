/** What feedback knows of a service: counts that every move of a referral adds to. No person is in them. */
import type { Sql, Tx } from '../../kit/db.ts';
import type { Totals } from '../rules/figures.ts';
import * as store from '../store/figures.ts';

/** Months that the figures of a page look back, that of today included. */
const monthsBack = 12;

/**
 * Adds to a running total of a service in the transaction of what is counted. `day` is when it happened ('YYYY-MM-DD'); `kind`
 * is one of the comment of `service_figure.kind`; `days` adds a length. Minus one takes back.
 */
export async function countForService(
  tx: Tx,
  serviceId: string,
  day: string,
  kind: string,
  n = 1,
  days = 0,
): Promise<void> {
  await store.addToFigure(tx, { serviceId, month: `${day.slice(0, 7)}-01`, kind, n, days });
}

/** Totals of the last twelve months for each of the services; an empty object for one that nobody was referred to. */
export async function figuresOf(
  sql: Sql,
  serviceIds: readonly string[],
  today: Temporal.PlainDate,
): Promise<Map<string, Totals>> {
  const found = new Map<string, Record<string, { n: number; days: number }>>(serviceIds.map((id) => [id, {}]));
  if (serviceIds.length === 0) return found;
  const from = today
    .with({ day: 1 })
    .subtract({ months: monthsBack - 1 })
    .toString();
  for (const { service_id, kind, n, days } of await store.figuresSince(sql, { serviceIds, from })) {
    const of = found.get(service_id);
    if (of !== undefined) of[kind] = { n, days };
  }
  return found;
}
