/** A revision such as `main@sha1:<hash>`, taken apart. */
export interface Revision {
  /** Branch, tag or reference; empty when there is none. */
  readonly pointer: string;
  readonly hash: string;
  /** `sha1` for a hash of 40 characters; Flux knows no other, so that revisions of SHA-256 repositories say `<unknown>`, too. */
  readonly algorithm: 'sha1' | '<unknown>';
}

/** Takes a revision apart, also in the older forms `branch/hash` and `HEAD/hash`. */
export function parseRevision(text: string): Revision {
  const at = text.lastIndexOf('@');
  if (at !== -1) return revision(text.slice(0, at), afterColon(text.slice(at + 1)));
  const slash = text.lastIndexOf('/');
  if (slash === -1) return revision('', afterColon(text));
  const pointer = text.slice(0, slash);
  return revision(pointer === 'HEAD' ? '' : pointer, text.slice(slash + 1));
}

function afterColon(text: string): string {
  return text.slice(text.indexOf(':') + 1);
}

function revision(pointer: string, hash: string): Revision {
  return { pointer, hash, algorithm: hashAlgorithm(hash) };
}

function hashAlgorithm(hash: string): Revision['algorithm'] {
  return hash.length === 40 ? 'sha1' : '<unknown>';
}

/** `<pointer>@<algorithm>:<hash>`; branches and tags stand without `refs/heads/` and `refs/tags/`. */
export function renderRevision(
  reference: string,
  hash: string,
  { absolute = false }: { readonly absolute?: boolean } = {},
): string {
  const pointer = absolute ? reference : reference.replace(/^refs\/(?:heads|tags)\//, '');
  const digest = hash === '' ? '' : `${hashAlgorithm(hash)}:${hash}`;
  return pointer === '' ? digest : `${pointer}@${digest}`;
}
