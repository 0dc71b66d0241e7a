export type ObjectFormat = 'sha1' | 'sha256';

/** A ref of a remote. */
export interface RemoteRef {
  readonly hash: string;
  /** What an annotated tag points to in the end. */
  readonly peeled?: string;
  /** The ref that a symbolic one (`HEAD`) stands for. */
  readonly target?: string;
}

/** The refs a remote told us about: all of them, or those under the prefixes asked for. */
export interface RemoteRefs {
  readonly objectFormat: ObjectFormat;
  readonly refs: ReadonlyMap<string, RemoteRef>;
}

/** The commit a ref stands for: a tag object is followed. */
export function commitOfRef({ hash, peeled }: RemoteRef): string {
  return peeled ?? hash;
}
