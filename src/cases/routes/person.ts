import { notFound, type Route, route } from '../../access/rules/route.ts';
import { countryOf } from '../../kit/country.ts';
import type { Answer, Question } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { insetText } from '../../kit/ui/index.ts';
import {
  addName,
  addSupporter,
  correctName,
  correctSupporter,
  namesOf,
  removeName,
  removeSupporter,
  supportersOf,
} from '../../people/actions/around.ts';
import { correctPerson, type Person, personOf } from '../../people/actions/people.ts';
import {
  aboutAnswers,
  type Block,
  blocks,
  contactQuestions,
  needsQuestions,
  wordsQuestions,
} from '../../people/rules/about.ts';
import {
  nameAnswers,
  nameFrom,
  nameProblems,
  nameQuestions,
  removalQuestions,
  supporterAnswers,
  supporterFrom,
  supporterQuestions,
} from '../../people/rules/around.ts';
import { identityQuestions, reachQuestions } from '../../people/rules/personal.ts';
import type { Outcome } from '../actions/changes.ts';
import { casePage } from '../actions/frame.ts';
import { caseParams, caseRecord, documentOf } from '../actions/record.ts';
import { referralOfCase } from '../actions/referral-in.ts';
import { nameText, personHtml } from '../pages/person.ts';
import { changesInWords, choicesOf } from '../rules/changes.ts';
import { todayOf } from './asked.ts';
import { type Edit, type EditContext, editRoutes, idIn } from './edit.ts';

const personFor = async ({ db, record }: EditContext): Promise<Person> =>
  (await personOf(db, record.personId)) ?? notFound();

/** The questions of a block. Lists are those of the case's programme. */
function questionsOf(block: Block, context: EditContext, person: Person): readonly Question[] {
  const document = documentOf(context.record, todayOf(context));
  switch (block) {
    case 'details': {
      const sexes = choicesOf(document?.sexes ?? [], person.sex);
      const ethnicities = choicesOf(document?.ethnicities ?? [], person.ethnicity);
      return identityQuestions({ sexes, ethnicities }, todayOf(context), context.testIdentifiers, countryOf(document));
    }
    case 'reach':
      return reachQuestions(
        { preferredContacts: choicesOf(document?.preferredContacts ?? [], person.preferredContact) },
        countryOf(document),
      );
    case 'contact':
      return contactQuestions;
    case 'words':
      return wordsQuestions;
    case 'needs':
      return needsQuestions;
  }
}

const hints: Partial<Record<Block, string>> = {
  contact:
    'Every message obeys these rules. What was not asked is not done: a voicemail is left only after a yes, and nothing else is sent unless it is the way they prefer.',
};

/** What whoever referred them wrote of safe contact: the rules are made from it. */
async function senderWords({ db, record }: EditContext): Promise<Html> {
  const words = (await referralOfCase(db, record.caseId))?.answers.safe_contact;
  if (typeof words !== 'string' || words === '') return noHtml;
  return insetText({ text: `Whoever referred them wrote: ‘${words}’. Ask them, and put it into the answers below.` });
}

/** One short form for each block: what is asked there changes, the rest stays as it is. */
const blockForms: Edit[] = (Object.keys(blocks) as Block[]).map((block) => ({
  path: block,
  below: 'person',
  title: blocks[block],
  can: 'case.correct',
  event: 'person.corrected',
  notice: 'Saved',
  async prepare(context) {
    const person = await personFor(context);
    return {
      questions: questionsOf(block, context, person),
      saved: aboutAnswers(person),
      version: person.version,
      ...(hints[block] !== undefined && {
        above: html`<p class="govuk-body">${hints[block]}</p>${block === 'contact' ? await senderWords(context) : noHtml}`,
      }),
    };
  },
  async save(context, answers, version, { questions, saved }) {
    const outcome = await correctPerson(context.db, context.actor, context.record, {
      before: await personFor(context),
      version,
      block,
      answers,
      changes: changesInWords(questions, saved, answers),
      today: todayOf(context),
    });
    return { outcome };
  },
}));

const outcomeOf = async (saving: Promise<'saved' | 'stale'>): Promise<Outcome> => ({ outcome: await saving });
const why = (values: Record<string, Answer>): string => String(values.why);

const nameOf = async (context: EditContext) =>
  (await namesOf(context.db, context.record.personId)).find((one) => one.id === idIn(context, 'nameId')) ?? null;
const supporterOf = async (context: EditContext) =>
  (await supportersOf(context.db, context.record.personId)).find((one) => one.id === idIn(context, 'supporterId')) ??
  null;

/** A record to be added has no version of its own; the form carries the first. */
const nothing = { saved: {}, version: 1 };

