/**
 * What leads to the pages that an import alone does not lead to: everything that a form makes is made by that form, sent as a
 * browser sends it. What no form makes (people who are alike, two key workers who are alone at a place) is put into the tables.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { upsertStaff } from '../../src/access/actions.ts';
import { runExportJob } from '../../src/cases/actions/exports.ts';
import { fixedClock } from '../../src/kit/clock.ts';
import { newId } from '../../src/kit/ids.ts';
import { runDuplicatesJob } from '../../src/people/actions/likely.ts';
import { leaveClaimsTraces } from './claims-traces.ts';
import { leaveEvidenceTraces } from './evidence-traces.ts';
import { leaveFinderTraces } from './finder-traces.ts';
import { leaveInWorkTraces } from './in-work-traces.ts';
import { type Site, TODAY, type UserName } from './site.ts';
import { leaveWorkTraces } from './work-traces.ts';

const PROGRAMME = path.join(import.meta.dirname, '../../programmes/working-well-pilot/programme.json');

type Agent = Awaited<ReturnType<Site['agent']>>;
type Reply = { status: number; body: string; location: string };
/** Pages from which the links go on, by who may open them. */
export type Traces = { anybodyWithCases: string[]; of: Partial<Record<UserName, string[]>> };

const day = (name: string, text = '2016-03-30') => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};

/** The page that a form led to. Throws AssertionError, with the words of the page, when the form was not taken. */
function saved({ status, body, location }: Reply): string {
  assert.equal(status, 303, body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '));
  return location;
}

/** Opens a form and sends it with these answers, at the version that it shows. Resolves to the page that it led to. */
async function send(agent: Agent, form: string, answers: Record<string, string>): Promise<string> {
  const { status, body } = await agent.get(form);
  assert.equal(status, 200, form);
  const version = /name="version" value="(\d+)"/.exec(body)?.[1];
  return saved(await agent.post(form, { ...(version !== undefined && { version }), ...answers }));
}

/** The value of the last answer that a question of a form offers. */
async function lastChoice(agent: Agent, form: string, name: string): Promise<string> {
  const boxes = [...(await agent.get(form)).body.matchAll(/<input\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => tag.includes(`name="${name}"`) && !tag.includes('value=""'));
  const value = /value="([^"]*)"/.exec(boxes.at(-1) ?? '')?.[1] ?? '';
  return value.replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}

