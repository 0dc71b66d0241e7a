import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { type GoType, type ParseYamlOptions, parseYaml, parseYamlAs, parseYamlFields } from '@gotk/yaml';

const TABLE: GoType = { kind: 'map', element: { kind: 'interface {}' } };
const LIST: GoType = { kind: 'slice', element: { kind: 'interface {}' } };

/** A YAML document that must be a table; an empty one is an empty table. @throws LocatedError with Go's text */
export function parseYamlTable(text: string, options: ParseYamlOptions = {}): JsonObject {
  return decodeYaml(text, { type: TABLE, fits: isJsonObject, options }) ?? {};
}

/** A YAML document that must be a list; an empty one is an empty list. @throws LocatedError with Go's text */
export function parseYamlList(text: string): readonly JsonValue[] {
  return decodeYaml(text, { type: LIST, fits: isList }) ?? [];
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

interface Shape<T extends JsonValue> {
  readonly type: GoType;
  /** Whether a value is of the type as it stands, so that decoding it would change nothing. */
  readonly fits: (value: JsonValue) => value is T;
  readonly options?: ParseYamlOptions | undefined;
  /** Of a table, the fields that matter. Default: all. */
  readonly wanted?: ReadonlySet<string> | undefined;
}

/** Decodes a document into a Go type, the short way where that is the same. @throws LocatedError with Go's text */
export function decodeYaml<T extends JsonValue>(text: string, { type, fits, options, wanted }: Shape<T>): T | null {
  const value = tryParse(text, wanted);
  if (value !== undefined && (value === null || fits(value))) return value;
  // What comes back from here has the type; errors have the words of the decoder.
  return parseYamlAs(text, type, options) as T | null;
}

function tryParse(text: string, wanted: ReadonlySet<string> | undefined): JsonValue | undefined {
  try {
    return wanted === undefined ? parseYaml(text) : parseYamlFields(text, wanted);
  } catch (error) {
    if (error instanceof LocatedError) return undefined;
    throw error;
  }
}
