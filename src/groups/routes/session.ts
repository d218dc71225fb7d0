/** What the routes of a session share: the record, who leads it, and the questions of its time. */
import { Type } from 'typebox';
import type { RecordLoader } from '../../access/rules/route.ts';
import type { Question } from '../../kit/form.ts';
import { readTime } from '../../meeting/rules.ts';
import { findSession, type SessionRow } from '../actions/groups.ts';

export type One = { session: SessionRow };
export const sessionParams = Type.Object({ sessionId: Type.String({ format: 'uuid' }) });
export const sessionRecord: RecordLoader<One> = {
  param: 'sessionId',
  async load(sql, id) {
    const session = await findSession(sql, id);
    return session === null ? null : { programmeId: session.programme_id, session };
  },
};

/** What the policy asks of the list of a session: that of the worker who leads it. */
export const leadFacts = (session: SessionRow) => ({
  programmeId: session.programme_id,
  case: {
    areaId: session.staff_area,
    providerId: session.staff_provider,
    keyWorkerId: session.staff_id,
    restricted: null,
  },
});

/** Rooms to choose from, with their places. */
export type RoomChoice = { id: string; name: string; places: number; site_id: string; site_name: string };

/** When and where a session is. */
export const timeQuestions = (rooms: readonly RoomChoice[]): Question[] => [
  { kind: 'day', name: 'day', label: 'On which day?', required: 'Enter the day', earliest: '2000-01-01' },
  {
    kind: 'text',
    name: 'at',
    label: 'When does it begin?',
    hint: 'For example 9:30',
    width: 5,
    check: readTime,
    required: 'Enter when it begins',
  },
  {
    kind: 'number',
    name: 'minutes',
    label: 'How many minutes?',
    least: 15,
    most: 480,
    required: 'Enter how many minutes it takes',
  },
  {
    kind: 'choice',
    name: 'room',
    label: 'In which room?',
    choices: rooms.map((room) => ({ value: room.id, text: `${room.site_name}, ${room.name} (${room.places})` })),
    as: 'select',
    required: 'Choose the room',
  },
];
