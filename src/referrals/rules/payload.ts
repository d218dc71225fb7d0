/** What a service is told of a person: the items they agreed to and the service asks for, and nothing else. Pure. */
import { createHash } from 'node:crypto';
import { type SharedItem, sharedItems } from '../../directory/rules/codes.ts';
import type { Payload } from './states.ts';

/** What an item is called. */
export const sharedText = (item: SharedItem): string => sharedItems[item].text;
/** Whether text names an item. */
export const isItem = (text: string): text is SharedItem => Object.hasOwn(sharedItems, text);
/** Texts that name items, in the order of the list, each once. */
export const itemsFrom = (texts: readonly string[]): SharedItem[] =>
  (Object.keys(sharedItems) as SharedItem[]).filter((item) => texts.includes(item));

/** What of a record goes to a service: agreed to, asked for and wanted now (null: everything), and known. */
export function payloadOf(
  record: Payload,
  limits: { consented: readonly string[]; asked: readonly string[]; wanted: readonly string[] | null },
): Payload {
  const items = itemsFrom(limits.consented).filter(
    (item) => limits.asked.includes(item) && (limits.wanted === null || limits.wanted.includes(item)),
  );
  return Object.fromEntries(items.flatMap((item) => (record[item] === undefined ? [] : [[item, record[item]]])));
}

/** SHA-256 of what was sent, over its items in the order of the list. */
export function payloadDigest(payload: Payload): Buffer {
  const items = itemsFrom(Object.keys(payload)).map((item) => [item, payload[item]]);
  return createHash('sha256').update(JSON.stringify(items)).digest();
}
