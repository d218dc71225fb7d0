/** The door of the room: what a reason is, and in which order reasons stand. Pure. */
export { daysFrom, later, listed } from './rules/case-matters.ts';
export type { Act, Level, Matter } from './rules/matters.ts';
