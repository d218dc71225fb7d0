// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** Promises of every party, with the steps that a worker or a service owns. */
  case_promise: {
    id: string | null;
    stored_as: string | null;
    case_id: string | null;
    person_id: string | null;
    promised_by: string | null;
    by_name: string | null;
    staff_id: string | null;
    words: string | null;
    to_whom: string | null;
    made_on: string | null;
    due_on: string | null;
    state: string | null;
    state_on: string | null;
    note: string | null;
    version: number | null;
  };
  /** What a person wants, in the person's own words. */
  goal: {
    id: string;
    case_id: string;
    person_id: string;
    words: string;
    /** A goal area of the library of ideas, or the words of the person; empty where none was chosen. */
    area: string | null;
    /** long or short. */
    term: string;
    state: Generated<string>;
    /** The day since which the state holds. */
    state_on: string;
    /** Why it was given up or set aside, or how it was reached. */
    state_reason: string | null;
    set_on: string;
    position: number;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** A crisis for which the rest of the plan waits; nothing of the plan is lost. */
  plan_hold: {
    id: string;
    case_id: string;
    person_id: string;
    /** What kind of crisis: housing, health, family, money, safety, bereavement, custody or other. */
    kind: string;
    /** What the landing of the staircase says, such as 'Housing first'. */
    words: string | null;
    scope: string;
    starts_on: string;
    /** The day on which the plan went on; empty while it waits. */
    ends_on: string | null;
    resume_note: string | null;
    /** The survival step that comes first for as long as the crisis lasts. */
    need_step_id: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** Approval of a plan by a manager, where the programme asks for it. */
  plan_review: {
    id: string;
    case_id: string;
    person_id: string;
    asked_by: string;
    asked_on: string;
    note: string | null;
    state: Generated<string>;
    /** Never the one who asked. */
    decided_by: string | null;
    decided_on: string | null;
    reason: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** Something reached that was lost again: a tread down on the staircase. Nothing that was done is erased by it. */
  plan_setback: {
    id: string;
    case_id: string;
    person_id: string;
    /** The step that it undid, which can be taken again; empty where it undid none. */
    step_id: string | null;
    happened_on: string;
    words: string;
    /** How much it undid: 1 small, 2 medium, 3 big. */
    size: number;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** What somebody promised that is no step of the plan: the worker, a service or the person. */
  promise: {
    id: string;
    case_id: string;
    person_id: string;
    promised_by: string;
    /** The service's name. */
    by_name: string | null;
    staff_id: string | null;
    words: string;
    to_whom: string;
    made_on: string;
    due_on: string | null;
    state: Generated<string>;
    /** The day since which the state holds: kept on, broken on. */
    state_on: string;
    note: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** A small step of a plan. One that the worker or a service owns is their promise to the person. */
  step: {
    id: string;
    case_id: string;
    person_id: string;
    /** The goal it leads to; empty where it stands for itself. */
    goal_id: string | null;
    step_group: string;
    words: string;
    /** The key of the idea in the library that it was taken from. */
    idea: string | null;
    /** Who takes it: person, worker or service. */
    owner: string;
    /** The service's name. */
    owner_name: string | null;
    /** The key worker whose step it is. */
    staff_id: string | null;
    /** 1 small, 2 medium, 3 big, as agreed with the person. */
    size: number;
    due_on: string | null;
    /** Not named on the page to take home: it lies on kitchen tables. */
    off_paper: Generated<boolean>;
    position: number;
    state: Generated<string>;
    /** The day since which the state holds: done on, held since. */
    state_on: string;
    state_reason: string | null;
    /** The state to which a held step returns. */
    before_hold: string | null;
    /** The crisis for which it waits; empty for a step held by itself. */
    hold_id: string | null;
    /** The step for which this is Plan B. */
    instead_of: string | null;
    agreed_on: string;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** Each time that a step was tried. A row is never changed: whoever tries again gets a new one. */
  step_attempt: {
    id: string;
    step_id: string;
    case_id: string;
    person_id: string;
    tried_on: string;
    /** done, tried (it did not work out this time) or missed (not yet). */
    result: string;
    /** Done at the first try and on time: the plan's rule of four easy steps counts these. */
    easy: Generated<boolean>;
    note: string | null;
    recorded_by: string | null;
    recorded_at: Generated<string>;
    /** Set when it was taken back as recorded by mistake, within minutes of it. */
    undone_at: string | null;
  };
  /** Answers to what the plan's rule suggested: a smaller step after misses, a bigger one after easy ones. */
  step_suggestion: {
    id: string;
    case_id: string;
    person_id: string;
    rule: string;
    /** The newest attempt when it was suggested: it is suggested again only after another. */
    after_attempt: string;
    answer: string;
    reason: string | null;
    /** The step that was made of it. */
    step_id: string | null;
    answered_on: string;
    answered_by: string | null;
    created_at: Generated<string>;
  };
}
