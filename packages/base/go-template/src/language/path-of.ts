const MAX_KEPT_PATHS = 4_096;
const MAX_KEPT_LENGTH = 256;

/** The parts of paths by their tokens: charts name the same values again and again. */
const knownPaths = new Map<string, readonly string[]>();

/** The parts of `.a.b` or `$x.a`. They are shared: nobody may change them. */
export function pathOf(token: string): readonly string[] {
  const known = knownPaths.get(token);
  if (known !== undefined) return known;
  const path = (token.startsWith('.') ? token.slice(1) : token).split('.');
  if (token.length > MAX_KEPT_LENGTH) return path;
  if (knownPaths.size >= MAX_KEPT_PATHS) knownPaths.clear();
  knownPaths.set(token, path);
  return path;
}
