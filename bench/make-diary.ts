import pg from 'pg';
import type { ProgrammeDocument } from '../src/programmes/rules.ts';
import { type BenchWorker, caseload, fillers, takeIndexesOff } from './make.ts';

/** Members of staff of a site, and its rooms: every second appointment is in a room, so that ten are enough for twenty. */
export const perSite = 20;
const rooms = 10;
/** The days of the diaries, both included: half a year that is over and half a year that is booked. */
export const firstDay = '2015-10-01';
export const lastDay = '2016-09-30';

// Five of these six a day, another one left out each day: a diary that is well filled and not full.
const begins = "'{09:00,10:00,11:00,12:00,14:30,15:30}'::time[]";

// One statement each. $1 programme, $2 workers, $3 their areas, $4 their providers, $5 given names, $6 family names, $7 codes.
const statements = [
  `create temporary table worker as
   select n::int - 1 as n, (n::int - 1) / ${perSite} as at, staff_id, area_id, provider_id
   from unnest($2::uuid[], $3::uuid[], $4::uuid[]) with ordinality w(staff_id, area_id, provider_id, n)`,
  `create temporary table place as
   select at, gen_random_uuid() as site_id, min(area_id::text)::uuid as area_id from worker group by at`,
  `insert into site (id, programme_id, area_id, key, name, time_zone, holidays, step_free, opens, closes)
   select site_id, $1::uuid, area_id, 'site-' || at, 'Office ' || to_char(at + 1, 'FM000'), 'Europe/London', 'england-and-wales', true, '08:30', '17:30'
   from place`,
  `create temporary table room as
   select at, k, gen_random_uuid() as room_id from place cross join generate_series(0, ${rooms - 1}) k`,
  `insert into site_room (id, site_id, name, places, private, step_free, quiet)
   select room_id, site_id, 'Room ' || to_char(k + 1, 'FM00'), 3, k % 2 = 0, true, k % 3 = 0 from room join place using (at)`,
  `insert into working_pattern (id, staff_id, site_id, weekday, starts, ends, from_on)
   select gen_random_uuid(), staff_id, site_id, weekday, '09:00', '17:00', '2014-01-01'
   from worker join place using (at) cross join generate_series(1, 5) weekday where not (n % 5 = 0 and weekday = 5)`,
  `insert into protected_block (id, staff_id, weekday, starts, ends, label, from_on)
   select gen_random_uuid(), staff_id, 3, '13:00', '14:00', 'Providers and other services', '2014-01-01' from worker`,
  // A week off, in another week of the year for each.
  `insert into staff_leave (id, staff_id, from_on, to_on, kind)
   select gen_random_uuid(), staff_id, monday, monday + 4, 'leave'
   from (select staff_id, date '2015-10-05' + 7 * (n % 50) as monday from worker) w`,
  `create temporary table seen as
   select worker.n, k, gen_random_uuid() as person_id, gen_random_uuid() as case_id, worker.n * ${caseload} + k as number,
     ($5::text[])[1 + (worker.n * 7 + k * 13) % cardinality($5::text[])] as given, ($6::text[])[1 + (worker.n * 11 + k * 17) % cardinality($6::text[])] as family
   from worker cross join generate_series(0, ${caseload - 1}) k`,
  `insert into person (id, reference, given_name, family_name, search_given, search_family, date_of_birth, sex, phone, email, contact_rules, preferred_contact)
   select person_id, 'P-D' || to_char(number, 'FM0000000'), given, family, lower(given), lower(family), date '1960-01-01' + number % 12000,
     $7::jsonb ->> 'sex', '07700900123', 'p' || number || '@example.org', '{"email": "yes", "text": "yes"}', 'email' from seen`,
  `update staff set phone = '01614960000' where id in (select staff_id from worker)`,
  `insert into case_record (id, person_id, programme_id, reference, source_ref, status, area_id, provider_id, referral_area_id, referral_provider_id,
     referred_on, referral_source, benefit, last_worked, housing_tenure, marital_status, dependants, key_worker_id)
   select case_id, person_id, $1::uuid, 'C-D' || to_char(number, 'FM0000000'), 'BD' || number, 'attached', area_id, provider_id, area_id, provider_id,
     '2015-03-02', $7::jsonb ->> 'source', $7::jsonb ->> 'benefit', $7::jsonb ->> 'worked', $7::jsonb ->> 'housing', $7::jsonb ->> 'marital', number % 4, staff_id
   from seen join worker using (n)`,
  `insert into attachment (case_id, person_id, attached_on, key_worker_id, evidenced)
   select case_id, person_id, '2015-04-01', staff_id, false from seen join worker using (n)`,
  `insert into key_worker_assignment (id, case_id, person_id, staff_id, starts_on)
   select gen_random_uuid(), case_id, person_id, staff_id, '2015-04-01' from seen join worker using (n)`,
  // Day by day, as they are booked in life: a worker's week does not lie together. No five of a day are the same person's.
  `insert into appointment (id, programme_id, case_id, person_id, staff_id, site_id, room_id, kind, mode, starts_at, ends_at, state, settled_at,
     asked_by, chain_id)
   select id, $1::uuid, case_id, person_id, staff_id, site_id, room_id, case when slot = 3 then 'call' else 'meeting' end,
     case when room_id is null then 'phone' else 'in_person' end, starts_at, starts_at + interval '45 minutes', state,
     case when state = 'booked' then null else starts_at + interval '1 hour' end, case when state = 'cancelled_by_them' then 'them' end, id
   from (
     select gen_random_uuid() as id, d.day, slot, worker.staff_id, place.site_id, seen.case_id, seen.person_id, room.room_id,
       (d.day + (${begins})[slot + 1]) at time zone 'Europe/London' as starts_at,
       case when d.day >= date '2016-03-31' then 'booked' when (d.i + worker.n + slot) % 11 = 0 then 'did_not_attend'
         when (d.i + worker.n + slot) % 13 = 0 then 'cancelled_by_them' else 'attended' end as state
     from (select (date '${firstDay}' + i)::date as day, i from generate_series(0, date '${lastDay}' - date '${firstDay}') i) d
     cross join generate_series(0, 5) slot
     cross join worker join place using (at)
     join seen on seen.n = worker.n and seen.k = (d.i * 6 + slot) % ${caseload}
     left join room on room.at = worker.at and room.k = worker.n % ${perSite} / 2 and (worker.n + slot) % 2 = 0
     where extract(isodow from d.day) < 6 and (d.i + worker.n) % 6 <> slot
       and not (worker.n % 5 = 0 and extract(isodow from d.day) = 5)
       and not d.day between date '2015-10-05' + 7 * (worker.n % 50) and date '2015-10-05' + 7 * (worker.n % 50) + 4
       and not d.day = any('{2015-12-25,2015-12-28,2016-01-01,2016-03-25,2016-03-28,2016-05-02,2016-05-30,2016-08-29}')
     order by d.day, slot, worker.n) x`,
  `insert into diary_hold (appointment_id, holder, span)
   select a.id, h.holder, tstzrange(a.starts_at, a.ends_at) from appointment a
   cross join lateral unnest(array[a.staff_id, a.person_id, a.room_id]) h (holder)
   where h.holder is not null and a.state not in ('cancelled_by_us', 'cancelled_by_them', 'moved')
   -- The index that refuses two at once is made several times as fast from rows that lie together.
   order by h.holder, a.starts_at`,
];

