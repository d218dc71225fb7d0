/** Queuing messages in the transaction of what they tell of. Other rooms use `queueMessage`. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { showPhone } from '../../cases/actions/frame.ts';
import type { Sql, Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { type MessageRules, messageRulesOf } from '../../programmes/rules/messages.ts';
import type { Channel } from '../rules/channel.ts';
import { type Asked, type Composed, compose, type NotComposed, type Template } from '../rules/compose.ts';
import type { Invitation } from '../rules/invitation.ts';
import { type FactRow, factsOf } from '../store/facts.ts';
import { insertEvents, insertMessages, stopAbout } from '../store/outbox.ts';
import { templatesInUse } from '../store/templates.ts';
import { nextInvitation } from './invitations.ts';

export type { Asked, Composed, NotComposed } from '../rules/compose.ts';

/** A moment and its day: what an action is given of the clock. */
export type Now = { now: Temporal.Instant; today: string };

/** The rules for messages of a programme on a day, in a district where one is given. */
export async function rulesOf(
  sql: Sql,
  of: { programme_id: string; area_name: string | null },
  today: string,
): Promise<MessageRules> {
  const { document = {} } = (await programmeOn(sql, of.programme_id, today)) ?? {};
  return messageRulesOf(document, { district: of.area_name, day: today });
}

/** Facts of cases by id; `reminders` are those of the last seven days. One statement. */
export async function loadFacts(sql: Sql, caseIds: readonly string[], at: Now): Promise<Map<string, FactRow>> {
  const since = at.now.subtract({ hours: 7 * 24 }).toString();
  const rows = await factsOf(sql, { caseIds, since, today: at.today });
  // A number is read more easily, and typed more surely, in groups.
  const shown = (phone: string | null) => (phone === null ? null : showPhone(phone));
  return new Map(
    rows.map((row) => [row.case_id, { ...row, worker_phone: shown(row.worker_phone), phone_shown: shown(row.phone) }]),
  );
}

/** What a message would be, without queuing it: the preview. Null when there is no such case. Two statements. */
export async function previewMessage(sql: Sql, asked: Asked, at: Now): Promise<Composed | NotComposed | null> {
  const facts = (await loadFacts(sql, [asked.caseId], at)).get(asked.caseId);
  if (facts === undefined) return null;
  const templates: Template[] = await templatesInUse(sql, { programmeIds: [facts.programme_id] });
  return compose(facts, templates, await rulesOf(sql, facts, at.today), asked, at.now);
}

/** A message as the table takes it. */
export const rowOf = (
  facts: FactRow,
  asked: Asked,
  made: Composed,
  actor: Actor,
  at: Now,
  invitation: Invitation | null = null,
) => ({
  id: newId(),
  programme_id: facts.programme_id,
  case_id: facts.case_id,
  person_id: facts.person_id,
  kind: asked.kind,
  about: asked.about ?? null,
  reminder: made.reminder,
  once: asked.once ?? null,
  channel: made.channel,
  language: made.language,
  template_id: made.templateId,
  subject: made.subject,
  body: made.body,
  parts: made.parts,
  interpreter: made.interpreter,
  not_before: made.notBefore,
  not_after: made.notAfter,
  invitation,
  queued_by: actor.userId,
  queued_at: at.now.toString(),
});

/** What became of asking for a message. Without one, `why` says it to the worker and `phone` whether they may be telephoned. */
export type Queued =
  | { ok: true; id: string; channel: Channel; why: string; interpreter: boolean }
  | { ok: false; code: NotComposed['code'] | 'again'; why: string; phone: boolean };

/**
 * Queues a message in the caller's transaction, with the event 'message.written': it goes when that is committed and never when
 * it is not. The way is chosen by what the person prefers and what they said is safe; without one nothing is written, and the
 * answer says why. The same `once` is queued once.
 */
export async function queueMessage(tx: Tx, actor: Actor, asked: Asked, at: Now): Promise<Queued> {
  const facts = (await loadFacts(tx, [asked.caseId], at)).get(asked.caseId);
  if (facts === undefined) return { ok: false, code: 'ended', why: 'There is no such case', phone: false };
  const templates: Template[] = await templatesInUse(tx, { programmeIds: [facts.programme_id] });
  const made = compose(facts, templates, await rulesOf(tx, facts, at.today), asked, at.now);
  if (!made.ok) return { ok: false, code: made.code, why: made.why, phone: made.phone };
  const invitation =
    asked.invitation === undefined || made.channel !== 'email'
      ? null
      : await nextInvitation(tx, facts.case_id, asked.invitation, made.body);
  const row = rowOf(facts, asked, made, actor, at, invitation);
  const [queued] = await insertMessages(tx, { rows: JSON.stringify([row]) });
  if (queued === undefined) return { ok: false, code: 'again', why: 'This message was queued before', phone: false };
  await recordEvent(tx, actor, {
    kind: 'message.written',
    programmeId: facts.programme_id,
    personId: facts.person_id,
    caseId: facts.case_id,
    happenedOn: at.today,
    payload: {
      recordId: row.id,
      channel: made.channel,
      messageKind: asked.kind,
      subject: made.subject,
      body: made.body,
      interpreter: made.interpreter,
    },
  });
  return { ok: true, id: row.id, channel: made.channel, why: made.why, interpreter: made.interpreter };
}

/**
 * Stops what waits to be sent about things that have changed (an appointment that was moved or cancelled), in the transaction of
 * the change. What was handed over already is not called back.
 */
export async function stopMessages(
  tx: Tx,
  things: readonly { about: string; caseId: string }[],
  at: Now,
): Promise<number> {
  if (things.length === 0) return 0;
  const now = at.now.toString();
  const stopped = await stopAbout(tx, {
    abouts: things.map(({ about }) => about),
    caseIds: [...new Set(things.map(({ caseId }) => caseId))],
    now,
  });
  const ids = stopped.map(({ id }) => id);
  if (ids.length > 0)
    await insertEvents(tx, {
      ids: ids.map(() => newId()),
      messageIds: ids,
      kind: 'stopped',
      reason: 'changed',
      userId: null,
      at: now,
    });
  return ids.length;
}
