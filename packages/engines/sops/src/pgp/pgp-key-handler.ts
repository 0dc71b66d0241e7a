import type { KeyHandler } from '../keys/key-service.js';

/** Which OpenPGP keys there are. */
export interface PgpKeys {
  /** Armored private keys without passphrase; a text may hold several. */
  readonly armoredKeys: readonly string[];
  /**
   * What the reading of key rings by SOPS itself came to, before it asks GnuPG: named in errors. Flux leaves that out.
   * @default nothing
   */
  readonly ringError?: string | undefined;
}

type Pgp = typeof import('openpgp');
type PrivateKey = Awaited<ReturnType<Pgp['readPrivateKey']>>;

/** Decrypts data keys with OpenPGP. Errors are in the words of SOPS and GnuPG. */
export function pgpKeyHandler({ armoredKeys, ringError }: PgpKeys): KeyHandler<'pgp'> {
  let loaded: Promise<readonly PrivateKey[]> | undefined;
  return async ({ enc }) => {
    const pgp = await import('openpgp');
    loaded ??= loadKeys(pgp, armoredKeys);
    try {
      return await decryptMessage(pgp, enc, await loaded);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const binary = `GnuPG binary error: failed to decrypt sops data key with pgp: ${reason}`;
      const ring = ringError === undefined ? '' : `github.com/ProtonMail/go-crypto/openpgp error: ${ringError}; `;
      throw new Error(`could not decrypt data key with PGP key: ${ring}${binary}`, { cause });
    }
  };
}

const ARMORED_BLOCK = /-----BEGIN PGP[\s\S]*?-----END PGP[^\n]*/g;

/** All private keys; public ones and what cannot be read are left out, as GnuPG does. */
async function loadKeys(pgp: Pgp, armoredKeys: readonly string[]): Promise<readonly PrivateKey[]> {
  const blocks = armoredKeys.flatMap((text) => text.match(ARMORED_BLOCK) ?? []);
  const keys = await Promise.all(
    blocks.map((armored) => pgp.readPrivateKeys({ armoredKeys: armored }).catch(() => [])),
  );
  return keys.flat();
}

async function decryptMessage(pgp: Pgp, armored: string, keys: readonly PrivateKey[]): Promise<Uint8Array> {
  const message = await pgp.readMessage({ armoredMessage: armored }).catch(() => {
    throw new Error('gpg: no valid OpenPGP data found.\ngpg: decrypt_message failed: Unknown system error');
  });
  const ids = message.getEncryptionKeyIDs().map((id) => id.toHex().toUpperCase());
  try {
    const { data } = await pgp.decrypt({ message, decryptionKeys: [...keys], format: 'binary' });
    if (data instanceof Uint8Array && data.length > 0) return data;
  } catch (cause) {
    throw new Error(describeFailure(ids, keys), { cause });
  }
  throw new Error('zero bytes returned');
}

function describeFailure(ids: readonly string[], keys: readonly PrivateKey[]): string {
  const known = new Set(keys.flatMap((key) => key.getKeys().map((part) => part.getKeyID().toHex().toUpperCase())));
  const missing = ids.filter((id) => !known.has(id));
  const reason = missing.length === ids.length ? 'No secret key' : 'Bad secret key';
  return [...ids.map((id) => `gpg: encrypted with RSA key, ID ${id}`), `gpg: decryption failed: ${reason}`].join('\n');
}
