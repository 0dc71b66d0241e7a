import { propertyOf, type RuleSchema, valuesOf } from '../schema/rule-schema.js';
import { childPath, elementPath, ROOT } from './rule-error.js';

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ["'", "'"],
  ['\\', '\\'],
]);

/** A place in the values of a schema. */
export interface SchemaPlace {
  /** `spec.labels[a]`; `<nil>` for the value itself. */
  readonly path: string;
  /** What stands there; undefined where the schema does not say. */
  readonly schema: RuleSchema | undefined;
}

/** How paths are read. */
export interface FieldPathOptions {
  /** Whether fields may be named in brackets. @default true */
  readonly brackets?: boolean;
}

/**
 * The place that a rule's `fieldPath` such as `.spec.labels['a']` means.
 * @throws Error with Kubernetes' message where the schema has no such place
 */
export function resolveFieldPath(
  fieldPath: string,
  schema: RuleSchema,
  { brackets = true }: FieldPathOptions = {},
): SchemaPlace {
  const tokens = tokenize(fieldPath);
  let path = ROOT;
  let node: RuleSchema | undefined = schema;
  for (let at = 0; at < tokens.length; ) {
    if (tokens[at] === '[' && !brackets) throw new Error('array notation is not allowed');
    const { name, next } = readStep(tokens, at);
    at = next;
    const isNamed: boolean = node?.properties !== undefined;
    if (!isNamed && node?.additionalProperties === undefined) throw new Error('does not refer to a valid field');
    path = isNamed ? childPath(path, name) : elementPath(path, name);
    const inner: RuleSchema | undefined = node === undefined ? undefined : stepInto(node, name);
    if (isNamed && inner === undefined) throw new Error('does not refer to a valid field');
    node = inner;
  }
  return { path, schema: node };
}

function stepInto(node: RuleSchema, name: string): RuleSchema | undefined {
  return node.properties === undefined ? valuesOf(node) : propertyOf(node, name);
}

/** Dots and brackets stand alone; quoted names are kept whole. */
function tokenize(text: string): string[] {
  const tokens: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const token = /^(?:'(?:\\?.)*?'|[.[\]]|[^.[\]]+)/s.exec(rest)?.[0] ?? rest;
    tokens.push(token);
    rest = rest.slice(token.length);
  }
  return tokens;
}

function readStep(tokens: readonly string[], at: number): { name: string; next: number } {
  const [first, second, third] = tokens.slice(at, at + 3);
  if (first !== '.' && first !== '[') throw new Error(`expected [ or . but got: ${first}`);
  if (second === undefined) throw new Error('unexpected end of JSON path');
  if (first === '.') return { name: second, next: at + 2 };
  if (!/^'.*'$/s.test(second) || second.length < 2) {
    throw new Error(`expected single quoted string but got ${second}`);
  }
  const name = unquote(second.slice(1, -1));
  if (third === undefined) throw new Error('unexpected end of JSON path');
  if (third !== ']') throw new Error(`expected ] but got ${third}`);
  return { name, next: at + 3 };
}

function unquote(text: string): string {
  return text.replace(/\\./gs, (sequence) => {
    const character = ESCAPES.get(sequence[1] ?? '');
    if (character === undefined) throw new Error(`invalid string literal: invalid escape char ${sequence}`);
    return character;
  });
}
