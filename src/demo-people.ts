/**
 * Fills in the records of one key worker's people for the demonstration, through the same actions that a form uses. What
 * somebody gets depends on their place in the caseload alone, so that every demonstration is alike.
 */
import { staffOf, userByEmail } from './access/actions.ts';
import type { Actor } from './access/rules/policy.ts';
import { caseload } from './cases/actions/lists.ts';
import { type CaseHead, findCase } from './cases/actions/record.ts';
import { storyOf, tellStory } from './cases/actions/story.ts';
import { changesInWords } from './cases/rules/changes.ts';
import { storyAnswers, storyQuestions, untold } from './cases/rules/story.ts';
import * as words from './demo-words.ts';
import type { Database } from './kit/db.ts';
import type { Answer, Question } from './kit/form.ts';
import { addName, addSupporter } from './people/actions/around.ts';
import { correctPerson, type Person, personOf } from './people/actions/people.ts';
import { aboutAnswers, type Block, contactQuestions, needsQuestions, wordsQuestions } from './people/rules/about.ts';
import { preferredWay } from './people/rules/contact.ts';
import { reachQuestions } from './people/rules/personal.ts';

/** As many as a key worker has; a longer list is somebody else's work. */
const most = 40;

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

/** The people of the key worker who can sign in get their own words, supporters, and a story for whoever takes over. */
export async function demoPeople(
  db: Database,
  programmeId: string,
  who: { code: string; email: string },
  today: Temporal.PlainDate,
): Promise<void> {
  const user = await userByEmail(db, who.email);
  const worker = (await staffOf(db, { programmeId })).find(({ code }) => code === who.code);
  if (user === null || worker === undefined) return;
  const place = { programmeId, areaId: null, providerId: null, staffId: worker.id };
  const actor = { userId: user.id, name: user.name, memberships: [{ role: 'key_worker' as const, ...place }] };
  await fillInPeople(db, actor, worker.id, today);
}

/** Fills in the people of a key worker's caseload, unless it was done before. Resolves to how many. */
async function fillInPeople(db: Database, worker: Actor, staffId: string, today: Temporal.PlainDate): Promise<number> {
  const { entries } = await caseload(db, worker, staffId, today);
  const heads: CaseHead[] = [];
  for (const { caseId } of entries) {
    const head = await findCase(db, caseId);
    // Only people of the files: whoever was entered by hand is somebody's own.
    if (head !== null && head.sourceRef !== null) heads.push(head);
  }
  heads.sort((a, b) => (String(a.sourceRef) < String(b.sourceRef) ? -1 : 1));
  for (const head of heads) if ((await storyOf(db, head.caseId)).version > 0) return 0;
  const chosen = heads.slice(0, most);
  for (const [index, head] of chosen.entries()) await fillIn(db, worker, head, index, today);
  return chosen.length;
}

async function fillIn(db: Database, worker: Actor, head: CaseHead, n: number, today: Temporal.PlainDate) {
  const day = today.subtract({ days: (n * 3) % 28 }).toString();
  const block = async (name: Block, questions: readonly Question[], answers: (person: Person) => Answers) => {
    const before = await personOf(db, head.personId);
    if (before === null) return;
    const saved = aboutAnswers(before);
    // A form sends every question; what the demonstration does not answer stays as it is.
    const given = { ...saved, ...answers(before) };
    const changes = changesInWords(questions, saved, given);
    await correctPerson(db, worker, head, {
      before,
      version: before.version,
      block: name,
      answers: given,
      changes,
      today: day,
    });
  };
  await block('words', wordsQuestions, () => ({
    own_words: [pick(words.firsts, n), pick(words.skills, n * 2 + 1), pick(words.wishes, n)].join(' '),
  }));
  await block('contact', contactQuestions, ({ preferredContact }) => contactOf(n, preferredContact));
  await block('reach', reachQuestions({ preferredContacts: [] }), (person) => ({
    address: `${((n * 7) % 90) + 1} ${pick(words.streets, n)}`,
    locality: head.areaName,
    ...(n % 2 === 0 && { email: `${emailName(person)}@example.org` }),
  }));
  if (n % 4 !== 3) await block('needs', needsQuestions, (person) => needsOf(person, n));
  await addSupporters(db, worker, head, n, day);
  if (n % 9 === 4) {
    const former = { use: 'former', givenName: null, familyName: pick(words.formerNames, n) };
    await addName(db, worker, head, former, day);
  }
  await tell(db, worker, head, n, day);
}

type Answers = Record<string, Answer>;

/** What somebody said of how they may be reached; nobody forbids the way they prefer. */
function contactOf(n: number, preferredContact: string | null): Answers {
  const way = preferredWay(preferredContact);
  const fits = words.contacts.filter((one) => way === null || one[`may_${way}`] !== 'no');
  return { ...pick(fits, n) };
}

const emailName = ({ givenName, familyName }: Person): string =>
  `${givenName ?? ''}.${familyName ?? ''}`
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z.]/g, '');

function needsOf(person: Person, n: number): Answers {
  const [, language = 'English', interpreter = null] =
    words.languages.find(([pattern]) => pattern.test(person.ethnicity ?? '')) ?? [];
  return {
    first_language: language,
    interpreter,
    ...(n % 3 === 0 && { access_needs: pick(words.accessNeeds, n / 3) }),
    ...(n % 5 === 1 && { cultural_needs: pick(words.culturalNeeds, n) }),
  };
}

async function addSupporters(db: Database, worker: Actor, head: CaseHead, n: number, day: string) {
  for (let more = 0; more <= n % 3; more++) {
    const at = n + more * 2;
    const { kind, relationship, names, told } = pick(words.supporters, at);
    const first = pick(names, n);
    const phone = at % 2 === 0 ? `07700900${String((at * 37) % 1000).padStart(3, '0')}` : null;
    await addSupporter(
      db,
      worker,
      head,
      {
        kind,
        name: first.startsWith('Dr ') ? first : `${first} ${pick(words.surnames, at)}`,
        relationship,
        phone,
        email: null,
        mayBeTold: told,
        note: told === 'appointments' ? 'Only when a meeting was missed' : null,
      },
      day,
    );
  }
}

async function tell(db: Database, worker: Actor, head: CaseHead, n: number, day: string) {
  const story = { ...pick(words.stories, n * 2), notAgain: [] };
  const told = {
    before: { ...untold, version: 0 },
    version: 0,
    after: story,
    changes: changesInWords(storyQuestions, storyAnswers(untold), storyAnswers(story)),
    today: day,
  };
  if ((await tellStory(db, worker, head, told)) !== 'saved' || n % 5 === 2) return;
  const count = 1 + (n % 3);
  const list = Array.from({ length: count }, (_, at) => pick(words.notAgain, n + at * 3));
  const before = await storyOf(db, head.caseId);
  const after = { ...before, notAgain: list.map(([subject, known]) => ({ subject, known })) };
  const changes = list.map(([subject, known]) => ({ asked: subject, before: 'Not known', after: known }));
  await tellStory(db, worker, head, { before, version: before.version, after, changes, today: day });
}
