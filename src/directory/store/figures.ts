import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** Adds to a running total. `month` is the first day of a month. */
export const addToFigure = statement(
  'directory.addToFigure',
  (p: { serviceId: string; month: string; kind: string; n: number; days: number }) => sql`
    insert into service_figure (service_id, month, kind, n, days) values (${p.serviceId}, ${p.month}, ${p.kind}, ${p.n}, ${p.days})
    on conflict (service_id, month, kind) do update set n = service_figure.n + excluded.n, days = service_figure.days + excluded.days`,
);

/** Totals of services since a month, by kind. */
export const figuresSince = statement(
  'directory.figuresSince',
  (p: { serviceIds: readonly string[]; from: string }) => sql<{
    service_id: string;
    kind: string;
    n: number;
    days: number;
  }>`
    select service_id, kind, sum(n)::int as n, sum(days)::int as days from service_figure
    where service_id = any(${p.serviceIds}::uuid[]) and month >= ${p.from}::date group by service_id, kind`,
);
