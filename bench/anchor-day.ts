import type { FastifyInstance } from 'fastify';
import type { QueryConfig } from 'pg';
import { lastAssessed } from '../src/assessment/store/case.ts';
import { casePage, supportWords } from '../src/cases/actions/frame.ts';
import type { CaseHead } from '../src/cases/actions/record.ts';
import type { CaseDay } from '../src/cases/rules/case-day.ts';
import { contactKinds } from '../src/cases/rules/caseload.ts';
import { type CaseDayRow, caseDaysOf } from '../src/cases/store/case-days.ts';
import { findHead, type HeadRow } from '../src/cases/store/head.ts';
import { showNearDay } from '../src/kit/clock.ts';
import { counted } from '../src/kit/counted.ts';
import { type DayNumber, formatDay, parseDay } from '../src/kit/days.ts';
import { type Database, transaction } from '../src/kit/db.ts';
import { escapeHtml, type Html, html } from '../src/kit/html.ts';
import { newId } from '../src/kit/ids.ts';
import { together } from '../src/kit/together.ts';
import { insertDraft } from '../src/meeting/store/drafts.ts';
import { insertMeeting, nextMeetings } from '../src/meeting/store/meetings.ts';
import type { Plan, PlannedStep } from '../src/plan/actions/plan.ts';
import { namesOf } from '../src/plan/pages/names.ts';
import { planHtml } from '../src/plan/pages/plan.ts';
import { smallDrawing } from '../src/plan/pages/staircase.ts';
import { planRulesOf } from '../src/plan/rules/settings.ts';
import { undoMinutes } from '../src/plan/rules/steps.ts';
import type { PlanParts } from '../src/plan/rules/story.ts';
import { type DueRow, promisesBroken, stepsDue } from '../src/plan/store/facts.ts';
import { type AroundRow, planAround } from '../src/plan/store/plan.ts';
import { type StepRow, stepsOfCase } from '../src/plan/store/steps.ts';
import { supportOn } from '../src/programmes/rules.ts';
import { mostRows, todayHtml } from '../src/today/pages/today.ts';
import type { Matter } from '../src/today/rules.ts';
import { type WorkerRow, workersToday } from '../src/today/store.ts';
import * as page from './anchor-page.ts';
import { mark, markHtml, named, type Place, type Template, template, type Values } from './anchor-page.ts';
import { today, userName } from './scratch.ts';

const inDays = (days: number) => formatDay((page.now + days) as DayNumber);

/** The staircase, small, of a case. A picture is not cut out of a page: both sides draw it by the same function. */
export function drawClimb(parts: PlanParts, row: HeadRow): string {
  const attachment = row.attached_on === null ? null : { on: row.attached_on };
  const head = { caseId: row.case_id, firstMetOn: row.first_met_on, attachment, referredOn: row.referred_on };
  return smallDrawing({ ...parts, goals: [] }, head as CaseHead, today).value;
}

/** The page of a plan. Plans of as many steps have the same shape: the first one of them makes the template. */
function planWriter(place: Place) {
  const templates = new Map<string, Template>();
  const valuesOf = page.headValues(place);

  const ids = (steps: readonly StepRow[], around: AroundRow): Values =>
    Object.fromEntries(
      [...steps, ...around.goals, ...around.promises, ...around.attempts].map(({ id }, at) => [`id${at}`, id]),
    );
  const words = (steps: readonly StepRow[], around: AroundRow): Values =>
    Object.fromEntries(
      [...steps, ...around.goals, ...around.promises].map((one, at) => [`words${at}`, escapeHtml(one.words)]),
    );

  function templateOf(row: HeadRow, plan: Plan): Template {
    const head = page.headOf(place, { closed: row.closed_on !== null, job: row.first_job_on !== null });
    const main = planHtml({
      caseId: mark('caseId'),
      today,
      plan,
      rules: planRulesOf(place.version.document),
      names: { ...namesOf(head), person: mark('first') },
      suggestion: null,
      live: true,
      mayWrite: true,
      mayApprove: false,
      userId: null,
      csrf: page.csrf,
      drawing: markHtml('drawing'),
    });
    const made = casePage({ head, today: page.day, current: 'plan', title: 'Plan', modules: ['plan.js'], main });
    const text = page.framed(made, `/cases/${mark('caseId')}/plan`, place.id);
    return template(text, {
      ...page.headShown(head),
      ...ids(plan.steps, plan as unknown as AroundRow),
      ...words(plan.steps, plan as unknown as AroundRow),
    });
  }

  return (row: HeadRow, steps: StepRow[], around: AroundRow): string => {
    const tried = Map.groupBy(around.attempts, ({ stepId }) => stepId);
    const planned = steps.map((step): PlannedStep => ({ ...step, attempts: tried.get(step.id) ?? [] }));
    const key = `${row.first_job_on !== null} ${steps.length}`;
    let make = templates.get(key);
    if (make === undefined) {
      make = templateOf(row, { ...around, steps: planned } as unknown as Plan);
      templates.set(key, make);
    }
    return make({
      ...valuesOf(row),
      ...ids(steps, around),
      ...words(steps, around),
      first: escapeHtml(row.given_name?.split(' ')[0] ?? ''),
      drawing: drawClimb({ ...around, steps: planned } as unknown as PlanParts, row),
    });
  };
}

