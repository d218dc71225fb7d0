import pg from 'pg';
import type { ProgrammeDocument } from '../src/programmes/rules.ts';
import { type BenchWorker, fillers, takeIndexesOff } from './make.ts';

/** Workers among whom the cases are shared, however many there are. */
export const claimsWorkers = 400;

// One statement each. $1 programme, $2 workers, $3 their areas, $4 their providers, $5 given names, $6 family names, $7 codes of the
// programme, $8 how many cases. One case in five has a job, and one in ten a second one: 1.5 jobs each for 20 % of them.
const statements = [
  `create temporary table worker as
   select n::int - 1 as n, staff_id, area_id, provider_id from unnest($2::uuid[], $3::uuid[], $4::uuid[]) with ordinality w(staff_id, area_id, provider_id, n)`,
  // Ids by time, as the application makes them: rows of one time lie together.
  `create temporary table life as
   select n, ('01500000-' || lpad(to_hex(n / 65536), 4, '0') || '-7' || lpad(to_hex(n % 4096), 3, '0') || '-8' || lpad(to_hex(n % 65536 / 16), 3, '0') || '-' || lpad(to_hex(n), 12, '0'))::uuid as person_id,
     (lpad(to_hex(1400000000 + n), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as case_id,
     (date '2014-04-01' + (n::bigint * 7 % 700)::int) as attached_on, worker.*
   from generate_series(0, $8::int - 1) c(n) join (select n as w, staff_id, area_id, provider_id from worker) worker on worker.w = c.n % (select count(*) from worker)`,
  `insert into person (id, reference, given_name, family_name, search_given, search_family, date_of_birth, sex, phone, postcode, preferred_contact)
   select person_id, 'P-C' || to_char(n, 'FM0000000'), given, family, lower(given), lower(family), date '1960-01-01' + n % 12000, $7::jsonb ->> 'sex',
     '07700900123', 'QA1 1AA', 'phone'
   from (select *, ($5::text[])[1 + n * 7 % cardinality($5::text[])] as given, ($6::text[])[1 + n * 11 % cardinality($6::text[])] as family from life) l`,
  `insert into case_record (id, person_id, programme_id, reference, source_ref, status, area_id, provider_id, referral_area_id, referral_provider_id,
     referred_on, referral_source, benefit, last_worked, housing_tenure, marital_status, dependants, key_worker_id)
   select case_id, person_id, $1::uuid, 'C-C' || to_char(n, 'FM0000000'), 'BC' || n, 'attached', area_id, provider_id, area_id, provider_id,
     attached_on - 20, $7::jsonb ->> 'source', $7::jsonb ->> 'benefit', $7::jsonb ->> 'worked', $7::jsonb ->> 'housing', $7::jsonb ->> 'marital', n % 4, staff_id
   from life`,
  `insert into attachment (case_id, person_id, attached_on, key_worker_id, evidenced) select case_id, person_id, attached_on, staff_id, false from life`,
  `insert into key_worker_assignment (id, case_id, person_id, staff_id, starts_on) select gen_random_uuid(), case_id, person_id, staff_id, attached_on from life`,
  `insert into job (id, case_id, person_id, employer, started_on, ended_on, hours_per_week, hourly_wage_pence, self_employed, kind)
   select gen_random_uuid(), case_id, person_id, 'Peel Forklift Services', first + k * 230, case when n % 3 = 0 and k = 0 then first + 200 end, 16 + n % 20, 670 + n % 300, n % 25 = 0,
     case when n % 25 = 0 then 'self_employed' else 'employed' end
   from (select *, attached_on + 20 + n % 100 as first from life where n % 5 = 0) l cross join generate_series(0, 1) k
   where (k = 0 or n % 10 = 0) and first + k * 230 <= date '2016-03-31'`,
  // Every third attachment is claimed.
  `insert into claim (id, case_id, person_id, milestone, claimed_on) select gen_random_uuid(), case_id, person_id, 'attachment', attached_on + 10 from life where n % 3 = 0`,
];

const bulky = ['person', 'case_record', 'attachment', 'key_worker_assignment', 'job', 'claim'];

/** Fills a migrated database with so many attached cases, their jobs and claims on file; what can be claimed is worked out later. */
export async function makeClaims(
  url: string,
  cases: number,
  setting: { programmeId: string; document: ProgrammeDocument; workers: readonly BenchWorker[] },
  told: (done: number) => void,
): Promise<void> {
  const { programmeId, document, workers } = setting;
  const { given, family, codes } = fillers(document, 17);
  const values: unknown[] = [
    programmeId,
    workers.map((one) => one.staffId),
    workers.map((one) => one.areaId),
    workers.map((one) => one.providerId),
    ...[given, family, codes, cases],
  ];
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const definitions = await takeIndexesOff(client, bulky);
    // Without its index it would look through everybody for every claim, and what it notes is thrown away below.
    await client.query('alter table claim disable trigger claims_due_claim_added');
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
    // Every case is worked out at the end, in a first night.
    await client.query('truncate claims_due');
    await client.query('alter table claim enable trigger claims_due_claim_added');
    await client.query(`set maintenance_work_mem = '1GB'`);
    for (const definition of definitions) await client.query(definition);
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}
