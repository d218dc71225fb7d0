import type { Route } from '../access/rules/route.ts';
import { showRoutes } from './routes/show.ts';
import { writeRoutes } from './routes/write.ts';
import type { MeetingPart } from './rules/part.ts';

/** Every route of this room. `parts` is what other rooms bring to the screen of a meeting. */
export const meetingRoutes = (parts: readonly MeetingPart[]): readonly Route[] => [
  ...writeRoutes(parts),
  ...showRoutes(parts),
];
