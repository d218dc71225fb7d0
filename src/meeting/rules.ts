/** The door of the room: a meeting, and what other rooms bring to its screen. Pure. */
export { attendanceWords, type Meeting, type Mode, modes, modeWords, readTime, wasHeld } from './rules/meeting.ts';
export { type MadeThing, type MeetingPart, MeetingStale, type OpenPart } from './rules/part.ts';
