// Made from the comments and columns of the database by `newel schema`; a test keeps it true. Do not edit.

/** The tables and views that this room owns. */
export interface Tables {
  /** A reason on a key worker's Today that was put off until a day. It comes back on that day, or sooner when it becomes more urgent. */
  today_put_off: {
    id: string;
    /** The key worker on whose Today it stood: whoever takes over the case sees it at once. */
    staff_id: string;
    case_id: string;
    person_id: string;
    /** The reason's key, as the programme document names it. */
    reason: string;
    /** How urgent it was then, 1 to 3. */
    level: number;
    /** The day on which it comes back. */
    until: string;
    put_off_on: string;
    put_off_by: string;
  };
}
