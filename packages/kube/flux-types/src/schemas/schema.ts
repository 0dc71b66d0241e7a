import type { JsonObject, JsonValue } from '@gotk/json';

/** A CEL rule the API server checks on every write (`x-kubernetes-validations`). */
export interface ValidationRule {
  readonly rule: string;
  readonly message: string;
}

interface SchemaBase {
  /** What the field means where it is used; empty where the name says it all. */
  readonly description: string;
  readonly required?: true;
  readonly default?: JsonValue;
  readonly rules?: readonly ValidationRule[];
  /** Further OpenAPI keywords that carry no TypeScript type, such as `oneOf`. */
  readonly extra?: JsonObject;
}

/** Limits of a string. */
export interface TextLimits {
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** Limits of a number. */
export interface NumberLimits {
  readonly format?: 'int32' | 'int64';
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Limits of a list, and how it is merged. */
export interface ListLimits {
  readonly minItems?: number;
  readonly maxItems?: number;
  /** How server-side apply merges the list. */
  readonly listType?: 'atomic' | 'map' | 'set';
  readonly mapKeys?: readonly string[];
}

/** A string, free or out of a fixed set. */
export interface TextSchema extends SchemaBase {
  readonly kind: 'text';
  readonly limits: TextLimits;
  /** The only values allowed. */
  readonly values?: readonly string[];
}

/** A number. */
export interface NumberSchema extends SchemaBase {
  readonly kind: 'integer' | 'number';
  readonly limits: NumberLimits;
}

/** A value without limits. */
export interface PlainSchema extends SchemaBase {
  /** `any` is any JSON value, kept unpruned. */
  readonly kind: 'flag' | 'integer-or-text' | 'any';
}

/** A list. */
export interface ListSchema extends SchemaBase {
  readonly kind: 'list';
  readonly items: Schema;
  readonly limits: ListLimits;
}

/** A map with any keys. */
export interface MapSchema extends SchemaBase {
  readonly kind: 'map';
  readonly values: Schema;
}

/** An object with known fields. */
export interface ObjectSchema extends SchemaBase {
  readonly kind: 'object';
  /** Name of the TypeScript interface. */
  readonly name: string;
  /** What the object is, independent of where it is used. */
  readonly about: string;
  readonly fields: Readonly<Record<string, Schema>>;
  /** The interface stands in the module of shared pieces. */
  readonly shared: boolean;
  /** Server-side apply treats the object as one value. */
  readonly atomic?: true;
}

/** One field of a kind: what OpenAPI, CRDs and TypeScript types are all rendered from. */
export type Schema = TextSchema | NumberSchema | PlainSchema | ListSchema | MapSchema | ObjectSchema;

/** One column of `kubectl get`. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: 'string' | 'date' | 'boolean';
  readonly jsonPath: string;
  readonly priority?: number;
}

/** One version of a kind. */
export interface VersionSchema {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly spec: ObjectSchema;
  /** Absent: the kind has no status fields. */
  readonly status?: ObjectSchema;
  readonly hasStatusSubresource: boolean;
  readonly columns: readonly PrinterColumn[];
}

/** A whole kind. */
export interface KindSchema {
  readonly group: string;
  /** Folder of the group in this package. */
  readonly folder: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** How the command line speaks of one object, e.g. `source git`. */
  readonly humanName: string;
  readonly description: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly versions: readonly VersionSchema[];
}
