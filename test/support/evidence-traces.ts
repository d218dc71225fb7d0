/** What leads to the pages of evidence: something seen, something withdrawn, a ledger that was kept, an employer who is asked. */
import assert from 'node:assert/strict';
import { plantQuestion } from './evidence-rows.ts';
import type { Site } from './site.ts';

/** A question that an employer was sent. Resolves to the address of its link. */
export async function leaveConfirmTrace(db: Site['db']): Promise<string> {
  const { rows } = await db.query(
    `select c.id as "caseId", c.person_id as "personId", c.programme_id as "programmeId", j.id as "jobId"
     from job j join case_record c on c.id = j.case_id where not c.restricted order by j.id limit 1`,
  );
  return `/confirm/${(await plantQuestion(db, rows[0])).token}`;
}

type Agent = Awaited<ReturnType<Site['agent']>>;

const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};

/** Leaves the traces at a case of the pilot. */
export async function leaveEvidenceTraces(worker: Agent, caseId: string): Promise<void> {
  const base = `/cases/${caseId}/evidence`;
  const send = async (path: string, fields: Record<string, string>): Promise<void> => {
    const { status, body } = await worker.post(path, fields);
    assert.equal(status, 303, body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '));
  };
  const found = async (page: string, link: RegExp): Promise<string> =>
    link.exec((await worker.get(page)).body)?.[1] ?? '';
  const needs = 'working-well-pilot|job_start|job_start';
  await send(`${base}/new`, { kind: 'payslip', source: 'person', needs, ...day('datedOn', '2016-03-30') });
  await send(`${base}/new`, { kind: 'other', source: 'other', needs, words: 'A letter' });
  await send(await found(base, /href="([^"]*\/withdraw)"/), { version: '1', reason: 'About somebody else' });
  await send(`/cases/${caseId}/jobs/new`, { kind: 'self_employed', ...day('startedOn', '2016-01-04') });
  const ledger = await found(base, /href="([^"]*\/evidence\/ledger\/[^"/]+)"/);
  const entry = { direction: 'received', pence: '96', words: 'Gardening', ...day('on', '2016-03-01') };
  await send(ledger, entry);
  await send(ledger, { ...entry, direction: 'spent', pence: '12.50' });
  await send(await found(ledger, /href="([^"]*\/strike)"/), { reason: 'Typed twice' });
  await send(`${ledger}/keep`, { needs, ...day('from', '2016-01-04'), ...day('to', '2016-03-30') });
  const jobId = ledger.split('/').at(-1) ?? '';
  const agreed = { agrees: 'yes', ...day('agreedOn', '2016-03-30') };
  await send(`${base}/ask`, { jobId, email: 'pay@example.org', needs, ...agreed });
}
