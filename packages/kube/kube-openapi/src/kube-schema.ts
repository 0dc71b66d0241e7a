import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { KindRef } from '@gotk/objects';
import { builtinDefinition, definitionOfKind } from './definitions.js';

/**
 * A schema with its references resolved, one level at a time and when first looked at, so that recursive types are
 * possible. It has the members of OpenAPI v3 with Kubernetes' extensions; the schema of a custom resource, which has no
 * references, is one as it stands.
 */
export interface KubeSchema {
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly default?: JsonValue | undefined;
  readonly enum?: readonly JsonValue[] | undefined;
  readonly required?: readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, KubeSchema>> | undefined;
  readonly additionalProperties?: KubeSchema | boolean | undefined;
  readonly items?: KubeSchema | undefined;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set' | undefined;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[] | undefined;
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular' | undefined;
  /** Strategies of strategic merge patch, separated by commas. */
  readonly 'x-kubernetes-patch-strategy'?: string | undefined;
  readonly 'x-kubernetes-patch-merge-key'?: string | undefined;
  readonly 'x-kubernetes-int-or-string'?: boolean | undefined;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean | undefined;
  readonly 'x-kubernetes-embedded-resource'?: boolean | undefined;
  /** The name of the definition the schema came from, where it came from one. */
  readonly definition?: string | undefined;
}

/** Gives the schema that a `$ref` names. */
export type ResolveDefinition = (reference: string) => JsonObject | undefined;

/** The schema of a built-in kind; `undefined` for all others. The same object every time. */
export function builtinSchema(kind: KindRef): KubeSchema | undefined {
  const definition = definitionOfKind(kind);
  return definition === undefined ? undefined : builtin.named(definition.name);
}

/** {@link KubeSchema} of a raw schema whose references `resolve` knows. References that it does not know are empty schemas. */
export function resolveSchema(schema: JsonObject, resolve: ResolveDefinition = () => undefined): KubeSchema {
  return new SchemaResolver(resolve).resolve(schema);
}

/** A chain of references that is longer than this leads nowhere. */
const MAX_REFERENCES = 32;

class SchemaResolver {
  readonly #lookUp: ResolveDefinition;
  readonly #named = new Map<string, KubeSchema>();

  constructor(lookUp: ResolveDefinition) {
    this.#lookUp = lookUp;
  }

  named(reference: string): KubeSchema {
    const known = this.#named.get(reference);
    if (known !== undefined) return known;
    const schema = this.#lazy(this.#follow({ $ref: reference }));
    this.#named.set(reference, schema);
    return schema;
  }

  resolve(schema: JsonObject): KubeSchema {
    const reference = referenceOf(schema);
    const siblings = Object.keys(schema).length;
    if (reference !== undefined && siblings === 1) return this.named(reference);
    return this.#lazy(this.#follow(schema));
  }

  /** The schema with what it refers to beneath its own members. */
  #follow(schema: JsonObject): JsonObject {
    let merged = schema;
    for (let steps = 0; steps < MAX_REFERENCES; steps++) {
      const reference = referenceOf(merged);
      if (reference === undefined) return merged;
      const { $ref: _ref, allOf: _allOf, ...own } = merged;
      const definition = reference.slice(reference.lastIndexOf('/') + 1);
      merged = { definition, ...this.#lookUp(reference), ...own };
    }
    return {};
  }

  #lazy(schema: JsonObject): KubeSchema {
    const { properties, items, additionalProperties, ...plain } = schema;
    const resolved: Record<string, unknown> = { ...plain };
    if (isJsonObject(properties)) this.#defineProperties(resolved, properties);
    if (isJsonObject(items)) defineLazily(resolved, 'items', () => this.resolve(items));
    if (isJsonObject(additionalProperties)) {
      defineLazily(resolved, 'additionalProperties', () => this.resolve(additionalProperties));
    } else if (additionalProperties !== undefined) resolved['additionalProperties'] = additionalProperties;
    // The members come from documents of the API server or of a checked CRD, which are of these types.
    return resolved as KubeSchema;
  }

  #defineProperties(target: Record<string, unknown>, properties: JsonObject): void {
    defineLazily(target, 'properties', () => {
      const resolved: Record<string, unknown> = {};
      for (const [name, property] of Object.entries(properties)) {
        if (isJsonObject(property)) defineLazily(resolved, name, () => this.resolve(property));
      }
      return resolved;
    });
  }
}

/** A `$ref`, or the only one of an `allOf`, as OpenAPI v3 wraps references that have siblings. */
function referenceOf(schema: JsonObject): string | undefined {
  if (typeof schema['$ref'] === 'string') return schema['$ref'];
  const allOf = schema['allOf'];
  const [only] = Array.isArray(allOf) && allOf.length === 1 ? (allOf as readonly JsonValue[]) : [];
  return isJsonObject(only) && typeof only['$ref'] === 'string' ? only['$ref'] : undefined;
}

/** A member that is made when first read and stays from then on. */
function defineLazily(target: Record<string, unknown>, name: string, make: () => unknown): void {
  Object.defineProperty(target, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = make();
      Object.defineProperty(target, name, { value, enumerable: true });
      return value;
    },
  });
}

const builtin = new SchemaResolver(builtinDefinition);

/** The property `name` of an object schema: a declared one, or that of its other keys. */
export function propertySchema(schema: KubeSchema | undefined, name: string): KubeSchema | undefined {
  if (schema === undefined) return undefined;
  const { properties, additionalProperties } = schema;
  if (properties !== undefined && Object.hasOwn(properties, name)) return properties[name];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
