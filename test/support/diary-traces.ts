/** What leads to the pages of the diary, of interviews, messages, visits and groups: what the demonstration adds, and forms that are sent. */
import assert from 'node:assert/strict';
import { demoDiary } from '../../src/demo-diary.ts';
import { demoMessages } from '../../src/demo-messages.ts';
import { demoPathways } from '../../src/demo-pathways.ts';
import { fixedClock } from '../../src/kit/clock.ts';
import { newId } from '../../src/kit/ids.ts';
import { programmeByKey } from '../../src/programmes/actions.ts';
import { PASSWORD, type Site, TODAY, type UserName } from './site.ts';

const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};

/** Leaves the traces. Resolves to pages from which the links go on, by who may open them. */
export async function leaveDiaryTraces(site: Site): Promise<Partial<Record<UserName, string[]>>> {
  const ids = async (text: string, ...values: unknown[]): Promise<string[]> =>
    (await site.db.query(text, values)).rows.map((row: { id: string }) => row.id);
  const pilot = (await programmeByKey(site.db, 'working-well-pilot'))?.id ?? '';
  await demoDiary(site.db, pilot, 'MAN-KW01', fixedClock(`${TODAY}T09:00:00Z`));
  await demoMessages(site.db, pilot, 'MAN-KW01', TODAY);
  await demoPathways(site.db, PASSWORD, TODAY);
  const [worker, office] = [await site.agent('key_worker'), await site.agent('programme_office')];
  const saved = ({ status, body, location }: { status: number; body: string; location: string }): string => {
    assert.equal(status, 303, body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '));
    return location;
  };

  // A visit that a colleague is told of, with a risk that is known.
  const [first = ''] = await ids(
    `select id from case_record where id = any($1::uuid[]) and not restricted and status = 'attached' order by array_position($1::uuid[], id) limit 1`,
    await site.caseload(),
  );
  const risk = {
    kind: 'animals',
    words: 'A dog bit a postman',
    precautions: 'It is shut away',
    ...day('review_on', '2016-06-01'),
  };
  const plan = {
    ...{
      // Between two appointments, with half an hour of travel before and after it.
      time: '12:30',
      minutes: '30',
      place_kind: 'home',
      place: '3 Mill Lane',
      phone: '07700 900111',
      risks: 'Stairs',
    },
    ...{ precautions: 'The kitchen', first: site.users.team_manager.id, ...day('day', '2016-04-05') },
  };
  const visit = saved(await worker.post(`/cases/${first}/visits/new`, plan));
  saved(await worker.post(`/cases/${first}/risks/new`, risk));
  // Another, whose plan a manager looks at because of the risk.
  const waits = saved(await worker.post(`/cases/${first}/visits/new`, { ...plan, ...day('day', '2016-04-06') }));

  const [room = ''] = await ids(
    `select r.id from site_room r join site s on s.id = r.site_id where s.programme_id = $1 order by r.places desc limit 1`,
    pilot,
  );
  const [appointmentId, sessionId] = [newId(), newId()];
  await site.db.query(
    `insert into appointment (id, programme_id, staff_id, site_id, room_id, kind, mode, starts_at, ends_at, chain_id)
     select $1, $2, s.id, r.site_id, r.id, 'group', 'in_person', '2016-05-31T11:00Z', '2016-05-31T12:00Z', $1
     from staff s, site_room r where s.programme_id = $2 and s.code = 'MAN-KW01' and r.id = $3`,
    [appointmentId, pilot, room],
  );
  await site.db.query(
    `insert into group_session (id, programme_id, appointment_id, title, places) values ($1, $2, $3, 'Cooking on a budget', 2)`,
    [sessionId, pilot, appointmentId],
  );
  const group = `/groups/${sessionId}`;
  saved(await worker.post(`/cases/${first}/groups`, { session: sessionId }));

  await site.db.query(
    `update person set address = '3 Mill Lane', postcode = 'M99 9ZZ' where id = (select person_id from case_record where id = $1)`,
    [first],
  );
  await site.db.query(
    `insert into message (id, programme_id, case_id, person_id, kind, channel, body, not_before)
     select $1, programme_id, id, person_id, 'written', 'letter', 'Hello', '2016-03-01' from case_record where id = $2`,
    [newId(), first],
  );
  const letters = saved(await office.post('/programmes/working-well-pilot/letters', {}));
  assert.match(letters, /^\/letters\//);

  // The worker and the manager take part in Pathways to Work as well: a case in every state of its interviews.
  const pathways = (await programmeByKey(site.db, 'pathways-new'))?.id ?? '';
  const [staffId = ''] = await ids(`select id from staff where programme_id = $1 and code = 'GAT-01'`, pathways);
  for (const [user, role] of [
    ['key_worker', 'key_worker'],
    ['team_manager', 'team_manager'],
  ] as const)
    await site.db.query(
      `insert into membership (id, user_id, role, programme_id, area_id, provider_id, staff_id)
       select $1, $2, $3, $4, case when $3 = 'key_worker' then null else area_id end, case when $3 = 'key_worker' then null else provider_id end,
         case when $3 = 'key_worker' then id end from staff where id = $5`,
      [newId(), site.users[user].id, role, pathways, staffId],
    );
  const cases = await ids(
    `select distinct on (what) case_id as id from (
       select 'series ' || state || coalesce(afterwards, '') as what, case_id from interview_series
       union all select 'failure ' || state, case_id from attendance_failure
       union all select 'change ' || kind || state, case_id from requirement_change
       union all select 'screening ' || state || coalesce(result, ''), case_id from screening
       union all select 'none', id from case_record c where programme_id = $1 and not exists (select from interview_series s where s.case_id = c.id)) k
     join case_record r on r.id = k.case_id where r.programme_id = $1 and not r.restricted order by what, case_id`,
    pathways,
  );
  const interviews = [...new Set(cases)].map((id) => `/cases/${id}/interviews`);
  assert.ok(interviews.length > 5);
  // A failure of which everything is still to be done, one of somebody who is visited first, and screenings that wait.
  await site.db.query(
    `insert into attendance_failure
     select (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(), 'interview_id', i.id, 'state', 'open', 'letter_on', f.failed_on,
       'answer_by', f.failed_on + 5, 'most_attempts', 9, 'protected', case when i.n = 1 then '["mental_health"]'::jsonb else '[]' end) || none.of)).*
     from attendance_failure f
     cross join lateral (select o.id, row_number() over (order by o.id) as n from interview o where o.case_id = f.case_id
       and not exists (select from attendance_failure h where h.interview_id = o.id) order by o.id limit 2) i
     cross join (select jsonb_object_agg(name, null) as of from unnest('{appointment_id,visit_on,visit_outcome,visit_words,answered_on,cause,good_cause,cause_words,
       cause_evidence,proposal,proposal_words,proposed_on,proposed_by,decision,decision_words,decided_on,decided_by}'::text[]) name) none
     where f.id = (select g.id from attendance_failure g join case_record r on r.id = g.case_id where r.programme_id = $1 order by g.id limit 1)`,
    [pathways],
  );
  await site.db.query(
    `update screening s set final = null, seconded_by = null, state = case when x.n = 1 then 'override_asked' else 'done' end, result = 'OUT',
       override_words = case when x.n = 1 then 'Should stay in' end, override_by = null
     from (select g.id, row_number() over (order by g.case_id) as n from screening g join interview_series i on i.case_id = g.case_id and i.state = 'running'
       join case_record r on r.id = g.case_id where r.programme_id = $1 and g.state <> 'draft' order by g.case_id limit 2) x
     where s.id = x.id`,
    [pathways],
  );
  // Those in which something is still to be done, and somebody whose interviews were never started.
  const open = await ids(
    `select '/cases/' || k.case_id || k.below as id from (
       select case_id, '/interviews/failures/' || id as below from attendance_failure where state in ('open', 'proposed')
       union all select case_id, '/interviews/screening/' || id from screening) k
     join case_record r on r.id = k.case_id where r.programme_id = $1 and not r.restricted order by 1 limit 20`,
    pathways,
  );
  const [personId, caseId] = [newId(), newId()];
  await site.db.query(
    `insert into person (id, reference, given_name, family_name) values ($1, 'P-NEW', 'Lorraine', 'Hart')`,
    [personId],
  );
  await site.db.query(
    `insert into case_record (id, person_id, programme_id, reference, status, area_id, provider_id, referred_on, key_worker_id)
     select $1, $2, $3, 'C-NEW', 'attached', area_id, provider_id, '2016-03-01', id from staff where id = $4`,
    [caseId, personId, pathways, staffId],
  );
  interviews.push(`/cases/${caseId}/interviews`, ...open);
  return {
    key_worker: [visit, `/cases/${first}/visits`, `/cases/${first}/appointments`, group, '/diary', ...interviews],
    team_manager: [waits, '/visits', '/interviews', '/interviews/figures', ...interviews],
    programme_office: [letters, '/sites', '/sites/capacity'],
  };
}
