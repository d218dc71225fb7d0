import { type RawBuilder, sql } from 'kysely';
import { staffNames, staffOfProgramme } from '../../access/actions/parts.ts';
import type { Scope } from '../../access/rules/policy.ts';
import { run, type Sql } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import { areasOfProgramme } from '../../programmes/actions/parts.ts';
import type { Direction } from '../rules/caseload.ts';
import type { Cursor, ListSort } from '../rules/list.ts';
import { transitions } from '../rules/status.ts';
import { statuses } from '../rules.ts';
import { columns, inScope, joins, type ListFilter, type ListRow, mayOpen } from './list.ts';

/** A row of the list with what it is sorted by. */
export type SortedRow = ListRow & {
  person_id: string;
  area_id: string | null;
  key_worker_id: string | null;
  search_given: string;
  search_family: string;
};

/** Which page of which list. */
export type ListAsk = {
  programmeId: string;
  scope: Scope;
  filter: ListFilter;
  sort: ListSort;
  direction: Direction;
  after: Cursor | null;
  limit: number;
};

type Part = RawBuilder<unknown>;
/**
 * A stretch of the list that is one walk along an index: what narrows it, and its order. `each` names the groups that it goes
 * through one after the other; within each it takes no more cases than the page has.
 */
type Walk = { where: Part[]; order: Part; each?: { groups: Part; column: Part } };

// Cases that are alike in the column stand the newest referral first, as the indexes by area, key worker and status have
// them: PostgreSQL puts those without a day at the head of a descending index.
const newest = sql`c.referred_on desc, c.id desc`;
const olderThan = ({ referredOn, id }: Cursor): Part =>
  referredOn === null
    ? sql`(c.referred_on is not null or c.id < ${id}::uuid)`
    : sql`(c.referred_on, c.id) < (${referredOn}::date, ${id}::uuid)`;

/** Areas, key workers or statuses. What is left of the cursor's own group, the groups after it, and who has none. */
function byGroup(column: Part, groups: Part, type: Part, { after, direction }: ListAsk, some: boolean): Walk[] {
  const [way, beyond] = wordsOf(direction);
  const none: Walk = {
    where: [sql`${column} is null`, ...(after?.value === null ? [olderThan(after)] : [])],
    order: newest,
  };
  if (after !== null && after.value === null) return [none];
  const later =
    after === null
      ? groups
      : sql`(select * from ${groups} a where (a.name, a.id) ${beyond} (select o.name, o.id from ${groups} o where o.id = ${after.value}::${type}))`;
  const walks: Walk[] = [
    {
      where: [],
      order: sql`g.name ${way}, g.id ${way}, ${newest}`,
      each: { groups: sql`(select * from ${later} l order by l.name ${way}, l.id ${way})`, column },
    },
    ...(some ? [none] : []),
  ];
  if (after === null) return walks;
  return [{ where: [sql`${column} = ${after.value}::${type}`, olderThan(after)], order: newest }, ...walks];
}

