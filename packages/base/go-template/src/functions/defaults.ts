import { decodeJson } from '../json/decode-json.js';
import { encodeJson, type JsonStyle } from '../json/encode-json.js';
import type { GoValue } from '../value/go-value.js';
import { isEmpty } from '../value/truth.js';
import { GoError, LimitError } from './go-error.js';
import { fixed, type GoFunction, variadic } from './go-function.js';
import { any, bool, text } from './parameter-type.js';

/** sprig's functions on defaults and JSON. */
export const defaultFunctions: readonly GoFunction[] = [
  variadic('default', { fixed: [any], rest: any }, (fallback, [given]) => (isEmpty(given) ? fallback : given)),
  fixed('empty', [any], (value) => isEmpty(value)),
  variadic('coalesce', { fixed: [], rest: any }, (values) => values.find((value) => !isEmpty(value)) ?? null),
  variadic('all', { fixed: [], rest: any }, (values) => !values.some(isEmpty)),
  variadic('any', { fixed: [], rest: any }, (values) => values.some((value) => !isEmpty(value))),
  fixed('ternary', [any, any, bool], (whenTrue, whenFalse, condition) => (condition ? whenTrue : whenFalse)),
  fixed('fromJson', [text], (json) => orElse(null, () => decodeJson(json))),
  fixed('mustFromJson', [text], (json) => decodeJson(json)),
  ...encoder('toJson', { escapeHtml: true }),
  ...encoder('toPrettyJson', { escapeHtml: true, pretty: true }),
  fixed('toRawJson', [any], (value) => encodeJson(value, { escapeHtml: false })),
  fixed('mustToRawJson', [any], (value) => encodeJson(value, { escapeHtml: false })),
];

function encoder(name: string, style: JsonStyle): readonly GoFunction[] {
  return [
    fixed(name, [any], (value) => orElse('', () => encodeJson(value, style))),
    fixed(`must${name.charAt(0).toUpperCase()}${name.slice(1)}`, [any], (value) => encodeJson(value, style)),
  ];
}

function orElse(fallback: GoValue, compute: () => GoValue): GoValue {
  try {
    return compute();
  } catch (error) {
    if (error instanceof GoError && !(error instanceof LimitError)) return fallback;
    throw error;
  }
}