/** Leaves the traces. Resolves to the pages from which their links go. */
export async function leaveTraces(site: Site): Promise<Traces> {
  const ids = async (sql: string, ...values: unknown[]): Promise<string[]> =>
    (await site.db.query(sql, values)).rows.map((row: { id: string }) => row.id);
  // Not the restricted record, which only some may open.
  const [first = '', second = ''] = await ids(
    `select id from case_record where id = any($1::uuid[]) and not restricted and status = 'attached' order by array_position($1::uuid[], id)`,
    await site.caseload(),
  );
  const own = await site.one('select key_worker_id from case_record where id = $1', [first]);
  const [worker, manager, office] = [
    await site.agent('key_worker'),
    await site.agent('team_manager'),
    await site.agent('programme_office'),
  ];

  const met = { mode: 'phone', attendance: 'attended', note: 'Rang', private: 'Afraid', ...day('held_on') };
  saved(await worker.post(`/cases/${first}/meeting`, met));
  // Somebody else writes about the same person now.
  saved(await manager.post(`/cases/${first}/meeting`, { ...met, _do: 'keep' }));
  saved(await worker.post(`/cases/${first}/notes`, { body: 'A long note. '.repeat(100), ...day('written_on') }));
  await send(worker, `/cases/${first}/jobs/new`, { employer: 'Northway Bakery', ...day('startedOn') });
  await leaveInWorkTraces(
    worker,
    first,
    await ids('select id from job where case_id = $1 order by started_on desc', first),
  );
  const employers = await leaveWorkTraces(worker, first);
  await leaveEvidenceTraces(worker, first);
  const activity = `/cases/${first}/activities/new`;
  await send(worker, activity, { kind: await lastChoice(worker, activity, 'kind'), ...day('startedOn') });
  const name = { use: 'known as', given_name: 'Sunny', family_name: 'Day' };
  await send(worker, `/cases/${first}/person/names/new`, name);
  const wish = { asked_by: 'the person', reason: 'They would rather talk with a woman', ...day('asked_on') };
  await send(worker, `/cases/${first}/key-worker/ask`, wish);
  const assessment = `/cases/${second}/assessments/new`;
  const stage = await lastChoice(worker, assessment, 'stage');
  await send(worker, assessment, { stage, ...day('assessedOn') });
  const rated = await firstRating(worker, first);
  const close = `/cases/${second}/close`;
  await send(office, close, { reason: await lastChoice(office, close, 'reason'), ...day('closed_on') });

  // Somebody who was referred, waits to be attached, and gets a key worker.
  const [referred = ''] = await ids(
    `select c.id from case_record c join area a on a.id = c.area_id where a.name = 'Manchester' and c.status = 'referred' order by c.id limit 1`,
  );
  await send(office, `/cases/${referred}/key-worker/change`, { staff: own, ...day('starts_on') });
  const attempt = { way: 'Phone', result: 'no answer', ...day('tried_on') };
  await send(worker, `/cases/${referred}/start/attempt`, attempt);
  const meets = { with_whom: 'The work coach', ...day('meets_on', '2016-04-04') };
  await send(worker, `/cases/${referred}/start/handover`, meets);

  const published = { title: 'March 2016', 'as-of': '2016-03-31' };
  saved(await office.post('/reports/working-well-pilot/published', published));
  const exported = saved(await office.post('/exports', { query: '' }));
  const tools = { db: site.db, clock: fixedClock(`${TODAY}T10:00:00Z`) };
  await runExportJob({ exportId: exported.split('/').at(-1) }, tools);
  await twoAlike(site, office, first, second);
  await newVersion(site);
  await instrumentDraft(await site.agent('administrator'));

  await leaveClaimsTraces(site);
  await leaveFinderTraces(site);

  const states = (status: string) => ids('select id from case_record where status = $1 and not restricted', status);
  const sent = await ids(
    `select c.id from case_record c join hand_back h on h.case_id = c.id where h.state = 'sent' and c.key_worker_id = $1`,
    own,
  );
  const plan = `/cases/${first}/plan`;
  const [done = ''] = await ids(
    `select s.id from step s join case_record c on c.id = s.case_id
     where s.state = 'done' and s.state_on < '2016-03-30' and c.key_worker_id = $1 and c.closed_on is null and not c.restricted order by s.id limit 1`,
    own,
  );
  const lost = `/cases/${await site.one('select case_id from step where id = $1', [done])}/plan`;
  await send(worker, `${lost}/setbacks/new`, { words: 'Lost it again', size: '1', step: done, ...day('happenedOn') });
  const crisis = { kind: 'housing', scope: 'everything else', need: 'A bed for tonight', ...day('on') };
  await send(worker, `${plan}/crisis`, crisis);
  const planned = await ids(
    `select distinct on (kind) case_id as id from (
       select 'hold' as kind, case_id from plan_hold where ends_on is null union all select 'set-back', case_id from plan_setback
       union all select 'promise', case_id from promise union all select 'step', case_id from step where state = 'open') k order by kind, case_id`,
  );
  const part = (list: readonly string[]) => list.slice(0, 1).map((id) => `/cases/${id}/taking-part`);
  return {
    anybodyWithCases: [
      ...employers,
      ...['', '/key-worker', '/person', '/jobs', '/activities', '/meeting', '/meetings', '/plan'].map(
        (below) => `/cases/${first}${below}`,
      ),
      ...['/start', ''].map((below) => `/cases/${referred}${below}`),
      ...['', '/assessments'].map((below) => `/cases/${second}${below}`),
    ],
    of: {
      key_worker: [`${lost}/steps/${done}`, ...part(await states('paused')), ...part(sent)],
      team_manager: [rated, await coverAndGive(site, manager)],
      programme_office: [
        ...planned.map((id) => `/cases/${id}/plan`),
        ...part(await states('waiting')),
        await aloneAtAPlace(site, office),
      ],
    },
  };
}

/** Two records of one person, found by the run over everybody. */
async function twoAlike(site: Site, office: Agent, caseId: string, other: string): Promise<void> {
  await site.db.query(
    `update person p set (given_name, family_name, search_given, search_family, date_of_birth, phone, ni_number) =
       (select a.given_name, a.family_name, a.search_given, a.search_family, a.date_of_birth, a.phone, null
        from person a join case_record c on c.person_id = a.id where c.id = $1)
     where p.id = (select person_id from case_record where id = $2)`,
    [caseId, other],
  );
  saved(await office.post('/pairs', {}));
  await runDuplicatesJob({ foundBy: 'run' }, { db: site.db });
  assert.match((await office.get('/pairs')).body, /href="\/pairs\/[0-9a-f-]{36}"/, 'the run found no pair');
}

