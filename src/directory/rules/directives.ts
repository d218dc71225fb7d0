/** What managers ask for in choosing services: shown with its dates, never used to order what is found. Pure. */
import { showDay } from '../../kit/clock.ts';
import type { Contract } from './codes.ts';

/** A directive as it is kept. It is about services of organisations with a contract, or about one service. */
export type Directive = {
  id: string;
  programme_id: string;
  area_id: string | null;
  kind: 'prefer' | 'avoid';
  contract: string | null;
  service_id: string | null;
  words: string;
  from_day: string;
  to_day: string | null;
  ended_at: string | null;
};

/** Whether a directive holds in a place on a day. One for an area holds there alone; one that was ended holds no more. */
export const directiveHolds = (one: Directive, at: { areaId: string | null; day: string }): boolean =>
  one.ended_at === null &&
  one.from_day <= at.day &&
  (one.to_day === null || at.day <= one.to_day) &&
  (one.area_id === null || one.area_id === at.areaId);

/** What a directive says of a service: `with` it speaks for choosing it, `against` for another; null when it says nothing. */
export type Says = 'with' | 'against';

/**
 * What each of these directives, which hold, says of a service. 'Prefer contracted' speaks against every other; 'avoid' speaks
 * against those that it names alone.
 */
export function directiveSays(one: Directive, service: { serviceId: string; contract: string | null }): Says | null {
  const named = one.service_id === null ? one.contract === service.contract : one.service_id === service.serviceId;
  if (one.kind === 'avoid') return named ? 'against' : null;
  return named ? 'with' : 'against';
}

/** Services of organisations with a contract, in words. */
const servicesWith: Record<Contract, string> = {
  contracted: 'contracted services',
  'sub-contractor': 'services of sub-contractors',
  none: 'services without a contract',
  won: 'services whose contract has not begun',
  'in house': 'our own services',
};

/** What a directive asks for, in words: 'Prefer contracted services', 'Avoid Job broking'. */
export function directiveText(one: Pick<Directive, 'kind' | 'contract'> & { service_name?: string | null }): string {
  const about =
    one.contract === null
      ? (one.service_name ?? 'one service')
      : (servicesWith[one.contract as Contract] ?? `services: ${one.contract}`);
  return `${one.kind === 'prefer' ? 'Prefer' : 'Avoid'} ${about}`;
}

/** From when to when, in words. */
export const directiveDates = (one: Pick<Directive, 'from_day' | 'to_day'>): string =>
  one.to_day === null ? `from ${showDay(one.from_day)}` : `${showDay(one.from_day)} to ${showDay(one.to_day)}`;

/** Directives of one place that ask for opposite things of the same services: they are shown as being in conflict. */
export function opposed<D extends Directive>(all: readonly D[]): [D, D][] {
  const found: [D, D][] = [];
  for (const [index, one] of all.entries())
    for (const other of all.slice(index + 1))
      if (
        one.programme_id === other.programme_id &&
        one.kind !== other.kind &&
        one.contract === other.contract &&
        one.service_id === other.service_id &&
        (one.area_id === null || other.area_id === null || one.area_id === other.area_id) &&
        one.from_day <= (other.to_day ?? '9999-12-31') &&
        other.from_day <= (one.to_day ?? '9999-12-31')
      )
        found.push([one, other]);
  return found;
}
