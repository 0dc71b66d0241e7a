import type { TreeSettings } from '../cipher/decrypt-tree.js';
import type { SopsMasterKey } from '../keys/master-key.js';

/** What a file says of its encryption. */
export interface SopsMetadata extends TreeSettings {
  /** RFC 3339 in whole seconds. The message authentication code is bound to it. */
  readonly lastModified: string;
  /** The encrypted message authentication code; empty for none. */
  readonly mac: string;
  /** Version of SOPS that wrote the file. */
  readonly version: string;
  /** Of each group one key is needed. */
  readonly keyGroups: readonly (readonly SopsMasterKey[])[];
  /** How many groups are needed; 0 where the file does not say. */
  readonly shamirThreshold: number;
}
