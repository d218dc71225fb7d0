import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

export type DuplicateRow = {
  id: string;
  source_ref: string;
  state: 'open' | 'same person' | 'different person';
  original: Record<string, string>;
  person_id: string | null;
  person_reference: string | null;
  given_name: string | null;
  family_name: string | null;
  date_of_birth: string | null;
  ni_number: string | null;
  phone: string | null;
  postcode: string | null;
  decided_at: string | null;
  created_at: string;
  restricted: boolean;
};

// Whoever was merged since is the person of the record that is kept, and as restricted as that one.
const columns = sql`d.id, d.source_ref, d.state, d.original, p.id as person_id, p.reference as person_reference, p.given_name,
  p.family_name, p.date_of_birth, p.ni_number, p.phone, p.postcode, d.decided_at, d.created_at,
  exists (select from person_restriction r where r.person_id = p.id and r.lifted_at is null) as restricted`;

/** A page of reviews. One about a restricted person is only for whoever may open the record. */
export const listDuplicates = statement(
  'people.listDuplicates',
  (p: {
    programmeId: string;
    open: boolean;
    after: string;
    limit: number;
    opened: readonly string[];
  }) => sql<DuplicateRow>`
    select ${columns} from duplicate_review d left join person p on p.id = live_person(d.person_id)
    where d.programme_id = ${p.programmeId} and (d.state = 'open') = ${p.open}::boolean and d.source_ref > ${p.after}
      and (p.id = any(${p.opened}::uuid[]) or not exists (
        select from person_restriction r where r.person_id = p.id and r.lifted_at is null))
    order by d.source_ref limit ${p.limit}::int`,
);

export const findDuplicate = statement(
  'people.findDuplicate',
  (p: { id: string }) => sql<DuplicateRow & { programme_id: string }>`
    select d.programme_id, ${columns} from duplicate_review d left join person p on p.id = live_person(d.person_id) where d.id = ${p.id}`,
);

/** Decides a review that is still open; no row when somebody was first. */
export const decideDuplicate = statement(
  'people.decideDuplicate',
  (p: { id: string; state: string; userId: string | null }) => sql<{
    programme_id: string;
    person_id: string | null;
    source_ref: string;
  }>`
    update duplicate_review set state = ${p.state}, decided_by = ${p.userId}, decided_at = now()
    where id = ${p.id} and state = 'open' returning programme_id, live_person(person_id) as person_id, source_ref`,
);
