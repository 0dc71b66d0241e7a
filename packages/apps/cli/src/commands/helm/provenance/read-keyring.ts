import { readFileSync } from 'node:fs';
import type { PublicKey } from 'openpgp';
import { goFileError } from '../../../output/go-file-error.js';
import type { NamedFile } from '../source/chart-access.js';

/** The keys in a keyring, as GnuPG exports them: binary, or armored. @throws Error in Go's words when it cannot be read */
export async function readKeyring({ path, shownPath }: NamedFile): Promise<readonly PublicKey[]> {
  const bytes = readFile(path, shownPath);
  const pgp = await import('openpgp');
  try {
    const text = Buffer.from(bytes).toString('latin1');
    if (text.startsWith('-----BEGIN')) return await pgp.readKeys({ armoredKeys: text });
    return await pgp.readKeys({ binaryKeys: new Uint8Array(bytes) });
  } catch (cause) {
    throw new Error(`openpgp: invalid data: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function readFile(file: string, shown: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw goFileError('open', shown, cause);
  }
}
