import type { TSchema } from 'typebox';
import { Check } from 'typebox/value';

/** One thing wrong with a document: where (`sustainedWork.weeks`, `areas[3].name`; '' for the whole) and what to do. */
export type Problem = { path: string; message: string };

const MOST = 100;
const SHOWN = 60;

/**
 * Says in plain words what keeps `value` from fitting `schema`, one problem for each place.
 * TypeBox decides what fits; the words come from the `description` that every leaf of the schema carries
 * ("a whole number of 1 or more"). Returns an empty list if the value fits, and at most 100 problems.
 */
export function problemsOf(schema: TSchema, value: unknown): Problem[] {
  const problems: Problem[] = [];
  visit(schema, value, '', problems);
  return problems.slice(0, MOST);
}

/** A problem as one line: `sustainedWork.weeks: must be a whole number of 1 or more; got "fifty"`. */
export function problemLine(problem: Problem): string {
  return problem.path === '' ? problem.message : `${problem.path}: ${problem.message}`;
}

/** What was found, short enough to read in a message: `"fifty"`, `a list of 3`, `nothing`. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a group of fields';
  const text = JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

type Plain = {
  type?: string;
  description?: string;
  properties?: Record<string, TSchema>;
  required?: string[];
  items?: TSchema;
  minItems?: number;
};

function visit(schema: TSchema, value: unknown, path: string, problems: Problem[]): void {
  if (problems.length >= MOST || fits(schema, value)) return;
  const plain: Plain = schema;
  const before = problems.length;
  if (plain.properties && isRecord(value)) visitFields(plain, plain.properties, value, path, problems);
  else if (plain.items && Array.isArray(value)) {
    for (const [index, item] of value.entries()) visit(plain.items, item, `${path}[${index}]`, problems);
  }
  // Nothing inside explains it, so it is the value itself: a text where a list is wanted, a list that is too short.
  if (problems.length === before) problems.push({ path, message: `must be ${wanted(plain)}; got ${shown(value)}` });
}

/** `Check` without its type guard: what does not fit keeps the type unknown. */
function fits(schema: TSchema, value: unknown): boolean {
  return Check(schema, value);
}

function visitFields(
  schema: Plain,
  properties: Record<string, TSchema>,
  value: Record<string, unknown>,
  path: string,
  problems: Problem[],
): void {
  const at = (field: string) => (path === '' ? field : `${path}.${field}`);
  for (const [field, inner] of Object.entries(properties)) {
    if (Object.hasOwn(value, field)) visit(inner, value[field], at(field), problems);
    else if (schema.required?.includes(field))
      problems.push({ path: at(field), message: `is missing; must be ${wanted(inner as Plain)}` });
  }
  for (const field of Object.keys(value)) {
    if (!Object.hasOwn(properties, field))
      problems.push({
        path: at(field),
        message: `is not a known field; known here: ${Object.keys(properties).join(', ')}`,
      });
  }
}

function wanted(schema: Plain): string {
  if (schema.description) return schema.description;
  if (schema.properties) return `a group of fields (${Object.keys(schema.properties).join(', ')})`;
  if (schema.items) return schema.minItems ? `a list of ${schema.minItems} or more` : 'a list';
  return schema.type ? `a ${schema.type}` : 'another value';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
