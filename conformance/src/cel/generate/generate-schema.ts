import type { RuleSchema, ValidationRule } from '@gotk/cel';
import type { JsonObject, JsonValue } from '@gotk/json';
import type { SeededRandom } from '../../seeded-random.js';
import type { CelCase } from '../cel-case.js';
import { type Ground, generateExpression, type KnownVariable } from './generate-expression.js';
import { TEXTS } from './texts.js';
import { parseType, type ValueType } from './value-type.js';

/** A part of a schema that is being made; rules are added last. */
type Draft = { -readonly [K in keyof RuleSchema]: RuleSchema[K] };

const NAMES: readonly [string, ...string[]] = [
  'name',
  'replicas',
  'dashed-name',
  'dotted.name',
  'under__score',
  'sla/sh',
  'namespace',
  'in',
  'true',
  'self',
  'size',
  'constructor',
  'enum',
  '_x',
  'X1',
  '1st',
  '$ref',
  'for',
  'as',
  'type',
  'metadata',
  'kind',
  'a b',
];

const LENGTHS: readonly [number, ...number[]] = [0, 1, 5, 63, 1000, 100_000];

/** Rules on a schema, an object that it describes, and now and then what was there before. */
export function generateSchemaCase(ground: Ground): CelCase {
  const { random } = ground;
  const schema = generateSchema(random, 3);
  const isResource = mayBeResource(schema) && random.chance(0.2);
  addRules(schema, ground, isResource, 3);
  const object = generateValue(schema, random);
  const oldObject = random.chance(0.5) ? generateValue(schema, random) : undefined;
  return { kind: 'schema', schema, isResource, object, ...(oldObject === undefined ? {} : { oldObject }) };
}

function mayBeResource({ properties, 'x-kubernetes-embedded-resource': embedded }: RuleSchema): boolean {
  return properties !== undefined && embedded !== true && !('metadata' in properties) && !('kind' in properties);
}

function generateSchema(random: SeededRandom, depth: number): Draft {
  const kinds = depth > 0 ? ['object', 'object', 'map', 'array', 'array'] : [];
  const kind = [...kinds, 'string', 'string', 'format', 'integer', 'number', 'boolean', 'any', 'intOrString', 'enum'];
  const schema = schemaOf(kind[random.below(kind.length)] ?? 'string', random, depth);
  if (random.chance(0.1)) schema.nullable = true;
  return schema;
}

function schemaOf(kind: string, random: SeededRandom, depth: number): Draft {
  const limit = random.chance(0.5) ? random.pick(LENGTHS) : undefined;
  switch (kind) {
    case 'object':
      return objectSchema(random, depth);
    case 'map': {
      const limits = limit === undefined ? {} : { maxProperties: limit };
      return { type: 'object', additionalProperties: generateSchema(random, depth - 1), ...limits };
    }
    case 'array':
      return arraySchema(random, depth, limit);
    case 'string':
      return { type: 'string', ...(limit === undefined ? {} : { maxLength: limit }) };
    case 'format':
      return {
        type: 'string',
        format: random.pick(['duration', 'date', 'date-time', 'byte', 'uuid', 'int-or-string', 'password', 'ipv4']),
        ...(limit === undefined ? {} : { maxLength: limit }),
      };
    case 'any':
      return { 'x-kubernetes-preserve-unknown-fields': true };
    case 'intOrString':
      return { 'x-kubernetes-int-or-string': true, ...(limit === undefined ? {} : { maxLength: limit }) };
    case 'enum':
      return { type: 'string', enum: ['a', 'bb', 'ccc'] };
    default:
      return { type: kind };
  }
}

function objectSchema(random: SeededRandom, depth: number): Draft {
  const names = new Set(Array.from({ length: random.below(4) }, () => random.pick(NAMES)));
  const properties = Object.fromEntries([...names].map((name) => [name, generateSchema(random, depth - 1)]));
  const schema: Draft = { type: 'object', properties };
  if (random.chance(0.3)) schema.required = [...names].filter(() => random.chance(0.5));
  if (random.chance(0.1)) schema['x-kubernetes-preserve-unknown-fields'] = true;
  if (random.chance(0.08)) schema['x-kubernetes-embedded-resource'] = true;
  if (random.chance(0.05)) schema['x-kubernetes-map-type'] = 'atomic';
  return schema;
}

