import type { EventRow } from '../../access/actions.ts';
import { can } from '../../access/rules/policy.ts';
import { type Route, route } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { caseParams, caseRecord } from '../../cases/actions/record.ts';
import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { html } from '../../kit/html.ts';
import { together } from '../../kit/together.ts';
import { type ChangeRow, changesOf } from '../actions/changes.ts';
import { type FailureRow, failuresOf } from '../actions/failures.ts';
import { screeningsOf } from '../actions/screening.ts';
import { recordHeld, sectionOf, standingOf, startSeries, tellGap } from '../actions/series.ts';
import { chooseAfterwards, exempt, placesOfWorker, protect, recordCall, volunteer } from '../actions/status.ts';
import { giveInformation, informationGiven, latestContacts } from '../actions/told.ts';
import { interviewsHtml } from '../pages/interviews.ts';
import { contactTrend } from '../rules/contact.ts';
import {
  afterQuestions,
  callQuestions,
  exemptQuestions,
  gapQuestions,
  heldQuestions,
  informationQuestions,
  protectedAnswers,
  protectedFrom,
  protectionQuestions,
  startQuestions,
} from '../rules/questions.ts';
import { isComplete, stateOf } from '../rules/series.ts';
import { formRoutes, idIn, noSection, todayOf } from './form.ts';

const notStarted = 'There is no series of interviews yet. Start it first.';

const list = route({
  method: 'GET',
  path: '/cases/:caseId/interviews',
  can: 'case.read',
  audit: { read: 'interviews' },
  params: caseParams,
  record: caseRecord,
  async handle({ db, actor, clock, csrf, record }) {
    const today = clock.today().toString();
    const found = sectionOf(record, today);
    const standing = found === null ? null : await standingOf(db, record.caseId);
    const { caseId } = record;
    // What hangs on a series comes with one statement.
    const [failures, changes, information, contacts] = (
      standing === null
        ? [[], [], [], []]
        : await together(db, [
            (sql) => failuresOf(sql, caseId),
            (sql) => changesOf(sql, caseId),
            (sql) => informationGiven(sql, caseId),
            (sql) => latestContacts(sql, caseId),
          ])
    ) as [FailureRow[], ChangeRow[], EventRow[], EventRow[]];
    const main =
      found === null
        ? html`<h1 class="govuk-heading-l">Interviews</h1><p class="govuk-body">${noSection}</p>`
        : interviewsHtml({
            ...{ head: record, section: found.section, district: found.district, standing, today, csrf },
            screenings: standing === null ? [] : await screeningsOf(db, caseId),
            ...{ failures, changes, information: information[0] ?? null },
            contact: contactTrend(
              contacts.map((one) => one.happened_on),
              today,
            ),
            mayRecord: can(actor, 'case.record', record),
          });
    return casePage({ head: record, today: clock.today(), current: 'interviews', title: 'Interviews', main });
  },
});

