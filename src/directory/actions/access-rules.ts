/** Who may refer to a service: rules of a programme by working role, area and day, with exceptions for a case. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { together } from '../../kit/together.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { serviceRulesOf } from '../../programmes/rules.ts';
import { type Access, accessOf } from '../rules/access.ts';
import * as store from '../store/access.ts';

export type { RuleRow } from '../store/access.ts';

/** What a working role is called in a programme on a day; the code itself when the programme has no such role. */
export async function roleLabels(
  sql: Sql,
  programmeId: string,
  day: string,
): Promise<{ code: string; label: string }[]> {
  const version = await programmeOn(sql, programmeId, day);
  return version === null ? [] : [...serviceRulesOf(version.document, { area: null, on: day }).workingRoles];
}

/** Who wants to refer where. `roles` are the working roles that they act in; without it all that they have on the day. */
export type Wish = {
  programmeId: string;
  areaId: string | null;
  userId: string | null;
  caseId: string | null;
  /** 'YYYY-MM-DD'. */
  day: string;
  roles?: readonly string[];
};

/** Whether somebody may refer to each of some services. */
export async function mayReferTo(sql: Sql, serviceIds: readonly string[], wish: Wish): Promise<Map<string, Access>> {
  const { programmeId, areaId, userId, caseId, day } = wish;
  const [rules, held] = await together(sql, [
    (read) => store.rulesFor(read, { serviceIds, programmeId, caseId, day }),
    async (read) =>
      wish.roles !== undefined || userId === null ? [] : store.rolesOn(read, { userId, programmeId, day }),
  ]);
  const roles = wish.roles ?? held.map(({ role }) => role);
  const labels = rules.length === 0 ? [] : await roleLabels(sql, programmeId, day);
  const label = (role: string) => labels.find((one) => one.code === role)?.label ?? role;
  return new Map(
    serviceIds.map((id) => [
      id,
      accessOf(
        rules.filter((rule) => rule.service_id === id),
        { areaId, day, roles, caseId },
        label,
      ),
    ]),
  );
}

/** Whether somebody may refer to a service, and by which working role or exception. */
export async function mayRefer(sql: Sql, wish: Wish & { serviceId: string }): Promise<Access> {
  const { serviceId, ...rest } = wish;
  return (await mayReferTo(sql, [serviceId], rest)).get(serviceId) as Access;
}

/** Rules of programmes that have not ended, a page of them; those of one service when it is given. */
export function rulesOfProgrammes(
  sql: Sql,
  programmeIds: readonly string[],
  given: { serviceId?: string; day: string; limit: number; offset: number },
): Promise<store.RuleRow[]> {
  return store.rulesOfProgrammes(sql, { ...given, serviceId: given.serviceId ?? null, programmeIds });
}

/** A rule to set. `areaId` null is everywhere, `to` null is without end; `caseId` makes it an exception for one case. */
export type RuleGiven = {
  serviceId: string;
  programmeId: string;
  areaId: string | null;
  role: string;
  allowed: boolean;
  caseId: string | null;
  reason: string | null;
  from: string;
  to: string | null;
};

/**
 * Sets a rule, with the event 'directory.access_set', or 'service referral.exception given' on a case's own timeline for an
 * exception (`personId` is that case's person). Resolves to its id.
 */
export function setRule(
  db: Database,
  actor: Actor,
  given: RuleGiven,
  at: { today: string; personId?: string; serviceName?: string },
): Promise<string> {
  return transaction(db, async (tx) => {
    const id = newId();
    await store.insertRule(tx, { id, ...given, by: actor.userId });
    const { serviceId, programmeId, areaId, role, allowed, caseId, reason, from, to } = given;
    await recordEvent(tx, actor, {
      kind: caseId === null ? 'directory.access_set' : 'service referral.exception given',
      programmeId,
      caseId,
      personId: at.personId ?? null,
      happenedOn: at.today,
      payload: {
        ...{ recordId: id, serviceId, areaId, role, allowed, reason, from, to },
        ...(at.serviceName === undefined ? {} : { service: at.serviceName }),
      },
    });
    return id;
  });
}

/** Lets a rule of one of the programmes end with today, or takes back one that has not begun. False when it has ended already. */
export function endRule(
  db: Database,
  actor: Actor,
  given: { id: string; programmeIds: readonly string[]; today: string },
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const { id, programmeIds, today } = given;
    const [rule] = await store.findRule(tx, { id });
    if (rule === undefined || !programmeIds.includes(rule.programme_id)) return false;
    const [ended] =
      rule.from_day > today
        ? await store.deleteRule(tx, { id, day: today })
        : await store.endRule(tx, { id, to: today });
    if (ended === undefined) return false;
    await recordEvent(tx, actor, {
      kind: 'directory.access_ended',
      programmeId: rule.programme_id,
      happenedOn: today,
      payload: { recordId: id, serviceId: rule.service_id },
    });
    return true;
  });
}
