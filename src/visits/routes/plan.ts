import { Type } from 'typebox';
import { can } from '../../access/rules/policy.ts';
import { type Context, notFound, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord, documentOf } from '../../cases/actions/record.ts';
import { type Errors, type Question, readForm, type Typed } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { flagsOf } from '../actions/flags.ts';
import { approveVisit, cancelVisit, refuseVisit } from '../actions/plan.ts';
import {
  askHelp,
  beginVisit,
  type Done,
  endVisit,
  findVisit,
  lengthenVisit,
  type VisitRow,
  visitsOfCase,
} from '../actions/visits.ts';
import { caseVisitsHtml, visitHtml } from '../pages/visits.ts';
import { longerChoices, rulesText, type VisitRules, visitRulesOf } from '../rules.ts';

type Case = Context<unknown, unknown, CaseHead>;

const visitParams = Type.Object({
  caseId: Type.String({ format: 'uuid' }),
  visitId: Type.String({ format: 'uuid' }),
});

/** What the programme says of visits today. */
export const rulesOf = ({ record, clock }: Pick<Case, 'record' | 'clock'>): VisitRules =>
  visitRulesOf(documentOf(record, clock.today().toString()) ?? {});
const seenBy = ({ clock, timeZone, csrf }: Pick<Case, 'clock' | 'timeZone' | 'csrf'>) => ({
  now: clock.now(),
  timeZone,
  csrf,
});
const nowOf = ({ clock }: Pick<Case, 'clock'>) => ({ now: clock.now(), today: clock.today().toString() });

/** The visit of the path, if it is of the case of the path. */
async function visitOf({ db, record, params }: Case & { params: { visitId: string } }): Promise<VisitRow> {
  const row = await findVisit(db, params.visitId);
  return row !== null && row.case_id === record.caseId ? row : notFound();
}

/** Who cancels is asked where an appointment is cancelled with it. */
const cancelQuestions = (row: VisitRow): Question[] => [
  ...(row.appointment_id === null
    ? []
    : ([
        {
          kind: 'choice',
          name: 'asked_by',
          label: 'Who cancels?',
          choices: [
            { value: 'them', text: 'They do' },
            { value: 'us', text: 'We do' },
          ],
          as: 'radios in a row',
          required: 'Say who cancels',
        },
      ] satisfies Question[])),
  { kind: 'text', name: 'reason', label: 'Why is it cancelled?', required: 'Say why it is cancelled', most: 200 },
];
const refuseQuestions: Question[] = [
  {
    kind: 'text',
    name: 'reason',
    label: 'Why is it not approved?',
    hint: 'Whoever would have gone reads it',
    required: 'Say why it is not approved',
    most: 200,
  },
];
const endings = {
  cancel: {
    title: 'Cancel the visit',
    words: 'Its appointment is cancelled with it. If we cancel, the person is sent a message.',
  },
  refuse: {
    title: 'Do not approve the visit',
    words:
      'The visit and its appointment are cancelled by us, and the person is sent a message. It can be planned again.',
  },
} as const;
const endingQuestions = (how: keyof typeof endings, row: VisitRow): Question[] =>
  how === 'cancel' ? cancelQuestions(row) : refuseQuestions;

/** The page on which a visit is cancelled or not approved. */
function endingPage(context: Case, row: VisitRow, how: keyof typeof endings, typed: Typed, errors?: Errors): Reply {
  const { record, clock, csrf } = context;
  const href = `/cases/${record.caseId}/visits/${row.id}`;
  const { title, words } = endings[how];
  return casePage({
    head: record,
    today: clock.today(),
    current: null,
    title,
    back: { href, text: 'The visit' },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      ...{ title, action: `${href}/${how}`, csrf, questions: endingQuestions(how, row), typed, errors },
      version: row.version,
      ...(row.appointment_id === null ? {} : { above: html`<p class="govuk-body">${words}</p>` }),
      save: title,
      cancel: href,
    }),
  });
}

const stale = 'Nothing was saved: the visit was changed meanwhile. This is how it stands now';
const done = {
  approve: 'Approved',
  begin: 'Begun. Say when it has ended',
  end: 'Ended. Good that you are safe',
  longer: 'You have more time',
  help: 'Everybody is told. Call the emergency services if anybody is in danger',
} as const;

