/** The door of the room: states of a case, the timeline's shape, this room's part of it. Pure. */
export { timeline } from './rules/entries.ts';
export { type Move, moves, movesFrom, moveTo, type Status, statuses, transitions } from './rules/status.ts';
export type { Entry, Renderer, Renderers } from './rules/timeline.ts';
