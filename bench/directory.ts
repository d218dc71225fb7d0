import tokens from '@fastify/csrf';
import { openSession } from '../src/access/actions.ts';
import { openDatabase } from '../src/kit/db.ts';
import type { Request } from './load.ts';
import { seeded } from './make.ts';
import { cookie, get, type Requests } from './measure.ts';
import { programmeKey, today } from './scratch.ts';

/** The moment at which the directory stands. */
export const directoryNow = `${today}T09:00:00Z`;

/** Key workers, and organisations, that are drawn. */
const drawn = 500;

type Asked = Record<'directory search' | 'open referrals' | 'inbox' | 'open-referral', Request[]>;
const nothing = (): Asked => ({ 'directory search': [], 'open referrals': [], inbox: [], 'open-referral': [] });

/**
 * What is asked over the directory: services for somebody of a worker's caseload who needs help with something, that worker's
 * open referrals, the inbox of an organisation, and pages of the published services.
 */
export async function directoryRequests(url: string): Promise<Requests> {
  const db = openDatabase(url, { max: 4 });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const [application, anchor] = [nothing(), nothing()];
  const random = seeded(7);
  try {
    const { rows: needs } = await db.query<{ code: string }>(
      `select code from taxonomy_term where taxonomy_id = '00000000-0000-4000-8000-0000000000aa' order by code`,
    );
    const { rows: workers } = await db.query<{ user_id: string; case_id: string }>(
      `select m.user_id, c.id as case_id from membership m join programme p on p.id = m.programme_id and p.key = $1
       cross join lateral (select id from case_record c where c.key_worker_id = m.staff_id order by reference limit 1) c
       where m.role = 'key_worker' order by md5(m.staff_id::text) limit $2`,
      [programmeKey, drawn],
    );
    for (const { user_id: user, case_id: caseId } of workers) {
      const { token, csrfSecret } = await openSession(db, user);
      const need = needs[Math.floor(random() * needs.length)]?.code ?? '';
      const path = `/cases/${caseId}/services`;
      const body = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
      application['directory search'].push({
        ...{ method: 'POST', path, headers: { ...cookie({ token }), ...form } },
        body: body({ _csrf: tokens().create(csrfSecret), need }),
      });
      anchor['directory search'].push({ method: 'POST', path, headers: form, body: body({ need }) });
      application['open referrals'].push(get('/services/waiting', cookie({ token })));
      anchor['open referrals'].push(get(`/services/waiting?user=${user}`));
    }
    const { rows: answering } = await db.query<{ user_id: string; organisation_id: string }>(
      `select user_id, organisation_id from membership where role = 'service_worker' order by md5(user_id::text) limit $1`,
      [drawn],
    );
    for (const { user_id: user, organisation_id: organisation } of answering) {
      application.inbox.push(get('/inbox', cookie(await openSession(db, user))));
      anchor.inbox.push(get(`/inbox?organisation=${organisation}`));
    }
    const { rows: counted } = await db.query<{ n: number }>(
      `select count(*)::int as n from published where kind = 'service'`,
    );
    for (let page = 1; page <= Math.ceil((counted[0]?.n ?? 0) / 50); page++) {
      application['open-referral'].push(get(`/open-referral/services?page=${page}`));
      anchor['open-referral'].push(get(`/open-referral/services?page=${page}`));
    }
    return { application, anchor };
  } finally {
    await db.end();
  }
}
