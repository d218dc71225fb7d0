import type { FastifyInstance } from 'fastify';
import { casePage } from '../src/cases/actions/frame.ts';
import { findHead, type HeadRow } from '../src/cases/store/head.ts';
import type { ShownHit } from '../src/directory/actions/search.ts';
import { caseSearchHtml } from '../src/directory/pages/search.ts';
import type { Need } from '../src/directory/rules/search.ts';
import { showDay, showNearDay } from '../src/kit/clock.ts';
import { completedYears, type DayNumber, parseDay } from '../src/kit/days.ts';
import type { Database } from '../src/kit/db.ts';
import { escapeHtml } from '../src/kit/html.ts';
import { inboxHtml } from '../src/referrals/pages/inbox.ts';
import { waitingHtml } from '../src/referrals/pages/waiting.ts';
import {
  csrf,
  day,
  framed,
  headOf,
  headShown,
  headValues,
  mark,
  named,
  now,
  type Place,
  template,
} from './anchor-page.ts';
import { today } from './scratch.ts';

type Hit = {
  id: string;
  name: string;
  description: string;
  organisation: string;
  contract: string;
  phone: string;
  email: string;
  places: number | null;
  places_taken: number | null;
  next_start: string | null;
  postcode: string;
  near: boolean;
};

// What anybody would write: the services of a need that are for somebody of this age, place and benefit, the near ones first.
// All that help with the need are looked at, and put in order.
const hits = {
  name: 'anchor_services',
  text: `select s.id, s.name, s.description, o.name as organisation, o.contract, s.contact_phone as phone, s.contact_email as email, s.places,
      s.places_taken, s.next_start, l.postcode, l.postcode like $2 || '___' as near
    from service_term t join taxonomy_term n on n.id = t.term_id join service s on s.id = t.service_id join organisation o on o.id = s.organisation_id
      join service_at_location x on x.service_id = s.id join location l on l.id = x.location_id
    where n.code = $1 and n.taxonomy_id = '00000000-0000-4000-8000-0000000000aa' and s.status = 'active' and s.verified
      and (s.minimum_age is null or s.minimum_age <= $3) and (s.maximum_age is null or s.maximum_age >= $3)
      and (cardinality(s.postcodes) = 0 or $2 = any(s.postcodes)) and (cardinality(s.benefits) = 0 or $4 = any(s.benefits))
    order by near desc, s.name limit 10`,
};
const postcodeOf = { name: 'anchor_postcode', text: 'select postcode from person where id = $1' };
const figures = {
  name: 'anchor_figures',
  text: `select service_id, kind, sum(n)::int as n from service_figure where service_id = any($1::uuid[]) and month > $2 group by service_id, kind`,
};
const waiting = {
  name: 'anchor_waiting',
  text: `select r.id, r.reference, r.case_id, r.state, r.made_on, r.due_what, r.due_on, p.given_name, p.family_name, s.name as service, o.name as organisation
    from referral r join person p on p.id = r.person_id join service s on s.id = r.service_id join organisation o on o.id = s.organisation_id
    where r.owner_id = $1 and r.open order by r.due_on, r.id limit 26`,
};
const inbox = {
  name: 'anchor_inbox',
  text: `select r.id, r.reference, r.state, r.sent_on, r.due_what, r.due_on, x.payload ->> 'name' as name, s.name as service
    from referral r join service s on s.id = r.service_id
      left join lateral (select payload from referral_sent x where x.referral_id = r.id order by x.id desc limit 1) x on true
    where r.organisation_id = $1 and r.sent_on is not null and r.open order by r.due_on, r.id limit 51`,
};
const published = {
  name: 'anchor_published',
  text: `select brief::text as brief from published where kind = 'service' order by id limit 50 offset $1`,
};

type Needs = readonly Need[];

