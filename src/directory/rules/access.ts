/** Who may refer where: rules of a programme by working role, area and day, and exceptions for one case. Pure. */
import { showDay } from '../../kit/clock.ts';

/** A rule as it is kept. `role` is a working role of the programme or 'any'; days are 'YYYY-MM-DD'. */
export type AccessRule = {
  id: string;
  area_id: string | null;
  role: string;
  allowed: boolean;
  case_id: string | null;
  reason: string | null;
  from_day: string;
  to_day: string | null;
};

/** Who asks, where, on which day. `roles` are the working roles that they act in; none is a worker without one. */
export type Asked = { areaId: string | null; day: string; roles: readonly string[]; caseId: string | null };

/** Whether they may. `why` says so in a sentence; `exception` is the one that lets them, `role` the working role. */
export type Access = { allowed: boolean; why: string; role: string | null; exception: AccessRule | null };

const holds = (rule: AccessRule, day: string): boolean =>
  rule.from_day <= day && (rule.to_day === null || day <= rule.to_day);

/**
 * Without a rule that holds there on that day, everybody may refer. A rule for an area goes before one for everywhere, one for
 * a role before one for any, the later before the earlier. Where a rule lets some roles in, the others are out. An exception
 * for a case lets in while it stands.
 */
export function accessOf(rules: readonly AccessRule[], asked: Asked, label: (role: string) => string): Access {
  const { areaId, day, roles, caseId } = asked;
  const here = rules.filter((rule) => holds(rule, day) && (rule.area_id === null || rule.area_id === areaId));
  const rule = here.filter((one) => one.case_id === null);
  const asks: (string | null)[] = roles.length === 0 ? [null] : [...roles];
  let refused: string | null = null;
  for (const role of asks) {
    const best = bestOf(rule, role);
    if (best === undefined ? !rule.some((one) => one.allowed) : best.allowed)
      return {
        allowed: true,
        why: best?.reason ?? 'Anybody who works in the programme may refer here',
        role,
        exception: null,
      };
    refused ??= reasonOf(best, role, rule, label);
  }
  const exception = here.find(
    (one) =>
      one.case_id !== null && one.case_id === caseId && one.allowed && (one.role === 'any' || roles.includes(one.role)),
  );
  if (exception !== undefined) {
    const until = exception.to_day === null ? '' : ` until ${showDay(exception.to_day)}`;
    return {
      allowed: true,
      why: `A manager made an exception for this case${until}`,
      role: roles[0] ?? null,
      exception,
    };
  }
  return { allowed: false, why: refused ?? 'You may not refer here', role: null, exception: null };
}

function bestOf(rules: readonly AccessRule[], role: string | null): AccessRule | undefined {
  const weight = (rule: AccessRule) => (rule.area_id === null ? 0 : 2) + (rule.role === 'any' ? 0 : 1);
  return rules
    .filter((rule) => rule.role === 'any' || rule.role === role)
    .sort((a, b) => weight(b) - weight(a) || (a.from_day < b.from_day ? 1 : -1))[0];
}

function reasonOf(
  best: AccessRule | undefined,
  role: string | null,
  rules: readonly AccessRule[],
  label: (role: string) => string,
): string {
  const may = [...new Set(rules.filter((one) => one.allowed && one.role !== 'any').map((one) => label(one.role)))];
  const who = role === null ? 'Somebody without a working role' : `A ${label(role)}`;
  const told = best?.reason ?? null;
  const words = `${who} may not refer here${told === null ? '' : `: ${told}`}.`;
  return `${words} ${may.length === 0 ? 'Ask a manager for an exception' : `Ask a ${may.join(' or a ')} to refer, or a manager for an exception`}`;
}
