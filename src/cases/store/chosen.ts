import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';

export type ChosenRow = {
  case_id: string;
  reference: string;
  given_name: string | null;
  family_name: string | null;
  total: number;
};

/** A page of the cases among those given that a scope allows, by family name, with the number of all of them. */
export const chosenCases = statement(
  'cases.chosenCases',
  (p: {
    programmeId: string;
    caseIds: string[];
    programmeIds: string[];
    areaIds: string[];
    providerIds: string[];
    staffIds: string[];
    offset: number;
    limit: number;
  }) => sql<ChosenRow>`
    select c.id as case_id, coalesce(c.source_ref, c.reference) as reference, w.given_name, w.family_name, count(*) over () as total
    from case_record c join ${people} w on w.person_id = c.person_id
    where c.id = any(${p.caseIds}::uuid[]) and c.programme_id = ${p.programmeId}
      and (c.programme_id = any(${p.programmeIds}::uuid[]) or c.area_id = any(${p.areaIds}::uuid[])
        or c.provider_id = any(${p.providerIds}::uuid[]) or c.key_worker_id = any(${p.staffIds}::uuid[]))
    order by w.search_family, w.search_given, c.id limit ${p.limit}::int offset ${p.offset}::int`,
);
