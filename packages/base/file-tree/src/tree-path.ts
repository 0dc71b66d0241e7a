/**
 * Joins path segments and cleans the result: `.` and empty segments go, `..` takes the segment before it away.
 *
 * @returns the clean path, or `undefined` when it would leave the root.
 */
export function joinTreePath(...segments: readonly string[]): string | undefined {
  const clean: string[] = [];
  for (const segment of segments.join('/').split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') clean.push(segment);
    else if (clean.pop() === undefined) return undefined;
  }
  return clean.join('/');
}

/** The directory part of a clean path; `''` for an entry of the root. */
export function parentPath(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** The last segment of a clean path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
