import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { parseYaml } from '@gotk/yaml';
import type { SeededRandom } from '../../seeded-random.js';

type Path = readonly (string | number)[];

/** Text that tells YAML, JSON or templates apart from what they are given. */
const ODD_VALUES: readonly [JsonValue, ...JsonValue[]] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  42,
  3.5,
  1e21,
  1000000,
  12345678901234,
  '',
  ' ',
  'x',
  'true',
  'null',
  '0x10',
  '1e3',
  '08',
  '1_000',
  'a: b',
  '# no comment',
  '- x',
  'two\nlines',
  'line\n',
  'é日',
  "it's",
  'a "b"',
  '{{ .Release.Name }}',
  '{{ include "nope" . }}',
  '{{ .Values.nope.nope }}',
  '{{',
  '%!d',
  '~',
  'http://example.com:80/a?b=c',
  '100m',
  '1Gi',
  '5m',
  '>=1.2.3',
  '1.2.3',
  [],
  {},
  ['a'],
  ['b', 'a'],
  [1, null, 'x'],
  [{ name: 'n', value: 'v' }],
  [{ name: 'n', mountPath: '/m', secretName: 's', configMap: { name: 'c' } }],
  [[]],
  { a: 'b' },
  { 'app.kubernetes.io/x': 'y', a: 1 },
  { enabled: true },
  { name: 'n', key: 'k' },
  { nested: { deep: [1, { a: null }] } },
];

/** What optional lists and maps of charts are usually filled with. */
const USUAL_ITEMS: readonly [JsonValue, ...JsonValue[]] = [
  'item',
  'example.com',
  '--flag=value',
  { name: 'extra', value: 'v' },
  { name: 'extra', image: 'busybox:1', command: ['sh', '-c', 'true'] },
  { name: 'extra', emptyDir: {}, mountPath: '/extra' },
  { host: 'a.example.com', paths: [{ path: '/', pathType: 'Prefix' }] },
  { hosts: ['a.example.com'], secretName: 'tls' },
  { secretRef: { name: 's' } },
  { key: 'k', operator: 'Exists', effect: 'NoSchedule' },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '{{ .Release.Name }}-extra' }, data: { a: 'b' } },
];
const USUAL_MAPS: readonly [JsonValue, ...JsonValue[]] = [
  { a: 'b' },
  { 'example.com/key': 'value', another: '{{ .Release.Name }}' },
  { limits: { cpu: '100m', memory: '1Gi' } },
  { runAsUser: 1000, fsGroup: 2000, runAsNonRoot: true },
  { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
  { enabled: true, name: 'n' },
  { 'a.conf': 'x = 1\ny = 2\n', 'b.json': '{"a": 1}' },
];

/**
 * Values that change what a chart's own are.
 *
 * @param defaults the chart's own values, those of its subcharts among them.
 */
export function varyValues(random: SeededRandom, defaults: JsonValue): JsonValue {
  const paths = pathsOf(defaults);
  let changed: JsonValue = {};
  const isGentle = random.chance(0.65);
  const many = isGentle ? random.below(30) + 1 : random.below(4) + 1;
  for (let count = 0; count < many && paths.length > 0; count++) {
    const path = paths[random.below(paths.length)] ?? [];
    const value = valueAt(defaults, path);
    changed = withValue(changed, path, isGentle ? likelyValue(random, value) : oddValue(random, value));
  }
  return changed;
}

const MOST_PATHS = 20_000;

/** The paths of everything in mappings; what is in lists belongs to the list. */
function pathsOf(value: JsonValue, path: Path = [], found: Path[] = []): readonly Path[] {
  if (found.length > MOST_PATHS || !isJsonObject(value)) return found;
  for (const [key, inner] of Object.entries(value)) {
    found.push([...path, key]);
    pathsOf(inner ?? null, [...path, key], found);
  }
  return found;
}

function valueAt(value: JsonValue, path: Path): JsonValue {
  return path.reduce<JsonValue>((inner, key) => (isJsonObject(inner) ? (inner[key] ?? null) : null), value);
}

function withValue(target: JsonValue, [key, ...rest]: Path, value: JsonValue): JsonValue {
  if (key === undefined) return value;
  const map = isJsonObject(target) ? target : {};
  return { ...map, [key]: withValue(map[key] ?? {}, rest, value) };
}

/** Something that a user of the chart may well set there. */
function likelyValue(random: SeededRandom, value: JsonValue): JsonValue {
  if (typeof value === 'boolean') return random.chance(0.9) ? !value : value;
  if (typeof value === 'number') return random.pick([0, 1, value + 1, 8080, 3]);
  if (typeof value === 'string') return random.pick([...likelyTexts(value), '', 'x', 'a-b', '1.2.3', '5m']);
  if (value === null) return random.pick<JsonValue>(['x', 1, true, ...USUAL_MAPS, [random.pick(USUAL_ITEMS)]]);
  return isJsonObject(value) ? likelyMap(random, value) : likelyList(random, value);
}

function likelyTexts(value: string): readonly [string, ...string[]] {
  return [`${value}x`, value.toUpperCase(), `{{ .Release.Name }}-${value}`];
}

function likelyList(random: SeededRandom, list: readonly JsonValue[]): JsonValue {
  const added = Array.from({ length: random.below(3) + 1 }, () => random.pick(USUAL_ITEMS));
  return random.pick<() => JsonValue>([
    () => added,
    () => [...list, ...list],
    () => list.slice(1),
    () => [...list].reverse(),
    () => [],
  ])();
}

function likelyMap(random: SeededRandom, map: JsonObject): JsonValue {
  if (Object.keys(map).length === 0 || random.chance(0.1)) return random.pick(USUAL_MAPS);
  if ('enabled' in map) return { enabled: map['enabled'] !== true };
  if ('create' in map) return { create: map['create'] !== true };
  return { extraKey: random.pick(USUAL_ITEMS) };
}

/** Something that nobody thought of, or nothing at all. */
function oddValue(random: SeededRandom, value: JsonValue): JsonValue {
  if (random.chance(0.2)) return null;
  if (isJsonObject(value) && random.chance(0.3)) return { ['extra.key/x']: random.pick(ODD_VALUES) };
  if (Array.isArray(value) && random.chance(0.3)) return [...value, random.pick(ODD_VALUES)];
  return random.pick(ODD_VALUES);
}

/**
 * The text of a values file with one of its commented examples made real.
 *
 * @returns `undefined` when what was chosen is no example.
 */
export function uncommentExample(random: SeededRandom, text: string): string | undefined {
  const lines = text.split('\n');
  const starts = lines.flatMap((line, index) => (/^\s*# ?(?:- )?[\w.-]+:/.test(line) ? [index] : []));
  if (starts.length === 0) return undefined;
  const start = starts[random.below(starts.length)] ?? 0;
  let end = start;
  while (end < lines.length && /^\s*#(?!\s*--)/.test(lines[end] ?? '')) end++;
  const uncommented = lines.map((line, index) => (index >= start && index < end ? line.replace(/# ?/, '') : line));
  // Where an empty value stood, the example takes its place.
  const emptied = uncommented.map((line, index) =>
    index === start - 1 ? line.replace(/: *(?:\{\}|\[\])\s*$/, ':') : line,
  );
  return isMapping(emptied.join('\n')) ? emptied.join('\n') : undefined;
}

function isMapping(text: string): boolean {
  try {
    return isJsonObject(parseYaml(text));
  } catch {
    // Prose.
    return false;
  }
}
