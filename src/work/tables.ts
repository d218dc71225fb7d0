// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** A step towards work: a job interview, voluntary work, a work trial or a placement. */
  activity: {
    id: string;
    case_id: string;
    person_id: string;
    kind: string;
    started_on: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
    /** The last day, which may be to come; empty is not known, or goes on. */
    ended_on: string | null;
    days_per_week: string | null;
    hours_per_day: string | null;
    /** What the employer or the organisation said of it. */
    feedback: string | null;
    /** When it was taken back as a mistake: it counts for nothing from then on. Empty while it stands. */
    withdrawn_on: string | null;
    withdrawn_by: string | null;
    withdrawn_reason: string | null;
  };
  /** A day on which somebody went off a benefit, or came back to it. */
  benefit_change: {
    id: string;
    case_id: string;
    person_id: string;
    changed_on: string;
    direction: string;
    /** Which benefit, in words; empty where it is not known. */
    benefit: string | null;
    /** Why: a code of the programme document, or of the usual reasons. */
    reason: string | null;
    words: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
    /** When it was taken back as a mistake: it counts for nothing from then on. Empty while it stands. */
    withdrawn_on: string | null;
    withdrawn_by: string | null;
    withdrawn_reason: string | null;
  };
  /** An employer that a programme knows: shared by everybody who works for the programme. */
  employer: {
    id: string;
    programme_id: string;
    name: string;
    /** Where it is, in free text: an area of the programme, or a place outside. */
    area: string | null;
    sector: string | null;
    phone: string | null;
    email: string | null;
    website: string | null;
    /** How it recruits, in words. */
    recruits: string | null;
    /** Adjustments that it makes for people, in words. */
    adjustments: string | null;
    notes: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
    changed_at: Generated<string>;
  };
  /** Whether the person agrees that the employer of a job is talked to. The latest answer holds; without one nobody talks to the employer. */
  employer_consent: {
    id: string;
    case_id: string;
    person_id: string;
    job_id: string;
    given: boolean;
    asked_on: string;
    /** What may be told, and what not, in the person’s words. */
    words: string | null;
    recorded_by: string | null;
    created_at: Generated<string>;
  };
  /** Somebody to talk to at an employer. */
  employer_contact: {
    id: string;
    employer_id: string;
    name: string;
    job_title: string | null;
    phone: string | null;
    email: string | null;
    /** Since when they are no longer the one to talk to; empty while they are. */
    ended_on: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** A job that a person has or had. */
  job: {
    id: string;
    case_id: string;
    person_id: string;
    source_ref: string | null;
    /** The employer’s name as it was told; employer_id says which employer of the programme it is, where that is known. */
    employer: string | null;
    occupation_group: string | null;
    /** Where the job is, in free text: a district, outside the programme's areas, or not known. */
    work_area: string | null;
    started_on: string | null;
    /** The last day in the job; empty while it is held. */
    ended_on: string | null;
    /** Hours a week by the latest terms; earlier ones stand in job_terms. */
    hours_per_week: string | null;
    /** Hourly wage in minor units of the currency. */
    hourly_wage_pence: number | null;
    currency: Generated<string>;
    /** True exactly when kind is self_employed, where the kind is known. */
    self_employed: boolean | null;
    version: Generated<number>;
    created_at: Generated<string>;
    /** What kind of work it is; empty where that is not known. */
    kind: string | null;
    employer_id: string | null;
    occupation_scheme: string | null;
    occupation_code: string | null;
    /** Since when the hours and wage of this row hold; empty: since the first day in the job. */
    terms_from: string | null;
    /** Why the job was left: a code of the programme document, or of the usual reasons. */
    left_reason: string | null;
    left_words: string | null;
    /** When it was taken back as a mistake: it counts for nothing from then on. Empty while it stands. */
    withdrawn_on: string | null;
    withdrawn_by: string | null;
    withdrawn_reason: string | null;
  };
  /** An offer of a job and what the person said to it. It is no job start, and one that is declined is no failure. */
  job_offer: {
    id: string;
    case_id: string;
    person_id: string;
    employer: string | null;
    employer_id: string | null;
    /** What the work would have been, in words. */
    work: string | null;
    offered_on: string;
    /** Empty while the person or the employer still has to decide (checks, references). */
    answer: string | null;
    /** Why it was declined: a code of the programme document, or of the usual reasons. */
    reason: string | null;
    words: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
    /** When it was taken back as a mistake: it counts for nothing from then on. Empty while it stands. */
    withdrawn_on: string | null;
    withdrawn_by: string | null;
    withdrawn_reason: string | null;
  };
  /** Earlier hours and wage of a job. The latest stand in the job itself. */
  job_terms: {
    job_id: string;
    /** Since when they held, until the next; empty: since the first day in the job. */
    from_on: string | null;
    case_id: string;
    person_id: string;
    hours_per_week: string | null;
    hourly_wage_pence: number | null;
    created_at: Generated<string>;
  };
  /** What was really worked and earned in a week of a job, Monday to Sunday. */
  job_week: {
    job_id: string;
    week_from: string;
    case_id: string;
    person_id: string;
    hours: string | null;
    /** Pay for the week before tax, in minor units of the currency. */
    pay_pence: number | null;
    created_at: Generated<string>;
    /** The day on which these hours were recorded; empty for those of before it was kept. */
    hours_told_on: string | null;
    /** When that was: of a call on the same day it says whether it came after them. */
    hours_told_at: string | null;
  };
  /** Codes of occupations, loaded from files: SOC 2020 and others. */
  occupation: {
    /** The classification, for example SOC2020. */
    scheme: string;
    code: string;
    label: string;
  };
  /** Steps towards work, without what was withdrawn. */
  report_activity: {
    case_id: string | null;
    kind: string | null;
    started_on: string | null;
  };
  /** Jobs, without permitted work and without what was withdrawn. */
  report_job: {
    case_id: string | null;
    key: string | null;
    employer: string | null;
    occupation_group: string | null;
    work_area: string | null;
    started_on: string | null;
    ended_on: string | null;
    hours_per_week: string | null;
    hourly_wage_pence: number | null;
    self_employed: boolean | null;
    kind: string | null;
    left_reason: string | null;
  };
  /** Being in touch about work: with the person, or with the employer of a job. */
  work_contact: {
    id: string;
    case_id: string;
    person_id: string;
    job_id: string | null;
    with_whom: string;
    contact_on: string;
    way: string;
    /** False where nobody answered: an attempt. */
    reached: boolean;
    words: string | null;
    recorded_by: string | null;
    created_at: Generated<string>;
  };
  /** A payment, or permitted work, that ends on a day, with the plan for its end and what became of it. */
  work_ending: {
    id: string;
    case_id: string;
    person_id: string;
    job_id: string | null;
    kind: string;
    /** Which payment: a code of the programme document; empty for another. */
    code: string | null;
    name: string;
    starts_on: string;
    /** The last day; of permitted work that nobody has planned for yet it is worked out from the job. */
    ends_on: string;
    /** What it pays a week, in minor units of the currency; empty is not known. */
    weekly_pence: number | null;
    plan: string | null;
    /** When its end was last talked about. */
    planned_on: string | null;
    /** When somebody asked, after it, whether the person is still in work. */
    checked_on: string | null;
    /** What became of it: a key of `outcomes` in src/work/rules/in-work.ts. */
    outcome: string | null;
    outcome_on: string | null;
    outcome_words: string | null;
    setback_id: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** Something that came up in work and what helped at once; open until it is said that it is over. */
  work_problem: {
    id: string;
    case_id: string;
    person_id: string;
    contact_id: string;
    job_id: string | null;
    /** What it is: a code of the programme document. */
    code: string;
    words: string | null;
    /** Quick help that was given: a code of the programme document. */
    help: string | null;
    opened_on: string;
    closed_on: string | null;
    closed_words: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
}
