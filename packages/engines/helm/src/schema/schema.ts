import type { Regex } from '@gotk/go-template';
import type { Decimal } from './decimal.js';
import type { FormatCheck } from './formats.js';
import type { JsonNode } from './json-node.js';
import { placeText } from './schema-url.js';

/** What was compiled of a schema. */
export interface SchemaParts {
  readonly draft: number;
  /** `true` takes everything, `false` nothing. */
  readonly always: boolean | undefined;
  readonly keywords: Keywords;
  /** The schema at the top of the resource it belongs to. */
  readonly resource: Schema;
  /** Of the top of a resource. */
  readonly dynamicAnchors: ReadonlyMap<string, Schema>;
}

/** A schema that is compiled at its first use, since schemas refer to one another in circles and few of them meet a value. */
export class Schema {
  readonly url: string;
  readonly pointer: string;
  private known: SchemaParts | undefined;
  private readonly compile: (schema: Schema) => SchemaParts;

  constructor(url: string, pointer: string, compile: (schema: Schema) => SchemaParts) {
    this.url = url;
    this.pointer = pointer;
    this.compile = compile;
  }

  /** `url#/pointer`. */
  get location(): string {
    return placeText(this.url, this.pointer);
  }

  /** @throws LocatedError with Go's text, the first time */
  get parts(): SchemaParts {
    this.known ??= this.compile(this);
    return this.known;
  }
}

/** A bound with its keyword. */
export interface NumberBound {
  readonly keyword: 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum' | 'multipleOf';
  readonly limit: Decimal;
  readonly shown: number;
}

export interface PatternSchema {
  readonly regex: Regex;
  readonly schema: Schema;
}

export interface References {
  readonly ref?: Schema | undefined;
  readonly recursiveRef?: Schema | undefined;
  readonly recursiveAnchor?: boolean;
  readonly dynamicRef?: { readonly schema: Schema; readonly anchor: string | undefined } | undefined;
  readonly dynamicAnchor?: string | undefined;
}

/** What other schemas say of the same value. */
export interface Combinators {
  readonly allOf?: readonly Schema[] | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly oneOf?: readonly Schema[] | undefined;
  readonly not?: Schema | undefined;
  readonly condition?: Condition | undefined;
}

/** `if`, `then` and `else`. */
export interface Condition {
  readonly test: Schema;
  readonly whenMet: Schema | undefined;
  readonly otherwise: Schema | undefined;
}

export interface ObjectKeywords {
  readonly minProperties?: number | undefined;
  readonly maxProperties?: number | undefined;
  readonly required?: readonly string[] | undefined;
  readonly properties?: ReadonlyMap<string, Schema> | undefined;
  readonly patternProperties?: readonly PatternSchema[] | undefined;
  readonly additionalProperties?: boolean | Schema | undefined;
  readonly propertyNames?: Schema | undefined;
  readonly dependencies?: ReadonlyMap<string, Schema | readonly string[]> | undefined;
  readonly dependentSchemas?: ReadonlyMap<string, Schema> | undefined;
  readonly dependentRequired?: ReadonlyMap<string, readonly string[]> | undefined;
  readonly unevaluatedProperties?: Schema | undefined;
}

export interface ArrayKeywords {
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly uniqueItems?: boolean;
  /** Schemas for the first items. */
  readonly prefixItems?: readonly Schema[] | undefined;
  /** For those behind the first. */
  readonly items?: boolean | Schema | undefined;
  /** Whether `items` is the keyword `additionalItems`, whose `false` has a message of its own. */
  readonly itemsAreAdditional?: boolean;
  readonly contains?: Schema | undefined;
  readonly minContains?: number | undefined;
  readonly maxContains?: number | undefined;
  readonly unevaluatedItems?: Schema | undefined;
}

export interface ScalarKeywords {
  readonly types?: ReadonlySet<string> | undefined;
  readonly constant?: { readonly value: JsonNode } | undefined;
  readonly enumeration?: readonly JsonNode[] | undefined;
  readonly format?: { readonly name: string; readonly check: FormatCheck } | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly pattern?: { readonly source: string; readonly regex: Regex } | undefined;
  readonly bounds?: readonly NumberBound[];
}

/** Everything that a schema asks. */
export type Keywords = References & Combinators & ObjectKeywords & ArrayKeywords & ScalarKeywords;
