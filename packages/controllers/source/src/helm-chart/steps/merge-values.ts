import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { type GoType, parseYamlAs } from '@gotk/yaml';

const VALUES: GoType = { kind: 'map', element: { kind: 'interface {}' } };

export interface MergeOptions {
  readonly paths: readonly string[];
  readonly ignoreMissing: boolean;
  /** What stands at a path; `undefined` when nothing does. */
  readonly read: (path: string) => Uint8Array | undefined;
  /** What is said of a path at which nothing stands. */
  readonly missing: (path: string) => string;
}

/** Default values made from several files. */
export interface MergedValues {
  readonly values: JsonObject;
  /** Those that were there. */
  readonly valuesFiles: readonly string[];
}

/** Merges values files, the later ones over the earlier. @throws Error at files that are not there or no values */
export function mergeValues({ paths, ignoreMissing, read, missing }: MergeOptions): MergedValues {
  let values: JsonObject = {};
  const valuesFiles: string[] = [];
  for (const path of paths) {
    const content = read(path);
    if (content === undefined && ignoreMissing) continue;
    if (content === undefined) throw new Error(missing(path));
    values = merged(values, parseValues(content, path));
    valuesFiles.push(path);
  }
  return { values, valuesFiles };
}

function parseValues(content: Uint8Array, path: string): JsonObject {
  try {
    const values = parseYamlAs(content, VALUES);
    // The type makes it an object, or null for an empty file.
    return isJsonObject(values) ? values : {};
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`unmarshaling values from '${path}' failed: ${reason}`, { cause });
  }
}

function merged(below: JsonObject, above: JsonObject): JsonObject {
  const entries = new Map<string, JsonValue | undefined>(Object.entries(below));
  for (const [key, value] of Object.entries(above)) {
    const old = entries.get(key);
    entries.set(key, isJsonObject(old) && isJsonObject(value) ? merged(old, value) : value);
  }
  return Object.fromEntries(entries);
}
