/** What other rooms and the composition root may do with users, sessions, events and the read log. */
export {
  eventDigest,
  type NewEvent,
  recordEvent,
  recordEvents,
  recordRead,
} from './actions/events.ts';
export {
  endOtherSessions,
  endSession,
  findSession,
  forgetOld,
  type OwnSession,
  openSession,
  type Session,
  type SignIn,
  sessionsOf,
  signIn,
  signOut,
} from './actions/sign-in.ts';
export {
  addRole,
  addStaff,
  addUser,
  anywhere,
  changeOwnPassword,
  changeRoles,
  endSessionsOf,
  membershipProblem,
  type NewUser,
  type Refused,
  type RoleRow,
  removeRole,
  rolesOf,
  setUserDisabled,
  setUserPassword,
  userByEmail,
  userById,
  userNames,
} from './actions/users.ts';
export { generatePassword } from './password.ts';
export type { EventRow, HistoryRow } from './store.ts';
export { historyOf, latestEventOf, listUsers, membershipsOf, staffOf, timelineOf, upsertStaff } from './store.ts';
