/**
 * How likely two records are of one person: the model of Fellegi and Sunter. Each field agrees at a level; a level weighs
 * log2(m / u), where m is how often the records of one person agree so, and u how often those of two people do. The weights
 * and log2 of the odds beforehand add up to w, and the probability is 2^w / (1 + 2^w). What is missing weighs nothing.
 */
import { fold } from '../rules.ts';
import { jaroWinkler, oneEdit, soundAlike } from './linkage-text.ts';
import { sameByNickname } from './nicknames.ts';

/** What is compared of a person, folded; empty is not known. `dateOfBirth` is 'YYYYMMDD'. */
export type Traits = {
  given: string;
  family: string;
  dateOfBirth: string;
  identifier: string;
  address: string;
  locality: string;
  postcode: string;
  phone: string;
  email: string;
};

/** What is known of a person as it is kept or typed; days are 'YYYY-MM-DD' or digits. */
export type Known = {
  givenName?: string | null;
  familyName?: string | null;
  dateOfBirth?: string | null;
  identifier?: string | null;
  address?: string | null;
  locality?: string | null;
  postcode?: string | null;
  phone?: string | null;
  email?: string | null;
};

const tight = (text: string | null | undefined) => fold(text ?? '').replace(/ /g, '');

const dayDigits = (day: string) => day.replace(/^\s*(\d\d)\/(\d\d)\/(\d{4})\s*$/, '$3$2$1').replace(/\D/g, '');

/** The same text however it was written: case, accents, spaces; a National Insurance number without its suffix. */
export function traitsOf(known: Known): Traits {
  const identifier = tight(known.identifier);
  return {
    given: fold(known.givenName ?? ''),
    family: fold(known.familyName ?? ''),
    dateOfBirth: dayDigits(known.dateOfBirth ?? ''),
    // The suffix tells nobody apart.
    identifier: /^[a-z]{2}\d{6}[a-d]$/.test(identifier) ? identifier.slice(0, 8) : identifier,
    address: fold(known.address ?? ''),
    locality: fold(known.locality ?? ''),
    postcode: tight(known.postcode),
    phone: (known.phone ?? '').replace(/\D/g, '').replace(/^(?:0044|44)(?=[1-9]\d{9}$)/, '0'),
    email: (known.email ?? '').trim().toLowerCase(),
  };
}

/** The fields with their levels, the closest first. The last level is 'differs'. */
export const fields = {
  identifier: { label: 'National Insurance number', levels: ['same', 'one character differs', 'differs'] },
  dateOfBirth: { label: 'Date of birth', levels: ['same', 'day and month swapped', 'one digit differs', 'differs'] },
  given: {
    label: 'Given name',
    levels: [
      'same',
      'given and family name swapped',
      'nearly the same or a familiar form',
      'alike or sounds alike',
      'differs',
    ],
  },
  family: { label: 'Family name', levels: ['same', 'nearly the same', 'alike or sounds alike', 'differs'] },
  address: { label: 'Address', levels: ['same', 'nearly the same', 'alike', 'differs'] },
  locality: { label: 'Town', levels: ['same', 'nearly the same', 'differs'] },
  postcode: { label: 'Postcode', levels: ['same', 'one character differs', 'differs'] },
  phone: { label: 'Phone', levels: ['same', 'one digit differs', 'differs'] },
  email: { label: 'E-mail', levels: ['same', 'one character differs', 'differs'] },
} as const;
export type Field = keyof typeof fields;
export const fieldNames = Object.keys(fields) as Field[];

/** At which level each field agrees; -1 where it is not known on one side, or told under another field. */
export type Levels = Record<Field, number>;

const [close, near] = [0.92, 0.85];
const edits = (a: string, b: string) => (a === b ? 0 : oneEdit(a, b) ? 1 : 2);

/** A swap only tells something where day and month differ. */
function dayLevel(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length === 8 && a.slice(0, 4) + a.slice(6) + a.slice(4, 6) === b) return 1;
  return oneEdit(a, b) ? 2 : 3;
}

function textLevel(a: string, b: string, levels: number): number {
  if (a === b) return 0;
  const alike = jaroWinkler(a, b);
  return alike >= close ? 1 : alike >= near ? Math.min(2, levels - 1) : levels - 1;
}

function familyLevel(a: string, b: string): number {
  const level = textLevel(a, b, 4);
  return level === 3 && soundAlike(a, b) ? 2 : level;
}

function givenLevel(a: string, b: string): number {
  if (a === b) return 0;
  const alike = jaroWinkler(a, b);
  if (alike >= close || sameByNickname(a, b)) return 2;
  return alike >= near || soundAlike(a, b) ? 3 : 4;
}

const known = (a: string, b: string) => a !== '' && b !== '';

