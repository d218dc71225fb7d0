/** What a merge of two records makes of them, and what its undoing gives back. Pure. */
import { type ContactRules, contactRulesFrom, contactWays } from './contact.ts';

/** A person's row as the database has it, by column. */
export type PersonValues = Readonly<Record<string, unknown>>;

/** What one chooses field by field: the columns that go together, and what they are called. */
export const mergeFields = [
  { name: 'given_name', label: 'Given name', columns: ['given_name', 'search_given'] },
  { name: 'family_name', label: 'Family name', columns: ['family_name', 'search_family'] },
  { name: 'date_of_birth', label: 'Date of birth', columns: ['date_of_birth'] },
  { name: 'ni_number', label: 'National Insurance number', columns: ['ni_number'] },
  { name: 'phone', label: 'Phone', columns: ['phone'] },
  { name: 'email', label: 'E-mail', columns: ['email'] },
  { name: 'address', label: 'Address', columns: ['address'] },
  { name: 'locality', label: 'Town', columns: ['locality'] },
  { name: 'postcode', label: 'Postcode', columns: ['postcode'] },
  { name: 'preferred_contact', label: 'How they would like to be reached', columns: ['preferred_contact'] },
  { name: 'sex', label: 'Sex', columns: ['sex'] },
  { name: 'ethnicity', label: 'Ethnicity', columns: ['ethnicity'] },
  { name: 'own_words', label: 'In their own words', columns: ['own_words'] },
  { name: 'pronouns', label: 'Pronouns', columns: ['pronouns'] },
  { name: 'first_language', label: 'First language', columns: ['first_language'] },
  { name: 'interpreter', label: 'Interpreter', columns: ['interpreter'] },
  { name: 'access_needs', label: 'Access needs', columns: ['access_needs'] },
  { name: 'cultural_needs', label: 'Cultural needs', columns: ['cultural_needs'] },
] as const;
export type MergeField = (typeof mergeFields)[number]['name'];
/** Fields for which the value of the record that ends is taken. */
export type Taken = readonly MergeField[];

/** Every column that a merge may change. */
export const mergeColumns: readonly string[] = [...mergeFields.flatMap(({ columns }) => columns), 'contact_rules'];

const text = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, one) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort())
      : one,
  );
const same = (a: unknown, b: unknown): boolean => text(a) === text(b);

/** Fields on which two records differ and both know something: here one has to choose. */
export function differing(kept: PersonValues, merged: PersonValues): MergeField[] {
  return mergeFields
    .filter(({ name }) => kept[name] != null && merged[name] != null && !same(kept[name], merged[name]))
    .map(({ name }) => name);
}

/** Safe contact of both: whatever is unsafe by either record is unsafe. */
export function strictest(a: ContactRules, b: ContactRules): ContactRules {
  const rules: { -readonly [K in keyof ContactRules]: ContactRules[K] } = {};
  for (const way of contactWays) {
    if (a[way] === 'no' || b[way] === 'no') rules[way] = 'no';
    else if (a[way] === 'yes' || b[way] === 'yes') rules[way] = 'yes';
  }
  if (a.any === 'no' || b.any === 'no') rules.any = 'no';
  const how = [...new Set([a.how, b.how].filter((one) => one !== undefined))].join('\n');
  if (how !== '') rules.how = how;
  return rules;
}

/** The columns of the kept record that a merge changes: what is chosen, and what only the other record knows. */
export function changesOfMerge(kept: PersonValues, merged: PersonValues, taken: Taken): Record<string, unknown> {
  const after: Record<string, unknown> = {};
  for (const { name, columns } of mergeFields) {
    if (merged[name] == null || (kept[name] != null && !taken.includes(name))) continue;
    for (const column of columns) if (!same(kept[column], merged[column])) after[column] = merged[column];
  }
  const rules = strictest(contactRulesFrom(kept.contact_rules), contactRulesFrom(merged.contact_rules));
  if (!same(rules, kept.contact_rules)) after.contact_rules = rules;
  return after;
}

/**
 * What undoing a merge gives back to the kept record. A field that was corrected after the merge keeps its correction:
 * `stays` names it.
 */
export function changesOfUndo(
  now: PersonValues,
  before: PersonValues,
  after: PersonValues,
): { back: Record<string, unknown>; stays: string[] } {
  const back: Record<string, unknown> = {};
  const stays: string[] = [];
  for (const column of Object.keys(after)) {
    if (same(now[column], after[column])) back[column] = before[column] ?? null;
    else if (!column.startsWith('search_')) stays.push(column);
  }
  // A name and how it is searched go together.
  for (const { name, columns } of mergeFields)
    if (stays.includes(name)) for (const column of columns) delete back[column];
  return { back, stays };
}

/** What a column is called. */
export const columnLabel = (column: string): string =>
  mergeFields.find(({ name }) => name === column)?.label ?? 'Safe contact';