/**
 * Fills a migrated database with the diaries of these workers: sites of twenty with ten rooms, hours, protected time, a week
 * of leave, and for every working day of a year five appointments with people of the worker's own caseload. SQL makes the rows
 * where they are kept; indexes are made after them.
 */
export async function makeDiaries(
  url: string,
  setting: { programmeId: string; document: ProgrammeDocument; workers: readonly BenchWorker[] },
  told: (done: number) => void,
): Promise<void> {
  const { programmeId, document, workers } = setting;
  const { given, family, codes } = fillers(document, 11);
  const values: unknown[] = [
    programmeId,
    workers.map((one) => one.staffId),
    workers.map((one) => one.areaId),
    workers.map((one) => one.providerId),
    given,
    family,
    codes,
  ];
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica').catch(() => undefined);
    const definitions = await takeIndexesOff(client, [
      'person',
      'case_record',
      'attachment',
      'key_worker_assignment',
      'appointment',
      'diary_hold',
    ]);
    for (const [at, text] of statements.entries()) {
      told(at / statements.length);
      // A statement may name only the values that it uses, in order.
      const used = [...new Set(text.match(/\$\d/g) ?? [])].sort();
      const renumbered = text.replace(/\$\d/g, (name) => `$${used.indexOf(name) + 1}`);
      await client.query(
        renumbered,
        used.map((name) => values[Number(name.slice(1)) - 1]),
      );
    }
    await client.query(`set maintenance_work_mem = '1GB'`);
    for (const definition of definitions) await client.query(definition);
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}