type Assessed = { case_id: string; last_on: string };
type Meeting = { case_id: string; next_on: string; next_at: string | null; next_mode: string | null };
type DayRows = {
  worker: WorkerRow;
  people: CaseDayRow[];
  due: DueRow[];
  broken: { caseId: string }[];
  assessed: Assessed[];
  meetings: Meeting[];
};

/**
 * Today without its rules: one row for everybody whose step is due or who was not heard of, in words that the anchor puts
 * together itself. The page is as long as the application's; why somebody stands where is what is measured.
 */
function todayWriter(place: Place): (rows: DayRows) => string {
  const matter = (reason: string): Matter => ({
    caseId: mark('caseId'),
    reason,
    level: 1,
    on: today,
    words: mark(reason),
    acts: [
      { text: 'Call and record', href: `/cases/${mark('caseId')}/meeting?mode=phone` },
      { text: 'Step', href: `/cases/${mark('caseId')}/plan/steps/${mark('stepId')}` },
    ],
  });
  const person: CaseDay = {
    caseId: mark('caseId'),
    personId: '',
    programmeId: place.id,
    name: mark('name'),
    reference: '',
    status: 'attached',
    referredOn: null,
    firstMetOn: null,
    attachedOn: '1904-04-04',
    firstJobOn: null,
    lastContactOn: null,
    support: supportOn(place.version.document.support, parseDay('2015-01-01') as DayNumber, null, page.now),
    paused: null,
    parkedReviewOn: null,
    exitPlanOn: null,
    missing: [],
  };
  const row = { person, first: matter('step'), further: [matter('silence')] };
  const next = new Map([[mark('caseId'), { ...matter('next'), on: inDays(20) }]]);
  const meeting = { case_id: mark('caseId'), next_on: inDays(3), next_at: '10:30', next_mode: 'phone' };
  const main = (rows: (typeof row)[]): Html =>
    todayHtml({
      worker: { staffId: '', name: userName, programmeId: place.id, covered: null },
      document: place.version.document,
      people: [],
      list: { rows, off: [], waiting: [], onCourse: 0, next },
      meetings: [{ person, meeting: meeting as never }],
      paused: 0,
      supervision: [],
      why: place.version.document.today?.reasons ?? [],
      covering: [],
      all: false,
      greeting: `Good morning, ${userName.split(' ')[0]}`,
      today,
      mayPutOff: true,
      csrf: page.csrf,
    });
  const support = supportWords(person.support as NonNullable<typeof person.support>);
  const [one, two] = [main([row]).value, main([row, row]).value];
  const from = one.indexOf('<li class="newel-today__row">');
  const item = template(two.slice(from, from + two.length - one.length), { support });
  const made = { title: 'Today', wide: true, main: html`${markHtml('main')}` };
  const whole = page.framed(made, '/today', place.id);
  const text = template(
    whole.replace(mark('main'), one.slice(0, from) + mark('rows') + one.slice(from + two.length - one.length)),
  );
  const supportOf = page.supportWriter(place);

  return ({ people, due, broken, assessed, meetings }) => {
    const step = new Map(due.map((row) => [row.caseId, row]));
    const last = new Map(assessed.map((row) => [row.case_id, row.last_on]));
    const told = new Map(meetings.map((row) => [row.case_id, row.next_on]));
    const promised = new Set(broken.map((row) => row.caseId));
    const list = people
      .map((row) => ({
        row,
        days: row.last_contact_on === null ? 999 : page.now - (parseDay(row.last_contact_on) as DayNumber),
      }))
      .filter(({ row, days }) => days >= 14 || step.has(row.case_id) || promised.has(row.case_id))
      .sort((a, b) => b.days - a.days)
      // As many as the application shows at once.
      .slice(0, mostRows);
    let rows = '';
    for (const { row, days } of list) {
      const words = step.get(row.case_id);
      rows += item({
        caseId: row.case_id,
        name: escapeHtml(page.fullName(row)),
        support: supportOf(row),
        stepId: words?.stepId ?? '',
        step: words === undefined ? '' : `Step was due ${words.dueOn}: ${escapeHtml(words.words)}`,
        silence: `No contact for ${counted(days, 'day')}`,
        next: `assess again, by ${showNearDay(last.get(row.case_id) ?? told.get(row.case_id) ?? today, today)}`,
      });
    }
    const [first] = people;
    return text({
      rows,
      caseId: first?.case_id ?? '',
      name: first === undefined ? '' : escapeHtml(page.fullName(first)),
    });
  };
}

type Form = Record<string, string>;
type Written = { Params: { id: string }; Querystring: { person: string; user: string }; Body: Form };

