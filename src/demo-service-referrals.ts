/** The demonstration's referrals to services: one in nearly every state, told through the same actions as the pages. */
import type { Actor } from './access/rules/policy.ts';
import { programmeCases } from './cases/actions/lists.ts';
import { type CaseHead, findCase } from './cases/actions/record.ts';
import { type Demonstrator, demonstratorAt } from './demo-actor.ts';
import { type DemoReferral, demoReferrals, pathwaysReferrals } from './demo-service-referral-stories.ts';
import { needsOf, servicesOfOrganisation, termsOf } from './directory/actions/entries.ts';
import { organisationsNamed } from './directory/actions/organisation-names.ts';
import { logUnmetNeed } from './directory/actions/unmet.ts';
import { type Database, transaction } from './kit/db.ts';
import { askApproval, decideApproval, holdApproval } from './referrals/actions/approvals.ts';
import { giveConsent, withdrawConsent } from './referrals/actions/consent.ts';
import { referralsOfCase } from './referrals/actions/history.ts';
import { makeReferral } from './referrals/actions/make.ts';
import { findReferral, moveReferral, type ReferralRow } from './referrals/actions/move.ts';
import { small, tellService } from './referrals/actions/send.ts';
import { answerEnquiry, answerSignpost } from './referrals/actions/signposts.ts';
import { rate } from './referrals/actions/views.ts';

const noon = (day: string): Temporal.Instant => Temporal.Instant.from(`${day}T12:00:00Z`);

/** Who refers, whose people come first, and the stories. */
const casts = {
  pilot: {
    ...{ worker: 'key.worker@example.org', manager: 'team.manager@example.org' },
    direction: 'descending' as const,
    stories: demoReferrals,
  },
  pathways: {
    ...{ worker: 'adviser.pathways-new@example.org', manager: 'manager.pathways-new@example.org' },
    direction: 'ascending' as const,
    stories: pathwaysReferrals,
  },
} as const;

/** Makes them once, for people of the key worker; a second start changes nothing. */
export async function demoServiceReferrals(
  db: Database,
  programmeId: string,
  today: Temporal.PlainDate,
  of: keyof typeof casts = 'pilot',
): Promise<void> {
  const { direction, stories } = casts[of];
  const worker = await demonstratorAt(db, casts[of].worker);
  const manager = await demonstratorAt(db, casts[of].manager);
  const staffId = worker.memberships.find((one) => one.staffId !== null)?.staffId ?? null;
  if (staffId === null) return;
  const filter = { keyWorkerId: staffId, status: 'attached' } as const;
  const list = { programmeId, filter, sort: 'referred', direction, after: null, limit: 12 } as const;
  const { cases } = await programmeCases(db, worker, list);
  const heads = (await Promise.all(cases.map(({ caseId }) => findCase(db, caseId)))).filter((head) => head !== null);
  const [first] = heads;
  if (first === undefined || (await referralsOfCase(db, first.caseId)).length > 0) return;
  for (const [index, story] of stories.entries()) {
    const head = heads[(story.of ?? index) % heads.length] as CaseHead;
    await tellStory(db, { worker, manager, head, today }, story);
  }
  if (of === 'pilot') await tellTheRest(db, { worker, manager, head: first, today });
}

type Cast = { worker: Demonstrator; manager: Demonstrator; head: CaseHead; today: Temporal.PlainDate };

/** What somebody says of a service, which a manager is to hear, and a need for which there was none. */
async function tellTheRest(db: Database, { worker, head, today }: Cast): Promise<void> {
  const day = today.subtract({ days: 1 }).toString();
  const begun = (await referralsOfCase(db, head.caseId)).find(({ kind }) => kind === 'referral');
  const words = 'Nobody was there when she came, twice.';
  if (begun !== undefined) await rate(db, worker, begun, { day, score: 2, words, disposition: 'told manager' });
  const need = (await needsOf(db, null)).find(({ code }) => code === 'hands_on_training');
  if (need === undefined) return;
  const { programmeId, caseId, personId } = head;
  const unmet = { reason: 'none offers', words: 'Bricklaying, not in a college', found: 0 } as const;
  const of = { programmeId, areaId: head.case.areaId, of: { caseId, personId }, termId: need.id, day };
  await transaction(db, (tx) => logUnmetNeed(tx, worker, { ...of, ...unmet }));
}

