import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { encodeBase64 } from '../../cipher/base64.js';
import type { SopsBranch, SopsField, SopsValue } from '../../tree/sops-tree.js';
import { isBranch, isComment, isKind, isList, printableText } from '../../tree/sops-tree.js';

/** A JSON object as a tree, without the detour of a text. */
export function branchOfJson(object: JsonObject): SopsBranch {
  const fields = Object.entries(object).flatMap(([key, value]): SopsField[] =>
    value === undefined ? [] : [{ kind: 'field', key, value: treeOfJson(value) }],
  );
  return { kind: 'branch', entries: fields };
}

function treeOfJson(value: JsonValue): SopsValue {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => treeOfJson(item));
  return isJsonObject(value) ? branchOfJson(value) : (value as string | boolean | null);
}

/** A tree as a JSON object, without its comments. Integers beyond 2^53 are rounded. */
export function jsonOfBranch({ entries }: SopsBranch): JsonObject {
  const fields = entries.flatMap((entry): [string, JsonValue][] => {
    if (entry.kind === 'comment') return [];
    return [[typeof entry.key === 'string' ? entry.key : entry.key.shown, jsonOfTree(entry.value)]];
  });
  return Object.fromEntries(fields);
}

function jsonOfTree(value: SopsValue): JsonValue {
  if (isBranch(value)) return jsonOfBranch(value);
  if (isList(value)) return value.filter((item) => !isComment(item)).map(jsonOfTree);
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint8Array) return printableText(value);
  if (isKind(value, 'bytes')) return encodeBase64(value.bytes);
  if (isComment(value)) return printableText(value.text);
  if (isKind(value, 'time')) return value.text;
  return isKind(value, 'foreign') ? value.shown : value;
}