// One save, one statement: the least that a server can do.
const saveText = `update meeting_draft set fields = fields || $1::jsonb, revs = revs || $2::jsonb, rev = rev + 1, updated_at = $3
  where case_id = $4 and author_id = $5 and rev = $6 and length(fields::text) + length(others::text) + length($1::text) <= $7::int
  returning id, rev`;

/** Adds the plan, Today, the autosave and the save of a meeting to an anchor. */
export function addDay(app: FastifyInstance, db: Database, place: Place): void {
  const planText = planWriter(place);
  const todayText = todayWriter(place);
  const send = {
    head: named('head', findHead, ['caseId']),
    steps: named('steps', stepsOfCase, ['caseId']),
    around: named('around', planAround, ['caseId', 'minutes']),
    worker: named('worker', workersToday, ['staffIds', 'today']),
    people: named('people', caseDaysOf, ['staffId', 'contacts', 'today', 'limit']),
    // biome-ignore format: a list
    draft: named('draft', insertDraft, ['id', 'caseId', 'personId', 'authorId', 'fields', 'revs', 'others', 'rev', 'at']),
    // biome-ignore format: a list
    meeting: named('meeting', insertMeeting, ['id', 'caseId', 'personId', 'draftId', 'heldOn', 'startsAt', 'minutes', 'mode', 'attendance', 'reason', 'note', 'nextOn', 'nextAt', 'nextMode', 'authorId', 'at']),
    event: page.eventSender(),
  };
  const all = async <T extends object>(query: QueryConfig) => (await db.query<T>(query)).rows;

  app.get<{ Params: { id: string } }>('/cases/:id/plan', async (request, reply) => {
    const caseId = request.params.id;
    const [head] = await all<HeadRow>(send.head({ caseId }));
    const steps = await all<StepRow>(send.steps({ caseId }));
    const [around] = await all<AroundRow>(send.around({ caseId, minutes: undoMinutes }));
    return reply.type('text/html; charset=utf-8').send(planText(head as HeadRow, steps, around as AroundRow));
  });

  app.get<{ Querystring: { worker: string } }>('/today', async (request, reply) => {
    const staffId = request.query.worker;
    const [worker] = await all<WorkerRow>(send.worker({ staffIds: [staffId], today }));
    const people = await all<CaseDayRow>(send.people({ staffId, contacts: contactKinds, today, limit: 1000 }));
    const caseIds = people.map((row) => row.case_id);
    const [due, broken, assessed, meetings] = await together(db, [
      (sql) => stepsDue(sql, { caseIds, day: inDays(28) }),
      (sql) => promisesBroken(sql, { caseIds, day: today }),
      (sql) => lastAssessed(sql, { caseIds }),
      (sql) => nextMeetings(sql, { caseIds, today }),
    ]);
    const rows = { worker, people, due, broken, assessed, meetings } as DayRows;
    return reply.type('text/html; charset=utf-8').send(todayText(rows));
  });

  app.post<Written>('/cases/:id/meeting/save', async (request, reply) => {
    const { person: personId, user: authorId } = request.query;
    const caseId = request.params.id;
    const { _draft: id = '', _rev = '0', ...given } = request.body;
    const [fields, base, at] = [JSON.stringify(given), Number(_rev), new Date().toISOString()];
    const revs = JSON.stringify(Object.fromEntries(Object.keys(given).map((name) => [name, base + 1])));
    let [saved] = await all({
      name: 'saveNext',
      text: saveText,
      values: [fields, revs, at, caseId, authorId, base, 200_000],
    });
    if (saved === undefined)
      [saved] = await all(send.draft({ id, caseId, personId, authorId, fields, revs, others: '[]', rev: 1, at }));
    return reply.type('application/json').send(JSON.stringify({ ...saved, conflict: false }));
  });

  app.post<Written>('/cases/:id/meeting', async (request, reply) => {
    const { person: personId, user: authorId } = request.query;
    const caseId = request.params.id;
    const form = request.body;
    const two = (typed = '') => typed.padStart(2, '0');
    const dayIn = (name: string) => `${form[`${name}-year`]}-${two(form[`${name}-month`])}-${two(form[`${name}-day`])}`;
    const meeting = {
      heldOn: dayIn('held_on'),
      startsAt: form.starts_at ?? null,
      minutes: Number(form.minutes),
      mode: form.mode ?? '',
      attendance: form.attendance ?? '',
      reason: null,
      note: form.note ?? '',
      nextOn: dayIn('next_on'),
      nextAt: form.next_at ?? null,
      nextMode: form.next_mode ?? null,
    };
    const id = newId();
    const payload = { recordId: id, ...meeting, private: false };
    await transaction(db, async (tx) => {
      const draftId = form._draft ?? '';
      const at = new Date().toISOString();
      await tx.query(send.meeting({ id, caseId, personId, draftId, ...meeting, authorId, at }));
      await tx.query(
        send.event(
          {
            kind: 'meeting.held',
            actorId: authorId,
            programmeId: place.id,
            personId,
            caseId,
            happenedOn: meeting.heldOn,
          },
          payload,
        ),
      );
    });
    return reply.code(303).header('location', `/cases/${caseId}/meetings/${id}`).send();
  });
}