function arraySchema(random: SeededRandom, depth: number, limit: number | undefined): Draft {
  const limits = limit === undefined ? {} : { maxItems: limit };
  if (random.chance(0.2)) {
    const items: Draft = {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' }, value: generateSchema(random, 0) },
    };
    return { type: 'array', items, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'], ...limits };
  }
  if (random.chance(0.2)) {
    return { type: 'array', items: schemaOf('string', random, 0), 'x-kubernetes-list-type': 'set', ...limits };
  }
  return { type: 'array', items: generateSchema(random, depth - 1), ...limits };
}

/** How an expression names a property; undefined where it cannot. */
function escaped(name: string): string | undefined {
  if (['in', 'true', 'namespace', 'for', 'as'].includes(name)) return `__${name}__`;
  const text = name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
  return /^[A-Za-z_]\w*$/.test(text) ? text : undefined;
}

function typeOf(schema: RuleSchema): ValueType | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) return parseType('dyn');
  switch (schema.type) {
    case 'object':
      if (schema.properties !== undefined) return parseType('object');
      return typeof schema.additionalProperties === 'object' ? mapOf(schema.additionalProperties) : undefined;
    case 'array': {
      const element = schema.items && typeOf(schema.items);
      return element && { name: 'list', params: [element] };
    }
    case 'string':
      return parseType(TEXT_TYPES[schema.format ?? ''] ?? 'string');
    case 'integer':
      return parseType('int');
    case 'number':
      return parseType('double');
    case 'boolean':
      return parseType('bool');
    default:
      return undefined;
  }
}

const TEXT_TYPES: Readonly<Record<string, string>> = {
  duration: 'google.protobuf.Duration',
  date: 'google.protobuf.Timestamp',
  'date-time': 'google.protobuf.Timestamp',
  byte: 'bytes',
};

function mapOf(values: RuleSchema): ValueType | undefined {
  const value = typeOf(values);
  return value && { name: 'map', params: [parseType('string'), value] };
}

/** Everything that rules on a schema may name, by its type. */
function variablesOf(schema: RuleSchema, text: string, depth: number): readonly KnownVariable[] {
  const type = typeOf(schema);
  const own = type === undefined ? [] : [{ text, type }];
  if (depth === 0) return own;
  const inner = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const field = escaped(name);
    return field === undefined ? [] : variablesOf(property, `${text}.${field}`, depth - 1);
  });
  const element = schema.items === undefined ? [] : variablesOf(schema.items, `${text}[0]`, depth - 1);
  const { additionalProperties: values } = schema;
  const value = typeof values === 'object' ? variablesOf(values, `${text}["a"]`, depth - 1) : [];
  return [...own, ...inner, ...element, ...value];
}

function addRules(schema: Draft, ground: Ground, isResource: boolean, depth: number): void {
  const { random } = ground;
  if (depth > 0) {
    for (const property of Object.values(schema.properties ?? {})) {
      if (random.chance(0.3)) addRules(property as Draft, ground, false, depth - 1);
    }
    if (schema.items !== undefined && random.chance(0.3)) addRules(schema.items as Draft, ground, false, depth - 1);
  }
  const variables = [...variablesOf(schema, 'self', 3)];
  if (isResource) {
    const text = parseType('string');
    variables.push({ text: 'self.metadata.name', type: text }, { text: 'self.kind', type: text });
  }
  if (random.chance(0.3)) variables.push(...variablesOf(schema, 'oldSelf', 2));
  const rules = Array.from({ length: 1 + random.below(2) }, () =>
    generateRule({ ...ground, dynamic: false, variables }, schema),
  );
  schema['x-kubernetes-validations'] = rules;
}

