import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { shortDiff } from '../short-diff.js';
import { adoptPlaceholders } from './placeholders.js';

/** Compares lists whose order carries no meaning. */
export function compareSets(
  part: string,
  expected: readonly JsonObject[] = [],
  actual: readonly JsonObject[],
  keyOf: (object: JsonObject) => string = (object) => JSON.stringify(object),
): string | undefined {
  const wanted = [...expected].sort((a, b) => compareTexts(keyOf(a), keyOf(b)));
  const rest = [...actual];
  const paired: JsonValue[] = [];
  for (const object of wanted) {
    const index = bestMatch(object, rest, keyOf);
    if (index !== -1) paired.push(adoptPlaceholders(object, rest.splice(index, 1)[0]) ?? null);
  }
  // How often something was told depends on how often it was tried.
  const further = rest.filter(
    (object) => !wanted.some((each) => render(adoptPlaceholders(each, object)) === render(each)),
  );
  const left = render(wanted);
  const right = render([...paired, ...further]);
  return left === right ? undefined : `${part}:\n${shortDiff(left, right)}`;
}

function bestMatch(
  wanted: JsonObject,
  candidates: readonly JsonObject[],
  keyOf: (object: JsonObject) => string,
): number {
  const text = render(wanted);
  const exact = candidates.findIndex((each) => render(adoptPlaceholders(wanted, each)) === text);
  return exact === -1 ? candidates.findIndex((each) => keyOf(each) === keyOf(wanted)) : exact;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** JSON with sorted keys. */
export function render(value: JsonValue | undefined): string {
  return JSON.stringify(sortKeys(value), null, 1);
}

function sortKeys(value: JsonValue | undefined): JsonValue {
  if (Array.isArray(value)) return value.map((item) => sortKeys(item));
  if (!isJsonObject(value)) return value ?? null;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => compareTexts(a, b)).map(([name, field]) => [name, sortKeys(field)]),
  );
}
