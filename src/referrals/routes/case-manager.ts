/** Who holds a case: its page, giving it to somebody, taking it back, and settling what stands open. */
import { can } from '../../access/rules/policy.ts';
import { type Context, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import { transaction } from '../../kit/db.ts';
import { type Errors, fields, type Question, readForm, type Typed, typedFrom, typedText } from '../../kit/form.ts';
import { type Html, html } from '../../kit/html.ts';
import { recordForm } from '../../kit/record-form.ts';
import { button, errorSummary } from '../../kit/ui/index.ts';
import { isUuid } from '../../kit/uuid.ts';
import { alarmsOf } from '../actions/alarms.ts';
import {
  type Allocation,
  allocate,
  claimedBy,
  holderFrom,
  holdingStory,
  settle,
  takeBack,
} from '../actions/case-manager.ts';
import { basisBoxes, caseManagerHtml } from '../pages/case-manager.ts';
import type { HolderKind } from '../rules/case-manager.ts';
import { claimQuestions, type Organisation, questions, ticked } from '../rules/case-manager-form.ts';
import { referralsOfCase } from '../store/referrals.ts';

type Case = Context<unknown, unknown, CaseHead>;

const pathOf = (caseId: string): string => `/cases/${caseId}/case-manager`;
/** Organisations that work with the person, by the referrals of the case. */
async function organisationsOf({ db, record }: Case): Promise<Organisation[]> {
  const found = new Map<string, string>();
  for (const row of await referralsOfCase(db, { caseId: record.caseId }))
    if (row.kind === 'referral' && row.organisation_id !== null)
      found.set(row.organisation_id, row.organisation_name ?? '');
  return [...found].map(([id, name]) => ({ id, name })).sort((one, other) => (one.name < other.name ? -1 : 1));
}

const formed = (context: Case, title: string, main: Html, wrong: boolean): Reply =>
  casePage({
    head: context.record,
    today: context.clock.today(),
    current: null,
    title,
    back: { href: pathOf(context.record.caseId), text: 'Who holds this case' },
    ...(wrong ? { status: 422, error: true } : {}),
    main,
  });

async function newPage(
  context: Case,
  typed: Typed,
  errors: Errors = {},
  problems: readonly string[] = [],
): Promise<Reply> {
  const { record, clock, csrf } = context;
  const asked = questions(clock.today(), await organisationsOf(context));
  const title = 'Give the case to somebody';
  const href = ({ kind, name }: Question) => (kind === 'day' ? `#${name}-day` : `#${name}`);
  const wrong = [
    ...problems.map((text) => ({ text })),
    ...asked.flatMap((one) => (errors[one.name] === undefined ? [] : [{ text: errors[one.name], href: href(one) }])),
    ...(errors.basis === undefined ? [] : [{ text: errors.basis, href: '#basis' }]),
  ];
  // Why they hold it stands after who does and from when, before what is agreed about it.
  const before = asked.findIndex(({ name }) => name === 'agreed');
  const main = html`${wrong.length === 0 ? html`` : errorSummary({ titleText: 'There is a problem', errorList: wrong })}<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">Talk about it together: the person, you and whoever is to hold it. Whoever holds it now ends on the first day.</p>
<form method="post" action="${pathOf(record.caseId)}/new" novalidate>
${csrf}
${fields(asked.slice(0, before), typed, errors)}
${basisBoxes(ticked(typed), errors.basis)}
${fields(asked.slice(before), typed, errors)}
<div class="govuk-button-group">${button({ text: 'Save', preventDoubleClick: true })}<a class="govuk-link" href="${pathOf(record.caseId)}">Cancel</a></div>
</form>`;
  return formed(context, title, main, wrong.length > 0);
}

async function claimPage(context: Case, typed: Typed, errors?: Errors): Promise<Reply> {
  const title = 'Somebody else says that they hold it';
  const main = recordForm({
    title,
    action: `${pathOf(context.record.caseId)}/claim`,
    csrf: context.csrf,
    questions: claimQuestions(await organisationsOf(context)),
    typed,
    errors,
    above: html`<p class="govuk-body">Both are shown until you have talked and settled it. Nothing else changes.</p>`,
    save: 'Save',
    cancel: pathOf(context.record.caseId),
  });
  return formed(context, title, main, errors !== undefined);
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Who holds a case. */
export const caseManagerRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/case-manager',
    can: 'service.refer',
    audit: { read: 'who holds the case' },
    params: caseParams,
    record: caseRecord,
    async handle({ db, actor, record, clock, csrf }) {
      const today = clock.today().toString();
      const story = await holdingStory(db, record.caseId);
      const alarms = await alarmsOf(db, record.caseId);
      return casePage({
        head: record,
        today: clock.today(),
        current: null,
        title: 'Who holds this case',
        main: caseManagerHtml({
          ...{ caseId: record.caseId, story, alarms, today, csrf },
          holder: holderFrom(story, today),
          mayChange: can(actor, 'service.refer', record),
        }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/case-manager',
    can: 'service.refer',
    audit: { event: 'case manager.ended' },
    params: caseParams,
    record: caseRecord,
    async handle({ db, actor, record, body, clock }) {
      const today = clock.today().toString();
      const [what, id, why] = [typedText(body, '_do'), typedText(body, 'id'), typedText(body, 'why').slice(0, 300)];
      const to = pathOf(record.caseId);
      if (!isUuid(id)) return redirect(to, 'Nothing was changed: open the page again');
      if (what === 'settle') {
        if (why === '') return redirect(to, 'Nothing was changed: say what was agreed or done');
        const done = await settle(db, actor, record, { id, why, today });
        if (done === 'no holder')
          return redirect(to, 'Nothing was changed: the case has no key worker. Give it to somebody');
        return redirect(to, done === 'closed' ? 'It is settled' : 'Nothing was changed: somebody settled it meanwhile');
      }
      if (what !== 'taken back' && what !== 'handed back' && what !== 'resumed')
        return redirect(to, 'Nothing was changed: open the page again');
      const done = await takeBack(db, actor, record, { id, why: what, today });
      return redirect(
        to,
        done === 'ended' ? 'The key worker holds this case' : 'Nothing was changed: it had ended already',
      );
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/case-manager/new',
    can: 'service.refer',
    audit: { read: 'who holds the case' },
    params: caseParams,
    record: caseRecord,
    handle: async (context) =>
      newPage(context, typedFrom(questions(context.clock.today(), []), { from: context.clock.today().toString() })),
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/case-manager/new',
    can: 'service.refer',
    audit: { event: 'case manager.given' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record, body, clock } = context;
      const organisations = await organisationsOf(context);
      const read = readForm(questions(clock.today(), organisations), body);
      const basis = ticked(body);
      if (!read.ok || basis.length === 0)
        return newPage(context, body, {
          ...(read.ok ? {} : read.errors),
          ...(basis.length === 0 ? { basis: 'Say why they hold it' } : {}),
        });
      const { values } = read;
      const organisation = organisations.find(({ id }) => id === values.organisation);
      const given: Allocation = {
        ...{ holder: values.holder as HolderKind, userId: null, organisationId: organisation?.id ?? null },
        ...{ name: String(values.name), from: String(values.from), to: text(values.to), reviewOn: text(values.to) },
        ...{ resumeWhen: text(values.resume_when), agreed: values.agreed === 'yes', basis },
        ...{ feedbackEvery: text(values.feedback_every), feedbackWhat: text(values.feedback_what) },
        ...{ notesAccess: values.notes_access === 'yes', informed: text(values.informed) },
      };
      const done = await allocate(db, actor, record, given, clock.today().toString());
      if (done.outcome === 'refused') return newPage(context, body, {}, done.problems);
      if (done.outcome === 'stale')
        return newPage(context, body, {}, ['Somebody changed who holds this case meanwhile. Look at it again']);
      return redirect(pathOf(record.caseId), 'Saved: who holds this case');
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/case-manager/claim',
    can: 'service.refer',
    audit: { read: 'who holds the case' },
    params: caseParams,
    record: caseRecord,
    handle: (context) => claimPage(context, {}),
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/case-manager/claim',
    can: 'service.refer',
    audit: { event: 'case alarm.raised' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record, body, clock } = context;
      const organisations = await organisationsOf(context);
      const read = readForm(claimQuestions(organisations), body);
      if (!read.ok) return claimPage(context, body, read.errors);
      const organisation = organisations.find(({ id }) => id === read.values.organisation);
      const name = [String(read.values.name), organisation?.name].filter(Boolean).join(', ');
      const found = await transaction(db, (tx) =>
        claimedBy(tx, record, {
          organisationId: organisation?.id ?? null,
          name,
          today: clock.today().toString(),
          actor,
        }),
      );
      return redirect(
        pathOf(record.caseId),
        found === 'same' ? 'They are written down as the holder already' : 'Both are shown until it is settled',
      );
    },
  }),
];
