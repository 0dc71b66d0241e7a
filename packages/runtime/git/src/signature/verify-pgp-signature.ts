import type { SignedPayload } from './verify-ssh-signature.js';

/**
 * Verifies a detached PGP signature.
 *
 * @param keyRings armoured public keys; a ring that cannot be read does not keep the others from being tried.
 * @returns the ID of the primary key that it belongs to, 16 digits in upper case.
 * @throws Error in Flux's words when no key made it.
 */
export async function verifyPgpSignature(
  { signature, payload }: SignedPayload,
  keyRings: readonly string[],
): Promise<string> {
  const pgp = await import('openpgp');
  const message = await pgp.createMessage({ binary: payload });
  let unreadable: Error | undefined;
  let tried = false;
  for (const armoredKeys of keyRings) {
    const keys = await pgp.readKeys({ armoredKeys }).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      unreadable ??= new Error(`unable to read armored key ring: ${reason}`, { cause });
      return [];
    });
    tried ||= keys.length > 0;
    const signer = await findSigner(pgp, { message, armoredSignature: signature.trim(), keys });
    if (signer !== undefined) return signer;
  }
  if (unreadable !== undefined && !tried) throw unreadable;
  throw new Error('unable to verify payload with any of the given key rings: no matching key');
}

type Pgp = typeof import('openpgp');

interface SignerQuery {
  readonly message: Awaited<ReturnType<Pgp['createMessage']>>;
  readonly armoredSignature: string;
  readonly keys: Awaited<ReturnType<Pgp['readKeys']>>;
}

async function findSigner(pgp: Pgp, { message, armoredSignature, keys }: SignerQuery): Promise<string | undefined> {
  try {
    const signature = await pgp.readSignature({ armoredSignature });
    for (const key of keys) {
      const { signatures } = await pgp.verify({ message, signature, verificationKeys: key });
      const verified = await Promise.all(signatures.map((each) => each.verified.catch(() => false)));
      if (verified.some((each) => each)) return key.getKeyID().toHex().toUpperCase();
    }
  } catch {
    // A signature that cannot be read was made by none of the keys.
  }
  return undefined;
}
