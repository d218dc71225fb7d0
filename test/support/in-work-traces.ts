/** What leads to the pages of support in work: a call with something that came up, an employer who may be talked to, two payments. */
import assert from 'node:assert/strict';
import type { Site } from './site.ts';

type Agent = Awaited<ReturnType<Site['agent']>>;

const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};

/** Leaves the traces at a case whose jobs are these, the one that is held first. */
export async function leaveInWorkTraces(worker: Agent, caseId: string, jobIds: readonly string[]): Promise<void> {
  const base = `/cases/${caseId}/in-work`;
  const send = async (path: string, fields: Record<string, string>) => {
    const { status, body } = await worker.post(`${base}/${path}`, fields);
    assert.equal(status, 303, body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '));
  };
  const call = { ...day('on', '2016-03-30'), way: 'phone', reached: 'yes', words: 'First day went well' };
  await send('contact', { ...call, problem: 'travel', help: 'talked' });
  for (const jobId of jobIds) {
    await send(`employer/${jobId}/consent`, { consent: 'yes', ...day('on', '2016-03-30') });
    await send(`employer/${jobId}`, call);
  }
  await send('payments/new', { name: 'Travel help', ...day('startsOn', '2016-03-30'), ...day('endsOn', '2016-05-30') });
  await send('payments/new', { code: 'wage_subsidy', ...day('startsOn', '2016-03-30') });
  const ids = [...(await worker.get(base)).body.matchAll(/endings\/([\w-]{36})\/outcome/g)].map(([, id]) => id);
  // What ends last is the subsidy; the other one stays open.
  const subsidy = ids.at(-1) ?? '';
  await send(`endings/${subsidy}/outcome`, { outcome: 'went_on', ...day('on', '2016-03-30'), version: '1' });
}
