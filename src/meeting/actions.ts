/** The door of the room: what others may ask of meetings. */
export { unfinishedMeetings } from './actions/drafts.ts';
export { type KeptMeeting, meetingsOf, nextMeetings } from './actions/meetings.ts';
