import { notFound, type Route, route } from '../../access/rules/route.ts';
import { html } from '../../kit/html.ts';
import { supportersOf } from '../../people/actions/around.ts';
import { personOf } from '../../people/actions/people.ts';
import { assignmentsOf } from '../actions/changes.ts';
import { casePage } from '../actions/frame.ts';
import { type Contributor, contributionsOf } from '../actions/passing-on.ts';
import { caseParams, caseRecord } from '../actions/record.ts';
import { agreePassedOn, lastNotesOf, openThingsOf, passedOnOf, storyOf, tellStory } from '../actions/story.ts';
import { handoverHtml } from '../pages/handover.ts';
import { changesInWords } from '../rules/changes.ts';
import {
  notAgainAnswers,
  notAgainFrom,
  notAgainQuestions,
  passedOnQuestions,
  storyAnswers,
  storyQuestions,
  storyWith,
} from '../rules/story.ts';
import { todayOf } from './asked.ts';
import { type Edit, editRoutes } from './edit.ts';

// A form carries 1 and more, so the version of a story that was never told is sent as 1.
const sent = (version: number): number => version + 1;
const kept = (version: number): number => version - 1;

const story: Edit = {
  path: 'story',
  below: 'handover',
  title: 'Their story',
  can: 'case.record',
  event: 'story.told',
  notice: 'Story saved',
  async prepare({ db, record }) {
    const told = await storyOf(db, record.caseId);
    return {
      questions: storyQuestions,
      saved: storyAnswers(told),
      version: sent(told.version),
      above: html`<p class="govuk-body">For whoever takes over, so that nobody has to tell it twice. Write it with the person, in words they would agree with.</p>`,
    };
  },
  async save(context, values, version, { questions, saved }) {
    const before = await storyOf(context.db, context.record.caseId);
    const outcome = await tellStory(context.db, context.actor, context.record, {
      before,
      version: kept(version),
      after: storyWith(before, values),
      changes: changesInWords(questions, saved, values),
      today: todayOf(context),
    });
    return { outcome };
  },
};

const notAgain: Edit = {
  path: 'not-again',
  below: 'handover',
  title: 'What must not be asked again',
  can: 'case.record',
  event: 'story.corrected',
  notice: 'Saved',
  async prepare({ db, record }) {
    const told = await storyOf(db, record.caseId);
    return {
      questions: notAgainQuestions(told.notAgain),
      saved: notAgainAnswers(told.notAgain),
      version: sent(told.version),
      above: html`<p class="govuk-body">Whoever takes over reads it here and does not ask. Empty both boxes to take one off the list; save, and there is room for two more.</p>`,
    };
  },
  async save(context, values, version, { questions, saved }) {
    const { notAgain: after, errors } = notAgainFrom(values);
    if (Object.keys(errors).length > 0) return { outcome: 'refused', errors };
    const before = await storyOf(context.db, context.record.caseId);
    const outcome = await tellStory(context.db, context.actor, context.record, {
      before,
      version: kept(version),
      after: { ...before, notAgain: after },
      changes: changesInWords(questions, saved, values),
      today: todayOf(context),
    });
    return { outcome };
  },
};

const passedOn: Edit = {
  path: 'passed-on',
  below: 'handover',
  title: 'What may be passed on',
  can: 'case.record',
  event: 'story.passed on',
  notice: 'Saved',
  prepare: async (context) => ({
    questions: passedOnQuestions(todayOf(context)),
    saved: {},
    filled: { on: todayOf(context) },
    version: context.record.version,
    above: html`<p class="govuk-body">Ask before somebody else takes over. The answer stands at the top of the handover page.</p>`,
  }),
  async save({ db, actor, record }, values) {
    const { on, agreed, words } = values;
    if (agreed === 'some' && words === null)
      return { outcome: 'refused', errors: { words: 'Say what it is about that should not be passed on' } };
    await agreePassedOn(db, actor, record, {
      ...{ on: String(on), agreed: agreed === 'some' ? 'some' : 'all', words: words as string | null },
    });
    return { outcome: 'saved' };
  },
};

/** One page for whoever takes over, with what every room contributes; and the forms of the story. */
export function handoverRoutes(contributors: readonly Contributor[]): Route[] {
  return [
    route({
      method: 'GET',
      path: '/cases/:caseId/handover',
      can: 'case.read',
      audit: { read: 'handover' },
      params: caseParams,
      record: caseRecord,
      async handle(context) {
        const { db, record: head, clock } = context;
        const { caseId, personId } = head;
        const today = clock.today();
        const [person, supporters, told, workers, notes, open, agreed, contributed] = await Promise.all([
          personOf(db, personId),
          supportersOf(db, personId),
          storyOf(db, caseId),
          assignmentsOf(db, caseId),
          lastNotesOf(db, caseId),
          openThingsOf(db, head),
          passedOnOf(db, caseId),
          contributionsOf(contributors, db, head, today.toString()),
        ]);
        return casePage({
          head,
          today,
          current: 'handover',
          title: 'Handover',
          main: handoverHtml({
            head,
            today,
            person: person ?? notFound(),
            supporters,
            story: told,
            workers,
            notes,
            passedOn: agreed[0] ?? null,
            sections: contributed.sections,
            open: [...open, ...contributed.open],
          }),
        });
      },
    }),
    ...[story, notAgain, passedOn].flatMap(editRoutes),
  ];
}
