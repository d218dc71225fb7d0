/** Answering a referral by a link, without an account. Opening it changes nothing: scanners of mail open links too. */
import { Type } from 'typebox';
import { tryOnce } from '../../access/actions/sign-in.ts';
import { systemActor } from '../../access/rules/policy.ts';
import { type Context, page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Errors, type Typed, typedText } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { versionOf } from '../../kit/record-form.ts';
import { giveAnswer } from '../actions/answers.ts';
import { markAnswered, referralOfLink } from '../actions/links.ts';
import { type ServiceView, serviceView } from '../actions/service-view.ts';
import { noLinkHtml, nothingHtml, referralHtml } from '../pages/answer.ts';
import { formHolds, formToken } from '../rules/link.ts';
import { readAnswer } from './answer-form.ts';

const params = Type.Object({ token: Type.String({ maxLength: 500 }) });
type Asking = Context<{ token: string }, unknown, unknown>;
const audit = { read: 'a referral by its link' };

/** The view that the link leads to. A link that leads nowhere counts as a try, of which an address has few. */
async function viewOf({ db, clock, timeZone, params: { token }, address }: Asking): Promise<ServiceView | Reply> {
  const now = clock.now();
  const id = await referralOfLink(db, token, now);
  const view = id === null ? null : await serviceView(db, id, { now, today: clock.today().toString(), timeZone });
  if (view !== null) return view;
  const few = (await tryOnce(db, `answer ${address}`)) !== null;
  return page({ title: 'This link cannot be used', main: noLinkHtml(), status: few ? 404 : 429 });
}

type Shown = { typed?: Typed; errors?: Errors; problems?: readonly string[]; answered?: string; status?: number };

function answerPage({ params: { token } }: Asking, view: ServiceView, shown: Shown = {}): Reply {
  const { row } = view;
  const { status, ...form } = shown;
  if (view.consent !== 'holds')
    return page({ title: 'Nothing more may be shown', main: nothingHtml(view), status: status ?? 200 });
  const hidden = html`<input type="hidden" name="form" value="${formToken(token, row.version)}">`;
  const lastName = view.said.findLast(({ by_name: name }) => name !== null)?.by_name ?? '';
  return page({
    title: `Referral ${row.reference}`,
    ...(status === undefined ? {} : { status }),
    ...(form.errors !== undefined || form.problems !== undefined ? { error: true } : {}),
    main: referralHtml(view, {
      ...{ action: `/answer/${token}`, hidden, named: true },
      ...form,
      typed: { by_name: lastName, ...form.typed },
    }),
  });
}

const later =
  'This was answered in the meantime, perhaps by a colleague. Nothing was changed by what you sent just now.';

async function answer(context: Asking, view: ServiceView): Promise<Reply> {
  const {
    db,
    body,
    clock,
    timeZone,
    params: { token },
  } = context;
  const version = versionOf(body);
  // After a withdrawal whatever comes says so, before anything is read of it.
  if (view.consent !== 'holds') return answerPage(context, view, { status: 403 });
  if (!formHolds(token, version, typedText(body, 'form'))) {
    const problems = ['The answer did not come from this page. Nothing was sent: check it and send it again'];
    return answerPage(context, view, { typed: body, problems, status: 422 });
  }
  if (version !== view.row.version) return answerPage(context, view, { answered: later, status: 409 });
  const read = readAnswer(view.ask, body, true);
  if ('errors' in read) return answerPage(context, view, { typed: body, errors: read.errors, status: 422 });
  const at = { now: clock.now(), today: clock.today().toString(), timeZone };
  const by = { side: 'service' as const, actor: systemActor, name: read.name ?? '' };
  const came = await giveAnswer(db, by, view.row, read.answered, at, (tx) => markAnswered(tx, token, at.now));
  if (came.outcome === 'saved') return redirect(`/answer/${token}`, 'Your answer was sent. Thank you');
  if (came.outcome === 'refused')
    return answerPage(context, view, { typed: body, problems: came.problems, status: 422 });
  const after = await serviceView(db, view.row.id, at);
  return answerPage(context, after ?? view, { answered: later, status: 409 });
}

/** The routes of links. */
export const answerRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/answer/:token', can: 'anyone', audit, params, secretAddress: true },
    async handle(context) {
      const view = await viewOf(context);
      return 'kind' in view ? view : answerPage(context, view);
    },
  }),
  route({
    ...{ method: 'POST', path: '/answer/:token', can: 'anyone', params, secretAddress: true },
    audit: { event: 'service referral.received' },
    async handle(context) {
      const view = await viewOf(context);
      return 'kind' in view ? view : answer(context, view);
    },
  }),
];
