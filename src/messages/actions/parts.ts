/** Parts of statements that other rooms put into theirs, so that no room but this one names its tables. */
import { sql } from 'kysely';

/** Things that somebody was reminded of by a message that was taken for delivery; to stand after `from` or `join`. */
export const remindedOf = sql<{ about: string }>`(
  select distinct about from message
  where reminder and about is not null and state in ('accepted', 'delivered', 'printed', 'posted'))`;
