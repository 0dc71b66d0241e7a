import { type JsonValue, parseGoJson } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { parseYaml } from '../parse-yaml.js';
import type { ParseYamlOptions } from '../yaml-options.js';
import { splitYaml } from './split-yaml.js';

/**
 * Reads a stream of YAML documents, or of JSON values one after another, as Kubernetes' decoder does. A stream that begins with
 * `{` is taken for JSON until that fails after at most one value. Empty documents are `null`.
 *
 * @throws LocatedError `yaml-syntax`, `yaml-separator` or `json-syntax`.
 */
export function readYamlOrJson(text: string, options: ParseYamlOptions = {}): readonly JsonValue[] {
  if (!text.trimStart().startsWith('{')) return readYaml(text, options);
  const values: JsonValue[] = [];
  let rest = text;
  while (rest.trim() !== '') {
    const end = endOfJsonValue(rest);
    if (end === undefined)
      return [...values, ...readAmbiguous(rest, values.length, text.length - rest.length, options)];
    values.push(JSON.parse(rest.slice(0, end)) as JsonValue);
    rest = rest.slice(end);
  }
  return values;
}

/** What cannot be read as JSON may still be YAML, unless more than one JSON value came before it. */
function readAmbiguous(rest: string, before: number, offset: number, options: ParseYamlOptions): readonly JsonValue[] {
  const error = jsonError(rest, offset);
  if (before > 1) throw error;
  try {
    return readYaml(rest.replace(/^[^\S\n]*\n/, ''), options);
  } catch {
    throw error;
  }
}

function readYaml(text: string, options: ParseYamlOptions): readonly JsonValue[] {
  return splitYaml(text).map((part) => {
    try {
      return parseYaml(part.text, { ...options, startLine: (options.startLine ?? 1) + part.startLine - 1 });
    } catch (error) {
      if (!(error instanceof LocatedError)) throw error;
      const message = `error converting YAML to JSON: ${error.message}`;
      throw new LocatedError({ code: error.code, message, at: error.at });
    }
  });
}

/** Index behind the JSON value that `text` begins with, or `undefined` where it begins with none. */
function endOfJsonValue(text: string): number | undefined {
  const end = skipBalanced(text, text.length - text.trimStart().length);
  try {
    JSON.parse(text.slice(0, end));
    return end;
  } catch {
    return undefined;
  }
}

/** Index behind the bracket that closes the one at `start`, or behind the word there. */
function skipBalanced(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '"') index = endOfString(text, index);
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    else if (depth > 0 || !/[\s{["]/.test(text.charAt(index + 1))) continue;
    if (depth <= 0) return index + 1;
  }
  return text.length;
}

function endOfString(text: string, quote: number): number {
  let index = quote + 1;
  while (index < text.length && text.charAt(index) !== '"') index += text.charAt(index) === '\\' ? 2 : 1;
  return index;
}

/** The error of Go's decoder: its offset is the number of bytes up to the first that cannot be. */
function jsonError(text: string, before: number): LocatedError {
  let good = 0;
  let bad = text.length;
  while (good + 1 < bad) {
    const middle = (good + bad) >> 1;
    if (messageOf(text.slice(0, middle)) === 'unexpected end of JSON input') good = middle;
    else bad = middle;
  }
  const offset = before + new TextEncoder().encode(text.slice(0, bad)).length;
  return new LocatedError({ code: 'json-syntax', message: `json: offset ${offset}: ${messageOf(text.slice(0, bad))}` });
}

function messageOf(text: string): string {
  try {
    parseGoJson(text);
    return 'unexpected end of JSON input';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
