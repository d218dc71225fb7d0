import { sql } from 'kysely';
import type { Scope } from '../../access/rules/policy.ts';
import { casePlaces, casesInScope } from '../../cases/actions/parts.ts';
import { run, type Sql, statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import type { ContactFields, EmployerFields } from '../rules/employers.ts';

/** An employer as a list shows it. `holding` counts the jobs there that are held on the day. */
export type EmployerLine = {
  id: string;
  name: string;
  area: string | null;
  sector: string | null;
  jobs: number;
  holding: number;
  adjustments: string | null;
};

/** Employers of programmes by name, after one: those whose name holds `like` (small letters, % and _ escaped), of an area. */
export function listEmployers(
  sqlTo: Sql,
  asked: {
    programmeIds: readonly string[];
    like: string | null;
    area: string | null;
    today: string;
    after: { name: string; id: string } | null;
    limit: number;
  },
): Promise<EmployerLine[]> {
  const { programmeIds, like, area, today, after, limit } = asked;
  return run<EmployerLine>(
    sqlTo,
    sql<EmployerLine>`
      select e.id, e.name, e.area, e.sector, e.adjustments, n.jobs, n.holding
      from (
        select id, name, area, sector, adjustments from employer
        where programme_id = any(${programmeIds}::uuid[])
          ${like === null ? sql`` : sql`and lower(name) like ${`%${like}%`}`}
          ${area === null ? sql`` : sql`and lower(area) = lower(${area})`}
          ${after === null ? sql`` : sql`and (lower(name), id) > (${after.name}, ${after.id}::uuid)`}
        order by lower(name), id limit ${limit}) e
      cross join lateral (
        select count(*)::int as jobs,
          count(*) filter (where j.started_on <= ${today}::date and coalesce(j.ended_on, 'infinity') >= ${today}::date)::int as holding
        from job j join ${casePlaces} c on c.case_id = j.case_id
        where j.employer_id = e.id and j.withdrawn_on is null and not c.restricted) n
      order by lower(e.name), e.id`,
  );
}

/** An employer as its page shows it. */
export type EmployerRow = EmployerFields & { id: string; programme_id: string; version: number };

const columns = sql`id, programme_id, name, area, sector, phone, email, website, recruits, adjustments, notes, version`;

export const findEmployer = statement(
  'work.findEmployer',
  (p: { id: string }) => sql<EmployerRow>`select ${columns} from employer where id = ${p.id}`,
);

export const lockEmployer = statement(
  'work.lockEmployer',
  (p: { id: string }) => sql<EmployerRow>`select ${columns} from employer where id = ${p.id} for update`,
);

export const employerOfName = statement(
  'work.employerOfName',
  (p: { programmeId: string; name: string }) => sql<{ id: string }>`
    select id from employer where programme_id = ${p.programmeId} and lower(name) = lower(${p.name}::text)`,
);

/** Names to choose from while typing: those that were changed last. */
export const employerNames = statement(
  'work.employerNames',
  (p: { programmeId: string; limit: number }) => sql<{ name: string }>`
    select name from (select name, changed_at from employer where programme_id = ${p.programmeId} order by changed_at desc limit ${p.limit}::int) e
    order by lower(name)`,
);

/** Adds an employer, unless the programme has one of this name: then no row comes back. */
export const insertEmployer = statement(
  'work.insertEmployer',
  (p: { id: string; programmeId: string } & EmployerFields) => sql<{ id: string }>`
    insert into employer (id, programme_id, name, area, sector, phone, email, website, recruits, adjustments, notes)
    values (${p.id}, ${p.programmeId}, ${p.name}, ${p.area}, ${p.sector}, ${p.phone}, ${p.email}, ${p.website}, ${p.recruits},
      ${p.adjustments}, ${p.notes})
    on conflict (programme_id, lower(name)) do nothing returning id`,
);

export const updateEmployer = statement(
  'work.updateEmployer',
  (p: { id: string; version: number } & EmployerFields) => sql`
    update employer set name = ${p.name}, area = ${p.area}, sector = ${p.sector}, phone = ${p.phone}, email = ${p.email},
      website = ${p.website}, recruits = ${p.recruits}, adjustments = ${p.adjustments}, notes = ${p.notes}, version = version + 1,
      changed_at = now()
    where id = ${p.id} and version = ${p.version}`,
);

/** Ties the jobs on file that name an employer to it. It looks at every job, which happens once for each employer. */
export const tieJobsOfEmployer = statement(
  'work.tieJobsOfEmployer',
  (p: { id: string; programmeId: string; name: string }) => sql`
    update job j set employer_id = ${p.id} from ${casePlaces} c
    where c.case_id = j.case_id and c.programme_id = ${p.programmeId} and j.employer_id is null
      and lower(j.employer) = lower(${p.name}::text)`,
);

/** Ties the offers on file that name an employer to it. */
export const tieOffersOfEmployer = statement(
  'work.tieOffersOfEmployer',
  (p: { id: string; programmeId: string; name: string }) => sql`
    update job_offer o set employer_id = ${p.id} from ${casePlaces} c
    where c.case_id = o.case_id and c.programme_id = ${p.programmeId} and o.employer_id is null
      and lower(o.employer) = lower(${p.name}::text)`,
);

/** Unties these jobs from their employers. */
export const untieJobs = statement(
  'work.untieJobs',
  (p: { ids: readonly string[] }) => sql`
    update job set employer_id = null where id = any(${p.ids}::uuid[]) and employer_id is not null`,
);

/** Ties these jobs to the employers whose names they have. */
export const tieJobs = statement(
  'work.tieJobs',
  (p: { programmeId: string; ids: readonly string[] }) => sql`
    update job j set employer_id = e.id from employer e
    where j.id = any(${p.ids}::uuid[]) and e.programme_id = ${p.programmeId} and lower(e.name) = lower(j.employer)
      and j.employer_id is distinct from e.id`,
);

/** Somebody to talk to. */
export type ContactRow = ContactFields & { id: string; version: number };

const contact = sql`id, name, job_title as "jobTitle", phone, email, ended_on as "endedOn", version`;

/** The people to talk to at an employer: those of now first. */
export const contactsOf = statement(
  'work.contactsOf',
  (p: { employerId: string; limit: number }) => sql<ContactRow>`
    select ${contact} from employer_contact where employer_id = ${p.employerId}
    order by ended_on desc nulls first, lower(name), id limit ${p.limit}::int`,
);

export const lockContact = statement(
  'work.lockContact',
  (p: { id: string; employerId: string }) => sql<ContactRow>`
    select ${contact} from employer_contact where id = ${p.id} and employer_id = ${p.employerId} for update`,
);

export const findContact = statement(
  'work.findContact',
  (p: { id: string; employerId: string }) => sql<ContactRow>`
    select ${contact} from employer_contact where id = ${p.id} and employer_id = ${p.employerId}`,
);

export const insertContact = statement(
  'work.insertContact',
  (p: { id: string; employerId: string } & ContactFields) => sql`
    insert into employer_contact (id, employer_id, name, job_title, phone, email, ended_on)
    values (${p.id}, ${p.employerId}, ${p.name}, ${p.jobTitle}, ${p.phone}, ${p.email}, ${p.endedOn}::date)`,
);

export const updateContact = statement(
  'work.updateContact',
  (p: { id: string; version: number } & ContactFields) => sql`
    update employer_contact set name = ${p.name}, job_title = ${p.jobTitle}, phone = ${p.phone}, email = ${p.email},
      ended_on = ${p.endedOn}::date, version = version + 1
    where id = ${p.id} and version = ${p.version}`,
);

/** A job at an employer, of somebody whose record the reader may open. */
export type JobThere = {
  case_id: string;
  given_name: string | null;
  family_name: string | null;
  started_on: string | null;
  ended_on: string | null;
};

/** Jobs at an employer within the policy, the latest first. */
export function jobsThere(sqlTo: Sql, asked: { employerId: string; scope: Scope; limit: number }): Promise<JobThere[]> {
  return run<JobThere>(
    sqlTo,
    sql<JobThere>`
      select j.case_id, w.given_name, w.family_name, j.started_on, j.ended_on
      from job j
      join ${casePlaces} c on c.case_id = j.case_id
      join ${people} w on w.person_id = c.person_id
      where j.employer_id = ${asked.employerId} and j.withdrawn_on is null and ${casesInScope(asked.scope)}
      order by j.started_on desc nulls last, j.id limit ${asked.limit}`,
  );
}

/** How many jobs at an employer are on file, and how many are held on a day; a restricted record is not even counted. */
export const countJobsThere = statement(
  'work.countJobsThere',
  (p: { employerId: string; today: string }) => sql<{ jobs: number; holding: number }>`
    select count(*)::int as jobs,
      count(*) filter (where started_on <= ${p.today}::date and coalesce(ended_on, 'infinity') >= ${p.today}::date)::int as holding
    from job j join ${casePlaces} c on c.case_id = j.case_id
    where j.employer_id = ${p.employerId} and j.withdrawn_on is null and not c.restricted`,
);
