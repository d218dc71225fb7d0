/** The record of a person in the words in which a service would be told of it. Rooms hand over what is theirs (src/rooms.ts). */
import type { Contributor } from '../../cases/actions/passing-on.ts';
import { type CaseHead, documentOf } from '../../cases/actions/record.ts';
import type { SharedItem } from '../../directory/rules/codes.ts';
import { showDay } from '../../kit/clock.ts';
import type { Sql } from '../../kit/db.ts';
import { personOf } from '../../people/actions/people.ts';
import { forbiddenText } from '../../people/rules/contact.ts';
import { labelOf } from '../../programmes/rules.ts';
import type { Payload } from '../rules/states.ts';
import type { ReferralRow } from '../store/referrals.ts';

/** What other rooms know that may be told: the plan's goals and steps, and the work so far. */
export type RecordParts = { plan: Contributor; work: Contributor };

const joined = (parts: readonly (string | null | undefined)[], between = ', '): string =>
  parts.filter((part) => (part ?? '') !== '').join(between);

/** Lines of a part of the record, one below the other. */
async function linesOf(part: Contributor, sql: Sql, head: CaseHead, today: string, titles?: string[]): Promise<string> {
  const { sections } = await part(sql, head, today);
  return sections
    .filter(({ title }) => titles === undefined || titles.includes(title))
    .flatMap(({ lines }) => lines.map(({ text, note }) => joined([text, note])))
    .join('\n');
}

/**
 * What is known of each of these items, in words; an item of which nothing is known is not there. What the record does not hold
 * in words of its own (health, convictions, drugs and alcohol, risk) is written by the worker with the person.
 */
export async function recordFor(
  sql: Sql,
  head: CaseHead,
  row: Pick<ReferralRow, 'need_name' | 'why_words'>,
  items: readonly SharedItem[],
  parts: RecordParts,
  today: string,
): Promise<Payload> {
  const person = await personOf(sql, head.personId);
  if (person === null) return {};
  const benefits = documentOf(head, today)?.benefits ?? [];
  const { benefit, lastWorked } = head.referral;
  const rules = head.contactRules;
  const words: Partial<Record<SharedItem, () => string | Promise<string>>> = {
    name: () => joined([person.givenName, person.familyName], ' '),
    contact: () => joined([person.phone, person.email, forbiddenText(rules), rules.how], '. '),
    address: () => joined([person.address, person.locality, person.postcode]),
    date_of_birth: () => (person.dateOfBirth === null ? '' : showDay(person.dateOfBirth)),
    ni_number: () => person.niNumber ?? '',
    need: () => row.need_name ?? '',
    access: () => joined([person.accessNeeds, person.firstLanguage, person.interpreter], '. '),
    benefit: () => (benefit === null ? '' : labelOf(benefits, benefit)),
    goals: () => linesOf(parts.plan, sql, head, today, ['Goals']),
    action_plan: () => linesOf(parts.plan, sql, head, today),
    work_background: async () =>
      joined(
        [await linesOf(parts.work, sql, head, today), lastWorked === null ? null : `Last worked: ${lastWorked}`],
        '\n',
      ),
    context: () => person.ownWords ?? '',
  };
  const found: Payload = {};
  for (const item of items) {
    const text = (await words[item]?.()) ?? '';
    if (text !== '') found[item] = text;
  }
  return found;
}
