import { openSession } from '../src/access/actions.ts';
import { openDatabase } from '../src/kit/db.ts';
import { seeded } from './make.ts';
import { firstDay } from './make-diary.ts';
import { cookie, get, type Requests } from './measure.ts';
import { programmeKey, today } from './scratch.ts';

/** The moment at which the diary stands: the morning of its day. */
export const diaryNow = `${today}T07:30:00Z`;

/** Key workers that are drawn, and how many weeks of each. */
const drawn = 500;

/** What is asked over the diaries: weeks of the year of 500 workers, and the next free times at the site of each for one of their people. */
export async function diaryRequests(url: string): Promise<Requests> {
  const db = openDatabase(url, { max: 4 });
  try {
    const { rows } = await db.query<{ user_id: string; staff_id: string; site_id: string; case_id: string }>(
      `select m.user_id, m.staff_id, w.site_id, c.id as case_id
       from membership m join programme p on p.id = m.programme_id and p.key = $1
       cross join lateral (select site_id from working_pattern w where w.staff_id = m.staff_id limit 1) w
       cross join lateral (select id from case_record c where c.key_worker_id = m.staff_id order by reference limit 1) c
       where m.role = 'key_worker' order by md5(m.staff_id::text) limit $2`,
      [programmeKey, drawn],
    );
    const random = seeded(3);
    const all = { application: { week: [], 'free times': [] }, anchor: { week: [], 'free times': [] } } as {
      [role in 'application' | 'anchor']: Record<'week' | 'free times', ReturnType<typeof get>[]>;
    };
    for (const row of rows) {
      const { token } = await openSession(db, row.user_id);
      const signedIn = cookie({ token });
      const week = Temporal.PlainDate.from(firstDay).add({ days: Math.floor(random() * 365) });
      const book = `/cases/${row.case_id}/appointments/book?site=${row.site_id}&worker=`;
      all.application.week.push(get(`/diary/week?day=${week}`, signedIn));
      all.anchor.week.push(get(`/diary/week?day=${week}&staff=${row.staff_id}`));
      all.application['free times'].push(get(book, signedIn));
      all.anchor['free times'].push(get(book));
    }
    return all;
  } finally {
    await db.end();
  }
}
