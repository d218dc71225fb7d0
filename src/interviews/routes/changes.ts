import type { Route } from '../../access/rules/route.ts';
import { showDay } from '../../kit/clock.ts';
import type { Answer } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { details, warningText } from '../../kit/ui/index.ts';
import { guidanceOn, type Interviews } from '../../programmes/rules.ts';
import { askChange, type ChangeRow, decideChange, findChange, reviewChange } from '../actions/changes.ts';
import { standingOf } from '../actions/series.ts';
import { changeHtml } from '../pages/change.ts';
import { truth } from '../rules/questions.ts';
import { decideQuestions, deferralQuestions, reviewQuestions, waiverQuestions } from '../rules/questions-change.ts';
import { type Change, changeWarnings } from '../rules/requirement.ts';
import { heldDay, openInterviews } from '../rules/series.ts';
import { type Asked, formRoutes, type InterviewContext, idIn, recordRoute, todayOf } from './form.ts';

const path = 'changes/:changeId';

/** The guidance in force, to be opened above the form. */
function guidanceHtml(section: Interviews, about: 'waiver' | 'deferral', today: string): Html {
  const guidance = guidanceOn(section, about, today);
  return guidance === null
    ? noHtml
    : details({
        summaryText: `Guidance, version ${guidance.version} from ${showDay(guidance.from)}`,
        text: guidance.text,
      });
}

async function asked(context: InterviewContext, section: Interviews, kind: 'waiver' | 'deferral'): Promise<Asked> {
  const title = kind === 'waiver' ? 'Waive interviews' : 'Put the next interview off';
  const standing = await standingOf(context.db, context.record.caseId);
  if (standing === null) return { title, refused: 'There is no series of interviews yet. Start it first.' };
  if (standing.series.state !== 'running' || openInterviews(standing.interviews).length === 0)
    return { title, refused: 'No interview is asked for that could be waived or put off.' };
  const held = standing.interviews.filter((one) => one.number !== null && heldDay(one) !== null).length;
  const usual =
    kind === 'waiver'
      ? section.waiver.reasons.flatMap(({ code }) => changeWarnings({ kind, reason: code }, section, held))
      : [];
  const lead =
    kind === 'waiver'
      ? 'The person need not come. Somebody else decides. Tell them what the programme offers all the same.'
      : 'No interview is due until then. What is booked before it is cancelled by us, which is nobody’s failure.';
  return {
    title,
    questions: kind === 'waiver' ? waiverQuestions(section) : deferralQuestions(section),
    above: html`<p class="govuk-body">${lead}</p>${guidanceHtml(section, kind, todayOf(context))}${usual.length === 0 ? noHtml : html`<ul class="govuk-list govuk-list--bullet">${usual.map((words) => html`<li>${words}</li>`)}</ul>`}`,
    save: kind === 'waiver' ? 'Ask for the waiver' : 'Put off',
  };
}

const changeFrom = (kind: 'waiver' | 'deferral', values: Record<string, Answer>): Change => {
  const text = (name: string) => (values[name] ?? null) as string | null;
  return {
    kind,
    scope: values.scope === 'rest' ? 'rest' : 'next',
    reason: String(values.reason),
    words: text('words'),
    evidence: text('evidence'),
    adviceFrom: text('advice_from'),
    advice: text('advice'),
    informationGiven: truth(values.information_given) === true,
    awaited: text('awaited'),
    returnsOn: text('returns_on'),
    reviewOn: String(values.review_on),
    interpreterPresent: truth(values.interpreter_present),
    purposeUnderstood: truth(values.purpose_understood),
    classesOffered: truth(values.classes_offered),
  };
};

const show = recordRoute<ChangeRow>({
  path,
  title: 'Waived or put off',
  find: (context) => findChange(context.db, context.record.caseId, idIn(context, 'changeId')),
  titleOf: ({ kind }) => (kind === 'waiver' ? 'Waiver' : 'Put off'),
  askedBy: (row) => row.asked_by,
  html: (row, shown) => changeHtml({ row, ...shown }),
});