/** Does what a button says. */
async function press(context: Case, row: VisitRow, button: keyof typeof done): Promise<Done> {
  const { db, actor, record, body } = context;
  const [rules, version, at] = [rulesOf(context), versionOf(body), nowOf(context)];
  switch (button) {
    case 'approve':
      return can(actor, 'visit.approve', record) ? approveVisit(db, actor, row, rules, version, at) : notFound();
    case 'begin':
      return beginVisit(db, actor, row, version, at);
    case 'end':
      return endVisit(db, actor, row, at);
    case 'longer': {
      const minutes = longerChoices.find((one) => String(one) === body.minutes) ?? longerChoices[0];
      return lengthenVisit(db, actor, row, rules, { version, minutes }, at);
    }
    case 'help':
      return askHelp(db, actor, row, record, rules, at);
  }
}

/** Visits of a case: begun, ended, cancelled, approved or not. */
export const planRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/visits',
    can: 'visit.plan',
    audit: { read: 'visits' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, record, clock } = context;
      const { caseId } = record;
      return casePage({
        head: record,
        today: clock.today(),
        current: null,
        title: 'Visits',
        back: { href: `/cases/${caseId}`, text: 'Overview' },
        main: caseVisitsHtml({
          caseId,
          visits: await visitsOfCase(db, caseId),
          flags: await flagsOf(db, caseId),
          today: clock.today().toString(),
          seen: seenBy(context),
        }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/visits/:visitId',
    can: 'visit.plan',
    audit: { read: 'visits' },
    params: visitParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record, clock } = context;
      const row = await visitOf(context);
      return casePage({
        head: record,
        today: clock.today(),
        current: null,
        title: 'Visit',
        back: { href: `/cases/${record.caseId}/visits`, text: 'Visits' },
        main: visitHtml({
          row,
          flags: await flagsOf(db, record.caseId),
          rulesText: rulesText(rulesOf(context)),
          mayApprove: row.worker_id !== actor.userId && can(actor, 'visit.approve', record),
          today: clock.today().toString(),
          seen: seenBy(context),
        }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/visits/:visitId',
    can: 'visit.plan',
    audit: { event: 'visit.ended' },
    params: visitParams,
    record: caseRecord,
    async handle(context) {
      const row = await visitOf(context);
      const button = context.body._do;
      // No button of this page: a form of an older one, say.
      if (typeof button !== 'string' || !Object.hasOwn(done, button))
        return redirect(`/cases/${row.case_id}/visits/${row.id}`);
      const result = await press(context, row, button as keyof typeof done);
      return redirect(
        `/cases/${row.case_id}/visits/${row.id}`,
        result === 'saved' ? done[button as keyof typeof done] : stale,
      );
    },
  }),
  ...(['cancel', 'refuse'] as const).flatMap((how) => {
    const common = {
      path: `/cases/:caseId/visits/:visitId/${how}`,
      can: how === 'cancel' ? 'visit.plan' : 'visit.approve',
      params: visitParams,
      record: caseRecord,
    } as const;
    return [
      route({
        ...common,
        method: 'GET',
        audit: { read: 'visits' },
        handle: async (context) => endingPage(context, await visitOf(context), how, {}),
      }),
      route({
        ...common,
        method: 'POST',
        audit: { event: how === 'cancel' ? 'visit.cancelled' : 'visit.refused' },
        async handle(context) {
          const { db, actor, body, clock } = context;
          const row = await visitOf(context);
          const read = readForm(endingQuestions(how, row), body);
          if (!read.ok) return endingPage(context, row, how, body, read.errors);
          const given = { version: versionOf(body), reason: String(read.values.reason) };
          const askedBy = read.values.asked_by === 'them' ? 'them' : 'us';
          const result =
            how === 'cancel'
              ? await cancelVisit(db, actor, row, { ...given, askedBy }, clock)
              : await refuseVisit(db, actor, row, given, clock);
          const saved = how === 'cancel' ? 'The visit is cancelled' : 'Not approved. The visit is cancelled';
          return redirect(`/cases/${row.case_id}/visits/${row.id}`, result === 'saved' ? saved : stale);
        },
      }),
    ];
  }),
];
