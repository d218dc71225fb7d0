/**
 * Every route for every role and for nobody. What is expected comes from the policy table and from how each visitor stands to
 * each record, written down here by hand; the functions that decide in the application are not asked.
 *
 * A new route is taken by itself. If it has a new name in its path or needs a new part of the query, add that to `names` or
 * `queries` below.
 */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { LightMyRequestResponse } from 'fastify';
import { policy, type Relation, roles, systemActor } from '../src/access/rules/policy.ts';
import type { Route } from '../src/access/rules/route.ts';
import { newId } from '../src/kit/ids.ts';
import { freezeReport } from '../src/reports/actions.ts';
import { navigation, routes } from '../src/rooms.ts';
import {
  type Browser,
  type CaseName,
  caseNames,
  makeWorld,
  today,
  type VisitorName,
  visitorNames,
  type World,
} from './support/everybody.ts';
import { plantBundle, plantEvidence, plantEvidenceFile, plantQuestion, plantTrade } from './support/evidence-rows.ts';

type Target =
  | { kind: 'none'; label: string }
  | { kind: 'programme'; label: string; programme: 'pilot' | 'expansion' }
  | { kind: 'case'; label: string; name: CaseName }
  | { kind: 'user'; label: string };

let world: World;
before(async () => {
  world = await makeWorld();
});
after(() => world.close());

const ofCase = (target: Target) => world.cases[target.kind === 'case' ? target.name : 'own'];
const keyOf = (target: Target) => world.programmes[target.kind === 'programme' ? target.programme : 'pilot'].key;
const programmeOf = (target: Target) => world.programmes[target.kind === 'programme' ? target.programme : 'pilot'].id;

/** Makes the row that a path names anew, for routes whose post removes it. */
async function made(sql: string, ...values: unknown[]): Promise<string> {
  const id = newId();
  await world.owner.query(sql, [id, ...values]);
  return id;
}

/** A referral that is to be decided, in a place and by a sender. */
const referral = `insert into referral_in (id, reference, programme_id, area_id, provider_id, sent_by, route, sender, answers, asked, suitability, state)
  values ($1, gen_random_uuid()::text, $2, $3, $4, $5, 'other', '{}', '{"given_name": "Planted", "family_name": "Planted"}', '[]',
    '{"outcome": "eligible", "rules": []}', 'sent')`;

/** Two people with a case each in a programme, who may be one. */
async function pairIn(programmeId: string): Promise<string> {
  const ids = [newId(), newId()].sort();
  for (const id of ids) {
    await world.owner.query('insert into person (id, reference) values ($1, $2)', [id, id]);
    await made(
      `insert into case_record (id, person_id, programme_id, reference, status) values ($1, $2, $3, $4, 'referred')`,
      id,
      programmeId,
      newId(),
    );
  }
  return made(
    `insert into duplicate_pair (id, low_id, high_id, weight, probability, fields, found_by) values ($1, $2, $3, 5, 0.97, '[]', 'run')`,
    ...ids,
  );
}

/** A site of a programme, with a name of its own. */
const plantedSite = (programmeId: string): Promise<string> =>
  made(
    `insert into site (id, programme_id, key, name, time_zone, holidays, step_free, opens, closes)
     values ($1, $2, gen_random_uuid()::text, 'Planted', 'Europe/London', 'england-and-wales', true, '09:00', '17:00')`,
    programmeId,
  );

/** The draft of an instrument, as it was before any post. */
async function plantedInstrument(): Promise<string> {
  const document = {
    ...{ key: 'planted', version: 1, title: 'Planted', source: 'Planted' },
    scoring: [{ rule: 'none', title: 'Planted', words: 'Planted' }],
    sections: [
      { key: 'part', title: 'Planted', questions: [{ key: 'asked', label: 'P', words: 'Planted', kind: 'yes_no' }] },
    ],
  };
  await world.owner.query(
    `insert into instrument_draft (key, document, author_id, updated_by) values ('planted', $1, $2, $2)
     on conflict (key) do update set document = excluded.document, version = 1`,
    [JSON.stringify(document), world.visitors.administrator.id],
  );
  return 'planted';
}

/** Names in paths: what they are part of, and a value of each. */
/** A site that can be booked. */
function siteIn(programmeId: string): Promise<string> {
  return made(
    `insert into site (id, programme_id, key, name, time_zone, holidays, step_free, opens, closes)
     values ($1, $2, gen_random_uuid()::text, 'Planted', 'Europe/London', 'england-and-wales', true, '08:00', '18:00')`,
    programmeId,
  );
}

/** A visit of which somebody was told. */
function visitIn(target: Target, programmeId: string): Promise<string> {
  const [worker, contact] = [world.visitors['no role'].id, world.visitors['key worker'].id];
  return made(
    `insert into visit (id, case_id, person_id, programme_id, worker_id, starts_at, ends_at, place_kind, place, phone, risks, precautions,
       first_contact, approval, told, begun_at)
     values ($1, $2, $3, $4, $5, '2016-03-31T08:00Z', '2016-03-31T09:00Z', 'public', 'Planted', '07700 900111', 'Planted', 'Planted', $6,
       'none', 1, '2016-03-31T08:00Z')`,
    ofCase(target).caseId,
    ofCase(target).personId,
    programmeId,
    worker,
    contact,
  );
}

