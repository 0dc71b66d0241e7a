import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { ValidationRule } from '../schema/schema-node.js';
import type { WrittenSubresources, WrittenVersion } from './definition-spec.js';
import type { WrittenSchema } from './written-schema.js';

/** Versions as messages show them: by the names of the fields in which the API server keeps them, in their order. */
export function showVersions(versions: readonly WrittenVersion[] | undefined): string {
  return goText(versions?.map(showVersion) ?? null);
}

/** A schema as messages show it. */
export function showSchema(schema: WrittenSchema): string {
  return goText(schemaFields(schema));
}

/** A rule as messages show it. */
export function showRule(rule: ValidationRule): string {
  return goText(ruleFields(rule as unknown as JsonObject)); // A rule is JSON.
}

/** JSON as Go writes structs: in the order of the fields, fit for HTML. */
function goText(value: JsonValue): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function showVersion(version: WrittenVersion): JsonObject {
  const { schema, subresources, additionalPrinterColumns: columns, selectableFields: fields } = version;
  return {
    Name: version.name,
    Served: version.served,
    Storage: version.storage,
    Deprecated: version.deprecated ?? false,
    DeprecationWarning: version.deprecationWarning ?? null,
    Schema: schema === undefined ? null : { OpenAPIV3Schema: showOptional(schema.openAPIV3Schema) },
    Subresources: subresources === undefined ? null : showSubresources(subresources),
    AdditionalPrinterColumns:
      columns?.map((column) => ({
        Name: column.name ?? '',
        Type: column.type ?? '',
        Format: column.format ?? '',
        Description: column.description ?? '',
        Priority: column.priority ?? 0,
        JSONPath: column.jsonPath ?? '',
      })) ?? null,
    SelectableFields: fields?.map(({ jsonPath = '' }) => ({ JSONPath: jsonPath })) ?? null,
  };
}

function showSubresources({ status, scale }: WrittenSubresources): JsonObject {
  const shown =
    scale === undefined || scale === null
      ? null
      : {
          SpecReplicasPath: scale.specReplicasPath ?? '',
          StatusReplicasPath: scale.statusReplicasPath ?? '',
          LabelSelectorPath: scale.labelSelectorPath ?? null,
        };
  return { Status: status === undefined || status === null ? null : {}, Scale: shown };
}

type Show = (value: JsonValue) => JsonValue;

const asSchema: Show = (value) => schemaFields(value as WrittenSchema);
const asSchemas: Show = (value) => (value as readonly WrittenSchema[]).map(schemaFields);
const asNamed =
  (show: Show): Show =>
  (value) =>
    Object.fromEntries(sortedEntries(value).map(([name, item]) => [name, show(item)]));
/** Any value: what is no struct has its keys in order. */
const asValue: Show = (value) => {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(asValue);
  return isJsonObject(value)
    ? Object.fromEntries(sortedEntries(value).map(([name, item]) => [name, asValue(item)]))
    : value;
};

function sortedEntries(value: JsonValue): readonly (readonly [string, JsonValue])[] {
  const entries = Object.entries(value as JsonObject).map(([name, item]) => [name, item ?? null] as const);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

const asItems: Show = (value) =>
  Array.isArray(value)
    ? { Schema: null, JSONSchemas: asSchemas(value) }
    : { Schema: asSchema(value), JSONSchemas: null };
const asSchemaOrBool: Show = (value) =>
  typeof value === 'boolean' ? { Allows: value, Schema: null } : { Allows: true, Schema: asSchema(value) };
const asDependency: Show = (value) =>
  Array.isArray(value) ? { Schema: null, Property: value } : { Schema: asSchema(value), Property: null };
const asDocs: Show = (value) => {
  const { description = '', url = '' } = value as JsonObject;
  return { Description: description, URL: url };
};
const asRules: Show = (value) => (value as readonly JsonObject[]).map(ruleFields);

function ruleFields(rule: JsonObject): JsonObject {
  return {
    Rule: rule['rule'] ?? '',
    Message: rule['message'] ?? '',
    MessageExpression: rule['messageExpression'] ?? '',
    Reason: rule['reason'] ?? null,
    FieldPath: rule['fieldPath'] ?? '',
    OptionalOldSelf: rule['optionalOldSelf'] ?? null,
  };
}

/** The fields in the order in which they are kept: name, name in a schema, what stands for none, how it is shown. */
export const SCHEMA_FIELDS: readonly (readonly [name: string, field: string, empty: JsonValue, show?: Show])[] = [
  ['ID', 'id', ''],
  ['Schema', '$schema', ''],
  ['Ref', '$ref', null],
  ['Description', 'description', ''],
  ['Type', 'type', ''],
  ['Nullable', 'nullable', false],
  ['Format', 'format', ''],
  ['Title', 'title', ''],
  ['Default', 'default', null, asValue],
  ['Maximum', 'maximum', null],
  ['ExclusiveMaximum', 'exclusiveMaximum', false],
  ['Minimum', 'minimum', null],
  ['ExclusiveMinimum', 'exclusiveMinimum', false],
  ['MaxLength', 'maxLength', null],
  ['MinLength', 'minLength', null],
  ['Pattern', 'pattern', ''],
  ['MaxItems', 'maxItems', null],
  ['MinItems', 'minItems', null],
  ['UniqueItems', 'uniqueItems', false],
  ['MultipleOf', 'multipleOf', null],
  ['Enum', 'enum', null, asValue],
  ['MaxProperties', 'maxProperties', null],
  ['MinProperties', 'minProperties', null],
  ['Required', 'required', null],
  ['Items', 'items', null, asItems],
  ['AllOf', 'allOf', null, asSchemas],
  ['OneOf', 'oneOf', null, asSchemas],
  ['AnyOf', 'anyOf', null, asSchemas],
  ['Not', 'not', null, asSchema],
  ['Properties', 'properties', null, asNamed(asSchema)],
  ['AdditionalProperties', 'additionalProperties', null, asSchemaOrBool],
  ['PatternProperties', 'patternProperties', null, asNamed(asSchema)],
  ['Dependencies', 'dependencies', null, asNamed(asDependency)],
  ['AdditionalItems', 'additionalItems', null, asSchemaOrBool],
  ['Definitions', 'definitions', null, asNamed(asSchema)],
  ['ExternalDocs', 'externalDocs', null, asDocs],
  ['Example', 'example', null, asValue],
  ['XPreserveUnknownFields', 'x-kubernetes-preserve-unknown-fields', null],
  ['XEmbeddedResource', 'x-kubernetes-embedded-resource', false],
  ['XIntOrString', 'x-kubernetes-int-or-string', false],
  ['XListMapKeys', 'x-kubernetes-list-map-keys', null],
  ['XListType', 'x-kubernetes-list-type', null],
  ['XMapType', 'x-kubernetes-map-type', null],
  ['XValidations', 'x-kubernetes-validations', null, asRules],
];

function showOptional(schema: WrittenSchema | undefined): JsonValue {
  return schema === undefined ? null : schemaFields(schema);
}

function schemaFields(schema: WrittenSchema): JsonObject {
  const fields = schema as unknown as JsonObject; // A schema is JSON.
  return Object.fromEntries(
    SCHEMA_FIELDS.map(([name, field, empty, show]) => {
      const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
      return [name, value === undefined ? empty : show === undefined ? value : show(value)];
    }),
  );
}
