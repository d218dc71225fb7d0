/** What a service's worker does besides answering: somebody is away, somebody arrived, somebody would go on elsewhere. */
import { Type } from 'typebox';
import { organisationsOf } from '../../access/rules/policy.ts';
import { type Context, notFound, page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Errors, type Question, readForm, type Typed, typedText } from '../../kit/form.ts';
import { type Html, html } from '../../kit/html.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { uuidPattern } from '../../kit/uuid.ts';
import { inboxRecord } from '../actions/inbox.ts';
import {
  noteAbsence,
  noteArrival,
  type OwnPerson,
  ownServices,
  peopleOfWorker,
  referOn,
  servicesNamed,
} from '../actions/own-people.ts';
import { serviceView } from '../actions/service-view.ts';

type Asking = Context<unknown, unknown, unknown>;
const back = { href: '/inbox', text: 'Inbox' };
const uuid = Type.String({ pattern: `^${uuidPattern}$` });

/** The organisation of whoever asks: the first of theirs. */
const organisationOf = ({ actor }: Asking): string => organisationsOf(actor, 'service.answer')[0] ?? notFound();
const atOf = ({ clock }: Asking) => ({ now: clock.now(), today: clock.today().toString() });

type Form = { title: string; action: string; questions: readonly Question[]; save: string; above?: Html };
type Shown = { typed?: Typed; errors?: Errors; status?: number };

/** A form with what is wrong with it; what was typed is kept. */
function formPage({ csrf }: Asking, form: Form, { typed = {}, errors, status }: Shown, version?: number): Reply {
  return page({
    ...{ title: form.title, back },
    ...(errors === undefined ? {} : { status: status ?? 422, error: true }),
    main: recordForm({ ...form, csrf, typed, errors, version, cancel: '/inbox' }),
  });
}
const numbered = (problems: readonly string[]): Errors =>
  Object.fromEntries(problems.map((text, at) => [`problem ${at}`, text]));

const absenceQuestions: readonly Question[] = [
  { kind: 'text', name: 'worker', label: 'Who is away?', most: 200, required: 'Enter who is away' },
  { kind: 'day', name: 'from', label: 'From', required: 'Enter the first day' },
  { kind: 'day', name: 'to', label: 'Until', hint: 'Leave it empty if you do not know yet' },
];
/** Of each person: who covers, or nobody. */
const coverQuestions = (people: readonly OwnPerson[]): Question[] =>
  people.map(({ id, name, reference }) => ({
    ...{ kind: 'text', name: `cover_${id}`, label: `Who sees ${name ?? reference} meanwhile?`, most: 200 },
    hint: 'Leave it empty to hand them back to the programme',
  }));

function absenceForm(people: readonly OwnPerson[] | null): Form {
  const many = people?.length ?? 0;
  return {
    ...{ title: 'Somebody of us is away', action: '/inbox/absence' },
    questions: [...absenceQuestions, ...coverQuestions(people ?? [])],
    save: people === null ? 'Show the people concerned' : 'Save',
    ...(people === null
      ? {}
      : {
          above: html`<p class="govuk-body">${many === 0 ? 'Nobody is seen by this worker.' : `They see ${many} ${many === 1 ? 'person' : 'people'}. Say who covers each; whoever nobody covers goes back to the programme at once.`}</p>`,
        }),
  };
}

async function saveAbsence(context: Asking): Promise<Reply> {
  const { db, actor, body, csrf } = context;
  const first = readForm(absenceQuestions, body);
  if (!first.ok) return formPage(context, absenceForm(null), { typed: body, errors: first.errors });
  const organisationId = organisationOf(context);
  const worker = String(first.values.worker);
  const at = atOf(context);
  const people = await peopleOfWorker(db, organisationId, worker, at.today);
  const form = absenceForm(people);
  // Shown first: nobody is handed back unseen.
  const seen = html`${csrf}<input type="hidden" name="seen" value="${people.map(({ id }) => id).join(' ')}">`;
  const again = (shown: Shown) => formPage({ ...context, csrf: seen }, form, { typed: body, ...shown });
  if (typedText(body, 'seen') !== people.map(({ id }) => id).join(' ') || body.seen === undefined) return again({});
  const read = readForm(form.questions, body);
  if (!read.ok) return again({ errors: read.errors });
  const covers = people.map(({ id }) => ({ id, cover: (read.values[`cover_${id}`] as string | null) ?? null }));
  const given = { from: String(read.values.from), to: read.values.to as string | null, people: covers };
  const done = await noteAbsence(db, actor, { organisationId, worker, ...given }, at);
  if (done.outcome === 'done')
    return redirect('/inbox', 'The absence was saved, and the workers of the people were told');
  return again({
    errors: numbered(done.outcome === 'refused' ? done.problems : ['Somebody changed one of them. Look again']),
  });
}

const arrivalForm = (services: readonly { id: string; name: string }[]): Form => ({
  ...{ title: 'Somebody came to us', action: '/inbox/arrivals', save: 'Count them' },
  above: html`<p class="govuk-body">Nothing about them is asked for. A code says only that they were pointed to you.</p>`,
  questions: [
    {
      ...{ kind: 'choice', name: 'service', label: 'To which service?', required: 'Choose the service' },
      ...{ as: 'select', choices: services.map(({ id, name }) => ({ value: id, text: name })) },
    },
    { kind: 'day', name: 'day', label: 'When?', required: 'Enter the day on which they came' },
    {
      kind: 'text',
      name: 'code',
      label: 'The code on their slip',
      hint: 'For example NV-0001',
      most: 20,
      width: 10,
      autocomplete: 'off',
    },
    {
      ...{
        kind: 'choice',
        name: 'agreed',
        label: 'With a code: may their worker know that they came?',
        as: 'radios in a row',
      },
      choices: [{ value: 'yes', text: 'Yes, they said so' }],
      none: 'No',
    },
    {
      ...{ kind: 'choice', name: 'self', label: 'Without a code: how did they come?', as: 'radios in a row' },
      choices: [{ value: 'yes', text: 'By themselves' }],
      none: 'Not known',
    },
  ],
});

