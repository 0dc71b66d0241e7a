import type { MetadataPlace } from '../metadata/extract-metadata.js';
import type { SopsTree } from '../tree/sops-tree.js';

/** How a file is written. */
export type SopsFormat = 'yaml' | 'json' | 'dotenv' | 'ini' | 'binary';

/** What there is to know about a format. */
export interface FormatCodec {
  /** Its name in Flux' errors. */
  readonly title: string;
  readonly metadataPlace: MetadataPlace;
  /** What encrypted files of the format contain. */
  readonly marker: string;
  /** Reads a file that may be encrypted or not. */
  readonly parse: (bytes: Uint8Array) => SopsTree;
  /** Reads a plain file; where it is missing, `parse` does. */
  readonly parsePlain?: (bytes: Uint8Array) => SopsTree;
  /** Writes a file. */
  readonly render: (tree: SopsTree) => Uint8Array;
  /** Writes an encrypted file; where it is missing, `render` does. */
  readonly renderEncrypted?: (tree: SopsTree) => Uint8Array;
}