/** The service of a story, with the need that it is asked for. */
async function serviceOf(db: Database, story: DemoReferral): Promise<{ id: string; need: string | null } | null> {
  const [organisation] = await organisationsNamed(db, story.organisation);
  if (organisation === undefined) return null;
  const all = await servicesOfOrganisation(db, organisation.id, { limit: 20, offset: 0 });
  const id = all.find(({ name }) => name === story.service)?.id;
  return id === undefined ? null : { id, need: (await termsOf(db, id))[0]?.id ?? null };
}

/** What was refused would be a mistake of the story. */
function went(came: { outcome: string; problems?: string[] }, story: DemoReferral): void {
  if (!['done', 'moved', 'saved'].includes(came.outcome))
    throw new Error(`${story.service}: ${came.problems?.join('; ') ?? came.outcome}`);
}

async function tellStory(db: Database, { worker, manager, head, today }: Cast, story: DemoReferral): Promise<void> {
  const service = await serviceOf(db, story);
  if (service === null) return;
  const dayOf = (ago: number): string => today.subtract({ days: ago }).toString();
  const at = (ago: number) => ({ now: noon(dayOf(ago)), today: dayOf(ago) });
  const { kind = 'referral', decision = kind === 'referral' ? 'yes' : null } = story;
  const made = await makeReferral(
    db,
    worker,
    head,
    {
      ...{ kind, serviceId: service.id, need: service.need, why: ['need'], whyWords: story.words ?? null },
      ...{ directiveId: null, overrideReason: null, exceptionReason: story.exception ?? null },
      ...{ undisclosed: false, madeAs: null, madeOn: dayOf(story.ago), parentId: null, decision, reason: null },
    },
    at(story.ago),
  );
  if (made.outcome !== 'done') return went(made, story);
  const read = async (): Promise<ReferralRow> => (await findReferral(db, made.id)) as ReferralRow;
  const by = (side: 'worker' | 'service') =>
    ({
      side,
      actor: side === 'worker' ? worker : ({ userId: null, name: 'The service', memberships: [] } as Actor),
      name: side === 'worker' ? worker.name : (story.person ?? story.organisation),
    }) as const;
  for (const step of story.steps ?? []) {
    const row = await read();
    const [ago] = step;
    if (step[1] === 'consent')
      went(await giveConsent(db, worker, row, { items: step[2], how: 'spoken', givenOn: dayOf(ago) }, at(ago)), story);
    else if (step[1] === 'tell') {
      const { inDays, ...tells } = step[2];
      const words = { ...step[2].words, name: head.name };
      const startsAt = inDays === undefined ? null : noon(dayOf(ago - inDays)).toString();
      const appointment = { startsAt, place: story.place ?? null, toldOn: dayOf(ago) };
      went(await tellService(db, worker, row, { ...tells, words, day: dayOf(ago), ...appointment }, at(ago)), story);
    } else if (step[1] === 'hold')
      for (const artefact of row.approvals)
        went(
          await holdApproval(db, worker, await read(), { artefact, words: step[2], heldOn: dayOf(ago) }, at(ago)),
          story,
        );
    else if (step[1] === 'ask') went(await askApproval(db, worker, row, head, at(ago)), story);
    else if (step[1] === 'decide')
      went(await decideApproval(db, manager, row, { approve: step[2] === null, reason: step[2] }, at(ago)), story);
    else if (step[1] === 'form') went(await small(db, worker, row, step[2], dayOf(ago), at(ago)), story);
    else if (step[1] === 'signpost')
      went(
        await answerSignpost(db, worker, row, { state: step[2], reason: 'nervous', day: dayOf(ago) }, at(ago)),
        story,
      );
    else if (step[1] === 'answer')
      went(
        await answerEnquiry(db, worker, row, { state: 'answered', words: step[2], day: dayOf(ago) }, at(ago)),
        story,
      );
    else if (step[1] === 'withdraw consent')
      went(await withdrawConsent(db, worker, row, { day: dayOf(ago), words: step[2] }, at(ago)), story);
    else {
      const [, side, move, { inDays, ...given } = {}] = step;
      const soon = inDays === undefined ? {} : { expectedStart: dayOf(ago - inDays) };
      went(
        await transaction(db, (tx) =>
          moveReferral(tx, by(side), row, move, { day: dayOf(ago), ...soon, ...given }, at(ago)),
        ),
        story,
      );
    }
  }
  if (story.rating !== undefined) {
    const { ago, ...rating } = story.rating;
    await rate(db, worker, await read(), { ...rating, day: dayOf(ago) });
  }
}
