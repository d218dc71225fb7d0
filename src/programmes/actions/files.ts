import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { GivenFile } from '../rules/files.ts';

const SHIPPED = join(import.meta.dirname, '../../../programmes');

/** The path of a programme document that ships with Newel. */
export function shippedProgramme(key: string): string {
  return join(SHIPPED, key, 'programme.json');
}

/** Every version of a programme that ships, the first before those from a later day ('2017-03-01.json' beside it). */
export async function shippedVersions(key: string): Promise<string[]> {
  const later = (await readdir(join(SHIPPED, key))).filter((name) => /^\d{4}-\d{2}-\d{2}\.json$/.test(name)).sort();
  return [shippedProgramme(key), ...later.map((name) => join(SHIPPED, key, name))];
}

/**
 * A programme document and the instruments that it names, where they lie in a folder `instruments` beside it or one
 * folder up. What cannot be read as JSON is left to the check, which says so. Throws the system's error (ENOENT …)
 * when the document itself cannot be read.
 */
export async function programmeFiles(path: string): Promise<GivenFile[]> {
  const data = await readFile(path);
  const files: GivenFile[] = [{ name: basename(path), data }];
  for (const key of instrumentKeys(data)) {
    const name = `${key}.json`;
    for (const folder of [join(dirname(path), 'instruments'), join(dirname(path), '..', 'instruments')]) {
      const found = await readFile(join(folder, name)).catch(() => null);
      if (found === null) continue;
      files.push({ name, data: found });
      break;
    }
  }
  return files;
}

function instrumentKeys(data: Uint8Array): string[] {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(data));
  } catch {
    return [];
  }
  const named = (value as { instruments?: unknown } | null)?.instruments;
  if (!Array.isArray(named)) return [];
  const keys = named.map((one: unknown) => (one as { key?: unknown } | null)?.key);
  // Only what can be a key: a path in its place must not lead out of the folder.
  return keys.filter((key): key is string => typeof key === 'string' && /^[a-z0-9-]+$/.test(key));
}
