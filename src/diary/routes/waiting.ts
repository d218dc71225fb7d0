/** Waiting for an earlier time, and answering what is offered. */
import { staffOf } from '../../access/actions.ts';
import { type Context, notFound, type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../../cases/actions/record.ts';
import { type Errors, type Question, readForm, type Typed, typedFrom, typedText } from '../../kit/form.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { isUuid } from '../../kit/uuid.ts';
import { rulesOf } from '../actions/book.ts';
import { bookingChoices } from '../actions/slots.ts';
import { acceptOffer, declineOffer, findOffer, findWait, stopWaiting, waitForSlot } from '../actions/waiting.ts';

import { nextDay } from '../rules/time.ts';
import { type Kind, kinds, kindWords, type Mode, modeWords, needWords, waysToBook } from '../rules/words.ts';

type Of = Context<{ caseId: string }, unknown, CaseHead>;

type Names = { id: string; name: string };
const questionsOf = (sites: readonly Names[], staff: readonly Names[], today: string): Question[] => [
  {
    kind: 'choice',
    name: 'site',
    label: 'Site',
    choices: sites.map(({ id, name }) => ({ value: id, text: name })),
    as: 'select',
    required: 'Choose the site',
  },
  {
    kind: 'choice',
    name: 'worker',
    label: 'With',
    choices: staff.map(({ id, name }) => ({ value: id, text: name })),
    as: 'select',
    none: 'Anybody at the site',
  },
  {
    kind: 'choice',
    name: 'kind',
    label: 'What for',
    choices: kinds.filter((kind) => kind !== 'group').map((value) => ({ value, text: kindWords[value] })),
    as: 'select',
    required: 'Choose what it is for',
  },
  {
    kind: 'choice',
    name: 'mode',
    label: 'How can they come or be reached?',
    choices: [
      ...waysToBook.map((value) => ({ value, text: modeWords[value] })),
      { value: 'both', text: 'In person or by phone' },
    ],
    required: 'Choose how they can come or be reached',
  },
  {
    kind: 'choice',
    name: 'need',
    label: 'Needs',
    choices: (['private', 'step_free', 'quiet'] as const).map((value) => ({ value, text: needWords[value] })),
    as: 'select',
    none: 'Nothing besides',
  },
  { kind: 'day', name: 'earliest', label: 'From', required: 'Enter the first day', earliest: today },
  { kind: 'day', name: 'latest', label: 'To', required: 'Enter the last day', earliest: today },
  {
    kind: 'number',
    name: 'notice',
    label: 'How many hours before must they know?',
    least: 0,
    most: 720,
    required: 'Enter the hours; 0 is no notice',
  },
];

async function waitPage(context: Of, given: { typed?: Typed; errors?: Errors } = {}): Promise<Page> {
  const { clock, csrf, record: head } = context;
  const date = clock.today();
  const today = date.toString();
  const { questions, homeId } = await asked(context);
  const standing = {
    site: homeId,
    worker: head.case.keyWorkerId,
    kind: 'meeting',
    mode: 'in_person',
    earliest: today,
    latest: nextDay(today, 28),
    notice: 24,
  };
  return casePage({
    head,
    today: date,
    current: 'appointments',
    title: 'Wait for an earlier time',
    ...(given.errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      title: 'Wait for an earlier time',
      action: `/cases/${head.caseId}/appointments/wait`,
      csrf,
      questions,
      typed: given.typed ?? typedFrom(questions, standing),
      errors: given.errors,
      save: 'Put on the waiting list',
      cancel: `/cases/${head.caseId}/appointments`,
    }),
  });
}

async function asked({ db, clock, record: head }: Of) {
  const today = clock.today().toString();
  const { sites, homeId } = await bookingChoices(db, head, head.case.keyWorkerId, today);
  const staff = (await staffOf(db, { programmeId: head.programmeId })).map((one) => ({
    id: one.id,
    name: `${one.given_name} ${one.family_name}`,
  }));
  return { questions: questionsOf(sites, staff, today), homeId: homeId ?? sites[0]?.id ?? null };
}

const post = { method: 'POST', can: 'case.record', params: caseParams, record: caseRecord } as const;
const listOf = (head: CaseHead): string => `/cases/${head.caseId}/appointments`;

export const waitingRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/appointments/wait',
    can: 'case.record',
    audit: { read: 'waiting for a time' },
    params: caseParams,
    record: caseRecord,
    handle: (context) => waitPage(context),
  }),
  route({
    ...post,
    path: '/cases/:caseId/appointments/wait',
    audit: { event: 'appointment.waits' },
    async handle(context) {
      const { db, actor, clock, body, record: head } = context;
      const { questions } = await asked(context);
      const read = readForm(questions, body);
      if (!read.ok) return waitPage(context, { typed: body, errors: read.errors });
      const { values } = read;
      const [earliest, latest] = [String(values.earliest), String(values.latest)];
      if (latest < earliest)
        return waitPage(context, { typed: body, errors: { latest: 'The last day must not be before the first' } });
      const kind = values.kind as Kind;
      const modes: Mode[] = values.mode === 'both' ? ['in_person', 'phone'] : [values.mode as Mode];
      const rules = await rulesOf(db, head.programmeId, earliest);
      await waitForSlot(
        db,
        actor,
        head,
        {
          ...{
            siteId: String(values.site),
            staffId: values.worker as string | null,
            kind,
            minutes: rules.lengthOf(kind),
          },
          ...{ earliest, latest, modes, noticeHours: Number(values.notice) },
          needs: values.need === null ? [] : [values.need as 'private'],
        },
        clock,
      );
      return redirect(listOf(head), 'On the waiting list');
    },
  }),
  route({
    ...post,
    path: '/cases/:caseId/appointments/wait/stop',
    audit: { event: 'appointment.wait_ended' },
    async handle({ db, actor, clock, body, record: head }) {
      const id = typedText(body, 'wait');
      const wait = isUuid(id) ? await findWait(db, id) : null;
      if (wait === null) return redirect(listOf(head), 'Nothing was changed');
      if (wait.case_id !== head.caseId) return notFound();
      const outcome = await stopWaiting(db, actor, wait, versionOf(body), clock);
      return redirect(
        listOf(head),
        outcome === 'saved' ? 'Waits no longer' : 'Nothing was saved: this was changed already',
      );
    },
  }),
  route({
    ...post,
    path: '/cases/:caseId/appointments/offer',
    audit: { event: 'appointment.booked' },
    async handle({ db, actor, clock, body, record: head }) {
      const id = typedText(body, 'offer');
      const found = isUuid(id) ? await findOffer(db, id) : null;
      if (found === null) return redirect(listOf(head), 'Nothing was changed');
      if (found.offer.case_id !== head.caseId) return notFound();
      if (typedText(body, 'answer') !== 'accept') {
        await declineOffer(db, actor, found, clock);
        return redirect(listOf(head), 'Declined. They go on waiting');
      }
      const answer = await acceptOffer(db, actor, found, clock);
      const words = {
        booked: 'Booked',
        taken: 'Sorry: somebody else accepted this time first. They go on waiting',
        gone: 'Nothing was changed: this was answered already',
        refused: 'Nothing was booked: this time does not fit any more. Look for another one',
      };
      return redirect(listOf(head), words[answer.outcome]);
    },
  }),
];
