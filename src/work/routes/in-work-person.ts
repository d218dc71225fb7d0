/**
 * A call to the person. Its form asks about an employer whom nobody has asked about, and for the hours of a week; it carries which
 * ones it showed, because other ones may be next by the time it comes back.
 */
import { type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { caseForm } from '../../cases/actions/case-form.ts';
import { caseParams, caseRecord } from '../../cases/actions/record.ts';
import { showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import { type Errors, readForm, type Typed, typedText } from '../../kit/form.ts';
import { warningText } from '../../kit/ui/index.ts';
import { type Meanwhile, recordContact, standingOf } from '../actions/in-work.ts';
import { findJob, type Job, type WorkParts } from '../actions/jobs.ts';
import { contactErrors, contactQuestions } from '../rules/in-work-forms.ts';
import { type InWork, weekToAsk } from '../rules/in-work-standing.ts';
import { mondayOf, weekProblems } from '../rules/terms.ts';
import { isWeek } from '../rules/week-figures.ts';
import { caseRef } from './case-ref.ts';
import { back, consentFrom, contactFrom, freshCall, type Of } from './in-work-call.ts';
import { onDay } from './in-work-day.ts';

/** What a form asks about: an employer, and a week (its Monday) with the hours that stood for it. */
type About = {
  job: { jobId: string; employer: string | null } | null;
  week: { jobId: string; from: string; stood: number | null } | null;
};

/** What a new form asks about. */
function nextAbout(standing: InWork, today: string): About {
  const asked = weekToAsk(standing, parseDay(today) as DayNumber);
  return {
    job: standing.unasked[0] ?? null,
    week: asked === null ? null : { jobId: asked.job.jobId, from: formatDay(asked.from), stood: null },
  };
}

const carriedFields = ({ job, week }: About): Record<string, string> => ({
  ...(job && { consentJob: job.jobId }),
  ...(week && { weekJob: week.jobId, week: week.from, weekStood: week.stood === null ? '' : String(week.stood) }),
});

const nameOf = (job: { employer: string | null } | null): string => job?.employer ?? 'the employer';

/** The job of this case that a form carries. */
async function carriedJob({ db, record }: Of, typed: Typed, name: string): Promise<Job | null> {
  const id = typedText(typed, name);
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id) ? findJob(db, record.caseId, id) : null;
}

/** The week that a form carries: a whole one, in which the person held the job. */
function carriedWeek(job: Job | null, typed: Typed, today: string): About['week'] {
  const [from, stood] = [typedText(typed, 'week'), typedText(typed, 'weekStood')];
  if (job === null || !isWeek(from) || from >= mondayOf(today)) return null;
  if (Object.keys(weekProblems(job, { from, hours: 0, payPence: null })).length > 0) return null;
  return { jobId: job.id, from, stood: stood === '' ? null : Number(stood) };
}

const consentNames = ['consent', 'consentWords'];
const isTyped = (typed: Typed, names: readonly string[]): boolean =>
  names.some((name) => typedText(typed, name) !== '');
const without = (typed: Typed, names: readonly string[]): Typed =>
  Object.fromEntries(Object.entries(typed).filter(([name]) => !names.includes(name)));

const askedMeanwhile = (name: string): string =>
  `Somebody has recorded meanwhile what the person says about talking to ${name}; your answer about them is not kept.`;
const notHeld =
  'The person does not hold the job any more whose employer the form asked about; your answer about them is not kept.';
const weekGone = (hours: string): string =>
  `The ${hours} hours that you typed are not saved: the job was not held in the week that the form asked about.`;
const toldMeanwhile = (hours: number, week: string): string =>
  `Somebody has recorded meanwhile ${counted(hours, 'hour')} for the week of ${week}; your answer would replace it.`;

/** The form, and what it carried when it comes back. */
async function callForm(context: Of) {
  const { db, clock, record } = context;
  const day = onDay(record, clock.today());
  const standing = await standingOf(db, record.caseId, day);
  const next = nextAbout(standing, day.today);
  const questionsOf = ({ job, week }: About) =>
    contactQuestions({
      ...{ rules: day.rules, today: day.today, withWhom: 'person' },
      ask: job === null ? null : nameOf(job),
      week: week?.from ?? null,
    });
  const formed = (about: About, typed: Typed, more: { errors?: Errors; changed?: readonly string[] } = {}): Page => {
    const { errors, changed = [] } = more;
    const text = ['Nothing of this call is saved yet.', ...changed, 'Check the form, then save it.'].join(' ');
    return caseForm(context, 'inWork', {
      title: 'Record a call',
      path: 'contact',
      questions: questionsOf(about),
      typed,
      carried: carriedFields(about),
      ...(errors && { errors, status: 422 }),
      ...(changed.length > 0 && { above: warningText({ iconFallbackText: 'Warning', text }), status: 409 }),
    });
  };
  return { day, standing, next, questionsOf, formed };
}

const newContact = route({
  method: 'GET',
  path: '/cases/:caseId/in-work/contact',
  can: 'case.record',
  audit: { read: 'support in work' },
  params: caseParams,
  record: caseRecord,
  async handle(context) {
    const { next, questionsOf, formed, day } = await callForm(context);
    return formed(next, freshCall(questionsOf(next), day.today));
  },
});

const createContact = (parts: WorkParts): Route =>
  route({
    method: 'POST',
    path: '/cases/:caseId/in-work/contact',
    can: 'case.record',
    audit: { event: 'in work.spoke with person' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, body, record } = context;
      const { standing, next, questionsOf, formed, day } = await callForm(context);
      const [asked, worked] = [
        await carriedJob(context, body, 'consentJob'),
        await carriedJob(context, body, 'weekJob'),
      ];
      const about: About = {
        job: standing.unasked.find(({ jobId }) => jobId === asked?.id) ?? null,
        week: carriedWeek(worked, body, day.today),
      };
      const lost = (what: readonly Meanwhile[]): Page => {
        const [consent, hours] = [what.includes('asked'), what.includes('week gone')];
        const isHeld = standing.held.some(({ jobId }) => jobId === asked?.id);
        const changed = [
          consent && (isHeld ? askedMeanwhile(nameOf(asked)) : notHeld),
          hours && weekGone(typedText(body, 'hours')),
        ].filter((line) => line !== false);
        // An answer about another employer or week than the form showed would be a wrong one.
        const typed = without(body, [...(consent ? consentNames : []), ...(hours ? ['hours'] : [])]);
        const another = next.job?.jobId === asked?.id ? null : next.job;
        return formed({ job: consent ? another : about.job, week: hours ? next.week : about.week }, typed, { changed });
      };
      const gone: Meanwhile[] = [];
      if (about.job === null && isTyped(body, consentNames)) gone.push('asked');
      if (about.week === null && isTyped(body, ['hours'])) gone.push('week gone');
      if (gone.length > 0) return lost(gone);

      const read = readForm(questionsOf(about), body);
      if (!read.ok) return formed(about, body, { errors: read.errors });
      const errors = contactErrors(read.values);
      if (Object.keys(errors).length > 0) return formed(about, body, { errors });
      const contact = contactFrom(read.values, { withWhom: 'person', jobId: null, employer: null }, day);
      const hours = (read.values.hours as number | null | undefined) ?? null;
      const saved = await recordContact(db, actor, caseRef(context, parts), contact, {
        consent: consentFrom(read.values, about.job),
        week: about.week === null || hours === null ? null : { ...about.week, hours },
        today: day.today,
      });
      if (typeof saved === 'object' && about.week !== null) {
        const changed = [toldMeanwhile(saved.told, showNearDay(about.week.from, day.today))];
        return formed({ ...about, week: { ...about.week, stood: saved.told } }, body, { changed });
      }
      if (saved === 'asked' || saved === 'week gone') return lost([saved]);
      return redirect(back(record), contact.reached ? 'Call saved' : 'Attempt saved');
    },
  });

/** Routes of a call to the person. */
export const personCallRoutes = (parts: WorkParts): readonly Route[] => [newContact, createContact(parts)];
