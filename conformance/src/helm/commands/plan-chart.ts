import type { JsonObject, JsonValue } from '@gotk/json';
import type { SeededRandom } from '../../seeded-random.js';

/** What a generated chart consists of, but for its templates. */
export interface ChartPlan {
  readonly metadata: JsonObject;
  /** YAML; `undefined` for no file. */
  readonly values: string | undefined;
  readonly schema: JsonObject | undefined;
  /** By the folder in `charts/`. */
  readonly subcharts: readonly (readonly [folder: string, chart: ChartPlan])[];
}

const KEYS = ['a', 'b', 'c', 'sub', 'lib', 'other', 'global', 'enabled', 'tags', 'exports', 'data', 'name'] as const;
const NAMES = ['sub', 'other', 'lib', 'deep'] as const;

/** A chart of random parts. */
export function planChart(random: SeededRandom): ChartPlan {
  return planNamed(random, 'c', 0);
}

function planNamed(random: SeededRandom, name: string, depth: number): ChartPlan {
  const folders = NAMES.filter(() => random.chance([0.45, 0.3, 0.1][depth] ?? 0));
  const subcharts = folders.map((folder) => [folder, planNamed(random, folder, depth + 1)] as const);
  const dependencies = random.chance(0.8) ? folders.flatMap((folder) => planDependencies(random, folder)) : [];
  const isLibrary = depth > 0 && (name === 'lib' ? random.chance(0.7) : random.chance(0.03));
  return {
    metadata: {
      apiVersion: random.chance(0.93) ? 'v2' : random.pick(['v1', 'v1', '']),
      name: random.chance(0.98) ? name : random.pick(['', 'A_b', 'x.y']),
      version: random.pick(['1.0.0', '0.1.0', '1.2.3-rc.1+b', '1', 'v2.0.0']),
      ...(isLibrary ? { type: 'library' } : random.chance(0.1) ? { type: 'application' } : {}),
      ...(random.chance(0.05) ? { deprecated: true } : {}),
      ...(random.chance(0.1) ? { appVersion: random.pick(['1.0', 'x', '2020-01-01']) } : {}),
      ...(random.chance(0.08) ? { kubeVersion: random.pick(['>=1.20.0', '<1.20', '^1.30.0-0', 'x']) } : {}),
      ...(random.chance(0.1) ? { annotations: { a: 'b' }, keywords: ['k'], maintainers: [{ name: 'm' }] } : {}),
      ...(dependencies.length > 0 ? { dependencies } : {}),
    },
    values: random.chance(0.9) ? valuesText(random, folders) : undefined,
    schema: random.chance(0.12) ? planSchema(random) : undefined,
    subcharts,
  };
}

/** One entry or two of the same chart. */
function planDependencies(random: SeededRandom, name: string): readonly JsonObject[] {
  if (random.chance(0.1)) return [];
  const first = planDependency(random, name);
  return random.chance(0.15)
    ? [first, { ...planDependency(random, name), alias: random.pick(['twin', 'a', 'other']) }]
    : [first];
}

function planDependency(random: SeededRandom, name: string): JsonObject {
  const some = (share: number, make: () => JsonObject): JsonObject => (random.chance(share) ? make() : {});
  return {
    name: random.chance(0.97) ? name : 'missing',
    version: random.pick(['', '*', '>=0', '1.x', '1.0.0', '>0.0.0-0', 'x.y']),
    ...some(0.15, () => ({ repository: random.pick(['', 'https://example.com', 'file://../x', '@a']) })),
    ...some(0.25, () => ({ alias: random.pick(['al', 'twin', 'global', 'sub', 'a', 'b']) })),
    ...some(0.4, () => ({ condition: random.pick(CONDITIONS) })),
    ...some(0.3, () => ({ tags: random.pick<JsonValue>([['x'], ['y'], ['x', 'y'], ['nope']]) })),
    ...some(0.35, () => ({ 'import-values': importedValues(random) })),
    ...some(0.05, () => ({ enabled: random.chance(0.5) })),
  };
}

const CONDITIONS = [
  'sub.enabled',
  'sub.enabled,global.enabled',
  'enabled',
  'nope.enabled',
  'global.enabled',
  ' other.enabled , a.b',
  'a',
  'al.enabled',
  '',
] as const;

function importedValues(random: SeededRandom): JsonValue {
  const path = (): string =>
    random.pick(['a', 'data', 'a.b', 'exports.data', 'data.c', 'nope', '.', '', 'global', 'b']);
  const one = (): JsonValue =>
    random.pick<() => JsonValue>([
      () => random.pick(['data', 'a', 'nope', 'a.b']),
      () => ({ child: path(), parent: path() }),
      () => ({ child: path(), parent: random.pick(['.', 'a', 'imported', 'b.c']) }),
      () => random.pick<JsonValue>([{ child: 'a' }, { parent: 'a' }, 1, null, {}]),
    ])();
  return Array.from({ length: random.below(2) + 1 }, one);
}

function valuesText(random: SeededRandom, folders: readonly string[]): string {
  if (random.chance(0.03))
    return random.pick(['', '{}', '[]', 'x', '# nothing\n', 'null', '- a\n', 'a: [', 'a: 1\na: 2\n']);
  const values = planValues(random, 0);
  for (const name of [...folders, 'al', 'twin']) {
    if (random.chance(0.4)) values[name] = random.chance(0.92) ? planValues(random, 1) : random.pick(LEAVES);
  }
  if (random.chance(0.3)) values['tags'] = random.pick<JsonValue>([{ x: true }, { x: false, y: true }, { y: 'x' }, 1]);
  if (random.chance(0.3)) values['exports'] = { data: planValues(random, 2), a: planValues(random, 2) };
  return `${JSON.stringify(values)}\n`;
}

const LEAVES: readonly [JsonValue, ...JsonValue[]] = [
  null,
  true,
  false,
  1,
  0,
  1.5,
  'x',
  '',
  'true',
  '{{ .Values.b }}',
  '{{ .Chart.Name }}-{{ .Release.Name }}',
  '{{ include "shared" . }}',
  '{{ tpl "{{ .Values.c }}" . }}',
  ['x', 1],
  [],
  {},
  [{ a: 1 }, null],
  1e21,
  123456789012,
];

/** A tree of the same few names, so that charts speak of the same values. */
export function planValues(random: SeededRandom, depth: number): Record<string, JsonValue> {
  const values: Record<string, JsonValue> = {};
  for (const key of KEYS) {
    if (!random.chance(0.3)) continue;
    if (key === 'enabled') values[key] = random.chance(0.8) ? random.chance(0.5) : random.pick(LEAVES);
    else values[key] = depth < 3 && random.chance(0.45) ? planValues(random, depth + 1) : random.pick(LEAVES);
  }
  return values;
}

function planSchema(random: SeededRandom): JsonObject {
  const type = (): JsonObject =>
    random.pick<JsonObject>([
      { type: 'string' },
      { type: ['object', 'null'] },
      { type: 'object', properties: { b: { type: 'integer' } }, additionalProperties: random.chance(0.5) },
      { enum: ['x', 1, null] },
      { minLength: 2 },
      {},
    ]);
  return {
    ...(random.chance(0.3) ? { $schema: 'http://json-schema.org/draft-07/schema#' } : {}),
    type: 'object',
    properties: { a: type(), b: type(), global: type() },
    ...(random.chance(0.3) ? { required: [random.pick(KEYS)] } : {}),
    ...(random.chance(0.1) ? { additionalProperties: false } : {}),
  };
}
