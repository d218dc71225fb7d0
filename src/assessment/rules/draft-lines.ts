/** Lists of an instrument as lines of a text box, one on each line: '3 = Makes work harder', 'met = Met'. Pure. */
import type { Choice } from './document.ts';
import { keyFrom } from './draft.ts';

type Anchor = { value: number; label: string };

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Anchors as lines. */
export const anchorLines = (anchors: readonly Anchor[]): string =>
  anchors.map(({ value, label }) => `${value} = ${label}`).join('\n');

/** Choices as lines, each with its code. */
export const choiceLines = (choices: readonly Choice[]): string =>
  choices.map(({ code, label }) => `${code} = ${label}`).join('\n');

/** Anchors from lines, in the order of their numbers, or what is wrong with the first line that cannot be read. */
export function anchorsFrom(text: string): { list: Anchor[] } | { message: string } {
  const asked = 'What the numbers mean';
  const list: Anchor[] = [];
  for (const [index, line] of linesOf(text).entries()) {
    const [, value, label] = /^(\d{1,3})\s*=\s*(\S.*)$/.exec(line) ?? [];
    if (value === undefined || label === undefined)
      return { message: `${asked}: line ${index + 1} must be a number, = and words, like ‘3 = Makes work harder’` };
    if (label.length > 300) return { message: `${asked}: use 300 characters or fewer in line ${index + 1}` };
    if (list.some((one) => one.value === Number(value)))
      return { message: `${asked}: ${value} stands there twice. Say it once` };
    list.push({ value: Number(value), label });
  }
  return { list: list.sort((a, b) => a.value - b.value) };
}

/**
 * Choices from lines. A line without a code keeps the code that its words had in `was`, else gets one made of its words; no two
 * have the same.
 */
export function choicesFrom(
  text: string,
  asked: string,
  was: readonly Choice[],
): { list: Choice[] } | { message: string } {
  const lines = linesOf(text).map((line) => {
    const [, code, label] = /^([a-z0-9]+(?:_[a-z0-9]+)*)\s*=\s*(\S.*)$/.exec(line) ?? [];
    return label === undefined ? { code: undefined, label: line } : { code, label };
  });
  if (lines.length > 60) return { message: `${asked}: use 60 lines or fewer (these are ${lines.length})` };
  const said = lines.flatMap(({ code }) => code ?? []);
  const list: Choice[] = [];
  for (const [index, { code, label }] of lines.entries()) {
    if (label.length > 200) return { message: `${asked}: use 200 characters or fewer in line ${index + 1}` };
    if (code !== undefined && code.length > 60)
      return { message: `${asked}: use 60 characters or fewer before the = in line ${index + 1}` };
    if (list.some((one) => one.label.toLowerCase() === label.toLowerCase()))
      return { message: `${asked}: ‘${label}’ stands there twice. Say it once` };
    if (code !== undefined && list.some((one) => one.code === code))
      return { message: `${asked}: ‘${code} =’ stands there twice. Leave it out for the new answer` };
    const known = was.find((one) => one.label === label)?.code;
    const used = [...said, ...list.map((one) => one.code)];
    const free =
      known !== undefined && !used.includes(known) ? known : keyFrom(label, [...used, ...was.map((one) => one.code)]);
    list.push({ code: code ?? free, label });
  }
  return { list };
}
