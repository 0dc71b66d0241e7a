import { goQuote } from '@gotk/json';
import { wrapError } from '../errors/wrap-error.js';
import { goListText } from '../go-format/go-map.js';
import type { GeneratorArgs } from '../kustomization/kustomization.js';
import { type LoadRoot, loadFile } from '../load/load-root.js';
import { decodeText as decodeRaw } from '../read/raw-bytes.js';

/** An entry of a ConfigMap or Secret: text, or bytes that are no UTF-8. */
export interface KeyValue {
  readonly key: string;
  readonly value: string | Uint8Array;
}

/**
 * The entries that a generator asks for: from files of variables, literals and whole files, in this order.
 * @throws LocatedError when a file is absent or an entry cannot be read.
 */
export function loadKeyValues(root: LoadRoot, args: GeneratorArgs): readonly KeyValue[] {
  const { envs = [], literals = [], files = [] } = args;
  return [
    ...naming(`env source files: ${goListText(envs)}`, () => envs.flatMap((path) => loadVariables(root, path))),
    ...naming(`literal sources ${goListText(literals)}`, () => literals.map(parseLiteral)),
    ...naming(`file sources: ${goListText(files)}`, () => files.map((source) => loadSource(root, source))),
  ];
}

function naming<Result>(sources: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw wrapError(error, sources);
  }
}

/** Lines longer than this end the file, as far as kustomize is concerned. */
const MAX_LINE_BYTES = 65_536;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

function loadVariables(root: LoadRoot, path: string): readonly KeyValue[] {
  const { content } = loadFile(root, path);
  const variables: KeyValue[] = [];
  for (let start = 0; start < content.length; ) {
    const newline = content.indexOf(NEWLINE, start);
    const end = newline === -1 ? content.length : newline;
    if (end - start >= MAX_LINE_BYTES) break;
    const line = content.subarray(start, content[end - 1] === CARRIAGE_RETURN && end > start ? end - 1 : end);
    const variable = parseLine(line, start === 0);
    if (variable !== undefined) variables.push(variable);
    start = end + 1;
  }
  return variables;
}

const LEADING_SPACE = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** @returns `undefined` for a blank line or a comment. */
function parseLine(line: Uint8Array, isFirst: boolean): KeyValue | undefined {
  const decoded = decodeText(line);
  if (decoded === undefined) throw new Error(`line [${line.join(' ')}] has invalid utf8 bytes : ${decodeRaw(line)}`);
  const text = (isFirst ? decoded.replace(/^\ufeff/, '') : decoded).replace(LEADING_SPACE, '');
  if (text.startsWith('#')) return undefined;
  const equals = text.indexOf('=');
  const key = equals === -1 ? text : text.slice(0, equals);
  return key === '' ? undefined : { key, value: equals === -1 ? '' : text.slice(equals + 1) };
}

function parseLiteral(source: string): KeyValue {
  const equals = source.indexOf('=');
  if (equals <= 0) throw new Error(`invalid literal source ${source}, expected key=value`);
  return { key: source.slice(0, equals), value: withoutQuotes(source.slice(equals + 1)) };
}

function withoutQuotes(text: string): string {
  const quote = text.charAt(0);
  const isQuoted = text.length >= 2 && (quote === '"' || quote === "'") && text.endsWith(quote);
  return isQuoted ? text.slice(1, -1) : text;
}

function loadSource(root: LoadRoot, source: string): KeyValue {
  const { key, path } = parseFileSource(source);
  const { content } = loadFile(root, path);
  return { key, value: decodeText(content) ?? content };
}

/** `path`, whose last part is the key, or `key=path`. */
function parseFileSource(source: string): { readonly key: string; readonly path: string } {
  const [first = '', second, ...more] = source.split('=');
  if (second === undefined) return { key: lastPart(source), path: source };
  if (more.length > 0) throw new Error(`source ${goQuote(source)} key name or file path contains '='`);
  if (first === '') throw new Error(`missing key name for file path ${goQuote(second)} in source ${goQuote(source)}`);
  if (second === '') throw new Error(`missing file path for key name ${goQuote(first)} in source ${goQuote(source)}`);
  return { key: first, path: second };
}

function lastPart(path: string): string {
  if (path === '') return '.';
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return end === 0 ? '/' : path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}

/** Bytes as text, a byte order mark included; `undefined` where they are no UTF-8. */
function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
