/** A time that can be booked as one value of a form, and back. Pure. */
import { uuidPattern } from '../../kit/uuid.ts';
import type { Mode } from './words.ts';
import { modes } from './words.ts';

/** Site, worker and room by id, the way, and day and time of the site's clock. */
export type SlotChoice = {
  siteId: string;
  staffId: string;
  roomId: string | null;
  mode: Mode;
  day: string;
  at: string;
};

const pattern = new RegExp(
  `^(${uuidPattern})_(${uuidPattern})_(${uuidPattern}|none)_([a-z-]+)_(\\d{4}-\\d{2}-\\d{2})_([01]\\d|2[0-3]):([0-5]\\d)$`,
);

/** Writes a choice; the way with a dash, because the parts are joined by underscores. */
export const slotText = ({ siteId, staffId, roomId, mode, day, at }: SlotChoice): string =>
  [siteId, staffId, roomId ?? 'none', mode.replace('_', '-'), day, at].join('_');

/** Reads a choice; null for anything else. Whether it can be booked is decided when it is. */
export function slotFrom(text: string): SlotChoice | null {
  const found = pattern.exec(text);
  const mode = found?.[4]?.replace('-', '_') as Mode;
  if (found === null || !modes.includes(mode)) return null;
  const [, siteId = '', staffId = '', room = '', , day = '', hour, minute] = found;
  try {
    Temporal.PlainDate.from(day);
  } catch {
    return null;
  }
  return { siteId, staffId, roomId: room === 'none' ? null : room, mode, day, at: `${hour}:${minute}` };
}
