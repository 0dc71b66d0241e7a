import { LocatedError } from '@gotk/located-error';
import { decryptTree } from './cipher/decrypt-tree.js';
import { decryptValue } from './cipher/value-cipher.js';
import type { SopsFormat } from './formats/format.js';
import { FORMAT_CODECS } from './formats/format-codecs.js';
import { findDataKey } from './keys/find-data-key.js';
import type { SopsKeyService } from './keys/key-service.js';
import { type EncryptedFile, extractMetadata } from './metadata/extract-metadata.js';
import type { SopsMetadata } from './metadata/metadata.js';
import type { SopsTree } from './tree/sops-tree.js';
import { printableText } from './tree/sops-tree.js';

/** How a file is decrypted. */
export interface DecryptSopsOptions {
  readonly format: SopsFormat;
  /** Format of the result. @default `format` */
  readonly outputFormat?: SopsFormat | undefined;
  /** Asked in turn for the data key. */
  readonly keyServices: readonly SopsKeyService[];
  /**
   * Whether the file must be as it was when it was encrypted, down to what is not encrypted. Flux does not ask for that, since
   * what it decrypts may have been changed by a build. @default false
   */
  readonly checkIntegrity?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Larger encrypted files are refused by Flux. */
export const MAX_ENCRYPTED_BYTES = 5 * 1024 * 1024;

/**
 * Decrypts a file.
 *
 * Messages are Flux' own; the `cause` has what SOPS itself says.
 *
 * @returns the plain file in `outputFormat`.
 * @throws LocatedError `sops-load` (the file or its metadata cannot be read; `sops-metadata-missing` is the code of the cause
 * when it is not encrypted at all), `sops-data-key`, `sops-tree`, `sops-integrity`, `sops-render`.
 */
export async function decryptSops(bytes: Uint8Array, options: DecryptSopsOptions): Promise<Uint8Array> {
  const { format, outputFormat = format } = options;
  const source = FORMAT_CODECS[format];
  const target = FORMAT_CODECS[outputFormat];
  const file = during('sops-load', `failed to load encrypted ${source.title} data`, () =>
    extractMetadata(source.parse(bytes), source.metadataPlace),
  );
  const tree = await decryptFile(file, options);
  const goal = `failed to emit encrypted ${source.title} file as decrypted ${target.title}`;
  return during('sops-render', goal, () => target.render(tree));
}

/** Decrypts a file that was taken apart already. @throws LocatedError as `decryptSops` */
export async function decryptFile(
  { tree, metadata }: EncryptedFile,
  options: Omit<DecryptSopsOptions, 'format' | 'outputFormat'>,
): Promise<SopsTree> {
  const key = await findDataKey(metadata, options).catch((cause: unknown) => {
    throw wrapError(cause, 'sops-data-key', 'cannot get sops data key');
  });
  const plain = during('sops-tree', 'error decrypting sops tree', () => decryptTree(tree, key, metadata));
  if (options.checkIntegrity === true) checkIntegrity(metadata, key, plain.mac);
  return plain.tree;
}

function checkIntegrity({ mac, lastModified }: SopsMetadata, key: Uint8Array, computed: string): void {
  const goal = 'failed to verify sops data integrity';
  const expected = during('sops-integrity', goal, () => decryptValue(mac, key, lastModified));
  if (expected === computed) return;
  const stored = typeof expected === 'string' || expected instanceof Uint8Array ? printableText(expected) : '';
  throw new LocatedError({
    code: 'sops-integrity',
    message: `${goal}: expected mac '${stored === '' ? 'no MAC' : stored}', got '${computed}'`,
    hint: 'Somebody changed the file after it was encrypted: compare it with an older commit, then encrypt it again.',
  });
}

/** Runs a step; an error tells what it was for. */
export function during<T>(code: string, goal: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw wrapError(cause, code, goal);
  }
}

/** The error of a step with what it was for in front. Errors of other kinds pass unchanged. */
export function wrapError(cause: unknown, code: string, goal: string): unknown {
  if (!(cause instanceof LocatedError)) return cause;
  const { at, hint, message } = cause;
  return new LocatedError({ code, message: `${goal}: ${message}`, at, hint, cause });
}
