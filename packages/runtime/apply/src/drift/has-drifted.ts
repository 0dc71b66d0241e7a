import { type JsonObject, type JsonValue, jsonEqual } from '@gotk/json';
import { asJson, type KubeObject } from '@gotk/objects';
import { type CompiledIgnoreRule, ignoredPaths, withoutPaths } from './ignore-rules.js';

/**
 * Whether an apply would change the object: labels, annotations and everything but metadata and status are compared.
 *
 * @param dryRun what the server says the object would be.
 */
export function hasDrifted(live: KubeObject, dryRun: KubeObject, rules: readonly CompiledIgnoreRule[] = []): boolean {
  const paths = rules.length === 0 ? [] : ignoredPaths(rules, dryRun);
  const before = paths.length === 0 ? live : withoutPaths(live, paths);
  const after = paths.length === 0 ? dryRun : withoutPaths(dryRun, paths);
  return !(
    sameMap(before.metadata.labels, after.metadata.labels) &&
    sameMap(before.metadata.annotations, after.metadata.annotations) &&
    jsonEqual(content(before), content(after))
  );
}

/** An empty map counts as none. */
function sameMap(a: Readonly<Record<string, string>> = {}, b: Readonly<Record<string, string>> = {}): boolean {
  return jsonEqual(a, b);
}

function content(object: KubeObject): JsonValue {
  const { metadata: _metadata, status: _status, ...rest } = asJson(object);
  return rest as JsonObject;
}