function generateRule(ground: Ground, schema: RuleSchema): ValidationRule {
  const { random, variables } = ground;
  const bool = parseType('bool');
  const rule = random.chance(0.35) ? comparison(ground) : generateExpression(ground, bool, 1 + random.below(3));
  const optionalOldSelf = random.chance(0.15) ? { optionalOldSelf: random.chance(0.8) } : {};
  const message = random.chance(0.2) ? { message: random.pick(['must hold', ' ', 'a\nb', 'ok']) } : {};
  const first = variables[random.below(variables.length)];
  const messageExpression = random.chance(0.3)
    ? {
        messageExpression: random.pick([
          generateExpression(ground, parseType('string'), 2),
          `"value: " + string(${first?.text ?? 'self'})`,
          `"%s".format([${first?.text ?? 'self'}])`,
        ]),
      }
    : {};
  const names = Object.keys(schema.properties ?? {});
  const fieldPath = random.chance(0.1) ? { fieldPath: `.${names[0] ?? 'x'}` } : {};
  const reason = random.chance(0.2)
    ? { reason: random.pick(['FieldValueInvalid', 'FieldValueForbidden', 'FieldValueRequired', 'FieldValueDuplicate']) }
    : {};
  return { rule, ...message, ...messageExpression, ...optionalOldSelf, ...fieldPath, ...reason };
}

/** What rules say most: that one thing is as another, that it is there, that all of its parts are so. */
function comparison(ground: Ground): string {
  const { random, variables } = ground;
  const one = variables[random.below(variables.length)];
  if (one === undefined) return 'true';
  const other = variables[random.below(variables.length)] ?? one;
  const { text, type } = one;
  switch (random.below(7)) {
    case 0:
      return `${text} == ${other.text}`;
    case 1:
      return `has(${text})`;
    case 2:
      return `!has(${text}) || ${text} ${random.pick(['==', '!=', '<', '>=', 'in'])} ${generateExpression(ground, type, 1)}`;
    case 3:
      return `${text}.${random.pick(['all', 'exists', 'exists_one'])}(x, x ${random.pick(['==', '!=', 'in', '<'])} ${other.text})`;
    case 4:
      return `size(${text}) ${random.pick(['<', '>', '=='])} ${random.pick(['0', '3', 'size(self)'])}`;
    case 5:
      return `${text} in ${other.text}`;
    default:
      return `(${text} + ${other.text}) == ${text}`;
  }
}

/** A value that fits a schema, mostly. */
function generateValue(schema: RuleSchema, random: SeededRandom): JsonValue {
  if (schema.nullable === true && random.chance(0.3)) return null;
  if (schema['x-kubernetes-int-or-string'] === true) return random.pick<JsonValue>([1, '50%', '', 0, -3]);
  switch (schema.type) {
    case 'object':
      return objectValue(schema, random);
    case 'array':
      return Array.from({ length: random.below(4) }, () => generateValue(schema.items ?? {}, random));
    case 'string':
      return textValue(schema, random);
    case 'integer':
      return random.pick([0, 1, -1, 42, 9_007_199_254_740_991]);
    case 'number':
      return random.pick([0.5, -1.5, 2.25, 1e-7]);
    case 'boolean':
      return random.chance(0.5);
    default:
      return random.pick<JsonValue>([1, 'x', { a: 1 }, [1, 2], true, { a: { b: [1] } }]);
  }
}

function objectValue(schema: RuleSchema, random: SeededRandom): JsonObject {
  const entries: [string, JsonValue][] = [];
  if (schema.properties === undefined) {
    const values = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
    for (const key of ['a']) if (random.chance(0.7)) entries.push([key, generateValue(values, random)]);
    return Object.fromEntries(entries);
  }
  for (const [name, property] of Object.entries(schema.properties)) {
    if (schema.required?.includes(name) === true || random.chance(0.75)) {
      entries.push([name, generateValue(property, random)]);
    }
  }
  if (schema['x-kubernetes-preserve-unknown-fields'] === true && random.chance(0.5)) entries.push(['unknown', 1]);
  if (schema['x-kubernetes-embedded-resource'] === true) {
    entries.push(['apiVersion', 'v1'], ['kind', 'Thing'], ['metadata', { name: 'inner' }]);
  }
  return Object.fromEntries(entries);
}

function textValue({ format, enum: values }: RuleSchema, random: SeededRandom): string {
  if (values !== undefined) return random.pick(['a', 'bb', 'ccc']);
  const topic = format === 'duration' ? 'duration' : format?.startsWith('date') === true ? 'time' : 'plain';
  if (format === 'byte') return random.pick(['YWJj', '', 'YQ==', 'not base64!']);
  const texts = TEXTS[topic] ?? [''];
  return texts[random.below(random.chance(0.8) ? 3 : texts.length)] ?? '';
}