/** A referral of a case that was sent with consent: to the service worker's organisation of their own case, else to another. */
async function sentIn(target: Target): Promise<string> {
  const { caseId, personId, programmeId } = ofCase(target);
  const { organisationId, serviceId } =
    world.services[target.kind === 'case' && target.name !== 'own' ? 'other' : 'own'];
  const consentId = await made(
    `insert into sharing_consent (id, case_id, person_id, programme_id, organisation_id, service_id, items, asked_items, how, wording,
       given_on, ends_on) values ($1, $2, $3, $4, $5, $6, '{name}', '{name}', 'in person', 'Planted', '2016-03-01', '2016-12-31')`,
    ...[caseId, personId, programmeId, organisationId, serviceId],
  );
  const id = await made(
    `insert into referral (id, reference, kind, case_id, person_id, programme_id, service_id, organisation_id, made_on, state, sent_on,
       owner_side, due_what, due_on, limit_on)
     values ($1, gen_random_uuid()::text, 'referral', $2, $3, $4, $5, $6, '2016-03-02', 'sent', '2016-03-02', 'service', 'Planted',
       '2016-03-04', '2016-03-18')`,
    ...[caseId, personId, programmeId, serviceId, organisationId],
  );
  await made(
    `insert into referral_sent (id, referral_id, consent_id, channel, items, payload, digest, sent_on)
     values ($1, $2, $3, 'portal', '{name}', '{"name": "Planted Person"}', '', '2016-03-02')`,
    id,
    consentId,
  );
  return id;
}

/** The employer that the path names before one of its contacts. */
let employer = '';

const names: Record<
  string,
  {
    of: 'programme' | 'case' | 'user' | 'none';
    value(target: Target, visitor: VisitorName | null): string | Promise<string>;
  }
