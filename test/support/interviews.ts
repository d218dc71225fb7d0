/** What the tests of interviews share: a Pathways world with an adviser and a manager signed in, and cases with a series. */
import assert from 'node:assert/strict';
import { openSession } from '../../src/access/actions.ts';
import type { Visited } from './browser.ts';
import { dayFields, type Pathways, pathways } from './pathways.ts';
import type { UserName } from './site.ts';

/** The words of a page, without its markup. */
export const text = (body: string) =>
  body
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ');

/** The days of a whole series of six whose claim began on 10 January 2005. */
export const sixDays = ['2005-03-07', '2005-04-04', '2005-05-03', '2005-05-31', '2005-06-27', '2005-07-25'];

/** A form that asks for a waiver of everything that is left, with what the test says otherwise. */
export const waiver = (more: Record<string, string> = {}) => ({
  ...{ scope: 'rest', reason: 'really_ill', words: 'Chemotherapy', advice_from: 'Work psychologist', advice: 'Agrees' },
  ...{ information_given: 'yes', ...dayFields('review_on', '2005-12-01'), ...more },
});

/** Makes the world on 12 January 2005. End it with `w.end`. */
export async function interviews() {
  const w = await pathways('2005-01-12');
  const staffId = await w.staff('GAT-01');
  await w.hours(staffId);
  const [worker, manager] = [await w.worker(staffId), await w.manager()];
  const interviewsOf = (caseId: string) =>
    w.rows('select * from interview where case_id = $1 order by number nulls last', caseId);
  const started = async (claimOn: string, more: Parameters<Pathways['start']>[2] = {}, given = {}) => {
    const made = await w.addCase({ keyWorkerId: staffId, ...given });
    assert.equal((await w.start(made.caseId, claimOn, more)).outcome, 'saved');
    return { ...made, path: `/cases/${made.caseId}/interviews` };
  };
  const booking = (day: string, at: string, more = {}): Record<string, string> => ({
    ...{ site: w.siteId, worker: staffId, mode: 'in_person', from: day, ...dayFields('day', day), at, ...more },
  });
  return {
    ...{ w, staffId, worker, manager, interviewsOf, started, booking },
    /** Kinds of the events of a case, in order. */
    kinds: async (caseId: string) => (await w.events(caseId)).map(({ kind }) => kind),
    /** A case whose first interview was booked for a moment that is over; nothing is said yet of what became of it. */
    async missedOn(day: string, at: string, more: Parameters<Pathways['start']>[2] = {}) {
      w.standOn('2005-03-01');
      const made = await started('2005-01-24', more);
      assert.equal((await worker.post(`${made.path}/book`, booking(day, at))).status, 303);
      w.standOn(day, '15:00');
      const [first] = await interviewsOf(made.caseId);
      return { ...made, first };
    },
  };
}

/** Serves the world to browsers, in which some users (by id) are known by the names of their roles. */
export async function served(w: Pathways, ids: Partial<Record<UserName, string>>): Promise<Visited> {
  const url = await w.app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    // Nobody types a password here.
    users: {} as Visited['users'],
    async session(user) {
      const id = ids[user];
      if (id === undefined) throw new Error(`nobody is known as ${user}`);
      return (await openSession(w.db, id)).token;
    },
  };
}