/** Starting the series of a case, and what changes it. */
export const seriesRoutes: readonly Route[] = [
  list,
  ...formRoutes({
    path: 'start',
    can: 'case.record',
    event: 'series.started',
    notice: 'The series of interviews was started',
    async ask(context, section) {
      const title = 'Start the interviews';
      if ((await standingOf(context.db, context.record.caseId)) !== null)
        return { title, refused: 'The series was started already.' };
      return { title, questions: startQuestions(section, todayOf(context)), save: 'Start' };
    },
    save: ({ db, actor, record, clock }, section, values) =>
      startSeries(
        db,
        actor,
        record,
        {
          claimOn: String(values.claim_on),
          exemption: values.exemption as string | null,
          protected: protectedFrom(section, values),
        },
        clock.today().toString(),
      ),
  }),
  ...formRoutes({
    path: ':interviewId/held',
    can: 'case.record',
    event: 'interview.held',
    notice: 'Recorded',
    async ask(context) {
      const standing = await standingOf(context.db, context.record.caseId);
      const one = standing?.interviews.find(({ id }) => id === idIn(context, 'interviewId'));
      if (one === undefined) return null;
      const title = one.number === null ? 'The interview was held' : `Interview ${one.number} was held`;
      if (stateOf(one) === 'held') return { title, refused: 'That it was held is on file.' };
      if (one.lifted !== null) return { title, refused: 'This interview need not be held any more.' };
      return {
        ...{ title, questions: heldQuestions(todayOf(context)), version: one.version },
        above: html`<p class="govuk-body">For an interview that is not in the diary. What is booked there is recorded there.</p>`,
      };
    },
    save: ({ db, actor, record, params }, _section, values, version) =>
      recordHeld(db, actor, record, {
        interviewId: params.interviewId ?? '',
        version,
        heldOn: String(values.held_on),
      }),
  }),
  ...formRoutes({
    path: ':interviewId/interval',
    can: 'case.record',
    event: 'interview.gap told',
    notice: 'The reason was saved',
    async ask(context, section) {
      const standing = await standingOf(context.db, context.record.caseId);
      const one = standing?.interviews.find(({ id }) => id === idIn(context, 'interviewId'));
      if (one === undefined) return null;
      return {
        title: `Why interview ${one.number ?? ''} was not on its day`,
        questions: gapQuestions(section),
        filled: { reason: one.gapReason, words: one.gapWords },
        version: one.version,
      };
    },
    save: ({ db, actor, record, params, clock }, section, values, version) => {
      const reason = String(values.reason);
      return tellGap(db, actor, record, {
        ...{ interviewId: params.interviewId ?? '', version, reason, words: values.words as string | null },
        label: section.intervalReasons.find(({ code }) => code === reason)?.label ?? reason,
        today: clock.today().toString(),
      });
    },
  }),
  ...formRoutes({
    path: 'exempt',
    can: 'case.record',
    event: 'series.exempted',
    notice: 'Saved. Nobody asks for these interviews any more',
    async ask({ db, record }, section) {
      const title = 'The person is exempt';
      const standing = await standingOf(db, record.caseId);
      if (standing === null) return { title, refused: notStarted };
      if (standing.series.state !== 'running')
        return { title, refused: 'No more interviews are asked for, so nobody is let off any.' };
      return {
        ...{ title, questions: exemptQuestions(section), version: standing.series.version },
        above: html`<p class="govuk-body">What is booked is cancelled by us. They may come of their own accord, with the same access to everything.</p>`,
      };
    },
    save: ({ db, actor, record, clock }, section, values, version) => {
      const exemption = String(values.exemption);
      const label = section.exemptions.find(({ code }) => code === exemption)?.label ?? exemption;
      return exempt(db, actor, record, { version, exemption, label, clock });
    },
  }),
  ...formRoutes({
    path: 'protection',
    can: 'case.record',
    event: 'series.protection changed',
    notice: 'Saved',
    async ask({ db, record }, section) {
      const title = 'What comes first if somebody does not come';
      const standing = await standingOf(db, record.caseId);
      if (standing === null) return { title, refused: notStarted };
      return {
        ...{ title, questions: protectionQuestions(section), version: standing.series.version },
        filled: protectedAnswers(standing.series.protected),
      };
    },
    save: ({ db, actor, record, clock }, section, values, version) => {
      const codes = protectedFrom(section, values);
      const labels = section.failure.protectedPeople.filter(({ code }) => codes.includes(code)).map((one) => one.label);
      return protect(db, actor, record, { version, protected: codes, labels, today: clock.today().toString() });
    },
  }),
  ...formRoutes({
    path: 'volunteer',
    can: 'case.record',
    event: 'series.voluntary',
    notice: 'They go on of their own accord',
    async ask({ db, record }) {
      const title = 'Continue as a volunteer';
      const standing = await standingOf(db, record.caseId);
      if (standing === null) return { title, refused: notStarted };
      if (standing.series.voluntaryOn !== null)
        return { title, refused: `They have come of their own accord since ${showDay(standing.series.voluntaryOn)}.` };
      if (standing.series.state === 'running' && !isComplete(standing.interviews))
        return { title, refused: 'The interviews of the series go on. There is nothing to volunteer for yet.' };
      return {
        ...{ title, questions: [], version: standing.series.version, save: 'Continue as a volunteer' },
        above: html`<p class="govuk-body">The person may use everything the programme offers, and comes when they want to. Nobody asks them to.</p>`,
      };
    },
    save: ({ db, actor, record, clock }, _section, _values, version) =>
      volunteer(db, actor, record, { version, today: clock.today().toString() }),
  }),
  ...formRoutes({
    path: 'afterwards',
    can: 'case.record',
    event: 'series.afterwards',
    notice: 'Saved',
    async ask({ db, actor, record, clock }, section) {
      const title = 'After the last interview';
      const today = clock.today().toString();
      const standing = await standingOf(db, record.caseId);
      if (standing === null) return { title, refused: notStarted };
      if (standing.series.state === 'running' && !isComplete(standing.interviews))
        return { title, refused: 'Interviews of the series are still to be held.' };
      const { taken, of } = await placesOfWorker(db, actor, record, section, today);
      return {
        ...{ title, questions: afterQuestions(section), version: standing.series.version },
        filled: { choice: standing.series.afterwards },
        above: html`<p class="govuk-body">${taken} of ${counted(of, 'voluntary place')} of the key worker ${of === 1 ? 'is' : 'are'} taken.${taken >= of ? ' Whoever wants one waits for it and is called meanwhile. Tell the person so.' : ''}</p>`,
      };
    },
    async save({ db, actor, record, clock }, section, values, version) {
      const choice = section.afterLast.find(({ code }) => code === values.choice);
      if (choice === undefined) return { outcome: 'refused', words: 'Choose what was agreed.' };
      const today = clock.today().toString();
      const done = await chooseAfterwards(db, actor, record, { version, choice, section, today });
      if (done.outcome !== 'saved' || done.place !== 'waiting') return done;
      return { ...done, notice: 'Every voluntary place is taken. They wait for one, and a call is noted meanwhile' };
    },
  }),
  ...formRoutes({
    path: 'information',
    can: 'case.record',
    event: 'interview.information given',
    notice: 'Saved',
    ask: async (context) => ({
      title: 'The leaflet was given',
      questions: informationQuestions(todayOf(context)),
      filled: { on: todayOf(context) },
      above: html`<p class="govuk-body">It says what the interviews are for, that what is said stays between you, and whom to ring. It says nothing of being made to go back to work.</p>`,
    }),
    save: ({ db, actor, record }, _section, values) =>
      giveInformation(db, actor, record, {
        ...{ on: String(values.on), how: String(values.how), words: values.words as string | null },
      }),
  }),
  ...formRoutes({
    path: 'call',
    can: 'case.record',
    event: 'series.called',
    notice: 'The call was saved',
    async ask({ db, record }) {
      const title = 'A call to keep in touch';
      const standing = await standingOf(db, record.caseId);
      if (standing === null) return { title, refused: notStarted };
      if (standing.series.afterwards === null)
        return { title, refused: 'Nothing was agreed yet for the time after the last interview.' };
      return { title, questions: callQuestions(), version: standing.series.version };
    },
    async save({ db, actor, record, clock }, _section, values, version) {
      const today = clock.today().toString();
      const nextOn = values.next_on as string | null;
      if (nextOn !== null && nextOn <= today)
        return { outcome: 'errors', errors: { next_on: 'The next call must be after today' } };
      return recordCall(db, actor, record, { version, words: values.words as string | null, nextOn, today });
    },
  }),
];
