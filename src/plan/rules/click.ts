/** One click on a plan: what the button says, as its value. Pure. */
import { uuidPattern } from '../../kit/uuid.ts';
import type { Result } from './steps.ts';

const shape = new RegExp(`^(\\w+)\\.(${uuidPattern})(?:\\.(${uuidPattern}|end|[1-9]\\d{0,8}))?$`);

/** What a button of the plan does. */
export type Click =
  | { verb: 'result'; result: Result; id: string; version: number }
  | { verb: 'undo' | 'hold' | 'resume' | 'takeUp' | 'keep' | 'break' | 'reopen'; id: string; version: number }
  | { verb: 'place'; id: string; place: 'up' | 'down' | { before: string | null } };

const results: Record<string, Result> = { done: 'done', tried: 'tried', missed: 'missed' };
const others = ['undo', 'hold', 'resume', 'takeUp', 'keep', 'break', 'reopen'] as const;

/** The value of a button. */
export const clickOf = (verb: string, id: string, version: number | string): string => `${verb}.${id}.${version}`;

/** Reads the value of a button; null for what no button says. */
export function readClick(value: unknown): Click | null {
  const [, verb = '', id = '', last] = (typeof value === 'string' && shape.exec(value)) || [];
  if (id === '') return null;
  if ((verb === 'up' || verb === 'down') && last === undefined) return { verb: 'place', id, place: verb };
  if (verb === 'before' && last !== undefined && !/^\d+$/.test(last))
    return { verb: 'place', id, place: { before: last === 'end' ? null : last } };
  if (last === undefined || !/^\d+$/.test(last)) return null;
  const version = Number(last);
  const result = results[verb];
  if (result !== undefined) return { verb: 'result', result, id, version };
  const other = others.find((one) => one === verb);
  return other === undefined ? null : { verb: other, id, version };
}
