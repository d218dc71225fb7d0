/** What an entry of the directory is made of. Pure. */

/** Whom a service cannot help. A sensitive one is asked with consent alone. */
export type Exclusion = { key: string; words: string; sensitive: boolean };
/** The HSDS object: what has no column, and the parts that belong to it alone. */
export type Doc = Record<string, unknown>;

/** The columns of a service that are facts of its entry. Days are 'YYYY-MM-DD'. */
export type ServiceFacts = {
  organisation_id: string | null;
  program_id: string | null;
  name: string;
  description: string;
  status: 'active' | 'inactive' | 'defunct' | 'temporarily closed';
  verified: boolean;
  referable: boolean;
  minimum_age: number | null;
  maximum_age: number | null;
  postcodes: string[];
  benefits: string[];
  exclusions: Exclusion[];
  setting: string | null;
  benefit_effect: string | null;
  modes: string[];
  refused_channels: string[];
  booked_by: 'worker' | 'service' | 'either';
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
  places: number | null;
  places_taken: number | null;
  next_start: string | null;
  capacity_on: string | null;
  funded_until: string | null;
  last_referral_on: string | null;
  verified_on: string | null;
  verify_by: string | null;
  stale_told: number;
  source: string | null;
  doc: Doc;
};

/** A service with its organisation. */
export type ServiceRow = ServiceFacts & {
  id: string;
  version: number;
  changed_at: string;
  organisation_name: string | null;
  contract: string | null;
  contract_from: string | null;
  contract_to: string | null;
  link_worker: string | null;
  link_worker_from: string | null;
  link_worker_to: string | null;
  link_deputy: string | null;
};

/** A term with its taxonomy. */
export type TermRow = { id: string; code: string | null; name: string; issues: string[]; chosen: boolean };
