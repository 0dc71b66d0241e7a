import type { JsonValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { decodeSigs } from './decode/decode-sigs.js';
import { valueOfKyaml } from './decode/value-of-kyaml.js';
import { parseText } from './parse/parse-text.js';
import { parseQuickly } from './quick/parse-quickly.js';
import { skimFields } from './quick/skim-fields.js';
import type { ExactValue } from './resolve/exact-value.js';
import { toLocatedError } from './yaml-error.js';
import type { ParseYamlOptions } from './yaml-options.js';

/**
 * Reads the first document of `text` into JSON as Kubernetes does (sigs.k8s.io/yaml), or as kustomize does with
 * `dialect: 'kyaml'`. An empty text is `null`.
 *
 * Integers beyond ±(2^53 − 1) are rounded to the nearest double; {@link parseExactYaml} keeps them.
 *
 * @param text bytes may be UTF-8 or, with a byte order mark, UTF-16.
 * @throws LocatedError `yaml-syntax` with go-yaml's text; `yaml-empty` (`EOF`) for an empty text in the dialect `kyaml`.
 */
export function parseYaml(text: string | Uint8Array, options: ParseYamlOptions = {}): JsonValue {
  const quick = mayBeQuick(text, options) ? parseQuickly(text) : undefined;
  return quick === undefined ? roundIntegers(parseExactYaml(text, options)) : quick;
}

/**
 * Like {@link parseYaml} in the dialect `sigs`, for who looks at a few fields of a large mapping: those of the others may come out
 * as null. The whole text is read all the same, and its errors are found.
 */
export function parseYamlFields(text: string, wanted: ReadonlySet<string>): JsonValue {
  const quick = parseQuickly(skimFields(text, wanted) ?? text);
  return quick === undefined ? roundIntegers(parseExactYaml(text)) : quick;
}

function mayBeQuick(text: string | Uint8Array, { dialect, strict }: ParseYamlOptions): text is string {
  return typeof text === 'string' && dialect !== 'kyaml' && strict !== true;
}

/** Like {@link parseYaml}, but integers beyond ±(2^53 − 1) are bigints. */
export function parseExactYaml(text: string | Uint8Array, options: ParseYamlOptions = {}): ExactValue {
  const dialect = options.dialect ?? 'sigs';
  try {
    return dialect === 'kyaml' ? parseKyaml(text) : parseSigs(text, options.strict ?? false);
  } catch (error) {
    throw toLocatedError(error, dialect, options);
  }
}

function parseSigs(text: string | Uint8Array, strict: boolean): ExactValue {
  const document = parseText(text, false);
  return document === undefined ? null : decodeSigs(document.root, { strict });
}

function parseKyaml(text: string | Uint8Array): ExactValue {
  const document = parseText(text, true);
  if (document === undefined) throw new LocatedError({ code: 'yaml-empty', message: 'EOF' });
  return valueOfKyaml(document);
}

/** Integers as numbers; changes `value`, which must be nobody else's. */
export function roundIntegers(value: ExactValue): JsonValue {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Record<string, ExactValue>;
  for (const key of Object.keys(fields)) {
    const field = fields[key];
    if (typeof field === 'bigint') fields[key] = Number(field);
    else if (typeof field === 'object' && field !== null) roundIntegers(field);
  }
  return value as JsonValue;
}
