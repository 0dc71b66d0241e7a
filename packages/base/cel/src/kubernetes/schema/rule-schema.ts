import type { JsonValue } from '@gotk/json';

/** One rule of `x-kubernetes-validations`. */
export interface ValidationRule {
  readonly rule: string;
  readonly message?: string | undefined;
  readonly messageExpression?: string | undefined;
  readonly reason?: string | undefined;
  readonly fieldPath?: string | undefined;
  readonly optionalOldSelf?: boolean | undefined;
}

/** What rules must know of a structural schema. */
export interface RuleSchema {
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly nullable?: boolean | undefined;
  readonly default?: JsonValue | undefined;
  readonly enum?: readonly JsonValue[] | undefined;
  readonly maxLength?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly maxProperties?: number | undefined;
  readonly required?: readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, RuleSchema>> | undefined;
  readonly additionalProperties?: RuleSchema | boolean | undefined;
  readonly items?: RuleSchema | undefined;
  readonly allOf?: readonly RuleSchema[] | undefined;
  readonly 'x-kubernetes-int-or-string'?: boolean | undefined;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean | undefined;
  readonly 'x-kubernetes-embedded-resource'?: boolean | undefined;
  readonly 'x-kubernetes-list-type'?: string | undefined;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[] | undefined;
  readonly 'x-kubernetes-map-type'?: string | undefined;
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[] | undefined;
}

const TEXT: RuleSchema = { type: 'string' };

/** The schema of a named property. */
export function propertyOf({ properties }: RuleSchema, name: string): RuleSchema | undefined {
  return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** The schema of all values of a map. */
export function valuesOf({ additionalProperties }: RuleSchema): RuleSchema | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** The schema of a whole resource: it has a kind and metadata, whether it says so or not. */
export function withTypeAndMetadata(schema: RuleSchema): RuleSchema {
  if (declaresTypeAndMetadata(schema)) return schema;
  const metadata: RuleSchema = { type: 'object', properties: { name: TEXT, generateName: TEXT } };
  return { ...schema, properties: { ...schema.properties, kind: TEXT, apiVersion: TEXT, metadata } };
}

function declaresTypeAndMetadata(schema: RuleSchema): boolean {
  const metadata = propertyOf(schema, 'metadata');
  if (metadata?.type !== 'object') return false;
  const texts = [
    propertyOf(schema, 'kind'),
    propertyOf(schema, 'apiVersion'),
    propertyOf(metadata, 'name'),
    propertyOf(metadata, 'generateName'),
  ];
  return texts.every((text) => text?.type === 'string');
}
