import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { areaNames } from '../../programmes/actions/parts.ts';
import type { AccessRule } from '../rules/access.ts';
import type { Directive } from '../rules/directives.ts';

/** A rule with the names that a list shows. */
export type RuleRow = AccessRule & {
  service_id: string;
  programme_id: string;
  service_name: string;
  area_name: string | null;
  set_by_name: string | null;
};

/** Rules of a programme about a service that have not ended before a day, exceptions of other cases left out. */
export const rulesFor = statement(
  'directory.rulesFor',
  (p: { serviceIds: readonly string[]; programmeId: string; caseId: string | null; day: string }) => sql<
    AccessRule & { service_id: string }
  >`
    select id, service_id, area_id, role, allowed, case_id, reason, from_day, to_day from access_rule
    where service_id = any(${p.serviceIds}::uuid[]) and programme_id = ${p.programmeId} and (case_id is null or case_id = ${p.caseId}::uuid)
      and (to_day is null or to_day >= ${p.day}::date) order by from_day, id`,
);

const named = sql`select r.id, r.service_id, r.programme_id, r.area_id, r.role, r.allowed, r.case_id, r.reason, r.from_day, r.to_day,
    s.name as service_name, a.area_name, u.user_name as set_by_name
  from access_rule r join service s on s.id = r.service_id left join ${areaNames} a on a.area_id = r.area_id
  left join ${userNamesPart} u on u.user_id = r.set_by`;

/** Rules of programmes that have not ended before a day, without exceptions, by service; of one service when it is given. */
export const rulesOfProgrammes = statement(
  'directory.rulesOfProgrammes',
  (p: {
    programmeIds: readonly string[];
    serviceId: string | null;
    day: string;
    limit: number;
    offset: number;
  }) => sql<RuleRow>`
    ${named} where r.programme_id = any(${p.programmeIds}::uuid[]) and r.case_id is null and (r.to_day is null or r.to_day >= ${p.day}::date)
      and (${p.serviceId}::uuid is null or r.service_id = ${p.serviceId}::uuid)
    order by s.name, r.from_day, r.id limit ${p.limit}::int offset ${p.offset}::int`,
);

export const findRule = statement(
  'directory.findRule',
  (p: { id: string }) => sql<RuleRow>`${named} where r.id = ${p.id}`,
);

export const insertRule = statement(
  'directory.insertRule',
  (p: {
    id: string;
    serviceId: string;
    programmeId: string;
    areaId: string | null;
    role: string;
    allowed: boolean;
    caseId: string | null;
    reason: string | null;
    from: string;
    to: string | null;
    by: string | null;
  }) => sql`
    insert into access_rule (id, service_id, programme_id, area_id, role, allowed, case_id, reason, from_day, to_day, set_by)
    values (${p.id}, ${p.serviceId}, ${p.programmeId}, ${p.areaId}, ${p.role}, ${p.allowed}, ${p.caseId}, ${p.reason}, ${p.from}, ${p.to},
      ${p.by})`,
);

/** Lets a rule end on a day (`to`), or takes back one that would begin after it. */
export const endRule = statement(
  'directory.endRule',
  (p: { id: string; to: string }) => sql<{ service_id: string; programme_id: string }>`
    update access_rule set to_day = greatest(from_day, ${p.to}::date)
    where id = ${p.id} and (to_day is null or to_day > ${p.to}::date) returning service_id, programme_id`,
);

/** Deletes a rule that has not begun by a day. */
export const deleteRule = statement(
  'directory.deleteRule',
  (p: { id: string; day: string }) => sql<{ service_id: string; programme_id: string }>`
    delete from access_rule where id = ${p.id} and from_day > ${p.day}::date returning service_id, programme_id`,
);

/** A working role of a user. */
export type RoleRow = {
  id: string;
  user_id: string;
  user_name: string;
  programme_id: string;
  role: string;
  from_day: string;
  to_day: string | null;
};

/** Working roles of a user in a programme that hold on a day. */
export const rolesOn = statement(
  'directory.rolesOn',
  (p: { userId: string; programmeId: string; day: string }) => sql<{ role: string }>`
    select distinct role from working_role where user_id = ${p.userId} and programme_id = ${p.programmeId} and from_day <= ${p.day}::date
      and (to_day is null or to_day >= ${p.day}::date) order by role`,
);

