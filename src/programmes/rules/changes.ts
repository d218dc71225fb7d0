import { shown } from '../../kit/problems.ts';
import type { ProgrammeDocument } from './document.ts';

/** One difference between two versions; null where one of them has nothing. */
export type Change = { path: string; before: string | null; after: string | null };

/**
 * What changed from one version of a document to another, in the order of the newer one, then what was taken out.
 * Entries of a list are matched by what names them (code, key, id, name), so that moving one is no change.
 */
export function changesBetween(before: ProgrammeDocument, after: ProgrammeDocument): Change[] {
  const old = new Map<string, string>();
  const now = new Map<string, string>();
  flatten(before, '', old);
  flatten(after, '', now);
  const changes: Change[] = [];
  for (const [path, value] of now) {
    const was = old.get(path) ?? null;
    if (was !== value) changes.push({ path, before: was, after: value });
  }
  for (const [path, value] of old) if (!now.has(path)) changes.push({ path, before: value, after: null });
  return changes;
}

function flatten(value: unknown, path: string, into: Map<string, string>): void {
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) into.set(path, value.join(', '));
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) flatten(item, `${path}[${nameOf(item) ?? index + 1}]`, into);
  } else if (typeof value === 'object' && value !== null) {
    for (const [field, inner] of Object.entries(value)) flatten(inner, path === '' ? field : `${path}.${field}`, into);
  } else into.set(path, typeof value === 'string' ? value : value === null ? 'not settled' : shown(value));
}

function nameOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const fields = item as Record<string, unknown>;
  for (const field of ['code', 'key', 'id', 'name', 'about', 'fact']) {
    const name = fields[field];
    if (typeof name === 'string') return name;
  }
  return undefined;
}