/** Compares two records field by field. */
export function compare(a: Traits, b: Traits): Levels {
  const levels: Levels = {
    identifier: known(a.identifier, b.identifier) ? edits(a.identifier, b.identifier) : -1,
    dateOfBirth: known(a.dateOfBirth, b.dateOfBirth) ? dayLevel(a.dateOfBirth, b.dateOfBirth) : -1,
    given: known(a.given, b.given) ? givenLevel(a.given, b.given) : -1,
    family: known(a.family, b.family) ? familyLevel(a.family, b.family) : -1,
    address: known(a.address, b.address) ? textLevel(a.address, b.address, 4) : -1,
    locality: known(a.locality, b.locality) ? textLevel(a.locality, b.locality, 3) : -1,
    postcode: known(a.postcode, b.postcode) ? edits(a.postcode, b.postcode) : -1,
    phone: known(a.phone, b.phone) ? edits(a.phone, b.phone) : -1,
    email: known(a.email, b.email) ? edits(a.email, b.email) : -1,
  };
  // Both names in each other's place are one finding, told under the given name.
  if (
    levels.given >= 3 &&
    levels.family >= 2 &&
    jaroWinkler(a.given, b.family) >= close &&
    jaroWinkler(a.family, b.given) >= close
  ) {
    levels.given = 1;
    levels.family = -1;
  }
  return levels;
}

/** How often the records of one person (`m`) and of two (`u`) agree at each level of a field. */
export type FieldModel = { m: readonly number[]; u: readonly number[] };
export type Model = Record<Field, FieldModel>;

/** How common a folded value of a field is, 0 to 1; undefined where nothing is known of it. */
export type Frequency = (field: Field, value: string) => number | undefined;

// What people of one household share is one finding, however many of these agree: the strongest counts, and whatever differs.
const shared: ReadonlySet<Field> = new Set(['address', 'locality', 'postcode', 'phone']);

/**
 * One field of an explanation. `shared` is true where another field of the household counts instead; `by` is the further name
 * that matches, in words, where the usual one does not: 'the former name Jones'.
 */
export type FieldScore = { field: Field; level: string; weight: number; shared?: true; by?: string };
/** How a pair scored. `weight` includes the odds beforehand. */
export type Score = { weight: number; probability: number; fields: FieldScore[] };

/** A field of an explanation in words: 'Date of birth: day and month swapped, +6.1'. */
export function fieldInWords({ field, level, weight, shared, by }: FieldScore): string {
  const matches = by === undefined ? '' : `, matches ${by}`;
  const figure = `${weight < 0 ? '\u2212' : '+'}${Math.abs(weight).toFixed(1)}`;
  return `${fields[field].label}: ${level}${matches}, ${shared ? 'which another field of the household counts' : figure}`;
}

/** 2^w / (1 + 2^w), also where 2^w is more than a number holds. */
export const probabilityOf = (weight: number): number => 1 / (1 + 2 ** -weight);

/** The weights of a field's levels, none below that of a level that agrees less. */
export function levelWeights({ m, u }: FieldModel): number[] {
  const weights = m.map((one, level) => Math.log2(one / (u[level] as number)));
  for (let level = weights.length - 2; level >= 0; level--)
    weights[level] = Math.max(weights[level] as number, weights[level + 1] as number);
  return weights;
}

// Fields of which some values are far more common than others.
const uneven: ReadonlySet<Field> = new Set(['given', 'family', 'locality', 'postcode']);

/** A model made ready to score with: `prior` is how likely any two records are of one person. */
export function scorer(model: Model, prior: number, frequency: Frequency = () => undefined) {
  const weights = new Map(fieldNames.map((field) => [field, levelWeights(model[field])]));
  const begin = Math.log2(prior / (1 - prior));
  const weightOf = (field: Field, level: number, value: string): number => {
    if (level < 0) return 0;
    const all = weights.get(field) as number[];
    const usual = all[level] as number;
    if (level !== 0 || !uneven.has(field)) return usual;
    const common = frequency(field, value);
    if (common === undefined) return usual;
    // Agreement on a name that half the town has tells little, and never less than a near miss does.
    return Math.max(Math.log2((model[field].m[0] as number) / common), all[1] as number);
  };
  return {
    /** The weight alone: for many pairs. */
    weigh(a: Traits, b: Traits): number {
      const levels = compare(a, b);
      let weight = begin;
      let house = 0;
      for (const field of fieldNames) {
        const one = weightOf(field, levels[field], a[field]);
        if (one > 0 && shared.has(field)) house = Math.max(house, one);
        else weight += one;
      }
      return weight + house;
    },
    /** The score explained field by field, the heaviest first; fields that are not known are left out. */
    score(a: Traits, b: Traits): Score {
      const levels = compare(a, b);
      const scored = fieldNames
        .filter((field) => levels[field] >= 0)
        .map(
          (field): FieldScore => ({
            field,
            level: fields[field].levels[levels[field]] as string,
            weight: weightOf(field, levels[field], a[field]),
          }),
        );
      const house = scored.filter(({ field, weight }) => shared.has(field) && weight > 0);
      house.sort((one, two) => two.weight - one.weight);
      for (const one of house.slice(1)) Object.assign(one, { weight: 0, shared: true });
      const weight = scored.reduce((sum, one) => sum + one.weight, begin);
      scored.sort((one, two) => Math.abs(two.weight) - Math.abs(one.weight));
      return { weight, probability: probabilityOf(weight), fields: scored };
    },
  };
}
