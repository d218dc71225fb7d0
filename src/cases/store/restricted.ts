import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import { keptPerson, people } from '../../people/actions/parts.ts';

export type CaseOfPerson = {
  case_id: string;
  person_id: string;
  programme_id: string;
  area_id: string | null;
  provider_id: string | null;
  key_worker_id: string | null;
  reference: string;
  given_name: string | null;
  family_name: string | null;
};

/** Restricts every case of a person in every programme, or frees them. */
export const setRestricted = statement(
  'cases.setRestricted',
  (p: { personId: string; restricted: boolean }) => sql<{
    case_id: string;
    programme_id: string;
    key_worker_id: string | null;
  }>`
    update case_record set restricted = ${p.restricted} where person_id = ${p.personId}
    returning id as case_id, programme_id, key_worker_id`,
);

// A letter may bear the number of a record that was merged since.
const kept = keptPerson(sql`w.person_id`);

/** Restricted cases that a reference or a National Insurance number names exactly. Each arm goes by an index. */
export const restrictedByNumber = statement(
  'cases.restrictedByNumber',
  (p: { references: readonly string[]; niNumber: string | null }) => sql<CaseOfPerson>`
    select c.id as case_id, c.person_id, c.programme_id, c.area_id, c.provider_id, c.key_worker_id, c.reference, null as given_name, null as family_name
    from case_record c where c.restricted and c.id in (
      select id from case_record where reference = any(${p.references}::text[])
      union select o.id from ${people} w join case_record o on o.person_id = ${kept}
        where w.person_reference = any(${p.references}::text[])
      union select o.id from ${people} w join case_record o on o.person_id = ${kept} where w.ni_number = ${p.niNumber})
    order by c.id limit 20`,
);

/** Restricted cases of these people, with their names. */
export const restrictedCases = statement(
  'cases.restrictedCases',
  (p: { personIds: readonly string[] }) => sql<CaseOfPerson>`
    select c.id as case_id, c.person_id, c.programme_id, c.area_id, c.provider_id, c.key_worker_id, c.reference, w.given_name, w.family_name
    from case_record c join ${people} w on w.person_id = c.person_id
    where c.restricted and c.person_id = any(${p.personIds}::uuid[])
    order by w.search_family, w.search_given, c.id limit 500`,
);
