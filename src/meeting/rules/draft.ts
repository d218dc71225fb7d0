/** A draft that saves itself, from one tab or several: who wrote what since whom, and nothing lost. Pure. */

/** A text that was written in the same field by another tab or device; `rev` is the revision in which it was set aside. */
export type OtherText = { name: string; value: string; rev: number };

/** What is kept of a draft. `revs` says in which revision each field last changed. */
export type DraftState = {
  fields: Readonly<Record<string, string>>;
  revs: Readonly<Record<string, number>>;
  others: readonly OtherText[];
  rev: number;
};

/** A draft that nobody has saved yet. */
export const emptyDraft: DraftState = { fields: {}, revs: {}, others: [], rev: 0 };

/** Most characters of all fields of a draft together, those of other versions included. */
export const mostInDraft = 200_000;

const fieldName = /^[a-z][a-z0-9_-]{0,79}$/;

/** What of a posted form belongs to the draft: its fields, each one text, without the hidden ones. */
export function draftFields(body: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined || !fieldName.test(name)) continue;
    fields[name] = (Array.isArray(value) ? (value.at(-1) ?? '') : value).replaceAll('\r\n', '\n');
  }
  return fields;
}

/** Characters that a draft holds. */
export const sizeOf = ({ fields, others }: Pick<DraftState, 'fields' | 'others'>): number =>
  [...Object.entries(fields), ...others.map(({ name, value }) => [name, value] as const)].reduce(
    (sum, [name, value]) => sum + name.length + value.length,
    0,
  );

/**
 * The draft after somebody who had seen revision `base` saved these fields. A field that was changed since `base` takes the
 * text that comes last, and what stood there is kept beside it among the others. Fields that are not sent stay as they are.
 */
export function mergeDraft(state: DraftState, base: number, sent: Readonly<Record<string, string>>): DraftState {
  const changed = Object.entries(sent).filter(([name, value]) => value !== (state.fields[name] ?? ''));
  if (changed.length === 0) return state;
  const rev = state.rev + 1;
  const unseen = changed
    .map(([name]) => ({ name, value: state.fields[name] ?? '', rev }))
    .filter(({ name, value }) => value !== '' && (state.revs[name] ?? 0) > base);
  const fields = { ...state.fields, ...Object.fromEntries(changed) };
  // What stands in the field now, or beside it already, is not kept a second time.
  const known = (one: OtherText) => state.others.some(({ name, value }) => name === one.name && value === one.value);
  const others = [...state.others, ...unseen.filter((one) => !known(one))].filter(
    ({ name, value }) => fields[name] !== value,
  );
  return {
    fields,
    revs: { ...state.revs, ...Object.fromEntries(changed.map(([name]) => [name, rev])) },
    others,
    rev,
  };
}

/** The draft after another version was put in behind what stands in its field, or left out. The same draft when it is not there. */
export function settle(
  state: DraftState,
  which: Pick<OtherText, 'name' | 'rev'>,
  how: 'put in' | 'leave out',
): DraftState {
  const other = state.others.find(({ name, rev }) => name === which.name && rev === which.rev);
  if (other === undefined) return state;
  const rev = state.rev + 1;
  const others = state.others.filter((one) => one !== other);
  if (how === 'leave out') return { ...state, others, rev };
  const stands = state.fields[other.name] ?? '';
  // Of a choice there is one answer: the other one takes the place. Texts stand one under the other.
  const value = stands === '' || !longTexts.includes(other.name) ? other.value : `${stands}\n\n${other.value}`;
  return {
    fields: { ...state.fields, [other.name]: value },
    revs: { ...state.revs, [other.name]: rev },
    others,
    rev,
  };
}

/** Fields in which two versions can stand one under the other. */
const longTexts: readonly string[] = ['note', 'private'];
