/**
 * People of the journeys that follow somebody through months: opened by the same forms as in a browser, but posted without
 * one, so that a journey begins where its story does.
 */
import assert from 'node:assert/strict';
import { areasOf, programmeByKey } from '../../src/programmes/actions.ts';
import type { Visitor } from './browser.ts';
import type { Site } from './site.ts';

/** Somebody who is referred and attached. Days are 'YYYY-MM-DD'; choices are the words of the pilot's lists. */
export type Client = {
  given: string;
  family: string;
  born: string;
  phone: string;
  /** The day of the referral and of all three conditions of attachment. */
  on: string;
  sex?: string;
  lastWorked?: string;
  housing?: string;
};

const day = (name: string, on: string): Record<string, string> => {
  const [year = '', month = '', date = ''] = on.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};

/** Stands the site on a person's first day, then refers them in Manchester, gives them to MAN-KW01 and attaches them. Resolves to the case. */
export async function attached(site: Site, client: Client): Promise<string> {
  site.standOn(client.on);
  const manager = await site.agent('team_manager');
  const programme = await programmeByKey(site.db, 'working-well-pilot');
  assert.ok(programme);
  const area = (await areasOf(site.db, { programmeId: programme.id })).find(({ name }) => name === 'Manchester');
  const referred = await manager.post('/cases/refer', {
    programme: 'working-well-pilot',
    step: 'save',
    person: 'new',
    given_name: client.given,
    family_name: client.family,
    ...day('date_of_birth', client.born),
    phone: client.phone,
    ...(client.sex && { sex: client.sex }),
    ...day('referred_on', client.on),
    source: 'Jobcentre Plus',
    area: area?.id ?? '',
    benefit: 'ESA (Work-Related Activity Group)',
    ...(client.lastWorked && { last_worked: client.lastWorked }),
    ...(client.housing && { housing_tenure: client.housing }),
  });
  assert.equal(referred.status, 303, referred.body);
  const path = referred.location;
  const worker = await site.one('select staff_id from membership where user_id = $1', [site.users.key_worker.id]);
  const conditions = ['agreement', 'first_meeting', 'plan'].map((name) => ({
    ...day(`${name}_on`, client.on),
    [`${name}_evidence`]: 'Seen and signed',
  }));
  const saved = await manager.post(`${path}/attachment`, {
    version: /name="version" value="(\d+)"/.exec((await manager.get(`${path}/attachment`)).body)?.[1] ?? '',
    key_worker: worker,
    ...Object.assign({}, ...conditions),
  });
  assert.equal(saved.status, 303, saved.body);
  return path.replace('/cases/', '');
}

/** Follows a link of the navigation of a case. */
export const tab = (visitor: Visitor, name: string): Promise<void> =>
  visitor.follow(name, visitor.page.getByRole('navigation', { name: 'This case' }));

/**
 * Makes an assessment of a case in a browser: ratings and choices by the key of the question, in the parts named. `which` says
 * which one, where it is not the next of the programme's first instrument; words are typed, everything else is chosen.
 */
export async function assess(
  visitor: Visitor,
  caseId: string,
  parts: Readonly<Record<string, Readonly<Record<string, number | string>>>>,
  which?: RegExp,
): Promise<void> {
  await visitor.go(`/cases/${caseId}/assessments/new`);
  if (which !== undefined) await visitor.page.getByRole('radio', { name: which }).check();
  await visitor.press(/^Save/);
  const open = visitor.path();
  for (const [part, answers] of Object.entries(parts)) {
    await visitor.follow(part);
    for (const [key, value] of Object.entries(answers)) {
      const words = visitor.page.locator(`textarea[name="${key}"]`);
      if ((await words.count()) > 0) await words.fill(String(value));
      else await visitor.page.locator(`input[name="${key}"][value="${value}"]`).check();
    }
    await visitor.press('Save and stop here');
    assert.equal(visitor.path(), open);
  }
  await visitor.press('Finish the assessment');
  assert.match(visitor.path(), /\/assessments\/[0-9a-f-]{36}$/);
}

/** Adds a step to the plan that is open in the browser. */
export async function addStep(
  visitor: Visitor,
  step: { group: 'Survival' | 'Wellbeing' | 'Employment'; words: string; service?: string; by?: string; size?: string },
): Promise<void> {
  const { page } = visitor;
  await visitor.follow(new RegExp(`^Add a step\\s+for ${step.group.toLowerCase()}`));
  await page.getByLabel('What is the step?').fill(step.words);
  await page.getByLabel(step.size ?? 'Small', { exact: true }).check();
  if (step.service !== undefined) {
    await page.getByRole('radio', { name: 'A service' }).check();
    await page.getByLabel('Which service').fill(step.service);
  }
  if (step.by !== undefined) await visitor.day('dueOn', step.by);
  assert.equal(await visitor.press('Save'), 200);
  assert.match(await visitor.words(), /Step added/);
}

