import type { JsonValue } from '@gotk/json';
import { keyElement, type PathElement, valueElement } from '../field-set/path-element.js';
import type { ListSchema } from '../schema/merge-schema.js';
import { asMap, ownField } from './atom.js';

/** The path element of an associative list's element, or why it has none. */
export function listElement(list: ListSchema, child: JsonValue): PathElement | { readonly problem: string } {
  if (list.relationship !== 'associative') return { problem: 'invalid indexing of non-associative list' };
  return list.keys.length > 0 ? keyedElement(list, child) : setElement(child);
}

/** Whether {@link listElement} found no element. */
export function isProblem(found: PathElement | { readonly problem: string }): found is { readonly problem: string } {
  return 'problem' in found;
}

function keyedElement(list: ListSchema, child: JsonValue): PathElement | { readonly problem: string } {
  if (child === null) return { problem: 'associative list with keys may not have a null element' };
  const map = asMap(child);
  if (map === undefined) return { problem: 'associative list with keys may not have non-map elements' };
  const fields: [string, JsonValue][] = [];
  for (const key of list.keys) {
    // A key that is null counts as given.
    const own = ownField(map, key);
    const value = own === undefined ? list.element().map?.fields.get(key)?.default : own;
    if (value !== undefined && (own === null || value !== null)) fields.push([key, value]);
  }
  if (fields.length > 0) return keyElement(fields);
  const keys = list.keys.map((key) => JSON.stringify(key)).join(' ');
  return {
    problem: `associative list with keys has an element that omits all key fields [${keys}] (and doesn't have default values for any key fields)`,
  };
}

function setElement(child: JsonValue): PathElement | { readonly problem: string } {
  if (child === null) return { problem: "associative list without keys has an element that's an explicit null" };
  if (Array.isArray(child)) return { problem: 'not supported: associative list with lists as elements' };
  if (asMap(child) !== undefined) return { problem: "associative list without keys has an element that's a map type" };
  return valueElement(child);
}