const nameForms: Edit[] = [
  {
    path: 'names/new',
    below: 'person',
    title: 'Add another name',
    can: 'case.correct',
    event: 'name.added',
    notice: 'Name added',
    prepare: async () => ({ questions: nameQuestions, ...nothing }),
    async save({ db, actor, record, ...context }, values) {
      const name = nameFrom(values);
      const errors = nameProblems(name);
      if (Object.keys(errors).length > 0) return { outcome: 'refused', errors };
      return outcomeOf(addName(db, actor, record, name, todayOf({ db, actor, record, ...context })));
    },
  },
  {
    path: 'names/:nameId',
    below: 'person',
    title: 'Change this name',
    can: 'case.correct',
    event: 'name.corrected',
    notice: 'Name saved',
    async prepare(context) {
      const name = await nameOf(context);
      return name === null ? null : { questions: nameQuestions, saved: nameAnswers(name), version: name.version };
    },
    async save(context, values, version, { questions, saved }) {
      const after = nameFrom(values);
      const errors = nameProblems(after);
      if (Object.keys(errors).length > 0) return { outcome: 'refused', errors };
      const before = await nameOf(context);
      if (before === null) return { outcome: 'stale' };
      const changes = changesInWords(questions, saved, values);
      const change = { before, version, after, changes, today: todayOf(context) };
      return outcomeOf(correctName(context.db, context.actor, context.record, change));
    },
  },
  {
    path: 'names/:nameId/remove',
    below: 'person',
    title: 'Remove this name',
    button: 'Remove',
    can: 'case.correct',
    event: 'name.removed',
    notice: 'Name removed',
    async prepare(context) {
      const name = await nameOf(context);
      if (name === null) return null;
      return {
        questions: removalQuestions,
        saved: {},
        version: name.version,
        above: html`<p class="govuk-body">${nameText(name)}. It is found under this name no more; who saw or changed this still tells it.</p>`,
      };
    },
    async save(context, values, version) {
      const before = await nameOf(context);
      if (before === null) return { outcome: 'stale' };
      const change = { before, version, why: why(values), today: todayOf(context) };
      return outcomeOf(removeName(context.db, context.actor, context.record, change));
    },
  },
];

const supporterForms: Edit[] = [
  {
    path: 'supporters/new',
    below: 'person',
    title: 'Add somebody close',
    can: 'case.correct',
    event: 'supporter.added',
    notice: 'Added',
    prepare: async () => ({ questions: supporterQuestions, ...nothing }),
    save: (context, values) =>
      outcomeOf(addSupporter(context.db, context.actor, context.record, supporterFrom(values), todayOf(context))),
  },
  {
    path: 'supporters/:supporterId',
    below: 'person',
    title: 'Somebody close',
    can: 'case.correct',
    event: 'supporter.corrected',
    notice: 'Saved',
    async prepare(context) {
      const one = await supporterOf(context);
      return one === null
        ? null
        : { questions: supporterQuestions, saved: supporterAnswers(one), version: one.version };
    },
    async save(context, values, version, { questions, saved }) {
      const before = await supporterOf(context);
      if (before === null) return { outcome: 'stale' };
      const changes = changesInWords(questions, saved, values);
      const change = { before, version, after: supporterFrom(values), changes, today: todayOf(context) };
      return outcomeOf(correctSupporter(context.db, context.actor, context.record, change));
    },
  },
  {
    path: 'supporters/:supporterId/remove',
    below: 'person',
    title: 'Remove somebody close',
    button: 'Remove',
    can: 'case.correct',
    event: 'supporter.removed',
    notice: 'Removed',
    async prepare(context) {
      const one = await supporterOf(context);
      if (one === null) return null;
      return {
        questions: removalQuestions,
        saved: {},
        version: one.version,
        above: html`<p class="govuk-body">${one.name} may then be told nothing. Who saw or changed this still tells who they were.</p>`,
      };
    },
    async save(context, values, version) {
      const before = await supporterOf(context);
      if (before === null) return { outcome: 'stale' };
      const change = { before, version, why: why(values), today: todayOf(context) };
      return outcomeOf(removeSupporter(context.db, context.actor, context.record, change));
    },
  },
];

/** The page of the person, and a short form for each of its blocks. */
export const personRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/person',
    can: 'case.read',
    audit: { read: 'person' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, record: head, clock } = context;
      const country = countryOf(documentOf(head, todayOf(context)));
      const [person, names, supporters] = await Promise.all([
        personFor(context),
        namesOf(db, head.personId),
        supportersOf(db, head.personId),
      ]);
      return casePage({
        head,
        today: clock.today(),
        current: 'person',
        title: 'Person',
        main: personHtml({
          caseId: head.caseId,
          person,
          names,
          supporters,
          nationalInsurance: country.nationalInsurance,
        }),
      });
    },
  }),
  ...[...blockForms, ...nameForms, ...supporterForms].flatMap(editRoutes),
];
