import type { RuleSchema } from '@gotk/cel';
import type { JsonObject, JsonValue } from '@gotk/json';

/** What both sides are asked. */
export type CelCase =
  /** An expression over variables that may be anything. */
  | { readonly kind: 'expression'; readonly expression: string; readonly variables?: JsonObject }
  /** The rules of a schema, and what they say about an object. */
  | {
      readonly kind: 'schema';
      readonly schema: RuleSchema;
      readonly isResource: boolean;
      readonly object: JsonValue;
      readonly oldObject?: JsonValue;
    }
  /** An expression of a policy, after named ones. */
  | {
      readonly kind: 'admission';
      readonly expression: string;
      readonly output: 'bool' | 'string' | 'string or null' | 'object' | 'patch' | 'any';
      readonly named: readonly { readonly name: string; readonly expression: string }[];
      readonly object: JsonObject;
      readonly oldObject?: JsonObject;
      /** The parameters of the policy. */
      readonly schema?: JsonObject;
    }
  /** An expression of Flux about objects. */
  | {
      readonly kind: 'flux';
      readonly expression: string;
      readonly variables: JsonObject;
      /** Whether types are checked first. */
      readonly checked: boolean;
      readonly output?: 'bool' | 'string';
      readonly as: 'boolean' | 'string' | 'strings' | 'any';
    };

/** What one side says. */
export type CelAnswer = Readonly<Record<string, unknown>>;

/** One version of a function. */
export interface KnownFunction {
  readonly name: string;
  readonly member: boolean;
  readonly args: readonly string[];
  readonly result: string;
}
