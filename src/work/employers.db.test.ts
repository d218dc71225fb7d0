/** What ties jobs and offers to the employers of a programme: their names, whoever changes one. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../test/support/world.ts';
import type { ImportContext } from '../access/rules/import.ts';
import { systemActor } from '../access/rules/policy.ts';
import { transaction } from '../kit/db.ts';
import { correctImportedJobs } from './actions/import.ts';

let w: World;
let worker: Browser;
let of: { caseId: string; personId: string };
before(async () => {
  w = await world();
  const staffId = await w.staff('BOL-KW01');
  worker = await w.signIn('key_worker', { staffId });
  of = await w.addCase({ keyWorkerId: staffId });
});
after(() => w.end());

const day = (name: string, [year = '', month = '', date = '']: string[]) => ({
  [`${name}-day`]: date,
  [`${name}-month`]: month,
  [`${name}-year`]: year,
});
const saved = async (url: string, fields: Record<string, string>) =>
  assert.equal((await worker.post(url, fields)).status, 303);
const employer = async (name: string): Promise<string> => {
  await saved('/employers/new', { name });
  return (await w.db.query('select id from employer where name = $1', [name])).rows[0].id;
};
const addJob = (name: string) =>
  saved(`/cases/${of.caseId}/jobs/new`, { kind: 'employed', employer: name, ...day('startedOn', ['2016', '1', '4']) });
const addOffer = (name: string) =>
  saved(`/cases/${of.caseId}/jobs/offers/new`, { employer: name, ...day('offeredOn', ['2016', '3', '1']) });
/** The employer to which what has this name is tied. */
const tied = async (table: 'job' | 'job_offer', name: string) =>
  (await w.db.query(`select employer_id from ${table} where employer = $1`, [name])).rows[0].employer_id;

test('jobs and offers that are on file are tied to an employer that is added later, or renamed to what they say', async () => {
  await addJob('Calder Mill');
  await addOffer('calder mill');
  const id = await employer('Calder Mill');
  assert.deepEqual([await tied('job', 'Calder Mill'), await tied('job_offer', 'calder mill')], [id, id]);

  await addJob('Rightname Ltd');
  await addOffer('Rightname Ltd');
  const other = await employer('Wrongname');
  await saved(`/employers/${other}/edit`, { name: 'Rightname Ltd', version: '1' });
  assert.deepEqual([await tied('job', 'Rightname Ltd'), await tied('job_offer', 'Rightname Ltd')], [other, other]);
});

test('an offer stays tied to an employer that was renamed since, until it names another', async () => {
  const id = await employer('Aire Kitchen');
  await addOffer('Aire Kitchen');
  await saved(`/employers/${id}/edit`, { name: 'Aire Kitchen, Bolton', version: '1' });
  const [{ id: offer }] = (await w.db.query(`select id from job_offer where employer = 'Aire Kitchen'`)).rows;
  const change = (name: string, version: string) =>
    saved(`/cases/${of.caseId}/jobs/offers/${offer}`, {
      ...{ employer: name, version, answer: 'accepted', ...day('offeredOn', ['2016', '3', '1']) },
    });
  await change('Aire Kitchen', '1');
  assert.equal(await tied('job_offer', 'Aire Kitchen'), id);
  await change('Elsewhere', '2');
  assert.equal(await tied('job_offer', 'Elsewhere'), null);
});

test('a hand-over file that names another employer unties the job, and one that names the same leaves it', async () => {
  const id = await employer('Oldco');
  await addJob('Oldco');
  await saved(`/employers/${id}/edit`, { name: 'Oldco Holdings', version: '1' });
  const [job] = (await w.db.query(`select id, version from job where employer = 'Oldco'`)).rows;
  const context = { actor: systemActor, programmeId: w.programmeId, today: '2016-03-31' };
  const correct = (name: string, version: number, endedOn: string | null = null) =>
    transaction(w.db, (tx) =>
      correctImportedJobs({ ...context, tx } as ImportContext, [
        {
          ...{ id: job.id, ...of, referredOn: null, sourceRef: 'J1', version, employer: name, occupationGroup: null },
          ...{ workArea: null, startedOn: '2016-01-04', endedOn, hoursPerWeek: null, hourlyWagePence: null },
          selfEmployed: null,
        },
      ]),
    );
  assert.equal((await correct('OLDCO', 1, '2016-03-01')).size, 1);
  assert.equal(await tied('job', 'OLDCO'), id);
  assert.equal((await correct('Newco', 2)).size, 1);
  assert.equal(await tied('job', 'Newco'), null);
});

test('an address that names no page of employers shows the first', async () => {
  assert.equal((await worker.get(`/employers?after=${'-'.repeat(36)}_x`)).status, 200);
});
