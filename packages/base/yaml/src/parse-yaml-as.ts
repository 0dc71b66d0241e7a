import type { JsonValue } from '@gotk/json';
import { LocatedError, type SourceLocation } from '@gotk/located-error';
import { decodeSigs } from './decode/decode-sigs.js';
import { locateYaml } from './locate-yaml.js';
import { parseText } from './parse/parse-text.js';
import { roundIntegers } from './parse-yaml.js';
import { parseQuickly } from './quick/parse-quickly.js';
import type { ExactValue } from './resolve/exact-value.js';
import { coerceScalars, hasNumberForText } from './typed/coerce-scalars.js';
import { decodeJsonAs } from './typed/decode-json-as.js';
import type { GoType } from './typed/go-type.js';
import { toLocatedError } from './yaml-error.js';
import type { ParseYamlOptions } from './yaml-options.js';

/**
 * Reads the first document of `text` into a type, as sigs.k8s.io/yaml reads configuration: numbers and booleans become text
 * where the type wants text, fields match without regard to case. `strict` refuses unknown fields and repeated keys.
 *
 * @throws LocatedError `yaml-syntax` or `json-type`.
 */
export function parseYamlAs(text: string | Uint8Array, type: GoType, options: ParseYamlOptions = {}): JsonValue {
  const value = roundIntegers(readAs(text, type, options));
  try {
    return decodeJsonAs(value, type, {
      strict: options.strict ?? false,
      locate: (path) => locationOf(text, path, options),
    });
  } catch (error) {
    throw prefixed(error, 'error unmarshaling JSON: while decoding JSON: ');
  }
}

function locationOf(
  text: string | Uint8Array,
  path: readonly (string | number)[],
  { file, startLine = 1 }: ParseYamlOptions,
): SourceLocation | undefined {
  if (file === undefined) return undefined;
  const place = locateYaml(typeof text === 'string' ? text : new TextDecoder().decode(text), path);
  return place === undefined ? { file } : { file, line: place.line + startLine - 1, column: place.column };
}

function readAs(text: string | Uint8Array, type: GoType, options: ParseYamlOptions): ExactValue {
  const characters = typeof text === 'string' ? text : textOf(text);
  const quick = characters === undefined ? undefined : parseQuickly(characters, { unique: options.strict ?? false });
  if (quick !== undefined && !hasNumberForText(quick, type)) return coerceScalars(quick, type);
  try {
    const root = parseText(text, false)?.root;
    if (root === undefined) return null;
    return coerceScalars(decodeSigs(root, { strict: options.strict ?? false, keepFloats: true }), type);
  } catch (error) {
    throw prefixed(toLocatedError(error, 'sigs', options), 'error converting YAML to JSON: ');
  }
}

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of these bytes; none when they are no UTF-8. A byte order mark stays, which only the whole parser takes. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function prefixed(error: unknown, prefix: string): unknown {
  if (!(error instanceof LocatedError)) return error;
  return new LocatedError({ code: error.code, message: prefix + error.message, at: error.at, cause: error.cause });
}
