/** What sends messages: the one interface that every carrier is behind. Pure. */
import type { Channel } from './channel.ts';
import type { Invitation } from './invitation.ts';

/**
 * A message as it is handed over. `id` is stable: a carrier that is asked twice can tell. `invitation` goes with an email where
 * the carrier can take it. Of a letter `to` is name and address, each part on its line, and `day` its date.
 */
export type Outgoing = {
  id: string;
  channel: Channel;
  to: string;
  subject: string | null;
  body: string;
  invitation?: Invitation | null;
  language?: string;
  day?: string;
};

/**
 * What a carrier said. 'refused' is only what was refused before it was accepted: `again` says whether trying later makes sense.
 * Whatever may have been accepted is 'unknown', and is not sent again. Reasons are codes of `reasonText`, never the carrier's words.
 */
export type Sent =
  | { result: 'accepted'; ref: string }
  | { result: 'refused'; reason: string; again: boolean }
  | { result: 'unknown'; reason: string };

/** A carrier. `find` asks by our id whether it has the message, where it can be asked. */
export type Sender = {
  name: string;
  channels: readonly Channel[];
  send(message: Outgoing): Promise<Sent>;
  find?(id: string): Promise<string | null>;
  /** What became of letters that it took, by our ids, some at a time; those that are on their way are left out. */
  ends?(): AsyncIterable<readonly { id: string; delivered: boolean }[]>;
};
