import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { Doc } from './entries.ts';

/** Where a service is: the place, and the service there. */
export type PlaceRow = {
  /** Of the service at this place. */
  id: string;
  service_id: string;
  doc: Doc;
  source: string | null;
  location_id: string | null;
  location_name: string | null;
  location_type: 'physical' | 'postal' | 'virtual' | null;
  postcode: string | null;
  step_free: boolean | null;
  location_doc: Doc | null;
  /** How many services are at the same place: a change of it is a change for all. */
  shared: number;
};

const rows = sql`select a.id, a.service_id, a.doc, a.source, l.id as location_id, l.name as location_name, l.location_type, l.postcode,
    l.step_free, l.doc as location_doc,
    (select count(*)::int from service_at_location b where b.location_id = l.id) as shared
  from service_at_location a left join location l on l.id = a.location_id`;

/** The places of a service; a service with more than 50 shows the first. */
export const placesOf = statement(
  'directory.placesOf',
  (p: { serviceId: string }) =>
    sql<PlaceRow>`${rows} where a.service_id = ${p.serviceId} order by l.name, a.id limit 50`,
);

export const findPlace = statement(
  'directory.findPlace',
  (p: { id: string }) => sql<PlaceRow>`${rows} where a.id = ${p.id}`,
);

export const insertLocation = statement(
  'directory.insertLocation',
  (p: {
    id: string;
    organisationId: string | null;
    name: string | null;
    type: string;
    postcode: string | null;
    stepFree: boolean | null;
    doc: string;
  }) => sql`
    insert into location (id, organisation_id, name, location_type, postcode, step_free, doc)
    values (${p.id}, ${p.organisationId}, ${p.name}, ${p.type}, ${p.postcode}, ${p.stepFree}, ${p.doc}::jsonb)`,
);

/** Changes a place. Where its postcode is another now, its coordinates are known no more. */
export const updateLocation = statement(
  'directory.updateLocation',
  (p: {
    id: string;
    name: string | null;
    type: string;
    postcode: string | null;
    stepFree: boolean | null;
    doc: string;
  }) => sql`
    update location set name = ${p.name}, location_type = ${p.type}, step_free = ${p.stepFree}, doc = ${p.doc}::jsonb,
      latitude = case when postcode is not distinct from ${p.postcode} then latitude end,
      longitude = case when postcode is not distinct from ${p.postcode} then longitude end, postcode = ${p.postcode}
    where id = ${p.id}`,
);

export const insertPlace = statement(
  'directory.insertPlace',
  (p: { id: string; serviceId: string; locationId: string; doc: string }) => sql`
    insert into service_at_location (id, service_id, location_id, doc) values (${p.id}, ${p.serviceId}, ${p.locationId}, ${p.doc}::jsonb)`,
);

export const updatePlace = statement(
  'directory.updatePlace',
  (p: { id: string; doc: string }) => sql`update service_at_location set doc = ${p.doc}::jsonb where id = ${p.id}`,
);

/** The service is there no more; the place itself stays, for others may be there. */
export const deletePlace = statement(
  'directory.deletePlace',
  (p: { id: string }) => sql`delete from service_at_location where id = ${p.id}`,
);
