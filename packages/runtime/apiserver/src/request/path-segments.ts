/** The segments of a path, without empty ones. The path is decoded first: an escaped slash separates, as it does for the API. */
export function pathSegments(path: string): readonly string[] {
  return decoded(path)
    .split('/')
    .filter((segment) => segment !== '');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
