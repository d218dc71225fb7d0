/** What other rooms bring to the screen of a meeting. This room imports none of them; the composition root hands all to it. */
import type { Actor } from '../../access/rules/policy.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import type { Sql, Tx } from '../../kit/db.ts';
import type { Errors, Typed } from '../../kit/form.ts';
import type { Html } from '../../kit/html.ts';

/** Something that finishing a meeting made. `ref` is what the part needs to undo it; `words` say it on the page. */
export type MadeThing = { ref: string; words: string; href?: string };

/** What a part shows and does for one case, once it has read what it needs. */
export type OpenPart = {
  /** Where it stands: beside what was said, or beneath it. */
  place: 'steps' | 'changes';
  /** Its fields, filled with what was typed. Names begin with the part's key and a hyphen. */
  html(typed: Typed, errors: Errors): Html;
  /** Checks what was typed: what is wrong, by the name of the field. */
  check(typed: Typed): Errors;
  /** Writes what was typed, within the transaction of the meeting. Throws `MeetingStale` when it changed meanwhile. */
  save(
    tx: Tx,
    actor: Actor,
    typed: Typed,
    meeting: { id: string; heldOn: string; now: Temporal.Instant },
  ): Promise<MadeThing[]>;
};

/** A part of the screen. */
export type MeetingPart = {
  key: string;
  /** Whether anything was typed in its fields. Where nothing was, finishing a meeting neither opens nor saves the part. */
  said(typed: Typed): boolean;
  /** Reads what the part shows, in one statement. Null when it has nothing to show in this case. */
  open(sql: Sql, head: CaseHead, today: string): Promise<OpenPart | null>;
  /** Takes back something that this part made, as it was before. 'changed' when somebody has gone on from it since. */
  undo(tx: Tx, actor: Actor, head: CaseHead, ref: string, today: string): Promise<'undone' | 'changed'>;
};

/** Thrown by a part's `save`: what the screen showed has been changed since. Nothing is written then. */
export class MeetingStale extends Error {
  readonly errors: Errors;
  constructor(errors: Errors) {
    super('what the meeting changes was changed since');
    this.errors = errors;
  }
}
