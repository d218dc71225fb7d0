import { usersNear } from '../../access/actions/restricted.ts';
import { roleNames } from '../../access/rules/policy.ts';
import { type Context, page, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Errors, errorsAbove, fields, readForm, type Typed } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { button, insetText } from '../../kit/ui/index.ts';
import { restrictionOf } from '../../people/actions/restrictions.ts';
import { casePath } from '../actions/frame.ts';
import { caseParams, caseRecord } from '../actions/record.ts';
import { breakGlass, give, lift, restrict, restrictedRecords, takeBack } from '../actions/restricted.ts';
import { unownedRecords } from '../actions/restriction-reviews.ts';
import { restrictedHtml } from '../pages/restricted.ts';
import { endOfAccess, openQuestions, restrictionQuestions } from '../rules/restricted.ts';
import { todayOf } from './asked.ts';
import { type Edit, type EditContext, editRoutes } from './edit.ts';

const near = async ({ db, record }: EditContext, roles: Parameters<typeof usersNear>[2]) => {
  const { programmeId } = record;
  const { areaId, providerId } = record.case;
  const users = await usersNear(db, { programmeId, areaId, providerId }, roles);
  return users.map((one) => ({
    value: one.user_id,
    text: `${one.name}, ${roleNames[one.role as keyof typeof roleNames].toLowerCase()}`,
  }));
};
const backLink = html`<p class="govuk-body"><a class="govuk-link" href="/restricted">Who may open it, and who did</a></p>`;

const restriction: Edit = {
  path: 'restriction',
  title: 'Restrict this record',
  can: 'case.restrict',
  event: 'restriction.placed',
  notice: 'The record is restricted in every programme',
  async prepare(context) {
    const stands = await restrictionOf(context.db, context.record.personId);
    const owners = await near(context, ['team_manager', 'programme_office']);
    return {
      questions: restrictionQuestions(owners, todayOf(context), stands !== null),
      saved:
        stands === null
          ? {}
          : { kind: stands.kind, reason: stands.reason, owner: stands.owner_id, review_on: stands.review_on },
      version: stands?.version ?? 0,
      above:
        stands === null
          ? insetText({
              text: 'Only those you name, and whoever answers for it, can then find or open this person’s record, in any programme. Whoever could open it otherwise can still do so with a reason, for four hours.',
            })
          : backLink,
    };
  },
  save: (context, values, version) =>
    restrict(context.db, context.actor, context.record, {
      version,
      kind: String(values.kind),
      reason: String(values.reason),
      ownerId: String(values.owner),
      reviewOn: String(values.review_on),
      keepWorkers: values.workers === 'yes',
      today: todayOf(context),
    }),
};

const lifting: Edit = {
  path: 'restriction/lift',
  title: 'Lift the restriction',
  can: 'case.restrict',
  event: 'restriction.lifted',
  notice: 'The restriction is lifted',
  async prepare(context) {
    const stands = await restrictionOf(context.db, context.record.personId);
    return {
      questions: [
        {
          kind: 'text',
          name: 'reason',
          label: 'Why is it not needed any more?',
          required: 'Say why the restriction is not needed any more',
          most: 500,
        },
      ],
      saved: {},
      version: stands?.version ?? 0,
      above: stands === null ? html`<p class="govuk-body">This record is not restricted.</p>` : backLink,
    };
  },
  async save(context, values, version) {
    const reason = String(values.reason);
    if (context.record.case.restricted === null)
      return { outcome: 'refused', errors: { reason: 'This record is not restricted' } };
    return lift(context.db, context.actor, context.record, { version, reason, today: todayOf(context) });
  },
};

