import type { FastifyInstance } from 'fastify';
import { shippedContracts } from '../src/claims/actions/contracts.ts';
import type { ClaimableRow } from '../src/claims/actions/milestones.ts';
import { claimsNav } from '../src/claims/pages/claims-nav.ts';
import { claimListHtml } from '../src/claims/pages/list.ts';
import { showDay } from '../src/kit/clock.ts';
import { poundsText } from '../src/kit/counted.ts';
import type { Database } from '../src/kit/db.ts';
import { escapeHtml } from '../src/kit/html.ts';
import { actorOf, framed, fullName, mark, type Place, template } from './anchor-page.ts';
import { programmeKey } from './scratch.ts';

// What anybody would write: the next fifty of a milestone, those worth most first.
const statement = {
  name: 'anchor_claims',
  text: `select m.case_id, m.reached_on, m.pence, p.given_name, p.family_name, s.given_name as worker_given, s.family_name as worker_family
    from case_milestone m join case_record c on c.id = m.case_id join person p on p.id = c.person_id left join staff s on s.id = c.key_worker_id
    where m.programme_id = $1 and m.contract = $2 and m.status = 'claimable' and m.milestone = 'job_start'
      and (coalesce(m.claim_by, 'infinity'::date), -coalesce(m.pence, 0), m.case_id, m.milestone) > ('infinity'::date, $3::int, $4::uuid, 'job_start')
    order by coalesce(m.claim_by, 'infinity'::date), -coalesce(m.pence, 0), m.case_id, m.milestone limit 51`,
};
const first = [-2_147_483_648, '00000000-0000-0000-0000-000000000000'];

type Row = Pick<ClaimableRow, 'case_id' | 'reached_on' | 'pence' | 'given_name' | 'family_name'> & {
  worker_given: string | null;
  worker_family: string | null;
};

/** A page of what can be claimed, cut out of the application's own. */
export async function addClaims(app: FastifyInstance, db: Database, place: Place): Promise<void> {
  const contracts = (await shippedContracts()).filter(({ programme }) => programme === programmeKey);
  const [contract] = contracts;
  if (contract === undefined) throw new Error('The programme has no contract.');
  const row: ClaimableRow = {
    ...{ case_id: mark('caseId'), given_name: mark('given'), family_name: mark('family') },
    ...{ key_worker_name: mark('worker'), milestone: 'job_start', reached_on: '1901-01-01' },
    ...{ claimed_on: null, claim_by: null, pence: 98_765_432, missing: ['job_start'] },
  };
  const view = (rows: ClaimableRow[], next: string | null) =>
    framed(
      {
        title: 'What can be claimed',
        wide: true,
        main: claimListHtml({
          nav: claimsNav(actorOf(place.id, 'programme_office'), '/claims'),
          ...{ contracts, contract, status: 'claimable', milestone: 'job_start', rows, next, all: false },
          csv: `/claims/list.csv?contract=${programmeKey}&status=claimable&milestone=job_start`,
        }),
      },
      '/claims',
      place.id,
      'programme_office',
    );
  // A row with what stands between it and the next.
  const two = view([row, row], mark('next'));
  const from = two.indexOf('<tr', two.indexOf('<tbody'));
  const to = two.indexOf('<tr', from + 1);
  const rowOf = template(two.slice(from, to), { reached: showDay('1901-01-01'), worth: poundsText(98_765_432) });
  const pages = [mark('next'), null].map((next) => {
    const text = view([row, row], next);
    const at = text.indexOf('<tr', text.indexOf('<tbody'));
    return template(text.slice(0, at) + mark('rows') + text.slice(at + 2 * (to - from)));
  });

  app.get<{ Querystring: { after?: string } }>('/claims', async (request, reply) => {
    const [, worth, caseId] = request.query.after?.split('_') ?? [];
    const after = worth === undefined || caseId === undefined ? first : [Number(worth), caseId];
    const { rows } = await db.query<Row>({ ...statement, values: [place.id, programmeKey, ...after] });
    const shown = rows.slice(0, 50);
    const last = shown.at(-1);
    const list = `/claims?contract=${programmeKey}&amp;status=claimable&amp;milestone=job_start`;
    const next = `${list}&amp;after=infinity_${-(last?.pence ?? 0)}_${last?.case_id}_job_start`;
    let out = '';
    for (const one of shown)
      out += rowOf({
        ...{ caseId: one.case_id, reached: showDay(one.reached_on), worth: poundsText(one.pence ?? 0) },
        ...{ given: escapeHtml(one.given_name ?? ''), family: escapeHtml(one.family_name ?? '') },
        worker: escapeHtml(fullName({ given_name: one.worker_given, family_name: one.worker_family })),
      });
    const page = pages[rows.length > 50 ? 0 : 1];
    return reply.type('text/html; charset=utf-8').send(page?.({ rows: out, next }));
  });
}