/** Working roles of programmes that have not ended before a day, by name. */
export const rolesOfProgrammes = statement(
  'directory.rolesOfProgrammes',
  (p: { programmeIds: readonly string[]; day: string; limit: number; offset: number }) => sql<RoleRow>`
    select w.id, w.user_id, u.user_name, w.programme_id, w.role, w.from_day, w.to_day
    from working_role w join ${userNamesPart} u on u.user_id = w.user_id
    where w.programme_id = any(${p.programmeIds}::uuid[]) and (w.to_day is null or w.to_day >= ${p.day}::date)
    order by u.user_name, w.role, w.id limit ${p.limit}::int offset ${p.offset}::int`,
);

export const insertRole = statement(
  'directory.insertRole',
  (p: { id: string; userId: string; programmeId: string; role: string; from: string; to: string | null }) => sql`
    insert into working_role (id, user_id, programme_id, role, from_day, to_day)
    values (${p.id}, ${p.userId}, ${p.programmeId}, ${p.role}, ${p.from}, ${p.to})`,
);

/** Ends a working role on a day; of the programmes alone. */
export const endRole = statement(
  'directory.endRole',
  (p: { id: string; programmeIds: readonly string[]; to: string }) => sql<{
    programme_id: string;
    user_id: string;
    role: string;
  }>`
    update working_role set to_day = greatest(from_day, ${p.to}::date)
    where id = ${p.id} and programme_id = any(${p.programmeIds}::uuid[]) and (to_day is null or to_day > ${p.to}::date)
    returning programme_id, user_id, role`,
);

/** A directive with the names that a list shows. */
export type DirectiveRow = Directive & {
  service_name: string | null;
  area_name: string | null;
  set_by_name: string | null;
};

const directives = sql`select d.id, d.programme_id, d.area_id, d.kind, d.contract, d.service_id, d.words, d.from_day, d.to_day, d.ended_at,
    s.name as service_name, a.area_name, u.user_name as set_by_name
  from directive d left join service s on s.id = d.service_id left join ${areaNames} a on a.area_id = d.area_id
  left join ${userNamesPart} u on u.user_id = d.set_by`;

/** Directives of programmes that hold on a day, in an area (those for an area hold there alone). */
export const directivesOn = statement(
  'directory.directivesOn',
  (p: { programmeIds: readonly string[]; areaId: string | null; day: string }) => sql<DirectiveRow>`
    ${directives} where d.programme_id = any(${p.programmeIds}::uuid[]) and d.ended_at is null and d.from_day <= ${p.day}::date
      and (d.to_day is null or d.to_day >= ${p.day}::date) and (d.area_id is null or d.area_id = ${p.areaId}::uuid)
    order by d.from_day, d.id limit 100`,
);

/** Directives of programmes, the latest first. */
export const directivesOf = statement(
  'directory.directivesOf',
  (p: { programmeIds: readonly string[]; limit: number; offset: number }) => sql<DirectiveRow>`
    ${directives} where d.programme_id = any(${p.programmeIds}::uuid[]) order by d.from_day desc, d.id desc limit ${p.limit}::int
    offset ${p.offset}::int`,
);

export const insertDirective = statement(
  'directory.insertDirective',
  (p: {
    id: string;
    programmeId: string;
    areaId: string | null;
    kind: string;
    contract: string | null;
    serviceId: string | null;
    words: string;
    from: string;
    to: string | null;
    by: string | null;
  }) => sql`
    insert into directive (id, programme_id, area_id, kind, contract, service_id, words, from_day, to_day, set_by)
    values (${p.id}, ${p.programmeId}, ${p.areaId}, ${p.kind}, ${p.contract}, ${p.serviceId}, ${p.words}, ${p.from}, ${p.to}, ${p.by})`,
);

export const endDirective = statement(
  'directory.endDirective',
  (p: { id: string; programmeIds: readonly string[]; at: string }) => sql<{ programme_id: string }>`
    update directive set ended_at = ${p.at} where id = ${p.id} and programme_id = any(${p.programmeIds}::uuid[]) and ended_at is null
    returning programme_id`,
);
