import { can } from '../../access/rules/policy.ts';
import { notFound, type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage, casePath } from '../../cases/actions/frame.ts';
import { caseRecord } from '../../cases/actions/record.ts';
import type { Errors, Typed } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import type { ScreeningVersion } from '../../programmes/rules.ts';
import { screeningOn } from '../../programmes/rules.ts';
import {
  acceptOut,
  askOverride,
  beginScreening,
  findScreening,
  finishScreening,
  type ScreeningRow,
  saveScreening,
  secondOverride,
} from '../actions/screening.ts';
import { sectionOf, standingOf } from '../actions/series.ts';
import { screeningFormHtml, screeningResultHtml } from '../pages/screening.ts';
import { judgementQuestions, overrideQuestions, screeningFrame, screeningQuestions } from '../rules/questions.ts';
import { isScreeningMode, screeningRefusal } from '../rules/screening.ts';
import { formRoutes, type InterviewContext, idIn, noSection, paramsOf, refusedPage, todayOf } from './form.ts';
import { draftFrom, momentOf, typedOf } from './screening-draft.ts';

const versionFor = (context: InterviewContext, row: ScreeningRow): ScreeningVersion =>
  sectionOf(context.record, todayOf(context))?.section.screening?.find(({ version }) => version === row.version) ??
  notFound();

function formPage(
  context: InterviewContext,
  row: ScreeningRow,
  version: ScreeningVersion,
  given: { typed: Typed; errors?: Errors; status?: number; warning?: string },
): Page {
  const { record, clock, csrf } = context;
  const { typed, errors = {}, status, warning } = given;
  return casePage({
    ...{ head: record, today: clock.today(), current: 'interviews', title: 'Screening' },
    ...(status !== undefined && { status, error: true }),
    main: screeningFormHtml({
      ...{ caseId: record.caseId, row, version, typed, errors, csrf, warning },
      ...{ frame: screeningFrame(clock.today().toString()), questions: screeningQuestions(version) },
      judgement: judgementQuestions,
    }),
  });
}

const changed =
  'This screening was changed in another tab or by somebody else. What you typed is below; what was saved stands until you save again.';
const path = 'screening/:screeningId';
const common = { path: `/cases/:caseId/interviews/${path}`, params: paramsOf(path), record: caseRecord } as const;

const show = route({
  ...common,
  method: 'GET',
  can: 'case.read',
  audit: { read: 'interviews' },
  async handle(given) {
    const context = given as unknown as InterviewContext;
    const { db, record, actor, clock, csrf, timeZone } = context;
    if (sectionOf(record, todayOf(context)) === null) return refusedPage(context, 'Screening', noSection);
    const row = (await findScreening(db, record.caseId, idIn(context, 'screeningId'))) ?? notFound();
    const version = versionFor(context, row);
    const mayRecord = can(actor, 'case.record', record);
    if (row.state === 'draft' && mayRecord)
      return formPage(context, row, version, { typed: typedOf(row, version, context) });
    return casePage({
      ...{ head: record, today: clock.today(), current: 'interviews', title: 'Screening' },
      main: screeningResultHtml({
        ...{ caseId: record.caseId, row, version, csrf, timeZone, mayRecord },
        mayDecide: can(actor, 'interview.decide', record) && row.override_by !== actor.userId,
        standing: await standingOf(db, record.caseId),
      }),
    });
  },
});

const save = route({
  ...common,
  method: 'POST',
  can: 'case.record',
  audit: { event: 'screening.done' },
  async handle(given) {
    const context = given as unknown as InterviewContext;
    const { db, record, actor, clock, body } = context;
    if (sectionOf(record, todayOf(context)) === null) return refusedPage(context, 'Screening', noSection, 409);
    const row = (await findScreening(db, record.caseId, idIn(context, 'screeningId'))) ?? notFound();
    const here = `${casePath(record.caseId, 'interviews')}/screening/${row.id}`;
    if (row.state !== 'draft') return redirect(here, 'It was finished already. Nothing was saved a second time');
    const version = versionFor(context, row);
    const read = draftFrom(context, version);
    if ('errors' in read) return formPage(context, row, version, { typed: body, errors: read.errors, status: 422 });
    if (body.do === 'later') {
      const saved = await saveScreening(db, row.id, read.draft);
      if (saved !== 'stale') return redirect(casePath(record.caseId, 'interviews'), 'Saved. Go on when you can');
      const now = (await findScreening(db, record.caseId, row.id)) ?? notFound();
      return formPage(context, now, version, { typed: body, status: 409, warning: changed });
    }
    const done = await finishScreening(db, actor, record, { id: row.id, draft: read.draft, version, clock });
    if (done.outcome === 'missing') {
      const errors = Object.fromEntries(
        done.missing.map((key) => [`q_${key}`, 'Choose an answer: the result depends on it']),
      );
      return formPage(context, row, version, { typed: body, errors, status: 422 });
    }
    if (done.outcome === 'there already')
      return redirect(
        `${casePath(record.caseId, 'interviews')}/screening/${done.id}`,
        'A screening is on file already. Nothing was saved a second time',
      );
    if (done.outcome !== 'saved') {
      const now = (await findScreening(db, record.caseId, row.id)) ?? notFound();
      return formPage(context, now, version, { typed: body, status: 409, warning: changed });
    }
    return redirect(here, 'The screening is finished');
  },
});

