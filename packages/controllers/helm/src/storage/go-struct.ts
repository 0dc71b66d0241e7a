import { type JsonValue, renderGoJson } from '@gotk/json';

/** A field of a Go struct: its name, and its JSON text or `undefined` to leave it out. */
export type GoFieldText = readonly [name: string, text: string | undefined];

/** A struct as Go's encoding/json writes it: the fields in their own order. */
export function renderGoStruct(fields: readonly GoFieldText[]): string {
  const members = fields.flatMap(([name, text]) => (text === undefined ? [] : [`${JSON.stringify(name)}:${text}`]));
  return `{${members.join(',')}}`;
}

/** A value, or nothing where it is one that `omitempty` leaves out. */
export function omitEmpty(value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return undefined;
  if (typeof value === 'object' && Object.keys(value).length === 0) return undefined;
  return renderGoJson(value);
}
