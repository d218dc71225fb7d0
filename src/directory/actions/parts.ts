/** Parts of statements that other rooms put into theirs, so that no room but this one names its tables. */
import { sql } from 'kysely';

/** What other rooms may join of a service: what it is called, and how somebody is referred to it. */
export type ServicePart = {
  service_id: string;
  service_name: string;
  organisation_id: string | null;
  organisation_name: string | null;
  contract: string | null;
  service_status: string;
  verified: boolean;
  referable: boolean;
  modes: string[];
  refused_channels: string[];
  booked_by: string;
  form_name: string | null;
  asks: string[];
  approvals: string[];
  call_first: boolean;
  contact_email: string | null;
  contact_phone: string | null;
  refer_note: string | null;
  payment_form: boolean;
  payment_role: string | null;
  feedback_weeks: number[];
  feedback_at_end: boolean;
  typical_weeks: number | null;
  closed_from: string | null;
  closed_to: string | null;
  last_referral_on: string | null;
  funded_until: string | null;
  contract_from: string | null;
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
