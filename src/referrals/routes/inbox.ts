/** What a service was sent, and answering it with an account. */
import { Type } from 'typebox';
import { organisationsOf } from '../../access/rules/policy.ts';
import { type Context, notFound, page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { organisationNames } from '../../directory/actions/organisation-names.ts';
import type { Errors, Typed } from '../../kit/form.ts';
import { versionOf } from '../../kit/record-form.ts';
import { together } from '../../kit/together.ts';
import { uuidPattern } from '../../kit/uuid.ts';
import { giveAnswer } from '../actions/answers.ts';
import { inboxPage, inboxRecord } from '../actions/inbox.ts';
import { type ServiceView, serviceView } from '../actions/service-view.ts';
import { referralHtml } from '../pages/answer.ts';
import { inboxHtml, moreHtml } from '../pages/inbox.ts';
import { type InboxKey, inboxParts } from '../rules/inbox.ts';
import { readAnswer } from './answer-form.ts';

const uuid = Type.String({ pattern: `^${uuidPattern}$` });
const one = { params: Type.Object({ inboxId: uuid }), record: inboxRecord };
type Answering = Context<unknown, unknown, { referralId: string }>;
type Shown = { typed?: Typed; errors?: Errors; problems?: readonly string[]; answered?: string; status?: number };

async function viewOf({ db, record, clock, timeZone }: Answering): Promise<ServiceView> {
  const at = { now: clock.now(), today: clock.today().toString(), timeZone };
  const view = await serviceView(db, record.referralId, at);
  return view !== null && view.consent === 'holds' ? view : notFound();
}

function referralPage({ csrf }: Answering, view: ServiceView, shown: Shown = {}): Reply {
  const { status, ...form } = shown;
  return page({
    title: `Referral ${view.row.reference}`,
    back: { href: '/inbox', text: 'Inbox' },
    ...(status === undefined ? {} : { status }),
    ...(form.errors !== undefined || form.problems !== undefined ? { error: true } : {}),
    main: referralHtml(view, {
      action: `/inbox/${view.row.id}`,
      hidden: csrf,
      named: false,
      more: moreHtml(view),
      ...form,
    }),
  });
}

const later =
  'This was answered in the meantime, perhaps by a colleague. Nothing was changed by what you sent just now.';

/** The routes of an inbox. */
export const inboxRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/inbox',
    can: 'service.answer',
    audit: { read: 'inbox' },
    query: Type.Object({
      part: Type.Optional(Type.Enum(Object.keys(inboxParts))),
      due: Type.Optional(Type.Literal('today')),
      organisation: Type.Optional(uuid),
      after: Type.Optional(Type.String({ maxLength: 100 })),
    }),
    async handle({ db, actor, query, clock }) {
      const own = organisationsOf(actor, 'service.answer');
      const organisationId = own.find((id) => id === query.organisation) ?? own[0] ?? notFound();
      const today = clock.today().toString();
      const part = (query.part ?? 'open') as InboxKey;
      const dueBy = query.due === undefined ? undefined : today;
      const [found, names] = await together(db, [
        (sql) => inboxPage(sql, { organisationId, part, dueBy, after: query.after, today }),
        (sql) => organisationNames(sql, own),
      ]);
      return page({
        title: 'Inbox',
        wide: true,
        main: inboxHtml({
          ...{ part, today, dueBy: dueBy !== undefined, ...found },
          organisation: names.find(({ id }) => id === organisationId)?.name ?? '',
          others: names.filter(({ id }) => id !== organisationId),
          query: organisationId === own[0] ? '' : `&organisation=${organisationId}`,
        }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/inbox/:inboxId',
    can: 'service.answer',
    audit: { read: 'a referral to a service' },
    ...one,
    handle: async (context) => referralPage(context, await viewOf(context)),
  }),
  route({
    method: 'POST',
    path: '/inbox/:inboxId',
    can: 'service.answer',
    audit: { event: 'service referral.received' },
    ...one,
    async handle(context) {
      const { db, actor, body, clock, timeZone } = context;
      const view = await viewOf(context);
      if (versionOf(body) !== view.row.version) return referralPage(context, view, { answered: later, status: 409 });
      const read = readAnswer(view.ask, body, false);
      if ('errors' in read) return referralPage(context, view, { typed: body, errors: read.errors, status: 422 });
      const at = { now: clock.now(), today: clock.today().toString(), timeZone };
      const came = await giveAnswer(db, { side: 'service', actor }, view.row, read.answered, at);
      if (came.outcome === 'saved') return redirect(`/inbox/${view.row.id}`, 'Your answer was sent');
      if (came.outcome === 'refused')
        return referralPage(context, view, { typed: body, problems: came.problems, status: 422 });
      return referralPage(context, await viewOf(context), { answered: later, status: 409 });
    },
  }),
];
