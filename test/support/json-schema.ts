/**
 * Two engines that know nothing of each other say whether values are what the standards' schemas ask for: ajv 8.20.0 with
 * ajv-formats 3.0.1, and Debian's python3-jsonschema (`apt-get install --no-install-recommends python3-jsonschema`).
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const ROOT = path.join(import.meta.dirname, '../open-referral');
/** A profile, and the name of a schema in its folder: 'service.json', 'compiled/service_list.json'. */
export type SchemaCheck = { schema: string; values: readonly unknown[] };

/** An official example, parsed. */
export const example = (profile: 'hsds' | 'oruk', name: string): unknown =>
  JSON.parse(fs.readFileSync(path.join(ROOT, profile, 'examples', `${name}.json`), 'utf8'));

/** The folder of the CSV examples of HSDS. */
export const csvExamples = path.join(ROOT, 'hsds/examples/csv');

function byAjv(folder: string, checks: readonly SchemaCheck[]): string[] {
  // The schemas carry notes of their own (name, path, constraints), which strict mode would refuse.
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  for (const name of fs.readdirSync(folder).filter((file) => file.endsWith('.json')))
    ajv.addSchema(JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')), name);
  return checks.flatMap(({ schema, values }) => {
    const compiled = schema.includes('/')
      ? ajv.compile(JSON.parse(fs.readFileSync(path.join(folder, schema), 'utf8')))
      : ajv.getSchema(schema);
    assert.ok(compiled, `no schema ${schema}`);
    return values.flatMap((value, at) =>
      compiled(value)
        ? []
        : (compiled.errors ?? []).map((error) => `${schema} ${at}: ${error.instancePath} ${error.message}`),
    );
  });
}

function byPython(folder: string, checks: readonly SchemaCheck[]): string[] {
  const script = path.join(import.meta.dirname, 'json_schema.py');
  const run = spawnSync('/usr/bin/python3', ['-W', 'ignore', script], {
    input: JSON.stringify({ folder, checks }),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.equal(run.status, 0, `python3-jsonschema: ${run.stderr}${run.error?.message ?? ''}`);
  return JSON.parse(run.stdout) as string[];
}

/** What either engine has against the values; empty when both take them all. */
export function schemaProblems(profile: 'hsds' | 'oruk', checks: readonly SchemaCheck[]): string[] {
  const folder = path.join(ROOT, profile, 'schema');
  return [
    ...byAjv(folder, checks).map((problem) => `ajv: ${problem}`),
    ...byPython(folder, checks).map((problem) => `python3-jsonschema: ${problem}`),
  ];
}
