import { LocatedError } from '@gotk/located-error';
import type { SopsMetadata } from '../metadata/metadata.js';
import { type GroupResult, type KeyFailure, renderDataKeyFailure } from './data-key-failure.js';
import type { SopsKeyService } from './key-service.js';
import { nameOfMasterKey, type SopsMasterKey } from './master-key.js';
import { combineShares } from './shamir.js';

/** What finding a data key needs. */
export interface DataKeyOptions {
  /** Asked in turn for each key. */
  readonly keyServices: readonly SopsKeyService[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Decrypts the data key of a file: with any key of its group, or of as many groups as it asks for.
 * @throws LocatedError `sops-data-key` that tells for each key why it did not do.
 */
export async function findDataKey(
  { keyGroups, shamirThreshold }: SopsMetadata,
  options: DataKeyOptions,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const results: GroupResult[] = [];
  for (const group of keyGroups) {
    const result = await decryptGroup(group, options);
    if (result.part !== undefined) parts.push(result.part);
    results.push(result.failures);
  }
  const [only] = parts;
  if (keyGroups.length === 1 && only !== undefined) return only;
  if (keyGroups.length <= 1 || parts.length < shamirThreshold)
    throw new LocatedError({
      code: 'sops-data-key',
      message: renderDataKeyFailure(results, shamirThreshold),
      hint: 'Add one of the private keys that belong to the keys above to the decryption Secret.',
    });
  return combine(parts);
}

function combine(parts: readonly Uint8Array[]): Uint8Array {
  try {
    return combineShares(parts);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LocatedError({ code: 'sops-data-key', message: `could not get data key from shamir parts: ${reason}` });
  }
}

interface GroupDecryption {
  readonly part: Uint8Array | undefined;
  /** `undefined` when the group was decrypted. */
  readonly failures: GroupResult;
}

/** Keys that need no network first. */
async function decryptGroup(group: readonly SopsMasterKey[], options: DataKeyOptions): Promise<GroupDecryption> {
  const failures: KeyFailure[] = [];
  for (const key of [...group].sort((a, b) => rankOf(a) - rankOf(b))) {
    const messages: string[] = [];
    for (const service of options.keyServices) {
      options.signal?.throwIfAborted();
      try {
        return { part: await service.decrypt(key, options.signal), failures: undefined };
      } catch (cause) {
        messages.push(cause instanceof Error ? cause.message : String(cause));
      }
    }
    failures.push({ name: nameOfMasterKey(key), messages });
  }
  options.signal?.throwIfAborted();
  return { part: undefined, failures };
}

function rankOf({ type }: SopsMasterKey): number {
  return type === 'age' ? 0 : type === 'pgp' ? 1 : 2;
}
