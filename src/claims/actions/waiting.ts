/** Lists of claims that stand in one state. */
export { listWaiting, type WaitingRow } from '../store/waiting.ts';
