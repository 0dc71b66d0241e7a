import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { embeddedParts } from './embedded-parts.js';

const JUNCTORS = ['allOf', 'oneOf', 'anyOf', 'not'];
const PRESERVE = 'x-kubernetes-preserve-unknown-fields';

/** The schema of a custom resource as version 2 of OpenAPI can say it without misleading its readers. */
export function swaggerSchema(schema: JsonObject): JsonObject {
  const preserves = schema[PRESERVE] === true;
  const nullable = schema['nullable'] === true;
  const dropped = [
    ...JUNCTORS,
    ...(nullable ? ['type', 'nullable'] : []),
    ...(nullable || preserves ? ['items', 'properties'] : []),
    ...(isUntyped(schema, nullable || preserves) ? ['type'] : []),
  ];
  const kept = Object.entries(schema).filter(([key]) => !dropped.includes(key));
  const inner = Object.fromEntries(kept.map(([key, value]) => [key, innerPart(key, value)]));
  return withRequired(
    schema,
    preserves || schema['x-kubernetes-embedded-resource'] !== true ? inner : { ...inner, ...embeddedParts(inner) },
  );
}

/** Lists without items and objects of any fields have no type: clients cannot read them otherwise. */
function isUntyped({ type, items, ...schema }: JsonObject, isOpen: boolean): boolean {
  if (type === 'array') return isOpen || items === undefined;
  return type === 'object' && schema[PRESERVE] === true;
}

function innerPart(key: string, value: JsonValue | undefined): JsonValue | undefined {
  if (key === 'properties' && isJsonObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, isJsonObject(item) ? swaggerSchema(item) : item]),
    );
  const isSchema = (key === 'items' || key === 'additionalProperties') && isJsonObject(value);
  return isSchema ? swaggerSchema(value) : value;
}

/** What may be null is not required: there is no null in version 2. */
function withRequired({ properties, additionalProperties }: JsonObject, result: JsonObject): JsonObject {
  const { required, ...rest } = result;
  if (!Array.isArray(required)) return result;
  const isNullable = (item: JsonValue | undefined): boolean => isJsonObject(item) && item['nullable'] === true;
  if (isNullable(additionalProperties)) return rest;
  const own = isJsonObject(properties) && result['properties'] !== undefined ? properties : {};
  const kept = (required as readonly JsonValue[]).filter((name) => !isNullable(own[String(name)]));
  return kept.length === 0 ? rest : { ...rest, required: kept };
}
