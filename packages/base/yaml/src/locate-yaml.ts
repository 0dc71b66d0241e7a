/** A place in a text; both numbers are 1-based. */
export interface YamlPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * The place of the field at `path` in the first document of `text`: of its key where it is a field of a mapping, of the value
 * where it is an item of a list; where the path ends early, the place of its deepest part. `undefined` when `text` cannot be read.
 */
export function locateYaml(_text: string, _path: readonly (string | number)[]): YamlPosition | undefined {
  return undefined;
}
