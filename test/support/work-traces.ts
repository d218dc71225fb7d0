/** What leads to the pages of jobs and employers: a zero-hours job with a week, other hours, an offer, off benefit and back, an activity that was withdrawn. */
import assert from 'node:assert/strict';
import type { Site } from './site.ts';

type Agent = Awaited<ReturnType<Site['agent']>>;

const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};

/** Leaves the traces at a case. Resolves to the pages of employers from which links go on. */
export async function leaveWorkTraces(worker: Agent, caseId: string): Promise<string[]> {
  const base = `/cases/${caseId}/jobs`;
  const send = async (path: string, fields: Record<string, string>): Promise<string> => {
    const { status, body, location } = await worker.post(path, fields);
    assert.equal(status, 303, body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '));
    return location;
  };
  const employer = await send('/employers/new', { name: 'Calder Kitchens', area: 'Bolton' });
  await send(`${employer}/contacts/new`, { name: 'Ines Alder', phone: '07700 900555' });
  const job = { kind: 'zero_hours', employer: 'Calder Kitchens', hoursPerWeek: '8', ...day('startedOn', '2016-03-01') };
  await send(`${base}/new`, { ...job, ...day('endedOn', '2016-03-29') });
  const { body } = await worker.get(base);
  const id = new RegExp(`${base}/([0-9a-f-]{36})/weeks`).exec(body)?.[1] ?? '';
  await send(`${base}/${id}/terms`, { ...day('from', '2016-03-14'), hoursPerWeek: '12', version: '1' });
  await send(`${base}/${id}/weeks`, { ...day('day', '2016-03-15'), hours: '11', payPence: '79.20' });
  const offer = { employer: 'The Midland', answer: 'declined', reason: 'hours', ...day('offeredOn', '2016-02-01') };
  await send(`${base}/offers/new`, offer);
  await send(`${base}/benefit/off`, { reason: 'started_job', ...day('changedOn', '2016-03-01') });
  await send(`${base}/benefit/back`, { reason: 'job_ended', ...day('changedOn', '2016-03-30') });
  const steps = `/cases/${caseId}/activities`;
  await send(`${steps}/new`, { kind: 'voluntary_work', ...day('startedOn', '2016-03-07') });
  const mistake = new RegExp(`${steps}/[0-9a-f-]{36}/withdraw`).exec((await worker.get(steps)).body)?.[0] ?? '';
  await send(mistake, { version: '1', reason: 'About somebody else' });
  return ['/employers', employer];
}
