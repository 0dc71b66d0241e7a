import { type FieldError, forbiddenField, invalidField, notSupportedField } from '@gotk/objects';
import { itemsOf, otherFieldsOf, tupleOf, type WrittenSchema } from '../written-schema.js';
import type { RuleCosts } from './rule-costs.js';
import { validateListAndMapTypes } from './validate-list-and-map-types.js';
import { type RulePlace, validateRules } from './validate-rules.js';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const META_FIELDS = ['apiVersion', 'kind', 'metadata'];

/** What a part of a schema inherits from where it stands. */
interface Surroundings {
  readonly field: string;
  readonly isRoot: boolean;
  /** Why there may be no default; undefined where there may. */
  readonly noDefaults: string | undefined;
  /** Inside of the kind, version or metadata of an object. */
  readonly insideMeta: boolean;
  /** The outermost part whose values cannot be told apart before and after a change. */
  readonly uncorrelatable: string | undefined;
  /** How rules count here; undefined where they are not compiled. */
  readonly rules: RulePlace | undefined;
}

/** Problems of the schema, and those of its rules, which only count where the schema is fine. */
interface Found {
  readonly schema: FieldError[];
  readonly rules: FieldError[];
}

/** What is wrong with a schema, whether it is structural or not, and with the rules in it. */
export function validateOpenApiSchema(
  schema: WrittenSchema,
  field: string,
  costs: RuleCosts | undefined,
): readonly FieldError[] {
  const found = visit(schema, {
    field,
    isRoot: true,
    noDefaults: undefined,
    insideMeta: false,
    uncorrelatable: undefined,
    rules: costs === undefined ? undefined : { costs, occurrences: 1, isResource: true },
  });
  return [...found.schema, ...found.rules];
}

function visit(schema: WrittenSchema, at: Surroundings): Found {
  const found: Found = { schema: [...validateFields(schema, at)], rules: [] };
  for (const [inner, place] of innerParts(schema, at)) {
    const more = visit(inner, place);
    found.schema.push(...more.schema);
    found.rules.push(...more.rules);
  }
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    const place = `${at.field}.x-kubernetes-preserve-unknown-fields`;
    found.schema.push(invalidField(place, false, 'must be true or undefined'));
  }
  found.schema.push(...validateListAndMapTypes(schema, at.field));
  const { written, compiled } = validateRules(schema, at.field, {
    place: found.schema.length === 0 ? at.rules : undefined,
    uncorrelatable: at.uncorrelatable,
    mayCompile: (errors) => found.schema.length + errors.length === 0,
  });
  found.schema.push(...written);
  found.rules.push(...compiled);
  return found;
}

const UNSUPPORTED = [
  ['id', 'id is not supported'],
  ['additionalItems', 'additionalItems is not supported'],
  ['patternProperties', 'patternProperties is not supported'],
  ['definitions', 'definitions is not supported'],
  ['dependencies', 'dependencies is not supported'],
  ['$ref', '$ref is not supported'],
] as const;

function validateFields(schema: WrittenSchema, at: Surroundings): readonly FieldError[] {
  const { field, noDefaults, insideMeta } = at;
  const { type = '' } = schema;
  const forbid = (name: string, detail: string) => forbiddenField(`${field}.${name}`, detail);
  const errors: FieldError[] = [];
  if (type !== '' && !TYPES.includes(type)) errors.push(notSupportedField(`${field}.type`, type, TYPES));
  if (schema.default !== undefined && noDefaults !== undefined) {
    errors.push(forbid('default', `must not be set ${noDefaults}`));
  }
  for (const [name, detail] of UNSUPPORTED) if (isGiven(schema[name])) errors.push(forbid(name, detail));
  if (type === 'null') errors.push(forbid('type', 'type cannot be set to null, use nullable as an alternative'));
  if (tupleOf(schema).length > 0) errors.push(forbid('items', 'items must be a schema object and not an array'));
  if (insideMeta && schema['x-kubernetes-embedded-resource'] === true) {
    errors.push(forbid('x-kubernetes-embedded-resource', 'must not be used inside of resource meta'));
  }
  if (schema.uniqueItems === true) {
    const why = 'since the runtime complexity becomes quadratic';
    errors.push(forbid('uniqueItems', `uniqueItems cannot be set to true ${why}`));
  }
  const { additionalProperties, properties = {} } = schema;
  const isOpen = additionalProperties === undefined || additionalProperties === true;
  if (!isOpen && Object.keys(properties).length > 0) {
    errors.push(forbid('additionalProperties', 'additionalProperties and properties are mutual exclusive'));
  }
  return errors;
}