/** A page of services for somebody, cut out of the application's own: one hit with marks, and what stands around the hits. */
function searchText(place: Place, needs: Needs) {
  const head = headOf(place, { closed: false, job: false });
  const hitOf = (contracted: boolean): ShownHit =>
    ({
      service: {
        ...{ id: mark('id'), name: mark('name'), helpsWith: [], wordsIn: null, sites: [] },
        row: {
          ...{
            organisation_name: mark('organisation'),
            description: mark('description'),
            status: 'active',
            verified: true,
          },
          ...{ modes: ['phone', 'link'], refused_channels: [], form_name: null, benefit_effect: null },
          ...{
            contact_phone: mark('phone'),
            contact_email: mark('email'),
            verified_on: today,
            verify_by: '9999-12-31',
          },
        },
      },
      match: {
        fits: [mark('need'), mark('place')],
        blocks: [],
        asks: [],
        near: { key: 0, words: '' },
        wait: { days: 0, band: 0, words: mark('wait') },
      },
      figures: [{ name: 'accepted', label: mark('figures'), value: 5, base: 9, unit: 'of' }],
      ...{ never: false, used: true },
      badges: contracted ? [{ says: 'with', words: 'Prefer services with: contracted', dates: 'from 1 Jan 2016' }] : [],
    }) as unknown as ShownHit;
  const pageOf = (hits: readonly ShownHit[]): string => {
    const none = { needs, suggested: [], typed: {}, chosen: [], errors: {}, benefit: null };
    const main = caseSearchHtml({
      ...{ ...none, caseId: mark('caseId'), csrf, page: 1, more: true, unmet: csrf },
      person: { postcode: mark('outward'), age: null, benefit: null, jobReady: null, away: false },
      found: { suitable: hits, blocked: [], suits: 54_321, inTheWay: 0, tooMany: true, allWaitLong: false },
      links: {
        today,
        except: null,
        longWait: 42,
        choose: true,
        refer: (id) => `/cases/${mark('caseId')}/referrals/new?service=${id}`,
      },
    });
    return framed(
      casePage({ head, today: day, current: null, title: 'Find a service', main }),
      '/cases/x/services',
      place.id,
    );
  };
  const hitIn = (text: string): [from: number, to: number] => {
    const from = text.indexOf('<li id="service-');
    return [from, text.indexOf('</ol>', from)];
  };
  const [plain, contracted] = [pageOf([hitOf(false)]), pageOf([hitOf(true)])];
  const [from, to] = hitIn(plain);
  return {
    page: template(plain.slice(0, from) + mark('hits') + plain.slice(to), { ...headShown(head), suits: '54,321' }),
    hit: {
      plain: template(plain.slice(...hitIn(plain))),
      contracted: template(contracted.slice(...hitIn(contracted))),
    },
  };
}

/** A page with a table, cut out of the application's own: its rows by shape, and what stands around them. */
function tableText<S extends string>(
  shapes: readonly S[],
  pageOf: (rows: readonly S[]) => string,
  shown: Record<string, string>,
) {
  const rowIn = (text: string): [from: number, to: number] => {
    const from = text.indexOf('<tr', text.indexOf('<tbody'));
    return [from, text.indexOf('</tbody>', from)];
  };
  const some = pageOf(shapes.slice(0, 1));
  const [from, to] = rowIn(some);
  return {
    page: template(some.slice(0, from) + mark('rows') + some.slice(to)),
    row: Object.fromEntries(
      shapes.map((shape) => {
        const text = pageOf([shape]);
        return [shape, template(text.slice(...rowIn(text)), shown)];
      }),
    ) as Record<S, ReturnType<typeof template>>,
  };
}

const states = ['sent', 'started', 'waiting'] as const;
const shapes = states.flatMap((state) => [`${state} late`, `${state} due`] as const);
type Shape = (typeof shapes)[number];
const shapeOf = (row: { state: string; due_on: string }): Shape =>
  `${row.state} ${row.due_on < today ? 'late' : 'due'}` as Shape;
