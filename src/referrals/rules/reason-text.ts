/** The words of a reason's code. Pure. */
import { personReasons, returnReasons, serviceReasons } from './states.ts';

/** In words; the reason as it was written where no list has it. */
export function reasonText(reason: string): string {
  const lists: Readonly<Record<string, string | { text: string }>>[] = [personReasons, serviceReasons, returnReasons];
  for (const list of lists) {
    const found = Object.hasOwn(list, reason) ? list[reason] : undefined;
    if (found !== undefined) return typeof found === 'string' ? found : found.text;
  }
  return reason;
}