const wordsOf = (direction: Direction): [way: Part, beyond: Part] =>
  direction === 'ascending' ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`];

/** By day of referral: the cases with a day, then those without. */
function byReferral({ after, direction }: ListAsk): Walk[] {
  const [way, beyond] = wordsOf(direction);
  const dated =
    after === null
      ? sql`c.referred_on is not null`
      : sql`(c.referred_on, c.id) ${beyond} (${after.referredOn}::date, ${after.id}::uuid)`;
  const none: Walk = {
    where: [
      sql`c.referred_on is null`,
      ...(after !== null && after.referredOn === null ? [sql`c.id ${beyond} ${after.id}::uuid`] : []),
    ],
    order: sql`c.id ${way}`,
  };
  if (after !== null && after.referredOn === null) return [none];
  return [{ where: [dated], order: sql`c.referred_on ${way}, c.id ${way}` }, none];
}

/** By day of attachment: the cases with a day, then the others. */
function byAttachment({ after, direction }: ListAsk): Walk[] {
  const [way, beyond] = wordsOf(direction);
  const none: Walk = {
    where: [sql`t.attached_on is null`, ...(after !== null && after.value === null ? [olderThan(after)] : [])],
    order: newest,
  };
  if (after !== null && after.value === null) return [none];
  const dated =
    after === null
      ? sql`t.attached_on is not null`
      : // The index holds the days alone, which PostgreSQL does not conclude from the comparison.
        sql`t.attached_on is not null and (t.attached_on, t.case_id) ${beyond} (${after.value}::date, ${after.id}::uuid)`;
  return [{ where: [dated], order: sql`t.attached_on ${way}, t.case_id ${way}` }, none];
}

/**
 * By key worker: group after group, as areas are. Somebody with their own caseload alone has too few cases to look for them
 * under every key worker of the programme: those few are sorted.
 */
function byWorker(ask: ListAsk): Walk[] {
  const { programmeIds, areaIds, providerIds, teams } = ask.scope;
  if (programmeIds.length + areaIds.length + providerIds.length + teams.length > 0)
    return byGroup(sql`c.key_worker_id`, staffOfProgramme(ask.programmeId), sql`uuid`, ask, true);
  const { after, direction } = ask;
  const [way, beyond] = wordsOf(direction);
  const order = sql`k.staff_name ${way}, k.staff_id ${way}, ${newest}`;
  if (after === null) return [{ where: [], order }];
  const from = sql`(k.staff_name, k.staff_id) ${beyond}= (select o.staff_name, o.staff_id from ${staffNames} o where o.staff_id = ${after.value}::uuid)`;
  return [{ where: [from, sql`(k.staff_id <> ${after.value}::uuid or ${olderThan(after)})`], order }];
}

const family = sql`w.search_family collate "C"`;
const given = sql`w.search_given collate "C"`;

/** By family name, then given name, in the letters that the search compares. */
function byName({ after, direction }: ListAsk): Walk[] {
  const [way, beyond] = wordsOf(direction);
  const order = sql`${family} ${way}, ${given} ${way}, w.person_id ${way}, c.id ${way}`;
  if (after?.person === undefined) return [{ where: [], order }];
  const { id, value, person } = after;
  return [
    {
      where: [
        sql`(${family}, ${given}, w.person_id) ${beyond}= (${value}, ${person.given}, ${person.id}::uuid)`,
        sql`(w.person_id <> ${person.id}::uuid or c.id ${beyond} ${id}::uuid)`,
      ],
      order,
    },
  ];
}

function byReference({ after, direction }: ListAsk): Walk[] {
  const [way, beyond] = wordsOf(direction);
  const where = after === null ? [] : [sql`c.reference ${beyond} ${after.value}`];
  return [{ where, order: sql`c.reference ${way}` }];
}

// In the order of their words on the page.
const statusGroups = sql`(select u.id, u.name from unnest(${[...statuses].sort((a, b) => (transitions[a].text < transitions[b].text ? -1 : 1))}::text[])
  with ordinality as u(id, name))`;

const walksOf: Record<ListSort, (ask: ListAsk) => Walk[]> = {
  name: byName,
  reference: byReference,
  referred: byReferral,
  worker: byWorker,
  attached: byAttachment,
  status: (ask) => byGroup(sql`c.status`, statusGroups, sql`text`, ask, false),
  area: (ask) => byGroup(sql`c.area_id`, areasOfProgramme(ask.programmeId), sql`uuid`, ask, true),
};

/** What narrows a list, whatever its order. */
function narrowed({ programmeId, scope, filter }: Pick<ListAsk, 'programmeId' | 'scope' | 'filter'>): Part[] {
  const attachment = sql`select from attachment a where a.case_id = c.id`;
  return [
    sql`c.programme_id = ${programmeId}`,
    scope.programmeIds.includes(programmeId) ? mayOpen(scope) : inScope(scope),
    filter.areaId === undefined ? null : sql`c.area_id = ${filter.areaId}`,
    filter.providerId === undefined ? null : sql`c.provider_id = ${filter.providerId}`,
    filter.keyWorkerId === undefined ? null : sql`c.key_worker_id = ${filter.keyWorkerId}`,
    filter.status === undefined ? null : sql`c.status = ${filter.status}`,
    filter.attached === undefined
      ? null
      : filter.attached
        ? sql`exists (${attachment})`
        : sql`not exists (${attachment})`,
    filter.withoutEvidence === true ? sql`exists (${attachment} and not a.evidenced)` : null,
    filter.referred === undefined
      ? null
      : sql`c.referred_on >= ${filter.referred.from}::date and c.referred_on < ${filter.referred.to}::date`,
  ].filter((part) => part !== null);
}

const sorted = sql`${columns}, c.person_id, c.area_id, c.key_worker_id, w.search_given, w.search_family`;
const of = sql`c.id, c.reference, c.source_ref, c.status, c.person_id, c.area_id, c.key_worker_id, c.referred_on, c.closed_on`;

/** A page of a programme's cases in one to three walks along indexes, never a sort of the programme. It counts nothing. */
export async function listCases(db: Sql, ask: ListAsk): Promise<SortedRow[]> {
  const rows: SortedRow[] = [];
  for (const { where, order, each } of walksOf[ask.sort](ask)) {
    const most = ask.limit - rows.length;
    if (most === 0) break;
    const conditions = sql.join([...narrowed(ask), ...where], sql` and `);
    const source =
      each === undefined
        ? sql`case_record c ${joins} where ${conditions}`
        : sql`${each.groups} g cross join lateral (
            select ${of} from case_record c where ${conditions} and ${each.column} = g.id order by ${newest} limit ${most}::int) c ${joins}`;
    rows.push(
      ...(await run<SortedRow>(
        db,
        sql<SortedRow>`select ${sorted} from ${source} order by ${order} limit ${most}::int`,
      )),
    );
  }
  return rows;
}

/** Where a case stands in the orders that an address says nothing about, or no row when it is not in the scope. */
export function placeOf(
  db: Sql,
  ask: { programmeId: string; scope: Scope; caseId: string },
): Promise<Pick<SortedRow, 'case_id' | 'person_id' | 'reference' | 'search_family' | 'search_given'>[]> {
  return run(
    db,
    sql<Pick<SortedRow, 'case_id' | 'person_id' | 'reference' | 'search_family' | 'search_given'>>`
    select c.id as case_id, c.person_id, c.reference, w.search_family, w.search_given
    from case_record c join ${people} w on w.person_id = c.person_id
    where c.id = ${ask.caseId}::uuid and c.programme_id = ${ask.programmeId} and ${inScope(ask.scope)}`,
  );
}
