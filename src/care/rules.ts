/** The door of the room: supervision, load and time on the programme. Pure. */
export { kindText, type Standing, shortKind, supervisionStanding } from './rules/supervision.ts';
export { workerFacts } from './rules/worker.ts';