/** A version of the programme that holds from tomorrow, uploaded by the administrator. */
async function newVersion(site: Site): Promise<void> {
  const admin = await site.agent('administrator');
  const document = { ...JSON.parse(fs.readFileSync(PROGRAMME, 'utf8')), name: 'Pilot', validFrom: '2016-04-01' };
  const file = new File([JSON.stringify(document)], 'programme.json', { type: 'application/json' });
  saved(await admin.upload('/load-programme', { documents: file }));
}

/** A distance from work that waits for a second worker. Resolves to its page. */
async function firstRating(worker: Agent, caseId: string): Promise<string> {
  const list = `/cases/${caseId}/assessments`;
  const about = { stage: 'distance-a-d/1/distance', ...day('assessedOn') };
  const draft = await send(worker, `${list}/new`, about);
  const { body } = await worker.get(draft);
  const part = /href="([^"]+\/part\/[^"]+)"/.exec(body)?.[1] ?? '';
  saved(await worker.post(part, { times: '0', distance_point: 'b', distance_help: 'yes' }));
  return saved(await worker.post(`${draft}/finish`, {}));
}

/** An instrument that is being written, with everything that it takes to be published. */
async function instrumentDraft(admin: Agent): Promise<void> {
  const path = saved(await admin.post('/new-instrument', { title: 'Sleep', source: 'Written here' }));
  await send(admin, `${path}/new-section`, { title: 'Nights' });
  const asked = { section: 'nights', label: 'Rest', words: 'Do you sleep well?' };
  await send(admin, `${path}/new-question?kind=yes_no`, asked);
  await send(admin, `${path}/new-scoring`, { rule: 'none', title: 'No total', words: 'It is one answer.' });
}

/** Somebody is covered for, and somebody's case is given away. Resolves to the page of what was given. */
async function coverAndGive(site: Site, manager: Agent): Promise<string> {
  const [caseId = ''] = await site.caseload('other_worker');
  const from = await site.one('select key_worker_id from case_record where id = $1', [caseId]);
  const programme = await site.one('select programme_id from case_record where id = $1', [caseId]);
  const to = await site.one(`select id from staff where code = 'MAN-KW03' and programme_id = $1`, [programme]);
  const days = { ...day('starts_on', '2016-04-04'), ...day('ends_on', '2016-04-08') };
  await send(manager, '/cover/new', { staff: from, covered_by: to, reason: 'Leave', ...days });
  const given = { programme, reason: 'Leaves', handover: 'Mornings are best', ...day('starts_on', TODAY) };
  const preview = await manager.post('/reassign/plan', { ...given, case: caseId, to, step: 'preview' });
  const move = /name="move" value="([^"]+)"/.exec(preview.body)?.[1];
  assert.ok(move !== undefined, `no move in the preview (${preview.status})`);
  return saved(await manager.post('/reassign', { ...given, move }));
}

/** A person who asks for another key worker where only two work. Resolves to the page of their key worker. */
async function aloneAtAPlace(site: Site, office: Agent): Promise<string> {
  const found = await site.db.query(
    `select c.id, c.programme_id, c.area_id, p.id as provider_id from case_record c
       join area a on a.id = c.area_id join provider p on p.programme_id = c.programme_id and p.id <> c.provider_id
     where a.name = 'Bolton' and c.status = 'attached' and not c.restricted order by c.id limit 1`,
  );
  const [{ id, programme_id: programmeId, area_id: areaId, provider_id: providerId }] = found.rows;
  const staff: string[] = [];
  for (const familyName of ['Threlfall', 'Ogden']) {
    const place = { programmeId, areaId, providerId };
    const [made] = await upsertStaff(site.db, {
      id: newId(),
      code: `PAIR-${familyName}`,
      givenName: 'Alex',
      familyName,
      ...place,
    });
    staff.push(made?.id ?? '');
  }
  await send(office, `/cases/${id}/key-worker/change`, { staff: staff[0] ?? '', ...day('starts_on', TODAY) });
  const wish = { asked_by: 'the person', reason: 'It does not work out', ...day('asked_on') };
  await send(office, `/cases/${id}/key-worker/ask`, wish);
  return `/cases/${id}/key-worker`;
}
