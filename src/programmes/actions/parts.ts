import { sql } from 'kysely';

/** What other rooms may join of an area. */
export type AreaPart = { area_id: string; area_name: string };
/** What other rooms may join of a programme. */
export type ProgrammePart = { programme_id: string; programme_key: string; programme_name: string };

/** Areas with their names, to stand after `from` or `join` in another room's statement. */
export const areaNames = sql<AreaPart>`(select id as area_id, name as area_name from area)`;

/** Programmes with key and name, to stand after `from` or `join` in another room's statement. */
export const programmeNames = sql<ProgrammePart>`(
  select id as programme_id, key as programme_key, name as programme_name from programme)`;

/** Areas of one programme, to stand after `from` in another room's statement. */
export const areasOfProgramme = (programmeId: string) => sql<{ id: string; name: string }>`(
  select id, name from area where programme_id = ${programmeId})`;
