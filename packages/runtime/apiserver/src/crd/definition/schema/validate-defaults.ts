import { compileValidationRules, type RuleSchema } from '@gotk/cel';
import { type JsonValue, jsonEqual } from '@gotk/json';
import { type FieldError, invalidField, renderFieldErrors } from '@gotk/objects';
import { copyJson, type DraftFields, type DraftValue } from '../../../drafts/draft.js';
import { DecodeError } from '../../../registry/object-codec.js';
import { checkEmbedded, coerceEmbedded, EmbeddedError } from '../../schema/embedded-objects.js';
import { pruneObject } from '../../schema/prune-object.js';
import type { SchemaNode } from '../../schema/schema-node.js';
import { validateSchema } from '../../schema/validate-schema.js';

/** Where a part of a schema stands. */
interface Place {
  readonly field: string;
  /** The whole object around: the resource, or one embedded in it. */
  readonly resource: SchemaNode;
  /** Where the part's values stand in that object; a number stands for any index. */
  readonly path: readonly (string | number)[];
  /** Whether they belong to the object's type or metadata. */
  readonly insideMeta: boolean;
}

/** Which defaults of a structural schema break the schema themselves. */
export function validateDefaults(schema: SchemaNode, field: string): readonly FieldError[] {
  const resource = embedded(schema);
  return visit(resource, { field, resource, path: [], insideMeta: false });
}

function embedded(schema: SchemaNode): SchemaNode {
  return schema['x-kubernetes-embedded-resource'] === true
    ? schema
    : { ...schema, 'x-kubernetes-embedded-resource': true };
}

function visit(schema: SchemaNode, given: Place): readonly FieldError[] {
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const at: Place = isEmbedded ? { ...given, resource: schema, path: [], insideMeta: false } : given;
  const { items, properties = {} } = schema;
  return [
    ...(schema.default === undefined || schema.default === null ? [] : checkDefault(schema, schema.default, at)),
    // Values of additionalProperties have no defaults.
    ...(items === undefined ? [] : visit(items, { ...at, field: `${at.field}.items`, path: [...at.path, 0] })),
    ...Object.entries(properties).flatMap(([name, property]) => {
      const isMeta = isEmbedded && ['metadata', 'apiVersion', 'kind'].includes(name);
      const insideMeta = at.insideMeta || isMeta;
      return visit(property, {
        ...at,
        field: `${at.field}.properties[${name}]`,
        path: [...at.path, name],
        insideMeta,
      });
    }),
  ];
}

function checkDefault(schema: SchemaNode, value: JsonValue, at: Place): readonly FieldError[] {
  const field = `${at.field}.default`;
  const shape = at.insideMeta ? checkMetaDefault(value, field, at) : checkShape(schema, value, field);
  const pruned = at.insideMeta ? [] : checkPruned(schema, value, field);
  if (shape.length > 0) return [...pruned, ...shape];
  const { errors } = validateSchema(plainTypes(schema), { value, path: '' });
  if (errors.length > 0) return [...pruned, ...errors.map((error) => atDefault(field, error))];
  return [...pruned, ...checkRules(schema, value, { field, isResource: schema === at.resource })];
}

function checkPruned(schema: SchemaNode, value: JsonValue, field: string): readonly FieldError[] {
  const copy = copyJson(value);
  pruneObject(copy, schema, schema['x-kubernetes-embedded-resource'] === true);
  return jsonEqual(copy, value) ? [] : [invalidField(field, value, 'must not have unknown fields')];
}

function checkShape(schema: SchemaNode, value: JsonValue, field: string): readonly FieldError[] {
  try {
    coerceEmbedded(copyJson(value), schema, field);
  } catch (error) {
    if (error instanceof EmbeddedError) return [error.error];
    throw error;
  }
  return checkEmbedded(schema, value, field);
}

/** A default inside of metadata is checked in an object that has nothing else in it. */
function checkMetaDefault(value: JsonValue, field: string, { resource, path }: Place): readonly FieldError[] {
  const object = { apiVersion: 'validation/v1', kind: 'Validation', ...surround(copyJson(value), path) };
  const refuse = (reason: string) => [invalidField(field, value, `must result in valid metadata: ${reason}`)];
  try {
    coerceEmbedded(object, resource);
  } catch (error) {
    if (error instanceof DecodeError) return refuse(error.message);
    throw error;
  }
  const errors = checkEmbedded(resource, object as JsonValue);
  return errors.length === 0 ? [] : refuse(renderFieldErrors(errors));
}

function surround(value: DraftValue, path: readonly (string | number)[]): DraftFields {
  const whole = path.reduceRight<DraftValue>((inner, step) => (step === 0 ? [inner] : { [step]: inner }), value);
  return whole as DraftFields; // The path begins with a name.
}

function checkRules(
  schema: SchemaNode,
  value: JsonValue,
  { field, isResource }: { readonly field: string; readonly isResource: boolean },
): readonly FieldError[] {
  const rules = compileValidationRules(schema as RuleSchema, { isResource });
  if (rules.isEmpty) return [];
  // Once as if it had always been there, and once as if it were new.
  const kept = rules.check(value, value, { strict: true });
  const errors = kept.length > 0 ? kept : rules.check(value);
  return errors.map((error) => under(field, error));
}

/** Whether something is an integer or a string is not asked of defaults, only whether it is of the type that is given. */
function plainTypes(schema: SchemaNode): SchemaNode {
  const { 'x-kubernetes-int-or-string': _, items, properties, additionalProperties, ...rest } = schema;
  return {
    ...rest,
    ...(items === undefined ? {} : { items: plainTypes(items) }),
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, plainTypes(part)])) }),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: plainTypes(additionalProperties) } : {}),
    ...(typeof additionalProperties === 'boolean' ? { additionalProperties } : {}),
  };
}

/** The place of what is wrong with a default itself; elements of a list stand after a dot too. */
function atDefault(field: string, error: FieldError): FieldError {
  return { ...error, field: error.field === '<nil>' ? field : `${field}.${error.field}` };
}

function under(field: string, error: FieldError): FieldError {
  if (error.field === '<nil>' || error.field === '') return { ...error, field };
  return { ...error, field: error.field.startsWith('[') ? `${field}${error.field}` : `${field}.${error.field}` };
}