> = {
  key: { of: 'programme', value: keyOf },
  caseId: { of: 'case', value: (target) => ofCase(target).caseId },
  noteId: { of: 'case', value: (target) => ofCase(target).noteId },
  jobId: { of: 'case', value: (target) => ofCase(target).jobId },
  activityId: { of: 'case', value: (target) => ofCase(target).activityId },
  foundId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into found_outcome (id, case_id, programme_id, contract, milestone, signal, about_on, found_on)
         values ($1, $2, $3, 'working-well-pilot', gen_random_uuid()::text, 'offer', '2015-01-01', '2016-03-01')`,
        ofCase(target).caseId,
        programmeOf(target),
      ),
  },
  claimId: { of: 'case', value: (target) => ofCase(target).claimId },
  liveClaimId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into claim (id, case_id, person_id, programme_id, reference, contract, milestone, state, pence, reached_on, moved_on)
         values ($1, $2, $3, $4, gen_random_uuid()::text, 'working-well-pilot', gen_random_uuid()::text, 'prepared', 40000, '2015-06-15', '2016-03-01')`,
        ofCase(target).caseId,
        ofCase(target).personId,
        programmeOf(target),
      ),
  },
  claimFileId: {
    of: 'programme',
    value: (target) =>
      made(
        `insert into claim_file (id, programme_id, contract, name, sha256, rows, day, at, by_name)
         values ($1, $2, 'working-well-pilot', 'Planted.csv', gen_random_uuid()::text, 0, '2016-03-01', now(), 'Planted')`,
        programmeOf(target),
      ),
  },
  auditId: {
    of: 'programme',
    value: (target) =>
      made(
        `insert into claim_audit (id, programme_id, contract, from_on, to_on, seed, claims, pence, day, at, by_name)
         values ($1, $2, 'working-well-pilot', '2015-01-01', '2016-03-01', 'Planted', 0, 0, '2016-03-01', now(), 'Planted')`,
        programmeOf(target),
      ),
  },
  evidenceId: { of: 'case', value: (target) => plantEvidence(world.owner, ofCase(target)) },
  evidenceFileId: { of: 'case', value: (target) => plantEvidenceFile(world.owner, ofCase(target)) },
  bundleId: { of: 'case', value: (target) => plantBundle(world.owner, ofCase(target)) },
  bundleAs: { of: 'none', value: () => 'pdf' },
  questionId: { of: 'case', value: async (target) => (await plantQuestion(world.owner, ofCase(target))).id },
  tradeId: { of: 'case', value: (target) => plantTrade(world.owner, ofCase(target)) },
  confirmToken: { of: 'none', value: async (target) => (await plantQuestion(world.owner, ofCase(target))).token },
  assessmentId: { of: 'case', value: (target) => ofCase(target).assessmentId },
  eventId: { of: 'case', value: (target) => ofCase(target).eventId },
  personId: { of: 'case', value: (target) => ofCase(target).personId },
  nameId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into person_name (id, person_id, use, family_name) values ($1, $2, 'former', 'Planted')`,
        ofCase(target).personId,
      ),
  },
  supporterId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into person_contact (id, person_id, kind, name, may_be_told) values ($1, $2, 'supporter', 'Planted', 'nothing')`,
        ofCase(target).personId,
      ),
  },
  sentId: {
    of: 'programme',
    value: (target, visitor) =>
      made(referral, programmeOf(target), null, null, visitor === null ? null : world.visitors[visitor].id),
  },
  referralId: {
    of: 'programme',
    value: (target) => {
      const own = programmeOf(target) === world.cases.own.programmeId ? world.cases.own : null;
      return made(referral, programmeOf(target), own?.areaId ?? null, own?.providerId ?? null, null);
    },
  },
  attemptId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into contact_attempt (id, case_id, person_id, tried_on, way, result) values ($1, $2, $3, '2016-03-01', 'Phone', 'no answer')`,
        ofCase(target).caseId,
        ofCase(target).personId,
      ),
  },
  handoverId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into warm_handover (id, case_id, person_id, meets_on, with_whom) values ($1, $2, $3, '2016-03-01', 'Planted')`,
        ofCase(target).caseId,
        ofCase(target).personId,
      ),
  },
  meetingId: {
    of: 'case',
    value: async (target, visitor) => {
      const { caseId, personId } = ofCase(target);
      const author = world.visitors[visitor ?? 'no role'].id;
      const id = await made(
        `insert into meeting (id, case_id, person_id, draft_id, held_on, mode, attendance, note, author_id)
         values ($1, $2, $3, gen_random_uuid(), '2016-03-01', 'phone', 'attended', 'Planted', $4)`,
        caseId,
        personId,
        author,
      );
      await world.owner.query(
        `insert into meeting_private (meeting_id, case_id, person_id, author_id, body) values ($1, $2, $3, $4, 'Planted')`,
        [id, caseId, personId, author],
      );
      return id;
    },
  },
  feedId: { of: 'none', value: () => newId() },
  secret: {
    of: 'none',
    value: async () => {
      const secret = randomBytes(32).toString('base64url');
      const siteId = await siteIn(world.programmes.pilot.id);
      const roomId = await made(
        `insert into site_room (id, site_id, name, places, private, step_free, quiet) values ($1, $2, 'Planted', 1, true, true, true)`,
        siteId,
      );
      await made(
        'insert into calendar_feed (id, user_id, room_id, token_hash) values ($1, $2, $3, $4)',
        world.visitors['key worker'].id,
        roomId,
        createHash('sha256').update(secret).digest(),
      );
      return `${secret}.ics`;
    },
  },
  sessionId: {
    of: 'programme',
    value: async (target) => {
      const programmeId = programmeOf(target);
      const [staffId, siteId] = [
        await made(
          `insert into staff (id, programme_id, code, given_name, family_name) values ($1, $2, gen_random_uuid()::text, 'Planted', 'Planted')`,
          programmeId,
        ),
        await siteIn(programmeId),
      ];
      const appointmentId = await made(
        `insert into appointment (id, programme_id, staff_id, site_id, kind, mode, starts_at, ends_at, chain_id)
         values ($1, $2, $3, $4, 'group', 'in_person', '2016-04-05T09:00Z', '2016-04-05T10:00Z', $1)`,
        programmeId,
        staffId,
        siteId,
      );
      return made(
        `insert into group_session (id, programme_id, appointment_id, title, places) values ($1, $2, $3, 'Planted', 5)`,
        programmeId,
        appointmentId,
      );
    },
  },
  visitId: { of: 'case', value: (target) => visitIn(target, ofCase(target).programmeId) },
  awaitedId: { of: 'programme', value: (target) => visitIn(target, programmeOf(target)) },
  problemId: {
    of: 'case',
    value: (target) =>
      made(
        `with c as (insert into work_contact (id, case_id, person_id, with_whom, contact_on, way, reached)
           values (gen_random_uuid(), $2, $3, 'person', '2016-03-01', 'phone', true) returning id)
         insert into work_problem (id, case_id, person_id, contact_id, code, opened_on) select $1, $2, $3, c.id, 'travel', '2016-03-01' from c`,
        ofCase(target).caseId,
        ofCase(target).personId,
      ),
  },
  endingId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into work_ending (id, case_id, person_id, kind, name, starts_on, ends_on) values ($1, $2, $3, 'payment', 'Planted', '2016-03-01', '2016-06-01')`,
        ofCase(target).caseId,
        ofCase(target).personId,
      ),
  },
  riskId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into risk_flag (id, case_id, person_id, kind, words, precautions, review_on)
         values ($1, $2, $3, 'other', 'Planted', 'Planted', '2016-06-01')`,
        ofCase(target).caseId,
        ofCase(target).personId,
      ),
  },
  appointmentId: {
    of: 'case',
    value: async (target) => {
      const { caseId, personId, staffId, programmeId } = ofCase(target);
      const siteId = await plantedSite(programmeId);
      return made(
        `insert into appointment (id, programme_id, case_id, person_id, staff_id, site_id, kind, mode, starts_at, ends_at, chain_id)
         values ($1, $2, $3, $4, $5, $6, 'meeting', 'phone', '2016-03-30 09:00+00', '2016-03-30 10:00+00', $1)`,
        ...[programmeId, caseId, personId, staffId, siteId],
      );
    },
  },
  siteId: { of: 'programme', value: (target) => plantedSite(programmeOf(target)) },
  goalId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into goal (id, case_id, person_id, words, term, state_on, set_on, position)
         values ($1, $2, $3, 'Planted', 'long', '2016-03-01', '2016-03-01', 1)`,
        ofCase(target).caseId,
        ofCase(target).personId,
      ),
  },
  stepId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into step (id, case_id, person_id, step_group, words, owner, size, position, state_on, agreed_on)
         values ($1, $2, $3, 'survival', 'Planted', 'person', 1, 1, '2016-03-01', '2016-03-01')`,
        ofCase(target).caseId,
        ofCase(target).personId,
      ),
  },
  setbackId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into plan_setback (id, case_id, person_id, happened_on, words, size) values ($1, $2, $3, '2016-03-01', 'Planted', 1)`,
        ofCase(target).caseId,
        ofCase(target).personId,
      ),
  },
  promiseId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into promise (id, case_id, person_id, promised_by, words, to_whom, made_on, state_on)
         values ($1, $2, $3, 'worker', 'Planted', 'Planted', '2016-03-01', '2016-03-01')`,
        ofCase(target).caseId,
        ofCase(target).personId,
      ),
  },
  holdId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into plan_hold (id, case_id, person_id, kind, scope, starts_on) values ($1, $2, $3, 'housing', 'employment', '2016-03-01')`,
        ofCase(target).caseId,
        ofCase(target).personId,
      ),
  },
  reviewId: {
    of: 'case',
    value: async (target) => {
      // One is asked for at a time.
      await world.owner.query('delete from plan_review where case_id = $1', [ofCase(target).caseId]);
      return made(
        `insert into plan_review (id, case_id, person_id, asked_by, asked_on) values ($1, $2, $3, gen_random_uuid(), '2016-03-01')`,
        ofCase(target).caseId,
        ofCase(target).personId,
      );
    },
  },
  messageId: {
    of: 'programme',
    value: async (target) => {
      const programmeId = programmeOf(target);
      const [personId, caseId] = [newId(), newId()];
      await world.owner.query('insert into person (id, reference) values ($1, $2)', [personId, personId]);
      await world.owner.query(
        `insert into case_record (id, person_id, programme_id, reference, status) values ($1, $2, $3, $4, 'referred')`,
        [caseId, personId, programmeId, caseId],
      );
      return made(
        `insert into message (id, programme_id, case_id, person_id, kind, channel, body, not_before, state)
         values ($1, $2, $3, $4, 'call_us', 'text', 'Planted', now(), 'unknown')`,
        programmeId,
        caseId,
        personId,
      );
    },
  },
  batchId: {
    of: 'programme',
    value: (target) =>
      made(`insert into letter_batch (id, programme_id, letters) values ($1, $2, 1)`, programmeOf(target)),
  },
  replyId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into message_reply (id, source_ref, channel, received_from, body, received_at, programme_id, case_id, person_id, meaning)
         values ($1, $1::uuid::text, 'text', '07700900123', 'Planted', now(), $2, $3, $4, 'message')`,
        ofCase(target).programmeId,
        ofCase(target).caseId,
        ofCase(target).personId,
      ),
  },
  unknownReplyId: {
    of: 'none',
    value: () =>
      made(
        `insert into message_reply (id, source_ref, channel, received_from, body, received_at, meaning)
         values ($1, $1::uuid::text, 'text', '07700900999', 'Planted', now(), 'message')`,
      ),
  },
  inboxId: { of: 'case', value: sentIn },
  ownServiceId: {
    of: 'case',
    value: (target) => world.services[target.kind === 'case' && target.name !== 'own' ? 'other' : 'own'].serviceId,
  },
  serviceReferralId: { of: 'case', value: sentIn },
  doing: { of: 'none', value: () => 'receive' },
  decision: { of: 'none', value: () => 'approve' },
  liaisonId: { of: 'case', value: sentIn },
  concernId: {
    of: 'case',
    value: async (target) => {
      const referralId = await sentIn(target);
      return made(
        `insert into concern (id, service_id, referral_id, stage, words, raised_on)
         select $1, service_id, id, 'concern', 'Planted', '2016-03-03' from referral where id = $2`,
        referralId,
      );
    },
  },
  token: {
    of: 'none',
    value: async (target) => {
      const token = randomBytes(32).toString('base64url');
      await world.owner.query(
        `insert into referral_link (token_hash, referral_id, expires_at) values ($1, $2, '2016-12-31')`,
        [createHash('sha256').update(token).digest(), await sentIn(target)],
      );
      return token;
    },
  },
  userId: { of: 'user', value: () => world.target.id },
  draftId: {
    of: 'case',
    value: (target, visitor) =>
      made(
        `insert into assessment_draft (id, case_id, person_id, author_id, instrument_version_id, stage, assessed_on)
         select $1, $2, $3, $4, id, 'reassessment', '2016-03-30' from instrument_version where key = 'working-well-assessment'`,
        ofCase(target).caseId,
        ofCase(target).personId,
        world.visitors[visitor ?? 'no role'].id,
      ),
  },
  duplicateId: {
    of: 'programme',
    value: (target) =>
      made(
        `insert into duplicate_review (id, programme_id, source_ref, original) values ($1, $2, gen_random_uuid()::text, '{}')`,
        programmeOf(target),
      ),
  },
  viewId: {
    of: 'none',
    value: (_, visitor) =>
      made(
        `insert into saved_view (id, user_id, list, name, query) values ($1, $2, 'cases', gen_random_uuid()::text, '{}')`,
        world.visitors[visitor ?? 'no role'].id,
      ),
  },
  exportId: {
    of: 'none',
    value: (_, visitor) =>
      made(
        `insert into export_file (id, user_id, list, query, state, name) values ($1, $2, 'cases', '{}', 'made', 'cases.csv')`,
        world.visitors[visitor ?? 'no role'].id,
      ),
  },
  pairId: { of: 'programme', value: (target) => pairIn(programmeOf(target)) },
  part: { of: 'case', value: () => 'work' },
  instrumentKey: { of: 'none', value: () => 'working-well-assessment' },
  instrumentVersion: { of: 'none', value: () => '1' },
  draftKey: { of: 'none', value: plantedInstrument },
  sectionKey: { of: 'none', value: () => 'part' },
  questionKey: { of: 'none', value: () => 'asked' },
  scoringNumber: { of: 'none', value: () => '0' },
  partKind: { of: 'none', value: () => 'question' },
  partKey: { of: 'none', value: () => 'asked' },
  reassignmentId: {
    of: 'programme',
    value: (target) =>
      made(
        `insert into reassignment (id, programme_id, starts_on, reason, above_guide) values ($1, $2, '2016-03-01', 'Left', false)`,
        programmeOf(target),
      ),
  },
  coverId: {
    of: 'case',
    value: async (target) => {
      const { staffId, programmeId } = ofCase(target);
      const [{ id: by }] = (
        await world.owner.query(
          'select id from staff where programme_id = $1 and id <> $2 union all select id from staff limit 1',
          [programmeId, staffId],
        )
      ).rows;
      await world.owner.query('delete from worker_cover where staff_id = $1', [staffId]);
      return made(
        `insert into worker_cover (id, programme_id, staff_id, covered_by, starts_on, ends_on, reason)
         values ($1, $2, $3, $4, '2020-01-01', '2020-01-31', 'Leave')`,
        programmeId,
        staffId,
        by,
      );
    },
  },
  employerId: {
    of: 'programme',
    value: async (target) => {
      employer = await made(
        `insert into employer (id, programme_id, name) values ($1, $2, gen_random_uuid()::text)`,
        programmeOf(target),
      );
      return employer;
    },
  },
  contactId: {
    of: 'none',
    value: () => made(`insert into employer_contact (id, employer_id, name) values ($1, $2, 'Planted')`, employer),
  },
  way: { of: 'none', value: () => 'off' },
  offerId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into job_offer (id, case_id, person_id, employer, offered_on) values ($1, $2, $3, 'Planted', '2016-03-01')`,
        ofCase(target).caseId,
        ofCase(target).personId,
      ),
  },
  benefitChangeId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into benefit_change (id, case_id, person_id, changed_on, direction) values ($1, $2, $3, '2016-03-01', 'off benefit')`,
        ofCase(target).caseId,
        ofCase(target).personId,
      ),
  },
  // The pilot has no series of interviews: its pages say so, whatever the path names.
  interviewId: { of: 'case', value: () => newId() },
  screeningId: { of: 'case', value: () => newId() },
  failureId: { of: 'case', value: () => newId() },
  changeId: { of: 'case', value: () => newId() },
  staffId: { of: 'case', value: (target) => ofCase(target).staffId },
  entryId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into time_entry (id, programme_id, staff_id, worked_on, span, minutes, kind, on_programme)
         values ($1, $2, $3, '2016-03-30', 'day', 60, 'people', true)`,
        ofCase(target).programmeId,
        ofCase(target).staffId,
      ),
  },
  supervisionId: {
    of: 'case',
    value: (target) =>
      made(
        `insert into supervision (id, programme_id, staff_id, kind, supervisor, interest, planned_on)
         values ($1, $2, $3, 'line', 'Planted', 'none', '2016-03-30')`,
        ofCase(target).programmeId,
        ofCase(target).staffId,
      ),
  },
  serviceId: { of: 'none', value: () => world.services.own.serviceId },
  organisationId: { of: 'none', value: () => world.services.own.organisationId },
  servicePart: { of: 'none', value: () => 'about' },
  placeId: {
    of: 'none',
    value: () =>
      made(`insert into service_at_location (id, service_id, doc) values ($1, $2, '{}')`, world.services.own.serviceId),
  },
  newsId: {
    of: 'none',
    value: () =>
      made(
        `insert into service_news (id, service_id, kind, words, day) values ($1, $2, 'news', 'Planted', '2016-03-01')`,
        world.services.own.serviceId,
      ),
  },
  // Ending what is not there says so, and is no missing page.
  askedId: { of: 'none', value: () => newId() },
  directiveId: { of: 'none', value: () => newId() },
  accessRuleId: { of: 'none', value: () => newId() },
  workingRoleId: { of: 'none', value: () => newId() },
  feedRunId: {
    of: 'none',
    value: () => made(`insert into feed_run (id, source, format) values ($1, 'planted', 'hsds')`),
  },
  feedFormat: { of: 'none', value: () => 'hsds' },
  runId: {
    of: 'programme',
    value: (target) => made('insert into import_run (id, programme_id) values ($1, $2)', programmeOf(target)),
  },
  table: { of: 'programme', value: () => 'referrals' },
  id: { of: 'programme', value: async (target) => (frozen[keyOf(target)] ??= await freeze(target)) },
};

/** A published set of a programme, made once. */
const frozen: Record<string, string> = {};
async function freeze(target: Target): Promise<string> {
  const programme = world.programmes[target.kind === 'programme' ? target.programme : 'pilot'];
  const input = { asOf: today, by: null, title: 'A set', today };
  const made = await freezeReport(world.db, systemActor, { ...programme, name: 'A programme' }, input);
  assert.ok('id' in made, JSON.stringify(made));
  return made.id;
}

/** Parts of a query that a route cannot do without. */
const queries: Record<string, string> = {
  from: '1',
  to: '1',
  table: 'referrals',
  format: 'csv',
  row: 'Bolton',
  column: 'Referred',
  kind: 'call_us',
  channel: 'text',
  language: 'en',
};
/** The status that a case needs for a page to make sense; the others are about an attached one. */
const statuses: Record<string, string> = {
  '/cases/:caseId/not-attached': 'referred',
  '/cases/:caseId/reopen': 'closed',
  '/cases/:caseId/taking-part/resume': 'paused',
  '/cases/:caseId/taking-part/return': 'closed',
  '/cases/:caseId/taking-part/bring-back': 'waiting',
  '/cases/:caseId/taking-part/stop-waiting': 'waiting',
};

/** The only pages that are open to everybody. */
const open = [
  'GET /sign-in',
  'POST /sign-in',
  'GET /help',
  'GET /accessibility',
  'GET /privacy',
  'GET /refer-yourself',
  'POST /refer-yourself',
  'GET /calendar/:secret',
  'GET /answer/:token',
  'POST /answer/:token',
  'GET /confirm/:confirmToken',
  'POST /confirm/:confirmToken',
];

const inPilot: readonly Relation[] = ['programme-wide', 'pseudonymised only'];
/** How each visitor stands to each case. */
const standing: Record<VisitorName, Partial<Record<CaseName, readonly Relation[]>>> = {
  'key worker': {
    own: ['own caseload', ...inPilot],
    colleague: inPilot,
    'other area': inPilot,
    'other provider': inPilot,
  },
  'team manager': {
    own: ['same team', 'own area', ...inPilot],
    colleague: ['same team', 'own area', ...inPilot],
    'other area': inPilot,
    'other provider': inPilot,
  },
  'provider manager': {
    own: ['same team', ...inPilot],
    colleague: ['same team', ...inPilot],
    'other area': ['same team', ...inPilot],
    'other provider': inPilot,
  },
  'local lead': {
    own: ['own area', ...inPilot],
    colleague: ['own area', ...inPilot],
    'other area': inPilot,
    'other provider': inPilot,
  },
  'programme office': { own: inPilot, colleague: inPilot, 'other area': inPilot, 'other provider': inPilot },
  evaluator: { own: inPilot, colleague: inPilot, 'other area': inPilot, 'other provider': inPilot },
  administrator: {},
  referrer: { own: inPilot, colleague: inPilot, 'other area': inPilot, 'other provider': inPilot },
  'service worker': { own: ['own service'] },
  elsewhere: { 'other programme': inPilot },
  'no role': {},
};

function expected(route: Route, visitor: VisitorName, target: Target): boolean {
  if (route.can === 'anyone' || route.can === 'signed in') return true;
  const { role, programmeId } = world.visitors[visitor];
  const relations = (policy[route.can] as readonly (readonly [string, Relation])[])
    .filter(([granted]) => granted === role)
    .map(([, relation]) => relation);
  if (relations.includes('whole install')) return true;
  switch (target.kind) {
    case 'none':
      return relations.length > 0;
    case 'user':
      return false;
    case 'programme':
      return relations.length > 0 && programmeId === world.programmes[target.programme].id;
    case 'case':
      return relations.some((relation) => standing[visitor][target.name]?.includes(relation));
  }
}

const namesOf = (route: Route) => [...route.path.matchAll(/:(\w+)/g)].map((found) => found[1] as string);

/** What the path is about: the record that the policy is asked with, else the first name in it. */
function targetsOf(route: Route): Target[] {
  const about = route.record?.param ?? namesOf(route)[0];
  const of = about === undefined ? 'none' : names[about]?.of;
  switch (of) {
    case 'case':
      return caseNames.map((name) => ({ kind: 'case', label: `${name} case`, name }));
    case 'programme':
      return (['pilot', 'expansion'] as const).map((programme) => ({ kind: 'programme', label: programme, programme }));
    case 'user':
      return [{ kind: 'user', label: 'a user' }];
    default:
      return [{ kind: 'none', label: '' }];
  }
}

async function address(route: Route, target: Target, visitor: VisitorName | null): Promise<string> {
  let url = route.path;
  for (const name of namesOf(route)) {
    const known = names[name];
    assert.ok(known, `add ':${name}' of ${route.path} to \`names\` in test/routes.test.ts`);
    url = url.replace(`:${name}`, encodeURIComponent(await known.value(target, visitor)));
  }
  const required = (route.query as { required?: string[] } | undefined)?.required ?? [];
  const query = required.map((name) => {
    assert.ok(queries[name] !== undefined, `add '${name}' of ${route.path} to \`queries\` in test/routes.test.ts`);
    return `${name}=${encodeURIComponent(queries[name])}`;
  });
  return query.length === 0 ? url : `${url}?${query.join('&')}`;
}

