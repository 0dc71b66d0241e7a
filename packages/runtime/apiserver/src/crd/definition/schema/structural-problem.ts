import { itemsOf, otherFieldsOf, tupleOf, type WrittenSchema } from '../written-schema.js';

const UNSUPPORTED = [
  ['id', 'id'],
  ['$schema', 'schema'],
  ['$ref', '$ref'],
  ['patternProperties', 'patternProperties'],
  ['dependencies', 'dependencies'],
  ['additionalItems', 'additionalItems'],
  ['definitions', 'definitions'],
] as const;

/** Why a schema cannot even be read as a structural one: the first of the reasons. */
export function structuralProblem(schema: WrittenSchema): string | undefined {
  for (const [field, name] of UNSUPPORTED) {
    if (isGiven(schema[field])) return `OpenAPIV3Schema '${name}' is not supported`;
  }
  const { not, allOf = [], anyOf = [], oneOf = [] } = schema;
  const nested = firstProblem([...(not === undefined ? [] : [not]), ...allOf, ...anyOf, ...oneOf]);
  if (nested !== undefined) return nested;
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined";
  }
  if (tupleOf(schema).length > 0) return "OpenAPIV3Schema 'items' must be a schema, but is an array";
  const [items, others] = [itemsOf(schema), otherFieldsOf(schema)];
  const inner = [items, ...Object.values(schema.properties ?? {}), others];
  return firstProblem(inner.filter((part): part is WrittenSchema => part !== undefined));
}

function isGiven(value: unknown): boolean {
  if (value === undefined || value === '' || value === null) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

function firstProblem(schemas: readonly WrittenSchema[]): string | undefined {
  for (const schema of schemas) {
    const problem = structuralProblem(schema);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