async function saveArrival(context: Asking): Promise<Reply> {
  const { db, actor, body } = context;
  const organisationId = organisationOf(context);
  const form = arrivalForm(await ownServices(db, organisationId));
  const read = readForm(form.questions, body);
  if (!read.ok) return formPage(context, form, { typed: body, errors: read.errors });
  const { service, day, code, agreed, self } = read.values;
  const given = { organisationId, serviceId: String(service), day: String(day), code: code as string | null };
  const done = await noteArrival(
    db,
    actor,
    { ...given, agreed: agreed === 'yes', self: self === 'yes' },
    atOf(context),
  );
  if (done.outcome === 'done') return redirect('/inbox', 'They were counted');
  const problems = done.outcome === 'refused' ? done.problems : ['Somebody changed this in the meantime. Try again'];
  return formPage(context, form, { typed: body, errors: numbered(problems) });
}

type OfOne = Context<unknown, unknown, { referralId: string }>;
const onwardQuestions: readonly Question[] = [
  {
    kind: 'text',
    name: 'service',
    label: 'Which service?',
    hint: 'A part of its name',
    most: 200,
    required: 'Enter the service',
    autocomplete: 'off',
  },
  {
    kind: 'long text',
    name: 'words',
    label: 'Why would it help?',
    most: 5000,
    rows: 4,
    required: 'Say why it would help',
  },
];

async function onwardPage(
  context: OfOne,
  shown: Shown,
  found: Awaited<ReturnType<typeof servicesNamed>> | null,
): Promise<Reply> {
  const { db, record, clock, timeZone } = context;
  const view = await serviceView(db, record.referralId, { ...atOf(context), now: clock.now(), timeZone });
  if (view === null || view.consent !== 'holds') return notFound();
  const which: Question[] =
    found === null
      ? []
      : [
          {
            ...{ kind: 'choice', name: 'service_id', label: 'Which of these?', required: 'Choose the service' },
            choices: found.map(({ id, name, organisation, modes }) => ({
              value: id,
              text: organisation === null ? name : `${name}, ${organisation}`,
              ...(modes.includes('by adviser only')
                ? { hint: 'Only through their worker: it is recommended to them' }
                : {}),
            })),
          },
        ];
  const form: Form = {
    ...{
      title: `What next for ${view.facts.who}?`,
      action: `/inbox/${view.row.id}/onward`,
      save: found === null ? 'Find it' : 'Send',
    },
    questions: [...onwardQuestions, ...which],
    above: html`<p class="govuk-body">${view.worker.name} is told at once. The other service hears nothing before ${view.facts.who} agrees what it may be told.</p>`,
  };
  return formPage(context, form, shown, view.row.version);
}

async function saveOnward(context: OfOne): Promise<Reply> {
  const { db, actor, body, record } = context;
  const read = readForm(onwardQuestions, body);
  if (!read.ok) return onwardPage(context, { typed: body, errors: read.errors }, null);
  const found = await servicesNamed(db, String(read.values.service));
  if (found.length === 0)
    return onwardPage(
      context,
      { typed: body, errors: { service: 'No service has this in its name. Try a shorter part of it' } },
      null,
    );
  const chosen = found.find(({ id }) => id === typedText(body, 'service_id'));
  if (chosen === undefined) return onwardPage(context, { typed: body }, found);
  const parent = { id: record.referralId, version: versionOf(body) };
  const given = { serviceId: chosen.id, modes: chosen.modes, name: chosen.name, words: String(read.values.words) };
  const done = await referOn(db, actor, parent, given, atOf(context));
  if (done.outcome === 'done')
    return redirect(
      `/inbox/${record.referralId}`,
      done.recommended ? 'Recommended to their worker' : 'Their worker was told, and asks them',
    );
  const problems =
    done.outcome === 'refused' ? done.problems : ['This was answered in the meantime. Look at it and send again'];
  return onwardPage(
    context,
    { typed: body, errors: numbered(problems), status: done.outcome === 'stale' ? 409 : 422 },
    found,
  );
}

const one = { params: Type.Object({ inboxId: uuid }), record: inboxRecord };

/** The routes of a service's own people. */
export const ownPeopleRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/inbox/absence', can: 'service.answer', audit: 'nothing' },
    handle: async (context) => formPage(context, absenceForm(null), {}),
  }),
  route({
    ...{ method: 'POST', path: '/inbox/absence', can: 'service.answer', audit: { event: 'service referral.covered' } },
    handle: saveAbsence,
  }),
  route({
    ...{ method: 'GET', path: '/inbox/arrivals', can: 'service.answer', audit: 'nothing' },
    handle: async (context) =>
      formPage(context, arrivalForm(await ownServices(context.db, organisationOf(context))), {}),
  }),
  route({
    ...{ method: 'POST', path: '/inbox/arrivals', can: 'service.answer', audit: { event: 'signpost.answered' } },
    handle: saveArrival,
  }),
  route({
    ...{
      method: 'GET',
      path: '/inbox/:inboxId/onward',
      can: 'service.answer',
      audit: { read: 'a referral to a service' },
      ...one,
    },
    handle: (context) => onwardPage(context, {}, null),
  }),
  route({
    ...{
      method: 'POST',
      path: '/inbox/:inboxId/onward',
      can: 'service.answer',
      audit: { event: 'service referral.onward' },
      ...one,
    },
    handle: saveOnward,
  }),
];
