/** An exception for one case: a manager lets somebody refer who may not, until a day. */
import { Type } from 'typebox';
import { type Context, notFound, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { type CaseHead, caseRecord } from '../../cases/actions/record.ts';
import { type Errors, type Question, readForm, type Typed } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { recordForm } from '../../kit/record-form.ts';
import { roleLabels, setRule } from '../actions/access-rules.ts';
import { findService } from '../actions/entries.ts';
import { paymentWarning } from '../rules/open.ts';

type Of = Context<{ caseId: string; serviceId: string }, unknown, CaseHead>;

const params = Type.Object({ caseId: Type.String({ format: 'uuid' }), serviceId: Type.String({ format: 'uuid' }) });

const questions = (roles: readonly { value: string; text: string }[]): Question[] => [
  {
    kind: 'choice',
    name: 'role',
    label: 'Who may refer?',
    choices: [{ value: 'any', text: 'Anybody who works with the person' }, ...roles],
    as: 'select',
    required: 'Choose who may refer',
  },
  { kind: 'text', name: 'reason', label: 'Why?', required: 'Enter why', most: 200 },
  { kind: 'day', name: 'to', label: 'Until when?', required: 'Enter until when', earliest: '2000-01-01' },
];

async function formPage(context: Of, typed: Typed = {}, errors?: Errors): Promise<Reply> {
  const { db, record, params: path, clock, csrf } = context;
  const service = (await findService(db, path.serviceId)) ?? notFound();
  const today = clock.today();
  const labels = await roleLabels(db, record.programmeId, today.toString());
  const label = (code: string) => labels.find((one) => one.code === code)?.label ?? code;
  const unpaid = paymentWarning(service, { role: null, roleLabel: label, formSent: null });
  const href = `/cases/${record.caseId}`;
  return casePage({
    head: record,
    today,
    current: null,
    title: 'Make an exception',
    back: { href, text: 'Case' },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      ...{ title: 'Make an exception', action: `${href}/services/${service.id}/exception`, csrf },
      questions: questions(labels.map(({ code, label: text }) => ({ value: code, text }))),
      ...{ typed, errors, save: 'Make the exception', cancel: href },
      above: html`<p class="govuk-body">Somebody who may not refer to <a class="govuk-link" href="/directory/services/${service.id}">${service.name}</a> may do so for this person until a day.${unpaid === null ? html`` : html` ${unpaid}.`}</p>`,
    }),
  });
}

/** Exceptions. */
export const exceptionRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/services/:serviceId/exception',
    can: 'service.approve',
    audit: { read: 'case' },
    params,
    record: caseRecord,
    handle: (context) => formPage(context),
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/services/:serviceId/exception',
    can: 'service.approve',
    audit: { event: 'service referral.exception given' },
    params,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record, params: path, body, clock } = context;
      const service = (await findService(db, path.serviceId)) ?? notFound();
      const today = clock.today().toString();
      const labels = await roleLabels(db, record.programmeId, today);
      const read = readForm(questions(labels.map(({ code, label: text }) => ({ value: code, text }))), body);
      if (!read.ok) return formPage(context, body, read.errors);
      const to = String(read.values.to);
      if (to < today) return formPage(context, body, { to: 'Until when: the date must be today or later' });
      const given = {
        ...{ serviceId: service.id, programmeId: record.programmeId, areaId: null, role: String(read.values.role) },
        ...{ allowed: true, caseId: record.caseId, reason: String(read.values.reason), from: today, to },
      };
      await setRule(db, actor, given, { today, personId: record.personId, serviceName: service.name });
      return redirect(`/cases/${record.caseId}`, 'The exception is made');
    },
  }),
];
