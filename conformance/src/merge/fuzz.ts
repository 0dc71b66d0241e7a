import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type JsonObject, type JsonValue, jsonEqual } from '@gotk/json';
import type { KubeObject, ManagedFieldsEntry } from '@gotk/objects';
import { applyWithManagedFields, type MergeSchema, mergeSchemaOf, updateManagedFields } from '@gotk/structured-merge';
import { askProgram } from '../ask-program.js';
import { builtProgram } from '../go-program.js';
import { seededRandom } from '../seeded-random.js';
import { generateScript, type MergeOperation, type MergeScript } from './generate-script.js';

const USAGE = 'usage: node conformance/dist/merge/fuzz.js [--scripts N] [--seed S]   (needs Go for the first run)';
const oracleFolder = resolve(fileURLToPath(import.meta.url), '../../../merge-oracle');

/** What a write led to: the object with its managed fields, or the refusal. */
interface Answer {
  readonly object?: JsonObject;
  readonly error?: string;
}

/** Compares server-side apply with Kubernetes' own field manager on generated scripts of writes. */
function main(): number {
  const { values } = parseArgs({
    options: { scripts: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
  });
  const count = Number(values.scripts);
  const seed = Number(values.seed);
  if (!Number.isInteger(count) || !Number.isInteger(seed)) {
    console.error(USAGE);
    return 2;
  }
  const scripts = Array.from({ length: count }, (_, index) => generateScript(seededRandom(seed * 1_000_003 + index)));
  const oracle = builtProgram({ name: 'merge-oracle', sources: oracleFolder });
  const expected = askProgram<readonly Answer[]>(oracle, scripts);
  let failed = 0;
  for (const [index, script] of scripts.entries()) {
    const difference = findDifference(script, expected[index] ?? []);
    if (difference === undefined) continue;
    failed++;
    if (failed <= 5) console.log(`FAIL script ${index} (seed ${seed})\n${difference}`);
  }
  console.log(`${count - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Every operation starts from the oracle's object, so that one difference does not hide the next. */
function findDifference(script: MergeScript, expected: readonly Answer[]): string | undefined {
  const schema = mergeSchemaOf(script.schema);
  let live: JsonObject | undefined;
  for (const [index, operation] of script.operations.entries()) {
    const want = expected[index] ?? { error: 'no answer' };
    const have = answer(operation, live, schema);
    if (!answersEqual(want, have)) return describe({ script, index, live, want, have });
    live = want.object ?? live;
  }
  return undefined;
}

function answer(
  { op, manager, force, object }: MergeOperation,
  live: JsonObject | undefined,
  schema: MergeSchema,
): Answer {
  const options = { apiVersion: 'example.com/v1', kind: 'Thing', schemaFor: () => schema, now: '2026-01-01T00:00:00Z' };
  const change = { live: live as unknown as KubeObject | undefined, manager };
  const request = object as unknown as KubeObject;
  try {
    const next =
      op === 'apply'
        ? applyWithManagedFields({ ...change, patch: request, force }, options).object
        : updateManagedFields({ ...change, next: request }, options);
    return { object: { ...next, metadata: { ...next.metadata, uid: 'u' } } as unknown as JsonObject };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function answersEqual(want: Answer, have: Answer): boolean {
  if (want.error !== undefined || have.error !== undefined)
    return (want.error === undefined) === (have.error === undefined) && sameError(want, have);
  return jsonEqual(normalize(want.object), normalize(have.object));
}

/** Conflicts are compared line by line in any order; other texts must be there, but list a varying part of the errors. */
function sameError({ error: want = '' }: Answer, { error: have = '' }: Answer): boolean {
  if (!want.startsWith('Apply failed')) return true;
  const lines = (text: string): string => text.split('\n').sort().join('\n');
  const body = (text: string): string => lines(text.replace(/^Apply failed with (\d+) conflicts?: /, '$1\n'));
  return body(want) === body(have);
}

function normalize(object: JsonObject | undefined): JsonValue {
  if (object === undefined) return null;
  const metadata = object['metadata'] as { readonly managedFields?: readonly ManagedFieldsEntry[] } & JsonObject;
  const entries = (metadata.managedFields ?? []).map(({ time: _time, ...entry }) => [
    JSON.stringify([entry.manager, entry.operation]),
    entry,
  ]);
  return { ...object, metadata: { ...metadata, managedFields: Object.fromEntries(entries) as JsonObject } };
}

function describe({
  script,
  index,
  live,
  want,
  have,
}: {
  readonly script: MergeScript;
  readonly index: number;
  readonly live: JsonObject | undefined;
  readonly want: Answer;
  readonly have: Answer;
}): string {
  const { op, manager, force, object } = script.operations[index] ?? {};
  return [
    `    schema ${JSON.stringify(script.schema['properties'])}`,
    `    live   ${JSON.stringify(live)}`,
    `    ${op} by ${manager}${force === true ? ' (force)' : ''} ${JSON.stringify(object)}`,
    `    - ${want.error ?? JSON.stringify(normalize(want.object))}`,
    `    + ${have.error ?? JSON.stringify(normalize(have.object))}`,
  ].join('\n');
}

process.exitCode = main();
