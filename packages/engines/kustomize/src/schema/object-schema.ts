/** What strategic merge needs to know about a type: which fields it has, and which of its lists merge by which keys. */
export interface ObjectSchema {
  /** Of a list that merges: the keys of its items, empty for a list of scalars. `undefined` for all other types. */
  readonly mergeKeys: readonly string[] | undefined;
  /** The type of a field or of a map's values; `undefined` where the schema has none. */
  field(name: string): ObjectSchema | undefined;
  /** The type of a list's items. */
  items(): ObjectSchema | undefined;
}

/** A type of which nothing is worth knowing but that it exists. */
export const LEAF: ObjectSchema = { mergeKeys: undefined, field: () => undefined, items: () => undefined };
