import type { GoField, GoType } from '@gotk/yaml';

export type GoStruct = GoType & { readonly kind: 'struct' };

/** Fields of a struct by their names in files. */
export type GoFields = Readonly<Record<string, GoType | GoField>>;

export const STRING: GoType = { kind: 'string' };
export const BOOLEAN: GoType = { kind: 'bool' };
export const INTEGER: GoType = { kind: 'int64', name: 'int' };
export const INTEGER_64: GoType = { kind: 'int64' };
export const ANY: GoType = { kind: 'interface {}' };

export const TEXT_MAP: GoType = mapOf(STRING);
export const TEXTS: GoType = sliceOf(STRING);

/** A string type with a name of its own. */
export function namedString(name: string): GoType {
  return { kind: 'string', name };
}

/** A map from text. */
export function mapOf(element: GoType): GoType {
  return { kind: 'map', element };
}

/** A list; `name` is that of a list type with a name of its own. */
export function sliceOf(element: GoType, name?: string): GoType {
  return { kind: 'slice', element, ...(name === undefined ? {} : { name }) };
}

/** A pointer: an element that is null stays null. */
export function pointerTo(to: GoType): GoType {
  return { kind: 'pointer', to };
}

/** A struct; `name` has its package in front. */
export function struct(name: string, fields: GoFields): GoStruct {
  const all = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, toField(field)]));
  return { kind: 'struct', name, fields: () => all };
}

/** The fields of a struct that is embedded in another: its name shows in messages. */
export function embedded(name: string, fields: GoFields): Readonly<Record<string, GoField>> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]) => {
      const { type, embedded: inner = [] } = toField(field);
      return [key, { type, embedded: [name, ...inner] }];
    }),
  );
}

function toField(field: GoType | GoField): GoField {
  return 'kind' in field ? { type: field } : field;
}
