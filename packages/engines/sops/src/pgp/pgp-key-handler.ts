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
  try {
    const { data } = await pgp.decrypt({ message, decryptionKeys: [...keys], format: 'binary' });
    if (data instanceof Uint8Array && data.length > 0) return data;
  } catch (cause) {
    const wrapped = message.packets.filterByTag(pgp.enums.packet.publicKeyEncryptedSessionKey);
    throw new Error(describeFailure(wrapped.map(describeKey), keys), { cause });
  }
  throw new Error('zero bytes returned');
}

/** A key that a message is encrypted with. */
interface MessageKey {
  readonly id: string;
  readonly algorithm: string;
}

const ALGORITHMS: ReadonlyMap<number, string> = new Map([
  [1, 'RSA'],
  [2, 'RSA'],
  [16, 'ELG'],
  [18, 'ECDH'],
]);

function describeKey(packet: object): MessageKey {
  const { publicKeyID, publicKeyAlgorithm } = packet as {
    readonly publicKeyID: { toHex(): string };
    readonly publicKeyAlgorithm: number;
  };
  return { id: publicKeyID.toHex().toUpperCase(), algorithm: ALGORITHMS.get(publicKeyAlgorithm) ?? 'RSA' };
}

/** What GnuPG says when it has none of the private keys, or only with a passphrase, which nobody is there to enter. */
function describeFailure(wanted: readonly MessageKey[], keys: readonly PrivateKey[]): string {
  const known = new Set(keys.flatMap((key) => key.getKeys().map((part) => part.getKeyID().toHex().toUpperCase())));
  const locked = wanted.some(({ id }) => known.has(id));
  return [
    ...wanted.map(({ id, algorithm }) => `gpg: encrypted with ${algorithm} key, ID ${id}`),
    ...(locked ? ['gpg: public key decryption failed: Inappropriate ioctl for device'] : []),
    'gpg: decryption failed: No secret key',
  ].join('\n');
}
