/** How wide words are and where they break, estimated: the server that lays them out has no fonts. Pure. */

// Widths of Atkinson Hyperlegible Next in parts of its size, a little more rather than less.
const narrow = /[iIl.,:;'’‘|!()[\]\s-]/;
const wide = /[mwMW@%—…]/;

function widthOf(letter: string): number {
  if (narrow.test(letter)) return 0.34;
  if (wide.test(letter)) return 0.9;
  if (/\p{Lu}|\p{N}/u.test(letter)) return 0.68;
  // Letters of scripts that fill their square.
  return /[\u1100-\u11ff\u2e80-\uffdf]|\p{Extended_Pictographic}/u.test(letter) ? 1.05 : 0.56;
}

// A drawing measures the same letters thousands of times; the bound keeps odd scripts from filling the memory.
const known = new Map<string, number>();
function letterWidth(letter: string): number {
  let width = known.get(letter);
  if (width === undefined) {
    width = widthOf(letter);
    if (known.size < 2000) known.set(letter, width);
  }
  return width;
}

/** The width of a text at a font size, in the units of the size. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter);
  return width * size;
}

/** Cuts a text that is too wide behind a whole word where it can, with an ellipsis; empty where not even that fits. */
export function clip(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  let part = '';
  let room = width - textWidth('…', size);
  for (const letter of text) {
    room -= letterWidth(letter) * size;
    if (room < 0) break;
    part += letter;
  }
  const space = part.trimEnd().lastIndexOf(' ');
  const whole = (space > part.length / 2 ? part.slice(0, space) : part).replace(/[\s,.:;]+$/, '');
  return whole === '' ? '' : `${whole}…`;
}

/**
 * Breaks a text into lines that fit, at most `most` of them; the last is cut where more would be needed. None where there is
 * no room for one of them: a name without its first word would be another name.
 */
export function linesOf(text: string, size: number, width: number, most: number): string[] {
  const lines: string[] = [];
  const words = text.split(/\s+/).filter((word) => word !== '');
  let line = '';
  for (const [at, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || textWidth(longer, size) <= width) {
      line = longer;
      continue;
    }
    if (lines.length === most - 1) {
      line = [line, ...words.slice(at)].join(' ');
      break;
    }
    lines.push(line);
    line = word;
  }
  const shown = [...lines, line].map((one) => clip(one, size, width));
  return shown.includes('') ? [] : shown;
}