/** A session of each visitor lasts until a post may have ended it. */
const opened = new Map<VisitorName, Browser>();
const endsSessions = /^\/(sign|account|users)/;
async function browserOf(visitor: VisitorName): Promise<Browser> {
  const browser = opened.get(visitor) ?? (await world.as(visitor));
  opened.set(visitor, browser);
  return browser;
}

/** Puts a case into a status. */
async function setStatus(caseId: string, status: string): Promise<void> {
  await world.owner.query('update case_record set status = $2, closed_on = $3, paused_on = $4 where id = $1', [
    caseId,
    status,
    status === 'closed' ? today : null,
    status === 'paused' ? today : null,
  ]);
}

/** Rows of the read log since the last call. */
let lastRead = { tx: '0', id: '00000000-0000-0000-0000-000000000000' };
async function newReads(): Promise<{ user_id: string; what: string; case_id: string | null }[]> {
  // By their place in the order, which is an index: to count past all that went before takes longer with every request.
  const { rows } = await world.owner.query(
    'select tx::text, id, user_id, what, case_id from read_log where (tx, id) > ($1::xid8, $2) order by tx, id',
    [lastRead.tx, lastRead.id],
  );
  lastRead = rows.at(-1) ?? lastRead;
  return rows;
}

function checkReads(
  route: Route,
  reply: LightMyRequestResponse,
  visitor: VisitorName,
  target: Target,
  reads: Awaited<ReturnType<typeof newReads>>,
) {
  // The page that was asked for, or the form again with what was wrong: both show the record.
  const shown = typeof route.audit === 'object' && 'read' in route.audit && [200, 409, 422].includes(reply.statusCode);
  const what = shown ? (route.audit as { read: string }).read : '';
  // One read a page; the pages of a pair show two people, and each of them must be able to see who looked.
  const people = shown ? (route.path.startsWith('/pairs/:pairId') ? 2 : 1) : 0;
  assert.equal(
    JSON.stringify(reads.map((row) => [row.user_id, row.what])),
    JSON.stringify(Array.from({ length: people }, () => [world.visitors[visitor].id, what])),
    `${reply.statusCode} must leave ${people} reads, and left ${reads.length}`,
  );
  if (!shown) return;
  // A page about a key worker's load shows many people, and names none of them in the log.
  const caseId = route.record?.param === 'staffId' ? null : ofCase(target).caseId;
  if (target.kind === 'case') assert.equal(reads[0]?.case_id, caseId);
}

