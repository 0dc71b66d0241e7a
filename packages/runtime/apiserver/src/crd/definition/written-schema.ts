import type { JsonValue } from '@gotk/json';
import type { SchemaNode } from '../schema/schema-node.js';

type Structural = Omit<
  SchemaNode,
  'properties' | 'additionalProperties' | 'items' | 'allOf' | 'anyOf' | 'oneOf' | 'not' | 'default'
>;

/** A schema as somebody wrote it: it may say what no structural schema says. */
export interface WrittenSchema extends Structural {
  readonly id?: string;
  readonly $schema?: string;
  readonly $ref?: string;
  readonly default?: JsonValue;
  readonly example?: JsonValue;
  readonly externalDocs?: { readonly description?: string; readonly url?: string };
  readonly properties?: Readonly<Record<string, WrittenSchema>>;
  readonly patternProperties?: Readonly<Record<string, WrittenSchema>>;
  readonly definitions?: Readonly<Record<string, WrittenSchema>>;
  readonly dependencies?: Readonly<Record<string, WrittenSchema | readonly string[]>>;
  readonly additionalProperties?: WrittenSchema | boolean;
  readonly additionalItems?: WrittenSchema | boolean;
  readonly items?: WrittenSchema | readonly WrittenSchema[];
  readonly allOf?: readonly WrittenSchema[];
  readonly anyOf?: readonly WrittenSchema[];
  readonly oneOf?: readonly WrittenSchema[];
  readonly not?: WrittenSchema;
}

/** The schema of all items; undefined where there is none, or one for each place. */
export function itemsOf({ items }: WrittenSchema): WrittenSchema | undefined {
  return isTuple(items) ? undefined : items;
}

/** The schemas of the items, one for each place. */
export function tupleOf({ items }: WrittenSchema): readonly WrittenSchema[] {
  return isTuple(items) ? items : [];
}

function isTuple(items: WrittenSchema['items']): items is readonly WrittenSchema[] {
  return Array.isArray(items);
}

/** The schema of all fields that are not named; undefined where any or none are allowed. */
export function otherFieldsOf({ additionalProperties }: WrittenSchema): WrittenSchema | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** A schema that was found to be structural. */
export function asStructural(schema: WrittenSchema): SchemaNode {
  return schema as SchemaNode; // Structural schemas differ in having one schema for all items.
}

/** Visits a schema and all schemas in it. */
export function* schemasIn(schema: WrittenSchema): Iterable<WrittenSchema> {
  yield schema;
  for (const inner of innerSchemas(schema)) yield* schemasIn(inner);
}

function innerSchemas(schema: WrittenSchema): readonly WrittenSchema[] {
  const items = itemsOf(schema);
  const others = otherFieldsOf(schema);
  const { additionalItems, dependencies = {} } = schema;
  return [
    ...(items === undefined ? [] : [items]),
    ...tupleOf(schema),
    ...(schema.allOf ?? []),
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.not === undefined ? [] : [schema.not]),
    ...Object.values(schema.properties ?? {}),
    ...(others === undefined ? [] : [others]),
    ...Object.values(schema.patternProperties ?? {}),
    ...(typeof additionalItems === 'object' ? [additionalItems] : []),
    ...Object.values(schema.definitions ?? {}),
    ...Object.values(dependencies).flatMap((dependency) => (isNames(dependency) ? [] : [dependency])),
  ];
}

function isNames(dependency: WrittenSchema | readonly string[]): dependency is readonly string[] {
  return Array.isArray(dependency);
}