const dueOf = (shape: Shape): string => (shape.endsWith('late') ? '1901-01-01' : '2099-01-01');
const shownDays = { due: 'Tue 1 Jan 1901', later: 'Thu 1 Jan 2099', made: '2 Feb 1902', sent: '3 Mar 1903' };

function waitingText(place: Place) {
  const line = (shape: Shape) =>
    ({
      ...{
        id: mark('id'),
        reference: mark('reference'),
        kind: 'referral',
        state: shape.split(' ')[0],
        case_id: mark('caseId'),
      },
      ...{
        given_name: mark('name'),
        family_name: null,
        service_name: mark('service'),
        organisation_name: mark('organisation'),
      },
      ...{
        made_on: '1902-02-02',
        due_what: mark('what'),
        due_on: dueOf(shape),
        owner_side: 'service',
        owner_name: null,
      },
      ...{ by_email: true, chased: 0, chased_on: null, owed: shape.endsWith('late') ? 'late' : 'awaited' },
    }) as unknown as Parameters<typeof waitingHtml>[0]['page']['lines'][number];
  const asked = {
    whose: 'own',
    programmeKey: null,
    side: null,
    late: false,
    sort: 'due',
    descending: false,
    after: null,
  } as const;
  const pageOf = (rows: readonly Shape[]) => {
    const page = { lines: rows.map(line), more: true, mayOversee: false, programmes: [] };
    const address = (changed: Record<string, string>) => `/services/waiting?${new URLSearchParams(changed)}`;
    const main = waitingHtml({ page, asked, today, csrf, address });
    return framed({ title: 'Open referrals to services', wide: true, main }, '/services/waiting', place.id);
  };
  return tableText(shapes, pageOf, shownDays);
}

function inboxText(place: Place) {
  const line = (shape: Shape) =>
    ({
      ...{
        id: mark('id'),
        reference: mark('reference'),
        service_name: mark('service'),
        state: shape.split(' ')[0],
        open: true,
      },
      ...{ name: mark('name'), live: true, sent_on: '1903-03-03', due_what: mark('what'), due_on: dueOf(shape) },
      ...{ owner_side: 'service', payment: 'not applicable', service_worker: null, created_at: '' },
    }) as unknown as Parameters<typeof inboxHtml>[0]['rows'][number];
  const pageOf = (rows: readonly Shape[]) => {
    const more = {
      organisation: mark('organisation'),
      part: 'open',
      next: 'next',
      today,
      dueBy: false,
      others: [],
      query: '',
    } as const;
    return framed(
      { title: 'Inbox', wide: true, main: inboxHtml({ ...more, rows: rows.map(line) }) },
      '/inbox',
      place.id,
    );
  };
  return tableText(shapes, pageOf, { ...shownDays, due: '1 Jan 1901', later: '1 Jan 2099' });
}

