import { GoError, GoInt, GoMap, type GoValue, itemsOf, valueText } from '@gotk/go-template';
import { isJsonObject, type JsonText, type JsonValue, parseJsonText } from '@gotk/json';
import { compareDecimals, type Decimal, parseDecimal } from './decimal.js';

const MAX_DEPTH = 500;

/** JSON as schemas and values are compared: with exact numbers, and with tables whose keys can be anything. */
export type JsonNode = null | boolean | string | JsonNumber | readonly JsonNode[] | JsonTable;

/** A JSON object. */
export type JsonTable = ReadonlyMap<string, JsonNode>;

export type JsonNodeType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

/** A number with its spelling. */
export class JsonNumber {
  readonly text: string;
  private exact: Decimal | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get decimal(): Decimal {
    this.exact ??= parseDecimal(this.text);
    return this.exact;
  }
}

/** Reads a JSON text. @throws LocatedError `json-syntax` with the message of Go's Unmarshal */
export function parseJsonNode(source: string): JsonNode {
  return parsePlainJson(source) ?? nodeOfText(parseJsonText(source), 0);
}

/** Numbers whose spelling JSON.parse would give away. */
const SPELT_NUMBER = /(?:^|[[:,])\s*(?:-0|-?[0-9]+[.eE]|-?[0-9]{16})/;
/** Keys whose place JSON.parse would give away. */
const INDEX_KEY = /"[0-9]+"\s*:/;
const STRINGS = /"(?:[^"\\]|\\.)*"/g;

/** Most texts, in a third of the time; `undefined` for others, errors among them. */
function parsePlainJson(source: string): JsonNode | undefined {
  if (INDEX_KEY.test(source)) return undefined;
  // Texts are full of numbers.
  if (SPELT_NUMBER.test(source) && SPELT_NUMBER.test(source.replace(STRINGS, '""'))) return undefined;
  try {
    return nodeOfPlain(JSON.parse(source) as JsonValue, 0);
  } catch {
    return undefined;
  }
}

function nodeOfPlain(value: JsonValue, depth: number): JsonNode {
  requireDepth(depth);
  if (typeof value === 'number') return new JsonNumber(String(value));
  if (typeof value !== 'object' || value === null) return value;
  if (isJsonObject(value)) {
    return new Map(Object.entries(value).map(([key, member]) => [key, nodeOfPlain(member ?? null, depth + 1)]));
  }
  return value.map((item) => nodeOfPlain(item, depth + 1));
}

function nodeOfText({ kind, source, start, end, items, members }: JsonText, depth: number): JsonNode {
  requireDepth(depth);
  switch (kind) {
    case 'object':
      return new Map(members.map(({ key, value }) => [key, nodeOfText(value, depth + 1)]));
    case 'array':
      return items.map((item) => nodeOfText(item, depth + 1));
    case 'number':
      return new JsonNumber(source.slice(start, end));
    default:
      return JSON.parse(source.slice(start, end)) as string | boolean | null;
  }
}

/** A value of a chart. */
export function nodeOfValue(value: GoValue, depth = 0): JsonNode {
  requireDepth(depth);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' || value instanceof GoInt) return new JsonNumber(valueText(value));
  if (value instanceof GoMap) return new Map(value.keys().map((key) => [key, nodeOfValue(value.get(key), depth + 1)]));
  return itemsOf(value)?.map((item) => nodeOfValue(item, depth + 1)) ?? null;
}

function requireDepth(depth: number): void {
  if (depth > MAX_DEPTH) throw new GoError(`schemas and values may be nested ${MAX_DEPTH} deep`);
}

/** The type as JSON names it; integers are numbers. */
export function nodeType(node: JsonNode): JsonNodeType {
  if (node === null) return 'null';
  if (typeof node === 'string') return 'string';
  if (typeof node === 'boolean') return 'boolean';
  if (node instanceof JsonNumber) return 'number';
  return Array.isArray(node) ? 'array' : 'object';
}

/** The node as a table, or `undefined` when it is none. */
export function tableOf(node: JsonNode | undefined): JsonTable | undefined {
  return node instanceof Map ? node : undefined;
}

/** The node as a list, or `undefined` when it is none. */
export function listOf(node: JsonNode | undefined): readonly JsonNode[] | undefined {
  return Array.isArray(node) ? node : undefined;
}

/** Whether both are the same JSON; numbers are compared by value. */
export function nodesEqual(a: JsonNode, b: JsonNode): boolean {
  if (a instanceof JsonNumber && b instanceof JsonNumber) return compareDecimals(a.decimal, b.decimal) === 0;
  const [tableA, tableB] = [tableOf(a), tableOf(b)];
  if (tableA !== undefined && tableB !== undefined) return tablesEqual(tableA, tableB);
  const [listA, listB] = [listOf(a), listOf(b)];
  if (listA === undefined || listB === undefined) return a === b;
  return listA.length === listB.length && listA.every((item, index) => nodesEqual(item, listB[index] ?? null));
}

function tablesEqual(a: JsonTable, b: JsonTable): boolean {
  if (a.size !== b.size) return false;
  return [...a].every(([key, value]) => {
    const other = b.get(key);
    return other !== undefined && nodesEqual(value, other);
  });
}

/** The node that steps lead to, or `undefined` where one does not exist. */
export function nodeAt(root: JsonNode, steps: readonly string[]): JsonNode | undefined {
  let node: JsonNode | undefined = root;
  for (const step of steps) {
    const list = listOf(node);
    node = list === undefined ? tableOf(node)?.get(step) : /^[+-]?[0-9]+$/.test(step) ? list[Number(step)] : undefined;
    if (node === undefined) return undefined;
  }
  return node;
}
