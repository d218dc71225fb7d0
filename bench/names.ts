/**
 * Made-up people need names that fall as real ones do: a few very common, a long tail of rare ones. The common ones are
 * listed; the tail is put together from syllables, always the same; how often each comes falls with its rank (Zipf), so
 * that about 1.2 in a hundred are called Smith and a rare name is found a few dozen times among a million.
 */

// biome-ignore format: lists
const commonFamily = ['Smith', 'Jones', 'Williams', 'Taylor', 'Davies', 'Brown', 'Wilson', 'Evans', 'Thomas', 'Johnson', 'Roberts', 'Walker', 'Khan', 'Wright', 'Robinson', 'Thompson', 'Patel', 'White', 'Hughes', 'Edwards', 'Green', 'Hall', 'Wood', 'Harris', 'Lewis', 'Martin', 'Ahmed', 'Jackson', 'Clarke', 'Clark', 'Turner', 'Hill', 'Scott', 'Cooper', 'Morris', 'Ward', 'Moore', 'King', 'Watson', 'Baker', 'Harrison', 'Morgan', 'Hussain', 'Singh', 'Begum', 'Ali', 'Allen', 'Mitchell', 'Phillips', 'James', 'Anderson', 'Lee', 'Bell', 'Parker', 'Bennett', 'Young', 'Griffiths', 'Kelly', 'Cook', 'Bailey', 'Carter', 'Richardson', 'Shaw', 'Cox', 'Collins', 'Marshall', "O'Brien", 'Murphy', 'Mahmood', 'Iqbal', 'Uddin', 'Kowalski', 'Nowak', 'Adeyemi', 'Okafor', 'Mensah', 'Quinn', "O'Connor", 'Fletcher', 'McCarthy', 'MacDonald', 'Ngata', 'Tāmati', 'de Souza', 'García', 'Müller', 'Nguyễn', 'Łukasik', 'Žukauskas', 'Popescu', 'van Dijk', "N'Diaye", 'Björk', 'Ó Súilleabháin', 'Smyth', 'Jonson', 'Tailor', 'Browne', 'Clerk', 'Kahn'];
// biome-ignore format: lists
const commonGiven = ['David', 'John', 'Susan', 'Margaret', 'Paul', 'Michael', 'Sarah', 'Karen', 'Andrew', 'Christine', 'Peter', 'Mohammed', 'Julie', 'Stephen', 'Mark', 'Jacqueline', 'Elizabeth', 'James', 'Robert', 'Helen', 'Ann', 'Anne', 'Emma', 'Claire', 'Richard', 'Amanda', 'Daniel', 'Lisa', 'Thomas', 'Nicola', 'Joanne', 'Ian', 'Gary', 'Debbie', 'Deborah', 'Alan', 'Brian', 'Carol', 'Amy', 'Aisha', 'Fatima', 'Farah', 'Priya', 'Tariq', 'Imran', 'Oluwaseun', 'Kwame', 'Danuta', 'Zoltán', 'Chloë', 'Zoë', 'Siân', 'Niamh', 'Seán', 'José', 'Mária', 'Wiremu', 'Hēmi', 'Aroha', 'Rhys', 'Gareth', 'Hana', 'Jade', 'Liam', 'Léa', 'Björn', 'Đorđe', 'Nguyệt', 'Anne-Marie', 'Mary Ann'];

// biome-ignore format: lists
const onsets = ['B', 'Br', 'C', 'Ch', 'D', 'F', 'G', 'Gr', 'H', 'K', 'L', 'M', 'N', 'P', 'Pr', 'R', 'S', 'Sh', 'St', 'T', 'Th', 'V', 'W', 'Z'];
const vowels = ['a', 'e', 'i', 'o', 'u', 'ai', 'ea', 'oo', 'ow', 'á', 'ö'];
const middles = ['b', 'd', 'g', 'l', 'll', 'm', 'n', 'nd', 'r', 'rr', 's', 'st', 't', 'v', 'w', 'z'];
// biome-ignore format: lists
const familyEnds = ['son', 'ley', 'ton', 'worth', 'field', 'man', 'er', 'ham', 'by', 'ing', 'well', 'ski', 'wicz', 'ová', 'escu', 'ani', 'akis', 'oglu', 'ard', 'ell', 'ett', 'en', 'is', 'o'];
const givenEnds = ['a', 'an', 'ana', 'ia', 'in', 'o', 'el', 'elle', 'ika', 'is', 'on', 'y', 'ah', 'een'];

/** A name and how many of all people have it, as a share that includes those before it in the list. */
export type Ranked = readonly { name: string; upTo: number }[];

function ranked(common: readonly string[], ends: readonly string[], count: number, fall: number): Ranked {
  const names = new Set(common);
  // Walks all combinations by a step that has no factor in common with them: no two alike stand together.
  const all = onsets.length * vowels.length * middles.length * ends.length;
  for (let at = 0; names.size < count; at = (at + 7919) % all) {
    let left = at;
    const next = (list: readonly string[]) => {
      const found = list[left % list.length] as string;
      left = Math.floor(left / list.length);
      return found;
    };
    names.add(next(onsets) + next(vowels) + next(middles) + next(ends));
  }
  const list = [...names];
  const weights = list.map((_, rank) => (rank + 1) ** -fall);
  const sum = weights.reduce((a, b) => a + b, 0);
  let upTo = 0;
  return list.map((name, rank) => {
    upTo += (weights[rank] as number) / sum;
    return { name, upTo };
  });
}

/** 4,000 family names: Smith 1.2 in a hundred, the hundredth about 1 in a thousand. */
export const familyNames: Ranked = ranked(commonFamily, familyEnds, 4000, 0.56);
/** 900 given names: the first 2.2 in a hundred. */
export const givenNames: Ranked = ranked(commonGiven, givenEnds, 900, 0.55);

/** The name at a place between 0 and 1, each as wide as its share. */
export function nameAt(names: Ranked, place: number): string {
  let [low, high] = [0, names.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((names[middle] as { upTo: number }).upTo > place) high = middle;
    else low = middle + 1;
  }
  return (names[low] as { name: string }).name;
}

/** Names of one person: one in thirty has a double family name. `random` gives numbers from 0 to below 1. */
export function namesOf(random: () => number): { given: string; family: string } {
  const given = nameAt(givenNames, random());
  const family = nameAt(familyNames, random());
  return { given, family: random() < 1 / 30 ? `${family}-${nameAt(familyNames, random())}` : family };
}
