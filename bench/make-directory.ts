import pg from 'pg';
import type { ProgrammeDocument } from '../src/programmes/rules.ts';
import { type BenchWorker, caseload, fillers, takeIndexesOff } from './make.ts';

/** Services for each worker, each with a caseload: ten thousand services, a thousand workers, forty thousand cases. */
export const servicesPerWorker = 10;
/** Referrals of a case: a million over forty thousand. */
export const referralsPerCase = 25;

// Ten towns with ten neighbourhoods each.
const letters = `'{QA,QB,QC,QD,QE,QF,QG,QH,QJ,QK}'::text[]`;
const outward = (n: string) => `((${letters})[1 + (${n}) % 10] || (1 + (${n}) / 10 % 10))`;
const need = (n: string) => `('00000000-0000-4000-8000-0000000001' || lpad((1 + (${n}) % 26)::text, 2, '0'))::uuid`;

// One statement each. $1 programme, $2 workers, $3 their areas, $4 their providers, $5 their users, $6 given names, $7 family
// names, $8 codes of the programme, $9 how many services.
const statements = [
  `create temporary table worker as
   select n::int - 1 as n, staff_id, area_id, provider_id, user_id
   from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[]) with ordinality w(staff_id, area_id, provider_id, user_id, n)`,
  `create temporary table org as select n, gen_random_uuid() as id from generate_series(0, greatest(1, $9::int / 4) - 1) n`,
  `insert into organisation (id, name, description, sector, contract, doc)
   select id, 'Organisation ' || to_char(n, 'FM00000'), 'Helps people in the north of the city.', 'voluntary',
     (array['none', 'contracted', 'none', 'sub-contractor'])[1 + n % 4], jsonb_build_object('id', id, 'name', 'Organisation ' || to_char(n, 'FM00000')) from org`,
  `create temporary table serv as
   select s.n, gen_random_uuid() as id, org.id as organisation_id, gen_random_uuid() as location_id,
     (array['Advice', 'Training', 'Group', 'Counselling', 'Workshop', 'Coaching', 'Drop-in', 'Course'])[1 + s.n % 8] || ' ' || to_char(s.n, 'FM00000') as name,
     'Meets every ' || (array['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'])[1 + s.n % 5]
       || ' in small groups. Tea is made, nobody needs to talk, and people come back as often as they like. Ask for number ' || s.n || '.' as description
   from generate_series(0, $9::int - 1) s(n) join org on org.n = s.n % greatest(1, $9::int / 4)`,
  `insert into service (id, organisation_id, name, description, status, verified, minimum_age, maximum_age, postcodes, benefits, exclusions,
     modes, contact_phone, contact_email, places, places_taken, next_start, capacity_on, verified_on, verify_by, feedback_weeks, doc, search_words)
   select id, organisation_id, name, description, 'active', n % 100 <> 0, case when n % 4 = 0 then 18 end, case when n % 8 = 0 then 30 end,
     case when n % 3 = 0 then array[${outward('n')}, ${outward('n + 1')}, ${outward('n + 10')}] else '{}' end,
     case when n % 6 = 0 then array[$8::jsonb ->> 'benefit'] when n % 6 = 3 then '{other}' else '{}' end,
     case when n % 5 = 0 then '[{"key": "drink", "words": "Nobody who drinks now", "sensitive": true}]' else '[]' end::jsonb,
     '{phone,link}', '01614960' || lpad((n % 1000)::text, 3, '0'), 's' || n || '@example.org',
     case when n % 2 = 0 then 10 end, case when n % 2 = 0 then n % 12 end, case when n % 2 = 0 and n % 12 >= 10 then date '2016-04-01' + n % 90 end,
     date '2016-03-01', date '2016-01-01', date '2016-03-01' + n % 200, '{3}', jsonb_build_object('id', id, 'name', name, 'status', 'active'),
     lower(name || ' ' || description) from serv`,
  `insert into location (id, organisation_id, location_type, postcode, latitude, longitude, step_free, doc)
   select location_id, organisation_id, 'physical', ${outward('n')} || (1 + n % 9) || 'AA', 53.4 + (n % 10) * 0.05 + (n % 97) * 0.0003,
     -2.6 + (n / 10 % 10) * 0.05 + (n % 89) * 0.0003, n % 3 <> 0, jsonb_build_object('id', location_id, 'location_type', 'physical') from serv`,
  `insert into service_at_location (id, service_id, location_id, doc) select gen_random_uuid(), id, location_id, '{}' from serv`,
  `insert into taxonomy (id, name, doc) values ('00000000-0000-4000-8000-0000000000bb', 'Topics', '{}')`,
  `create temporary table topic as select n, gen_random_uuid() as id from generate_series(0, 199) n`,
  `insert into taxonomy_term (id, taxonomy_id, name, doc)
   select id, '00000000-0000-4000-8000-0000000000bb', 'Topic ' || n, jsonb_build_object('id', id, 'name', 'Topic ' || n, 'taxonomy', 'Topics') from topic`,
  // Twenty terms each: three needs, the others of a taxonomy of the feed.
  `insert into service_term (service_id, term_id)
   select serv.id, ${need('serv.n * 7 + k * 9')} from serv cross join generate_series(0, 2) k
   union all select serv.id, topic.id from serv cross join generate_series(0, 16) k join topic on topic.n = (serv.n * 13 + k * 11) % 200`,
  `insert into service_figure (service_id, month, kind, n, days)
   select serv.id, (date '2015-04-01' + (m || ' months')::interval)::date, kind, 1 + (serv.n + m) % 9, case when kind = 'started' then 20 * (1 + serv.n % 5) else 0 end
   from serv cross join generate_series(0, 11) m cross join unnest(array['referred', 'accepted', 'declined', 'attended', 'started', 'completed']) kind`,
  `insert into access_rule (id, service_id, programme_id, role, allowed, from_day)
   select gen_random_uuid(), id, $1::uuid, 'specialist', true, '2015-01-01' from serv where n % 100 = 50`,
  `insert into directive (id, programme_id, kind, contract, words, from_day)
   values (gen_random_uuid(), $1::uuid, 'prefer', 'contracted', 'Use what is paid for', '2016-01-01')`,
  `create temporary table seen as
   select worker.n * ${caseload} + k as number, worker.n as worker, gen_random_uuid() as person_id, gen_random_uuid() as case_id,
     worker.staff_id, worker.user_id, worker.area_id, worker.provider_id,
     ($6::text[])[1 + (worker.n * 7 + k * 13) % cardinality($6::text[])] as given, ($7::text[])[1 + (worker.n * 11 + k * 17) % cardinality($7::text[])] as family
   from worker cross join generate_series(0, ${caseload - 1}) k`,
  `insert into person (id, reference, given_name, family_name, search_given, search_family, date_of_birth, sex, phone, postcode, preferred_contact)
   select person_id, 'P-S' || to_char(number, 'FM0000000'), given, family, lower(given), lower(family), date '1960-01-01' + number % 12000,
     $8::jsonb ->> 'sex', '07700900123', ${outward('number')} || ' 1AA', 'phone' from seen`,
  `insert into case_record (id, person_id, programme_id, reference, source_ref, status, area_id, provider_id, referral_area_id, referral_provider_id,
     referred_on, referral_source, benefit, last_worked, housing_tenure, marital_status, dependants, key_worker_id)
   select case_id, person_id, $1::uuid, 'C-S' || to_char(number, 'FM0000000'), 'BS' || number, 'attached', area_id, provider_id, area_id, provider_id,
     '2015-03-02', $8::jsonb ->> 'source', $8::jsonb ->> 'benefit', $8::jsonb ->> 'worked', $8::jsonb ->> 'housing', $8::jsonb ->> 'marital', number % 4, staff_id
   from seen`,
  `insert into attachment (case_id, person_id, attached_on, key_worker_id, evidenced)
   select case_id, person_id, '2015-04-01', staff_id, false from seen`,
  `insert into key_worker_assignment (id, case_id, person_id, staff_id, starts_on)
   select gen_random_uuid(), case_id, person_id, staff_id, '2015-04-01' from seen`,
  // One in ten is open: with the service to be acknowledged, begun, or waiting for a place. In the order of their days, as in life.
  `create temporary table sent as
   select gen_random_uuid() as id, gen_random_uuid() as consent_id, seen.*, j, s.id as service_id, s.organisation_id, s.n as service,
     date '2015-04-01' + j * 14 + seen.number % 14 as day,
     case j when 24 then 'sent' when 23 then 'started' when 22 then case when seen.number % 2 = 0 then 'waiting' else 'closed' end
       else (array['closed', 'closed', 'rejected', 'closed', 'withdrawn'])[1 + (seen.number + j) % 5] end as state
   from generate_series(0, ${referralsPerCase - 1}) j cross join seen
   join serv s on s.n = (seen.number * 31 + j * 389) % $9::int order by j`,
  `insert into referral (id, reference, kind, case_id, person_id, programme_id, area_id, service_id, organisation_id, need, mode, made_by, made_on, state,
     sent_on, received_on, started_on, ended_on, last_contact_on, owner_side, owner_id, due_what, due_on, open, created_at)
   select id, 'R-' || to_char(number * ${referralsPerCase} + j, 'FM00000000'), 'referral', case_id, person_id, $1::uuid, area_id, service_id, organisation_id,
     ${need('service * 7')}, 'link', user_id, day, state, day, case when state <> 'sent' then day + 2 end,
     case when state in ('started', 'closed') then day + 10 end, case when state = 'closed' then day + 60 end, case when state <> 'sent' then day + 12 end,
     'service', user_id, case state when 'sent' then 'Say that it arrived' when 'started' then 'Say how it is going' when 'waiting' then 'Offer a place' end,
     case when state in ('sent', 'started', 'waiting') then day + 2 + number % 40 end, state in ('sent', 'started', 'waiting'), day + time '10:00'
   from sent`,
  `insert into referral_event (id, referral_id, kind, from_state, to_state, day, at, side, by)
   select gen_random_uuid(), id, 'sent', 'agreed', 'sent', day, day + time '10:00', 'worker', user_id from sent
   union all select gen_random_uuid(), id, 'moved', 'sent', state, day + 2, day + 2 + time '10:00', 'service', null from sent where state <> 'sent'`,
  `insert into sharing_consent (id, case_id, person_id, programme_id, organisation_id, service_id, items, asked_items, how, wording, given_on, ends_on)
   select consent_id, case_id, person_id, $1::uuid, organisation_id, service_id, '{name,contact,need}', '{name,contact,need}', 'spoken', 'I agree', day, day + 400 from sent`,
  `insert into referral_sent (id, referral_id, consent_id, channel, items, payload, digest, sent_on)
   select gen_random_uuid(), id, consent_id, 'link', '{name,contact,need}',
     jsonb_build_object('name', given || ' ' || family, 'contact', '07700 900123', 'need', 'Help'), '\\x00', day from sent`,
  `insert into feedback_due (id, referral_id, kind, due_on) select gen_random_uuid(), id, 'week 3', day + 31 from sent where state = 'started'`,
  `create temporary table answering as select n, id as organisation_id, gen_random_uuid() as user_id from org where n < 500`,
  `insert into app_user (id, email, name, password_hash) select user_id, user_id || '@example.org', 'Rashida Kenyon', 'none' from answering`,
  `insert into membership (id, user_id, role, programme_id, organisation_id)
   select gen_random_uuid(), user_id, 'service_worker', $1::uuid, organisation_id from answering`,
];

const bulky = [
  ...['person', 'case_record', 'attachment', 'key_worker_assignment', 'service_term', 'service_figure', 'referral'],
  ...['referral_event', 'sharing_consent', 'referral_sent', 'feedback_due', 'service'],
];

/**
 * Fills a migrated database with a directory of so many services, each with twenty terms, a place and a year of figures; with
 * the caseloads of these workers; and with twenty-five referrals of each case, with what was agreed and what was sent.
 */
export async function makeDirectory(
  url: string,
  services: number,
  setting: { programmeId: string; document: ProgrammeDocument; workers: readonly BenchWorker[] },
  told: (done: number) => void,
): Promise<void> {
  const { programmeId, document, workers } = setting;
  const { given, family, codes } = fillers(document, 13);
  const values: unknown[] = [
    programmeId,
    workers.map((one) => one.staffId),
    workers.map((one) => one.areaId),
    workers.map((one) => one.providerId),
    workers.map((one) => one.userId),
    given,
    family,
    codes,
    services,
  ];
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica').catch(() => undefined);
    const definitions = await takeIndexesOff(client, bulky);
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
