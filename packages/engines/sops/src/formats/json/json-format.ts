import { type JsonText, parseJsonText, renderGoJson, renderGoJsonNumber, renderGoJsonString } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { encodeBase64 } from '../../cipher/base64.js';
import type { SopsBranch, SopsField, SopsTree, SopsValue } from '../../tree/sops-tree.js';
import { isBranch, isComment, isKind, isList, printableText } from '../../tree/sops-tree.js';

const MAX_INT64 = 2n ** 63n - 1n;
/** Deeper nesting is refused. */
const MAX_DEPTH = 1000;

/** Reads a JSON object; keys keep their order, and repeated ones stay. @throws LocatedError `json-syntax` */
export function parseJsonFile(bytes: Uint8Array): SopsTree {
  const source = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const root = readJson(source);
  if (root.kind === 'object') return [branchOf(root, 1)];
  throw jsonError(refusal(root));
}

function readJson(source: string): JsonText {
  try {
    return parseJsonText(source);
  } catch (cause) {
    if (source.trim() === '') throw jsonError('EOF');
    throw jsonError(cause instanceof Error ? cause.message : String(cause));
  }
}

function refusal(root: JsonText): string {
  const start = "SOPS only supports JSON files with a top-level object (starting with '{'), not ";
  if (root.kind === 'array')
    return `${start}arrays or other types. Got delimiter [ instead. To encrypt this file, wrap it in an object, e.g., {"data": [...]}`;
  const types = { string: 'string', boolean: 'bool', null: '<nil>', number: 'float64' } as const;
  return `${start}other JSON types. Got a value of type ${types[root.kind === 'object' ? 'null' : root.kind]} instead`;
}

function jsonError(reason: string): LocatedError {
  return new LocatedError({ code: 'json-syntax', message: `Could not unmarshal input data: ${reason}` });
}

function branchOf({ members }: JsonText, depth: number): SopsBranch {
  return {
    kind: 'branch',
    entries: members.map(({ key, value }): SopsField => ({ kind: 'field', key, value: valueOfJson(value, depth) })),
  };
}

function valueOfJson(json: JsonText, depth: number): SopsValue {
  if (depth > MAX_DEPTH) throw jsonError('exceeded max depth');
  switch (json.kind) {
    case 'object':
      return branchOf(json, depth + 1);
    case 'array':
      return json.items.map((item) => valueOfJson(item, depth + 1));
    case 'null':
      return null;
    case 'number':
      return numberOf(json.source.slice(json.start, json.end));
    default:
      return JSON.parse(json.source.slice(json.start, json.end)) as string | boolean;
  }
}

/** Whole numbers within 64 bits are integers, all others floats. */
function numberOf(text: string): bigint | number {
  if (/^-?\d{1,19}$/.test(text)) {
    const value = BigInt(text);
    if (value <= MAX_INT64 && value >= -MAX_INT64 - 1n) return value;
  }
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw jsonError(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: value out of range`);
}

/** Writes the first document, indented by tabs and without its comments. @throws LocatedError `sops-render` */
export function renderJsonFile([branch]: SopsTree): Uint8Array {
  try {
    const text = branch === undefined ? '{}' : renderBranch(branch, '\n');
    return new TextEncoder().encode(`${text}\n`);
  } catch (cause) {
    if (!(cause instanceof UnsupportedNumber)) throw cause;
    throw new LocatedError({ code: 'sops-render', message: `Error marshaling to json: ${cause.message}` });
  }
}

/** A float that JSON has no form for. */
class UnsupportedNumber extends Error {}

function renderValue(value: SopsValue, newline: string): string {
  if (isBranch(value)) return renderBranch(value, newline);
  if (isList(value)) return renderList(value, newline);
  if (typeof value === 'string' || value instanceof Uint8Array) return renderGoJsonString(printableText(value));
  if (typeof value === 'number') return renderNumber(value);
  if (isKind(value, 'time')) return renderGoJson(value.text);
  if (isKind(value, 'bytes')) return renderGoJson(encodeBase64(value.bytes));
  return isKind(value, 'foreign') ? value.shown : String(value);
}

function renderNumber(value: number): string {
  if (Number.isFinite(value)) return renderGoJsonNumber(value);
  const shown = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  throw new UnsupportedNumber(`json: unsupported value: ${shown}`);
}

function renderBranch({ entries }: SopsBranch, newline: string): string {
  const inner = `${newline}\t`;
  const fields = entries.flatMap((entry) => {
    if (entry.kind === 'comment') return [];
    const key = renderGoJsonString(typeof entry.key === 'string' ? entry.key : entry.key.shown);
    return [`${inner}${key}: ${renderMember(entry.value, inner)}`];
  });
  return fields.length === 0 ? '{}' : `{${fields.join(',')}${newline}}`;
}

/** An error is told once for each mapping on the way to it. */
function renderMember(value: SopsValue, newline: string): string {
  try {
    return renderValue(value, newline);
  } catch (cause) {
    if (!(cause instanceof UnsupportedNumber)) throw cause;
    throw new UnsupportedNumber(`Error encoding value : ${cause.message}`);
  }
}

function renderList(items: readonly SopsValue[], newline: string): string {
  const inner = `${newline}\t`;
  const values = items.flatMap((item) => (isComment(item) ? [] : [inner + renderValue(item, inner)]));
  return values.length === 0 ? '[]' : `[${values.join(',')}${newline}]`;
}