const access: Edit = {
  path: 'restriction/access',
  title: 'Let somebody open this record',
  can: 'case.restrict',
  event: 'access.given',
  notice: 'They may open the record now',
  async prepare(context) {
    const today = todayOf(context);
    return {
      questions: [
        {
          kind: 'choice',
          name: 'user',
          label: 'Who may open it?',
          hint: 'Their role must reach this case besides',
          choices: await near(context, ['key_worker', 'team_manager', 'local_lead', 'programme_office']),
          as: 'select',
          required: 'Choose who may open it',
        },
        { kind: 'text', name: 'reason', label: 'Why?', required: 'Say why they may open it', most: 500 },
        {
          kind: 'day',
          name: 'until',
          label: 'Until which day?',
          hint: 'Leave it empty for as long as the restriction stands',
          earliest: today,
        },
      ],
      saved: {},
      version: context.record.version,
      above: backLink,
    };
  },
  save(context, values) {
    const { db, actor, record, clock, timeZone } = context;
    const until = values.until as string | null;
    return give(db, actor, record, {
      userId: String(values.user),
      reason: String(values.reason),
      until,
      endsAt: until === null ? null : endOfAccess(until, clock, timeZone),
      today: todayOf(context),
    });
  },
};

type Asking = Pick<Context<unknown, unknown, unknown>, 'csrf'>;

function openPage({ csrf }: Asking, typed: Typed, errors: Errors = {}, status?: number, said?: string) {
  return page({
    title: 'Open a restricted record',
    ...(status === undefined ? {} : { status, error: true }),
    main: html`${errorsAbove(openQuestions, said === undefined ? errors : { number: said })}<h1 class="govuk-heading-l">Open a restricted record</h1>
<p class="govuk-body">Some records open only to named people: of staff, of their families, of people at risk. If you must work with one now and it would be yours otherwise, you can open it here for four hours. Whoever answers for the record is told that you did, when and why.</p>
<form method="post" action="/restricted/open" novalidate>${csrf}
${fields(openQuestions, typed, said === undefined ? errors : { number: said })}
${button({ text: 'Open the record', preventDoubleClick: true })}
</form>`,
  });
}

/** One answer, whatever the reason: no such record, not theirs, not restricted. */
const nothingThere =
  'There is no restricted record with this number that you could open. Check it, or ask your manager or the programme office';

/** Placing and lifting a restriction, who may open a record, and opening one with a reason. */
export const restrictedRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/restricted',
    can: 'case.restrict',
    audit: { read: 'restricted records' },
    async handle({ db, actor, csrf, timeZone, clock }) {
      const records = await restrictedRecords(db, actor);
      const unowned = await unownedRecords(db, actor);
      return page({
        title: 'Restricted records',
        wide: true,
        main: restrictedHtml({ records, unowned, csrf, timeZone, today: clock.today().toString() }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/restricted/open',
    can: 'signed in',
    audit: 'nothing',
    handle: async (context) => openPage(context, {}),
  }),
  route({
    method: 'POST',
    path: '/restricted/open',
    can: 'signed in',
    audit: { event: 'glass.broken' },
    async handle(context) {
      const { db, actor, body, clock } = context;
      const read = readForm(openQuestions, body);
      if (!read.ok) return openPage(context, body, read.errors, 422);
      const { number, reason } = read.values;
      const opened = await breakGlass(db, actor, {
        number: String(number),
        reason: String(reason),
        today: clock.today().toString(),
      });
      if (opened.outcome === 'wait')
        return openPage(context, body, {}, 429, 'You have tried too often. Wait a quarter of an hour, then try again');
      if (opened.outcome === 'none') return openPage(context, body, {}, 422, nothingThere);
      return redirect(casePath(opened.caseId), 'Open for four hours. Whoever answers for the record is told');
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/restriction/take-back',
    can: 'case.restrict',
    audit: { event: 'access.taken back' },
    params: caseParams,
    record: caseRecord,
    async handle({ db, actor, body, clock, record }) {
      const id = String(body.access ?? '');
      if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
        return redirect('/restricted', 'Nothing was changed: choose whose access you take back');
      const done = await takeBack(db, actor, record, id, clock.today().toString());
      return redirect('/restricted', done ? 'Access taken back' : 'This access had ended already');
    },
  }),
  ...[restriction, lifting, access].flatMap(editRoutes),
];
