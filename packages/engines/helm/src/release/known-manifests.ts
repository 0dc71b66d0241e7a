import type { ManifestHead } from './manifest-head.js';

/** What a program remembers of rendered objects, from one run to the next: of the very texts. */
export interface KnownManifests {
  /** What reading this text gave. */
  readonly find: (content: string) => ManifestHead | undefined;
  /** Tells what reading a text gave that was not known. */
  readonly add: (content: string, head: ManifestHead) => void;
}
