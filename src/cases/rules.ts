/** The door of the room: states of a case, the timeline's shape. Pure. */
export { type Move, movesFrom, moveTo, type Status, statuses, transitions } from './rules/status.ts';
export type { Entry, Renderer, Renderers } from './rules/timeline.ts';