describe('every route', () => {
  it('says who may come and what it leaves behind', () => {
    for (const route of routes) {
      const label = `${route.method} ${route.path}`;
      assert.ok(
        route.can === 'anyone' || route.can === 'signed in' || Object.hasOwn(policy, route.can ?? ''),
        `${label} has no permission of the policy`,
      );
      const audit = route.audit;
      assert.ok(
        audit === 'nothing' ||
          (typeof audit === 'object' &&
            (('read' in audit && audit.read !== '') || ('event' in audit && audit.event !== ''))),
        `${label} does not say what it leaves behind`,
      );
      assert.equal(route.can === 'anyone', open.includes(label), `${label}: is it meant to be open to everybody?`);
      if (route.record)
        assert.ok(namesOf(route).includes(route.record.param), `${label}: its record is not in its path`);
    }
  });

  it('is declared once', () => {
    const labels = routes.map((route) => `${route.method} ${route.path.replace(/:\w+/g, ':')}`);
    assert.deepEqual(
      labels.filter((label, index) => labels.indexOf(label) !== index),
      [],
    );
  });

  for (const route of routes) {
    it(`${route.method} ${route.path} (${route.can})`, async () => {
      const post = route.method === 'POST';
      const failures: string[] = [];
      await newReads();
      for (const target of targetsOf(route)) {
        let changed = true;
        for (const visitor of [null, ...visitorNames]) {
          // Whatever a post before has made of it.
          if (changed && target.kind === 'case')
            await setStatus(ofCase(target).caseId, statuses[route.path] ?? 'attached');
          changed = false;
          const url = await address(route, target, visitor);
          const label = `${visitor ?? 'nobody'} → ${target.label || url}`;
          if (visitor === null) {
            const reply = await world.app.inject({
              method: route.method,
              url,
              ...(post && { headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'typed=kept' }),
            });
            if (route.can === 'anyone') {
              if (reply.statusCode >= 500 || reply.statusCode === 404) failures.push(`${label}: ${reply.statusCode}`);
            } else if (post) {
              if (reply.statusCode !== 401 || !reply.body.includes('action="/sign-in"'))
                failures.push(`${label}: ${reply.statusCode} instead of the sign-in page`);
            } else if (reply.statusCode !== 303 || !reply.headers.location?.startsWith('/sign-in?next='))
              failures.push(`${label}: ${reply.statusCode} ${reply.headers.location} instead of the sign-in page`);
            if ((await newReads()).length > 0) failures.push(`${label}: a read was written for nobody`);
            continue;
          }
          const browser = await browserOf(visitor);
          const reply = await (post ? browser.post(url) : browser.get(url));
          const allowed = expected(route, visitor, target);
          const status = reply.statusCode;
          changed = post && allowed;
          if (post && endsSessions.test(route.path)) opened.clear();
          if (allowed && (status === 403 || status === 404 || status >= 500))
            failures.push(`${label}: ${status}, but the policy allows it`);
          if (!allowed && status !== 404) failures.push(`${label}: ${status}, but the policy refuses it`);
          if (!allowed && /Planted|plantednote/.test(reply.body)) failures.push(`${label}: shows what it refuses`);
          try {
            checkReads(route, reply, visitor, target, await newReads());
          } catch (error) {
            failures.push(`${label}: ${(error as Error).message}`);
          }
        }
      }
      assert.deepEqual(failures, []);
    });
  }
});

