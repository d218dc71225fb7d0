// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

import type { Generated } from 'kysely';

/** The tables and views that this room owns. */
export interface Tables {
  /** A time that was agreed with somebody. It is booked, or has exactly one final state; what the service cancels is never the person's failure. */
  appointment: {
    id: string;
    programme_id: string;
    /** Empty only for a session of a group. */
    case_id: string | null;
    person_id: string | null;
    staff_id: string;
    /** Where it is; by phone, video or at home the site in whose diary it stands and whose time zone holds. */
    site_id: string;
    room_id: string | null;
    interpreter_id: string | null;
    /** meeting, interview, call, group: lengths and limits by kind are in the programme document. */
    kind: string;
    mode: string;
    starts_at: string;
    ends_at: string;
    /** Minutes after it that are kept free of new bookings. */
    buffer_minutes: Generated<number>;
    /** Minutes of travel before and after it. */
    travel_minutes: Generated<number>;
    /** It weighed on the worker: some minutes after it are kept free. Why is written nowhere here. */
    heavy: Generated<boolean>;
    mandatory: Generated<boolean>;
    /** What it needs: private, step_free, quiet, interpreter. */
    needs: Generated<string[]>;
    state: Generated<string>;
    state_reason: string | null;
    late_minutes: number | null;
    /** Who asked for it to be moved or cancelled. */
    asked_by: string | null;
    /** The appointment that took its place. */
    moved_to: string | null;
    /** The first appointment of a chain of moves; its own id at first. */
    chain_id: string;
    /** Limits that a manager passed: which, why and who. */
    override: unknown;
    /** What a colleague who covers should know. */
    handover: string | null;
    note: string | null;
    /** What it is for in the room that asked for it, such as an interview of a series. */
    about: string | null;
    settled_at: string | null;
    version: Generated<number>;
    created_by: string | null;
    created_at: Generated<string>;
  };
  /** An address at which a calendar reads appointments without signing in. It holds no names. */
  calendar_feed: {
    id: string;
    /** Who made it; it ends when they can sign in no more. */
    user_id: string;
    staff_id: string | null;
    room_id: string | null;
    /** SHA-256 of the secret in the address, which is kept nowhere. */
    token_hash: Buffer;
    /** Whether the person's initials stand beside an appointment; never those of a restricted record. */
    initials: Generated<boolean>;
    /** When a calendar last read it. */
    read_at: string | null;
    revoked_at: string | null;
    created_at: Generated<string>;
  };
  /** Who or what an appointment keeps busy from when to when. The database refuses two at once. */
  diary_hold: {
    appointment_id: string;
    /** A member of staff, a person, a room or an interpreter. */
    holder: string;
    span: string;
  };
  /** An interpreter who can be booked, for one language. */
  interpreter: {
    id: string;
    programme_id: string;
    name: string;
    language: string;
    closed_at: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** Time of every week that is kept free of appointments, for example to talk to providers. A manager may book into it with a reason. */
  protected_block: {
    id: string;
    staff_id: string;
    weekday: number;
    starts: string;
    ends: string;
    label: string;
    from_on: string;
    to_on: string | null;
    created_at: Generated<string>;
  };
  /** A place where a programme sees people. Its time zone and its holidays hold for every appointment there. */
  site: {
    id: string;
    programme_id: string;
    /** The district it belongs to; empty is for the whole programme. */
    area_id: string | null;
    key: string;
    name: string;
    address: string | null;
    phone: string | null;
    time_zone: string;
    /** The calendar of bank holidays, for example england-and-wales, scotland or new-zealand. */
    holidays: string;
    step_free: boolean;
    opens: string;
    closes: string;
    /** Days on which it is open: 1 Monday to 7 Sunday. */
    weekdays: Generated<number[]>;
    /** A venue of somebody else that was accepted for appointments, such as the office of a voluntary agency. */
    outreach: Generated<boolean>;
    closed_at: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** A room of a site that can be booked. */
  site_room: {
    id: string;
    site_id: string;
    name: string;
    places: number;
    /** Nobody outside it sees or overhears who is in it. */
    private: boolean;
    step_free: boolean;
    quiet: boolean;
    closed_at: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** A slot that became free, offered to somebody who waits. The first to accept has it. */
  slot_offer: {
    id: string;
    /** The appointment that was cancelled or moved: its time, place and worker are what is offered. */
    freed_id: string;
    wait_id: string;
    case_id: string;
    person_id: string;
    state: Generated<string>;
    offered_by: string | null;
    offered_at: Generated<string>;
    answered_at: string | null;
  };
  /** Somebody who waits for an earlier time. A slot that becomes free is offered to those whom it suits, the longest waiting first. */
  slot_wait: {
    id: string;
    programme_id: string;
    case_id: string;
    person_id: string;
    site_id: string;
    /** Only with this member of staff; empty is with anybody of the site. */
    staff_id: string | null;
    kind: string;
    minutes: number;
    earliest: string;
    latest: string;
    modes: string[];
    needs: Generated<string[]>;
    /** How many hours before it they must know. */
    notice_hours: Generated<number>;
    state: Generated<string>;
    /** What came of it. */
    appointment_id: string | null;
    version: Generated<number>;
    created_by: string | null;
    created_at: Generated<string>;
  };
  /** Days, or part of each day, on which a member of staff does not work. Why they are ill is written nowhere. */
  staff_leave: {
    id: string;
    staff_id: string;
    from_on: string;
    to_on: string;
    /** With ends: the part of each day; empty is the whole day. */
    starts: string | null;
    ends: string | null;
    kind: string;
    made_by: string | null;
    withdrawn_at: string | null;
    version: Generated<number>;
    created_at: Generated<string>;
  };
  /** When a member of staff works at a site: hours of a weekday, in the local time of the site. */
  working_pattern: {
    id: string;
    staff_id: string;
    site_id: string;
    /** 1 Monday to 7 Sunday. */
    weekday: number;
    starts: string;
    ends: string;
    from_on: string;
    to_on: string | null;
    created_at: Generated<string>;
  };
}