/** Adds to an anchor: services for somebody, a worker's open referrals, an inbox, and the services of the published copy. */
export async function addDirectory(app: FastifyInstance, db: Database, place: Place): Promise<void> {
  const send = { head: named('head', findHead, ['caseId']) };
  const valuesOf = headValues(place);
  const { rows: needs } = await db.query<Need>(
    `select id, code, name, doc ->> 'description' as description, issues from taxonomy_term
     where taxonomy_id = '00000000-0000-4000-8000-0000000000aa' order by name`,
  );
  const [search, waits, box] = [searchText(place, needs), waitingText(place), inboxText(place)];
  const names = new Map(needs.map(({ code, name }) => [code, name]));
  const since = Temporal.PlainDate.from(today).subtract({ years: 1 }).toString();
  const { rows: counted } = await db.query<{ n: number }>(
    `select count(*)::int as n from published where kind = 'service'`,
  );
  const total = counted[0]?.n ?? 0;

  app.post<{ Params: { id: string }; Body: { need: string } }>('/cases/:id/services', async (request, reply) => {
    const caseId = request.params.id;
    const { rows: heads } = await db.query<HeadRow>(send.head({ caseId }));
    const row = heads[0] as HeadRow;
    const { rows: people } = await db.query<{ postcode: string }>({ ...postcodeOf, values: [row.person_id] });
    const outward = people[0]?.postcode.split(' ')[0] ?? '';
    const age = completedYears(parseDay(row.date_of_birth ?? '') as DayNumber, now);
    const { rows } = await db.query<Hit>({ ...hits, values: [request.body.need, outward, age, row.benefit] });
    const { rows: known } = await db.query<{ service_id: string; kind: string; n: number }>({
      ...figures,
      values: [rows.map(({ id }) => id), since],
    });
    let list = '';
    for (const hit of rows)
      list += search.hit[hit.contract === 'contracted' ? 'contracted' : 'plain']({
        ...{ id: hit.id, caseId, name: escapeHtml(hit.name), organisation: escapeHtml(hit.organisation) },
        ...{ description: escapeHtml(hit.description), phone: hit.phone, email: hit.email },
        need: `Helps with ${names.get(request.body.need)}`,
        place: hit.near ? `In ${outward}, where they live` : `In ${hit.postcode.slice(0, -3)}`,
        wait: waitOf(hit),
        figures: known.flatMap(({ service_id, kind, n }) => (service_id === hit.id ? `${kind}: ${n}` : [])).join(' · '),
      });
    const values = { ...valuesOf(row), outward, hits: list, suits: String(rows.length) };
    return reply.type('text/html; charset=utf-8').send(search.page(values));
  });

  app.get<{ Querystring: { user: string } }>('/services/waiting', async (request, reply) => {
    const { rows } = await db.query({ ...waiting, values: [request.query.user] });
    let list = '';
    for (const row of rows.slice(0, 25))
      list += waits.row[shapeOf(row)]({
        ...{ id: row.id, caseId: row.case_id, reference: row.reference, what: row.due_what },
        ...{ name: escapeHtml(`${row.given_name} ${row.family_name}`), service: escapeHtml(row.service) },
        ...{ organisation: escapeHtml(row.organisation), made: showDay(row.made_on) },
        ...{ due: showNearDay(row.due_on, today), later: showNearDay(row.due_on, today) },
      });
    return reply.type('text/html; charset=utf-8').send(waits.page({ rows: list }));
  });

  app.get<{ Querystring: { organisation: string } }>('/inbox', async (request, reply) => {
    const { rows } = await db.query({ ...inbox, values: [request.query.organisation] });
    let list = '';
    for (const row of rows.slice(0, 50))
      list += box.row[shapeOf(row)]({
        ...{ id: row.id, reference: row.reference, name: escapeHtml(row.name ?? ''), service: escapeHtml(row.service) },
        ...{ what: row.due_what, due: showDay(row.due_on), later: showDay(row.due_on), sent: showDay(row.sent_on) },
      });
    return reply.type('text/html; charset=utf-8').send(box.page({ rows: list, organisation: '' }));
  });

  app.get<{ Querystring: { page: string } }>('/open-referral/services', async (request, reply) => {
    const at = Number(request.query.page);
    const { rows } = await db.query<{ brief: string }>({ ...published, values: [(at - 1) * 50] });
    const pages = Math.ceil(total / 50);
    const begins = `{"total_items":${total},"total_pages":${pages},"page_number":${at},"size":${rows.length},"first_page":${at === 1},"last_page":${at >= pages},"empty":${rows.length === 0}`;
    return reply
      .type('application/json; charset=utf-8')
      .send(`${begins},"contents":[${rows.map(({ brief }) => brief).join(',')}]}`);
  });
}

const waitOf = (hit: Hit): string => {
  if (hit.next_start !== null) return `Full: next place ${showDay(hit.next_start)}`;
  return hit.places === null ? 'Wait not known' : `${hit.places - (hit.places_taken ?? 0)} places free`;
};
