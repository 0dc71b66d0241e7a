import { type JsonObject, type JsonValue, jsonAt, jsonEqual, parseJsonPointer } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { asJson, type KubeObject, type LabelMatcher, parseApiVersion, parseLabelSelector } from '@gotk/objects';
import { RE2JS } from 're2js';

/** Which objects a rule is for: anchored regular expressions and selectors, all optional. */
export interface IgnoreTarget {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly annotationSelector?: string;
}

/** Fields that others may change without it counting as drift. */
export interface IgnoreRule {
  /** JSON pointers. */
  readonly paths: readonly string[];
  /** Absent: every object. */
  readonly target?: IgnoreTarget | undefined;
}

/** A rule whose expressions are compiled. */
export interface CompiledIgnoreRule {
  readonly paths: readonly string[];
  matches(object: KubeObject): boolean;
}

/**
 * Compiles the rules once for a whole apply.
 *
 * @throws LocatedError `ignore-rule` on a bad expression or selector.
 */
export function compileIgnoreRules(rules: readonly IgnoreRule[]): readonly CompiledIgnoreRule[] {
  return rules.map(({ paths, target }) => {
    for (const path of paths) checkPointer(path);
    return { paths, matches: target === undefined ? () => true : compileTarget(target) };
  });
}

function checkPointer(path: string): void {
  try {
    parseJsonPointer(path);
  } catch (error) {
    throw new LocatedError({
      code: 'ignore-rule',
      message: `invalid ignore path ${JSON.stringify(path)}`,
      hint: 'Write a JSON pointer such as /spec/replicas.',
      cause: error,
    });
  }
}

function compileTarget(target: IgnoreTarget): (object: KubeObject) => boolean {
  const expressions = (['group', 'version', 'kind', 'name', 'namespace'] as const).map((field) =>
    compileExpression(field, target[field] ?? ''),
  );
  const labels = compileSelector('label', target.labelSelector);
  const annotations = compileSelector('annotation', target.annotationSelector);
  return (object) => {
    const { group, version } = parseApiVersion(object.apiVersion);
    const values = [group, version, object.kind, object.metadata.name ?? '', object.metadata.namespace ?? ''];
    return (
      expressions.every((matches, index) => matches(values[index] ?? '')) &&
      (labels?.matches(object.metadata.labels ?? {}) ?? true) &&
      (annotations?.matches(object.metadata.annotations ?? {}) ?? true)
    );
  };
}

/** RE2's syntax and linear time, as in Go: the expressions come from tenants. */
function compileExpression(field: string, expression: string): (value: string) => boolean {
  if (expression === '') return () => true;
  try {
    const compiled = RE2JS.compile(`^(?:${expression})$`);
    return (value) => compiled.matches(value);
  } catch (error) {
    throw new LocatedError({ code: 'ignore-rule', message: `invalid ${field} regex: ${expression}`, cause: error });
  }
}

function compileSelector(kind: string, selector: string | undefined): LabelMatcher | undefined {
  if (selector === undefined || selector === '') return undefined;
  try {
    return parseLabelSelector(selector);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new LocatedError({ code: 'ignore-rule', message: `invalid ${kind} selector: ${text}`, cause: error });
  }
}

/** The pointers that the rules name for this object. */
export function ignoredPaths(rules: readonly CompiledIgnoreRule[], object: KubeObject): readonly string[] {
  return rules.filter((rule) => rule.matches(object)).flatMap(({ paths }) => paths);
}

/** The object without the fields at these pointers; those it does not have are passed over. */
export function withoutPaths(object: KubeObject, paths: readonly string[]): KubeObject {
  return paths.reduce<JsonValue>(
    (value, path) => removeAt(value, parseJsonPointer(path)),
    asJson(object),
  ) as unknown as KubeObject;
}

function removeAt(value: JsonValue, path: readonly string[]): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return removeFromList(value as readonly JsonValue[], Number(key), rest);
  const map = value as JsonObject;
  if (!Object.hasOwn(map, key)) return map;
  const { [key]: field, ...others } = map;
  return rest.length === 0 || field === undefined ? others : { ...map, [key]: removeAt(field, rest) };
}

function removeFromList(list: readonly JsonValue[], index: number, rest: readonly string[]): readonly JsonValue[] {
  if (!Number.isInteger(index) || index < 0 || index >= list.length) return list;
  if (rest.length === 0) return list.filter((_, position) => position !== index);
  return list.map((item, position) => (position === index ? removeAt(item, rest) : item));
}

/**
 * The object to apply where ignored fields have drifted: a field that another applier owns is left out, and one that only we own
 * keeps the value in the cluster, since leaving it out would remove it.
 */
export function resolveIgnoredFields(
  desired: KubeObject,
  {
    live,
    dryRun,
    rules,
    fieldManager,
  }: {
    readonly live: KubeObject;
    readonly dryRun: KubeObject;
    readonly rules: readonly CompiledIgnoreRule[];
    readonly fieldManager: string;
  },
): KubeObject {
  let resolved = asJson(desired) as JsonValue;
  for (const path of ignoredPaths(rules, dryRun)) {
    const steps = parseJsonPointer(path);
    const present = jsonAt(asJson(live), steps);
    if (jsonEqual(present, jsonAt(asJson(dryRun), steps))) continue;
    const adopts = present !== undefined && !ownedByOther(live, steps, fieldManager);
    resolved = adopts ? replaceAt(resolved, steps, present) : removeAt(resolved, steps);
  }
  return resolved as unknown as KubeObject;
}

function replaceAt(value: JsonValue, path: readonly string[], replacement: JsonValue): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).map((item, index) =>
      index === Number(key) ? replaceAt(item, rest, replacement) : item,
    );
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return value;
  const map = value as JsonObject;
  return { ...map, [key]: replaceAt(map[key] ?? null, rest, replacement) };
}

/** Whether another applier's managed fields hold the path; list elements are found by the keys of their entries. */
function ownedByOther(live: KubeObject, steps: readonly string[], fieldManager: string): boolean {
  const appliers = (live.metadata.managedFields ?? []).filter(
    ({ operation, subresource }) => operation === 'Apply' && (subresource ?? '') === '',
  );
  return appliers.some(
    (entry) => entry.manager !== fieldManager && holds(entry.fieldsV1 ?? {}, { steps, value: asJson(live) }),
  );
}

function holds(
  fields: JsonObject,
  { steps, value }: { readonly steps: readonly string[]; readonly value: JsonValue | undefined },
): boolean {
  const [step, ...rest] = steps;
  if (step === undefined) return true;
  const key = Array.isArray(value) ? elementKey(fields, (value as readonly JsonValue[])[Number(step)]) : `f:${step}`;
  const below = key === undefined ? undefined : fields[key];
  if (below === undefined) return false;
  return holds(below as JsonObject, { steps: rest, value: value === undefined ? undefined : jsonAt(value, [step]) });
}

function elementKey(fields: JsonObject, element: JsonValue | undefined): string | undefined {
  return Object.keys(fields).find((key) => {
    if (!key.startsWith('k:') || typeof element !== 'object' || element === null) return false;
    const wanted = JSON.parse(key.slice(2)) as JsonObject;
    return Object.entries(wanted).every(([name, value]) => jsonEqual((element as JsonObject)[name], value));
  });
}