/** Waiver and deferral: asked for, decided, looked at again. */
export const changeRoutes: readonly Route[] = [
  show,
  ...formRoutes({
    path: 'waive',
    can: 'case.record',
    event: 'requirement.waiver asked',
    notice: 'Asked for. Somebody else decides',
    to: (_context, saved) => (saved.outcome === 'saved' ? `/changes/${saved.id}` : ''),
    ask: (context, section) => asked(context, section, 'waiver'),
    save: ({ db, actor, record, clock }, _section, values) =>
      askChange(db, actor, record, changeFrom('waiver', values), clock),
  }),
  ...formRoutes({
    path: 'defer',
    can: 'case.record',
    event: 'requirement.deferred',
    notice: 'Put off',
    to: (_context, saved) => (saved.outcome === 'saved' ? `/changes/${saved.id}` : ''),
    ask: (context, section) => asked(context, section, 'deferral'),
    save: ({ db, actor, record, clock }, _section, values) =>
      askChange(db, actor, record, changeFrom('deferral', values), clock),
  }),
  ...formRoutes({
    path: `${path}/decide`,
    can: 'interview.decide',
    event: 'requirement.waiver decided',
    notice: 'Decided',
    to: (context) => `/changes/${idIn(context, 'changeId')}`,
    async ask(context, section) {
      const { db, record, actor } = context;
      const row = await findChange(db, record.caseId, idIn(context, 'changeId'));
      if (row === null) return null;
      const title = 'Decide about a waiver';
      if (row.state !== 'asked') return { title, refused: 'This was decided already.' };
      if (row.asked_by === actor.userId)
        return { title, refused: 'Somebody else has to decide: you asked for it yourself.' };
      const reason = section.waiver.reasons.find(({ code }) => code === row.reason)?.label ?? row.reason;
      return {
        ...{ title, version: row.version, save: 'Decide' },
        questions: decideQuestions('Approve the waiver', 'Refuse it: the interviews go on'),
        above: html`<p class="govuk-body">${row.asked_by_name ?? 'The worker'} asks to waive ${row.scope === 'rest' ? 'all interviews that are left' : 'the next interview'}: ${reason}. ${row.words ?? ''}</p>
${row.interpreter_present === false ? warningText({ iconFallbackText: 'Warning', text: 'No interpreter was present. Language may be what kept the person from understanding.' }) : noHtml}`,
      };
    },
    save: ({ db, actor, record, params, clock }, _section, values, version) =>
      decideChange(db, actor, record, {
        ...{ id: params.changeId ?? '', version, approved: values.decision === 'yes' },
        ...{ words: values.words as string | null, clock },
      }),
  }),
  ...formRoutes({
    path: `${path}/review`,
    can: 'case.record',
    event: 'requirement.reviewed',
    notice: 'Saved',
    to: (context) => `/changes/${idIn(context, 'changeId')}`,
    async ask(context) {
      const row = await findChange(context.db, context.record.caseId, idIn(context, 'changeId'));
      if (row === null) return null;
      const title = row.kind === 'waiver' ? 'Look at the waiver again' : 'Look again at what was put off';
      if (row.state !== 'in_force') return { title, refused: 'It is not in force.' };
      return { title, questions: reviewQuestions(row.kind), version: row.version };
    },
    async save({ db, actor, record, params, clock }, _section, values, version) {
      const common = { id: params.changeId ?? '', version, clock, words: values.words as string | null };
      if (values.end === 'yes') return reviewChange(db, actor, record, { ...common, end: true });
      if (values.review_on === null)
        return { outcome: 'errors', errors: { review_on: 'Enter the day on which it is looked at again' } };
      return reviewChange(db, actor, record, {
        ...{ ...common, end: false as const, reviewOn: String(values.review_on) },
        returnsOn: (values.returns_on ?? null) as string | null,
      });
    },
  }),
];
