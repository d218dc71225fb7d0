/** Parts of statements that other rooms put into theirs, so that no room but this one names its tables. */
import { sql } from 'kysely';
import type { ServiceFacts } from '../rules/entry.ts';

/** What other rooms may join of a service: what it is called, and how somebody is referred to it. */
export type ServicePart = Pick<
  ServiceFacts,
  | 'organisation_id'
  | 'verified'
  | 'referable'
  | 'modes'
  | 'refused_channels'
  | 'booked_by'
  | 'form_name'
  | 'asks'
  | 'approvals'
  | 'call_first'
  | 'contact_email'
  | 'contact_phone'
  | 'refer_note'
  | 'payment_form'
  | 'payment_role'
  | 'feedback_weeks'
  | 'feedback_at_end'
  | 'typical_weeks'
  | 'closed_from'
  | 'closed_to'
  | 'last_referral_on'
  | 'funded_until'
> & {
  service_id: string;
  service_name: string;
  organisation_name: string | null;
  contract: string | null;
  contract_from: string | null;
  service_status: string;
};

/** Services with their organisation, to stand after `join` in another room's statement. */
export const servicesPart = sql<ServicePart>`(
  select s.id as service_id, s.name as service_name, s.organisation_id, o.name as organisation_name, o.contract,
    s.status as service_status, s.verified, s.referable, s.modes, s.refused_channels, s.booked_by, s.form_name, s.asks, s.approvals,
    s.call_first, s.contact_email, s.contact_phone, s.refer_note, s.payment_form, s.payment_role, s.feedback_weeks, s.feedback_at_end,
    s.typical_weeks, s.closed_from, s.closed_to, s.last_referral_on, s.funded_until, o.contract_from
  from service s left join organisation o on o.id = s.organisation_id)`;

/** Terms with their names, to stand after `join` in another room's statement. */
export const termNames = sql<{ term_id: string; term_code: string | null; term_name: string }>`(
  select id as term_id, code as term_code, name as term_name from taxonomy_term)`;

/** How many services that are active help with a need, to stand after `join` in another room's statement. */
export const termSupply = sql<{ term_id: string; services: number }>`(
  select x.term_id, count(*)::int as services from service_term x join service s on s.id = x.service_id and s.status = 'active'
  group by x.term_id)`;

/** Services whose funding ends on a day that is known, to stand after `join` in another room's statement. */
export const endingServices = sql<{ service_id: string; funded_until: string; last_referral_on: string | null }>`(
  select id as service_id, funded_until, last_referral_on from service where funded_until is not null)`;
