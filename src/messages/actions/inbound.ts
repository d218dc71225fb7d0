/** What GOV.UK Notify tells by its callbacks: delivery, and texts that were received. */
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Database } from '../../kit/db.ts';
import { recordDelivery } from './messages.ts';
import type { Now } from './queue.ts';
import { type CannotCome, receiveReply } from './replies.ts';

const uuid = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';
const receipt = Compile(
  Type.Object({
    reference: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
    status: Type.String({ maxLength: 50 }),
  }),
);
const received = Compile(
  Type.Object({
    id: Type.String({ pattern: uuid }),
    source_number: Type.String({ minLength: 1, maxLength: 50 }),
    message: Type.String({ maxLength: 5000 }),
    date_received: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T[\\d:.]+(Z|[+-]\\d{2}:\\d{2})$', maxLength: 40 }),
  }),
);

/** HTTP statuses of the answer: 204 taken, 400 not what Notify sends, 503 say it again later. */
export type Answer = 204 | 400 | 503;

/** A delivery receipt. What is none of ours, and states on the way, are taken and change nothing. */
export async function takeReceipt(db: Database, given: unknown, at: Now): Promise<Answer> {
  if (!receipt.Check(given)) return 400;
  const { reference, status } = given;
  const delivered =
    status === 'delivered' ? true : /^(?:permanent|temporary|technical)-failure$/.test(status) ? false : null;
  if (delivered === null || reference === null || !new RegExp(uuid).test(reference)) return 204;
  return (await recordDelivery(db, reference, delivered, at)) === 'later' ? 503 : 204;
}

/** A text that was received. The same one twice is taken once. */
export async function takeText(
  db: Database,
  handlers: readonly CannotCome[],
  given: unknown,
  at: Now,
): Promise<Answer> {
  if (!received.Check(given)) return 400;
  const { id, source_number: from, message, date_received: receivedAt } = given;
  const inbound = {
    sourceRef: `notify:${id}`,
    channel: 'text' as const,
    from,
    body: message.replaceAll('\0', ''),
    receivedAt,
  };
  await receiveReply(db, handlers, inbound, at);
  return 204;
}
