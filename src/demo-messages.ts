/** The demonstration's messages: what was sent, what came back, and what is in doubt. Nothing leaves the machine. */

import { saveSettings } from './access/actions/settings.ts';
import { staffOf } from './access/actions.ts';
import { programmeCases } from './cases/actions/lists.ts';
import { demonstrator } from './demo-actor.ts';
import { type Database, transaction } from './kit/db.ts';
import { messagesOf, recordDelivery } from './messages/actions/messages.ts';
import { type Asked, type Now, queueMessage } from './messages/actions/queue.ts';
import { receiveReply } from './messages/actions/replies.ts';
import { beginRun, sendDue } from './messages/actions/sending.ts';
import { saveTemplate, templatesOf } from './messages/actions/templates.ts';
import { ownWords } from './messages/rules/library.ts';
import type { Sender } from './messages/rules/sender.ts';
import { programmeByKey } from './programmes/actions.ts';
import { later } from './today/rules.ts';

/** Own words of programmes, a channel each. */
const ownTexts: readonly (readonly [string, string, 'text', string])[] = [
  [
    'working-well-pilot',
    'call_us',
    'text',
    'Hello {{first name}}. When you have a minute, please call me on {{phone}}. Nothing to worry about. {{worker}}',
  ],
  [
    'ics-x',
    'keep_in_touch',
    'text',
    'Kia ora {{first name}}, how are you getting on? Reply here or call me on {{phone}} if I can help. {{worker}}',
  ],
  [
    'ics-trial',
    'keep_in_touch',
    'text',
    'Kia ora {{first name}}, how are you getting on? Reply here or call me on {{phone}} if I can help. {{worker}}',
  ],
];
const said = [
  'The bus pass has come. I will bring it on Thursday.',
  'Well done for ringing them. That was the hard part.',
];
const answers = [
  'Thanks. Can we make it a bit later, my daughter is ill',
  'I got the job!! Start Monday',
  'Who do I ask about the rent letter?',
];

const at = (today: string, days: number): Now => {
  const day = later(today, -days);
  return { now: Temporal.Instant.from(`${day}T10:15:00Z`), today: day };
};

/** A carrier of the demonstration: it takes everything but what the number of the message says otherwise. */
function pretend(): Sender {
  let n = 0;
  return {
    name: 'demonstration',
    channels: ['text', 'email'],
    async send({ id }) {
      n += 1;
      if (n % 11 === 5) return { result: 'unknown', reason: 'no answer' };
      if (n % 13 === 7) return { result: 'refused', reason: 'address refused', again: false };
      return { result: 'accepted', ref: id };
    },
  };
}

/** Writes words, messages and replies once; a second start changes nothing. */
export async function demoMessages(db: Database, programmeId: string, code: string, today: string): Promise<void> {
  const worker = await demonstrator(db, 'key_worker');
  const office = await demonstrator(db, 'programme_office');
  const own = (await staffOf(db, { programmeId })).find((one) => one.code === code);
  if (own === undefined || (await templatesOf(db, programmeId)).length > 0) return;
  await saveSettings(db, worker.userId, { searchKey: false, workPhone: '07700900456' });
  for (const [key, kind, channel, body] of ownTexts) {
    const programme = await programmeByKey(db, key);
    if (programme === null) continue;
    const slot = { programmeId: programme.id, areaId: null, kind, channel, language: 'en' };
    await saveTemplate(db, office, slot, { version: 0, words: { subject: null, body }, today });
  }
  const { cases } = await programmeCases(db, worker, {
    programmeId,
    filter: { keyWorkerId: own.id, status: 'attached' },
    sort: 'referred',
    direction: 'descending',
    after: null,
    limit: 40,
  });
  const run = await beginRun(db);
  const sender = pretend();
  try {
    for (const [index, { caseId }] of cases.entries()) {
      const kind = [ownWords, 'call_us', 'keep_in_touch'][index % 3] ?? ownWords;
      const asked: Asked = {
        caseId,
        kind,
        reminder: false,
        ...(kind === ownWords && { own: { subject: 'From your key worker', body: said[index % said.length] ?? '' } }),
      };
      const when = at(today, 1 + (index % 9));
      await transaction(db, (tx) => queueMessage(tx, worker, asked, when));
      // The last few wait in the outbox.
      if (index < cases.length - 4) await sendDue(db, run, [sender], () => when);
    }
  } finally {
    await run.end();
  }
  await answer(
    db,
    cases.map(({ caseId }) => caseId),
    today,
  );
}

/** Most messages arrive, a few people reply, and one reply comes from a number that nobody has. */
async function answer(db: Database, caseIds: readonly string[], today: string): Promise<void> {
  let replies = 0;
  for (const [index, caseId] of caseIds.entries()) {
    const [message] = await messagesOf(db, caseId, 1);
    if (message?.state !== 'accepted') continue;
    if (index % 4 !== 0) await recordDelivery(db, message.id, true, at(today, index % 9));
    const body = answers[replies];
    if (index % 5 === 1 && message.channel === 'text' && message.sent_to !== null && body !== undefined) {
      const when = at(today, replies * 2);
      const inbound = { sourceRef: `demonstration:${replies}`, channel: 'text' as const, from: message.sent_to, body };
      await receiveReply(db, [], { ...inbound, receivedAt: when.now.toString() }, when);
      replies += 1;
    }
  }
  const when = at(today, 1);
  const stranger = { sourceRef: 'demonstration:stranger', channel: 'text' as const, from: '07700900987' };
  await receiveReply(db, [], { ...stranger, body: 'New number, it is Sam', receivedAt: when.now.toString() }, when);
}