/** Screening: begin, save half-way, finish, another view, one step to go on as a volunteer. */
export const screeningRoutes: readonly Route[] = [
  show,
  save,
  ...formRoutes({
    path: 'screening',
    can: 'case.record',
    event: 'screening.begun',
    notice: 'Begun. Save at any time and go on later',
    to: (_context, saved) => (saved.outcome === 'saved' ? `/screening/${saved.id}` : ''),
    async ask(context, section) {
      const title = 'Screening';
      const standing = await standingOf(context.db, context.record.caseId);
      const exempt = section.exemptions.find(({ code }) => code === standing?.series.exemption)?.text;
      const refused = screeningRefusal(standing?.series ?? null, exempt ?? 'The person is exempt and is not screened.');
      if (refused !== null) return { title, refused };
      const version = screeningOn(section, todayOf(context));
      if (version === null) return { title, refused: 'The programme has no screening on this day.' };
      return {
        ...{ title, questions: screeningFrame(todayOf(context)), save: 'Begin' },
        filled: { asked_on: todayOf(context) },
        above: html`<p class="govuk-body">${version.about}</p>`,
      };
    },
    async save({ db, actor, record, clock, timeZone }, section, values) {
      const version = screeningOn(section, clock.today().toString());
      const standing = await standingOf(db, record.caseId);
      if (version === null || standing === null) return { outcome: 'stale' };
      const askedAt = momentOf(String(values.asked_on), String(values.asked_at), timeZone);
      if (askedAt === 'no such time')
        return { outcome: 'errors', errors: { asked_at: 'The clocks change over this time. Choose another one' } };
      if (askedAt > clock.now().toString())
        return { outcome: 'errors', errors: { asked_at: 'The time must not be in the future' } };
      const mode = String(values.mode);
      const id = await beginScreening(db, actor, record, {
        ...{ seriesId: standing.series.id, version: version.version, askedAt },
        mode: isScreeningMode(mode) ? mode : 'in_interview',
      });
      return { outcome: 'saved', id };
    },
  }),
  ...formRoutes({
    path: 'screening/:screeningId/other-view',
    can: 'case.record',
    event: 'screening.override asked',
    notice: 'A second person is asked to look at it',
    to: (context) => `/screening/${idIn(context, 'screeningId')}`,
    async ask(context) {
      const row = await findScreening(context.db, context.record.caseId, idIn(context, 'screeningId'));
      if (row === null) return null;
      const title = 'Ask for the other result';
      if (row.state !== 'done' || row.override_words !== null)
        return { title, refused: 'This was asked for already, or the screening is not finished.' };
      return { title, questions: overrideQuestions, version: row.row_version, save: 'Ask a second person' };
    },
    async save({ db, actor, record, params, clock }, _section, values, version) {
      const row = await findScreening(db, record.caseId, params.screeningId ?? '');
      if (row === null) return { outcome: 'stale' };
      return askOverride(db, actor, record, { row, rowVersion: version, words: String(values.words), clock });
    },
  }),
  ...formRoutes({
    path: 'screening/:screeningId/second',
    can: 'interview.decide',
    event: 'screening.override decided',
    notice: 'Decided',
    to: (context) => `/screening/${idIn(context, 'screeningId')}`,
    async ask(context) {
      const { db, record, actor } = context;
      const row = await findScreening(db, record.caseId, idIn(context, 'screeningId'));
      if (row === null) return null;
      const title = 'Look at a screening as the second person';
      if (row.state !== 'override_asked') return { title, refused: 'Nobody asks for another result.' };
      if (row.override_by === actor.userId)
        return { title, refused: 'Somebody else has to look at it: you asked for it yourself.' };
      const opposite = row.result === 'OUT' ? 'IN' : 'OUT';
      return {
        ...{ title, version: row.row_version, save: 'Decide' },
        questions: [
          {
            ...{ kind: 'choice', name: 'agreed', label: 'What holds?', required: 'Choose what holds' },
            choices: [
              { value: 'yes', text: `${opposite}, as the worker asks` },
              { value: 'no', text: `${row.result}, as the screening has it` },
            ],
          },
        ],
        above: html`<p class="govuk-body">The result is ${row.result}. The worker asks for ${opposite}: ${row.override_words}</p>`,
      };
    },
    async save({ db, actor, record, params, clock }, _section, values, version) {
      const row = await findScreening(db, record.caseId, params.screeningId ?? '');
      if (row === null) return { outcome: 'stale' };
      return secondOverride(db, actor, record, { row, rowVersion: version, agreed: values.agreed === 'yes', clock });
    },
  }),
  ...formRoutes({
    path: 'screening/:screeningId/accept',
    can: 'case.record',
    event: 'screening.accepted',
    notice: 'Saved. No more interviews are asked for',
    async ask(context) {
      const row = await findScreening(context.db, context.record.caseId, idIn(context, 'screeningId'));
      if (row === null) return null;
      const title = 'No more interviews are needed';
      if (row.state !== 'done' || row.final !== 'OUT') return { title, refused: 'The result is not OUT.' };
      return {
        title,
        questions: [
          {
            kind: 'choice',
            name: 'voluntary',
            label: 'Would the person like to go on of their own accord?',
            hint: 'They may use everything the programme offers',
            choices: [
              { value: 'yes', text: 'Yes, continue as a volunteer' },
              { value: 'no', text: 'No' },
            ],
            required: 'Say whether they would like to go on',
          },
        ],
      };
    },
    async save({ db, actor, record, params, clock }, _section, values) {
      const row = await findScreening(db, record.caseId, params.screeningId ?? '');
      if (row === null) return { outcome: 'stale' };
      return acceptOut(db, actor, record, { row, voluntary: values.voluntary === 'yes', clock });
    },
  }),
];
