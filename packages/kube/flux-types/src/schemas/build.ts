import type { JsonObject, JsonValue } from '@gotk/json';
import type {
  ListLimits,
  ListSchema,
  MapSchema,
  NumberLimits,
  NumberSchema,
  ObjectSchema,
  PlainSchema,
  Schema,
  TextLimits,
  TextSchema,
  ValidationRule,
} from './schema.js';

interface WithDefault {
  readonly default?: JsonValue;
}

interface ObjectExtras extends WithDefault {
  readonly rules?: readonly ValidationRule[];
  readonly extra?: JsonObject;
  readonly atomic?: true;
}

/** Marks a field as required. */
export function required<S extends Schema>(schema: S): S & { readonly required: true } {
  return { ...schema, required: true };
}

/** The same schema with a description for this use. */
export function described<S extends Schema>(schema: S, description: string): S {
  return { ...schema, description };
}

/** A string. */
export function text(description = '', { default: fallback, ...limits }: TextLimits & WithDefault = {}): TextSchema {
  return { kind: 'text', description, limits, ...defaultOf(fallback) };
}

/** A string out of a fixed set. */
export function choice(description: string, values: readonly string[], options: WithDefault = {}): TextSchema {
  return { kind: 'text', description, limits: {}, values, ...defaultOf(options.default) };
}

/** An RFC 3339 time. */
export function time(description: string): TextSchema {
  return text(description, { format: 'date-time' });
}

/** A boolean. */
export function flag(description: string, options: WithDefault = {}): PlainSchema {
  return { kind: 'flag', description, ...defaultOf(options.default) };
}

/** An integer. */
export function integer(
  description = '',
  { default: fallback, ...limits }: NumberLimits & WithDefault = {},
): NumberSchema {
  return { kind: 'integer', description, limits, ...defaultOf(fallback) };
}

/** A number that the schema does not restrict to integers. */
export function number(description = '', options: WithDefault = {}): NumberSchema {
  return { kind: 'number', description, limits: {}, ...defaultOf(options.default) };
}

/** An integer or a string, as ports are written. */
export function integerOrText(description: string): PlainSchema {
  return { kind: 'integer-or-text', description };
}

/** Any JSON value, kept as it is. */
export function anyValue(description: string): PlainSchema {
  return { kind: 'any', description };
}

/** A list. */
export function list(
  description: string,
  items: Schema,
  { default: fallback, extra, ...limits }: ListLimits & WithDefault & { readonly extra?: JsonObject } = {},
): ListSchema {
  return {
    kind: 'list',
    description,
    items,
    limits,
    ...defaultOf(fallback),
    ...(extra === undefined ? {} : { extra }),
  };
}

/** A map from any string to one kind of value. */
export function map(description: string, values: Schema = text()): MapSchema {
  return { kind: 'map', description, values };
}

/** An object with known fields. */
export function object(
  name: string,
  about: string,
  fields: Readonly<Record<string, Schema>>,
  extras: ObjectExtras = {},
): ObjectSchema {
  return { kind: 'object', name, about, description: about, fields, shared: false, ...extras };
}

/** An object that several kinds use; its interface stands once. */
export function sharedObject(
  name: string,
  about: string,
  fields: Readonly<Record<string, Schema>>,
  extras: ObjectExtras = {},
): ObjectSchema {
  return { ...object(name, about, fields, extras), shared: true };
}

function defaultOf(value: JsonValue | undefined): WithDefault {
  return value === undefined ? {} : { default: value };
}