describe('beside the routes', () => {
  it('an address that is not there is not found, for anybody and by any method', async () => {
    for (const url of ['/nothing', '/cases/x/y/z', '/users/../app.ts', '/assets/x', '/.env', '/sign-out']) {
      assert.equal((await world.app.inject({ url })).statusCode, 404, url);
      const browser = await world.as('programme office');
      assert.equal((await browser.get(url)).statusCode, 404, url);
    }
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const)
      assert.equal((await world.app.inject({ method, url: '/cases' })).statusCode, 404, method);
  });

  it('an id that does not exist, one that is malformed and one of another record get the same answer', async () => {
    const browser = await world.as('key worker');
    const pages = await Promise.all(
      [newId(), world.cases.colleague.caseId, 'x', "'; drop table person", '%00'].map((id) =>
        browser.get(`/cases/${encodeURIComponent(id)}`),
      ),
    );
    const bare = (body: string) => body.replaceAll(/nonce="[^"]*"|value="[^"]*"/g, '');
    for (const reply of pages) {
      assert.equal(reply.statusCode, 404);
      assert.equal(bare(reply.body), bare(pages[0]?.body ?? ''));
    }
  });

  it("a record below somebody else's case is not found through one's own", async () => {
    const browser = await world.as('key worker');
    const { own, colleague } = world.cases;
    for (const route of routes.filter((one) => one.method === 'GET' && one.record?.param === 'caseId')) {
      const below = namesOf(route).filter((name) => name !== 'caseId');
      const name = below[0];
      if (below.length !== 1 || name === undefined || !(name in colleague)) continue;
      const url = route.path
        .replace(':caseId', own.caseId)
        .replace(`:${name}`, String(colleague[name as keyof typeof colleague]));
      assert.equal((await browser.get(url)).statusCode, 404, route.path);
    }
  });

  it('a page is not sent when its read cannot be written', async () => {
    await world.owner.query('revoke insert on read_log from newel_app');
    try {
      const reply = await (await world.as('key worker')).get(`/cases/${world.cases.own.caseId}`);
      assert.equal(reply.statusCode, 500);
      assert.doesNotMatch(reply.body, /Planted/);
    } finally {
      await world.owner.query('grant insert on read_log to newel_app');
    }
  });

  it('the navigation leads every role only to pages that it may see', async () => {
    for (const visitor of visitorNames) {
      const browser = await world.as(visitor);
      const { body } = await browser.get('/help');
      const links = navigation.filter(({ href }) => body.includes(`href="${href}"`));
      for (const { href } of links) assert.ok((await browser.get(href)).statusCode < 400, `${visitor}: ${href}`);
      const { role } = world.visitors[visitor];
      if (role !== null) assert.ok(links.length > 0, visitor);
    }
  });

  it('every role of the policy visits', () => {
    const visited = new Set(Object.values(world.visitors).map(({ role }) => role));
    assert.deepEqual(
      roles.filter((role) => !visited.has(role)),
      [],
    );
  });
});
