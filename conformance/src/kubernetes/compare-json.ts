import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { hasSymbols, type Symbols } from './symbols.js';

/** Where the comparison stands. */
interface Place {
  readonly symbols: Symbols;
  readonly path: string;
}

/**
 * Compares values with symbols. Lists are ordered, except managedFields, whose order depends on the clock.
 * @returns one line per difference.
 */
export function compareJson(
  expected: JsonValue | undefined,
  actual: JsonValue | undefined,
  place: Place,
): readonly string[] {
  if (typeof expected === 'string') return compareText(expected, actual, place);
  if (Array.isArray(expected)) return compareList(expected as readonly JsonValue[], actual, place);
  if (isJsonObject(expected)) return compareObject(expected, actual, place);
  return expected === actual ? [] : [difference(place, expected, actual)];
}

function compareText(expected: string, actual: JsonValue | undefined, place: Place): readonly string[] {
  if (isLooseVersion(expected, place.path)) {
    return typeof actual === 'string' && place.symbols.matchesAtLeast(expected, actual)
      ? []
      : [difference(place, expected, actual)];
  }
  const isNumber = typeof actual === 'number' && /^\$\{nodePort\d+\}$/.test(expected);
  const text = isNumber ? String(actual) : actual;
  return typeof text === 'string' && place.symbols.matches(expected, text) ? [] : [difference(place, expected, actual)];
}

/** Versions of lists, and of bookmarks, of which only the order is certain. */
function isLooseVersion(expected: string, path: string): boolean {
  return /^\$\{rv\d+\}$/.test(expected) && path.startsWith('~');
}

function compareList(expected: readonly JsonValue[], actual: JsonValue | undefined, place: Place): readonly string[] {
  if (!Array.isArray(actual)) return [difference(place, expected, actual)];
  const [want, have] = place.path.endsWith('managedFields')
    ? [sortEntries(expected), sortEntries(actual)]
    : [expected, place.path.endsWith('items') ? inRecordedOrder(expected, actual, place.symbols) : actual];
  const lines: string[] = [];
  for (let index = 0; index < Math.max(want.length, have.length); index++) {
    lines.push(...compareJson(want[index], have[index], { ...place, path: `${place.path}[${index}]` }));
  }
  return lines;
}

/** Lists are in the order of names, which depends on chance where the names do: the known ones come where they were recorded. */
function inRecordedOrder(
  expected: readonly JsonValue[],
  actual: readonly JsonValue[],
  symbols: Symbols,
): readonly JsonValue[] {
  const names = expected.map(nameOf);
  if (!names.some((name) => /\$\{rand\d+\}/.test(name))) return actual;
  const rest = [...actual];
  const taken = names.map((name) => {
    const index = rest.findIndex((item) => nameOf(item) === symbols.substitute(name));
    return index < 0 ? undefined : rest.splice(index, 1)[0];
  });
  return [...taken.map((item) => item ?? rest.shift()).filter((item) => item !== undefined), ...rest];
}

function nameOf(item: JsonValue): string {
  const metadata = isJsonObject(item) ? item['metadata'] : undefined;
  return isJsonObject(metadata) ? String(metadata['name']) : '';
}

function sortEntries(entries: readonly JsonValue[]): readonly JsonValue[] {
  const keyOf = (entry: JsonValue): string =>
    isJsonObject(entry)
      ? [entry['manager'], entry['operation'], entry['apiVersion'], entry['subresource']].join('\0')
      : '';
  return [...entries].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function compareObject(expected: JsonObject, actual: JsonValue | undefined, place: Place): readonly string[] {
  if (!isJsonObject(actual)) return [difference(place, expected, actual)];
  const isList = typeof expected['kind'] === 'string' && /(?:List|^Table)$/.test(expected['kind']);
  const keys = matchKeys(expected, actual, place.symbols);
  return keys.flatMap(([want, have]) => {
    const loose = isList && want === 'metadata' ? '~' : '';
    const path = place.path === '' ? `${loose}${want ?? have}` : `${loose}${place.path}.${want ?? have}`;
    return compareJson(want === undefined ? undefined : expected[want], have === undefined ? undefined : actual[have], {
      ...place,
      path,
    });
  });
}

/** Pairs of keys; an expected key may hold symbols itself. */
function matchKeys(
  expected: JsonObject,
  actual: JsonObject,
  symbols: Symbols,
): readonly (readonly [string | undefined, string | undefined])[] {
  const free = new Set(Object.keys(actual));
  const pairs = Object.keys(expected).map((want) => {
    const have = hasSymbols(want)
      ? [...free].find((key) => symbols.matches(want, key))
      : free.has(want)
        ? want
        : undefined;
    if (have !== undefined) free.delete(have);
    return [want, have] as const;
  });
  return [...pairs, ...[...free].map((have) => [undefined, have] as const)];
}

const MAX_SHOWN = 600;

function difference({ path, symbols }: Place, expected: unknown, actual: unknown): string {
  const want = expected === undefined ? '(absent)' : symbols.substitute(JSON.stringify(expected));
  const have = actual === undefined ? '(absent)' : JSON.stringify(actual);
  return `${path.replaceAll('~', '') || '(body)'}:\n  - ${want.slice(0, MAX_SHOWN)}\n  + ${have.slice(0, MAX_SHOWN)}`;
}
