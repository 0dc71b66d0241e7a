import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { type GoType, parseYamlAs, renderYaml, splitYaml } from '@gotk/yaml';

/** Nesting that is followed. */
const MAX_DEPTH = 1000;
const MAPPING: GoType = { kind: 'map', element: { kind: 'interface {}' } };

/**
 * Merges a YAML file over another one like values of Helm: mappings key by key, everything else replaced; several
 * documents of a file count as one.
 * @throws Error for what is no mapping.
 */
export function mergeYaml(base: Uint8Array, overlay: Uint8Array): string {
  return renderYaml(mergeMappings(readMapping(base), readMapping(overlay)));
}

function readMapping(bytes: Uint8Array): JsonObject {
  const parts = splitYaml(new TextDecoder().decode(bytes));
  return parts.reduce<JsonObject>((merged, { text }) => mergeMappings(merged, readDocument(text)), {});
}

function readDocument(text: string): JsonObject {
  try {
    const value = parseYamlAs(text, MAPPING);
    return isJsonObject(value) ? value : {};
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`cannot unmarshal YAML document: ${reason}`, { cause });
  }
}

function mergeMappings(base: JsonObject, overlay: JsonObject, depth = 0): JsonObject {
  if (depth > MAX_DEPTH) throw new Error('YAML is nested too deeply');
  const merged = new Map<string, JsonValue | undefined>(Object.entries(base));
  for (const [name, value] of Object.entries(overlay)) {
    const before = merged.get(name);
    const both = isJsonObject(before) && isJsonObject(value);
    merged.set(name, both ? mergeMappings(before, value, depth + 1) : value);
  }
  // Not by assignment: a key may be called `__proto__`.
  return Object.fromEntries(merged);
}
