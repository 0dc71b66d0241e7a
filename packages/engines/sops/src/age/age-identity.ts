import type { Stanza } from './stanza.js';

/** A private key that age files may be encrypted for. */
export interface AgeIdentity {
  /** Whether it is one of age's own kinds; these are tried first. */
  readonly native: boolean;
  /**
   * @returns the file key, or `undefined` when the file is not for this key.
   * @throws Error in age's words for a stanza that is broken.
   */
  readonly unwrap: (stanzas: readonly Stanza[]) => Promise<Uint8Array | undefined>;
}

/** Gives the file key of one stanza, or `undefined` when that is for another key. */
export type UnwrapStanza = (stanza: Stanza) => Uint8Array | undefined | Promise<Uint8Array | undefined>;

/** Tries one stanza after the other. */
export async function unwrapFirst(stanzas: readonly Stanza[], unwrap: UnwrapStanza): Promise<Uint8Array | undefined> {
  for (const stanza of stanzas) {
    const fileKey = await unwrap(stanza);
    if (fileKey !== undefined) return fileKey;
  }
  return undefined;
}
