import { familyNames, nameAt, namesOf } from './names.ts';

/**
 * What is looked for in the measured search, the same in every run: of ten searches five are full names, three a family name
 * as often as it is borne, two a fragment of three letters or more out of the middle of a name. `random` gives numbers from
 * 0 to below 1.
 */
export function searches(random: () => number, count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const turn = at % 10;
    const { given, family } = namesOf(random);
    if (turn < 5) return turn % 2 === 0 ? `${given} ${family}` : `${family} ${given}`.toLowerCase();
    const name = nameAt(familyNames, random());
    if (turn < 8) return name;
    const letters = [...name].filter((letter) => /\p{L}/u.test(letter));
    const length = Math.min(letters.length, 3 + Math.floor(random() * 3));
    const from = Math.floor(random() * (letters.length - length + 1));
    return letters
      .slice(from, from + length)
      .join('')
      .toLowerCase();
  });
}
