/** The door of the room: what others may ask of meetings. */
export { type KeptMeeting, meetingsOf, nextMeetings } from './actions/meetings.ts';
