import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { SupervisionKind } from '../../programmes/rules.ts';

/** Supervision that was booked. There is no column for what was said in it. */
export type SupervisionRow = {
  id: string;
  staff_id: string;
  programme_id: string;
  kind: SupervisionKind;
  supervisor: string;
  organisation: string | null;
  interest: 'none' | 'declared';
  planned_on: string;
  state: 'planned' | 'held' | 'cancelled';
  held_on: string | null;
  version: number;
};

const columns = sql.raw(
  'id, staff_id, programme_id, kind, supervisor, organisation, interest, planned_on, state, held_on, version',
);

/** The supervision of a member of staff, the latest first. */
export const supervisionOfStaff = statement(
  'care.supervisionOfStaff',
  (p: { staffId: string }) => sql<SupervisionRow>`
    select ${columns} from supervision where staff_id = ${p.staffId}
    order by coalesce(held_on, planned_on) desc, id desc limit 100`,
);

export const findSupervision = statement(
  'care.findSupervision',
  (p: { id: string }) => sql<SupervisionRow>`select ${columns} from supervision where id = ${p.id}`,
);

export const insertSupervision = statement(
  'care.insertSupervision',
  (p: {
    id: string;
    programmeId: string;
    staffId: string;
    kind: SupervisionKind;
    supervisor: string;
    organisation: string | null;
    interest: string;
    plannedOn: string;
    bookedBy: string | null;
  }) => sql`
    insert into supervision (id, programme_id, staff_id, kind, supervisor, organisation, interest, planned_on, booked_by)
    values (${p.id}, ${p.programmeId}, ${p.staffId}, ${p.kind}, ${p.supervisor}, ${p.organisation}, ${p.interest}, ${p.plannedOn},
      ${p.bookedBy})`,
);

/** Settles what was planned: held on a day, or cancelled. No row when it was settled already or has another version. */
export const settleSupervision = statement(
  'care.settleSupervision',
  (p: { id: string; version: number; state: 'held' | 'cancelled'; heldOn: string | null; by: string | null }) => sql<{
    id: string;
  }>`
    update supervision set state = ${p.state}, held_on = ${p.heldOn}::date, confirmed_by = ${p.by}, version = version + 1
    where id = ${p.id} and version = ${p.version}::int and state = 'planned' returning id`,
);