function isGiven(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

type Part = readonly [schema: WrittenSchema, at: Surroundings];

function innerParts(schema: WrittenSchema, at: Surroundings): readonly Part[] {
  const { not, allOf = [], oneOf = [], anyOf = [], definitions = {}, dependencies = {} } = schema;
  // Alternatives have no rules of their own.
  const alternative = (part: WrittenSchema, place: string): Part => [
    part,
    { ...at, field: `${at.field}.${place}`, isRoot: false, rules: undefined },
  ];
  const numbered = (parts: readonly WrittenSchema[], name: string) =>
    parts.map((part, index) => alternative(part, `${name}[${index}]`));
  return [
    ...otherFields(schema, at),
    ...properties(schema, at),
    ...(not === undefined ? [] : [alternative(not, 'not')]),
    ...numbered(allOf, 'allOf'),
    ...numbered(oneOf, 'oneOf'),
    ...numbered(anyOf, 'anyOf'),
    ...Object.entries(definitions).map(([name, part]) => alternative(part, `definitions[${name}]`)),
    ...items(schema, at),
    ...Object.entries(dependencies).flatMap(([name, part]) =>
      Array.isArray(part) ? [] : [alternative(part as WrittenSchema, `dependencies[${name}]`)],
    ),
  ];
}

function otherFields(schema: WrittenSchema, at: Surroundings): readonly Part[] {
  const others = otherFieldsOf(schema);
  if (others === undefined) return [];
  const noDefaults = at.insideMeta ? 'inside additionalProperties applying to object metadata' : at.noDefaults;
  const rules = innerRules(schema, at.rules, others);
  return [[others, { ...at, field: `${at.field}.additionalProperties`, isRoot: false, noDefaults, rules }]];
}

function properties(schema: WrittenSchema, at: Surroundings): readonly Part[] {
  const mapType = schema['x-kubernetes-map-type'] as string | undefined;
  const isCorrelatable = mapType === undefined || mapType === 'granular' || mapType === 'atomic';
  const isResource = at.isRoot || schema['x-kubernetes-embedded-resource'] === true;
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const isMeta = isResource && META_FIELDS.includes(name);
    return [
      property,
      {
        field: `${at.field}.properties[${name}]`,
        isRoot: false,
        noDefaults: isMeta && at.isRoot ? `in top-level ${name}` : at.noDefaults,
        insideMeta: at.insideMeta || isMeta,
        uncorrelatable: at.uncorrelatable ?? (isCorrelatable ? undefined : at.field),
        rules: innerRules(schema, at.rules, property),
      },
    ];
  });
}

function items(schema: WrittenSchema, at: Surroundings): readonly Part[] {
  const isKeyed = schema['x-kubernetes-list-type'] === 'map';
  const place = (part: WrittenSchema, name: string): Part => [
    part,
    {
      ...at,
      field: `${at.field}.${name}`,
      isRoot: false,
      uncorrelatable: at.uncorrelatable ?? (isKeyed ? undefined : at.field),
      rules: innerRules(schema, at.rules, part),
    },
  ];
  const own = itemsOf(schema);
  return [
    ...(own === undefined ? [] : [place(own, 'items')]),
    ...tupleOf(schema).map((part, index) => place(part, `items[${index}]`)),
  ];
}

/** Values inside of lists and maps occur as often as those may have elements. */
function innerRules(schema: WrittenSchema, rules: RulePlace | undefined, inner: WrittenSchema): RulePlace | undefined {
  if (rules === undefined) return undefined;
  const most = maxElements(schema);
  return {
    costs: rules.costs,
    occurrences: most === undefined || rules.occurrences === undefined ? undefined : rules.occurrences * most,
    isResource: inner['x-kubernetes-embedded-resource'] === true,
  };
}

function maxElements({ type, additionalProperties, maxProperties, maxItems }: WrittenSchema): number | undefined {
  const most =
    type === 'array' ? maxItems : type === 'object' && additionalProperties !== undefined ? maxProperties : 1;
  return most === undefined ? undefined : Math.max(most, 0);
}
