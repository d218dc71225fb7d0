import type { Problem } from '../../kit/problems.ts';

/** A file as it was given: its name for messages, and its bytes. */
export type GivenFile = { name: string; data: Uint8Array };
/** A file that was read as JSON. */
export type ReadFile = { file: string; value: unknown };

/**
 * Reads files as JSON and sorts them: one programme document, the others instruments (they hold `sections`).
 * Problems name the file and, for JSON that breaks off, line and column.
 */
export function readFiles(files: readonly GivenFile[]): {
  programme: ReadFile | null;
  instruments: ReadFile[];
  problems: Problem[];
} {
  const problems: Problem[] = [];
  const programmes: ReadFile[] = [];
  const instruments: ReadFile[] = [];
  for (const { name, data } of files) {
    const parsed = parseJson(data);
    if ('message' in parsed) problems.push({ path: name, message: parsed.message });
    else (holdsSections(parsed.value) ? instruments : programmes).push({ file: name, value: parsed.value });
  }
  const [programme = null, second] = programmes;
  if (second)
    problems.push({
      path: second.file,
      message: `is a second programme document beside ${programme?.file}; load one at a time`,
    });
  if (programme === null && problems.length === 0)
    problems.push({ path: '', message: 'There is no programme document among the files' });
  return { programme, instruments, problems };
}

function holdsSections(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'sections');
}

function parseJson(data: Uint8Array): { value: unknown } | { message: string } {
  let text: string;
  try {
    // Takes away a byte order mark and refuses what is not UTF-8, where a guess would spoil names with accents.
    text = new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    return { message: 'is not text in UTF-8; save it as UTF-8 and load it again' };
  }
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { message: `is not JSON: it breaks off ${placeOf(error, text)}` };
  }
}

/** Where JSON breaks off. The engine's own message quotes the text, so only its position is taken. */
function placeOf(error: unknown, text: string): string {
  const found = /position (\d+)/.exec(error instanceof Error ? error.message : '');
  const before = text.slice(0, found ? Number(found[1]) : text.length).split('\n');
  return `at line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}
