import type { FastifyInstance } from 'fastify';
import { type Status, transitions } from '../src/cases/rules.ts';
import type { Database } from '../src/kit/db.ts';
import { escapeHtml } from '../src/kit/html.ts';
import { fold } from '../src/people/rules.ts';

type Row = {
  id: string;
  reference: string;
  status: Status;
  given_name: string | null;
  family_name: string | null;
  area: string | null;
};

// The two names joined are no column and no expression of an index: every person is looked at until there are enough.
const statement = (words: number) => ({
  name: `anchor_search_${words}`,
  text: `select c.id, c.reference, c.status, p.given_name, p.family_name, a.name as area
    from person p join case_record c on c.person_id = p.id left join area a on a.id = c.area_id
    where ${Array.from({ length: words }, (_, at) => `(p.search_given || ' ' || p.search_family) like $${at + 1}`).join(' and ')}
    limit 50`,
});

/** The search as it is done without an index: `LIKE '%…%'` over all names, the first fifty, no order and no reason. */
export function addSearch(app: FastifyInstance, db: Database): void {
  app.post<{ Body: { q: string } }>('/find', async (request, reply) => {
    const words = fold(request.body.q).split(' ').filter(Boolean);
    const { rows } = await db.query<Row>({ ...statement(words.length), values: words.map((word) => `%${word}%`) });
    const list = rows.map(
      (row) =>
        `<tr><th scope="row"><a href="/cases/${row.id}">${escapeHtml(`${row.given_name} ${row.family_name}`)}</a> ${row.reference}</th><td>${escapeHtml(row.area ?? '')}</td><td>${transitions[row.status].text}</td></tr>`,
    );
    return reply
      .type('text/html; charset=utf-8')
      .send(`<!DOCTYPE html><title>Find</title><table>${list.join('')}</table>`);
  });
}
