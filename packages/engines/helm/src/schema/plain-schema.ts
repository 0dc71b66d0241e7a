import type { Draft } from './draft.js';
import { formatNamed } from './formats.js';
import { type JsonNode, JsonNumber, listOf, tableOf } from './json-node.js';

/** What a keyword may hold. */
type Check = (value: JsonNode, context: Context) => boolean;

interface Context {
  readonly draft: Draft;
  /** Takes what `$ref` says. */
  readonly references: Set<string>;
}

/** Any fragment of plain steps: what `uri-reference` certainly takes. */
const LOCAL_REFERENCE = /^#[\w$./-]*$/;
const PLAIN_URL = /^https?:\/\/[\w.-]+(?:\/[\w.-]+)*\/?#?$/;
const TYPES = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isNumber: Check = (value) => value instanceof JsonNumber;
const isCount: Check = (value) => value instanceof JsonNumber && /^[0-9]+$/.test(value.text);
const isAnything: Check = () => true;
const isRegex: Check = (value) => typeof value === 'string' && formatNamed('regex')?.(value) === undefined;

/**
 * Whether a schema is certainly valid against the metaschema of its draft. Most are, and this takes a tenth of the time that
 * the metaschema takes to say so. What it does not know, or what one draft takes and another does not, it leaves to the
 * metaschema, whose errors are wanted then.
 *
 * @param references takes what the schema refers to: fragments
 */
export function isPlainSchema(node: JsonNode, draft: Draft, references = new Set<string>()): boolean {
  const table = tableOf(node);
  return table !== undefined && isPlainTable(table, { draft, references }, TOP_KEYWORDS);
}

function isPlainTable(
  table: ReadonlyMap<string, JsonNode>,
  context: Context,
  more?: ReadonlyMap<string, Check>,
): boolean {
  for (const [keyword, value] of table) {
    const check = KEYWORDS.get(keyword) ?? more?.get(keyword);
    if (check === undefined ? keyword.startsWith('$') || UNSURE.has(keyword) : !check(value, context)) return false;
  }
  return true;
}

const isSchema: Check = (value, context) => {
  if (typeof value === 'boolean') return context.draft.version > 4;
  const table = tableOf(value);
  return table !== undefined && isPlainTable(table, context);
};

const isSchemaOrFlag: Check = (value, context) => typeof value === 'boolean' || isSchema(value, context);

const isSchemaList: Check = (value, context) => {
  const list = listOf(value);
  return list !== undefined && list.length > 0 && list.every((each) => isSchema(each, context));
};

const isSchemaTable: Check = (value, context) => {
  const table = tableOf(value);
  return table !== undefined && [...table.values()].every((each) => isSchema(each, context));
};

const isPatternTable: Check = (value, context) =>
  isSchemaTable(value, context) && [...(tableOf(value)?.keys() ?? [])].every((pattern) => isRegex(pattern, context));

/** Lists of schemas are no longer items since 2020. */
const isItems: Check = (value, context) =>
  isSchema(value, context) || (context.draft.version < 2020 && isSchemaList(value, context));

/** Draft 4 wants at least one. */
const isTextSet: Check = (value, context) => {
  const list = listOf(value);
  return list !== undefined && (list.length > 0 || context.draft.version > 4) && isTexts(list);
};

/** Some drafts want at least one, and none twice; numbers are the same in several spellings. */
const isChoice: Check = (value) => {
  const list = listOf(value);
  return list !== undefined && list.length > 0 && list.every(isSimple) && isSet(list);
};

function isSimple(node: JsonNode): boolean {
  return node === null || typeof node === 'string' || typeof node === 'boolean';
}

const isType: Check = (value) => {
  if (typeof value === 'string') return TYPES.has(value);
  const list = listOf(value);
  return list !== undefined && list.length > 0 && list.every((type) => TYPES.has(type as string)) && isSet(list);
};

function isTexts(list: readonly JsonNode[]): boolean {
  return isSet(list) && list.every((each) => typeof each === 'string');
}

function isSet(list: readonly JsonNode[]): boolean {
  return new Set(list).size === list.length;
}

/** A flag in draft 4, and then only beside the bound itself; that is left to the metaschema. */
const isExclusiveBound: Check = (value, context) => context.draft.version > 4 && isNumber(value, context);

const isPositive: Check = (value) => value instanceof JsonNumber && /^[1-9][0-9]*$/.test(value.text);

const isLocalReference: Check = (value, { references }) => {
  if (typeof value !== 'string' || !LOCAL_REFERENCE.test(value)) return false;
  references.add(value);
  return true;
};

const KEYWORDS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ...named(isText, ['title', 'description', 'format', '$comment']),
  ...named(isAnything, ['default', 'const']),
  ...named(isFlag, ['readOnly', 'writeOnly', 'deprecated', 'uniqueItems']),
  ...named(isNumber, ['maximum', 'minimum']),
  ...named(isExclusiveBound, ['exclusiveMaximum', 'exclusiveMinimum']),
  ...named(isCount, ['maxLength', 'minLength', 'maxItems', 'minItems', 'maxProperties', 'minProperties']),
  ...named(isSchema, ['not', 'if', 'then', 'else', 'contains', 'propertyNames', 'unevaluatedProperties']),
  ...named(isSchema, ['unevaluatedItems']),
  ...named(isSchemaOrFlag, ['additionalProperties', 'additionalItems']),
  ...named(isSchemaList, ['allOf', 'anyOf', 'oneOf']),
  ...named(isSchemaTable, ['properties', 'definitions', '$defs', 'dependentSchemas']),
  ['patternProperties', isPatternTable],
  ['items', isItems],
  ['required', isTextSet],
  ['enum', isChoice],
  ['type', isType],
  ['multipleOf', isPositive],
  ['pattern', isRegex],
  ['examples', (value) => listOf(value) !== undefined],
  ['$ref', isLocalReference],
]);

/** Only the whole document may say these without becoming another resource. */
const TOP_KEYWORDS: ReadonlyMap<string, Check> = new Map<string, Check>(
  named((value) => typeof value === 'string' && PLAIN_URL.test(value), ['$schema', '$id', 'id']),
);

/** Keywords of some draft that are rare, and those that make a resource of their own. */
const UNSURE = new Set([
  ...['id', 'dependencies', 'dependentRequired', 'prefixItems', 'minContains', 'maxContains'],
  ...['contentMediaType', 'contentEncoding', 'contentSchema'],
]);

function named(check: Check, keywords: readonly string[]): [string, Check][] {
  return keywords.map((keyword) => [keyword, check]);
}