/** Presses a button beside a step of the plan that is open. */
export const click = (visitor: Visitor, words: string, name: string): Promise<number> =>
  visitor.arrive(() =>
    visitor.page.getByRole('group', { name: words, exact: true }).getByRole('button', { name, exact: true }).click(),
  );

/** Kinds of the events of a case, each with how often it is there. */
export async function events(site: Site, caseId: string, pattern = '.'): Promise<Record<string, number>> {
  const { rows } = await site.db.query(
    'select kind, count(*)::int as times from event where case_id = $1 and kind ~ $2 group by kind order by kind',
    [caseId, pattern],
  );
  return Object.fromEntries(rows.map(({ kind, times }: { kind: string; times: number }) => [kind, times]));
}

/** How often the people behind a figure of the pilot's report name a case: 1 where it counts it. */
export async function counted(site: Site, caseId: string, table: string, row: string, column: string): Promise<number> {
  const office = await site.agent('programme_office');
  const address = `/reports/working-well-pilot/tables/${table}/people?${new URLSearchParams({ row, column })}`;
  const { status, body } = await office.get(address);
  assert.equal(status, 200, address);
  return body.split(`/cases/${caseId}"`).length - 1;
}

/** A meeting in the browser, by telephone unless said otherwise: the note, what became of steps by their words, and `more`. */
export async function meet(
  visitor: Visitor,
  caseId: string,
  note: string,
  steps: Record<string, string> = {},
  { mode = 'phone', more }: { mode?: 'phone' | 'in_person' | 'home'; more?: () => Promise<void> } = {},
): Promise<void> {
  const { page } = visitor;
  await visitor.go(`/cases/${caseId}/meeting?mode=${mode}`);
  await page.getByLabel('What did you talk about?').fill(note);
  for (const [words, result] of Object.entries(steps))
    await page.getByRole('group', { name: words }).getByRole('radio', { name: result, exact: true }).check();
  await more?.();
  assert.equal(await visitor.press('Finish'), 200);
  assert.match(await visitor.words(), /Meeting saved/);
}

/** Records an activity of a kind as begun on a day, with what is known of it besides. */
export async function addActivity(
  visitor: Visitor,
  caseId: string,
  kind: string,
  on: string,
  more: { until?: string; days?: string; hours?: string; feedback?: string } = {},
): Promise<void> {
  const { page } = visitor;
  await visitor.go(`/cases/${caseId}/activities/new`);
  await page.getByRole('radio', { name: kind }).check();
  await visitor.day('startedOn', on);
  if (more.until !== undefined) await visitor.day('endedOn', more.until);
  if (more.days !== undefined) await page.getByLabel('Days a week').fill(more.days);
  if (more.hours !== undefined) await page.getByLabel('Hours a day').fill(more.hours);
  if (more.feedback !== undefined) await page.getByLabel(/^What did the employer/).fill(more.feedback);
  await visitor.press('Save');
  assert.match(await visitor.words(), /Activity saved/);
}

/** Records a job in the browser. */
export async function addJob(
  visitor: Visitor,
  caseId: string,
  job: { employer: string; on: string; hours?: string; wage?: string; kind?: string },
): Promise<void> {
  const { page } = visitor;
  await visitor.go(`/cases/${caseId}/jobs/new`);
  await page.getByLabel('Employer').fill(job.employer);
  await visitor.day('startedOn', job.on);
  if (job.hours !== undefined) await page.getByLabel('Hours a week').fill(job.hours);
  if (job.wage !== undefined) await page.getByLabel('Wage an hour').fill(job.wage);
  await page.getByRole('radio', { name: job.kind ?? 'Employed, with set hours', exact: true }).check();
  assert.equal(await visitor.press('Save'), 200);
  assert.match(await visitor.words(), /Job saved/);
}

/** Files a claim as the manager of the team; resolves to the status of the answer. */
export async function claim(visitor: Visitor, caseId: string, milestone: string, on: string): Promise<number> {
  await visitor.go(`/cases/${caseId}/claims/new`);
  await visitor.page.getByRole('radio', { name: milestone }).check();
  await visitor.day('claimedOn', on);
  return visitor.press('Save');
}
